/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "model/notation.h"
#include "unit.h"

#include <string.h>

static struct expectation
parse(struct arena *a, const char *text)
{
	struct expectation e = { .from = NULL };
	const char *why = notation_expectation_parse(a, text, &e);

	ck_assert_msg(why == NULL, "%s: %s", text, why);
	return e;
}

/* A sentence, and the same as it is printed. */
static const char *const good[][2] = {
	{ "internet reaches web on tcp/443", "internet reaches web on tcp/443" },
	{ "  internet\treaches web ", "internet reaches web" },
	{ "internet never reaches db", "internet never reaches db" },
	{ "internet never reaches db on tcp/22,3389",
	  "internet never reaches db on tcp/22,3389" },
	{ "a never reaches b over ipv6", "a never reaches b over ipv6" },
	{ "only app reaches db on tcp/5432", "only app reaches db on tcp/5432" },
	{ "app reaches db1 on tcp/5432 only", "app reaches db1 on tcp/5432 only" },
	{ "app reaches db1 only on tcp/5432", "app reaches db1 on tcp/5432 only" },
	{ "app reaches db on tcp/5432 surviving any az",
	  "app reaches db on tcp/5432 surviving any az" },
	{ "app reaches s3 not via nat", "app reaches s3 not via nat" },
	{ "he reaches s3 on tcp/443 via s3-ep", "he reaches s3 on tcp/443 via s3-ep" },
	{ "a reaches b surviving any az not via igw via fw over ipv4 on icmp/8",
	  "a reaches b on icmp/8 over ipv4 not via igw via fw surviving any az" },
	{ "a reaches internet via internet", "a reaches internet via internet" },
	{ "2001:4860:4860::8888 never reaches x", "2001:4860:4860::8888 never reaches x" },
	{ "10.0.0.0/8 reaches 10.1.2.3 on all", "10.0.0.0/8 reaches 10.1.2.3 on all" },
	{ "tier:shop/app reaches service:s3", "tier:shop/app reaches service:s3" },
	{ "'shop app' reaches shop/'db 1'", "'shop app' reaches shop/'db 1'" },
	{ "'only' reaches 'internet'", "'only' reaches 'internet'" },
	{ "never reaches db", "never reaches db" },
	{ "reaches reaches reaches", "reaches reaches reaches" },
};

START_TEST(sentences_are_read_and_printed)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		struct expectation e = parse(a, good[i][0]), again;

		ck_assert_str_eq(e.text, good[i][1]);
		again = parse(a, notation_expectation_format(a, &e));
		ck_assert_str_eq(again.text, e.text);
		ck_assert_str_eq(again.from, e.from);
		ck_assert_str_eq(again.to, e.to);
		ck_assert_int_eq(again.verb, e.verb);
		ck_assert(again.only == e.only);
		ck_assert_uint_eq(again.family, e.family);
		ck_assert_uint_eq(again.vias.n, e.vias.n);
		ck_assert(again.surviving_any_az == e.surviving_any_az);
		ck_assert(port_set_equal(again.ports.v, e.ports.v));
	}
	arena_free(a);
}
END_TEST

START_TEST(every_part_is_kept)
{
	struct arena *a = arena_new();
	struct expectation e = parse(a, "shop/app reaches 'db 1' on tcp/5432 "
	    "only over ipv6 via fw not via nat surviving any az");

	ck_assert_int_eq(e.verb, REACHES);
	ck_assert_str_eq(e.from, "shop/app");
	ck_assert_str_eq(e.to, "'db 1'");
	ck_assert(value_is_known(e.ports.is));
	ck_assert_str_eq(e.ports.written, "tcp/5432");
	ck_assert(e.only);
	ck_assert_uint_eq(e.family, 6);
	ck_assert_uint_eq(e.vias.n, 2);
	ck_assert_str_eq(e.vias.v[0].text, "fw");
	ck_assert(!e.vias.v[0].negated);
	ck_assert_str_eq(e.vias.v[1].text, "nat");
	ck_assert(e.vias.v[1].negated);
	ck_assert(e.surviving_any_az);

	e = parse(a, "only app reaches db");
	ck_assert_int_eq(e.verb, ONLY_REACHES);
	ck_assert(!e.only);
	ck_assert_int_eq(e.ports.is.state, VALUE_ABSENT);
	ck_assert_uint_eq(e.family, 0);

	e = parse(a, "app never reaches db");
	ck_assert_int_eq(e.verb, NEVER_REACHES);
	arena_free(a);
}
END_TEST

START_TEST(what_is_no_sentence_says_what_was_expected)
{
	static const struct {
		const char *text, *mentions;
	} bad[] = {
		{ "", "empty text" },
		{ "app", "found the end where \"reaches\"" },
		{ "app reaches", "TO is missing" },
		{ "only", "FROM is missing" },
		{ "app reach db", "found \"reach\"" },
		{ "app can reach db", "found \"can\"" },
		{ "app never db", "found \"db\" where \"reaches\"" },
		{ "only app never reaches db", "exclude each other" },
		{ "app reaches db on", "PORTS are missing" },
		{ "app reaches db on 5432", "needs its protocol" },
		{ "app reaches db on tcp/70000", "0 to 65535" },
		{ "app reaches db on tcp/1 on tcp/2", "\"on\" stands twice" },
		{ "app reaches db over ipv5", "found \"ipv5\"" },
		{ "app reaches db over", "found the end" },
		{ "app reaches db over ipv4 over ipv6", "stands twice" },
		{ "app reaches db only only", "stands twice" },
		{ "app reaches db via", "VIA is missing" },
		{ "app reaches db via 10.0.0.0/8", "VIA" },
		{ "app reaches db via any", "reserved word \"any\"" },
		{ "app reaches db not nat", "expected \"not via NAME\"" },
		{ "app reaches db surviving az", "surviving any az" },
		{ "app reaches db surviving any", "found the end" },
		{ "app reaches db surviving any az surviving any az",
		    "stands twice" },
		{ "app reaches db please", "found \"please\"" },
		{ "app never reaches db via nat", "\"never reaches TO\"" },
		{ "app never reaches db surviving any az", "have a meaning" },
		{ "only app reaches db only", "have a meaning" },
		{ "self reaches db", "reserved word \"self\"" },
		{ "app reaches anywhere", "reserved word \"anywhere\"" },
		{ "shop db reaches app", "found \"db\"" },
		{ "'shop db reaches app", "not closed" },
		{ "10.0.0.0/33 reaches app", "FROM" },
		{ "app reaches sg/a/b", "TO" },
	};
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct expectation e = { .from = "untouched" };
		const char *why = notation_expectation_parse(a, bad[i].text,
		    &e);

		ck_assert_msg(why != NULL, "%s", bad[i].text);
		ck_assert_msg(strstr(why, bad[i].mentions) != NULL, "%s: %s",
		    bad[i].text, why);
		ck_assert_str_eq(e.from, "untouched");
	}
	arena_free(a);
}
END_TEST

Suite *suite_expectation(void);

Suite *
suite_expectation(void)
{
	return unit_suite_of("expectation", (const TTest *const[]){
		sentences_are_read_and_printed, every_part_is_kept,
		what_is_no_sentence_says_what_was_expected, NULL });
}
