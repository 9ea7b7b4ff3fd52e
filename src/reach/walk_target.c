/* SPDX-License-Identifier: MIT */
#include "reach/trace.h"
#include "reach/walk.h"

#include "base/str.h"
#include "base/vec.h"
#include "model/facts.h"

/*
 * What lies between a node of a network balancer and its target, where that is
 * more than the wire of their VPC: the target is of another VPC, or routes of
 * their subnets lead to a middlebox.
 *
 * Where the target sees the node, the packet is one that the node sends, and
 * walks as any other.  Where it sees the client, the packet must go to it
 * directly, in this VPC or in one that is peered with it in the Region; what
 * happens past anything else AWS does not say ("Edit target group attributes",
 * requirements of client IP preservation).
 */

enum { NODE_FIRST = 1024, NODE_LAST = 65535 };	/* its ports as a client */

static struct range_set
addresses_of(const struct end *e, enum family family)
{
	return e->addresses[FAMILY_INDEX(family)];
}

/* The one route for all of some addresses; NULL: none, or several. *any: some
 * of them have a route. */
static const struct route *
only_route(struct walk *w, const struct route_view *view, struct range_set to,
    bool *any)
{
	const struct route *only = NULL;
	struct range_set had = range_set_empty(to.family);

	*any = false;
	for (size_t i = 0; i < view->n; i++) {
		struct range_set span = { to.family, 1, &view->v[i].range };
		const struct route_choice *c;

		if (!range_set_overlaps(to, span))
			continue;
		c = walk_choice(w, view, view->v[i].choice);
		if (c == NULL)
			continue;
		had = range_set_union(w->a, had, span);
		if (c->ambiguous || view->v[i].choice->contender != NULL ||
		    (*any && only != c->route))
			only = NULL;
		else if (!*any)
			only = c->route;
		*any = true;
	}
	return range_set_contains(had, to) ? only : NULL;
}

/* Whether what a subnet sends to others of its VPC needs no gateway. */
static bool
is_local(struct walk *w, const struct subnet *s, struct range_set to)
{
	const struct route_view *view = routes_view(w->r->routes,
	    walk_table(w, s), to.family);
	bool any;
	const struct route *r = view != NULL ? only_route(w, view, to, &any) :
	    NULL;

	return view == NULL || (r != NULL && r->target_kind == TARGET_LOCAL);
}

bool
walk_target_is_near(struct walk *w, const struct end *node,
    const struct end *target, enum family family)
{
	return node->subnet == target->subnet || (node->vpc == target->vpc &&
	    is_local(w, node->subnet, addresses_of(target, family)) &&
	    is_local(w, target->subnet, addresses_of(node, family)));
}

/* ------------------------------------------- where it sees the client */

static bool
is_peer(const struct route *r, const struct vpc *own, const struct vpc *other)
{
	const struct peering *p = (const struct peering *)r->target.to;

	return p != NULL && p->is.kind == KIND_PEERING && own != other &&
	    ((p->vpcs[0] == own && p->vpcs[1] == other) ||
	    (p->vpcs[1] == own && p->vpcs[0] == other)) &&
	    (own->is.region == NULL || other->is.region == NULL ||
	    str_equal(own->is.region, other->is.region));
}

bool
walk_target_is_direct(struct walk *w, struct trip *t, const struct end *node,
    const struct end *target, enum family family)
{
	const struct route_table *table = walk_table(w, node->subnet);
	const struct route_view *view = routes_view(w->r->routes, table,
	    family);
	struct hop at = { .kind = HOP_ROUTE, .subnet = node->subnet,
		.end = target, .thing = table != NULL ? &table->is : NULL };
	const struct route *r;
	bool any;

	if (node->subnet == target->subnet ||
	    (view == NULL && node->vpc == target->vpc))
		return true;
	if (view == NULL) {
		walk_unknown(w, *t, arena_printf(w->a, "the route table of "
		    "%s is not known%s", thing_title(w->a, &node->subnet->is),
		    missing_call(w->a, &node->subnet->is, KIND_ROUTE_TABLE)));
		return false;
	}
	r = only_route(w, view, addresses_of(target, family), &any);
	if (!any && !view->has_unknown)
		return walk_keep(w, t, flow_empty(t->flow.family), at,
		    "NO_ROUTE_TO_DESTINATION", "has no route to the target");
	at.route = r;
	if (r != NULL && r->target_kind == TARGET_LOCAL)
		return node->vpc == target->vpc || walk_keep(w, t,
		    flow_empty(t->flow.family), at, "NO_POSSIBLE_DESTINATION",
		    "keeps it in the VPC, where the target is not");
	if (r != NULL && routes_state(w->r->routes, r, NULL) == ROUTE_DEAD)
		return walk_keep(w, t, flow_empty(t->flow.family), at,
		    "BAD_STATE_ROUTE", "leads to the target by what is dead");
	if (r != NULL && is_peer(r, node->vpc, target->vpc) &&
	    routes_state(w->r->routes, r, NULL) == ROUTE_LIVE) {
		walk_hop(w, t, at);
		return true;
	}
	walk_unknown(w, *t, arena_printf(w->a, "%s keeps the client's address "
	    "on its way to a target that it does not reach directly",
	    thing_title(w->a, &node->workload->is)));
	return false;
}

/* --------------------------------------------- where it sees the node */

/* Of what must pass for every address: the whole, or nothing; under the
 * bound of what may be, anything is the whole. */
static bool
counts(struct walk *w, struct flow of, struct flow asked)
{
	if (flow_contains(w->a, of, asked))
		return true;
	if (w->bound == FILTER_SURE || flow_is_empty(of))
		return false;
	walk_note_unknown(w, "it depends on an address that is not known");
	return true;
}

/* What stood in the way was seen with the addresses of node and target. */
static void
translate_blockers(struct walk *sub, const struct trip *t, size_t first,
    struct flow asked)
{
	for (size_t i = first; sub->blockers != NULL && i < sub->blockers->n;
	    i++) {
		struct blocker *b = &sub->blockers->v[i];
		const char *d = hop_direction(b->at.kind);

		b->lost = t->flow;
		if (b->at.kind == HOP_ROUTE)
			b->at.end = b->at.reply ? sub->from : sub->target;
		if (b->at.reply)
			continue;
		b->ports = flow_ports(sub->a, asked);
		b->unnamed = true;
		b->translated = d != NULL;
		b->seen = addresses_of(str_equal(d, "ingress") ? sub->from :
		    sub->target, asked.family);
	}
}

static size_t
length_of(const struct hop *h)
{
	size_t n = 0;

	for (; h != NULL; h = h->previous)
		n++;
	return n;
}

/* How the target's answer comes to the node, element by element, to be shown;
 * what translates on the way is not. */
static void
explain_answer(struct walk *sub, const struct arrival *came,
    struct port_set ports, struct arrival *here)
{
	struct walk back = *sub;
	struct trace unused = { .needs_no_answer = false };
	size_t blamed = sub->blockers->n;
	const struct hop *path = NULL;
	struct trip t = { .path = NULL };
	struct hop node = { .kind = HOP_BALANCER, .end = sub->from,
		.thing = &sub->from->workload->is };

	back.arrivals.v = NULL;
	back.arrivals.n = back.arrivals.cap = 0;
	if (came->leg.previous != NULL ||
	    !reply_trace_leg(&back, came, 0, &unused))
		return;
	for (size_t i = blamed; i < sub->blockers->n; i++)
		if (length_of(sub->blockers->v[i].at.previous) >=
		    length_of(path)) {
			struct hop *last = arena_alloc(sub->a, sizeof *last);

			*last = sub->blockers->v[i].at;
			path = last;
		}
	if (back.arrivals.n > 0) {
		t.path = back.arrivals.v[0].path;
		back.reply = &came->leg;
		walk_hop(&back, &t, node);
		path = t.path;
	}
	here->to_node.path = path;
	here->to_node.from = sub->target;
	here->to_node.point = port_point(ports.v[0].first >> 16, NODE_FIRST);
	here->to_node.source = (struct seen){ .constant = true, .set =
		addresses_of(sub->target, came->flow.family) };
	here->to_node.destination = (struct seen){ .constant = true, .set =
		addresses_of(sub->from, came->flow.family) };
}

/* What arrived and is decided, on its way back. */
static void
answers_of(struct walk *sub, const struct arrival *came,
    struct port_set ports, struct arrival *here, struct flow *back_all,
    struct flow *back_any)
{
	struct blockers *blockers = sub->blockers;

	if (sub->explain && blockers != NULL) {
		explain_answer(sub, came, ports, here);
		sub->blockers = NULL;	/* it has blamed all there is */
	}
	reply_walk(sub, came, sub->bound, back_all, back_any);
	sub->blockers = blockers;
}

void
walk_to_target(struct walk *w, struct trip t, const struct end *node,
    const struct end *target, struct port_set ports, enum family family)
{
	struct walk sub = *w;
	struct arrival here = { .flow = t.flow, .leg = t.leg, .path = t.path,
		.limited = true, .undecided = true };
	struct flow asked = flow_of(w->a, ports, addresses_of(node, family),
	    addresses_of(target, family));
	struct flow came = flow_empty(family), all = came, any = came;
	size_t blamed = w->blockers != NULL ? w->blockers->n : 0;

	sub.from = node;
	sub.target = target;
	sub.client_ports = (struct port_range){ NODE_FIRST, NODE_LAST };
	sub.client_untold = NULL;
	sub.arrivals.v = NULL;
	sub.arrivals.n = sub.arrivals.cap = 0;
	sub.before = t.path;
	walk_forward(&sub, asked);
	for (size_t i = 0; i < sub.arrivals.n; i++) {
		struct arrival *one = &sub.arrivals.v[i];
		struct flow back_all = one->flow, back_any = one->flow;

		if (one->undecided && w->bound == FILTER_SURE)
			continue;
		if (!one->undecided)
			answers_of(&sub, one, ports, &here, &back_all,
			    &back_any);
		here.undecided &= one->undecided;
		here.path = one->path;
		came = flow_union(w->a, came, one->flow);
		all = flow_union(w->a, all, back_all);
		any = flow_union(w->a, any, back_any);
	}
	translate_blockers(&sub, &t, blamed, asked);
	if (!counts(w, came, asked))
		return;
	here.answered_all = counts(w, all, asked) ? t.flow :
	    flow_empty(t.flow.family);
	here.answered_any = counts(w, any, asked) ? t.flow :
	    flow_empty(t.flow.family);
	walk_target_gets(w, &here, target, ports);
}
