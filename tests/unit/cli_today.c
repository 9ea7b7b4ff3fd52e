/* SPDX-License-Identifier: MIT */
#include "cli/today.h"
#include "unit.h"

START_TEST(dates_by_precedence)
{
	enum { CLOCK = 1795478400 };	/* 2026-11-24 00:00:00 UTC */
	static const struct {
		const char *asked, *epoch;
		const char *text;
		int64_t days;
	} rows[] = {
		{ NULL, NULL, "2026-11-24", 20781 },
		{ NULL, "", "2026-11-24", 20781 },
		{ NULL, "0", "1970-01-01", 0 },
		{ NULL, "86399", "1970-01-01", 0 },
		{ NULL, "86400", "1970-01-02", 1 },
		{ "2027-03-31", "86400", "2027-03-31", 20908 },
		{ NULL, "253402300799", "9999-12-31", 2932896 },
	};
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct today t = { 0 };
		const char *wrong = today_decide(a, rows[i].asked,
		    rows[i].epoch, CLOCK, &t);

		ck_assert_msg(wrong == NULL, "row %zu: %s", i, wrong);
		ck_assert_str_eq(t.text, rows[i].text);
		ck_assert_int_eq(t.days, rows[i].days);
	}
	arena_free(a);
}
END_TEST

START_TEST(what_is_no_date)
{
	static const char *const rows[][2] = {
		{ "2027-02-29", NULL }, { "31.3.2027", NULL },
		{ "", NULL }, { "tomorrow", NULL },
		{ NULL, "soon" }, { NULL, "-1" }, { NULL, "253402300800" },
		{ NULL, "99999999999999999999999999" },
	};
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct today t = { .days = 7 };

		ck_assert_msg(today_decide(a, rows[i][0], rows[i][1], 0,
		    &t) != NULL, "row %zu", i);
		ck_assert_int_eq(t.days, 7);
	}
	arena_free(a);
}
END_TEST

Suite *suite_today(void);

Suite *
suite_today(void)
{
	return unit_suite_of("today", (const TTest *const[]){
		dates_by_precedence, what_is_no_date, NULL });
}
