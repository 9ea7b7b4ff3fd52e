/* SPDX-License-Identifier: MIT */
#include "unit.h"

unit_suite suite_cloudformation, suite_copy, suite_input, suite_load_random, suite_spec;

int
main(void)
{
	static unit_suite *const suites[] = {
		suite_input, suite_spec, suite_cloudformation,
		suite_copy, suite_load_random, NULL
	};

	return unit_main(suites);
}
