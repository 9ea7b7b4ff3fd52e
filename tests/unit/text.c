/* SPDX-License-Identifier: MIT */
#include "unit.h"

unit_suite suite_sanitise, suite_style, suite_table, suite_width, suite_wrap;

int
main(void)
{
	static unit_suite *const suites[] = {
		suite_width, suite_sanitise, suite_wrap, suite_table,
		suite_style, NULL
	};

	return unit_main(suites);
}
