/* SPDX-License-Identifier: MIT */
#include "net/coarsen.h"
#include "unit.h"

#include <string.h>

enum { RANGES = 12, ROUNDS = 600 };

static struct range_set
random_set(struct arena *a, enum family f, struct unit_random *r)
{
	struct range v[RANGES];
	size_t n = 1 + unit_random_below(r, RANGES - 1);

	for (size_t i = 0; i < n; i++) {
		struct addr first = addr_from_u64(unit_random_below(r, 250));

		v[i] = (struct range){ first, addr_add(first,
		    addr_from_u64(unit_random_below(r, 5))) };
		if (unit_random_below(r, 2) == 0)
			v[i] = (struct range){
				addr_subtract(addr_last(f), v[i].last),
				addr_subtract(addr_last(f), v[i].first)
			};
	}
	return range_set_of_ranges(a, f, v, n);
}

/* What must hold of every result. */
static bool
is_sound(struct arena *a, struct range_set x, const struct coarsening *c)
{
	struct range_set covered = range_set_of_cidrs(a, x.family, c->v, c->n);
	struct addr waste = addr_subtract(range_set_count(covered, NULL),
	    range_set_count(x, NULL));
	size_t fewest = 0;

	for (size_t i = 1; i < c->n; i++)
		if (cidr_overlaps(c->v[i - 1], c->v[i]) ||
		    cidr_compare(c->v[i - 1], c->v[i]) >= 0)
			return false;
	(void)range_set_to_cidrs(a, covered, &fewest);
	return range_set_contains(covered, x) && fewest == c->n &&
	    addr_equal(waste, c->waste);
}

START_TEST(limits_are_kept)
{
	struct unit_random r = { 14 };

	for (int round = 0; round < ROUNDS; round++) {
		struct arena *a = arena_new();
		enum family f = round % 2 == 0 ? IPV4 : IPV6;
		struct range_set x = random_set(a, f, &r);
		size_t most = 1 + unit_random_below(&r, 12), n = 0;
		struct addr budget = addr_from_u64(unit_random_below(&r, 99));
		struct coarsening few = coarsen(a, x, most, addr_last(IPV6));
		struct coarsening near = coarsen(a, x, 1, budget);
		struct coarsening same = coarsen(a, x, 1, addr_first(f));

		(void)range_set_to_cidrs(a, x, &n);
		ck_assert(is_sound(a, x, &few) && few.n <= most);
		ck_assert(n > most || few.n == n);
		ck_assert(is_sound(a, x, &near) &&
		    addr_compare(near.waste, budget) <= 0);
		ck_assert(is_sound(a, x, &same) && same.n == n);
		arena_free(a);
	}
}
END_TEST

START_TEST(the_cheapest_pair_goes_first)
{
	static const char *const given[] = {
		"10.0.0.0/32", "10.0.0.3/32", "10.0.1.0/25", "10.0.1.192/26",
		"10.9.0.0/16"
	};
	struct arena *a = arena_new();
	struct cidr v[5];
	struct coarsening c;
	char text[CIDR_TEXT_MAX];

	for (size_t i = 0; i < 5; i++)
		ck_assert(cidr_parse(given[i], strlen(given[i]), &v[i]) ==
		    ADDR_OK);
	c = coarsen(a, range_set_of_cidrs(a, IPV4, v, 5), 3,
	    addr_last(IPV6));
	ck_assert_uint_eq(c.n, 3);
	ck_assert_str_eq(cidr_format(c.v[0], text), "10.0.0.0/30");
	ck_assert_str_eq(cidr_format(c.v[1], text), "10.0.1.0/24");
	ck_assert_str_eq(cidr_format(c.v[2], text), "10.9.0.0/16");
	ck_assert_uint_eq(c.waste.lo, 2 + 64);
	arena_free(a);
}
END_TEST

START_TEST(the_ends_of_the_space_become_all_of_it)
{
	struct arena *a = arena_new();
	struct range ends[] = {
		{ addr_first(IPV6), addr_first(IPV6) },
		{ addr_last(IPV6), addr_last(IPV6) }
	};
	struct coarsening c = coarsen(a, range_set_of_ranges(a, IPV6, ends,
	    2), 1, addr_last(IPV6));

	ck_assert_uint_eq(c.n, 1);
	ck_assert(cidr_equal(c.v[0], cidr_everything(IPV6)));
	ck_assert(addr_equal(c.waste, addr_previous(addr_last(IPV6))));
	c = coarsen(a, range_set_empty(IPV4), 1, addr_last(IPV6));
	ck_assert_uint_eq(c.n, 0);
	arena_free(a);
}
END_TEST

Suite *suite_coarsen(void);

Suite *
suite_coarsen(void)
{
	return unit_suite_of("coarsen", (const TTest *const[]){
		limits_are_kept, the_cheapest_pair_goes_first,
		the_ends_of_the_space_become_all_of_it, NULL });
}
