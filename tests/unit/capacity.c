/* SPDX-License-Identifier: MIT */
#include "plan/capacity.h"
#include "plan/space.h"
#include "model/facts.h"
#include "model/link.h"
#include "unit.h"

#include <string.h>

/* ------------------------------------------- blocks for pods, by a bitmap */

/*
 * The naive way: mark what AWS keeps, then put the others where they spoil
 * least, and count the blocks of sixteen that are whole.
 */
static int64_t
naive_room(unsigned length, int64_t others)
{
	static bool taken[1 << 12];
	size_t n = (size_t)1 << (32 - length), room = 0;

	memset(taken, 0, sizeof taken);
	for (size_t i = 0; i < 4; i++)
		taken[i] = true;
	taken[n - 1] = true;
	for (size_t i = 4; i < 16 && others > 0; i++, others--)
		taken[i] = true;
	for (size_t i = n - 16; i < n - 1 && others > 0; i++, others--)
		taken[i] = true;
	for (size_t i = 16; i < n - 16 && others > 0; i++, others--)
		taken[i] = true;
	for (size_t i = 0; i < n; i += 16) {
		bool whole = true;

		for (size_t k = i; k < i + 16; k++)
			whole = whole && !taken[k];
		room += whole;
	}
	return (int64_t)room;
}

START_TEST(blocks_for_pods_are_counted_as_by_hand)
{
	for (unsigned length = 20; length < 28; length++) {
		struct subnet_use use = {
			.usable = ((int64_t)1 << (32 - length)) - 5,
			.length = length
		};

		for (int64_t others = 0; others <= use.usable; others++)
			ck_assert_msg(capacity_prefix_room(&use, others) ==
			    naive_room(length, others), "/%u, %lld others",
			    length, (long long)others);
	}
}
END_TEST

START_TEST(small_subnets_have_no_block_for_pods)
{
	for (unsigned length = 27; length <= 32; length++) {
		struct subnet_use use = { .usable = 1, .length = length };

		ck_assert_int_eq(capacity_prefix_room(&use, 0), 0);
	}
}
END_TEST

/* ------------------------------------------------------- holes of a VPC */

enum { PLACES = 256 };		/* addresses of a /24 */

struct stage {
	struct arena *a;
	struct vpc v;
	struct cidr_value cidr;
	bool taken[PLACES];
};

static struct cidr
block_at(unsigned first, unsigned length)
{
	return cidr_around(addr_from_u64(UINT64_C(0x0a000000) + first), IPV4,
	    length);
}

static void
add_subnet(struct stage *s, struct cidr block)
{
	struct subnet *subnet = arena_alloc(s->a, sizeof *subnet);

	subnet->cidr.is = value_known((struct place){ 0 });
	subnet->cidr.v = block;
	vec_push(s->a, &s->v.subnets, subnet);
}

static void
add_wish(struct stage *s, unsigned length)
{
	struct subnet *subnet = arena_alloc(s->a, sizeof *subnet);

	subnet->is.order = (uint32_t)s->v.subnets.n;
	subnet->size.is = value_known((struct place){ 0 });
	subnet->size.v = length;
	vec_push(s->a, &s->v.subnets, subnet);
}

static struct stage *
stage_new(struct unit_random *r)
{
	struct arena *a = arena_new();
	struct stage *s = arena_alloc(a, sizeof *s);

	s->a = a;
	s->cidr.is = value_known((struct place){ 0 });
	s->cidr.v = block_at(0, 24);
	vec_push(a, &s->v.cidrs, s->cidr);
	for (size_t i = unit_random_below(r, 6); i > 0; i--) {
		unsigned length = 26 + unit_random_below(r, 3);
		unsigned size = 1u << (32 - length);
		unsigned first = unit_random_below(r, PLACES / size) * size;

		add_subnet(s, block_at(first, length));
		memset(s->taken + first, true, size);
	}
	return s;
}

START_TEST(holes_are_what_no_subnet_has)
{
	struct unit_random r = { 1 };

	for (int round = 0; round < 500; round++) {
		struct stage *s = stage_new(&r);
		struct vpc_space space = space_of_vpc(s->a, &s->v);
		const struct block_space *b = &space.blocks.v[0];
		int64_t free = 0;

		ck_assert_uint_eq(space.blocks.n, 1);
		for (size_t i = 0; i < b->n_holes; i++) {
			size_t first = (size_t)(b->holes[i].base.lo & 0xff);
			size_t size = (size_t)1 << (32 - b->holes[i].length);

			ck_assert(i == 0 || b->holes[i - 1].length <=
			    b->holes[i].length);
			for (size_t k = first; k < first + size; k++) {
				ck_assert(!s->taken[k]);
				s->taken[k] = true;
				free++;
			}
		}
		for (size_t k = 0; k < PLACES; k++)
			ck_assert(s->taken[k]);
		ck_assert_int_eq(space.free, free);
		ck_assert_int_eq(b->free, free);
		arena_free(s->a);
	}
}
END_TEST

/* The naive way to hand out blocks: look at every aligned place. */
static bool
naive_take(bool *taken, unsigned length)
{
	size_t size = (size_t)1 << (32 - length);
	size_t best = PLACES, best_run = PLACES + 1;

	for (size_t first = 0; first < PLACES; first += size) {
		bool whole = true;
		size_t run = size, from = first;

		for (size_t k = first; k < first + size; k++)
			whole = whole && !taken[k];
		if (!whole)
			continue;
		/* The aligned hole around it: take from the smallest. */
		for (size_t wide = size * 2; wide <= PLACES; wide *= 2) {
			bool all = true;

			from = first / wide * wide;
			for (size_t k = from; k < from + wide; k++)
				all = all && !taken[k];
			if (!all)
				break;
			run = wide;
		}
		if (run < best_run) {
			best_run = run;
			best = first;
		}
	}
	if (best == PLACES)
		return false;
	memset(taken + best, true, size);
	return true;
}

START_TEST(what_cannot_be_placed_is_what_the_naive_way_cannot)
{
	struct unit_random r = { 2 };
	size_t seen = 0;

	for (int round = 0; round < 2000; round++) {
		struct stage *s = stage_new(&r);
		struct unplaced_list list;
		size_t expected = 0;

		for (size_t i = unit_random_below(&r, 5); i > 0; i--)
			add_wish(s, 25 + unit_random_below(&r, 4));
		list = space_place(s->a, &s->v);
		for (unsigned length = 16; length <= 28; length++)
			for (size_t i = 0; i < s->v.subnets.n; i++) {
				const struct subnet *x = s->v.subnets.v[i];
				size_t free = 0;

				for (size_t k = 0; k < PLACES; k++)
					free += !s->taken[k];
				if (value_is_known(x->size.is) &&
				    x->size.v == length &&
				    !naive_take(s->taken, length))
					expected += free >=
					    (size_t)1 << (32 - length);
			}
		ck_assert_uint_eq(list.n, expected);
		seen += list.n;
		arena_free(s->a);
	}
	ck_assert_uint_gt(seen, 50);
}
END_TEST

START_TEST(hosts_want_the_smallest_block_that_has_them)
{
	static const struct { int64_t hosts; unsigned length; } rows[] = {
		{ 1, 28 }, { 11, 28 }, { 12, 27 }, { 27, 27 }, { 28, 26 },
		{ 251, 24 }, { 252, 23 }, { 65531, 16 }, { 65532, 0 }
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct subnet s = { .hosts = { .v = rows[i].hosts } };
		unsigned length;
		bool found;

		s.hosts.is = value_known((struct place){ 0 });
		found = space_wanted(&s, &length);
		ck_assert_int_eq(found, rows[i].length != 0);
		if (found)
			ck_assert_uint_eq(length, rows[i].length);
	}
}
END_TEST

static Suite *
suite_capacity(void)
{
	return unit_suite_of("capacity", (const TTest *const[]){
		blocks_for_pods_are_counted_as_by_hand,
		small_subnets_have_no_block_for_pods,
		holes_are_what_no_subnet_has,
		what_cannot_be_placed_is_what_the_naive_way_cannot,
		hosts_want_the_smallest_block_that_has_them, NULL });
}

int
main(void)
{
	static unit_suite *const suites[] = { suite_capacity, NULL };

	return unit_main(suites);
}
