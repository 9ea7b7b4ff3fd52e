/* SPDX-License-Identifier: MIT */
#include "unit.h"

unit_suite suite_schema, suite_spec_names;

int
main(void)
{
	static unit_suite *const suites[] = {
		suite_schema, suite_spec_names, NULL
	};

	return unit_main(suites);
}
