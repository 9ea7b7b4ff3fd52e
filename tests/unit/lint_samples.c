/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "lint/lint.h"
#include "lint/registry.h"
#include "load/load.h"
#include "plan/expect.h"
#include "unit.h"

#include <string.h>

/*
 * What "vpcplan explain" prints of a rule: every field is filled, the wrong
 * sample is found, the right one is not.
 */

/* 2026-11-24 */
enum { TODAY = 20781 };

/* A rule that is off runs because it is selected. */
static struct findings *
check(struct arena *a, const char *text, const struct notice *row)
{
	static const struct load_options options;
	struct policy policy = { .today = TODAY, .today_text = "2026-11-24" };
	struct load *l = load_new(a, &options);
	struct lint_input in = { 0 };
	struct outcomes outcomes;

	load_bytes(l, "sample.json", text, strlen(text), true);
	in.m = load_finish(l);
	in.routes = routes_new(a, in.m);
	outcomes = expect_all(reach_new(a, in.m, in.routes), a,
	    EXPECT_ANSWERS);
	in.outcomes = &outcomes;
	in.documents = l->documents.v;
	in.n_documents = l->documents.n;
	policy.select.v = &row->code;
	policy.select.n = row->severity == SEVERITY_OFF ? 1 : 0;
	lint_run(a, &in, &policy, &l->findings);
	/* That a text cannot be parsed is the point of one of them. */
	ck_assert_msg(l->complaints.n == 0 || str_equal(row->code, "IN001"),
	    "%s: %s", row->code, l->complaints.n > 0 ? l->complaints.v[0].text :
	    "");
	return &l->findings;
}

static bool
is_found(const struct findings *list, const char *code)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_equal(list->v[i]->notice->code, code) &&
		    list->v[i]->suppressed == NULL)
			return true;
	return false;
}

START_TEST(wrong_samples_are_found_and_right_ones_are_not)
{
	const struct notice *row;

	for (size_t i = 0; (row = registry_row(i)) != NULL; i++) {
		/* Their samples stand beside: a baseline, a lock. */
		if (str_equal(row->code, "MT004") ||
		    str_equal(row->code, "AD017"))
			continue;
		struct arena *a = arena_new();

		ck_assert_msg(is_found(check(a, row->bad, row), row->code),
		    "%s: the wrong sample is not found", row->code);
		ck_assert_msg(!is_found(check(a, row->good, row), row->code),
		    "%s: the right sample is found", row->code);
		arena_free(a);
	}
}
END_TEST

static bool
is_sentence(const char *text)
{
	return text != NULL && strlen(text) > 10 && str_ends_with(text, ".");
}

/* What can be set is told: in the words of explain, and in the table. */
START_TEST(options_are_explained)
{
	const struct notice *row;

	for (size_t i = 0; (row = registry_row(i)) != NULL; i++) {
		const struct rule_option *o = registry_options(row);

		ck_assert_msg((o->name != NULL) == (row->options != NULL),
		    "%s", row->code);
		for (; o->name != NULL; o++) {
			ck_assert_msg(strstr(row->options, o->name) != NULL,
			    "%s: %s", row->code, o->name);
			ck_assert_ptr_nonnull(o->about);
			ck_assert_int_le(o->min, o->otherwise);
			ck_assert_int_ge(o->max, o->otherwise);
		}
	}
}
END_TEST

START_TEST(every_field_is_filled)
{
	const struct notice *row;

	for (size_t i = 0; (row = registry_row(i)) != NULL; i++) {
		ck_assert_uint_eq(strlen(row->code), 5);
		ck_assert_msg(row->name[0] >= 'a' && row->name[0] <= 'z' &&
		    strchr(row->name, ' ') == NULL, "%s", row->code);
		ck_assert_msg(row->title[0] != '\0' &&
		    !str_ends_with(row->title, "."), "%s", row->code);
		ck_assert_msg(is_sentence(row->aws) && is_sentence(row->why) &&
		    is_sentence(row->intent), "%s", row->code);
		ck_assert_msg(row->reference != NULL &&
		    row->reference[0] != '\0', "%s", row->code);
	}
}
END_TEST

START_TEST(codes_and_names_are_unique_and_sorted)
{
	struct registry_rules w = { 0 };
	const struct rule *rule;
	const struct notice *row, *before = NULL;

	for (size_t i = 0; (row = registry_row(i)) != NULL; i++) {
		ck_assert_msg(before == NULL ||
		    strcmp(before->code, row->code) < 0, "%s", row->code);
		ck_assert_ptr_eq(registry_find(row->code), row);
		ck_assert_msg(registry_find(row->name) == row, "%s",
		    row->name);
		ck_assert_uint_lt(i, REGISTRY_ROWS_MAX / 2);
		before = row;
	}
	while ((rule = registry_next_rule(&w)) != NULL)
		ck_assert_ptr_eq(registry_find(rule->is.code), &rule->is);
}
END_TEST

START_TEST(prefixes_mean_what_begins_so)
{
	const struct notice *n = registry_find("AD006");

	ck_assert(registry_matches("AD", n));
	ck_assert(registry_matches("AD006", n));
	ck_assert(registry_matches("subnet-overlap", n));
	ck_assert(!registry_matches("A", n));
	ck_assert(!registry_matches("", n));
	ck_assert(!registry_matches("subnet", n));
	ck_assert(!registry_matches("AD0061", n));
	ck_assert(registry_matches_any("SG01"));
	ck_assert(!registry_matches_any("ZZ"));
	ck_assert_str_eq(registry_nearest("subnet-overlaps"),
	    "subnet-overlap");
	ck_assert_ptr_null(registry_nearest("something else"));
}
END_TEST

Suite *suite_samples(void);

Suite *
suite_samples(void)
{
	return unit_suite_of("samples", (const TTest *const[]){
		wrong_samples_are_found_and_right_ones_are_not,
		options_are_explained, every_field_is_filled,
		codes_and_names_are_unique_and_sorted,
		prefixes_mean_what_begins_so,
		NULL });
}
