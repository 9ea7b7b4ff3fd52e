/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "document/index.h"
#include "document_reading.h"
#include "unit.h"

START_TEST(kinds_places_and_ends)
{
	static const char text[] =
	    "{ \"n\" : null, \"b\": true, \"i\": -12, \"s\": \"x\\\"]}\",\n"
	    "  \"l\": [1, /* ] */ [2] ], \"m\" /* : */ : { \"k\": \"}\" } }";
	static const struct {
		const char *key;
		enum node_kind kind;
		const char *bytes;
	} rows[] = {
		{ "n", NODE_NULL, "null" }, { "b", NODE_BOOL, "true" },
		{ "i", NODE_NUMBER, "-12" },
		{ "s", NODE_STRING, "\"x\\\"]}\"" },
		{ "l", NODE_LIST, "[1, /* ] */ [2] ]" },
		{ "m", NODE_MAP, "{ \"k\": \"}\" }" }
	};
	struct reading r = reading_of(text);
	struct node n = node_first(node_root(r.d));

	ck_assert_int_eq(node_kind(node_root(r.d)), NODE_MAP);
	ck_assert_uint_eq(node_end(node_root(r.d)), sizeof text - 1);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		size_t at = (size_t)(strstr(text, rows[i].bytes) - text);

		ck_assert_str_eq(node_key(n), rows[i].key);
		ck_assert(node_key_is(n, rows[i].key));
		ck_assert(!node_key_is(n, "nn"));
		ck_assert_int_eq(node_kind(n), rows[i].kind);
		ck_assert_uint_eq(node_place(n).offset, at);
		ck_assert_uint_eq(node_place(n).file, document_file(r.d));
		ck_assert_uint_eq(node_end(n), at + strlen(rows[i].bytes));
		ck_assert_int_eq(text[node_key_place(n).offset + 1],
		    rows[i].key[0]);
		n = node_next(n);
	}
	ck_assert(!node_exists(n));
	reading_free(&r);
}
END_TEST

START_TEST(no_value_answers_everything)
{
	struct reading r = reading_of("[1]");
	struct node none = node_get(node_root(r.d), "x");
	int64_t i;
	bool b;

	ck_assert(!node_exists(none));
	ck_assert_int_eq(node_kind(none), NODE_NONE);
	ck_assert_str_eq(node_kind_name(node_kind(none)), "nothing");
	ck_assert_uint_eq(node_place(none).file, 0);
	ck_assert_uint_eq(node_key_place(none).file, 0);
	ck_assert_uint_eq(node_end(none), 0);
	ck_assert(!node_exists(node_first(none)));
	ck_assert(!node_exists(node_next(none)));
	ck_assert(!node_exists(node_get(none, "x")));
	ck_assert_ptr_null(node_key(none));
	ck_assert(!node_key_is(none, "x"));
	ck_assert_ptr_null(node_text(r.a, none));
	ck_assert(!node_text_is(none, ""));
	ck_assert(!node_integer(none, &i));
	ck_assert(!node_bool(none, &b));
	ck_assert_str_eq(node_excerpt(r.a, none), "nothing");
	ck_assert_ptr_null(node_key(node_root(r.d)));
	ck_assert_ptr_null(node_key(node_first(node_root(r.d))));
	ck_assert(!node_exists(node_next(node_root(r.d))));
	ck_assert(!node_exists(node_first(node_first(node_root(r.d)))));
	reading_free(&r);
}
END_TEST

START_TEST(texts_are_decoded)
{
	static const struct {
		const char *json, *text;
	} rows[] = {
		{ "\"\"", "" }, { "\"abc\"", "abc" },
		{ "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t" },
		{ "\"\\u0041\\u00e9\\uac00\\ud83d\\ude00\"",
		  "A\xc3\xa9\xea\xb0\x80\xf0\x9f\x98\x80" },
		{ "\"\xea\xb0\x80\"", "\xea\xb0\x80" },
		{ "\"#!/bin/sh\\n\\u003c\\u007F\\u000a\\tx\"",
		  "#!/bin/sh\n<\x7f\n\tx" },
		{ "\"long enough for eight bytes\\u0080\"",
		  "long enough for eight bytes\xc2\x80" },
		{ "\"\\n\xea\xb0\x80\\u00ff\"", "\n\xea\xb0\x80\xc3\xbf" },
		{ "\"\\n\xff\"", NULL }, { "\"\\n\\u0000\"", NULL },
		{ "\"a\\u0000b\"", NULL }, { "\"\\ud800\"", NULL },
		{ "\"\\udc00x\"", NULL }, { "\"\\ud800\\u0041\"", NULL },
		{ "\"\xff\"", NULL }, { "\"\xed\xa0\x80\"", NULL },
		{ "1", NULL }, { "null", NULL }, { "[\"a\"]", NULL }
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct reading r = reading_of(rows[i].json);
		struct node n = node_root(r.d);

		ck_assert_pstr_eq(node_text(r.a, n), rows[i].text);
		if (rows[i].text != NULL)
			ck_assert(node_text_is(n, rows[i].text));
		ck_assert(!node_text_is(n, "other"));
		reading_free(&r);
	}
}
END_TEST

START_TEST(integers_are_exact_or_refused)
{
	static const struct {
		const char *json;
		bool good;
		int64_t n;
	} rows[] = {
		{ "0", true, 0 }, { "-0", true, 0 }, { "-1", true, -1 },
		{ "65535", true, 65535 },
		{ "999999999999999999", true, 999999999999999999 },
		{ "9223372036854775807", true, INT64_MAX },
		{ "-9223372036854775808", true, INT64_MIN },
		{ "9223372036854775808", false, 0 },
		{ "123456789012345678901234567890", false, 0 },
		{ "443.0", true, 443 }, { "4.43e2", true, 443 },
		{ "-2E0", true, -2 }, { "0.5", false, 0 },
		{ "443.5", false, 0 }, { "1e300", false, 0 },
		{ "1e999", false, 0 }, { "\"443\"", false, 0 },
		{ "null", false, 0 }, { "true", false, 0 }
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct reading r = reading_of(rows[i].json);
		int64_t n = 77;

		ck_assert_ptr_nonnull(r.d);
		ck_assert_msg(node_integer(node_root(r.d), &n) == rows[i].good,
		    "%s", rows[i].json);
		ck_assert_int_eq(n, rows[i].good ? rows[i].n : 77);
		reading_free(&r);
	}
}
END_TEST

START_TEST(keys_are_decoded)
{
	struct reading r = reading_of("{\"\\u0061\\/\": 1, \"\\ud800\": 2, "
	    "\"a\\u0000\": 3, \"\xea\xb0\x80\": 4}");
	struct node n = node_first(node_root(r.d));
	bool b = false;

	ck_assert_str_eq(node_key(n), "a/");
	ck_assert(node_key_is(n, "a/"));
	ck_assert(node_exists(node_get(node_root(r.d), "a/")));
	n = node_next(n);
	ck_assert_str_eq(node_key(n), "\\ud800");
	n = node_next(n);
	ck_assert_str_eq(node_key(n), "a\\u0000");
	n = node_next(n);
	ck_assert_str_eq(node_key(n), "\xea\xb0\x80");
	ck_assert(!node_bool(n, &b));
	reading_free(&r);
	r = reading_of("[true, false]");
	ck_assert(node_bool(node_first(node_root(r.d)), &b) && b);
	ck_assert(node_bool(node_next(node_first(node_root(r.d))), &b) && !b);
	reading_free(&r);
}
END_TEST

START_TEST(a_scalar_that_nobody_wants_costs_nothing)
{
	struct reading r = reading_of(
	    "{\"bad\": [1e999, \"\\ud800\"], \"good\": \"10.0.0.0/16\"}");

	ck_assert_ptr_nonnull(r.d);
	ck_assert_uint_eq(r.problems.n, 0);
	ck_assert_str_eq(node_text(r.a, node_get(node_root(r.d), "good")),
	    "10.0.0.0/16");
	reading_free(&r);
}
END_TEST

START_TEST(excerpts_are_safe_and_short)
{
	struct arena *a = arena_new();
	struct str s = str_new(a);
	struct reading r;

	r = reading_of("[\"\xc2\x9b" "31m\", \"\xe2\x80\xae\", 12, {}]");
	ck_assert_str_eq(node_excerpt(r.a, node_first(node_root(r.d))),
	    "\"?31m\"");
	ck_assert_str_eq(node_excerpt(r.a, node_root(r.d)), "a list");
	reading_free(&r);
	str_add_char(&s, '"');
	for (int i = 0; i < 100; i++)
		str_add(&s, "\xea\xb0\x80");
	str_add_char(&s, '"');
	r = reading_of(str_text(&s));
	/* a quote and 29 letters of two cells: 59, and the ellipsis */
	ck_assert_uint_eq(strlen(node_excerpt(r.a, node_root(r.d))),
	    1 + 29 * 3 + 3);
	reading_free(&r);
	arena_free(a);
}
END_TEST

/*
 * A walk over the elements must take one step each.  The time is not
 * measured: the entries that the walk passes are, and they are siblings.
 */
START_TEST(a_walk_is_linear)
{
	enum { ELEMENTS = 200000 };
	struct arena *a = arena_new();
	struct str s = str_new(a);
	struct reading r;
	struct node n;
	uint32_t steps = 0, last = 0;

	for (int i = 0; i < ELEMENTS; i++)
		str_addf(&s, "%c{\"id\":%d}", i == 0 ? '[' : ',', i);
	str_add_char(&s, ']');
	r = reading_of(str_text(&s));
	ck_assert_ptr_nonnull(r.d);
	ck_assert_uint_eq(r.d->n, 1 + 2 * ELEMENTS);
	for (n = node_first(node_root(r.d)); node_exists(n);
	    n = node_next(n)) {
		int64_t id = -1;

		ck_assert_uint_eq(n.at, last == 0 ? 1 : last + 2);
		last = n.at;
		ck_assert(node_integer(node_get(n, "id"), &id));
		ck_assert_int_eq(id, steps);
		steps++;
	}
	ck_assert_uint_eq(steps, ELEMENTS);
	reading_free(&r);
	arena_free(a);
}
END_TEST

START_TEST(tokens_end)
{
	static const char text[] = "{ \"a\\\"\" : [ -1.5e3, true ] }";
	static const struct {
		uint32_t at, end;
	} rows[] = {
		{ 0, 1 }, { 2, 7 }, { 10, 11 }, { 12, 18 }, { 20, 24 },
		{ 25, 26 }, { sizeof text - 1, sizeof text - 1 }
	};
	struct reading r = reading_of(text);

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		ck_assert_uint_eq(document_token_end(r.d, rows[i].at),
		    rows[i].end);
	reading_free(&r);
}
END_TEST

/* What was forgotten is made again, the member that was dropped too. */
START_TEST(forgotten_values_come_again)
{
	enum { ELEMENTS = 40000 };
	struct arena *a = arena_new();
	struct str text = str_new(a);
	struct reading r;
	struct node list, from, c, none = { 0 };
	const char *pointer;
	uint32_t at, i = 0;

	str_add(&text, "{\"l\": [");
	for (i = 0; i < ELEMENTS; i++)
		str_addf(&text, "%s{\"a\": %u, \"a\": 0, \"b\": \"x\"}",
		    i > 0 ? ", " : "", i);
	str_add(&text, "], \"m\": 7}");
	r = reading_of(str_text(&text));
	list = node_first(node_root(r.d));
	from = node_first(list);
	for (c = from, i = 0; i < ELEMENTS / 2; i++)
		c = node_next(c);
	at = node_place(c).offset;
	node_forget(&from, c);
	ck_assert_uint_eq(from.at, c.at);
	ck_assert_uint_eq(index_entry(r.d, c.at - 1)->count, 0);
	ck_assert_uint_eq(index_entry(r.d, c.at)->count, 4);
	document_pointers(a, r.d, &at, 1, &pointer);
	ck_assert_str_eq(pointer, "/l/20000");
	node_forget(&from, none);	/* it remembers from now on */
	for (c = node_first(list), i = 0; node_exists(c); c = node_next(c)) {
		int64_t v;

		ck_assert(node_integer(node_get(c, "a"), &v));
		ck_assert_int_eq(v, i++);
		ck_assert(node_text_is(node_next(node_first(c)), "x"));
	}
	ck_assert_uint_eq(i, ELEMENTS);
	reading_free(&r);
	arena_free(a);
}
END_TEST

Suite *suite_node(void);

Suite *
suite_node(void)
{
	return unit_suite_of("node", (const TTest *const[]){
		kinds_places_and_ends, no_value_answers_everything,
		texts_are_decoded, integers_are_exact_or_refused,
		keys_are_decoded, a_scalar_that_nobody_wants_costs_nothing,
		excerpts_are_safe_and_short, a_walk_is_linear, tokens_end,
		forgotten_values_come_again, NULL });
}
