/* SPDX-License-Identifier: MIT */
#include "unit.h"

unit_suite suite_expectation, suite_facts, suite_meant, suite_name,
    suite_ports, suite_rule, suite_select;

int
main(void)
{
	static unit_suite *const suites[] = {
		suite_expectation, suite_facts, suite_meant, suite_name,
		suite_ports, suite_rule, suite_select, NULL
	};

	return unit_main(suites);
}
