/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "reach_network.h"
#include "unit.h"

#include <string.h>

static const struct route_view *
view_of(struct network_fixture *f, enum family family)
{
	return routes_view(routes_new(f->a, f->m), f->t, family);
}

static const struct route *
winner(const struct route_view *view, const char *destination)
{
	const struct route_span *span = route_find(view,
	    addr_of(destination));

	return span != NULL ? span->route : NULL;
}

START_TEST(the_longest_prefix_wins)
{
	struct network_fixture f = fixture_new();
	struct route *wide = fixture_route(&f, "0.0.0.0/0", f.igw);
	struct route *ten = fixture_route(&f, "10.0.0.0/8", f.tgw);
	struct route *host = fixture_route(&f, "10.9.9.9/32", f.pcx);
	const struct route_view *view = view_of(&f, IPV4);

	ck_assert_ptr_eq(winner(view, "0.0.0.0"), wide);
	ck_assert_ptr_eq(winner(view, "255.255.255.255"), wide);
	ck_assert_ptr_eq(winner(view, "9.255.255.255"), wide);
	ck_assert_ptr_eq(winner(view, "10.0.0.0"), f.t->routes.v[0]);
	ck_assert_ptr_eq(winner(view, "10.0.255.255"), f.t->routes.v[0]);
	ck_assert_ptr_eq(winner(view, "10.1.0.0"), ten);
	ck_assert_ptr_eq(winner(view, "10.9.9.8"), ten);
	ck_assert_ptr_eq(winner(view, "10.9.9.9"), host);
	ck_assert_ptr_eq(winner(view, "10.9.9.10"), ten);
	ck_assert_ptr_eq(winner(view, "11.0.0.0"), wide);
	ck_assert_uint_eq(view->n, 6);
	arena_free(f.a);
}
END_TEST

START_TEST(families_never_meet)
{
	struct network_fixture f = fixture_new();
	struct route *wide = fixture_route(&f, "0.0.0.0/0", f.igw);
	struct route *six = fixture_route(&f, "::/0", f.eigw);
	const struct routes *r = routes_new(f.a, f.m);

	ck_assert_ptr_eq(winner(routes_view(r, f.t, IPV4), "8.8.8.8"), wide);
	ck_assert_ptr_eq(winner(routes_view(r, f.t, IPV6), "2001:4860::1"),
	    six);
	ck_assert_ptr_eq(winner(routes_view(r, f.t, IPV6), "2001:db8:1::1"),
	    f.t->routes.v[1]);
	ck_assert_ptr_null(routes_view(r, NULL, IPV4));
	arena_free(f.a);
}
END_TEST

START_TEST(where_no_route_leads)
{
	struct network_fixture f = fixture_new();
	const struct route_view *view = view_of(&f, IPV4);

	ck_assert_ptr_null(route_find(view, addr_of("9.9.9.9")));
	ck_assert_ptr_null(route_find(view, addr_of("10.1.0.0")));
	ck_assert_ptr_nonnull(route_find(view, addr_of("10.0.0.0")));
	arena_free(f.a);
}
END_TEST

START_TEST(ties_go_static_then_list_then_propagated)
{
	static const char *const entries[] = { "192.168.0.0/16",
		"172.16.0.0/12", NULL };
	struct network_fixture f = fixture_new();
	struct route *propagated = fixture_route(&f, "192.168.0.0/16", f.vgw);
	struct route *other = fixture_route(&f, "172.16.0.0/12", f.vgw);
	struct route *list = fixture_route_list(&f, entries, f.pcx);
	struct route *stated = fixture_route(&f, "192.168.0.0/16", f.tgw);
	const struct route_view *view;
	const struct route_span *span;

	propagated->origin = ROUTE_PROPAGATED;
	other->origin = ROUTE_PROPAGATED;
	view = view_of(&f, IPV4);
	span = route_find(view, addr_of("192.168.1.1"));
	ck_assert_ptr_eq(span->route, stated);
	ck_assert_ptr_eq(span->choice->otherwise->route, list);
	ck_assert_ptr_eq(span->choice->otherwise->otherwise->route,
	    propagated);
	ck_assert_ptr_null(span->choice->otherwise->otherwise->otherwise);
	ck_assert_ptr_eq(winner(view, "172.16.0.1"), list);
	arena_free(f.a);
}
END_TEST

START_TEST(propagated_never_beats_local)
{
	struct network_fixture f = fixture_new();
	struct route *longer = fixture_route(&f, "10.0.1.0/24", f.vgw);
	struct route *same = fixture_route(&f, "10.0.0.0/16", f.vgw);
	struct route *wider = fixture_route(&f, "10.0.0.0/8", f.vgw);
	struct route *middle = fixture_route(&f, "10.0.2.0/24", f.nat);
	struct route *under = fixture_route(&f, "10.0.2.128/25", f.vgw);
	const struct route_view *view;

	longer->origin = ROUTE_PROPAGATED;
	same->origin = ROUTE_PROPAGATED;
	wider->origin = ROUTE_PROPAGATED;
	under->origin = ROUTE_PROPAGATED;
	view = view_of(&f, IPV4);
	ck_assert_ptr_eq(winner(view, "10.0.1.1"), f.t->routes.v[0]);
	ck_assert_ptr_eq(winner(view, "10.0.200.1"), f.t->routes.v[0]);
	ck_assert_ptr_eq(winner(view, "10.1.0.1"), wider);
	/* a static one may be more specific than local */
	ck_assert_ptr_eq(winner(view, "10.0.2.1"), middle);
	ck_assert_ptr_eq(winner(view, "10.0.2.200"), middle);
	arena_free(f.a);
}
END_TEST

START_TEST(a_stated_route_replaces_local)
{
	struct network_fixture f = fixture_new();
	struct interface *fw = model_new_interface(f.m, (struct place){ 0 }, 1,
	    f.v);
	struct route *replaced = fixture_route(&f, "10.0.0.0/16", fw);
	const struct route_view *view = view_of(&f, IPV4);

	ck_assert_ptr_eq(winner(view, "10.0.0.1"), replaced);
	arena_free(f.a);
}
END_TEST

START_TEST(blackholes_win_and_drop)
{
	struct network_fixture f = fixture_new();
	struct route *hole = fixture_blackhole(&f, "8.8.8.0/24");
	struct route *gone = fixture_route(&f, "9.9.9.0/24", f.nat);
	struct route *wide = fixture_route(&f, "0.0.0.0/0", f.igw);
	const struct routes *r;
	const struct route_view *view;

	gone->is_blackhole = true;
	r = routes_new(f.a, f.m);
	view = routes_view(r, f.t, IPV4);
	ck_assert_ptr_eq(winner(view, "8.8.8.8"), hole);
	ck_assert_ptr_eq(winner(view, "9.9.9.9"), gone);
	ck_assert_ptr_eq(winner(view, "7.7.7.7"), wide);
	ck_assert_ptr_nonnull(routes_dead(r, hole));
	ck_assert_ptr_nonnull(strstr(routes_dead(r, gone), "gone"));
	ck_assert_ptr_null(routes_dead(r, wide));
	arena_free(f.a);
}
END_TEST

START_TEST(routes_that_aws_refuses_are_not_there)
{
	struct network_fixture f = fixture_new();
	struct route *wide = fixture_route(&f, "0.0.0.0/0", f.igw);
	struct route *none = fixture_blackhole(&f, "8.0.0.0/8");
	struct route *several = fixture_blackhole(&f, "9.0.0.0/8");
	const struct route_view *view;

	none->target_kind = TARGET_NONE;
	several->target_kind = TARGET_SEVERAL;
	view = view_of(&f, IPV4);
	ck_assert_ptr_eq(winner(view, "8.8.8.8"), wide);
	ck_assert_ptr_eq(winner(view, "9.9.9.9"), wide);
	arena_free(f.a);
}
END_TEST

static enum route_state
state_of(struct network_fixture *f, const struct route *route,
    const char **why)
{
	return routes_state(routes_new(f->a, f->m), route, why);
}

START_TEST(dead_targets)
{
	struct network_fixture f = fixture_new();
	struct vpc *other = model_new_vpc(f.m, (struct place){ 0 }, 1);
	struct route *igw = fixture_route(&f, "0.0.0.0/0", f.igw);
	struct route *nat = fixture_route(&f, "1.0.0.0/8", f.nat);
	struct route *pcx = fixture_route(&f, "2.0.0.0/8", f.pcx);
	struct route *tgw = fixture_route(&f, "3.0.0.0/8", f.tgw);
	const char *why;

	ck_assert_int_eq(state_of(&f, igw, &why), ROUTE_LIVE);
	ck_assert_ptr_null(why);
	f.igw->is.vpc = NULL;
	ck_assert_int_eq(state_of(&f, igw, &why), ROUTE_DEAD);
	ck_assert_str_eq(why, "internet gateway \"igw\" is attached to no VPC");
	f.igw->attachment_known = false;
	ck_assert_int_eq(state_of(&f, igw, &why), ROUTE_UNDECIDED);
	f.igw->is.vpc = other;
	ck_assert_int_eq(state_of(&f, igw, &why), ROUTE_DEAD);

	ck_assert_int_eq(state_of(&f, nat, &why), ROUTE_LIVE);
	f.nat->state = "deleted";
	ck_assert_int_eq(state_of(&f, nat, &why), ROUTE_DEAD);
	f.nat->state = "available";
	f.nat->is.vpc = other;
	ck_assert_int_eq(state_of(&f, nat, &why), ROUTE_DEAD);

	ck_assert_int_eq(state_of(&f, pcx, &why), ROUTE_LIVE);
	f.pcx->state = "pending-acceptance";
	ck_assert_int_eq(state_of(&f, pcx, &why), ROUTE_DEAD);
	ck_assert_ptr_nonnull(strstr(why, "pending-acceptance"));
	f.pcx->state = "active";
	f.pcx->vpcs[1] = other;
	ck_assert_int_eq(state_of(&f, pcx, &why), ROUTE_LIVE);
	f.pcx->vpcs[0] = other;
	ck_assert_int_eq(state_of(&f, pcx, &why), ROUTE_DEAD);

	ck_assert_int_eq(state_of(&f, tgw, &why), ROUTE_LIVE);
	f.m->attachments.v[0]->state = "deleting";
	ck_assert_int_eq(state_of(&f, tgw, &why), ROUTE_DEAD);
	f.m->attachments.v[0]->state = NULL;
	f.m->attachments.v[0]->vpc = other;
	ck_assert_int_eq(state_of(&f, tgw, &why), ROUTE_DEAD);
	ck_assert_ptr_nonnull(strstr(why, "no attachment"));
	model_declare_incomplete(f.m, KIND_ATTACHMENT, 1, NULL);
	ck_assert_int_eq(state_of(&f, tgw, &why), ROUTE_UNDECIDED);
	arena_free(f.a);
}
END_TEST

START_TEST(targets_that_the_input_does_not_hold)
{
	struct network_fixture f = fixture_new();
	struct route *r = fixture_route(&f, "0.0.0.0/0", NULL);
	const char *why;

	r->target.text = "igw2";
	ck_assert_int_eq(state_of(&f, r, &why), ROUTE_DEAD);
	model_declare_incomplete(f.m, KIND_NAT_GATEWAY, 1, f.v);
	ck_assert_int_eq(state_of(&f, r, &why), ROUTE_UNDECIDED);
	ck_assert_str_eq(why, "\"igw2\" is not in the input");

	/* AWS says of an observed table that the route is active */
	f.t->is.created = false;
	r->target.text = "igw-0abc";
	ck_assert_int_eq(state_of(&f, r, &why), ROUTE_LIVE);
	ck_assert_int_eq(routes_way(routes_new(f.a, f.m), r, NULL),
	    ROUTE_WAY_INTERNET);
	r->target.text = "nat-0abc";
	ck_assert_int_eq(routes_way(routes_new(f.a, f.m), r, NULL),
	    ROUTE_WAY_PRIVATE);
	arena_free(f.a);
}
END_TEST

START_TEST(services_stay_symbolic)
{
	static const char *const entries[] = { "52.219.0.0/16", NULL };
	struct network_fixture f = fixture_new();
	struct route *service = fixture_route(&f, "1.2.3.4/32", f.s3);
	struct route *list = fixture_route_list(&f, entries, f.s3);
	struct route *wide = fixture_route(&f, "0.0.0.0/0", f.nat);
	const struct route_view *view;

	service->destination = DESTINATION_SERVICE;
	service->service = "s3";
	view = view_of(&f, IPV4);
	ck_assert_uint_eq(view->services.n, 2);
	ck_assert_ptr_eq(route_find_service(view, "s3"), service);
	ck_assert_ptr_null(route_find_service(view, "dynamodb"));
	ck_assert_ptr_eq(view->services.v[1].route, list);
	ck_assert_str_eq(view->services.v[1].service, "s3");
	ck_assert_ptr_eq(winner(view, "52.219.1.1"), wide);
	ck_assert_ptr_eq(winner(view, "1.2.3.4"), wide);
	ck_assert(!view->has_unknown);
	arena_free(f.a);
}
END_TEST

START_TEST(unknown_destinations_are_listed)
{
	static const char *const entries[] = { "8.0.0.0/8", NULL };
	struct network_fixture f = fixture_new();
	struct route *unknown = fixture_route_unknown(&f, f.pcx);
	struct route *list = fixture_route_list(&f, entries, f.pcx);
	struct route *family = fixture_route_unknown(&f, f.tgw);
	const struct routes *r;
	const struct route_view *view;

	((struct prefix_list *)list->list.to)->entries_known = false;
	family->cidr.v.family = IPV6;
	r = routes_new(f.a, f.m);
	view = routes_view(r, f.t, IPV4);
	ck_assert(view->has_unknown);
	ck_assert_str_eq(view->why, "the destination of a route of route "
	    "table without a name is not known: known after apply");
	ck_assert_uint_eq(view->unknown.n, 2);
	ck_assert_ptr_eq(view->unknown.v[0], unknown);
	ck_assert_ptr_eq(view->unknown.v[1], list);
	/* what is known of the list counts all the same */
	ck_assert_ptr_eq(winner(view, "8.8.8.8"), list);
	view = routes_view(r, f.t, IPV6);
	ck_assert_uint_eq(view->unknown.n, 3);
	arena_free(f.a);
}
END_TEST

START_TEST(what_wins_otherwise)
{
	static const struct condition prod = { .text = "IsProd" };
	struct network_fixture f = fixture_new();
	struct route *wide = fixture_route(&f, "0.0.0.0/0", f.nat);
	struct route *maybe = fixture_route(&f, "8.0.0.0/8", f.igw);
	struct route *sure = fixture_route(&f, "8.8.0.0/16", f.pcx);
	const struct route_view *view;
	const struct route_span *span;

	maybe->exists = &prod;
	view = view_of(&f, IPV4);
	span = route_find(view, addr_of("8.1.1.1"));
	ck_assert_ptr_eq(span->route, maybe);
	ck_assert(span->choice->maybe);
	ck_assert_ptr_eq(span->choice->otherwise->route, wide);
	ck_assert(!span->choice->otherwise->maybe);
	span = route_find(view, addr_of("8.8.1.1"));
	ck_assert_ptr_eq(span->route, sure);
	ck_assert(!span->choice->maybe);
	ck_assert_ptr_eq(span->choice->otherwise->route, maybe);
	arena_free(f.a);
}
END_TEST

START_TEST(lists_that_overlap_are_ambiguous)
{
	static const char *const one[] = { "192.168.0.0/16", NULL };
	static const char *const two[] = { "192.168.1.0/24", NULL };
	static const char *const three[] = { "192.168.1.128/25",
		"172.16.0.0/12", NULL };
	struct network_fixture f = fixture_new();
	const struct route_view *view;

	fixture_route_list(&f, one, f.pcx);
	fixture_route_list(&f, two, f.tgw);
	fixture_route_list(&f, three, f.tgw);
	view = view_of(&f, IPV4);
	ck_assert(!route_find(view, addr_of("192.168.0.1"))->choice->
	    ambiguous);
	ck_assert(route_find(view, addr_of("192.168.1.1"))->choice->ambiguous);
	ck_assert(route_find(view, addr_of("192.168.1.200"))->choice->
	    ambiguous);
	ck_assert(!route_find(view, addr_of("172.16.0.1"))->choice->ambiguous);
	arena_free(f.a);
}
END_TEST

/* ------------------------------------------------------------ the model */

/* Straight from the page: of all routes for an address the best, one by one. */
static const struct route *
naive_winner(const struct route_table *t, struct addr a)
{
	const struct route *best = NULL;
	int best_score = -1;
	bool is_local = false;

	for (size_t i = 0; i < t->routes.n; i++)
		if (t->routes.v[i]->target_kind == TARGET_LOCAL &&
		    cidr_contains_addr(t->routes.v[i]->cidr.v, IPV4, a))
			is_local = true;
	for (size_t i = 0; i < t->routes.n; i++) {
		const struct route *r = t->routes.v[i];
		int score;

		if (!cidr_contains_addr(r->cidr.v, IPV4, a))
			continue;
		if (is_local && r->origin == ROUTE_PROPAGATED)
			continue;
		score = r->cidr.v.length * 3 + (r->origin == ROUTE_STATIC ?
		    2 : r->origin == ROUTE_IMPLICIT ? 1 : 0);
		if (score > best_score) {
			best_score = score;
			best = r;
		}
	}
	return best;
}

/* Prefixes of a space so small that they nest and tie all the time, at its
 * lower or at its upper end. */
static const char *
random_cidr(struct arena *a, struct unit_random *r, bool upper)
{
	char text[CIDR_TEXT_MAX];
	uint32_t address = unit_random_below(r, 64);
	unsigned length = 26 + unit_random_below(r, 7);

	if (unit_random_below(r, 10) == 0)
		length = unit_random_below(r, 27);
	if (upper)
		address = ~address;
	return arena_strdup(a, cidr_format(cidr_around(
	    addr_from_u64(address), IPV4, length), text));
}

static void
compare_with_naive(struct network_fixture *f, bool upper)
{
	const struct route_view *view = view_of(f, IPV4);

	for (uint32_t n = 0; n < 64; n++) {
		struct addr a = addr_from_u64(upper ? (uint32_t)~n : n);
		const struct route_span *span = route_find(view, a);

		ck_assert_ptr_eq(span != NULL ? span->route : NULL,
		    naive_winner(f->t, a));
	}
	for (size_t i = 0; i < view->n; i++) {
		const struct route_span *span = &view->v[i];

		ck_assert_int_le(addr_compare(span->range.first,
		    span->range.last), 0);
		ck_assert(i == 0 || addr_compare(view->v[i - 1].range.last,
		    span->range.first) < 0);
		ck_assert_ptr_eq(span->choice->route, span->route);
		ck_assert(cidr_equal(span->cidr, span->route->cidr.v));
		ck_assert_ptr_eq(naive_winner(f->t, span->range.first),
		    span->route);
		ck_assert_ptr_eq(naive_winner(f->t, span->range.last),
		    span->route);
	}
}

START_TEST(random_tables_agree_with_a_naive_model)
{
	struct unit_random random = { 5 };

	for (int round = 0; round < 1500; round++) {
		struct network_fixture f = fixture_new();
		uint32_t n = unit_random_below(&random, 14);
		bool upper = round % 2 == 1;

		f.t->routes.n = 0;
		for (uint32_t i = 0; i < n; i++) {
			const char *to = random_cidr(f.a, &random, upper);

			switch (unit_random_below(&random, 4)) {
			case 0:
				fixture_local(&f, to);
				break;
			case 1:
				fixture_route(&f, to, f.vgw)->origin =
				    ROUTE_PROPAGATED;
				break;
			default:
				fixture_route(&f, to, f.nat);
			}
		}
		compare_with_naive(&f, upper);
		arena_free(f.a);
	}
}
END_TEST

START_TEST(many_routes_take_little_time)
{
	struct network_fixture f = fixture_new();
	const struct route_view *view;

	/* all nested in one another, and as many beside */
	for (unsigned i = 0; i < 60000; i++)
		fixture_route(&f, arena_printf(f.a, "11.%u.%u.%u/%u",
		    i / 256 % 256, i % 256, 0U, 24U), f.tgw);
	for (unsigned i = 0; i < 20000; i++)
		fixture_route(&f, "0.0.0.0/0", f.igw);
	view = view_of(&f, IPV4);
	ck_assert_uint_eq(view->n, 60000 + 4);
	ck_assert_str_eq(winner(view, "11.3.4.5")->written, "11.3.4.0/24");
	arena_free(f.a);
}
END_TEST

START_TEST(the_condition_of_the_table_is_no_doubt_in_it)
{
	static const struct condition prod = { .text = "IsProd" };
	static const struct condition same = { .text = "IsProd" };
	static const struct condition other = { .text = "IsProd", .negated = true };
	struct network_fixture f = fixture_new();
	struct route *wide = fixture_route(&f, "0.0.0.0/0", f.nat);
	const struct route_view *view;

	f.t->is.exists = &prod;
	wide->exists = &same;
	view = view_of(&f, IPV4);
	ck_assert(!route_find(view, addr_of("8.8.8.8"))->choice->maybe);
	wide->exists = &other;
	view = view_of(&f, IPV4);
	ck_assert(route_find(view, addr_of("8.8.8.8"))->choice->maybe);
	arena_free(f.a);
}
END_TEST

Suite *suite_route(void);

Suite *
suite_route(void)
{
	return unit_suite_of("route", (const TTest *const[]){
		the_longest_prefix_wins, families_never_meet,
		where_no_route_leads, ties_go_static_then_list_then_propagated,
		propagated_never_beats_local, a_stated_route_replaces_local,
		blackholes_win_and_drop, routes_that_aws_refuses_are_not_there,
		dead_targets, targets_that_the_input_does_not_hold,
		services_stay_symbolic, unknown_destinations_are_listed,
		what_wins_otherwise, lists_that_overlap_are_ambiguous,
		the_condition_of_the_table_is_no_doubt_in_it,
		random_tables_agree_with_a_naive_model,
		many_routes_take_little_time, NULL });
}
