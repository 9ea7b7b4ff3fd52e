/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "unit.h"

#include <string.h>

START_TEST(every_code_point_comes_back)
{
	for (uint32_t point = 0; point <= 0x10ffff; point++) {
		char form[UTF8_POINT_MAX];
		size_t length = utf8_write(point, form);
		uint32_t back = 0;
		bool surrogate = point >= 0xd800 && point <= 0xdfff;

		if (utf8_decode(form, length, &back) != length ||
		    back != (surrogate ? UTF8_REPLACEMENT : point))
			ck_abort_msg("U+%04X comes back as U+%04X",
			    point, back);
	}
}
END_TEST

START_TEST(broken_forms_are_refused)
{
	static const char *const rows[] = {
		"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80",
		"\xe0\x9f\xbf", "\xf0\x80\x80\x80", "\xf0\x8f\xbf\xbf",
		"\xed\xa0\x80", "\xed\xbf\xbf", "\xf4\x90\x80\x80",
		"\xf5\x80\x80\x80", "\xff", "\xfe", "\xc3", "\xe2\x82",
		"\xf0\x9f\x98", "\xe2\x28\xa1", "\xc3\x28"
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		uint32_t point = 0;

		ck_assert_msg(utf8_decode(rows[i], strlen(rows[i]),
		    &point) == 0, "row %zu", i);
		ck_assert_uint_eq(point, UTF8_REPLACEMENT);
		ck_assert(!utf8_is_valid(rows[i], strlen(rows[i])));
	}
}
END_TEST

START_TEST(validity_is_checked_to_the_end)
{
	char text[64];

	for (size_t at = 0; at < sizeof text; at++) {
		memset(text, 'x', sizeof text);
		ck_assert(utf8_is_valid(text, sizeof text));
		text[at] = '\xe9';
		ck_assert_msg(!utf8_is_valid(text, sizeof text), "at %zu", at);
	}
	ck_assert(utf8_is_valid("", 0));
	ck_assert(utf8_is_valid("abcdefg\xea\xb0\x80hijklmn", 17));
}
END_TEST

START_TEST(controls_are_known)
{
	static const uint32_t yes[] = { 0, 7, 0x1b, 0x1f, 0x7f, 0x80, 0x9b,
		0x9f, 0x61c, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202e,
		0x2066, 0x2069, 0xad, 0x200b, 0x2060, 0x2064, 0x206a, 0x206f,
		0xfeff, 0xfff9, 0xfffb, 0xe0000, 0xe0001, 0xe007f };
	static const uint32_t no[] = { ' ', '~', 0xa0, 0xac, 0xae, 0x200a,
		0x200c, 0x200d, 0x2027, 0x202f, 0x205f, 0x2065, 0x2070,
		0xac00, 0xfff8, 0xfffc, 0x1f600, 0xe0080, 0xe0100 };

	for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++)
		ck_assert_msg(utf8_is_control(yes[i]), "U+%04X", yes[i]);
	for (size_t i = 0; i < sizeof no / sizeof no[0]; i++)
		ck_assert_msg(!utf8_is_control(no[i]), "U+%04X", no[i]);
}
END_TEST

Suite *suite_utf8(void);

Suite *
suite_utf8(void)
{
	return unit_suite_of("utf8", (const TTest *const[]){
		every_code_point_comes_back, broken_forms_are_refused,
		validity_is_checked_to_the_end, controls_are_known, NULL });
}
