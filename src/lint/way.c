/* SPDX-License-Identifier: MIT */
#include "lint/way.h"

#include "lint/words.h"

const struct thing *
way_target(const struct route *r)
{
	return r->target_kind == TARGET_THING ? r->target.to : NULL;
}

const struct route *
way_to_internet(const struct lint *l, const struct route_table *t,
    enum family family)
{
	/* 1.1.1.1 and 2606:4700::1111: public, and in no block of AWS's. */
	static const struct addr ipv4 = { .lo = 0x01010101 };
	static const struct addr ipv6 = { .hi = 0x2606470000000000,
		.lo = 0x1111 };
	const struct route_view *view = routes_view(l->routes, t, family);
	const struct route_span *span;

	if (view == NULL)
		return NULL;
	span = route_find(view, family == IPV4 ? ipv4 : ipv6);
	return span != NULL ? span->route : NULL;
}

bool
way_is_elsewhere(struct lint *l, const struct route *r)
{
	if (r->exists == NULL || !r->exists->whose)
		return false;
	lint_weakened(l, r->exists->text);
	return true;
}

bool
way_is_open(struct lint *l, const struct route *r, const struct thing *box)
{
	if (!lint_route_is_maybe(r) ||
	    (r->exists == NULL && r->target.to == box))
		return false;
	lint_weakened(l, arena_printf(l->a, "whether %s leads there depends "
	    "on a condition", words_route(l->a, r)));
	return true;
}

const struct route *
way_of_either_family(const struct lint *l, const struct route_table *t)
{
	const struct route *r = way_to_internet(l, t, IPV4);

	return r != NULL ? r : way_to_internet(l, t, IPV6);
}

const struct route *
way_to_gateway(const struct lint *l, const struct route_table *t,
    enum family family)
{
	const struct route_view *view = routes_view(l->routes, t, family);

	for (size_t i = 0; view != NULL && i < view->n; i++)
		if (routes_way(l->routes, view->v[i].route, NULL) ==
		    ROUTE_WAY_INTERNET)
			return view->v[i].route;
	return NULL;
}

bool
way_is_middlebox(const struct route *r)
{
	const struct thing *t = r != NULL ? way_target(r) : NULL;

	if (t == NULL)
		return false;
	/* One of a type that is not known may be one, too. */
	if (t->kind == KIND_ENDPOINT)
		return ((const struct endpoint *)t)->type ==
		    ENDPOINT_GATEWAY_LOAD_BALANCER ||
		    ((const struct endpoint *)t)->type == ENDPOINT_OTHER;
	return t->kind == KIND_INTERFACE || t->kind == KIND_WORKLOAD;
}

bool
way_has_middlebox(const struct lint *l, const struct subnet *s)
{
	return way_is_middlebox(way_to_internet(l, s->table, IPV4)) ||
	    way_is_middlebox(way_to_internet(l, s->table, IPV6));
}

bool
way_is_untold(struct lint *l, const struct route_table *t, enum family family)
{
	const struct route_view *view = routes_view(l->routes, t, family);

	if (view == NULL || way_to_internet(l, t, family) != NULL)
		return false;
	for (size_t i = 0; i < view->unknown.n; i++)
		if (view->unknown.v[i]->target_kind != TARGET_LOCAL) {
			lint_weakened(l, view->why);
			return true;
		}
	return false;
}

bool
way_hangs(struct lint *l, const struct route_table *t, enum family family)
{
	const struct route_view *view = routes_view(l->routes, t, family);
	const struct route *r = way_to_internet(l, t, family);

	if (r == NULL)
		return way_is_untold(l, t, family);
	return r->exists != NULL || routes_state(l->routes, r, NULL) ==
	    ROUTE_UNDECIDED || view->unknown.n > 0 ||
	    (r->target.to != NULL && r->target.to->exists != NULL);
}

bool
way_may_be_added(struct lint *l, const struct subnet *s, enum family family)
{
	if (way_is_untold(l, s->table, family))
		return true;
	return s->table != NULL && way_to_internet(l, s->table, family) ==
	    NULL && lint_is_handed_out(l, &s->table->is);
}

bool
way_was_reported(const struct route *r)
{
	if (r == NULL || r->is_blackhole)
		return false;
	return r->target_kind == TARGET_NONE ||
	    r->target_kind == TARGET_SEVERAL ||
	    (r->target_kind == TARGET_THING && r->target.to == NULL);
}

bool
way_is_spoilt(const struct lint *l, const struct route_table *t)
{
	if (t == NULL || way_to_internet(l, t, IPV4) != NULL ||
	    way_to_internet(l, t, IPV6) != NULL)
		return false;
	for (size_t i = 0; i < t->routes.n; i++)
		if (way_was_reported(t->routes.v[i]) &&
		    value_is_known(t->routes.v[i]->cidr.is) &&
		    t->routes.v[i]->cidr.v.length <= 1)
			return true;
	return false;
}

bool
way_is_misnamed(const struct lint *l, const struct subnet *s)
{
	if (s->table == NULL)
		return model_is_complete(l->m, KIND_ROUTE_TABLE, s->is.vpc);
	return way_is_spoilt(l, s->table) ||
	    way_was_reported(way_to_internet(l, s->table, IPV4)) ||
	    way_was_reported(way_to_internet(l, s->table, IPV6));
}
