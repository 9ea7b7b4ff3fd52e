/* SPDX-License-Identifier: MIT */
#include "load/terraform_address.h"
#include "load/terraform_read.h"

#include "base/str.h"

/*
 * Load balancers, their listeners, and the groups of targets these lead to.
 * A listener waits until everything has registered.
 */

#define GROUP		KIND_BIT(KIND_SECURITY_GROUP)
#define SUBNET		KIND_BIT(KIND_SUBNET)
#define WORKLOAD	KIND_BIT(KIND_WORKLOAD)
#define ENDS		(WORKLOAD | KIND_BIT(KIND_INTERFACE))
#define TARGETS		KIND_BIT(TERRAFORM_TARGET_GROUP)
#define LISTENER	KIND_BIT(TERRAFORM_LISTENER)

struct terraform_targets {
	struct number_value port, health_port;
	struct number_value own;	/* that all targets state; or none */
	bool takes_port, takes_own;	/* some state none; some state one */
	enum target_type type;
	struct flag_value preserve;	/* the client's address */
	VEC(struct ref) known;		/* or that one of them is not */
};

struct terraform_listener {
	struct terraform_resource *of;	/* that it is */
	struct listener *listener;
	struct workload *balancer;
	VEC(struct terraform_resource *) groups;
	bool unknown;		/* it leads to a group that is not known */
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
	struct terraform_value subnets = terraform_get(r, "subnets");

	/* Where it has mappings, what else is computed of them. */
	if (terraform_state(subnets) == VALUE_KNOWN ||
	    !node_exists(terraform_first(mapping).value))
		w->subnets_stated = terraform_stated_refs(x, &w->subnet_refs,
		    subnets, SUBNET) && w->subnet_refs.n > 0;
	if (w->subnets_stated || (!terraform_is_written(mapping) &&
	    !node_exists(terraform_first(mapping).value)))
		return;
	terraform_block_refs(x, &w->subnet_refs, mapping, "subnet_id", SUBNET);
	w->subnets_stated = w->subnet_refs.n > 0;
	for (struct terraform_each e = terraform_each(mapping); e.more;
	    terraform_next(&e)) {
		struct address_value a = terraform_address(x,
		    terraform_member(e.v, is_cloud_control(r) ?
		    "private_i_pv_4_address" : "private_ipv4_address"), IPV4);

		if (value_is_known(a.is))
			vec_push(x->a, &w->addresses, a);
		hold_address(x, w, terraform_member(e.v, "allocation_id"));
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

/* Each type has groups, subnets and listeners of its own sort: where it is not
 * known which it is, none of these is. */
static void
open_balancer(struct terraform *x, struct workload *w,
    struct terraform_value type)
{
	struct ref unknown = { .is = value_unknown(type.of->at,
	    "its type is known after apply") };

	w->kind_untold = true;
	terraform_leave(x, type, "\"load_balancer_type\" is known after apply");
	terraform_add_ref(x, &w->subnet_refs, unknown);
	terraform_add_ref(x, &w->group_refs, unknown);
	w->subnets_stated = w->groups_stated = true;
	w->listeners_known = false;
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
	if (terraform_state(type) == VALUE_UNKNOWN &&
	    terraform_is_written(type))
		open_balancer(x, w, type);
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
	struct terraform_value listeners = terraform_get(r, "listener");

	if (w->is.name == NULL)
		w->is.name = terraform_word(x, terraform_get(r, "name"));
	read_scheme(x, r, w);
	read_subnets(x, r, w);
	w->groups_stated = terraform_stated_refs(x, &w->group_refs,
	    terraform_get(r, "security_groups"), GROUP) &&
	    w->group_refs.n > 0;
	w->listeners_known = !r->is_data &&
	    terraform_state(listeners) != VALUE_UNKNOWN;
	for (struct terraform_each e = terraform_each(listeners); e.more;
	    terraform_next(&e))
		read_classic_listener(x, e.v, w);
	r->targets = arena_alloc(x->a, sizeof *r->targets);
	terraform_stated_refs(x, &r->targets->known, terraform_get(r,
	    "instances"), WORKLOAD);
}

static void
read_targets(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_targets *t = arena_alloc(x->a, sizeof *t);
	struct terraform_value type = terraform_get(r, "target_type");
	struct terraform_value port = is_cloud_control(r) ?
	    terraform_get(r, "health_check_port") : terraform_member(
	    terraform_first(terraform_get(r, "health_check")), "port");

	r->targets = t;
	t->port = terraform_number(x, terraform_get(r, "port"));
	t->type = terraform_text_is(type, "ip") ? TARGET_TYPE_IP :
	    terraform_text_is(type, "lambda") ? TARGET_TYPE_LAMBDA :
	    terraform_text_is(type, "alb") ? TARGET_TYPE_LOAD_BALANCER :
	    terraform_state(type) == VALUE_UNKNOWN ? TARGET_TYPE_UNKNOWN :
	    TARGET_TYPE_INSTANCE;
	t->preserve = terraform_stated_flag(x, terraform_get(r,
	    "preserve_client_ip"));
	/* "traffic-port" is the port of the targets: the default. */
	if ((terraform_state(port) == VALUE_KNOWN ||
	    terraform_is_written(port)) &&
	    !terraform_text_is(port, "traffic-port"))
		t->health_port = terraform_number(x, port);
}

static bool
has_target(const struct terraform_targets *t, const struct ref *ref)
{
	enum { LOOK = 64 };

	for (size_t i = 0; i < t->known.n && i < LOOK; i++)
		if (t->known.v[i].to == ref->to && (ref->to != NULL ||
		    str_equal(t->known.v[i].is.why, ref->is.why)))
			return true;
	return false;
}

/* Targets of one group may take different ports: which then is not told. */
static void
take_port(struct terraform_targets *t, struct number_value port)
{
	if (value_is_unknown(port.is)) {
		t->own.is = port.is;
		t->takes_own = true;
		return;
	}
	if (!value_is_known(port.is) || port.v <= 0) {
		t->takes_port = true;
		return;
	}
	if (t->takes_own && number_or(t->own, 0) != port.v)
		t->own.is = value_unknown(port.is.at, "its targets take "
		    "different ports");
	else
		t->own = port;
	t->takes_own = true;
}

static void
add_target(struct terraform *x, struct terraform_resource *group,
    struct ref ref, struct number_value port)
{
	struct terraform_targets *targets = group->targets;

	if (targets == NULL)
		return;
	take_port(targets, port);
	if (!has_target(targets, &ref))
		vec_push(x->a, &targets->known, ref);
}

/*
 * Where it is not known whose a target or an action is, it is that of any that
 * it may be: of those that the search left, else of all of the module.
 */
static void
for_any(struct terraform *x, struct terraform_value v, uint32_t kinds,
    void (*do_it)(struct terraform *x, struct terraform_resource *of,
    const char *why))
{
	const char *why = read_intern(x->l, arena_printf(x->a, "%s may be of "
	    "it: its %s is not known", v.of->address, v.key));
	struct terraform_search s;

	terraform_search(x, v, kinds, false, &s);
	for (size_t i = 0; i < s.maybe.n; i++)
		do_it(x, s.maybe.v[i].to, why);
	for (size_t i = 0; s.maybe.n == 0 && !v.dynamic &&
	    i < v.of->module->list.n; i++)
		if ((v.of->module->list.v[i]->type->gives & kinds) != 0)
			do_it(x, v.of->module->list.v[i], why);
	for (size_t i = 0; s.maybe.n == 0 && v.dynamic && i < x->list.n; i++)
		if ((x->list.v[i]->type->gives & kinds) != 0)
			do_it(x, x->list.v[i], why);
	terraform_unfound(x, v, kinds, s.why);
}

static void
add_some(struct terraform *x, struct terraform_resource *group,
    const char *why)
{
	struct ref ref = { .is = value_unknown(group->at, why) };

	if (group->targets != NULL)
		add_target(x, group, ref, (struct number_value){ 0 });
}

/* The group is one of some: of each, under a condition. */
static void
add_to_some(struct terraform *x, struct terraform_value v,
    const struct terraform_search *s, struct ref ref,
    struct number_value port)
{
	for (size_t i = 0; i < s->maybe.n; i++) {
		struct terraform_resource *group = s->maybe.v[i].to;
		struct condition *c = arena_alloc(x->a, sizeof *c);
		struct ref one = ref;

		c->text = read_intern(x->l, arena_printf(x->a,
		    "%s of %s is %s", v.key, v.of->address, group->address));
		one.exists = ref.exists != NULL ? ref.exists : c;
		add_target(x, group, one, port);
	}
	terraform_unfound(x, v, TARGETS, s->why);
}

void
terraform_register_ref(struct terraform *x, struct terraform_value v,
    struct ref ref, struct number_value port)
{
	struct terraform_search s;
	struct terraform_resource *r;

	if (terraform_state(v) == VALUE_UNKNOWN) {
		terraform_search(x, v, TARGETS, str_ends_with(v.key, "arns"),
		    &s);
		for (size_t i = 0; i < s.found.n; i++) {
			if (ref.to != NULL)
				terraform_note_of(x, ref.to, v, &s,
				    s.found.v[i].to->address);
			add_target(x, s.found.v[i].to, ref, port);
		}
		if (s.maybe.n > 0)
			add_to_some(x, v, &s, ref, port);
		else if (s.found.n == 0)
			for_any(x, v, TARGETS, add_some);
		return;
	}
	if (node_kind(v.value) == NODE_LIST) {
		for (struct terraform_each e = terraform_each(v); e.more;
		    terraform_next(&e))
			terraform_register_ref(x, e.v, ref, port);
		return;
	}
	/* One of another input has its balancer there. */
	r = terraform_find(x, v, TARGETS);
	if (r != NULL)
		add_target(x, r, ref, port);
}

void
terraform_register(struct terraform *x, struct terraform_value v,
    struct thing *t, struct number_value port)
{
	if (t != NULL)
		terraform_register_ref(x, v, terraform_ref_to(x, v, t), port);
}

/* An id, an ARN or an address that is known. */
static struct ref
known_target(struct terraform *x, struct terraform_value id)
{
	const struct terraform_resource *r = terraform_find(x, id, WORKLOAD);
	const char *text = terraform_word(x, id);
	struct thing *t = r != NULL ? r->thing : text != NULL ?
	    terraform_at_address(x, text) : NULL;
	struct ref ref = { .is = value_unknown(terraform_place(id),
	    text == NULL ? "a target without an id" : arena_printf(x->a,
	    "target %s of %s is nothing that the input has",
	    read_clean(x->l, text), read_clean(x->l, id.of->address))) };

	if (t != NULL)
		return terraform_ref_to(x, id, t);
	/* Another file may have it. */
	if (text != NULL && terraform_is_id(text))
		return terraform_ref(x, id, WORKLOAD);
	terraform_leave(x, id, text == NULL ? "a target without an id" :
	    arena_printf(x->a, "target %s is nothing that the input has",
	    text));
	return ref;
}

static void
add_targets_of(struct terraform *x, struct terraform_value group,
    struct terraform_value id, struct number_value port)
{
	VEC(struct ref) refs = { 0 };

	if (terraform_state(id) == VALUE_KNOWN) {
		struct ref ref = known_target(x, id);

		terraform_register_ref(x, group, ref, port);
		return;
	}
	if (terraform_state(id) == VALUE_UNKNOWN)
		terraform_one_ref(x, &refs, id, ENDS);
	if (refs.n == 0)
		terraform_add_ref(x, &refs, (struct ref){
		    .is = value_unknown(id.of->at, arena_printf(x->a,
		    "the target of %s is not known", read_clean(x->l,
		    id.of->address))) });
	for (size_t i = 0; i < refs.n; i++)
		terraform_register_ref(x, group, refs.v[i], port);
}

/* What is invoked, and not through the network, unless it stands in it. */
static bool
is_of_function(struct terraform *x, struct terraform_value group)
{
	struct terraform_resource *r = terraform_find(x, group, TARGETS);

	return r != NULL && r->targets != NULL &&
	    r->targets->type == TARGET_TYPE_LAMBDA;
}

static void
join_target(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_value group = terraform_get(r, "target_group_arn");
	struct terraform_value id = terraform_get(r, "target_id");
	struct terraform_resource *function;

	if (!is_of_function(x, group)) {
		add_targets_of(x, group, id, terraform_number(x,
		    terraform_get(r, "port")));
		return;
	}
	function = terraform_find(x, id, WORKLOAD);
	if (function != NULL)
		terraform_register(x, group, function->thing,
		    (struct number_value){ 0 });
}

static void
add_inside(struct terraform *x, struct terraform_resource *group,
    struct terraform_value target)
{
	struct terraform_value id = terraform_member(target, "id");
	struct number_value port = terraform_number(x, terraform_member(target,
	    "port"));
	VEC(struct ref) refs = { 0 };

	if (terraform_state(id) == VALUE_KNOWN) {
		add_target(x, group, known_target(x, id), port);
		return;
	}
	if (!terraform_one_ref(x, &refs, id, ENDS))
		add_some(x, group, "a target is known after apply");
	for (size_t i = 0; i < refs.n; i++)
		add_target(x, group, refs.v[i], port);
}

/* Cloud Control writes the targets into the group. */
static void
join_targets(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_value list = terraform_get(r, "targets");

	if (r->targets == NULL || r->targets->type == TARGET_TYPE_LAMBDA)
		return;
	if (terraform_state(list) == VALUE_UNKNOWN &&
	    terraform_is_written(list))
		add_some(x, r, "its targets are known after apply");
	for (struct terraform_each e = terraform_each(list); e.more;
	    terraform_next(&e))
		add_inside(x, r, e.v);
}

void
terraform_register_classic(struct terraform *x, struct terraform_value v,
    struct ref ref)
{
	struct terraform_search s = { 0 };
	struct terraform_resource *r;
	const struct number_value none = { 0 };

	if (node_kind(v.value) == NODE_LIST) {
		for (struct terraform_each e = terraform_each(v); e.more;
		    terraform_next(&e))
			terraform_register_classic(x, e.v, ref);
		return;
	}
	/* Its id is its name. */
	r = terraform_with_name(x, TERRAFORM_NAMED_CLASSIC,
	    terraform_word(x, v));
	if (r != NULL) {
		add_target(x, r, ref, none);
		return;
	}
	terraform_search(x, v, WORKLOAD, true, &s);
	for (size_t i = 0; i < s.found.n; i++) {
		add_target(x, s.found.v[i].to, ref, none);
		terraform_note(x, v, &s, s.found.v[i].to->thing);
	}
	if (s.found.n == 0 && terraform_state(v) == VALUE_UNKNOWN)
		for_any(x, v, WORKLOAD, add_some);
}

/* A classic balancer has its instances itself. */
static void
join_classic(struct terraform *x, struct terraform_resource *r)
{
	VEC(struct ref) refs = { 0 };

	terraform_one_ref(x, &refs, terraform_get(r, "instance"), WORKLOAD);
	for (size_t i = 0; i < refs.n; i++)
		terraform_register_classic(x, terraform_get(r, "elb"),
		    refs.v[i]);
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
	if (group != NULL && group->targets != NULL) {
		vec_push(x->a, &l->groups, group);
		return;
	}
	l->unknown = true;
	terraform_leave(x, v, "its target group is not in the input");
}

static void
read_actions(struct terraform *x, struct terraform_listener *l,
    struct terraform_value actions)
{
	l->unknown |= terraform_state(actions) == VALUE_UNKNOWN;
	for (struct terraform_each e = terraform_each(actions); e.more;
	    terraform_next(&e)) {
		bool control = is_cloud_control(e.v.of);
		struct terraform_value forward = terraform_first(
		    terraform_member(e.v, control ? "forward_config" :
		    "forward"));

		struct terraform_value type = terraform_member(e.v, "type");

		l->unknown |= terraform_state(type) == VALUE_UNKNOWN;
		if (!terraform_text_is(type, "forward"))
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

/* One more listener, of a port that is not known. */
static void
add_listener(struct terraform *x, struct terraform_resource *of,
    const char *why)
{
	struct listener *l = arena_alloc(x->a, sizeof *l);
	struct workload *w = (struct workload *)of->thing;

	if (w == NULL || (w->kind != WORKLOAD_APPLICATION_LOAD_BALANCER &&
	    w->kind != WORKLOAD_NETWORK_LOAD_BALANCER))
		return;
	l->at = of->at;
	l->port.is = value_unknown(of->at, why);
	terraform_add_ref(x, &l->targets, (struct ref){ .is = l->port.is });
	vec_push(x->a, &w->listeners, l);
}

static void
read_listener(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_value v = terraform_get(r, "load_balancer_arn");
	struct terraform_resource *balancer = terraform_find(x, v, WORKLOAD);
	struct terraform_listener *l;

	if (balancer == NULL || balancer->thing == NULL) {
		/* What another input has is judged there. */
		if (terraform_state(v) == VALUE_UNKNOWN)
			for_any(x, v, WORKLOAD, add_listener);
		return;
	}
	l = arena_alloc(x->a, sizeof *l);
	r->listener = l;
	l->of = r;
	l->balancer = (struct workload *)balancer->thing;
	l->listener = arena_alloc(x->a, sizeof *l->listener);
	l->listener->at = r->at;
	l->listener->port = terraform_number(x, terraform_get(r, "port"));
	l->listener->protocol = protocol_of(terraform_get(r, "protocol"));
	l->listener->id = terraform_word(x, terraform_get(r, "arn"));
	vec_push(x->a, &x->listeners, l);
}

static void
join_listener(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_listener *l = r->listener;
	struct terraform_value protocol = terraform_get(r, "protocol");

	if (l == NULL)
		return;
	read_actions(x, l, terraform_get(r, "default_action"));
	/* All that an application balancer knows runs over TCP. */
	if (terraform_state(protocol) != VALUE_UNKNOWN ||
	    !terraform_is_written(protocol) ||
	    l->balancer->kind != WORKLOAD_NETWORK_LOAD_BALANCER)
		return;
	terraform_leave(x, protocol, "\"protocol\" is known after apply");
	l->listener->port.is = value_unknown(r->at,
	    "its protocol is known after apply");
	l->unknown = true;
}

static void
mark_unknown(struct terraform *x, struct terraform_resource *of,
    const char *why)
{
	(void)x;
	(void)why;
	if (of->listener != NULL)
		of->listener->unknown = true;
}

static void
join_listener_rule(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_value v = terraform_get(r, "listener_arn");
	struct terraform_resource *of = terraform_find(x, v, LISTENER);
	struct terraform_listener *l = of != NULL ? of->listener : NULL;

	if (l != NULL) {
		read_actions(x, l, terraform_get(r, "action"));
		terraform_pass_notes(x, r, &l->balancer->is);
	} else if (terraform_state(v) == VALUE_UNKNOWN) {
		for_any(x, v, LISTENER, mark_unknown);
	}
}

/* What a group has registered; groups of other ports make it unknown which. */
static void
finish_group(struct terraform *x, struct listener *l,
    const struct terraform_targets *t, bool first)
{
	struct ref unknown = { .is = value_unknown(l->at,
	    "nothing in the input registers a target") };
	struct number_value port = t->takes_own ? t->own : t->port;

	if (value_is_known(port.is) && t->takes_own && t->takes_port &&
	    number_or(t->own, 0) != number_or(t->port, 0))
		port.is = value_unknown(l->at, "its targets take different "
		    "ports");
	if (first) {
		l->target_port = port;
		l->health_port = t->health_port;
		l->target_type = t->type;
		l->preserve_client = t->preserve;
	} else if (number_or(port, 0) != number_or(l->target_port, 0)) {
		l->target_port.is = value_unknown(l->at,
		    "it leads to groups of several ports");
	}
	if (t->known.n == 0 && t->type != TARGET_TYPE_LAMBDA)
		vec_push(x->a, &l->targets, unknown);
	for (size_t i = 0; i < t->known.n; i++)
		vec_push(x->a, &l->targets, t->known.v[i]);
}

/* All of its listeners lead to all of its instances. */
static void
finish_classic(struct terraform *x, const struct terraform_resource *r)
{
	struct workload *w = (struct workload *)r->thing;
	struct terraform_targets *t = r->targets;

	if (t->known.n == 0)
		terraform_add_ref(x, &t->known, (struct ref){
		    .is = value_unknown(r->at, "nothing in the input "
		    "registers a target") });
	for (size_t i = 0; i < w->listeners.n; i++)
		for (size_t j = 0; j < t->known.n; j++)
			vec_push(x->a, &w->listeners.v[i]->targets,
			    t->known.v[j]);
}

void
terraform_finish_balancers(struct terraform *x)
{
	for (size_t i = 0; i < x->list.n; i++)
		if (x->list.v[i]->targets != NULL &&
		    x->list.v[i]->thing != NULL)
			finish_classic(x, x->list.v[i]);
	for (size_t i = 0; i < x->listeners.n; i++) {
		struct terraform_listener *l = x->listeners.v[i];
		struct ref unknown = { .is = value_unknown(l->listener->at,
		    "its target group is not in the input") };

		terraform_pass_notes(x, l->of, &l->balancer->is);
		if (l->listener->port.is.state == VALUE_ABSENT)
			continue;	/* of a gateway load balancer */
		for (size_t j = 0; j < l->groups.n; j++) {
			finish_group(x, l->listener, l->groups.v[j]->targets,
			    j == 0);
			terraform_pass_notes(x, l->groups.v[j],
			    &l->balancer->is);
		}
		if (l->unknown) {
			vec_push(x->a, &l->listener->targets, unknown);
			/* Nothing tells on which ports those serve. */
			l->listener->target_port.is =
			    l->listener->health_port.is =
			    l->listener->preserve_client.is = unknown.is;
			l->listener->target_type = TARGET_TYPE_UNKNOWN;
		}
		vec_push(x->a, &l->balancer->listeners, l->listener);
	}
}

const struct terraform_type terraform_types_balancer[] = {
	{ "aws_lb", WORKLOAD, make_balancer, read_balancer, NULL },
	{ "aws_alb", WORKLOAD, make_balancer, read_balancer, NULL },
	{ "aws_elb", WORKLOAD, make_classic, read_classic, NULL },
	{ "aws_lb_target_group", TARGETS, NULL, read_targets, NULL },
	{ "aws_alb_target_group", TARGETS, NULL, read_targets, NULL },
	{ "aws_elb_attachment", 0, NULL, NULL, join_classic },
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
