/* SPDX-License-Identifier: MIT */
#include "reach/lanes.h"

#include "reach/walk.h"

#include <stdlib.h>

struct subnet_classes {
	uint32_t *of;		/* by order of declaration; 0: alone */
};

/* ------------------------------------------------------- what stands alone */

static void
stands_alone(unsigned char *alone, const struct thing *t)
{
	if (t != NULL && t->kind == KIND_SUBNET)
		alone[t->order] = 1;
}

static void
mark_interfaces(unsigned char *alone, struct interface *const *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (v[i]->subnet != NULL)
			stands_alone(alone, &v[i]->subnet->is);
}

static void
mark_routed(unsigned char *alone, const struct thing *t)
{
	const struct interface *i = (const struct interface *)t;
	const struct workload *w = (const struct workload *)t;
	const struct endpoint *e = (const struct endpoint *)t;

	if (t == NULL)
		return;
	if (t->kind == KIND_INTERFACE && i->subnet != NULL)
		stands_alone(alone, &i->subnet->is);
	if (t->kind == KIND_WORKLOAD)
		mark_interfaces(alone, w->interfaces.v, w->interfaces.n);
	if (t->kind == KIND_ENDPOINT)
		mark_interfaces(alone, e->interfaces.v, e->interfaces.n);
}

/* Subnets where packets of others come by, or that something names. */
static void
mark_passed(const struct reach *r, unsigned char *alone)
{
	const struct model *m = r->m;

	for (size_t i = 0; i < m->nat_gateways.n; i++)
		stands_alone(alone, m->nat_gateways.v[i]->subnet.to);
	for (size_t i = 0; i < m->attachments.n; i++)
		for (size_t k = 0; k < m->attachments.v[i]->subnets.n; k++)
			stands_alone(alone,
			    &m->attachments.v[i]->subnets.v[k]->is);
	for (size_t i = 0; i < m->blocks.n; i++)
		for (size_t k = 0; k < m->blocks.v[i]->exclusions.n; k++)
			stands_alone(alone,
			    m->blocks.v[i]->exclusions.v[k].of.to);
	for (size_t i = 0; i < m->route_tables.n; i++)
		for (size_t k = 0; k < m->route_tables.v[i]->routes.n; k++)
			mark_routed(alone,
			    m->route_tables.v[i]->routes.v[k]->target.to);
}

static bool
has_blocks(const struct subnet *s)
{
	return !value_is_unknown(s->cidr.is) &&
	    !value_is_unknown(s->ipv6_cidr.is) &&
	    (value_is_known(s->cidr.is) || value_is_known(s->ipv6_cidr.is));
}

static bool
is_ordinary(const struct subnet *s, const unsigned char *alone)
{
	return !alone[s->is.order] && s->is.exists == NULL &&
	    s->is.vpc != NULL && s->is.vpc->is.exists == NULL &&
	    s->table != NULL && s->acl != NULL && has_blocks(s);
}

/* ------------------------------------------------------------ overlapping */

struct block {
	const struct subnet *s;
	struct range range;
};

struct blocks {
	struct block *v;
	size_t n, cap;
};

static int
compare_blocks(const void *x, const void *y)
{
	const struct block *a = x, *b = y;

	if (a->s->is.vpc != b->s->is.vpc)
		return a->s->is.vpc->is.order < b->s->is.vpc->is.order ? -1 :
		    1;
	return addr_compare(a->range.first, b->range.first);
}

/* Addresses of a subnet that another one of its VPC has too stay in either:
 * which one, only the two know. */
static void
mark_overlaps(struct arena *a, const struct model *m, enum family family,
    unsigned char *alone)
{
	struct blocks all = { 0 };
	const struct block *widest = NULL;

	for (size_t i = 0; i < m->subnets.n; i++) {
		const struct subnet *s = m->subnets.v[i];
		const struct cidr_value *c = family == IPV4 ? &s->cidr :
		    &s->ipv6_cidr;

		if (s->is.vpc != NULL && value_is_known(c->is) &&
		    c->v.family == (uint8_t)family)
			vec_push(a, &all, ((struct block){ s,
			    cidr_range(c->v) }));
	}
	vec_sort(&all, compare_blocks);
	for (size_t i = 0; i < all.n; i++) {
		struct block *b = &all.v[i];

		if (widest != NULL && widest->s->is.vpc == b->s->is.vpc &&
		    addr_compare(b->range.first, widest->range.last) <= 0) {
			alone[b->s->is.order] = 1;
			alone[widest->s->is.order] = 1;
		}
		if (widest == NULL || widest->s->is.vpc != b->s->is.vpc ||
		    addr_compare(widest->range.last, b->range.last) < 0)
			widest = b;
	}
}

/* ---------------------------------------------------------------- classes */

static int
compare_pointers(const void *x, const void *y)
{
	uintptr_t a = (uintptr_t)x, b = (uintptr_t)y;

	return a < b ? -1 : a > b;
}

static int
compare_subnets(const void *x, const void *y)
{
	const struct subnet *a = *(struct subnet *const *)x;
	const struct subnet *b = *(struct subnet *const *)y;
	int order = compare_pointers(a->is.vpc, b->is.vpc);

	if (order == 0)
		order = compare_pointers(a->table, b->table);
	if (order == 0)
		order = compare_pointers(a->acl, b->acl);
	return order;
}

/* A transit gateway takes packets where they come from and keeps them there;
 * nothing else looks at the AZ of who sends. */
static int
compare_subnets_and_zones(const void *x, const void *y)
{
	const struct subnet *a = *(struct subnet *const *)x;
	const struct subnet *b = *(struct subnet *const *)y;
	int order = compare_subnets(x, y);

	return order != 0 ? order : compare_pointers(a->az_key, b->az_key);
}

const struct subnet_classes *
subnet_classes_of(struct reach *r)
{
	const struct model *m = r->m;
	struct arena *scratch;
	VEC(struct subnet *) all = { 0 };
	unsigned char *alone;
	int (*compare)(const void *x, const void *y) = m->attachments.n > 0 ?
	    compare_subnets_and_zones : compare_subnets;
	uint32_t number = 0;

	if (r->subnet_classes != NULL)
		return r->subnet_classes;
	scratch = arena_new();
	alone = arena_array(scratch, m->next_order + 1, sizeof *alone);
	r->subnet_classes = arena_alloc(r->a, sizeof *r->subnet_classes);
	r->subnet_classes->of = arena_array(r->a, m->next_order + 1,
	    sizeof *r->subnet_classes->of);
	mark_passed(r, alone);
	mark_overlaps(scratch, m, IPV4, alone);
	mark_overlaps(scratch, m, IPV6, alone);
	for (size_t i = 0; i < m->subnets.n; i++)
		if (is_ordinary(m->subnets.v[i], alone))
			vec_push(scratch, &all, m->subnets.v[i]);
	vec_sort(&all, compare);
	for (size_t i = 0; i < all.n; i++) {
		if (i == 0 || compare(&all.v[i - 1], &all.v[i]) != 0)
			number++;
		r->subnet_classes->of[all.v[i]->is.order] = number;
	}
	arena_free(scratch);
	return r->subnet_classes;
}

/* ------------------------------------------------------------------ lanes */

struct placed {
	struct end *end;
	uint32_t class;		/* of its subnet; 0: alone */
	uint32_t subnet;	/* its order of declaration */
	size_t position;
};

static int
compare_numbers(uint64_t x, uint64_t y)
{
	return x < y ? -1 : x > y;
}

static bool
is_client_untold(const struct end *e)
{
	return e->workload != NULL && e->workload->ephemeral_why != NULL;
}

static unsigned
denies_internet(const struct end *e)
{
	struct flag_value denies;

	if (e->kind != END_INTERFACES)
		return 0;
	denies = interface_denies_internet(e->interface);
	return value_is_unknown(denies.is) ? 2 : denies.v;
}

/* Whose lane comes first; 0: the same. */
static int
compare_lanes(const struct placed *x, const struct placed *y)
{
	const struct end *a = x->end, *b = y->end;
	struct port_range p = end_ephemeral(a), q = end_ephemeral(b);
	int order = compare_numbers(x->class, y->class);

	if (order == 0 && x->class == 0)
		order = compare_numbers(x->subnet, y->subnet);
	if (order == 0 && a->subnet == NULL)
		order = compare_numbers(x->position, y->position);
	if (order == 0)
		order = compare_numbers(a->is_public, b->is_public);
	if (order == 0)
		order = compare_numbers(denies_internet(a), denies_internet(b));
	if (order == 0)
		order = compare_numbers(a->is_routed, b->is_routed);
	if (order == 0 && a->is_routed)
		order = compare_numbers(x->position, y->position);
	if (order == 0)
		order = compare_numbers(is_client_untold(a),
		    is_client_untold(b));
	if (order == 0)
		order = compare_numbers(p.first, q.first);
	return order != 0 ? order : compare_numbers(p.last, q.last);
}

static int
compare_placed(const void *x, const void *y)
{
	const struct placed *a = x, *b = y;
	int order = compare_lanes(a, b);

	if (order == 0)
		order = compare_numbers(a->subnet, b->subnet);
	return order != 0 ? order : compare_numbers(a->position, b->position);
}

/* Whether its addresses are those of its subnet. */
static bool
is_at_home(struct arena *a, const struct end *e)
{
	const struct cidr_value *blocks[] = { &e->subnet->cidr,
		&e->subnet->ipv6_cidr };

	for (size_t i = 0; i < 2; i++)
		if (!range_set_is_empty(e->addresses[i]) &&
		    (!value_is_known(blocks[i]->is) ||
		    blocks[i]->v.family != (uint8_t)e->addresses[i].family ||
		    !range_set_contains(range_set_of_cidr(a, blocks[i]->v),
		    e->addresses[i])))
			return false;
	return true;
}

static void
place(struct reach *r, struct arena *scratch, const struct ends *ends,
    bool fine, struct placed *v)
{
	const struct subnet_classes *classes = subnet_classes_of(r);

	for (size_t i = 0; i < ends->n; i++) {
		const struct subnet *s = ends->v[i]->subnet;

		v[i].end = ends->v[i];
		v[i].position = i;
		v[i].subnet = s != NULL ? s->is.order : 0;
		v[i].class = s == NULL || fine ||
		    !is_at_home(scratch, v[i].end) ? 0 :
		    classes->of[s->is.order];
	}
	qsort(v, ends->n, sizeof *v, compare_placed);
}

struct lanes
lanes_of(struct reach *r, struct arena *a, const struct ends *ends, bool fine)
{
	struct arena *scratch = arena_new();
	struct placed *v = arena_array(scratch, ends->n, sizeof *v);
	struct end **members = arena_array(a, ends->n, sizeof *members);
	struct lanes all = { 0 };

	place(r, scratch, ends, fine, v);
	for (size_t i = 0; i < ends->n; i++) {
		struct lane *l;

		members[i] = v[i].end;
		if (i == 0 || compare_lanes(&v[i - 1], &v[i]) != 0)
			vec_push(a, &all, ((struct lane){
			    .members.v = members + i,
			    .is_alone = v[i].class == 0 }));
		l = &all.v[all.n - 1];
		if (v[i].end->subnet != NULL && (l->members.n == 0 ||
		    members[i - 1]->subnet != v[i].end->subnet))
			l->n_subnets++;
		l->members.n = ++l->members.cap;
	}
	arena_free(scratch);
	return all;
}

size_t
lane_subnet_end(const struct lane *l, size_t first)
{
	size_t end = first;

	while (end < l->members.n &&
	    l->members.v[end]->subnet == l->members.v[first]->subnet)
		end++;
	return end;
}

/* ----------------------------------------------------- many ends as one */

static struct range_set
addresses_of(struct arena *a, const struct lane *l, size_t first, size_t end,
    size_t family)
{
	struct arena *scratch = arena_new();
	VEC(struct range) all = { 0 };
	struct range_set set;

	for (size_t i = first; i < end; i++) {
		struct range_set own = l->members.v[i]->addresses[family];

		for (size_t k = 0; k < own.n; k++)
			vec_push(scratch, &all, own.v[k]);
	}
	set = range_set_copy(a, range_set_of_ranges(scratch, family == 0 ?
	    IPV4 : IPV6, all.v, all.n));
	arena_free(scratch);
	return set;
}

static struct range_set
blocks_of(struct arena *a, const struct lane *l, enum family family)
{
	VEC(struct range) all = { 0 };

	for (size_t i = 0; i < l->members.n; i = lane_subnet_end(l, i)) {
		const struct subnet *s = l->members.v[i]->subnet;
		const struct cidr_value *c = family == IPV4 ? &s->cidr :
		    &s->ipv6_cidr;

		if (value_is_known(c->is))
			vec_push(a, &all, cidr_range(c->v));
	}
	return range_set_of_ranges(a, family, all.v, all.n);
}

bool
lane_overlaps(struct arena *a, const struct lane *l, const struct end *other,
    enum family family)
{
	if (l->is_alone || l->members.v[0]->vpc == other->vpc)
		return false;
	return range_set_overlaps(blocks_of(a, l, family),
	    other->addresses[FAMILY_INDEX(family)]);
}

/* Those of all; empty (not known which) if that is so of one. */
static struct range_set
public_addresses_of(struct arena *a, const struct lane *l, size_t first,
    size_t end)
{
	VEC(struct range) all = { 0 };

	for (size_t i = first; i < end; i++) {
		struct range_set own = l->members.v[i]->public_addresses;

		if (range_set_is_empty(own))
			return own;
		for (size_t k = 0; k < own.n; k++)
			vec_push(a, &all, own.v[k]);
	}
	return range_set_of_ranges(a, IPV4, all.v, all.n);
}

/* A subnet like this one that has no address of its own: nothing that leaves
 * it stays on its wire. */
static const struct subnet *
subnet_like(struct arena *a, const struct subnet *s)
{
	struct subnet *like = arena_alloc(a, sizeof *like);

	*like = *s;
	like->cidr.is.state = like->ipv6_cidr.is.state = VALUE_ABSENT;
	return like;
}

struct end *
lane_end(struct arena *a, const struct lane *l, size_t first, size_t end,
    bool in_place)
{
	struct end *e = arena_alloc(a, sizeof *e);

	*e = *l->members.v[first];
	if (e->subnet == NULL)
		return e;
	/* Interfaces, if any is: they may ask for more than addresses do. */
	for (size_t i = first; e->kind != END_INTERFACES && i < end; i++)
		*e = *l->members.v[i];
	for (size_t i = 0; i < 2; i++)
		e->addresses[i] = addresses_of(a, l, first, end, i);
	e->public_addresses = public_addresses_of(a, l, first, end);
	e->unfiltered = true;
	if (!in_place && !l->is_alone)
		e->subnet = subnet_like(a, e->subnet);
	return e;
}
