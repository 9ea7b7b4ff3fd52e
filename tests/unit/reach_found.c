/* SPDX-License-Identifier: MIT */
#include "reach_says.h"

#include "unit.h"

/*
 * What the naive twin found in the engine, each reduced to a small network
 * that shows it.  Rows stay for ever.
 */

/* A public subnet with an internet gateway, a private one behind something. */
#define TWO_TIERS(what)							\
	"'internet_gateway': 'igw', 'subnets': {"			\
	"'pub': {'az': 'a', 'cidr': '10.0.0.0/24', "			\
	"'route_table': 'public'}, "					\
	"'priv': {'az': 'a', 'cidr': '10.0.1.0/24', "			\
	"'route_table': 'private'}}, 'route_tables': {"			\
	"'public': {'main': true, 'routes': {'0.0.0.0/0': 'igw'}}, "	\
	"'private': {'routes': {'0.0.0.0/0': '" what "'}}}"

#define NAT "'nat_gateways': {'nat': {'subnet': 'pub', "		\
	"'addresses': ['eip']}}"

static const struct says addresses[] = {
	{
		"a stated range of client ports",
		ONE_VPC("'subnets': {'s': {'cidr': '10.0.0.0/24'}, "
		    "'t': {'cidr': '10.0.1.0/24', 'network_acl': 'n'}}, "
		    "'network_acls': {'n': {"
		    "'ingress': ['1 allow all from 0.0.0.0/0'], "
		    "'egress': ['1 allow tcp/1024-40000 to 0.0.0.0/0']}}, "
		    GROUPS("") ", 'workloads': {"
		    INSTANCE("c", "s", ", 'ephemeral': '1024-40000'") ", "
		    INSTANCE("d", "t", "") "}", ""),
		"c reaches d on tcp/443", VERDICT_YES, HOLDS_YES
	},
	{
		"nobody can send to a NAT gateway's Elastic IP",
		ONE_VPC(TWO_TIERS("nat") ", " NAT ", " GROUPS("")
		    ", 'workloads': {" INSTANCE("c", "priv", "") "}", EIP),
		"c never reaches 52.95.110.20", VERDICT_NO, HOLDS_YES
	},
	{
		"what a NAT gateway sends comes from its Elastic IP",
		ONE_VPC(TWO_TIERS("nat") ", " NAT ", 'security_groups': "
		    "{'g': {'ingress': ['tcp/443 from 52.95.110.20/32']}}, "
		    "'workloads': {'d': {'kind': 'instance', 'subnets': "
		    "['pub'], 'public_ip': true, 'security_groups': "
		    "['g']}}", EIP),
		"52.95.110.20 reaches d on tcp/443", VERDICT_YES, HOLDS_YES
	},
	{
		"a public address behind an edge table",
		ONE_VPC("'internet_gateway': 'igw', 'subnets': {'s': "
		    "{'cidr': '10.0.0.0/24'}}, 'route_tables': {'m': "
		    "{'main': true, 'routes': {'0.0.0.0/0': 'igw'}}, "
		    "'edge': {'edge_of': 'igw'}}, " GROUPS("")
		    ", 'workloads': {"
		    INSTANCE("d", "s", ", 'public_ip': 'eip'") "}", EIP),
		"internet reaches 52.95.110.20 on tcp/443",
		VERDICT_YES, HOLDS_YES
	},
	{ 0 }
};

START_TEST(found_of_addresses)
{
	reach_says(addresses);
}
END_TEST

/* A network balancer in "pub" with the target "t" in "priv". */
#define BALANCED(rule, listener, target)				\
	ONE_VPC(TWO_TIERS("blackhole") ", 'security_groups': {"		\
	"'client': {}, 't': {'ingress': ['" rule "']}}, 'workloads': {"	\
	"'n': {'kind': 'network_load_balancer', 'scheme': 'internal', "	\
	"'subnets': ['pub'], 'listeners': {'tcp/80': {'to': ['t'], "	\
	"'on': 'tcp/8080'" listener "}}}, "				\
	"'t': {'kind': 'instance', 'subnets': ['priv'], "		\
	"'security_groups': ['t']" target "}, "	\
	"'c': {'kind': 'instance', 'subnets': ['pub'], "		\
	"'security_groups': ['client']}}", "")

static const struct says balancers[] = {
	{
		"a balancer without groups may send",
		BALANCED("tcp/8080 from 10.0.0.0/24", "", ""),
		"n reaches t on tcp/8080", VERDICT_YES, HOLDS_YES
	},
	{
		"a preserved client is no member of its group",
		BALANCED("tcp/8080 from client", "", ""),
		"c never reaches n", VERDICT_NO, HOLDS_YES
	},
	{
		"a target that does not listen",
		BALANCED("all from anywhere", "", ", 'ports': 'tcp/22'"),
		"c reaches n on tcp/80", VERDICT_NO, HOLDS_NO
	},
	{
		"a target that does not listen still gets packets",
		BALANCED("all from anywhere", "", ", 'ports': 'tcp/22'"),
		"c never reaches n on tcp/80", VERDICT_PARTLY, HOLDS_NO
	},
	{
		"which address a planned node has decides",
		BALANCED("tcp/8080 from 10.0.0.0/25",
		    ", 'preserve_client': false", ""),
		"c reaches n on tcp/80", VERDICT_UNKNOWN, HOLDS_UNDECIDED
	},
	{
		"one ACL lets some of a client's ports back, another the others",
		ONE_VPC("'subnets': {'x': {'az': 'a', 'cidr': "
		    "'10.0.1.0/24', 'network_acl': 'high'}, 'lb': {"
		    "'az': 'a', 'cidr': '10.0.2.0/24', 'network_acl': 'low'}, "
		    "'y': {'az': 'a', 'cidr': '10.0.3.0/24'}}, "
		    "'network_acls': {'high': {'ingress': "
		    "['1 allow tcp/50000-65535 from 0.0.0.0/0'], "
		    "'egress': ['1 allow all to 0.0.0.0/0']}, 'low': {"
		    "'ingress': ['1 allow tcp/0-40000 from 0.0.0.0/0'], "
		    "'egress': ['1 allow all to 0.0.0.0/0']}}, " GROUPS("")
		    ", 'workloads': {" INSTANCE("c", "x", "") ", "
		    INSTANCE("d", "y", "") ", 'b': {"
		    "'kind': 'network_load_balancer', "
		    "'scheme': 'internal', 'subnets': ['lb'], "
		    "'listeners': {'tcp/443': 'd on tcp/8080'}}}", ""),
		"c reaches b on tcp/443", VERDICT_ONE_WAY, HOLDS_NO
	},
	{ 0 }
};

START_TEST(found_of_balancers)
{
	reach_says(balancers);
}
END_TEST

/* What the private subnet's default route leads to: "fw" in "pub". */
#define FIREWALL(more)							\
	"'fw': {'kind': 'appliance', 'subnets': ['pub'], "		\
	"'security_groups': ['open'], 'forwards': [{'ports': 'all', "	\
	"'from': 'anywhere', 'to': 'anywhere'}]" more "}"
#define NAT_INSTANCE(group)						\
	"'fw': {'kind': 'nat_instance', 'subnets': ['pub'], "		\
	"'public_ip': true, 'security_groups': ['" group "']}"
#define WEB ", 'web': {'ingress': ['all from anywhere'], "		\
	"'egress': ['tcp/443 to 0.0.0.0/0']}"
#define BEHIND(what, client, edge)					\
	ONE_VPC("'internet_gateway': 'igw', 'subnets': {"		\
	"'pub': {'cidr': '10.0.0.0/24', 'network_acl': 'n', "		\
	"'route_table': 'public'}, "					\
	"'priv': {'cidr': '10.0.1.0/24', 'route_table': 'private'}}, "	\
	"'network_acls': {'n': {'ingress': "				\
	"['1 allow all from 10.0.0.0/8', "				\
	"'2 allow tcp/32768-60999 from 0.0.0.0/0', "			\
	"'3 allow tcp/22 from 0.0.0.0/0'], "				\
	"'egress': ['1 allow all to 0.0.0.0/0']}}, "			\
	"'route_tables': {"						\
	"'public': {'main': true, 'routes': {'0.0.0.0/0': 'igw'}}, "	\
	"'private': {'routes': {'0.0.0.0/0': 'fw'}}" edge "}, "		\
	GROUPS(WEB) ", 'workloads': {" what ", "			\
	INSTANCE("c", "priv", client) "}", EIP)
#define EDGE ", 'edge': {'edge_of': 'igw', 'routes': "			\
	"{'10.0.1.0/24': 'fw'}}"
#define PUBLIC ", 'public_ip': true"

static const struct says appliances[] = {
	{
		"a firewall keeps the client's address, and its Elastic IP",
		BEHIND(FIREWALL(PUBLIC), PUBLIC, EDGE),
		"internet reaches c on tcp/22", VERDICT_YES, HOLDS_YES
	},
	{
		"an internet gateway gives to public interfaces alone",
		BEHIND(FIREWALL(""), PUBLIC, EDGE),
		"internet never reaches c", VERDICT_NO, HOLDS_YES
	},
	{
		"an answer that goes round a firewall is lost",
		BEHIND(FIREWALL(PUBLIC), PUBLIC, ""),
		"c reaches 8.8.8.8 on tcp/443", VERDICT_ONE_WAY, HOLDS_NO
	},
	{
		"a NAT instance forwards what its groups let in and out",
		BEHIND(NAT_INSTANCE("web"), ", 'ephemeral': '32768-60999'",
		    ""),
		"c reaches 8.8.8.8 on tcp/443", VERDICT_PARTLY, HOLDS_NO
	},
	{
		"a NAT instance forwards nothing that they do not let out",
		BEHIND(NAT_INSTANCE("web"), "", ""),
		"c never reaches 8.8.8.8 on tcp/25", VERDICT_NO, HOLDS_YES
	},
	{
		"what translates addresses translates ports, too",
		BEHIND(FIREWALL(PUBLIC ", 'nat': true"), "", ""),
		"c reaches 8.8.8.8 on tcp/443", VERDICT_PARTLY, HOLDS_NO
	},
	{
		"a packet that a route leads to an appliance may be for it",
		BEHIND(FIREWALL(PUBLIC), "", ", 'edge': {'edge_of': 'igw', "
		    "'routes': {'10.0.0.0/24': 'fw'}}"),
		"internet reaches fw on tcp/22", VERDICT_YES, HOLDS_YES
	},
	{
		"an appliance that forwards its own packets' answers",
		ONE_VPC("'internet_gateway': 'igw', 'subnets': {"
		    "'s': {'az': 'a', 'cidr': '10.0.0.0/24'}, "
		    "'t': {'az': 'a', 'cidr': '10.0.2.0/24', "
		    "'route_table': 'by-box'}}, 'route_tables': {"
		    "'m': {'main': true, 'routes': {'0.0.0.0/0': 'igw'}}, "
		    "'by-box': {'routes': {'0.0.0.0/0': 'box'}}, "
		    "'edge': {'edge_of': 'igw', "
		    "'routes': {'10.0.2.0/24': 'box'}}}, " GROUPS("")
		    ", 'workloads': {" INSTANCE("d", "t",
		    ", 'public_ip': 'eip'") ", 'box': {'kind': 'appliance', "
		    "'subnets': ['s'], 'public_ip': true, "
		    "'security_groups': ['open'], 'forwards': "
		    "[{'ports': 'all', 'from': 'anywhere', "
		    "'to': 'anywhere'}]}}", EIP),
		"box reaches 52.95.110.20 on tcp/443", VERDICT_YES, HOLDS_YES
	},
	{
		"an answer comes from the private address until it is outside",
		ONE_VPC("'internet_gateway': 'igw', 'subnets': {"
		    "'s': {'az': 'a', 'cidr': '10.0.0.0/24', "
		    "'network_acl': 'n'}, 't': {'az': 'a', "
		    "'cidr': '10.0.1.0/24'}}, 'network_acls': {'n': {"
		    "'ingress': ['1 allow tcp/443 from 0.0.0.0/0', "
		    "'2 allow tcp from 10.0.0.0/8'], "
		    "'egress': ['1 allow all to 0.0.0.0/0']}}, "
		    "'route_tables': {'m': {'main': true, "
		    "'routes': {'0.0.0.0/0': 'igw'}}, 'edge': {"
		    "'edge_of': 'igw', 'routes': {'10.0.1.0/24': 'box'}}}, "
		    GROUPS("") ", 'workloads': {" INSTANCE("d", "t",
		    ", 'public_ip': 'eip'") ", 'box': {"
		    "'kind': 'nat_instance', 'subnets': ['s'], "
		    "'public_ip': true, 'security_groups': ['open']}}", EIP),
		"internet reaches 52.95.110.20 on tcp/443", VERDICT_YES,
		HOLDS_YES
	},
	{ 0 }
};

START_TEST(found_of_appliances)
{
	reach_says(appliances);
}
END_TEST

/* A host in each of two VPCs of a transit gateway. */
#define SUBNET(name, net, more)						\
	"'" name "': {'az': 'a', 'cidr': '" net "'" more "}"
#define ATTACHED(one, two, tables)					\
	", 'transit_gateways': {'core': {'attachments': {"		\
	"'a': {'vpc': 'a', 'subnets': ['" one "']" tables "}, "		\
	"'b': {'vpc': 'b', 'subnets': ['" two "']" tables "}}"
#define HOSTS(name, subnet)						\
	GROUPS("") ", 'workloads': {" INSTANCE(name, subnet, "") "}"

static const struct says transit[] = {
	{
		"out of a gateway into the same subnet there is no route",
		TWO_VPCS("'subnets': {" SUBNET("s", "10.1.0.0/24", "") "}, "
		    "'route_tables': {'m': {'main': true, 'routes': "
		    "{'10.2.0.0/16': 'core'}}}, " HOSTS("x", "s"),
		    "'subnets': {" SUBNET("t", "10.2.0.0/24", "") ", "
		    SUBNET("u", "10.2.1.0/24", "") "}, 'route_tables': {'m': "
		    "{'main': true, 'routes': {'10.1.0.0/16': 'core', "
		    "'10.2.0.0/24': 'fw'}}}, " GROUPS("")
		    ", 'workloads': {" INSTANCE("y", "t", "")
		    ", 'fw': {'kind': 'appliance', 'subnets': ['u'], "
		    "'forwards': []}}",
		    ATTACHED("s", "t", "") "}}"),
		"x reaches y on tcp/443", VERDICT_YES, HOLDS_YES
	},
	{
		"a NAT gateway is translated in its own VPC alone",
		TWO_VPCS("'subnets': {" SUBNET("p", "10.1.0.0/24",
		    ", 'route_table': 'p'") ", " SUBNET("n", "10.1.1.0/24",
		    "") "}, 'nat_gateways': {'nat': {'subnet': 'n'}}, "
		    "'route_tables': {'p': {'routes': {'0.0.0.0/0': 'nat'}}, "
		    "'m': {'main': true, 'routes': {'0.0.0.0/0': 'core'}}}, "
		    HOSTS("x", "p"),
		    "'internet_gateway': 'igw', 'subnets': {"
		    SUBNET("t", "10.2.0.0/24", "") "}, 'route_tables': "
		    "{'m': {'main': true, 'routes': {'0.0.0.0/0': 'igw'}}}",
		    ATTACHED("n", "t", ", 'table': 't'")
		    ", 'tables': {'t': {'routes': {'0.0.0.0/0': 'b'}}}}}"),
		"x never reaches internet", VERDICT_NO, HOLDS_YES
	},
	{
		"a gateway gives nothing back to where it comes from",
		ONE_VPC("'internet_gateway': 'igw', 'subnets': {"
		    SUBNET("s", "10.0.0.0/24", "") ", "
		    SUBNET("t", "10.0.1.0/24", ", 'route_table': 't'") "}, "
		    "'route_tables': {'m': {'main': true, 'routes': "
		    "{'0.0.0.0/0': 'core'}}, 't': {'routes': {'0.0.0.0/0': "
		    "'igw'}}}, " GROUPS("") ", 'workloads': {"
		    INSTANCE("x", "s", PUBLIC) "}",
		    ", 'transit_gateways': {'core': {'attachments': {'v': "
		    "{'vpc': 'v', 'subnets': ['t'], 'table': 't'}}, "
		    "'tables': {'t': {'routes': {'0.0.0.0/0': 'v'}}}}}"),
		"internet reaches x on tcp/22", VERDICT_ONE_WAY, HOLDS_NO
	},
	{
		"an answer by another way than its internet gateway is lost",
		NETWORK("'vpcs': {'a': {'cidr': '10.1.0.0/16', "
		    "'ipv6_cidrs': ['2600:1f13:0:100::/56'], "
		    "'internet_gateway': 'ga', 'subnets': {"
		    SUBNET("s", "10.1.0.0/24",
		    ", 'ipv6_cidr': '2600:1f13:0:100::/64'") "}, "
		    "'route_tables': {'m': {'main': true, 'routes': "
		    "{'::/0': 'ga'}}}, " HOSTS("x", "s") "}, "
		    "'b': {'cidr': '10.2.0.0/16', "
		    "'ipv6_cidrs': ['2600:1f13:0:200::/56'], "
		    "'internet_gateway': 'gb', 'subnets': {"
		    SUBNET("t", "10.2.0.0/24",
		    ", 'ipv6_cidr': '2600:1f13:0:200::/64'") "}, "
		    "'route_tables': {'m': {'main': true, 'routes': "
		    "{'::/0': 'gb', '2600:1f13:0:100::/56': 'core'}}}, "
		    HOSTS("y", "t") "}}" ATTACHED("s", "t", "") "}}"),
		"x reaches y on tcp/443 over ipv6", VERDICT_ONE_WAY, HOLDS_NO
	},
	{
		"the answer of a NAT gateway's server comes from outside, and "
		"no peering carries it",
		TWO_VPCS("'subnets': {" SUBNET("s", "10.1.0.0/24", "") "}, "
		    "'route_tables': {'m': {'main': true, 'routes': "
		    "{'0.0.0.0/0': 'core'}}}, " HOSTS("x", "s"),
		    "'internet_gateway': 'igw', 'subnets': {"
		    SUBNET("t", "10.2.0.0/24", "") ", "
		    SUBNET("pub", "10.2.1.0/24", ", 'route_table': 'pub'")
		    "}, 'nat_gateways': {'nat': {'subnet': 'pub'}}, "
		    "'route_tables': {'m': {'main': true, 'routes': "
		    "{'0.0.0.0/0': 'nat'}}, 'pub': {'routes': {'0.0.0.0/0': "
		    "'igw', '10.1.0.0/16': 'p'}}}, " GROUPS("")
		    ", 'workloads': {" INSTANCE("y", "pub",
		    ", 'public_ip': 'eip'") "}",
		    EIP ", 'peerings': {'p': {'between': ['a', 'b']}}"
		    ATTACHED("s", "t", ", 'table': 't'")
		    ", 'tables': {'t': {'routes': {'0.0.0.0/0': 'b'}}}}}"),
		"x reaches 52.95.110.20 on tcp/443", VERDICT_ONE_WAY,
		HOLDS_NO
	},
	{ 0 }
};

START_TEST(found_of_transit)
{
	reach_says(transit);
}
END_TEST

/* Three VPCs: what comes out of a gateway into "c" is sent back to it. */
static const struct says transit_twice[] = {
	{
		"a VPC is a way between two visits of a transit gateway",
		NETWORK("'vpcs': {'a': {'cidr': '10.1.0.0/16', 'subnets': {"
		    SUBNET("s", "10.1.0.0/24", "") "}, 'route_tables': {'m': "
		    "{'main': true, 'routes': {'10.0.0.0/8': 'core'}}}, "
		    HOSTS("x", "s") "}, 'b': {'cidr': '10.2.0.0/16', "
		    "'subnets': {" SUBNET("t", "10.2.0.0/24", "") "}, "
		    "'route_tables': {'m': {'main': true, 'routes': "
		    "{'10.0.0.0/8': 'core'}}}, " HOSTS("y", "t") "}, "
		    "'c': {'cidr': '10.3.0.0/16', 'subnets': {"
		    SUBNET("u", "10.3.0.0/24", "") "}, 'route_tables': {'m': "
		    "{'main': true, 'routes': {'10.0.0.0/8': 'core'}}}}}, "
		    "'transit_gateways': {'core': {'attachments': {"
		    "'a': {'vpc': 'a', 'subnets': ['s'], 'table': 'in'}, "
		    "'b': {'vpc': 'b', 'subnets': ['t'], 'table': 'out'}, "
		    "'c': {'vpc': 'c', 'subnets': ['u'], 'table': 'out'}}, "
		    "'tables': {'in': {'routes': {'0.0.0.0/0': 'c'}}, "
		    "'out': {'routes': {'10.2.0.0/16': 'b', '10.1.0.0/16': "
		    "'a'}}}}}"),
		"x never reaches y", VERDICT_YES, HOLDS_NO
	},
	{ 0 }
};

START_TEST(found_of_transit_twice)
{
	reach_says(transit_twice);
}
END_TEST

unit_suite suite_found;

Suite *
suite_found(void)
{
	return unit_suite_of("found", (const TTest *const[]){
		found_of_addresses, found_of_balancers, found_of_appliances,
		found_of_transit, found_of_transit_twice, NULL });
}
