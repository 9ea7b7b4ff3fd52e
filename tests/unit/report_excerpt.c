/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "report/excerpt.h"
#include "text/width.h"
#include "unit.h"

#include <string.h>

/* Take the excerpt for word in text; false as excerpt_take(). */
static bool
take(struct arena *a, const char *text, const char *word, size_t width,
    struct excerpt *out)
{
	struct files files = files_new(a);
	struct place at = { .file = files_add(&files, "x", text,
	    strlen(text)) };
	struct place end;

	at.offset = (uint32_t)(strstr(text, word) - text);
	end = at;
	end.offset += (uint32_t)strlen(word);
	place_position(&files, at);	/* as a report does before */
	return excerpt_take(a, &files, at, end, width, "\u2026", out);
}

START_TEST(windows)
{
	static const struct {
		const char *text, *word;
		size_t width;
		const char *excerpt;
		size_t column, cells;
	} rows[] = {
		{ "{\n  \"a\": \"bad\",\n}\n", "\"bad\"", 40,
		  "  \"a\": \"bad\",", 7, 5 },
		{ "{\n\t\"a\":\t\"bad\"\r\n}\n", "\"bad\"", 40,
		  " \"a\": \"bad\"", 6, 5 },
		/* wide characters take two cells */
		{ "{\n\"\ud55c\uad6d\": \"\uc11c\uc6b8\", 1\n}\n",
		  "\"\uc11c\uc6b8\"", 40,
		  "\"\ud55c\uad6d\": \"\uc11c\uc6b8\", 1", 8, 6 },
		/* controls are shown as question marks */
		{ "{\n\"\033[2J\": bad\n}\n", "bad", 40, "\"?[2J\": bad", 8, 3 },
		/* the end is cut */
		{ "{\n\"aaaa\": bad, \"cccc\": \"dddddddd\"\n}\n", "bad", 20,
		  "\"aaaa\": bad, \"cccc\"\u2026", 8, 3 },
		/* the beginning is cut to what is left */
		{ "{\n\"aaaaaaaaaaaa\": 1, \"b\": bad, \"c\": 1\n}\n", "bad",
		  20, "\u20261, \"b\": bad, \"c\": 1", 9, 3 },
		/* or to a quarter of the window */
		{ "{\n\"aaaaaaaaaaaa\": 1, \"b\": bad, \"cccccccccc\": 1\n"
		  "}\n", "bad", 20, "\u2026b\": bad, \"cccccccc\u2026", 5, 3 },
		/* a token that is wider than the window */
		{ "{\n  \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"\n}\n",
		  "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"", 20,
		  "  \"aaaaaaaaaaaaaaaa\u2026", 2, 18 },
		/* a wide character does not stand half in the window */
		{ "{\n\"\ud55c\ud55c\ud55c\ud55c\ud55c\ud55c\ud55c\ud55c\ud55c"
		  "\ud55c\ud55c\"\n}\n",
		  "\"\ud55c\ud55c\ud55c\ud55c\ud55c\ud55c\ud55c\ud55c\ud55c"
		  "\ud55c\ud55c\"", 20,
		  "\"\ud55c\ud55c\ud55c\ud55c\ud55c\ud55c\ud55c\ud55c\ud55c"
		  "\u2026", 0, 20 },
	};
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct excerpt e;

		ck_assert_msg(take(a, rows[i].text, rows[i].word,
		    rows[i].width, &e), "row %zu", i);
		ck_assert_str_eq(e.text, rows[i].excerpt);
		ck_assert_msg(e.column == rows[i].column &&
		    e.cells == rows[i].cells, "row %zu: %zu %zu", i,
		    e.column, e.cells);
		ck_assert_uint_le(text_width(e.text), rows[i].width);
	}
	arena_free(a);
}
END_TEST

START_TEST(one_line_gives_the_token_alone)
{
	struct arena *a = arena_new();
	struct excerpt e;

	ck_assert(take(a, "{\"secret\":\"x\",\"a\":\"bad\",\"b\":1}\n",
	    "\"bad\"", 80, &e));
	ck_assert_str_eq(e.text, "\"bad\"");
	ck_assert_uint_eq(e.column, 0);
	ck_assert_uint_eq(e.cells, 5);
	ck_assert(!take(a, "[{\"a\":1}]", "{", 80, &e));
	ck_assert(!take(a, "{\"a\":1,}", ",", 80, &e));
	ck_assert(!take(a, "", "", 80, &e));
	/* nor is a bracket shown that has a line of its own */
	ck_assert(!take(a, "[\n  {\n    1\n  }\n]\n", "{", 80, &e));
	ck_assert(take(a, "[\n  { \"a\": 1 }\n]\n", "{", 80, &e));
	arena_free(a);
}
END_TEST

/* A window far behind the start of a long line costs no more than another. */
START_TEST(a_long_line_is_cut_on_both_sides)
{
	struct arena *a = arena_new();
	struct str text = str_new(a);
	struct excerpt e;

	str_add(&text, "{\n");
	for (size_t i = 0; i < 50000; i++)
		str_add(&text, "\uac00");
	str_add(&text, "bad");
	for (size_t i = 0; i < 50000; i++)
		str_add(&text, "\uac00");
	str_add(&text, "\n}");
	ck_assert(take(a, str_text(&text), "bad", 20, &e));
	ck_assert_str_eq(e.text, "\u2026\uac00\uac00bad\uac00\uac00\uac00"
	    "\uac00\uac00\u2026");
	ck_assert_uint_eq(e.column, 5);
	ck_assert_uint_eq(e.cells, 3);
	arena_free(a);
}
END_TEST

Suite *suite_excerpt(void);

Suite *
suite_excerpt(void)
{
	return unit_suite_of("excerpt", (const TTest *const[]){
		windows, one_line_gives_the_token_alone,
		a_long_line_is_cut_on_both_sides, NULL });
}
