/* SPDX-License-Identifier: MIT */
#include "cli/command.h"
#include "report/report.h"
#include "unit.h"

#include <string.h>

/* The tables are read by people and by programs: they must be well formed. */

static bool
is_word(const char *text)
{
	return *text != '\0' &&
	    strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") ==
	    strlen(text);
}

static bool
is_line(const char *text)
{
	return text != NULL && *text != '\0' && strchr(text, '\n') == NULL &&
	    text[strlen(text) - 1] != '.';
}

static void
check_option(const char *title, const struct option *o)
{
	ck_assert_msg(is_word(o->name), "%s --%s", title, o->name);
	ck_assert_msg(is_line(o->help), "%s --%s: help", title, o->name);
	ck_assert_msg((o->kind == OPTION_FLAG) == (o->argument == NULL),
	    "%s --%s: argument", title, o->name);
	ck_assert_msg((o->kind == OPTION_WORD || o->kind == OPTION_REPORTS) ==
	    (o->words != NULL),
	    "%s --%s: words", title, o->name);
	ck_assert_msg((o->kind == OPTION_NUMBER) == (o->max != 0),
	    "%s --%s: numbers", title, o->name);
}

START_TEST(commands_are_well_formed)
{
	struct arena *a = arena_new();
	struct titled_commands all = command_all(a);

	ck_assert_uint_gt(all.n, 0);
	for (size_t i = 0; commands[i] != NULL; i++)
		ck_assert_msg(commands[i]->details != NULL &&
		    is_line(commands[i]->summary), "%s", commands[i]->name);
	for (size_t i = 0; i < all.n; i++) {
		const struct command *c = all.v[i].c;
		const char *title = all.v[i].title;

		ck_assert_msg(is_word(c->name), "%s", title);
		ck_assert_msg(is_line(c->summary), "%s: summary", title);
		ck_assert_msg(c->details != NULL, "%s: details", title);
		ck_assert_msg(c->run != NULL, "%s: run", title);
		ck_assert_msg((c->operand_kind == OPERAND_WORD) ==
		    (c->operand_words != NULL), "%s: words", title);
		ck_assert_msg(c->operands != NULL || c->operands_min == 0,
		    "%s: operands", title);
		for (size_t k = 0; command_option(c, k) != NULL; k++)
			check_option(title, command_option(c, k));
	}
	arena_free(a);
}
END_TEST

static void
check_unique(const char *title, const struct command *c)
{
	for (size_t i = 0; command_option(c, i) != NULL; i++)
		for (size_t k = 0; k < i; k++) {
			const struct option *x = command_option(c, i);
			const struct option *y = command_option(c, k);

			ck_assert_msg(!str_equal(x->name, y->name),
			    "%s: --%s twice", title, x->name);
			ck_assert_msg(x->letter == 0 ||
			    x->letter != y->letter,
			    "%s: -%c twice", title, x->letter);
		}
}

START_TEST(names_are_unique)
{
	struct arena *a = arena_new();
	struct titled_commands all = command_all(a);

	for (size_t i = 0; i < all.n; i++) {
		check_unique(all.v[i].title, all.v[i].c);
		for (size_t k = 0; k < i; k++)
			ck_assert_str_ne(all.v[i].title, all.v[k].title);
	}
	arena_free(a);
}
END_TEST

START_TEST(check_comes_first_and_knows_all_formats)
{
	const struct command *check = commands[0];
	const struct option *o = command_option(check, 0);
	size_t n = 0;

	ck_assert_str_eq(check->name, "check");
	ck_assert_str_eq(o->name, "format");
	for (; formats[n] != NULL; n++) {
		ck_assert_ptr_nonnull(o->words[n]);
		ck_assert_str_eq(o->words[n], formats[n]->name);
		ck_assert(is_line(formats[n]->summary));
		ck_assert_ptr_eq(format_find(o->words[n]), formats[n]);
	}
	ck_assert_ptr_null(o->words[n]);
	ck_assert_ptr_null(format_find("jsn"));
}
END_TEST

Suite *suite_tables(void);

Suite *
suite_tables(void)
{
	return unit_suite_of("tables", (const TTest *const[]){
		commands_are_well_formed, names_are_unique,
		check_comes_first_and_knows_all_formats, NULL });
}
