/* SPDX-License-Identifier: MIT */
#include "export/spec_write.h"

#include "base/str.h"

/* ------------------------------------------------------ what is implied */

/* The route to its own VPC that every table has. */
static bool
is_own_local(const struct spec_out *o, const struct route *r)
{
	if (r->target_kind != TARGET_LOCAL ||
	    r->destination != DESTINATION_CIDR || o->vpc == NULL)
		return false;
	for (size_t i = 0; i < o->vpc->cidrs.n; i++)
		if (cidr_equal(o->vpc->cidrs.v[i].v, r->cidr.v))
			return true;
	for (size_t i = 0; i < o->vpc->ipv6_cidrs.n; i++)
		if (cidr_equal(o->vpc->ipv6_cidrs.v[i].v, r->cidr.v))
			return true;
	return false;
}

/* A gateway endpoint names its tables, and AWS enters the route. */
static bool
is_of_endpoint(const struct route *r)
{
	const struct thing *t = r->target.to;

	return t != NULL && t->kind == KIND_ENDPOINT &&
	    ((const struct endpoint *)t)->type == ENDPOINT_GATEWAY;
}

static bool
is_written(const struct spec_out *o, const struct route *r)
{
	bool added = r->origin == ROUTE_IMPLICIT ||
	    r->target.is.origin == ORIGIN_IMPLICIT;

	return !added && !is_own_local(o, r) && !is_of_endpoint(r);
}

/* --------------------------------------------------------------- routes */

static const char *
destination_text(const struct spec_out *o, const struct route *r)
{
	switch (r->destination) {
	case DESTINATION_CIDR:
		return value_is_known(r->cidr.is) ?
		    cidr_text(o->a, r->cidr.v) : NULL;
	case DESTINATION_PREFIX_LIST:
		return export_ref_text(o, &r->list, BIT(KIND_PREFIX_LIST),
		    false);
	case DESTINATION_SERVICE:
		return r->service;
	case DESTINATION_UNKNOWN:
		break;
	}
	return NULL;
}

static void
write_target(struct spec_out *o, const struct route *r)
{
	switch (r->target_kind) {
	case TARGET_THING:
		write_ref(o, &r->target, TARGETS);
		return;
	case TARGET_LOCAL:
		writer_text(&o->w, "local");
		return;
	case TARGET_BLACKHOLE:
		writer_text(&o->w, "blackhole");
		return;
	case TARGET_NONE:
		writer_null(&o->w);
		return;
	case TARGET_SEVERAL:
		write_unknown(o, "more than one target");
		return;
	case TARGET_UNKNOWN:
		write_unknown(o, r->target.is.why);
		return;
	}
}

/* AWS says that the target is there, and nothing else in the input does. */
static bool
is_proof(const struct route *r)
{
	return r->is_active && r->target_kind == TARGET_THING &&
	    r->target.to == NULL;
}

/* A map has room for a destination and a target. */
static bool
fits_in_map(const struct spec_out *o, const struct route *r)
{
	return destination_text(o, r) != NULL && !r->is_blackhole &&
	    r->state.state == VALUE_ABSENT &&
	    !is_proof(r) && r->origin == ROUTE_STATIC && r->why == NULL &&
	    r->owner == NULL &&
	    r->expires.is.state == VALUE_ABSENT && r->exists == NULL &&
	    !has_suppressions(o, r->at);
}

static void
write_route(struct spec_out *o, const struct route *r)
{
	const char *to = destination_text(o, r);

	writer_begin_map_fit(&o->w);
	writer_key(&o->w, "to");
	if (to != NULL)
		writer_text(&o->w, to);
	else
		write_unknown(o, r->cidr.is.why);
	writer_key(&o->w, "via");
	write_target(o, r);
	if (r->is_blackhole)
		put_name(o, "state", "blackhole");
	else if (is_proof(r))
		put_name(o, "state", "active");
	if (value_is_unknown(r->state)) {
		writer_key(&o->w, "state");
		write_unknown(o, r->state.why);
	}
	if (r->origin == ROUTE_PROPAGATED)
		put_name(o, "origin", "propagated");
	put_name(o, "why", r->why);
	put_name(o, "owner", r->owner);
	put_text(o, "expires", &r->expires);
	put_exists(o, r->exists);
	put_suppressions(o, r->at);
	writer_end(&o->w);
}

/* Whether a map can hold them all: each fits, no destination twice. */
static bool
fit_in_map(const struct spec_out *o, struct route *const *v, size_t n)
{
	struct map seen = map_new(o->a);

	for (size_t i = 0; i < n; i++) {
		void **slot;

		if (!is_written(o, v[i]))
			continue;
		if (!fits_in_map(o, v[i]))
			return false;
		slot = map_slot(&seen, destination_text(o, v[i]));
		if (*slot != NULL)
			return false;
		*slot = v[i];
	}
	return true;
}

void
put_routes(struct spec_out *o, struct route *const *v, size_t n, bool stated)
{
	bool in_map = fit_in_map(o, v, n), any = stated;

	for (size_t i = 0; i < n; i++)
		any = any || is_written(o, v[i]);
	if (!any)
		return;
	writer_key(&o->w, "routes");
	if (in_map)
		writer_begin_map_fit(&o->w);
	else
		writer_begin_list_fit(&o->w);
	for (size_t i = 0; i < n; i++) {
		if (!is_written(o, v[i]))
			continue;
		if (!in_map) {
			write_route(o, v[i]);
			continue;
		}
		writer_key(&o->w, destination_text(o, v[i]));
		write_target(o, v[i]);
	}
	writer_end(&o->w);
}

void
put_route_tables(struct spec_out *o, const struct vpc *v)
{
	struct order order = export_order(o, v->route_tables.v,
	    v->route_tables.n);

	if (order.n == 0)
		return;
	writer_key(&o->w, "route_tables");
	writer_begin_map(&o->w);
	for (size_t i = 0; i < order.n; i++) {
		const struct route_table *t =
		    (const struct route_table *)order.v[i];

		writer_key(&o->w, export_name(o, &t->is));
		writer_begin_map_fit(&o->w);
		put_flag_unless(o, "main", &t->main, false);
		put_routes(o, t->routes.v, t->routes.n, false);
		if (t->propagates.n > 0)
			put_refs(o, "propagates", t->propagates.v,
			    t->propagates.n, BIT(KIND_VPN_GATEWAY));
		put_ref(o, "edge_of", &t->edge_of,
		    BIT(KIND_INTERNET_GATEWAY) | BIT(KIND_VPN_GATEWAY));
		put_thing(o, &t->is);
		writer_end(&o->w);
	}
	writer_end(&o->w);
}
