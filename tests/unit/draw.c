/* SPDX-License-Identifier: MIT */
#include "draw_write.h"
#include "unit.h"

unit_suite suite_canvas, suite_fit, suite_glyph, suite_picture, suite_views;

int
main(int argc, char *argv[])
{
	static unit_suite *const suites[] = {
		suite_glyph, suite_canvas, suite_fit, suite_picture,
		suite_views, NULL
	};

	return argc == 2 ? draw_write(argv[1]) : unit_main(suites);
}
