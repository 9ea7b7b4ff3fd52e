/* SPDX-License-Identifier: MIT */
#include "text/width.h"
#include "text/wrap.h"
#include "unit.h"

#include <string.h>

START_TEST(texts_are_wrapped)
{
	static const struct {
		const char *start, *text;
		size_t width, indent;
		const char *lines;
	} rows[] = {
		{ "", "", 10, 0, "" },
		{ "", "one two", 10, 0, "one two" },
		{ "", "one two three", 7, 0, "one two\nthree" },
		{ "", "one two three", 10, 2, "one two\n  three" },
		{ "!1  ", "one two three", 9, 4, "!1  one\n    two\n    three" },
		/* blanks stay inside a line, and never end one */
		{ "", "a   b  c", 5, 0, "a   b\nc" },
		{ "", "a  ", 5, 0, "a" },
		{ "", "  a b", 9, 0, "  a b" },
		/* a long word stands alone */
		{ "", "a abcdefgh b", 5, 0, "a\nabcdefgh\nb" },
		{ "ab: ", "abcdef", 8, 2, "ab:\n  abcdef" },
		{ "", "abcdefgh", 5, 0, "abcdefgh" },
		/* line ends */
		{ "", "a\nb", 9, 2, "a\n  b" },
		{ "", "a\n\n  b", 9, 1, "a\n\n   b" },
		/* cells, not bytes */
		{ "", "가나 다라 마바", 9, 0, "가나 다라\n마바" },
		{ "", "가나 다라 마바", 8, 0, "가나\n다라\n마바" },
		/* an indent that leaves no room */
		{ "    ", "ab cd", 4, 4, "    ab\n    cd" }
	};
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct str out = str_new(a);

		str_add(&out, rows[i].start);
		wrap_text(&out, rows[i].text, rows[i].width,
		    text_width(rows[i].start), rows[i].indent);
		ck_assert_msg(strcmp(str_text(&out), rows[i].lines) == 0,
		    "row %zu: \"%s\"", i, str_text(&out));
	}
	arena_free(a);
}
END_TEST

START_TEST(names_are_cut_in_the_middle)
{
	static const struct {
		const char *text;
		size_t cells;
		const char *cut;
	} rows[] = {
		{ "short", 5, "short" }, { "short", 9, "short" },
		{ "abcdefghij", 6, "abc…ij" }, { "abcdefghij", 2, "a…" },
		{ "abcdefghij", 1, "…" }, { "abcdefghij", 0, "" },
		{ "가나다라마", 8, "가나…마" }, { "가나다라마", 7, "가나…마" },
		{ "가나다라마", 6, "가…마" }, { "가나", 2, "…" }
	};
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const char *cut = cut_middle(a, rows[i].text, rows[i].cells,
		    "…");

		ck_assert_msg(strcmp(cut, rows[i].cut) == 0,
		    "row %zu: \"%s\"", i, cut);
		ck_assert_uint_le(text_width(cut), rows[i].cells);
	}
	arena_free(a);
}
END_TEST

Suite *suite_wrap(void);

Suite *
suite_wrap(void)
{
	return unit_suite_of("wrap", (const TTest *const[]){
		texts_are_wrapped, names_are_cut_in_the_middle, NULL });
}
