/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

#include "base/str.h"
#include "model/notation.h"

/*
 * Auto scaling groups with what they launch, and file systems with their
 * mount targets.
 */

#define GROUP		KIND_BIT(KIND_SECURITY_GROUP)
#define SUBNET		KIND_BIT(KIND_SUBNET)
#define TEMPLATE	KIND_BIT(TERRAFORM_LAUNCH_TEMPLATE)

enum { DNS = 53 };

/* launch_template { id = … } or { name = … } */
struct terraform_resource *
terraform_template(struct terraform *x, struct terraform_value block)
{
	struct terraform_value first = terraform_first(block);
	static const char *const keys[] = { "id", "launch_template_id",
		"name", "launch_template_name", NULL };

	if (node_kind(first.value) != NODE_MAP)
		return NULL;
	for (size_t i = 0; keys[i] != NULL; i++) {
		struct terraform_value v = terraform_member(first, keys[i]);
		struct terraform_resource *r = NULL;

		if (terraform_state(v) == VALUE_KNOWN ||
		    terraform_is_written(v))
			r = terraform_find(x, v, TEMPLATE);
		if (r == NULL && terraform_is_written(v))
			r = terraform_find_written(x, v, TEMPLATE);
		if (r != NULL)
			return r;
	}
	return NULL;
}

void
terraform_take_template(struct terraform *x, struct workload *w,
    struct terraform_resource *template)
{
	struct terraform_value network = terraform_first(terraform_get(
	    template, "network_interfaces"));
	struct terraform_value public = terraform_member(network,
	    "associate_public_ip_address");
	static const char *const keys[] = { "vpc_security_group_ids",
		"security_groups", "security_group_names", NULL };

	if (node_kind(network.value) != NODE_MAP && !network.hidden)
		public = terraform_get(template,
		    "associate_public_ip_address");
	if (w->public_ip.is.state == VALUE_ABSENT &&
	    (terraform_state(public) == VALUE_KNOWN ||
	    terraform_is_written(public)))
		w->public_ip = terraform_flag(x, public);
	for (size_t i = 0; keys[i] != NULL && !w->groups_stated; i++)
		w->groups_stated = terraform_stated_refs(x, &w->group_refs,
		    terraform_get(template, keys[i]), GROUP) &&
		    w->group_refs.n > 0;
	if (!w->groups_stated && (node_kind(network.value) == NODE_MAP ||
	    network.hidden))
		w->groups_stated = terraform_stated_refs(x, &w->group_refs,
		    terraform_member(network, "security_groups"), GROUP) &&
		    w->group_refs.n > 0;
	terraform_pass_notes(x, template, &w->is);
}

static void *
make_scaling(struct model *m, struct place at, unsigned island)
{
	struct workload *w = model_new_workload(m, at, island, NULL);

	w->kind = WORKLOAD_AUTO_SCALING_GROUP;
	return w;
}

/* Three ways to say what is launched. */
static struct terraform_resource *
launched(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_resource *t = terraform_template(x,
	    terraform_get(r, "launch_template"));
	struct terraform_value v;

	if (t == NULL) {
		v = terraform_first(terraform_get(r,
		    "mixed_instances_policy"));
		v = terraform_first(terraform_member(v, "launch_template"));
		t = terraform_template(x, terraform_member(v,
		    "launch_template_specification"));
	}
	v = terraform_get(r, "launch_configuration");
	if (t == NULL && (terraform_state(v) != VALUE_ABSENT))
		t = terraform_find(x, v, TEMPLATE);
	if (t == NULL && terraform_is_written(v))
		t = terraform_find_written(x, v, TEMPLATE);
	return t;
}

/* A tag block each: { key, value, propagate_at_launch }. */
static void
read_scaling_name(struct terraform *x, struct terraform_resource *r,
    struct workload *w)
{
	for (struct terraform_each e = terraform_each(terraform_get(r,
	    "tag")); e.more; terraform_next(&e))
		if (w->is.name == NULL && terraform_text_is(terraform_member(
		    e.v, "key"), "Name"))
			w->is.name = terraform_word(x, terraform_member(e.v,
			    "value"));
	if (w->is.name == NULL)
		w->is.name = terraform_word(x, terraform_get(r, "name"));
}

static void
add_unknown_groups(struct terraform *x, struct terraform_resource *r,
    struct workload *w)
{
	x->is_carried_untold = true;
	terraform_add_ref(x, &w->group_refs, (struct ref){
	    .is = value_unknown(r->at, "what it launches is not in the "
	    "input") });
}

static void
read_scaling(struct terraform *x, struct terraform_resource *r)
{
	struct workload *w = (struct workload *)r->thing;
	struct terraform_resource *template = launched(x, r);

	read_scaling_name(x, r, w);
	w->subnets_stated = terraform_stated_refs(x, &w->subnet_refs,
	    terraform_get(r, "vpc_zone_identifier"), SUBNET);
	w->count = terraform_number(x, terraform_get(r, "desired_capacity"));
	if (!value_is_known(w->count.is))
		w->count = terraform_number(x, terraform_get(r, "min_size"));
	w->max = terraform_number(x, terraform_get(r, "max_size"));
	if (template != NULL)
		terraform_take_template(x, w, template);
	else if (!w->groups_stated)
		add_unknown_groups(x, r, w);
}

/* Classic balancers stand by their names, target groups by their ARNs. */
static void
register_in(struct terraform *x, struct terraform_value v, bool classic,
    struct ref ref)
{
	if (terraform_state(v) == VALUE_ABSENT || (terraform_state(v) ==
	    VALUE_UNKNOWN && !terraform_is_written(v)))
		return;
	if (classic)
		terraform_register_classic(x, v, ref);
	else
		terraform_register_ref(x, v, ref, (struct number_value){ 0 });
}

static void
join_sources(struct terraform *x, struct terraform_resource *r,
    struct ref ref)
{
	for (struct terraform_each e = terraform_each(terraform_get(r,
	    "traffic_source")); e.more; terraform_next(&e))
		register_in(x, terraform_member(e.v, "identifier"),
		    terraform_text_is(terraform_member(e.v, "type"), "elb"),
		    ref);
}

static void
join_scaling(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_value groups = terraform_get(r, "target_group_arns");
	struct ref ref = terraform_ref_to(x, groups, r->thing);

	register_in(x, groups, false, ref);
	register_in(x, terraform_get(r, "load_balancers"), true, ref);
	join_sources(x, r, ref);
}

/* An auto scaling group by its name, which is no id of AWS's. */
static struct ref
scaling_of(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_value v = terraform_get(r,
	    "autoscaling_group_name");
	struct terraform_resource *group = terraform_with_name(x,
	    TERRAFORM_NAMED_SCALING, terraform_word(x, v));

	if (group == NULL)
		group = terraform_find_written(x, v, KIND_BIT(KIND_WORKLOAD));
	if (group == NULL || group->thing == NULL)
		return (struct ref){ .is = value_unknown(r->at,
		    arena_printf(x->a, "what %s attaches is not in the input",
		    read_clean(x->l, r->address))) };
	return terraform_ref_to(x, v, group->thing);
}

static void
join_scaling_attachment(struct terraform *x, struct terraform_resource *r)
{
	struct ref ref = scaling_of(x, r);

	register_in(x, terraform_get(r, "lb_target_group_arn"), false, ref);
	register_in(x, terraform_get(r, "alb_target_group_arn"), false, ref);
	register_in(x, terraform_get(r, "elb"), true, ref);
	join_sources(x, r, ref);
}

static struct workload *
file_system(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_resource *of = terraform_find(x, terraform_get(r,
	    "file_system_id"), KIND_BIT(KIND_WORKLOAD));
	struct workload *w;

	if (of == NULL)
		of = terraform_find_written(x, terraform_get(r,
		    "file_system_id"), KIND_BIT(KIND_WORKLOAD));
	if (of == NULL)
		of = r;
	if (of->thing != NULL)
		return (struct workload *)of->thing;
	w = model_new_workload(x->m, of->at, x->island, NULL);
	terraform_make(x, of, &w->is);
	w->kind = WORKLOAD_EFS;
	w->interfaces_stated = true;
	terraform_head(x, of);
	return w;
}

/* A mount target is an interface in a subnet. */
static void
join_mount(struct terraform *x, struct terraform_resource *r)
{
	struct workload *w = file_system(x, r);
	struct interface *e = model_new_interface(x->m, r->at, x->island,
	    NULL);
	struct address_value a = terraform_address(x, terraform_get(r,
	    "ip_address"), IPV4);

	e->is.created = !r->is_data;
	e->is.change = r->change;
	e->is.address = read_clean(x->l, r->address);
	e->subnet_ref = terraform_ref(x, terraform_get(r, "subnet_id"),
	    SUBNET);
	e->is.name = e->subnet_ref.to != NULL ?
	    thing_label(e->subnet_ref.to) : NULL;
	e->groups_stated = terraform_stated_refs(x, &e->group_refs,
	    terraform_get(r, "security_groups"), GROUP) &&
	    e->group_refs.n > 0;
	e->public_ip.is = value_derived(r->at);
	if (value_is_known(a.is))
		vec_push(x->a, &e->addresses, a);
	vec_push(x->a, &w->interfaces, e);
}

/* DNS over both transports. */
static struct ports_value
dns_ports(struct terraform *x, struct place at)
{
	struct ports_value p = { .is = value_derived(at), .written = "tcp/53" };

	p.v = port_set_union(x->a, port_set_of_ports(x->a, PROTOCOL_TCP, DNS,
	    DNS), port_set_of_ports(x->a, PROTOCOL_UDP, DNS, DNS));
	p.written = notation_ports_format(x->a, p.v);
	return p;
}

/* Interfaces by which queries come from outside, or go there. */
static void
read_resolver(struct terraform *x, struct terraform_resource *r)
{
	struct workload *w = (struct workload *)r->thing;

	if (w->is.name == NULL)
		w->is.name = terraform_word(x, terraform_get(r, "name"));
	if (terraform_text_is(terraform_get(r, "direction"), "INBOUND"))
		w->ports = dns_ports(x, r->at);
	w->groups_stated = terraform_stated_refs(x, &w->group_refs,
	    terraform_get(r, "security_group_ids"), GROUP);
	w->subnets_stated = true;
	terraform_block_refs(x, &w->subnet_refs, terraform_get(r,
	    "ip_address"), "subnet_id", SUBNET);
	for (struct terraform_each e = terraform_each(terraform_get(r,
	    "ip_address")); e.more; terraform_next(&e)) {
		struct address_value a = terraform_address(x,
		    terraform_member(e.v, "ip"), IPV4);

		if (value_is_known(a.is))
			vec_push(x->a, &w->addresses, a);
	}
}

static void *
make_resolver(struct model *m, struct place at, unsigned island)
{
	struct workload *w = model_new_workload(m, at, island, NULL);

	w->kind = WORKLOAD_INTERFACE;
	return w;
}

const struct terraform_type terraform_types_service[] = {
	{ "aws_route53_resolver_endpoint", KIND_BIT(KIND_WORKLOAD),
	  make_resolver, read_resolver, NULL },
	{ "aws_autoscaling_group", KIND_BIT(KIND_WORKLOAD), make_scaling,
	  read_scaling, join_scaling },
	{ "aws_autoscaling_attachment", 0, NULL, NULL,
	  join_scaling_attachment },
	{ "aws_autoscaling_traffic_source_attachment", 0, NULL, NULL,
	  join_scaling_attachment },
	{ "aws_launch_template", TEMPLATE, NULL, NULL, NULL },
	{ "aws_launch_configuration", TEMPLATE, NULL, NULL, NULL },
	{ "aws_efs_file_system", KIND_BIT(KIND_WORKLOAD), NULL, NULL, NULL },
	{ "aws_efs_mount_target", 0, NULL, NULL, join_mount },
	{ 0 }
};
