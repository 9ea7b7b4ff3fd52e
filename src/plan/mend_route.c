/* SPDX-License-Identifier: MIT */
#include "plan/mend_propose.h"

#include "base/str.h"
#include "base/vec.h"
#include "text/sanitise.h"

/*
 * A table without a route, or with a dead one: one is proposed, or another
 * target for it, if the network has something that leads there.  What has to be
 * built first is said in words.
 */

struct routing {
	const struct asking_pairs *asking;
	const struct model *m;
	struct arena *a;
	struct route_table *table;
	const struct vpc *v;
	const struct end *own, *other;	/* on whose side the table is */
	enum family family;
	bool reply;
	struct route *dead;		/* NULL: there is no route */
	struct proposals *out;
};

static struct route_table *
table_of(const struct model *m, const struct thing *t)
{
	for (size_t i = 0; t != NULL && i < m->route_tables.n; i++)
		if (&m->route_tables.v[i]->is == t)
			return m->route_tables.v[i];
	return NULL;
}

struct mending
mending_target(struct arena *a, struct route *r, struct thing *target)
{
	struct route *to = arena_alloc(a, sizeof *to);
	struct mending e = { .kind = MENDING_TARGET, .of = &r->table->is,
		.route = to, .there = r, .list = "routes" };

	*to = *r;
	to->target_kind = TARGET_THING;
	to->target = (struct ref){ .is = value_derived(r->at),
		.text = thing_label(target), .to = target };
	to->is_blackhole = to->is_active = false;
	e.text = sanitise_text(a, thing_label(target));
	e.says = arena_printf(a, "%s: lead the route %s to %s",
	    thing_title(a, e.of), sanitise_text(a, r->written),
	    thing_title(a, target));
	return e;
}

struct mending
mending_route(struct arena *a, struct route_table *t, struct cidr to,
    struct thing *via)
{
	struct route *r = arena_alloc(a, sizeof *r);
	struct mending e = { .kind = MENDING_ROUTE, .of = &t->is,
		.route = r, .list = "routes" };

	r->at = t->is.at;
	r->table = t;
	r->destination = DESTINATION_CIDR;
	r->cidr.is = value_derived(r->at);
	r->cidr.v = to;
	r->written = r->cidr.written = cidr_text(a, to);
	r->target_kind = TARGET_THING;
	r->target.is = value_derived(r->at);
	r->target.text = thing_label(via);
	r->target.to = via;
	e.text = arena_printf(a, "%s via %s", r->written,
	    sanitise_text(a, thing_label(via)));
	e.says = arena_printf(a, "%s: add a route %s via %s",
	    thing_title(a, &t->is), r->written, thing_title(a, via));
	return e;
}

struct mending
mending_endpoint_table(struct arena *a, struct endpoint *e,
    struct route_table *t)
{
	struct route *r = arena_alloc(a, sizeof *r);
	struct mending m = { .kind = MENDING_ENDPOINT_TABLE, .of = &e->is,
		.route = r, .endpoint_table = t, .list = "route_tables" };

	/* as link makes it */
	r->at = t->is.at;
	r->table = t;
	r->origin = ROUTE_IMPLICIT;
	r->destination = DESTINATION_SERVICE;
	r->service = r->written = e->service.v;
	r->target_kind = TARGET_THING;
	r->target = (struct ref){ .is = value_implicit(),
		.text = thing_label(&e->is), .to = &e->is };
	m.text = sanitise_text(a, thing_label(&t->is));
	m.says = arena_printf(a, "%s: add %s to its route tables",
	    thing_title(a, &e->is), thing_title(a, &t->is));
	return m;
}

static void
add_route(const struct routing *x, struct cidr to, struct thing *via)
{
	if (x->dead == NULL)
		vec_push(x->a, x->out, mending_route(x->a, x->table, to, via));
	else if (via != x->dead->target.to && x->out->n == 0)
		vec_push(x->a, x->out, mending_target(x->a, x->dead, via));
}

/* ------------------------------------------------------- to the internet */

static struct thing *
nat_for(const struct routing *x)
{
	struct thing *found = NULL;

	for (size_t i = 0; i < x->m->nat_gateways.n; i++) {
		struct nat_gateway *n = x->m->nat_gateways.v[i];
		const struct subnet *s = (const struct subnet *)n->subnet.to;

		if (n->is.vpc != x->v || flag_or(n->is_private, false) ||
		    s == x->own->subnet)
			continue;
		if (s != NULL && x->own->subnet != NULL &&
		    str_equal(s->az_key, x->own->subnet->az_key))
			return &n->is;
		if (found == NULL)
			found = &n->is;
	}
	return found;
}

static enum exposure
meant_exposure(const struct routing *x)
{
	return x->own->subnet != NULL ? x->own->subnet->declared :
	    EXPOSURE_NONE;
}

/* None that would make of the subnet what it is not meant to be. */
static struct thing *
way_to_internet(const struct routing *x)
{
	bool direct = x->reply || (x->family == IPV4 &&
	    x->own->is_public == CERTAINLY);
	enum exposure meant = meant_exposure(x);

	if (meant == EXPOSURE_ISOLATED)
		return NULL;
	if (x->family == IPV6 && !x->reply) {
		for (size_t i = 0; i < x->m->egress_only_gateways.n; i++)
			if (x->m->egress_only_gateways.v[i]->is.vpc == x->v)
				return &x->m->egress_only_gateways.v[i]->is;
		direct = true;
	}
	if (!direct)
		return nat_for(x);
	return meant != EXPOSURE_PRIVATE && x->v->internet_gateways.n > 0 ?
	    &x->v->internet_gateways.v[0]->is : NULL;
}

/* ----------------------------------------------------- to another network */

static struct thing *
transit_of(const struct routing *x, const struct vpc *other)
{
	for (size_t i = 0; i < x->m->transit_gateways.n; i++) {
		struct transit_gateway *g = x->m->transit_gateways.v[i];
		bool here = false, there = other == NULL;

		for (size_t k = 0; k < g->attachments.n; k++) {
			here |= g->attachments.v[k]->vpc == x->v;
			there |= g->attachments.v[k]->vpc == other;
		}
		if (here && there)
			return &g->is;
	}
	return NULL;
}

static struct thing *
way_to_vpc(const struct routing *x, const struct vpc *other)
{
	for (size_t i = 0; i < x->m->peerings.n; i++) {
		struct peering *p = x->m->peerings.v[i];

		if ((p->vpcs[0] == x->v && p->vpcs[1] == other) ||
		    (p->vpcs[1] == x->v && p->vpcs[0] == other))
			return &p->is;
	}
	return transit_of(x, other);
}

static struct thing *
way_to_network(const struct routing *x, const struct network *n)
{
	for (size_t i = 0; i < n->vpns.n; i++) {
		struct thing *on = n->vpns.v[i]->on.to;

		if (on != NULL && on->kind == KIND_VPN_GATEWAY &&
		    on->vpc == x->v)
			return on;
	}
	return transit_of(x, NULL);
}

static void
add_blocks(const struct routing *x, const struct cidr_value *v, size_t n,
    struct thing *via)
{
	struct range_set to = x->other->addresses[FAMILY_INDEX(x->family)];

	for (size_t i = 0; i < n; i++)
		if (value_is_known(v[i].is) &&
		    v[i].v.family == (uint8_t)x->family &&
		    range_set_overlaps(to, range_set_of_cidr(x->a, v[i].v)))
			add_route(x, v[i].v, via);
}

/* Where there is no route to propose. */
static const char *
why_nothing(const struct routing *x)
{
	const char *vpc = x->v != NULL ? thing_title(x->a, &x->v->is) :
	    "the VPC";
	const char *table = thing_title(x->a, &x->table->is);
	bool out = x->other->kind == END_INTERNET ||
	    x->other->kind == END_SERVICE;

	if (out && meant_exposure(x) == EXPOSURE_ISOLATED)
		return arena_printf(x->a, "%s is declared isolated: a route "
		    "out of %s is against that",
		    thing_title(x->a, &x->own->subnet->is), vpc);
	if (out && meant_exposure(x) == EXPOSURE_PRIVATE &&
	    x->family == IPV6 && !x->reply)
		return arena_printf(x->a, "%s needs an egress-only internet "
		    "gateway, and %s a route to it", vpc, table);
	return arena_printf(x->a, "nothing in %s leads to %s: it needs a "
	    "gateway, and %s a route to it", vpc, end_title(x->a, x->other),
	    table);
}

static void
propose(const struct routing *x)
{
	const struct end *o = x->other;
	struct cidr all = { .family = (uint8_t)x->family };
	struct thing *via = NULL;

	switch (o->kind) {
	case END_INTERNET:
	case END_SERVICE:
		via = way_to_internet(x);
		if (via != NULL)
			add_route(x, all, via);
		break;
	case END_NETWORK:
		via = way_to_network(x, o->network);
		if (via != NULL)
			add_blocks(x, o->network->cidrs.v,
			    o->network->cidrs.n, via);
		break;
	case END_INTERFACES:
	case END_ADDRESSES:
	case END_NOWHERE:
	case END_HOST_SERVICE:
		if (o->vpc == NULL || o->vpc == x->v)
			break;
		via = way_to_vpc(x, o->vpc);
		if (via != NULL && x->family == IPV4)
			add_blocks(x, o->vpc->cidrs.v, o->vpc->cidrs.n, via);
		else if (via != NULL)
			add_blocks(x, o->vpc->ipv6_cidrs.v,
			    o->vpc->ipv6_cidrs.n, via);
		break;
	}
	if (x->out->n == 0 && x->dead == NULL && via != NULL)
		x->out->advice = arena_printf(x->a, "%s needs a route via %s "
		    "to the blocks of %s, which are not known",
		    thing_title(x->a, &x->table->is), thing_title(x->a, via),
		    o->vpc != NULL ? thing_title(x->a, &o->vpc->is) :
		    end_title(x->a, o));
	else if (x->out->n == 0 && x->dead == NULL && !x->reply &&
	    o->kind == END_INTERNET && x->family == IPV4 &&
	    meant_exposure(x) != EXPOSURE_ISOLATED &&
	    x->v->internet_gateways.n > 0)
		x->out->advice = arena_printf(x->a, "%s has no NAT gateway for "
		    "what %s sends: it needs a public one, and %s a route to "
		    "it", thing_title(x->a, &x->v->is), end_title(x->a,
		    x->own), thing_title(x->a, &x->table->is));
	else if (x->out->n == 0 && x->dead == NULL)
		x->out->advice = why_nothing(x);
}

/* The table whose route sent it there: the first of its way. */
static const struct thing *
first_table(const struct blocker *b)
{
	const struct thing *found = NULL;

	for (const struct hop *h = b->at.previous; h != NULL; h = h->previous)
		if (h->kind == HOP_ROUTE && h->reply == b->at.reply)
			found = h->thing;
	return found;
}

/* A gateway to the internet that a wider route leads to: no way to a network
 * of one's own, so that a route for that is missing. */
static bool
is_astray(const struct blocker *b, const struct end *other)
{
	return (b->at.kind == HOP_NAT_GATEWAY ||
	    b->at.kind == HOP_INTERNET_GATEWAY ||
	    b->at.kind == HOP_EGRESS_ONLY_GATEWAY) &&
	    other->kind != END_INTERNET && other->kind != END_SERVICE;
}

/* IPv4 that was sent to an egress-only gateway, which takes none. */
static const struct hop *
wrong_family(const struct blocker *b, const struct end *other)
{
	const struct hop *h = b->at.previous;

	if (b->at.kind != HOP_EGRESS_ONLY_GATEWAY || b->lost.family != IPV4 ||
	    other->kind != END_INTERNET)
		return NULL;
	while (h != NULL && (h->kind != HOP_ROUTE || h->reply != b->at.reply))
		h = h->previous;
	return h;
}

/* A route that somebody wrote, and not what link or AWS made. */
static struct route *
stated_route(const struct route_table *t, const struct route *r)
{
	for (size_t i = 0; i < t->routes.n; i++)
		if (t->routes.v[i] == r && r->origin == ROUTE_STATIC &&
		    r->exists == NULL)
			return t->routes.v[i];
	return NULL;
}

void
mend_propose_route(const struct asking_pairs *asking,
    const struct pair_answer *p, const struct blocker *b,
    struct proposals *out)
{
	struct routing x = { .asking = asking, .m = reach_model(asking->r),
		.a = asking->a, .family = p->family, .out = out,
		.reply = b->at.reply };
	const struct hop *at;
	bool astray;

	x.own = b->at.reply ? p->to : p->from;
	x.other = b->at.reply ? p->from : p->to;
	if (b->at.kind == HOP_ROUTE && b->at.end != NULL) {
		/* between a balancer's node and its target */
		x.own = p->to;
		x.other = b->at.end;
	}
	at = wrong_family(b, x.other);
	if (at == NULL)
		at = &b->at;
	astray = is_astray(b, x.other);
	if (!astray && at->kind != HOP_ROUTE)
		return;
	x.table = table_of(x.m, astray ? first_table(b) : at->thing);
	if (x.table == NULL || x.table->is.vpc == NULL)
		return;
	if (!astray && at->route != NULL) {
		x.dead = stated_route(x.table, at->route);
		if (x.dead == NULL)
			return;
	}
	x.v = x.table->is.vpc;
	/* The answer to a NAT gateway begins there. */
	if (astray && ((x.own->vpc != x.v && !(x.reply &&
	    x.own->vpc == NULL)) || x.other->vpc == x.v))
		return;
	propose(&x);
}
