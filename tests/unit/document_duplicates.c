/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "document/duplicates.h"
#include "document_reading.h"
#include "unit.h"

START_TEST(equal_keys_are_named_with_both_places)
{
	static const struct {
		const char *text;
		uint32_t later, first;
		const char *message;
	} rows[] = {
		{ "{\"a\":1,\"a\":2}", 7, 1, "duplicate key \"a\"" },
		{ "{\"a\":1,\"\\u0061\":2}", 7, 1,
		  "duplicate key \"\\u0061\"" },
		{ "{\"\\u0061\":1,\"b\":0,\"a\":2}", 18, 1,
		  "duplicate key \"a\"" },
		{ "{\"\\\\\":1,\"\\u005c\":2}", 8, 1,
		  "duplicate key \"\\u005c\"" },
		{ "{\"\":1,\"b\":2,\"\":3}", 12, 1, "duplicate key \"\"" },
		{ "[{\"x\":{\"b\":1,\"a\":2,\"b\":3}}]", 19, 7,
		  "duplicate key \"b\"" },
		{ "{\"\\ud800\":1,\"\\ud800\":2}", 12, 1,
		  "duplicate key \"\\ud800\"" },
		{ "{\"e\xcc\x81\":1,\"\xc3\xa9\":2,\"\xc3\xa9\":3}", 16, 9,
		  "duplicate key \"\xc3\xa9\"" }
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct reading r = reading_of(rows[i].text);

		ck_assert_msg(r.d != NULL, "%s", rows[i].text);
		ck_assert_msg(r.problems.n == 1, "%s", rows[i].text);
		ck_assert(!r.problems.v[0].fatal);
		ck_assert_str_eq(r.problems.v[0].text, rows[i].message);
		ck_assert_uint_eq(r.problems.v[0].at.offset, rows[i].later);
		ck_assert_uint_eq(r.problems.v[0].also.offset, rows[i].first);
		reading_free(&r);
	}
}
END_TEST

START_TEST(keys_that_only_look_equal_are_left_alone)
{
	static const char *const rows[] = {
		"{\"a\":{\"a\":{\"a\":1}}}", "[{\"a\":1},{\"a\":1}]",
		"{\"a\":1,\"A\":2}", "{\"a\":1,\"a \":2,\"aa\":3}",
		"{\"//\":1,\"//\":2,\"// x\":3,\"\\/\\/\":4}",
		"{\"a\":[{\"b\":1}],\"b\":2}",
		"{\"e\xcc\x81\":1,\"\xc3\xa9\":2}"
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct reading r = reading_of(rows[i]);

		ck_assert_msg(r.d != NULL && r.problems.n == 0, "%s",
		    rows[i]);
		reading_free(&r);
	}
}
END_TEST

START_TEST(the_first_counts_and_the_others_are_not_seen)
{
	struct reading r = reading_of(
	    "{\"a\":[1],\"b\":2,\"a\":{\"x\":[3,4]},\"a\":5,\"c\":6}");
	static const char *const keys[] = { "a", "b", "c" };
	struct node n = node_first(node_root(r.d));

	ck_assert_uint_eq(r.problems.n, 2);
	for (size_t i = 0; i < 3; i++, n = node_next(n))
		ck_assert_str_eq(node_key(n), keys[i]);
	ck_assert(!node_exists(n));
	ck_assert_int_eq(node_kind(node_get(node_root(r.d), "a")), NODE_LIST);
	reading_free(&r);
	/* The dropped member is the last: the map must still end there. */
	r = reading_of("[{\"a\":1,\"a\":2},7]");
	n = node_first(node_first(node_root(r.d)));
	ck_assert(!node_exists(node_next(n)));
	reading_free(&r);
}
END_TEST

/* As many keys as n, each of them twice where twice is true. */
static const char *
many_keys(struct arena *a, int n, bool twice)
{
	struct str s = str_new(a);

	for (int i = 0; i < (twice ? 2 * n : n); i++)
		str_addf(&s, "%c\"key%d\":%d", i == 0 ? '{' : ',', i % n, i);
	str_add_char(&s, '}');
	return str_text(&s);
}

START_TEST(many_keys_are_compared)
{
	/* Around the change of method, and where n squared would be felt. */
	static const int sizes[] = { 1, 2, 8, 9, 15, 16, 17, 50, 40000 };

	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		struct arena *a = arena_new();
		struct reading r = reading_of(many_keys(a, sizes[i], false));

		ck_assert_uint_eq(r.problems.n, 0);
		reading_free(&r);
		r = reading_of(many_keys(a, sizes[i], true));
		ck_assert_ptr_nonnull(r.d);
		ck_assert_uint_eq(r.problems.n,
		    sizes[i] <= DUPLICATES_TOLD_MAX ? (size_t)sizes[i]
		    : DUPLICATES_TOLD_MAX + 1);
		reading_free(&r);
		arena_free(a);
	}
}
END_TEST

Suite *suite_duplicates(void);

Suite *
suite_duplicates(void)
{
	return unit_suite_of("duplicates", (const TTest *const[]){
		equal_keys_are_named_with_both_places,
		keys_that_only_look_equal_are_left_alone,
		the_first_counts_and_the_others_are_not_seen,
		many_keys_are_compared, NULL });
}
