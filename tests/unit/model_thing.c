/* SPDX-License-Identifier: MIT */
#include "model_plan.h"

#include <string.h>

/* Kinds, values, titles and order; completeness. */

START_TEST(every_kind_has_words_and_a_key_of_its_own)
{
	for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
		enum kind found;
		const char *with = kind_with_article(kind);

		ck_assert(strncmp(with, "a ", 2) == 0 ||
		    strncmp(with, "an ", 3) == 0);
		ck_assert_ptr_nonnull(strstr(with, kind_name(kind)));
		ck_assert(kind_find(kind_key(kind), &found));
		ck_assert_int_eq(found, kind);
	}
	ck_assert_str_eq(kind_name(KIND_ROUTE_TABLE), "route table");
	ck_assert_str_eq(kind_key(KIND_ROUTE_TABLE), "route_tables");
	ck_assert_str_eq(kind_with_article(KIND_INTERNET_GATEWAY),
	    "an internet gateway");
}
END_TEST

START_TEST(a_key_that_is_none_is_not_found)
{
	enum kind kind = KIND_VPC;

	ck_assert(!kind_find("route_table", &kind));
	ck_assert(!kind_find("", &kind));
	ck_assert_int_eq(kind, KIND_VPC);
}
END_TEST

START_TEST(values_say_what_they_are)
{
	struct place at = { 1, 2 };
	struct flag_value yes = { .is = value_known(at), .v = true };
	struct flag_value unknown = { .is = value_unknown(at, "why"),
		.v = true };
	struct flag_value absent = { .v = true };
	struct number_value seven = { .is = value_derived(at), .v = 7 };
	struct number_value none = { .v = 7 };

	ck_assert(flag_or(yes, false));
	ck_assert(!flag_or(unknown, false));
	ck_assert(!flag_or(absent, false));
	ck_assert_int_eq(number_or(seven, 1), 7);
	ck_assert_int_eq(number_or(none, 1), 1);
	ck_assert_int_eq(seven.is.origin, ORIGIN_DERIVED);
	ck_assert_int_eq(value_implicit().origin, ORIGIN_IMPLICIT);
	ck_assert(value_is_unknown(unknown.is));
	ck_assert(!value_is_unknown(absent.is));
	ck_assert_str_eq(unknown.is.why, "why");
}
END_TEST

START_TEST(a_title_says_the_vpc_where_there_are_several)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct subnet *s = plan_subnet(p, v, "app-a", "10.0.0.0/24");

	ck_assert_str_eq(thing_title(p->a, &s->is), "subnet \"app-a\"");
	plan_vpc(p, "data", "10.1.0.0/16");
	plan_link(p);
	ck_assert_str_eq(thing_title(p->a, &s->is), "subnet \"shop/app-a\"");
	ck_assert_str_eq(thing_title(p->a, &v->is), "VPC \"shop\"");
	plan_free(p);
}
END_TEST

START_TEST(a_title_falls_back_to_id_and_address)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");
	struct subnet *s = plan_subnet(p, v, NULL, "10.0.0.0/24");

	s->is.address = "aws_subnet.a[0]";
	ck_assert_str_eq(thing_title(p->a, &s->is),
	    "subnet \"aws_subnet.a[0]\"");
	s->is.id = "subnet-0ab1";
	ck_assert_str_eq(thing_title(p->a, &s->is), "subnet \"subnet-0ab1\"");
	s->is.id = s->is.address = NULL;
	ck_assert_str_eq(thing_title(p->a, &s->is), "subnet without a name");
	plan_free(p);
}
END_TEST

START_TEST(what_is_of_a_gateway_is_titled_with_it)
{
	struct plan *p = plan_new();
	struct transit_gateway *g = model_new_transit_gateway(p->m,
	    plan_place(p), p->island);
	struct attachment *a = model_new_attachment(p->m, plan_place(p),
	    p->island);

	plan_name(&g->is, "core");
	plan_name(&a->is, "shop");
	a->gateway = g;
	ck_assert_str_eq(thing_title(p->a, &a->is),
	    "transit gateway attachment \"core/shop\"");
	plan_free(p);
}
END_TEST

START_TEST(things_come_in_natural_order_of_their_labels)
{
	struct plan *p = plan_new();
	struct vpc *v = plan_vpc(p, "shop", "10.0.0.0/16");

	plan_subnet(p, v, "app-10", "10.0.10.0/24");
	plan_subnet(p, v, "app-9", "10.0.9.0/24");
	plan_subnet(p, v, "app-1", "10.0.1.0/24");
	plan_subnet(p, v, "app-9", "10.0.8.0/24");
	plan_link(p);
	ck_assert_str_eq(v->subnets.v[0]->is.name, "app-1");
	ck_assert_str_eq(v->subnets.v[1]->cidr.written, "10.0.9.0/24");
	ck_assert_str_eq(v->subnets.v[2]->cidr.written, "10.0.8.0/24");
	ck_assert_str_eq(v->subnets.v[3]->is.name, "app-10");
	for (size_t i = 0; i < 4; i++) {
		ck_assert_ptr_eq(p->m->subnets.v[i], v->subnets.v[i]);
		ck_assert_ptr_eq(p->m->things[KIND_SUBNET].v[i],
		    &v->subnets.v[i]->is);
	}
	/* Who comes later in the input is still known. */
	ck_assert_uint_lt(v->subnets.v[3]->is.order,
	    v->subnets.v[0]->is.order);
	plan_free(p);
}
END_TEST

START_TEST(things_with_an_id_come_before_those_without)
{
	struct thing a = { .name = "x", .id = "i-2", .order = 1 };
	struct thing b = { .name = "x", .id = "i-10", .order = 0 };
	struct thing c = { .name = "x", .order = 2 };

	ck_assert_int_lt(thing_compare(&a, &b), 0);
	ck_assert_int_lt(thing_compare(&b, &c), 0);
	ck_assert_int_gt(thing_compare(&c, &a), 0);
	ck_assert_int_eq(thing_compare(&a, &a), 0);
}
END_TEST

START_TEST(completeness_is_said_by_vpc_and_by_island)
{
	struct arena *a = arena_new();
	struct model *m = model_new(a);
	struct place at = { 0 };
	unsigned one = model_new_island(m), two = model_new_island(m);
	struct vpc *v = model_new_vpc(m, at, one);
	struct vpc *w = model_new_vpc(m, at, two);

	ck_assert(!model_is_complete(m, KIND_SUBNET, v));
	model_declare_complete(m, KIND_SUBNET, one, v);
	ck_assert(model_is_complete(m, KIND_SUBNET, v));
	ck_assert(!model_is_complete(m, KIND_SUBNET, w));
	ck_assert(!model_is_complete(m, KIND_ROUTE_TABLE, v));
	model_declare_complete(m, KIND_ROUTE_TABLE, one, NULL);
	ck_assert(model_is_complete(m, KIND_ROUTE_TABLE, v));
	ck_assert(!model_is_complete(m, KIND_ROUTE_TABLE, w));
	arena_free(a);
}
END_TEST

START_TEST(a_list_is_whole_everywhere_only_if_every_island_says_so)
{
	struct arena *a = arena_new();
	struct model *m = model_new(a);
	unsigned one = model_new_island(m), two = model_new_island(m);

	model_declare_complete(m, KIND_PEERING, one, NULL);
	ck_assert(model_island_is_complete(m, KIND_PEERING, one));
	ck_assert(!model_is_complete(m, KIND_PEERING, NULL));
	model_declare_complete(m, KIND_PEERING, two, NULL);
	ck_assert(model_is_complete(m, KIND_PEERING, NULL));
	arena_free(a);
}
END_TEST

START_TEST(incomplete_wins_whenever_it_is_said)
{
	struct arena *a = arena_new();
	struct model *m = model_new(a);
	struct place at = { 0 };
	unsigned island = model_new_island(m);
	struct vpc *v = model_new_vpc(m, at, island);

	model_declare_incomplete(m, KIND_SUBNET, island, v);
	model_declare_complete(m, KIND_SUBNET, island, v);
	model_declare_complete(m, KIND_SUBNET, island, NULL);
	ck_assert(!model_is_complete(m, KIND_SUBNET, v));
	model_declare_complete(m, KIND_VPN, island, NULL);
	model_declare_incomplete(m, KIND_VPN, island, NULL);
	ck_assert(!model_island_is_complete(m, KIND_VPN, island));
	arena_free(a);
}
END_TEST

Suite *suite_thing(void);

Suite *
suite_thing(void)
{
	return unit_suite_of("thing", (const TTest *const[]){
		every_kind_has_words_and_a_key_of_its_own,
		a_key_that_is_none_is_not_found,
		values_say_what_they_are,
		a_title_says_the_vpc_where_there_are_several,
		a_title_falls_back_to_id_and_address,
		what_is_of_a_gateway_is_titled_with_it,
		things_come_in_natural_order_of_their_labels,
		things_with_an_id_come_before_those_without,
		completeness_is_said_by_vpc_and_by_island,
		a_list_is_whole_everywhere_only_if_every_island_says_so,
		incomplete_wins_whenever_it_is_said, NULL });
}
