/* SPDX-License-Identifier: MIT */
#include "reach/walk.h"

#include "reach/places.h"

/*
 * A load balancer as the sender.  What its nodes open are flows to its
 * targets, on their ports and on those where it asks for their health, and
 * nothing else: AWS's codes TARGET_ADDRESS_RESTRICTION and
 * TARGET_PORT_RESTRICTION.  An application balancer may ask an identity
 * provider besides, which must be outside, for that goes over HTTPS and IPv4
 * to a name that everybody can look up ("Authenticate users", Application
 * Load Balancers, read 2026-11-29).
 */

enum { HTTPS = 443, GENEVE = 6081 };	/* "Gateway Load Balancers" */

/* What it sends to one receiver: surely, and perhaps. */
struct sendings {
	struct port_set sure, may;
	const char *why;	/* why they differ */
	bool is_target;
};

static bool
is_application(const struct workload *b)
{
	return b->kind == WORKLOAD_APPLICATION_LOAD_BALANCER;
}

static struct port_set
one_port(struct walk *w, unsigned protocol, struct number_value port)
{
	return value_is_known(port.is) ? port_set_of_ports(w->a, protocol,
	    (unsigned)port.v, (unsigned)port.v) :
	    port_set_of_protocol(w->a, protocol);
}

static void
add(struct walk *w, struct sendings *s, unsigned protocol,
    struct number_value port, bool sure)
{
	struct port_set ports = one_port(w, protocol, port);

	s->may = port_set_union(w->a, s->may, ports);
	if (sure && value_is_known(port.is))
		s->sure = port_set_union(w->a, s->sure, ports);
	else if (s->why == NULL)
		s->why = arena_printf(w->a, "the port of the targets of %s is "
		    "not known", thing_title(w->a,
		    &w->from->workload->is));
}

/* The traffic of a listener, and its checks: these are all of TCP. */
static void
add_listener(struct walk *w, struct sendings *s, const struct listener *l,
    bool sure)
{
	bool geneve = w->from->workload->kind ==
	    WORKLOAD_GATEWAY_LOAD_BALANCER;
	struct number_value port = l->target_port.is.state == VALUE_ABSENT ?
	    l->port : l->target_port;
	struct number_value health = l->health_port.is.state == VALUE_ABSENT ?
	    port : l->health_port;

	if (l->protocol == LISTENER_UDP || l->protocol == LISTENER_TCP_UDP ||
	    geneve)
		add(w, s, PROTOCOL_UDP, port, sure);
	if (l->protocol != LISTENER_UDP && !geneve)
		add(w, s, PROTOCOL_TCP, port, sure);
	add(w, s, PROTOCOL_TCP, health, sure);
}

static void
add_targets(struct walk *w, struct sendings *s, const struct thing *to)
{
	size_t n;
	const struct target *v = to == NULL ? NULL : targets_of(
	    w->r->places->targets, w->from->workload, to, &n);

	for (size_t i = 0; v != NULL && i < n; i++)
		if (walk_has(w, v[i].ref->exists)) {
			s->is_target = true;
			add_listener(w, s, v[i].listener, true);
		}
}

/* Targets that are not known may be anybody inside, or of a network. */
static void
add_unknown_targets(struct walk *w, struct sendings *s)
{
	size_t n;
	const struct target *v = targets_of(w->r->places->targets,
	    w->from->workload, NULL, &n);

	for (size_t i = 0; v != NULL && i < n; i++) {
		if (!walk_has(w, v[i].ref->exists))
			continue;
		if (s->why == NULL)
			s->why = arena_printf(w->a, "a target of %s is not "
			    "known%s%s", thing_title(w->a,
			    &w->from->workload->is), v[i].ref->is.why != NULL ?
			    ": " : "", v[i].ref->is.why != NULL ?
			    v[i].ref->is.why : "");
		add_listener(w, s, v[i].listener, false);
	}
}

static void
add_all_of(struct walk *w, struct sendings *s, unsigned protocol,
    const char *why)
{
	s->may = port_set_union(w->a, s->may,
	    port_set_of_protocol(w->a, protocol));
	if (s->why == NULL)
		s->why = why;
}

/* What the input does not tell of what it does with what comes in. */
static void
add_untold(struct walk *w, struct sendings *s)
{
	const struct workload *b = w->from->workload;
	const char *title = thing_title(w->a, &b->is);

	if (b->kind == WORKLOAD_GATEWAY_LOAD_BALANCER) {
		s->may = port_set_union(w->a, s->may, port_set_of_ports(w->a,
		    PROTOCOL_UDP, GENEVE, GENEVE));
		add_all_of(w, s, PROTOCOL_TCP, arena_printf(w->a, "the "
		    "targets of %s are not all known", title));
	} else if (!b->listeners_known) {
		add_all_of(w, s, PROTOCOL_TCP, end_listens_unknown(w->a,
		    w->from) != NULL ? end_listens_unknown(w->a, w->from) :
		    arena_printf(w->a, "the listeners of %s are not all known",
		    title));
		if (!is_application(b))
			add_all_of(w, s, PROTOCOL_UDP, NULL);
	} else if (b->is.handed_out) {
		add_all_of(w, s, PROTOCOL_TCP, arena_printf(w->a, "others may "
		    "add listeners to %s, which this input hands out", title));
		if (!is_application(b))
			add_all_of(w, s, PROTOCOL_UDP, NULL);
	} else if (is_application(b) && !b->is.created) {
		add_all_of(w, s, PROTOCOL_TCP, arena_printf(w->a, "the rules "
		    "of the listeners of %s are not in the input", title));
	}
}

/* Whether what it sends goes to an address outside, or to one that everybody
 * knows by its name. */
static bool
is_outside(const struct end *to)
{
	return to->kind == END_INTERNET || to->kind == END_SERVICE ||
	    to->by_public;
}

static struct sendings
find_sendings(struct walk *w, enum family family)
{
	const struct end *to = w->target;
	struct sendings s = { .why = NULL };

	if (is_outside(to) || to->by_nat64) {
		if (is_application(w->from->workload) && family == IPV4)
			s.sure = s.may = port_set_of_ports(w->a, PROTOCOL_TCP,
			    HTTPS, HTTPS);
		return s;
	}
	if (to->interface != NULL)
		add_targets(w, &s, &to->interface->is);
	if (to->workload != NULL)
		add_targets(w, &s, &to->workload->is);
	add_unknown_targets(w, &s);
	add_untold(w, &s);
	return s;
}

static const char *
refusal(const struct workload *b, const struct end *to, bool is_target)
{
	if (is_target)
		return "opens flows to this target on other ports alone";
	if (b->listeners.n == 0)
		return "has no listener, and so opens no flows";
	return is_outside(to) && is_application(b) ? "opens flows to its "
	    "targets, and outside to what logs users in, over HTTPS and IPv4" :
	    "opens flows to its targets alone";
}

/* The interface is in the input, and its balancer is not. */
static bool
may_be_for_target(struct walk *w, struct trip *t)
{
	if (w->bound == FILTER_SURE)
		return false;
	walk_note_if_it_matters(w, t->flow, flow_empty(t->flow.family),
	    "whom a load balancer that is not in the input sends to is not "
	    "known (aws elbv2 describe-load-balancers and the calls beside it)",
	    NULL);
	return true;
}

bool
walk_is_for_target(struct walk *w, struct trip *t)
{
	const struct workload *b = w->from->workload;
	struct hop at = { .kind = HOP_BALANCER, .end = w->target };
	struct sendings s;
	struct flow kept, surely;

	if (w->from->of_balancer)
		return may_be_for_target(w, t);
	if (b == NULL || !workload_type(b->kind)->is_load_balancer)
		return true;
	s = find_sendings(w, t->flow.family);
	surely = flow_with_ports(w->a, t->flow, s.sure);
	kept = w->bound == FILTER_SURE ? surely : flow_with_ports(w->a,
	    t->flow, s.may);
	if (w->bound == FILTER_POSSIBLE)
		walk_note_if_it_matters(w, kept, surely, s.why, NULL);
	at.thing = &b->is;
	if (flow_contains(w->a, kept, t->flow))
		return true;
	return walk_keep(w, t, kept, at, s.is_target ?
	    "TARGET_PORT_RESTRICTION" : "TARGET_ADDRESS_RESTRICTION",
	    refusal(b, w->target, s.is_target));
}
