/* SPDX-License-Identifier: MIT */
#include "unit.h"

unit_suite suite_addr, suite_cidr;

int
main(void)
{
	static unit_suite *const suites[] = { suite_addr, suite_cidr, NULL };

	return unit_main(suites);
}
