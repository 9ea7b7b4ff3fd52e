/* SPDX-License-Identifier: MIT */
#include "unit.h"

unit_suite suite_input;

int
main(void)
{
	static unit_suite *const suites[] = {
		suite_input, NULL
	};

	return unit_main(suites);
}
