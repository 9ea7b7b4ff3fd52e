/* SPDX-License-Identifier: MIT */
#include "reach_says.h"

#include "unit.h"

/*
 * One test for each statement of what AWS does with a packet, in the order in
 * which a packet meets it, with the smallest network that shows it.
 */

#define TWO_SUBNETS "'subnets': {'x': {'az': 'a', 'cidr': '10.0.1.0/24'}, " \
	"'y': {'az': 'a', 'cidr': '10.0.2.0/24'}}"
#define C_AND_D(more) ", 'workloads': {" INSTANCE("c", "x", "") ", "	\
	INSTANCE("d", "y", more) "}"

/* ------------------------------------------------------------- the names */

#define DNS(hostnames) "'dns': {'support': true, 'hostnames': " hostnames "}, "
#define SQS(dns, private) ONE_VPC(DNS(dns) TWO_SUBNETS ", 'endpoints': {"	\
	"'q': {'service': 'sqs', 'type': 'interface', 'subnets': ['y'], "	\
	"'private_dns': " private ", 'security_groups': ['open']}}, "		\
	GROUPS("") C_AND_D(""), "")

STATEMENT(names_0_a_service_is_its_private_endpoint_where_dns_says_so,
	{ "both attributes of the VPC on", SQS("true", "true"),
	  "c reaches sqs", YES },
	{ "hostnames off", SQS("false", "true"), "c reaches sqs", NO },
	{ "private DNS off", SQS("true", "false"), "c reaches sqs", NO },
)

#define S3_LIST(cidr) ONE_VPC(TWO_SUBNETS ", 'endpoints': {'s3': {"	\
	"'service': 's3', 'type': 'gateway', 'route_tables': ['m']}}, "	\
	"'route_tables': {'m': {'main': true}}, 'security_groups': {"	\
	"'open': {'egress': ['tcp/443 to " cidr "']}}" C_AND_D(""), "")

STATEMENT(names_0_a_service_is_one_point_that_no_file_knows,
	{ "a block of all", S3_LIST("0.0.0.0/0"), "c reaches s3", YES },
	{ "special space", S3_LIST("10.0.0.0/8"), "c reaches s3", NO },
	{ "some of the internet", S3_LIST("52.0.0.0/8"), "c reaches s3",
	  UNDECIDED },
)

/* --------------------------------------------------------------- 1 and 2 */

#define OUT_OF(rules) ONE_VPC(TWO_SUBNETS ", 'security_groups': {"	\
	"'one': {'egress': []}, 'two': {" rules "}, " OPEN "}, "	\
	"'workloads': {'c': {'kind': 'instance', 'subnets': ['x'], "	\
	"'security_groups': ['one', 'two']}, "				\
	INSTANCE("d", "y", "") "}", "")

STATEMENT(source_1_groups_of_the_sender_are_the_union_of_their_rules,
	{ "one of two groups", OUT_OF("'egress': ['tcp/443 to anywhere']"),
	  "c reaches d on tcp/443", YES },
	{ "neither", OUT_OF("'egress': ['tcp/80 to anywhere']"),
	  "c reaches d on tcp/443", NO },
)

#define ONE_WIRE(d) ONE_VPC("'subnets': {'x': {'cidr': '10.0.1.0/24', "	\
	"'network_acl': 'shut'}, 'y': {'cidr': '10.0.2.0/24'}}, "	\
	"'network_acls': {'shut': {}}, " GROUPS("") ", 'workloads': {"	\
	INSTANCE("c", "x", "") ", " INSTANCE("d", d, "") "}", "")

STATEMENT(wire_2_inside_a_subnet_there_is_no_acl_and_no_route,
	{ "the same subnet", ONE_WIRE("x"), "c reaches d on tcp/443", YES },
	{ "another", ONE_WIRE("y"), "c reaches d on tcp/443", NO },
)

/* --------------------------------------------------------------- 3 and 6 */

#define WITH_ACL(subnet_x, subnet_y, in, out)				\
	ONE_VPC("'subnets': {'x': {'cidr': '10.0.1.0/24'" subnet_x "}, "	\
	"'y': {'cidr': '10.0.2.0/24'" subnet_y "}}, 'network_acls': {"	\
	"'n': {'ingress': [" in "], 'egress': [" out "]}}, "		\
	GROUPS("") C_AND_D(""), "")
#define N ", 'network_acl': 'n'"
#define ALL_IN "'100 allow all from 0.0.0.0/0'"
#define ALL_OUT "'100 allow all to 0.0.0.0/0'"

STATEMENT(acl_3_the_first_entry_by_number_decides_on_the_way_out,
	{ "a lower number, later in the file", WITH_ACL(N, "", ALL_IN,
	  ALL_OUT ", '50 deny tcp/443 to 10.0.2.0/24'"),
	  "c reaches d on tcp/443", NO },
	{ "a higher number, earlier in the file", WITH_ACL(N, "", ALL_IN,
	  "'150 deny tcp/443 to 10.0.2.0/24', " ALL_OUT),
	  "c reaches d on tcp/443", YES },
	{ "nothing matches", WITH_ACL(N, "", ALL_IN,
	  "'100 allow tcp/80 to 0.0.0.0/0'"), "c reaches d on tcp/443", NO },
)

STATEMENT(acl_6_the_list_of_the_receivers_subnet_judges_what_comes_in,
	{ "allowed", WITH_ACL("", N, "'100 allow tcp/443 from 10.0.1.0/24'",
	  ALL_OUT), "c reaches d on tcp/443", YES },
	{ "of another source", WITH_ACL("", N,
	  "'100 allow tcp/443 from 10.0.3.0/24'", ALL_OUT),
	  "c reaches d on tcp/443", NO },
)

/* --------------------------------------------------------------------- 4 */

#define PEERED(routes_a, more)						\
	TWO_VPCS("'subnets': {'x': {'az': 'a', 'cidr': '10.1.1.0/24'}}, "	\
	"'route_tables': {'m': {'main': true, 'routes': {" routes_a "}}}, "	\
	GROUPS("") ", 'workloads': {" INSTANCE("c", "x", "") "}",		\
	"'subnets': {'y': {'az': 'a', 'cidr': '10.2.2.0/24'}}, "		\
	"'route_tables': {'m': {'main': true, "				\
	"'routes': {'10.1.0.0/16': 'p'}}}, " GROUPS("")			\
	", 'workloads': {" INSTANCE("d", "y", "") "}",			\
	", 'peerings': {'p': {'between': ['a', 'b']" more "}}")

STATEMENT(route_4_the_longest_prefix_wins_even_to_a_blackhole,
	{ "the wider one", PEERED("'10.2.0.0/16': 'p'", ""),
	  "c reaches d on tcp/443", YES },
	{ "the longer one", PEERED("'10.2.0.0/16': 'p', "
	  "'10.2.2.0/24': 'blackhole'", ""), "c reaches d on tcp/443", NO },
	{ "none", PEERED("", ""), "c reaches d on tcp/443", NO },
)

STATEMENT(route_4_without_an_association_the_main_table_serves,
	{ "explicit", ONE_VPC("'internet_gateway': 'igw', 'subnets': {'x': "
	  "{'cidr': '10.0.1.0/24', 'route_table': 't'}}, 'route_tables': {"
	  "'m': {'main': true}, 't': {'routes': {'0.0.0.0/0': 'igw'}}}, "
	  GROUPS("") ", 'workloads': {" INSTANCE("c", "x",
	  ", 'public_ip': true") "}", ""), "c reaches internet", YES },
	{ "main", ONE_VPC("'internet_gateway': 'igw', 'subnets': {'x': "
	  "{'cidr': '10.0.1.0/24'}}, 'route_tables': {"
	  "'m': {'main': true}, 't': {'routes': {'0.0.0.0/0': 'igw'}}}, "
	  GROUPS("") ", 'workloads': {" INSTANCE("c", "x",
	  ", 'public_ip': true") "}", ""), "c reaches internet", NO },
)

#define PROPAGATING(cidr) ONE_VPC("'vpn_gateway': 'vgw', 'subnets': {"	\
	"'x': {'cidr': '10.0.1.0/24'}, 'y': {'cidr': '10.0.2.0/24'}}, "	\
	"'route_tables': {'m': {'main': true, 'propagates': ['vgw']}}, "	\
	GROUPS("") C_AND_D(""), ", 'networks': {'office': {'cidrs': ['"	\
	cidr "']}}, 'vpns': {'o': {'on': 'vgw', "		\
	"'networks': ['office']}}")

STATEMENT(route_4_a_propagated_route_never_beats_local,
	{ "inside the VPC", PROPAGATING("10.0.2.0/24"),
	  "c reaches d on tcp/443", YES },
	{ "outside of it", PROPAGATING("192.168.0.0/16"),
	  "c reaches office on tcp/443", YES },
)

#define DEFAULT_OUT ONE_VPC("'internet_gateway': 'igw', " TWO_SUBNETS	\
	", 'route_tables': {'m': {'main': true, "			\
	"'routes': {'0.0.0.0/0': 'igw'}}}, " GROUPS("")		\
	", 'workloads': {" INSTANCE("c", "x", ", 'public_ip': true") "}", "")

STATEMENT(route_4_what_no_subnet_owns_never_follows_a_default_route,
	{ "inside the VPC", DEFAULT_OUT, "c reaches 10.0.9.9 on tcp/443",
	  NO },
	{ "outside", DEFAULT_OUT, "c reaches 8.8.8.8 on tcp/443", YES },
)

/* --------------------------------------------- 5: the internet gateway */

#define PUBLIC(address, more) ONE_VPC("'internet_gateway': 'igw', "	\
	"'ipv6_cidrs': ['2600:1f13:0:100::/56'], 'subnets': {'x': {"	\
	"'az': 'a', 'cidr': '10.0.1.0/24', "				\
	"'ipv6_cidr': '2600:1f13:0:100::/64'}}, 'route_tables': {'m': {"	\
	"'main': true, 'routes': {'0.0.0.0/0': 'igw', '::/0': 'igw'}}}, "	\
	GROUPS("") ", 'workloads': {" INSTANCE("c", "x", address) "}", more)

STATEMENT(internet_gateway_5_ipv4_needs_a_public_address,
	{ "with one", PUBLIC(", 'public_ip': true", ""),
	  "c reaches internet on tcp/443 over ipv4", YES },
	{ "without", PUBLIC("", ""),
	  "c reaches internet on tcp/443 over ipv4", NO },
	{ "IPv6 needs none", PUBLIC("", ""),
	  "c reaches internet on tcp/443 over ipv6", YES },
	{ "from outside", PUBLIC(", 'public_ip': true", ""),
	  "internet reaches c on tcp/443 over ipv4", YES },
)

#define BLOCKED(mode) ", 'block_public_access': [{'mode': '" mode "'}]"

STATEMENT(internet_gateway_5_block_public_access_may_forbid_it,
	{ "ingress blocked, from outside", PUBLIC(", 'public_ip': true",
	  BLOCKED("block-ingress")), "internet never reaches c", NEVER },
	{ "both ways, from inside", PUBLIC(", 'public_ip': true",
	  BLOCKED("block-bidirectional")), "c never reaches internet",
	  NEVER },
	{ "off", PUBLIC(", 'public_ip': true", BLOCKED("off")),
	  "internet reaches c on tcp/443", YES },
)

STATEMENT(internet_gateway_5_references_do_not_match_a_public_source,
	{ "by the public address", ONE_VPC("'internet_gateway': 'igw', "
	  TWO_SUBNETS ", 'route_tables': {'m': {'main': true, "
	  "'routes': {'0.0.0.0/0': 'igw'}}}, 'security_groups': {"
	  "'g': {'ingress': ['all from g']}}, 'workloads': {"
	  "'c': {'kind': 'instance', 'subnets': ['x'], 'public_ip': true, "
	  "'security_groups': ['g']}, 'd': {'kind': 'instance', "
	  "'subnets': ['y'], 'public_ip': 'eip', "
	  "'security_groups': ['g']}}", EIP),
	  "c never reaches 52.95.110.20", NEVER },
	{ "by the private one", ONE_VPC("'internet_gateway': 'igw', "
	  TWO_SUBNETS ", 'route_tables': {'m': {'main': true, "
	  "'routes': {'0.0.0.0/0': 'igw'}}}, 'security_groups': {"
	  "'g': {'ingress': ['all from g']}}, 'workloads': {"
	  "'c': {'kind': 'instance', 'subnets': ['x'], 'public_ip': true, "
	  "'security_groups': ['g']}, 'd': {'kind': 'instance', "
	  "'subnets': ['y'], 'public_ip': 'eip', "
	  "'security_groups': ['g']}}", EIP), "c reaches d on tcp/443",
	  YES },
)

#define SIX_ONLY(via) ONE_VPC("'internet_gateway': 'igw', "		\
	"'egress_only_gateway': 'out', "				\
	"'ipv6_cidrs': ['2600:1f13:0:100::/56'], 'subnets': {'x': {"	\
	"'cidr': '10.0.1.0/24', 'ipv6_cidr': '2600:1f13:0:100::/64'}}, "	\
	"'route_tables': {'m': {'main': true, 'routes': {'::/0': '"	\
	via "'}}}, " GROUPS("") ", 'workloads': {" INSTANCE("c", "x", "")	\
	"}", "")

STATEMENT(egress_only_5_lets_flows_out_and_none_in,
	{ "out", SIX_ONLY("out"), "c reaches internet on tcp/443 over ipv6",
	  YES },
	{ "in: the answer is lost", SIX_ONLY("out"),
	  "internet reaches c on tcp/443 over ipv6", ONE_WAY },
)

/* ----------------------------------------------------- 5: the NAT gateway */

#define NATTED(subnet, route, nat, acl)					\
	ONE_VPC("'internet_gateway': 'igw', 'subnets': {"		\
	"'pub': {'az': 'a', 'cidr': '10.0.0.0/24', "			\
	"'route_table': '" route "'" acl "}, "				\
	"'priv': {'az': 'a', 'cidr': '10.0.1.0/24', "			\
	"'route_table': 'private'}}, 'nat_gateways': {'nat': {"		\
	"'subnet': 'pub'" nat "}}, 'network_acls': {'n': {"		\
	"'ingress': ['1 allow tcp/443 from 10.0.0.0/8', "		\
	"'2 allow tcp/1024-65535 from 0.0.0.0/0'], "			\
	"'egress': ['1 allow tcp/443 to 0.0.0.0/0', "			\
	"'2 allow tcp/32768-60999 to 10.0.0.0/8']}, 'tight': {"		\
	"'ingress': ['1 allow tcp/443 from 10.0.0.0/8', "		\
	"'2 allow tcp/32768-60999 from 0.0.0.0/0'], "			\
	"'egress': ['1 allow all to 0.0.0.0/0']}}, 'route_tables': {"	\
	"'m': {'main': true}, "						\
	"'public': {'routes': {'0.0.0.0/0': 'igw'}}, "			\
	"'looped': {'routes': {'0.0.0.0/0': 'nat'}}, "			\
	"'private': {'routes': {'0.0.0.0/0': 'nat'}}}, " GROUPS("")	\
	", 'workloads': {" INSTANCE("c", subnet, "") "}", "")

STATEMENT(nat_5_is_not_used_from_its_own_subnet,
	{ "another subnet", NATTED("priv", "public", "", ""),
	  "c reaches internet on tcp/443", YES },
	{ "its own", NATTED("pub", "looped", "", ""),
	  "c reaches internet on tcp/443", NO },
)

STATEMENT(nat_5_carries_tcp_udp_and_icmp_only,
	{ "ICMP echo", NATTED("priv", "public", "", ""),
	  "c reaches internet on icmp/8", YES },
	{ "ESP", NATTED("priv", "public", "", ""),
	  "c reaches internet on proto/50", NO },
)

STATEMENT(nat_5_its_subnets_acl_is_crossed_on_all_four_ways,
	{ "wide enough", NATTED("priv", "public", "",
	  ", 'network_acl': 'n'"), "c reaches internet on tcp/443", YES },
	{ "answers come to the gateway's ports, from 1024 on",
	  NATTED("priv", "public", "", ", 'network_acl': 'tight'"),
	  "c reaches internet on tcp/443", PARTLY },
)

STATEMENT(nat_5_a_private_one_passes_no_internet_gateway,
	{ "private", NATTED("priv", "public", ", 'private': true", ""),
	  "c reaches internet on tcp/443", NO },
)

STATEMENT(nat_5_takes_nothing_unasked_and_answers_no_strange_session,
	{ "a public address behind a NAT default",
	  ONE_VPC("'internet_gateway': 'igw', 'subnets': {"
	  "'pub': {'az': 'a', 'cidr': '10.0.0.0/24', "
	  "'route_table': 'public'}, 'priv': {'az': 'a', "
	  "'cidr': '10.0.1.0/24', 'route_table': 'private'}}, "
	  "'nat_gateways': {'nat': {'subnet': 'pub'}}, 'route_tables': {"
	  "'public': {'main': true, 'routes': {'0.0.0.0/0': 'igw'}}, "
	  "'private': {'routes': {'0.0.0.0/0': 'nat'}}}, " GROUPS("")
	  ", 'workloads': {" INSTANCE("c", "priv", ", 'public_ip': true")
	  "}", ""), "internet reaches c on tcp/443", ONE_WAY },
)

STATEMENT(nat_5_a_regional_one_has_a_table_of_its_own,
	{ "without a subnet", ONE_VPC("'internet_gateway': 'igw', 'subnets': "
	  "{'x': {'cidr': '10.0.1.0/24'}}, 'nat_gateways': {'nat': "
	  "{'regional': true}}, 'route_tables': {'m': {'main': true, "
	  "'routes': {'0.0.0.0/0': 'nat'}}}, " GROUPS("") ", 'workloads': {"
	  INSTANCE("c", "x", "") "}", ""), "c reaches internet", YES },
	{ "with routes of its own, which lead nowhere",
	  ONE_VPC("'internet_gateway': 'igw', 'subnets': "
	  "{'x': {'cidr': '10.0.1.0/24'}}, 'nat_gateways': {'nat': "
	  "{'regional': true, 'routes': {}}}, 'route_tables': {'m': {"
	  "'main': true, 'routes': {'0.0.0.0/0': 'nat'}}}, " GROUPS("")
	  ", 'workloads': {" INSTANCE("c", "x", "") "}", ""),
	  "c reaches internet", NO },
)

/* --------------------------------------- 5: peering, transit gateway, VPN */

STATEMENT(peering_5_carries_only_addresses_of_the_peer,
	{ "active", PEERED("'10.2.0.0/16': 'p'", ""),
	  "c reaches d on tcp/443", YES },
	{ "not accepted", PEERED("'10.2.0.0/16': 'p'",
	  ", 'state': 'pending-acceptance'"), "c reaches d on tcp/443", NO },
	{ "an address beyond the peer", PEERED("'0.0.0.0/0': 'p'", ""),
	  "c reaches internet", NO },
)

#define TRANSIT(attach_a, attach_b, more, acl)				\
	TWO_VPCS("'subnets': {'x': {'az': 'a', 'cidr': '10.1.1.0/24'}, "	\
	"'t': {'az': 'a', 'cidr': '10.1.9.0/24'" acl "}, "		\
	"'z': {'az': 'c', 'cidr': '10.1.3.0/24'}}, 'network_acls': {"	\
	"'no-in': {'egress': ['1 allow all to 0.0.0.0/0']}, "		\
	"'no-out': {'ingress': ['1 allow all from 0.0.0.0/0']}}, "	\
	"'route_tables': {'m': {'main': true, "				\
	"'routes': {'10.2.0.0/16': 'core'}}}, 'security_groups': {"	\
	OPEN ", 'g': {}}, 'workloads': {" INSTANCE("c", "x", "") ", "	\
	INSTANCE("far", "z", "") "}",					\
	"'subnets': {'y': {'az': 'a', 'cidr': '10.2.2.0/24'}}, "		\
	"'route_tables': {'m': {'main': true, "				\
	"'routes': {'10.1.0.0/16': 'core'}}}, " GROUPS("")		\
	", 'workloads': {" INSTANCE("d", "y", "") "}",			\
	", 'transit_gateways': {'core': {'attachments': {"		\
	"'a': {'vpc': 'a', 'subnets': ['t']" attach_a "}, "		\
	"'b': {'vpc': 'b', 'subnets': ['y']" attach_b "}}" more "}}")

STATEMENT(transit_5_the_attachment_needs_a_subnet_in_the_senders_az,
	{ "it has", TRANSIT("", "", "", ""), "c reaches d on tcp/443", YES },
	{ "it has not", TRANSIT("", "", "", ""), "far reaches d on tcp/443",
	  NO },
)

STATEMENT(transit_5_one_list_of_the_attachments_acl_on_each_way,
	{ "in by the ingress list", TRANSIT("", "", "",
	  ", 'network_acl': 'no-in'"), "c reaches d on tcp/443", NO },
	{ "the egress list judges what comes out alone: the answer",
	  TRANSIT("", "", "", ", 'network_acl': 'no-out'"),
	  "c reaches d on tcp/443", ONE_WAY },
)

STATEMENT(transit_5_the_table_of_the_incoming_attachment_decides,
	{ "associated and propagated", TRANSIT(", 'table': 't', "
	  "'propagates_to': ['t']", ", 'table': 't', "
	  "'propagates_to': ['t']", ", 'tables': {'t': {}}", ""),
	  "c reaches d on tcp/443", YES },
	{ "no association", TRANSIT(", 'table': null", ", 'table': 't', "
	  "'propagates_to': ['t']", ", 'tables': {'t': {}}", ""),
	  "c reaches d on tcp/443", NO },
	{ "no propagation back", TRANSIT(", 'table': 't', "
	  "'propagates_to': []", ", 'table': 't', "
	  "'propagates_to': ['t']", ", 'tables': {'t': {}}", ""),
	  "c reaches d on tcp/443", ONE_WAY },
	{ "a static blackhole beats a propagated route",
	  TRANSIT(", 'table': 't', 'propagates_to': ['t']",
	  ", 'table': 't', 'propagates_to': ['t']", ", 'tables': {'t': {"
	  "'routes': {'10.2.0.0/16': 'blackhole'}}}", ""),
	  "c reaches d on tcp/443", NO },
)

STATEMENT(vpn_5_leads_to_the_networks_behind_it_only,
	{ "behind it", PROPAGATING("192.168.0.0/16"),
	  "c reaches 192.168.1.1 on tcp/443", YES },
	{ "elsewhere", PROPAGATING("192.168.0.0/16"),
	  "c reaches 172.16.0.1 on tcp/443", NO },
	{ "back in", PROPAGATING("192.168.0.0/16"),
	  "office reaches d on tcp/443", YES },
)

/* --------------------------------- 5: endpoints, appliances; 7 references */

STATEMENT(gateway_endpoint_5_only_from_associated_tables,
	{ "associated", S3_LIST("0.0.0.0/0"), "c reaches s3", YES },
	{ "not", ONE_VPC(TWO_SUBNETS ", 'endpoints': {'s3': {"
	  "'service': 's3', 'type': 'gateway', 'route_tables': ['t']}}, "
	  "'route_tables': {'m': {'main': true}, 't': {}}, " GROUPS("")
	  C_AND_D(""), ""), "c reaches s3", NO },
)

#define THROUGH(box) ONE_VPC("'subnets': {'x': {'az': 'a', "		\
	"'cidr': '10.0.1.0/24', 'route_table': 'there'}, "		\
	"'y': {'az': 'a', 'cidr': '10.0.2.0/24', "			\
	"'route_table': 'back'}, 'f': {'az': 'a', "			\
	"'cidr': '10.0.3.0/24'}}, 'route_tables': {'m': {'main': true}, "	\
	"'there': {'routes': {'10.0.2.0/24': 'fw'}}, "			\
	"'back': {'routes': {'10.0.1.0/24': 'fw'}}}, " GROUPS("")	\
	", 'workloads': {" INSTANCE("c", "x", "") ", "			\
	INSTANCE("d", "y", "") ", 'fw': {" box ", 'subnets': ['f'], "	\
	"'security_groups': ['open']}}", "")
#define FORWARDS "'forwards': [{'ports': 'all', 'from': 'anywhere', "	\
	"'to': 'anywhere'}]"

STATEMENT(middlebox_5_needs_its_source_check_off_and_its_rules_stated,
	{ "off, stated", THROUGH("'kind': 'appliance', " FORWARDS),
	  "c reaches d on tcp/443", YES },
	{ "on", THROUGH("'kind': 'instance', " FORWARDS),
	  "c reaches d on tcp/443", NO },
	{ "not stated", THROUGH("'kind': 'appliance'"),
	  "c reaches d on tcp/443", UNDECIDED },
	{ "nothing passes", THROUGH("'kind': 'appliance', 'forwards': []"),
	  "c reaches d on tcp/443", NO },
)

#define REFERRED(more, groups) ONE_VPC(TWO_SUBNETS ", "		\
	"'security_groups': {'g': {}, 'db': {'ingress': "		\
	"['tcp/5432 from g']}}, 'workloads': {'c': {'kind': 'instance', "	\
	"'subnets': ['x'], 'security_groups': ['" groups "']}, "		\
	"'d': {'kind': 'instance', 'subnets': ['y'], "			\
	"'security_groups': ['db']" more "}}", "")

STATEMENT(group_7_a_reference_means_interfaces_that_carry_the_group,
	{ "carried", REFERRED("", "g"), "c reaches d on tcp/5432", YES },
	{ "not carried", REFERRED("", "db"), "c reaches d on tcp/5432", NO },
)

STATEMENT(delivery_8_somebody_must_listen_there,
	{ "listens", REFERRED(", 'ports': 'tcp/5432'", "g"),
	  "c reaches d on tcp/5432", YES },
	{ "does not", REFERRED(", 'ports': 'tcp/6379'", "g"),
	  "c reaches d on tcp/5432", NO },
	{ "never speaks of packets", REFERRED(", 'ports': 'tcp/6379'", "g"),
	  "c never reaches d on tcp/5432", VERDICT_PARTLY, HOLDS_NO },
)

/* --------------------------------------------------------- the answer */

STATEMENT(answer_9_every_port_of_the_client_must_come_back,
	{ "all", WITH_ACL("", N, ALL_IN,
	  "'1 allow tcp/32768-60999 to 10.0.1.0/24'"),
	  "c reaches d on tcp/443", YES },
	{ "some", WITH_ACL("", N, ALL_IN,
	  "'1 allow tcp/40000-65535 to 10.0.1.0/24'"),
	  "c reaches d on tcp/443", PARTLY },
	{ "none", WITH_ACL("", N, ALL_IN,
	  "'1 allow tcp/443 to 10.0.1.0/24'"), "c reaches d on tcp/443",
	  ONE_WAY },
)

STATEMENT(answer_9_groups_are_stateful,
	{ "no rule lets the answer out", ONE_VPC(TWO_SUBNETS
	  ", 'security_groups': {" OPEN ", 'mute': {'ingress': "
	  "['all from anywhere'], 'egress': []}}, 'workloads': {"
	  INSTANCE("c", "x", "") ", 'd': {'kind': 'instance', 'subnets': "
	  "['y'], 'security_groups': ['mute']}}", ""),
	  "c reaches d on tcp/443", YES },
)

STATEMENT(answer_9_echo_is_answered_and_other_icmp_needs_no_answer,
	{ "echo", WITH_ACL("", N, ALL_IN, "'1 allow icmp/0 to 0.0.0.0/0'"),
	  "c reaches d on icmp/8", YES },
	{ "echo without a way back", WITH_ACL("", N, ALL_IN,
	  "'1 allow icmp/8 to 0.0.0.0/0'"), "c reaches d on icmp/8",
	  ONE_WAY },
	{ "unreachable", WITH_ACL("", N, ALL_IN, "'1 deny all to 0.0.0.0/0'"),
	  "c reaches d on icmp/3", YES },
	{ "other protocols are answered by themselves", WITH_ACL("", N,
	  ALL_IN, "'1 allow proto/50 to 0.0.0.0/0'"),
	  "c reaches d on proto/50", YES },
)

unit_suite suite_walk;

Suite *
suite_walk(void)
{
	Suite *suite = suite_create("walk");
	TCase *t = tcase_create("walk");

	tcase_add_test(t,
	    names_0_a_service_is_its_private_endpoint_where_dns_says_so);
	tcase_add_test(t, names_0_a_service_is_one_point_that_no_file_knows);
	tcase_add_test(t,
	    source_1_groups_of_the_sender_are_the_union_of_their_rules);
	tcase_add_test(t, wire_2_inside_a_subnet_there_is_no_acl_and_no_route);
	tcase_add_test(t,
	    acl_3_the_first_entry_by_number_decides_on_the_way_out);
	tcase_add_test(t, route_4_the_longest_prefix_wins_even_to_a_blackhole);
	tcase_add_test(t,
	    route_4_without_an_association_the_main_table_serves);
	tcase_add_test(t, route_4_a_propagated_route_never_beats_local);
	tcase_add_test(t,
	    route_4_what_no_subnet_owns_never_follows_a_default_route);
	tcase_add_test(t, internet_gateway_5_ipv4_needs_a_public_address);
	tcase_add_test(t,
	    internet_gateway_5_block_public_access_may_forbid_it);
	tcase_add_test(t,
	    internet_gateway_5_references_do_not_match_a_public_source);
	tcase_add_test(t, egress_only_5_lets_flows_out_and_none_in);
	tcase_add_test(t, nat_5_is_not_used_from_its_own_subnet);
	tcase_add_test(t, nat_5_carries_tcp_udp_and_icmp_only);
	tcase_add_test(t, nat_5_its_subnets_acl_is_crossed_on_all_four_ways);
	tcase_add_test(t, nat_5_a_private_one_passes_no_internet_gateway);
	tcase_add_test(t,
	    nat_5_takes_nothing_unasked_and_answers_no_strange_session);
	tcase_add_test(t, nat_5_a_regional_one_has_a_table_of_its_own);
	tcase_add_test(t, peering_5_carries_only_addresses_of_the_peer);
	tcase_add_test(t,
	    transit_5_the_attachment_needs_a_subnet_in_the_senders_az);
	tcase_add_test(t,
	    transit_5_one_list_of_the_attachments_acl_on_each_way);
	tcase_add_test(t,
	    transit_5_the_table_of_the_incoming_attachment_decides);
	tcase_add_test(t, vpn_5_leads_to_the_networks_behind_it_only);
	tcase_add_test(t, gateway_endpoint_5_only_from_associated_tables);
	tcase_add_test(t,
	    middlebox_5_needs_its_source_check_off_and_its_rules_stated);
	tcase_add_test(t,
	    acl_6_the_list_of_the_receivers_subnet_judges_what_comes_in);
	tcase_add_test(t,
	    group_7_a_reference_means_interfaces_that_carry_the_group);
	tcase_add_test(t, delivery_8_somebody_must_listen_there);
	tcase_add_test(t, answer_9_every_port_of_the_client_must_come_back);
	tcase_add_test(t, answer_9_groups_are_stateful);
	tcase_add_test(t,
	    answer_9_echo_is_answered_and_other_icmp_needs_no_answer);
	suite_add_tcase(suite, t);
	return suite;
}
