/* SPDX-License-Identifier: MIT */
#include "net/pool.h"
#include "net/range_set.h"
#include "unit.h"

/*
 * Requests on the last /24 of the space are compared with a search through
 * all of its aligned blocks, given what has been taken so far.
 */

enum { PARENT_BITS = 8, ROUNDS = 800, REQUESTS = 40 };

struct naive {
	struct arena *a;
	struct cidr within;
	struct range_set free;
	enum fit fit;
	unsigned align;
};

/* The free prefix, of the fewest that make up the free space, around c. */
static struct cidr
block_around(const struct naive *x, struct cidr c)
{
	size_t n = 0;
	struct cidr *v = range_set_to_cidrs(x->a, x->free, &n);

	for (size_t i = 0; i < n; i++)
		if (cidr_contains(v[i], c))
			return v[i];
	return c;
}

/* Whether c is to be taken rather than d, both being free and aligned. */
static bool
is_better(const struct naive *x, struct cidr c, struct cidr d)
{
	unsigned in_c = block_around(x, c).length;
	unsigned in_d = block_around(x, d).length;

	if (x->fit == FIT_LAST)
		return cidr_compare(c, d) > 0;
	if (x->fit == FIT_BEST && in_c != in_d)
		return in_c > in_d;
	return cidr_compare(c, d) < 0;
}

static bool
take_naively(struct naive *x, unsigned length, struct cidr *out)
{
	struct cidr c = cidr_around(x->within.base, x->within.family, length);
	bool found = false;

	for (;; c.base = addr_next(cidr_last(c))) {
		bool aligned = addr_equal(c.base,
		    cidr_around(c.base, c.family, x->align).base);

		if (aligned && range_set_contains_range(x->free,
		    cidr_range(c)) && (!found || is_better(x, c, *out))) {
			*out = c;
			found = true;
		}
		if (addr_equal(cidr_last(c), cidr_last(x->within)))
			return found;
	}
}

static void
compare(enum family f, enum fit fit, struct unit_random *r)
{
	struct arena *a = arena_new();
	unsigned bits = family_bits(f);
	struct naive x = {
		.a = a, .fit = fit,
		.within = cidr_around(addr_last(f), f, bits - PARENT_BITS),
		.align = bits - unit_random_below(r, PARENT_BITS)
	};
	struct pool *p = pool_new(a, f, fit, x.align);

	x.free = range_set_of_cidr(a, x.within);
	pool_add(p, x.within);
	for (int i = 0; i < REQUESTS; i++) {
		unsigned length = bits - unit_random_below(r, 5);
		struct cidr expected = x.within, c = x.within;
		bool found = take_naively(&x, length, &expected);

		ck_assert(pool_take(p, length, &c) == found);
		if (!found)
			continue;
		ck_assert_uint_eq(c.length, length);
		ck_assert(fit == FIT_SPARSE || cidr_equal(c, expected));
		ck_assert(range_set_contains_range(x.free, cidr_range(c)));
		x.free = range_set_subtract(a, x.free,
		    range_set_of_cidr(a, c));
	}
	arena_free(a);
}

START_TEST(blocks_are_those_of_an_exhaustive_search)
{
	static const enum fit fits[] = {
		FIT_FIRST, FIT_LAST, FIT_BEST, FIT_SPARSE
	};
	struct unit_random r = { 12 };

	for (int round = 0; round < ROUNDS; round++)
		compare(round % 2 == 0 ? IPV4 : IPV6, fits[round / 2 % 4],
		    &r);
}
END_TEST

START_TEST(sparse_blocks_lie_in_the_middle_of_the_largest)
{
	static const char *const expected[] = {
		"10.0.128.0/24", "10.0.64.0/24", "10.0.32.0/24",
		"10.0.224.0/24", "10.0.16.0/24"
	};
	struct arena *a = arena_new();
	struct pool *p = pool_new(a, IPV4, FIT_SPARSE, 32);
	struct cidr c;

	pool_add(p, cidr_around(addr_from_u64(0x0a000000), IPV4, 16));
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
		char text[CIDR_TEXT_MAX];

		ck_assert(pool_take(p, 24, &c));
		ck_assert_str_eq(cidr_format(c, text), expected[i]);
	}
	arena_free(a);
}
END_TEST

START_TEST(the_whole_space_can_be_taken)
{
	struct arena *a = arena_new();
	struct pool *p = pool_new(a, IPV6, FIT_FIRST, 128);
	struct cidr c;

	pool_add(p, cidr_everything(IPV6));
	ck_assert(pool_take(p, 0, &c));
	ck_assert(cidr_equal(c, cidr_everything(IPV6)));
	ck_assert(!pool_take(p, 128, &c));
	arena_free(a);
}
END_TEST

Suite *suite_pool(void);

Suite *
suite_pool(void)
{
	return unit_suite_of("pool", (const TTest *const[]){
		blocks_are_those_of_an_exhaustive_search,
		sparse_blocks_lie_in_the_middle_of_the_largest,
		the_whole_space_can_be_taken, NULL });
}
