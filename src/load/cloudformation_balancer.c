/* SPDX-License-Identifier: MIT */
#include "load/cloudformation_read.h"

#include "base/str.h"

/*
 * Load balancers, their listeners and target groups.  A target group is no
 * thing of the model: what it says goes into the listeners that lead to it.
 */

struct targets {
	VEC(struct ref) members;
	bool unknown;			/* somebody else registers some */
	struct number_value port;	/* of a service's containers; or none */
	struct number_value own;	/* that targets state; or none */
};

static struct targets *
targets_of(struct cfn *x, struct cfn_resource *r)
{
	if (r->extra == NULL)
		r->extra = arena_alloc(x->a, sizeof(struct targets));
	return r->extra;
}

static void *
make_balancer(struct model *m, struct place at, unsigned island)
{
	struct workload *w = model_new_workload(m, at, island, NULL);

	w->listeners_known = true;
	return w;
}

/* ------------------------------------------------------------- balancers */

static struct ref
ref_to(struct thing *t, struct place at)
{
	return (struct ref){ .is = value_derived(at), .to = t,
		.text = t->address };
}

static void
place_balancer(struct workload *w)
{
	for (size_t i = 0; i < w->subnet_refs.n && w->is.vpc == NULL; i++)
		if (w->subnet_refs.v[i].to != NULL)
			w->is.vpc = w->subnet_refs.v[i].to->vpc;
	for (size_t i = 0; i < w->group_refs.n && w->is.vpc == NULL; i++)
		if (w->group_refs.v[i].to != NULL)
			w->is.vpc = w->group_refs.v[i].to->vpc;
}

/* A node of a network balancer may have an Elastic IP of its own. */
static void
take_mapping(struct cfn *x, struct workload *w, const struct cfn_value *v)
{
	struct ref e = cfn_ref(x, cfn_member(v, "AllocationId"),
	    KIND_BIT(KIND_ELASTIC_IP));
	struct elastic_ip *address = (struct elastic_ip *)e.to;

	w->subnets_stated |= cfn_refs(x, &w->subnet_refs, cfn_member(v,
	    "SubnetId"), KIND_BIT(KIND_SUBNET));
	if (address == NULL || address->is.kind != KIND_ELASTIC_IP)
		return;
	address->attached_to = ref_to(&w->is, v->at);
	address->attachment_known = true;
}

static void
take_mappings(struct cfn *x, struct workload *w, struct cfn_value list)
{
	struct cfn_items items = cfn_items(x, list);

	for (size_t i = 0; i < items.n; i++)
		take_mapping(x, w, &items.v[i].value);
}

static void
read_balancer(struct cfn *x, struct cfn_resource *r)
{
	struct workload *w = (struct workload *)r->thing;
	const char *type = cfn_word(x, cfn_get(r, "Type"));
	struct text_value addresses = cfn_text_of(x, cfn_get(r,
	    "IpAddressType"));

	w->kind = str_equal(type, "network") ? WORKLOAD_NETWORK_LOAD_BALANCER :
	    str_equal(type, "gateway") ? WORKLOAD_GATEWAY_LOAD_BALANCER :
	    WORKLOAD_APPLICATION_LOAD_BALANCER;
	w->scheme = cfn_text_of(x, cfn_get(r, "Scheme"));
	w->subnets_stated = cfn_refs(x, &w->subnet_refs,
	    cfn_get(r, "Subnets"), KIND_BIT(KIND_SUBNET));
	take_mappings(x, w, cfn_get(r, "SubnetMappings"));
	w->groups_stated = cfn_refs(x, &w->group_refs,
	    cfn_get(r, "SecurityGroups"), KIND_BIT(KIND_SECURITY_GROUP));
	if (value_is_known(addresses.is))
		w->ipv6 = (struct flag_value){ .is = addresses.is,
			.v = !str_equal(addresses.v, "ipv4") };
}

static void
join_balancer(struct cfn *x, struct cfn_resource *r)
{
	(void)x;
	place_balancer((struct workload *)r->thing);
}

/* ---------------------------------------------------------- registrations */

static void
register_target(struct cfn *x, struct cfn_value group, struct ref target,
    struct number_value port)
{
	struct cfn_items items = cfn_items(x, group);

	for (size_t i = 0; i < items.n; i++) {
		struct cfn_value *v = &items.v[i].value;

		if (v->kind == CFN_RESOURCE && str_equal(v->resource->type,
		    "ElasticLoadBalancingV2::TargetGroup")) {
			struct targets *t = targets_of(x, v->resource);

			cfn_add_ref(x, &t->members, target);
			if (value_is_known(port.is) && port.v > 0)
				t->port = port;
		}
	}
}

/* A classic balancer: each of its listeners leads to all that are named. */
static void
register_classic(struct cfn *x, struct cfn_value balancer, struct ref target)
{
	struct cfn_items items = cfn_items(x, balancer);

	for (size_t i = 0; i < items.n; i++) {
		struct cfn_value *v = &items.v[i].value;

		if (v->kind == CFN_RESOURCE && str_equal(v->resource->type,
		    "ElasticLoadBalancing::LoadBalancer")) {
			struct targets *t = targets_of(x, v->resource);

			cfn_add_ref(x, &t->members, target);
		}
	}
}

static void
read_group(struct cfn *x, struct cfn_resource *r)
{
	struct cfn_items items = cfn_items(x, cfn_get(r, "Targets"));
	struct targets *t = targets_of(x, r);

	for (size_t i = 0; i < items.n; i++) {
		struct cfn_value *v = &items.v[i].value;
		struct number_value port = cfn_number(x, cfn_member(v,
		    "Port"));

		cfn_add_ref(x, &t->members, cfn_ref(x, cfn_member(v, "Id"),
		    CFN_TARGETS));
		if (port.is.state == VALUE_ABSENT)
			port = cfn_number(x, cfn_get(r, "Port"));
		if (i > 0 && (port.is.state != t->own.is.state ||
		    port.v != t->own.v))
			port.is = value_unknown(v->at,
			    "its targets take different ports");
		t->own = port;
	}
}

/* Those who register themselves; called for every resource. */
void
cfn_register(struct cfn *x, struct cfn_resource *r)
{
	struct cfn_items balancers;

	if (r->thing == NULL || r->thing->kind != KIND_WORKLOAD)
		return;
	register_target(x, cfn_get(r, "TargetGroupARNs"),
	    ref_to(r->thing, r->at), (struct number_value){ 0 });
	register_classic(x, cfn_get(r, "LoadBalancerNames"),
	    ref_to(r->thing, r->at));
	if (!str_equal(r->type, "ECS::Service"))
		return;
	balancers = cfn_items(x, cfn_get(r, "LoadBalancers"));
	for (size_t i = 0; i < balancers.n; i++) {
		const struct cfn_value *v = &balancers.v[i].value;

		/* A task with an address of its own listens on that port;
		 * of others, the host's is chosen. */
		register_target(x, cfn_member(v, "TargetGroupArn"),
		    ref_to(r->thing, r->at), cfn_number(x, cfn_member(v,
		    "ContainerPort")));
		register_classic(x, cfn_member(v, "LoadBalancerName"),
		    ref_to(r->thing, r->at));
	}
}

/* -------------------------------------------------------------- listeners */

static void
take_group(struct cfn *x, struct listener *l, struct cfn_value arn)
{
	struct cfn_value v = cfn_single(x, arn);
	struct cfn_resource *g = cfn_meant(x, v);
	struct cfn_value check;
	const char *type;
	struct targets *t;

	if (g == NULL || !str_equal(g->type,
	    "ElasticLoadBalancingV2::TargetGroup")) {
		if (v.kind != CFN_ABSENT)
			cfn_add_ref(x, &l->targets, (struct ref){ .is =
			    value_unknown(v.at, "its target group is not in "
			    "the input") });
		return;
	}
	t = targets_of(x, g);
	type = cfn_word(x, cfn_get(g, "TargetType"));
	if (str_equal(type, "lambda")) {	/* called, not reached */
		l->target_type = TARGET_TYPE_LAMBDA;
		return;
	}
	for (size_t i = 0; i < t->members.n; i++)
		cfn_add_ref(x, &l->targets, t->members.v[i]);
	if (t->members.n == 0)
		cfn_add_ref(x, &l->targets, (struct ref){ .is = value_unknown(
		    g->at, "nothing in the input registers its targets") });
	check = cfn_get(g, "HealthCheckPort");
	l->target_port = t->own.is.state != VALUE_ABSENT ? t->own :
	    value_is_known(t->port.is) && type != NULL &&
	    str_equal(type, "ip") ? t->port :
	    cfn_number(x, cfn_get(g, "Port"));
	if (!str_equal(cfn_word(x, check), "traffic-port"))
		l->health_port = cfn_number(x, check);
	l->target_type = str_equal(type, "ip") ? TARGET_TYPE_IP :
	    str_equal(type, "alb") ? TARGET_TYPE_LOAD_BALANCER :
	    TARGET_TYPE_INSTANCE;
}

static void
take_action(struct cfn *x, struct listener *l, const struct cfn_value *v)
{
	struct cfn_value forward = cfn_member(v, "ForwardConfig");
	struct cfn_value groups = cfn_member(&forward, "TargetGroups");
	struct cfn_items items = cfn_items(x, groups);

	take_group(x, l, cfn_member(v, "TargetGroupArn"));
	for (size_t i = 0; i < items.n; i++)
		take_group(x, l, cfn_member(&items.v[i].value,
		    "TargetGroupArn"));
}

static enum listener_protocol
protocol_of(const char *name)
{
	return str_equal(name, "UDP") ? LISTENER_UDP :
	    str_equal(name, "TCP_UDP") ? LISTENER_TCP_UDP :
	    str_equal(name, "TLS") ? LISTENER_TLS : LISTENER_TCP;
}

static void
join_listener(struct cfn *x, struct cfn_resource *r)
{
	struct ref of = cfn_ref(x, cfn_get(r, "LoadBalancerArn"),
	    KIND_BIT(KIND_WORKLOAD));
	struct cfn_items actions = cfn_items(x, cfn_get(r, "DefaultActions"));
	struct listener *l;

	if (of.to == NULL || of.to->kind != KIND_WORKLOAD)
		return;
	l = arena_alloc(x->a, sizeof *l);
	l->at = r->at;
	l->protocol = protocol_of(cfn_word(x, cfn_get(r, "Protocol")));
	l->port = cfn_number(x, cfn_get(r, "Port"));
	if (r->exists != NULL && !condition_same(r->exists, of.to->exists))
		l->port.is = cfn_depends(x, r->at, r->exists);
	for (size_t i = 0; i < actions.n; i++)
		take_action(x, l, &actions.v[i].value);
	r->extra = l;
	vec_push(x->a, &((struct workload *)of.to)->listeners, l);
}

/* A rule of a listener leads to more target groups. */
static void
join_listener_rule(struct cfn *x, struct cfn_resource *r)
{
	struct cfn_resource *of = cfn_meant(x, cfn_get(r, "ListenerArn"));
	struct cfn_items actions = cfn_items(x, cfn_get(r, "Actions"));

	if (of == NULL || !str_equal(of->type,
	    "ElasticLoadBalancingV2::Listener") || of->extra == NULL)
		return;
	for (size_t i = 0; i < actions.n; i++)
		take_action(x, of->extra, &actions.v[i].value);
}

/* ----------------------------------------------------------- classic ones */

static void
add_classic_listener(struct cfn *x, struct workload *w,
    const struct cfn_value *v, const struct cfn_items *instances,
    const struct targets *named)
{
	struct listener *l = arena_alloc(x->a, sizeof *l);

	l->at = v->at;
	l->port = cfn_number(x, cfn_member(v, "LoadBalancerPort"));
	l->target_port = cfn_number(x, cfn_member(v, "InstancePort"));
	for (size_t i = 0; i < instances->n; i++)
		cfn_add_ref(x, &l->targets, cfn_ref(x,
		    instances->v[i].value, CFN_TARGETS));
	for (size_t i = 0; i < named->members.n; i++)
		cfn_add_ref(x, &l->targets, named->members.v[i]);
	if (l->targets.n == 0)
		cfn_add_ref(x, &l->targets, (struct ref){ .is = value_unknown(
		    v->at, "nothing in the input registers its targets") });
	vec_push(x->a, &w->listeners, l);
}

static void
join_classic(struct cfn *x, struct cfn_resource *r)
{
	struct workload *w = (struct workload *)r->thing;
	struct cfn_items listeners = cfn_items(x, cfn_get(r, "Listeners"));
	struct cfn_items instances = cfn_items(x, cfn_get(r, "Instances"));

	w->kind = WORKLOAD_CLASSIC_LOAD_BALANCER;
	w->scheme = cfn_text_of(x, cfn_get(r, "Scheme"));
	w->subnets_stated = cfn_refs(x, &w->subnet_refs,
	    cfn_get(r, "Subnets"), KIND_BIT(KIND_SUBNET));
	w->groups_stated = cfn_refs(x, &w->group_refs,
	    cfn_get(r, "SecurityGroups"), KIND_BIT(KIND_SECURITY_GROUP));
	for (size_t i = 0; i < listeners.n; i++)
		add_classic_listener(x, w, &listeners.v[i].value,
		    &instances, targets_of(x, r));
	place_balancer(w);
}

const struct cfn_type cfn_types_balancer[] = {
	{ "ElasticLoadBalancingV2::LoadBalancer", make_balancer,
	  read_balancer, join_balancer, false },
	{ "ElasticLoadBalancingV2::TargetGroup",
	  NULL, read_group, NULL, false },
	{ "ElasticLoadBalancingV2::Listener", NULL,
	  NULL, join_listener, false },
	{ "ElasticLoadBalancingV2::ListenerRule", NULL, NULL,
	  join_listener_rule, true },
	{ "ElasticLoadBalancing::LoadBalancer", make_balancer, NULL,
	  join_classic, false },
	{ .name = NULL }
};
