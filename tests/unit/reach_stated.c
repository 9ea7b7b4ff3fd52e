/* SPDX-License-Identifier: MIT */
#include "reach_says.h"

#include "unit.h"

/*
 * Statements of what AWS does with a packet that the other files of statements
 * leave, each with the smallest network that shows it.
 */

/* -------------------------------------------------------------- the names */

#define BEHIND_NAT(endpoint)					\
	ONE_VPC("'internet_gateway': 'igw', 'dns': {'hostnames': true}, "	\
	"'subnets': {'pub': {'az': 'a', 'cidr': '10.0.0.0/24', "		\
	"'route_table': 'pub'}, 'x': {'az': 'a', 'cidr': "		\
	"'10.0.1.0/24'}}, 'nat_gateways': {'nat': {'subnet': 'pub'}}, "	\
	"'route_tables': {'pub': {'routes': {'0.0.0.0/0': 'igw'}}, "	\
	"'m': {'main': true, 'routes': {'0.0.0.0/0': 'nat'}}}, "		\
	"'endpoints': {" endpoint "}, 'security_groups': {'shut': {}, "	\
	OPEN "}, 'workloads': {" INSTANCE("c", "x", "") "}", "")
#define CLOSED_SQS "'q': {'service': 'sqs', 'type': 'interface', "	\
	"'subnets': ['pub'], 'security_groups': ['shut']}"

STATEMENT(names_0_without_an_endpoint_its_public_addresses_are_routed,
	{ "by NAT", BEHIND_NAT(""), "c reaches sqs via nat", YES },
	{ "by a gateway endpoint first", BEHIND_NAT("'s3': {'service': 's3', "
	  "'type': 'gateway', 'route_tables': ['m']}"),
	  "c reaches s3 not via nat", YES },
	{ "a closed endpoint is not rescued by NAT",
	  BEHIND_NAT(CLOSED_SQS), "c reaches sqs", NO },
)

/* ---------------------------------------------------------- 1, 4: sources */

#define SENT_BY(kind) ONE_VPC("'subnets': {'x': {'az': 'a', 'cidr': "	\
	"'10.0.1.0/24', 'route_table': 'x'}, 'f': {'az': 'a', 'cidr': "	\
	"'10.0.2.0/24'}, 'y': {'az': 'a', 'cidr': '10.0.3.0/24', "	\
	"'route_table': 'y'}}, 'route_tables': {'m': {'main': true}, 'x': "	\
	"{'routes': {'10.0.3.0/24': 'fw'}}, 'y': {'routes': "		\
	"{'10.0.1.0/24': 'fw'}}}, 'security_groups': {" OPEN ", 'from-x': "	\
	"{'ingress': ['tcp/443 from 10.0.1.0/24']}}, 'workloads': {"	\
	INSTANCE("c", "x", "") ", 'fw': {'kind': '" kind "', 'subnets': "	\
	"['f'], 'security_groups': ['open'], 'forwards': [{'ports': 'all', "	\
	"'from': 'anywhere', 'to': 'anywhere'}]}, 'd': {'kind': "		\
	"'instance', 'subnets': ['y'], 'security_groups': ['from-x']}}", "")

STATEMENT(source_1_only_who_forwards_may_send_with_others_addresses,
	{ "its source check is off", SENT_BY("appliance"),
	  "c reaches d on tcp/443", YES },
	{ "it is on", SENT_BY("instance"), "c reaches d on tcp/443", NO },
)

#define ONE_FAMILY(route) ONE_VPC("'internet_gateway': 'igw', "		\
	"'ipv6_cidrs': ['2600:1f13:0:100::/56'], 'subnets': {'x': {'az': "	\
	"'a', 'cidr': '10.0.1.0/24', 'ipv6_cidr': "			\
	"'2600:1f13:0:101::/64'}}, 'route_tables': {'m': {'main': true, "	\
	"'routes': {'" route "': 'igw'}}}, " GROUPS("") ", 'workloads': {"	\
	INSTANCE("c", "x", ", 'public_ip': true") "}", "")

STATEMENT(route_4_each_family_has_its_own_routes,
	{ "IPv4 goes", ONE_FAMILY("0.0.0.0/0"),
	  "c reaches internet over ipv4", YES },
	{ "IPv6 does not", ONE_FAMILY("0.0.0.0/0"),
	  "c reaches internet over ipv6", NO },
	{ "IPv6 goes", ONE_FAMILY("::/0"), "c reaches internet over ipv6",
	  YES },
	{ "IPv4 does not", ONE_FAMILY("::/0"),
	  "c reaches internet over ipv4", NO },
)

/* ------------------------------------------------- 5: what a route leads to */

#define GATEWAY(via) ONE_VPC("'internet_gateway': 'igw', 'subnets': "	\
	"{'x': {'az': 'a', 'cidr': '10.0.1.0/24'}}, 'route_tables': {'m': "	\
	"{'main': true, 'routes': {'0.0.0.0/0': '" via "'}}}, " GROUPS("")	\
	", 'workloads': {" INSTANCE("c", "x", ", 'public_ip': true") "}",	\
	", 'internet_gateways': {'loose': {}}")

STATEMENT(internet_gateway_5_must_be_attached_to_this_vpc,
	{ "it is", GATEWAY("igw"), "c reaches internet", YES },
	{ "it is attached to none", GATEWAY("loose"), "c reaches internet",
	  NO },
)

#define CAME_IN_BY_EIGW(route) ONE_VPC("'internet_gateway': 'igw', "	\
	"'egress_only_gateway': 'out', 'ipv6_cidrs': "			\
	"['2600:1f13:0:100::/56'], 'subnets': {'x': {'az': 'a', 'cidr': "	\
	"'10.0.1.0/24', 'ipv6_cidr': '2600:1f13:0:101::/64'}}, "		\
	"'route_tables': {'m': {'main': true, 'routes': {'::/0': '" route	\
	"'}}}, " GROUPS("") ", 'workloads': {" INSTANCE("c", "x", "") "}", "")

STATEMENT(egress_only_5_answers_no_flow_that_came_in_by_the_other_gateway,
	{ "back by the internet gateway", CAME_IN_BY_EIGW("igw"),
	  "internet reaches c on tcp/443 over ipv6", YES },
	{ "back by the egress-only one", CAME_IN_BY_EIGW("out"),
	  "internet reaches c on tcp/443 over ipv6", ONE_WAY },
)

#define NAT_TO(via, attach, more) ONE_VPC("'internet_gateway': 'igw', "	\
	"'vpn_gateway': 'vgw', "						\
	"'subnets': {'n': {'az': 'a', 'cidr': '10.0.0.0/24', "		\
	"'route_table': 'n'}, 'x': {'az': 'a', 'cidr': '10.0.1.0/24'}}, "	\
	"'nat_gateways': {'nat': {'subnet': 'n'" more "}}, "		\
	"'route_tables': {'n': {'routes': {'192.168.0.0/16': '" via "'}}, "	\
	"'m': {'main': true, 'routes': {'192.168.0.0/16': 'nat'}}}, "	\
	GROUPS("") ", 'workloads': {" INSTANCE("c", "x", "") "}",		\
	", 'networks': {'office': {'cidrs': ['192.168.0.0/16']}}" attach)
#define BY_VGW ", 'vpns': {'o': {'on': 'v/vgw', 'networks': ['office']}}"
#define BY_TGW ", 'vpns': {'o': {'on': 'core', 'networks': ['office']}}, "	\
	"'transit_gateways': {'core': {'attachments': {'v': {'vpc': 'v', "	\
	"'subnets': ['n']}, 'o': {'vpn': 'o'}}}}"

STATEMENT(nat_5_either_kind_goes_on_to_private_gateways,
	{ "a public one, VPN gateway", NAT_TO("vgw", BY_VGW, ""),
	  "c reaches office on tcp/443", YES },
	{ "a private one, VPN gateway", NAT_TO("vgw", BY_VGW,
	  ", 'private': true"), "c reaches office on tcp/443", YES },
	{ "a public one, transit gateway", NAT_TO("core", BY_TGW, ""),
	  "c reaches office on tcp/443", YES },
	{ "a private one, transit gateway", NAT_TO("core", BY_TGW,
	  ", 'private': true"), "c reaches office on tcp/443", YES },
)

/* x reaches 10.9.0.0/16 of VPC b and of the office by one transit gateway. */
#define OF_ONE_PREFIX(a, routes)					\
	NETWORK("'vpcs': {'a': {'cidr': '10.1.0.0/16', 'subnets': {'x': "	\
	"{'az': 'a', 'cidr': '10.1.1.0/24'}}, 'route_tables': {'m': "	\
	"{'main': true, 'routes': {'10.9.0.0/16': 'core'}}}, " GROUPS("")	\
	", 'workloads': {" INSTANCE("c", "x", "") "}}, 'b': {'cidr': "	\
	"'10.9.0.0/16', 'subnets': {'y': {'az': 'a', 'cidr': "		\
	"'10.9.1.0/24'}}, 'route_tables': {'m': {'main': true, 'routes': "	\
	"{'10.1.0.0/16': 'core'}}}, " GROUPS("") ", 'workloads': {"		\
	INSTANCE("d", "y", "") "}}}, 'networks': {'office': {'cidrs': "	\
	"['10.9.0.0/16']}}, 'vpns': {'o': {'on': 'core', 'networks': "	\
	"['office']}}, 'transit_gateways': {'core': {'attachments': {'a': "	\
	"{'vpc': 'a', 'subnets': ['x'], 'table': 't', 'propagates_to': "	\
	"['t']}, 'b': {'vpc': 'b', 'subnets': ['y'], 'table': 't', "	\
	"'propagates_to': [" a "]}, 'o': {'vpn': 'o', 'table': 't', "	\
	"'propagates_to': ['t']}}, 'tables': {'t': {'routes': {" routes	\
	"}}}}}")

STATEMENT(transit_5_of_one_prefix_static_then_the_vpcs_then_the_vpns,
	{ "the VPC's before the VPN's", OF_ONE_PREFIX("'t'", ""),
	  "c reaches d on tcp/443", YES },
	{ "the VPN's alone", OF_ONE_PREFIX("", ""),
	  "c reaches d on tcp/443", NO },
	{ "the VPN's alone: to the office", OF_ONE_PREFIX("", ""),
	  "c reaches office on tcp/443", YES },
	{ "a static one before both", OF_ONE_PREFIX("'t'",
	  "'10.9.0.0/16': 'o'"), "c reaches d on tcp/443", NO },
)

/* "a" is attached to a transit gateway with "b", which is peered with "far". */
#define ON_TO_A_PEER							\
	NETWORK("'vpcs': {'a': {'cidr': '10.1.0.0/16', 'subnets': {'x': "	\
	"{'az': 'a', 'cidr': '10.1.1.0/24'}}, 'route_tables': {'m': "	\
	"{'main': true, 'routes': {'10.0.0.0/8': 'core'}}}, " GROUPS("")	\
	", 'workloads': {" INSTANCE("c", "x", "") "}}, 'b': {'cidr': "	\
	"'10.2.0.0/16', 'subnets': {'y': {'az': 'a', 'cidr': "		\
	"'10.2.1.0/24'}}, 'route_tables': {'m': {'main': true, 'routes': "	\
	"{'10.1.0.0/16': 'core', '10.3.0.0/16': 'p'}}}, " GROUPS("")	\
	", 'workloads': {" INSTANCE("d", "y", "") "}}, 'far': {'cidr': "	\
	"'10.3.0.0/16', 'subnets': {'z': {'az': 'a', 'cidr': "		\
	"'10.3.1.0/24'}}, 'route_tables': {'m': {'main': true, 'routes': "	\
	"{'10.0.0.0/8': 'p'}}}, " GROUPS("") ", 'workloads': {"		\
	INSTANCE("e", "z", "") "}}}, 'peerings': {'p': {'between': ['b', "	\
	"'far']}}, 'transit_gateways': {'core': {'attachments': {'a': "	\
	"{'vpc': 'a', 'subnets': ['x'], 'table': 't', 'propagates_to': "	\
	"['t']}, 'b': {'vpc': 'b', 'subnets': ['y'], 'table': 't', "	\
	"'propagates_to': ['t']}}, 'tables': {'t': {'routes': "		\
	"{'10.3.0.0/16': 'b'}}}}}")

STATEMENT(peering_5_carries_nothing_that_came_by_a_transit_gateway,
	{ "to the VPC between", ON_TO_A_PEER, "c reaches d on tcp/443", YES },
	{ "and on from there", ON_TO_A_PEER, "c never reaches e", NEVER },
	{ "from there", ON_TO_A_PEER, "d reaches e on tcp/443", YES },
)

#define OFFICE_6 ONE_VPC("'vpn_gateway': 'vgw', 'ipv6_cidrs': "		\
	"['2600:1f13:0:100::/56'], 'subnets': {'x': {'az': 'a', 'cidr': "	\
	"'10.0.1.0/24', 'ipv6_cidr': '2600:1f13:0:101::/64'}}, "		\
	"'route_tables': {'m': {'main': true, 'routes': "			\
	"{'192.168.0.0/16': 'vgw', '2a00:1450:4000::/48': 'vgw'}}}, "	\
	GROUPS("") ", 'workloads': {" INSTANCE("c", "x", "") "}",		\
	", 'networks': {'office': {'cidrs': ['192.168.0.0/16', "		\
	"'2a00:1450:4000::/48']}}, 'vpns': {'o': {'on': 'v/vgw', "		\
	"'networks': ['office']}}")

STATEMENT(vpn_5_by_a_vpn_gateway_ipv4_alone,
	{ "IPv4", OFFICE_6, "c reaches office on tcp/443 over ipv4", YES },
	{ "IPv6", OFFICE_6, "c reaches office on tcp/443 over ipv6", NO },
)

#define S3_OR_ELSE ONE_VPC("'subnets': {'x': {'az': 'a', 'cidr': "	\
	"'10.0.1.0/24'}}, 'endpoints': {'s3': {'service': 's3', 'type': "	\
	"'gateway', 'route_tables': ['m']}}, 'route_tables': {'m': "		\
	"{'main': true}}, " GROUPS("") ", 'workloads': {"			\
	INSTANCE("c", "x", "") "}", "")

STATEMENT(gateway_endpoint_5_leads_to_its_service_alone,
	{ "the service", S3_OR_ELSE, "c reaches s3", YES },
	{ "another", S3_OR_ELSE, "c reaches dynamodb", NO },
	{ "the internet", S3_OR_ELSE, "c reaches internet", NO },
)

/* ----------------------------------------------------------- 7: references */

#define THROUGH_NAT ONE_VPC("'subnets': {'n': {'az': 'a', 'cidr': "	\
	"'10.0.0.0/24'}, 'x': {'az': 'a', 'cidr': '10.0.1.0/24', "	\
	"'route_table': 'x'}, 'y': {'az': 'a', 'cidr': '10.0.2.0/24'}}, "	\
	"'nat_gateways': {'nat': {'subnet': 'n', 'private': true}}, "	\
	"'route_tables': {'m': {'main': true}, 'x': {'routes': "		\
	"{'10.0.2.0/24': 'nat'}}}, 'security_groups': {'g': {}, 'of-g': "	\
	"{'ingress': ['tcp/443 from g']}, 'of-nat': {'ingress': "		\
	"['tcp/443 from 10.0.0.0/24']}}, 'workloads': {'c': {'kind': "	\
	"'instance', 'subnets': ['x'], 'security_groups': ['g']}, 'd': "	\
	"{'kind': 'instance', 'subnets': ['y'], 'security_groups': "	\
	"['of-g']}, 'e': {'kind': 'instance', 'subnets': ['y'], "		\
	"'security_groups': ['of-nat']}}", "")

STATEMENT(group_7_what_comes_through_a_nat_gateway_is_nobodys,
	{ "a reference to the client", THROUGH_NAT, "c reaches d on tcp/443",
	  NO },
	{ "the gateway's address", THROUGH_NAT, "c reaches e on tcp/443",
	  YES },
)

/* ------------------------------------------------------------- 9: answers */

#define ROUTE_BACK(route)						\
	TWO_VPCS("'subnets': {'x': {'az': 'a', 'cidr': '10.1.1.0/24'}}, "	\
	"'route_tables': {'m': {'main': true, 'routes': {'10.2.0.0/16': "	\
	"'p'}}}, " GROUPS("") ", 'workloads': {" INSTANCE("c", "x", "") "}",	\
	"'internet_gateway': 'igw', "					\
	"'subnets': {'y': {'az': 'a', 'cidr': '10.2.1.0/24'}}, "		\
	"'route_tables': {'m': {'main': true, 'routes': {" route "}}}, "	\
	GROUPS("") ", 'workloads': {" INSTANCE("d", "y",			\
	", 'public_ip': true") "}",						\
	", 'peerings': {'p': {'between': ['a', 'b']}}")

STATEMENT(answer_9_needs_routes_from_the_receivers_subnet,
	{ "there is one", ROUTE_BACK("'10.1.0.0/16': 'p'"),
	  "c reaches d on tcp/443", YES },
	{ "there is none", ROUTE_BACK(""), "c reaches d on tcp/443",
	  ONE_WAY },
	{ "one to the internet, by which it did not come",
	  ROUTE_BACK("'0.0.0.0/0': 'igw'"), "c reaches d on tcp/443",
	  ONE_WAY },
)

#define ANSWERS(client, ports) ONE_VPC("'ipv6_cidrs': "			\
	"['2600:1f13:0:100::/56'], 'subnets': {'x': {'az': 'a', 'cidr': "	\
	"'10.0.1.0/24', 'ipv6_cidr': '2600:1f13:0:101::/64'}, 'y': {'az': "	\
	"'a', 'cidr': '10.0.2.0/24', 'ipv6_cidr': '2600:1f13:0:102::/64', "	\
	"'network_acl': 'n'}}, 'network_acls': {'n': {'ingress': ['1 allow "	\
	"all from 0.0.0.0/0', '2 allow all from ::/0'], 'egress': ['1 allow "	\
	ports " to 0.0.0.0/0', '2 allow " ports " to ::/0']}}, " GROUPS("")	\
	", 'workloads': {'c': {" client ", 'subnets': ['x'], "		\
	"'security_groups': ['open']}, " INSTANCE("d", "y", "") "}", "")

STATEMENT(answer_9_the_ports_of_a_client_follow_its_kind,
	{ "an instance", ANSWERS("'kind': 'instance'", "tcp/32768-60999"),
	  "c reaches d on tcp/443", YES },
	{ "a function", ANSWERS("'kind': 'lambda'", "tcp/32768-60999"),
	  "c reaches d on tcp/443", PARTLY },
	{ "a function, wide", ANSWERS("'kind': 'lambda'", "tcp/1024-65535"),
	  "c reaches d on tcp/443", YES },
	{ "as stated", ANSWERS("'kind': 'instance', 'ephemeral': "
	  "'49152-65535'", "tcp/32768-60999"), "c reaches d on tcp/443",
	  PARTLY },
)

STATEMENT(answer_9_echo_of_ipv6_is_answered_by_129,
	{ "129", ANSWERS("'kind': 'instance'", "icmpv6/129"),
	  "c reaches d on icmpv6/128 over ipv6", YES },
	{ "128", ANSWERS("'kind': 'instance'", "icmpv6/128"),
	  "c reaches d on icmpv6/128 over ipv6", ONE_WAY },
)

/* --------------------------------------------------- balancers, and sets */

#define CROSS_ZONE(listener, more) ONE_VPC("'subnets': {'l': {'az': "	\
	"'a', 'cidr': '10.0.0.0/24'}, 'k': {'az': 'b', 'cidr': "		\
	"'10.0.1.0/24'}, 'y': {'az': 'b', 'cidr': '10.0.2.0/24'}}, "	\
	GROUPS("") ", 'workloads': {" INSTANCE("c", "l", "") ", "		\
	INSTANCE("t", "y", "") ", 'b': {'kind': '" listener "', 'scheme': "	\
	"'internal', 'subnets': ['l', 'k'], 'listeners': {'tcp/80': 't'}"	\
	more "}}", "")

STATEMENT(balancer_15_cross_zone_is_off_for_network_and_on_for_application,
	{ "network: losing the AZ of the node that serves",
	  CROSS_ZONE("network_load_balancer", ""),
	  "c reaches b on tcp/80 surviving any az", VERDICT_YES, HOLDS_NO },
	{ "network: by the node of the other AZ",
	  CROSS_ZONE("network_load_balancer", ", 'addresses': ['10.0.0.9', "
	  "'10.0.1.9']"), "c reaches 10.0.0.9 on tcp/80", NO },
	{ "network: by the node of the target's AZ",
	  CROSS_ZONE("network_load_balancer", ", 'addresses': ['10.0.0.9', "
	  "'10.0.1.9']"), "c reaches 10.0.1.9 on tcp/80", YES },
	{ "network, cross-zone: by the other node",
	  CROSS_ZONE("network_load_balancer", ", 'cross_zone': true, "
	  "'addresses': ['10.0.0.9', '10.0.1.9']"),
	  "c reaches 10.0.0.9 on tcp/80", YES },
	{ "application: each of its interfaces reaches the target",
	  CROSS_ZONE("application_load_balancer",
	  ", 'security_groups': ['open']"), "b reaches t on tcp/80", YES },
)

#define TWO_INTERFACES ONE_VPC("'subnets': {'x': {'az': 'a', 'cidr': "	\
	"'10.0.1.0/24'}, 'i': {'az': 'a', 'cidr': '10.0.2.0/24', "	\
	"'network_acl': 'mute'}, 'o': {'az': 'a', 'cidr': "		\
	"'10.0.3.0/24'}}, 'network_acls': {'mute': {'ingress': ['1 allow "	\
	"all from 0.0.0.0/0']}}, 'security_groups': {" OPEN ", 'web': "	\
	"{'ingress': ['tcp/443 from anywhere']}}, 'workloads': {"		\
	INSTANCE("c", "x", "") ", 'd': {'kind': 'instance', 'interfaces': "	\
	"{'in': {'subnet': 'i', 'addresses': ['10.0.2.10'], "		\
	"'security_groups': ['open']}, 'out': {'subnet': 'o', "		\
	"'addresses': ['10.0.3.10'], 'security_groups': ['web']}}}}", "")

STATEMENT(sets_11_an_address_picks_the_interface_by_which_the_answer_leaves,
	{ "the groups of the one", TWO_INTERFACES,
	  "c reaches 10.0.3.10 on tcp/22", NO },
	{ "the ACL of the other's subnet", TWO_INTERFACES,
	  "c reaches 10.0.2.10 on tcp/22", ONE_WAY },
	{ "groups and ACL of the one", TWO_INTERFACES,
	  "c reaches 10.0.3.10 on tcp/443", YES },
)

STATEMENT(sets_11_planned_workloads_are_every_usable_address_of_their_subnets,
	{ "half of a subnet", ONE_VPC("'subnets': {'x': {'az': 'a', 'cidr': "
	  "'10.0.1.0/24'}, 'y': {'az': 'a', 'cidr': '10.0.2.0/24', "
	  "'network_acl': 'n'}}, 'network_acls': {'n': {'ingress': ['1 allow "
	  "all from 10.0.1.0/25'], 'egress': ['1 allow all to 0.0.0.0/0']}}, "
	  GROUPS("") ", 'workloads': {" INSTANCE("c", "x", "") ", "
	  INSTANCE("d", "y", "") "}", ""), "c reaches d on tcp/443", PARTLY },
)

/* ---------------------------------------------------------- losing an AZ */

#define ONE_NAT(more, route_b) ONE_VPC("'internet_gateway': 'igw', "	\
	"'subnets': {'pa': {'az': 'a', 'cidr': '10.0.0.0/24', "		\
	"'route_table': 'p'}, 'pb': {'az': 'b', 'cidr': '10.0.1.0/24', "	\
	"'route_table': 'p'}, 'xa': {'az': 'a', 'cidr': '10.0.2.0/24', "	\
	"'route_table': 'xa'}, 'xb': {'az': 'b', 'cidr': '10.0.3.0/24', "	\
	"'route_table': 'xb'}}, 'nat_gateways': {'na': {'subnet': 'pa'}"	\
	more "}, 'route_tables': {'m': {'main': true}, 'p': {'routes': "	\
	"{'0.0.0.0/0': 'igw'}}, 'xa': {'routes': {'0.0.0.0/0': 'na'}}, "	\
	"'xb': {'routes': {'0.0.0.0/0': '" route_b "'}}}, " GROUPS("")	\
	", 'workloads': {'w': {'kind': 'auto_scaling_group', 'subnets': "	\
	"['xa', 'xb'], 'security_groups': ['open']}}", "")

STATEMENT(lost_12_an_az_takes_its_nat_gateways_and_interfaces_along,
	{ "one gateway for both", ONE_NAT("", "na"),
	  "w reaches internet surviving any az", VERDICT_YES, HOLDS_NO },
	{ "one in each", ONE_NAT(", 'nb': {'subnet': 'pb'}", "nb"),
	  "w reaches internet surviving any az", YES },
)

unit_suite suite_stated;

Suite *
suite_stated(void)
{
	const TTest *const tests[] = {
		names_0_without_an_endpoint_its_public_addresses_are_routed,
		source_1_only_who_forwards_may_send_with_others_addresses,
		route_4_each_family_has_its_own_routes,
		internet_gateway_5_must_be_attached_to_this_vpc,
		egress_only_5_answers_no_flow_that_came_in_by_the_other_gateway,
		nat_5_either_kind_goes_on_to_private_gateways,
		transit_5_of_one_prefix_static_then_the_vpcs_then_the_vpns,
		peering_5_carries_nothing_that_came_by_a_transit_gateway,
		vpn_5_by_a_vpn_gateway_ipv4_alone,
		gateway_endpoint_5_leads_to_its_service_alone,
		group_7_what_comes_through_a_nat_gateway_is_nobodys,
		answer_9_needs_routes_from_the_receivers_subnet,
		answer_9_the_ports_of_a_client_follow_its_kind,
		answer_9_echo_of_ipv6_is_answered_by_129,
		balancer_15_cross_zone_is_off_for_network_and_on_for_application,
		sets_11_an_address_picks_the_interface_by_which_the_answer_leaves,
		sets_11_planned_workloads_are_every_usable_address_of_their_subnets,
		lost_12_an_az_takes_its_nat_gateways_and_interfaces_along,
		NULL
	};

	return unit_suite_of("stated", tests);
}
