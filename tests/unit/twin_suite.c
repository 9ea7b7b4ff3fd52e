/* SPDX-License-Identifier: MIT */
#include "twin_compare.h"
#include "twin_network.h"
#include "unit.h"

#include <string.h>

/*
 * Random networks with fixed seeds.  "twin.t SEED PACKETS" asks as many more
 * as one likes; what it finds is reduced and becomes a row of reach_found.c.
 */

enum { SLICES = 8, NETWORKS = 125, PERCENT_MIN = 15, PERCENT_MAX = 85 };

static void
compare_slice(unsigned slice, struct twin_tally *tally)
{
	for (unsigned i = 0; i < NETWORKS; i++) {
		uint64_t number = 1 + (uint64_t)slice * NETWORKS + i;
		struct arena *a = arena_new();
		struct unit_random r = twin_network_seed(number);
		const char *text = twin_network_make(a, &r);
		struct comparison *c = comparison_new(a, text, strlen(text));

		ck_assert_msg(c != NULL, "network %u: not read",
		    (unsigned)number);
		comparison_run(c, &r, tally);
		ck_assert_msg(c->difference == NULL, "network %u: %s\n%s",
		    (unsigned)number, c->difference, text);
		arena_free(a);
	}
}

START_TEST(engine_and_twin_agree)
{
	struct twin_tally tally = { .packets = 0 };

	compare_slice((unsigned)_i, &tally);
	ck_assert_uint_gt(tally.packets, NETWORKS * 50);
}
END_TEST

/* Networks in which everything or nothing passes would test little. */
START_TEST(enough_passes_and_enough_does_not)
{
	struct twin_tally tally = { .packets = 0 };
	size_t yes;

	compare_slice(SLICES, &tally);
	yes = tally.by_verdict[TWIN_YES] * 100 / tally.packets;
	ck_assert_uint_ge(yes, PERCENT_MIN);
	ck_assert_uint_le(yes, PERCENT_MAX);
	ck_assert_uint_gt(tally.by_verdict[TWIN_SOME], 0);
	ck_assert_uint_gt(tally.by_verdict[TWIN_ONE_WAY], 0);
	ck_assert_uint_lt(tally.by_verdict[TWIN_DOUBT] * 10, tally.packets);
}
END_TEST

unit_suite suite_twin;

Suite *
suite_twin(void)
{
	Suite *suite = suite_create("twin");
	TCase *tests = tcase_create("twin");

	tcase_set_timeout(tests, 120);
	tcase_add_loop_test(tests, engine_and_twin_agree, 0, SLICES);
	tcase_add_test(tests, enough_passes_and_enough_does_not);
	suite_add_tcase(suite, tests);
	return suite;
}
