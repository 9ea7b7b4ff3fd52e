/* SPDX-License-Identifier: MIT */
#include "net/lookup.h"
#include "unit.h"

enum { PREFIXES = 60, ROUNDS = 400, TOY = 256 };

/* Half of the toy universe at either end of the space. */
static struct addr
toy_addr(enum family family, size_t i)
{
	if (i < TOY / 2)
		return addr_from_u64(i);
	return addr_subtract(addr_last(family), addr_from_u64(TOY - 1 - i));
}

static struct cidr
random_prefix(struct unit_random *r, enum family family)
{
	unsigned bits = family_bits(family);
	unsigned shorter = unit_random_below(r, 9);

	if (unit_random_below(r, 20) == 0)
		shorter = unit_random_below(r, bits + 1);
	return cidr_around(toy_addr(family, unit_random_below(r, TOY)),
	    family, bits - shorter);
}

/* The naive answer: every prefix is looked at. */
static const struct cidr *
find_naively(const struct cidr *v, size_t n, enum family family,
    struct range r, int longest)
{
	const struct cidr *found = NULL;

	for (size_t i = 0; i < n; i++)
		if (cidr_contains_addr(v[i], family, r.first) &&
		    cidr_contains_addr(v[i], family, r.last) &&
		    (int)v[i].length <= longest &&
		    (found == NULL || v[i].length > found->length))
			found = &v[i];
	return found;
}

static bool
is_row(const struct lookup *l, enum family f, int32_t row,
    const struct cidr *expected, const struct cidr *v)
{
	if (row == LOOKUP_NONE || expected == NULL)
		return row == LOOKUP_NONE && expected == NULL;
	return cidr_equal(lookup_cidr(l, f, row), *expected) &&
	    lookup_id(l, f, row) == (uint32_t)(expected - v);
}

static bool
agrees(const struct lookup *l, enum family f, const struct cidr *v, size_t n,
    struct range r)
{
	const struct cidr *expected = find_naively(v, n, f, r, 128);
	int32_t row = lookup_find_range(l, f, r);

	if (!is_row(l, f, row, expected, v))
		return false;
	if (addr_equal(r.first, r.last)) {
		struct addr same[40];
		int32_t rows[40];

		for (size_t i = 0; i < 40; i++)
			same[i] = i % 3 == 0 ? addr_last(f) : r.first;
		lookup_find_many(l, f, same, 40, rows);
		if (lookup_find(l, f, r.first) != row || rows[38] != row ||
		    rows[39] != lookup_find(l, f, addr_last(f)))
			return false;
	}
	if (row == LOOKUP_NONE)
		return true;
	return is_row(l, f, lookup_outer(l, f, row), find_naively(v, n, f, r,
	    expected->length - 1), v);
}

static size_t
count_equal(const struct cidr *v, size_t n, struct cidr c)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += cidr_equal(v[i], c);
	return count;
}

START_TEST(answers_are_those_of_looking_at_every_prefix)
{
	static const enum family families[] = { IPV4, IPV6 };
	struct unit_random r = { 8 };

	for (int round = 0; round < ROUNDS; round++) {
		struct arena *a = arena_new();
		struct lookup *l = lookup_new(a);
		enum family f = families[round % 2];
		struct cidr v[PREFIXES];
		size_t n = unit_random_below(&r, PREFIXES);
		bool good = true;

		for (size_t i = 0; i < n; i++) {
			v[i] = random_prefix(&r, f);
			lookup_add(l, v[i], (uint32_t)i);
		}
		lookup_build(l);
		for (size_t i = 0; i < TOY; i++) {
			struct addr at = toy_addr(f, i);

			good = good && agrees(l, f, v, n,
			    (struct range){ at, at });
			good = good && agrees(l, f, v, n,
			    cidr_range(random_prefix(&r, f)));
		}
		good = good && agrees(l, f, v, n, (struct range){
		    addr_from_u64(1000), addr_from_u64(1000) });
		for (size_t i = 0; i < n; i++) {
			int32_t row = lookup_find_range(l, f,
			    cidr_range(v[i]));

			good = good && lookup_equal(l, f, row) ==
			    count_equal(v, n, v[i]);
		}
		ck_assert(good);
		arena_free(a);
	}
}
END_TEST

START_TEST(families_are_apart_and_an_empty_table_answers)
{
	struct arena *a = arena_new();
	struct lookup *l = lookup_new(a);

	lookup_add(l, cidr_everything(IPV6), 7);
	lookup_build(l);
	ck_assert_int_eq(lookup_find(l, IPV4, addr_from_u64(1)), LOOKUP_NONE);
	ck_assert_int_eq(lookup_find(l, IPV6, addr_from_u64(1)), 0);
	ck_assert_int_eq(lookup_find(l, IPV6, addr_last(IPV6)), 0);
	ck_assert_uint_eq(lookup_id(l, IPV6, 0), 7);
	ck_assert_int_eq(lookup_outer(l, IPV6, 0), LOOKUP_NONE);
	arena_free(a);
}
END_TEST

Suite *suite_lookup(void);

Suite *
suite_lookup(void)
{
	return unit_suite_of("lookup", (const TTest *const[]){
		answers_are_those_of_looking_at_every_prefix,
		families_are_apart_and_an_empty_table_answers, NULL });
}
