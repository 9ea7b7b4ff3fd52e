/* SPDX-License-Identifier: MIT */
#include "unit.h"

unit_suite suite_glob, suite_options, suite_tables, suite_terminal, suite_today;

int
main(void)
{
	static unit_suite *const suites[] = {
		suite_glob, suite_options, suite_tables, suite_terminal, suite_today, NULL
	};

	return unit_main(suites);
}
