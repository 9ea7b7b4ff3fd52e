/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include <stdlib.h>

enum { TEST_SECONDS_MAX = 120 };

int
unit_main(unit_suite *const *suites)
{
	SRunner *runner = srunner_create(suites[0]());
	int failed;

	for (size_t i = 1; suites[i] != NULL; i++)
		srunner_add_suite(runner, suites[i]());
	srunner_set_tap(runner, "-");
	srunner_run_all(runner, CK_SILENT);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

Suite *
unit_suite_of(const char *name, const TTest *const *tests)
{
	Suite *suite = suite_create(name);
	TCase *tests_of_it = tcase_create(name);

	tcase_set_timeout(tests_of_it, TEST_SECONDS_MAX);
	for (size_t i = 0; tests[i] != NULL; i++)
		tcase_add_test(tests_of_it, tests[i]);
	suite_add_tcase(suite, tests_of_it);
	return suite;
}

/* Marsaglia's xorshift64*: small, and good enough to choose test inputs. */
uint32_t
unit_random(struct unit_random *r)
{
	uint64_t x = r->state != 0 ? r->state : 0x9e3779b97f4a7c15;

	x ^= x >> 12;
	x ^= x << 25;
	x ^= x >> 27;
	r->state = x;
	return (uint32_t)((x * 0x2545f4914f6cdd1d) >> 32);
}

uint32_t
unit_random_below(struct unit_random *r, uint32_t limit)
{
	return unit_random(r) % limit;
}
