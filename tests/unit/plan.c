/* SPDX-License-Identifier: MIT */
#include "unit.h"

unit_suite suite_allocate, suite_elements, suite_expect, suite_lock_random,
	suite_settle;

int
main(void)
{
	static unit_suite *const suites[] = { suite_allocate,
		suite_elements, suite_expect, suite_lock_random,
		suite_settle, NULL };

	return unit_main(suites);
}
