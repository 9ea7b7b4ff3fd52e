/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "load/cloudformation_read.h"
#include "unit.h"

#include <string.h>

/*
 * The evaluator, a table for each function: an expression stands as the
 * property "E" of resource "X", and what it gives is spelled out:
 *
 *	a text		as it is
 *	a list		[a, b]
 *	a map		{}
 *	a resource	!Name or !Name.attribute
 *	nothing		-
 *	a choice	if-so | if-not
 *	unknown		? and why
 *
 * says is a part of the finding that it raises; NULL: none.
 */

static const char before[] =
    "{\"AWSTemplateFormatVersion\": \"2010-09-09\",\n"
    "\"Parameters\": {\"Given\": {\"Type\": \"String\", \"Default\": \"g\"},\n"
    " \"Attribute\": {\"Type\": \"String\", \"Default\": \"AllocationId\"},\n"
    " \"Empty\": {\"Type\": \"String\", \"Default\": \"\"},\n"
    " \"Open\": {\"Type\": \"String\"},\n"
    " \"Number\": {\"Type\": \"Number\", \"Default\": 1},\n"
    " \"Many\": {\"Type\": \"CommaDelimitedList\", \"Default\": \"a, b,c\"},\n"
    " \"OpenMany\": {\"Type\": \"List<AWS::EC2::Subnet::Id>\"},\n"
    " \"Stored\": {\"Type\": \"AWS::SSM::Parameter::Value<String>\", "
    "\"Default\": \"/net/cidr\"},\n"
    " \"StoredMany\": {\"Type\": \"AWS::SSM::Parameter::Value<List<"
    "AWS::EC2::Subnet::Id>>\"},\n"
    " \"Key\": {\"Type\": \"AWS::SSM::Parameter::Name\", \"Default\": "
    "\"/net/cidr\"},\n"
    " \"Dynamic\": {\"Type\": \"String\", \"Default\": "
    "\"{{resolve:ssm:x}}\"}},\n"
    "\"Mappings\": {\"Map\": {\"top\": {\"second\": \"m\", \"list\": [\"x\", "
    "\"y\"]}, \"eu-west-1\": {\"second\": \"eu\"}}},\n"
    "\"Conditions\": {\"Yes\": {\"Fn::Equals\": [\"a\", \"a\"]},\n"
    " \"No\": {\"Fn::Not\": [{\"Condition\": \"Yes\"}]},\n"
    " \"Maybe\": {\"Fn::Equals\": [{\"Ref\": \"Open\"}, \"x\"]}},\n"
    "\"Resources\": {\n"
    " \"Vpc\": {\"Type\": \"AWS::EC2::VPC\", \"Properties\": {\"CidrBlock\": "
    "\"10.0.0.0/16\"}},\n"
    " \"Eip\": {\"Type\": \"AWS::EC2::EIP\"},\n"
    " \"Db\": {\"Type\": \"AWS::RDS::DBInstance\", \"Properties\": "
    "{\"Engine\": \"postgres\"}},\n"
    " \"Own\": {\"Type\": \"AWS::RDS::DBCluster\", \"Properties\": "
    "{\"Engine\": \"aurora-mysql\", \"Port\": 3307}},\n"
    " \"Redshift\": {\"Type\": \"AWS::Redshift::Cluster\"},\n"
    " \"Odd\": {\"Type\": \"AWS::RDS::DBInstance\", \"Properties\": "
    "{\"Engine\": " "{\"Ref\": \"Open\"}}},\n"
    " \"X\": {\"Type\": \"AWS::SNS::Topic\", \"Properties\": {\"E\": ";
static const char after[] = "}}},\n\"Outputs\": {\"Out\": {\"Value\": "
    "\"10.9.0.0/16\", \"Export\": {\"Name\": \"exported\"}}}}";

struct row {
	const char *expression, *gives, *says;
};

static void
spell(struct str *s, const struct cfn_value *v)
{
	switch (v->kind) {
	case CFN_ABSENT:
		str_add(s, "-");
		return;
	case CFN_UNKNOWN:
		str_addf(s, "?%s", v->text);
		return;
	case CFN_TEXT:
		str_add(s, v->text);
		return;
	case CFN_MAP:
		str_add(s, "{}");
		return;
	case CFN_RESOURCE:
		str_addf(s, "!%s%s%s", v->resource->name, v->text != NULL ?
		    "." : "", v->text != NULL ? v->text : "");
		return;
	case CFN_CHOICE:
		spell(s, &v->v[0]);
		str_add(s, " | ");
		spell(s, &v->v[1]);
		return;
	case CFN_LIST:
		str_add(s, "[");
		for (size_t i = 0; i < v->n; i++) {
			str_add(s, i > 0 ? ", " : "");
			spell(s, &v->v[i]);
		}
		str_add(s, "]");
		return;
	}
}

static const struct finding *
finding_with(const struct load *l, const char *part)
{
	for (size_t i = 0; i < l->findings.n; i++)
		if (strstr(l->findings.v[i]->message, part) != NULL)
			return l->findings.v[i];
	return NULL;
}

static void
check_row(const struct row *row, const char *region)
{
	struct arena *a = arena_new();
	const struct load_options options = { .format = "cloudformation",
		.region = region };
	struct load *l = load_new(a, &options);
	struct str given = str_new(a), s = str_new(a);
	const struct finding *f;
	struct cfn_value v;

	str_addf(&given, "%s%s%s", before, row->expression, after);
	load_bytes(l, "t.json", str_text(&given), strlen(str_text(&given)),
	    true);
	ck_assert_ptr_nonnull(l->cloudformation);
	load_finish(l);
	v = cfn_get(cfn_resource(l->cloudformation->templates.v[0], "X"),
	    "E");
	spell(&s, &v);
	ck_assert_msg(str_equal(str_text(&s), row->gives),
	    "%s gives %s, not %s", row->expression, str_text(&s), row->gives);
	f = row->says == NULL ? NULL : finding_with(l, row->says);
	ck_assert_msg(row->says == NULL || f != NULL, "%s: no finding \"%s\"",
	    row->expression, row->says);
	ck_assert_msg(row->says != NULL || l->findings.n == 0,
	    "%s: a finding \"%s\"", row->expression, l->findings.n == 0 ? "" :
	    l->findings.v[0]->message);
	ck_assert_msg(f == NULL || f->at.offset >= strlen(before),
	    "%s: the finding is not at the expression", row->expression);
	arena_free(a);
}

static void
check_rows(const struct row *rows, const char *region)
{
	for (; rows->expression != NULL; rows++)
		check_row(rows, region);
}

#define REF(name) "{\"Ref\": \"" name "\"}"
#define FN(name, argument) "{\"Fn::" name "\": " argument "}"
#define OPEN "?parameter \"Open\" has no value"

START_TEST(values_are_themselves)
{
	static const struct row rows[] = {
		{ "\"a\"", "a", NULL },
		{ "12", "12", NULL },
		{ "true", "true", NULL },
		{ "[\"a\", 1]", "[a, 1]", NULL },
		{ "{\"a\": 1}", "{}", NULL },
		{ "null", "?a null stands in its place", "takes no null" },
		{ "\"{{resolve:ssm:x}}\"",
		  "?it is looked up when the stack is created", NULL },
		{ "{}", "{}", NULL },
		{ NULL, NULL, NULL }
	};

	check_rows(rows, NULL);
}
END_TEST

START_TEST(names)
{
	static const struct row rows[] = {
		{ REF("Given"), "g", NULL },
		{ REF("Number"), "1", NULL },
		{ REF("Many"), "[a, b, c]", NULL },
		{ REF("Open"), OPEN, NULL },
		{ REF("Stored"), "?parameter \"Stored\" is looked up in "
		  "Parameter Store", NULL },
		{ REF("StoredMany"), "?parameter \"StoredMany\" has no value",
		  NULL },
		{ REF("Key"), "/net/cidr", NULL },
		{ REF("Dynamic"), "?it is looked up when the stack is created",
		  NULL },
		{ REF("Vpc"), "!Vpc", NULL },
		{ REF("AWS::NoValue"), "-", NULL },
		{ REF("AWS::Region"), "?the region is not given (--region)",
		  NULL },
		{ REF("AWS::Partition"), "aws", NULL },
		{ REF("AWS::StackName"),
		  "?AWS::StackName is known when the stack is created", NULL },
		{ REF("Nothing"), "?it refers to nothing",
		  "\"Nothing\" is neither" },
		{ "{\"Ref\": [\"a\"]}", "?malformed in the input",
		  "Ref takes a name" },
		{ FN("GetAtt", "[\"Vpc\", \"CidrBlock\"]"), "10.0.0.0/16",
		  NULL },
		{ FN("GetAtt", "\"Vpc.CidrBlock\""), "10.0.0.0/16", NULL },
		{ FN("GetAtt", "[\"Eip\", \"AllocationId\"]"),
		  "!Eip.AllocationId", NULL },
		{ FN("GetAtt", "[\"Eip\", " REF("Attribute") "]"),
		  "!Eip.AllocationId", NULL },
		{ FN("GetAtt", "[\"Eip\", " REF("Given") "]"),
		  "?there is no such attribute",
		  "has no attribute \"g\"" },
		{ FN("GetAtt", "[\"Db\", \"Endpoint.Port\"]"), "5432", NULL },
		{ FN("GetAtt", "\"Own.Endpoint.Port\""), "3307", NULL },
		{ FN("GetAtt", "\"Redshift.Endpoint.Port\""), "5439", NULL },
		{ FN("GetAtt", "\"Odd.Endpoint.Port\""),
		  "?known when the stack is created", NULL },
		{ FN("GetAtt", "\"Db.Endpoint.Address\""),
		  "!Db.Endpoint.Address", NULL },
		{ FN("GetAtt", "[\"Eip\", " REF("Open") "]"),
		  "?which attribute it is is not known", NULL },
		{ FN("GetAtt", "[\"Nothing\", \"Id\"]"),
		  "?it refers to nothing", "\"Nothing\" is neither" },
		{ FN("GetAtt", "[\"Vpc\"]"), "?malformed in the input",
		  "Fn::GetAtt takes a resource" },
		{ FN("GetAtt", "\"Vpc\""), "?malformed in the input",
		  "Fn::GetAtt takes a resource" },
		{ FN("GetAtt", "7"), "?malformed in the input",
		  "Fn::GetAtt takes a resource" },
		{ NULL, NULL, NULL }
	};

	check_rows(rows, NULL);
}
END_TEST

START_TEST(texts)
{
	static const struct row rows[] = {
		{ FN("Sub", "\"a-${Given}\""), "a-g", NULL },
		{ FN("Sub", "\"${!Given}-${Given}\""), "${Given}-g", NULL },
		{ FN("Sub", "\"${Vpc.CidrBlock}!\""), "10.0.0.0/16!", NULL },
		{ FN("Sub", "\"${Vpc}\""), "!Vpc", NULL },
		{ FN("Sub", "\"a ${Open}\""), OPEN, NULL },
		{ FN("Sub", "\"a ${Vpc}\""),
		  "?it holds an id that is known when the stack is created",
		  NULL },
		{ FN("Sub", "\"{{resolve:ssm:/${Given}:1}}\""),
		  "?it is looked up when the stack is created", NULL },
		{ FN("Join", "[\"\", [\"{{resolve\", \":ssm:x}}\"]]"),
		  "?it is looked up when the stack is created", NULL },
		{ FN("Sub", "\"\""), "", NULL },
		{ FN("Sub", "\"${\""), "${", NULL },
		{ FN("Sub", "[\"${A}-${Given}\", {\"A\": " REF("Number") "}]"),
		  "1-g", NULL },
		{ FN("Sub", "[\"${Given}\", {\"Given\": \"own\"}]"), "own",
		  NULL },
		{ FN("Sub", "\"${Nothing}\""), "?it refers to nothing",
		  "\"Nothing\" is neither" },
		{ FN("Sub", "[]"), "?malformed in the input",
		  "Fn::Sub takes a text" },
		{ FN("Sub", "{\"a\": 1}"), "?malformed in the input",
		  "Fn::Sub takes a text" },
		{ FN("Join", "[\"-\", [\"a\", " REF("Given") ", 1]]"), "a-g-1",
		  NULL },
		{ FN("Join", "[\"\", [\"a\", \"b\"]]"), "ab", NULL },
		{ FN("Join", "[\",\", " REF("Many") "]"), "a,b,c", NULL },
		{ FN("Join", "[\"-\", []]"), "", NULL },
		{ FN("Join", "[\"-\", [\"a\", " REF("Open") "]]"), OPEN,
		  NULL },
		{ FN("Join", "[\"-\", [" REF("AWS::NoValue") ", \"b\"]]"), "b",
		  NULL },
		{ FN("Join", "[\"-\", [" FN("If", "[\"Maybe\", \"a\", \"b\"]")
		  "]]"), "?it depends on condition Maybe", NULL },
		{ FN("Join", "[\"-\"]"), "?malformed in the input",
		  "Fn::Join takes a delimiter" },
		{ FN("Join", "\"a\""), "?malformed in the input",
		  "Fn::Join takes a delimiter" },
		{ FN("Split", "[\",\", \"a,b\"]"), "[a, b]", NULL },
		{ FN("Split", "[\"--\", \"a--b--\"]"), "[a, b, ]", NULL },
		{ FN("Split", "[\",\", " REF("Open") "]"), OPEN, NULL },
		{ FN("Split", "[\",\", " FN("Join", "[\",\", [" REF("Vpc") ", "
		  REF("Eip") "]]") "]"), "[!Vpc, !Eip]", NULL },
		{ FN("Split", "[\"\", \"a\"]"), "?malformed in the input",
		  "Fn::Split takes a delimiter" },
		{ FN("Split", "[\",\"]"), "?malformed in the input",
		  "Fn::Split takes a delimiter" },
		{ FN("Base64", "\"a\""), "YQ==", NULL },
		{ FN("Base64", REF("Open")), OPEN, NULL },
		{ FN("Base64", "[\"a\"]"), "?malformed in the input",
		  "Fn::Base64 takes a text" },
		{ FN("ToJsonString", "{\"a\": [1, \"b\", " REF("Given")
		  "], \"c\": true}"),
		  "{\"a\":[1,\"b\",\"g\"],\"c\":true}", NULL },
		{ FN("ToJsonString", "{\"a\": " REF("Open") "}"), OPEN, NULL },
		{ FN("ToJsonString", "\"a\""), "?malformed in the input",
		  "Fn::ToJsonString takes" },
		{ NULL, NULL, NULL }
	};

	check_rows(rows, NULL);
}
END_TEST

START_TEST(lists)
{
	static const struct row rows[] = {
		{ FN("Select", "[0, [\"a\", \"b\"]]"), "a", NULL },
		{ FN("Select", "[\"1\", " REF("Many") "]"), "b", NULL },
		{ FN("Select", "[" REF("Number") ", [\"a\", \"b\"]]"), "b",
		  NULL },
		{ FN("Select", "[0, " REF("OpenMany") "]"),
		  "?parameter \"OpenMany\" has no value", NULL },
		{ FN("Select", "[" REF("Open") ", [\"a\"]]"), OPEN, NULL },
		{ FN("Select", "[0, [" FN("If", "[\"Maybe\", \"a\", " REF(
		  "AWS::NoValue") "]") ", \"b\"]]"),
		  "?the list depends on a condition", NULL },
		{ FN("Select", "[0, " FN("If", "[\"Maybe\", [\"a\"], [\"b\"]]")
		  "]"), "a | b", NULL },
		{ FN("Select", "[2, [\"a\", \"b\"]]"), "?malformed in the input",
		  "there is no element 2: the list has 2" },
		{ FN("Select", "[-1, [\"a\"]]"), "?malformed in the input",
		  "there is no element -1" },
		{ FN("Select", "[\"x\", [\"a\"]]"), "?malformed in the input",
		  "Fn::Select takes an index" },
		{ FN("Select", "[0]"), "?malformed in the input",
		  "Fn::Select takes an index" },
		{ FN("Select", "[0, {\"a\": 1}]"), "?malformed in the input",
		  "Fn::Select takes an index" },
		{ FN("GetAZs", "\"eu-west-1\""), "[eu-west-1a, eu-west-1b, "
		  "eu-west-1c, eu-west-1d, eu-west-1e, eu-west-1f]", NULL },
		{ FN("GetAZs", "\"\""), "[a, b, c, d, e, f]", NULL },
		{ FN("GetAZs", REF("AWS::Region")), "[a, b, c, d, e, f]",
		  NULL },
		{ FN("GetAZs", "null"), "[a, b, c, d, e, f]", NULL },
		{ FN("Length", "[\"a\", \"b\"]"), "2", NULL },
		{ FN("Length", REF("Many")), "3", NULL },
		{ FN("Length", "[\"a\", " REF("AWS::NoValue") "]"), "1", NULL },
		{ FN("Length", "[\"a\", " FN("If", "[\"No\", \"b\", " REF(
		  "AWS::NoValue") "]") "]"), "1", NULL },
		{ FN("Length", "[\"a\", " FN("If", "[\"Maybe\", \"b\", \"c\"]")
		  "]"), "?it depends on condition Maybe", NULL },
		{ FN("Length", "[" FN("If", "[\"Maybe\", \"b\", " REF(
		  "AWS::NoValue") "]") "]"), "?it depends on condition Maybe",
		  NULL },
		{ FN("Length", REF("OpenMany")),
		  "?parameter \"OpenMany\" has no value", NULL },
		{ FN("Length", "\"a\""), "?malformed in the input",
		  "Fn::Length takes a list" },
		{ NULL, NULL, NULL }
	};

	check_rows(rows, NULL);
}
END_TEST

/* The third number is bits for hosts, not more bits for the network. */
START_TEST(blocks)
{
	static const struct row rows[] = {
		{ FN("Cidr", "[\"192.168.0.0/24\", 6, 5]"),
		  "[192.168.0.0/27, 192.168.0.32/27, 192.168.0.64/27, "
		  "192.168.0.96/27, 192.168.0.128/27, 192.168.0.160/27]",
		  NULL },
		{ FN("Cidr", "[\"10.0.0.0/16\", \"2\", \"8\"]"),
		  "[10.0.0.0/24, 10.0.1.0/24]", NULL },
		{ FN("Cidr", "[\"2001:db8::/56\", 2, 64]"),
		  "[2001:db8::/64, 2001:db8:0:1::/64]", NULL },
		{ FN("Cidr", "[" FN("GetAtt", "[\"Vpc\", \"CidrBlock\"]")
		  ", 1, 12]"), "[10.0.0.0/20]", NULL },
		{ FN("Select", "[1, " FN("Cidr", "[\"10.0.0.0/16\", 4, 8]")
		  "]"), "10.0.1.0/24", NULL },
		{ FN("Cidr", "[" REF("Open") ", 1, 8]"), OPEN, NULL },
		{ FN("Cidr", "[\"10.0.0.0/16\", " REF("Open") ", 8]"),
		  "?its arguments are not known", NULL },
		{ FN("Cidr", "[\"10.0.0.0/24\", 9, 5]"),
		  "?malformed in the input", "has no 9 blocks of /27" },
		{ FN("Cidr", "[\"10.0.0.0/8\", 257, 8]"),
		  "?malformed in the input", "a count from 1 to 256" },
		{ FN("Cidr", "[\"10.0.0.0/16\", 0, 8]"),
		  "?malformed in the input", "a count from 1 to 256" },
		{ FN("Cidr", "[\"10.0.0.0/16\", 1, 17]"),
		  "?malformed in the input", "Fn::Cidr takes a block" },
		{ FN("Cidr", "[\"10.0.0.0\", 1, 8]"),
		  "?malformed in the input", "Fn::Cidr takes a block" },
		{ FN("Cidr", "[\"10.0.0.0/16\"]"), "?malformed in the input",
		  "Fn::Cidr takes a block" },
		{ FN("Cidr", "\"10.0.0.0/16\""), "?malformed in the input",
		  "Fn::Cidr takes a block" },
		{ NULL, NULL, NULL }
	};

	check_rows(rows, NULL);
}
END_TEST

START_TEST(choices)
{
	static const struct row rows[] = {
		{ FN("If", "[\"Yes\", \"a\", \"b\"]"), "a", NULL },
		{ FN("If", "[\"No\", \"a\", \"b\"]"), "b", NULL },
		{ FN("If", "[\"Maybe\", \"a\", \"b\"]"), "a | b", NULL },
		{ FN("If", "[\"Maybe\", " FN("If", "[\"No\", \"a\", \"b\"]")
		  ", " REF("AWS::NoValue") "]"), "b | -", NULL },
		{ FN("If", "[\"Nowhere\", \"a\", \"b\"]"), "a | b",
		  "condition \"Nowhere\" is not declared" },
		{ FN("If", "[\"Yes\", \"a\"]"), "?malformed in the input",
		  "Fn::If takes a condition" },
		{ FN("If", "[" REF("Open") ", \"a\", \"b\"]"),
		  "?malformed in the input", "Fn::If takes a condition" },
		{ FN("FindInMap", "[\"Map\", \"top\", \"second\"]"), "m",
		  NULL },
		{ FN("FindInMap", "[\"Map\", \"top\", \"list\"]"), "[x, y]",
		  NULL },
		{ FN("FindInMap", "[\"Map\", " REF("Open") ", \"second\"]"),
		  OPEN, NULL },
		{ FN("FindInMap", "[\"Map\", \"no\", \"second\", "
		  "{\"DefaultValue\": " REF("Given") "}]"), "g", NULL },
		{ FN("FindInMap", "[\"Map\", " REF("Given") ", \"second\"]"),
		  "?no mapping has \"g\"", NULL },
		{ FN("FindInMap", "[\"Map\", \"no\", \"second\"]"),
		  "?malformed in the input", "no key \"no\"" },
		{ FN("FindInMap", "[\"Nope\", \"a\", \"b\"]"),
		  "?malformed in the input", "no mapping \"Nope\"" },
		{ FN("FindInMap", "[\"Map\", \"top\"]"),
		  "?malformed in the input", "Fn::FindInMap takes a map" },
		{ FN("ImportValue", "\"exported\""), "10.9.0.0/16", NULL },
		{ FN("ImportValue", "\"nowhere\""), "?import of \"nowhere\", "
		  "which no template given exports", NULL },
		{ FN("ImportValue", REF("Open")), "?import of another stack: "
		  "parameter \"Open\" has no value", NULL },
		{ FN("Transform", "{\"Name\": \"AWS::Include\"}"),
		  "?what this function gives is not looked into", NULL },
		{ FN("Equals", "[\"a\", \"a\"]"),
		  "?a condition stands where a value was expected",
		  "a condition gives no value" },
		{ FN("Nonsense", "[]"), "?malformed in the input",
		  "there is no function Fn::Nonsense" },
		{ NULL, NULL, NULL }
	};

	check_rows(rows, NULL);
}
END_TEST

START_TEST(in_a_region)
{
	static const struct row rows[] = {
		{ REF("AWS::Region"), "eu-west-1", NULL },
		{ FN("Select", "[2, " FN("GetAZs", "\"\"") "]"), "eu-west-1c",
		  NULL },
		{ FN("FindInMap", "[\"Map\", " REF("AWS::Region")
		  ", \"second\"]"), "eu", NULL },
		{ FN("Sub", "\"com.amazonaws.${AWS::Region}.s3\""),
		  "com.amazonaws.eu-west-1.s3", NULL },
		{ NULL, NULL, NULL }
	};

	check_rows(rows, "eu-west-1");
	check_row(&(struct row){ REF("AWS::Partition"), "aws-cn", NULL },
	    "cn-north-1");
	check_row(&(struct row){ REF("AWS::URLSuffix"), "amazonaws.com.cn",
	    NULL }, "cn-north-1");
}
END_TEST

/* --------------------------------------------------------------- limits */

/* A template with n members of a section, and the first finding on it. */
static const char *
said_of(struct arena *a, const char *section, size_t n, const char *member,
    struct load **out)
{
	static const struct load_options options = { .format =
		"cloudformation" };
	struct load *l = load_new(a, &options);
	struct str s = str_new(a);

	str_addf(&s, "{\"%s\": {", section);
	for (size_t i = 0; i < n; i++)
		str_addf(&s, "%s\"N%zu\": %s", i > 0 ? ",\n" : "", i, member);
	str_addf(&s, "}%s}", str_equal(section, "Resources") ? "" :
	    ",\n\"Resources\": {\"Vpc\": {\"Type\": \"AWS::EC2::VPC\", "
	    "\"Properties\": {\"CidrBlock\": \"10.0.0.0/16\"}}}");
	load_bytes(l, "t.json", str_text(&s), strlen(str_text(&s)), true);
	load_finish(l);
	*out = l;
	return l->findings.n == 0 ? "" : l->findings.v[0]->message;
}

START_TEST(limits_are_told_at_the_first_too_many)
{
	static const struct {
		const char *section, *member;
		size_t limit;
		const char *says;
	} rows[] = {
		{ "Resources", "{\"Type\": \"AWS::SNS::Topic\"}", 500,
		  "there are 501 resources" },
		{ "Parameters", "{\"Type\": \"String\"}", 200,
		  "there are 201 parameters" },
		{ "Outputs", "{\"Value\": \"a\"}", 200,
		  "there are 201 outputs" },
		{ "Mappings", "{\"a\": {\"b\": \"c\"}}", 200,
		  "there are 201 mappings" }
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct arena *a = arena_new();
		struct load *l;
		const char *said = said_of(a, rows[i].section, rows[i].limit,
		    rows[i].member, &l);

		ck_assert_str_eq(said, "");
		said = said_of(a, rows[i].section, rows[i].limit + 1,
		    rows[i].member, &l);
		ck_assert_msg(strstr(said, rows[i].says) != NULL, "%s: %s",
		    rows[i].section, said);
		ck_assert_uint_eq(place_position(&l->files,
		    l->findings.v[0]->at).line, rows[i].limit + 1);
		ck_assert_uint_eq(l->model->vpcs.n, i == 0 ? 0 : 1);
		arena_free(a);
	}
}
END_TEST

/* What is over a limit inside of one thing, by its parts. */
START_TEST(sizes_are_told)
{
	enum { LARGE = 1000000 };
	struct arena *a = arena_new();
	struct str s = str_new(a);
	struct load *l;

	str_add(&s, "\"");
	for (size_t i = 0; i < LARGE; i++)
		str_add_char(&s, 'x');
	str_add(&s, "\"");
	ck_assert_ptr_nonnull(strstr(said_of(a, "Metadata", 1, str_text(&s),
	    &l), "the template has 1000"));
	s = str_new(a);
	str_add(&s, "{\"Type\": \"String\", \"Default\": \"");
	for (size_t i = 0; i < 4097; i++)
		str_add_char(&s, 'x');
	str_add(&s, "\"}");
	ck_assert_ptr_nonnull(strstr(said_of(a, "Parameters", 1, str_text(&s),
	    &l), "has 4097 bytes"));
	s = str_new(a);
	for (size_t i = 0; i < 201; i++)
		str_addf(&s, "%s\"K%zu\": {\"a\": \"b\"}", i == 0 ? "{" : ", ",
		    i);
	str_add(&s, "}");
	ck_assert_ptr_nonnull(strstr(said_of(a, "Mappings", 1, str_text(&s),
	    &l), "there are 201 attributes"));
	arena_free(a);
}
END_TEST

static bool
is_said_before(const struct load *l, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (l->findings.v[i]->at.offset == l->findings.v[n]->at.offset &&
		    str_equal(l->findings.v[i]->message,
		    l->findings.v[n]->message))
			return true;
	return false;
}

/* How many findings of a template say that; reports tell each once. */
static size_t
count_of(const char *text, const char *says)
{
	struct arena *a = arena_new();
	const struct load_options options = { .format = "cloudformation" };
	struct load *l = load_new(a, &options);
	size_t n = 0;

	load_bytes(l, "t.json", text, strlen(text), true);
	load_finish(l);
	for (size_t i = 0; i < l->findings.n; i++)
		n += strstr(l->findings.v[i]->message, says) != NULL &&
		    !is_said_before(l, i);
	arena_free(a);
	return n;
}

struct shape_row {
	const char *function, *argument, *says;	/* NULL: it is right */
};

/* Where nobody asks for the value: deep in a property of a type that is not
 * read, and in an output. */
static void
check_shape(const struct shape_row *row)
{
	static const char *const forms[][2] = {
		{ "{\"Resources\": {\"X\": {\"Type\": \"AWS::SNS::Topic\"}, "
		  "\"Y\": {\"Type\": \"AWS::SNS::Topic\", "
		  "\"Properties\": {\"D\": [{\"Deep\": ", "}]}}}" },
		{ "{\"Resources\": {\"X\": {\"Type\": \"AWS::SNS::Topic\"}}, "
		  "\"Outputs\": {\"O\": {\"Value\": ", "}}" }
	};
	static const char more[] = ", \"Conditions\": {\"C\": "
	    "{\"Fn::Equals\": [\"a\", \"b\"]}}, \"Parameters\": {\"P\": "
	    "{\"Type\": \"String\"}}";

	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		struct arena *a = arena_new();
		struct str s = str_new(a);

		str_addf(&s, "%s{\"Fn::%s\": %s}%s%s}", forms[i][0],
		    row->function, row->argument, forms[i][1], more);
		ck_assert_msg(row->says != NULL ?
		    count_of(str_text(&s), row->says) == 1 :
		    count_of(str_text(&s), "") == 0, "Fn::%s of %s",
		    row->function, row->argument);
		arena_free(a);
	}
}

START_TEST(shapes_are_checked_where_nobody_asks)
{
	static const struct shape_row rows[] = {
		{ "Join", "[\",\"]", "Join takes a delimiter and a list" },
		{ "Join", "[\",\", [], 1]", "Join takes" },
		{ "Join", "\",\"", "Join takes" },
		{ "Join", "[[], []]", "Join takes" },
		{ "Join", "[\",\", \"a\"]", "Join takes" },
		{ "Join", "[\",\", [\"a\", " REF("P") "]]", NULL },
		{ "Join", "[\"\", " REF("P") "]", NULL },
		{ "Split", "[\",\"]", "Split takes a delimiter and a text" },
		{ "Split", "[\",\", \"a\", \"b\"]", "Split takes" },
		{ "Split", "[\",\", [\"a\"]]", "Split takes" },
		{ "Split", "[\",\", " REF("P") "]", NULL },
		{ "Select", "[0]", "Select takes an index and a list" },
		{ "Select", "[0, \"a\"]", "Select takes" },
		{ "Select", "[0, [\"a\"], 1]", "Select takes" },
		{ "Select", "[\"0\", [\"a\"]]", NULL },
		{ "Select", "[" REF("P") ", " REF("P") "]", NULL },
		{ "Sub", "[]", "Sub takes a text" },
		{ "Sub", "[\"a\", {}, {}]", "Sub takes a text" },
		{ "Sub", "[\"a\", \"b\"]", "Sub takes a text" },
		{ "Sub", "{\"a\": 1}", "Sub takes a text" },
		{ "Sub", "\"${P}\"", NULL },
		{ "Sub", "[\"${a}\", {\"a\": " REF("P") "}]", NULL },
		{ "Sub", "{\"Fn::Transform\": {\"Name\": \"M\"}}", NULL },
		{ "If", "[\"C\", 1]", "If takes a condition and two values" },
		{ "If", "[\"C\", 1, 2, 3]", "If takes" },
		{ "If", "[{\"Condition\": \"C\"}, 1, 2]", "If takes" },
		{ "If", "\"C\"", "If takes" },
		{ "If", "[\"D\", 1, 2]", "condition \"D\" is not declared" },
		{ "If", "[\"C\", {\"a\": 1}, []]", NULL },
		{ "FindInMap", "[\"M\", \"a\"]", "FindInMap takes a map" },
		{ "FindInMap", "[\"M\", \"a\", \"b\", {}, {}]",
		  "FindInMap takes" },
		{ "FindInMap", "[\"M\", \"a\", []]", "FindInMap takes" },
		{ "Cidr", "[\"10.0.0.0/16\"]", "Cidr takes a block, a count" },
		{ "Cidr", "[\"10.0.0.0/16\", 1, 2, 3]", "Cidr takes" },
		{ "Cidr", "\"10.0.0.0/16\"", "Cidr takes" },
		{ "Cidr", "[" REF("P") ", 6, 8]", NULL },
		{ "GetAZs", "{\"a\": 1}", "GetAZs takes a region" },
		{ "GetAZs", "[\"a\", \"b\"]", "GetAZs takes" },
		{ "GetAZs", "\"\"", NULL },
		{ "GetAZs", REF("AWS::Region"), NULL },
		{ "ImportValue", "[\"a\"]", "ImportValue takes a name" },
		{ "ImportValue", "{\"a\": 1}", "ImportValue takes" },
		{ "ImportValue", FN("Sub", "\"${P}-x\""), NULL },
		{ "GetAtt", "[\"X\"]", "GetAtt takes a resource" },
		{ "GetAtt", "\"X\"", "GetAtt takes a resource" },
		{ "GetAtt", "[\"X\", \"Arn\", \"b\"]", "GetAtt takes" },
		{ "GetAtt", "\"X.Arn\"", NULL },
		{ "Base64", "[\"a\"]", "Base64 takes a text" },
		{ "Length", "\"a\"", "Length takes a list" },
		{ "ToJsonString", "\"a\"", "ToJsonString takes" },
		{ "Equals", "[1]", "Equals takes two values" },
		{ "Not", "[]", "Not takes one condition" },
		{ "And", "[" FN("Not", "[" FN("Equals", "[1, 2]") "]") "]",
		  "takes a list of 2 to 10 conditions" },
		{ "Or", "\"a\"", "takes a list of 2 to 10 conditions" },
		{ "Frobnicate", "1", "there is no function Fn::Frobnicate" },
		{ NULL, NULL, NULL }
	};

	for (const struct shape_row *row = rows; row->function != NULL; row++)
		check_shape(row);
}
END_TEST

/* LanguageExtensions take functions for names. */
START_TEST(extensions_take_more)
{
	static const char refers[] = "\"Resources\": {\"X\": {\"Type\": "
	    "\"AWS::SNS::Topic\", \"Properties\": {\"A\": {\"Ref\": "
	    "{\"Fn::Sub\": \"X\"}}}}}}";
	struct arena *a = arena_new();

	ck_assert_uint_eq(count_of(arena_printf(a, "{%s", refers),
	    "Ref takes a name"), 1);
	ck_assert_uint_eq(count_of(arena_printf(a, "{\"Transform\": "
	    "\"AWS::LanguageExtensions\", %s", refers),
	    "Ref takes a name"), 0);
	arena_free(a);
}
END_TEST

/* Also those that nobody uses. */
START_TEST(conditions_are_checked)
{
	static const struct {
		const char *conditions, *says;
	} rows[] = {
		{ "\"A\": " FN("Not", "[{\"Condition\": \"B\"}]") ", \"B\": "
		  FN("Not", "[{\"Condition\": \"A\"}]"),
		  "\"A\" depends on itself" },
		{ "\"A\": {\"Condition\": \"Other\"}",
		  "\"Other\" is not declared" },
		{ "\"A\": \"yes\"", "a condition is one of" },
		{ "\"A\": " FN("Join", "[\"\", [\"a\"]]"),
		  "a condition is one of" },
		{ "\"A\": " FN("Equals", "[" REF("X") ", 1]"),
		  "\"X\" is a resource: conditions are decided before" },
		{ "\"A\": " FN("Equals", "[" REF("Y") ", 1]"),
		  "\"Y\" is neither" },
		{ "\"A\": " FN("Equals", "[1]"), "Equals takes two values" },
		{ "\"A\": " FN("And", "[" FN("Equals", "[1, 2]") "]"),
		  "takes a list of 2 to 10" },
		{ "\"A\": " FN("Or", "[" FN("Equals", "[1, 2]") ", "
		  FN("Nor", "[]") "]"), "there is no function Fn::Nor" }
	};
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ck_assert_msg(count_of(arena_printf(a, "{\"Resources\": "
		    "{\"X\": {\"Type\": \"AWS::SNS::Topic\"}}, "
		    "\"Conditions\": {%s}}", rows[i].conditions),
		    rows[i].says) == 1, "%s", rows[i].conditions);
	arena_free(a);
}
END_TEST

Suite *suite_cloudformation(void);

Suite *
suite_cloudformation(void)
{
	return unit_suite_of("cloudformation", (const TTest *const[]){
		values_are_themselves, names, texts, lists, blocks, choices,
		in_a_region, limits_are_told_at_the_first_too_many,
		sizes_are_told, shapes_are_checked_where_nobody_asks,
		extensions_take_more, conditions_are_checked, NULL });
}
