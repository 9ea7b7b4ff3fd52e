/* SPDX-License-Identifier: MIT */
#include "model_plan.h"

#include <string.h>

/*
 * Random networks: whatever readers hand over, linking ends, keeps its
 * promises about lists and pointers, and gives the same twice.
 */

enum { NETWORKS = 300, THINGS = 40, NAMES = 12 };

static const char *const names[NAMES] = {
	"a", "b", "web-a", "shop db", "웹", "igw", "default", "main",
	"subnet-0123456789abcdef0", "vpc-0123456789abcdef0",
	"sg-0123456789abcdef0", "eni-0123456789abcdef0",
};

struct maker {
	struct plan *p;
	struct unit_random random;
};

static unsigned
below(struct maker *k, unsigned n)
{
	return unit_random_below(&k->random, n);
}

static bool
coin(struct maker *k)
{
	return below(k, 2) == 0;
}

static struct ref
some_ref(struct maker *k)
{
	static const char *const qualified[] = { "a/b", "sg:web-a",
		"'shop db'", "a.b", "nat:igw", "/", "'", "a/'shop db'" };
	struct ref r = plan_ref(k->p, names[below(k, NAMES)]);

	if (below(k, 5) == 0)
		r.text = qualified[below(k, 8)];
	if (below(k, 8) == 0)
		r.is = value_unknown(r.is.at, "why");
	return r;
}

static struct thing *
some_thing(struct maker *k, enum kind kind)
{
	struct model *m = k->p->m;

	if (m->things[kind].n == 0)
		return NULL;
	return m->things[kind].v[below(k, (unsigned)m->things[kind].n)];
}

static void
dress(struct maker *k, struct thing *t)
{
	t->created = below(k, 4) != 0;
	if (coin(k))
		t->name = names[below(k, NAMES)];
	if (coin(k))
		t->id = names[below(k, NAMES)];
	if (below(k, 4) == 0)
		t->address = names[below(k, NAMES)];
	t->content = below(k, 3);
	if (t->vpc == NULL && coin(k))
		t->vpc_ref = some_ref(k);
}

static struct thing *
make_network_part(struct maker *k, struct vpc *v)
{
	struct plan *p = k->p;
	struct route_table *t;

	switch (below(k, 5)) {
	case 0:
		return &plan_vpc(p, NULL, "10.0.0.0/16")->is;
	case 1:
		return &plan_subnet(p, v, NULL, "10.0.1.0/24")->is;
	case 2:
		t = plan_table(p, v, NULL);
		plan_route(p, t, "0.0.0.0/0", "x")->target = some_ref(k);
		vec_push(p->a, &t->subnet_refs, some_ref(k));
		vec_push(p->a, &t->propagates, some_ref(k));
		t->main = plan_flag(p, coin(k));
		return &t->is;
	case 3:
		return &plan_gateway(p, v, NULL)->is;
	default:
		return &plan_nat(p, v, NULL, names[below(k, NAMES)])->is;
	}
}

static struct thing *
make_member(struct maker *k, struct vpc *v)
{
	struct plan *p = k->p;
	struct security_group *g;
	struct workload *w;
	struct interface *e;

	switch (below(k, 3)) {
	case 0:
		g = plan_group(p, v, NULL);
		plan_rule_of(p, g, INGRESS, some_ref(k));
		return &g->is;
	case 1:
		w = plan_workload(p, v, NULL, (enum workload_kind)below(k,
		    WORKLOAD_KIND_COUNT));
		vec_push(p->a, &w->subnet_refs, some_ref(k));
		vec_push(p->a, &w->group_refs, some_ref(k));
		return &w->is;
	default:
		e = model_new_interface(p->m, plan_place(p), p->island, v);
		e->workload = (struct workload *)some_thing(k, KIND_WORKLOAD);
		e->subnet_ref = some_ref(k);
		vec_push(p->a, &e->group_refs, some_ref(k));
		return &e->is;
	}
}

static struct thing *
make_transit(struct maker *k)
{
	struct plan *p = k->p;
	struct transit_gateway *g;
	struct attachment *a;
	struct vpn *vpn;

	switch (below(k, 3)) {
	case 0:
		g = model_new_transit_gateway(p->m, plan_place(p), p->island);
		g->default_association = some_ref(k);
		g->default_stated = coin(k);
		return &g->is;
	case 1:
		a = model_new_attachment(p->m, plan_place(p), p->island);
		a->to = (enum attachment_to)below(k, 4);
		a->target = some_ref(k);
		a->gateway_ref = some_ref(k);
		return &a->is;
	default:
		vpn = model_new_vpn(p->m, plan_place(p), p->island);
		vpn->on = some_ref(k);
		return &vpn->is;
	}
}

static struct plan *
random_plan(unsigned seed)
{
	struct plan *p = plan_new();
	struct maker k = { p, { seed } };

	for (unsigned i = 0; i < THINGS; i++) {
		struct vpc *v = coin(&k) ? NULL :
		    (struct vpc *)some_thing(&k, KIND_VPC);

		switch (below(&k, 5)) {
		case 0:
		case 1:
			dress(&k, make_network_part(&k, v));
			break;
		case 2:
		case 3:
			dress(&k, make_member(&k, v));
			break;
		default:
			dress(&k, make_transit(&k));
			break;
		}
		if (below(&k, 16) == 0)
			plan_new_island(p);
	}
	plan_link(p);
	return p;
}

static void
check_lists(const struct model *m)
{
	for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
		for (size_t i = 0; i < m->things[kind].n; i++) {
			const struct thing *t = m->things[kind].v[i];

			ck_assert_int_eq(t->kind, kind);
			ck_assert_ptr_nonnull(t->label);
			ck_assert_ptr_null(t->merged_into);
			if (t->vpc != NULL)
				ck_assert_ptr_null(t->vpc->is.merged_into);
			if (i > 0)
				ck_assert_int_lt(thing_compare(
				    m->things[kind].v[i - 1], t), 0);
		}
	}
	ck_assert_uint_eq(m->subnets.n, m->things[KIND_SUBNET].n);
	ck_assert_uint_eq(m->interfaces.n, m->things[KIND_INTERFACE].n);
}

static void
check_subnets(const struct model *m)
{
	size_t associated = 0, listed = 0;

	for (size_t i = 0; i < m->subnets.n; i++) {
		const struct subnet *s = m->subnets.v[i];

		if (s->table == NULL)
			continue;
		ck_assert_ptr_null(s->table->is.merged_into);
		associated++;
	}
	for (size_t i = 0; i < m->route_tables.n; i++)
		listed += m->route_tables.v[i]->subnets.n;
	ck_assert_uint_eq(associated, listed);
}

static void
check_interfaces(const struct model *m)
{
	size_t carried = 0, members = 0, owned = 0, held = 0;

	for (size_t i = 0; i < m->interfaces.n; i++) {
		const struct interface *e = m->interfaces.v[i];

		carried += e->groups.n;
		owned += e->workload != NULL;
		ck_assert_int_ne(e->public_ip.is.state, VALUE_ABSENT);
		ck_assert_int_ne(e->ipv6.is.state, VALUE_ABSENT);
		ck_assert_int_ne(e->source_check.is.state, VALUE_ABSENT);
	}
	for (size_t i = 0; i < m->security_groups.n; i++)
		members += m->security_groups.v[i]->members.n;
	for (size_t i = 0; i < m->workloads.n; i++)
		held += m->workloads.v[i]->interfaces.n;
	ck_assert_uint_eq(carried, members);
	ck_assert_uint_eq(owned, held);
}

START_TEST(linking_keeps_its_promises)
{
	for (unsigned seed = 1; seed <= NETWORKS; seed++) {
		struct plan *p = random_plan(seed);

		check_lists(p->m);
		check_subnets(p->m);
		check_interfaces(p->m);
		plan_free(p);
	}
}
END_TEST

START_TEST(linking_gives_the_same_twice)
{
	for (unsigned seed = 1; seed <= NETWORKS / 6; seed++) {
		struct plan *p = random_plan(seed), *q = random_plan(seed);

		ck_assert_uint_eq(p->findings.n, q->findings.n);
		for (size_t i = 0; i < p->findings.n; i++)
			ck_assert_str_eq(p->findings.v[i]->message,
			    q->findings.v[i]->message);
		plan_free(p);
		plan_free(q);
	}
}
END_TEST

Suite *suite_random(void);

Suite *
suite_random(void)
{
	return unit_suite_of("random", (const TTest *const[]){
		linking_keeps_its_promises, linking_gives_the_same_twice,
		NULL });
}
