/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "model/notation.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

START_TEST(rules_are_split)
{
	struct arena *a = arena_new();
	struct rule_text r;

	ck_assert_ptr_null(notation_rule_split(a, "tcp/443 from 0.0.0.0/0",
	    INGRESS, &r));
	ck_assert_str_eq(r.ports, "tcp/443");
	ck_assert_str_eq(r.peer, "0.0.0.0/0");
	ck_assert_ptr_null(notation_rule_split(a, "  all\tto  anywhere ",
	    EGRESS, &r));
	ck_assert_str_eq(r.ports, "all");
	ck_assert_str_eq(r.peer, "anywhere");
	ck_assert_ptr_null(notation_rule_split(a,
	    "tcp/1 from sg:shop/'a from b'", INGRESS, &r));
	ck_assert_str_eq(r.peer, "sg:shop/'a from b'");
	arena_free(a);
}
END_TEST

START_TEST(rules_that_are_none_say_what_was_expected)
{
	static const struct {
		const char *text;
		enum direction direction;
		const char *mentions;
	} bad[] = {
		{ "", INGRESS, "empty text" },
		{ "tcp/443", INGRESS, "not complete" },
		{ "tcp/443", INGRESS,
		    "expected \"PORTS from PEER\", for example tcp/443 "
		    "from app" },
		{ "tcp/443 from", INGRESS, "not complete" },
		{ "tcp/443 to app", INGRESS, "says \"from\", not \"to\"" },
		{ "tcp/443 from app", EGRESS, "says \"to\", not \"from\"" },
		{ "tcp/443 form app", INGRESS, "found \"form\"" },
		{ "from app", INGRESS, "found \"app\"" },
		{ "tcp/443 from shop db", INGRESS, "found \"db\"" },
		{ "tcp/80, 443 from app", INGRESS, "found \"443\"" },
		{ "tcp/443 from 'shop db", INGRESS, "not closed" },
	};
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct rule_text r = { .ports = "untouched" };
		const char *why = notation_rule_split(a, bad[i].text,
		    bad[i].direction, &r);

		ck_assert_msg(why != NULL, "%s", bad[i].text);
		ck_assert_msg(strstr(why, bad[i].mentions) != NULL, "%s: %s",
		    bad[i].text, why);
		ck_assert_str_eq(r.ports, "untouched");
	}
	arena_free(a);
}
END_TEST

START_TEST(entries_are_split)
{
	struct arena *a = arena_new();
	struct entry_text e;

	ck_assert_ptr_null(notation_entry_split(a,
	    "100 allow tcp/5432 from 10.0.16.0/20", INGRESS, &e));
	ck_assert_int_eq(e.number, 100);
	ck_assert(e.allow);
	ck_assert_str_eq(e.ports, "tcp/5432");
	ck_assert_str_eq(e.cidr, "10.0.16.0/20");
	ck_assert_ptr_null(notation_entry_split(a,
	    "32767 deny all to ::/0", EGRESS, &e));
	ck_assert_int_eq(e.number, 32767);
	ck_assert(!e.allow);
	/* Numbers that AWS refuses are NA002's. */
	ck_assert_ptr_null(notation_entry_split(a,
	    "-1 deny all to ::/0", EGRESS, &e));
	ck_assert_int_eq(e.number, -1);
	ck_assert_ptr_null(notation_entry_split(a,
	    "0 deny all to ::/0", EGRESS, &e));
	ck_assert_int_eq(e.number, 0);
	arena_free(a);
}
END_TEST

START_TEST(entries_that_are_none_say_what_was_expected)
{
	static const struct {
		const char *text, *mentions;
	} bad[] = {
		{ "", "empty text" },
		{ "allow tcp/1 from 10.0.0.0/8", "no entry number" },
		{ "* deny all from 0.0.0.0/0", "no entry number" },
		{ "- deny all from 0.0.0.0/0", "no entry number" },
		{ "1234567890123456789 deny all from 0.0.0.0/0",
		    "no entry number" },
		{ "100 permit tcp/1 from 10.0.0.0/8", "found \"permit\"" },
		{ "100 allow tcp/1 to 10.0.0.0/8", "says \"from\"" },
		{ "100 allow tcp/1", "not complete" },
		{ "100 allow tcp/1 from", "not complete" },
		{ "100 allow tcp/1 from 10.0.0.0/8 log", "found \"log\"" },
	};
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct entry_text e = { .number = 4711 };
		const char *why = notation_entry_split(a, bad[i].text, INGRESS,
		    &e);

		ck_assert_msg(why != NULL, "%s", bad[i].text);
		ck_assert_msg(strstr(why, bad[i].mentions) != NULL, "%s: %s",
		    bad[i].text, why);
		ck_assert_int_eq(e.number, 4711);
	}
	arena_free(a);
}
END_TEST

START_TEST(dates_are_days)
{
	static const struct {
		const char *text;
		int64_t days;
	} good[] = {
		{ "1970-01-01", 0 },
		{ "1970-01-02", 1 },
		{ "1969-12-31", -1 },
		{ "1970-03-01", 59 },
		{ "2000-02-29", 11016 },
		{ "2024-02-29", 19782 },
		{ "2027-03-31", 20908 },
		{ "9999-12-31", 2932896 },
	};
	static const char *const bad[] = {
		"", "2027-3-31", "2027-03-31 ", "2027/03/31", "2027-02-29",
		"2100-02-29", "2027-00-10", "2027-13-01", "2027-04-31",
		"2027-01-00", "2027-0a-01", "0000-01-01", "-027-01-01"
	};

	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		int64_t days = -4711;

		ck_assert_msg(notation_date_parse(good[i].text, &days), "%s",
		    good[i].text);
		ck_assert_int_eq(days, good[i].days);
	}
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		int64_t days = -4711;

		ck_assert_msg(!notation_date_parse(bad[i], &days), "%s",
		    bad[i]);
		ck_assert_int_eq(days, -4711);
	}
}
END_TEST

START_TEST(days_follow_one_another)
{
	int64_t before, days, expected;
	char text[] = "1999-12-31";
	struct arena *a = arena_new();

	ck_assert(notation_date_parse(text, &before));
	expected = before + 1;
	for (int year = 2000; year < 2005; year++)
		for (int month = 1; month <= 12; month++)
			for (int day = 1; day <= 31; day++) {
				snprintf(text, sizeof text, "%04d-%02d-%02d",
				    year % 10000, month % 100, day % 100);
				if (!notation_date_parse(text, &days))
					continue;
				ck_assert_int_eq(days, expected);
				ck_assert_str_eq(notation_date_format(a,
				    days), text);
				expected++;
			}
	ck_assert_int_eq(expected, before + 1 + 366 + 365 * 3 + 366);
	arena_free(a);
}
END_TEST

Suite *suite_rule(void);

Suite *
suite_rule(void)
{
	return unit_suite_of("rule", (const TTest *const[]){
		rules_are_split, rules_that_are_none_say_what_was_expected,
		entries_are_split, entries_that_are_none_say_what_was_expected,
		dates_are_days, days_follow_one_another, NULL });
}
