/* SPDX-License-Identifier: MIT */
#include "reach/walk.h"

#include "base/str.h"
#include "base/vec.h"
#include "model/facts.h"
#include "model/stand_in.h"
#include "text/sanitise.h"

#include <stdlib.h>

/*
 * The stages that every packet meets, in the order of the semantics: groups
 * of the sender, the wire of its subnet, the ACL on the way out, the route,
 * what the route leads to, and on arrival the ACL on the way in and the
 * groups of the receiver.  Gateways stand in files of their own.
 *
 * The same stages carry the answers; then groups are passed over (they are
 * stateful), the roles of the two addresses are swapped, and the place to
 * arrive at is the start of the leg that is answered.
 */

/* ------------------------------------------------------------- arriving */

/* What the flow of this answer passed and the answer has not; or false. */
static bool
is_missed(const struct walk *w, const struct trip *t, struct hop *at)
{
	const struct leg *l = w->reply;

	if (l == NULL)
		return false;
	if (t->unseen != NULL) {
		at->kind = HOP_APPLIANCE;
		at->thing = t->unseen->appliance;
	} else if (l->out != NULL && t->leg.out == NULL) {
		at->kind = HOP_INTERNET_GATEWAY;
		at->thing = &l->out->is;
	} else if (l->egress_only != NULL && t->leg.egress_only == NULL) {
		at->kind = HOP_EGRESS_ONLY_GATEWAY;
		at->thing = &l->egress_only->is;
	} else {
		return false;
	}
	return true;
}

void
walk_arrived(struct walk *w, struct trip t)
{
	struct arrival here = { .flow = t.flow, .leg = t.leg, .path = t.path };
	struct hop missed = { 0 };

	if (flow_is_empty(t.flow))
		return;
	if (is_missed(w, &t, &missed))
		walk_block(w, &t, missed, NULL,
		    "does not see the answer, which takes another way");
	else
		vec_push(w->a, &w->arrivals, here);
}

const struct end *
walk_goal(const struct walk *w)
{
	if (w->reply == NULL)
		return w->target;
	if (w->reply->nat != NULL)
		return NULL;
	return w->reply->start != NULL ? w->reply->start : w->from;
}

static bool
is_network_balancer(const struct end *e)
{
	return e->workload != NULL &&
	    e->workload->kind == WORKLOAD_NETWORK_LOAD_BALANCER;
}

/*
 * At the door of a subnet: its ACL is met by what comes from elsewhere, not
 * by what was on its wire already.
 */
bool
walk_enter_subnet(struct walk *w, struct trip *t, const struct subnet *s)
{
	return t->subnet == s || walk_acl(w, t, s, INGRESS);
}

void
walk_arrive(struct walk *w, struct trip t, const struct end *e)
{
	if (walk_is_lost(w, e->subnet))
		return;
	if (e->subnet == NULL) {
		walk_unknown(w, t, arena_printf(w->a,
		    "the subnet of %s is not known%s", end_title(w->a, e),
		    missing_call(w->a, e->interface != NULL ?
		    &e->interface->is : NULL, KIND_INTERFACE)));
		return;
	}
	if (!walk_enter_subnet(w, &t, e->subnet))
		return;
	if (w->reply != NULL || e->kind != END_INTERFACES) {
		walk_arrived(w, t);
		return;
	}
	if (!walk_groups_in(w, &t, e))
		return;
	if (is_network_balancer(e))
		walk_balancer(w, t, e);
	else if (e->endpoint != NULL)
		walk_private_link(w, t, e);
	else
		walk_arrived(w, t);
}

/* The answer came back to the NAT gateway that asked. */
void
walk_arrive_at_nat(struct walk *w, struct trip t,
    const struct nat_gateway *n)
{
	const struct subnet *s = n->subnet.to != NULL ?
	    (const struct subnet *)n->subnet.to : NULL;

	if (s == NULL || walk_enter_subnet(w, &t, s))
		walk_arrived(w, t);
}

bool
walk_may_be_for(const struct walk *w, const struct trip *t, const struct end *e)
{
	/* An answer is addressed to the public address until the gateway by
	 * which its flow left has translated it. */
	if (w->reply != NULL)
		return t->flow.family == IPV6 || w->reply->out == NULL ||
		    t->leg.out != NULL;
	return !e->by_nat64 && (!e->by_public || t->entered);
}

static struct range_set
subnet_block(struct walk *w, const struct subnet *s, enum family family)
{
	const struct cidr_value *c = family == IPV4 ? &s->cidr : &s->ipv6_cidr;

	if (!block_is_usable(c))
		return range_set_empty(family);
	return range_set_of_cidr(w->a, c->v);
}

/* Whether a subnet of the VPC has an address that somebody elsewhere is asked
 * for by. */
static bool
is_anothers(struct walk *w, const struct trip *t)
{
	for (size_t i = 0; i < t->vpc->subnets.n; i++)
		if (!flow_is_empty(walk_destinations(w, t, subnet_block(w,
		    t->vpc->subnets.v[i], t->flow.family))))
			return true;
	return false;
}

/*
 * The packets are in the VPC of t and addressed to it: hand over what is for
 * the place where this walk ends; nobody else is asked about.
 */
void
walk_local(struct walk *w, struct trip t)
{
	struct hop at = { .kind = HOP_LOCAL,
		.thing = t.vpc != NULL ? &t.vpc->is : NULL };
	const struct end *e = walk_goal(w);
	struct trip mine = t;

	if (e == NULL) {
		if (w->reply->nat->is.vpc == t.vpc)
			walk_arrive_at_nat(w, t, w->reply->nat);
		else
			walk_block(w, &t, at, "NO_POSSIBLE_DESTINATION",
			    "no such address in this VPC");
		return;
	}
	if (e->vpc == t.vpc && e->kind != END_NOWHERE &&
	    walk_may_be_for(w, &t, e)) {
		mine.flow = t.destination.constant ? t.flow :
		    walk_destinations(w, &t,
		    e->addresses[FAMILY_INDEX(t.flow.family)]);
		if (!flow_is_empty(mine.flow))
			walk_arrive(w, mine, e);
		t.flow = flow_subtract(w->a, t.flow, mine.flow);
	}
	if (vpcs_may_be_one(e->vpc, t.vpc)) {
		walk_unknown(w, t, arena_printf(w->a, "whether %s is in %s is "
		    "not known", end_title(w->a, e), thing_title(w->a,
		    &t.vpc->is)));
		return;
	}
	walk_block(w, &t, at, "NO_POSSIBLE_DESTINATION", w->explain &&
	    is_anothers(w, &t) ? "the local route keeps it in the VPC, where "
	    "the address is another's" : "the local route keeps it in the "
	    "VPC, where no subnet has the address");
}

/* -------------------------------------------------------------- leaving */

/* What is for the same wire: no look-up and no ACL. */
static struct flow
stay_on_wire(struct walk *w, const struct trip *t)
{
	const struct end *e = walk_goal(w);
	struct trip here = *t;

	/* A regional NAT gateway stands in no subnet. */
	if (e == NULL && w->reply->nat->subnet.to == NULL)
		return flow_empty(t->flow.family);
	here.flow = walk_destinations(w, t,
	    subnet_block(w, t->subnet, t->flow.family));
	if (flow_is_empty(here.flow))
		return here.flow;
	if (e == NULL) {
		if (w->reply->nat->subnet.to == &t->subnet->is)
			walk_arrive_at_nat(w, here, w->reply->nat);
	} else if (walk_is_classic(w->from) && e->subnet == t->subnet &&
	    w->from->subnet == w->target->subnet) {
		struct trip mine = here;

		/* By way of the subnet's ACL, outwards and inwards. */
		if (walk_acl(w, &mine, t->subnet, EGRESS)) {
			mine.subnet = NULL;
			walk_local(w, mine);
		}
	} else if (w->reply == NULL && e->vpc != t->vpc && e->vpc != NULL) {
		walk_block(w, &here, (struct hop){ .kind = HOP_LOCAL,
		    .thing = t->vpc != NULL ? &t->vpc->is : &t->subnet->is },
		    "NO_POSSIBLE_DESTINATION", "keeps it in the sender's "
		    "subnet, which has the address, too");
	} else if ((e->subnet == t->subnet || (e->subnet == NULL &&
	    e->kind == END_INTERFACES)) && walk_may_be_for(w, t, e)) {
		struct trip mine = here;

		if (!here.destination.constant)
			mine.flow = walk_destinations(w, &here,
			    e->addresses[FAMILY_INDEX(t->flow.family)]);
		if (!flow_is_empty(mine.flow))
			walk_arrive(w, mine, e);
	}
	return here.flow;
}

void
walk_leave_subnet(struct walk *w, struct trip t)
{
	struct flow stayed = stay_on_wire(w, &t);

	if (!flow_is_empty(stayed))
		t.flow = flow_subtract(w->a, t.flow, stayed);
	if (flow_is_empty(t.flow) || !walk_acl(w, &t, t.subnet, EGRESS))
		return;
	if (t.vpc == NULL)
		walk_unknown(w, t, arena_printf(w->a, "which VPC %s stands in "
		    "is not known", thing_title(w->a, &t.subnet->is)));
	else
		walk_route(w, t, walk_table(w, t.subnet));
}

/* --------------------------------------------------------------- routes */

/* The destinations of one route, out of all that are asked for. */
struct share {
	const struct route *route;
	const struct route *contender;	/* as in route_choice */
	bool ambiguous;		/* AWS chooses between two lists */
	struct range *v;
	size_t n, cap;
	size_t first;		/* position of the first span: the order */
};

struct shares {
	struct share *v;
	size_t n, cap;
};

struct piece {
	const struct route *route, *contender;
	bool ambiguous;
	struct range range;
	size_t span;
};

static int
compare_pieces(const void *x, const void *y)
{
	const struct piece *a = x, *b = y;
	uintptr_t p = (uintptr_t)a->route, q = (uintptr_t)b->route;

	if (p != q)
		return p < q ? -1 : 1;
	if (a->contender != b->contender)
		return (uintptr_t)a->contender < (uintptr_t)b->contender ? -1 :
		    1;
	if (a->ambiguous != b->ambiguous)
		return a->ambiguous ? 1 : -1;
	return a->span < b->span ? -1 : a->span > b->span;
}

static int
compare_shares(const void *x, const void *y)
{
	const struct share *a = x, *b = y;

	return a->first < b->first ? -1 : a->first > b->first;
}

static size_t
first_span(const struct route_view *view, struct addr at)
{
	size_t low = 0, high = view->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (addr_compare(view->v[middle].range.last, at) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/*
 * Which route takes which destinations.  The order by pointer inside only
 * brings the pieces of one route together; shares come in order of address.
 */
static struct shares
share_out(struct walk *w, const struct route_view *view, struct range_set to)
{
	struct {
		struct piece *v;
		size_t n, cap;
	} pieces = { 0 };
	struct shares shares = { 0 };

	for (size_t i = 0; i < to.n; i++)
		for (size_t j = first_span(view, to.v[i].first); j < view->n &&
		    addr_compare(view->v[j].range.first, to.v[i].last) <= 0;
		    j++) {
			const struct route_choice *c = walk_choice(w, view,
			    view->v[j].choice);
			struct piece p = { .range = view->v[j].range,
				.span = j };

			if (c == NULL)
				continue;
			p.route = c->route;
			p.ambiguous = c->ambiguous;
			p.contender = view->v[j].choice->contender;
			vec_push(w->a, &pieces, p);
		}
	vec_sort(&pieces, compare_pieces);
	for (size_t i = 0; i < pieces.n; i++) {
		struct share *s = shares.n > 0 ? &shares.v[shares.n - 1] :
		    NULL;

		if (s == NULL || s->route != pieces.v[i].route ||
		    s->contender != pieces.v[i].contender ||
		    s->ambiguous != pieces.v[i].ambiguous) {
			struct share more = { .route = pieces.v[i].route,
				.contender = pieces.v[i].contender,
				.ambiguous = pieces.v[i].ambiguous,
				.first = pieces.v[i].span };

			vec_push(w->a, &shares, more);
			s = &shares.v[shares.n - 1];
		}
		vec_push(w->a, s, pieces.v[i].range);
	}
	vec_sort(&shares, compare_shares);
	return shares;
}

bool
walk_edge(struct walk *w, struct trip t, const struct thing *gateway,
    const struct vpc *v)
{
	for (size_t i = 0; i < v->route_tables.n; i++) {
		const struct route_table *rt = v->route_tables.v[i];

		if (rt->edge_of.to == gateway && walk_has(w, rt->is.exists)) {
			t.at_edge = gateway->kind == KIND_INTERNET_GATEWAY;
			walk_route(w, t, rt);
			return true;
		}
	}
	for (size_t i = 0; i < v->route_tables.n; i++)
		if (value_is_unknown(v->route_tables.v[i]->edge_of.is)) {
			walk_unknown(w, t, arena_printf(w->a, "of which "
			    "gateway %s is is not known", thing_title(w->a,
			    &v->route_tables.v[i]->is)));
			return true;
		}
	if (model_is_complete(w->r->m, KIND_ROUTE_TABLE, v))
		return false;
	walk_unknown(w, t, arena_printf(w->a, "whether %s has a route table "
	    "of its own is not known%s", thing_title(w->a, gateway),
	    missing_call(w->a, gateway, KIND_ROUTE_TABLE)));
	return true;
}

static void
follow_thing(struct walk *w, struct trip t, const struct thing *target)
{
	switch (target->kind) {
	case KIND_INTERNET_GATEWAY:
		walk_internet_gateway(w, t,
		    (const struct internet_gateway *)target);
		break;
	case KIND_EGRESS_ONLY_GATEWAY:
		walk_egress_only(w, t,
		    (const struct egress_only_gateway *)target);
		break;
	case KIND_NAT_GATEWAY:
		walk_nat(w, t, (const struct nat_gateway *)target);
		break;
	case KIND_PEERING:
		walk_peering(w, t, (const struct peering *)target);
		break;
	case KIND_TRANSIT_GATEWAY:
		walk_transit(w, t, (const struct transit_gateway *)target);
		break;
	case KIND_VPN_GATEWAY:
		walk_vpn_gateway(w, t, (const struct vpn_gateway *)target);
		break;
	case KIND_ENDPOINT:
		if (((const struct endpoint *)target)->type ==
		    ENDPOINT_GATEWAY)
			walk_gateway_endpoint(w, t,
			    (const struct endpoint *)target);
		else
			walk_appliance(w, t, target);
		break;
	case KIND_INTERFACE:
	case KIND_WORKLOAD:
		walk_appliance(w, t, target);
		break;
	default:
		walk_unknown(w, t, arena_printf(w->a,
		    "what %s does with packets is not modelled",
		    thing_title(w->a, target)));
	}
}

/* Why does not name the route, or only says why its target is not known. */
static const char *
undecided_route(struct walk *w, const struct route *r, const char *why)
{
	bool of_target = why != NULL && why == r->target.is.why;

	return arena_printf(w->a, "%sroute %s%s%s%s: %s",
	    of_target ? "the target of " : "",
	    sanitise_text(w->a, r->written), r->table != NULL ? " of " : "",
	    r->table != NULL ? thing_title(w->a, &r->table->is) : "",
	    of_target ? " is not known" : "", why);
}

static void
follow(struct walk *w, struct trip t, const struct route *r)
{
	struct hop at = { .kind = HOP_ROUTE, .route = r, .subnet = t.subnet,
		.thing = r->table != NULL ? &r->table->is : NULL };
	enum route_state state;
	const char *why = NULL;

	walk_hop(w, &t, at);
	if (r->target_kind == TARGET_LOCAL) {
		walk_local(w, t);
		return;
	}
	state = routes_state(w->r->routes, r, &why);
	if (state == ROUTE_UNDECIDED) {
		walk_unknown(w, t, undecided_route(w, r, why));
		return;
	}
	if (state == ROUTE_DEAD) {
		if (r->target.to != NULL && r->target.to->kind == KIND_PEERING) {
			at.kind = HOP_PEERING;
			at.thing = r->target.to;
		}
		walk_block(w, &t, at, "BAD_STATE_ROUTE", why);
		return;
	}
	if (r->target.to == NULL) {
		walk_unknown(w, t, arena_printf(w->a,
		    "the target of route %s is not in the input%s",
		    sanitise_text(w->a, r->written),
		    missing_call_of_id(w->a, r->table != NULL ?
		    &r->table->is : NULL, r->target.text)));
		return;
	}
	follow_thing(w, t, r->target.to);
}

/*
 * A constant address whose value is not known: one route must take all it may
 * be, or else what happens is not known.
 */
static void
route_constant(struct walk *w, struct trip t, struct shares shares,
    bool covered)
{
	if (shares.n == 1 && covered && shares.v[0].contender == NULL) {
		follow(w, t, shares.v[0].route);
		return;
	}
	if (w->bound == FILTER_SURE) {
		walk_note_unknown(w, NULL);
		return;
	}
	walk_note_unknown(w, "its routes depend on an address that is not "
	    "known");
	for (size_t i = 0; i < shares.n; i++)
		follow(w, t, shares.v[i].route);
}

static bool
is_covered(struct walk *w, struct shares shares, struct range_set to)
{
	struct range_set all = range_set_empty(to.family);

	for (size_t i = 0; i < shares.n; i++)
		all = range_set_union(w->a, all, range_set_of_ranges(w->a,
		    to.family, shares.v[i].v, shares.v[i].n));
	return range_set_contains(all, to);
}

/* Whether all of it is for the VPC itself, whatever else is unknown. */
static bool
goes_local(struct walk *w, const struct trip *t, struct shares shares)
{
	for (size_t i = 0; i < shares.n; i++)
		if (shares.v[i].route->target_kind == TARGET_LOCAL &&
		    walk_destination_within(w, t, range_set_of_ranges(w->a,
		    t->flow.family, shares.v[i].v, shares.v[i].n)))
			return true;
	return false;
}

/* The route to the service that is asked for, by a gateway endpoint. */
static const struct route *
find_service(struct walk *w, const struct route_view *view)
{
	for (size_t i = 0; i < view->services.n; i++) {
		const struct route_service *s = &view->services.v[i];

		if (s->service != NULL &&
		    str_equal(s->service, w->target->service) &&
		    walk_has_route(w, s->route, view->table))
			return s->route;
	}
	return NULL;
}

/*
 * Whether routes of unknown destination change what becomes of the packets of
 * a known one: not if all lead to what it leads to, nor (but for one to a
 * middlebox) if it is the VPC's own.
 */
static bool
is_contested(const struct route_view *view, const struct route *r)
{
	bool same = r->target_kind == TARGET_THING && r->target.to != NULL;

	if (!view->has_unknown || (!view->unknown_inside &&
	    r->target_kind == TARGET_LOCAL))
		return false;
	for (size_t i = 0; same && i < view->unknown.n; i++) {
		const struct route *other = view->unknown.v[i];

		same = other->target_kind == TARGET_THING &&
		    other->target.to == r->target.to &&
		    other->is_blackhole == r->is_blackhole &&
		    !value_is_unknown(other->state);
	}
	return !same;
}

/* Packets that are another's if an unknown route wins, or that no known one
 * takes. */
static struct flow
contested(struct walk *w, const struct trip *t, const struct route_view *view,
    struct shares shares)
{
	struct flow left = t->flow;

	for (size_t i = 0; i < shares.n && !t->destination.constant; i++)
		if (!is_contested(view, shares.v[i].route))
			left = flow_subtract(w->a, left, flow_with_addresses(
			    w->a, left, t->destination.side,
			    range_set_of_ranges(w->a, t->flow.family,
			    shares.v[i].v, shares.v[i].n)));
	return left;
}

static const char *
contender_text(struct walk *w, const struct route *r)
{
	return arena_printf(w->a, "Amazon chooses the IPv6 block, which may lie "
	    "in route %s%s%s", sanitise_text(w->a, r->written),
	    r->table != NULL ? " of " : "", r->table != NULL ?
	    thing_title(w->a, &r->table->is) : "");
}

/* Each of the routes with what is for it; what is left of t is for none. */
static void
follow_shares(struct walk *w, struct trip *t, const struct route_view *view,
    struct shares shares)
{
	for (size_t i = 0; i < shares.n; i++) {
		struct trip mine = *t;

		mine.flow = flow_with_addresses(w->a, t->flow,
		    t->destination.side, range_set_of_ranges(w->a,
		    t->flow.family, shares.v[i].v, shares.v[i].n));
		if (flow_is_empty(mine.flow))
			continue;
		t->flow = flow_subtract(w->a, t->flow, mine.flow);
		if (w->bound == FILTER_SURE &&
		    is_contested(view, shares.v[i].route))
			continue;
		if (shares.v[i].ambiguous)
			walk_unknown(w, mine, "two prefix lists that overlap "
			    "lead to different targets");
		else if (shares.v[i].contender != NULL)
			walk_unknown(w, mine, contender_text(w,
			    shares.v[i].contender));
		else
			follow(w, mine, shares.v[i].route);
	}
}

void
walk_route(struct walk *w, struct trip t, const struct route_table *rt)
{
	const struct route_view *view = routes_view(w->r->routes, rt,
	    t.flow.family);
	struct hop at = { .kind = HOP_ROUTE, .subnet = t.subnet,
		.thing = rt != NULL ? &rt->is : NULL };
	struct shares shares;
	struct range_set to;

	if (t.depth > WALK_DEPTH_MAX) {
		walk_block(w, &t, at, NULL, "leads in a circle");
		return;
	}
	if (view == NULL) {
		walk_unknown(w, t, arena_printf(w->a,
		    "the route table of %s is not known%s", t.subnet != NULL ?
		    thing_title(w->a, &t.subnet->is) : "a gateway",
		    missing_call(w->a, t.subnet != NULL ? &t.subnet->is :
		    t.vpc != NULL ? &t.vpc->is : NULL, KIND_ROUTE_TABLE)));
		return;
	}
	if (w->reply == NULL && w->target->kind == END_SERVICE) {
		const struct route *r = find_service(w, view);

		if (r != NULL) {
			follow(w, t, r);
			return;
		}
	}
	to = t.destination.constant ? t.destination.set :
	    flow_addresses(w->a, t.flow, t.destination.side);
	shares = share_out(w, view, to);
	if (view->has_unknown && (view->unknown_inside ||
	    !goes_local(w, &t, shares))) {
		struct trip open = t;

		open.flow = contested(w, &t, view, shares);
		if (!flow_is_empty(open.flow))
			walk_unknown(w, open, view->why);
	}
	if (t.destination.constant && shares.n > 0) {
		route_constant(w, t, shares, is_covered(w, shares, to));
		return;
	}
	follow_shares(w, &t, view, shares);
	/* What the unknown one may take has a route, perhaps. */
	if (!view->has_unknown)
		walk_block(w, &t, at, "NO_ROUTE_TO_DESTINATION",
		    "has no route to it");
}

/* ------------------------------------------------------------- starting */

/* Neither groups nor ACLs nor routes are asked. */
static void
to_host_service(struct walk *w, struct trip t)
{
	struct hop at = { .kind = HOP_LOCAL, .thing = &t.vpc->is };

	walk_hop(w, &t, at);
	if (str_equal(w->target->service, HOST_RESOLVER) &&
	    value_is_unknown(t.vpc->dns_support.is))
		walk_unknown(w, t, "whether the VPC has a resolver is not "
		    "known");
	else
		walk_arrived(w, t);
}

static void
opens_nothing_itself(struct walk *w, const struct trip *t)
{
	struct hop at = { .kind = HOP_LOCAL };

	if (w->from->kind == END_NOWHERE)
		return;
	walk_block(w, t, at, NULL, arena_printf(w->a,
	    "%s answers and opens no connections", end_title(w->a, w->from)));
}

/* An endpoint returns answers only; "What is AWS PrivateLink, Access AWS
 * services".  It need not be in the input: its interface is enough. */
static void
opens_nothing(struct walk *w, const struct trip *t, const struct end *from)
{
	struct hop at = { .kind = HOP_ENDPOINT, .end = from };

	if (from->endpoint == NULL) {
		opens_nothing_itself(w, t);
		return;
	}
	at.thing = &from->endpoint->is;
	walk_block(w, t, at, "VPCE_INTRA_VPC_TRAFFIC",
	    "answers and opens no connections");
}

void
walk_forward(struct walk *w, struct flow asked)
{
	const struct end *from = w->from, *to = w->target;
	enum family family = asked.family;
	struct trip t = {
		.flow = asked,
		.source = { .side = FLOW_FROM },
		.destination = { .side = FLOW_TO },
		.vpc = from->vpc, .subnet = from->subnet, .az = end_az(from),
		.path = w->before
	};

	t.leg.start_as = t.leg.start_inside = t.source;
	if (to->by_public && family == IPV4) {
		t.destination.constant = true;
		t.destination.set = to->public_addresses;
	} else if (to->kind == END_SERVICE) {
		t.destination.constant = true;
		t.destination.set = to->addresses[FAMILY_INDEX(family)];
	}
	switch (from->kind) {
	case END_INTERNET:
		walk_from_internet(w, t);
		return;
	case END_NETWORK:
		walk_from_network(w, t, from->network);
		return;
	case END_SERVICE:
	case END_HOST_SERVICE:
	case END_NOWHERE:
		opens_nothing_itself(w, &t);
		return;
	case END_INTERFACES:
	case END_ADDRESSES:
		break;
	}
	if (walk_is_lost(w, from->subnet))
		return;
	if (from->endpoint != NULL || from->of_endpoint) {
		opens_nothing(w, &t, from);
		return;
	}
	if (to->kind == END_HOST_SERVICE) {
		to_host_service(w, t);
		return;
	}
	if (from->subnet == NULL) {
		walk_unknown(w, t, arena_printf(w->a,
		    "the subnet of %s is not known%s", end_title(w->a, from),
		    missing_call(w->a, from->interface != NULL ?
		    &from->interface->is : NULL, KIND_INTERFACE)));
		return;
	}
	t.source_is_local = true;
	t.owner = from;
	if (from->kind == END_INTERFACES || !from->groups.known)
		t.seen_as = from;	/* … by somebody who may carry any */
	if (from->kind == END_INTERFACES && (!walk_is_for_target(w, &t) ||
	    !walk_serves_az(w, &t) || !walk_groups_out(w, &t, from, true)))
		return;
	walk_leave_subnet(w, t);
}
