/* SPDX-License-Identifier: MIT */
#include "lint/nest.h"

#include "unit.h"

#include <string.h>

static struct nest
block(const char *text, uint32_t order)
{
	struct nest b = { .order = order };

	ck_assert_int_eq(cidr_parse(text, strlen(text), &b.cidr), ADDR_OK);
	return b;
}

START_TEST(each_block_knows_the_one_around_it)
{
	struct nest v[] = {
		block("10.0.1.0/24", 5), block("10.0.0.0/8", 1),
		block("10.0.1.0/24", 2), block("10.0.0.0/16", 3),
		block("2001:db8::/32", 4), block("10.1.0.0/16", 6),
		block("10.0.1.128/25", 7), block("11.0.0.0/8", 8),
	};

	nest_sort(v, 8);
	/* 10/8, 10.0/16, 10.0.1/24 (2), (5), 10.0.1.128/25, 10.1/16, 11/8 */
	ck_assert_uint_eq(v[0].outer, NEST_NONE);
	ck_assert_uint_eq(v[1].outer, 0);
	ck_assert_uint_eq(v[2].outer, 1);
	ck_assert_uint_eq(v[2].order, 2);
	ck_assert_uint_eq(v[3].first, 2);
	ck_assert_uint_eq(v[3].outer, 1);
	ck_assert_uint_eq(v[4].outer, 2);
	ck_assert_uint_eq(v[5].outer, 0);
	ck_assert_uint_eq(v[6].outer, NEST_NONE);
	ck_assert_uint_eq(v[7].outer, NEST_NONE);
}
END_TEST

START_TEST(an_address_finds_the_innermost_block)
{
	static const struct {
		const char *address;
		size_t at;
	} rows[] = {
		{ "9.255.255.255", NEST_NONE }, { "10.0.0.0", 0 },
		{ "10.0.1.0", 1 }, { "10.0.1.127", 1 }, { "10.0.1.128", 2 },
		{ "10.0.2.0", 0 }, { "10.255.255.255", 0 },
		{ "11.0.0.0", NEST_NONE }, { "::a00:1", NEST_NONE },
	};
	struct nest v[] = { block("10.0.1.0/24", 1), block("10.0.0.0/8", 2),
		block("10.0.1.128/25", 3), block("10.0.1.128/25", 4) };

	nest_sort(v, 4);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		enum family family;
		struct addr x;

		ck_assert_int_eq(addr_parse(rows[i].address,
		    strlen(rows[i].address), &family, &x), ADDR_OK);
		ck_assert_msg(nest_find(v, 4, family, x) == rows[i].at,
		    "%s", rows[i].address);
	}
	ck_assert_uint_eq(nest_find(v, 0, IPV4, addr_first(IPV4)), NEST_NONE);
}
END_TEST

START_TEST(random_blocks_agree_with_pairwise_comparison)
{
	enum { N = 200 };
	struct unit_random r = { 7 };
	struct nest v[N];

	for (uint32_t i = 0; i < N; i++) {
		struct addr x = addr_from_u64(unit_random_below(&r, 256));

		v[i] = (struct nest){ .order = i, .cidr = cidr_around(x, IPV4,
		    24 + unit_random_below(&r, 9)) };
	}
	nest_sort(v, N);
	for (size_t i = 0; i < N; i++) {
		unsigned nearest = 0;

		for (size_t j = 0; j < N; j++)
			if (v[j].cidr.length < v[i].cidr.length &&
			    cidr_contains(v[j].cidr, v[i].cidr) &&
			    v[j].cidr.length > nearest)
				nearest = v[j].cidr.length;
		ck_assert_uint_eq(v[i].outer == NEST_NONE ? 0 :
		    v[v[i].outer].cidr.length, nearest);
		ck_assert(cidr_equal(v[v[i].first].cidr, v[i].cidr));
		ck_assert(v[i].first == 0 || !cidr_equal(
		    v[v[i].first - 1].cidr, v[i].cidr));
	}
}
END_TEST

Suite *suite_nest(void);

Suite *
suite_nest(void)
{
	return unit_suite_of("nest", (const TTest *const[]){
		each_block_knows_the_one_around_it,
		an_address_finds_the_innermost_block,
		random_blocks_agree_with_pairwise_comparison,
		NULL });
}
