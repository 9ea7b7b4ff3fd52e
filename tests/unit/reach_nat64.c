/* SPDX-License-Identifier: MIT */
#include "reach_says.h"

#include "unit.h"

/*
 * NAT64: what an IPv6-only client sends to 64:ff9b::/96 goes on as IPv4 from
 * the NAT gateway (Amazon VPC User Guide, "DNS64 and NAT64").
 */

/* c in an IPv6-only subnet, d in a private one of IPv4; acl is that of the
 * gateway's subnet, routes those of the client's. */
#define CLIENT_AND_NAT(routes, acl, rules, nat)				\
	NETWORK("'vpcs': {'v': {'cidr': '10.0.0.0/16', "		\
	"'ipv6_cidrs': ['2600:1f13:0:100::/56'], "			\
	"'internet_gateway': 'igw', 'egress_only_gateway': 'out', "	\
	"'subnets': {'pub': {'az': 'a', 'cidr': '10.0.0.0/24', "	\
	"'route_table': 'public'" acl "}, "				\
	"'six': {'az': 'a', 'ipv6_cidr': '2600:1f13:0:100::/64', "	\
	"'ipv6_only': true, 'dns64': true, 'route_table': 'six'}, "	\
	"'four': {'az': 'a', 'cidr': '10.0.2.0/24'}}, "			\
	"'nat_gateways': {'nat': {'subnet': 'pub'" nat "}}, "		\
	"'route_tables': {'m': {'main': true}, "			\
	"'public': {'routes': {'0.0.0.0/0': 'igw'}}, "			\
	"'six': {'routes': {'::/0': 'out', " routes "}}}, "		\
	"'network_acls': {'tight': {"					\
	"'ingress': ['1 allow tcp/443 from ::/0', "			\
	"'2 allow tcp/1024-65535 from 0.0.0.0/0'], "			\
	"'egress': ['1 allow tcp/443 to 0.0.0.0/0', "			\
	"'2 allow tcp/40000-65535 to ::/0']}}, "			\
	"'security_groups': {'open': {'ingress': ['all from anywhere']},"	\
	" 'd': {'ingress': [" rules "]}, "				\
	"'c': {'egress': ['tcp/443 to 64:ff9b::/96']}}, "		\
	"'workloads': {'c': {'kind': 'instance', 'subnets': ['six'], "	\
	"'security_groups': ['c']}, "					\
	"'d': {'kind': 'instance', 'subnets': ['four'], "		\
	"'addresses': ['10.0.2.9'], 'security_groups': ['d']}}}}")
#define TO_NAT "'64:ff9b::/96': 'nat'"
#define FROM_NAT "'tcp/443 from 10.0.0.0/24'"

static const struct says rows[] = {
	{
		"to the internet",
		CLIENT_AND_NAT(TO_NAT, "", FROM_NAT, ""),
		"c reaches 64:ff9b::808:808 on tcp/443 via nat",
		VERDICT_YES, HOLDS_YES
	},
	{
		"the rule of the client's group is one of IPv6",
		CLIENT_AND_NAT(TO_NAT, "", FROM_NAT, ""),
		"c never reaches 64:ff9b::808:808 on tcp/80",
		VERDICT_NO, HOLDS_YES
	},
	{
		"without a route to the gateway",
		CLIENT_AND_NAT("'2001:db8::/32': 'out'", "", FROM_NAT, ""),
		"c never reaches 64:ff9b::808:808 on tcp/443",
		VERDICT_NO, HOLDS_YES
	},
	{
		"to an instance of the VPC, which sees the gateway",
		CLIENT_AND_NAT(TO_NAT, "", FROM_NAT, ""),
		"c reaches 64:ff9b::a00:209 on tcp/443",
		VERDICT_YES, HOLDS_YES
	},
	{
		"to an instance that admits the client alone",
		CLIENT_AND_NAT(TO_NAT, "", "'tcp/443 from c', "
		    "'tcp/443 from 2600:1f13:0:100::/64'", ""),
		"c reaches 64:ff9b::a00:209 on tcp/443",
		VERDICT_NO, HOLDS_NO
	},
	{
		"answers to the client cross the gateway's ACL as IPv6",
		CLIENT_AND_NAT(TO_NAT, ", 'network_acl': 'tight'", FROM_NAT,
		    ""),
		"c reaches 64:ff9b::808:808 on tcp/443",
		VERDICT_PARTLY, HOLDS_NO
	},
	{
		"a private gateway passes no internet gateway",
		CLIENT_AND_NAT(TO_NAT, "", FROM_NAT, ", 'private': true"),
		"c never reaches 64:ff9b::808:808 on tcp/443",
		VERDICT_NO, HOLDS_YES
	},
	{
		"an address of the VPC that no subnet owns",
		CLIENT_AND_NAT(TO_NAT, "", FROM_NAT, ""),
		"c never reaches 64:ff9b::a00:f001 on tcp/443",
		VERDICT_NO, HOLDS_YES
	},
	{
		"the internet of IPv6 has no such addresses",
		CLIENT_AND_NAT("'2001:db8::/32': 'out'", "", FROM_NAT, ""),
		"internet never reaches c", VERDICT_NO, HOLDS_YES
	},
	{ 0 }
};

START_TEST(ipv6_becomes_ipv4)
{
	reach_says(rows);
}
END_TEST

unit_suite suite_nat64;

Suite *
suite_nat64(void)
{
	Suite *suite = suite_create("nat64");
	TCase *tests = tcase_create("nat64");

	tcase_add_test(tests, ipv6_becomes_ipv4);
	suite_add_tcase(suite, tests);
	return suite;
}
