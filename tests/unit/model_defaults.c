/* SPDX-License-Identifier: MIT */
#include "model_plan.h"

#include <string.h>

/* What AWS adds: model/link_defaults.c, link_routes.c, link_subnets.c. */

static const struct route *
route_to(const struct route_table *t, const char *to)
{
	for (size_t i = 0; i < t->routes.n; i++)
		if (t->routes.v[i]->written != NULL &&
		    strcmp(t->routes.v[i]->written, to) == 0)
			return t->routes.v[i];
	return NULL;
}

START_TEST(a_main_table_is_added_where_none_is_flagged)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct subnet *s = plan_subnet(p, v, "a", "10.0.0.0/24");
	struct route_table *named = plan_table(p, v, "main");

	plan_link(p);
	ck_assert_ptr_nonnull(v->main_table);
	ck_assert_ptr_ne(v->main_table, named);
	ck_assert(v->main_table->is.implicit);
	ck_assert(flag_or(v->main_table->main, false));
	ck_assert_ptr_eq(s->table, v->main_table);
	ck_assert(s->table_is_implicit);
	ck_assert_uint_eq(v->main_table->routes.n, 1);
	ck_assert_uint_eq(v->main_table->subnets.n, 1);
	plan_free(p);
}
END_TEST

START_TEST(a_flagged_main_table_is_the_main_table)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct subnet *s = plan_subnet(p, v, "a", "10.0.0.0/24");
	struct route_table *t = plan_table(p, v, "data");

	t->main = plan_flag(p, true);
	plan_link(p);
	ck_assert_ptr_eq(v->main_table, t);
	ck_assert_uint_eq(p->m->route_tables.n, 1);
	ck_assert_ptr_eq(s->table, t);
	ck_assert(s->table_is_implicit);
	plan_free(p);
}
END_TEST

START_TEST(an_undecided_main_table_stays_unknown)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct subnet *s = plan_subnet(p, v, "a", "10.0.0.0/24");
	struct route_table *t = plan_table(p, v, "data");

	t->main.is = value_unknown(plan_place(p), "known after apply");
	plan_link(p);
	ck_assert_ptr_null(v->main_table);
	ck_assert_ptr_null(s->table);
	ck_assert_uint_eq(p->m->route_tables.n, 1);
	plan_free(p);
}
END_TEST

START_TEST(nothing_is_added_to_an_observed_vpc)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct route_table *t = plan_table(p, v, "data");
	struct security_group *g = plan_group(p, v, "web");
	struct subnet *s = plan_subnet(p, v, "a", "10.0.0.0/24");

	v->is.created = t->is.created = g->is.created = false;
	s->is.created = false;
	plan_link(p);
	ck_assert_ptr_null(v->main_table);
	ck_assert_ptr_null(v->default_acl);
	ck_assert_ptr_null(v->default_group);
	ck_assert_uint_eq(t->routes.n, 0);
	ck_assert_uint_eq(g->egress.n, 0);
	ck_assert_ptr_null(s->table);
	ck_assert_ptr_null(s->acl);
	plan_free(p);
}
END_TEST

START_TEST(nothing_is_added_where_the_list_is_not_whole)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct subnet *s = plan_subnet(p, v, "a", "10.0.0.0/24");

	model_declare_incomplete(p->m, KIND_ROUTE_TABLE, p->island, NULL);
	model_declare_incomplete(p->m, KIND_NETWORK_ACL, p->island, v);
	model_declare_incomplete(p->m, KIND_SECURITY_GROUP, p->island, v);
	plan_link(p);
	ck_assert_ptr_null(v->main_table);
	ck_assert_ptr_null(v->default_acl);
	ck_assert_ptr_null(v->default_group);
	ck_assert_ptr_null(s->table);
	ck_assert_ptr_null(s->acl);
	plan_free(p);
}
END_TEST

START_TEST(a_subnet_without_word_is_unknown_if_tables_may_be_missing)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct subnet *s = plan_subnet(p, v, "a", "10.0.0.0/24");

	model_declare_incomplete(p->m, KIND_ROUTE_TABLE, p->island, v);
	plan_table(p, v, "data")->main = plan_flag(p, true);
	plan_link(p);
	ck_assert_ptr_nonnull(v->main_table);
	ck_assert_ptr_null(s->table);
	plan_free(p);
}
END_TEST

START_TEST(every_block_has_a_local_route_in_every_table)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct route_table *t = plan_table(p, v, "app");
	const struct route *r;

	vec_push(p->a, &v->cidrs, plan_cidr(p, "100.64.0.0/16"));
	vec_push(p->a, &v->ipv6_cidrs, plan_cidr(p, "2001:db8:1a00::/56"));
	plan_link(p);
	ck_assert_uint_eq(t->routes.n, 3);
	ck_assert_uint_eq(v->main_table->routes.n, 3);
	r = route_to(t, "2001:db8:1a00::/56");
	ck_assert_ptr_nonnull(r);
	ck_assert_int_eq(r->target_kind, TARGET_LOCAL);
	ck_assert_int_eq(r->origin, ROUTE_IMPLICIT);
	ck_assert_ptr_eq(r->table, t);
	ck_assert_ptr_nonnull(route_to(t, "100.64.0.0/16"));
	plan_free(p);
}
END_TEST

START_TEST(a_stated_route_replaces_the_local_one)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct route_table *t = plan_table(p, v, "app");
	struct route *longer = plan_route(p, t, "10.0.0.0/24", "fw");
	struct route *equal = plan_route(p, t, "10.0.0.0/16", "fw");

	plan_workload(p, v, "fw", WORKLOAD_APPLIANCE);
	plan_link(p);
	ck_assert_uint_eq(t->routes.n, 2);
	ck_assert_ptr_eq(route_to(t, "10.0.0.0/16"), equal);
	ck_assert_ptr_eq(longer->table, t);
	plan_free(p);
}
END_TEST

START_TEST(an_unknown_block_has_a_local_route_of_its_family)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct route_table *t = plan_table(p, v, "app");
	struct cidr_value unknown = { .is = value_unknown(plan_place(p),
		"parameter VpcCidr has no value") };

	vec_push(p->a, &v->ipv6_cidrs, unknown);
	vec_push(p->a, &v->ipv6_cidrs, unknown);
	plan_link(p);
	ck_assert_uint_eq(t->routes.n, 2);
	ck_assert_int_eq(t->routes.v[1]->destination, DESTINATION_UNKNOWN);
	ck_assert_int_eq(t->routes.v[1]->target_kind, TARGET_LOCAL);
	ck_assert_uint_eq(t->routes.v[1]->cidr.v.family, IPV6);
	ck_assert_str_eq(t->routes.v[1]->cidr.is.why,
	    "parameter VpcCidr has no value");
	plan_free(p);
}
END_TEST

START_TEST(a_gateway_endpoint_enters_its_tables)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct route_table *in = plan_table(p, v, "app");
	struct route_table *out = plan_table(p, v, "data");
	struct endpoint *e = model_new_endpoint(p->m, plan_place(p),
	    p->island, v);
	const struct route *r;

	plan_name(&e->is, "s3-way");
	e->type = ENDPOINT_GATEWAY;
	e->service = plan_text(p, "s3");
	vec_push(p->a, &e->table_refs, plan_ref(p, "app"));
	plan_link(p);
	r = route_to(in, "s3");
	ck_assert_ptr_nonnull(r);
	ck_assert_int_eq(r->destination, DESTINATION_SERVICE);
	ck_assert_str_eq(r->service, "s3");
	ck_assert_ptr_eq(r->target.to, &e->is);
	ck_assert_int_eq(r->origin, ROUTE_IMPLICIT);
	ck_assert_ptr_null(route_to(out, "s3"));
	ck_assert_uint_eq(e->interfaces.n, 0);
	plan_free(p);
}
END_TEST

START_TEST(a_vpn_gateway_propagates_what_its_vpns_lead_to)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct route_table *yes = plan_table(p, v, "yes");
	struct route_table *no = plan_table(p, v, "no");
	struct vpn_gateway *g = model_new_vpn_gateway(p->m, plan_place(p),
	    p->island, v);
	struct vpn *vpn = model_new_vpn(p->m, plan_place(p), p->island);
	struct network *office = model_new_network(p->m, plan_place(p),
	    p->island);
	const struct route *r;

	plan_name(&g->is, "vgw");
	plan_name(&vpn->is, "vpn-dc");
	plan_name(&office->is, "office");
	vec_push(p->a, &office->cidrs, plan_cidr(p, "192.168.0.0/16"));
	vec_push(p->a, &office->cidrs, plan_cidr(p, "2001:db8::/48"));
	vpn->on = plan_ref(p, "shop/vgw");
	vec_push(p->a, &vpn->networks, plan_ref(p, "office"));
	vec_push(p->a, &yes->propagates, plan_ref(p, "vgw"));
	plan_link(p);
	r = route_to(yes, "192.168.0.0/16");
	ck_assert_ptr_nonnull(r);
	ck_assert_int_eq(r->origin, ROUTE_PROPAGATED);
	ck_assert_ptr_eq(r->target.to, &g->is);
	ck_assert_ptr_null(route_to(yes, "2001:db8::/48"));
	ck_assert_ptr_null(route_to(no, "192.168.0.0/16"));
	ck_assert_ptr_eq(g->vpns.v[0], vpn);
	ck_assert_ptr_eq(office->vpns.v[0], vpn);
	plan_free(p);
}
END_TEST

START_TEST(a_network_that_is_not_known_propagates_an_unknown_route)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct route_table *t = plan_table(p, v, "t");
	struct vpn_gateway *g = model_new_vpn_gateway(p->m, plan_place(p),
	    p->island, v);
	struct vpn *vpn = model_new_vpn(p->m, plan_place(p), p->island);
	struct ref unknown = { .is = value_unknown(plan_place(p), "secret") };

	plan_name(&g->is, "vgw");
	vpn->on = plan_ref(p, "vgw");
	vec_push(p->a, &vpn->networks, unknown);
	vec_push(p->a, &t->propagates, plan_ref(p, "vgw"));
	plan_link(p);
	ck_assert_uint_eq(t->routes.n, 2);
	ck_assert_int_eq(t->routes.v[1]->destination, DESTINATION_UNKNOWN);
	ck_assert_int_eq(t->routes.v[1]->origin, ROUTE_PROPAGATED);
	plan_free(p);
}
END_TEST

START_TEST(a_regional_nat_has_a_table_of_its_own)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct internet_gateway *igw = plan_gateway(p, v, "igw");
	struct nat_gateway *nat = plan_nat(p, v, "nat", NULL);
	const struct route *r;

	nat->regional = plan_flag(p, true);
	plan_link(p);
	ck_assert_ptr_nonnull(nat->table);
	ck_assert(nat->table->is.implicit);
	r = route_to(nat->table, "0.0.0.0/0");
	ck_assert_ptr_nonnull(r);
	ck_assert_ptr_eq(r->target.to, &igw->is);
	ck_assert_ptr_nonnull(route_to(nat->table, "10.0.0.0/16"));
	plan_free(p);
}
END_TEST

START_TEST(a_regional_nat_with_routes_has_those_alone)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct nat_gateway *nat = plan_nat(p, v, "nat", NULL);

	plan_gateway(p, v, "igw");
	nat->regional = plan_flag(p, true);
	nat->routes_stated = true;
	plan_link(p);
	ck_assert_ptr_null(route_to(nat->table, "0.0.0.0/0"));
	ck_assert_uint_eq(nat->table->routes.n, 1);
	plan_free(p);
}
END_TEST

START_TEST(a_zonal_nat_uses_the_table_of_its_subnet)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct nat_gateway *nat = plan_nat(p, v, "nat", "a");
	struct subnet *s = plan_subnet(p, v, "a", "10.0.0.0/24");

	plan_link(p);
	ck_assert_ptr_eq(nat->table, s->table);
	ck_assert_ptr_nonnull(nat->table);
	plan_free(p);
}
END_TEST

START_TEST(a_default_acl_allows_all_of_both_families)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct subnet *s = plan_subnet(p, v, "a", "10.0.0.0/24");
	const struct network_acl *acl;

	plan_acl(p, v, "data");
	plan_link(p);
	acl = v->default_acl;
	ck_assert_ptr_nonnull(acl);
	ck_assert_ptr_eq(s->acl, acl);
	ck_assert(s->acl_is_implicit);
	ck_assert_uint_eq(acl->ingress.n, 2);
	ck_assert_uint_eq(acl->egress.n, 2);
	for (size_t i = 0; i < 2; i++) {
		const struct acl_entry *e = acl->ingress.v[i];

		ck_assert(e->allow && e->implicit);
		ck_assert_int_eq(e->number.v, 100 + (int)i);
		ck_assert(port_set_is_everything(e->ports.v));
		ck_assert_uint_eq(e->cidr.v.length, 0);
		ck_assert_uint_eq(e->cidr.v.family, i == 0 ? IPV4 : IPV6);
	}
	plan_free(p);
}
END_TEST

START_TEST(entries_are_sorted_by_their_numbers)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct network_acl *acl = plan_acl(p, v, "data");
	static const int64_t numbers[] = { 200, 100, 32766, 110 };

	for (size_t i = 0; i < 4; i++) {
		struct acl_entry *e = model_new_acl_entry(p->m,
		    plan_place(p), EGRESS);

		e->number.is = value_known(plan_place(p));
		e->number.v = numbers[i];
		vec_push(p->a, &acl->egress, e);
	}
	plan_link(p);
	for (size_t i = 1; i < 4; i++)
		ck_assert_int_lt(acl->egress.v[i - 1]->number.v,
		    acl->egress.v[i]->number.v);
	plan_free(p);
}
END_TEST

START_TEST(a_default_group_admits_itself_and_lets_all_out)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	const struct security_group *g;

	plan_link(p);
	g = v->default_group;
	ck_assert_ptr_nonnull(g);
	ck_assert(g->is_default && g->is.implicit);
	ck_assert_uint_eq(g->ingress.n, 1);
	ck_assert_int_eq(g->ingress.v[0]->peer_kind, PEER_SELF);
	ck_assert(port_set_is_everything(g->ingress.v[0]->ports->v));
	ck_assert_uint_eq(g->egress.n, 1);
	ck_assert_int_eq(g->egress.v[0]->peer_kind, PEER_ANYWHERE);
	ck_assert(g->egress.v[0]->implicit);
	plan_free(p);
}
END_TEST

START_TEST(the_default_group_can_be_named)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct security_group *g = plan_group(p, v, "db");
	struct group_rule *r = plan_rule(p, g, INGRESS, "default");

	plan_link(p);
	ck_assert_ptr_eq(group_rule_to(r), &v->default_group->is);
	plan_free(p);
}
END_TEST

START_TEST(a_group_merely_named_default_is_an_ordinary_one)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct security_group *named = plan_group(p, v, "default");
	struct group_rule *r = plan_rule(p, named, INGRESS, "default");

	plan_link(p);
	ck_assert_ptr_ne(v->default_group, named);
	ck_assert_ptr_eq(group_rule_to(r), &named->is);
	ck_assert_uint_eq(p->findings.n, 0);
	plan_free(p);
}
END_TEST

START_TEST(egress_is_added_only_where_nothing_is_said_of_it)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct security_group *silent = plan_group(p, v, "silent");
	struct security_group *empty = plan_group(p, v, "empty");
	struct security_group *unknown = plan_group(p, v, "unknown");

	empty->egress_stated = true;
	unknown->egress_known = false;
	plan_link(p);
	ck_assert_uint_eq(silent->egress.n, 1);
	ck_assert_uint_eq(empty->egress.n, 0);
	ck_assert_uint_eq(unknown->egress.n, 0);
	plan_free(p);
}
END_TEST

START_TEST(tables_and_acls_may_state_their_subnets)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct subnet *s = plan_subnet(p, v, "a", "10.0.0.0/24");
	struct route_table *t = plan_table(p, v, "t");
	struct network_acl *acl = plan_acl(p, v, "n");

	vec_push(p->a, &t->subnet_refs, plan_ref(p, "a"));
	vec_push(p->a, &s->table_refs, plan_ref(p, "t"));
	vec_push(p->a, &acl->subnet_refs, plan_ref(p, "a"));
	plan_link(p);
	ck_assert_ptr_eq(s->table, t);
	ck_assert(!s->table_is_implicit);
	ck_assert_uint_eq(s->table_refs.n, 1);
	ck_assert_ptr_eq(s->acl, acl);
	ck_assert(!s->acl_is_implicit);
	ck_assert_uint_eq(acl->subnets.n, 1);
	plan_free(p);
}
END_TEST

START_TEST(the_first_of_two_associations_is_taken)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct subnet *s = plan_subnet(p, v, "a", "10.0.0.0/24");
	struct route_table *first = plan_table(p, v, "z");

	plan_table(p, v, "b");
	vec_push(p->a, &s->table_refs, plan_ref(p, "z"));
	vec_push(p->a, &s->table_refs, plan_ref(p, "b"));
	plan_link(p);
	ck_assert_ptr_eq(s->table, first);
	ck_assert_uint_eq(s->table_refs.n, 2);
	plan_free(p);
}
END_TEST

START_TEST(a_condition_holds_for_what_is_added)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct endpoint *e = model_new_endpoint(p->m, plan_place(p),
	    p->island, v);
	struct condition prod = { .text = "IsProd" };
	struct route_table *t = plan_table(p, v, "t");

	plan_name(&e->is, "s3");
	e->type = ENDPOINT_GATEWAY;
	e->service = plan_text(p, "s3");
	e->is.exists = &prod;
	vec_push(p->a, &e->table_refs, plan_ref(p, "t"));
	plan_link(p);
	ck_assert_ptr_eq(route_to(t, "s3")->exists, &prod);
	ck_assert_ptr_null(route_to(t, "10.0.0.0/16")->exists);
	plan_free(p);
}
END_TEST

START_TEST(an_association_that_may_not_hold_leaves_the_table_unknown)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct condition prod = { .text = "IsProd" };
	struct condition also_prod = { .text = "IsProd" };
	struct subnet *s[3];

	plan_table(p, v, "t");
	for (size_t i = 0; i < 3; i++) {
		struct ref r = plan_ref(p, "t");

		s[i] = plan_subnet(p, v, arena_printf(p->a, "s%zu", i),
		    "10.0.0.0/24");
		r.exists = i > 0 ? &prod : NULL;
		vec_push(p->a, &s[i]->table_refs, r);
	}
	s[2]->is.exists = &also_prod;
	plan_link(p);
	ck_assert_str_eq(s[0]->table->is.name, "t");
	ck_assert_ptr_null(s[1]->table);
	ck_assert_str_eq(s[2]->table->is.name, "t");
	plan_free(p);
}
END_TEST

START_TEST(a_main_table_that_may_not_exist_is_undecided)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct condition prod = { .text = "IsProd" };
	struct route_table *t = plan_table(p, v, "t");

	t->main = plan_flag(p, true);
	t->is.exists = &prod;
	plan_link(p);
	ck_assert_ptr_null(v->main_table);
	ck_assert_uint_eq(p->m->route_tables.n, 1);
	plan_free(p);
}
END_TEST

Suite *suite_defaults(void);

Suite *
suite_defaults(void)
{
	return unit_suite_of("defaults", (const TTest *const[]){
		a_main_table_is_added_where_none_is_flagged,
		a_flagged_main_table_is_the_main_table,
		an_undecided_main_table_stays_unknown,
		nothing_is_added_to_an_observed_vpc,
		nothing_is_added_where_the_list_is_not_whole,
		a_subnet_without_word_is_unknown_if_tables_may_be_missing,
		every_block_has_a_local_route_in_every_table,
		a_stated_route_replaces_the_local_one,
		an_unknown_block_has_a_local_route_of_its_family,
		a_gateway_endpoint_enters_its_tables,
		a_vpn_gateway_propagates_what_its_vpns_lead_to,
		a_network_that_is_not_known_propagates_an_unknown_route,
		a_regional_nat_has_a_table_of_its_own,
		a_regional_nat_with_routes_has_those_alone,
		a_zonal_nat_uses_the_table_of_its_subnet,
		a_default_acl_allows_all_of_both_families,
		entries_are_sorted_by_their_numbers,
		a_default_group_admits_itself_and_lets_all_out,
		the_default_group_can_be_named,
		a_group_merely_named_default_is_an_ordinary_one,
		egress_is_added_only_where_nothing_is_said_of_it,
		tables_and_acls_may_state_their_subnets,
		the_first_of_two_associations_is_taken,
		a_condition_holds_for_what_is_added,
		an_association_that_may_not_hold_leaves_the_table_unknown,
		a_main_table_that_may_not_exist_is_undecided, NULL });
}
