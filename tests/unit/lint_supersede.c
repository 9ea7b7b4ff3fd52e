/* SPDX-License-Identifier: MIT */
#include "lint/supersede.h"

#include "base/str.h"
#include "diag/suppression.h"
#include "unit.h"

static const struct notice gw004 = { .code = "GW004",
	.severity = SEVERITY_WARNING };
static const struct notice rt002 = { .code = "RT002",
	.severity = SEVERITY_ERROR };
static const struct notice rt009 = { .code = "RT009",
	.severity = SEVERITY_ERROR };
static const struct notice rt010 = { .code = "RT010",
	.severity = SEVERITY_ERROR };
static const struct notice sn005 = { .code = "SN005",
	.severity = SEVERITY_ERROR };

static struct finding *
say(struct findings *list, const struct notice *n, uint32_t offset,
    const void *about)
{
	struct place at = { 1, offset };
	struct finding *f = finding_add(list, n, at, "at %u", offset);

	f->about = about;
	return f;
}

START_TEST(a_cause_stands_for_what_passes_its_thing)
{
	struct arena *a = arena_new();
	struct findings list = findings_new(a);
	int gateway, other, table;
	struct finding *cause = say(&list, &gw004, 1, &gateway);
	struct finding *one = say(&list, &rt002, 2, &table);
	struct finding *two = say(&list, &rt002, 3, &table);
	struct finding *alien = say(&list, &sn005, 4, &gateway);

	finding_passes(&list, one, &gateway);
	finding_passes(&list, two, &other);
	supersede(a, &list);
	ck_assert_ptr_eq(one->caused_by, cause);
	ck_assert_ptr_null(two->caused_by);
	ck_assert_ptr_null(alien->caused_by);
	ck_assert_ptr_null(cause->caused_by);
	ck_assert_uint_eq(cause->affects, 1);
	ck_assert_int_eq(cause->severity, SEVERITY_ERROR);
	arena_free(a);
}
END_TEST

START_TEST(parts_are_joined_by_what_both_pass)
{
	struct arena *a = arena_new();
	struct findings list = findings_new(a);
	int table, peering, other;
	struct finding *cause = say(&list, &rt009, 1, &table);
	struct finding *mine = say(&list, &rt010, 2, &peering);
	struct finding *theirs = say(&list, &rt010, 3, &other);
	struct finding *same_table = say(&list, &rt010, 4, &table);

	finding_passes(&list, cause, &peering);
	supersede(a, &list);
	ck_assert_ptr_eq(mine->caused_by, cause);
	ck_assert_ptr_null(theirs->caused_by);
	ck_assert_ptr_null(same_table->caused_by);
	arena_free(a);
}
END_TEST

START_TEST(an_accepted_effect_raises_nothing)
{
	static const struct suppression accepted = { .rule = "RT002" };
	struct arena *a = arena_new();
	struct findings list = findings_new(a);
	int gateway;
	struct finding *cause = say(&list, &gw004, 1, &gateway);
	struct finding *effect = say(&list, &rt002, 2, &gateway);

	effect->suppressed = &accepted;
	supersede(a, &list);
	ck_assert_ptr_eq(effect->caused_by, cause);
	ck_assert_uint_eq(cause->affects, 0);
	ck_assert_int_eq(cause->severity, SEVERITY_WARNING);
	arena_free(a);
}
END_TEST

/* Whether following causes from code leads back to it. */
static bool
is_in_circle(const char *code, const char *from, int depth)
{
	if (depth == 0)
		return true;
	for (const struct supersession *s = supersessions; s->cause; s++)
		if (str_equal(s->effect, from) && (str_equal(s->cause, code) ||
		    is_in_circle(code, s->cause, depth - 1)))
			return true;
	return false;
}

START_TEST(no_rule_is_its_own_cause)
{
	for (const struct supersession *s = supersessions; s->cause; s++)
		ck_assert_msg(!is_in_circle(s->cause, s->cause, 20), "%s",
		    s->cause);
}
END_TEST

Suite *suite_supersede(void);

Suite *
suite_supersede(void)
{
	return unit_suite_of("supersede", (const TTest *const[]){
		a_cause_stands_for_what_passes_its_thing,
		parts_are_joined_by_what_both_pass,
		an_accepted_effect_raises_nothing,
		no_rule_is_its_own_cause,
		NULL });
}
