/* SPDX-License-Identifier: MIT */
#include "plan/space.h"

#include "model/facts.h"
#include "net/range_set.h"

#include <stdlib.h>

enum { BITS = 32 };

static int64_t
size_of(unsigned length)
{
	return (int64_t)1 << (BITS - length);
}

static int
compare_holes(const void *x, const void *y)
{
	const struct cidr *a = x, *b = y;

	if (a->length != b->length)
		return a->length < b->length ? -1 : 1;
	return cidr_compare(*a, *b);
}

/* What subnets have and the lock keeps, but for what it keeps for reasons in
 * the mask: that is handed out. */
static struct range_set
taken_in(struct arena *a, const struct vpc *v, unsigned handed_out)
{
	struct cidr *blocks = arena_array(a, v->subnets.n + v->kept.n,
	    sizeof *blocks);
	size_t n = 0;

	for (size_t i = 0; i < v->kept.n; i++)
		if (v->kept.v[i].block.family == IPV4 &&
		    (handed_out >> v->kept.v[i].what & 1U) == 0)
			blocks[n++] = v->kept.v[i].block;
	for (size_t i = 0; i < v->subnets.n; i++)
		if (value_is_known(v->subnets.v[i]->cidr.is))
			blocks[n++] = v->subnets.v[i]->cidr.v;
	return range_set_of_cidrs(a, IPV4, blocks, n);
}

static struct block_space
space_of_block(struct arena *a, struct cidr block, struct range_set taken)
{
	struct block_space s = { .block = block,
		.size = size_of(block.length) };
	struct range_set left = range_set_subtract(a,
	    range_set_of_cidr(a, block), taken);
	struct cidr *holes = range_set_to_cidrs(a, left, &s.n_holes);

	if (s.n_holes > 1)
		qsort(holes, s.n_holes, sizeof *holes, compare_holes);
	for (size_t i = 0; i < s.n_holes; i++)
		s.free += size_of(holes[i].length);
	s.holes = holes;
	return s;
}

static struct vpc_space
space_beside(struct arena *a, const struct vpc *v, struct range_set taken)
{
	struct vpc_space space = { .size = 0 };

	for (size_t i = 0; i < v->cidrs.n; i++) {
		struct block_space one;

		if (!value_is_known(v->cidrs.v[i].is))
			continue;
		one = space_of_block(a, v->cidrs.v[i].v, taken);
		space.size += one.size;
		space.free += one.free;
		vec_push(a, &space.blocks, one);
	}
	return space;
}

struct vpc_space
space_of_vpc(struct arena *a, const struct vpc *v)
{
	return space_beside(a, v, taken_in(a, v, 0));
}

struct vpc_space
space_released(struct arena *a, const struct vpc *v)
{
	return space_beside(a, v, taken_in(a, v, 1U << KEPT_FOR_GONE));
}

bool
space_wanted(const struct subnet *s, unsigned *length)
{
	unsigned least = (unsigned)fact_value(FACT_SUBNET_LENGTH_MIN);
	unsigned most = (unsigned)fact_value(FACT_SUBNET_LENGTH_MAX);
	int64_t hosts;

	if (s->cidr.is.state != VALUE_ABSENT)
		return false;
	if (value_is_known(s->size.is)) {
		*length = (unsigned)s->size.v;
		return s->size.v >= least && s->size.v <= most;
	}
	hosts = number_or(s->hosts, 0);
	if (!value_is_known(s->hosts.is) || hosts < 1)
		return false;
	for (*length = most; *length > least; --*length)
		if (size_of(*length) -
		    fact_value(FACT_SUBNET_RESERVED) >= hosts)
			break;
	return size_of(*length) - fact_value(FACT_SUBNET_RESERVED) >= hosts;
}

/* ---------------------------------------------------------------- placing */

struct wish {
	const struct subnet *subnet;
	unsigned length;
};

struct wishes {
	struct wish *v;
	size_t n, cap;
};

static int
compare_wishes(const void *x, const void *y)
{
	const struct wish *a = x, *b = y;

	if (a->length != b->length)
		return a->length < b->length ? -1 : 1;
	return thing_compare(&a->subnet->is, &b->subnet->is);
}

/*
 * The holes of a VPC while blocks are taken out of them.  Which of those that
 * will do is taken makes no difference to the sizes that are left, as long as
 * it is one of the smallest: its halves are left behind.
 */
struct stock {
	int64_t free;
	int64_t count[BITS + 1];	/* of holes by length */
};

static void
take_hole(struct stock *s, unsigned length)
{
	unsigned from = length;

	while (s->count[from] == 0)
		from--;
	s->count[from]--;
	while (from++ < length)
		s->count[from]++;
	s->free -= size_of(length);
}

static unsigned
largest_hole(const struct stock *s)
{
	unsigned length = 0;

	while (length < BITS && s->count[length] == 0)
		length++;
	return length;
}

static void
fill_stock(struct arena *a, struct stock *s, const struct vpc *v)
{
	struct vpc_space space = space_beside(a, v, taken_in(a, v,
	    1U << KEPT_FOR_ZONE));

	s->free = space.free;
	for (size_t i = 0; i < space.blocks.n; i++)
		for (size_t k = 0; k < space.blocks.v[i].n_holes; k++)
			s->count[space.blocks.v[i].holes[k].length]++;
}

struct unplaced_list
space_place(struct arena *a, const struct vpc *v)
{
	struct unplaced_list list = { 0 };
	struct wishes wishes = { 0 };
	struct stock stock = { 0 };

	for (size_t i = 0; i < v->subnets.n; i++) {
		struct wish w = { .subnet = v->subnets.v[i] };

		if (space_wanted(w.subnet, &w.length))
			vec_push(a, &wishes, w);
	}
	if (wishes.n == 0)
		return list;
	vec_sort(&wishes, compare_wishes);
	fill_stock(a, &stock, v);
	for (size_t i = 0; i < wishes.n; i++) {
		unsigned length = wishes.v[i].length;
		struct unplaced u = { .subnet = wishes.v[i].subnet,
			.length = length, .free = stock.free,
			.largest = largest_hole(&stock) };

		if (u.largest <= length)
			take_hole(&stock, length);
		else if (stock.free >= size_of(length))
			vec_push(a, &list, u);
	}
	return list;
}
