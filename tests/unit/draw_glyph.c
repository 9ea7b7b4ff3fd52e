/* SPDX-License-Identifier: MIT */
#include "draw/glyph.h"

#include "draw_lint.h"
#include "text/width.h"
#include "unit.h"

#include <string.h>

START_TEST(joints_have_glyphs)
{
	static const struct {
		struct joint j;		/* up, down, left, right */
		const char *glyph;
	} rows[] = {
		{ { 0, 0, 0, 0 }, " " }, { { 0, 0, 1, 1 }, "─" },
		{ { 1, 1, 0, 0 }, "│" }, { { 0, 1, 0, 1 }, "┌" },
		{ { 1, 1, 1, 1 }, "┼" }, { { 0, 0, 2, 2 }, "═" },
		{ { 2, 2, 0, 0 }, "║" }, { { 0, 2, 0, 2 }, "╔" },
		{ { 1, 1, 2, 2 }, "╪" }, { { 2, 2, 1, 1 }, "╫" },
		{ { 0, 1, 0, 2 }, "╒" }, { { 1, 0, 2, 0 }, "╛" },
		{ { 0, 1, 2, 2 }, "╤" }, { { 1, 0, 1, 1 }, "┴" },
		/* a single arm is the whole stroke */
		{ { 1, 0, 0, 0 }, "│" }, { { 0, 0, 0, 2 }, "═" },
		/* styles mixed on one axis: the heavier wins */
		{ { 1, 2, 0, 0 }, "║" }, { { 0, 1, 1, 2 }, "╤" }
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		ck_assert_msg(strcmp(glyph_joint(rows[i].j),
		    rows[i].glyph) == 0, "row %zu: %s", i,
		    glyph_joint(rows[i].j));
}
END_TEST

START_TEST(images_follow_the_table)
{
	struct arena *a = arena_new();
	struct style ascii = { .unicode = false };
	struct str all = str_new(a), image = str_new(a);

	for (unsigned arms = 0; arms < 81; arms++) {
		struct joint j = { (uint8_t)(arms / 27),
		    (uint8_t)(arms / 9 % 3), (uint8_t)(arms / 3 % 3),
		    (uint8_t)(arms % 3) };

		str_add(&all, glyph_joint(j));
	}
	str_add(&all, "╡╞►◄▼▲…·×█░→ 한글 é");
	glyph_add(&ascii, &image, ROLE_NONE, str_text(&all));
	ck_assert_str_eq(str_text(&image), lint_ascii(a, str_text(&all)));
	ck_assert_uint_eq(text_width(str_text(&image)),
	    text_width(str_text(&all)));
	arena_free(a);
}
END_TEST

START_TEST(labels_are_safe_to_draw)
{
	static const struct {
		const char *name, *label;
	} rows[] = {
		{ "app-a", "app-a" }, { NULL, "" }, { "  a  b ", "a  b" },
		{ "한 글", "한 글" }, { "a\xe3\x80\x80", "a" },
		{ "\xc2\xa0x\xc2\xa0y", "x y" }, { "│x─╬", "|x-#" },
		{ "╡x╞", "[x]" }, { "┏x", "+x" }, { "a\033b", "a?b" },
		{ "\xcc\x81x", "x" }, { "\xe2\x80\x8b", "?" },
		{ "##[x", "## [x" }, { "::x", ": :x" }
	};
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		ck_assert_str_eq(glyph_label(a, rows[i].name),
		    rows[i].label);
	arena_free(a);
}
END_TEST

Suite *suite_glyph(void);

Suite *
suite_glyph(void)
{
	return unit_suite_of("glyph", (const TTest *const[]){
		joints_have_glyphs, images_follow_the_table,
		labels_are_safe_to_draw, NULL });
}
