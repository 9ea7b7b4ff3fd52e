/* SPDX-License-Identifier: MIT */
#include "twin_parts.h"

#include "base/str.h"
#include "model/notation.h"

/* Network load balancers, and who listens to what. */

bool
is_network_balancer(const struct interface *e)
{
	return e != NULL && e->workload != NULL &&
	    e->workload->kind == WORKLOAD_NETWORK_LOAD_BALANCER;
}

static bool
takes(const struct listener *l, unsigned protocol, unsigned port)
{
	bool tcp = l->protocol != LISTENER_UDP;
	bool udp = l->protocol == LISTENER_UDP ||
	    l->protocol == LISTENER_TCP_UDP;

	return (int64_t)port == l->port.v &&
	    ((protocol == PROTOCOL_TCP && tcp) ||
	    (protocol == PROTOCOL_UDP && udp));
}

static const struct listener *
listener_for(const struct workload *w, unsigned protocol, unsigned port)
{
	for (size_t i = 0; i < w->listeners.n; i++)
		if (takes(w->listeners.v[i], protocol, port))
			return w->listeners.v[i];
	return NULL;
}

static bool
text_has(const char *ports, unsigned protocol, unsigned port)
{
	struct arena *scratch = arena_new();
	struct port_set set;
	bool out = notation_ports_parse(scratch, ports, &set, NULL) == NULL &&
	    ports_have(set, protocol, port);

	arena_free(scratch);
	return out;
}

/* Whether somebody listens there, as far as the plan says what to. */
bool
listens(const struct interface *e, unsigned protocol, unsigned port)
{
	const struct workload *w = e != NULL ? e->workload : NULL;
	const struct workload_type *type;
	const char *ports;

	if (e != NULL && e->endpoint != NULL)
		return protocol == PROTOCOL_TCP ||
		    e->endpoint->own_service != NULL;
	if (w == NULL)
		return true;
	type = workload_type(w->kind);
	if (type->serves_none)
		return false;
	if (value_is_known(w->ports.is))
		return ports_have(w->ports.v, protocol, port);
	if (type->is_load_balancer)
		return listener_for(w, protocol, port) != NULL;
	ports = type->ports;
	if (ports == NULL && value_is_known(w->engine.is))
		ports = engine_ports(w->kind, w->engine.v);
	return ports == NULL || text_has(ports, protocol, port);
}

/* Of UDP always; else as stated, or by the type of target. */
static bool
preserves(const struct listener *l, const struct workload *target)
{
	bool by_address = l->target_type == TARGET_TYPE_IP ||
	    (l->target_type == TARGET_TYPE_ABSENT && target != NULL &&
	    target->kind == WORKLOAD_FARGATE_SERVICE);

	return l->protocol == LISTENER_UDP ||
	    l->protocol == LISTENER_TCP_UDP ||
	    flag_or(l->preserve_client, !by_address);
}

static bool
az_is(const struct interface *e, const struct interface *other)
{
	return e->subnet != NULL && other->subnet != NULL &&
	    str_equal(e->subnet->az_key, other->subnet->az_key);
}

/* Targets stand in an enabled AZ; without cross-zone, in the node's. */
static bool
is_target(const struct trip *t, const struct interface *node,
    const struct interface *e)
{
	const struct workload *balancer = node->workload;

	if (is_lost(t, e->subnet))
		return false;
	/* Beyond its VPC a target is of no AZ: "all". */
	if (e->is.vpc != node->is.vpc)
		return true;
	if (!flag_or(balancer->cross_zone, false))
		return az_is(e, node);
	for (size_t i = 0; i < balancer->interfaces.n; i++)
		if (!is_lost(t, balancer->interfaces.v[i]->subnet) &&
		    az_is(e, balancer->interfaces.v[i]))
			return true;
	return false;
}

/* The target of this trip's number; *n becomes how many there are. */
static const struct interface *
choose(const struct trip *t, const struct interface *node,
    const struct listener *l, unsigned *n)
{
	const struct interface *out = NULL;

	*n = 0;
	for (size_t i = 0; i < l->targets.n; i++) {
		const struct thing *to = l->targets.v[i].to;
		const struct workload *w = (const struct workload *)to;

		if (to != NULL && to->kind == KIND_INTERFACE &&
		    is_target(t, node, (const struct interface *)to) &&
		    (*n)++ == t->choice)
			out = (const struct interface *)to;
		if (to == NULL || to->kind != KIND_WORKLOAD)
			continue;
		for (size_t j = 0; j < w->interfaces.n; j++) {
			if (!is_target(t, node, w->interfaces.v[j]))
				continue;
			if ((*n)++ == t->choice)
				out = w->interfaces.v[j];
		}
	}
	return out;
}

/* From the node to a target, or back: what lies between their subnets. */
static bool
cross(struct trip *t, const struct subnet *from, const struct subnet *to)
{
	return from == to || (acl_admits(t, from, EGRESS) &&
	    acl_admits(t, to, INGRESS));
}

static bool
has_ipv4(const struct interface *e)
{
	return e->addresses.n > 0 || (e->subnet != NULL &&
	    e->subnet->cidr.v.family == IPV4);
}

static bool
has_ipv6(const struct interface *e)
{
	return e->ipv6_addresses.n > 0 || (flag_or(e->workload->ipv6, false) &&
	    e->subnet->ipv6_cidr.v.family == IPV6);
}

/*
 * With the client's address a packet goes to the target directly, in its own
 * VPC or in one that is peered in the Region; past anything else AWS does not
 * support it.
 */
static bool
is_direct(struct trip *t, const struct interface *node,
    const struct interface *target)
{
	const struct route *r;
	const struct peering *p;
	struct spot to = t->p.to;

	if (node->subnet == target->subnet)
		return true;
	r = find_route(t, node->subnet->table, node->is.vpc, &to);
	if (t->doubt)
		return false;
	if (r == NULL || r->is_blackhole || r->target_kind == TARGET_BLACKHOLE)
		return drop(t, "the node has no route to its target");
	if (r->target_kind == TARGET_LOCAL)
		return target->is.vpc == node->is.vpc ||
		    drop(t, "the target is not in this VPC");
	p = (const struct peering *)r->target.to;
	if (p == NULL || p->is.kind != KIND_PEERING ||
	    !carries_state(p->state) || (p->vpcs[0] != target->is.vpc &&
	    p->vpcs[1] != target->is.vpc) ||
	    target->is.vpc == node->is.vpc ||
	    !is_named_from(t->q->m, node->is.vpc, target->is.vpc))
		return unsure(t, "it keeps the client's address on such a way");
	return true;
}

/* An egress rule may name the target's groups. */
static const struct interface *
named_target(const struct trip *t, const struct interface *node,
    const struct interface *target)
{
	return is_named_from(t->q->m, node->is.vpc, target->is.vpc) ? target :
	    NULL;
}

/* Of those whom a group starts, one may reach another. */
static bool
is_one(const struct interface *e)
{
	return e->addresses.n > 0 || e->workload == NULL ||
	    e->workload->kind == WORKLOAD_INSTANCE ||
	    e->workload->kind == WORKLOAD_APPLIANCE ||
	    e->workload->kind == WORKLOAD_NAT_INSTANCE;
}

static bool
send_as_client(struct trip *t, const struct interface *node,
    const struct interface *target)
{
	const struct interface *from = t->q->from.interface;
	bool itself = target == from || (from != NULL &&
	    target->workload != NULL && from->workload == target->workload &&
	    (target->workload->kind == WORKLOAD_INSTANCE ||
	    target->workload->kind == WORKLOAD_APPLIANCE ||
	    target->workload->kind == WORKLOAD_NAT_INSTANCE));

	if (itself && is_one(target))
		return drop(t, "a target cannot reach itself");
	t->p.balancer = node;
	return groups_admit(t, node, EGRESS, named_target(t, node, target)) &&
	    is_direct(t, node, target) &&
	    cross(t, node->subnet, target->subnet) &&
	    give_target(t, target) && (!itself ||
	    unsure(t, "another of its kind may be chosen, or itself"));
}

/* As anybody sends: by the routes of the node's subnet. */
static bool
send_as_node(struct trip *t, const struct interface *node,
    const struct interface *target)
{
	t->n_ports++;
	t->p.named = node;
	t->p.balancer = NULL;
	t->p.from = planned_spot(t, node);
	t->p.owner = (struct owner){ .interface = node,
		.subnet = node->subnet, .vpc = node->is.vpc };
	t->p.to_owner = (struct owner){ .interface = target,
		.subnet = target->subnet, .vpc = target->is.vpc };
	t->az = NULL;
	return groups_admit(t, node, EGRESS, named_target(t, node, target)) &&
	    leave(t, node->subnet);
}

bool
through_balancer(struct trip *t, const struct interface *node)
{
	const struct listener *l = listener_for(node->workload,
	    t->p.protocol, t->p.port);
	const struct interface *target;
	struct station *s;

	if (l == NULL)
		return drop(t, "the balancer has no such listener");
	target = choose(t, node, l, &t->n_choices);
	if (target == NULL)
		return drop(t, "the balancer has no target");
	s = push(t, STATION_BALANCER, node);
	s->subnet = node->subnet;
	if (t->doubt)
		return false;
	s->family = t->family;
	s->door = t->door;
	t->family = has_ipv4(target) ? IPV4 : IPV6;
	if (t->family == IPV6 && !has_ipv6(node))
		return drop(t, "the balancer has no IPv6");
	t->p.to = planned_spot(t, target);
	t->p.port = (unsigned)number_or(l->target_port, l->port.v);
	t->p.named = NULL;
	t->target = target;
	if (t->door == NULL && s->family == t->family &&
	    preserves(l, target->workload))
		return send_as_client(t, node, target);
	s->rewrites = true;
	return send_as_node(t, node, target);
}

/* The answer to a client goes to the node, whatever the target's table says;
 * that to the node by its address, as any. */
bool
back_through_balancer(struct trip *t)
{
	const struct station *s = top(t);
	const struct interface *node = s->thing;

	if (s->rewrites)
		return leave(t, t->receiver->subnet);
	return cross(t, t->receiver->subnet, node->subnet) &&
	    back_through_node(t);
}

/* From the node on to the client. */
bool
back_through_node(struct trip *t)
{
	const struct station s = t->stations[--t->n];
	const struct interface *node = s.thing;

	t->family = s.family;
	t->p.from = s.before.to;
	t->p.to = s.before.from;
	t->p.to_owner = s.before.owner;
	t->p.port = t->ports[s.port_index];
	node = s.door != NULL ? s.door : node;
	t->p.owner = (struct owner){ .interface = node,
		.subnet = node->subnet, .vpc = node->is.vpc };
	return leave(t, node->subnet);
}

static bool
is_near(const struct trip *t, const struct interface *node,
    const struct interface *door)
{
	return !is_lost(t, node->subnet) && az_is(node, door);
}

/*
 * Behind an endpoint for a service of the plan's own: a node of its balancer,
 * that of the AZ if there is one.  It sees nobody's groups.
 */
bool
through_private_link(struct trip *t, const struct interface *door)
{
	const struct workload *b = (const struct workload *)
	    door->endpoint->own_service->load_balancer.to;
	const struct interface *node = NULL;
	bool near;

	for (size_t i = 0; i < b->interfaces.n; i++) {
		if (!is_near(t, b->interfaces.v[i], door))
			continue;
		if (node != NULL)
			return unsure(t, "which node does it go to");
		node = b->interfaces.v[i];
	}
	near = node != NULL;
	for (size_t i = 0; !near && i < b->interfaces.n; i++) {
		if (is_lost(t, b->interfaces.v[i]->subnet))
			continue;
		if (node != NULL)
			return unsure(t, "which node does it go to");
		node = b->interfaces.v[i];
	}
	if (node == NULL)
		return drop(t, "the service has no balancer left");
	t->p.named = t->p.balancer = NULL;
	if (!groups_admit(t, node, INGRESS, NULL))
		return false;
	t->door = door;
	return through_balancer(t, node);
}

/* ---------------------------------------------------- who sends by itself */

static bool
is_of_target(const struct thing *target, const struct interface *e)
{
	return e != NULL && target != NULL && (target == &e->is ||
	    (e->workload != NULL && target == &e->workload->is));
}

/* What it sends to a target of a listener: traffic, and questions after its
 * health, which run over TCP. */
static bool
sends(const struct listener *l, unsigned protocol, unsigned port)
{
	int64_t own = number_or(l->target_port, l->port.v);
	int64_t health = number_or(l->health_port, own);
	bool tcp = l->protocol != LISTENER_UDP;
	bool udp = l->protocol == LISTENER_UDP ||
	    l->protocol == LISTENER_TCP_UDP;

	return (protocol == PROTOCOL_TCP && (int64_t)port == health) ||
	    ((int64_t)port == own && ((protocol == PROTOCOL_TCP && tcp) ||
	    (protocol == PROTOCOL_UDP && udp)));
}

/* A gateway load balancer's targets stand in no plan. */
static bool
may_be_of_appliances(struct trip *t)
{
	const struct twin_question *q = t->q;

	if (q->to.kind == TWIN_INTERNET || q->to.kind == TWIN_SERVICE ||
	    q->to.by_public)
		return drop(t, "its targets are inside");
	if (q->protocol == PROTOCOL_TCP || (q->protocol == PROTOCOL_UDP &&
	    q->port == 6081))
		return unsure(t, "who its targets are is not known");
	return drop(t, "it speaks GENEVE to its targets");
}

/*
 * A balancer sends to its targets what its listeners and health checks are
 * for; an application balancer also asks, over HTTPS and IPv4, who somebody is,
 * of a provider whom everybody can find.
 */
bool
opens_flow_to(struct trip *t)
{
	const struct twin_question *q = t->q;
	const struct interface *e = q->from.interface;
	const struct workload *w = e != NULL ? e->workload : NULL;

	if (w == NULL || !workload_type(w->kind)->is_load_balancer)
		return true;
	if (w->kind == WORKLOAD_GATEWAY_LOAD_BALANCER)
		return may_be_of_appliances(t);
	if (q->to.kind == TWIN_INTERNET || q->to.kind == TWIN_SERVICE ||
	    q->to.by_public)
		return (w->kind == WORKLOAD_APPLICATION_LOAD_BALANCER &&
		    q->family == IPV4 && q->protocol == PROTOCOL_TCP &&
		    q->port == 443) || drop(t, "a balancer does not ask that");
	for (size_t i = 0; i < w->listeners.n && !q->to.by_nat64; i++)
		for (size_t j = 0; j < w->listeners.v[i]->targets.n; j++)
			if (is_of_target(w->listeners.v[i]->targets.v[j].to,
			    q->to.interface) && sends(w->listeners.v[i],
			    q->protocol, q->port))
				return true;
	return drop(t, "a balancer sends to its targets alone");
}
