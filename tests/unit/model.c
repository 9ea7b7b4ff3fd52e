/* SPDX-License-Identifier: MIT */
#include "unit.h"

unit_suite suite_names;

int
main(void)
{
	static unit_suite *const suites[] = {
		suite_names, NULL
	};

	return unit_main(suites);
}
