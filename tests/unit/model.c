/* SPDX-License-Identifier: MIT */
#include "unit.h"

unit_suite suite_defaults, suite_interfaces, suite_islands, suite_kinds,
    suite_names, suite_random, suite_scale, suite_thing, suite_transit,
    suite_zone;

int
main(void)
{
	static unit_suite *const suites[] = {
		suite_thing, suite_kinds, suite_zone, suite_names,
		suite_islands, suite_defaults, suite_interfaces,
		suite_transit, suite_random, suite_scale, NULL
	};

	return unit_main(suites);
}
