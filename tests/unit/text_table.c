/* SPDX-License-Identifier: MIT */
#include "text/table.h"
#include "unit.h"

START_TEST(columns_align)
{
	struct arena *a = arena_new();
	struct str out = str_new(a);
	struct table *t = table_new(a, "lr l");

	table_row(t, (const char *[]){ "app-a", "4091", "free" });
	table_row(t, (const char *[]){ "서브넷", "7", NULL });
	table_row(t, (const char *[]){ "", NULL, "end" });
	table_row(t, (const char *[]){ "x", NULL, NULL });
	table_print(t, &out, 1, 80);
	ck_assert_str_eq(str_text(&out),
	    " app-a   4091  free\n"
	    " 서브넷     7\n"
	    "               end\n"
	    " x\n");
	arena_free(a);
}
END_TEST

START_TEST(the_last_column_wraps)
{
	struct arena *a = arena_new();
	struct str out = str_new(a);
	struct table *t = table_new(a, "ll");

	table_row(t, (const char *[]){ "[A]", "one two three" });
	table_row(t, (const char *[]){ "[B10]", "four" });
	table_print(t, &out, 0, 14);
	ck_assert_str_eq(str_text(&out),
	    "[A]    one two\n"
	    "       three\n"
	    "[B10]  four\n");
	arena_free(a);
}
END_TEST

START_TEST(empty_columns_and_tables_take_no_room)
{
	struct arena *a = arena_new();
	struct str out = str_new(a);
	struct table *t = table_new(a, "lll");

	table_print(t, &out, 2, 40);
	ck_assert_str_eq(str_text(&out), "");
	table_row(t, (const char *[]){ "a", "", "b" });
	table_row(t, (const char *[]){ "aa", NULL, "c" });
	table_print(t, &out, 0, 40);
	ck_assert_str_eq(str_text(&out), "a   b\naa  c\n");
	arena_free(a);
}
END_TEST

Suite *suite_table(void);

Suite *
suite_table(void)
{
	return unit_suite_of("table", (const TTest *const[]){
		columns_align, the_last_column_wraps,
		empty_columns_and_tables_take_no_room, NULL });
}
