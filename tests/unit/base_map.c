/* SPDX-License-Identifier: MIT */
#include "base/map.h"
#include "base/names.h"
#include "base/once.h"
#include "base/str.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

START_TEST(random_keys_are_found_again)
{
	struct arena *a = arena_new();
	struct map m = map_new(a);
	struct unit_random r = { 1 };
	static const char *keys[3000];

	for (size_t i = 0; i < 3000; i++) {
		keys[i] = arena_printf(a, "k%u",
		    unit_random_below(&r, 2000));
		*map_slot(&m, keys[i]) = arena_strdup(a, keys[i]);
	}
	for (size_t i = 0; i < 3000; i++)
		ck_assert_str_eq(map_get(&m, keys[i]), keys[i]);
	ck_assert_ptr_null(map_get(&m, "absent"));
	ck_assert_uint_le(m.n, 2000);
	arena_free(a);
}
END_TEST

struct walk {
	char last[16];
	size_t n;
};

static bool
is_sorted(void *context, const char *key, void *value)
{
	struct walk *w = context;

	ck_assert_str_eq(key, value);
	ck_assert_int_lt(strcmp(w->last, key), 0);
	snprintf(w->last, sizeof w->last, "%s", key);
	w->n++;
	return true;
}

START_TEST(sorted_keys_do_not_make_it_deep)
{
	/* A plain tree would be 200,000 levels deep here, and so would the
	 * recursion. */
	struct arena *a = arena_new();
	struct map m = map_new(a);
	struct walk w = { .last = "" };

	for (int i = 0; i < 200000; i++) {
		char *key = arena_printf(a, "%08d", i);

		*map_slot(&m, key) = key;
	}
	map_walk(&m, is_sorted, &w);
	ck_assert_uint_eq(w.n, 200000);
	arena_free(a);
}
END_TEST

START_TEST(interning_gives_one_copy)
{
	struct arena *a = arena_new();
	struct names n = names_new(a);
	char text[200];
	const char *one, *two;

	memset(text, 'x', sizeof text);
	one = names_intern(&n, "vpc-12", 5);
	two = names_intern(&n, "vpc-13", 5);
	ck_assert_ptr_eq(one, two);
	ck_assert_str_eq(one, "vpc-1");
	ck_assert_ptr_eq(names_intern(&n, text, 199),
	    names_intern(&n, text, 199));
	arena_free(a);
}
END_TEST

START_TEST(the_nearest_name_is_suggested)
{
	static const char *const known[] = { "public", "private", "data" };

	ck_assert_str_eq(names_nearest("pubic", known, 3), "public");
	ck_assert_str_eq(names_nearest("privaet", known, 3), "private");
	ck_assert_str_eq(names_nearest("dta", known, 3), "data");
	ck_assert_ptr_null(names_nearest("cache", known, 3));
	ck_assert_str_eq(names_nearest("LB", (const char *const[]){ "l", "lb" },
	    2), "lb");
	ck_assert_ptr_null(names_nearest("LB", (const char *const[]){ "ab" },
	    1));
}
END_TEST

START_TEST(what_comes_again_is_told)
{
	struct arena *a = arena_new();
	struct once seen = { 0 };

	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 3 * ONCE_FEW; i++)
			ck_assert_int_eq(once_is_new(&seen, a,
			    arena_printf(a, "name %d", i)), round == 0);
	ck_assert(once_is_new(&seen, a, ""));
	ck_assert(!once_is_new(&seen, a, ""));
	arena_free(a);
}
END_TEST

Suite *suite_map(void);

Suite *
suite_map(void)
{
	return unit_suite_of("map", (const TTest *const[]){
		random_keys_are_found_again, sorted_keys_do_not_make_it_deep,
		interning_gives_one_copy, the_nearest_name_is_suggested,
		what_comes_again_is_told, NULL });
}
