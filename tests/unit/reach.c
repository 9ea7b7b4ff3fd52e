/* SPDX-License-Identifier: MIT */
#include "unit.h"

unit_suite suite_balanced, suite_beyond, suite_branch, suite_exposure,
    suite_filter, suite_flow, suite_found, suite_further, suite_nat64,
    suite_route, suite_stated, suite_walk, suite_worked;

int
main(void)
{
	static unit_suite *const suites[] = {
		suite_balanced, suite_beyond, suite_branch, suite_exposure,
		suite_filter, suite_flow, suite_found, suite_further,
		suite_nat64, suite_route, suite_stated, suite_walk,
		suite_worked, NULL
	};

	return unit_main(suites);
}
