/* SPDX-License-Identifier: MIT */
#include "load/load.h"
#include "unit.h"

#include <string.h>

/*
 * The fuzz targets over texts mutated from a fixed seed: whatever a set of
 * describe or a plan of Terraform says, it is read or complained of, and
 * linked.
 */

static const char *const seeds[] = {
	"{\"Vpcs\":[{\"VpcId\":\"vpc-1\",\"CidrBlock\":\"10.0.0.0/16\"}],"
	    "\"Subnets\":[{\"SubnetId\":\"subnet-1\",\"VpcId\":\"vpc-1\","
	    "\"CidrBlock\":\"10.0.0.0/24\",\"AvailabilityZone\":\"eu-west-1a\"}]}",
	"{\"SecurityGroups\":[{\"GroupId\":\"sg-1\",\"VpcId\":\"vpc-1\","
	    "\"IpPermissions\":[{\"IpProtocol\":\"tcp\",\"FromPort\":80,"
	    "\"ToPort\":443,\"IpRanges\":[{\"CidrIp\":\"0.0.0.0/0\"}],"
	    "\"UserIdGroupPairs\":[{\"GroupId\":\"sg-1\"}]}]}]}",
	"{\"RouteTables\":[{\"RouteTableId\":\"rtb-1\",\"VpcId\":\"vpc-1\","
	    "\"Associations\":[{\"Main\":true}],\"Routes\":[{\"GatewayId\":"
	    "\"igw-1\",\"DestinationCidrBlock\":\"0.0.0.0/0\",\"State\":"
	    "\"active\"}]}],\"InternetGateways\":[{\"InternetGatewayId\":"
	    "\"igw-1\",\"Attachments\":[{\"VpcId\":\"vpc-1\"}]}]}",
	"{\"NetworkAcls\":[{\"NetworkAclId\":\"acl-1\",\"VpcId\":\"vpc-1\","
	    "\"IsDefault\":true,\"Entries\":[{\"RuleNumber\":100,\"Protocol\":"
	    "\"-1\",\"RuleAction\":\"allow\",\"Egress\":false,\"CidrBlock\":"
	    "\"0.0.0.0/0\"}]}],\"NextToken\":\"x\"}",
	"{\"SecurityGroupRules\":[{\"SecurityGroupRuleId\":\"sgr-1\","
	    "\"GroupId\":\"sg-1\",\"IsEgress\":false,\"IpProtocol\":\"udp\","
	    "\"FromPort\":53,\"ToPort\":53,\"CidrIpv6\":\"::/0\"}]}"
};

#define RESOURCE(type, name, values)					\
	"{\"address\":\"" type "." name "\",\"mode\":\"managed\",\"type\":\"" \
	type "\",\"name\":\"" name "\",\"values\":{" values "}}"
#define CHANGE(type, name, actions, unknown)				\
	"{\"address\":\"" type "." name "\",\"type\":\"" type "\",\"name\":\"" \
	name "\",\"change\":{\"actions\":[" actions "],\"before\":{\"id\":" \
	"\"subnet-0a1b2c3d\"},\"after_unknown\":{" unknown "}}}"
#define WRITTEN(type, name, expressions)				\
	"{\"address\":\"" type "." name "\",\"type\":\"" type "\",\"name\":\"" \
	name "\",\"expressions\":{" expressions "}}"

static const char *const plans[] = {
	"{\"format_version\":\"1.2\",\"planned_values\":{\"root_module\":{"
	    "\"resources\":["
	    RESOURCE("aws_vpc", "v", "\"cidr_block\":\"10.0.0.0/16\"") ","
	    RESOURCE("aws_subnet", "s", "\"cidr_block\":\"10.0.0.0/24\"") ","
	    RESOURCE("aws_route_table", "t", "\"route\":[{\"cidr_block\":"
	    "\"0.0.0.0/0\"}]") ","
	    RESOURCE("aws_security_group_rule", "r", "\"type\":\"ingress\","
	    "\"protocol\":\"tcp\",\"from_port\":1,\"to_port\":9,"
	    "\"security_group_id\":\"sg-0a1b2c3d\",\"cidr_blocks\":[\"::/0\"]")
	    "]}},\"resource_changes\":["
	    CHANGE("aws_subnet", "s", "\"delete\",\"create\"",
	    "\"vpc_id\":true") ","
	    CHANGE("aws_route_table", "t", "\"create\"", "\"vpc_id\":true,"
	    "\"route\":[{\"gateway_id\":true}]")
	    "],\"configuration\":{\"root_module\":{\"resources\":["
	    WRITTEN("aws_subnet", "s", "\"vpc_id\":{\"references\":["
	    "\"local.v\"]}") ","
	    WRITTEN("aws_route_table", "t", "\"vpc_id\":{\"references\":["
	    "\"aws_vpc.v.id\",\"aws_vpc.v\"]}")
	    "]}}}",
	"{\"format_version\":\"1.0\",\"planned_values\":{\"root_module\":{"
	    "\"child_modules\":[{\"address\":\"module.m[0]\",\"resources\":["
	    "{\"address\":\"module.m[0].aws_nat_gateway.n[\\\"a\\\"]\",\"mode\":"
	    "\"managed\",\"type\":\"aws_nat_gateway\",\"name\":\"n\",\"index\":"
	    "\"a\",\"values\":{}}]}]}},\"resource_changes\":[],"
	    "\"configuration\":{\"root_module\":{\"module_calls\":{\"m\":{"
	    "\"expressions\":{\"x\":{\"references\":[\"module.m.x\"]}},"
	    "\"module\":{\"outputs\":{\"x\":{\"expression\":{\"references\":["
	    "\"var.x\"]}}},\"resources\":["
	    WRITTEN("aws_nat_gateway", "n", "\"subnet_id\":{\"references\":["
	    "\"var.x\",\"each.key\"]}")
	    "]}}}}}}",
	"{\"version\":4,\"lineage\":\"x\",\"resources\":[{\"mode\":\"data\","
	    "\"type\":\"aws_route_table\",\"name\":\"t\",\"instances\":[{"
	    "\"index_key\":1,\"attributes\":{\"id\":\"rtb-0a1b2c3d\",\"vpc_id\":"
	    "\"vpc-0a1b2c3d\"},\"sensitive_attributes\":[[{\"type\":"
	    "\"get_attr\",\"value\":\"routes\"}]]}]},{\"mode\":\"managed\","
	    "\"type\":\"aws_dax_cluster\",\"name\":\"d\",\"instances\":[{"
	    "\"attributes\":{\"security_group_ids\":[\"sg-0a1b2c3d\"]}}]}]}"
};

enum { SEEDS = sizeof seeds / sizeof seeds[0],
	PLANS = sizeof plans / sizeof plans[0], LENGTH_MAX = 2048 };

static void
mutate(struct unit_random *r, char *text, size_t *length)
{
	static const char alphabet[] = "{}[]\",:0123456789-/. tfnu\xff\xea";
	uint32_t at = unit_random_below(r, (uint32_t)*length);

	switch (unit_random_below(r, 3)) {
	case 0:
		text[at] = alphabet[unit_random_below(r,
		    sizeof alphabet - 1)];
		break;
	case 1:
		memmove(text + at, text + at + 1, *length - at - 1);
		*length -= *length > 1;
		break;
	default:
		/* The piece from there on comes where another one was. */
		memmove(text + at / 2, text + at, *length - at);
		*length -= at - at / 2;
		break;
	}
}

START_TEST(mutated_sets_are_read_or_complained_of)
{
	const struct load_options options = { .format = "describe" };
	struct unit_random r = { 23 };
	int read = 0;

	for (int round = 0; round < 4000; round++) {
		struct arena *a = arena_new();
		struct load *l = load_new(a, &options);

		for (int file = 0; file < 2; file++) {
			const char *seed = seeds[unit_random_below(&r, SEEDS)];
			char text[LENGTH_MAX + 1];
			size_t length = strlen(seed);

			ck_assert_uint_le(length, LENGTH_MAX);
			memcpy(text, seed, length);
			for (uint32_t n = unit_random_below(&r, 4); n > 0; n--)
				mutate(&r, text, &length);
			load_bytes(l, file == 0 ? "a.json" : "b.json", text,
			    length, true);
		}
		read += l->read.n > 0;
		ck_assert_ptr_nonnull(load_finish(l));
		arena_free(a);
	}
	ck_assert_int_gt(read, 1000);
}
END_TEST

START_TEST(mutated_plans_are_read_or_complained_of)
{
	struct unit_random r = { 29 };
	int read = 0;

	for (int round = 0; round < 6000; round++) {
		const struct load_options options = { .format = "terraform",
			.before = round % 2 == 1 };
		const char *seed = plans[unit_random_below(&r, PLANS)];
		struct arena *a = arena_new();
		struct load *l = load_new(a, &options);
		char text[LENGTH_MAX + 1];
		size_t length = strlen(seed);

		ck_assert_uint_le(length, LENGTH_MAX);
		memcpy(text, seed, length);
		for (uint32_t n = unit_random_below(&r, 4); n > 0; n--)
			mutate(&r, text, &length);
		load_bytes(l, "plan.json", text, length, true);
		read += l->read.n > 0;
		ck_assert_ptr_nonnull(load_finish(l));
		arena_free(a);
	}
	ck_assert_int_gt(read, 1000);
}
END_TEST

Suite *suite_load_random(void);

Suite *
suite_load_random(void)
{
	return unit_suite_of("random", (const TTest *const[]){
		mutated_sets_are_read_or_complained_of,
		mutated_plans_are_read_or_complained_of, NULL });
}
