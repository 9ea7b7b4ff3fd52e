/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

#include "base/str.h"

/*
 * Load balancers, their listeners, and the groups of targets these lead to.
 * A listener waits until everything has registered.
 */

#define GROUP		KIND_BIT(KIND_SECURITY_GROUP)
#define SUBNET		KIND_BIT(KIND_SUBNET)
#define WORKLOAD	KIND_BIT(KIND_WORKLOAD)
#define TARGETS		KIND_BIT(TERRAFORM_TARGET_GROUP)
#define LISTENER	KIND_BIT(TERRAFORM_LISTENER)

struct terraform_targets {
	struct number_value port, health_port;
	enum target_type type;
	VEC(struct ref) known;
};

struct terraform_listener {
	struct listener *listener;
	struct workload *balancer;
	VEC(struct terraform_resource *) groups;
	bool unknown;		/* it leads to a group that is not known */
	struct terraform_resource *of;
};

static void *
make_balancer(struct model *m, struct place at, unsigned island)
{
	struct workload *w = model_new_workload(m, at, island, NULL);

	w->kind = WORKLOAD_APPLICATION_LOAD_BALANCER;
	return w;
}

static void *
make_classic(struct model *m, struct place at, unsigned island)
{
	struct workload *w = model_new_workload(m, at, island, NULL);

	w->kind = WORKLOAD_CLASSIC_LOAD_BALANCER;
	return w;
}

/* Of Cloud Control, which spells some things in its own way. */
static bool
is_cloud_control(const struct terraform_resource *r)
{
	return str_starts_with(r->type->name, "awscc_");
}

/* internal = true, or the default. */
static void
read_scheme(struct terraform *x, struct terraform_resource *r,
    struct workload *w)
{
	struct terraform_value v = terraform_get(r, "internal");
	struct flag_value internal = terraform_flag(x, v);

	if (is_cloud_control(r)) {
		v = terraform_get(r, "scheme");
		internal.is = terraform_is(x, v);
		internal.v = terraform_text_is(v, "internal");
	}
	if (value_is_unknown(internal.is) && !terraform_is_written(v))
		internal.is = (struct value){ 0 };
	if (value_is_unknown(internal.is)) {
		w->scheme.is = internal.is;
		return;
	}
	w->scheme.is = value_derived(r->at);
	w->scheme.v = flag_or(internal, false) ? "internal" :
	    "internet-facing";
}

/* An Elastic IP that one of its nodes has. */
static void
hold_address(struct terraform *x, struct workload *w, struct terraform_value v)
{
	struct ref ref;

	if (terraform_state(v) == VALUE_ABSENT || (terraform_state(v) ==
	    VALUE_UNKNOWN && !terraform_is_written(v)))
		return;
	ref = terraform_ref(x, v, KIND_BIT(KIND_ELASTIC_IP));
	if (ref.to != NULL)
		((struct elastic_ip *)ref.to)->attached_to =
		    terraform_ref_to(x, v, &w->is);
}

static void
read_subnets(struct terraform *x, struct terraform_resource *r,
    struct workload *w)
{
	struct terraform_value mapping = terraform_get(r, "subnet_mapping");

	w->subnets_stated = terraform_stated_refs(x, &w->subnet_refs,
	    terraform_get(r, "subnets"), SUBNET) && w->subnet_refs.n > 0;
	if (w->subnets_stated || (!terraform_is_written(mapping) &&
	    !node_exists(terraform_first(mapping).value)))
		return;
	for (struct terraform_each e = terraform_each(mapping); e.more;
	    terraform_next(&e)) {
		struct address_value a = terraform_address(x,
		    terraform_member(e.v, is_cloud_control(r) ?
		    "private_i_pv_4_address" : "private_ipv4_address"), IPV4);

		terraform_add_ref(x, &w->subnet_refs, terraform_ref(x,
		    terraform_member(e.v, "subnet_id"), SUBNET));
		if (value_is_known(a.is))
			vec_push(x->a, &w->addresses, a);
		hold_address(x, w, terraform_member(e.v, "allocation_id"));
		w->subnets_stated = true;
	}
}

/* Cloud Control writes attributes as a list of key and value. */
static void
read_attributes(struct terraform *x, struct terraform_resource *r,
    struct workload *w)
{
	for (struct terraform_each e = terraform_each(terraform_get(r,
	    "load_balancer_attributes")); e.more; terraform_next(&e))
		if (terraform_text_is(terraform_member(e.v, "key"),
		    "load_balancing.cross_zone.enabled"))
			w->cross_zone = terraform_flag(x, terraform_member(
			    e.v, "value"));
}

static void
read_balancer(struct terraform *x, struct terraform_resource *r)
{
	struct workload *w = (struct workload *)r->thing;
	struct terraform_value type = terraform_get(r, "load_balancer_type");
	struct terraform_value family = terraform_get(r, "ip_address_type");

	if (terraform_text_is(type, "network"))
		w->kind = WORKLOAD_NETWORK_LOAD_BALANCER;
	else if (terraform_text_is(type, "gateway"))
		w->kind = WORKLOAD_GATEWAY_LOAD_BALANCER;
	if (w->is.name == NULL)
		w->is.name = terraform_word(x, terraform_get(r, "name"));
	if (w->kind != WORKLOAD_GATEWAY_LOAD_BALANCER)
		read_scheme(x, r, w);
	read_subnets(x, r, w);
	w->groups_stated = terraform_stated_refs(x, &w->group_refs,
	    terraform_get(r, "security_groups"), GROUP) &&
	    w->group_refs.n > 0;
	if (terraform_state(family) == VALUE_KNOWN)
		w->ipv6 = (struct flag_value){ .is = value_derived(r->at),
			.v = !terraform_text_is(family, "ipv4") };
	w->cross_zone = terraform_flag(x, terraform_get(r,
	    "enable_cross_zone_load_balancing"));
	if (is_cloud_control(r))
		read_attributes(x, r, w);
	w->listeners_known = !r->is_data;
}

static void
read_classic_listener(struct terraform *x, struct terraform_value v,
    struct workload *w)
{
	struct listener *l = arena_alloc(x->a, sizeof *l);

	l->at = terraform_place(v);
	l->port = terraform_number(x, terraform_member(v, "lb_port"));
	l->target_port = terraform_number(x, terraform_member(v,
	    "instance_port"));
	if (l->port.is.state != VALUE_ABSENT)
		vec_push(x->a, &w->listeners, l);
}

static void
read_classic(struct terraform *x, struct terraform_resource *r)
{
	struct workload *w = (struct workload *)r->thing;

	if (w->is.name == NULL)
		w->is.name = terraform_word(x, terraform_get(r, "name"));
	read_scheme(x, r, w);
	read_subnets(x, r, w);
	w->groups_stated = terraform_stated_refs(x, &w->group_refs,
	    terraform_get(r, "security_groups"), GROUP) &&
	    w->group_refs.n > 0;
	w->listeners_known = !r->is_data;
	for (struct terraform_each e = terraform_each(terraform_get(r,
	    "listener")); e.more; terraform_next(&e))
		read_classic_listener(x, e.v, w);
	for (size_t i = 0; i < w->listeners.n; i++)
		terraform_stated_refs(x, &w->listeners.v[i]->targets,
		    terraform_get(r, "instances"), WORKLOAD);
}

static enum target_type
type_of(struct terraform_value v)
{
	if (terraform_text_is(v, "ip"))
		return TARGET_TYPE_IP;
	if (terraform_text_is(v, "lambda"))
		return TARGET_TYPE_LAMBDA;
	if (terraform_text_is(v, "alb"))
		return TARGET_TYPE_LOAD_BALANCER;
	return TARGET_TYPE_INSTANCE;
}

static void
read_targets(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_targets *t = arena_alloc(x->a, sizeof *t);
	struct terraform_value health = terraform_first(terraform_get(r,
	    "health_check"));
	struct terraform_value port = is_cloud_control(r) ?
	    terraform_get(r, "health_check_port") :
	    terraform_member(health, "port");

	r->targets = t;
	t->port = terraform_number(x, terraform_get(r, "port"));
	t->type = type_of(terraform_get(r, "target_type"));
	/* "traffic-port" is the port of the targets: the default. */
	if (terraform_state(port) == VALUE_KNOWN &&
	    !terraform_text_is(port, "traffic-port"))
		t->health_port = terraform_number(x, port);
}

static void
add_known(struct terraform *x, struct terraform_resource *group,
    struct thing *t, struct number_value port)
{
	struct ref ref = { .is = value_derived(group->at),
		.text = thing_label(t), .to = t };
	struct terraform_targets *targets = group->targets;

	if (targets == NULL)
		return;
	for (size_t i = 0; i < targets->known.n && i < 64; i++)
		if (targets->known.v[i].to == t)
			return;
	if (value_is_known(port.is) && port.v > 0)
		targets->port = port;
	vec_push(x->a, &targets->known, ref);
}

void
terraform_register(struct terraform *x, struct terraform_value v,
    struct thing *t, struct number_value port)
{
	struct terraform_search s;
	struct terraform_resource *r;

	if (t == NULL)
		return;
	if (terraform_state(v) == VALUE_UNKNOWN) {
		terraform_search(x, v, TARGETS, true, &s);
		for (size_t i = 0; i < s.found.n; i++) {
			terraform_note_of(x, t, v, &s,
			    s.found.v[i].to->address);
			add_known(x, s.found.v[i].to, t, port);
		}
		return;
	}
	if (node_kind(v.value) == NODE_LIST) {
		for (struct terraform_each e = terraform_each(v); e.more;
		    terraform_next(&e))
			terraform_register(x, e.v, t, port);
		return;
	}
	r = terraform_find(x, v, TARGETS);
	if (r != NULL)
		add_known(x, r, t, port);
}

/* An address is whose it is; of what is computed, its references. */
static struct thing *
target_of(struct terraform *x, struct terraform_value id)
{
	const struct terraform_resource *r;

	if (terraform_state(id) == VALUE_UNKNOWN)
		return terraform_ref(x, id, WORKLOAD |
		    KIND_BIT(KIND_INTERFACE)).to;
	r = terraform_find(x, id, WORKLOAD);
	return r != NULL ? r->thing : NULL;
}

static void
join_target(struct terraform *x, struct terraform_resource *r)
{
	terraform_register(x, terraform_get(r, "target_group_arn"),
	    target_of(x, terraform_get(r, "target_id")),
	    terraform_number(x, terraform_get(r, "port")));
}

/* Cloud Control writes the targets into the group. */
static void
join_targets(struct terraform *x, struct terraform_resource *r)
{
	for (struct terraform_each e = terraform_each(terraform_get(r,
	    "targets")); e.more; terraform_next(&e)) {
		struct thing *t = target_of(x, terraform_member(e.v, "id"));

		if (t != NULL)
			add_known(x, r, t, terraform_number(x,
			    terraform_member(e.v, "port")));
	}
}

/* A group that an action leads to. */
static void
lead_to(struct terraform *x, struct terraform_listener *l,
    struct terraform_value v)
{
	struct terraform_resource *group;

	if (terraform_state(v) == VALUE_ABSENT)
		return;
	group = terraform_find(x, v, TARGETS);
	if (group == NULL || group->targets == NULL)
		l->unknown = true;
	else
		vec_push(x->a, &l->groups, group);
}

static void
read_actions(struct terraform *x, struct terraform_listener *l,
    struct terraform_value actions)
{
	for (struct terraform_each e = terraform_each(actions); e.more;
	    terraform_next(&e)) {
		bool control = is_cloud_control(e.v.of);
		struct terraform_value forward = terraform_first(
		    terraform_member(e.v, control ? "forward_config" :
		    "forward"));

		if (!terraform_text_is(terraform_member(e.v, "type"),
		    "forward"))
			continue;
		if (node_kind(forward.value) != NODE_MAP) {
			lead_to(x, l, terraform_member(e.v,
			    "target_group_arn"));
			continue;
		}
		for (struct terraform_each g = terraform_each(
		    terraform_member(forward, control ? "target_groups" :
		    "target_group")); g.more; terraform_next(&g))
			lead_to(x, l, terraform_member(g.v, control ?
			    "target_group_arn" : "arn"));
	}
}

static enum listener_protocol
protocol_of(struct terraform_value v)
{
	if (terraform_text_is(v, "UDP") || terraform_text_is(v, "QUIC"))
		return LISTENER_UDP;
	if (terraform_text_is(v, "TLS"))
		return LISTENER_TLS;
	if (terraform_text_is(v, "TCP_UDP") || terraform_text_is(v,
	    "TCP_QUIC"))
		return LISTENER_TCP_UDP;
	return LISTENER_TCP;
}

static void
read_listener(struct terraform *x, struct terraform_resource *r)
{
	struct thing *balancer = terraform_ref(x, terraform_get(r,
	    "load_balancer_arn"), WORKLOAD).to;
	struct terraform_listener *l;

	if (balancer == NULL)
		return;
	l = arena_alloc(x->a, sizeof *l);
	l->of = r;
	l->balancer = (struct workload *)balancer;
	l->listener = arena_alloc(x->a, sizeof *l->listener);
	l->listener->at = r->at;
	l->listener->port = terraform_number(x, terraform_get(r, "port"));
	l->listener->protocol = protocol_of(terraform_get(r, "protocol"));
	l->listener->id = terraform_word(x, terraform_get(r, "arn"));
	vec_push(x->a, &x->listeners, l);
}

static struct terraform_listener *
listener_of(struct terraform *x, const struct terraform_resource *r)
{
	for (size_t i = 0; r != NULL && i < x->listeners.n; i++)
		if (x->listeners.v[i]->of == r)
			return x->listeners.v[i];
	return NULL;
}

static void
join_listener(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_listener *l = listener_of(x, r);

	if (l != NULL)
		read_actions(x, l, terraform_get(r, "default_action"));
}

static void
join_listener_rule(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_listener *l = listener_of(x, terraform_find(x,
	    terraform_get(r, "listener_arn"), LISTENER));

	if (l != NULL)
		read_actions(x, l, terraform_get(r, "action"));
}

/* What a group has registered; groups of other ports make it unknown which. */
static void
finish_group(struct terraform *x, struct listener *l,
    const struct terraform_targets *t, bool first)
{
	struct ref unknown = { .is = value_unknown(l->at,
	    "nothing in the input registers a target") };

	if (first) {
		l->target_port = t->port;
		l->health_port = t->health_port;
		l->target_type = t->type;
	} else if (number_or(t->port, 0) != number_or(l->target_port, 0)) {
		l->target_port.is = value_unknown(l->at,
		    "it leads to groups of several ports");
	}
	if (t->known.n == 0 && t->type != TARGET_TYPE_LAMBDA)
		vec_push(x->a, &l->targets, unknown);
	for (size_t i = 0; i < t->known.n; i++)
		vec_push(x->a, &l->targets, t->known.v[i]);
}

void
terraform_finish_balancers(struct terraform *x)
{
	for (size_t i = 0; i < x->listeners.n; i++) {
		struct terraform_listener *l = x->listeners.v[i];
		struct ref unknown = { .is = value_unknown(l->listener->at,
		    "its target group is not in the input") };

		if (l->listener->port.is.state == VALUE_ABSENT)
			continue;	/* of a gateway load balancer */
		for (size_t j = 0; j < l->groups.n; j++)
			finish_group(x, l->listener, l->groups.v[j]->targets,
			    j == 0);
		if (l->unknown)
			vec_push(x->a, &l->listener->targets, unknown);
		vec_push(x->a, &l->balancer->listeners, l->listener);
	}
}

const struct terraform_type terraform_types_balancer[] = {
	{ "aws_lb", WORKLOAD, make_balancer, read_balancer, NULL },
	{ "aws_alb", WORKLOAD, make_balancer, read_balancer, NULL },
	{ "aws_elb", WORKLOAD, make_classic, read_classic, NULL },
	{ "aws_lb_target_group", TARGETS, NULL, read_targets, NULL },
	{ "aws_alb_target_group", TARGETS, NULL, read_targets, NULL },
	{ "aws_lb_target_group_attachment", 0, NULL, NULL, join_target },
	{ "aws_alb_target_group_attachment", 0, NULL, NULL, join_target },
	{ "aws_lb_listener", LISTENER, NULL, read_listener, join_listener },
	{ "aws_alb_listener", LISTENER, NULL, read_listener, join_listener },
	{ "aws_lb_listener_rule", 0, NULL, NULL, join_listener_rule },
	{ "aws_alb_listener_rule", 0, NULL, NULL, join_listener_rule },
	{ "awscc_elasticloadbalancingv2_load_balancer", WORKLOAD,
	  make_balancer, read_balancer, NULL },
	{ "awscc_elasticloadbalancingv2_target_group", TARGETS, NULL,
	  read_targets, join_targets },
	{ "awscc_elasticloadbalancingv2_listener", LISTENER, NULL,
	  read_listener, join_listener },
	{ "awscc_elasticloadbalancingv2_listener_rule", 0, NULL, NULL,
	  join_listener_rule },
	{ 0 }
};
