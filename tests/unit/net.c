/* SPDX-License-Identifier: MIT */
#include "unit.h"

unit_suite suite_addr, suite_cidr, suite_port_set, suite_range_set,
    suite_service_set, suite_special;

int
main(void)
{
	static unit_suite *const suites[] = {
		suite_addr, suite_cidr, suite_port_set, suite_range_set,
		suite_service_set, suite_special, NULL
	};

	return unit_main(suites);
}
