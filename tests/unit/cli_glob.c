/* SPDX-License-Identifier: MIT */
#include "cli/glob.h"
#include "unit.h"

#include <string.h>

static const struct {
	const char *pattern, *path;
	bool matches;
} rows[] = {
	{ "plan.json", "plan.json", true },
	{ "plan.json", "net/plan.json", true },
	{ "/plan.json", "net/plan.json", false },
	{ "./plan.json", "plan.json", true },
	{ "*.json", "net/deep/plan.json", true },
	{ "*.json", "plan.yaml", false },
	{ "net/*.json", "net/plan.json", true },
	{ "net/*.json", "net/deep/plan.json", false },
	{ "net/*.json", "other/net/plan.json", false },
	{ "net/**", "net/deep/plan.json", true },
	{ "net/**", "network/plan.json", false },
	{ "net/**/plan.json", "net/plan.json", true },
	{ "net/**/plan.json", "net/a/b/plan.json", true },
	{ "net/**/plan.json", "net/a/b/my-plan.json", false },
	{ "**/plan.json", "plan.json", true },
	{ "**/b/*.json", "a/xb/c.json", false },
	{ "**/b/*.json", "a/b/b/c.json", true },
	{ "a/**/b/**/c", "a/x/b/y/b/z/c", true },
	{ "a/**/b/**/c", "a/x/y/z/c", false },
	{ "pl?n.json", "plan.json", true },
	{ "a?b", "a/b", false },
	{ "*a*b*c", "xaybzbc", true },
	{ "*a*b*c", "xaybzb", false },
	{ "", "", true },
	{ "", "a", false },
	{ "***", "a", true },
	{ "*", "", true },
};

START_TEST(patterns_match_as_they_say)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		ck_assert_msg(glob_matches(rows[i].pattern, rows[i].path) ==
		    rows[i].matches, "%s on %s", rows[i].pattern,
		    rows[i].path);
}
END_TEST

/* The naive way: every way to use up the pattern. */
static bool
naive(const char *start, const char *pattern, const char *path)
{
	if (*pattern == '\0')
		return *path == '\0';
	if (pattern[0] == '*' && pattern[1] == '*') {
		bool whole = pattern[2] == '/' &&
		    (pattern == start || pattern[-1] == '/');
		const char *rest = pattern + (whole ? 3 : 2);

		for (const char *p = path;; p++) {
			if ((!whole || p == path || p[-1] == '/') &&
			    naive(start, rest, p))
				return true;
			if (*p == '\0')
				return false;
		}
	}
	if (*pattern == '*') {
		for (const char *p = path;; p++) {
			if (naive(start, pattern + 1, p))
				return true;
			if (*p == '\0' || *p == '/')
				return false;
		}
	}
	if (*path == '\0' || (*pattern == '?' ? *path == '/' :
	    *pattern != *path))
		return false;
	return naive(start, pattern + 1, path + 1);
}

START_TEST(patterns_match_as_the_naive_way_does)
{
	static const char letters[] = "ab/*?", path_letters[] = "ab/";
	struct unit_random r = { 7 };
	size_t met = 0;

	for (int round = 0; round < 100000; round++) {
		char pattern[9] = "/", path[9] = "";
		size_t n = 1 + unit_random_below(&r, 7);
		size_t m = unit_random_below(&r, 8);
		bool found;

		/* A slash keeps the pattern from meaning the last part. */
		for (size_t i = 1; i < n; i++)
			pattern[i] = letters[unit_random_below(&r, 5)];
		for (size_t i = 0; i < m; i++)
			path[i] = path_letters[unit_random_below(&r, 3)];
		if (strstr(pattern, "***") != NULL)
			continue;
		found = glob_matches(pattern, path);
		ck_assert_msg(found == naive(pattern + 1, pattern + 1, path), "%s on %s",
		    pattern, path);
		met += found;
	}
	ck_assert_uint_gt(met, 1000);
}
END_TEST

Suite *suite_glob(void);

Suite *
suite_glob(void)
{
	return unit_suite_of("glob", (const TTest *const[]){
		patterns_match_as_they_say,
		patterns_match_as_the_naive_way_does, NULL });
}
