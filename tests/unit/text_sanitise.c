/* SPDX-License-Identifier: MIT */
#include "text/sanitise.h"
#include "unit.h"

#include <string.h>

START_TEST(names_become_safe)
{
	static const struct {
		const char *text, *safe;
	} rows[] = {
		{ "", "" }, { "app-a", "app-a" },
		{ "공개-서브넷-a", "공개-서브넷-a" }, { "子网", "子网" },
		{ "e\xcc\x81", "e\xcc\x81" }, { "\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80" },
		{ "what?", "what?" }, { "\xef\xbf\xbd", "\xef\xbf\xbd" },
		/* an escape sequence, line ends, a tab, DEL, C1 */
		{ "\033[31mred\033[0m", "?[31mred?[0m" },
		{ "a\nb\r\tc", "a?b??c" }, { "\x7f", "?" },
		{ "\xc2\x9b" "31m", "?31m" }, { "\xc2\xa0", "\xc2\xa0" },
		/* line separators and bidi controls */
		{ "\xe2\x80\xa8\xe2\x80\xa9", "??" }, { "\xd8\x9c", "?" },
		{ "\xe2\x80\x8e\xe2\x80\x8f", "??" },
		{ "\xe2\x80\xaa\xe2\x80\xae", "??" },
		{ "\xe2\x81\xa6\xe2\x81\xa9", "??" },
		{ "\xe2\x80\xa7\xe2\x80\xaf", "\xe2\x80\xa7\xe2\x80\xaf" },
		/* bytes that are not UTF-8, one "?" each */
		{ "a\xff\xfez", "a??z" }, { "\xc0\xaf", "??" },
		{ "\xed\xa0\x80", "???" }, { "cut\xea\xb0", "cut??" },
		/* decomposed Hangul */
		{ "\xe1\x84\x80\xe1\x85\xa1", "가" },
		{ "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab"
		  "\xe1\x84\x80\xe1\x85\xb3\xe1\x86\xaf", "한글" },
		{ "가\xe1\x86\xa8", "각" },
		/* what does not compose stays: a lone L, V, T; T after LVT */
		{ "\xe1\x84\x80", "\xe1\x84\x80" },
		{ "\xe1\x85\xa1\xe1\x86\xa8", "\xe1\x85\xa1\xe1\x86\xa8" },
		{ "각\xe1\x86\xa8", "각\xe1\x86\xa8" },
		{ "\xe1\x84\x80\xe1\x84\x80\xe1\x85\xa1", "\xe1\x84\x80가" }
	};
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const char *text = rows[i].text, *safe;

		safe = sanitise(a, text, strlen(text));
		ck_assert_msg(strcmp(safe, rows[i].safe) == 0,
		    "row %zu: \"%s\"", i, safe);
		ck_assert_str_eq(sanitise_text(a, text), rows[i].safe);
		ck_assert_int_eq(is_clean(text, strlen(text)),
		    strcmp(text, rows[i].safe) == 0);
	}
	arena_free(a);
}
END_TEST

START_TEST(lengths_count_and_nothing_is_copied_in_vain)
{
	struct arena *a = arena_new();
	const char *name = "plain";

	ck_assert_str_eq(sanitise(a, "a\0b", 3), "a?b");
	ck_assert_str_eq(sanitise(a, "abcdef", 3), "abc");
	ck_assert_str_eq(sanitise(a, "ab가", 3), "ab?");
	ck_assert_ptr_eq(sanitise_text(a, name), name);
	ck_assert_str_eq(sanitise_text(a, NULL), "");
	arena_free(a);
}
END_TEST

START_TEST(what_is_safe_stays_as_it_is)
{
	struct unit_random r = { 7 };
	struct arena *a = arena_new();

	for (int i = 0; i < 20000; i++) {
		char bytes[12];
		const char *once;

		for (size_t k = 0; k < sizeof bytes; k++) {
			static const unsigned char some[] = {
				'a', 0, 0x1b, 0x80, 0xa1, 0x84, 0x85, 0x86,
				0xe1, 0xe2, 0xea, 0xf0, 0xa8, 0xb0, 0xcc, 0xff
			};

			bytes[k] = (char)some[unit_random_below(&r, 16)];
		}
		once = sanitise(a, bytes, sizeof bytes);
		ck_assert(is_clean(once, strlen(once)));
		ck_assert_ptr_eq(sanitise_text(a, once), once);
	}
	arena_free(a);
}
END_TEST

START_TEST(lines_are_no_commands)
{
	static const struct {
		const char *line, *safe;
	} rows[] = {
		{ "", "" }, { "plain", "plain" }, { "a::b", "a::b" },
		{ ":a", ":a" }, { "::error file=x::y", ": :error file=x::y" },
		{ "  ::error", "  : :error" }, { "\t::x", "\t: :x" },
		{ "\xc2\xa0::x", "\xc2\xa0: :x" },
		{ "\xe3\x80\x80::x", "\xe3\x80\x80: :x" },
		{ ":::x", ": ::x" }, { "##[error]x", "## [error]x" },
		{ "a ##[b] ##[c]", "a ## [b] ## [c]" },
		{ "###[x", "### [x" }, { "##vso[task.x]", "##vso [task.x]" },
		{ "## [x", "## [x" }, { "#[x", "#[x" }, { "##1[", "##1[" },
		{ "::##[", ": :## [" }
	};
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const char *safe = sanitise_line(a, rows[i].line);

		ck_assert_str_eq(safe, rows[i].safe);
		ck_assert_ptr_eq(sanitise_line(a, safe), safe);
	}
	arena_free(a);
}
END_TEST

Suite *suite_sanitise(void);

Suite *
suite_sanitise(void)
{
	return unit_suite_of("sanitise", (const TTest *const[]){
		names_become_safe, lengths_count_and_nothing_is_copied_in_vain,
		what_is_safe_stays_as_it_is, lines_are_no_commands, NULL });
}
