/* SPDX-License-Identifier: MIT */
#include "load/cloudformation_read.h"

#include "base/str.h"

#include <string.h>

/*
 * Load balancers, their listeners and target groups.  A target group is no
 * thing of the model: what it says goes into the listeners that lead to it.
 */

struct targets {
	VEC(struct ref) members;
	bool unknown;			/* somebody else registers some */
	struct number_value port;	/* of a service's containers; or none */
	struct number_value own;	/* that targets state; or none */
	struct number_value hosts;	/* of instances that run tasks of ECS
					   and were not told; or none */
	size_t n_hosts;			/* of the members */
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

/* Of a list of keys and values what is said of one, if anything. */
static struct flag_value
attribute_of(struct cfn *x, struct cfn_value list, const char *key)
{
	struct cfn_items items = cfn_items(x, list);
	struct flag_value out = { .is = { .at = list.at } };

	if (list.kind == CFN_UNKNOWN)
		out.is = cfn_is(&list);
	for (size_t i = 0; i < items.n; i++) {
		struct cfn_value *v = &items.v[i].value;

		if (!str_equal(cfn_word(x, cfn_member(v, "Key")), key))
			continue;
		out = cfn_flag(x, cfn_member(v, "Value"));
		if (items.v[i].exists != NULL)
			out.is = cfn_depends(x, v->at, items.v[i].exists);
	}
	return out;
}

static void
read_balancer(struct cfn *x, struct cfn_resource *r)
{
	struct workload *w = (struct workload *)r->thing;
	struct cfn_value stated = cfn_get(r, "Type");
	const char *type = cfn_word(x, stated);
	struct text_value addresses = cfn_text_of(x, cfn_get(r,
	    "IpAddressType"));

	w->kind = str_equal(type, "network") ? WORKLOAD_NETWORK_LOAD_BALANCER :
	    str_equal(type, "gateway") ? WORKLOAD_GATEWAY_LOAD_BALANCER :
	    WORKLOAD_APPLICATION_LOAD_BALANCER;
	w->scheme = cfn_text_of(x, cfn_get(r, "Scheme"));
	w->cross_zone = attribute_of(x, cfn_get(r, "LoadBalancerAttributes"),
	    "load_balancing.cross_zone.enabled");
	w->denies_internet = attribute_of(x,
	    cfn_get(r, "LoadBalancerAttributes"), "ipv6.deny_all_igw_traffic");
	w->subnets_stated = cfn_refs(x, &w->subnet_refs,
	    cfn_get(r, "Subnets"), KIND_BIT(KIND_SUBNET));
	take_mappings(x, w, cfn_get(r, "SubnetMappings"));
	w->groups_stated = cfn_refs(x, &w->group_refs,
	    cfn_get(r, "SecurityGroups"), KIND_BIT(KIND_SECURITY_GROUP));
	/* One of each kind lets in, and has groups, as the others do not. */
	if (type == NULL && stated.kind != CFN_ABSENT) {
		w->kind_untold = true;
		w->listeners_known = false;
		cfn_add_ref(x, &w->group_refs, (struct ref){ .is =
		    value_unknown(stated.at, "which kind of load balancer it "
		    "is is not known") });
	}
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
add_member(struct cfn *x, struct targets *t, struct ref target,
    const struct condition *when)
{
	target.exists = cfn_both(x, target.exists, when);
	cfn_add_ref(x, &t->members, target);
}

/* A port that several state: which, if they differ, is not told. */
static void
same_or_unknown(struct number_value *to, struct number_value port)
{
	if (to->is.state == VALUE_ABSENT)
		*to = port;
	else if (value_is_known(to->is) && (!value_is_known(port.is) ||
	    to->v != port.v))
		to->is = value_unknown(port.is.at, "it leads to several "
		    "ports");
}

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

			add_member(x, t, target, items.v[i].exists);
			if (value_is_unknown(port.is) || number_or(port, 0) > 0)
				same_or_unknown(&t->port, port);
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
			add_member(x, targets_of(x, v->resource), target,
			    items.v[i].exists);
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

		add_member(x, t, cfn_ref(x, cfn_member(v, "Id"), CFN_TARGETS),
		    items.v[i].exists);
		if (port.is.state == VALUE_ABSENT)
			port = cfn_number(x, cfn_get(r, "Port"));
		if (i > 0 && (port.is.state != t->own.is.state ||
		    port.v != t->own.v))
			port.is = value_unknown(v->at,
			    "its targets take different ports");
		t->own = port;
	}
}

/* The port of the host that the definition of a task states for a container;
 * absent: ECS chooses one when it starts the task. */
static struct number_value
host_port(struct cfn *x, struct cfn_resource *task, const char *name,
    struct number_value inside)
{
	struct cfn_items all = cfn_items(x, cfn_get(task,
	    "ContainerDefinitions"));
	bool host = str_equal(cfn_word(x, cfn_get(task, "NetworkMode")),
	    "host");

	if (host || !value_is_known(inside.is))
		return inside;
	for (size_t i = 0; i < all.n; i++) {
		struct cfn_value *c = &all.v[i].value;
		struct cfn_items maps = cfn_items(x, cfn_member(c,
		    "PortMappings"));

		if (!str_equal(cfn_word(x, cfn_member(c, "Name")), name))
			continue;
		for (size_t k = 0; k < maps.n; k++) {
			struct cfn_value *m = &maps.v[k].value;

			if (number_or(cfn_number(x, cfn_member(m,
			    "ContainerPort")), 0) == inside.v)
				return cfn_number(x, cfn_member(m,
				    "HostPort"));
		}
	}
	return (struct number_value){ 0 };
}

/*
 * Tasks without a network of their own are on instances of their cluster, at
 * a port of those ("Network modes", bridge, ECS guide, read 2026-11-29).
 */
static void
register_hosts(struct cfn *x, struct cfn_resource *r,
    const struct cfn_value *of, const struct condition *when)
{
	struct cfn_resource *group = cfn_meant(x, cfn_member(of,
	    "TargetGroupArn"));
	struct cfn_resource *task = cfn_meant(x, cfn_get(r,
	    "TaskDefinition"));
	struct number_value port = { 0 };
	struct ref host = { .is = value_unknown(r->at, arena_printf(x->a,
	    "on which instances \"%s\" runs its tasks is not in the input",
	    r->name)) };
	struct targets *t;

	if (group == NULL || !str_equal(group->type,
	    "ElasticLoadBalancingV2::TargetGroup"))
		return;
	if (task != NULL && str_equal(task->type, "ECS::TaskDefinition"))
		port = host_port(x, task, cfn_word(x, cfn_member(of,
		    "ContainerName")), cfn_number(x, cfn_member(of,
		    "ContainerPort")));
	if (!value_is_known(port.is) || port.v <= 0)
		port.is = value_unknown(r->at, arena_printf(x->a,
		    "ECS chooses the port of an instance at which a task of "
		    "\"%s\" answers", r->name));
	t = targets_of(x, group);
	add_member(x, t, host, cfn_both(x, r->exists, when));
	t->n_hosts++;
	if (t->hosts.is.state == VALUE_ABSENT || !value_is_known(port.is))
		t->hosts = port;
	else
		same_or_unknown(&t->hosts, port);
}

/* Those who register themselves; called for every resource. */
void
cfn_register(struct cfn *x, struct cfn_resource *r)
{
	struct cfn_items balancers;

	if (r->thing == NULL && str_equal(r->type, "ECS::Service")) {
		balancers = cfn_items(x, cfn_get(r, "LoadBalancers"));
		for (size_t i = 0; i < balancers.n; i++)
			register_hosts(x, r, &balancers.v[i].value,
			    balancers.v[i].exists);
		return;
	}
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

		/* A task with an address of its own listens there. */
		register_target(x, cfn_member(v, "TargetGroupArn"),
		    ref_to(r->thing, r->at), cfn_number(x, cfn_member(v,
		    "ContainerPort")));
		register_classic(x, cfn_member(v, "LoadBalancerName"),
		    ref_to(r->thing, r->at));
	}
}

/* -------------------------------------------------------------- listeners */

/* A listener while it is made, at one of the balancers that may have it. */
struct made {
	struct made *next;
	struct listener *l;
	const struct condition *when;	/* it is this one's; NULL: surely */
	const struct condition *exists;	/* as its resource */
	bool any;			/* it leads to a group that is here */
	bool lost;			/* … and to one that is not */
};

/* On which ports those of a group that is not here serve, nothing tells. */
static void
lose_group(struct made *m, struct place at)
{
	struct value is = value_unknown(at, "its target group is not in the "
	    "input");

	m->lost = true;
	m->l->target_port.is = m->l->health_port.is =
	    m->l->preserve_client.is = is;
	m->l->target_type = TARGET_TYPE_UNKNOWN;
}

static struct number_value
port_of_group(struct cfn *x, struct cfn_resource *g, const char *type)
{
	struct targets *t = targets_of(x, g);
	struct number_value hosts = t->hosts, port = t->port;
	struct cfn_value kind = cfn_get(g, "TargetType");

	if (hosts.is.state != VALUE_ABSENT) {
		if (t->members.n > t->n_hosts)
			same_or_unknown(&hosts, t->own.is.state !=
			    VALUE_ABSENT ? t->own : cfn_number(x, cfn_get(g,
			    "Port")));
		return hosts;
	}
	if (t->own.is.state != VALUE_ABSENT)
		return t->own;
	if (port.is.state == VALUE_ABSENT || (!str_equal(type, "ip") &&
	    !value_is_unknown(cfn_text_of(x, kind).is)))
		return cfn_number(x, cfn_get(g, "Port"));
	if (type == NULL)
		port.is = value_unknown(kind.at, "whether it leads to "
		    "addresses, and so to the port of its containers, is not "
		    "known");
	return port;
}

/* Where the health of its targets is asked for; absent: where they serve. */
static struct number_value
health_port(struct cfn *x, struct cfn_resource *g)
{
	struct cfn_value check = cfn_get(g, "HealthCheckPort");

	return str_equal(cfn_word(x, check), "traffic-port") ?
	    (struct number_value){ 0 } : cfn_number(x, check);
}

/*
 * What groups say that differ is not known of their listener: which of them a
 * request goes to, its path and the like decide.
 */
static void
take_group(struct cfn *x, struct made *m, struct cfn_resource *g)
{
	const char *type = cfn_word(x, cfn_get(g, "TargetType"));
	struct number_value port = port_of_group(x, g, type);
	struct number_value health = health_port(x, g);
	struct flag_value preserve = attribute_of(x, cfn_get(g,
	    "TargetGroupAttributes"), "preserve_client_ip.enabled");
	struct listener *l = m->l;

	if (!m->any) {
		l->target_port = port;
		l->health_port = health;
		l->preserve_client = preserve;
		l->target_type = value_is_unknown(cfn_text_of(x, cfn_get(g,
		    "TargetType")).is) ? TARGET_TYPE_UNKNOWN :
		    str_equal(type, "ip") ? TARGET_TYPE_IP :
		    str_equal(type, "alb") ? TARGET_TYPE_LOAD_BALANCER :
		    TARGET_TYPE_INSTANCE;
	} else {
		same_or_unknown(&l->target_port, port);
		if (health.is.state != l->health_port.is.state)
			l->health_port.is = value_unknown(g->at,
			    "it asks several ports for health");
		else
			same_or_unknown(&l->health_port, health);
	}
	m->any = true;
	if (m->lost)
		lose_group(m, m->l->target_port.is.at);
}

static void
lead_to(struct cfn *x, struct made *m, struct cfn_value v,
    const struct condition *when)
{
	struct ref unknown = { .exists = when };
	struct cfn_resource *g = cfn_meant(x, v);
	struct targets *t;

	if (g == NULL || !str_equal(g->type,
	    "ElasticLoadBalancingV2::TargetGroup")) {
		unknown.is = value_unknown(v.at, "its target group is not in "
		    "the input");
		cfn_add_ref(x, &m->l->targets, unknown);
		lose_group(m, v.at);
		return;
	}
	if (str_equal(cfn_word(x, cfn_get(g, "TargetType")), "lambda")) {
		if (!m->any)		/* called, not reached */
			m->l->target_type = TARGET_TYPE_LAMBDA;
		return;
	}
	take_group(x, m, g);
	t = targets_of(x, g);
	for (size_t i = 0; i < t->members.n; i++) {
		struct ref target = t->members.v[i];

		target.exists = cfn_both(x, target.exists, when);
		cfn_add_ref(x, &m->l->targets, target);
	}
	unknown.is = value_unknown(g->at,
	    "nothing in the input registers its targets");
	if (t->members.n == 0)
		cfn_add_ref(x, &m->l->targets, unknown);
}

static void
lead_to_all(struct cfn *x, struct made *m, struct cfn_value v,
    const struct condition *when)
{
	struct cfn_items items = cfn_items(x, v);

	for (size_t i = 0; i < items.n; i++)
		if (!cfn_excludes(when, items.v[i].exists) &&
		    !cfn_excludes(m->exists, items.v[i].exists))
			lead_to(x, m, items.v[i].value, cfn_both(x, when,
			    condition_same(m->exists, items.v[i].exists) ?
			    NULL : items.v[i].exists));
}

/* when: beside what the listener's own condition says. */
static void
take_actions(struct cfn *x, struct made *m, struct cfn_value actions,
    const struct condition *when)
{
	struct cfn_items all = cfn_items(x, actions);

	for (size_t i = 0; i < all.n; i++) {
		struct cfn_value *v = &all.v[i].value;
		const struct condition *own = condition_same(m->exists,
		    all.v[i].exists) ? NULL : all.v[i].exists;
		struct cfn_value forward = cfn_member(v, "ForwardConfig");
		struct cfn_items groups = cfn_items(x, cfn_member(&forward,
		    "TargetGroups"));

		if (cfn_excludes(when, own) || cfn_excludes(m->exists, own))
			continue;
		own = cfn_both(x, when, own);
		lead_to_all(x, m, cfn_member(v, "TargetGroupArn"), own);
		for (size_t k = 0; k < groups.n; k++)
			lead_to_all(x, m, cfn_member(&groups.v[k].value,
			    "TargetGroupArn"), cfn_both(x, own,
			    groups.v[k].exists));
	}
}

static enum listener_protocol
protocol_of(const char *name)
{
	return str_equal(name, "UDP") ? LISTENER_UDP :
	    str_equal(name, "TCP_UDP") ? LISTENER_TCP_UDP :
	    str_equal(name, "TLS") ? LISTENER_TLS : LISTENER_TCP;
}

static void
add_listener(struct cfn *x, struct cfn_resource *r, struct workload *w,
    const struct condition *when)
{
	struct made *m = arena_alloc(x->a, sizeof *m);
	struct listener *l = arena_alloc(x->a, sizeof *l);

	l->at = r->at;
	l->protocol = protocol_of(cfn_word(x, cfn_get(r, "Protocol")));
	l->port = cfn_number(x, cfn_get(r, "Port"));
	m->l = l;
	m->exists = r->exists;
	/* What may not be there opens nothing to its targets. */
	if (when != NULL && !condition_same(when, w->is.exists)) {
		l->port.is = cfn_depends(x, r->at, when);
		m->when = when;
	}
	take_actions(x, m, cfn_get(r, "DefaultActions"), m->when);
	vec_push(x->a, &w->listeners, l);
	m->next = r->extra;
	r->extra = m;
}

static void
join_listener(struct cfn *x, struct cfn_resource *r)
{
	struct cfn_owners of = cfn_owners(x, r, cfn_get(r, "LoadBalancerArn"),
	    KIND_WORKLOAD);

	for (size_t i = 0; i < of.n; i++)
		add_listener(x, r, (struct workload *)of.v[i].thing,
		    of.v[i].when);
}

/* A rule of a listener leads to more target groups. */
static void
join_listener_rule(struct cfn *x, struct cfn_resource *r)
{
	struct cfn_resource *of = cfn_meant(x, cfn_get(r, "ListenerArn"));
	const struct condition *own;

	if (of == NULL || !str_equal(of->type,
	    "ElasticLoadBalancingV2::Listener"))
		return;
	for (struct made *m = of->extra; m != NULL; m = m->next) {
		own = condition_same(r->exists, m->exists) ? NULL : r->exists;
		if (!cfn_excludes(m->when, own))
			take_actions(x, m, cfn_get(r, "Actions"),
			    cfn_both(x, m->when, own));
	}
}

/* ----------------------------------------------------------- classic ones */

/* "TCP:22", "HTTP:8080/ping". */
static struct number_value
classic_health(struct cfn *x, struct cfn_resource *r)
{
	struct cfn_value check = cfn_get(r, "HealthCheck");
	struct cfn_value target = cfn_single(x, cfn_member(&check,
	    "Target"));
	const char *colon = target.kind == CFN_TEXT ? strchr(target.text,
	    ':') : NULL;

	if (colon == NULL)
		return cfn_number(x, target);
	target.text = arena_strndup(x->a, colon + 1, strspn(colon + 1,
	    "0123456789"));
	return cfn_number(x, target);
}

/* Stated where it is another port. */
static void
set_health(struct listener *l, struct number_value health)
{
	if (!value_is_known(health.is) || !value_is_known(l->target_port.is) ||
	    health.v != l->target_port.v)
		l->health_port = health;
}

static void
add_classic_listener(struct cfn *x, struct workload *w,
    const struct cfn_item *item, const struct cfn_items *instances,
    const struct targets *named)
{
	const struct cfn_value *v = &item->value;
	struct listener *l = arena_alloc(x->a, sizeof *l);

	l->at = v->at;
	l->port = cfn_number(x, cfn_member(v, "LoadBalancerPort"));
	if (item->exists != NULL && !condition_same(item->exists,
	    w->is.exists))
		l->port.is = cfn_depends(x, v->at, item->exists);
	l->target_port = cfn_number(x, cfn_member(v, "InstancePort"));
	for (size_t i = 0; i < instances->n; i++) {
		struct ref target = cfn_ref(x, instances->v[i].value,
		    CFN_TARGETS);

		target.exists = cfn_both(x, target.exists,
		    instances->v[i].exists);
		cfn_add_ref(x, &l->targets, target);
	}
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
	w->cross_zone = cfn_flag(x, cfn_get(r, "CrossZone"));
	for (size_t i = 0; i < listeners.n; i++) {
		add_classic_listener(x, w, &listeners.v[i], &instances,
		    targets_of(x, r));
		set_health(w->listeners.v[i], classic_health(x, r));
	}
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
