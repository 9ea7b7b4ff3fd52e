/* SPDX-License-Identifier: MIT */
#include "lint/free_space.h"

#include "net/range_set.h"
#include "unit.h"

#include <string.h>

static struct cidr_value
block(const char *text)
{
	struct cidr_value c = { .is = value_implicit() };

	ck_assert_int_eq(cidr_parse(text, strlen(text), &c.v), ADDR_OK);
	return c;
}

static struct vpc *
vpc_of(struct arena *a, const char *const *blocks, const char *const *subnets)
{
	struct vpc *v = arena_alloc(a, sizeof *v);

	for (; *blocks != NULL; blocks++) {
		struct cidr_value c = block(*blocks);

		vec_push(a, &v->cidrs, c);
	}
	for (; *subnets != NULL; subnets++) {
		struct subnet *s = arena_alloc(a, sizeof *s);

		s->cidr = block(*subnets);
		vec_push(a, &v->subnets, s);
	}
	return v;
}

static void
ck_take(struct free_space *f, unsigned length, const char *expected)
{
	char text[CIDR_TEXT_MAX] = "nothing";
	struct cidr c;

	if (free_space_take(f, length, &c))
		cidr_format(c, text);
	ck_assert_str_eq(text, expected);
}

START_TEST(blocks_come_in_order_and_never_twice)
{
	static const char *const blocks[] = { "10.0.0.0/22", "10.9.0.0/24",
		NULL };
	static const char *const subnets[] = { "10.0.0.0/24", "10.0.1.64/26",
		NULL };
	struct arena *a = arena_new();
	struct free_space *f = free_space_new(a, vpc_of(a, blocks, subnets),
	    IPV4);

	ck_take(f, 25, "10.0.1.128/25");
	ck_take(f, 24, "10.0.2.0/24");
	ck_take(f, 26, "10.0.1.0/26");
	ck_take(f, 26, "10.0.3.0/26");
	ck_take(f, 24, "10.9.0.0/24");
	ck_take(f, 24, "nothing");
	ck_take(f, 25, "10.0.3.128/25");
	ck_take(f, 26, "10.0.3.64/26");
	ck_take(f, 28, "nothing");
	arena_free(a);
}
END_TEST

START_TEST(the_first_one_is_the_lowest_that_is_free)
{
	struct unit_random r = { 3 };

	for (int round = 0; round < 300; round++) {
		struct arena *a = arena_new();
		const char *blocks[] = { "10.0.0.0/24", NULL };
		const char *subnets[8] = { NULL };
		struct cidr used[8], expected, got;
		unsigned length = 25 + unit_random_below(&r, 6);
		size_t n = unit_random_below(&r, 7);
		struct vpc *v;
		bool any;

		for (size_t i = 0; i < n; i++) {
			char text[CIDR_TEXT_MAX];

			used[i] = cidr_around(addr_from_u64(0x0a000000 +
			    unit_random_below(&r, 256)), IPV4,
			    25 + unit_random_below(&r, 6));
			subnets[i] = arena_strdup(a, cidr_format(used[i],
			    text));
		}
		v = vpc_of(a, blocks, subnets);
		any = range_set_next_free(range_set_of_cidrs(a, IPV4, used,
		    n), v->cidrs.v[0].v, length, &expected);
		ck_assert(free_space_take(free_space_new(a, v, IPV4), length,
		    &got) == any);
		ck_assert(!any || cidr_equal(expected, got));
		arena_free(a);
	}
}
END_TEST

Suite *suite_free_space(void);

Suite *
suite_free_space(void)
{
	return unit_suite_of("free_space", (const TTest *const[]){
		blocks_come_in_order_and_never_twice,
		the_first_one_is_the_lowest_that_is_free,
		NULL });
}
