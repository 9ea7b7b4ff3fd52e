/* SPDX-License-Identifier: MIT */
#include "unit.h"

unit_suite suite_input, suite_spec;

int
main(void)
{
	static unit_suite *const suites[] = {
		suite_input, suite_spec, NULL
	};

	return unit_main(suites);
}
