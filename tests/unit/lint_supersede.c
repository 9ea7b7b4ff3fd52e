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
	int table, peering, other, route;
	struct finding *cause = say(&list, &rt009, 1, &table);
	struct finding *mine = say(&list, &rt010, 2, &peering);
	struct finding *theirs = say(&list, &rt010, 3, &other);
	struct finding *same_table = say(&list, &rt010, 4, &table);
	struct finding *about = say(&list, &rt010, 5, &route);

	finding_passes(&list, cause, &route);
	finding_passes(&list, mine, &route);
	finding_passes(&list, theirs, &other);
	supersede(a, &list);
	ck_assert_ptr_null(about->caused_by);
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

START_TEST(an_accepted_cause_hides_nothing)
{
	static const struct suppression accepted = { .rule = "GW004" };
	struct arena *a = arena_new();
	struct findings list = findings_new(a);
	int gateway;
	struct finding *cause = say(&list, &gw004, 1, &gateway);
	struct finding *effect = say(&list, &rt002, 2, &gateway);

	cause->suppressed = &accepted;
	supersede(a, &list);
	ck_assert_ptr_null(effect->caused_by);
	ck_assert_uint_eq(cause->affects, 0);
	arena_free(a);
}
END_TEST

START_TEST(another_cause_stands_in_for_an_accepted_one)
{
	static const struct suppression accepted = { .rule = "GW004" };
	struct arena *a = arena_new();
	struct findings list = findings_new(a);
	int one_gateway, other_gateway;
	struct finding *one = say(&list, &gw004, 1, &one_gateway);
	struct finding *other = say(&list, &gw004, 2, &other_gateway);
	struct finding *effect = say(&list, &rt002, 3, &one_gateway);

	finding_passes(&list, effect, &other_gateway);
	one->suppressed = &accepted;
	supersede(a, &list);
	ck_assert_ptr_eq(effect->caused_by, other);
	arena_free(a);
}
END_TEST

START_TEST(expectations_are_joined_by_who_needs_them)
{
	static const struct notice ep001 = { .code = "EP001",
		.severity = SEVERITY_WARNING };
	static const struct notice ri001 = { .code = "RI001",
		.severity = SEVERITY_ERROR };
	struct arena *a = arena_new();
	struct findings list = findings_new(a);
	int endpoint, table, mine, theirs;
	struct finding *cause = say(&list, &ep001, 1, &endpoint);
	struct finding *one = say(&list, &ri001, 2, &mine);
	struct finding *two = say(&list, &ri001, 3, &theirs);

	finding_passes(&list, cause, &table);
	finding_needs(&list, cause, &mine);
	finding_passes(&list, one, &table);
	finding_passes(&list, two, &table);
	supersede(a, &list);
	ck_assert_ptr_eq(one->caused_by, cause);
	ck_assert_ptr_null(two->caused_by);
	arena_free(a);
}
END_TEST

START_TEST(a_part_is_what_the_effect_is_about)
{
	static const struct notice rt013 = { .code = "RT013",
		.severity = SEVERITY_ERROR };
	static const struct notice gw001 = { .code = "GW001",
		.severity = SEVERITY_ERROR };
	struct arena *a = arena_new();
	struct findings list = findings_new(a);
	int first, second, behind;
	struct finding *cause = say(&list, &rt013, 1, &first);
	struct finding *in_circle = say(&list, &gw001, 2, &second);
	struct finding *outside = say(&list, &gw001, 3, &behind);

	finding_passes(&list, cause, &first);
	finding_passes(&list, cause, &second);
	finding_passes(&list, outside, &first);
	supersede(a, &list);
	ck_assert_ptr_eq(in_circle->caused_by, cause);
	ck_assert_ptr_null(outside->caused_by);
	arena_free(a);
}
END_TEST

START_TEST(what_blocks_is_explained_by_parts_and_not_by_the_whole)
{
	static const struct notice ri001 = { .code = "RI001",
		.severity = SEVERITY_ERROR };
	struct arena *a = arena_new();
	struct findings list = findings_new(a);
	int table, route, mine, theirs;
	struct finding *cause = say(&list, &rt002, 1, &table);
	struct finding *one = say(&list, &ri001, 2, &mine);
	struct finding *two = say(&list, &ri001, 3, &theirs);

	finding_passes(&list, cause, &route);
	finding_passes(&list, one, &route);
	finding_passes(&list, two, &table);
	supersede(a, &list);
	ck_assert_ptr_eq(one->caused_by, cause);
	ck_assert_ptr_null(two->caused_by);
	arena_free(a);
}
END_TEST

START_TEST(what_follows_from_a_value_stands_at_its_place)
{
	static const struct notice ad002 = { .code = "AD002",
		.severity = SEVERITY_WARNING };
	static const struct notice ad004 = { .code = "AD004",
		.severity = SEVERITY_ERROR };
	static const struct notice ad003 = { .code = "AD003",
		.severity = SEVERITY_ERROR };
	struct arena *a = arena_new();
	struct findings list = findings_new(a);
	int subnet;
	struct finding *cause = say(&list, &ad002, 1, NULL);
	struct finding *size = say(&list, &ad004, 1, &subnet);
	struct finding *outside = say(&list, &ad003, 1, &subnet);
	struct finding *alien = say(&list, &rt002, 1, &subnet);
	struct finding *elsewhere = say(&list, &ad004, 2, &subnet);

	supersede(a, &list);
	ck_assert_ptr_eq(size->caused_by, cause);
	ck_assert_ptr_eq(outside->caused_by, cause);
	ck_assert_ptr_null(alien->caused_by);
	ck_assert_ptr_null(elsewhere->caused_by);
	ck_assert_uint_eq(cause->affects, 2);
	ck_assert_int_eq(cause->severity, SEVERITY_ERROR);
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
		an_accepted_cause_hides_nothing,
		another_cause_stands_in_for_an_accepted_one,
		expectations_are_joined_by_who_needs_them,
		a_part_is_what_the_effect_is_about,
		what_blocks_is_explained_by_parts_and_not_by_the_whole,
		what_follows_from_a_value_stands_at_its_place,
		no_rule_is_its_own_cause,
		NULL });
}
