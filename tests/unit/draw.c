/* SPDX-License-Identifier: MIT */
#include "unit.h"

unit_suite suite_canvas, suite_fit, suite_glyph, suite_picture, suite_views;

int
main(void)
{
	static unit_suite *const suites[] = {
		suite_glyph, suite_canvas, suite_fit, suite_picture,
		suite_views, NULL
	};

	return unit_main(suites);
}
