/* SPDX-License-Identifier: MIT */
#include "reach/walk.h"

#include "base/str.h"
#include "base/vec.h"
#include "model/facts.h"
#include "model/stand_in.h"
#include "text/sanitise.h"

/*
 * The transit gateway.  A packet enters it by the VPC's attachment, which
 * must have a subnet in the sender's AZ; the table associated with that
 * attachment chooses the attachment it leaves by; there the table of the
 * attachment's subnet takes over.  The ACL of an attachment's subnet judges,
 * by its ingress list, what goes into the gateway, and by its egress list
 * what comes out of it; a host on the same subnet meets both on the way in
 * and neither on the way out.
 *
 * What comes out of a gateway may go back into one, if the table of the
 * attachment's subnet says so: it ends at an interface of the VPC and begins
 * there anew.
 */

static void enter_gateway(struct walk *w, struct trip t,
    const struct transit_gateway *g, const struct attachment *from);

/* --------------------------------------------------------- coming out */

/* The subnet where this walk ends, if it has one. */
static const struct thing *
goal_subnet(const struct walk *w)
{
	const struct end *goal = walk_goal(w);

	if (goal == NULL)
		return w->reply->nat->subnet.to;
	return goal->subnet != NULL ? &goal->subnet->is : NULL;
}

/* Whether a table leads back into a transit gateway, for which the AZ counts. */
static bool
leads_back(const struct route_table *t)
{
	for (size_t i = 0; t != NULL && i < t->routes.n; i++)
		if (t->routes.v[i]->target.to != NULL &&
		    t->routes.v[i]->target.to->kind == KIND_TRANSIT_GATEWAY)
			return true;
	return false;
}

/* Whether it is the same by which of two subnets packets come out: not where
 * one is that of the receiver, whose ACL is met at the door only. */
static bool
are_alike(struct walk *w, const struct subnet *x, const struct subnet *y)
{
	const struct thing *goal = goal_subnet(w);

	return x == y || (walk_table(w, x) == walk_table(w, y) &&
	    walk_acl_of(w, x) == walk_acl_of(w, y) && &x->is != goal &&
	    &y->is != goal && (str_equal(x->az_key, y->az_key) ||
	    !leads_back(walk_table(w, x))));
}

/*
 * AWS chooses the AZ.  So each choice is a branch of its own, and what all of
 * them agree on is the answer.  In appliance mode one choice holds for a flow
 * and its answers; else each direction has its own.
 */
static const struct subnet *
chosen(struct walk *w, const struct attachment *to, bool for_both,
    const struct subnet *const *v, size_t n)
{
	for (size_t i = 0; i + 1 < n; i++) {
		struct condition c = { .text = arena_printf(w->a,
		    "whether the %s leave %s by %s, which AWS chooses",
		    for_both ? "packets of a flow" : w->reply != NULL ?
		    "answers" : "packets", thing_title(w->a, &to->is),
		    thing_title(w->a, &v[i]->is)) };

		if (walk_has(w, &c))
			return v[i];
	}
	return v[n - 1];
}

/* A setting of a thing; of one that is not known each value is a branch. */
static bool
is_set(struct walk *w, const struct thing *of, struct flag_value flag,
    bool otherwise, const char *what)
{
	struct condition c = { 0 };

	if (!value_is_unknown(flag.is))
		return flag_or(flag, otherwise);
	c.text = arena_printf(w->a, "whether %s %s", thing_title(w->a, of),
	    what);
	return walk_has(w, &c);
}

/*
 * The subnet by which packets come out into a VPC: the gateway keeps them in
 * the AZ where they came in; an attachment that has no subnet there is left
 * by any AZ, and so is one in appliance mode ("Availability Zones", "Appliance
 * in a shared services VPC").
 */
static const struct subnet *
way_out(struct walk *w, const struct trip *t, const struct attachment *to)
{
	bool appliance = is_set(w, &to->is, to->appliance_mode, false,
	    "is in appliance mode");
	VEC(const struct subnet *) left = { 0 };
	bool alike = true;

	for (size_t i = 0; i < to->subnets.n; i++) {
		const struct subnet *s = to->subnets.v[i];

		if (walk_is_lost(w, s) || !walk_has(w, s->is.exists))
			continue;
		if (!appliance && t->az != NULL && str_equal(s->az_key, t->az))
			return s;
		vec_push(w->a, &left, s);
		alike &= are_alike(w, left.v[0], s);
	}
	if (left.n == 0)
		return NULL;
	return alike ? left.v[0] : chosen(w, to, appliance, left.v, left.n);
}

/* Whether it is in a subnet that nobody knows, or that is not in the input. */
static bool
has_open_subnets(const struct walk *w, const struct attachment *to)
{
	for (size_t i = 0; i < to->subnet_refs.n; i++)
		if (to->subnet_refs.v[i].to == NULL && (value_is_unknown(
		    to->subnet_refs.v[i].is) || !model_is_complete(w->r->m,
		    KIND_SUBNET, to->vpc)))
			return true;
	return false;
}

bool
walk_begins_here(const struct trip *t)
{
	return t->source_is_local && !t->from_transit;
}

/* Whether a packet is back in the VPC whose address it comes from. */
static bool
is_at_home(const struct trip *t)
{
	if (t->nat != NULL)
		return t->nat->is.vpc == t->vpc;
	return t->owner != NULL && t->owner->vpc == t->vpc;
}

static void
into_vpc(struct walk *w, struct trip t, const struct attachment *to,
    struct hop at)
{
	const struct subnet *s;

	if (to->vpc == NULL) {
		walk_unknown(w, t, arena_printf(w->a,
		    "the VPC behind %s is not in the input%s",
		    thing_title(w->a, &to->is), missing_call(w->a, &to->is,
		    KIND_VPC)));
		return;
	}
	if (has_open_subnets(w, to)) {
		walk_unknown(w, t, arena_printf(w->a, "in which subnets %s is "
		    "is not known", thing_title(w->a, &to->is)));
		return;
	}
	s = way_out(w, &t, to);
	if (s == NULL) {
		walk_block(w, &t, at, "TGW_ATTACH_VPC_AZ_RESTRICTION",
		    "has no subnet to come out of");
		return;
	}
	t.vpc = to->vpc;
	t.az = s->az_key;
	t.source_is_local = is_at_home(&t);
	t.from_transit = true;
	t.subnet = s;
	walk_leave_subnet(w, t);
}

static void
into_vpn(struct walk *w, struct trip t, const struct thing *target)
{
	struct hop at = { .kind = HOP_VPN, .thing = target };

	walk_hop(w, &t, at);
	t.vpc = NULL;
	t.subnet = NULL;
	if (target->kind == KIND_VPN && !walk_carries(w, t,
	    ((const struct vpn *)target)->state, at, "BAD_STATE_VPN"))
		return;
	if (target->kind == KIND_VPN &&
	    walk_goal_is_behind(w, (const struct vpn *)target))
		walk_arrived(w, t);
	else if (target->kind == KIND_VPN &&
	    walk_is_open_vpn((const struct vpn *)target))
		walk_unknown(w, t, arena_printf(w->a, "which networks %s leads "
		    "to is not known", thing_title(w->a, target)));
	else
		walk_block(w, &t, at, "NO_POSSIBLE_DESTINATION",
		    "leads to other networks");
}

/* Whether the other gateway may have an attachment that names this one. */
static bool
may_be_peered_back(const struct walk *w, const struct attachment *to)
{
	const struct transit_gateway *other =
	    (const struct transit_gateway *)to->target.to;

	for (size_t i = 0; i < other->attachments.n; i++)
		if (other->attachments.v[i]->to == ATTACHMENT_PEER &&
		    value_is_unknown(other->attachments.v[i]->target.is))
			return true;
	return !model_island_is_complete(w->r->m, KIND_ATTACHMENT,
	    other->is.island);
}

static void
into_peer(struct walk *w, struct trip t, const struct attachment *to,
    struct hop at)
{
	t.crossing = CROSSED_OTHER;
	if (to->peer != NULL && walk_has(w, to->peer->is.exists)) {
		enter_gateway(w, t, to->peer->gateway, to->peer);
		return;
	}
	if (may_be_peered_back(w, to)) {
		walk_unknown(w, t, arena_printf(w->a, "whether %s is peered "
		    "from the other side is not known", thing_title(w->a,
		    &to->is)));
		return;
	}
	walk_block(w, &t, at, "BAD_STATE_ATTACHMENT",
	    "is not peered from the other side");
}

static const char references[] = "supports references to groups";

/* Which AZ an account's "us-east-1a" is, its id tells alone; of who states none
 * it is taken to be another. */
static bool
may_lose_references(const struct subnet *s)
{
	if (!value_is_unknown(s->az_id.is))
		return fact_az_loses_references(s->az_id.v);
	return fact_region_loses_references(s->is.region) ||
	    (value_is_known(s->az.is) &&
	    fact_region_loses_references(s->az.v));
}

/* One that stands in such an AZ and in others may support them there: AWS does
 * not say. */
static bool
supports_references(struct walk *w, const struct attachment *a)
{
	size_t without = 0, open = 0;
	struct flag_value doubt = { .v = false };

	for (size_t i = 0; i < a->subnets.n; i++) {
		const struct subnet *s = a->subnets.v[i];

		if (!may_lose_references(s))
			continue;
		if (value_is_known(s->az_id.is))
			without++;
		else
			open++;
	}
	if (without > 0 && without == a->subnets.n)
		return false;
	doubt.is = value_unknown(a->is.at, "AWS does not tell");
	return is_set(w, &a->is, a->sg_references, true, references) &&
	    (without + open == 0 || is_set(w, &a->is, doubt, true, without > 0 ?
	    references : "stands outside use1-az3, where AWS supports "
	    "references to groups"));
}

/* Whether groups of one side may be named on the other. */
static bool
keeps_identity(struct walk *w, const struct transit_gateway *g,
    const struct attachment *in, const struct attachment *out)
{
	return is_set(w, &g->is, g->sg_references, false, references) &&
	    supports_references(w, in) && supports_references(w, out);
}

static void
leave_gateway(struct walk *w, struct trip t,
    const struct transit_gateway *g, const struct attachment *from,
    const struct attachment *to)
{
	struct hop at = { .kind = HOP_ATTACHMENT, .thing = &to->is };

	walk_hop(w, &t, at);
	if (!walk_carries(w, t, to->state, at, "BAD_STATE_ATTACHMENT"))
		return;
	if (to == from) {
		walk_block(w, &t, at, "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT",
		    "is where it came from");
		return;
	}
	if (t.crossing != CROSSED_OTHER)
		t.crossing = t.crossing != CROSSED_PEERING &&
		    keeps_identity(w, g, from, to) ? CROSSED_TRANSIT :
		    CROSSED_OTHER;
	if (to->target.to == NULL && to->to != ATTACHMENT_VPC) {
		walk_unknown(w, t, arena_printf(w->a,
		    "what lies behind %s is not in the input",
		    thing_title(w->a, &to->is)));
		return;
	}
	switch (to->to) {
	case ATTACHMENT_VPC:
		into_vpc(w, t, to, at);
		break;
	case ATTACHMENT_VPN:
		into_vpn(w, t, to->target.to);
		break;
	case ATTACHMENT_PEER:
		into_peer(w, t, to, at);
		break;
	case ATTACHMENT_OTHER:
		walk_unknown(w, t, arena_printf(w->a,
		    "what lies behind %s is not modelled",
		    thing_title(w->a, &to->is)));
		break;
	}
}

/* --------------------------------------------------------- the tables */

struct candidates {
	const struct transit_route **v;
	size_t n, cap;
	bool open;		/* others may, of destinations not known */
};

/* The destinations of a route, with those that stand for what Amazon has yet
 * to choose if that surely lies there. */
static struct range_set
destinations_of(struct walk *w, const struct transit_route *r)
{
	return w->r->m->has_stand_ins && value_is_known(r->cidr.is) ?
	    stand_in_prefix(w->a, w->r->m->amazon_choice, r->cidr.v, false) :
	    range_set_of_cidr(w->a, r->cidr.v);
}

/* Whether what Amazon chooses may lie there, or elsewhere. */
static bool
may_hold_chosen(const struct walk *w, const struct transit_route *r)
{
	return value_is_known(r->cidr.is) &&
	    stand_in_match(w->r->m->amazon_choice, r->cidr.v) ==
	    MAY_STAND_INSIDE;
}

/* What of some destinations stands for what Amazon has yet to choose. */
static struct range_set
chosen_part(struct walk *w, struct range_set to)
{
	if (!w->r->m->has_stand_ins || to.family != IPV6)
		return range_set_empty(to.family);
	return range_set_intersect(w->a, to, range_set_of_range(w->a, IPV6,
	    stand_in_space()));
}

/* The routes of a table that meet some destination, in their order. */
static struct candidates
candidates_for(struct walk *w, const struct transit_view *view,
    struct range_set to)
{
	struct candidates c = { 0 };
	bool chosen = !range_set_is_empty(chosen_part(w, to));

	for (size_t i = 0; i < view->n; i++) {
		const struct transit_route *r = view->v[i];
		struct range block;

		if (r->target.to != NULL &&
		    !walk_has(w, r->target.to->exists))
			continue;
		if (!block_is_usable(&r->cidr)) {
			c.open |= r->cidr.v.family == 0 ||
			    r->cidr.v.family == (uint8_t)to.family;
			continue;
		}
		block = cidr_range(r->cidr.v);
		if (r->cidr.v.family == (uint8_t)to.family &&
		    ((chosen && may_hold_chosen(w, r)) || range_set_overlaps(to,
		    (struct range_set){ to.family, 1, &block })))
			vec_push(w->a, &c, r);
	}
	return c;
}

static void
take_route(struct walk *w, struct trip t, const struct transit_gateway *g,
    const struct attachment *from, const struct transit_table *table,
    const struct transit_route *r)
{
	struct hop at = { .kind = HOP_TRANSIT_ROUTE, .thing = &table->is,
		.transit_route = r };

	walk_hop(w, &t, at);
	if (r->blackhole)
		walk_block(w, &t, at, "TGW_RTB_BAD_STATE_ROUTE",
		    "is a blackhole");
	else if (r->target.to == NULL)
		walk_unknown(w, t, arena_printf(w->a,
		    "where %s leads for %s is not known",
		    thing_title(w->a, &table->is),
		    sanitise_text(w->a, r->cidr.written)));
	else
		leave_gateway(w, t, g, from,
		    (const struct attachment *)r->target.to);
}

/* A route that may have what Amazon chooses instead of another (NULL: instead
 * of none): not by a shorter prefix than the block itself; or NULL. */
static const struct transit_route *
contender(const struct walk *w, const struct candidates *c,
    const struct transit_route *than)
{
	for (size_t i = 0; i < c->n; i++)
		if (may_hold_chosen(w, c->v[i]) && (than == NULL ||
		    ((c->v[i]->target.to != than->target.to ||
		    c->v[i]->blackhole != than->blackhole) &&
		    (!block_is_stand_in(&than->cidr) ||
		    c->v[i]->cidr.v.length >= AMAZON_IPV6_LENGTH))))
			return c->v[i];
	return NULL;
}

/* Take from t what another route may have instead: of that nothing is known. */
static void
leave_contended(struct walk *w, struct trip *t, const struct candidates *c,
    const struct transit_route *than, const struct transit_table *table)
{
	const struct transit_route *other = contender(w, c, than);
	struct trip open = *t;

	if (other == NULL)
		return;
	open.flow = t->destination.constant ? t->flow :
	    flow_with_addresses(w->a, t->flow, t->destination.side,
	    chosen_part(w, flow_addresses(w->a, t->flow,
	    t->destination.side)));
	if (flow_is_empty(open.flow))
		return;
	walk_unknown(w, open, arena_printf(w->a, "Amazon chooses the IPv6 "
	    "block, which may lie in %s of %s", sanitise_text(w->a,
	    other->cidr.written != NULL ? other->cidr.written : "a route"),
	    thing_title(w->a, &table->is)));
	t->flow = flow_subtract(w->a, t->flow, open.flow);
}

static void
look_up(struct walk *w, struct trip t, const struct transit_gateway *g,
    const struct attachment *from, const struct transit_table *table)
{
	struct hop at = { .kind = HOP_TRANSIT_ROUTE, .thing = &table->is };
	struct range_set to = t.destination.constant ? t.destination.set :
	    flow_addresses(w->a, t.flow, t.destination.side);
	const struct transit_view *view =
	    transit_view_find(w->r->transit_views, table);
	struct candidates c = candidates_for(w, view, to);
	/* What is not known may be a longer prefix than any that is. */
	bool is_open = !table->routes_known || view->unknown || c.open;

	if (is_open && c.n > 0)
		walk_unknown(w, t, arena_printf(w->a, c.open ?
		    "a route of %s has a destination that is not known" :
		    table->routes_known ?
		    "what propagates into %s is not all known" :
		    "the routes of %s are not all known",
		    thing_title(w->a, &table->is)));
	if (t.destination.constant && !range_set_is_empty(chosen_part(w, to)))
		leave_contended(w, &t, &c, NULL, table);
	for (size_t i = 0; i < c.n && !flow_is_empty(t.flow); i++) {
		struct range_set block = destinations_of(w, c.v[i]);
		struct trip mine = t;

		if (t.destination.constant) {
			/* One address, not known which: the longest prefix
			 * that has all of them takes it. */
			if (!range_set_contains(block, t.destination.set))
				continue;
			t.flow = flow_empty(t.flow.family);
		} else {
			mine.flow = flow_with_addresses(w->a, t.flow,
			    t.destination.side, block);
			t.flow = flow_subtract(w->a, t.flow, mine.flow);
			leave_contended(w, &mine, &c, c.v[i], table);
		}
		if (!flow_is_empty(mine.flow) &&
		    !(is_open && w->bound == FILTER_SURE))
			take_route(w, mine, g, from, table, c.v[i]);
	}
	if (!t.destination.constant)
		leave_contended(w, &t, &c, NULL, table);
	if (flow_is_empty(t.flow))
		return;
	if (c.open)
		walk_unknown(w, t, arena_printf(w->a,
		    "a route of %s has a destination that is not known",
		    thing_title(w->a, &table->is)));
	else if (!table->routes_known || view->unknown)
		walk_unknown(w, t, arena_printf(w->a,
		    "the routes of %s are not in the input (aws ec2 "
		    "search-transit-gateway-routes)",
		    thing_title(w->a, &table->is)));
	else
		walk_block(w, &t, at, "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT",
		    "has no route to it");
}

static void
enter_gateway(struct walk *w, struct trip t, const struct transit_gateway *g,
    const struct attachment *from)
{
	struct hop at = { .kind = HOP_ATTACHMENT, .thing = &from->is };

	if (t.depth > WALK_DEPTH_MAX) {
		walk_block(w, &t, at, NULL, "leads in a circle");
		return;
	}
	walk_hop(w, &t, at);
	t.vpc = NULL;
	t.subnet = NULL;
	if (!walk_carries(w, t, from->state, at, "BAD_STATE_ATTACHMENT"))
		return;
	if (!from->association_known)
		walk_unknown(w, t, arena_printf(w->a,
		    "the table associated with %s is not known%s",
		    thing_title(w->a, &from->is), missing_call(w->a,
		    &from->is, KIND_TRANSIT_TABLE)));
	else if (from->associated == NULL ||
	    !walk_has(w, from->associated->is.exists))
		walk_block(w, &t, at,
		    "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION",
		    "is associated with no table");
	else
		look_up(w, t, g, from, from->associated);
}

/* ----------------------------------------------------------- going in */

/* AWS lists for a while what was there before: of several the one that works. */
static const struct attachment *
attachment_of(struct walk *w, const struct transit_gateway *g,
    const struct vpc *v)
{
	const struct attachment *best = NULL;

	for (size_t i = 0; i < g->attachments.n; i++) {
		const struct attachment *a = g->attachments.v[i];

		if (a->to != ATTACHMENT_VPC || a->vpc != v ||
		    !walk_has(w, a->is.exists))
			continue;
		if (fact_state_carries(a->state))
			return a;
		if (best == NULL || fact_state_is_unknown(a->state))
			best = a;
	}
	return best;
}

/* Whether it may be in an AZ where no subnet of it is known to be. */
static bool
has_open_zone(const struct walk *w, const struct attachment *a)
{
	if (has_open_subnets(w, a))
		return true;
	for (size_t i = 0; i < a->subnets.n; i++)
		if (a->subnets.v[i]->az_key == NULL)
			return true;
	return false;
}

static const struct subnet *
subnet_in(struct walk *w, const struct attachment *a, const char *az)
{
	for (size_t i = 0; i < a->subnets.n; i++)
		if (str_equal(a->subnets.v[i]->az_key, az) &&
		    !walk_is_lost(w, a->subnets.v[i]) &&
		    walk_has(w, a->subnets.v[i]->is.exists))
			return a->subnets.v[i];
	return NULL;
}

void
walk_transit(struct walk *w, struct trip t, const struct transit_gateway *g)
{
	const struct attachment *a = attachment_of(w, g, t.vpc);
	struct hop at = { .kind = HOP_ATTACHMENT, .thing = &g->is,
		.subnet = t.subnet };
	const struct subnet *s;

	if (a == NULL) {
		if (!model_is_complete(w->r->m, KIND_ATTACHMENT, NULL))
			walk_unknown(w, t, arena_printf(w->a,
			    "whether %s is attached to %s is not known%s",
			    thing_title(w->a, &t.vpc->is),
			    thing_title(w->a, &g->is), missing_call(w->a,
			    &g->is, KIND_ATTACHMENT)));
		else
			walk_block(w, &t, at, "BAD_STATE_ATTACHMENT",
			    "is not attached to this VPC");
		return;
	}
	at.thing = &a->is;
	if (t.az == NULL || (!a->subnets_stated && a->subnets.n == 0)) {
		walk_unknown(w, t, arena_printf(w->a,
		    "in which AZs %s has subnets is not known%s",
		    thing_title(w->a, &a->is), missing_call(w->a, &a->is,
		    KIND_ATTACHMENT)));
		return;
	}
	s = subnet_in(w, a, t.az);
	if (s == NULL && has_open_zone(w, a)) {
		walk_unknown(w, t, arena_printf(w->a, "in which AZs %s has "
		    "subnets is not known", thing_title(w->a, &a->is)));
		return;
	}
	if (s == NULL) {
		walk_block(w, &t, at, "TGW_ROUTE_AZ_RESTRICTION",
		    "has no subnet in the sender's AZ");
		return;
	}
	if (walk_acl(w, &t, s, INGRESS))
		enter_gateway(w, t, g, a);
}

/* ------------------------------------------------------ outside networks */

/* Whether an attachment may be of a VPN, for all that is known. */
static bool
may_be_attached(const struct walk *w, const struct transit_gateway *g)
{
	for (size_t i = 0; i < g->attachments.n; i++)
		if (g->attachments.v[i]->to == ATTACHMENT_VPN &&
		    value_is_unknown(g->attachments.v[i]->target.is))
			return true;
	return !model_island_is_complete(w->r->m, KIND_ATTACHMENT,
	    g->is.island);
}

static void
from_transit(struct walk *w, struct trip t, const struct transit_gateway *g,
    const struct vpn *v)
{
	struct hop at = { .kind = HOP_VPN, .thing = &v->is };

	for (size_t i = 0; i < g->attachments.n; i++)
		if (g->attachments.v[i]->target.to == &v->is &&
		    walk_has(w, g->attachments.v[i]->is.exists)) {
			enter_gateway(w, t, g, g->attachments.v[i]);
			return;
		}
	if (may_be_attached(w, g)) {
		walk_unknown(w, t, arena_printf(w->a, "whether %s is attached "
		    "to %s is not known", thing_title(w->a, &v->is),
		    thing_title(w->a, &g->is)));
		return;
	}
	walk_block(w, &t, at, "BAD_STATE_ATTACHMENT",
	    "has no attachment to its transit gateway");
}

/* Whether a VPN may lead to a network beside those that are known to. */
static bool
has_open_network(const struct model *m, const struct network *n)
{
	if (!model_island_is_complete(m, KIND_VPN, n->is.island))
		return true;
	for (size_t i = 0; i < m->vpns.n; i++)
		for (size_t k = 0; k < m->vpns.v[i]->networks.n; k++)
			if (value_is_unknown(m->vpns.v[i]->networks.v[k].is))
				return true;
	return false;
}

void
walk_from_network(struct walk *w, struct trip t, const struct network *n)
{
	struct hop at = { .kind = HOP_VPN, .thing = &n->is };

	if (has_open_network(w->r->m, n))
		walk_unknown(w, t, "what networks a VPN leads to is not "
		    "known");
	else if (n->vpns.n == 0) {
		walk_block(w, &t, at, "NO_PATH",
		    "has no VPN and no attachment: nothing leads there");
		return;
	}
	t.crossing = CROSSED_OTHER;
	for (size_t i = 0; i < n->vpns.n; i++) {
		const struct vpn *v = n->vpns.v[i];
		struct trip mine = t;

		if (!walk_has(w, v->is.exists))
			continue;
		at.thing = &v->is;
		walk_hop(w, &mine, at);
		if (!walk_carries(w, mine, v->state, at, "BAD_STATE_VPN"))
			continue;
		if (v->on.to == NULL)
			walk_unknown(w, mine, arena_printf(w->a,
			    "where %s ends is not in the input",
			    thing_title(w->a, &v->is)));
		else if (v->on.to->kind == KIND_VPN_GATEWAY)
			walk_from_vpn_gateway(w, mine,
			    (const struct vpn_gateway *)v->on.to);
		else
			from_transit(w, mine,
			    (const struct transit_gateway *)v->on.to, v);
	}
}
