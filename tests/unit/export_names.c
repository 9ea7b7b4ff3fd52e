/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "export/spec.h"
#include "load/load.h"
#include "unit.h"

#include <string.h>

/* The spec of some models that no single spec describes. */

static const struct place nowhere;

struct built {
	struct arena *a;
	struct model *m;
	struct vpc *v;
};

static struct built
begin(void)
{
	struct built b = { .a = arena_new() };
	struct cidr_value block = { .is = value_known(nowhere) };

	b.m = model_new(b.a);
	b.v = model_new_vpc(b.m, nowhere, model_new_island(b.m));
	b.v->is.name = "shop";
	b.v->is.id = "vpc-00000001";
	cidr_parse("10.0.0.0/16", sizeof "10.0.0.0/16" - 1, &block.v);
	vec_push(b.a, &b.v->cidrs, block);
	return b;
}

static const char *
written(struct built *b, bool with_ids)
{
	struct export_options options = { .with_ids = with_ids };
	struct findings findings = findings_new(b->a);
	struct str out = str_new(b->a);

	export_spec(&out, model_link(b->m, &findings), &options);
	ck_assert_uint_eq(findings.n, 0);
	return str_text(&out);
}

static struct security_group *
add_group(struct built *b, const char *name, const char *id)
{
	struct security_group *g = model_new_security_group(b->m, nowhere, 1,
	    b->v);

	g->is.name = name;
	g->is.id = id;
	g->ingress_known = g->egress_known = true;
	return g;
}

static void
assert_has(const char *text, const char *part)
{
	ck_assert_msg(strstr(text, part) != NULL, "no %s in %s", part, text);
}

START_TEST(a_name_that_two_have_gives_way_to_the_id)
{
	struct built b = begin();
	const char *text;

	add_group(&b, "web", "sg-00000001");
	add_group(&b, "web", "sg-00000002");
	add_group(&b, "db", "sg-00000003");
	text = written(&b, false);
	assert_has(text, "\"sg-00000001\": {");
	assert_has(text, "\"sg-00000002\": {");
	assert_has(text, "\"db\": {");
	ck_assert_ptr_null(strstr(text, "\"web\""));
	ck_assert_ptr_null(strstr(text, "sg-00000003"));
	arena_free(b.a);
}
END_TEST

START_TEST(names_without_anything_else_are_numbered)
{
	struct built b = begin();
	const char *text;

	add_group(&b, "web", NULL);
	add_group(&b, "web", NULL);
	text = written(&b, false);
	assert_has(text, "\"web\": {");
	assert_has(text, "\"web-2\": {");
	arena_free(b.a);
}
END_TEST

START_TEST(ids_are_written_when_asked_for)
{
	struct built b = begin();

	add_group(&b, "web", "sg-00000001");
	ck_assert_ptr_null(strstr(written(&b, false), "sg-00000001"));
	arena_free(b.a);
	b = begin();
	add_group(&b, "web", "sg-00000001");
	assert_has(written(&b, true), "\"id\": \"sg-00000001\"");
	arena_free(b.a);
}
END_TEST

START_TEST(what_is_observed_and_not_listed_is_incomplete)
{
	struct built b = begin();
	const char *text;

	model_declare_complete(b.m, KIND_SUBNET, 1, NULL);
	text = written(&b, false);
	assert_has(text, "\"incomplete\": [");
	assert_has(text, "\"route_tables\"");
	ck_assert_ptr_null(strstr(text, "\"subnets\""));
	arena_free(b.a);
}
END_TEST

/* An observed group has the rules that were seen and no default of AWS's. */
START_TEST(observed_groups_state_that_nothing_goes_out)
{
	struct built b = begin();

	add_group(&b, "web", "sg-00000001");
	assert_has(written(&b, false), "\"web\": { \"egress\": [] }");
	arena_free(b.a);
}
END_TEST

START_TEST(a_gateway_gives_way_to_a_nat_of_its_name)
{
	struct built b = begin();
	struct internet_gateway *g = model_new_internet_gateway(b.m, nowhere,
	    1, b.v);
	struct nat_gateway *n = model_new_nat_gateway(b.m, nowhere, 1, b.v);
	struct route_table *t = model_new_route_table(b.m, nowhere, 1, b.v);
	struct route *r = model_new_route(b.m, nowhere);
	const char *text;

	g->is.name = n->is.name = "main";
	g->is.id = "igw-00000001";
	n->is.id = "nat-00000001";
	t->is.name = "public";
	r->cidr.is = value_known(nowhere);
	cidr_parse("0.0.0.0/0", sizeof "0.0.0.0/0" - 1, &r->cidr.v);
	r->target.is = value_known(nowhere);
	r->target.text = "igw-00000001";
	vec_push(b.a, &t->routes, r);
	text = written(&b, false);
	assert_has(text, "\"internet_gateway\": \"igw-00000001\"");
	assert_has(text, "\"0.0.0.0/0\": \"igw-00000001\"");
	assert_has(text, "\"main\": {");
	arena_free(b.a);
}
END_TEST

Suite *suite_spec_names(void);

Suite *
suite_spec_names(void)
{
	return unit_suite_of("names", (const TTest *const[]){
		a_name_that_two_have_gives_way_to_the_id,
		names_without_anything_else_are_numbered,
		ids_are_written_when_asked_for,
		what_is_observed_and_not_listed_is_incomplete,
		observed_groups_state_that_nothing_goes_out,
		a_gateway_gives_way_to_a_nat_of_its_name,
		NULL });
}
