/* SPDX-License-Identifier: MIT */
#include "unit.h"

unit_suite suite_allocate;

int
main(void)
{
	static unit_suite *const suites[] = { suite_allocate, NULL };

	return unit_main(suites);
}
