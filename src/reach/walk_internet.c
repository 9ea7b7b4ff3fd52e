/* SPDX-License-Identifier: MIT */
#include "reach/walk.h"

#include "base/str.h"
#include "net/special.h"
#include "reach/places.h"
#include "text/sanitise.h"

/*
 * The internet gateway, the egress-only one, and the way in from outside.
 *
 * An internet gateway maps private IPv4 addresses to public ones, one to one;
 * what has no public address is dropped by it, whatever the routes say.  IPv6
 * passes as it is.  VPC Block Public Access stands before both.
 */

/* ------------------------------------------------ block public access */

static bool
may_be_same(const char *a, const char *b)
{
	return a == NULL || b == NULL || str_equal(a, b);
}

static bool
concerns(const struct block_public_access *b, const struct vpc *v)
{
	return may_be_same(b->is.account, v->is.account) &&
	    may_be_same(b->is.region, v->is.region);
}

/* Where neither says anything, nothing speaks of a second one. */
static bool
surely_concerns(const struct block_public_access *b, const struct vpc *v)
{
	return (b->is.account == NULL) == (v->is.account == NULL) &&
	    (b->is.region == NULL) == (v->is.region == NULL);
}

/* What is blocked at least, and at most; less to more. */
enum blocked { NOTHING_BLOCKED, INGRESS_BLOCKED, ALL_BLOCKED };

struct block_bounds {
	enum blocked sure, may;
	const struct thing *by;		/* who sets it */
};

static struct block_bounds
bounds_of(const struct block_public_access *b)
{
	struct block_bounds out = { NOTHING_BLOCKED, ALL_BLOCKED, &b->is };

	switch (b->mode) {
	case BLOCK_OFF:
		out.may = NOTHING_BLOCKED;
		break;
	case BLOCK_INGRESS:
		out.sure = out.may = INGRESS_BLOCKED;
		break;
	case BLOCK_BIDIRECTIONAL:
		out.sure = ALL_BLOCKED;
		break;
	case BLOCK_UNKNOWN:
		break;
	}
	return out;
}

/* What an exclusion leaves of it; certain: it is of this VPC or subnet. */
static void
exclude(struct block_bounds *b, enum exclusion_mode mode, bool certain)
{
	enum blocked least = mode == EXCLUSION_EGRESS ? INGRESS_BLOCKED :
	    NOTHING_BLOCKED;
	enum blocked most = mode == EXCLUSION_BIDIRECTIONAL ?
	    NOTHING_BLOCKED : INGRESS_BLOCKED;

	if (b->sure > least)
		b->sure = least;
	if (certain && b->may > most)
		b->may = most;
}

/* The mode in force for a subnet. */
static struct block_bounds
block_in_force(struct walk *w, const struct vpc *v, const struct subnet *s)
{
	const struct model *m = w->r->m;
	struct block_bounds all = { NOTHING_BLOCKED, NOTHING_BLOCKED, NULL };

	if (model_island_is_partial(m, KIND_BLOCK_PUBLIC_ACCESS,
	    v->is.island))
		all.may = ALL_BLOCKED;
	for (size_t i = 0; i < m->blocks.n; i++) {
		const struct block_public_access *b = m->blocks.v[i];
		struct block_bounds here = bounds_of(b);

		if (!concerns(b, v) || !walk_has(w, b->is.exists))
			continue;
		if (!surely_concerns(b, v))
			here.sure = NOTHING_BLOCKED;
		for (size_t j = 0; j < b->exclusions.n; j++) {
			const struct exclusion *x = &b->exclusions.v[j];
			bool certain = x->of.to == &v->is || (s != NULL &&
			    x->of.to == &s->is);

			if (certain || x->of.to == NULL)
				exclude(&here, x->mode, certain);
		}
		if (here.may > all.may)
			all.by = here.by;
		all.sure = here.sure > all.sure ? here.sure : all.sure;
		all.may = here.may > all.may ? here.may : all.may;
	}
	return all;
}

/*
 * The subnet whose exclusion counts for what goes out: that of who sends, not
 * that of a firewall on the way ("even when its subnet is excluded").
 */
static const struct subnet *
sender_subnet(const struct trip *t)
{
	if (t->nat != NULL)
		return (const struct subnet *)t->nat->subnet.to;
	return t->owner != NULL ? t->owner->subnet : t->subnet;
}

/* False, and blamed, if packets may not pass; ingress: what to say of those
 * that block-ingress leaves no way, NULL of those that it does. */
static bool
pass_block(struct walk *w, const struct trip *t, const struct vpc *v,
    const struct subnet *s, const char *ingress)
{
	struct hop at = { .kind = HOP_BLOCK_PUBLIC_ACCESS, .subnet = s };
	struct block_bounds mode = block_in_force(w, v, s);
	enum blocked needed = ingress != NULL ? INGRESS_BLOCKED : ALL_BLOCKED;

	at.thing = mode.by;
	if (mode.may < needed)
		return true;
	if (mode.sure < needed) {
		walk_note_unknown(w, "what block public access lets pass is "
		    "not known");
		return w->bound == FILTER_POSSIBLE;
	}
	walk_block(w, t, at, "VPC_BLOCK_PUBLIC_ACCESS_ENABLED",
	    mode.sure == INGRESS_BLOCKED ? ingress :
	    "lets nothing pass to or from the internet");
	return false;
}

/* ------------------------------------------------------------- going out */

/* One that is not known may be any Elastic IP that is; one that AWS chooses is
 * none of them. */
static struct range_set
any_public_address(struct walk *w)
{
	return range_set_union(w->a, w->r->places->elastic,
	    places_internet(w->r->places, IPV4));
}

/* Those by which its packets may come; empty: one that AWS chooses. */
static struct range_set
nat_public_addresses(struct walk *w, const struct nat_gateway *n)
{
	struct range_set all = range_set_empty(IPV4);
	bool unknown = false;

	for (size_t i = 0; i < n->addresses.n; i++) {
		const struct address_value *v = &n->addresses.v[i];
		struct range r;

		if (v->elastic_ip.to != NULL)
			v = &((const struct elastic_ip *)v->elastic_ip.to)
			    ->address;
		unknown |= value_is_unknown(v->is);
		if (!value_is_known(v->is) || v->family != IPV4)
			continue;
		r.first = r.last = v->v;
		all = range_set_union(w->a, all,
		    range_set_of_range(w->a, IPV4, r));
	}
	return unknown ? any_public_address(w) : all;
}

/* Whether the public address it has, if it has one, is not known. */
static bool
has_open_address(const struct end *e)
{
	const struct interface *x = e->interface;

	if (x == NULL || e->is_public == UNCERTAIN)
		return x != NULL;
	for (size_t i = 0; i < x->public_addresses.n; i++)
		if (value_is_unknown(x->public_addresses.v[i].is))
			return true;
	return false;
}

static const char *
nat_without_address(const struct nat_gateway *n)
{
	if (flag_or(n->is_private, false))
		return "drops what a private NAT gateway sends";
	if (n->addresses_stated && n->addresses.n == 0)
		return "drops what a NAT gateway without Elastic IP sends";
	return NULL;
}

/* Of bare addresses: whoever may have them. */
static const char *
public_untold(struct walk *w, const struct end *e)
{
	bool bare = e->kind == END_ADDRESSES && e->subnet != NULL;
	const struct thing *s = bare ? &e->subnet->is : NULL;

	return bare ? arena_printf(w->a, "who is in %s, and whether with a "
	    "public address, is not known%s", thing_title(w->a, s),
	    missing_call(w->a, s, KIND_INTERFACE)) :
	    arena_printf(w->a, "whether %s has a public address is not known",
	    end_title(w->a, e));
}

/* IPv4: the source becomes the public address that belongs to it. */
static bool
translate(struct walk *w, struct trip *t, struct hop at)
{
	const struct end *e = t->owner;
	const char *why = NULL;
	bool may_be_private = t->nat != NULL && t->source_is_local &&
	    value_is_unknown(t->nat->is_private.is) &&
	    t->nat->addresses.n == 0;
	struct range_set to = range_set_empty(IPV4);

	if (!t->source_is_local || (t->nat == NULL && e == NULL)) {
		why = "translates only addresses of its own VPC";
	} else if (t->nat != NULL) {
		why = nat_without_address(t->nat);
		to = nat_public_addresses(w, t->nat);
	} else if (e->is_public == CERTAINLY_NOT) {
		why = "drops what has no public IPv4 address";
	} else {
		to = e->public_addresses;
	}
	if (why != NULL) {
		at.end = t->nat == NULL && t->source_is_local ? e : NULL;
		walk_block(w, t, at, "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
		    why);
		return false;
	}
	if (may_be_private || (t->nat == NULL && e->is_public == UNCERTAIN)) {
		walk_note_unknown(w, t->nat == NULL ? public_untold(w, e) :
		    arena_printf(w->a, "whether %s has a public address is "
		    "not known", thing_title(w->a, &t->nat->is)));
		if (w->bound == FILTER_SURE)
			return false;
	}
	t->source.constant = true;
	t->source.set = !range_set_is_empty(to) ? to : t->nat == NULL &&
	    has_open_address(e) ? any_public_address(w) :
	    places_internet(w->r->places, IPV4);
	walk_rewrites(w, t, FLOW_FROM, t->source.set);
	return true;
}

/* AWS has a code of its own for the spaces that its gateways drop. */
static const char *
why_nobody(struct walk *w, const struct trip *t)
{
	struct range_set to = t->destination.constant ? t->destination.set :
	    flow_addresses(w->a, t->flow, t->destination.side);
	const struct special *s = range_set_is_empty(to) ? NULL :
	    special_find(t->flow.family, to.v[0].first);

	if (s != NULL && str_equal(s->rfc, "RFC 1918"))
		return "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS";
	if (s != NULL && str_equal(s->rfc, "RFC 6598"))
		return "IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS";
	return "NO_POSSIBLE_DESTINATION";
}

/* Out of a gateway, into the internet: who is there? */
static void
outside(struct walk *w, struct trip t, struct hop at)
{
	const struct end *e = w->target;
	const struct vpc *own = t.vpc;

	t.vpc = NULL;
	t.subnet = NULL;
	t.seen_as = NULL;
	t.crossing = CROSSED_OTHER;
	t.leg.start_as = t.source;
	if (e->by_nat64) {
		walk_block(w, &t, at, "NO_POSSIBLE_DESTINATION",
		    "leads to the internet, where nobody answers for "
		    "64:ff9b::/96: a NAT gateway does");
		return;
	}
	switch (e->kind) {
	case END_SERVICE:
		walk_arrived(w, t);
		return;
	case END_INTERNET:
		t.flow = walk_destinations(w, &t,
		    e->addresses[FAMILY_INDEX(t.flow.family)]);
		walk_arrived(w, t);
		return;
	case END_INTERFACES:
	case END_ADDRESSES:
		if (e->by_public ||
		    (t.flow.family == IPV6 && e->vpc != own)) {
			walk_enter_from_internet(w, t, e);
			return;
		}
		break;
	case END_NOWHERE:
	case END_NETWORK:
	case END_HOST_SERVICE:
		break;
	}
	walk_block(w, &t, at, why_nobody(w, &t),
	    "leads to the internet, where nobody has the address");
}

/* The answer took a route too wide for it. */
static const char *
answer_astray(struct walk *w, const struct trip *t)
{
	const struct hop *h = t->path;

	while (h != NULL && h->kind != HOP_ROUTE)
		h = h->previous;
	if (!w->explain || h == NULL || h->route == NULL || h->thing == NULL)
		return "gets the answer of a flow that did not come in by it";
	return arena_printf(w->a, "gets the answer of a flow that did not come "
	    "in by it, because of route %s of %s", sanitise_text(w->a,
	    h->route->written), thing_title(w->a, h->thing));
}

/* The answer leaves by an internet gateway. */
static void
answer_by_gateway(struct walk *w, struct trip t,
    const struct internet_gateway *g, struct hop at)
{
	if (w->reply->in != g) {
		walk_block(w, &t, at, NULL, answer_astray(w, &t));
		return;
	}
	t.leg.in = g;
	t.vpc = NULL;
	t.subnet = NULL;
	if (w->target->by_public)
		t.source = (struct seen){ .side = FLOW_TO };
	walk_answer_from_outside(w, t);
}

void
walk_internet_gateway(struct walk *w, struct trip t,
    const struct internet_gateway *g)
{
	struct hop at = { .kind = HOP_INTERNET_GATEWAY, .thing = &g->is,
		.subnet = t.subnet };

	if (g->is.vpc != t.vpc) {
		walk_block(w, &t, at, "BAD_STATE_ATTACHMENT",
		    "is not attached to this VPC");
		return;
	}
	walk_hop(w, &t, at);
	if (w->reply != NULL) {
		answer_by_gateway(w, t, g, at);
		return;
	}
	if (!pass_block(w, &t, t.vpc, sender_subnet(&t), t.nat == NULL ?
	    "lets out only what goes through a NAT gateway or an egress-only "
	    "internet gateway" : NULL))
		return;
	if (t.flow.family == IPV4 ? !translate(w, &t, at) :
	    !t.source_is_local) {
		if (t.flow.family == IPV6)
			walk_block(w, &t, at,
			    "GATEWAY_REJECTS_SPOOFED_TRAFFIC",
			    "passes only addresses of its own VPC");
		return;
	}
	t.leg.out = g;
	outside(w, t, at);
}

/* Whether it came out of a gateway load balancer endpoint, and nobody has made
 * it his own since. */
static bool
has_passed_firewall(const struct trip *t)
{
	for (const struct passed *p = t->leg.passed; p != NULL;
	    p = p->previous)
		if (p->appliance->kind == KIND_ENDPOINT)
			return true;
	return false;
}

void
walk_egress_only(struct walk *w, struct trip t,
    const struct egress_only_gateway *g)
{
	struct hop at = { .kind = HOP_EGRESS_ONLY_GATEWAY, .thing = &g->is,
		.subnet = t.subnet };

	walk_hop(w, &t, at);
	if (t.flow.family != IPV6)
		walk_block(w, &t, at, "PROTOCOL_RESTRICTION",
		    "carries IPv6 only");
	else if (g->is.vpc != t.vpc)
		walk_block(w, &t, at, "BAD_STATE_ATTACHMENT",
		    "is not attached to this VPC");
	else if (w->reply != NULL)
		walk_block(w, &t, at, NULL,
		    "lets out flows that begin inside, not answers of flows "
		    "that came another way");
	else if (!t.source_is_local)
		walk_block(w, &t, at, "GATEWAY_REJECTS_SPOOFED_TRAFFIC",
		    "passes only addresses of its own VPC");
	else if (has_passed_firewall(&t))
		/* "Access virtual appliances", AWS PrivateLink guide */
		walk_block(w, &t, at, NULL, "drops what comes out of a "
		    "gateway load balancer endpoint");
	else if (pass_block(w, &t, t.vpc, sender_subnet(&t), NULL)) {
		t.leg.egress_only = g;
		outside(w, t, at);
	}
}

/* ------------------------------------------------------------- coming in */

/* What internal load balancers are told to drop. */
static bool
takes_by_ipv6(struct walk *w, const struct trip *t, const struct end *e,
    struct hop at)
{
	struct flag_value denies = { .is = value_implicit() };

	if (e->kind == END_INTERFACES)
		denies = interface_denies_internet(e->interface);
	if (value_is_unknown(denies.is)) {
		walk_note_unknown(w, arena_printf(w->a, "whether %s drops "
		    "what internet gateways deliver is not known: %s",
		    end_title(w->a, e), denies.is.why));
		return w->bound == FILTER_POSSIBLE;
	}
	if (denies.v)
		walk_block(w, t, at, NULL, e->interface->denial_stated ?
		    "brings it nothing by IPv6: it drops what internet "
		    "gateways deliver (DenyAllIgwTraffic)" :
		    "brings it nothing by IPv6: an internal load balancer "
		    "drops what internet gateways deliver "
		    "(ipv6.deny_all_igw_traffic)");
	return !denies.v;
}

/* Whether the internet can address e at all; blamed or noted if not. */
static bool
has_public_address(struct walk *w, const struct trip *t,
    const struct end *e, struct hop at)
{
	if (t->flow.family == IPV6)
		return takes_by_ipv6(w, t, e, at);
	if (e->is_public == CERTAINLY)
		return true;
	if (e->is_public == CERTAINLY_NOT) {
		walk_block(w, t, at,
		    "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS",
		    "delivers only to public addresses, and it has none");
		return false;
	}
	walk_note_unknown(w, public_untold(w, e));
	return w->bound == FILTER_POSSIBLE;
}

static const struct internet_gateway *
gateway_of(struct walk *w, const struct vpc *v)
{
	for (size_t i = 0; i < v->internet_gateways.n; i++)
		if (walk_has(w, v->internet_gateways.v[i]->is.exists))
			return v->internet_gateways.v[i];
	return NULL;
}

/* Whether what comes in by an internet gateway may be led elsewhere first. */
static bool
may_have_edge(const struct walk *w, const struct vpc *v)
{
	for (size_t i = 0; i < v->route_tables.n; i++) {
		const struct route_table *t = v->route_tables.v[i];

		if (value_is_unknown(t->edge_of.is) || (t->edge_of.to != NULL &&
		    t->edge_of.to->kind == KIND_INTERNET_GATEWAY))
			return true;
	}
	return !model_is_complete(w->r->m, KIND_ROUTE_TABLE, v);
}

/* Whether the VPC has an internet gateway is not known: if it has one, it does
 * what all do. */
static void
enter_perhaps(struct walk *w, struct trip t, const struct end *e,
    struct hop at)
{
	const char *why = arena_printf(w->a, "whether %s has an internet "
	    "gateway is not known%s", thing_title(w->a, &e->vpc->is),
	    missing_call(w->a, &e->vpc->is, KIND_INTERNET_GATEWAY));

	if (w->reply == NULL && !has_public_address(w, &t, e, at))
		return;
	if (may_have_edge(w, e->vpc))
		walk_unknown(w, t, why);
	else
		walk_unknown_as_sent(w, t, why);
}

/* Of IPv6, name the gateway that one might take for a way in. */
static void
no_way_in(struct walk *w, const struct trip *t, const struct vpc *v,
    struct hop at)
{
	for (size_t i = 0; i < w->r->m->egress_only_gateways.n; i++) {
		const struct egress_only_gateway *g =
		    w->r->m->egress_only_gateways.v[i];

		if (g->is.vpc != v || t->flow.family != IPV6)
			continue;
		at.kind = HOP_EGRESS_ONLY_GATEWAY;
		at.thing = &g->is;
		walk_block(w, t, at, "NO_PATH", "lets flows out and none in, "
		    "and the VPC has no internet gateway");
		return;
	}
	walk_block(w, t, at, "NO_PATH", "has no internet gateway");
}

void
walk_enter_from_internet(struct walk *w, struct trip t, const struct end *e)
{
	const struct vpc *v = e->vpc;
	const struct internet_gateway *g = NULL;
	struct hop at = { .kind = HOP_INTERNET_GATEWAY, .subnet = e->subnet };

	if (v == NULL) {
		walk_unknown(w, t, arena_printf(w->a,
		    "the VPC of %s is not known", end_title(w->a, e)));
		return;
	}
	at.thing = &v->is;
	g = gateway_of(w, v);
	if (g != NULL) {
		at.thing = &g->is;
	} else if (!model_is_complete(w->r->m, KIND_INTERNET_GATEWAY, v)) {
		enter_perhaps(w, t, e, at);
		return;
	} else {
		no_way_in(w, &t, v, at);
		return;
	}
	if (w->reply == NULL && (!has_public_address(w, &t, e, at) ||
	    !pass_block(w, &t, v, e->subnet,
	    "lets nothing in from the internet")))
		return;
	walk_hop(w, &t, at);
	if (w->reply == NULL)
		t.leg.in = g;
	t.destination.constant = w->reply == NULL && e->by_public;
	t.destination.set = e->addresses[FAMILY_INDEX(t.flow.family)];
	if (w->reply == NULL && t.flow.family == IPV4)
		walk_rewrites(w, &t, FLOW_TO, t.destination.set);
	t.entered = true;
	t.vpc = v;
	t.subnet = NULL;
	t.source_is_local = false;
	t.crossing = CROSSED_OTHER;
	t.seen_as = NULL;
	if (!walk_edge(w, t, &g->is, v))
		walk_arrive(w, t, e);
}

void
walk_from_internet(struct walk *w, struct trip t)
{
	const struct end *e = w->target;
	struct hop at = { .kind = HOP_LOCAL };

	if (!e->by_nat64 && (e->kind == END_INTERFACES ||
	    (e->kind == END_ADDRESSES && e->vpc != NULL))) {
		walk_enter_from_internet(w, t, e);
		return;
	}
	walk_block(w, &t, at, "NO_POSSIBLE_DESTINATION", arena_printf(w->a,
	    e->kind == END_NETWORK ? "%s is in no VPC: what comes in from the "
	    "internet is for a VPC's addresses alone" :
	    "%s is outside as well: what the internet sends there does not "
	    "pass this network, and is not judged here",
	    end_title(w->a, e)));
}
