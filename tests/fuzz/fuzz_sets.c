/* SPDX-License-Identifier: MIT */

/*
 * The algebra of address sets against a naive model: a toy universe of 256
 * addresses, half of them at either end of the space, as an array of truths.
 * The bytes are the family, and then ranges for two sets by turns.
 */

#include "base/fatal.h"
#include "net/coarsen.h"
#include "net/range_bag.h"

#include <stdint.h>
#include <string.h>

enum { TOY = 256, RANGES_MAX = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct side {
	struct range v[RANGES_MAX];
	size_t n;
	bool has[TOY];
};

struct toy {
	struct arena *a;
	enum family family;
	struct side x, y;
};

static struct addr
address(enum family family, size_t i)
{
	if (i < TOY / 2)
		return addr_from_u64(i);
	return addr_subtract(addr_last(family), addr_from_u64(TOY - 1 - i));
}

static void
add_range(const struct toy *t, struct side *s, size_t i, size_t k)
{
	size_t first = i < k ? i : k, last = i < k ? k : i;

	if (s->n == RANGES_MAX)
		return;
	s->v[s->n++] = (struct range){ address(t->family, first),
		address(t->family, last) };
	for (; first <= last; first++)
		s->has[first] = true;
}

static struct range_set
set_of(const struct toy *t, const struct side *s)
{
	struct range *v = arena_array(t->a, s->n, sizeof *v);

	memcpy(v, s->v, s->n * sizeof *v);
	return range_set_of_ranges(t->a, t->family, v, s->n);
}

/* What stands on the right is asked for each address of the universe. */
#define CHECK(set, naive) do {						\
	struct range_set set_ = (set);					\
									\
	for (size_t i = 0; i < TOY; i++)				\
		if (range_set_has(set_, address(t->family, i)) !=	\
		    (naive))						\
			BUG(#set);					\
	for (size_t i = 1; i < set_.n; i++)				\
		if (addr_compare(addr_next(set_.v[i - 1].last),		\
		    set_.v[i].first) >= 0)				\
			BUG("ranges that touch");			\
} while (0)

static void
check_algebra(const struct toy *t)
{
	struct range_set x = set_of(t, &t->x), y = set_of(t, &t->y);
	const bool *in_x = t->x.has, *in_y = t->y.has;

	CHECK(x, in_x[i]);
	CHECK(range_set_union(t->a, x, y), in_x[i] || in_y[i]);
	CHECK(range_set_intersect(t->a, x, y), in_x[i] && in_y[i]);
	CHECK(range_set_subtract(t->a, x, y), in_x[i] && !in_y[i]);
	CHECK(range_set_complement(t->a, x), !in_x[i]);
	if (range_set_contains(x, y) != range_set_is_empty(
	    range_set_subtract(t->a, y, x)))
		BUG("contained, and yet something is left");
	if (range_set_overlaps(x, y) == range_set_is_empty(
	    range_set_intersect(t->a, x, y)))
		BUG("an overlap that is empty");
}

static void
check_bag(const struct toy *t)
{
	struct range_bag bag = range_bag_new(t->a);
	uint64_t pairs = 0;

	for (size_t i = 0; i < t->x.n; i++) {
		range_bag_add(&bag, t->family, t->x.v[i].first,
		    t->x.v[i].last);
		for (size_t k = 0; k < i; k++)
			pairs += addr_compare(t->x.v[i].first,
			    t->x.v[k].last) <= 0 && addr_compare(
			    t->x.v[k].first, t->x.v[i].last) <= 0;
	}
	if (range_bag_overlaps(&bag, t->family) != pairs)
		BUG("another number of overlapping pairs");
	CHECK(range_bag_union(&bag, t->family, t->a), t->x.has[i]);
}

/* Prefixes cover what the set covers, and coarse ones at least that. */
static void
check_prefixes(const struct toy *t, size_t most)
{
	struct range_set x = set_of(t, &t->x);
	size_t n = 0;
	struct cidr *v = range_set_to_cidrs(t->a, x, &n);
	struct coarsening c = coarsen(t->a, x, most, addr_last(IPV6));

	CHECK(range_set_of_cidrs(t->a, t->family, v, n), t->x.has[i]);
	if (c.n > most)
		BUG("more prefixes than were allowed");
	if (!range_set_contains(range_set_of_cidrs(t->a, t->family, c.v,
	    c.n), x))
		BUG("a coarse set that lost something");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct toy t = { .family = IPV4 };

	if (size == 0)
		return 0;
	t.a = arena_new();
	t.family = data[0] & 1 ? IPV6 : IPV4;
	for (size_t i = 1; i + 1 < size; i += 2)
		add_range(&t, i % 4 == 1 ? &t.x : &t.y, data[i], data[i + 1]);
	check_algebra(&t);
	check_bag(&t);
	check_prefixes(&t, 1 + data[0] / 2 % 8);
	arena_free(t.a);
	return 0;
}
