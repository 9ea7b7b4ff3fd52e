/* SPDX-License-Identifier: MIT */
#include "model/link.h"

#include "base/str.h"
#include "model/facts.h"

#include <stdlib.h>

/*
 * Routes that stand nowhere, in tables and for things that the input creates:
 *
 *	local		for every block of the VPC, unless a stated route has
 *			exactly that destination ("Replace or restore the
 *			target for a local route")
 *	endpoint	of a gateway endpoint, in the tables it names ("Gateway
 *			endpoints")
 *	propagated	what a VPN gateway knows, in tables that ask for it
 *			("Site-to-Site VPN, Route tables and route priority")
 *	regional NAT	a table of its own, with a default route to the
 *			internet gateway ("Regional NAT gateways")
 */

/* The destinations of a table that are stated, sorted, for look-ups. */
struct destinations {
	VEC(struct cidr) v;
};

static int
compare_cidrs(const void *a, const void *b)
{
	const struct cidr *x = a, *y = b;

	return cidr_compare(*x, *y);
}

static struct destinations
destinations_of(struct arena *a, const struct route_table *t,
    enum route_origin origin)
{
	struct destinations d = { 0 };

	for (size_t i = 0; i < t->routes.n; i++) {
		const struct route *r = t->routes.v[i];

		/* One that may not be there leaves the others there. */
		if (r->destination == DESTINATION_CIDR &&
		    value_is_known(r->cidr.is) &&
		    (r->exists == NULL ||
		    condition_same(r->exists, t->is.exists)) &&
		    (origin == ROUTE_STATIC || r->origin == origin))
			vec_push(a, &d.v, r->cidr.v);
	}
	vec_sort(&d.v, compare_cidrs);
	return d;
}

static bool
is_destination(const struct destinations *d, struct cidr c)
{
	return d->v.n > 0 && bsearch(&c, d->v.v, d->v.n, sizeof c,
	    compare_cidrs) != NULL;
}

static struct route *
add_route(struct model *m, struct route_table *t, struct cidr_value to,
    enum route_origin origin)
{
	struct route *r = model_new_route(m, t->is.at);

	r->destination = value_is_known(to.is) ? DESTINATION_CIDR :
	    DESTINATION_UNKNOWN;
	r->cidr = to;
	r->written = to.written;
	if (r->written == NULL && value_is_known(to.is))
		r->written = cidr_text(m->a, to.v);
	r->origin = origin;
	r->target.is = value_implicit();
	r->exists = t->is.exists;
	vec_push(m->a, &t->routes, r);
	return r;
}

static void
set_target(struct route *r, struct thing *to)
{
	r->target_kind = TARGET_THING;
	r->target.text = thing_label(to);
	r->target.to = to;
}

static bool
has_local_of_unknown(const struct route_table *t, unsigned family)
{
	for (size_t i = 0; i < t->routes.n; i++)
		if (t->routes.v[i]->target_kind == TARGET_LOCAL &&
		    t->routes.v[i]->destination == DESTINATION_UNKNOWN &&
		    t->routes.v[i]->cidr.v.family == family)
			return true;
	return false;
}

static void
add_local(struct model *m, struct route_table *t,
    const struct destinations *stated, struct cidr_value block,
    enum family family)
{
	bool known = value_is_known(block.is);

	block.v.family = (uint8_t)family;
	if (known ? is_destination(stated, block.v) :
	    has_local_of_unknown(t, family))
		return;
	add_route(m, t, block, ROUTE_IMPLICIT)->target_kind = TARGET_LOCAL;
}

static void
add_locals(struct model *m, struct route_table *t)
{
	struct destinations stated =
	    destinations_of(m->a, t, ROUTE_STATIC);
	const struct vpc *v = t->is.vpc;

	for (size_t i = 0; i < v->cidrs.n; i++)
		add_local(m, t, &stated, v->cidrs.v[i], IPV4);
	for (size_t i = 0; i < v->ipv6_cidrs.n; i++)
		add_local(m, t, &stated, v->ipv6_cidrs.v[i], IPV6);
}

/* Whether the table states a route to that thing. */
static bool
leads_to(const struct route_table *t, const struct thing *to)
{
	for (size_t i = 0; i < t->routes.n; i++)
		if (t->routes.v[i]->target.to == to)
			return true;
	return false;
}

/* Whether it is not known already where the table leads for the service. */
static bool
is_open_for(const struct route_table *t, const char *service)
{
	for (size_t i = 0; i < t->routes.n; i++)
		if (t->routes.v[i]->destination == DESTINATION_SERVICE &&
		    t->routes.v[i]->target_kind == TARGET_UNKNOWN &&
		    str_equal(t->routes.v[i]->service, service))
			return true;
	return false;
}

/* A table that may hold the route of an endpoint: where it leads for the
 * service is not known. */
static void
add_open_service(struct model *m, struct route_table *t,
    const struct endpoint *e, const char *why)
{
	struct cidr_value nowhere = { 0 };
	struct route *r;

	if (!value_is_known(e->service.is) || leads_to(t, &e->is) ||
	    is_open_for(t, e->service.v))
		return;
	r = add_route(m, t, nowhere, ROUTE_IMPLICIT);
	r->destination = DESTINATION_SERVICE;
	r->service = r->written = e->service.v;
	r->target_kind = TARGET_UNKNOWN;
	r->target.is = value_unknown(e->is.at, why);
}

/* Of a VPC that is not known: of any that the input makes, once for each
 * service. */
static void
add_open_everywhere(struct model *m, struct map *opened,
    const struct endpoint *e, const char *why)
{
	void **slot = !value_is_known(e->service.is) ? NULL :
	    map_slot(opened, arena_printf(m->a, "%u %s", e->is.island,
	    e->service.v));

	if (slot == NULL || *slot != NULL)
		return;
	*slot = m;
	for (size_t i = 0; i < m->route_tables.n; i++)
		if (m->route_tables.v[i]->is.island == e->is.island)
			add_open_service(m, m->route_tables.v[i], e, why);
}

static void
add_open_services(struct model *m, struct map *opened, struct endpoint *e)
{
	struct vpc *v = e->is.vpc;

	for (size_t i = 0; i < e->table_refs.n; i++) {
		const struct ref *ref = &e->table_refs.v[i];

		if (e->type == ENDPOINT_OTHER && ref->to != NULL)
			add_open_service(m, (struct route_table *)ref->to, e,
			    "the type of an endpoint is not known");
		if (!value_is_unknown(ref->is))
			continue;
		for (size_t k = 0; v != NULL && k < v->route_tables.n; k++)
			add_open_service(m, v->route_tables.v[k], e,
			    ref->is.why);
		if (v == NULL)
			add_open_everywhere(m, opened, e, ref->is.why);
		break;
	}
}

static void
add_endpoint_routes(struct model *m, struct map *opened, struct endpoint *e)
{
	if ((e->type != ENDPOINT_GATEWAY && e->type != ENDPOINT_OTHER) ||
	    !e->is.created)
		return;
	add_open_services(m, opened, e);
	if (e->type != ENDPOINT_GATEWAY)
		return;
	for (size_t i = 0; i < e->table_refs.n; i++) {
		struct route_table *t =
		    (struct route_table *)e->table_refs.v[i].to;
		struct cidr_value nowhere = { 0 };
		struct route *r;

		if (t == NULL || leads_to(t, &e->is))
			continue;
		r = add_route(m, t, nowhere, ROUTE_IMPLICIT);
		if (value_is_known(e->service.is)) {
			r->destination = DESTINATION_SERVICE;
			r->service = r->written = e->service.v;
		}
		if (e->is.exists != NULL)
			r->exists = e->is.exists;
		set_target(r, &e->is);
	}
}

static void
propagate(struct model *m, struct route_table *t,
    const struct destinations *known, struct cidr_value to,
    const struct ref *by, const struct vpn *vpn)
{
	struct route *r;

	/* A VPN on a VPN gateway carries no IPv6. */
	if (to.v.family == IPV6 ||
	    (value_is_known(to.is) && is_destination(known, to.v)))
		return;
	r = add_route(m, t, to, ROUTE_PROPAGATED);
	set_target(r, by->to);
	if (!ref_is_sure(by, &t->is))
		r->exists = by->exists;
	else if (!condition_same(vpn->is.exists, t->is.exists))
		r->exists = vpn->is.exists;
}

static void
propagate_vpn(struct model *m, struct route_table *t,
    const struct destinations *known, const struct vpn *vpn,
    const struct ref *by)
{
	for (size_t i = 0; i < vpn->cidrs.n; i++)
		propagate(m, t, known, vpn->cidrs.v[i], by, vpn);
	for (size_t i = 0; i < vpn->networks.n; i++) {
		const struct network *n =
		    (const struct network *)vpn->networks.v[i].to;
		struct cidr_value unknown = { 0 };

		for (size_t j = 0; n != NULL && j < n->cidrs.n; j++)
			propagate(m, t, known, n->cidrs.v[j], by, vpn);
		if (n != NULL)
			continue;
		unknown.is = value_unknown(vpn->networks.v[i].is.at,
		    vpn->networks.v[i].is.why != NULL ?
		    vpn->networks.v[i].is.why :
		    "a network of the VPN is not known");
		propagate(m, t, known, unknown, by, vpn);
	}
}

/* A route of which neither end is known. */
static void
add_open(struct model *m, struct route_table *t, const char *why)
{
	struct cidr_value unknown = {
		.is = value_unknown(t->is.at, why), .v = { .family = IPV4 }
	};
	struct route *r = add_route(m, t, unknown, ROUTE_PROPAGATED);

	r->target_kind = TARGET_UNKNOWN;
	r->target.is = unknown.is;
}

/* Whether a table says itself that it has learnt some route. */
static bool
has_open(const struct route_table *t)
{
	for (size_t i = 0; i < t->routes.n; i++)
		if (t->routes.v[i]->origin == ROUTE_PROPAGATED &&
		    value_is_unknown(t->routes.v[i]->cidr.is))
			return true;
	return false;
}

/* Why a VPN may be on any gateway of the island; NULL if none may. */
static const char *
open_vpn(const struct model *m, unsigned island)
{
	if (model_island_is_partial(m, KIND_VPN, island))
		return "the VPN connections are not all known";

	for (size_t i = 0; i < m->vpns.n; i++)
		if (value_is_unknown(m->vpns.v[i]->on.is))
			return m->vpns.v[i]->on.is.why;
	return NULL;
}

/* AWS lists a connection for a while after it is deleted. */
static bool
is_gone(const struct vpn *v)
{
	return !fact_state_carries(v->state) &&
	    !fact_state_is_unknown(v->state);
}

static void
add_propagated(struct model *m, struct route_table *t)
{
	struct destinations known =
	    destinations_of(m->a, t, ROUTE_PROPAGATED);
	const char *why = t->propagates.n > 0 ? open_vpn(m,
	    t->is.island) : NULL;

	for (size_t i = 0; i < t->propagates.n && why == NULL; i++)
		if (value_is_unknown(t->propagates.v[i].is))
			why = t->propagates.v[i].is.why;
		else if (t->propagates.v[i].to == NULL &&
		    !model_is_complete(m, KIND_VPN_GATEWAY, t->is.vpc))
			why = "a VPN gateway that propagates is not in the "
			    "input";
	if (why != NULL && !has_open(t))
		add_open(m, t, why);

	for (size_t i = 0; i < t->propagates.n; i++) {
		struct vpn_gateway *g =
		    (struct vpn_gateway *)t->propagates.v[i].to;

		for (size_t j = 0; g != NULL && j < g->vpns.n; j++)
			if (!is_gone(g->vpns.v[j]))
				propagate_vpn(m, t, &known, g->vpns.v[j],
				    &t->propagates.v[i]);
	}
}

/* The route of a regional NAT gateway's table to the internet. */
static void
add_default(struct model *m, struct route_table *t)
{
	struct vpc *v = t->is.vpc;
	struct cidr_value to = { .is = value_implicit(),
		.v = cidr_everything(IPV4), .written = "0.0.0.0/0" };
	struct route *r;

	if (v->internet_gateways.n == 0 &&
	    model_is_complete(m, KIND_INTERNET_GATEWAY, v))
		return;
	r = add_route(m, t, to, ROUTE_IMPLICIT);
	if (v->internet_gateways.n == 1) {
		set_target(r, &v->internet_gateways.v[0]->is);
		return;
	}
	r->target_kind = TARGET_UNKNOWN;
	r->target.is = value_unknown(t->is.at,
	    "the VPC's internet gateway is not known");
}

static void
make_table_of_nat(struct model *m, struct nat_gateway *nat)
{
	struct vpc *v = nat->is.vpc;
	struct route_table *t;

	if (v == NULL || (!nat->routes_stated && !nat->is.created))
		return;
	t = model_new_route_table(m, nat->is.at, nat->is.island, v);
	t->is.label = thing_label(&nat->is);
	t->is.account = nat->is.account;
	t->is.region = nat->is.region;
	t->is.exists = nat->is.exists;
	t->is.among_vpcs = nat->is.among_vpcs;
	t->is.created = nat->is.created;
	t->is.implicit = true;
	t->main.is = value_implicit();
	for (size_t i = 0; i < nat->routes.n; i++)
		vec_push(m->a, &t->routes, nat->routes.v[i]);
	if (!nat->routes_stated)
		add_default(m, t);
	nat->table = t;
}

void
link_routes(struct linker *l)
{
	struct model *m = l->m;
	struct map opened = map_new(m->a);

	for (size_t i = 0; i < m->nat_gateways.n; i++) {
		struct nat_gateway *nat = m->nat_gateways.v[i];
		struct subnet *s = (struct subnet *)nat->subnet.to;

		if (flag_or(nat->regional, false))
			make_table_of_nat(m, nat);
		else if (s != NULL)
			nat->table = s->table;
	}
	for (size_t i = 0; i < m->endpoints.n; i++)
		add_endpoint_routes(m, &opened, m->endpoints.v[i]);
	for (size_t i = 0; i < m->route_tables.n; i++) {
		struct route_table *t = m->route_tables.v[i];

		if (t->is.created && t->is.vpc != NULL) {
			add_locals(m, t);
			add_propagated(m, t);
		}
		for (size_t j = 0; j < t->routes.n; j++)
			t->routes.v[j]->table = t;
	}
}
