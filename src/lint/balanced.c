/* SPDX-License-Identifier: MIT */
#include "lint/balanced.h"

#include "lint/intents.h"
#include "model/select.h"
#include "reach/end.h"

#include <stdlib.h>
#include <string.h>

/* What one listener sends to one target, before it is asked about. */
struct sending {
	const struct workload *lb;
	const struct listener *listener;
	const struct thing *target;
	bool is_health;
	unsigned protocol, port;
};

struct sendings {
	struct sending *v;
	size_t n, cap;
};

static int
compare(const void *x, const void *y)
{
	const struct sending *a = x, *b = y;

	if (a->target != b->target)
		return a->target->order < b->target->order ? -1 : 1;
	if (a->protocol != b->protocol)
		return a->protocol < b->protocol ? -1 : 1;
	if (a->port != b->port)
		return a->port < b->port ? -1 : 1;
	/* What is traffic and a check as well counts as traffic. */
	return (a->is_health > b->is_health) - (a->is_health < b->is_health);
}

static bool
is_port(struct number_value n)
{
	return value_is_known(n.is) && n.v > 0 && n.v <= 65535;
}

/*
 * The sender that a target sees is the node, except where a network load
 * balancer hands on the client's address: who that is, is a matter of
 * expectations.
 */
static bool
node_sends(const struct workload *lb, const struct listener *x,
    const struct thing *target)
{
	enum target_type type = x->target_type;

	if (lb->kind != WORKLOAD_NETWORK_LOAD_BALANCER)
		return true;
	if (x->protocol == LISTENER_UDP || x->protocol == LISTENER_TCP_UDP)
		return false;
	if (type == TARGET_TYPE_ABSENT)
		type = target->kind == KIND_WORKLOAD &&
		    ((const struct workload *)target)->kind ==
		    WORKLOAD_FARGATE_SERVICE ? TARGET_TYPE_IP :
		    TARGET_TYPE_INSTANCE;
	return x->preserve_client.is.state == VALUE_ABSENT ?
	    type == TARGET_TYPE_IP : x->preserve_client.is.state ==
	    VALUE_KNOWN && !flag_or(x->preserve_client, true);
}

static void
add_listener(struct lint *l, struct sendings *out, const struct workload *lb,
    const struct listener *x)
{
	struct number_value port = x->target_port.is.state == VALUE_ABSENT ?
	    x->port : x->target_port;
	struct number_value health = x->health_port.is.state == VALUE_ABSENT ?
	    port : x->health_port;

	for (size_t i = 0; i < x->targets.n; i++) {
		struct sending s = { lb, x, x->targets.v[i].to, false,
			PROTOCOL_TCP, 0 };

		if (s.target == NULL || x->targets.v[i].exists != NULL ||
		    s.target->exists != NULL)
			continue;
		if (is_port(port) && node_sends(lb, x, s.target)) {
			s.port = (unsigned)port.v;
			vec_push(l->a, out, s);
		}
		s.is_health = true;
		if (is_port(health)) {
			s.port = (unsigned)health.v;
			vec_push(l->a, out, s);
		}
	}
}

/* Elsewhere targets get nothing, which HA005 tells. */
static bool
is_enabled_in(const struct workload *lb, const char *az)
{
	for (size_t i = 0; i < lb->interfaces.n; i++) {
		const struct subnet *s = lb->interfaces.v[i]->subnet;

		if (s != NULL && str_equal(s->az_key, az))
			return true;
	}
	return az == NULL;
}

/* Whether this node sends to targets there. */
static bool
serves(const struct workload *lb, const struct end *node,
    const struct end *target)
{
	if (target->subnet == NULL || node->subnet == NULL)
		return false;
	if (lb->kind != WORKLOAD_NETWORK_LOAD_BALANCER ||
	    flag_or(lb->cross_zone, false))
		return target->vpc != node->vpc ||
		    is_enabled_in(lb, target->subnet->az_key);
	return node->subnet->az_key != NULL &&
	    target->subnet->az_key != NULL &&
	    strcmp(node->subnet->az_key, target->subnet->az_key) == 0;
}

static bool
surely_fails(const struct answer *v)
{
	return !flow_is_empty(v->asked) && flow_is_empty(v->unknown) &&
	    flow_is_empty(v->yes);
}

/* Ask about one pair; true if it fails, and *out is then filled. */
static bool
fails(struct lint *l, struct arena *scratch, const struct sending *s,
    const struct end *from, const struct end *to, struct balanced *out)
{
	static const enum family families[] = { IPV4, IPV6 };
	struct port_set one = port_set_of_ports(scratch, s->protocol, s->port,
	    s->port);

	for (size_t i = 0; i < 2; i++) {
		struct question q = { .from = from, .to = to, .ports = one,
			.family = families[i] };
		struct answer v = reach_ask(lint_reach(l), scratch, &q);

		if (flow_is_empty(v.asked))
			continue;
		/* Targets are called by one family: the first they have. */
		if (!surely_fails(&v))
			return false;
		q.explain = true;
		q.ports = port_set_of_ports(l->a, s->protocol, s->port,
		    s->port);
		out->family = families[i];
		out->from = from;
		out->to = to;
		out->answer = reach_ask(lint_reach(l), l->a, &q);
		return true;
	}
	return false;
}

/*
 * Whether an expectation that holds says that all of it gets through: of the
 * balancer to the target, each node to each, on that port.
 */
static bool
is_shown(struct lint *l, const struct sending *s)
{
	const struct intents *all;
	struct port_range point = { .first = port_point(s->protocol, s->port) };

	point.last = point.first;
	if (l->outcomes == NULL || l->outcomes->n == 0 ||
	    s->target->kind != KIND_WORKLOAD || workload_type(
	    ((const struct workload *)s->target)->kind)->is_load_balancer)
		return false;
	all = lint_intents(l);
	for (size_t i = 0; i < all->n; i++) {
		const struct intent *x = &all->v[i];

		if (x->o != NULL && x->o->holds == HOLDS_YES &&
		    x->e->verb == REACHES && x->e->family == 0 &&
		    x->from.what == SELECTED_WORKLOAD &&
		    x->from.thing == &s->lb->is &&
		    x->to.what == SELECTED_WORKLOAD &&
		    x->to.thing == s->target && value_is_known(x->e->ports.is) &&
		    port_set_contains(x->e->ports.v,
		    (struct port_set){ 1, &point }))
			return true;
	}
	return false;
}

static void
ask(struct lint *l, struct balanced_list *out, const struct sending *s)
{
	struct selection lb = { .what = SELECTED_WORKLOAD }, target = {
		.what = s->target->kind == KIND_WORKLOAD ? SELECTED_WORKLOAD :
		    SELECTED_INTERFACE };
	const struct places *places = reach_places(lint_reach(l));
	struct balanced found = { .lb = s->lb, .listener = s->listener,
		.target = s->target, .is_health = s->is_health,
		.protocol = s->protocol, .port = s->port };
	struct arena *scratch = arena_new();
	struct ends from, to;
	bool done = false;

	memcpy(&lb.thing, &(const struct thing *){ &s->lb->is },
	    sizeof lb.thing);
	memcpy(&target.thing, &s->target, sizeof target.thing);
	from = ends_of(l->a, places, &lb, false, NULL);
	for (size_t i = 0; i < from.n && !done; i++) {
		to = ends_of(l->a, places, &target, true, from.v[i]);
		for (size_t j = 0; j < to.n && !done; j++)
			done = serves(s->lb, from.v[i], to.v[j]) &&
			    fails(l, scratch, s, from.v[i], to.v[j], &found);
	}
	if (done)
		vec_push(l->a, out, found);
	arena_free(scratch);
}

const struct balanced_list *
lint_balanced(struct lint *l)
{
	if (l->balanced != NULL)
		return l->balanced;
	l->balanced = arena_alloc(l->a, sizeof *l->balanced);
	for (size_t i = 0; i < l->m->workloads.n; i++) {
		const struct workload *lb = l->m->workloads.v[i];
		struct sendings all = { 0 };

		if (!workload_type(lb->kind)->is_load_balancer ||
		    lb->kind == WORKLOAD_GATEWAY_LOAD_BALANCER)
			continue;
		for (size_t j = 0; j < lb->listeners.n; j++)
			add_listener(l, &all, lb, lb->listeners.v[j]);
		vec_sort(&all, compare);
		for (size_t j = 0; j < all.n; j++)
			if ((j == 0 || all.v[j].target != all.v[j - 1].target ||
			    all.v[j].port != all.v[j - 1].port ||
			    all.v[j].protocol != all.v[j - 1].protocol) &&
			    !is_shown(l, &all.v[j]))
				ask(l, l->balanced, &all.v[j]);
	}
	return l->balanced;
}
