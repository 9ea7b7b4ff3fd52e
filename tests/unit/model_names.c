/* SPDX-License-Identifier: MIT */
#include "model_plan.h"

#include <string.h>

/* What a name means: model/link_names.c and its complaints. */

static struct ref *
add_table_ref(struct plan *p, struct subnet *s, const char *text)
{
	vec_push(p->a, &s->table_refs, plan_ref(p, text));
	return &s->table_refs.v[s->table_refs.n - 1];
}

START_TEST(a_thing_is_found_by_id_address_and_name)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct route_table *t = plan_table(p, v, "app");
	struct subnet *s[3];

	t->is.id = "rtb-0123456789abcdef0";
	t->is.address = "module.net.aws_route_table.app[\"a\"]";
	s[0] = plan_subnet(p, v, "a", "10.0.0.0/24");
	s[1] = plan_subnet(p, v, "b", "10.0.1.0/24");
	s[2] = plan_subnet(p, v, "c", "10.0.2.0/24");
	add_table_ref(p, s[0], "rtb-0123456789abcdef0");
	add_table_ref(p, s[1], "module.net.aws_route_table.app[\"a\"]");
	add_table_ref(p, s[2], "app");
	plan_link(p);
	for (size_t i = 0; i < 3; i++)
		ck_assert_ptr_eq(s[i]->table, t);
	ck_assert_uint_eq(t->subnets.n, 3);
	ck_assert_uint_eq(p->findings.n, 0);
	plan_free(p);
}
END_TEST

START_TEST(the_own_vpc_comes_first)
{
	struct plan *p = plan_new();
	struct vpc *shop = plan_vpc(p, "shop", "10.0.0.0/16");
	struct vpc *data = plan_vpc(p, "data", "10.1.0.0/16");
	struct route_table *theirs = plan_table(p, shop, "app");
	struct route_table *own = plan_table(p, data, "app");
	struct subnet *s = plan_subnet(p, data, "x", "10.1.0.0/24");

	add_table_ref(p, s, "app");
	plan_link(p);
	ck_assert_ptr_eq(s->table, own);
	ck_assert_uint_eq(theirs->subnets.n, 0);
	ck_assert_uint_eq(p->findings.n, 0);
	plan_free(p);
}
END_TEST

START_TEST(an_undeclared_name_is_reported_with_the_nearest)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct subnet *s = plan_subnet(p, v, "a", "10.0.0.0/24");

	plan_table(p, v, "public");
	plan_table(p, v, "private");
	add_table_ref(p, s, "pubic");
	plan_link(p);
	ck_assert_uint_eq(plan_count(p, "IN004"), 1);
	ck_assert_str_eq(plan_message(p, "IN004"), "subnet \"a\" names route "
	    "table \"pubic\", which is not declared");
	ck_assert_str_eq(plan_help(p, "IN004"), "did you mean \"public\"?");
	ck_assert_ptr_null(s->table);
	plan_free(p);
}
END_TEST

START_TEST(a_short_list_of_candidates_is_named)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct subnet *s = plan_subnet(p, v, "a", "10.0.0.0/24");

	plan_table(p, v, "public");
	plan_table(p, v, "private");
	add_table_ref(p, s, "database");
	plan_link(p);
	ck_assert_str_eq(plan_help(p, "IN004"), "write \"route_tables\": { "
	    "\"database\": { \"routes\": { … } } } in VPC \"shop\", or name "
	    "one that is declared: \"public\", \"private\"");
	plan_free(p);
}
END_TEST

START_TEST(a_name_of_another_kind_is_told)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct security_group *g = plan_group(p, v, "web");

	plan_subnet(p, v, "app-a", "10.0.0.0/24");
	plan_rule(p, g, INGRESS, "app-a");
	plan_link(p);
	ck_assert_str_eq(plan_message(p, "IN004"), "security group \"web\": "
	    "ingress rule tcp/443 names security group or prefix list "
	    "\"app-a\", which is not declared; \"app-a\" is a subnet");
	plan_free(p);
}
END_TEST

START_TEST(an_incomplete_list_leaves_the_name_unknown)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct subnet *s = plan_subnet(p, v, "a", "10.0.0.0/24");

	model_declare_incomplete(p->m, KIND_ROUTE_TABLE, p->island, v);
	add_table_ref(p, s, "elsewhere");
	plan_link(p);
	ck_assert_uint_eq(p->findings.n, 0);
	ck_assert_ptr_null(s->table);
	plan_free(p);
}
END_TEST

START_TEST(an_unknown_reference_is_not_looked_up)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct subnet *s = plan_subnet(p, v, "a", "10.0.0.0/24");
	struct ref *r = add_table_ref(p, s, "public");

	plan_table(p, v, "public")->main = plan_flag(p, true);
	r->is = value_unknown(r->is.at, "known after apply");
	plan_link(p);
	ck_assert_ptr_null(s->table);
	ck_assert_uint_eq(p->findings.n, 0);
	plan_free(p);
}
END_TEST

START_TEST(a_table_of_another_vpc_is_refused)
{
	struct plan *p = plan_new();
	struct vpc *shop = plan_vpc(p, "shop", "10.0.0.0/16");
	struct vpc *data = plan_vpc(p, "data", "10.1.0.0/16");
	struct subnet *s = plan_subnet(p, data, "x", "10.1.0.0/24");

	plan_table(p, shop, "public");
	add_table_ref(p, s, "public");
	plan_link(p);
	ck_assert_uint_eq(plan_count(p, "IN005"), 1);
	ck_assert_str_eq(plan_message(p, "IN005"), "subnet \"data/x\" names "
	    "route table \"public\" of VPC \"shop\": AWS takes only those of "
	    "its own VPC, \"data\"");
	ck_assert_ptr_null(s->table);
	plan_free(p);
}
END_TEST

START_TEST(a_group_carried_across_vpcs_is_refused)
{
	struct plan *p = plan_new();
	struct vpc *shop = plan_vpc(p, "shop", "10.0.0.0/16");
	struct vpc *data = plan_vpc(p, "data", "10.1.0.0/16");
	struct workload *w = plan_workload(p, shop, "web", WORKLOAD_INSTANCE);
	struct security_group *g = plan_group(p, data, "theirs");

	plan_subnet(p, shop, "a", "10.0.0.0/24");
	plan_place_in(p, w, "a");
	vec_push(p->a, &w->group_refs, plan_ref(p, "theirs"));
	w->groups_stated = true;
	plan_link(p);
	ck_assert_uint_eq(plan_count(p, "IN005"), 1);
	ck_assert_uint_eq(g->members.n, 0);
	ck_assert(!w->interfaces.v[0]->groups_known);
	plan_free(p);
}
END_TEST

START_TEST(a_rules_peer_may_be_of_another_vpc)
{
	struct plan *p = plan_new();
	struct vpc *shop = plan_vpc(p, "shop", "10.0.0.0/16");
	struct vpc *data = plan_vpc(p, "data", "10.1.0.0/16");
	struct security_group *web = plan_group(p, shop, "web");
	struct security_group *db = plan_group(p, data, "db");
	struct group_rule *r = plan_rule(p, db, INGRESS, "web");

	plan_link(p);
	ck_assert_ptr_eq(group_rule_to(r), &web->is);
	ck_assert_uint_eq(p->findings.n, 0);
	plan_free(p);
}
END_TEST

START_TEST(a_peer_that_is_a_prefix_list_becomes_one)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct security_group *g = plan_group(p, v, "web");
	struct prefix_list *list = model_new_prefix_list(p->m, plan_place(p),
	    p->island);
	struct group_rule *r = plan_rule(p, g, INGRESS, "admins");
	struct group_rule *with_prefix = plan_rule(p, g, INGRESS, "pl:admins");

	plan_name(&list->is, "admins");
	plan_link(p);
	ck_assert_int_eq(r->peer_kind, PEER_PREFIX_LIST);
	ck_assert_int_eq(with_prefix->peer_kind, PEER_PREFIX_LIST);
	ck_assert_ptr_eq(group_rule_to(r), &list->is);
	ck_assert_uint_eq(list->uses, 2);
	plan_free(p);
}
END_TEST

START_TEST(a_peer_of_two_kinds_is_ambiguous)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct security_group *g = plan_group(p, v, "admins");
	struct prefix_list *list = model_new_prefix_list(p->m, plan_place(p),
	    p->island);
	struct group_rule *bare = plan_rule(p, g, INGRESS, "admins");
	struct group_rule *told = plan_rule(p, g, INGRESS, "sg:admins");

	plan_name(&list->is, "admins");
	plan_link(p);
	ck_assert_uint_eq(plan_count(p, "IN006"), 1);
	ck_assert_ptr_null(group_rule_to(bare));
	ck_assert_ptr_eq(group_rule_to(told), &g->is);
	ck_assert(strstr(plan_message(p, "IN006"), "could be prefix list "
	    "\"admins\" or security group \"admins\"") != NULL);
	ck_assert_str_eq(plan_help(p, "IN006"),
	    "write pl:admins or sg:admins");
	plan_free(p);
}
END_TEST

START_TEST(a_name_of_two_other_vpcs_is_ambiguous)
{
	struct plan *p = plan_new();
	struct vpc *a = plan_vpc(p, "a", "10.0.0.0/16");
	struct vpc *b = plan_vpc(p, "b", "10.1.0.0/16");
	struct vpc *c = plan_vpc(p, "c", "10.2.0.0/16");
	struct security_group *own = plan_group(p, c, "own");
	struct security_group *of_b;
	struct group_rule *bare = plan_rule(p, own, INGRESS, "web");
	struct group_rule *told = plan_rule(p, own, INGRESS, "b/web");

	plan_group(p, a, "web");
	of_b = plan_group(p, b, "web");
	plan_link(p);
	ck_assert_uint_eq(plan_count(p, "IN006"), 1);
	ck_assert_ptr_null(group_rule_to(bare));
	ck_assert_ptr_eq(group_rule_to(told), &of_b->is);
	ck_assert_str_eq(plan_help(p, "IN006"),
	    "write sg:a/web or sg:b/web");
	plan_free(p);
}
END_TEST

START_TEST(a_route_target_is_looked_up_in_the_vpc_first)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct route_table *t = plan_table(p, v, "app");
	struct transit_gateway *tgw = model_new_transit_gateway(p->m,
	    plan_place(p), p->island);
	struct internet_gateway *igw = plan_gateway(p, v, "core");
	struct route *r = plan_route(p, t, "0.0.0.0/0", "core");

	plan_name(&tgw->is, "core");
	plan_link(p);
	ck_assert_ptr_eq(r->target.to, &igw->is);
	ck_assert_uint_eq(p->findings.n, 0);
	plan_free(p);
}
END_TEST

START_TEST(a_target_of_two_kinds_in_the_vpc_is_ambiguous)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct route_table *t = plan_table(p, v, "app");
	struct route *bare = plan_route(p, t, "0.0.0.0/0", "out");
	struct route *told = plan_route(p, t, "10.9.0.0/16", "nat:out");
	struct nat_gateway *nat;

	plan_subnet(p, v, "a", "10.0.0.0/24");
	nat = plan_nat(p, v, "out", "a");
	plan_workload(p, v, "out", WORKLOAD_APPLIANCE);
	plan_link(p);
	ck_assert_uint_eq(plan_count(p, "IN006"), 1);
	ck_assert_ptr_null(bare->target.to);
	ck_assert_ptr_eq(told->target.to, &nat->is);
	plan_free(p);
}
END_TEST

START_TEST(targets_are_of_every_kind_that_routes_may_have)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct route_table *t = plan_table(p, v, "app");
	struct thing *to[6];
	static const char *const names[] = { "igw", "eigw", "vgw", "tgw",
		"pcx", "vpce" };
	struct route *r[6];

	to[0] = &plan_gateway(p, v, "igw")->is;
	to[1] = &model_new_egress_only_gateway(p->m, plan_place(p),
	    p->island, v)->is;
	to[2] = &model_new_vpn_gateway(p->m, plan_place(p), p->island, v)->is;
	to[3] = &model_new_transit_gateway(p->m, plan_place(p),
	    p->island)->is;
	to[4] = &model_new_peering(p->m, plan_place(p), p->island)->is;
	to[5] = &model_new_endpoint(p->m, plan_place(p), p->island, v)->is;
	for (size_t i = 0; i < 6; i++) {
		plan_name(to[i], names[i]);
		r[i] = plan_route(p, t, "192.0.2.0/24", names[i]);
	}
	plan_link(p);
	for (size_t i = 0; i < 6; i++)
		ck_assert_ptr_eq(r[i]->target.to, to[i]);
	plan_free(p);
}
END_TEST

START_TEST(an_interface_of_a_workload_is_named_with_it)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct route_table *t = plan_table(p, v, "app");
	struct workload *w = plan_workload(p, v, "fw.east", WORKLOAD_APPLIANCE);
	struct interface *e = model_new_interface(p->m, plan_place(p),
	    p->island, v);
	struct route *r = plan_route(p, t, "0.0.0.0/0", "fw.east.out");
	struct route *bare = plan_route(p, t, "10.9.0.0/16", "out");

	plan_subnet(p, v, "a", "10.0.0.0/24");
	plan_name(&e->is, "out");
	e->subnet_ref = plan_ref(p, "a");
	vec_push(p->a, &w->interfaces, e);
	w->interfaces_stated = true;
	plan_link(p);
	ck_assert_ptr_eq(r->target.to, &e->is);
	ck_assert_str_eq(e->is.label, "fw.east.out");
	ck_assert_ptr_null(bare->target.to);
	ck_assert_uint_eq(plan_count(p, "IN004"), 1);
	plan_free(p);
}
END_TEST

START_TEST(a_target_of_another_vpc_is_refused)
{
	struct plan *p = plan_new();
	struct vpc *shop = plan_vpc(p, "shop", "10.0.0.0/16");
	struct vpc *data = plan_vpc(p, "data", "10.1.0.0/16");
	struct route *r = plan_route(p, plan_table(p, data, "t"),
	    "0.0.0.0/0", "shop/igw");

	plan_gateway(p, shop, "igw");
	plan_link(p);
	ck_assert_uint_eq(plan_count(p, "IN005"), 1);
	ck_assert_ptr_null(r->target.to);
	plan_free(p);
}
END_TEST

START_TEST(a_blackhole_that_aws_reports_is_not_dangling)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct route *r = plan_route(p, plan_table(p, v, "t"), "0.0.0.0/0",
	    "nat-0123456789abcdef0");

	r->is_blackhole = true;
	plan_link(p);
	ck_assert_uint_eq(p->findings.n, 0);
	plan_free(p);
}
END_TEST

START_TEST(targets_that_the_model_does_not_have_are_left_alone)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct route_table *t = plan_table(p, v, "t");

	plan_route(p, t, "0.0.0.0/0", "lgw-0123456789abcdef0");
	plan_route(p, t, "10.9.0.0/16",
	    "arn:aws:networkmanager::111122223333:core-network/core-network-1");
	plan_route(p, t, "10.8.0.0/16", "tgw-0123456789abcdef0");
	plan_link(p);
	ck_assert_uint_eq(p->findings.n, 0);
	plan_free(p);
}
END_TEST

START_TEST(quoted_and_unquoted_names_are_one)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct route_table *t = plan_table(p, v, "the one");
	struct subnet *a = plan_subnet(p, v, "a", "10.0.0.0/24");
	struct subnet *b = plan_subnet(p, v, "b", "10.0.1.0/24");
	struct subnet *c = plan_subnet(p, v, "c", "10.0.2.0/24");

	add_table_ref(p, a, "the one");
	add_table_ref(p, b, "'the one'");
	add_table_ref(p, c, "shop/'the one'");
	plan_link(p);
	ck_assert_ptr_eq(a->table, t);
	ck_assert_ptr_eq(b->table, t);
	ck_assert_ptr_eq(c->table, t);
	plan_free(p);
}
END_TEST

START_TEST(korean_names_are_names)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "운영망", "10.30.0.0/16");
	struct vpc *other = plan_vpc(p, "개발망", "10.31.0.0/16");
	struct subnet *s = plan_subnet(p, v, "공개-서브넷-a", "10.30.0.0/24");
	struct subnet *wrong = plan_subnet(p, other, "내부-a",
	    "10.31.0.0/24");
	struct route_table *t = plan_table(p, v, "공개-경로표");

	add_table_ref(p, s, "공개-경로표");
	add_table_ref(p, wrong, "내부-경로푯");
	plan_table(p, other, "내부-경로표");
	plan_link(p);
	ck_assert_ptr_eq(s->table, t);
	ck_assert_str_eq(s->tier.v, "공개-서브넷");
	ck_assert_str_eq(plan_message(p, "IN004"), "subnet \"개발망/내부-a\" "
	    "names route table \"내부-경로푯\", which is not declared");
	ck_assert_str_eq(plan_help(p, "IN004"),
	    "did you mean \"내부-경로표\"?");
	plan_free(p);
}
END_TEST

START_TEST(many_wrong_names_cost_no_more_than_is_allowed)
{
	enum { MANY = 2000 };
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");

	for (unsigned i = 0; i < MANY; i++) {
		struct subnet *s = plan_subnet(p, v,
		    arena_printf(p->a, "s%u", i), "10.0.0.0/24");

		plan_table(p, v, arena_printf(p->a, "table-%u", i));
		add_table_ref(p, s, arena_printf(p->a, "tabel-%u", i));
	}
	plan_link(p);
	ck_assert_uint_eq(plan_count(p, "IN004"), MANY);
	plan_free(p);
}
END_TEST

Suite *suite_names(void);

Suite *
suite_names(void)
{
	return unit_suite_of("names", (const TTest *const[]){
		a_thing_is_found_by_id_address_and_name,
		the_own_vpc_comes_first,
		an_undeclared_name_is_reported_with_the_nearest,
		a_short_list_of_candidates_is_named,
		a_name_of_another_kind_is_told,
		an_incomplete_list_leaves_the_name_unknown,
		an_unknown_reference_is_not_looked_up,
		a_table_of_another_vpc_is_refused,
		a_group_carried_across_vpcs_is_refused,
		a_rules_peer_may_be_of_another_vpc,
		a_peer_that_is_a_prefix_list_becomes_one,
		a_peer_of_two_kinds_is_ambiguous,
		a_name_of_two_other_vpcs_is_ambiguous,
		a_route_target_is_looked_up_in_the_vpc_first,
		a_target_of_two_kinds_in_the_vpc_is_ambiguous,
		targets_are_of_every_kind_that_routes_may_have,
		an_interface_of_a_workload_is_named_with_it,
		a_target_of_another_vpc_is_refused,
		a_blackhole_that_aws_reports_is_not_dangling,
		targets_that_the_model_does_not_have_are_left_alone,
		quoted_and_unquoted_names_are_one,
		korean_names_are_names,
		many_wrong_names_cost_no_more_than_is_allowed, NULL });
}
