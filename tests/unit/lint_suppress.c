/* SPDX-License-Identifier: MIT */
#include "lint/suppress.h"

#include "base/str.h"
#include "lint/registry.h"
#include "unit.h"

/* A run with findings and suppressions that stand in no real text. */
struct stage {
	struct arena *a;
	struct findings findings;
	struct suppressions suppressions;
	struct lint l;
};

static struct stage *
stage_new(void)
{
	struct arena *a = arena_new();
	struct stage *s = arena_alloc(a, sizeof *s);

	s->a = a;
	s->findings = findings_new(a);
	s->l = (struct lint){ .a = a, .findings = &s->findings,
		.today = 100, .today_text = "1970-04-11" };
	return s;
}

static struct finding *
say(struct stage *s, const char *code, uint32_t offset, const char *object)
{
	struct place at = { 1, offset };
	struct finding *f = finding_add(&s->findings, registry_find(code), at,
	    "at %u", offset);

	f->object = object;
	return f;
}

static struct suppression *
accept(struct stage *s, const char *rule, uint32_t from, uint32_t to)
{
	struct suppression *x = arena_alloc(s->a, sizeof *x);

	x->at = (struct place){ 1, from };
	x->rule = rule;
	x->reason = "approved";
	x->file = 1;
	x->from = from;
	x->to = to;
	vec_push(s->a, &s->suppressions, x);
	return x;
}

static size_t
count(const struct stage *s, const char *code)
{
	size_t n = 0;

	for (size_t i = 0; i < s->findings.n; i++)
		n += str_equal(s->findings.v[i]->notice->code, code);
	return n;
}

static void
run(struct stage *s)
{
	suppress(&s->l, &s->suppressions, NULL, 0);
}

START_TEST(a_scope_holds_for_its_bytes)
{
	struct stage *s = stage_new();
	struct suppression *inner = accept(s, "AD006", 20, 40);
	struct suppression *outer = accept(s, "AD", 10, 90);
	struct finding *before = say(s, "AD006", 9, NULL);
	struct finding *in = say(s, "AD006", 20, NULL);
	struct finding *around = say(s, "AD005", 39, NULL);
	struct finding *behind_inner = say(s, "AD006", 40, NULL);
	struct finding *behind = say(s, "AD006", 90, NULL);
	struct finding *other = say(s, "SG005", 21, NULL);

	run(s);
	ck_assert_ptr_null(before->suppressed);
	ck_assert_ptr_eq(in->suppressed, inner);
	ck_assert_ptr_eq(around->suppressed, outer);
	ck_assert_ptr_eq(behind_inner->suppressed, outer);
	ck_assert_ptr_null(behind->suppressed);
	ck_assert_ptr_null(other->suppressed);
	ck_assert_uint_eq(count(s, "MT001"), 0);
	arena_free(s->a);
}
END_TEST

START_TEST(what_suppresses_nothing_is_told)
{
	struct stage *s = stage_new();

	accept(s, "AD006", 20, 40);
	accept(s, "AD006", 50, 60);
	accept(s, "subnet-overlap", 10, 45);
	say(s, "AD006", 30, NULL);
	run(s);
	ck_assert_uint_eq(count(s, "MT001"), 1);
	arena_free(s->a);
}
END_TEST

/* A prefix that one rule has used is not yet used for the next. */
START_TEST(scopes_around_are_used_rule_by_rule)
{
	struct stage *s = stage_new();

	accept(s, "AD", 20, 40);
	accept(s, "AD006", 10, 90);
	say(s, "AD005", 25, NULL);
	say(s, "AD006", 30, NULL);
	run(s);
	ck_assert_uint_eq(count(s, "MT001"), 0);
	arena_free(s->a);
}
END_TEST

START_TEST(invalid_ones_do_not_hold)
{
	static const struct {
		const char *rule, *reason, *until, *pattern, *code;
	} rows[] = {
		{ "AD006", "approved", NULL, NULL, NULL },
		{ "AD006", "approved", "1970-04-11", NULL, NULL },
		{ "AD006", "approved", "1970-04-10", NULL, "MT003" },
		{ "AD006", "approved", "soon", NULL, "MT002" },
		{ "AD006", NULL, NULL, NULL, "MT002" },
		{ "AD06", "approved", NULL, NULL, "MT002" },
		{ "A", "approved", NULL, NULL, "MT002" },
		{ NULL, "approved", NULL, NULL, "MT002" },
		{ "MT001", "approved", NULL, NULL, "MT002" },
		{ "MT", "approved", NULL, NULL, "MT002" },
		{ "AD006", "approved", NULL, "/a", NULL },
		{ "AD006", "approved", NULL, "/~", "MT002" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct stage *s = stage_new();
		struct suppression *x = accept(s, rows[i].rule, 0, 99);
		struct finding *f = say(s, "AD006", 5, "/a/b");

		x->reason = rows[i].reason;
		x->until = rows[i].until;
		x->pattern = rows[i].pattern;
		run(s);
		ck_assert_msg((f->suppressed != NULL) ==
		    (rows[i].code == NULL), "row %zu", i);
		ck_assert_msg(s->findings.n ==
		    (rows[i].code == NULL ? 1 : 2), "row %zu", i);
		if (rows[i].code != NULL)
			ck_assert_str_eq(s->findings.v[1]->notice->code,
			    rows[i].code);
		arena_free(s->a);
	}
}
END_TEST

START_TEST(random_scopes_agree_with_looking_at_each)
{
	struct unit_random r = { 5 };

	for (int round = 0; round < 200; round++) {
		struct stage *s = stage_new();
		struct finding *f[20];

		/* Nested and disjoint, as objects of a text are. */
		for (uint32_t k = 0; k < 12; k++) {
			uint32_t size = (uint32_t)8 << unit_random_below(&r, 5);
			uint32_t from = unit_random_below(&r, 128) / size *
			    size;

			accept(s, unit_random_below(&r, 2) > 0 ? "AD006" :
			    "AD", from, from + size);
		}
		for (size_t k = 0; k < 20; k++)
			f[k] = say(s, "AD006", unit_random_below(&r, 130),
			    NULL);
		run(s);
		for (size_t k = 0; k < 20; k++) {
			bool any = false;

			for (size_t i = 0; i < s->suppressions.n; i++)
				any |= s->suppressions.v[i]->from <=
				    f[k]->at.offset && f[k]->at.offset <
				    s->suppressions.v[i]->to;
			ck_assert((f[k]->suppressed != NULL) == any);
		}
		arena_free(s->a);
	}
}
END_TEST

Suite *suite_suppress(void);

Suite *
suite_suppress(void)
{
	return unit_suite_of("suppress", (const TTest *const[]){
		a_scope_holds_for_its_bytes,
		what_suppresses_nothing_is_told,
		scopes_around_are_used_rule_by_rule,
		invalid_ones_do_not_hold,
		random_scopes_agree_with_looking_at_each,
		NULL });
}
