/* SPDX-License-Identifier: MIT */
#include "unit.h"

unit_suite suite_free_space, suite_nest, suite_pattern, suite_supersede;

int
main(void)
{
	static unit_suite *const suites[] = {
		suite_free_space, suite_nest, suite_pattern, suite_supersede,
		NULL
	};

	return unit_main(suites);
}
