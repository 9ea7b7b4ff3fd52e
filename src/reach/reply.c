/* SPDX-License-Identifier: MIT */
#include "reach/walk.h"

#include "reach/nat64.h"
#include "reach/trace.h"

#include <string.h>

/*
 * The answers of what arrived.
 *
 * Each leg is answered by itself, from its far end to its start, with the
 * protocol of the flow and the ports that the start uses as a client.  A
 * client takes any port of its range, so an answer must get through for every
 * one of them: packets for which it does for none are one-way, for some are
 * partly answered.
 *
 * The flow that is walked is (ports of the client) x (sources) x
 * (destinations), in the coordinates of the question; what comes back whole,
 * and what comes back at all, is then read off per pair of addresses.
 */

enum { NAT_FIRST = 1024, NAT_LAST = 65535,	/* UG "NAT gateway basics" */
	ECHO_REQUEST = 8, ECHO_REPLY = 0,
	ECHO_REQUEST_V6 = 128, ECHO_REPLY_V6 = 129 };

/* Traffic of which the answer has one form. */
struct exchange {
	struct port_set asked, answers;
	bool needs_none;		/* nobody answers it */
	bool as_asked;			/* protocol without ports */
};

enum { EXCHANGES = 7 };

#define POINT(protocol, port) ((uint32_t)(protocol) << 16 | (port))
#define TYPE(protocol, type) POINT(protocol, (type) << 8)
#define SET(...) {							\
	sizeof (struct port_range[]){ __VA_ARGS__ } /			\
	    sizeof (struct port_range),					\
	(const struct port_range[]){ __VA_ARGS__ } }

/* All traffic, by the form of its answer; those of clients come later. */
static const struct exchange forms[EXCHANGES] = {
	{ .asked = SET({ POINT(PROTOCOL_TCP, 0),
	    POINT(PROTOCOL_TCP, 65535) }) },
	{ .asked = SET({ POINT(PROTOCOL_UDP, 0),
	    POINT(PROTOCOL_UDP, 65535) }) },
	{ .asked = SET({ TYPE(PROTOCOL_ICMP, ECHO_REQUEST),
	    TYPE(PROTOCOL_ICMP, ECHO_REQUEST + 1) - 1 }),
	  .answers = SET({ TYPE(PROTOCOL_ICMP, ECHO_REPLY),
	    TYPE(PROTOCOL_ICMP, ECHO_REPLY) }) },
	{ .asked = SET({ POINT(PROTOCOL_ICMP, 0),
	    TYPE(PROTOCOL_ICMP, ECHO_REQUEST) - 1 },
	    { TYPE(PROTOCOL_ICMP, ECHO_REQUEST + 1),
	    POINT(PROTOCOL_ICMP, 65535) }),
	  .needs_none = true },
	{ .asked = SET({ TYPE(PROTOCOL_ICMPV6, ECHO_REQUEST_V6),
	    TYPE(PROTOCOL_ICMPV6, ECHO_REQUEST_V6 + 1) - 1 }),
	  .answers = SET({ TYPE(PROTOCOL_ICMPV6, ECHO_REPLY_V6),
	    TYPE(PROTOCOL_ICMPV6, ECHO_REPLY_V6) }) },
	{ .asked = SET({ POINT(PROTOCOL_ICMPV6, 0),
	    TYPE(PROTOCOL_ICMPV6, ECHO_REQUEST_V6) - 1 },
	    { TYPE(PROTOCOL_ICMPV6, ECHO_REQUEST_V6 + 1),
	    POINT(PROTOCOL_ICMPV6, 65535) }),
	  .needs_none = true },
	{ .asked = SET({ 0, POINT(PROTOCOL_ICMP, 0) - 1 },
	    { POINT(PROTOCOL_ICMP + 1, 0), POINT(PROTOCOL_TCP, 0) - 1 },
	    { POINT(PROTOCOL_TCP + 1, 0), POINT(PROTOCOL_UDP, 0) - 1 },
	    { POINT(PROTOCOL_UDP + 1, 0), POINT(PROTOCOL_ICMPV6, 0) - 1 },
	    { POINT(PROTOCOL_ICMPV6 + 1, 0), PORT_POINT_LAST }),
	  .as_asked = true }
};

static struct port_set
ports_of(struct arena *a, unsigned protocol, struct port_range ports)
{
	return port_set_of_ports(a, protocol, ports.first, ports.last);
}

static void
exchanges(struct arena *a, struct port_range client,
    struct exchange v[EXCHANGES])
{
	memcpy(v, forms, sizeof forms);
	v[0].answers = ports_of(a, PROTOCOL_TCP, client);
	v[1].answers = ports_of(a, PROTOCOL_UDP, client);
}

struct port_set
reach_unanswered(struct arena *a)
{
	struct exchange v[EXCHANGES];
	struct port_set all = port_set_empty();

	exchanges(a, (struct port_range){ NAT_FIRST, NAT_LAST }, v);
	for (size_t i = 0; i < EXCHANGES; i++)
		if (v[i].needs_none)
			all = port_set_union(a, all, v[i].asked);
	return all;
}

bool
reach_is_of_family(struct port_set ports, enum family family)
{
	unsigned other = family == IPV4 ? PROTOCOL_ICMPV6 : PROTOCOL_ICMP;
	struct port_range r = { POINT(other, 0), POINT(other, 65535) };
	struct port_set all = { 1, &r };

	return port_set_is_empty(ports) || !port_set_contains(all, ports);
}

/* --------------------------------------------------------- one leg back */

/*
 * From outside back to the start of the leg: by the gateway that let the
 * flow out.
 */
void
walk_answer_from_outside(struct walk *w, struct trip t)
{
	const struct leg *l = w->reply;
	const struct end *goal = walk_goal(w);
	const struct vpc *v = l->nat != NULL ? l->nat->is.vpc :
	    goal->vpc;
	struct hop at = { .kind = l->egress_only != NULL ?
		HOP_EGRESS_ONLY_GATEWAY : HOP_INTERNET_GATEWAY };

	t.destination = l->start_inside;
	t.vpc = v;
	t.subnet = NULL;
	if (l->out == NULL && l->egress_only == NULL) {
		walk_arrived(w, t);	/* the start is outside itself */
		return;
	}
	at.thing = l->out != NULL ? &l->out->is : &l->egress_only->is;
	walk_hop(w, &t, at);
	t.leg.out = l->out;
	t.leg.egress_only = l->egress_only;
	if (l->out != NULL && walk_edge(w, t, &l->out->is, v))
		return;
	if (l->nat != NULL)
		walk_arrive_at_nat(w, t, l->nat);
	else
		walk_arrive(w, t, goal);
}

static void
from_end(struct walk *w, struct trip t, const struct end *e)
{
	switch (e->kind) {
	case END_INTERNET:
	case END_SERVICE:
		if (w->reply->gateway_endpoint != NULL) {
			t.vpc = w->reply->gateway_endpoint->is.vpc;
			walk_local(w, t);
		} else {
			walk_answer_from_outside(w, t);
		}
		return;
	case END_NETWORK:
		walk_from_network(w, t, e->network);
		return;
	case END_HOST_SERVICE:
		walk_arrived(w, t);
		return;
	case END_NOWHERE:
		return;
	case END_INTERFACES:
	case END_ADDRESSES:
		break;
	}
	t.vpc = e->vpc;
	t.subnet = e->subnet;
	t.az = end_az(e);
	t.source_is_local = true;
	t.owner = e;
	walk_leave_subnet(w, t);
}

static void
from_nat(struct walk *w, struct trip t, const struct nat_gateway *n)
{
	const struct subnet *s = (const struct subnet *)n->subnet.to;

	t.vpc = n->is.vpc;
	t.subnet = s;
	if (s == NULL) {
		walk_local(w, t);
		return;
	}
	t.az = s->az_key;
	/* It still says who answers: somebody of this VPC, or of another. */
	t.source_is_local = w->target->vpc == t.vpc && !w->target->by_public;
	walk_leave_subnet(w, t);
}

bool
walk_had_come_in(const struct leg *leg)
{
	while (leg != NULL && leg->in == NULL)
		leg = leg->previous;
	return leg != NULL;
}

/* Walk w over the answers of one leg; its arrivals are what comes back. */
static void
run_back(struct walk *w, const struct leg *leg, const struct leg *next,
    struct flow answers)
{
	struct trip t = {
		.flow = answers,
		.source = { .side = FLOW_TO },
		.destination = leg->start_as,
		.unseen = leg->passed,
		.crossing = CROSSED_OTHER
	};

	w->reply = leg;
	if (next == NULL && w->target->kind == END_SERVICE) {
		t.source.constant = true;
		t.source.set = w->target->addresses[
		    FAMILY_INDEX(answers.family)];
	}
	/* In its VPC an answer comes from the private address, whatever the
	 * question called its sender, and a NAT gateway or instance there
	 * hands it on so; the internet gateway makes it the public one. */
	if (w->target->by_public && answers.family == IPV4 &&
	    walk_had_come_in(leg)) {
		t.source.constant = true;
		t.source.set = w->target->addresses[0];
	}
	if (next == NULL)
		from_end(w, t, w->target);
	else if (next->nat != NULL)
		from_nat(w, t, next->nat);
	else
		from_end(w, t, next->start);
}

/* The answers of one box, back over one leg. */
static struct flow
walk_back(const struct walk *forward, enum bound bound, const struct leg *leg,
    const struct leg *next, struct flow answers)
{
	struct walk w = *forward;
	struct flow back = flow_empty(answers.family);

	w.bound = bound;
	w.arrivals.v = NULL;
	w.arrivals.n = w.arrivals.cap = 0;
	run_back(&w, leg, next, answers);
	for (size_t i = 0; i < w.arrivals.n; i++)
		back = flow_union(w.a, back, w.arrivals.v[i].flow);
	return back;
}

/* -------------------------------------------------------- reading it off */

static struct flow
pairs_with_ports(struct arena *a, struct flow pairs, struct port_set ports)
{
	struct flow all = flow_empty(pairs.family);

	for (size_t i = 0; i < pairs.n; i++)
		all = flow_union(a, all, flow_of(a, ports, pairs.v[i].from,
		    pairs.v[i].to));
	return all;
}

struct port_range
walk_client_ports(const struct walk *w, const struct leg *leg)
{
	struct port_range nat = { NAT_FIRST, NAT_LAST };

	return leg->nat != NULL || leg->start != NULL ? nat :
	    w->client_ports;
}

struct answers {
	struct flow all, any;
};

/* One leg to walk back, and what of its answers is left before it begins. */
struct returning {
	const struct leg *leg, *next;
	const struct flow *left;	/* NULL: all */
};

static void
answer_box(const struct walk *forward, enum bound bound,
    const struct returning *on, const struct box *box,
    const struct exchange *x, struct answers *out)
{
	struct arena *a = forward->a;
	struct flow whole, sent, back, lost;
	struct port_set asked;

	if (!port_set_overlaps(box->ports, x->asked))
		return;
	asked = port_set_intersect(a, box->ports, x->asked);
	whole = flow_of(a, asked, box->from, box->to);
	if (x->needs_none) {
		out->all = flow_union(a, out->all, whole);
		out->any = flow_union(a, out->any, whole);
		return;
	}
	sent = x->as_asked ? whole : flow_of(a, x->answers, box->from,
	    box->to);
	back = walk_back(forward, bound, on->leg, on->next, sent);
	if (on->left != NULL)
		back = flow_intersect(a, back, *on->left);
	if (x->as_asked) {
		out->all = flow_union(a, out->all, back);
		out->any = flow_union(a, out->any, back);
		return;
	}
	lost = flow_subtract(a, sent, back);
	out->any = flow_union(a, out->any, pairs_with_ports(a, back, asked));
	out->all = flow_union(a, out->all, flow_subtract(a, whole,
	    pairs_with_ports(a, lost, asked)));
}

static struct answers answer_leg(const struct walk *forward, enum bound bound,
    const struct returning *on, struct flow f);

/* Behind a gateway that translated the family: in IPv4, box by box. */
static struct answers
answer_inner_leg(const struct walk *forward, enum bound bound,
    const struct returning *on, struct flow f)
{
	struct answers out = { flow_empty(f.family), flow_empty(f.family) };
	struct walk inner = *forward;

	inner.target = nat64_target(inner.a, forward->target);
	for (size_t i = 0; i < f.n; i++) {
		struct answers one = answer_leg(&inner, bound, on,
		    nat64_inner(inner.a, &f.v[i]));

		out.all = flow_union(inner.a, out.all,
		    nat64_outer(inner.a, one.all, &f.v[i]));
		out.any = flow_union(inner.a, out.any,
		    nat64_outer(inner.a, one.any, &f.v[i]));
	}
	return out;
}

static struct answers
answer_leg(const struct walk *forward, enum bound bound,
    const struct returning *on, struct flow f)
{
	struct answers out = { flow_empty(f.family), flow_empty(f.family) };
	struct exchange v[EXCHANGES];

	exchanges(forward->a, walk_client_ports(forward, on->leg), v);
	for (size_t i = 0; i < f.n; i++)
		for (size_t j = 0; j < EXCHANGES; j++)
			answer_box(forward, bound, on, &f.v[i], &v[j], &out);
	return out;
}

/* Where some ports of the client get their answers, and it is not known
 * whether it takes just these. */
static void
doubt_client(struct walk *forward, enum bound bound, struct answers *v)
{
	if (flow_equal(forward->a, v->all, v->any))
		return;
	walk_note_unknown(forward, forward->client_untold);
	if (bound == FILTER_SURE)
		v->any = v->all;
	else
		v->all = v->any;
}

void
reply_walk(struct walk *forward, const struct arrival *arrival,
    enum bound bound, struct flow *all, struct flow *any)
{
	const struct leg *leg = &arrival->leg, *next = NULL;

	*all = arrival->limited ? arrival->answered_all : arrival->flow;
	*any = arrival->limited ? arrival->answered_any : arrival->flow;
	for (; leg != NULL; next = leg, leg = leg->previous) {
		struct returning on = { leg, next, leg == &arrival->leg &&
			arrival->narrowed ? &arrival->answers : NULL };
		struct answers one = nat64_is_behind(leg) ?
		    answer_inner_leg(forward, bound, &on, *any) :
		    answer_leg(forward, bound, &on, *any);

		if (forward->client_untold != NULL && leg->nat == NULL &&
		    leg->start == NULL)
			doubt_client(forward, bound, &one);
		*all = flow_intersect(forward->a, *all, one.all);
		*any = one.any;
	}
}

/* ---------------------------------------------------------- for a trace */

static bool
trace_leg(struct walk *w, const struct arrival *arrival, size_t n,
    struct trace *out)
{
	const struct leg *leg = &arrival->leg, *next = NULL;
	const struct box *box = &arrival->flow.v[0];
	struct flow asked_inner;
	struct exchange v[EXCHANGES];

	for (; n > 0 && leg != NULL; n--) {
		next = leg;
		leg = leg->previous;
	}
	if (leg == NULL)
		return false;
	if (nat64_is_behind(leg)) {
		w->target = nat64_target(w->a, w->target);
		asked_inner = nat64_inner(w->a, box);
		box = &asked_inner.v[0];
	}
	exchanges(w->a, walk_client_ports(w, leg), v);
	for (size_t i = 0; i < EXCHANGES; i++) {
		struct port_set asked = port_set_intersect(w->a, box->ports,
		    v[i].asked);

		if (port_set_is_empty(asked))
			continue;
		out->needs_no_answer = v[i].needs_none;
		if (v[i].needs_none)
			return false;
		out->answers = v[i].as_asked ? asked : v[i].answers;
		run_back(w, leg, next, flow_of(w->a, out->answers, box->from,
		    box->to));
	}
	return true;
}

bool
reply_trace_leg(struct walk *w, const struct arrival *arrival, size_t n,
    struct trace *out)
{
	const struct end *target = w->target;
	bool there = trace_leg(w, arrival, n, out);

	w->target = target;
	return there;
}
