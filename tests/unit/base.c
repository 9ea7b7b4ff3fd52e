/* SPDX-License-Identifier: MIT */
#include "unit.h"

unit_suite suite_arena, suite_map, suite_place, suite_str, suite_utf8;

int
main(void)
{
	static unit_suite *const suites[] = {
		suite_arena, suite_map, suite_place, suite_str, suite_utf8,
		NULL
	};

	return unit_main(suites);
}
