/* SPDX-License-Identifier: MIT */
#include "model_plan.h"

#include <string.h>

/* Several files: islands, ids that join them, the same id twice. */

static struct subnet *
observed_subnet(struct plan *p, const char *id, const char *vpc)
{
	struct subnet *s = model_new_subnet(p->m, plan_place(p), p->island,
	    NULL);

	s->is.id = id;
	s->is.vpc_ref = plan_ref(p, vpc);
	s->cidr = plan_cidr(p, "10.0.0.0/24");
	return s;
}

START_TEST(names_do_not_leave_their_island)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct security_group *g;
	struct group_rule *r;

	plan_group(p, v, "web");
	plan_new_island(p);
	g = plan_group(p, plan_vpc(p, "data", "10.1.0.0/16"), "db");
	r = plan_rule(p, g, INGRESS, "web");
	plan_link(p);
	ck_assert_ptr_null(group_rule_to(r));
	ck_assert_uint_eq(plan_count(p, "IN004"), 1);
	plan_free(p);
}
END_TEST

START_TEST(ids_join_islands)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct peering *peering;

	v->is.id = "vpc-0123456789abcdef0";
	plan_new_island(p);
	peering = model_new_peering(p->m, plan_place(p), p->island);
	peering->ends[0] = plan_ref(p, "vpc-0123456789abcdef0");
	peering->ends[1] = plan_ref(p, "vpc-0fedcba9876543210");
	plan_link(p);
	ck_assert_ptr_eq(peering->vpcs[0], v);
	ck_assert_ptr_null(peering->vpcs[1]);
	ck_assert_uint_eq(p->findings.n, 0);
	plan_free(p);
}
END_TEST

START_TEST(a_reader_may_resolve_a_reference_itself)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct route_table *t = plan_table(p, v, "main");
	struct subnet *s;
	struct ref r;

	plan_new_island(p);
	s = plan_subnet(p, v, "a", "10.0.0.0/24");
	r = plan_ref(p, "Fn::ImportValue net-main");
	r.to = &t->is;
	vec_push(p->a, &s->table_refs, r);
	plan_link(p);
	ck_assert_ptr_eq(s->table, t);
	ck_assert_uint_eq(p->findings.n, 0);
	plan_free(p);
}
END_TEST

START_TEST(the_same_id_with_the_same_content_is_one_thing)
{
	struct plan *p = plan_new();
	struct subnet *a, *b;

	a = observed_subnet(p, "subnet-0123456789abcdef0",
	    "vpc-0123456789abcdef0");
	b = observed_subnet(p, "subnet-0123456789abcdef0",
	    "vpc-0123456789abcdef0");
	a->is.content = b->is.content = 77;
	plan_link(p);
	ck_assert_uint_eq(p->findings.n, 0);
	ck_assert_uint_eq(p->m->subnets.n, 1);
	ck_assert_uint_eq(p->m->things[KIND_SUBNET].n, 1);
	ck_assert_ptr_eq(p->m->subnets.v[0], a);
	ck_assert_ptr_eq(b->is.merged_into, &a->is);
	plan_free(p);
}
END_TEST

START_TEST(the_same_id_with_other_content_is_reported)
{
	struct plan *p = plan_new();
	struct subnet *a, *b;

	a = observed_subnet(p, "subnet-0123456789abcdef0",
	    "vpc-0123456789abcdef0");
	b = observed_subnet(p, "subnet-0123456789abcdef0",
	    "vpc-0123456789abcdef0");
	a->is.content = 77;
	b->is.content = 78;
	plan_link(p);
	ck_assert_uint_eq(plan_count(p, "IN007"), 1);
	ck_assert_str_eq(plan_message(p, "IN007"), "subnet "
	    "subnet-0123456789abcdef0 is defined twice, and differently; the "
	    "first definition is used");
	ck_assert_uint_eq(p->findings.v[0]->at.offset, b->is.at.offset);
	ck_assert_uint_eq(p->findings.v[0]->related.v[0].at.offset,
	    a->is.at.offset);
	ck_assert_uint_eq(p->m->subnets.n, 1);
	plan_free(p);
}
END_TEST

START_TEST(the_same_id_of_two_kinds_is_two_things)
{
	struct plan *p = plan_new();

	observed_subnet(p, "x", "vpc-0123456789abcdef0")->is.content = 1;
	model_new_elastic_ip(p->m, plan_place(p), p->island)->is.id = "x";
	plan_link(p);
	ck_assert_uint_eq(p->findings.n, 0);
	ck_assert_uint_eq(p->m->elastic_ips.n, 1);
	plan_free(p);
}
END_TEST

START_TEST(what_is_seen_in_part_joins_what_is_seen_whole)
{
	struct plan *p = plan_new();
	struct interface *part = model_new_interface(p->m, plan_place(p),
	    p->island, NULL);
	struct interface *whole = model_new_interface(p->m, plan_place(p),
	    p->island, NULL);
	struct workload *w = model_new_workload(p->m, plan_place(p),
	    p->island, NULL);

	part->is.id = whole->is.id = "eni-0123456789abcdef0";
	w->is.id = "i-0123456789abcdef0";
	whole->is.content = 5;
	whole->subnet_ref = plan_ref(p, "subnet-0123456789abcdef0");
	vec_push(p->a, &w->interfaces, part);
	w->interfaces_stated = true;
	observed_subnet(p, "subnet-0123456789abcdef0",
	    "vpc-0123456789abcdef0");
	plan_link(p);
	ck_assert_uint_eq(p->findings.n, 0);
	ck_assert_uint_eq(p->m->interfaces.n, 1);
	ck_assert_ptr_eq(whole->workload, w);
	ck_assert_uint_eq(w->interfaces.n, 1);
	ck_assert_ptr_eq(w->interfaces.v[0], whole);
	ck_assert_ptr_nonnull(whole->subnet);
	ck_assert_ptr_eq(w->is.vpc, whole->is.vpc);
	plan_free(p);
}
END_TEST

START_TEST(what_lives_in_a_repeated_vpc_moves_to_the_one_that_stands)
{
	struct plan *p = plan_new();
	struct vpc *first = plan_vpc(p, "shop", "10.0.0.0/16");
	struct vpc *again = plan_vpc(p, "shop", "10.0.0.0/16");
	struct subnet *s = plan_subnet(p, again, "a", "10.0.0.0/24");

	first->is.id = again->is.id = "vpc-0123456789abcdef0";
	plan_link(p);
	ck_assert_uint_eq(p->m->vpcs.n, 1);
	ck_assert_ptr_eq(s->is.vpc, first);
	ck_assert_uint_eq(first->subnets.n, 1);
	plan_free(p);
}
END_TEST

START_TEST(both_ends_of_a_transit_peering_share_an_id)
{
	struct plan *p = plan_new();
	struct transit_gateway *g[2];
	struct attachment *a[2];

	for (size_t i = 0; i < 2; i++) {
		g[i] = model_new_transit_gateway(p->m, plan_place(p),
		    p->island);
		g[i]->is.id = i == 0 ? "tgw-00000000000000000" :
		    "tgw-11111111111111111";
		a[i] = model_new_attachment(p->m, plan_place(p), p->island);
		a[i]->is.id = "tgw-attach-0123456789abcdef0";
		a[i]->is.content = 10 + i;
		a[i]->to = ATTACHMENT_PEER;
		a[i]->gateway_ref = plan_ref(p, i == 0 ?
		    "tgw-00000000000000000" : "tgw-11111111111111111");
		a[i]->target = plan_ref(p, i == 1 ?
		    "tgw-00000000000000000" : "tgw-11111111111111111");
	}
	plan_link(p);
	ck_assert_uint_eq(p->findings.n, 0);
	ck_assert_uint_eq(p->m->attachments.n, 2);
	ck_assert_ptr_eq(a[0]->peer, a[1]);
	ck_assert_ptr_eq(a[1]->peer, a[0]);
	plan_free(p);
}
END_TEST

START_TEST(a_vpc_that_only_ids_speak_of_is_made)
{
	struct plan *p = plan_new();
	struct subnet *a, *b;
	struct vpc *v;

	a = observed_subnet(p, "subnet-1", "vpc-0123456789abcdef0");
	b = observed_subnet(p, "subnet-2", "vpc-0123456789abcdef0");
	plan_link(p);
	v = a->is.vpc;
	ck_assert_ptr_nonnull(v);
	ck_assert_ptr_eq(b->is.vpc, v);
	ck_assert_uint_eq(p->m->vpcs.n, 1);
	ck_assert_uint_eq(v->subnets.n, 2);
	ck_assert_str_eq(v->is.label, "vpc-0123456789abcdef0");
	ck_assert(v->is.implicit);
	ck_assert(!v->is.created);
	ck_assert(value_is_unknown(v->cidrs.v[0].is));
	ck_assert(value_is_unknown(v->ipv6_cidrs.v[0].is));
	ck_assert_ptr_null(a->table);
	ck_assert_ptr_null(a->acl);
	ck_assert_uint_eq(p->findings.n, 0);
	plan_free(p);
}
END_TEST

START_TEST(a_vpc_may_stand_in_a_later_file)
{
	struct plan *p = plan_new();
	struct subnet *s = observed_subnet(p, "subnet-1",
	    "vpc-0123456789abcdef0");
	struct vpc *v = model_new_vpc(p->m, plan_place(p), p->island);

	v->is.id = "vpc-0123456789abcdef0";
	plan_link(p);
	ck_assert_ptr_eq(s->is.vpc, v);
	ck_assert_uint_eq(p->m->vpcs.n, 1);
	plan_free(p);
}
END_TEST

START_TEST(an_address_names_the_vpc_of_a_plan)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct subnet *s = plan_subnet(p, NULL, "a", "10.0.0.0/24");

	v->is.address = "aws_vpc.this[0]";
	s->is.vpc_ref = plan_ref(p, "aws_vpc.this[0]");
	plan_link(p);
	ck_assert_ptr_eq(s->is.vpc, v);
	plan_free(p);
}
END_TEST

START_TEST(a_workload_lives_in_the_vpc_of_its_subnet)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct vpc *other = plan_vpc(p, "other", "10.1.0.0/16");
	struct workload *w = plan_workload(p, NULL, "web", WORKLOAD_INSTANCE);

	plan_subnet(p, v, "a", "10.0.0.0/24");
	plan_group(p, other, "theirs");
	plan_place_in(p, w, "a");
	vec_push(p->a, &w->group_refs, plan_ref(p, "theirs"));
	plan_link(p);
	ck_assert_ptr_eq(w->is.vpc, v);
	ck_assert_uint_eq(v->workloads.n, 1);
	ck_assert_ptr_eq(w->interfaces.v[0]->is.vpc, v);
	ck_assert_uint_eq(plan_count(p, "IN005"), 1);
	plan_free(p);
}
END_TEST

START_TEST(what_is_observed_is_never_refused)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct vpc *other = plan_vpc(p, "other", "10.1.0.0/16");
	struct security_group *g = plan_group(p, other, "shared");
	struct interface *e = model_new_interface(p->m, plan_place(p),
	    p->island, v);

	g->is.id = "sg-0123456789abcdef0";
	e->is.id = "eni-0123456789abcdef0";
	vec_push(p->a, &e->group_refs, plan_ref(p, "sg-0123456789abcdef0"));
	e->groups_stated = true;
	plan_link(p);
	ck_assert_uint_eq(p->findings.n, 0);
	ck_assert_uint_eq(e->groups.n, 1);
	ck_assert_ptr_eq(e->groups.v[0], g);
	plan_free(p);
}
END_TEST

Suite *suite_islands(void);

Suite *
suite_islands(void)
{
	return unit_suite_of("islands", (const TTest *const[]){
		names_do_not_leave_their_island, ids_join_islands,
		a_reader_may_resolve_a_reference_itself,
		the_same_id_with_the_same_content_is_one_thing,
		the_same_id_with_other_content_is_reported,
		the_same_id_of_two_kinds_is_two_things,
		what_is_seen_in_part_joins_what_is_seen_whole,
		what_lives_in_a_repeated_vpc_moves_to_the_one_that_stands,
		both_ends_of_a_transit_peering_share_an_id,
		a_vpc_that_only_ids_speak_of_is_made,
		a_vpc_may_stand_in_a_later_file,
		an_address_names_the_vpc_of_a_plan,
		a_workload_lives_in_the_vpc_of_its_subnet,
		what_is_observed_is_never_refused, NULL });
}
