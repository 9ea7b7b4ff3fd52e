/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "model/notation.h"
#include "unit.h"

#include <string.h>

static const struct {
	const char *text, *prefix, *vpc, *name, *printed;
} good[] = {
	{ "app", NULL, NULL, "app", "app" },
	{ "app-a.v2_x", NULL, NULL, "app-a.v2_x", "app-a.v2_x" },
	{ "_x", NULL, NULL, "_x", "_x" },
	{ "0app", NULL, NULL, "0app", "0app" },
	{ "fw.out", NULL, NULL, "fw.out", "fw.out" },
	{ "internet", NULL, NULL, "internet", "internet" },
	{ "'internet'", NULL, NULL, "internet", "'internet'" },
	{ "'app'", NULL, NULL, "app", "app" },
	{ "'shop db'", NULL, NULL, "shop db", "'shop db'" },
	{ "'bob''s'", NULL, NULL, "bob's", "'bob''s'" },
	{ "'-x'", NULL, NULL, "-x", "'-x'" },
	{ "'가게'", NULL, NULL, "가게", "'가게'" },
	{ "'shop/db'", NULL, NULL, "shop/db", "'shop/db'" },
	{ "'sg:db'", NULL, NULL, "sg:db", "'sg:db'" },
	{ "shop/db", NULL, "shop", "db", "shop/db" },
	{ "'my shop'/db", NULL, "my shop", "db", "'my shop'/db" },
	{ "shop/'a b'", NULL, "shop", "a b", "shop/'a b'" },
	{ "sg:db", "sg", NULL, "db", "sg:db" },
	{ "tier:shop/app", "tier", "shop", "app", "tier:shop/app" },
	{ "service:s3", "service", NULL, "s3", "service:s3" },
	{ "workload:'a b'", "workload", NULL, "a b", "workload:'a b'" },
};

START_TEST(names_are_taken_apart_and_put_together)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		struct name_text name, again;
		const char *why = notation_name_parse(a, good[i].text, &name);
		const char *printed;

		ck_assert_msg(why == NULL, "%s: %s", good[i].text, why);
		ck_assert_pstr_eq(name.prefix, good[i].prefix);
		ck_assert_pstr_eq(name.vpc, good[i].vpc);
		ck_assert_str_eq(name.name, good[i].name);
		printed = notation_name_print(a, &name);
		ck_assert_str_eq(printed, good[i].printed);
		ck_assert_ptr_null(notation_name_parse(a, printed, &again));
		ck_assert_pstr_eq(again.prefix, name.prefix);
		ck_assert_pstr_eq(again.vpc, name.vpc);
		ck_assert_str_eq(again.name, name.name);
	}
	arena_free(a);
}
END_TEST

START_TEST(what_is_no_name_is_refused)
{
	static const struct {
		const char *text, *mentions;
	} bad[] = {
		{ "", "empty" },
		{ "shop db", "not a name" },
		{ "-x", "not a name" },
		{ ".x", "not a name" },
		{ "a/b/c", "not a name" },
		{ "a/", "not a name" },
		{ "/a", "not a name" },
		{ "sg:", "not a name" },
		{ "group:db", "unknown kind \"group\"" },
		{ "'sg':db", "not a name" },
		{ "'open", "not closed" },
		{ "''", "empty" },
		{ "'a'b", "not a name" },
		{ "a'b'", "not" },
		{ "가게", "not a name" },
		{ "x\033[31m", "?[31m" },
	};
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct name_text name = { .name = "untouched" };
		const char *why = notation_name_parse(a, bad[i].text, &name);

		ck_assert_msg(why != NULL, "%s", bad[i].text);
		ck_assert_msg(strstr(why, bad[i].mentions) != NULL, "%s: %s",
		    bad[i].text, why);
		ck_assert_str_eq(name.name, "untouched");
	}
	arena_free(a);
}
END_TEST

START_TEST(any_bytes_are_a_name_in_quotes)
{
	static const char alphabet[] = "ab-. '/:\t\"";
	struct arena *a = arena_new();
	struct unit_random r = { 7 };

	for (int i = 0; i < 2000; i++) {
		uint32_t n = 1 + unit_random_below(&r, 8);
		struct str s = str_new(a);
		struct name_text name;

		for (uint32_t k = 0; k < n; k++)
			str_add_char(&s, alphabet[unit_random_below(&r,
			    sizeof alphabet - 1)]);
		ck_assert_ptr_null(notation_name_parse(a,
		    notation_name_format(a, str_text(&s)), &name));
		ck_assert_str_eq(name.name, str_text(&s));
		ck_assert_ptr_null(name.prefix);
		ck_assert_ptr_null(name.vpc);
	}
	arena_free(a);
}
END_TEST

START_TEST(reserved_words)
{
	static const char *const words[] = {
		"internet", "anywhere", "self", "local", "blackhole", "all",
		"any", "via", "on", "only", "surviving"
	};
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		ck_assert(notation_is_reserved(words[i]));
		ck_assert_str_eq(notation_name_format(a, words[i]),
		    arena_printf(a, "'%s'", words[i]));
	}
	ck_assert(!notation_is_reserved("never"));
	ck_assert(!notation_is_reserved("app"));
	ck_assert(!notation_is_reserved(""));
	arena_free(a);
}
END_TEST

START_TEST(addresses_are_told_from_names)
{
	static const struct {
		const char *text;
		bool is_address;
		const char *canonical;	/* NULL: refused */
	} rows[] = {
		{ "10.0.0.0/16", true, "10.0.0.0/16" },
		{ "10.0.0.1", true, "10.0.0.1/32" },
		{ "2001:db8::/56", true, "2001:db8::/56" },
		{ "::1", true, "::1/128" },
		{ "10.0.0.5/16", true, NULL },
		{ "10.0.0.0/33", true, NULL },
		{ "10.0.256.1", true, NULL },
		{ "10.0.0", true, NULL },
		{ "2001:db8:::1", true, NULL },
		{ "10.0", false, NULL },
		{ "10", false, NULL },
		{ "shop/8", false, NULL },
		{ "app-10.0.0.1", false, NULL },
		{ "sg:fade", false, NULL },
		{ "", false, NULL },
	};
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char text[CIDR_TEXT_MAX];
		struct cidr c;
		const char *why;

		ck_assert_msg(notation_is_address(rows[i].text) ==
		    rows[i].is_address, "%s", rows[i].text);
		if (!rows[i].is_address)
			continue;
		why = notation_address_parse(a, rows[i].text, &c);
		ck_assert_msg((why == NULL) == (rows[i].canonical != NULL),
		    "%s", rows[i].text);
		if (why == NULL)
			ck_assert_str_eq(cidr_format(c, text),
			    rows[i].canonical);
		else
			ck_assert(strstr(why, rows[i].text) != NULL);
	}
	arena_free(a);
}
END_TEST

Suite *suite_name(void);

Suite *
suite_name(void)
{
	return unit_suite_of("name", (const TTest *const[]){
		names_are_taken_apart_and_put_together,
		what_is_no_name_is_refused, any_bytes_are_a_name_in_quotes,
		reserved_words, addresses_are_told_from_names, NULL });
}
