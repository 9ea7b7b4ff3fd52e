/* SPDX-License-Identifier: MIT */
#include "net/range_bag.h"
#include "net/sort.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

static int
compare_u32(const void *x, const void *y)
{
	const uint32_t *a = x, *b = y;

	return (*a > *b) - (*a < *b);
}

static int
compare_addrs(const void *x, const void *y)
{
	const struct addr *a = x, *b = y;

	return addr_compare(*a, *b);
}

enum { SORT_MAX = 5000 };

/* Random numbers of a shape that one way of sorting or other dislikes. */
static struct addr
random_addr(struct unit_random *r, int shape)
{
	uint64_t hi = (uint64_t)unit_random(r) << 32 | unit_random(r);
	uint64_t lo = (uint64_t)unit_random(r) << 32 | unit_random(r);

	switch (shape) {
	case 0:			/* all bits random */
		return (struct addr){ hi, lo };
	case 1:			/* a long common start */
		return (struct addr){ 0x20010db800000000, lo };
	case 2:			/* few different ones */
		return (struct addr){ hi & 3, lo & 3 };
	case 3:			/* differing at both ends only */
		return (struct addr){ hi & (uint64_t)1 << 63, lo & 0xffff };
	case 4:			/* runs that agree in the first window */
		return (struct addr){ hi & 0xff00000000000000, lo };
	default:		/* equal */
		return (struct addr){ 1, 2 };
	}
}

START_TEST(sorting_agrees_with_qsort)
{
	struct arena *a = arena_new();
	struct unit_random r = { 4 };
	struct addr *v = arena_array(a, SORT_MAX, sizeof *v);
	struct addr *w = arena_array(a, SORT_MAX, sizeof *w);
	struct addr *scratch = arena_array(a, SORT_MAX, sizeof *scratch);
	uint32_t *x = arena_array(a, SORT_MAX, sizeof *x);
	uint32_t *y = arena_array(a, SORT_MAX, sizeof *y);
	uint32_t *room = arena_array(a, SORT_MAX, sizeof *room);
	uint64_t *upper = arena_array(a, SORT_MAX, sizeof *upper);
	uint64_t *upper_room = arena_array(a, SORT_MAX, sizeof *upper_room);

	for (int round = 0; round < 60; round++) {
		size_t n = round < 12 ? (size_t)round / 6 :
		    unit_random_below(&r, SORT_MAX);

		for (size_t i = 0; i < n; i++) {
			v[i] = w[i] = random_addr(&r, round % 6);
			x[i] = y[i] = (uint32_t)v[i].lo;
			upper[i] = v[i].hi;
		}
		sort_u64(upper, upper_room, n);
		sort_addrs(v, scratch, n);
		qsort(w, n, sizeof *w, compare_addrs);
		sort_u32(x, room, n);
		qsort(y, n, sizeof *y, compare_u32);
		for (size_t i = 0; i < n; i++) {
			ck_assert(addr_equal(v[i], w[i]));
			ck_assert_uint_eq(x[i], y[i]);
			ck_assert_uint_eq(upper[i], v[i].hi);
		}
	}
	arena_free(a);
}
END_TEST

enum { RANGES = 40, ROUNDS = 2000 };

/*
 * Near one end of the space or the other, so that ends are met; of IPv6 some
 * are whole /64s.
 */
static struct range
random_range(struct unit_random *r, enum family family, bool whole)
{
	struct addr first = addr_from_u64(unit_random_below(r, 100));
	struct range found = { first, addr_add(first,
	    addr_from_u64(unit_random_below(r, 6))) };

	if (family == IPV6 && whole)
		found = (struct range){ { found.first.lo, 0 },
			{ found.last.lo, UINT64_MAX } };
	if (unit_random_below(r, 2) == 0)
		found = (struct range){
			addr_subtract(addr_last(family), found.last),
			addr_subtract(addr_last(family), found.first)
		};
	return found;
}

/* A prefix of any length near a few places, so that many nest or touch. */
static struct range
random_prefix(struct unit_random *r)
{
	static const struct addr places[] = {
		{ 0, 0 }, { 0x7fffffffffffffff, 0 },
		{ 0x8000000000000000, 0 }, { 0x20010db800000000, 0 },
		{ UINT64_MAX, 0 }
	};
	struct addr near = places[unit_random_below(r, 5)];
	struct cidr c;

	near.hi ^= unit_random_below(r, 8);
	c = cidr_around(near, IPV6, unit_random_below(r, 4) > 0 ?
	    58 + unit_random_below(r, 8) : unit_random_below(r, 66));
	return (struct range){ c.base, cidr_last(c) };
}

START_TEST(bags_agree_with_sets_and_pairs)
{
	static const enum family families[] = { IPV4, IPV6 };
	struct unit_random r = { 6 };

	for (int round = 0; round < ROUNDS; round++) {
		struct arena *a = arena_new();
		enum family f = families[round % 2];
		struct range_bag b = range_bag_new(a);
		struct range v[RANGES];
		size_t n = unit_random_below(&r, RANGES);
		uint64_t pairs = 0;
		unsigned whole = unit_random_below(&r, 4);	/* of 3 */

		for (size_t i = 0; i < n; i++) {
			v[i] = f == IPV6 && round % 4 == 1 ?
			    random_prefix(&r) : random_range(&r, f,
			    unit_random_below(&r, 3) < whole);
			range_bag_add(&b, f, v[i].first, v[i].last);
			for (size_t k = 0; k < i; k++)
				pairs += addr_compare(v[k].first,
				    v[i].last) <= 0 && addr_compare(v[i].first,
				    v[k].last) <= 0;
		}
		ck_assert_uint_eq(range_bag_count(&b, f), n);
		ck_assert_uint_eq(range_bag_overlaps(&b, f), pairs);
		ck_assert(range_set_equal(range_bag_union(&b, f, a),
		    range_set_of_ranges(a, f, v, n)));
		arena_free(a);
	}
}
END_TEST

START_TEST(families_do_not_mix_and_the_whole_space_fits)
{
	struct arena *a = arena_new();
	struct range_bag b = range_bag_new(a);

	range_bag_expect(&b, 1000);
	for (int i = 0; i < 3; i++) {
		range_bag_add(&b, IPV4, addr_first(IPV4), addr_last(IPV4));
		range_bag_add(&b, IPV6, addr_first(IPV6), addr_last(IPV6));
	}
	ck_assert(range_set_is_everything(range_bag_union(&b, IPV4, a)));
	ck_assert(range_set_is_everything(range_bag_union(&b, IPV6, a)));
	ck_assert_uint_eq(range_bag_overlaps(&b, IPV4), 3);
	ck_assert_uint_eq(range_bag_overlaps(&b, IPV6), 3);
	arena_free(a);
}
END_TEST

Suite *suite_range_bag(void);

Suite *
suite_range_bag(void)
{
	return unit_suite_of("range_bag", (const TTest *const[]){
		sorting_agrees_with_qsort, bags_agree_with_sets_and_pairs,
		families_do_not_mix_and_the_whole_space_fits, NULL });
}
