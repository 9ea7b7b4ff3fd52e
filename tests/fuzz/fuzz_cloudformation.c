/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "load/load.h"

/*
 * Any bytes as a template, and any bytes as an expression of one, beside
 * parameters, conditions, a map and resources that it may refer to.
 */

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static const char before[] =
    "{\"Parameters\": {\"P\": {\"Type\": \"String\"}, \"L\": {\"Type\": "
    "\"CommaDelimitedList\", \"Default\": \"a,b\"}}, \"Mappings\": {\"M\": "
    "{\"a\": {\"b\": \"10.0.0.0/16\"}}}, \"Conditions\": {\"C\": "
    "{\"Fn::Equals\": [{\"Ref\": \"P\"}, \"x\"]}, \"D\": {\"Fn::Not\": "
    "[{\"Condition\": \"C\"}]}}, \"Resources\": {\"V\": {\"Type\": "
    "\"AWS::EC2::VPC\", \"Properties\": {\"CidrBlock\": \"10.0.0.0/16\"}}, "
    "\"S\": {\"Type\": \"AWS::EC2::Subnet\", \"Properties\": {\"VpcId\": "
    "{\"Ref\": \"V\"}, \"CidrBlock\": ";
static const char between[] = "}}, \"Fn::ForEach::E\": [\"N\", ";
static const char after[] = ", {\"T${N}\": {\"Type\": "
    "\"AWS::EC2::RouteTable\", \"Properties\": {\"VpcId\": {\"Ref\": "
    "\"V\"}}}}]}}";

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	const struct load_options options = { .format = "cloudformation" };
	struct arena *a = arena_new();
	struct load *l = load_new(a, &options);
	struct str text = str_new(a);

	/* "-" has no folder, in which nested templates would be looked for. */
	load_bytes(l, "-", (const char *)bytes, length, true);
	str_add(&text, before);
	str_add_bytes(&text, (const char *)bytes, length);
	str_add(&text, between);
	str_add_bytes(&text, (const char *)bytes, length);
	str_add(&text, after);
	load_bytes(l, "-", str_text(&text), text.n, true);
	load_finish(l);
	arena_free(a);
	return 0;
}
