/* SPDX-License-Identifier: MIT */
#include "load/describe_read.h"

#include "base/str.h"

#include <string.h>

/*
 * Load balancers, in the two APIs that AWS has for them.  The newer one
 * spreads a balancer over four calls: the balancer, its listeners, the target
 * groups they name, and the health of each group's targets, whose output does
 * not say which group it is of.  Which targets a group has is therefore
 * unknown, but for those that auto scaling groups register.
 */

static void
read_kind(struct describe *x, void *to, struct node n)
{
	struct workload *w = to;

	(void)x;
	if (node_text_is(n, "network"))
		w->kind = WORKLOAD_NETWORK_LOAD_BALANCER;
	else if (node_text_is(n, "gateway"))
		w->kind = WORKLOAD_GATEWAY_LOAD_BALANCER;
	else
		w->kind = WORKLOAD_APPLICATION_LOAD_BALANCER;
}

static void
read_groups(struct describe *x, void *to, struct node n)
{
	struct workload *w = to;

	w->groups_stated = true;
	describe_refs(x, &w->group_refs, n);
}

static void
read_zones(struct describe *x, void *to, struct node n)
{
	struct workload *w = to;

	w->subnets_stated = true;
	describe_refs_by(x, &w->subnet_refs, n, "SubnetId");
}

static void
read_subnets(struct describe *x, void *to, struct node n)
{
	struct workload *w = to;

	w->subnets_stated = true;
	describe_refs(x, &w->subnet_refs, n);
}

static void
read_address_type(struct describe *x, void *to, struct node n)
{
	struct flag_value *ipv6 = to;
	struct text_value type = describe_text_of(x, n);

	ipv6->is = type.is;
	ipv6->v = value_is_known(type.is) && !str_equal(type.v, "ipv4");
}

static const struct describe_member balancer_members[] = {
	{ "AvailabilityZones", read_zones, 0, false },
	{ "IpAddressType", read_address_type,
	  offsetof(struct workload, ipv6), false },
	{ "LoadBalancerName", describe_name,
	  offsetof(struct workload, is.name), false },
	{ "Scheme", describe_text, offsetof(struct workload, scheme),
	  false },
	{ "SecurityGroups", read_groups, 0, false },
	{ "Type", read_kind, 0, false },
	{ 0 }
};

static void *
make_balancer(struct model *m, struct place at, unsigned island)
{
	struct workload *w = model_new_workload(m, at, island, NULL);

	w->kind = WORKLOAD_APPLICATION_LOAD_BALANCER;
	return w;
}

static void
finish_balancer(struct describe *x, void *made, struct node n)
{
	struct workload *w = made;

	describe_arn(x, w, node_get(n, "LoadBalancerArn"));
	if (w->kind == WORKLOAD_GATEWAY_LOAD_BALANCER)
		w->scheme = (struct text_value){ 0 };
}

const struct describe_object describe_object_load_balancer = {
	.id = "LoadBalancerArn",
	.kind = KIND_WORKLOAD,
	.make = make_balancer,
	.members = balancer_members,
	.done = finish_balancer,
};

static void
read_protocol(struct describe *x, void *to, struct node n)
{
	enum listener_protocol *protocol = to;

	(void)x;
	if (node_text_is(n, "UDP") || node_text_is(n, "QUIC"))
		*protocol = LISTENER_UDP;
	else if (node_text_is(n, "TLS"))
		*protocol = LISTENER_TLS;
	else if (node_text_is(n, "TCP_UDP") || node_text_is(n, "TCP_QUIC"))
		*protocol = LISTENER_TCP_UDP;
	else
		*protocol = LISTENER_TCP;
}

/* A listener until its balancer and its target groups are known. */
struct describe_listener {
	struct listener *listener;
	const char *balancer;
	VEC(struct ref) groups;
};

static void
read_action(struct describe *x, void *to, struct node n)
{
	struct describe_listener *l = to;
	struct node group = node_get(n, "TargetGroupArn");
	struct node groups = node_get(node_get(n, "ForwardConfig"),
	    "TargetGroups");
	struct ref ref = { 0 };

	if (node_kind(groups) == NODE_LIST && node_exists(node_first(groups)))
		describe_refs_by(x, &l->groups, groups, "TargetGroupArn");
	else if (node_kind(group) > NODE_NULL) {
		describe_ref(x, &ref, group);
		describe_add_ref(x, &l->groups, ref);
	}
}

static void
read_actions(struct describe *x, void *to, struct node n)
{
	describe_each(x, to, n, read_action);
}

static void
read_listener_number(struct describe *x, void *to, struct node n)
{
	struct describe_listener *l = to;

	describe_number(x, &l->listener->port, n);
}

static void
read_listener_protocol(struct describe *x, void *to, struct node n)
{
	struct describe_listener *l = to;

	read_protocol(x, &l->listener->protocol, n);
}

static void
read_listener_id(struct describe *x, void *to, struct node n)
{
	struct describe_listener *l = to;

	describe_name(x, &l->listener->id, n);
}

void
describe_read_listener(struct describe *x, struct node n)
{
	static const struct describe_member members[] = {
		{ "DefaultActions", read_actions, 0, false },
		{ "ListenerArn", read_listener_id, 0, false },
		{ "LoadBalancerArn", describe_name,
		  offsetof(struct describe_listener, balancer), false },
		{ "Port", read_listener_number, 0, false },
		{ "Protocol", read_listener_protocol, 0, false },
		{ 0 }
	};
	struct describe_listener *l = arena_alloc(x->a, sizeof *l);

	l->listener = arena_alloc(x->a, sizeof *l->listener);
	l->listener->at = node_place(n);
	describe_members(x, members, l, n);
	if (l->balancer != NULL && value_is_known(l->listener->port.is))
		vec_push(x->a, &x->listeners, l);
}

struct describe_targets {
	const char *id;
	struct number_value port, health_port;
	struct number_value own;	/* of targets that say theirs */
	enum target_type type;
	VEC(struct ref) known;		/* of auto scaling groups */
};

static void
read_target_type(struct describe *x, void *to, struct node n)
{
	enum target_type *type = to;

	(void)x;
	if (node_text_is(n, "ip"))
		*type = TARGET_TYPE_IP;
	else if (node_text_is(n, "lambda"))
		*type = TARGET_TYPE_LAMBDA;
	else if (node_text_is(n, "alb"))
		*type = TARGET_TYPE_LOAD_BALANCER;
	else
		*type = TARGET_TYPE_INSTANCE;
}

/* "traffic-port", or a number in a string. */
static void
read_health_port(struct describe *x, void *to, struct node n)
{
	struct number_value *port = to;
	const char *text = node_text(x->a, n);
	int64_t number = 0;

	if (text == NULL || *text == '\0' ||
	    strspn(text, "0123456789") != strlen(text) || strlen(text) > 5)
		return;
	for (const char *p = text; *p != '\0'; p++)
		number = number * 10 + (*p - '0');
	port->is = value_known(node_place(n));
	port->v = number;
}

void
describe_read_target_group(struct describe *x, struct node n)
{
	static const struct describe_member members[] = {
		{ "HealthCheckPort", read_health_port,
		  offsetof(struct describe_targets, health_port), false },
		{ "Port", describe_number,
		  offsetof(struct describe_targets, port), false },
		{ "TargetGroupArn", describe_name,
		  offsetof(struct describe_targets, id), false },
		{ "TargetType", read_target_type,
		  offsetof(struct describe_targets, type), false },
		{ 0 }
	};
	struct describe_targets *t = arena_alloc(x->a, sizeof *t);

	describe_members(x, members, t, n);
	if (t->id != NULL)
		*map_slot(&x->targets, t->id) = t;
}

void
describe_add_target(struct describe *x, const char *group, struct ref target,
    struct number_value port)
{
	struct describe_targets *t = map_get(&x->targets, group);

	if (t == NULL)
		return;
	if (t->own.is.state == VALUE_ABSENT)
		t->own = port;
	else if (value_is_known(port.is) && number_or(t->own, 0) != port.v)
		t->own.is = value_unknown(port.is.at, "its targets take "
		    "different ports");
	vec_push(x->a, &t->known, target);
}

static void
lead_to(struct describe *x, struct listener *l, const struct ref *group)
{
	const struct describe_targets *t = map_get(&x->targets, group->text);
	struct ref unknown = { .is = value_unknown(group->is.at,
	    "its targets are not in the input (aws elbv2 "
	    "describe-target-health)") };

	if (t == NULL || t->known.n == 0)
		vec_push(x->a, &l->targets, unknown);
	if (t == NULL)
		return;
	for (size_t i = 0; i < t->known.n; i++)
		vec_push(x->a, &l->targets, t->known.v[i]);
	l->target_port = t->own.is.state != VALUE_ABSENT ? t->own : t->port;
	l->health_port = t->health_port;
	l->target_type = t->type;
}

static void
finish_listener(struct describe *x, struct describe_listener *l)
{
	struct workload *w = (struct workload *)describe_find(x,
	    KIND_WORKLOAD, l->balancer);

	if (w == NULL)
		return;
	for (size_t i = 0; i < l->groups.n; i++)
		if (l->groups.v[i].text != NULL)
			lead_to(x, l->listener, &l->groups.v[i]);
	w->listeners_known = true;
	vec_push(x->a, &w->listeners, l->listener);
}

/* The classic kind: all of it in one call. */
static void
read_classic_listener(struct describe *x, void *to, struct node n)
{
	static const struct describe_member members[] = {
		{ "InstancePort", describe_number,
		  offsetof(struct listener, target_port), false },
		{ "LoadBalancerPort", describe_number,
		  offsetof(struct listener, port), false },
		{ 0 }
	};
	struct node inside = node_get(n, "Listener");
	struct listener *l = arena_alloc(x->a, sizeof *l);
	struct workload *w = to;

	if (node_kind(inside) != NODE_MAP)
		return;
	l->at = node_place(inside);
	describe_members(x, members, l, inside);
	vec_push(x->a, &w->listeners, l);
}

static void
read_classic_listeners(struct describe *x, void *to, struct node n)
{
	struct workload *w = to;

	w->listeners_known = true;
	describe_each(x, to, n, read_classic_listener);
}

static const struct describe_member classic_members[] = {
	{ "ListenerDescriptions", read_classic_listeners, 0, false },
	{ "Scheme", describe_text, offsetof(struct workload, scheme),
	  false },
	{ "SecurityGroups", read_groups, 0, false },
	{ "Subnets", read_subnets, 0, false },
	{ 0 }
};

static void *
make_classic(struct model *m, struct place at, unsigned island)
{
	struct workload *w = model_new_workload(m, at, island, NULL);

	w->kind = WORKLOAD_CLASSIC_LOAD_BALANCER;
	return w;
}

/* Its listeners lead to its instances; the API writes VPCId here. */
static void
finish_classic(struct describe *x, void *made, struct node n)
{
	struct workload *w = made;
	struct node vpc = node_get(n, "VPCId");
	const char *id = NULL;

	w->is.name = w->is.id;
	if (node_kind(vpc) == NODE_STRING)
		describe_name(x, &id, vpc);
	if (id != NULL)
		w->is.vpc = describe_vpc(x, id, node_place(vpc));
	if (node_kind(node_get(n, "Instances")) != NODE_LIST)
		return;
	for (size_t i = 0; i < w->listeners.n; i++)
		describe_refs_by(x, &w->listeners.v[i]->targets,
		    node_get(n, "Instances"), "InstanceId");
}

const struct describe_object describe_object_classic_load_balancer = {
	.id = "LoadBalancerName",
	.kind = KIND_WORKLOAD,
	.make = make_classic,
	.members = classic_members,
	.done = finish_classic,
};

/*
 * The interfaces of a balancer say whose they are in their description alone:
 * "ELB app/shop/50dc6c495c0c9188", or "ELB shop" of the classic kind.
 */
static struct workload *
balancer_of(struct describe *x, const char *description,
    const struct map *by_end)
{
	if (description == NULL || !str_starts_with(description, "ELB "))
		return NULL;
	description += strlen("ELB ");
	if (strchr(description, '/') == NULL)
		return (struct workload *)describe_find(x, KIND_WORKLOAD,
		    description);
	return map_get(by_end, description);
}

void
describe_finish_balancers(struct describe *x)
{
	struct map by_end = map_new(x->a);

	for (size_t i = 0; i < x->listeners.n; i++)
		finish_listener(x, x->listeners.v[i]);
	for (size_t i = 0; i < x->m->workloads.n; i++) {
		struct workload *w = x->m->workloads.v[i];
		const char *end = w->is.id != NULL
		    ? strstr(w->is.id, ":loadbalancer/") : NULL;

		if (end != NULL)
			*map_slot(&by_end, end + strlen(":loadbalancer/")) = w;
	}
	for (size_t i = 0; i < x->m->interfaces.n; i++) {
		struct interface *e = x->m->interfaces.v[i];

		if (e->workload == NULL && e->is.island == x->island)
			e->workload = balancer_of(x, e->description,
			    &by_end);
	}
}
