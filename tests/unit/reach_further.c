/* SPDX-License-Identifier: MIT */
#include "reach_says.h"

#include "unit.h"

/* Statements that worked cases showed and no test was named for. */

#define TIES								\
	ONE_VPC("'subnets': {'s': {'az': 'a', 'cidr': '10.0.1.0/24'}}, "	\
	"'vpn_gateway': 'vgw', 'route_tables': {'m': {'main': true, "	\
	"'propagates': ['vgw'], 'routes': [{'to': 'both', 'via': "	\
	"'blackhole'}, {'to': '192.168.1.0/24', 'via': 'vgw'}, "		\
	"{'to': '192.168.9.0/24', 'via': 'blackhole'}]}}, "		\
	GROUPS("") ", 'workloads': {" INSTANCE("a", "s", "") "}",	\
	", 'prefix_lists': {'both': {'entries': ['192.168.1.0/24', "	\
	"'192.168.2.0/24'], 'max': 2}}, 'networks': {'one': {'cidrs': "	\
	"['192.168.1.0/24']}, 'two': {'cidrs': ['192.168.2.0/24']}, "	\
	"'three': {'cidrs': ['192.168.3.0/24']}, 'nine': {'cidrs': "	\
	"['192.168.9.0/24']}}, 'vpns': {'w': {'on': 'vgw', 'networks': "	\
	"['one', 'two', 'three', 'nine']}}")

STATEMENT(route_4_of_one_prefix_static_then_a_list_then_what_is_propagated,
	{ "static before a list", TIES, "a reaches one on tcp/22", YES },
	{ "a list before propagated", TIES, "a reaches two on tcp/22", NO },
	{ "propagated alone", TIES, "a reaches three on tcp/22", YES },
	{ "static before propagated", TIES, "a reaches nine on tcp/22", NO },
)

#define SIX(more, routes)						\
	ONE_VPC("'ipv6_cidrs': ['2600:1f13:0:100::/56'], "		\
	"'internet_gateway': 'igw', 'egress_only_gateway': 'eigw', "	\
	"'subnets': {'s': {'az': 'a', 'cidr': '10.0.1.0/24', 'ipv6_cidr': "	\
	"'2600:1f13:0:101::/64', 'route_table': 'r'}, 'f': {'az': 'a', "	\
	"'cidr': '10.0.2.0/24', 'ipv6_cidr': '2600:1f13:0:102::/64', "	\
	"'route_table': 'on'}}, 'route_tables': {'m': {'main': true}, "	\
	"'r': {'routes': {" routes "}}, 'on': {'routes': {'::/0': "	\
	"'eigw'}}}, " GROUPS("") more ", 'workloads': {"			\
	INSTANCE("a", "s", ", 'public_ip': false") "}", "")
#define WALL								\
	", 'endpoints': {'fw': {'type': 'gateway_load_balancer', "	\
	"'subnet': 'f', 'forwards': [{'ports': 'all', 'from': "		\
	"'anywhere', 'to': 'anywhere'}]}}"

STATEMENT(internet_gateway_5_ipv6_passes_as_it_is,
	{ "out", SIX("", "'::/0': 'igw'"),
	  "a reaches internet on tcp/443 over ipv6", YES },
	{ "in", SIX("", "'::/0': 'igw'"),
	  "internet reaches a on tcp/443 over ipv6", YES },
)

STATEMENT(egress_only_5_takes_nothing_from_a_firewall,
	{ "by itself", SIX(WALL, "'::/0': 'eigw'"),
	  "a reaches internet on tcp/443 over ipv6", YES },
	{ "behind one", SIX(WALL, "'::/0': 'fw'"),
	  "a never reaches internet", NEVER },
)

#define BY_VPN(nat)							\
	ONE_VPC("'vpn_gateway': 'vgw', 'subnets': {'s': {'az': 'a', "	\
	"'cidr': '10.0.1.0/24'}, 'f': {'az': 'a', 'cidr': "		\
	"'10.0.2.0/24', 'route_table': 'on'}, 'n': {'az': 'a', 'cidr': "	\
	"'10.0.3.0/24'}}, 'route_tables': {'m': {'main': true, "		\
	"'propagates': ['vgw']}, 'on': {'routes': {'10.0.1.0/24': 'n'}, "	\
	"'propagates': ['vgw']}, 'e': {'edge_of': 'vgw', 'routes': "	\
	"{'10.0.1.0/24': 'box'}}}, 'nat_gateways': {'n': {'subnet': "	\
	"'n', 'private': true}}, " GROUPS("") ", 'workloads': {"		\
	INSTANCE("a", "s", "") ", 'box': {'kind': 'appliance', "		\
	"'subnets': ['f'], 'security_groups': ['open'], 'nat': " nat	\
	", 'forwards': [{'ports': 'all', 'from': 'anywhere', 'to': "	\
	"'anywhere'}]}}", ", 'networks': {'office': {'cidrs': "		\
	"['192.168.0.0/16']}}, 'vpns': {'w': {'on': 'vgw', 'networks': "	\
	"['office']}}")

STATEMENT(nat_5_takes_nothing_that_came_by_a_vpn_gateway,
	{ "as it came", BY_VPN("false"), "office never reaches a", NEVER },
	{ "from an appliance of the VPC", BY_VPN("true"),
	  "office reaches a on tcp/22", YES },
)

#define ONE_WIRE(rules)							\
	ONE_VPC("'subnets': {'x': {'az': 'a', 'cidr': '10.0.1.0/24', "	\
	"'network_acl': 'n'}, 'y': {'az': 'a', 'cidr': "			\
	"'10.0.2.0/24'}}, 'network_acls': {'n': {'ingress': [" rules	\
	"], 'egress': ['1 allow all to 0.0.0.0/0']}}, " GROUPS("")	\
	", 'workloads': {" INSTANCE("a", "x", "") ", "			\
	INSTANCE("b", "y", "") "}", "")

STATEMENT(answer_9_other_protocols_are_answered_by_themselves,
	{ "let in", ONE_WIRE("'1 allow proto/50 from 0.0.0.0/0'"),
	  "a reaches b on proto/50", YES },
	{ "not let in", ONE_WIRE("'1 allow proto/51 from 0.0.0.0/0'"),
	  "a reaches b on proto/50", ONE_WAY },
)

#define BALANCER(kind, more)						\
	ONE_VPC("'subnets': {'x': {'az': 'a', 'cidr': '10.0.1.0/24'}, "	\
	"'y': {'az': 'a', 'cidr': '10.0.2.0/24'}}, 'security_groups': {"	\
	OPEN ", 'shut': {'ingress': [], 'egress': []}}, 'workloads': {"	\
	INSTANCE("c", "x", "") ", " INSTANCE("d", "y", "") ", "		\
	INSTANCE("o", "y", "") ", 'b': {'kind': '" kind "', "		\
	"'scheme': 'internal', 'subnets': ['x']" more ", 'listeners': "	\
	"{'tcp/443': {'to': 'd', 'on': 'tcp/8080', 'health': "		\
	"'tcp/8081'}}}}", "")
#define APPLICATION							\
	BALANCER("application_load_balancer", ", 'security_groups': "	\
	"['open']")

STATEMENT(balancer_16_opens_flows_to_its_targets_alone,
	{ "application", APPLICATION, "b never reaches o", NEVER },
	{ "network", BALANCER("network_load_balancer", ""),
	  "b never reaches o", NEVER },
	{ "Classic", BALANCER("classic_load_balancer",
	  ", 'security_groups': ['open']"), "b never reaches o", NEVER },
	{ "on their ports", APPLICATION, "b reaches d on tcp/22", NO },
)

STATEMENT(balancer_17_asks_for_health_on_a_port_of_its_own,
	{ "application", APPLICATION, "b reaches d on tcp/8081", YES },
	{ "network", BALANCER("network_load_balancer", ""),
	  "b reaches d on tcp/8081", YES },
)

STATEMENT(balancer_18_a_network_one_has_groups_only_if_made_with_some,
	{ "with none", BALANCER("network_load_balancer", ""),
	  "c reaches b on tcp/443", YES },
	{ "with some", BALANCER("network_load_balancer",
	  ", 'security_groups': ['shut']"), "c reaches b on tcp/443", NO },
)

unit_suite suite_further;

Suite *
suite_further(void)
{
	return unit_suite_of("further", (const TTest *const[]){
		route_4_of_one_prefix_static_then_a_list_then_what_is_propagated,
		internet_gateway_5_ipv6_passes_as_it_is,
		egress_only_5_takes_nothing_from_a_firewall,
		nat_5_takes_nothing_that_came_by_a_vpn_gateway,
		answer_9_other_protocols_are_answered_by_themselves,
		balancer_16_opens_flows_to_its_targets_alone,
		balancer_17_asks_for_health_on_a_port_of_its_own,
		balancer_18_a_network_one_has_groups_only_if_made_with_some,
		NULL });
}
