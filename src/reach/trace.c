/* SPDX-License-Identifier: MIT */
#include "reach/trace.h"

#include "reach/trace_inferred.h"

#include "base/str.h"
#include "base/vec.h"
#include "model/facts.h"
#include "reach/nat64.h"
#include "reach/walk.h"
#include "text/sanitise.h"

/*
 * A walk that explains lets everything pass and notes what would not have: so
 * its path names every element, and the blockers those of them that stop the
 * packet.  An element that ends the way (no route, a detached gateway) is the
 * last blocker and in no path.
 */

struct tracing {
	struct walk walk;
	struct blockers blockers;
	struct unknowns unknowns;
	bool met_unknown;
	const char *condition;
	struct packet packet;
};

/* The blocker that stands where this hop stands, or NULL. */
static const struct blocker *
blocker_at(const struct blockers *all, const struct hop *h)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].at.kind == h->kind &&
		    all->v[i].at.previous == h->previous &&
		    all->v[i].at.thing == h->thing)
			return &all->v[i];
	return NULL;
}

/* ------------------------------------------------------------- evidence */

/* The addresses and the port as a filter at this hop sees them. */
struct view {
	uint32_t point;
	struct addr source, destination;
	bool anonymous;		/* a rewritten source: no group of the sender's
				   counts any more */
	const struct end *balanced;	/* behind a balancer: its target */
	const struct internet_gateway *gateway;	/* behind it an answer comes
						   from this address; or NULL */
	struct addr published;
};

/* Whether one packet is among those that a filter lets through for sure; of a
 * service any address stands for the one that it has. */
static bool
is_let_through(struct tracing *t, const struct hop *h, struct service_set by,
    uint32_t point, enum family family, struct addr peer)
{
	bool in = h->kind == HOP_ACL_IN || h->kind == HOP_GROUP_IN;
	struct range r = { .first = peer, .last = peer };
	struct port_range one = { point, point };
	const struct end *to = t->walk.target;
	struct range_set peers = to->kind == END_SERVICE && in == h->reply ?
	    to->addresses[FAMILY_INDEX(family)] :
	    range_set_of_range(t->walk.a, family, r);

	return service_set_contains(by, service_set_of(t->walk.a,
	    port_set_of_ranges(t->walk.a, &one, 1), peers));
}

static void
name_rule(struct tracing *t, struct trace_step *s, enum family family,
    const struct view *v)
{
	struct group_list peer = { NULL, 0, true };
	bool in = s->hop->kind == HOP_GROUP_IN;
	const struct end *e = s->hop->end;
	const struct end *other = in ? t->walk.from : v->balanced != NULL ?
	    v->balanced : t->walk.target;

	if (e == NULL || s->hop->reply)
		return;
	if (other != NULL && other->kind == END_INTERFACES &&
	    !other->by_public && !(in && v->anonymous))
		peer = other->groups;
	s->rule = filter_deciding_rule(t->walk.filters, e->groups,
	    in ? INGRESS : EGRESS, family, v->point,
	    in ? v->source : v->destination, peer);
	if (s->rule != NULL && t->walk.target->kind == END_SERVICE)
		s->unsure = !is_let_through(t, s->hop, filter_groups(
		    t->walk.filters, e->groups, EGRESS, family, FILTER_SURE),
		    v->point, family, v->destination);
	else if (!in && t->walk.target->kind == END_SERVICE)
		s->rule = filter_deciding_service_rule(t->walk.filters,
		    e->groups, EGRESS, v->point, t->walk.target->service,
		    &s->unsure);
	if (s->rule == NULL && in && v->balanced != NULL)
		s->rule = filter_deciding_rule(t->walk.filters, e->groups,
		    INGRESS, family, v->point, v->source,
		    t->walk.target->groups);
	if (s->rule == NULL && in && s->decision == TRACE_BLOCK &&
	    other != NULL && other->kind == END_INTERFACES)
		s->rule = filter_deciding_rule(t->walk.filters, e->groups,
		    INGRESS, family, v->point, v->source, other->groups);
	if (s->rule != NULL && s->decision == TRACE_BLOCK &&
	    (s->rule->peer_kind == PEER_GROUP ||
	    s->rule->peer_kind == PEER_SELF)) {
		/* It would, did the packet still come from that group. */
		s->nearest_rule = s->rule;
		s->rule = NULL;
		s->code = "SG_REFERENCES_NOT_PRESERVED";
		s->text = "a reference to the group does not hold here";
		return;
	}
	s->unsure = s->decision == TRACE_PASS && (s->rule == NULL ||
	    s->unsure);
	if (s->rule == NULL && s->decision == TRACE_BLOCK)
		s->nearest_rule = filter_nearest_rule(t->walk.filters,
		    e->groups, in ? INGRESS : EGRESS, family, v->point,
		    in ? v->source : v->destination, peer);
	for (size_t i = 0; s->rule != NULL && i < e->groups.n; i++) {
		const struct security_group *g = e->groups.v[i];

		for (size_t j = 0; j < (in ? g->ingress.n : g->egress.n); j++)
			if ((in ? g->ingress.v[j] : g->egress.v[j]) == s->rule)
				s->group = g;
	}
}

static void
name_entry(struct tracing *t, struct trace_step *s, enum family family,
    const struct view *v)
{
	const struct network_acl *acl = (const struct network_acl *)
	    s->hop->thing;
	bool in = s->hop->kind == HOP_ACL_IN;
	enum direction direction = in ? INGRESS : EGRESS;
	struct addr peer = in ? v->source : v->destination;

	s->unsure = s->decision == TRACE_PASS && !is_let_through(t, s->hop,
	    filter_acl(t->walk.filters, acl, direction, family, FILTER_SURE),
	    v->point, family, peer);
	if (acl == NULL)
		return;
	s->entry = filter_deciding_entry(t->walk.filters, acl, direction,
	    family, v->point, peer);
	if (s->decision != TRACE_BLOCK)
		return;
	s->nearest_entry = filter_nearest_entry(t->walk.filters, acl,
	    direction, family, v->point, peer);
	s->nearest_comes_late = s->nearest_entry != NULL &&
	    cidr_contains_addr(s->nearest_entry->cidr.v, family, peer) &&
	    port_set_has(s->nearest_entry->ports.v, v->point);
}

static void
name_evidence(struct tracing *t, struct trace_step *s, enum family family,
    const struct view *v)
{
	switch (s->hop->kind) {
	case HOP_GROUP_IN:
	case HOP_GROUP_OUT:
		name_rule(t, s, family, v);
		break;
	case HOP_ACL_IN:
	case HOP_ACL_OUT:
		name_entry(t, s, family, v);
		break;
	default:
		break;
	}
}

/* ---------------------------------------------------------- one direction */

/* Behind NAT64 addresses are those of IPv4. */
static enum family
hop_family(enum family family, const struct view *v)
{
	return family == IPV6 && v->anonymous && v->source.hi == 0 ? IPV4 :
	    family;
}

static void
pass_rewrite(struct view *v, const struct hop *h)
{
	if (h->point != 0)
		v->point = h->point;
	if (v->gateway != NULL && h->thing == &v->gateway->is)
		v->source = v->published;
	if (h->kind == HOP_BALANCER && h->point != 0) {
		struct range_set to = h->end->addresses[0];

		v->balanced = h->end;
		if (range_set_is_empty(to) || v->destination.hi != 0)
			to = h->end->addresses[1];
		if (!range_set_is_empty(to))
			v->destination = to.v[0].first;
	}
	if (!h->rewrites || range_set_is_empty(h->becomes))
		return;
	if (h->side == FLOW_TO) {
		v->destination = h->becomes.v[0].first;
		return;
	}
	v->source = h->becomes.v[0].first;
	v->anonymous = true;
	if (h->becomes.family == IPV4 && v->destination.hi ==
	    fact_nat64_prefix().base.hi)
		v->destination = addr_subtract(v->destination,
		    fact_nat64_prefix().base);
}

static bool
is_same_element(const struct hop *x, const struct hop *y)
{
	return x->kind == y->kind && x->thing == y->thing &&
	    x->kind != HOP_GROUP_IN && x->kind != HOP_GROUP_OUT &&
	    x->kind != HOP_ACL_IN && x->kind != HOP_ACL_OUT;
}

/* A hop that says no more than that the element was entered. */
static bool
is_mere_entry(const struct hop *h)
{
	return !h->rewrites && h->route == NULL && h->transit_route == NULL &&
	    h->point == 0;
}

/* Evidence for the packet; of what is lost in part, for a packet of that. */
static void
name_lost(struct tracing *t, struct trace_step *s, enum family family,
    struct view v)
{
	if (s->lost.n > 0 && !port_set_has(s->lost, v.point))
		v.point = s->lost.v[0].first;
	name_evidence(t, s, family, &v);
}

static void
add_path(struct tracing *t, struct trace_steps *out, const struct hop *last,
    enum family family, const struct view *view)
{
	struct {
		const struct hop **v;
		size_t n, cap;
	} hops = { 0 };
	struct view here = *view;

	for (const struct hop *h = last; h != NULL; h = h->previous)
		vec_push(t->walk.a, &hops, h);
	for (size_t i = hops.n; i-- > 0; ) {
		const struct blocker *b = blocker_at(&t->blockers, hops.v[i]);
		struct trace_step s = { .hop = hops.v[i],
			.decision = b != NULL ? TRACE_BLOCK : TRACE_PASS };

		if (i > 0 && is_same_element(hops.v[i], hops.v[i - 1]) &&
		    (is_mere_entry(hops.v[i]) ||
		    blocker_at(&t->blockers, hops.v[i - 1]) != NULL)) {
			pass_rewrite(&here, hops.v[i]);
			continue;	/* entered, and then refused: once */
		}
		if (b != NULL) {
			s.text = b->text;
			s.code = b->code;
			s.lost = b->ports.n > 0 ? b->ports :
			    flow_ports(t->walk.a, b->lost);
		}
		name_lost(t, &s, hop_family(family, &here), here);
		pass_rewrite(&here, hops.v[i]);
		vec_push(t->walk.a, out, s);
	}
}

static bool
has_unsure(const struct trace_steps *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].unsure)
			return true;
	return false;
}

static size_t
length_of(const struct hop *h)
{
	size_t n = 0;

	for (; h != NULL; h = h->previous)
		n++;
	return n;
}

/* Where the way ends that goes furthest: the blocker with the longest path. */
static const struct blocker *
dead_end(const struct blockers *all)
{
	const struct blocker *best = NULL;
	size_t most = 0;

	for (size_t i = 0; i < all->n; i++) {
		size_t n = length_of(all->v[i].at.previous);

		if (best == NULL || n > most) {
			best = &all->v[i];
			most = n;
		}
	}
	return best;
}

/* One that somebody hears, if any. */
static const struct arrival *
traced_arrival(const struct tracing *t)
{
	const struct arrival *all = t->walk.arrivals.v;

	for (size_t i = 0; i < t->walk.arrivals.n; i++)
		if (!all[i].unheard)
			return &all[i];
	return all;
}

static struct trace_steps
read_off(struct tracing *t, enum family family, const struct view *view)
{
	struct trace_steps out = { 0 };
	const struct blocker *end;
	struct hop *last;

	if (t->walk.arrivals.n > 0) {
		const struct arrival *here = traced_arrival(t);

		out.arrives = true;
		add_path(t, &out, here->path, family, view);
		out.undecided = here->undecided || has_unsure(&out);
		return out;
	}
	end = dead_end(&t->blockers);
	if (end == NULL)
		return out;
	last = arena_alloc(t->walk.a, sizeof *last);
	*last = end->at;
	add_path(t, &out, last, family, view);
	return out;
}

static bool
blocks(const struct trace_steps *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].decision == TRACE_BLOCK)
			return true;
	return false;
}

static void
reset(struct tracing *t)
{
	t->walk.arrivals.v = NULL;
	t->walk.arrivals.n = t->walk.arrivals.cap = 0;
	t->blockers.v = NULL;
	t->blockers.n = t->blockers.cap = 0;
}

static struct flow
one_packet(struct arena *a, enum family family, struct packet p)
{
	struct port_range *ports = arena_alloc(a, sizeof *ports);
	struct range from = { p.from, p.from }, to = { p.to, p.to };
	struct port_set set = { 1, ports };

	ports->first = ports->last = p.point;
	if (p.point >> 16 != PROTOCOL_TCP && p.point >> 16 != PROTOCOL_UDP &&
	    p.point >> 16 != PROTOCOL_ICMP &&
	    p.point >> 16 != PROTOCOL_ICMPV6)
		set = port_set_of_protocol(a, p.point >> 16);
	return flow_of(a, set, range_set_of_range(a, family, from),
	    range_set_of_range(a, family, to));
}

static void
add_listening(struct tracing *t, const struct arrival *arrival,
    struct trace *out)
{
	struct blocker b = blocker_listening(t->walk.target);
	struct hop *h = arena_alloc(t->walk.a, sizeof *h);
	struct trace_step s = { .decision = TRACE_BLOCK, .hop = h };

	if (arrival->unheard) {		/* by a balancer's target */
		for (size_t i = 0; i < t->blockers.n; i++)
			if (t->blockers.v[i].at.previous == arrival->path)
				b = t->blockers.v[i];
	} else if (port_set_has(end_listens(t->walk.a, t->walk.target),
	    t->packet.point)) {
		return;
	}
	*h = b.at;
	s.text = b.text;
	s.code = b.code;
	vec_push(t->walk.a, &out->forward, s);
}

static struct addr
address_seen(struct seen s, struct addr otherwise)
{
	return s.constant && !range_set_is_empty(s.set) ?
	    s.set.v[0].first : otherwise;
}

/* From the target of a balancer to its node. */
static void
trace_to_node(struct tracing *t, const struct arrival *arrival,
    struct trace *out)
{
	struct view view = { .point = arrival->to_node.point,
		.source = address_seen(arrival->to_node.source,
		    t->packet.to),
		.destination = address_seen(arrival->to_node.destination,
		    t->packet.from) };

	if (arrival->to_node.path == NULL)
		return;
	out->answerer = arrival->to_node.from;
	out->answers_from = view.source;
	add_path(t, &out->back, arrival->to_node.path, out->family, &view);
}

/* Of whom a public address was asked, as the filters inside see the answer. */
static void
answer_privately(const struct tracing *t, const struct leg *of,
    struct view *v)
{
	const struct end *e = t->walk.target;

	if (!e->by_public || range_set_is_empty(e->addresses[0]) ||
	    !walk_had_come_in(of))
		return;
	v->gateway = of->in;
	v->published = v->source;
	v->source = e->addresses[0].v[0].first;
}

/* One that shows it: of answers that are lost in part, one that is; lost on
 * their last leg, where the client's ports are those of the client. */
static uint32_t
client_port(const struct tracing *t, const struct trace_steps *leg)
{
	for (size_t i = 0; i < leg->n; i++) {
		const struct trace_step *s = &leg->v[i];

		if (s->decision == TRACE_BLOCK && s->lost.n > 0 &&
		    s->hop->reply && hop_direction(s->hop->kind) != NULL)
			return s->lost.v[0].first & 0xffff;
	}
	return t->walk.client_ports.first;
}

/* The answer, leg after leg, as far as it gets. */
static void
trace_back(struct tracing *t, const struct arrival *arrival,
    struct trace *out)
{
	const struct leg *of = &arrival->leg;

	trace_to_node(t, arrival, out);

	for (size_t n = 0; of != NULL; n++, of = of->previous) {
		struct view view = { .source = t->packet.to,
			.destination = t->packet.from };
		struct trace_steps leg;

		if (of->start_as.constant &&
		    !range_set_is_empty(of->start_as.set))
			view.destination = of->start_as.set.v[0].first;
		if (nat64_is_behind(of)) {
			view.source = addr_subtract(view.source,
			    fact_nat64_prefix().base);
			view.anonymous = true;	/* and in IPv4 */
		}
		answer_privately(t, of, &view);
		reset(t);
		if (!reply_trace_leg(&t->walk, arrival, n, out))
			return;
		if (out->answers.n > 0)
			view.point = out->answers.v[0].first;
		leg = read_off(t, out->family, &view);
		if (of->previous == NULL)
			out->client_port = client_port(t, &leg);
		for (size_t i = 0; i < leg.n; i++)
			vec_push(t->walk.a, &out->back, leg.v[i]);
		out->back.arrives = leg.arrives;
		out->back.undecided |= leg.undecided;
		if (!leg.arrives)
			return;
	}
}

/* Walk with each undecided condition on the way held true, but the one
 * numbered false_one; out learns which they are. */
static void
walk_given(struct tracing *t, struct branch *branch, const struct question *q,
    size_t false_one, struct trace *out)
{
	struct walk *w = &t->walk;

	out->given.n = 0;
	for (;;) {
		bool holds = out->given.n != false_one;

		reset(t);
		t->condition = NULL;
		t->unknowns.n = 0;
		w->branch = branch;
		w->filters = reach_filters(w->r, branch);
		w->from = walk_end_there(w, q->from);
		w->target = walk_end_there(w, q->to);
		walk_forward(w, one_packet(w->a, q->family, t->packet));
		if (t->condition == NULL)
			return;
		branch = branch_where(w->r->a, branch, t->condition, holds);
		vec_push(w->a, &out->given, holds ? t->condition :
		    arena_printf(w->a, "not %s", t->condition));
	}
}

/*
 * A trace shows one branch: that in which all conditions hold, or else the
 * first with one that does not and in which the packet does not arrive.
 */
static void
settle(struct tracing *t, struct branch *branch, const struct question *q,
    struct trace *out)
{
	size_t conditions;

	if (branch == NULL)
		branch = t->walk.r->branch;
	walk_given(t, branch, q, SIZE_MAX, out);
	conditions = out->given.n;
	for (size_t i = 0; i < conditions && t->blockers.n == 0; i++)
		walk_given(t, branch, q, i, out);
	if (conditions > 0 && t->blockers.n == 0)
		walk_given(t, branch, q, SIZE_MAX, out);
}

struct trace
reach_trace(struct reach *r, struct arena *a, const struct question *q,
    struct packet packet)
{
	struct trace out = { .packet = packet, .family = q->family,
		.from = q->from, .to = q->to };
	struct tracing t = {
		.packet = packet,
		.walk = {
			.r = r, .a = a, .bound = FILTER_POSSIBLE,
			.explain = true, .lost_az = q->lost_az,
			.from = q->from, .target = q->to,
			.client_ports = end_ephemeral(q->from),
			.client_untold = end_ephemeral_unknown(a, q->from)
		}
	};
	struct view view = { .point = packet.point, .source = packet.from,
		.destination = packet.to };
	struct arrival first;	/* whose answer is traced */

	t.walk.blockers = &t.blockers;
	t.walk.unknowns = &t.unknowns;
	t.walk.met_unknown = &t.met_unknown;
	t.walk.condition = &t.condition;
	settle(&t, reach_presumed(r, q->from, q->to), q, &out);
	out.forward = read_off(&t, q->family, &view);
	out.client_port = t.walk.client_ports.first;
	if (out.forward.arrives) {
		first = *traced_arrival(&t);
		add_listening(&t, &first, &out);
		if (!first.undecided)
			trace_back(&t, &first, &out);
	}
	out.forward.arrives = out.forward.arrives && !blocks(&out.forward);
	out.back.arrives = out.back.arrives && !blocks(&out.back);
	out.unknowns = t.unknowns.v;
	out.n_unknowns = t.unknowns.n;
	trace_add_inferred(r->m, a, &out);
	return out;
}

/* ----------------------------------------------------------- in one line */

static const char *
short_name(struct arena *a, const struct hop *h)
{
	const char *label = *hop_label(h) != '\0' ? hop_label(h) : "?";

	switch (h->kind) {
	case HOP_GROUP_OUT:
	case HOP_GROUP_IN:
		if (h->end == NULL || h->end->groups.n == 0)
			return h->end == NULL || h->end->groups.known ?
			    "sg:(none)" : "sg:?";
		return arena_printf(a, "sg:%s%s",
		    h->end->groups.v[0]->is.label,
		    h->end->groups.n > 1 ? "+" : "");
	case HOP_ACL_IN:
	case HOP_ACL_OUT:
		return arena_printf(a, "acl:%s", label);
	case HOP_ROUTE:
	case HOP_EDGE_ROUTE:
		return arena_printf(a, "rt:%s", label);
	case HOP_LOCAL:
		return h->thing != NULL ? label : "no VPC";
	default:
		return label;
	}
}

const char *
trace_line(struct arena *a, const struct trace *t)
{
	struct str out = str_new(a);

	str_add(&out, end_title(a, t->from));
	for (size_t i = 0; i < t->forward.n; i++) {
		const struct trace_step *s = &t->forward.v[i];

		if (s->hop->kind == HOP_LOCAL && s->decision == TRACE_PASS)
			continue;
		str_addf(&out, s->decision == TRACE_BLOCK ? " -> | %s |" :
		    " -> %s", short_name(a, s->hop));
	}
	str_addf(&out, " -> %s", end_title(a, t->to));
	return sanitise_text(a, str_text(&out));
}
