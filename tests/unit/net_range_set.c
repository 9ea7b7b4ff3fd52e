/* SPDX-License-Identifier: MIT */
#include "net/range_set.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

/*
 * The algebra against a naive model: sets restricted to a toy universe of
 * TOY addresses, half of them at the start of the space and half at its end,
 * are compared with bitmaps, one bool an address.  That is where carries,
 * wraps and off-by-ones live.
 */

enum { TOY = 128, TOY_RANGES = 12, ROUNDS = 3000 };

struct toy {
	bool has[TOY];
};

static struct addr
toy_addr(enum family family, size_t i)
{
	if (i < TOY / 2)
		return addr_from_u64(i);
	return addr_subtract(addr_last(family), addr_from_u64(TOY - 1 - i));
}

/* A random set that lies in the universe, and its bitmap. */
static struct range_set
random_set(struct arena *a, enum family family, struct unit_random *r,
    struct toy *toy)
{
	struct range v[TOY_RANGES];
	size_t n = unit_random_below(r, TOY_RANGES);

	memset(toy, 0, sizeof *toy);
	for (size_t i = 0; i < n; i++) {
		size_t half = unit_random_below(r, 2) * TOY / 2;
		size_t first = unit_random_below(r, TOY / 2);
		size_t length = unit_random_below(r, 9);

		if (first + length >= TOY / 2)
			length = TOY / 2 - 1 - first;
		v[i].first = toy_addr(family, half + first);
		v[i].last = toy_addr(family, half + first + length);
		for (size_t at = 0; at <= length; at++)
			toy->has[half + first + at] = true;
	}
	return range_set_of_ranges(a, family, v, n);
}

/*
 * Each assertion of libcheck costs a write, so what is asked of every address
 * is asked by functions that return an answer.
 */

static bool
is_canonical(struct range_set x)
{
	for (size_t i = 0; i < x.n; i++) {
		if (addr_compare(x.v[i].first, x.v[i].last) > 0 ||
		    addr_compare(x.v[i].last, addr_last(x.family)) > 0)
			return false;
		if (i > 0 && (addr_compare(x.v[i - 1].last,
		    x.v[i].first) >= 0 || addr_equal(
		    addr_next(x.v[i - 1].last), x.v[i].first)))
			return false;
	}
	return true;
}

/* middle: whether the addresses between the two halves are in the set. */
static bool
is_same(struct range_set x, const struct toy *toy, bool middle)
{
	for (size_t i = 0; i < TOY; i++)
		if (range_set_has(x, toy_addr(x.family, i)) != toy->has[i])
			return false;
	return is_canonical(x) &&
	    range_set_has(x, addr_from_u64(1000)) == middle;
}

static void
check_questions(struct range_set x, struct range_set y, const struct toy *s,
    const struct toy *t)
{
	bool equal = true, contains = true, overlaps = false;
	uint64_t count = 0;

	for (size_t i = 0; i < TOY; i++) {
		equal = equal && s->has[i] == t->has[i];
		contains = contains && (s->has[i] || !t->has[i]);
		overlaps = overlaps || (s->has[i] && t->has[i]);
		count += s->has[i];
	}
	ck_assert(range_set_equal(x, y) == equal);
	ck_assert(range_set_contains(x, y) == contains);
	ck_assert(range_set_overlaps(x, y) == overlaps);
	ck_assert(range_set_is_empty(x) == (count == 0));
	ck_assert(addr_equal(range_set_count(x, NULL), addr_from_u64(count)));
}

static void
check_operations(struct arena *a, struct range_set x, struct range_set y,
    const struct toy *s, const struct toy *t)
{
	struct toy both, either, only, not;

	for (size_t i = 0; i < TOY; i++) {
		both.has[i] = s->has[i] && t->has[i];
		either.has[i] = s->has[i] || t->has[i];
		only.has[i] = s->has[i] && !t->has[i];
		not.has[i] = !s->has[i];
	}
	ck_assert(is_same(range_set_intersect(a, x, y), &both, false));
	ck_assert(is_same(range_set_union(a, x, y), &either, false));
	ck_assert(is_same(range_set_subtract(a, x, y), &only, false));
	ck_assert(is_same(range_set_complement(a, x), &not, true));
	ck_assert(is_same(range_set_intersect(a, range_set_complement(a, x),
	    range_set_everything(x.family)), &not, true));
	ck_assert(range_set_equal(x, range_set_complement(a,
	    range_set_complement(a, x))));
}

static void
compare_with_bitmaps(enum family family)
{
	struct unit_random r = { family };

	for (int round = 0; round < ROUNDS; round++) {
		struct arena *a = arena_new();
		struct toy s, t;
		struct range_set x = random_set(a, family, &r, &s);
		struct range_set y = random_set(a, family, &r, &t);

		ck_assert(is_same(x, &s, false));
		check_questions(x, y, &s, &t);
		check_operations(a, x, y, &s, &t);
		arena_free(a);
	}
}

START_TEST(ipv4_sets_agree_with_bitmaps)
{
	compare_with_bitmaps(IPV4);
}
END_TEST

START_TEST(ipv6_sets_agree_with_bitmaps)
{
	compare_with_bitmaps(IPV6);
}
END_TEST

/* The fewest prefixes: they make up the set, and no two are one's halves. */
static bool
has_fewest_prefixes(struct arena *a, struct range_set x)
{
	size_t n = 0;
	struct cidr *v = range_set_to_cidrs(a, x, &n);

	for (size_t i = 1; i < n; i++) {
		if (cidr_compare(v[i - 1], v[i]) >= 0)
			return false;
		if (v[i - 1].length == v[i].length && v[i].length > 0 &&
		    cidr_contains(cidr_around(v[i].base, x.family,
		    v[i].length - 1U), v[i - 1]))
			return false;
	}
	return range_set_equal(x, range_set_of_cidrs(a, x.family, v, n));
}

START_TEST(sets_are_made_of_the_fewest_prefixes)
{
	static const enum family families[] = { IPV4, IPV6 };
	struct unit_random r = { 5 };

	for (int round = 0; round < ROUNDS; round++) {
		struct arena *a = arena_new();
		struct toy toy;
		struct range_set x = random_set(a, families[round % 2], &r,
		    &toy);

		ck_assert(has_fewest_prefixes(a, x));
		ck_assert(has_fewest_prefixes(a, range_set_complement(a, x)));
		arena_free(a);
	}
}
END_TEST

static struct range
range(const char *first, const char *last, enum family *family)
{
	struct range r = { { 0, 0 }, { 0, 0 } };

	ck_assert(addr_parse(first, strlen(first), family, &r.first) ==
	    ADDR_OK);
	ck_assert(addr_parse(last, strlen(last), family, &r.last) == ADDR_OK);
	return r;
}

START_TEST(ranges_become_prefixes)
{
	static const struct {
		const char *first, *last, *prefixes;
	} rows[] = {
		{ "0.0.0.0", "255.255.255.255", "0.0.0.0/0" },
		{ "255.255.255.250", "255.255.255.255",
		    "255.255.255.250/31 255.255.255.252/30" },
		{ "0.0.0.0", "0.0.0.0", "0.0.0.0/32" },
		{ "255.255.255.255", "255.255.255.255",
		    "255.255.255.255/32" },
		{ "10.0.0.1", "10.0.0.6",
		    "10.0.0.1/32 10.0.0.2/31 10.0.0.4/31 10.0.0.6/32" },
		{ "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::/0" },
		{ "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffa",
		    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
		    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffa/127 "
		    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffc/126" },
		{ "::ffff:ffff:ffff:ffff", "0:0:0:1::",
		    "::ffff:ffff:ffff:ffff/128 0:0:0:1::/128" }
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct arena *a = arena_new();
		char text[200] = "";
		enum family f = IPV4;
		struct range r = range(rows[i].first, rows[i].last, &f);
		size_t n = 0;
		struct cidr *v = range_set_to_cidrs(a,
		    range_set_of_range(a, f, r), &n);

		for (size_t k = 0; k < n; k++) {
			char one[CIDR_TEXT_MAX];
			size_t used = strlen(text);

			snprintf(text + used, sizeof text - used, "%s%s",
			    k > 0 ? " " : "", cidr_format(v[k], one));
		}
		ck_assert_str_eq(text, rows[i].prefixes);
		arena_free(a);
	}
}
END_TEST

START_TEST(everything_and_nothing)
{
	static const enum family families[] = { IPV4, IPV6 };

	for (size_t i = 0; i < 2; i++) {
		struct arena *a = arena_new();
		enum family f = families[i];
		struct range_set all = range_set_everything(f);
		struct range_set none = range_set_empty(f);
		bool overflow = true;

		ck_assert(is_canonical(all));
		ck_assert(range_set_is_everything(all));
		ck_assert(!range_set_is_everything(none));
		ck_assert(range_set_equal(range_set_complement(a, all), none));
		ck_assert(range_set_equal(range_set_complement(a, none), all));
		ck_assert(range_set_equal(all,
		    range_set_of_cidr(a, cidr_everything(f))));
		ck_assert(range_set_contains(all, none));
		ck_assert(range_set_contains(none, none));
		ck_assert(!range_set_contains(none, all));
		ck_assert(!range_set_overlaps(none, all));
		ck_assert(addr_equal(range_set_count(none, &overflow),
		    addr_first(f)));
		ck_assert(!overflow);
		arena_free(a);
	}
	ck_assert(!range_set_equal(range_set_empty(IPV4),
	    range_set_empty(IPV6)));
}
END_TEST

START_TEST(counts_reach_two_to_the_128)
{
	struct arena *a = arena_new();
	struct range_set all = range_set_everything(IPV6);
	struct range_set but_one = range_set_subtract(a, all,
	    range_set_of_range(a, IPV6, (struct range){ { 7, 7 }, { 7, 7 } }));
	bool overflow = false;

	ck_assert(addr_equal(range_set_count(all, &overflow),
	    addr_first(IPV6)));
	ck_assert(overflow);
	ck_assert(addr_equal(range_set_count(but_one, &overflow),
	    addr_last(IPV6)));
	ck_assert(!overflow);
	ck_assert(addr_equal(range_set_count(range_set_everything(IPV4),
	    &overflow), addr_from_u64((uint64_t)1 << 32)));
	ck_assert(!overflow);
	arena_free(a);
}
END_TEST

START_TEST(only_one_family_is_taken_from_a_mixed_list)
{
	struct arena *a = arena_new();
	const struct cidr mixed[] = {
		cidr_everything(IPV6), cidr_around(addr_from_u64(0), IPV4, 1),
		cidr_around(addr_from_u64(0x80000000), IPV4, 1)
	};

	ck_assert(range_set_is_everything(range_set_of_cidrs(a, IPV4, mixed,
	    3)));
	ck_assert(range_set_is_everything(range_set_of_cidrs(a, IPV6, mixed,
	    3)));
	ck_assert(range_set_is_empty(range_set_of_cidrs(a, IPV6, mixed + 1,
	    2)));
	arena_free(a);
}
END_TEST

/* The naive next free block: try every aligned one from the start. */
static bool
try_every_block(struct range_set used, struct cidr within, unsigned length,
    struct cidr *out)
{
	struct cidr c = cidr_around(within.base, within.family, length);

	for (;;) {
		struct range block = cidr_range(c);
		struct range_set one = { used.family, 1, &block };

		if (!range_set_overlaps(used, one)) {
			*out = c;
			return true;
		}
		if (addr_equal(cidr_last(c), cidr_last(within)))
			return false;
		c.base = addr_next(cidr_last(c));
	}
}

START_TEST(the_next_free_block_is_the_lowest)
{
	static const enum family families[] = { IPV4, IPV6 };
	struct unit_random r = { 9 };

	for (int round = 0; round < ROUNDS; round++) {
		struct arena *a = arena_new();
		enum family f = families[round % 2];
		unsigned bits = family_bits(f);
		struct toy toy;
		struct range_set used = random_set(a, f, &r, &toy);
		struct cidr within = cidr_around(toy_addr(f,
		    unit_random_below(&r, TOY)), f,
		    bits - unit_random_below(&r, 7));
		struct cidr expected = within, c = within;

		for (unsigned length = within.length; length <= bits;
		    length++) {
			bool found = try_every_block(used, within, length,
			    &expected);

			ck_assert(range_set_next_free(used, within, length,
			    &c) == found);
			ck_assert(!found || cidr_equal(c, expected));
		}
		ck_assert(within.length == 0 || !range_set_next_free(used,
		    within, within.length - 1U, &c));
		ck_assert(!range_set_next_free(used, within, bits + 1, &c));
		arena_free(a);
	}
}
END_TEST

Suite *suite_range_set(void);

Suite *
suite_range_set(void)
{
	return unit_suite_of("range_set", (const TTest *const[]){
		ipv4_sets_agree_with_bitmaps, ipv6_sets_agree_with_bitmaps,
		sets_are_made_of_the_fewest_prefixes, ranges_become_prefixes,
		everything_and_nothing, counts_reach_two_to_the_128,
		only_one_family_is_taken_from_a_mixed_list,
		the_next_free_block_is_the_lowest, NULL });
}
