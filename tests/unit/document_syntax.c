/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "document/index.h"
#include "document/scan.h"
#include "document_reading.h"
#include "unit.h"

START_TEST(good_texts_are_read)
{
	static const char *const rows[] = {
		"{}", "[]", "null", "true", "false", "\"\"", "0", "-0",
		"-1", "10", "1.5", "-0.0", "1e5", "1E5", "1e+5", "1e-5",
		"1.25E-07", "123456789012345678901234567890", "1e999",
		" \t\r\n{ }\r\n", "[1,2]", "[ 1 , 2 ]", "[[],[[]],{}]",
		"{\"a\":1}", "{\"\":null}", "{\"a\":{\"a\":{\"a\":[]}}}",
		"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\uD83D\\uDE00\"",
		"\"\\ud800\"", "\"\\u0000\"", "\"\x7f\"", "\"\xea\xb0\x80\"",
		"\"\xf0\x9f\x98\x80\"", "[true,false,null,\"x\",-1.5e3]",
		"// one\n{}", "{}// end", "/* a */ { /* b */ } /* c */",
		"[1/**/,/* , ] */2]", "{\"a\"/*k*/:/*v*/1}", "[//x\r\n1]",
		"/***/1", "/* * / **/1", "\"// no comment\"", "[1 // ]\n]"
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct reading r = reading_of(rows[i]);

		ck_assert_msg(r.d != NULL, "%s: %s", rows[i],
		    r.d == NULL ? r.problems.v[0].text : "");
		ck_assert_uint_eq(r.problems.n, 0);
		reading_free(&r);
	}
}
END_TEST

/* A text, where it goes wrong, and what is said. */
static const struct {
	const char *text;
	uint32_t line, column;
	const char *message;
} bad[] = {
	/* nothing, and too much */
	{ "", 1, 1, "the text is empty" },
	{ " \n\t", 2, 2, "the text holds nothing but blanks" },
	{ "// only\n", 2, 1, "the text holds nothing but blanks" },
	{ "{} {}", 1, 4,
	  "a second document behind the end of the first (one file holds one)" },
	{ "[1]\n\n]", 3, 1, "text behind the end of the document: ']'" },
	{ "{},", 1, 3, "text behind the end of the document: ','" },
	{ "1 2", 1, 3, "text behind the end of the document: '2'" },
	{ "{}\\", 1, 3, "text behind the end of the document: '\\'" },

	/* maps */
	{ "{]", 1, 2, "expected a key or '}', found ']'" },
	{ "{", 1, 2, "expected a key or '}', found the end of the text" },
	{ "{1:2}", 1, 2, "expected a key or '}', found '1' (a key "
	  "stands in quotes)" },
	{ "{a:1}", 1, 2, "expected a key or '}', found 'a' (a key "
	  "stands in quotes)" },
	{ "{,}", 1, 2, "expected a key or '}', found ','" },
	{ "{\"a\"}", 1, 5, "expected ':' behind the key \"a\", found '}'" },
	{ "{\"a\" 1}", 1, 6, "expected ':' behind the key \"a\", found '1'" },
	{ "{\"a\"=1}", 1, 5, "expected ':' behind the key \"a\", "
	  "found '=' (JSON writes ':')" },
	{ "{\"a\":}", 1, 6, "expected a value, found '}'" },
	{ "{\"a\":,}", 1, 6, "expected a value, found ','" },
	{ "{\"a\":1", 1, 7, "expected ',' or '}', found the end of the text" },
	{ "{\"a\":1]", 1, 7, "expected ',' or '}', found ']'" },
	{ "{\"a\":1;\"b\":2}", 1, 7,
	  "expected ',' or '}', found ';' (JSON writes ',')" },
	{ "{\"a\": 1\n \"b\": 2}", 2, 2,
	  "expected ',' or '}', found the string \"b\"" },
	{ "{\"a\":1,}", 1, 7, "trailing comma before '}'" },
	{ "{\"a\":1 , // x\n}", 1, 8, "trailing comma before '}'" },
	{ "{\"a\":1,,\"b\":2}", 1, 8, "two commas in a row" },
	{ "{\"a\":1,2}", 1, 8, "expected a key, found '2' (a key stands in "
	  "quotes)" },
	{ "{\"a\":1,", 1, 8, "expected a key, found the end of the text" },
	{ "{\"a\":\"b\":1}", 1, 9, "expected ',' or '}', found ':'" },

	/* lists */
	{ "[}", 1, 2, "expected a value or ']', found '}'" },
	{ "[", 1, 2, "expected a value or ']', found the end of the text" },
	{ "[1", 1, 3, "expected ',' or ']', found the end of the text" },
	{ "[1 2]", 1, 4, "expected ',' or ']', found '2'" },
	{ "[1}", 1, 3, "expected ',' or ']', found '}'" },
	{ "[1,]", 1, 3, "trailing comma before ']'" },
	{ "[1,,2]", 1, 4, "two commas in a row" },
	{ "[,1]", 1, 2, "expected a value or ']', found ','" },
	{ "[1,", 1, 4, "expected a value, found the end of the text" },
	{ "]", 1, 1, "expected a value, found ']'" },
	{ "[\"a\":1]", 1, 5, "expected ',' or ']', found ':'" },

	/* numbers */
	{ "01", 1, 1, "'01' has a leading zero" },
	{ "[-01]", 1, 2, "'-01' has a leading zero" },
	{ "-", 1, 1, "'-' needs a digit behind '-'" },
	{ "-x", 1, 1, "'-x' needs a digit behind '-'" },
	{ "1.", 1, 1, "'1.' needs a digit behind '.'" },
	{ "1.e5", 1, 1, "'1.e5' needs a digit behind '.'" },
	{ "1e", 1, 1, "'1e' needs a digit in its exponent" },
	{ "1e+", 1, 1, "'1e+' needs a digit in its exponent" },
	{ "0x10", 1, 1, "'0x10' is no number: a text stands in quotes" },
	{ "{\"cidr\": 10.0.0.0/16}", 1, 10,
	  "'10.0.0.0/16' is no number: a text stands in quotes" },
	{ "+1", 1, 1, "'+1' has a '+' (JSON writes none)" },
	{ ".5", 1, 1, "'.5' needs a digit before '.'" },

	/* words */
	{ "nul", 1, 1, "expected a value, found 'nul'" },
	{ "nulls", 1, 1, "expected a value, found 'nulls'" },
	{ "True", 1, 1, "expected a value, found 'True' (JSON writes true)" },
	{ "[None]", 1, 2,
	  "expected a value or ']', found 'None' (JSON writes null)" },
	{ "NaN", 1, 1, "expected a value, found 'NaN' (JSON has no "
	  "such number)" },
	{ "-Infinity", 1, 1, "expected a value, found '-Infinity' (JSON has "
	  "no such number)" },
	{ "abcdefghijklmnopqrstuvwxyz", 1, 1,
	  "expected a value, found 'abcdefghijklmnopqrstuvw…'" },

	/* strings */
	{ "\"", 1, 1, "unterminated string: the text ends before its quote" },
	{ "[\n \"a", 2, 2,
	  "unterminated string: the text ends before its quote" },
	{ "\"\\", 1, 2, "a lone backslash in a string (JSON writes \\\\)" },
	{ "{\"a\": \"b\n}", 1, 7,
	  "unterminated string: the line ends before its quote" },
	{ "\"a\rb\"", 1, 1,
	  "unterminated string: the line ends before its quote" },
	{ "\"a\tb\"", 1, 3, "a tab within a string (JSON writes \\t)" },
	{ "\"a\x1b[1m\"", 1, 3, "the control character U+001B within a string "
	  "(JSON writes \\u001b)" },
	{ "\"\\x41\"", 1, 2,
	  "'\\x' is no escape of JSON (a backslash is \\\\)" },
	{ "\"C:\\Users\"", 1, 4,
	  "'\\U' is no escape of JSON (a backslash is \\\\)" },
	{ "\"\\u12\"", 1, 2, "\\u needs four hexadecimal digits" },
	{ "\"\\u12g4\"", 1, 2, "\\u needs four hexadecimal digits" },
	{ "\"\\\xea\xb0\x80\"", 1, 2,
	  "a lone backslash in a string (JSON writes \\\\)" },
	{ "{'a':1}", 1, 2,
	  "expected a key or '}', found a single quote (JSON writes \")" },
	{ "[\xe2\x80\x9c" "a\xe2\x80\x9d]", 1, 2, "expected a value or ']', "
	  "found a typographic quote (JSON writes \")" },

	/* comments and strange characters */
	{ "# x\n{}", 1, 1,
	  "expected a value, found '#' (comments begin with //)" },
	{ "{ /* x }", 1, 3, "this comment is not closed by */" },
	{ "[1] /*/", 1, 5, "this comment is not closed by */" },
	{ "/ {}", 1, 1, "expected a value, found '/'" },
	{ "[\xc2\xa0" "1]", 1, 2,
	  "expected a value or ']', found a no-break space (U+00A0)" },
	{ "[\xea\xb0\x80]", 1, 2,
	  "expected a value or ']', found '\xea\xb0\x80' (a text "
	  "stands in quotes)" },
	{ "[\x1b[31m]", 1, 2, "expected a value or ']', "
	  "found the control character U+001B" },
	{ "[\xe2\x80\xae]", 1, 2, "expected a value or ']', "
	  "found the control character U+202E" },
	{ "[\xff]", 1, 2, "expected a value or ']', "
	  "found the byte 0xFF, which is not UTF-8" },
	{ "[\x0b" "1]", 1, 2, "expected a value or ']', "
	  "found the control character U+000B" },
	{ "\xea\xb0\x80\n[\"\xea\xb0\x80\" \"\xea\xb0\x80\"]", 1, 1,
	  "expected a value, found '\xea\xb0\x80'" },
	{ "[\"\xea\xb0\x80\" \"\xea\xb0\x80\"]", 1, 6,
	  "expected ',' or ']', found the string \"\xea\xb0\x80\"" },
};

START_TEST(bad_texts_are_refused_with_place_and_reason)
{
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct reading r = reading_of(bad[i].text);
		struct document_problem *p;
		struct position at;

		ck_assert_msg(r.d == NULL, "read: %s", bad[i].text);
		ck_assert_uint_eq(r.problems.n, 1);
		p = &r.problems.v[0];
		at = place_position(&r.files, p->at);
		ck_assert(p->fatal);
		ck_assert_str_eq(p->text, bad[i].message);
		ck_assert_msg(at.line == bad[i].line &&
		    at.column == bad[i].column, "%s: %u:%u", bad[i].text,
		    at.line, at.column);
		reading_free(&r);
	}
}
END_TEST

START_TEST(what_is_open_is_shown)
{
	struct reading r = reading_of("{\"a\": // x\n [1, {\"b\": 2]}");
	struct document_problem *p = &r.problems.v[0];
	struct position at = place_position(&r.files, p->also);

	ck_assert_ptr_null(r.d);
	ck_assert_str_eq(p->also_text, "the '{' that is open here");
	ck_assert_uint_eq(at.line, 2);
	ck_assert_uint_eq(at.column, 6);
	reading_free(&r);
	r = reading_of("{\"a\": // x\n [1");
	p = &r.problems.v[0];
	at = place_position(&r.files, p->also);
	ck_assert_str_eq(p->also_text, "the '[' that is open here");
	ck_assert_uint_eq(at.line, 2);
	ck_assert_uint_eq(at.column, 2);
	reading_free(&r);
}
END_TEST

/* Every cut of a good text is bad, except inside a number at its end. */
START_TEST(every_cut_is_refused)
{
	static const char text[] = "{\"a\": [1, {\"b\\u0041\": \"c\\n\"}, true], "
	    "/* d */ \"e\": null}";

	for (size_t n = 0; n < sizeof text - 1; n++) {
		struct reading r = reading_of_bytes(text, n);

		ck_assert_msg(r.d == NULL, "%zu bytes", n);
		ck_assert_uint_eq(r.problems.n, 1);
		ck_assert(r.problems.v[0].fatal);
		reading_free(&r);
	}
}
END_TEST

static const char *
nested(struct arena *a, size_t depth)
{
	struct str s = str_new(a);

	for (size_t i = 0; i < depth; i++)
		str_add(&s, i % 2 == 0 ? "[" : "{\"k\":");
	str_add(&s, "1");
	for (size_t i = depth; i-- > 0;)
		str_add(&s, i % 2 == 0 ? "]" : "}");
	return str_text(&s);
}

START_TEST(depth_has_a_limit)
{
	struct arena *a = arena_new();
	struct reading r = reading_of(nested(a, DOCUMENT_DEPTH_MAX));

	ck_assert_ptr_nonnull(r.d);
	reading_free(&r);
	r = reading_of(nested(a, DOCUMENT_DEPTH_MAX + 1));
	ck_assert_ptr_null(r.d);
	ck_assert_str_eq(r.problems.v[0].text,
	    "nested deeper than 1000 levels");
	ck_assert_uint_eq(r.problems.v[0].at.offset,
	    DOCUMENT_DEPTH_MAX / 2 * 6);
	reading_free(&r);
	r = reading_of(nested(a, 1000000));
	ck_assert_ptr_null(r.d);
	reading_free(&r);
	arena_free(a);
}
END_TEST

START_TEST(values_have_a_limit)
{
	static const char *const texts[] = {
		"[1,2,3,4]", "{\"a\":1,\"b\":2,\"c\":3,\"d\":4}"
	};
	struct scan_limits limits = { .depth = 8 };

	for (size_t i = 0; i < 2; i++)
		for (limits.values = 1; limits.values < 8; limits.values++) {
			struct arena *a = arena_new();
			struct document_problems problems = { 0 };
			struct document d = {
				.a = a, .file = 1, .text = texts[i],
				.length = (uint32_t)strlen(texts[i])
			};

			ck_assert(scan_text(&d, limits, &problems) ==
			    (limits.values >= 5));
			if (limits.values < 5)
				ck_assert_str_eq(problems.v[0].text,
				    arena_printf(a, "more than %u values",
				    limits.values));
			arena_free(a);
		}
}
END_TEST

START_TEST(strange_bytes_in_strings_are_told_once)
{
	/* Latin-1, as cmd.exe writes it. */
	struct reading r = reading_of("[\"caf\xe9\", \"\xe9t\xe9\", \"tea\"]");
	struct node n;

	ck_assert_ptr_nonnull(r.d);
	ck_assert_uint_eq(r.problems.n, 1);
	ck_assert(!r.problems.v[0].fatal);
	ck_assert_uint_eq(r.problems.v[0].at.offset, 5);
	ck_assert_str_eq(r.problems.v[0].text, "the byte 0xE9 is not UTF-8: "
	    "strings with such bytes are not read; save the file as UTF-8");
	n = node_first(node_root(r.d));
	ck_assert_ptr_null(node_text(r.a, n));
	ck_assert_str_eq(node_excerpt(r.a, n), "\"caf?\"");
	n = node_next(node_next(n));
	ck_assert_str_eq(node_text(r.a, n), "tea");
	reading_free(&r);
}
END_TEST

Suite *suite_syntax(void);

Suite *
suite_syntax(void)
{
	return unit_suite_of("syntax", (const TTest *const[]){
		good_texts_are_read,
		bad_texts_are_refused_with_place_and_reason,
		what_is_open_is_shown, every_cut_is_refused,
		depth_has_a_limit, values_have_a_limit,
		strange_bytes_in_strings_are_told_once, NULL });
}
