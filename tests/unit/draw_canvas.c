/* SPDX-License-Identifier: MIT */
#include "draw/canvas.h"
#include "unit.h"

static const struct style plain = { .unicode = true, .width = 100 };
static const struct style coloured = { .unicode = true, .colour = true };

static const char *
printed(const struct canvas *c, const struct style *s)
{
	struct str out = str_new(c->a);

	canvas_print(c, s, &out);
	return str_text(&out);
}

START_TEST(lines_join)
{
	struct arena *a = arena_new();
	struct canvas *c = canvas_new(a, 12);

	canvas_frame(c, (struct frame){ 0, 1, 6, 4, LINE_LIGHT, LINE_LIGHT,
	    ROLE_NONE });
	canvas_frame(c, (struct frame){ 5, 1, 7, 4, LINE_DOUBLE, LINE_LIGHT,
	    ROLE_NONE });
	canvas_text(c, 2, 0, ROLE_NONE, "x");
	canvas_down(c, 2, 0, 2, LINE_LIGHT, ROLE_NONE);
	canvas_text(c, 2, 2, ROLE_NONE, "y");
	canvas_across(c, 3, 0, 5, LINE_LIGHT, ROLE_NONE);
	ck_assert_str_eq(printed(c, &plain),
	    "  x\n"
	    "┌─┼──╤═════╕\n"
	    "│ y  │     │\n"
	    "├────┤     │\n"
	    "└────╧═════╛\n");
	arena_free(a);
}
END_TEST

START_TEST(double_lines_cross_light_ones)
{
	struct arena *a = arena_new();
	struct canvas *c = canvas_new(a, 5);

	canvas_frame(c, (struct frame){ 0, 0, 5, 3, LINE_DOUBLE, LINE_DOUBLE,
	    ROLE_NONE });
	canvas_across(c, 1, 0, 4, LINE_LIGHT, ROLE_NONE);
	canvas_down(c, 2, 0, 2, LINE_LIGHT, ROLE_NONE);
	ck_assert_str_eq(printed(c, &plain),
	    "╔═╤═╗\n"
	    "╟─┼─╢\n"
	    "╚═╧═╝\n");
	arena_free(a);
}
END_TEST

START_TEST(wide_characters_are_pairs)
{
	struct arena *a = arena_new();
	struct canvas *c = canvas_new(a, 9);

	ck_assert_uint_eq(canvas_text(c, 1, 0, ROLE_NONE, "한글e\xcc\x81"), 5);
	ck_assert_str_eq(printed(c, &plain), " 한글e\xcc\x81\n");
	/* over the right half, over the left half */
	canvas_text(c, 2, 0, ROLE_NONE, "x");
	ck_assert_str_eq(printed(c, &plain), "  x글e\xcc\x81\n");
	canvas_text(c, 3, 0, ROLE_NONE, "y");
	ck_assert_str_eq(printed(c, &plain), "  xy e\xcc\x81\n");
	/* a pair does not stand with one half outside */
	ck_assert_uint_eq(canvas_text(c, 7, 1, ROLE_NONE, "a한"), 1);
	ck_assert_str_eq(printed(c, &plain), "  xy e\xcc\x81\n       a\n");
	arena_free(a);
}
END_TEST

START_TEST(text_keeps_its_role_under_lines)
{
	struct arena *a = arena_new();
	struct canvas *c = canvas_new(a, 7);

	canvas_text(c, 2, 0, ROLE_ERROR, "!1");
	canvas_frame(c, (struct frame){ 0, 0, 6, 2, LINE_LIGHT, LINE_LIGHT,
	    ROLE_VPC });
	ck_assert_str_eq(printed(c, &coloured),
	    "\033[35m┌─\033[0m\033[1;31m!1\033[0m\033[35m─┐\033[0m\n"
	    "\033[35m└────┘\033[0m\n");
	arena_free(a);
}
END_TEST

Suite *suite_canvas(void);

Suite *
suite_canvas(void)
{
	return unit_suite_of("canvas", (const TTest *const[]){
		lines_join, double_lines_cross_light_ones,
		wide_characters_are_pairs, text_keeps_its_role_under_lines,
		NULL });
}
