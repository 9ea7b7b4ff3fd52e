/* SPDX-License-Identifier: MIT */
#include "reach/walk.h"

#include "base/str.h"
#include "base/vec.h"

#include <string.h>

/*
 * The network load balancer: a flow to one of its nodes is a flow through to
 * a target.  The listener's port becomes the target's.  Where the client's
 * address is preserved, the target's groups and ACL judge the client, else
 * the node; a rule that names the balancer's group admits either way.  The
 * answer goes back through the node: the target subnet's routes are not
 * asked, its ACL and that of the node's subnet are.
 *
 * All of that is constant in the port, so it comes out as sets of clients.
 */

enum { ANSWER_FIRST = 1024, ANSWER_LAST = 65535 };	/* a node as client */

struct passage {
	const struct end *node, *target;
	const struct listener *listener;
	struct port_set to_target;	/* one point */
	struct port_set answers;	/* ports the answer goes to */
	bool preserves;			/* the target sees the client */
};

static unsigned
protocol_of(const struct listener *l, uint32_t point)
{
	return l->protocol == LISTENER_TCP_UDP ? point >> 16 :
	    l->protocol == LISTENER_UDP ? PROTOCOL_UDP : PROTOCOL_TCP;
}

static bool
preserves_client(const struct listener *l, const struct workload *w,
    unsigned protocol)
{
	enum target_type type = l->target_type;

	if (type == TARGET_TYPE_ABSENT)
		type = w != NULL && w->kind == WORKLOAD_FARGATE_SERVICE ?
		    TARGET_TYPE_IP : TARGET_TYPE_INSTANCE;
	if (protocol == PROTOCOL_UDP || l->protocol == LISTENER_TCP_UDP)
		return flag_or(l->preserve_client, true);
	return flag_or(l->preserve_client, type != TARGET_TYPE_IP);
}

/* Cut to the packets whose client an ACL or group admits for the ports: for
 * all of them, or for any. */
static struct flow
clients(struct walk *w, struct flow f, struct service_set admitted,
    struct port_set ports, bool any)
{
	struct range_set ok = range_set_everything(f.family);
	struct range_set some = range_set_empty(f.family);

	for (size_t i = 0; i < admitted.n; i++) {
		const struct service *s = &admitted.v[i];
		struct port_set one = { 1, &s->ports };

		if (port_set_overlaps(one, ports))
			some = range_set_union(w->a, some, s->peers);
	}
	if (any)
		return flow_with_addresses(w->a, f, FLOW_FROM, some);
	ok = some;
	for (size_t i = 0; i < some.n; i++) {
		/* of those, take out who lacks some of the ports */
		struct range_set r = { some.family, 1, &some.v[i] };
		struct service_set asked = service_set_of(w->a, ports, r);
		struct service_set lacking = service_set_subtract(w->a, asked,
		    admitted);

		for (size_t j = 0; j < lacking.n; j++)
			ok = range_set_subtract(w->a, ok,
			    lacking.v[j].peers);
	}
	return flow_with_addresses(w->a, f, FLOW_FROM, ok);
}

/* The same where the other side is a set of constant addresses. */
static struct flow
if_admitted(struct walk *w, struct flow f, struct service_set admitted,
    struct range_set who, struct port_set ports, bool any)
{
	struct port_set ok = w->bound == FILTER_SURE ?
	    service_set_ports_from_all(w->a, admitted, who) :
	    service_set_ports_from_any(w->a, admitted, who);
	bool in = any ? port_set_overlaps(ok, ports) :
	    port_set_contains(ok, ports);

	return in ? f : flow_empty(f.family);
}

static struct range_set
addresses_of(const struct end *e, enum family family)
{
	return e->addresses[FAMILY_INDEX(family)];
}

static struct service_set
acl(struct walk *w, const struct end *e, enum direction d, enum family family)
{
	return filter_acl(w->r->filters, e->subnet->acl, d, family, w->bound);
}

static bool
pass_acls(struct walk *w, struct trip *t, const struct passage *p)
{
	enum family family = t->flow.family;
	struct hop out = { .kind = HOP_ACL_OUT, .subnet = p->node->subnet },
	    in = { .kind = HOP_ACL_IN, .subnet = p->target->subnet };

	if (p->node->subnet == p->target->subnet)
		return true;
	out.thing = p->node->subnet->acl != NULL ?
	    &p->node->subnet->acl->is : NULL;
	in.thing = p->target->subnet->acl != NULL ?
	    &p->target->subnet->acl->is : NULL;
	if (!walk_keep(w, t, if_admitted(w, t->flow, acl(w, p->node, EGRESS,
	    family), addresses_of(p->target, family), p->to_target, false),
	    out, "SUBNET_ACL_RESTRICTION", "no entry allows it"))
		return false;
	return walk_keep(w, t, p->preserves ? clients(w, t->flow, acl(w,
	    p->target, INGRESS, family), p->to_target, false) :
	    if_admitted(w, t->flow, acl(w, p->target, INGRESS, family),
	    addresses_of(p->node, family), p->to_target, false), in,
	    "SUBNET_ACL_RESTRICTION", "no entry allows it");
}

static bool
pass_target_groups(struct walk *w, struct trip *t, const struct passage *p)
{
	struct filters *f = w->r->filters;
	enum family family = t->flow.family;
	struct hop at = { .kind = HOP_GROUP_IN, .end = p->target,
		.subnet = p->target->subnet };
	struct service_set admitted = filter_groups(f, p->target->groups,
	    INGRESS, family, w->bound);
	struct flow kept = p->preserves ?
	    clients(w, t->flow, admitted, p->to_target, false) :
	    if_admitted(w, t->flow, admitted, addresses_of(p->node, family),
	    p->to_target, false);

	if (port_set_contains(filter_references(f, p->target->groups, INGRESS,
	    p->node->groups, w->bound), p->to_target))
		kept = t->flow;
	else if (p->preserves && t->seen_as != NULL &&
	    t->crossing != CROSSED_OTHER && port_set_contains(
	    filter_references(f, p->target->groups, INGRESS,
	    t->seen_as->groups, w->bound), p->to_target))
		kept = t->flow;
	return walk_keep(w, t, kept, at, "ENI_SG_RULES_MISMATCH",
	    "no rule allows it");
}

/* What of a flow gets its answers as far as the node. */
static struct flow
answered(struct walk *w, struct flow f, const struct passage *p, bool any)
{
	enum family family = f.family;

	if (p->node->subnet == p->target->subnet)
		return f;
	f = p->preserves ? clients(w, f, acl(w, p->target, EGRESS, family),
	    p->answers, any) : if_admitted(w, f, acl(w, p->target, EGRESS,
	    family), addresses_of(p->node, family), p->answers, any);
	return if_admitted(w, f, acl(w, p->node, INGRESS, family),
	    addresses_of(p->target, family), p->answers, any);
}

static void
pass_to(struct walk *w, struct trip t, struct passage *p)
{
	struct arrival here = { .limited = true };
	struct hop at = { .kind = HOP_BALANCER,
		.thing = &p->node->workload->is, .end = p->target };

	if (p->target->subnet == NULL) {
		walk_unknown(w, t, "the subnet of a target is not known");
		return;
	}
	t = walk_hop(w, t, at);
	if (!pass_acls(w, &t, p) || !pass_target_groups(w, &t, p))
		return;
	here.flow = t.flow;
	here.leg = t.leg;
	here.path = t.path;
	here.answered_all = answered(w, t.flow, p, false);
	here.answered_any = answered(w, t.flow, p, true);
	vec_push(w->a, &w->arrivals, here);
}

static bool
az_is_served(const struct walk *w, const struct end *node,
    const struct end *target)
{
	const struct workload *balancer = node->workload;

	if (walk_is_lost(w, target->subnet) || target->subnet == NULL)
		return target->subnet == NULL;
	if (!flag_or(balancer->cross_zone, false))
		return str_equal(target->subnet->az_key,
		    node->subnet->az_key);
	for (size_t i = 0; i < balancer->interfaces.n; i++) {
		const struct subnet *s = balancer->interfaces.v[i]->subnet;

		if (s != NULL && str_equal(s->az_key,
		    target->subnet->az_key))
			return true;
	}
	return false;
}

static void
to_targets(struct walk *w, struct trip t, struct passage *p,
    const struct thing *target)
{
	struct selection s = { .what = target->kind == KIND_WORKLOAD ?
		SELECTED_WORKLOAD : SELECTED_INTERFACE };
	struct hop at = { .kind = HOP_BALANCER,
		.thing = &p->node->workload->is };
	struct ends ends;
	bool served = false;

	memcpy(&s.thing, &target, sizeof s.thing);
	ends = ends_of(w->a, w->r->places, &s, true, NULL);
	for (size_t i = 0; i < ends.n; i++) {
		if (!az_is_served(w, p->node, ends.v[i]))
			continue;
		served = true;
		p->target = ends.v[i];
		/* A target cannot reach itself through it. */
		if (p->preserves && w->from->interface != NULL &&
		    w->from->interface == ends.v[i]->interface)
			continue;
		pass_to(w, t, p);
	}
	if (!served)
		walk_block(w, &t, at, "ELBV2_NO_TARGETS_IN_AZ",
		    "has no target in an AZ that this node serves");
}

static void
through_listener(struct walk *w, struct trip t, struct passage *p,
    uint32_t point)
{
	const struct listener *l = p->listener;
	unsigned protocol = protocol_of(l, point);
	unsigned port = (unsigned)number_or(l->target_port,
	    number_or(l->port, 0));
	struct port_range ephemeral = w->client_ports;

	p->to_target = port_set_of_ports(w->a, protocol, port, port);
	for (size_t i = 0; i < l->targets.n; i++) {
		const struct thing *target = l->targets.v[i].to;
		const struct workload *owner = target != NULL &&
		    target->kind == KIND_WORKLOAD ?
		    (const struct workload *)target : NULL;

		if (target == NULL) {
			walk_unknown(w, t, "a target is not in the input");
			continue;
		}
		p->preserves = preserves_client(l, owner, protocol);
		if (!p->preserves)
			ephemeral = (struct port_range){ ANSWER_FIRST,
				ANSWER_LAST };
		p->answers = port_set_of_ports(w->a, protocol,
		    ephemeral.first, ephemeral.last);
		to_targets(w, t, p, target);
	}
}

void
walk_balancer(struct walk *w, struct trip t, const struct end *node)
{
	const struct workload *b = node->workload;
	struct hop at = { .kind = HOP_LISTENS, .thing = &b->is, .end = node };

	if (!b->listeners_known && b->listeners.n == 0) {
		walk_unknown(w, t, arena_printf(w->a,
		    "the listeners of %s are not in the input",
		    thing_title(w->a, &b->is)));
		return;
	}
	for (size_t i = 0; i < b->listeners.n; i++) {
		struct passage p = { .node = node,
			.listener = b->listeners.v[i] };
		struct port_set listens;

		if (!value_is_known(p.listener->port.is))
			continue;
		for (unsigned k = 0; k < 2; k++) {
			unsigned protocol = k == 0 ? PROTOCOL_TCP :
			    PROTOCOL_UDP;
			unsigned port = (unsigned)p.listener->port.v;
			struct trip mine = t;

			if (p.listener->protocol != LISTENER_TCP_UDP &&
			    (p.listener->protocol == LISTENER_UDP) != (k == 1))
				continue;
			listens = port_set_of_ports(w->a, protocol, port,
			    port);
			mine.flow = flow_with_ports(w->a, t.flow, listens);
			if (flow_is_empty(mine.flow))
				continue;
			t.flow = flow_subtract(w->a, t.flow, mine.flow);
			through_listener(w, mine, &p,
			    port_point(protocol, port));
		}
	}
	walk_block(w, &t, at, "ELBV2_LISTENERS_MISMATCH",
	    "has no listener there");
}
