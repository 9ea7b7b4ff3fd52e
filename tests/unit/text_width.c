/* SPDX-License-Identifier: MIT */
#include "text/width.h"
#include "text/width_table.h"
#include "unit.h"

static void
check_spans(const struct width_span *spans, size_t n, unsigned cells)
{
	for (size_t i = 0; i < n; i++) {
		ck_assert_uint_le(spans[i].first, spans[i].last);
		if (i > 0)
			ck_assert_uint_lt(spans[i - 1].last + 1,
			    spans[i].first);
		ck_assert_uint_eq(point_width(spans[i].first), cells);
		ck_assert_uint_eq(point_width(spans[i].last), cells);
	}
}

START_TEST(tables_are_sorted_and_disjoint)
{
	check_spans(width_two, width_two_count, 2);
	check_spans(width_none, width_none_count, 0);
}
END_TEST

START_TEST(points_have_widths)
{
	static const struct {
		uint32_t point;
		unsigned cells;
	} rows[] = {
		{ 'a', 1 }, { 0xe9, 1 }, { 0xad, 0 }, { 0x300, 0 },
		{ 0x36f, 0 }, { 0x370, 1 }, { 0x903, 1 }, { 0x94d, 0 },
		{ 0x10ff, 1 }, { 0x1100, 2 }, { 0x115f, 2 }, { 0x1160, 0 },
		{ 0x11ff, 0 }, { 0x1200, 1 }, { 0x200b, 0 }, { 0x200d, 0 },
		{ 0x2026, 1 }, { 0x2192, 1 }, { 0x20dd, 0 }, { 0x2500, 1 },
		{ 0x256c, 1 }, { 0x2588, 1 }, { 0x25ba, 1 }, { 0x25bc, 1 },
		{ 0x231a, 2 }, { 0x2713, 1 }, { 0x2705, 2 }, { 0x3000, 2 },
		{ 0x302e, 0 }, { 0x303f, 1 }, { 0x3042, 2 }, { 0x3400, 2 },
		{ 0x4dbf, 2 }, { 0x4dc0, 1 }, { 0x4e00, 2 }, { 0x9fff, 2 },
		{ 0xa48f, 1 }, { 0xabff, 1 }, { 0xac00, 2 }, { 0xd7a3, 2 },
		{ 0xd7a4, 1 }, { 0xe000, 1 }, { 0xf900, 2 }, { 0xfe0f, 0 },
		{ 0xfeff, 0 }, { 0xff01, 2 }, { 0xff61, 1 }, { 0xfffd, 1 },
		{ 0x1f1e6, 1 }, { 0x1f3fb, 2 }, { 0x1f600, 2 },
		{ 0x20000, 2 }, { 0x2fffd, 2 }, { 0x3fffd, 2 },
		{ 0x40000, 1 }, { 0xe0001, 0 }, { 0xe01ef, 0 }
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		ck_assert_msg(point_width(rows[i].point) == rows[i].cells,
		    "U+%04X", (unsigned)rows[i].point);
}
END_TEST

START_TEST(texts_have_widths)
{
	static const struct {
		const char *text;
		size_t cells;
	} rows[] = {
		{ "", 0 }, { "subnet-a", 8 }, { "공개-서브넷-a", 13 },
		{ "子网", 4 }, { "e\xcc\x81t\xc3\xa9", 3 }, { "ｗｅｂ", 6 },
		/* a family: three people of two cells, joiners of none */
		{ "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d"
		  "\xf0\x9f\x91\xa7", 6 },
		/* a heart and a variation selector, which widens nothing */
		{ "\xe2\x9d\xa4\xef\xb8\x8f", 1 },
		{ "\xff\xfe", 2 }, { "┌─┐", 3 }
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		ck_assert_msg(text_width(rows[i].text) == rows[i].cells,
		    "row %zu", i);
}
END_TEST

START_TEST(cuts_fall_between_whole_characters)
{
	static const struct {
		const char *text;
		size_t cells, head, tail;	/* bytes */
	} rows[] = {
		{ "abcdef", 3, 3, 3 }, { "abcdef", 0, 0, 0 },
		{ "abc", 9, 3, 3 }, { "", 4, 0, 0 },
		{ "가나다", 3, 3, 3 }, { "가나다", 4, 6, 6 },
		/* marks stay with the letter before them */
		{ "e\xcc\x81" "e\xcc\x81", 1, 3, 3 },
		{ "a\xcc\x81", 0, 0, 0 }
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		size_t head = text_fit(rows[i].text, rows[i].cells);
		size_t tail = text_fit_end(rows[i].text, rows[i].cells);

		ck_assert_msg(head == rows[i].head && tail == rows[i].tail,
		    "row %zu: %zu, %zu", i, head, tail);
	}
}
END_TEST

Suite *suite_width(void);

Suite *
suite_width(void)
{
	return unit_suite_of("width", (const TTest *const[]){
		tables_are_sorted_and_disjoint, points_have_widths,
		texts_have_widths, cuts_fall_between_whole_characters, NULL });
}
