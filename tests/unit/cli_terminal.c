/* SPDX-License-Identifier: MIT */
#include "cli/terminal.h"
#include "unit.h"

START_TEST(colour_by_precedence)
{
	static const struct {
		struct terminal t;
		bool colour;
	} rows[] = {
		{ { 0 }, false },
		{ { .is_terminal = true }, true },
		{ { .is_terminal = true, .term = "dumb" }, false },
		{ { .is_terminal = true, .term = "xterm" }, true },
		{ { .is_terminal = true, .no_color = "1" }, false },
		{ { .is_terminal = true, .no_color = "" }, true },
		{ { .force_color = "1" }, true },
		{ { .force_color = "" }, false },
		{ { .force_color = "0" }, false },
		{ { .clicolor_force = "1", .term = "dumb" }, true },
		{ { .clicolor_force = "0", .force_color = "1" }, true },
		{ { .clicolor_force = "1", .no_color = "1" }, false },
		{ { .color = "always", .no_color = "1" }, true },
		{ { .color = "never", .is_terminal = true,
		    .force_color = "1" }, false },
		{ { .color = "auto", .is_terminal = true }, true },
		{ { .color = "auto", .no_color = "x",
		    .is_terminal = true }, false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct style s;

		ck_assert(terminal_decide(&rows[i].t, &s));
		ck_assert_msg(s.colour == rows[i].colour, "row %zu", i);
	}
}
END_TEST

START_TEST(width_by_precedence)
{
	static const struct {
		struct terminal t;
		size_t width;		/* 0: refused */
	} rows[] = {
		{ { 0 }, 100 },
		{ { .columns = 80 }, 100 },
		{ { .is_terminal = true }, 100 },
		{ { .is_terminal = true, .columns = 80 }, 80 },
		{ { .is_terminal = true, .columns = 140 }, 140 },
		{ { .is_terminal = true, .columns = 200 }, 140 },
		{ { .is_terminal = true, .columns = 20 }, 40 },
		{ { .is_terminal = true, .columns = 80,
		    .vpcplan_width = "120" }, 120 },
		{ { .vpcplan_width = "" }, 100 },
		{ { .vpcplan_width = "40" }, 40 },
		{ { .vpcplan_width = "39" }, 0 },
		{ { .vpcplan_width = "401" }, 0 },
		{ { .vpcplan_width = "99999999999999999999999" }, 0 },
		{ { .vpcplan_width = "wide" }, 0 },
		{ { .vpcplan_width = "wide", .width = "400" }, 400 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct style s = { 0 };
		bool good = terminal_decide(&rows[i].t, &s);

		ck_assert_msg(good == (rows[i].width != 0), "row %zu", i);
		ck_assert_msg(s.width == rows[i].width, "row %zu: %zu", i,
		    s.width);
	}
}
END_TEST

START_TEST(charset_by_precedence)
{
	static const struct {
		struct terminal t;
		bool unicode;
	} rows[] = {
		{ { 0 }, true },
		{ { .lang = "C" }, true },
		{ { .charset = "ascii" }, false },
		{ { .is_terminal = true }, false },
		{ { .is_terminal = true, .charset = "unicode" }, true },
		{ { .is_terminal = true, .lang = "ko_KR.UTF-8" }, true },
		{ { .is_terminal = true, .lang = "ko_KR.utf8" }, true },
		{ { .is_terminal = true, .lang = "ko_KR.eucKR" }, false },
		{ { .is_terminal = true, .lang = "C.UTF-8",
		    .term = "dumb" }, false },
		{ { .is_terminal = true, .lang = "C.UTF-8",
		    .lc_ctype = "C" }, false },
		{ { .is_terminal = true, .lang = "C", .lc_ctype = "C",
		    .lc_all = "C.UTF-8" }, true },
		{ { .is_terminal = true, .lang = "C.UTF-8",
		    .lc_all = "" }, true },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct style s;

		ck_assert(terminal_decide(&rows[i].t, &s));
		ck_assert_msg(s.unicode == rows[i].unicode, "row %zu", i);
	}
}
END_TEST

Suite *suite_terminal(void);

Suite *
suite_terminal(void)
{
	return unit_suite_of("terminal", (const TTest *const[]){
		colour_by_precedence, width_by_precedence,
		charset_by_precedence, NULL });
}
