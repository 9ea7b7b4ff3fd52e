/* SPDX-License-Identifier: MIT */
#include "document_reading.h"
#include "unit.h"

/* The ASCII and BMP texts of the rows as UTF-16, with or without a mark. */
static size_t
utf16(const uint16_t *points, size_t n, bool big, bool mark, char *out)
{
	size_t length = 0;

	for (size_t i = mark ? 0 : 1; i <= n; i++) {
		uint16_t unit = i == 0 ? 0xfeff : points[i - 1];

		out[length++] = (char)(big ? unit >> 8 : unit & 0xff);
		out[length++] = (char)(big ? unit & 0xff : unit >> 8);
	}
	return length;
}

START_TEST(utf16_of_both_orders_is_read)
{
	/* {"a": "가😀"} and a line end */
	static const uint16_t text[] = { '{', '\n', '"', 'a', '"', ':', ' ',
		'"', 0xac00, 0xd83d, 0xde00, '"', '}', '\r', '\n' };
	char bytes[64];

	for (int i = 0; i < 4; i++) {
		size_t length = utf16(text, sizeof text / sizeof text[0],
		    (i & 1) != 0, (i & 2) != 0, bytes);
		struct reading r = reading_of_bytes(bytes, length);
		struct node a;
		struct position at;

		ck_assert_msg(r.d != NULL, "order %d", i);
		ck_assert_uint_eq(r.problems.n, 0);
		a = node_get(node_root(r.d), "a");
		ck_assert_str_eq(node_text(r.a, a),
		    "\xea\xb0\x80\xf0\x9f\x98\x80");
		at = place_position(&r.files, node_place(a));
		ck_assert_uint_eq(at.line, 2);
		ck_assert_uint_eq(at.column, 6);
		reading_free(&r);
	}
}
END_TEST

START_TEST(half_a_pair_is_replaced)
{
	static const uint16_t text[] = { '[', '"', 0xd83d, '"', ',', '"',
		0xde00, '"', ']' };
	char bytes[64];
	struct reading r = reading_of_bytes(bytes, utf16(text, 9, false, true,
	    bytes));
	struct node n;

	ck_assert_ptr_nonnull(r.d);
	n = node_first(node_root(r.d));
	ck_assert_str_eq(node_text(r.a, n), "\xef\xbf\xbd");
	ck_assert_str_eq(node_text(r.a, node_next(n)), "\xef\xbf\xbd");
	reading_free(&r);
}
END_TEST

START_TEST(a_utf8_mark_is_stepped_over)
{
	struct reading r = reading_of("\xef\xbb\xbf{\"a\": 1}");
	struct position at;

	ck_assert_ptr_nonnull(r.d);
	at = place_position(&r.files, node_place(node_root(r.d)));
	ck_assert_uint_eq(at.line, 1);
	ck_assert_uint_eq(at.column, 1);
	reading_free(&r);
}
END_TEST

START_TEST(what_is_no_text_is_refused)
{
	static const struct {
		const char *bytes;
		size_t length;
		const char *message;
	} rows[] = {
		{ "\xff\xfe\0\0{\0\0\0", 8,
		  "this is UTF-32 or no text at all: save it as UTF-8" },
		{ "\0\0\xfe\xff\0\0\0{", 8,
		  "this is UTF-32 or no text at all: save it as UTF-8" },
		{ "{\0\0\0}\0\0\0", 8,
		  "this is UTF-32 or no text at all: save it as UTF-8" },
		{ "\xff\xfe{\0}", 5,
		  "this is UTF-16 cut off within a character" },
		{ "{\0}\0 ", 5, "this is UTF-16 cut off within a character" },
		{ "\xff\xfe", 2, "the text is empty" },
		{ "\xfe\xff", 2, "the text is empty" },
		{ "\xef\xbb\xbf", 3, "the text is empty" },
		{ "\x1f\x8b\x08", 3, "expected a value, "
		  "found the control character U+001F" },
		{ "\0", 1, "expected a value, "
		  "found the control character U+0000" }
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct reading r = reading_of_bytes(rows[i].bytes,
		    rows[i].length);

		ck_assert_msg(r.d == NULL, "row %zu", i);
		ck_assert_uint_eq(r.problems.n, 1);
		ck_assert_str_eq(r.problems.v[0].text, rows[i].message);
		ck_assert_str_eq(place_position(&r.files,
		    r.problems.v[0].at).file, "x.json");
		reading_free(&r);
	}
}
END_TEST

Suite *suite_encoding(void);

Suite *
suite_encoding(void)
{
	return unit_suite_of("encoding", (const TTest *const[]){
		utf16_of_both_orders_is_read, half_a_pair_is_replaced,
		a_utf8_mark_is_stepped_over, what_is_no_text_is_refused,
		NULL });
}
