/* SPDX-License-Identifier: MIT */
#include "unit.h"

unit_suite suite_duplicates, suite_encoding, suite_faults, suite_mend,
    suite_node, suite_pointers, suite_random, suite_syntax, suite_writer,
    suite_yaml, suite_yaml_forms;

int
main(void)
{
	static unit_suite *const suites[] = {
		suite_syntax, suite_faults, suite_mend, suite_encoding,
		suite_duplicates, suite_node, suite_pointers, suite_writer,
		suite_yaml, suite_random,
		suite_yaml_forms, NULL
	};

	return unit_main(suites);
}
