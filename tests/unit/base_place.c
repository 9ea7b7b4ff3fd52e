/* SPDX-License-Identifier: MIT */
#include "base/place.h"
#include "unit.h"

#include <string.h>

START_TEST(lines_and_columns)
{
	static const char text[] = "ab\ncd\r\n\xea\xb0\x80x\n";
	static const struct {
		uint32_t offset, line, column;
	} rows[] = {
		{ 0, 1, 1 }, { 2, 1, 3 }, { 3, 2, 1 }, { 5, 2, 3 },
		{ 7, 3, 1 }, { 10, 3, 2 }, { 11, 3, 3 }, { 12, 4, 1 },
		{ 99, 4, 1 }
	};
	struct arena *a = arena_new();
	struct files f = files_new(a);
	uint32_t file = files_add(&f, "x.json", text, strlen(text));

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct place at = { file, rows[i].offset };
		struct position p = place_position(&f, at);

		ck_assert_str_eq(p.file, "x.json");
		ck_assert_uint_eq(p.line, rows[i].line);
		ck_assert_uint_eq(p.column, rows[i].column);
	}
	ck_assert_ptr_null(place_position(&f, (struct place){ 0 }).file);
	arena_free(a);
}
END_TEST

START_TEST(columns_of_one_very_long_line)
{
	enum { LENGTH = 40960 };
	struct arena *a = arena_new();
	char *text = arena_alloc(a, LENGTH + 1);
	struct files f = files_new(a);
	uint32_t file;

	for (size_t i = 0; i < LENGTH; i += 2)
		memcpy(text + i, "\xc3\xa9", 2);
	file = files_add(&f, "x", text, LENGTH);
	for (uint32_t i = 0; i <= LENGTH; i += 2)
		ck_assert_uint_eq(place_position(&f,
		    (struct place){ file, i }).column, i / 2 + 1);
	arena_free(a);
}
END_TEST

/* Lines before, in and behind each step of the table of lines. */
START_TEST(lines_of_a_long_text)
{
	enum { LENGTH = 40960 };
	struct arena *a = arena_new();

	for (uint32_t width = 1; width < 9000; width = width * 3 + 1) {
		char *text = arena_alloc(a, LENGTH + 1);
		struct files f = files_new(a);
		uint32_t file;

		memset(text, 'x', LENGTH);
		for (uint32_t i = width - 1; i < LENGTH; i += width)
			text[i] = '\n';
		file = files_add(&f, "x", text, LENGTH);
		for (uint32_t i = 0; i <= LENGTH; i += 7) {
			struct position p = place_position(&f,
			    (struct place){ file, i });

			ck_assert_uint_eq(p.line, i / width + 1);
			ck_assert_uint_eq(p.column, i % width + 1);
		}
	}
	arena_free(a);
}
END_TEST

START_TEST(the_line_of_a_place)
{
	struct arena *a = arena_new();
	struct files f = files_new(a);
	const char *line;
	size_t length;
	uint32_t file = files_add(&f, "x", "one\r\ntwo", 8);

	ck_assert(place_line(&f, (struct place){ file, 1 }, &line, &length));
	ck_assert_uint_eq(length, 3);
	ck_assert_mem_eq(line, "one", 3);
	ck_assert(place_line(&f, (struct place){ file, 8 }, &line, &length));
	ck_assert_mem_eq(line, "two", 3);
	ck_assert(!place_line(&f, (struct place){ 0 }, &line, &length));
	arena_free(a);
}
END_TEST

Suite *suite_place(void);

Suite *
suite_place(void)
{
	return unit_suite_of("place", (const TTest *const[]){
		lines_and_columns, columns_of_one_very_long_line,
		lines_of_a_long_text,
		the_line_of_a_place, NULL });
}
