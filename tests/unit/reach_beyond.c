/* SPDX-License-Identifier: MIT */
#include "reach_says.h"

#include "unit.h"

/*
 * Further statements of what AWS does with a packet, one test each: what
 * stands between VPCs, at their edges, and behind balancers and endpoints.
 */

#define NET_1								\
	"{'vpcplan': 1, 'account': '111122223333', 'region': "	\
	"'eu-west-1', 'vpcs': {'v': {'cidr': '10.0.0.0/16', 'subnets': "	\
	"{'s': {'az': 'a', 'cidr': '10.0.1.0/24', 'route_table': 'r', "	\
	"'network_acl': 'none'}, 'w': {'az': 'a', 'cidr': "	\
	"'10.0.2.0/24'}}, 'route_tables': {'m': {'main': true}, 'r': "	\
	"{'routes': {'10.0.2.0/24': 'fw'}}}, 'security_groups': "	\
	"{'open': {'ingress': ['all from anywhere']}}, 'workloads': "	\
	"{'lb': {'kind': 'classic_load_balancer', 'scheme': "	\
	"'internal', 'subnets': ['s'], 'security_groups': ['open'], "	\
	"'listeners': {'tcp/80': 't on tcp/80'}}, 't': {'kind': "	\
	"'instance', 'subnets': ['s'], 'security_groups': ['open']}, "	\
	"'a': {'kind': 'instance', 'subnets': ['s'], "	\
	"'security_groups': ['open']}, 'u': {'kind': 'instance', "	\
	"'subnets': ['w'], 'security_groups': ['open']}}, "	\
	"'network_acls': {'none': {}}, 'endpoints': {'fw': {'type': "	\
	"'gateway_load_balancer', 'subnet': 's', 'forwards': "	\
	"[{'ports': 'all', 'from': 'anywhere', 'to': 'anywhere'}]}}}}}"

STATEMENT(wire_2_classic_balancers_and_firewall_endpoints_meet_acls_on_it,
	{ "to its target", NET_1, "lb reaches t on tcp/80", NO },
	{ "anybody else's", NET_1, "a reaches t on tcp/80", YES },
	{ "to a firewall endpoint", NET_1, "a reaches u on tcp/80", NO },
)

#define NET_2								\
	"{'vpcplan': 1, 'account': '111122223333', 'region': "	\
	"'eu-west-1', 'vpcs': {'v': {'cidr': '10.0.0.0/16', 'subnets': "	\
	"{'s': {'az': 'a', 'cidr': '10.0.1.0/24'}}, 'route_tables': "	\
	"{'m': {'main': true, 'routes': {'0.0.0.0/0': 'igw', 'some': "	\
	"'blackhole'}}}, 'security_groups': {'open': {'ingress': ['all "	\
	"from anywhere']}}, 'workloads': {'a': {'kind': 'instance', "	\
	"'subnets': ['s'], 'security_groups': ['open'], 'public_ip': "	\
	"true}}, 'internet_gateway': 'igw'}}, 'prefix_lists': {'some': "	\
	"{'entries': ['203.0.113.0/24'], 'max': 2}}}"

STATEMENT(route_4_lists_count_as_their_blocks,
	{ "the longer block of a list wins", NET_2,
	  "a reaches 203.0.113.9 on tcp/443", NO },
	{ "the rest", NET_2, "a reaches 8.8.8.8 on tcp/443", YES },
)

#define NET_3								\
	"{'vpcplan': 1, 'account': '111122223333', 'region': "	\
	"'eu-west-1', 'vpcs': {'v': {'cidr': '10.0.0.0/16', 'subnets': "	\
	"{'p': {'az': 'a', 'cidr': '10.0.0.0/24', 'route_table': "	\
	"'pub'}, 's': {'az': 'a', 'cidr': '10.0.1.0/24'}}, "	\
	"'route_tables': {'pub': {'routes': {'0.0.0.0/0': 'igw'}}, "	\
	"'m': {'main': true, 'routes': {'0.0.0.0/0': 'n'}}}, "	\
	"'security_groups': {'open': {'ingress': ['all from "	\
	"anywhere']}}, 'workloads': {'a': {'kind': 'instance', "	\
	"'subnets': ['s'], 'security_groups': ['open']}}, "	\
	"'internet_gateway': 'igw', 'nat_gateways': {'n': {'subnet': "	\
	"'p', 'state': 'pending'}}}}}"

STATEMENT(route_4_what_is_not_available_drops,
	{ "a gateway that is pending", NET_3,
	  "a never reaches internet", NEVER },
)

#define NET_4								\
	"{'vpcplan': 1, 'account': '111122223333', 'region': "	\
	"'eu-west-1', 'vpcs': {'v': {'cidr': '10.0.0.0/16', 'subnets': "	\
	"{'s': {'az': 'a', 'cidr': '10.0.1.0/24'}, 'f': {'az': 'a', "	\
	"'cidr': '10.0.2.0/24', 'route_table': 'out'}}, "	\
	"'route_tables': {'m': {'main': true, 'routes': {'0.0.0.0/0': "	\
	"'fw'}}, 'out': {'routes': {'0.0.0.0/0': 'igw'}}, 'e': "	\
	"{'edge_of': 'igw', 'routes': {'10.0.1.0/24': 'fw'}}}, "	\
	"'security_groups': {'open': {'ingress': ['all from "	\
	"anywhere']}}, 'workloads': {'a': {'kind': 'instance', "	\
	"'subnets': ['s'], 'security_groups': ['open'], 'public_ip': "	\
	"true}}, 'internet_gateway': 'igw', 'endpoints': {'fw': "	\
	"{'type': 'gateway_load_balancer', 'subnet': 'f', 'forwards': "	\
	"[{'ports': 'tcp/443', 'from': 'anywhere', 'to': "	\
	"'anywhere'}]}}}}}"

STATEMENT(gateway_5_its_edge_table_is_asked_first,
	{ "of an internet gateway", NET_4,
	  "internet reaches a on tcp/443", YES },
	{ "by way of the firewall", NET_4,
	  "internet reaches a on tcp/443 via fw", YES },
	{ "which stops the rest", NET_4, "internet reaches a on tcp/80", NO },
)

#define NET_5								\
	"{'vpcplan': 1, 'account': '111122223333', 'region': "	\
	"'eu-west-1', 'vpcs': {'v': {'cidr': '10.0.0.0/16', 'subnets': "	\
	"{'s': {'az': 'a', 'cidr': '10.0.1.0/24'}, 'f': {'az': 'a', "	\
	"'cidr': '10.0.2.0/24', 'route_table': 'out'}}, "	\
	"'route_tables': {'m': {'main': true, 'routes': "	\
	"{'192.168.0.0/16': 'fw'}}, 'out': {'routes': "	\
	"{'192.168.0.0/16': 'vgw'}}, 'e': {'edge_of': 'vgw', 'routes': "	\
	"{'10.0.1.0/24': 'fw'}}}, 'security_groups': {'open': "	\
	"{'ingress': ['all from anywhere']}}, 'workloads': {'a': "	\
	"{'kind': 'instance', 'subnets': ['s'], 'security_groups': "	\
	"['open']}}, 'vpn_gateway': 'vgw', 'endpoints': {'fw': "	\
	"{'type': 'gateway_load_balancer', 'subnet': 'f', 'forwards': "	\
	"[{'ports': 'tcp/443', 'from': 'anywhere', 'to': "	\
	"'anywhere'}]}}}}, 'networks': {'office': {'cidrs': "	\
	"['192.168.0.0/16']}}, 'vpns': {'w': {'on': 'vgw', 'networks': "	\
	"['office']}}}"

STATEMENT(gateway_5_its_edge_table_is_asked_first_of_a_vpn_gateway,
	{ "what passes", NET_5, "office reaches a on tcp/443", YES },
	{ "what does not", NET_5, "office reaches a on tcp/80", NO },
)

#define NET_6								\
	"{'vpcplan': 1, 'account': '111122223333', 'region': "	\
	"'eu-west-1', 'vpcs': {'v': {'cidr': '10.0.0.0/16', 'subnets': "	\
	"{'s': {'az': 'a', 'cidr': '10.0.1.0/24'}}, 'route_tables': "	\
	"{'m': {'main': true, 'routes': {'0.0.0.0/0': 'igw'}}}, "	\
	"'security_groups': {'open': {'ingress': ['all from "	\
	"anywhere']}}, 'workloads': {'a': {'kind': 'instance', "	\
	"'subnets': ['s'], 'security_groups': ['open'], 'public_ip': "	\
	"true}}, 'internet_gateway': 'igw'}}}"

STATEMENT(internet_5_is_all_that_is_not_special_and_not_inside,
	{ "documentation stands for it", NET_6,
	  "a reaches 203.0.113.9 on tcp/443", YES },
	{ "private space does not", NET_6,
	  "a never reaches 192.168.1.1", NEVER },
	{ "shared space does not", NET_6, "a never reaches 100.64.0.1", NEVER },
)

#define NET_7								\
	"{'vpcplan': 1, 'account': '111122223333', 'region': "	\
	"'eu-west-1', 'vpcs': {'a': {'cidr': '10.1.0.0/16', 'subnets': "	\
	"{'x': {'az': 'a', 'cidr': '10.1.1.0/24', 'route_table': 'r'}, "	\
	"'n': {'az': 'a', 'cidr': '10.1.2.0/24'}}, 'route_tables': "	\
	"{'m': {'main': true, 'routes': {'10.2.0.0/16': 'p'}}, 'r': "	\
	"{'routes': {'10.2.0.0/16': 'nat'}}}, 'security_groups': "	\
	"{'open': {'ingress': ['all from anywhere']}}, 'workloads': "	\
	"{'c': {'kind': 'instance', 'subnets': ['x'], "	\
	"'security_groups': ['open']}}, 'nat_gateways': {'nat': "	\
	"{'subnet': 'n', 'private': true}}}, 'b': {'cidr': "	\
	"'10.2.0.0/16', 'subnets': {'y': {'az': 'a', 'cidr': "	\
	"'10.2.2.0/24'}}, 'route_tables': {'m': {'main': true, "	\
	"'routes': {'10.1.0.0/16': 'p'}}}, 'security_groups': {'open': "	\
	"{'ingress': ['all from anywhere']}, 'nat': {'ingress': "	\
	"['tcp/443 from 10.1.2.0/24']}, 'client': {'ingress': "	\
	"['tcp/443 from 10.1.1.0/24']}}, 'workloads': {'d': {'kind': "	\
	"'instance', 'subnets': ['y'], 'security_groups': ['nat']}, "	\
	"'e': {'kind': 'instance', 'subnets': ['y'], "	\
	"'security_groups': ['client']}}}}, 'peerings': {'p': "	\
	"{'between': ['a', 'b']}}}"

STATEMENT(nat_5_goes_on_with_its_private_address,
	{ "over a peering: its subnet is admitted", NET_7,
	  "c reaches d on tcp/443", YES },
	{ "its client's is not", NET_7, "c reaches e on tcp/443", NO },
)

#define NET_8								\
	"{'vpcplan': 1, 'account': '111122223333', 'region': "	\
	"'eu-west-1', 'vpcs': {'v': {'cidr': '10.0.0.0/16', 'subnets': "	\
	"{'p': {'az': 'a', 'cidr': '10.0.0.0/24', 'route_table': "	\
	"'pub'}, 's': {'az': 'a', 'cidr': '10.0.1.0/24'}}, "	\
	"'route_tables': {'pub': {'routes': {'0.0.0.0/0': 'igw'}}, "	\
	"'m': {'main': true, 'routes': {'0.0.0.0/0': 'n'}}}, "	\
	"'security_groups': {'open': {'ingress': ['all from "	\
	"anywhere']}}, 'workloads': {'c': {'kind': 'instance', "	\
	"'subnets': ['s'], 'security_groups': ['open']}, 'w': {'kind': "	\
	"'instance', 'subnets': ['p'], 'security_groups': ['open'], "	\
	"'public_ip': true}}, 'internet_gateway': 'igw', "	\
	"'nat_gateways': {'n': {'subnet': 'p'}}}}, "	\
	"'block_public_access': [{'mode': 'block-ingress'}]}"

STATEMENT(nat_5_block_ingress_leaves_it_alone,
	{ "out by it", NET_8, "c reaches internet on tcp/443", YES },
	{ "in", NET_8, "internet never reaches w", NEVER },
	{ "out without it", NET_8, "w never reaches internet", NEVER },
)

#define NET_9								\
	"{'vpcplan': 1, 'account': '111122223333', 'region': "	\
	"'eu-west-1', 'vpcs': {'v': {'cidr': '10.0.0.0/16', 'subnets': "	\
	"{'p': {'az': 'a', 'cidr': '10.0.0.0/24', 'route_table': "	\
	"'pub'}, 'six': {'az': 'a', 'ipv6_cidr': "	\
	"'2600:1f13:a:101::/64', 'ipv6_only': true}}, 'route_tables': "	\
	"{'pub': {'routes': {'0.0.0.0/0': 'igw'}}, 'm': {'main': true, "	\
	"'routes': {'64:ff9b::/96': 'n'}}}, 'security_groups': "	\
	"{'open': {'ingress': ['all from anywhere']}}, 'workloads': "	\
	"{'c': {'kind': 'instance', 'subnets': ['six'], "	\
	"'security_groups': ['open']}, 'd': {'kind': 'instance', "	\
	"'subnets': ['p'], 'security_groups': ['open'], 'addresses': "	\
	"['10.0.0.10']}}, 'internet_gateway': 'igw', 'ipv6_cidrs': "	\
	"['2600:1f13:a:100::/56'], 'nat_gateways': {'n': {'subnet': "	\
	"'p'}}}}}"

STATEMENT(nat_5_translates_ipv6_for_ipv4,
	{ "the internet", NET_9, "c reaches 64:ff9b::808:808 on tcp/443", YES },
	{ "not what has no ports", NET_9,
	  "c reaches 64:ff9b::808:808 on proto/50", NO },
	{ "nobody else answers there", NET_9,
	  "internet never reaches 64:ff9b::a00:a", NEVER },
)

#define NET_10								\
	"{'vpcplan': 1, 'account': '111122223333', 'region': "	\
	"'eu-west-1', 'vpcs': {'a': {'cidr': '10.1.0.0/16', 'subnets': "	\
	"{'s': {'az': 'a', 'cidr': '10.1.1.0/24'}}, 'route_tables': "	\
	"{'m': {'main': true, 'routes': {'0.0.0.0/0': 'p'}}}, "	\
	"'security_groups': {'open': {'ingress': ['all from "	\
	"anywhere']}}, 'workloads': {'x': {'kind': 'instance', "	\
	"'subnets': ['s'], 'security_groups': ['open']}}}, 'b': "	\
	"{'cidr': '10.2.0.0/16', 'subnets': {'s': {'az': 'a', 'cidr': "	\
	"'10.2.1.0/24'}}, 'route_tables': {'m': {'main': true, "	\
	"'routes': {'10.1.0.0/16': 'p', '10.3.0.0/16': 'q', "	\
	"'0.0.0.0/0': 'igw'}}}, 'security_groups': {'open': "	\
	"{'ingress': ['all from anywhere']}}, 'workloads': {'y': "	\
	"{'kind': 'instance', 'subnets': ['s'], 'security_groups': "	\
	"['open']}}, 'internet_gateway': 'igw'}, 'c': {'cidr': "	\
	"'10.3.0.0/16', 'subnets': {'s': {'az': 'a', 'cidr': "	\
	"'10.3.1.0/24'}}, 'route_tables': {'m': {'main': true, "	\
	"'routes': {'10.0.0.0/8': 'q'}}}, 'security_groups': {'open': "	\
	"{'ingress': ['all from anywhere']}}, 'workloads': {'z': "	\
	"{'kind': 'instance', 'subnets': ['s'], 'security_groups': "	\
	"['open']}}}}, 'peerings': {'p': {'between': ['a', 'b']}, 'q': "	\
	"{'between': ['b', 'c']}}}"

STATEMENT(peering_5_is_no_way_through,
	{ "to a third VPC", NET_10, "x never reaches z", NEVER },
	{ "to a gateway of the peer", NET_10,
	  "x never reaches internet", NEVER },
	{ "to the peer", NET_10, "x reaches y on tcp/443", YES },
)

#define NET_11								\
	"{'vpcplan': 1, 'account': '111122223333', 'region': "	\
	"'eu-west-1', 'vpcs': {'a': {'cidr': '10.1.0.0/16', 'subnets': "	\
	"{'s': {'az': 'a', 'cidr': '10.1.1.0/24'}}, 'route_tables': "	\
	"{'m': {'main': true, 'routes': {'0.0.0.0/0': 'core'}}}, "	\
	"'security_groups': {'open': {'ingress': ['all from "	\
	"anywhere']}}, 'workloads': {'x': {'kind': 'instance', "	\
	"'subnets': ['s'], 'security_groups': ['open']}}}, 'b': "	\
	"{'cidr': '10.2.0.0/16', 'subnets': {'s': {'az': 'a', 'cidr': "	\
	"'10.2.1.0/24'}, 't': {'az': 'a', 'cidr': '10.2.9.0/28', "	\
	"'route_table': 't'}}, 'route_tables': {'m': {'main': true, "	\
	"'routes': {'0.0.0.0/0': 'core'}}, 't': {'routes': "	\
	"{'10.2.1.0/24': 'fw'}}}, 'security_groups': {'open': "	\
	"{'ingress': ['all from anywhere']}}, 'workloads': {'y': "	\
	"{'kind': 'instance', 'subnets': ['s'], 'security_groups': "	\
	"['open']}, 'fw': {'kind': 'appliance', 'subnets': ['t'], "	\
	"'security_groups': ['open'], 'forwards': []}}, "	\
	"'network_acls': {'in': {'ingress': ['1 allow all from "	\
	"0.0.0.0/0']}, 'out': {'egress': ['1 allow all to "	\
	"0.0.0.0/0']}}}}, 'transit_gateways': {'core': {'attachments': "	\
	"{'a': {'vpc': 'a', 'subnets': ['a/s']}, 'b': {'vpc': 'b', "	\
	"'subnets': ['b/t']}}}}}"

STATEMENT(transit_5_the_table_of_the_attachments_subnet_governs_arrivals,
	{ "it sends them elsewhere", NET_11, "x reaches y on tcp/443", NO },
)

#define NET_12								\
	"{'vpcplan': 1, 'account': '111122223333', 'region': "	\
	"'eu-west-1', 'vpcs': {'a': {'cidr': '10.1.0.0/16', 'subnets': "	\
	"{'s': {'az': 'a', 'cidr': '10.1.1.0/24'}}, 'route_tables': "	\
	"{'m': {'main': true, 'routes': {'0.0.0.0/0': 'core'}}}, "	\
	"'security_groups': {'open': {'ingress': ['all from "	\
	"anywhere']}}, 'workloads': {'x': {'kind': 'instance', "	\
	"'subnets': ['s'], 'security_groups': ['open']}}}, 'b': "	\
	"{'cidr': '10.2.0.0/16', 'subnets': {'s': {'az': 'a', 'cidr': "	\
	"'10.2.1.0/24', 'network_acl': 'out'}, 't': {'az': 'a', "	\
	"'cidr': '10.2.9.0/28', 'route_table': 't'}}, 'route_tables': "	\
	"{'m': {'main': true, 'routes': {'0.0.0.0/0': 'core'}}, 't': "	\
	"{'routes': {}}}, 'security_groups': {'open': {'ingress': "	\
	"['all from anywhere']}}, 'workloads': {'y': {'kind': "	\
	"'instance', 'subnets': ['s'], 'security_groups': ['open']}}, "	\
	"'network_acls': {'in': {'ingress': ['1 allow all from "	\
	"0.0.0.0/0']}, 'out': {'egress': ['1 allow all to "	\
	"0.0.0.0/0']}}}}, 'transit_gateways': {'core': {'attachments': "	\
	"{'a': {'vpc': 'a', 'subnets': ['a/s']}, 'b': {'vpc': 'b', "	\
	"'subnets': ['b/s']}}}}}"

STATEMENT(transit_5_a_host_in_the_attachments_subnet_meets_both_lists_on_the_way_in,
	{ "out of the gateway neither list is asked", NET_12,
	  "x reaches y on tcp/443", ONE_WAY },
)

#define NET_13								\
	"{'vpcplan': 1, 'account': '111122223333', 'region': "	\
	"'eu-west-1', 'vpcs': {'a': {'cidr': '10.1.0.0/16', 'subnets': "	\
	"{'s': {'az': 'a', 'cidr': '10.1.1.0/24'}}, 'route_tables': "	\
	"{'m': {'main': true, 'routes': {'0.0.0.0/0': 'core'}}}, "	\
	"'security_groups': {'open': {'ingress': ['all from "	\
	"anywhere']}}, 'workloads': {'x': {'kind': 'instance', "	\
	"'subnets': ['s'], 'security_groups': ['open']}}}, 'b': "	\
	"{'cidr': '10.2.0.0/16', 'subnets': {'s': {'az': 'a', 'cidr': "	\
	"'10.2.1.0/24'}}, 'route_tables': {'m': {'main': true, "	\
	"'routes': {'0.0.0.0/0': 'far'}}}, 'security_groups': {'open': "	\
	"{'ingress': ['all from anywhere']}}, 'workloads': {'y': "	\
	"{'kind': 'instance', 'subnets': ['s'], 'security_groups': "	\
	"['open']}}, 'region': 'us-east-1'}, 'c': {'cidr': "	\
	"'10.3.0.0/16', 'subnets': {'s': {'az': 'a', 'cidr': "	\
	"'10.3.1.0/24'}}, 'route_tables': {'m': {'main': true, "	\
	"'routes': {'0.0.0.0/0': 'far'}}}, 'security_groups': {'open': "	\
	"{'ingress': ['all from anywhere']}}, 'workloads': {'z': "	\
	"{'kind': 'instance', 'subnets': ['s'], 'security_groups': "	\
	"['open']}}, 'region': 'us-east-1'}}, 'transit_gateways': "	\
	"{'core': {'attachments': {'a': {'vpc': 'a', 'subnets': "	\
	"['a/s'], 'table': 't', 'propagates_to': ['t']}, 'over': "	\
	"{'peer': 'far', 'table': 't'}}, 'tables': {'t': {'routes': "	\
	"{'10.2.0.0/16': 'over', '10.3.0.0/16': 'over'}}}}, 'far': "	\
	"{'region': 'us-east-1', 'attachments': {'b': {'vpc': 'b', "	\
	"'subnets': ['b/s'], 'table': 't', 'propagates_to': ['t', "	\
	"'u']}, 'c': {'vpc': 'c', 'subnets': ['c/s'], 'table': 'u', "	\
	"'propagates_to': ['t', 'u']}, 'back': {'peer': 'core', "	\
	"'table': 't'}}, 'tables': {'t': {'routes': {'10.1.0.0/16': "	\
	"'back'}}, 'u': {'routes': {}}}}}}"

STATEMENT(transit_5_peered_gateways_need_static_routes_on_both,
	{ "both", NET_13, "x reaches y on tcp/443", YES },
	{ "one", NET_13, "x reaches z on tcp/443", ONE_WAY },
)

#define NET_14								\
	"{'vpcplan': 1, 'account': '111122223333', 'region': "	\
	"'eu-west-1', 'vpcs': {'v': {'cidr': '10.0.0.0/16', 'subnets': "	\
	"{'s': {'az': 'a', 'cidr': '10.0.1.0/24', 'network_acl': "	\
	"'n'}}, 'route_tables': {'m': {'main': true}}, "	\
	"'security_groups': {'open': {'ingress': ['all from "	\
	"anywhere']}, 'g': {'egress': ['tcp/443 to pl:l']}}, "	\
	"'workloads': {'c': {'kind': 'instance', 'subnets': ['s'], "	\
	"'security_groups': ['g']}}, 'network_acls': {'n': {'ingress': "	\
	"['1 allow tcp/1024-65535 from 0.0.0.0/0'], 'egress': ['1 "	\
	"allow tcp to 0.0.0.0/0']}}, 'endpoints': {'s3': {'service': "	\
	"'s3', 'type': 'gateway', 'route_tables': ['m']}}}}, "	\
	"'prefix_lists': {'l': {'managed': "	\
	"'com.amazonaws.eu-west-1.s3'}}}"

STATEMENT(gateway_endpoint_5_groups_and_acl_must_admit_the_service,
	{ "by its list", NET_14, "c reaches s3 on tcp/443", YES },
	{ "on another port", NET_14, "c reaches s3 on tcp/80", NO },
)

#define NET_15								\
	"{'vpcplan': 1, 'account': '111122223333', 'region': "	\
	"'eu-west-1', 'vpcs': {'v': {'cidr': '10.0.0.0/16', 'subnets': "	\
	"{'s': {'az': 'a', 'cidr': '10.0.1.0/24', 'network_acl': "	\
	"'n'}}, 'route_tables': {'m': {'main': true}}, "	\
	"'security_groups': {'open': {'ingress': ['all from "	\
	"anywhere']}, 'g': {'egress': ['tcp/443 to pl:l']}}, "	\
	"'workloads': {'c': {'kind': 'instance', 'subnets': ['s'], "	\
	"'security_groups': ['g']}}, 'network_acls': {'n': {'ingress': "	\
	"['1 allow tcp/1024-65535 from 0.0.0.0/0'], 'egress': ['1 "	\
	"allow tcp to 10.0.0.0/16']}}, 'endpoints': {'s3': {'service': "	\
	"'s3', 'type': 'gateway', 'route_tables': ['m']}}}}, "	\
	"'prefix_lists': {'l': {'managed': "	\
	"'com.amazonaws.eu-west-1.s3'}}}"

STATEMENT(gateway_endpoint_5_an_acl_that_lets_nothing_out,
	{ "closed", NET_15, "c reaches s3 on tcp/443", NO },
)

#define NET_16								\
	"{'vpcplan': 1, 'account': '111122223333', 'region': "	\
	"'eu-west-1', 'vpcs': {'v': {'cidr': '10.0.0.0/16', 'subnets': "	\
	"{'s': {'az': 'a', 'cidr': '10.0.1.0/24'}}, 'route_tables': "	\
	"{'main': {'main': true}}, 'security_groups': {'open': "	\
	"{'ingress': ['all from anywhere']}, 'c': {}, 'e': {'ingress': "	\
	"['all from c']}}, 'workloads': {'c': {'kind': 'instance', "	\
	"'subnets': ['s'], 'security_groups': ['c']}, 'd': {'kind': "	\
	"'instance', 'subnets': ['s'], 'security_groups': ['open']}}, "	\
	"'endpoints': {'e': {'service': 'sqs', 'type': 'interface', "	\
	"'subnets': ['s'], 'security_groups': ['e'], 'private_dns': "	\
	"false}}}}}"

STATEMENT(interface_endpoint_5_is_an_interface_with_groups,
	{ "admitted", NET_16, "c reaches e on tcp/443", YES },
	{ "not admitted", NET_16, "d never reaches e", NEVER },
	{ "no ICMP", NET_16, "c reaches e on icmp/8", NO },
)

#define NET_17								\
	"{'vpcplan': 1, 'account': '111122223333', 'region': "	\
	"'eu-west-1', 'vpcs': {'v': {'cidr': '10.0.0.0/16', 'subnets': "	\
	"{'x': {'az': 'a', 'cidr': '10.0.1.0/24', 'route_table': 'x'}, "	\
	"'y': {'az': 'a', 'cidr': '10.0.2.0/24', 'route_table': 'y'}, "	\
	"'z': {'az': 'a', 'cidr': '10.0.3.0/24'}, 'w': {'az': 'a', "	\
	"'cidr': '10.0.4.0/24', 'route_table': 'w'}, 'fws': {'az': "	\
	"'a', 'cidr': '10.0.9.0/24'}}, 'route_tables': {'m': {'main': "	\
	"true}, 'x': {'routes': {'10.0.2.0/24': 'fw', '10.0.3.0/24': "	\
	"'fw', '10.0.4.0/24': 'mute'}}, 'y': {'routes': "	\
	"{'10.0.1.0/24': 'fw'}}, 'w': {'routes': {'10.0.1.0/24': "	\
	"'mute'}}}, 'security_groups': {'open': {'ingress': ['all from "	\
	"anywhere']}}, 'workloads': {'c': {'kind': 'instance', "	\
	"'subnets': ['x'], 'security_groups': ['open']}, 'd': {'kind': "	\
	"'instance', 'subnets': ['y'], 'security_groups': ['open']}, "	\
	"'e': {'kind': 'instance', 'subnets': ['z'], "	\
	"'security_groups': ['open']}, 'f': {'kind': 'instance', "	\
	"'subnets': ['w'], 'security_groups': ['open']}}, 'endpoints': "	\
	"{'fw': {'type': 'gateway_load_balancer', 'subnet': 'fws', "	\
	"'forwards': [{'ports': 'all', 'from': 'anywhere', 'to': "	\
	"'anywhere'}]}, 'mute': {'type': 'gateway_load_balancer', "	\
	"'subnet': 'fws'}}}}}"

STATEMENT(firewall_endpoint_5_both_directions_meet_the_same_one,
	{ "there and back", NET_17, "c reaches d on tcp/443", YES },
	{ "there alone", NET_17, "c reaches e on tcp/443", ONE_WAY },
	{ "not stated: nobody knows", NET_17,
	  "c reaches f on tcp/443", UNDECIDED },
)

#define NET_18								\
	"{'vpcplan': 1, 'account': '111122223333', 'region': "	\
	"'eu-west-1', 'vpcs': {'a': {'cidr': '10.1.0.0/16', 'subnets': "	\
	"{'s': {'az': 'a', 'cidr': '10.1.1.0/24'}}, 'route_tables': "	\
	"{'m': {'main': true, 'routes': {'10.2.0.0/16': 'p', "	\
	"'10.3.0.0/16': 'q'}}}, 'security_groups': {'open': "	\
	"{'ingress': ['all from anywhere']}, 'g': {}}, 'workloads': "	\
	"{'x': {'kind': 'instance', 'subnets': ['s'], "	\
	"'security_groups': ['g']}}}, 'b': {'cidr': '10.2.0.0/16', "	\
	"'subnets': {'s': {'az': 'a', 'cidr': '10.2.1.0/24'}}, "	\
	"'route_tables': {'m': {'main': true, 'routes': "	\
	"{'10.1.0.0/16': 'p'}}}, 'security_groups': {'open': "	\
	"{'ingress': ['all from anywhere']}, 'r': {'ingress': "	\
	"['tcp/443 from a/g']}}, 'workloads': {'y': {'kind': "	\
	"'instance', 'subnets': ['s'], 'security_groups': ['r']}}}, "	\
	"'c': {'cidr': '10.3.0.0/16', 'subnets': {'s': {'az': 'a', "	\
	"'cidr': '10.3.1.0/24'}}, 'route_tables': {'m': {'main': true, "	\
	"'routes': {'10.1.0.0/16': 'q'}}}, 'security_groups': {'open': "	\
	"{'ingress': ['all from anywhere']}, 'r': {'ingress': "	\
	"['tcp/443 from a/g']}}, 'workloads': {'z': {'kind': "	\
	"'instance', 'subnets': ['s'], 'security_groups': ['r']}}, "	\
	"'region': 'us-east-1'}}, 'peerings': {'p': {'between': ['a', "	\
	"'b']}, 'q': {'between': ['a', 'c']}}}"

STATEMENT(group_7_a_reference_holds_over_a_peering_in_the_region,
	{ "in the Region", NET_18, "x reaches y on tcp/443", YES },
	{ "not across Regions", NET_18, "x reaches z on tcp/443", NO },
)

#define NET_19								\
	"{'vpcplan': 1, 'account': '111122223333', 'region': "	\
	"'eu-west-1', 'vpcs': {'a': {'cidr': '10.1.0.0/16', 'subnets': "	\
	"{'s': {'az': 'a', 'cidr': '10.1.1.0/24'}}, 'route_tables': "	\
	"{'m': {'main': true, 'routes': {'0.0.0.0/0': 'core'}}}, "	\
	"'security_groups': {'open': {'ingress': ['all from "	\
	"anywhere']}, 'g': {'ingress': ['all from anywhere'], "	\
	"'egress': ['all to anywhere']}}, 'workloads': {'x': {'kind': "	\
	"'instance', 'subnets': ['s'], 'security_groups': ['g']}}}, "	\
	"'b': {'cidr': '10.2.0.0/16', 'subnets': {'s': {'az': 'a', "	\
	"'cidr': '10.2.1.0/24'}, 't': {'az': 'a', 'cidr': "	\
	"'10.2.9.0/28', 'route_table': 't'}}, 'route_tables': {'m': "	\
	"{'main': true, 'routes': {'0.0.0.0/0': 'core'}}, 't': "	\
	"{'routes': {}}}, 'security_groups': {'open': {'ingress': "	\
	"['all from anywhere']}, 'r': {'ingress': ['tcp/443 from "	\
	"a/g'], 'egress': ['tcp/22 to a/g']}}, 'workloads': {'y': "	\
	"{'kind': 'instance', 'subnets': ['s'], 'security_groups': "	\
	"['r']}}, 'network_acls': {'in': {'ingress': ['1 allow all "	\
	"from 0.0.0.0/0']}, 'out': {'egress': ['1 allow all to "	\
	"0.0.0.0/0']}}}}, 'transit_gateways': {'core': "	\
	"{'sg_references': true, 'attachments': {'a': {'vpc': 'a', "	\
	"'subnets': ['a/s']}, 'b': {'vpc': 'b', 'subnets': "	\
	"['b/t']}}}}}"

STATEMENT(group_7_a_reference_holds_over_a_transit_gateway_where_it_is_on,
	{ "both sides on", NET_19, "x reaches y on tcp/443", YES },
	{ "ingress rules only", NET_19, "y reaches x on tcp/22", NO },
)

#define NET_20								\
	"{'vpcplan': 1, 'account': '111122223333', 'region': "	\
	"'eu-west-1', 'vpcs': {'a': {'cidr': '10.1.0.0/16', 'subnets': "	\
	"{'s': {'az': 'a', 'cidr': '10.1.1.0/24'}}, 'route_tables': "	\
	"{'m': {'main': true, 'routes': {'0.0.0.0/0': 'core'}}}, "	\
	"'security_groups': {'open': {'ingress': ['all from "	\
	"anywhere']}, 'g': {'ingress': ['all from anywhere'], "	\
	"'egress': ['all to anywhere']}}, 'workloads': {'x': {'kind': "	\
	"'instance', 'subnets': ['s'], 'security_groups': ['g']}}}, "	\
	"'b': {'cidr': '10.2.0.0/16', 'subnets': {'s': {'az': 'a', "	\
	"'cidr': '10.2.1.0/24'}, 't': {'az': 'a', 'cidr': "	\
	"'10.2.9.0/28', 'route_table': 't'}}, 'route_tables': {'m': "	\
	"{'main': true, 'routes': {'0.0.0.0/0': 'core'}}, 't': "	\
	"{'routes': {}}}, 'security_groups': {'open': {'ingress': "	\
	"['all from anywhere']}, 'r': {'ingress': ['tcp/443 from "	\
	"a/g'], 'egress': ['tcp/22 to a/g']}}, 'workloads': {'y': "	\
	"{'kind': 'instance', 'subnets': ['s'], 'security_groups': "	\
	"['r']}}, 'network_acls': {'in': {'ingress': ['1 allow all "	\
	"from 0.0.0.0/0']}, 'out': {'egress': ['1 allow all to "	\
	"0.0.0.0/0']}}}}, 'transit_gateways': {'core': {'attachments': "	\
	"{'a': {'vpc': 'a', 'subnets': ['a/s']}, 'b': {'vpc': 'b', "	\
	"'subnets': ['b/t']}}}}}"

STATEMENT(group_7_a_reference_does_not_hold_where_the_gateway_has_it_off,
	{ "off", NET_20, "x reaches y on tcp/443", NO },
)

#define NET_21								\
	"{'vpcplan': 1, 'account': '111122223333', 'region': "	\
	"'eu-west-1', 'vpcs': {'a': {'cidr': '10.1.0.0/16', 'subnets': "	\
	"{'s': {'az': 'a', 'cidr': '10.1.1.0/24'}}, 'route_tables': "	\
	"{'m': {'main': true, 'routes': {'0.0.0.0/0': 'core'}}}, "	\
	"'security_groups': {'open': {'ingress': ['all from "	\
	"anywhere']}, 'g': {'ingress': ['all from anywhere'], "	\
	"'egress': ['all to anywhere']}}, 'workloads': {'x': {'kind': "	\
	"'instance', 'subnets': ['s'], 'security_groups': ['g']}}}, "	\
	"'b': {'cidr': '10.2.0.0/16', 'subnets': {'s': {'az': 'a', "	\
	"'cidr': '10.2.1.0/24'}, 't': {'az': 'a', 'cidr': "	\
	"'10.2.9.0/28', 'route_table': 't'}}, 'route_tables': {'m': "	\
	"{'main': true, 'routes': {'0.0.0.0/0': 'core'}}, 't': "	\
	"{'routes': {}}}, 'security_groups': {'open': {'ingress': "	\
	"['all from anywhere']}, 'r': {'ingress': ['tcp/443 from "	\
	"a/g'], 'egress': ['tcp/22 to a/g']}}, 'workloads': {'y': "	\
	"{'kind': 'instance', 'subnets': ['s'], 'security_groups': "	\
	"['r']}}, 'network_acls': {'in': {'ingress': ['1 allow all "	\
	"from 0.0.0.0/0']}, 'out': {'egress': ['1 allow all to "	\
	"0.0.0.0/0']}}}}, 'transit_gateways': {'core': "	\
	"{'sg_references': true, 'attachments': {'a': {'vpc': 'a', "	\
	"'subnets': ['a/s'], 'sg_references': false}, 'b': {'vpc': "	\
	"'b', 'subnets': ['b/t']}}}}}"

STATEMENT(group_7_a_reference_does_not_hold_where_the_attachment_has_it_off,
	{ "off", NET_21, "x reaches y on tcp/443", NO },
)

#define NET_22								\
	"{'vpcplan': 1, 'account': '111122223333', 'region': "	\
	"'eu-west-1', 'vpcs': {'v': {'cidr': '10.0.0.0/16', 'subnets': "	\
	"{'s': {'az': 'a', 'cidr': '10.0.1.0/24', 'network_acl': "	\
	"'n'}}, 'route_tables': {'main': {'main': true}}, "	\
	"'security_groups': {'open': {'ingress': ['all from "	\
	"anywhere']}, 'shut': {'egress': []}}, 'workloads': {'a': "	\
	"{'kind': 'instance', 'subnets': ['s'], 'security_groups': "	\
	"['shut']}}, 'network_acls': {'n': {}}}}}"

STATEMENT(host_10_what_aws_answers_there_is_not_filtered,
	{ "the resolver", NET_22, "a reaches 10.0.0.2 on udp/53", YES },
	{ "metadata", NET_22, "a reaches 169.254.169.254 on tcp/80", YES },
	{ "the time", NET_22, "a reaches 169.254.169.123 on udp/123", YES },
	{ "nothing else", NET_22, "a reaches 10.0.1.9 on udp/53", NO },
)

#define NET_23								\
	"{'vpcplan': 1, 'account': '111122223333', 'region': "	\
	"'eu-west-1', 'vpcs': {'v': {'cidr': '10.0.0.0/16', 'subnets': "	\
	"{'p': {'az': 'a', 'cidr': '10.0.0.0/24', 'route_table': "	\
	"'pub'}, 's': {'az': 'a', 'cidr': '10.0.1.0/24'}}, "	\
	"'route_tables': {'m': {'main': true}, 'pub': {'routes': "	\
	"{'0.0.0.0/0': 'igw'}}}, 'security_groups': {'open': "	\
	"{'ingress': ['all from anywhere']}, 'in': {'ingress': ['all "	\
	"from 10.0.0.0/24']}}, 'workloads': {'n': {'kind': "	\
	"'network_load_balancer', 'scheme': 'internet-facing', "	\
	"'subnets': ['p'], 'listeners': {'udp/53': {'to': ['t'], "	\
	"'target': 'ip', 'preserve_client': false}}}, 'o': {'kind': "	\
	"'network_load_balancer', 'scheme': 'internet-facing', "	\
	"'subnets': ['p'], 'listeners': {'udp/53': {'to': ['u'], "	\
	"'target': 'ip', 'preserve_client': false}}}, 't': {'kind': "	\
	"'instance', 'subnets': ['s'], 'security_groups': ['open']}, "	\
	"'u': {'kind': 'instance', 'subnets': ['s'], "	\
	"'security_groups': ['in']}}, 'internet_gateway': 'igw'}}}"

STATEMENT(balancer_11_udp_preserves_the_client_always,
	{ "the client is admitted", NET_23,
	  "internet reaches n on udp/53", YES },
	{ "the balancer alone is", NET_23, "internet reaches o on udp/53", NO },
)

#define NET_24								\
	"{'vpcplan': 1, 'account': '111122223333', 'region': "	\
	"'eu-west-1', 'vpcs': {'prov': {'cidr': '10.9.0.0/16', "	\
	"'subnets': {'s': {'az': 'a', 'cidr': '10.9.1.0/24'}}, "	\
	"'route_tables': {'main': {'main': true}}, 'security_groups': "	\
	"{'open': {'ingress': ['all from anywhere']}, 'in': "	\
	"{'ingress': ['tcp/8080 from 10.9.1.0/24']}}, 'workloads': "	\
	"{'n': {'kind': 'network_load_balancer', 'scheme': 'internal', "	\
	"'subnets': ['s'], 'listeners': {'tcp/443': {'to': ['t'], "	\
	"'on': 'tcp/8080'}}}, 't': {'kind': 'instance', 'subnets': "	\
	"['s'], 'security_groups': ['in']}}, 'services': {'orders': "	\
	"{'load_balancer': 'n'}}}, 'cons': {'cidr': '10.0.0.0/16', "	\
	"'subnets': {'s': {'az': 'a', 'cidr': '10.0.1.0/24'}}, "	\
	"'route_tables': {'main': {'main': true}}, 'security_groups': "	\
	"{'open': {'ingress': ['all from anywhere']}}, 'workloads': "	\
	"{'c': {'kind': 'instance', 'subnets': ['s'], "	\
	"'security_groups': ['open']}}, 'endpoints': {'e': {'service': "	\
	"'orders', 'type': 'interface', 'subnets': ['s'], "	\
	"'security_groups': ['open'], 'private_dns': false}}}}}"

STATEMENT(balancer_12_an_endpoint_hides_the_client,
	{ "the balancer is admitted", NET_24, "c reaches e on tcp/443", YES },
	{ "it does not listen", NET_24, "c reaches e on tcp/80", NO },
)

#define NET_25								\
	"{'vpcplan': 1, 'account': '111122223333', 'region': "	\
	"'eu-west-1', 'vpcs': {'v': {'cidr': '10.0.0.0/16', 'subnets': "	\
	"{'p': {'az': 'a', 'cidr': '10.0.0.0/24', 'route_table': "	\
	"'pub', 'ipv6_cidr': '2600:1f13:c:100::/64'}, 's': {'az': 'a', "	\
	"'cidr': '10.0.1.0/24'}}, 'route_tables': {'m': {'main': "	\
	"true}, 'pub': {'routes': {'0.0.0.0/0': 'igw', '::/0': "	\
	"'igw'}}}, 'security_groups': {'open': {'ingress': ['all from "	\
	"anywhere']}, 'in': {'ingress': ['tcp/80 from 10.0.0.0/24']}}, "	\
	"'workloads': {'n': {'kind': 'network_load_balancer', "	\
	"'scheme': 'internet-facing', 'subnets': ['p'], 'ipv6': true, "	\
	"'listeners': {'tcp/80': 't on tcp/80'}}, 't': {'kind': "	\
	"'instance', 'subnets': ['s'], 'security_groups': ['in']}}, "	\
	"'internet_gateway': 'igw', 'ipv6_cidrs': "	\
	"['2600:1f13:c:100::/56']}}}"

STATEMENT(balancer_13_of_the_other_family_targets_see_the_balancer,
	{ "IPv6", NET_25, "internet reaches n on tcp/80 over ipv6", YES },
	{ "IPv4", NET_25, "internet reaches n on tcp/80 over ipv4", NO },
)

#define NET_26								\
	"{'vpcplan': 1, 'account': '111122223333', 'region': "	\
	"'eu-west-1', 'vpcs': {'v': {'cidr': '10.0.0.0/16', 'subnets': "	\
	"{'a': {'az': 'a', 'cidr': '10.0.1.0/24'}, 'b': {'az': 'b', "	\
	"'cidr': '10.0.2.0/24'}, 'c': {'az': 'c', 'cidr': "	\
	"'10.0.3.0/24'}}, 'route_tables': {'main': {'main': true}}, "	\
	"'security_groups': {'open': {'ingress': ['all from "	\
	"anywhere']}}, 'workloads': {'w': {'kind': "	\
	"'application_load_balancer', 'scheme': 'internal', 'subnets': "	\
	"['a', 'b'], 'security_groups': ['open'], 'listeners': "	\
	"{'tcp/443': 't on tcp/80'}}, 'k': {'kind': "	\
	"'classic_load_balancer', 'scheme': 'internal', 'subnets': "	\
	"['a', 'b'], 'security_groups': ['open'], 'listeners': "	\
	"{'tcp/80': 't on tcp/80'}}, 't': {'kind': 'instance', "	\
	"'subnets': ['c'], 'security_groups': ['open']}}}}}"

STATEMENT(balancer_14_classic_and_application_serve_the_azs_they_are_enabled_in,
	{ "application", NET_26, "w reaches t on tcp/80", NO },
	{ "Classic", NET_26, "k reaches t on tcp/80", NO },
)

unit_suite suite_beyond;

Suite *
suite_beyond(void)
{
	return unit_suite_of("beyond", (const TTest *const[]){
		wire_2_classic_balancers_and_firewall_endpoints_meet_acls_on_it,
		route_4_lists_count_as_their_blocks,
		route_4_what_is_not_available_drops,
		gateway_5_its_edge_table_is_asked_first,
		gateway_5_its_edge_table_is_asked_first_of_a_vpn_gateway,
		internet_5_is_all_that_is_not_special_and_not_inside,
		nat_5_goes_on_with_its_private_address,
		nat_5_block_ingress_leaves_it_alone,
		nat_5_translates_ipv6_for_ipv4,
		peering_5_is_no_way_through,
		transit_5_the_table_of_the_attachments_subnet_governs_arrivals,
		transit_5_a_host_in_the_attachments_subnet_meets_both_lists_on_the_way_in,
		transit_5_peered_gateways_need_static_routes_on_both,
		gateway_endpoint_5_groups_and_acl_must_admit_the_service,
		gateway_endpoint_5_an_acl_that_lets_nothing_out,
		interface_endpoint_5_is_an_interface_with_groups,
		firewall_endpoint_5_both_directions_meet_the_same_one,
		group_7_a_reference_holds_over_a_peering_in_the_region,
		group_7_a_reference_holds_over_a_transit_gateway_where_it_is_on,
		group_7_a_reference_does_not_hold_where_the_gateway_has_it_off,
		group_7_a_reference_does_not_hold_where_the_attachment_has_it_off,
		host_10_what_aws_answers_there_is_not_filtered,
		balancer_11_udp_preserves_the_client_always,
		balancer_12_an_endpoint_hides_the_client,
		balancer_13_of_the_other_family_targets_see_the_balancer,
		balancer_14_classic_and_application_serve_the_azs_they_are_enabled_in,
		NULL });
}
