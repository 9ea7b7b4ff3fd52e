/* SPDX-License-Identifier: MIT */
#include "lint/shadow.h"

#include "unit.h"

#include <string.h>

static struct shade
rule(struct arena *a, unsigned first, unsigned last, uint64_t from,
    uint64_t to)
{
	struct shade s = { .ports = port_set_of_ports(a, PROTOCOL_TCP, first,
	    last), .has = { true, false } };

	s.range[0] = (struct range){ addr_from_u64(from), addr_from_u64(to) };
	return s;
}

START_TEST(of_rules_that_cover_each_other_the_later_go)
{
	struct arena *a = arena_new();
	/* The third covers the first two, which together cover it. */
	struct shade v[] = { rule(a, 1, 100, 0, 9), rule(a, 50, 150, 0, 9),
		rule(a, 1, 150, 0, 9), rule(a, 120, 120, 3, 3),
		rule(a, 1, 100, 0, 9), rule(a, 151, 151, 0, 9) };
	static const bool covered[] = { false, false, true, true, true,
		false };

	shadow_find(v, 6);
	for (size_t i = 0; i < 6; i++)
		ck_assert_msg(v[i].covered == covered[i], "%zu", i);
	arena_free(a);
}
END_TEST

START_TEST(a_rule_of_both_families_goes_only_if_both_are_covered)
{
	struct arena *a = arena_new();
	struct shade v[3] = { rule(a, 443, 443, 0, 9), rule(a, 443, 443, 0, 9),
		rule(a, 443, 443, 2, 3) };

	v[1].has[1] = true;
	v[1].range[1] = v[1].range[0];
	shadow_find(v, 3);
	/* The second stays for IPv6, and so the first may go. */
	ck_assert(v[0].covered);
	ck_assert(!v[1].covered);
	ck_assert(v[2].covered);
	arena_free(a);
}
END_TEST

enum { TOY = 24, RULES = 12 };

/* What the rules that are not gone admit, in a world of TOY x TOY points. */
static void
paint(const struct shade *v, size_t n, const bool *gone,
    bool world[TOY][TOY])
{
	memset(world, 0, sizeof(bool[TOY][TOY]));
	for (size_t i = 0; i < n; i++)
		for (unsigned p = 0; p < TOY && !gone[i]; p++)
			for (uint64_t x = v[i].range[0].first.lo;
			    x <= v[i].range[0].last.lo; x++)
				if (port_set_has(v[i].ports,
				    port_point(PROTOCOL_TCP, p)))
					world[p][x] = true;
}

/* From the last to the first: gone if the world is the same without it. */
static void
judge_naively(const struct shade *v, size_t n, bool *gone)
{
	bool with[TOY][TOY], without[TOY][TOY];

	memset(gone, 0, n * sizeof *gone);
	for (size_t i = n; i-- > 0; ) {
		paint(v, n, gone, with);
		gone[i] = true;
		paint(v, n, gone, without);
		gone[i] = memcmp(with, without, sizeof with) == 0;
	}
}

START_TEST(random_rules_agree_with_painting)
{
	struct unit_random r = { 11 };

	for (int round = 0; round < 600; round++) {
		struct arena *a = arena_new();
		struct shade v[RULES];
		bool gone[RULES];

		for (size_t i = 0; i < RULES; i++) {
			unsigned p = unit_random_below(&r, TOY);
			unsigned x = unit_random_below(&r, TOY);
			/* Some lists are sparse, and fall into clusters. */
			unsigned most = round % 2 == 0 ? TOY : 4;

			v[i] = rule(a, p, p + unit_random_below(&r,
			    TOY - p < most ? TOY - p : most), x, x +
			    unit_random_below(&r, TOY - x < most ? TOY - x :
			    most));
		}
		judge_naively(v, RULES, gone);
		shadow_find(v, RULES);
		for (size_t i = 0; i < RULES; i++)
			ck_assert_msg(v[i].covered == gone[i],
			    "round %d rule %zu", round, i);
		arena_free(a);
	}
}
END_TEST

Suite *suite_shadow(void);

Suite *
suite_shadow(void)
{
	return unit_suite_of("shadow", (const TTest *const[]){
		of_rules_that_cover_each_other_the_later_go,
		a_rule_of_both_families_goes_only_if_both_are_covered,
		random_rules_agree_with_painting,
		NULL });
}
