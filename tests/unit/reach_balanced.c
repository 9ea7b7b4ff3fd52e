/* SPDX-License-Identifier: MIT */
#include "reach_says.h"

#include "unit.h"

/* One test for each statement of what load balancers do. */

/* A client in z, a balancer in x (AZ a), targets in y (AZ a) and w (AZ c). */
#define BALANCED(kind, more, listener, target, rules, acl)		\
	ONE_VPC("'subnets': {'x': {'az': 'a', 'cidr': '10.0.1.0/24'" acl	\
	"}, 'y': {'az': 'a', 'cidr': '10.0.2.0/24'}, "			\
	"'w': {'az': 'c', 'cidr': '10.0.4.0/24'}, "			\
	"'z': {'az': 'a', 'cidr': '10.0.3.0/24'}}, 'network_acls': {"	\
	"'n': {'ingress': ['1 allow tcp/443 from 0.0.0.0/0', "		\
	"'2 allow tcp/1024-65535 from 10.0.2.0/24'], "			\
	"'egress': ['1 allow tcp/1024-65535 to 10.0.3.0/24']}}, "	\
	"'security_groups': {" OPEN ", 'lb': {'ingress': "		\
	"['tcp/443 from 10.0.3.0/24'], "				\
	"'egress': ['tcp/8080 to anywhere']}, "				\
	"'t': {'ingress': [" rules "]}}, 'workloads': {"		\
	INSTANCE("c", "z", "") ", 'b': {'kind': '" kind "', "		\
	"'scheme': 'internal', 'subnets': ['x'" more ", 'listeners': {"	\
	listener "}}, 'd': {'kind': 'instance', 'subnets': ['" target	\
	"'], 'security_groups': ['t']}}", "")
#define NLB(listener, target, rules)					\
	BALANCED("network_load_balancer", "]", listener, target, rules, "")
#define TCP "'tcp/443': 'd on tcp/8080'"
#define TO_IP "'tcp/443': {'to': 'd', 'on': 'tcp/8080', 'target': 'ip'}"

STATEMENT(balancer_1_listener_and_target_port_differ,
	{ "the listener's port", NLB(TCP, "y", "'tcp/8080 from anywhere'"),
	  "c reaches b on tcp/443", YES },
	{ "the target's port", NLB(TCP, "y", "'tcp/8080 from anywhere'"),
	  "c reaches b on tcp/8080", NO },
	{ "the target admits the listener's", NLB(TCP, "y",
	  "'tcp/443 from anywhere'"), "c reaches b on tcp/443", NO },
)

#define ALB(rules) BALANCED("application_load_balancer", "], "	\
	"'security_groups': ['lb']", "'tcp/443': 'd on tcp/8080'", "y",	\
	rules, "")

STATEMENT(balancer_2_application_its_groups_admit_clients_and_reach_targets,
	{ "its front", ALB("'tcp/8080 from lb'"), "c reaches b on tcp/443",
	  YES },
	{ "its own addresses towards targets", ALB("'tcp/8080 from lb'"),
	  "b reaches d on tcp/8080", YES },
	{ "not the client's", ALB("'tcp/8080 from 10.0.3.0/24'"),
	  "b reaches d on tcp/8080", NO },
)

STATEMENT(balancer_3_network_instance_targets_see_the_client,
	{ "the client is admitted", NLB(TCP, "y",
	  "'tcp/8080 from 10.0.3.0/24'"), "c reaches b on tcp/443", YES },
	{ "the balancer alone is", NLB(TCP, "y",
	  "'tcp/8080 from 10.0.1.0/24'"), "c reaches b on tcp/443", NO },
)

STATEMENT(balancer_4_network_ip_targets_over_tcp_see_the_balancer,
	{ "the balancer is admitted", NLB(TO_IP, "y",
	  "'tcp/8080 from 10.0.1.0/24'"), "c reaches b on tcp/443", YES },
	{ "the client alone is", NLB(TO_IP, "y",
	  "'tcp/8080 from 10.0.3.0/24'"), "c reaches b on tcp/443", NO },
)

STATEMENT(balancer_5_a_reference_to_its_group_admits_either_way,
	{ "client preserved", BALANCED("network_load_balancer", "], "
	  "'security_groups': ['lb']", TCP, "y", "'tcp/8080 from lb'", ""),
	  "c reaches b on tcp/443", YES },
	{ "not preserved", BALANCED("network_load_balancer", "], "
	  "'security_groups': ['lb']", TO_IP, "y", "'tcp/8080 from lb'", ""),
	  "c reaches b on tcp/443", YES },
)

STATEMENT(balancer_6_its_subnets_acl_is_crossed_towards_the_target_too,
	{ "no entry towards targets", BALANCED("network_load_balancer", "]",
	  TCP, "y", "'all from anywhere'", ", 'network_acl': 'n'"),
	  "c reaches b on tcp/443", NO },
)

STATEMENT(balancer_7_targets_in_azs_not_served_get_nothing,
	{ "cross-zone is off", NLB(TCP, "w", "'all from anywhere'"),
	  "c reaches b on tcp/443", NO },
	{ "and on, the AZ is not enabled", BALANCED("network_load_balancer",
	  "], 'cross_zone': true", TCP, "w", "'all from anywhere'", ""),
	  "c reaches b on tcp/443", NO },
	{ "and on, the AZ is enabled", BALANCED("network_load_balancer",
	  ", 'w'], 'cross_zone': true", TCP, "w", "'all from anywhere'", ""),
	  "c reaches b on tcp/443", YES },
)

STATEMENT(balancer_8_no_icmp_passes,
	{ "echo", NLB(TCP, "y", "'all from anywhere'"), "c reaches b on icmp/8",
	  NO },
)

STATEMENT(balancer_9_a_target_does_not_reach_itself_through_it,
	{ "client preserved", NLB(TCP, "y", "'all from anywhere'"),
	  "d reaches b on tcp/443", NO },
	{ "not preserved", NLB(TO_IP, "y", "'all from anywhere'"),
	  "d reaches b on tcp/443", YES },
)

STATEMENT(balancer_10_a_private_target_behind_a_public_one_answers_by_it,
	{ "its default route leads to a NAT gateway",
	  ONE_VPC("'internet_gateway': 'igw', 'subnets': {"
	  "'pub': {'az': 'a', 'cidr': '10.0.0.0/24', "
	  "'route_table': 'public'}, 'priv': {'az': 'a', "
	  "'cidr': '10.0.1.0/24', 'route_table': 'private'}}, "
	  "'nat_gateways': {'nat': {'subnet': 'pub'}}, 'route_tables': {"
	  "'public': {'main': true, 'routes': {'0.0.0.0/0': 'igw'}}, "
	  "'private': {'routes': {'0.0.0.0/0': 'nat'}}}, " GROUPS("")
	  ", 'workloads': {" INSTANCE("d", "priv", "") ", "
	  "'b': {'kind': 'network_load_balancer', "
	  "'scheme': 'internet-facing', 'subnets': ['pub'], "
	  "'listeners': {" TCP "}}}", ""),
	  "internet reaches b on tcp/443", YES },
)

unit_suite suite_balanced;

Suite *
suite_balanced(void)
{
	Suite *suite = suite_create("balanced");
	TCase *t = tcase_create("balanced");

	tcase_add_test(t, balancer_1_listener_and_target_port_differ);
	tcase_add_test(t,
	    balancer_2_application_its_groups_admit_clients_and_reach_targets);
	tcase_add_test(t, balancer_3_network_instance_targets_see_the_client);
	tcase_add_test(t,
	    balancer_4_network_ip_targets_over_tcp_see_the_balancer);
	tcase_add_test(t,
	    balancer_5_a_reference_to_its_group_admits_either_way);
	tcase_add_test(t,
	    balancer_6_its_subnets_acl_is_crossed_towards_the_target_too);
	tcase_add_test(t, balancer_7_targets_in_azs_not_served_get_nothing);
	tcase_add_test(t, balancer_8_no_icmp_passes);
	tcase_add_test(t,
	    balancer_9_a_target_does_not_reach_itself_through_it);
	tcase_add_test(t,
	    balancer_10_a_private_target_behind_a_public_one_answers_by_it);
	suite_add_tcase(suite, t);
	return suite;
}
