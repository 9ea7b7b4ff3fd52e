/* SPDX-License-Identifier: MIT */
#include "unit.h"

unit_suite suite_findings, suite_free_space, suite_nest, suite_pattern,
    suite_samples, suite_shadow, suite_supersede, suite_suppress;

int
main(void)
{
	static unit_suite *const suites[] = {
		suite_findings, suite_free_space, suite_nest, suite_pattern,
		suite_samples, suite_shadow, suite_supersede, suite_suppress, NULL
	};

	return unit_main(suites);
}
