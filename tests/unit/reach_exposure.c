/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "reach_network.h"
#include "unit.h"

#include <string.h>

static enum exposure
exposure(struct network_fixture *f, enum family family, const char **unknown)
{
	return routes_exposure(routes_new(f->a, f->m), f->s, family, unknown);
}

/* The exposure is certain. */
static void
check(struct network_fixture *f, enum family family, enum exposure expected)
{
	const char *unknown = "set";
	enum exposure found = exposure(f, family, &unknown);

	ck_assert_msg(unknown == NULL, "unknown: %s", unknown);
	ck_assert_int_eq(found, expected);
}

START_TEST(local_alone_is_isolated)
{
	struct network_fixture f = fixture_new();
	struct route *s3 = fixture_route(&f, "1.2.3.4/32", f.s3);

	s3->destination = DESTINATION_SERVICE;
	check(&f, IPV4, EXPOSURE_ISOLATED);
	check(&f, IPV6, EXPOSURE_ISOLATED);
	ck_assert_ptr_null(routes_way_out(routes_new(f.a, f.m), f.s, IPV4));
	arena_free(f.a);
}
END_TEST

START_TEST(any_way_out_is_private)
{
	struct network_fixture f = fixture_new();
	void *const targets[] = { f.nat, f.tgw, f.vgw, f.pcx, f.eigw };

	for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
		struct route *r = fixture_route(&f, "192.168.0.0/16",
		    targets[i]);

		check(&f, IPV4, EXPOSURE_PRIVATE);
		check(&f, IPV6, EXPOSURE_ISOLATED);
		ck_assert_ptr_eq(routes_way_out(routes_new(f.a, f.m), f.s,
		    IPV4), r);
		f.t->routes.n--;
	}
	arena_free(f.a);
}
END_TEST

START_TEST(a_default_route_to_the_internet_is_public)
{
	struct network_fixture f = fixture_new();
	struct route *wide = fixture_route(&f, "0.0.0.0/0", f.igw);

	fixture_route(&f, "::/0", f.eigw);
	fixture_route(&f, "192.168.0.0/16", f.tgw);
	fixture_route(&f, "8.8.8.0/24", f.nat);
	check(&f, IPV4, EXPOSURE_PUBLIC);
	check(&f, IPV6, EXPOSURE_PRIVATE);
	ck_assert_int_eq(routes_exposure_any(routes_new(f.a, f.m), f.s, NULL),
	    EXPOSURE_PUBLIC);
	ck_assert_ptr_eq(routes_way_out(routes_new(f.a, f.m), f.s, IPV4),
	    wide);
	arena_free(f.a);
}
END_TEST

START_TEST(halves_are_the_whole_internet)
{
	struct network_fixture f = fixture_new();

	fixture_route(&f, "0.0.0.0/1", f.igw);
	check(&f, IPV4, EXPOSURE_PRIVATE);
	fixture_route(&f, "128.0.0.0/1", f.igw);
	check(&f, IPV4, EXPOSURE_PUBLIC);
	arena_free(f.a);
}
END_TEST

START_TEST(what_is_special_need_not_be_covered)
{
	static const char *const parts[] = { "0.0.0.0/5", "8.0.0.0/7",
		"11.0.0.0/8", "12.0.0.0/6", "16.0.0.0/4", "32.0.0.0/3",
		"64.0.0.0/2", "128.0.0.0/2", "192.0.0.0/3", NULL };
	struct network_fixture f = fixture_new();

	/* all but 10.0.0.0/8 and 224.0.0.0/3 */
	fixture_route_list(&f, parts, f.igw);
	check(&f, IPV4, EXPOSURE_PUBLIC);
	/* the delegated space of IPv6 */
	fixture_route(&f, "2000::/3", f.igw);
	check(&f, IPV6, EXPOSURE_PUBLIC);
	arena_free(f.a);
}
END_TEST

START_TEST(a_default_route_that_never_wins_is_no_way_out)
{
	struct network_fixture f = fixture_new();

	fixture_route(&f, "0.0.0.0/0", f.igw);
	fixture_route(&f, "0.0.0.0/1", f.nat);
	check(&f, IPV4, EXPOSURE_PUBLIC);
	fixture_route(&f, "128.0.0.0/1", f.nat);
	check(&f, IPV4, EXPOSURE_PRIVATE);
	f.t->routes.n -= 2;
	fixture_blackhole(&f, "0.0.0.0/1");
	fixture_blackhole(&f, "128.0.0.0/1");
	check(&f, IPV4, EXPOSURE_ISOLATED);
	arena_free(f.a);
}
END_TEST

START_TEST(a_narrow_route_to_the_internet_is_not_public)
{
	struct network_fixture f = fixture_new();

	fixture_route(&f, "203.0.113.0/24", f.igw);
	check(&f, IPV4, EXPOSURE_PRIVATE);
	ck_assert_ptr_nonnull(routes_way_out(routes_new(f.a, f.m), f.s,
	    IPV4));
	arena_free(f.a);
}
END_TEST

START_TEST(dead_routes_lead_nowhere)
{
	struct network_fixture f = fixture_new();

	fixture_route(&f, "0.0.0.0/0", f.igw);
	f.igw->is.vpc = NULL;
	check(&f, IPV4, EXPOSURE_ISOLATED);
	fixture_route(&f, "10.0.0.0/8", f.tgw);
	check(&f, IPV4, EXPOSURE_PRIVATE);
	arena_free(f.a);
}
END_TEST

START_TEST(a_middlebox_inside_is_no_way_out)
{
	struct network_fixture f = fixture_new();
	struct interface *fw = model_new_interface(f.m, (struct place){ 0 }, 1,
	    f.v);

	fixture_route(&f, "10.0.3.0/24", fw);
	check(&f, IPV4, EXPOSURE_ISOLATED);
	fixture_route(&f, "10.0.0.0/16", fw);
	check(&f, IPV4, EXPOSURE_ISOLATED);
	fixture_route(&f, "0.0.0.0/0", fw);
	check(&f, IPV4, EXPOSURE_PRIVATE);
	arena_free(f.a);
}
END_TEST

START_TEST(unknowns_matter_only_where_they_may_change_the_answer)
{
	struct network_fixture f = fixture_new();
	const char *unknown;

	fixture_route(&f, "0.0.0.0/0", f.igw);
	fixture_route_unknown(&f, f.nat);
	fixture_target_unknown(&f, "8.8.8.8/32");
	check(&f, IPV4, EXPOSURE_PUBLIC);

	arena_free(f.a);
	f = fixture_new();
	fixture_route_unknown(&f, f.igw);
	ck_assert_int_eq(exposure(&f, IPV4, &unknown), EXPOSURE_PRIVATE);
	ck_assert_str_eq(unknown, "the destination of a route of route table "
	    "without a name is not known: known after apply");

	arena_free(f.a);
	f = fixture_new();
	fixture_target_unknown(&f, "0.0.0.0/0");
	ck_assert_int_eq(exposure(&f, IPV4, &unknown), EXPOSURE_ISOLATED);
	ck_assert_str_eq(unknown, "known after apply");
	check(&f, IPV6, EXPOSURE_ISOLATED);

	/* to somewhere narrow: private at most */
	arena_free(f.a);
	f = fixture_new();
	fixture_target_unknown(&f, "192.168.0.0/16");
	fixture_route(&f, "10.0.0.0/8", f.tgw);
	check(&f, IPV4, EXPOSURE_PRIVATE);
	arena_free(f.a);
}
END_TEST

START_TEST(conditions_are_weighed)
{
	static const struct condition prod = { .text = "IsProd" };
	static const struct condition not_prod = { .text = "IsProd", .negated = true };
	struct network_fixture f = fixture_new();
	struct route *igw = fixture_route(&f, "0.0.0.0/0", f.igw);
	struct route *nat;
	const char *unknown;

	igw->exists = &prod;
	ck_assert_int_eq(exposure(&f, IPV4, &unknown), EXPOSURE_ISOLATED);
	ck_assert_str_eq(unknown, "a route depends on IsProd");
	nat = fixture_route(&f, "0.0.0.0/0", f.nat);
	nat->exists = &not_prod;
	/* one of the two is there: a way out in any case */
	ck_assert_int_eq(exposure(&f, IPV4, &unknown), EXPOSURE_PRIVATE);
	ck_assert_ptr_nonnull(unknown);
	nat->target.to = &f.igw->is;
	ck_assert_int_eq(exposure(&f, IPV4, &unknown), EXPOSURE_PRIVATE);
	arena_free(f.a);
}
END_TEST

START_TEST(a_subnet_has_the_exposure_of_its_families)
{
	struct network_fixture f = fixture_new();
	const char *unknown;

	fixture_route(&f, "0.0.0.0/0", f.igw);
	fixture_route(&f, "::/0", f.igw);
	f.s->ipv6_cidr = (struct cidr_value){ .written = NULL };
	check(&f, IPV4, EXPOSURE_PUBLIC);
	check(&f, IPV6, EXPOSURE_NONE);
	f.s->ipv6_only = (struct flag_value){
		.is = value_known((struct place){ 0 }), .v = true };
	check(&f, IPV4, EXPOSURE_NONE);
	check(&f, IPV6, EXPOSURE_PUBLIC);
	f.s->table = NULL;
	ck_assert_int_eq(routes_exposure_any(routes_new(f.a, f.m), f.s,
	    &unknown), EXPOSURE_NONE);
	ck_assert_str_eq(unknown, "its route table is not known");
	arena_free(f.a);
}
END_TEST

START_TEST(a_table_that_is_only_mentioned_says_nothing)
{
	struct network_fixture f = fixture_new();
	const char *unknown;

	f.t->routes.n = 0;
	f.t->is.created = false;
	f.t->is.id = "rtb-1";
	ck_assert_int_eq(exposure(&f, IPV4, &unknown), EXPOSURE_NONE);
	ck_assert_ptr_nonnull(strstr(unknown, "not in the input"));
	arena_free(f.a);
}
END_TEST

START_TEST(a_regional_nat_has_a_table_of_its_own)
{
	struct network_fixture f = fixture_new();
	struct route_table own = { .is = { .vpc = f.v, .created = true,
	    .island = 1, .kind = KIND_ROUTE_TABLE } };
	struct route *r = fixture_route(&f, "0.0.0.0/0", f.igw);
	const struct routes *routes;

	f.t->routes.n--;
	r->table = &own;
	vec_push(f.a, &own.routes, r);
	f.nat->table = &own;
	routes = routes_new(f.a, f.m);
	ck_assert_ptr_eq(route_find(routes_view(routes, &own, IPV4),
	    addr_of("8.8.8.8"))->route, r);
	ck_assert_int_eq(routes_exposure_of_table(routes, &own, IPV4, NULL),
	    EXPOSURE_PUBLIC);
	arena_free(f.a);
}
END_TEST

Suite *suite_exposure(void);

Suite *
suite_exposure(void)
{
	return unit_suite_of("exposure", (const TTest *const[]){
		local_alone_is_isolated, any_way_out_is_private,
		a_default_route_to_the_internet_is_public,
		halves_are_the_whole_internet,
		what_is_special_need_not_be_covered,
		a_default_route_that_never_wins_is_no_way_out,
		a_narrow_route_to_the_internet_is_not_public,
		dead_routes_lead_nowhere, a_middlebox_inside_is_no_way_out,
		unknowns_matter_only_where_they_may_change_the_answer,
		conditions_are_weighed,
		a_subnet_has_the_exposure_of_its_families,
		a_table_that_is_only_mentioned_says_nothing,
		a_regional_nat_has_a_table_of_its_own, NULL });
}
