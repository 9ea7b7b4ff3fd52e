/* SPDX-License-Identifier: MIT */
#include "unit.h"

unit_suite suite_excerpt, suite_json, suite_shown, suite_text_report;

int
main(void)
{
	static unit_suite *const suites[] = {
		suite_excerpt, suite_json, suite_shown, suite_text_report, NULL
	};

	return unit_main(suites);
}
