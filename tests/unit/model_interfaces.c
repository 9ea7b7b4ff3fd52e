/* SPDX-License-Identifier: MIT */
#include "model_plan.h"

#include <string.h>

/* Interfaces and what they carry; who uses what. */

/* A VPC "shop" with subnets a (IPv4), b (public addresses) and c (IPv6). */
static struct vpc *
small_vpc(struct plan *p)
{
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");

	vec_push(p->a, &v->ipv6_cidrs, plan_cidr(p, "2001:db8:1a00::/56"));
	plan_subnet(p, v, "a", "10.0.0.0/24");
	plan_subnet(p, v, "b", "10.0.1.0/24")->public_ip =
	    plan_flag(p, true);
	plan_subnet(p, v, "c", "10.0.2.0/24")->ipv6_cidr =
	    plan_cidr(p, "2001:db8:1a00::/64");
	return v;
}

/* Whether the flag is known, and so. */
static bool
is(struct flag_value f, bool v)
{
	return value_is_known(f.is) && f.v == v;
}

START_TEST(a_workload_has_an_interface_in_each_subnet)
{
	struct plan *p = plan_new();
	struct vpc *v = small_vpc(p);
	struct workload *w = plan_workload(p, v, "app",
	    WORKLOAD_AUTO_SCALING_GROUP);

	plan_place_in(p, w, "a");
	plan_place_in(p, w, "b");
	plan_link(p);
	ck_assert_uint_eq(w->interfaces.n, 2);
	ck_assert_ptr_eq(w->interfaces.v[0]->subnet, v->subnets.v[0]);
	ck_assert_ptr_eq(w->interfaces.v[1]->subnet, v->subnets.v[1]);
	ck_assert_str_eq(w->interfaces.v[1]->is.label, "app.b");
	ck_assert(w->interfaces.v[0]->is.implicit);
	ck_assert_uint_eq(v->interfaces.n, 2);
	ck_assert_uint_eq(p->m->interfaces.n, 2);
	ck_assert_uint_eq(v->subnets.v[0]->interfaces.n, 1);
	plan_free(p);
}
END_TEST

START_TEST(an_instance_lives_in_one_subnet)
{
	struct plan *p = plan_new();
	struct workload *w = plan_workload(p, small_vpc(p), "web",
	    WORKLOAD_INSTANCE);

	plan_place_in(p, w, "b");
	plan_place_in(p, w, "a");
	plan_link(p);
	ck_assert_uint_eq(w->interfaces.n, 1);
	ck_assert_str_eq(w->interfaces.v[0]->subnet->is.name, "b");
	plan_free(p);
}
END_TEST

START_TEST(stated_interfaces_replace_those_of_subnets)
{
	struct plan *p = plan_new();
	struct vpc *v = small_vpc(p);
	struct workload *w = plan_workload(p, v, "fw", WORKLOAD_APPLIANCE);
	struct interface *e = model_new_interface(p->m, plan_place(p),
	    p->island, v);

	plan_name(&e->is, "out");
	e->subnet_ref = plan_ref(p, "b");
	e->workload = w;
	vec_push(p->a, &w->interfaces, e);
	w->interfaces_stated = true;
	plan_group(p, v, "fw");
	vec_push(p->a, &w->group_refs, plan_ref(p, "fw"));
	w->groups_stated = true;
	plan_link(p);
	ck_assert_uint_eq(p->m->interfaces.n, 1);
	ck_assert_ptr_eq(w->interfaces.v[0], e);
	ck_assert_str_eq(e->groups.v[0]->is.name, "fw");
	ck_assert(is(e->source_check, false));
	ck_assert(is(e->public_ip, true));
	plan_free(p);
}
END_TEST

START_TEST(a_subnet_gives_no_address_to_what_has_two_interfaces)
{
	struct plan *p = plan_new();
	struct vpc *v = small_vpc(p);
	struct workload *w = plan_workload(p, v, "fw", WORKLOAD_APPLIANCE);

	for (size_t i = 0; i < 2; i++) {
		struct interface *e = model_new_interface(p->m,
		    plan_place(p), p->island, v);

		plan_name(&e->is, i == 0 ? "in" : "out");
		e->subnet_ref = plan_ref(p, "b");
		vec_push(p->a, &w->interfaces, e);
	}
	w->interfaces.v[1]->public_ip = plan_flag(p, true);
	w->interfaces_stated = true;
	plan_link(p);
	ck_assert(is(w->interfaces.v[0]->public_ip, false));
	ck_assert(is(w->interfaces.v[1]->public_ip, true));
	plan_free(p);
}
END_TEST

START_TEST(addresses_fall_to_subnets_by_range)
{
	struct plan *p = plan_new();
	struct workload *w = plan_workload(p, small_vpc(p), "app",
	    WORKLOAD_AUTO_SCALING_GROUP);
	static const char *const addresses[] = { "10.0.2.9", "10.0.0.10",
		"2001:db8:1a00::9", "10.9.9.9", "10.0.2.10" };

	plan_place_in(p, w, "a");
	plan_place_in(p, w, "c");
	for (size_t i = 0; i < 5; i++)
		vec_push(p->a, &w->addresses, plan_address(p, addresses[i]));
	plan_link(p);
	ck_assert_uint_eq(w->interfaces.v[0]->addresses.n, 1);
	ck_assert_uint_eq(w->interfaces.v[0]->ipv6_addresses.n, 0);
	ck_assert_uint_eq(w->interfaces.v[1]->addresses.n, 2);
	ck_assert_uint_eq(w->interfaces.v[1]->ipv6_addresses.n, 1);
	ck_assert_uint_eq(w->addresses.n, 5);
	plan_free(p);
}
END_TEST

START_TEST(a_workload_without_groups_carries_the_default_one)
{
	struct plan *p = plan_new();
	struct vpc *v = small_vpc(p);
	struct workload *w = plan_workload(p, v, "app", WORKLOAD_INSTANCE);
	struct interface *e;

	plan_place_in(p, w, "a");
	plan_link(p);
	e = w->interfaces.v[0];
	ck_assert_uint_eq(e->groups.n, 1);
	ck_assert_ptr_eq(e->groups.v[0], v->default_group);
	ck_assert(e->groups_known);
	ck_assert_uint_eq(v->default_group->members.n, 1);
	plan_free(p);
}
END_TEST

START_TEST(balancers_below_http_without_groups_carry_none)
{
	struct plan *p = plan_new();
	struct vpc *v = small_vpc(p);
	struct workload *nlb = plan_workload(p, v, "nlb",
	    WORKLOAD_NETWORK_LOAD_BALANCER);
	struct workload *gwlb = plan_workload(p, v, "gwlb",
	    WORKLOAD_GATEWAY_LOAD_BALANCER);

	plan_place_in(p, nlb, "a");
	plan_place_in(p, gwlb, "a");
	plan_link(p);
	ck_assert_uint_eq(nlb->interfaces.v[0]->groups.n, 0);
	ck_assert(nlb->interfaces.v[0]->groups_known);
	ck_assert_uint_eq(gwlb->interfaces.v[0]->groups.n, 0);
	ck_assert(gwlb->interfaces.v[0]->groups_known);
	plan_free(p);
}
END_TEST

START_TEST(a_group_that_is_not_known_may_be_any)
{
	struct plan *p = plan_new();
	struct vpc *v = small_vpc(p);
	struct workload *w = plan_workload(p, v, "app", WORKLOAD_INSTANCE);
	struct ref unknown = { .is = value_unknown(plan_place(p), "why") };

	plan_group(p, v, "app");
	plan_place_in(p, w, "a");
	vec_push(p->a, &w->group_refs, plan_ref(p, "app"));
	vec_push(p->a, &w->group_refs, unknown);
	w->groups_stated = true;
	plan_link(p);
	ck_assert_uint_eq(w->interfaces.v[0]->groups.n, 1);
	ck_assert(!w->interfaces.v[0]->groups_known);
	plan_free(p);
}
END_TEST

START_TEST(a_group_carried_under_a_condition_is_not_sure)
{
	struct plan *p = plan_new();
	struct vpc *v = small_vpc(p);
	struct workload *w = plan_workload(p, v, "app", WORKLOAD_INSTANCE);
	struct condition prod = { .text = "IsProd", .negated = true };
	struct ref maybe = plan_ref(p, "app");

	plan_group(p, v, "app");
	plan_place_in(p, w, "a");
	maybe.exists = &prod;
	vec_push(p->a, &w->group_refs, maybe);
	w->groups_stated = true;
	plan_link(p);
	ck_assert_uint_eq(w->interfaces.v[0]->groups.n, 0);
	ck_assert(!w->interfaces.v[0]->groups_known);
	plan_free(p);
}
END_TEST

START_TEST(stated_but_no_groups_is_no_groups)
{
	struct plan *p = plan_new();
	struct workload *w = plan_workload(p, small_vpc(p), "app",
	    WORKLOAD_INSTANCE);

	plan_place_in(p, w, "a");
	w->groups_stated = true;
	plan_link(p);
	ck_assert_uint_eq(w->interfaces.v[0]->groups.n, 0);
	ck_assert(w->interfaces.v[0]->groups_known);
	plan_free(p);
}
END_TEST

START_TEST(public_addresses_by_kind)
{
	static const struct {
		enum workload_kind kind;
		const char *subnet;
		int own;		/* public_ip: -1 absent */
		int accessible;		/* publicly_accessible */
		const char *scheme;
		bool is_public;
	} rows[] = {
		{ WORKLOAD_INSTANCE, "a", -1, -1, NULL, false },
		{ WORKLOAD_INSTANCE, "b", -1, -1, NULL, true },
		{ WORKLOAD_INSTANCE, "b", 0, -1, NULL, false },
		{ WORKLOAD_INSTANCE, "a", 1, -1, NULL, true },
		{ WORKLOAD_FARGATE_SERVICE, "a", 1, -1, NULL, true },
		{ WORKLOAD_ECS_SERVICE, "b", -1, -1, NULL, false },
		{ WORKLOAD_LAMBDA, "b", 1, -1, NULL, false },
		{ WORKLOAD_EFS, "b", -1, -1, NULL, false },
		{ WORKLOAD_APPLICATION_LOAD_BALANCER, "a", -1, -1,
		    "internet-facing", true },
		{ WORKLOAD_APPLICATION_LOAD_BALANCER, "b", -1, -1,
		    "internal", false },
		{ WORKLOAD_NETWORK_LOAD_BALANCER, "a", -1, -1, NULL, true },
		{ WORKLOAD_GATEWAY_LOAD_BALANCER, "b", -1, -1, NULL, false },
		{ WORKLOAD_RDS, "b", -1, -1, NULL, false },
		{ WORKLOAD_RDS, "a", -1, 1, NULL, true },
		{ WORKLOAD_RDS, "b", -1, 0, NULL, false },
		{ WORKLOAD_ELASTICACHE, "b", -1, 1, NULL, false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct plan *p = plan_new();
		struct workload *w = plan_workload(p, small_vpc(p), "x",
		    rows[i].kind);

		plan_place_in(p, w, rows[i].subnet);
		if (rows[i].own >= 0)
			w->public_ip = plan_flag(p, rows[i].own == 1);
		if (rows[i].accessible >= 0)
			w->publicly_accessible = plan_flag(p,
			    rows[i].accessible == 1);
		if (rows[i].scheme != NULL)
			w->scheme = plan_text(p, rows[i].scheme);
		plan_link(p);
		ck_assert_msg(is(w->interfaces.v[0]->public_ip,
		    rows[i].is_public), "row %zu", i);
		plan_free(p);
	}
}
END_TEST

START_TEST(an_unknown_word_leaves_the_public_address_unknown)
{
	struct plan *p = plan_new();
	struct vpc *v = small_vpc(p);
	struct workload *lb = plan_workload(p, v, "lb",
	    WORKLOAD_APPLICATION_LOAD_BALANCER);
	struct workload *web = plan_workload(p, v, "web", WORKLOAD_INSTANCE);

	p->m->subnets.v[0]->public_ip.is = value_unknown(plan_place(p),
	    "parameter");
	plan_place_in(p, lb, "a");
	plan_place_in(p, web, "a");
	lb->scheme.is = value_unknown(plan_place(p), "parameter");
	plan_link(p);
	ck_assert(value_is_unknown(lb->interfaces.v[0]->public_ip.is));
	ck_assert(value_is_unknown(web->interfaces.v[0]->public_ip.is));
	plan_free(p);
}
END_TEST

START_TEST(ipv6_by_kind_and_subnet)
{
	static const struct {
		enum workload_kind kind;
		const char *subnet;
		int own;		/* ipv6 of the workload: -1 absent */
		int subnets;		/* ipv6 of the subnet */
		bool has;
	} rows[] = {
		{ WORKLOAD_INSTANCE, "c", -1, -1, true },
		{ WORKLOAD_INSTANCE, "a", -1, -1, false },
		{ WORKLOAD_INSTANCE, "c", 0, -1, false },
		{ WORKLOAD_INSTANCE, "c", -1, 0, false },
		{ WORKLOAD_INSTANCE, "c", 1, 0, true },
		{ WORKLOAD_EKS_NODES, "c", -1, -1, true },
		{ WORKLOAD_APPLIANCE, "c", -1, -1, true },
		{ WORKLOAD_RDS, "c", -1, -1, false },
		{ WORKLOAD_LAMBDA, "c", -1, 1, false },
		{ WORKLOAD_APPLICATION_LOAD_BALANCER, "c", -1, -1, false },
		{ WORKLOAD_APPLICATION_LOAD_BALANCER, "c", 1, -1, true },
		{ WORKLOAD_APPLICATION_LOAD_BALANCER, "a", 1, -1, false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct plan *p = plan_new();
		struct workload *w = plan_workload(p, small_vpc(p), "x",
		    rows[i].kind);

		plan_place_in(p, w, rows[i].subnet);
		if (rows[i].own >= 0)
			w->ipv6 = plan_flag(p, rows[i].own == 1);
		if (rows[i].subnets >= 0)
			p->m->subnets.v[2]->ipv6 = plan_flag(p,
			    rows[i].subnets == 1);
		plan_link(p);
		ck_assert_msg(is(w->interfaces.v[0]->ipv6, rows[i].has),
		    "row %zu", i);
		plan_free(p);
	}
}
END_TEST

START_TEST(an_endpoint_has_interfaces_with_its_groups)
{
	struct plan *p = plan_new();
	struct vpc *v = small_vpc(p);
	struct endpoint *ecr = model_new_endpoint(p->m, plan_place(p),
	    p->island, v);
	struct endpoint *fw = model_new_endpoint(p->m, plan_place(p),
	    p->island, v);

	plan_name(&ecr->is, "ecr");
	ecr->type = ENDPOINT_INTERFACE;
	vec_push(p->a, &ecr->subnet_refs, plan_ref(p, "b"));
	vec_push(p->a, &ecr->subnet_refs, plan_ref(p, "c"));
	plan_name(&fw->is, "fw");
	fw->type = ENDPOINT_GATEWAY_LOAD_BALANCER;
	fw->forwards.stated = true;
	vec_push(p->a, &fw->subnet_refs, plan_ref(p, "a"));
	plan_link(p);
	ck_assert_uint_eq(ecr->interfaces.n, 2);
	ck_assert_ptr_eq(ecr->interfaces.v[0]->groups.v[0],
	    v->default_group);
	ck_assert(is(ecr->interfaces.v[0]->public_ip, false));
	ck_assert(is(ecr->interfaces.v[1]->ipv6, false));
	ck_assert(is(ecr->interfaces.v[0]->source_check, true));
	ck_assert_uint_eq(fw->interfaces.v[0]->groups.n, 0);
	ck_assert(fw->interfaces.v[0]->groups_known);
	ck_assert(is(fw->interfaces.v[0]->source_check, false));
	ck_assert(fw->interfaces.v[0]->forwards.stated);
	plan_free(p);
}
END_TEST

START_TEST(a_workload_in_an_unknown_subnet_has_an_interface_somewhere)
{
	struct plan *p = plan_new();
	struct workload *w = plan_workload(p, small_vpc(p), "x",
	    WORKLOAD_INSTANCE);
	struct ref unknown = { .is = value_unknown(plan_place(p),
		"parameter Subnets has no value") };

	vec_push(p->a, &w->subnet_refs, unknown);
	plan_link(p);
	ck_assert_uint_eq(w->interfaces.n, 1);
	ck_assert_ptr_null(w->interfaces.v[0]->subnet);
	ck_assert(value_is_unknown(w->interfaces.v[0]->public_ip.is));
	ck_assert(value_is_unknown(w->interfaces.v[0]->ipv6.is));
	plan_free(p);
}
END_TEST

START_TEST(groups_know_whether_members_may_be_unseen)
{
	struct plan *p = plan_new();
	struct vpc *v = small_vpc(p);
	struct vpc *w = plan_vpc(p, "other", "10.1.0.0/16");
	struct security_group *g = plan_group(p, v, "g");
	struct security_group *h = plan_group(p, w, "h");

	model_declare_incomplete(p->m, KIND_INTERFACE, p->island, w);
	plan_link(p);
	ck_assert(!g->has_members_unseen);
	ck_assert(h->has_members_unseen);
	plan_free(p);
}
END_TEST

START_TEST(elastic_ips_are_counted_by_name_and_by_address)
{
	struct plan *p = plan_new();
	struct vpc *v = small_vpc(p);
	struct nat_gateway *nat = plan_nat(p, v, "nat", "a");
	struct workload *w = plan_workload(p, v, "web", WORKLOAD_INSTANCE);
	struct elastic_ip *e[3];
	struct address_value by_name = { 0 };

	for (size_t i = 0; i < 3; i++) {
		e[i] = model_new_elastic_ip(p->m, plan_place(p), p->island);
		plan_name(&e[i]->is, arena_printf(p->a, "eip-%zu", i));
	}
	e[1]->address = plan_address(p, "203.0.113.9");
	by_name.elastic_ip = plan_ref(p, "eip-0");
	by_name.is = by_name.elastic_ip.is;
	vec_push(p->a, &nat->addresses, by_name);
	plan_place_in(p, w, "a");
	w->public_ip = plan_flag(p, true);
	w->public_address = plan_address(p, "203.0.113.9");
	plan_link(p);
	ck_assert_uint_eq(e[0]->uses, 1);
	ck_assert_uint_eq(e[1]->uses, 1);
	ck_assert_uint_eq(e[2]->uses, 0);
	plan_free(p);
}
END_TEST

START_TEST(an_elastic_ip_makes_its_holder_public)
{
	struct plan *p = plan_new();
	struct vpc *v = small_vpc(p);
	struct workload *w = plan_workload(p, v, "web", WORKLOAD_INSTANCE);
	struct elastic_ip *e = model_new_elastic_ip(p->m, plan_place(p),
	    p->island);
	struct interface *i;

	plan_name(&e->is, "eip");
	e->address = plan_address(p, "203.0.113.9");
	e->attached_to = plan_ref(p, "web");
	plan_place_in(p, w, "a");
	plan_link(p);
	i = w->interfaces.v[0];
	ck_assert(is(i->public_ip, true));
	ck_assert_uint_eq(i->public_addresses.n, 1);
	ck_assert(addr_equal(i->public_addresses.v[0].v, e->address.v));
	ck_assert_ptr_eq(i->public_addresses.v[0].elastic_ip.to, &e->is);
	ck_assert_uint_eq(e->uses, 1);
	plan_free(p);
}
END_TEST

START_TEST(a_workload_in_one_zone_has_interfaces_there_alone)
{
	static const struct {
		const char *zone;
		int multi_az;
		const char *other;	/* AZ of the second subnet */
		size_t n;
	} rows[] = {
		{ "a", -1, "c", 1 },
		{ "a", 0, "c", 1 },
		{ "a", 1, "c", 2 },
		{ NULL, 0, "c", 2 },
		{ "x", -1, "c", 2 },
		{ "a", -1, NULL, 2 },
		{ "a", -1, "a", 2 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct plan *p = plan_new();
		struct vpc *v = small_vpc(p);
		struct workload *w = plan_workload(p, v, "db", WORKLOAD_RDS);

		v->is.region = "ap-northeast-2";
		p->m->subnets.v[0]->az = plan_text(p, "ap-northeast-2a");
		if (rows[i].other != NULL)
			p->m->subnets.v[1]->az =
			    plan_text(p, rows[i].other);
		if (rows[i].zone != NULL)
			w->az = plan_text(p, rows[i].zone);
		if (rows[i].multi_az >= 0)
			w->multi_az = plan_flag(p, rows[i].multi_az == 1);
		plan_place_in(p, w, "b");
		plan_place_in(p, w, "a");
		plan_link(p);
		ck_assert_msg(w->interfaces.n == rows[i].n, "row %zu", i);
		if (rows[i].n == 1)
			ck_assert_str_eq(
			    w->interfaces.v[0]->subnet->is.name, "a");
		plan_free(p);
	}
}
END_TEST

START_TEST(listeners_find_their_targets)
{
	struct plan *p = plan_new();
	struct vpc *v = small_vpc(p);
	struct workload *lb = plan_workload(p, v, "lb",
	    WORKLOAD_APPLICATION_LOAD_BALANCER);
	struct workload *app = plan_workload(p, v, "app", WORKLOAD_INSTANCE);
	struct listener *l = arena_alloc(p->a, sizeof *l);

	vec_push(p->a, &l->targets, plan_ref(p, "app"));
	vec_push(p->a, &l->targets, plan_ref(p, "ap"));
	vec_push(p->a, &lb->listeners, l);
	plan_link(p);
	ck_assert_ptr_eq(l->targets.v[0].to, &app->is);
	ck_assert_str_eq(plan_message(p, "IN004"), "workload \"lb\": listener "
	    "names target \"ap\", which is not declared");
	plan_free(p);
}
END_TEST

Suite *suite_interfaces(void);

Suite *
suite_interfaces(void)
{
	return unit_suite_of("interfaces", (const TTest *const[]){
		a_workload_has_an_interface_in_each_subnet,
		an_instance_lives_in_one_subnet,
		stated_interfaces_replace_those_of_subnets,
		a_subnet_gives_no_address_to_what_has_two_interfaces,
		addresses_fall_to_subnets_by_range,
		a_workload_without_groups_carries_the_default_one,
		balancers_below_http_without_groups_carry_none,
		a_group_that_is_not_known_may_be_any,
		a_group_carried_under_a_condition_is_not_sure,
		stated_but_no_groups_is_no_groups,
		public_addresses_by_kind,
		an_unknown_word_leaves_the_public_address_unknown,
		ipv6_by_kind_and_subnet,
		an_endpoint_has_interfaces_with_its_groups,
		a_workload_in_an_unknown_subnet_has_an_interface_somewhere,
		groups_know_whether_members_may_be_unseen,
		elastic_ips_are_counted_by_name_and_by_address,
		an_elastic_ip_makes_its_holder_public,
		a_workload_in_one_zone_has_interfaces_there_alone,
		listeners_find_their_targets, NULL });
}
