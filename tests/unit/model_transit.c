/* SPDX-License-Identifier: MIT */
#include "model_plan.h"

#include <string.h>

/* Transit gateways, VPNs on them, peerings. */

static struct transit_gateway *
gateway(struct plan *p, const char *name)
{
	struct transit_gateway *g = model_new_transit_gateway(p->m,
	    plan_place(p), p->island);

	plan_name(&g->is, name);
	return g;
}

static struct attachment *
attach(struct plan *p, struct transit_gateway *g, const char *name,
    enum attachment_to to, const char *target)
{
	struct attachment *a = model_new_attachment(p->m, plan_place(p),
	    p->island);

	plan_name(&a->is, name);
	a->gateway = g;
	a->to = to;
	a->target = plan_ref(p, target);
	return a;
}

static struct transit_table *
table(struct plan *p, struct transit_gateway *g, const char *name)
{
	struct transit_table *t = model_new_transit_table(p->m,
	    plan_place(p), p->island);

	plan_name(&t->is, name);
	t->gateway = g;
	t->routes_known = true;
	g->tables_stated = true;
	return t;
}

START_TEST(without_a_word_everything_is_in_the_default_table)
{
	struct plan *p = plan_new();
	struct transit_gateway *g = gateway(p, "core");
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct attachment *a = attach(p, g, "shop", ATTACHMENT_VPC, "shop");

	plan_link(p);
	ck_assert_uint_eq(g->tables.n, 1);
	ck_assert(g->tables.v[0]->is.implicit);
	ck_assert_uint_eq(g->attachments.n, 1);
	ck_assert_ptr_eq(a->vpc, v);
	ck_assert(a->association_known);
	ck_assert_ptr_eq(a->associated, g->tables.v[0]);
	ck_assert(a->propagation_known);
	ck_assert_ptr_eq(a->propagations.v[0], g->tables.v[0]);
	plan_free(p);
}
END_TEST

START_TEST(tables_without_a_default_give_nothing_by_default)
{
	struct plan *p = plan_new();
	struct transit_gateway *g = gateway(p, "core");
	struct attachment *a;

	plan_vpc(p, "shop", "10.0.0.0/16");
	a = attach(p, g, "shop", ATTACHMENT_VPC, "shop");
	table(p, g, "spoke");
	plan_link(p);
	ck_assert_uint_eq(g->tables.n, 1);
	ck_assert(a->association_known);
	ck_assert_ptr_null(a->associated);
	ck_assert(a->propagation_known);
	ck_assert_uint_eq(a->propagations.n, 0);
	plan_free(p);
}
END_TEST

START_TEST(a_default_may_be_for_association_or_propagation)
{
	struct plan *p = plan_new();
	struct transit_gateway *g = gateway(p, "core");
	struct transit_table *t = table(p, g, "spoke");
	struct attachment *a;

	plan_vpc(p, "shop", "10.0.0.0/16");
	a = attach(p, g, "shop", ATTACHMENT_VPC, "shop");
	g->default_stated = true;
	g->default_association = plan_ref(p, "spoke");
	plan_link(p);
	ck_assert_ptr_eq(a->associated, t);
	ck_assert(a->propagation_known);
	ck_assert_uint_eq(a->propagations.n, 0);
	plan_free(p);
}
END_TEST

START_TEST(an_attachment_says_its_own_tables)
{
	struct plan *p = plan_new();
	struct transit_gateway *g = gateway(p, "core");
	struct transit_table *spoke = table(p, g, "spoke");
	struct transit_table *hub = table(p, g, "hub");
	struct attachment *a, *none;

	plan_vpc(p, "shop", "10.0.0.0/16");
	plan_vpc(p, "data", "10.1.0.0/16");
	g->default_stated = true;
	g->default_association = plan_ref(p, "hub");
	g->default_propagation = plan_ref(p, "hub");
	a = attach(p, g, "shop", ATTACHMENT_VPC, "shop");
	a->table = plan_ref(p, "spoke");
	vec_push(p->a, &a->propagates_to, plan_ref(p, "spoke"));
	a->propagates_stated = true;
	none = attach(p, g, "data", ATTACHMENT_VPC, "data");
	none->no_table = none->propagates_stated = true;
	plan_link(p);
	ck_assert_ptr_eq(a->associated, spoke);
	ck_assert_uint_eq(a->propagations.n, 1);
	ck_assert_ptr_eq(a->propagations.v[0], spoke);
	ck_assert(none->association_known);
	ck_assert_ptr_null(none->associated);
	ck_assert_uint_eq(none->propagations.n, 0);
	ck_assert_uint_eq(hub->routes.n, 0);
	plan_free(p);
}
END_TEST

START_TEST(a_table_is_looked_up_in_its_own_gateway)
{
	struct plan *p = plan_new();
	struct transit_gateway *g = gateway(p, "core");
	struct transit_gateway *h = gateway(p, "edge");
	struct transit_table *own, *theirs = table(p, g, "main");
	struct attachment *a;

	plan_vpc(p, "shop", "10.0.0.0/16");
	own = table(p, h, "main");
	a = attach(p, h, "shop", ATTACHMENT_VPC, "shop");
	a->table = plan_ref(p, "main");
	plan_link(p);
	ck_assert_ptr_eq(a->associated, own);
	ck_assert_ptr_ne(a->associated, theirs);
	plan_free(p);
}
END_TEST

START_TEST(an_undeclared_table_leaves_the_association_unknown)
{
	struct plan *p = plan_new();
	struct transit_gateway *g = gateway(p, "core");
	struct attachment *a;

	plan_vpc(p, "shop", "10.0.0.0/16");
	table(p, g, "spoke");
	a = attach(p, g, "shop", ATTACHMENT_VPC, "shop");
	a->table = plan_ref(p, "spokes");
	plan_link(p);
	ck_assert(!a->association_known);
	ck_assert_str_eq(plan_message(p, "IN004"), "transit gateway "
	    "attachment \"core/shop\" names transit gateway route table "
	    "\"spokes\", which is not declared");
	ck_assert_str_eq(plan_help(p, "IN004"), "did you mean \"spoke\"?");
	plan_free(p);
}
END_TEST

START_TEST(silence_of_an_observed_gateway_is_no_answer)
{
	struct plan *p = plan_new();
	struct transit_gateway *g = gateway(p, "core");
	struct attachment *a;

	plan_vpc(p, "shop", "10.0.0.0/16");
	a = attach(p, g, "shop", ATTACHMENT_VPC, "shop");
	g->is.created = a->is.created = false;
	plan_link(p);
	ck_assert_uint_eq(g->tables.n, 0);
	ck_assert(!a->association_known);
	ck_assert(!a->propagation_known);
	plan_free(p);
}
END_TEST

START_TEST(a_vpn_on_a_gateway_implies_its_attachment)
{
	struct plan *p = plan_new();
	struct transit_gateway *g = gateway(p, "core");
	struct transit_table *t = table(p, g, "spoke");
	struct vpn *vpn = model_new_vpn(p->m, plan_place(p), p->island);
	struct transit_route *r = arena_alloc(p->a, sizeof *r);

	plan_name(&vpn->is, "vpn-dc");
	vpn->on = plan_ref(p, "core");
	r->cidr = plan_cidr(p, "192.168.0.0/16");
	r->target = plan_ref(p, "vpn-dc");
	vec_push(p->a, &t->routes, r);
	plan_link(p);
	ck_assert_uint_eq(g->attachments.n, 1);
	ck_assert(g->attachments.v[0]->is.implicit);
	ck_assert_ptr_eq(g->attachments.v[0]->target.to, &vpn->is);
	ck_assert_ptr_eq(r->target.to, &g->attachments.v[0]->is);
	ck_assert_uint_eq(p->findings.n, 0);
	plan_free(p);
}
END_TEST

START_TEST(a_stated_attachment_of_a_vpn_is_not_doubled)
{
	struct plan *p = plan_new();
	struct transit_gateway *g = gateway(p, "core");
	struct vpn *vpn = model_new_vpn(p->m, plan_place(p), p->island);
	struct attachment *a = attach(p, g, "dc", ATTACHMENT_VPN, "vpn-dc");

	plan_name(&vpn->is, "vpn-dc");
	vpn->on = plan_ref(p, "core");
	plan_link(p);
	ck_assert_uint_eq(p->m->attachments.n, 1);
	ck_assert_ptr_eq(a->target.to, &vpn->is);
	plan_free(p);
}
END_TEST

START_TEST(two_gateways_are_peered_when_each_names_the_other)
{
	struct plan *p = plan_new();
	struct transit_gateway *g = gateway(p, "core");
	struct transit_gateway *h = gateway(p, "core-eu");
	struct transit_gateway *one_sided = gateway(p, "lonely");
	struct attachment *a = attach(p, g, "eu", ATTACHMENT_PEER, "core-eu");
	struct attachment *b = attach(p, h, "us", ATTACHMENT_PEER, "core");
	struct attachment *c = attach(p, one_sided, "us", ATTACHMENT_PEER,
	    "core");

	plan_link(p);
	ck_assert_ptr_eq(a->peer, b);
	ck_assert_ptr_eq(b->peer, a);
	ck_assert_ptr_null(c->peer);
	plan_free(p);
}
END_TEST

START_TEST(subnets_of_an_attachment_are_those_of_its_vpc)
{
	struct plan *p = plan_new();
	struct transit_gateway *g = gateway(p, "core");
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct vpc *other = plan_vpc(p, "data", "10.1.0.0/16");
	struct subnet *s = plan_subnet(p, v, "tgw", "10.0.0.0/28");
	struct attachment *a = attach(p, g, "shop", ATTACHMENT_VPC, "shop");

	plan_subnet(p, other, "tgw", "10.1.0.0/28");
	vec_push(p->a, &a->subnet_refs, plan_ref(p, "tgw"));
	a->subnets_stated = true;
	plan_link(p);
	ck_assert_uint_eq(a->subnets.n, 1);
	ck_assert_ptr_eq(a->subnets.v[0], s);
	plan_free(p);
}
END_TEST

START_TEST(a_route_of_a_table_leads_to_an_attachment)
{
	struct plan *p = plan_new();
	struct transit_gateway *g = gateway(p, "core");
	struct transit_table *t = table(p, g, "spoke");
	struct transit_route *good = arena_alloc(p->a, sizeof *good);
	struct transit_route *bad = arena_alloc(p->a, sizeof *bad);
	struct attachment *a;

	plan_vpc(p, "shop", "10.0.0.0/16");
	a = attach(p, g, "shop", ATTACHMENT_VPC, "shop");
	good->cidr = plan_cidr(p, "0.0.0.0/0");
	good->target = plan_ref(p, "shop");
	bad->cidr = plan_cidr(p, "10.9.0.0/16");
	bad->target = plan_ref(p, "sohp");
	vec_push(p->a, &t->routes, good);
	vec_push(p->a, &t->routes, bad);
	plan_link(p);
	ck_assert_ptr_eq(good->target.to, &a->is);
	ck_assert_str_eq(plan_message(p, "IN004"), "transit gateway route "
	    "table \"core/spoke\": route 10.9.0.0/16 names transit gateway "
	    "attachment \"sohp\", which is not declared");
	plan_free(p);
}
END_TEST

START_TEST(a_peering_knows_its_vpcs)
{
	struct plan *p = plan_new();
	struct vpc *shop = plan_vpc(p, "shop", "10.0.0.0/16");
	struct peering *peering = model_new_peering(p->m, plan_place(p),
	    p->island);

	plan_name(&peering->is, "shop-data");
	peering->ends[0] = plan_ref(p, "shop");
	peering->ends[1] = plan_ref(p, "datta");
	plan_vpc(p, "data", "10.1.0.0/16");
	plan_link(p);
	ck_assert_ptr_eq(peering->vpcs[0], shop);
	ck_assert_ptr_null(peering->vpcs[1]);
	ck_assert_str_eq(plan_help(p, "IN004"), "did you mean \"data\"?");
	plan_free(p);
}
END_TEST

START_TEST(exclusions_name_a_vpc_or_a_subnet_of_one)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct subnet *s = plan_subnet(p, v, "public-a", "10.0.0.0/24");
	struct block_public_access *b = model_new_block_public_access(p->m,
	    plan_place(p), p->island);
	struct exclusion of_vpc = { .of = plan_ref(p, "shop") };
	struct exclusion of_subnet = { .of = plan_ref(p, "shop/public-a") };

	b->is.created = true;
	vec_push(p->a, &b->exclusions, of_vpc);
	vec_push(p->a, &b->exclusions, of_subnet);
	plan_link(p);
	ck_assert_ptr_eq(b->exclusions.v[0].of.to, &v->is);
	ck_assert_ptr_eq(b->exclusions.v[1].of.to, &s->is);
	ck_assert_uint_eq(p->findings.n, 0);
	plan_free(p);
}
END_TEST

Suite *suite_transit(void);

Suite *
suite_transit(void)
{
	return unit_suite_of("transit", (const TTest *const[]){
		without_a_word_everything_is_in_the_default_table,
		tables_without_a_default_give_nothing_by_default,
		a_default_may_be_for_association_or_propagation,
		an_attachment_says_its_own_tables,
		a_table_is_looked_up_in_its_own_gateway,
		an_undeclared_table_leaves_the_association_unknown,
		silence_of_an_observed_gateway_is_no_answer,
		a_vpn_on_a_gateway_implies_its_attachment,
		a_stated_attachment_of_a_vpn_is_not_doubled,
		two_gateways_are_peered_when_each_names_the_other,
		subnets_of_an_attachment_are_those_of_its_vpc,
		a_route_of_a_table_leads_to_an_attachment,
		a_peering_knows_its_vpcs,
		exclusions_name_a_vpc_or_a_subnet_of_one, NULL });
}
