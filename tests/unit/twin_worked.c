/* SPDX-License-Identifier: MIT */
#include "twin_compare.h"
#include "unit.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * The networks of the worked cases, each asked about from everybody to
 * everybody: what no random network has.  The twin does not know what is not
 * known, so that cases of that are left out.
 */

enum { PACKETS = 3, CASES_MIN = 250, NAME_MAX_LENGTH = 300 };

static const char *
read_whole(struct arena *a, const char *path)
{
	struct str text = str_new(a);
	FILE *in = fopen(path, "r");
	int byte;

	ck_assert_msg(in != NULL, "%s: not there", path);
	while ((byte = getc(in)) != EOF)
		str_add_char(&text, (char)byte);
	fclose(in);
	return str_text(&text);
}

static bool
is_decided(const char *text)
{
	return strstr(text, "\"unknown\"") == NULL &&
	    strstr(text, "\"maybe\"") == NULL &&
	    strstr(text, "\"incomplete\"") == NULL;
}

static bool
compare_case(const char *path)
{
	struct arena *a = arena_new();
	struct unit_random r = { 1 };
	const char *text = read_whole(a, path);
	bool decided = is_decided(text);
	struct comparison *c = decided ? comparison_new(a, text,
	    strlen(text)) : NULL;

	if (c != NULL) {
		comparison_ask_all(c, &r, PACKETS);
		ck_assert_msg(c->difference == NULL, "%s: %s", path,
		    c->difference);
	}
	arena_free(a);
	return c != NULL;
}

START_TEST(engine_and_twin_agree_about_worked_cases)
{
	const char *root = getenv("srcdir");
	char folder[NAME_MAX_LENGTH], path[2 * NAME_MAX_LENGTH];
	struct dirent *e;
	unsigned n = 0;
	DIR *d;

	snprintf(folder, sizeof folder, "%s/tests/worked",
	    root != NULL ? root : ".");
	d = opendir(folder);
	ck_assert_msg(d != NULL, "%s: not there", folder);
	while ((e = readdir(d)) != NULL) {
		const char *dot = strrchr(e->d_name, '.');

		if (dot == NULL || strcmp(dot, ".json") != 0)
			continue;
		snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
		n += compare_case(path);
	}
	closedir(d);
	ck_assert_uint_ge(n, CASES_MIN);
}
END_TEST

unit_suite suite_twin_worked;

Suite *
suite_twin_worked(void)
{
	Suite *suite = suite_create("twin_worked");
	TCase *tests = tcase_create("twin_worked");

	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, engine_and_twin_agree_about_worked_cases);
	suite_add_tcase(suite, tests);
	return suite;
}
