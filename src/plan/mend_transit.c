/* SPDX-License-Identifier: MIT */
#include "plan/mend_propose.h"

#include "base/str.h"
#include "base/vec.h"
#include "model/facts.h"
#include "text/sanitise.h"

/*
 * A table of a transit gateway without a route: the attachment that leads to
 * where the packet goes is to propagate its blocks there.  Nothing propagates
 * the internet, nor what lies behind a peered gateway: that takes a route.
 * A route that is a blackhole: that attachment is to be its target, as nothing
 * that propagates stands against a static route.  An attachment that no table
 * serves: the only table that there is.
 */

struct transit {
	const struct asking_pairs *asking;
	struct arena *a;
	const struct model *m;
	struct transit_table *table;
	const struct transit_route *dead;	/* NULL: there is no route */
	const struct attachment *from;	/* what the packet came in by */
	const struct end *other;	/* where it goes */
	enum family family;
	struct proposals *out;
};

static struct transit_table *
table_of(const struct model *m, const struct thing *t)
{
	for (size_t i = 0; t != NULL && i < m->transit_tables.n; i++)
		if (&m->transit_tables.v[i]->is == t)
			return m->transit_tables.v[i];
	return NULL;
}

/* ------------------------------------------------- which attachment leads */

static bool
is_outside(const struct end *e)
{
	return e->kind == END_INTERNET || e->kind == END_SERVICE;
}

/* Whether a VPC lets what comes out of a transit gateway into the internet. */
static bool
has_exit(const struct transit *x, const struct vpc *v)
{
	for (size_t i = 0; i < x->m->nat_gateways.n; i++) {
		const struct nat_gateway *n = x->m->nat_gateways.v[i];

		if (n->is.vpc == v && !flag_or(n->is_private, false) &&
		    x->family == IPV4)
			return true;
	}
	return false;
}

static bool
leads_to(const struct transit *x, const struct attachment *at)
{
	const struct end *e = x->other;

	if (!fact_state_carries(at->state))
		return false;
	if (is_outside(e))
		return at->vpc != NULL && at != x->from &&
		    has_exit(x, at->vpc);
	if (e->kind != END_NETWORK)
		return at->vpc != NULL && at->vpc == e->vpc;
	for (size_t i = 0; i < e->network->vpns.n; i++)
		if (at->target.to == &e->network->vpns.v[i]->is)
			return true;
	return false;
}

/* Or whether the gateway on the other side has one that does. */
static bool
leads_there(const struct transit *x, const struct attachment *at)
{
	const struct transit_gateway *g = at->peer != NULL ?
	    at->peer->gateway : NULL;

	if (leads_to(x, at))
		return true;
	if (g == NULL || !fact_state_carries(at->state))
		return false;
	for (size_t i = 0; i < g->attachments.n; i++)
		if (leads_to(x, g->attachments.v[i]))
			return true;
	return false;
}

/* The only one that leads there; NULL: none, or several. */
static struct attachment *
attachment_to(const struct transit *x)
{
	const struct transit_gateway *g = x->table->gateway;
	struct attachment *found = NULL;

	for (size_t i = 0; i < g->attachments.n; i++) {
		if (!leads_there(x, g->attachments.v[i]))
			continue;
		if (found != NULL)
			return NULL;
		found = g->attachments.v[i];
	}
	return found;
}

/* By which attachment the packet came to the table. */
static const struct attachment *
attachment_from(const struct model *m, const struct blocker *b)
{
	for (const struct hop *h = b->at.previous; h != NULL; h = h->previous)
		for (size_t i = 0; h->kind == HOP_ATTACHMENT &&
		    i < m->attachments.n; i++)
			if (&m->attachments.v[i]->is == h->thing)
				return m->attachments.v[i];
	return NULL;
}

/* -------------------------------------------------------------- the edits */

static bool
propagates(const struct attachment *at, const struct transit_table *t)
{
	for (size_t i = 0; i < at->propagations.n; i++)
		if (at->propagations.v[i] == t)
			return true;
	return false;
}

static void
add(struct arena *a, struct proposals *out, struct mending e,
    const char *what)
{
	e.text = sanitise_text(a, thing_label(&e.table->is));
	e.says = arena_printf(a, "%s: %s %s", thing_title(a, e.of), what,
	    thing_title(a, &e.table->is));
	vec_push(a, out, e);
}

static void
add_route(const struct transit *x, struct cidr to, struct attachment *at)
{
	struct transit_route *r = arena_alloc(x->a, sizeof *r);
	struct mending e = { .kind = MENDING_TRANSIT_ROUTE,
		.of = &x->table->is, .transit_route = r, .list = "routes" };

	r->at = x->table->is.at;
	r->cidr.is = value_derived(r->at);
	r->cidr.v = to;
	r->cidr.written = cidr_text(x->a, to);
	r->target = (struct ref){ .is = value_derived(r->at),
		.text = thing_label(&at->is), .to = &at->is };
	e.text = sanitise_text(x->a, thing_label(&at->is));
	e.says = arena_printf(x->a, "%s: add a route %s via %s",
	    thing_title(x->a, e.of), r->cidr.written,
	    thing_title(x->a, &at->is));
	vec_push(x->a, x->out, e);
}

static void
add_target(const struct transit *x, struct transit_route *there,
    struct attachment *at)
{
	struct transit_route *r = arena_alloc(x->a, sizeof *r);
	struct mending e = { .kind = MENDING_TRANSIT_TARGET,
		.of = &x->table->is, .transit_route = r, .there = there,
		.list = "routes" };

	*r = *there;
	r->blackhole = false;
	r->target = (struct ref){ .is = value_derived(r->at),
		.text = thing_label(&at->is), .to = &at->is };
	e.text = sanitise_text(x->a, thing_label(&at->is));
	e.says = arena_printf(x->a, "%s: lead the route %s to %s",
	    thing_title(x->a, e.of), sanitise_text(x->a, r->cidr.written),
	    thing_title(x->a, &at->is));
	vec_push(x->a, x->out, e);
}

/* ------------------------------------------------------------- what mends */

/* The blocks of the other side that the packet goes to. */
static void
add_routes(const struct transit *x, struct attachment *at)
{
	const struct end *o = x->other;
	size_t f = FAMILY_INDEX(x->family);
	const struct cidr_value *v = o->kind == END_NETWORK ?
	    o->network->cidrs.v : o->vpc == NULL ? NULL :
	    x->family == IPV4 ? o->vpc->cidrs.v : o->vpc->ipv6_cidrs.v;
	size_t n = o->kind == END_NETWORK ? o->network->cidrs.n :
	    o->vpc == NULL ? 0 : x->family == IPV4 ? o->vpc->cidrs.n :
	    o->vpc->ipv6_cidrs.n;

	if (is_outside(o)) {
		add_route(x, (struct cidr){ .family = (uint8_t)x->family },
		    at);
		return;
	}
	for (size_t i = 0; i < n; i++)
		if (value_is_known(v[i].is) &&
		    v[i].v.family == (uint8_t)x->family &&
		    range_set_overlaps(o->addresses[f],
		    range_set_of_cidr(x->a, v[i].v)))
			add_route(x, v[i].v, at);
}

static void
propose_route(const struct transit *x)
{
	struct attachment *at = x->table->gateway == NULL ? NULL :
	    attachment_to(x);

	if (at == NULL)
		return;
	for (size_t i = 0; x->dead != NULL && i < x->table->routes.n; i++)
		if (x->table->routes.v[i] == x->dead && !x->dead->propagated)
			add_target(x, x->table->routes.v[i], at);
	if (x->dead != NULL)
		return;
	if (is_outside(x->other) || at->to == ATTACHMENT_PEER)
		add_routes(x, at);
	else if (at->propagation_known && !propagates(at, x->table))
		add(x->a, x->out, (struct mending){
		    .kind = MENDING_PROPAGATION, .of = &at->is,
		    .table = x->table, .list = "propagates_to" },
		    "propagate to");
}

static void
propose_association(const struct asking_pairs *asking,
    const struct blocker *b, struct proposals *out)
{
	const struct model *m = reach_model(asking->r);

	for (size_t i = 0; i < m->attachments.n; i++) {
		struct attachment *at = m->attachments.v[i];

		if (&at->is != b->at.thing || at->gateway == NULL ||
		    at->gateway->tables.n != 1)
			continue;
		add(asking->a, out, (struct mending){
		    .kind = MENDING_ASSOCIATION, .of = &at->is,
		    .table = at->gateway->tables.v[0], .list = "table" },
		    "associate with");
	}
}

void
mend_propose_transit(const struct asking_pairs *asking,
    const struct pair_answer *p, const struct blocker *b,
    struct proposals *out)
{
	const struct model *m = reach_model(asking->r);
	struct transit x = { .asking = asking, .a = asking->a, .m = m,
		.table = table_of(m, b->at.thing),
		.dead = b->at.transit_route, .from = attachment_from(m, b),
		.other = b->at.reply ? p->from : p->to, .family = p->family,
		.out = out };

	if (b->at.kind == HOP_TRANSIT_ROUTE && x.table != NULL &&
	    (x.dead == NULL || x.dead->blackhole))
		propose_route(&x);
	else if (b->at.kind == HOP_ATTACHMENT && b->code != NULL &&
	    str_equal(b->code, "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION"))
		propose_association(asking, b, out);
}
