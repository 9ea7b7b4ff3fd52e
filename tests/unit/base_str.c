/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "unit.h"

START_TEST(texts_are_built)
{
	struct arena *a = arena_new();
	struct str s = str_new(a);

	ck_assert_str_eq(str_text(&s), "");
	str_add(&s, "ab");
	str_add_char(&s, 'c');
	str_addf(&s, "%d", 42);
	str_add_repeat(&s, '-', 3);
	str_add_bytes(&s, "xyz", 1);
	ck_assert_str_eq(str_text(&s), "abc42---x");
	str_cut(&s, 2);
	ck_assert_str_eq(str_text(&s), "ab");
	for (int i = 0; i < 1000; i++)
		str_addf(&s, "%d,", i);
	ck_assert_uint_eq(s.n, 2 + 10 * 2 + 90 * 3 + 900 * 4);
	arena_free(a);
}
END_TEST

START_TEST(natural_order)
{
	static const char *const sorted[] = {
		"", "a", "a1", "a01", "a2", "a10", "a10b", "ab", "b"
	};
	size_t n = sizeof sorted / sizeof sorted[0];

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++) {
			int order = str_natural_compare(sorted[i], sorted[j]);

			/* "a01" and "a1" are equal numbers: only antisymmetry */
			if (i == j)
				ck_assert_int_eq(order, 0);
			else if ((i == 2 && j == 3) || (i == 3 && j == 2))
				ck_assert_int_eq(order,
				    -str_natural_compare(sorted[j], sorted[i]));
			else
				ck_assert_int_eq(order < 0, i < j);
		}
}
END_TEST

START_TEST(distances)
{
	static const struct {
		const char *a, *b;
		size_t distance;
	} rows[] = {
		{ "", "", 0 }, { "abc", "abc", 0 }, { "abc", "abd", 1 },
		{ "abc", "acb", 1 }, { "abc", "ab", 1 }, { "", "abc", 3 },
		{ "subnet", "sbunets", 2 }, { "abcdef", "ghijkl", 4 }
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		ck_assert_uint_eq(str_distance(rows[i].a, rows[i].b, 3),
		    rows[i].distance);
}
END_TEST

Suite *suite_str(void);

Suite *
suite_str(void)
{
	return unit_suite_of("str", (const TTest *const[]){
		texts_are_built, natural_order, distances, NULL });
}
