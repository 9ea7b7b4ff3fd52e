/* SPDX-License-Identifier: MIT */
#include "load/load.h"
#include "unit.h"

#include <string.h>

/*
 * The fuzz target of describe over texts mutated from a fixed seed: whatever
 * a set says, it is read or complained of, and linked.
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

enum { SEEDS = sizeof seeds / sizeof seeds[0], LENGTH_MAX = 512 };

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

Suite *suite_load_random(void);

Suite *
suite_load_random(void)
{
	return unit_suite_of("random", (const TTest *const[]){
		mutated_sets_are_read_or_complained_of, NULL });
}
