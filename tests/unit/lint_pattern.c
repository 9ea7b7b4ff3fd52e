/* SPDX-License-Identifier: MIT */
#include "lint/pattern.h"

#include "base/str.h"
#include "unit.h"

START_TEST(texts_fall_into_segments)
{
	static const struct {
		const char *text, *segments;
	} rows[] = {
		{ "/vpcs/shop/subnets", "vpcs|shop|subnets|" },
		{ "/a//b", "a||b|" },
		{ "/a~1b/c", "a~1b|c|" },
		{ "subnet-0ab1", "subnet-0ab1|" },
		{ "aws_subnet.a", "aws_subnet|a|" },
		{ "module.vpc.aws_subnet.a[0]", "module|vpc|aws_subnet|a|[0]|" },
		{ "aws_subnet.a[\"x.y\"]", "aws_subnet|a|[\"x.y\"]|" },
		{ "module.m[\"k]\"].aws_vpc.v", "module|m|[\"k]\"]|aws_vpc|v|" },
		{ "a[", "a|[|" },
	};
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct segments s = pattern_segments(a, rows[i].text);
		struct str joined = str_new(a);

		for (size_t j = 0; j < s.n; j++)
			str_addf(&joined, "%s|", s.v[j]);
		ck_assert_str_eq(str_text(&joined), rows[i].segments);
	}
	arena_free(a);
}
END_TEST

static void
count(void *context, void *item)
{
	*(size_t *)context += *(const size_t *)item;
}

START_TEST(a_pattern_names_an_object_and_what_is_below)
{
	static const struct {
		const char *pattern, *object;
		bool matches;
	} rows[] = {
		{ "/vpcs/shop", "/vpcs/shop", true },
		{ "/vpcs/shop", "/vpcs/shop/subnets/a", true },
		{ "/vpcs/shop", "/vpcs/shopping", false },
		{ "/vpcs/shop/subnets/a", "/vpcs/shop", false },
		{ "/vpcs/*/subnets/a", "/vpcs/x/subnets/a/cidr", true },
		{ "/vpcs/*/subnets/a", "/vpcs/x/subnets/b", false },
		{ "/vpcs/*", "/vpcs", false },
		{ "/*/*/subnets/*", "/vpcs/x/subnets/b", true },
		{ "/*", "/", true },
		{ "aws_subnet.a", "aws_subnet.a[1]", true },
		{ "aws_subnet.a[*]", "aws_subnet.a[1]", true },
		{ "aws_subnet.a[0]", "aws_subnet.a[1]", false },
		{ "module.*.aws_vpc.v", "module.net.aws_vpc.v", true },
		{ "subnet-1", "subnet-1", true },
		{ "subnet-1", "subnet-12", false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct arena *a = arena_new();
		struct pattern_tree *t = pattern_tree_new(a);
		size_t one = 1, n = 0;

		pattern_tree_add(t, rows[i].pattern, &one);
		pattern_tree_match(t, rows[i].object, count, &n);
		ck_assert_msg((n == 1) == rows[i].matches, "%s %s",
		    rows[i].pattern, rows[i].object);
		arena_free(a);
	}
}
END_TEST

START_TEST(all_patterns_of_a_tree_are_seen_once)
{
	static const char *const patterns[] = { "/a", "/a/b", "/a/*", "/*/b",
		"/*/*", "/a/b/c", "/x" };
	size_t bits[] = { 1, 2, 4, 8, 16, 32, 64 }, n = 0;
	struct arena *a = arena_new();
	struct pattern_tree *t = pattern_tree_new(a);

	for (size_t i = 0; i < 7; i++)
		pattern_tree_add(t, patterns[i], &bits[i]);
	pattern_tree_match(t, "/a/b", count, &n);
	ck_assert_uint_eq(n, 1 + 2 + 4 + 8 + 16);
	arena_free(a);
}
END_TEST

START_TEST(faults_are_named)
{
	ck_assert_ptr_null(pattern_fault("/vpcs/a~0b/c~1d"));
	ck_assert_ptr_null(pattern_fault("aws_vpc.a~b"));
	ck_assert_ptr_nonnull(pattern_fault(""));
	ck_assert_ptr_nonnull(pattern_fault("/a~2"));
	ck_assert_ptr_nonnull(pattern_fault("/a~"));
	ck_assert_ptr_nonnull(pattern_fault("/vpcs/"));
}
END_TEST

Suite *suite_pattern(void);

Suite *
suite_pattern(void)
{
	return unit_suite_of("pattern", (const TTest *const[]){
		texts_fall_into_segments,
		a_pattern_names_an_object_and_what_is_below,
		all_patterns_of_a_tree_are_seen_once,
		faults_are_named,
		NULL });
}
