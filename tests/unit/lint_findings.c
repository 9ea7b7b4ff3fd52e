/* SPDX-License-Identifier: MIT */
#include "diag/finding.h"
#include "unit.h"

static const struct notice notice = { .code = "RT002",
	.severity = SEVERITY_ERROR };

/* A trial adds to copies and throws its memory away. */
START_TEST(what_a_copy_is_told_the_other_does_not_hear)
{
	struct arena *a = arena_new(), *trial = arena_new();
	struct findings list = findings_new(a), copy;
	struct place at = { 1, 1 };
	struct finding *f = finding_add(&list, &notice, at, "one");
	int x, y;

	finding_related(&list, f, at, "first");
	finding_marks(&list, f, &x);
	copy = findings_copy(trial, &list);
	finding_related(&list, f, at, "second");
	finding_marks(&list, f, &y);
	finding_related(&copy, copy.v[0], at, "of the trial");
	finding_marks(&copy, copy.v[0], &x);
	ck_assert_str_eq(copy.v[0]->related.v[1].text, "of the trial");
	arena_free(trial);
	ck_assert_uint_eq(f->related.n, 2);
	ck_assert_str_eq(f->related.v[0].text, "first");
	ck_assert_str_eq(f->related.v[1].text, "second");
	ck_assert_ptr_eq(f->marks.v[1], &y);
	arena_free(a);
}
END_TEST

Suite *suite_findings(void);

Suite *
suite_findings(void)
{
	return unit_suite_of("findings", (const TTest *const[]){
		what_a_copy_is_told_the_other_does_not_hear,
		NULL });
}
