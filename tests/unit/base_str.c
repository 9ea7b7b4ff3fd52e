/* SPDX-License-Identifier: MIT */
#include "base/format.h"
#include "base/str.h"
#include "unit.h"

#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

START_TEST(texts_are_built)
{
	struct arena *a = arena_new();
	struct str s = str_new(a);

	ck_assert_str_eq(str_text(&s), "");
	str_add(&s, "ab");
	str_add_char(&s, 'c');
	str_addf(&s, "%d", 42);
	str_add_repeat(&s, '-', 3);
	str_add_bytes(&s, "xyz", 1);
	ck_assert_str_eq(str_text(&s), "abc42---x");
	str_cut(&s, 2);
	ck_assert_str_eq(str_text(&s), "ab");
	for (int i = 0; i < 1000; i++)
		str_addf(&s, "%d,", i);
	ck_assert_uint_eq(s.n, 2 + 10 * 2 + 90 * 3 + 900 * 4);
	arena_free(a);
}
END_TEST

START_TEST(natural_order)
{
	static const char *const sorted[] = {
		"", "a", "a1", "a01", "a2", "a10", "a10b", "ab", "b"
	};
	size_t n = sizeof sorted / sizeof sorted[0];

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++) {
			int order = str_natural_compare(sorted[i], sorted[j]);

			/* "a01" and "a1" are equal numbers: only antisymmetry */
			if (i == j)
				ck_assert_int_eq(order, 0);
			else if ((i == 2 && j == 3) || (i == 3 && j == 2))
				ck_assert_int_eq(order,
				    -str_natural_compare(sorted[j], sorted[i]));
			else
				ck_assert_int_eq(order < 0, i < j);
		}
}
END_TEST

START_TEST(distances)
{
	static const struct {
		const char *a, *b;
		size_t distance;
	} rows[] = {
		{ "", "", 0 }, { "abc", "abc", 0 }, { "abc", "abd", 1 },
		{ "abc", "acb", 1 }, { "abc", "ab", 1 }, { "", "abc", 3 },
		{ "subnet", "sbunets", 2 }, { "abcdef", "ghijkl", 4 }
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		ck_assert_uint_eq(str_distance(rows[i].a, rows[i].b, 3),
		    rows[i].distance);
}
END_TEST

/* format_args() says what vsnprintf() says, and writes as much of it. */
static void __attribute__((format(printf, 1, 2)))
check_format(const char *format, ...)
{
	char ours[64], theirs[64];

	for (size_t room = 0; room < sizeof ours; room++) {
		va_list args;
		int n, m;

		memset(ours, 'x', sizeof ours);
		memset(theirs, 'x', sizeof theirs);
		va_start(args, format);
		n = format_args(room > 0 ? ours : NULL, room, format, args);
		va_end(args);
		va_start(args, format);
		m = vsnprintf(theirs, room, format, args);
		va_end(args);
		ck_assert_int_eq(n, m);
		ck_assert_mem_eq(ours, theirs, sizeof ours);
	}
}

START_TEST(formats_are_those_of_printf)
{
	check_format("plain");
	check_format("%s%s", "", "ab");
	check_format("%s/%s.", "a text of some length", "and another one");
	check_format("%d %d %d %d", 0, 7, INT_MAX, INT_MIN);
	check_format("%u|%u", 0u, UINT_MAX);
	check_format("%lu %lu", 0ul, ULONG_MAX);
	check_format("%zu of %zu", (size_t)1, SIZE_MAX);
	check_format("%.*s;%.*s;%.*s", 0, "abc", 2, "abc", 9, "abc");
	check_format("%.*s", -1, "abc");
	check_format("%5s|%-5s|%c|%02x|%%|%ld", "a", "b", 'c', 10u, -5l);
	check_format("%s is %d%% of %s", "a", 50, "b");
}
END_TEST

START_TEST(case_of_letters_only)
{
	ck_assert(str_equal_but_case("EC2::Vpc", "ec2::VPC"));
	ck_assert(str_equal_but_case("", ""));
	ck_assert(!str_equal_but_case("vpc", "vpcs"));
	ck_assert(!str_equal_but_case("vpcs", "vpc"));
	ck_assert(!str_equal_but_case("a[", "a{"));
	ck_assert(!str_equal_but_case("a_b", "a-b"));
}
END_TEST

Suite *suite_str(void);

Suite *
suite_str(void)
{
	return unit_suite_of("str", (const TTest *const[]){
		texts_are_built, natural_order, distances,
		formats_are_those_of_printf, case_of_letters_only, NULL });
}
