/* SPDX-License-Identifier: MIT */
#include "text/style.h"
#include "unit.h"

START_TEST(roles_have_colours)
{
	struct arena *a = arena_new();
	struct style s = { .colour = true, .unicode = true, .width = 100 };
	struct str out = str_new(a);

	style_add(&s, &out, ROLE_ERROR, "error");
	style_add(&s, &out, ROLE_NONE, ": text");
	ck_assert_str_eq(str_text(&out), "\033[1;31merror\033[0m: text");
	ck_assert_str_eq(style_start(&s, ROLE_ISOLATED), "");
	ck_assert_str_eq(style_end(&s, ROLE_ISOLATED), "");
	arena_free(a);
}
END_TEST

START_TEST(a_colour_ends_with_its_line)
{
	struct arena *a = arena_new();
	struct style s = { .colour = true };
	struct str out = str_new(a);

	style_add(&s, &out, ROLE_DIM, "a\n\nb\n");
	ck_assert_str_eq(str_text(&out),
	    "\033[2ma\033[0m\n\n\033[2mb\033[0m\n");
	arena_free(a);
}
END_TEST

START_TEST(no_colour_is_no_bytes)
{
	struct arena *a = arena_new();
	struct style s = { .colour = false };
	struct str out = str_new(a);

	for (int role = 0; role < ROLE_COUNT; role++) {
		style_add(&s, &out, (enum role)role, "x\n");
		ck_assert_str_eq(style_start(&s, (enum role)role), "");
	}
	ck_assert_uint_eq(out.n, (size_t)ROLE_COUNT * 2);
	arena_free(a);
}
END_TEST

Suite *suite_style(void);

Suite *
suite_style(void)
{
	return unit_suite_of("style", (const TTest *const[]){
		roles_have_colours, a_colour_ends_with_its_line,
		no_colour_is_no_bytes, NULL });
}
