/* SPDX-License-Identifier: MIT */
#include "reach_says.h"

#include "base/str.h"
#include "base/vec.h"
#include "unit.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Worked cases: tests/worked/NAME.json is a network, NAME.says what must be
 * said of it, a line each:
 *
 *	yes      holds  app reaches db on tcp/5432
 *	one-way  fails  office reaches db on tcp/22
 *
 * Lines with # say why.  The answers were written before the program was
 * asked.
 */

static const struct {
	const char *word;
	enum holds holds;
} holds_words[] = {
	{ "holds", HOLDS_YES }, { "fails", HOLDS_NO },
	{ "undecided", HOLDS_UNDECIDED }
};

struct case_names {
	const char **v;
	size_t n, cap;
};

static const char *
path_of(struct arena *a, const char *name)
{
	const char *root = getenv("srcdir");

	return arena_printf(a, "%s/tests/worked%s%s", root != NULL ? root :
	    ".", name[0] != '\0' ? "/" : "", name);
}

static const char *
read_file(struct arena *a, const char *name)
{
	struct str text = str_new(a);
	FILE *in = fopen(path_of(a, name), "r");
	int byte;

	ck_assert_msg(in != NULL, "%s: not there", path_of(a, name));
	while ((byte = getc(in)) != EOF)
		str_add_char(&text, (char)byte);
	fclose(in);
	return str_text(&text);
}

static int
compare_names(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* Names of cases, without ".says". */
static struct case_names
find_cases(struct arena *a)
{
	struct case_names out = { 0 };
	DIR *d = opendir(path_of(a, ""));
	struct dirent *e;

	ck_assert_msg(d != NULL, "%s: not there", path_of(a, ""));
	while ((e = readdir(d)) != NULL) {
		size_t n = strlen(e->d_name);

		if (n > 5 && strcmp(e->d_name + n - 5, ".says") == 0)
			vec_push(a, &out, arena_printf(a, "%.*s",
			    (int)n - 5, e->d_name));
	}
	closedir(d);
	vec_sort(&out, compare_names);
	return out;
}

static enum verdict
verdict_of(const char *name, const char *word)
{
	for (enum verdict v = VERDICT_YES; v <= VERDICT_UNKNOWN; v++)
		if (strcmp(verdict_key(v), word) == 0)
			return v;
	ck_abort_msg("%s: \"%s\" is no verdict", name, word);
	return VERDICT_UNKNOWN;
}

static enum holds
holds_of(const char *name, const char *word)
{
	for (size_t i = 0; i < sizeof holds_words / sizeof *holds_words; i++)
		if (strcmp(holds_words[i].word, word) == 0)
			return holds_words[i].holds;
	ck_abort_msg("%s: \"%s\" is neither holds nor fails", name, word);
	return HOLDS_UNDECIDED;
}

static void
check_case(struct arena *a, const char *name)
{
	const char *spec = read_file(a, arena_printf(a, "%s.json", name));
	char *says = arena_strdup(a, read_file(a, arena_printf(a, "%s.says",
	    name)));
	struct says rows[2] = { { .name = name, .spec = spec } };
	size_t n = 0;

	for (char *line = strtok(says, "\n"); line != NULL;
	    line = strtok(NULL, "\n")) {
		char verdict[16], holds[16];
		int at = 0;

		if (line[0] == '#')
			continue;
		ck_assert_msg(sscanf(line, "%15s %15s %n", verdict, holds,
		    &at) == 2 && at > 0, "%s: %s", name, line);
		rows[0].sentence = line + at;
		rows[0].verdict = verdict_of(name, verdict);
		rows[0].holds = holds_of(name, holds);
		reach_says(rows);
		n++;
	}
	ck_assert_msg(n > 0, "%s: nothing is asked", name);
}

enum { CASES_MIN = 100 };

START_TEST(worked_cases_get_their_answers)
{
	struct arena *a = arena_new();
	struct case_names all = find_cases(a);

	ck_assert_uint_ge(all.n, CASES_MIN);
	for (size_t i = 0; i < all.n; i++)
		check_case(a, all.v[i]);
	arena_free(a);
}
END_TEST

unit_suite suite_worked;

Suite *
suite_worked(void)
{
	Suite *suite = suite_create("worked");
	TCase *tests = tcase_create("worked");

	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, worked_cases_get_their_answers);
	suite_add_tcase(suite, tests);
	return suite;
}
