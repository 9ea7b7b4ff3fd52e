/* SPDX-License-Identifier: MIT */
#include "reach/walk.h"

#include "base/str.h"
#include "model/stand_in.h"
#include "text/sanitise.h"

#include <string.h>

/*
 * Routes to interfaces, instances and gateway load balancer endpoints, and
 * gateway endpoints.
 *
 * What an appliance does is known only if the plan says so ("forwards");
 * otherwise the answer is unknown.  It forwards statefully: the answer must
 * come back through the same one.
 */

struct appliance {
	const struct thing *thing;
	const struct interface *interface;	/* NULL: an endpoint's */
	const struct subnet *subnet;
	const struct forwards *forwards;
	bool translates;
	bool forwards_all;	/* a NAT instance: what its groups admit */
	bool untold;		/* it may forward anything, or nothing */
};

static const struct interface *
only_interface(const struct workload *w)
{
	return w->interfaces.n == 1 ? w->interfaces.v[0] : NULL;
}

/* What the target of a route is; false if that cannot be told. */
static bool
describe(const struct thing *target, struct appliance *a)
{
	const struct workload *w = NULL;

	a->thing = target;
	if (target->kind == KIND_ENDPOINT) {
		const struct endpoint *e = (const struct endpoint *)target;

		a->forwards = &e->forwards;
		if (e->interfaces.n != 1)
			return false;
		a->subnet = e->interfaces.v[0]->subnet;
		return a->subnet != NULL;
	}
	if (target->kind == KIND_INTERFACE) {
		a->interface = (const struct interface *)target;
		w = a->interface->workload;
	} else {
		w = (const struct workload *)target;
		a->interface = only_interface(w);
	}
	if (a->interface == NULL || a->interface->subnet == NULL)
		return false;
	a->subnet = a->interface->subnet;
	a->forwards = a->interface->forwards.stated ||
	    a->interface->forwards.untold || w == NULL ?
	    &a->interface->forwards : &w->forwards;
	a->translates = flag_or(a->forwards->nat, false);
	if (w != NULL && w->kind == WORKLOAD_NAT_INSTANCE &&
	    !a->forwards->stated) {
		a->translates = true;
		a->forwards_all = true;
	}
	return true;
}

/* A peer of a "forwards" rule; false: a name, which is not resolved here. */
static bool
peer_addresses(struct walk *w, const char *text, enum family family,
    enum bound bound, struct range_set *out)
{
	struct cidr c;
	enum family of;
	struct addr address;

	if (text == NULL || str_equal(text, "anywhere")) {
		*out = range_set_everything(family);
		return true;
	}
	if (cidr_parse(text, strlen(text), &c) == ADDR_OK) {
		if (c.family != (uint8_t)family)
			*out = range_set_empty(family);
		else if (w->r->m->has_stand_ins)
			*out = stand_in_prefix(w->a, w->r->m->amazon_choice, c,
			    bound == FILTER_POSSIBLE);
		else
			*out = range_set_of_cidr(w->a, c);
		return true;
	}
	if (addr_parse(text, strlen(text), &of, &address) == ADDR_OK) {
		struct range r = { address, address };

		*out = of == family ? range_set_of_range(w->a, family, r) :
		    range_set_empty(family);
		return true;
	}
	return false;
}

/* What the rules of an appliance let through of a trip, under a bound. */
static struct flow
forwarded_under(struct walk *w, const struct trip *t,
    const struct appliance *a, enum bound bound)
{
	struct flow all = flow_empty(t->flow.family);

	for (size_t i = 0; i < a->forwards->n; i++) {
		const struct forward *f = &a->forwards->v[i];
		struct range_set from, to;
		struct flow one;

		if (!peer_addresses(w, f->from, t->flow.family, bound,
		    &from) || !peer_addresses(w, f->to, t->flow.family, bound,
		    &to)) {
			walk_note_unknown(w, arena_printf(w->a,
			    "a rule of %s names what is no address",
			    thing_title(w->a, a->thing)));
			if (bound == FILTER_POSSIBLE)
				return t->flow;
			continue;
		}
		one = walk_filter_flow(w->a, t->flow, t->source,
		    service_set_of(w->a, f->ports, from), bound);
		one = walk_filter_flow(w->a, one, t->destination,
		    service_set_of(w->a, f->ports, to), bound);
		all = flow_union(w->a, all, one);
	}
	return all;
}

static struct flow
forwarded(struct walk *w, const struct trip *t, const struct appliance *a)
{
	struct flow kept = forwarded_under(w, t, a, w->bound);
	const char *why = walk_seen_unknown(w, t, t->source);

	if (why == NULL)
		why = walk_seen_unknown(w, t, t->destination);
	if (why == NULL && w->r->m->has_stand_ins)
		why = arena_printf(w->a, "Amazon chooses the IPv6 block, which "
		    "may lie in what %s forwards", thing_title(w->a,
		    a->thing));
	if (w->bound == FILTER_POSSIBLE && why != NULL)
		walk_note_if_it_matters(w, kept,
		    forwarded_under(w, t, a, FILTER_SURE), why, NULL);
	return kept;
}

/* On from the appliance, with the client's address or with its own. */
static void
go_on(struct walk *w, struct trip t, const struct appliance *a)
{
	struct passed *passed = arena_alloc(w->a, sizeof *passed);
	struct end *e = a->interface != NULL ?
	    end_of_interface(w->a, a->interface) : NULL;
	struct leg *before;

	t.seen_as = NULL;
	t.crossing = CROSSED_OTHER;
	t.subnet = a->subnet;
	t.az = a->subnet->az_key;
	t.from_transit = t.at_edge = false;
	if (a->translates && e != NULL &&
	    range_set_is_empty(e->addresses[FAMILY_INDEX(t.flow.family)])) {
		walk_unknown(w, t, arena_printf(w->a, "the address that %s "
		    "translates to is not known", thing_title(w->a,
		    a->thing)));
		return;
	}
	if (a->translates && e != NULL) {
		before = arena_alloc(w->a, sizeof *before);
		*before = t.leg;
		t.leg = (struct leg){ .previous = before, .start = e };
		t.source.constant = true;
		t.source.set = e->addresses[FAMILY_INDEX(t.flow.family)];
		t.leg.start_as = t.leg.start_inside = t.source;
		if (w->reply == NULL)
			walk_rewrites(w, &t, FLOW_FROM, t.source.set);
		t.nat = NULL;
		t.owner = e;
		t.seen_as = e;
		t.crossing = CROSSED_NOTHING;
		t.source_is_local = true;
	} else if (!a->untold) {
		passed->previous = t.leg.passed;
		passed->appliance = a->thing;
		passed->entered = t.entered;
		t.leg.passed = passed;
	}
	/* Groups are stateful: they look at flows, not at answers. */
	if (w->reply == NULL && e != NULL &&
	    !walk_groups_out(w, &t, e, a->translates))
		return;
	walk_leave_subnet(w, t);
}

/* The answer meets an appliance: the one that the flow went through? */
static void
answer_through(struct walk *w, struct trip t, const struct appliance *a,
    struct hop at)
{
	const struct passed *p = t.unseen;
	bool left = t.leg.in != NULL;	/* by the gateway it came in by */

	/* In the opposite order, and with the same addresses. */
	if (p == NULL || p->appliance != a->thing ||
	    (p->entered ? left : w->reply->in != NULL && !left)) {
		walk_block(w, &t, at, NULL,
		    "drops answers of flows that it has not seen");
		return;
	}
	t.unseen = p->previous;
	if (walk_enter_subnet(w, &t, a->subnet))
		go_on(w, t, a);
}

/*
 * An internet gateway hands over only to interfaces with a public address
 * ("Gateway route tables").
 */
static bool
takes_from_edge(struct walk *w, const struct trip *t,
    const struct appliance *a, struct hop at)
{
	enum certainty is_public;

	if (!t->at_edge || a->interface == NULL)
		return true;
	is_public = end_of_interface(w->a, a->interface)->is_public;
	if (is_public == CERTAINLY)
		return true;
	if (is_public == CERTAINLY_NOT) {
		walk_block(w, t, at, "INGRESS_RTB_NO_PUBLIC_IP",
		    "gets nothing from an internet gateway: it has no public "
		    "address");
		return false;
	}
	walk_note_unknown(w, arena_printf(w->a,
	    "whether %s has a public address is not known",
	    thing_title(w->a, a->thing)));
	return w->bound == FILTER_POSSIBLE;
}

/*
 * An appliance with interfaces in several subnets sends on by the one that
 * its own routes choose, which no plan tells; it is all the same where the
 * subnets have one table and one ACL.
 */
static bool
may_leave_elsewhere(const struct appliance *a)
{
	const struct workload *w = a->interface != NULL ?
	    a->interface->workload : NULL;

	if (w == NULL || !w->interfaces_stated)
		return false;
	for (size_t i = 0; i < w->interfaces.n; i++) {
		const struct subnet *s = w->interfaces.v[i]->subnet;

		if (s == NULL || s->table != a->subnet->table ||
		    s->acl != a->subnet->acl)
			return true;
	}
	return false;
}

/* Whether the packets are for the appliance itself, whatever it forwards. */
static bool
is_goal(const struct walk *w, const struct trip *t, const struct appliance *a)
{
	const struct end *goal = walk_goal(w);

	return goal != NULL && a->interface != NULL &&
	    goal->interface == a->interface && walk_may_be_for(w, t, goal);
}

/*
 * A gateway load balancer is "invisible to the source and destination of the
 * traffic": what its appliances let pass goes on from the endpoint as it came,
 * so that all that filters behind it still counts.  Not so on the way to the
 * internet and to networks, which appliances may have a way of their own to.
 */
static bool
is_invisible(const struct walk *w, const struct appliance *a)
{
	const struct end *goal = walk_goal(w);

	return a->interface == NULL && goal != NULL &&
	    goal->kind == END_INTERFACES && goal->vpc != NULL &&
	    !goal->by_public;
}

static void
through_untold(struct walk *w, struct trip t, struct appliance *a,
    struct hop at)
{
	const char *why = arena_printf(w->a, "what %s forwards is not stated",
	    thing_title(w->a, a->thing));

	if (!walk_enter_subnet(w, &t, a->subnet) || (w->reply == NULL &&
	    a->interface != NULL && !walk_groups_in(w, &t,
	    end_of_interface(w->a, a->interface))))
		return;
	if (!is_invisible(w, a)) {
		walk_unknown(w, t, why);
		return;
	}
	walk_note_unknown(w, why);
	if (w->bound == FILTER_SURE)
		return;
	walk_hop(w, &t, at);
	a->untold = true;
	go_on(w, t, a);
}

/* Where it is not told, each of the two is a branch. */
static bool
may_translate(struct walk *w, const struct thing *target)
{
	struct condition c = { .text = arena_printf(w->a, "whether %s forwards "
	    "under its own address", thing_title(w->a, target)) };

	return walk_has(w, &c);
}

void
walk_appliance(struct walk *w, struct trip t, const struct thing *target)
{
	struct appliance a = { 0 };
	struct hop at = { .kind = HOP_APPLIANCE, .thing = target };
	bool known = describe(target, &a);

	at.subnet = a.subnet;
	if (known && walk_is_lost(w, a.subnet)) {
		walk_block(w, &t, at, "BAD_STATE",
		    "is in the AZ that is lost");
		return;
	}
	if (is_goal(w, &t, &a)) {
		walk_local(w, t);
		return;
	}
	if (a.interface != NULL &&
	    value_is_unknown(a.interface->source_check.is)) {
		walk_unknown(w, t, arena_printf(w->a, "whether the "
		    "source/destination check of %s is on is not known",
		    thing_title(w->a, target)));
		return;
	}
	if (a.interface != NULL && flag_or(a.interface->source_check, true)) {
		walk_block(w, &t, at, "ENI_SOURCE_DEST_CHECK_RESTRICTION",
		    "drops what is not for itself: its source/destination "
		    "check is on");
		return;
	}
	if (!takes_from_edge(w, &t, &a, at))
		return;
	if (known && value_is_unknown(a.forwards->nat.is))
		a.translates = may_translate(w, target);
	if (!known) {
		walk_unknown(w, t, arena_printf(w->a,
		    "what %s forwards is not stated",
		    thing_title(w->a, target)));
		return;
	}
	if (!a.forwards->stated && !a.forwards_all) {
		through_untold(w, t, &a, at);
		return;
	}
	if (w->reply != NULL) {
		answer_through(w, t, &a, at);
		return;
	}
	if (!walk_enter_subnet(w, &t, a.subnet) ||
	    (a.interface != NULL && !walk_groups_in(w, &t,
	    end_of_interface(w->a, a.interface))))
		return;
	if (!walk_keep(w, &t, a.forwards_all ? t.flow : forwarded(w, &t, &a),
	    at, "FIREWALL_RULES_RESTRICTION", "does not forward it"))
		return;
	if (may_leave_elsewhere(&a))
		walk_unknown(w, t, arena_printf(w->a, "by which of its "
		    "interfaces %s sends on is not known", thing_title(w->a,
		    a.interface->workload != NULL ?
		    &a.interface->workload->is : target)));
	else
		go_on(w, t, &a);
}

/* ------------------------------------------------------ gateway endpoints */

static struct port_set
endpoint_carries(struct arena *a)
{
	struct port_set all = port_set_of_protocol(a, PROTOCOL_TCP);

	return port_set_union(a, all,
	    port_set_of_icmp(a, PROTOCOL_ICMP, 8, -1));
}

void
walk_gateway_endpoint(struct walk *w, struct trip t, const struct endpoint *e)
{
	struct hop at = { .kind = HOP_ENDPOINT, .thing = &e->is };

	if (w->reply != NULL || w->target->kind != END_SERVICE) {
		walk_block(w, &t, at, "CANNOT_ROUTE",
		    "leads to its service only");
		return;
	}
	if (!walk_begins_here(&t)) {
		walk_block(w, &t, at, "CANNOT_ROUTE",
		    "serves only its own VPC");
		return;
	}
	if (!walk_keep(w, &t, flow_with_ports(w->a, t.flow,
	    endpoint_carries(w->a)), at, "VPCE_GATEWAY_PROTOCOL_RESTRICTION",
	    "carries only TCP and ICMP echo"))
		return;
	t.leg.gateway_endpoint = e;
	t.leg.start_as = t.source;
	t.vpc = NULL;
	t.subnet = NULL;
	walk_arrived(w, t);
}
