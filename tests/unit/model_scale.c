/* SPDX-License-Identifier: MIT */
#include "model/link.h"

#include "model_plan.h"

#include <string.h>

/*
 * Growth is told by counting steps, not by a clock: a network of eight times
 * the size may cost eight times the steps and a few more for the depth of
 * searches, never sixty-four.
 */

/* groups in one VPC, each with rules that name others; interfaces in them. */
static size_t
steps_for(unsigned groups, unsigned rules, unsigned interfaces)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct linker l = { .m = p->m, .findings = &p->findings };
	struct unit_random random = { 7 };

	plan_subnet(p, v, "a", "10.0.0.0/16");
	for (unsigned i = 0; i < groups; i++) {
		struct security_group *g = plan_group(p, v,
		    arena_printf(p->a, "sg-%08x", i));

		for (unsigned j = 0; j < rules; j++)
			plan_rule(p, g, INGRESS, arena_printf(p->a,
			    "sg-%08x", unit_random_below(&random, groups)));
	}
	for (unsigned i = 0; i < interfaces; i++) {
		struct interface *e = model_new_interface(p->m,
		    plan_place(p), p->island, v);

		e->is.id = arena_printf(p->a, "eni-%08x", i);
		e->is.name = "the same for all";
		e->is.content = 1;
		e->subnet_ref = plan_ref(p, "a");
		vec_push(p->a, &e->group_refs, plan_ref(p,
		    arena_printf(p->a, "sg-%08x",
		    unit_random_below(&random, groups))));
		e->groups_stated = true;
	}
	linker_run(&l);
	ck_assert_uint_eq(p->findings.n, 0);
	ck_assert_uint_eq(p->m->interfaces.n, interfaces);
	ck_assert_uint_eq(v->subnets.v[0]->interfaces.n, interfaces);
	plan_free(p);
	return l.steps;
}

START_TEST(steps_grow_with_the_size_and_not_with_its_square)
{
	size_t small = steps_for(250, 10, 1000);
	size_t large = steps_for(2000, 10, 8000);

	ck_assert_uint_gt(small, 3500);
	ck_assert_uint_lt(large, small * 12);
}
END_TEST

START_TEST(many_things_of_one_name_cost_no_more)
{
	struct plan *p = plan_new();
	struct linker l = { .m = p->m, .findings = &p->findings };
	enum { MANY = 3000 };

	for (unsigned i = 0; i < MANY; i++) {
		struct vpc *v = plan_vpc(p, arena_printf(p->a, "v%u", i),
		    "10.0.0.0/16");
		struct security_group *g = plan_group(p, v, "web");

		plan_rule(p, g, INGRESS, "web");
	}
	linker_run(&l);
	ck_assert_uint_eq(p->findings.n, 0);
	for (unsigned i = 0; i < MANY; i++) {
		struct security_group *g = p->m->security_groups.v[i];

		if (g->ingress.n > 0 && group_rule_to(g->ingress.v[0]) != NULL)
			ck_assert_ptr_eq(group_rule_to(g->ingress.v[0])->vpc,
			    g->is.vpc);
	}
	ck_assert_uint_lt(l.steps, MANY * 200);
	plan_free(p);
}
END_TEST

START_TEST(texts_with_one_fingerprint_are_told_apart)
{
	struct arena *a = arena_new();
	struct model *m = model_new(a);
	struct findings findings = findings_new(a);
	struct linker l = { .m = m, .findings = &findings };
	struct thing t = { .kind = KIND_VPC }, u = { .kind = KIND_VPC };
	struct text_range range;

	index_enter(&l, (struct index_entry){ .text = "one", .island = 1,
		.to = &t });
	index_enter(&l, (struct index_entry){ .text = "two", .island = 1,
		.to = &u });
	/* As if "one" and "two" had been made to collide. */
	l.index.v[0].hash = l.index.v[1].hash = text_hash("two");
	index_sort(&l);
	range = index_text(&l, "two");
	ck_assert_uint_eq(range.n, 1);
	ck_assert_ptr_eq(range.v[0].to, &u);
	arena_free(a);
}
END_TEST

START_TEST(a_range_ends_where_its_text_ends)
{
	for (unsigned n = 1; n < 40; n++) {
		struct arena *a = arena_new();
		struct model *m = model_new(a);
		struct findings findings = findings_new(a);
		struct linker l = { .m = m, .findings = &findings };
		struct place at = { 0 };
		struct text_range range;

		for (unsigned i = 0; i < n; i++)
			model_new_vpc(m, at, 1)->is.name = "same";
		model_new_vpc(m, at, 1)->is.name = "other";
		model_new_vpc(m, at, 1)->is.name = "another";
		index_names(&l);
		range = index_text(&l, "same");
		ck_assert_uint_eq(range.n, n);
		for (unsigned i = 0; i < n; i++)
			ck_assert_str_eq(range.v[i].to->name, "same");
		ck_assert_uint_eq(index_text(&l, "none").n, 0);
		arena_free(a);
	}
}
END_TEST

Suite *suite_scale(void);

Suite *
suite_scale(void)
{
	return unit_suite_of("scale", (const TTest *const[]){
		steps_grow_with_the_size_and_not_with_its_square,
		many_things_of_one_name_cost_no_more,
		texts_with_one_fingerprint_are_told_apart,
		a_range_ends_where_its_text_ends, NULL });
}
