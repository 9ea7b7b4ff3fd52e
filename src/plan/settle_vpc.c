/* SPDX-License-Identifier: MIT */
#include "plan/settle_ground.h"

#include "net/carve.h"

#include <stdlib.h>

/* The length of the smallest subnet with so many addresses for hosts. */
static unsigned
length_for_hosts(const struct model *m, int64_t hosts)
{
	int64_t all = hosts + model_fact(m, FACT_SUBNET_RESERVED);
	unsigned longest = (unsigned)model_fact(m, FACT_SUBNET_LENGTH_MAX);
	unsigned length = 0;

	if (!carve_length(IPV4, addr_from_u64((uint64_t)all), &length))
		return 0;
	return length < longest ? length : longest;
}

/* How many bits shorter a block is that can grow so many times its size. */
static unsigned
bits_of_growth(int64_t times)
{
	unsigned bits = 0;

	while (INT64_C(1) << bits < times)
		bits++;
	return bits;
}

static void
measure(struct settling *g, const struct subnet *s, struct placement *p)
{
	struct arena *a = g->s->a;
	int64_t grow = number_or(s->grow, 1);
	unsigned bits = bits_of_growth(grow);

	if (value_is_known(s->size.is)) {
		p->length = (unsigned)s->size.v;
		p->why = arena_printf(a, "size %u", p->length);
	} else {
		p->length = length_for_hosts(g->m, s->hosts.v);
		p->why = arena_printf(a, "%lld hosts",
		    (long long)s->hosts.v);
	}
	p->room = p->length > bits ? p->length - bits : 0;
	if (bits > 0)
		p->why = arena_printf(a, "%s, grows to %lld times", p->why,
		    (long long)grow);
}

/* AWS takes only some sizes. */
static bool
is_size_taken(struct settling *g, const struct subnet *s,
    const struct placement *p)
{
	unsigned shortest = (unsigned)model_fact(g->m, FACT_SUBNET_LENGTH_MIN);
	unsigned longest = (unsigned)model_fact(g->m, FACT_SUBNET_LENGTH_MAX);

	if (p->length >= shortest && p->length <= longest)
		return true;
	settle_problem(g->s, value_is_known(s->size.is) ? s->size.is.at :
	    s->hosts.is.at, arena_printf(g->s->a, "\"%s\" would be a /%u; AWS "
	    "takes /%u to /%u for a subnet", p->name, p->length, shortest,
	    longest), "state another size");
	return false;
}

static bool
is_ipv6_open(const struct vpc *v, const struct subnet *s)
{
	bool wanted = flag_or(s->ipv6_only, false) || flag_or(s->ipv6, false);
	bool has_block = false;

	for (size_t i = 0; i < v->ipv6_cidrs.n; i++)
		has_block = has_block || value_is_known(v->ipv6_cidrs.v[i].is);
	return wanted && has_block && s->ipv6_cidr.is.state == VALUE_ABSENT;
}

/* False if nothing is known of it and nothing wanted. */
static bool
make_placement(struct settling *g, const struct vpc *v,
    const struct subnet *s, struct placement *p)
{
	*p = (struct placement){ .of = &s->is, .vpc = v,
		.name = settle_name(g->s->a, &s->is), .fate = FATE_FIXED,
		.why = LOCK_WHY_STATED,
		.tier = value_is_known(s->tier.is) ? s->tier.v : NULL };
	/* A lock that was laid under the plan leaves derived blocks. */
	if (value_is_known(s->cidr.is) && s->cidr.is.origin != ORIGIN_DERIVED)
		p->cidr = s->cidr.v;
	else if (value_is_known(s->size.is) || value_is_known(s->hosts.is))
		p->wants_ipv4 = true;
	if (value_is_known(s->ipv6_cidr.is))
		p->ipv6 = s->ipv6_cidr.v;
	p->wants_ipv6 = is_ipv6_open(v, s);
	if (p->wants_ipv4) {
		p->fate = FATE_ADDED;
		measure(g, s, p);
		if (!is_size_taken(g, s, p)) {
			p->fate = FATE_UNPLACED;
			p->wants_ipv4 = false;
		}
	} else if (p->wants_ipv6 && p->cidr.family == 0) {
		p->fate = FATE_ADDED;
		p->why = "an IPv6 /64";
	}
	return p->wants_ipv4 || p->wants_ipv6 || p->cidr.family != 0 ||
	    p->ipv6.family != 0 || p->fate == FATE_UNPLACED;
}

/* The blocks of a VPC: those of the plan, or the one from a pool. */
static void
add_blocks(struct settling *g, const struct vpc *v,
    struct settled_ground *ground)
{
	struct arena *a = g->s->a;
	size_t number = (size_t)(uintptr_t)map_get(&g->placed, ground->name);

	for (size_t i = 0; i < v->cidrs.n; i++)
		if (value_is_known(v->cidrs.v[i].is))
			vec_push(a, &ground->ipv4.blocks, v->cidrs.v[i].v);
	if (ground->ipv4.blocks.n == 0 && number > 0 &&
	    g->s->v.v[number - 1].cidr.family != 0)
		vec_push(a, &ground->ipv4.blocks,
		    g->s->v.v[number - 1].cidr);
	for (size_t i = 0; i < v->ipv6_cidrs.n; i++)
		if (value_is_known(v->ipv6_cidrs.v[i].is))
			vec_push(a, &ground->ipv6.blocks,
			    v->ipv6_cidrs.v[i].v);
}

static int
compare_subnets(const void *x, const void *y)
{
	const struct subnet *const *a = x, *const *b = y;

	return thing_compare(&(*a)->is, &(*b)->is);
}

void
settle_vpc(struct settling *g, const struct vpc *v)
{
	struct arena *a = g->s->a;
	struct settled_ground ground = { .vpc = v, .first = g->s->v.n,
		.name = settle_name(a, &v->is),
		.ipv4 = { .family = IPV4 }, .ipv6 = { .family = IPV6 } };
	struct subnet **subnets = arena_array(a, v->subnets.n,
	    sizeof *subnets);

	add_blocks(g, v, &ground);
	for (size_t i = 0; i < v->subnets.n; i++)
		subnets[i] = v->subnets.v[i];
	if (v->subnets.n > 1)
		qsort(subnets, v->subnets.n, sizeof *subnets,
		    compare_subnets);
	for (size_t i = 0; i < v->subnets.n; i++) {
		struct placement p;

		if (!make_placement(g, v, subnets[i], &p))
			continue;
		if (map_get(&g->placed, p.name) != NULL)
			p.name = arena_printf(a, "%s %s", p.name,
			    subnets[i]->is.id != NULL ? subnets[i]->is.id :
			    "again");
		if (p.fate != FATE_UNPLACED)
			settle_known(g, &ground, &p, LOCK_SUBNET);
		vec_push(a, &g->s->v, p);
		*map_slot(&g->placed, p.name) =
		    (void *)(uintptr_t)g->s->v.n;
		settle_take(g, &ground, &p);
	}
	ground.n = g->s->v.n - ground.first;
	settle_take_old(g, &ground);
	settle_place(g, &ground);
	vec_push(a, &g->s->grounds, ground);
}
