/* SPDX-License-Identifier: MIT */
#include "plan/space.h"

#include "base/str.h"
#include "net/range_set.h"

#include <stdlib.h>

enum { BITS = 32 };

static int
compare_items(const void *x, const void *y)
{
	const struct space_item *a = x, *b = y;
	int order = cidr_compare(a->block, b->block);

	return order != 0 ? order : str_natural_compare(a->name, b->name);
}

/* What stands in a VPC or is kept, by address. */
static struct space_items
items_of(struct arena *a, const struct vpc *v)
{
	struct space_items items = { 0 };

	for (size_t i = 0; i < v->subnets.n; i++) {
		const struct subnet *s = v->subnets.v[i];

		if (value_is_known(s->cidr.is))
			vec_push(a, &items, ((struct space_item){ s->cidr.v,
			    thing_label(&s->is), false, KEPT_FOR_ITSELF }));
	}
	for (size_t i = 0; i < v->kept.n; i++)
		if (v->kept.v[i].block.family == IPV4)
			vec_push(a, &items, ((struct space_item){
			    v->kept.v[i].block, v->kept.v[i].name, true,
			    v->kept.v[i].what }));
	vec_sort(&items, compare_items);
	return items;
}

static uint64_t
count_in(struct arena *a, struct range_set taken, struct cidr block)
{
	return range_set_count(range_set_intersect(a, taken,
	    range_set_of_cidr(a, block)), NULL).lo;
}

/* The place of that length in a block with the least in it. */
static bool
best_in(struct range_set taken, struct cidr block, unsigned length,
    struct cidr *out, uint64_t *least)
{
	struct cidr c = cidr_around(block.base, IPV4, length);
	bool found = false;

	if (length < block.length)
		return false;
	for (uint64_t n = UINT64_C(1) << (length - block.length); n > 0; n--) {
		struct arena *scratch = arena_new();
		uint64_t held = count_in(scratch, taken, c);

		arena_free(scratch);
		if (held < *least) {
			*least = held;
			*out = c;
			found = true;
		}
		c.base = addr_next(cidr_last(c));
	}
	return found;
}

bool
space_mend(struct arena *a, const struct vpc *v, unsigned length,
    struct space_mending *out)
{
	struct space_items items = items_of(a, v);
	struct cidr *blocks = arena_array(a, items.n, sizeof *blocks);
	uint64_t least = UINT64_MAX;
	struct range_set taken;
	bool found = false;

	for (size_t i = 0; i < items.n; i++)
		blocks[i] = items.v[i].block;
	taken = range_set_of_cidrs(a, IPV4, blocks, items.n);
	*out = (struct space_mending){ .held = 0 };
	for (size_t i = 0; i < v->cidrs.n; i++)
		if (value_is_known(v->cidrs.v[i].is) &&
		    v->cidrs.v[i].v.family == IPV4)
			found = best_in(taken, v->cidrs.v[i].v, length,
			    &out->block, &least) || found;
	if (!found)
		return false;
	out->held = (int64_t)least;
	for (size_t i = 0; i < items.n; i++)
		if (cidr_overlaps(items.v[i].block, out->block))
			vec_push(a, &out->held_by, items.v[i]);
	return true;
}

unsigned
space_fragmented(const struct vpc_space *s)
{
	unsigned largest = BITS + 1;

	for (size_t i = 0; i < s->blocks.n; i++)
		if (s->blocks.v[i].n_holes > 0 &&
		    s->blocks.v[i].holes[0].length < largest)
			largest = s->blocks.v[i].holes[0].length;
	for (size_t i = 0; i < s->blocks.n && largest <= BITS; i++)
		if (s->blocks.v[i].block.length < largest &&
		    s->blocks.v[i].free >= (int64_t)1 << (BITS - largest + 1))
			return largest - 1U;
	return 0;
}

uint64_t
space_fits(const struct vpc_space *s, unsigned length)
{
	uint64_t n = 0;

	for (size_t i = 0; i < s->blocks.n; i++)
		for (size_t k = 0; k < s->blocks.v[i].n_holes; k++)
			if (s->blocks.v[i].holes[k].length <= length)
				n += UINT64_C(1) << (length -
				    s->blocks.v[i].holes[k].length);
	return n;
}

int64_t
space_kept(struct arena *a, const struct vpc *v, enum kept_for what)
{
	struct cidr *blocks = arena_array(a, v->kept.n, sizeof *blocks);
	struct range_set own, kept;
	size_t n = 0;

	for (size_t i = 0; i < v->kept.n; i++)
		if (v->kept.v[i].what == what &&
		    v->kept.v[i].block.family == IPV4)
			blocks[n++] = v->kept.v[i].block;
	kept = range_set_of_cidrs(a, IPV4, blocks, n);
	/* A subnet's own block is part of what it grows into. */
	blocks = arena_array(a, v->subnets.n, sizeof *blocks);
	n = 0;
	for (size_t i = 0; i < v->subnets.n; i++)
		if (value_is_known(v->subnets.v[i]->cidr.is))
			blocks[n++] = v->subnets.v[i]->cidr.v;
	own = range_set_of_cidrs(a, IPV4, blocks, n);
	return (int64_t)range_set_count(range_set_subtract(a, kept, own),
	    NULL).lo;
}
