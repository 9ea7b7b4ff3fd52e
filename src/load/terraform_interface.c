/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

#include "base/str.h"

/*
 * Network interfaces and instances.
 */

#define GROUP		KIND_BIT(KIND_SECURITY_GROUP)
#define SUBNET		KIND_BIT(KIND_SUBNET)
#define INTERFACE	KIND_BIT(KIND_INTERFACE)
#define WORKLOAD	KIND_BIT(KIND_WORKLOAD)

static void *
make_interface(struct model *m, struct place at, unsigned island)
{
	return model_new_interface(m, at, island, NULL);
}

/* Addresses of a list, as far as they are known. */
static void
add_addresses(struct terraform *x, struct terraform_value list,
    struct interface *to, unsigned family)
{
	for (struct terraform_each e = terraform_each(list); e.more;
	    terraform_next(&e)) {
		struct address_value a = terraform_address(x, e.v, family);

		if (!value_is_known(a.is))
			continue;
		if (family == IPV4)
			vec_push(x->a, &to->addresses, a);
		else
			vec_push(x->a, &to->ipv6_addresses, a);
	}
}

static void
read_interface(struct terraform *x, struct terraform_resource *r)
{
	struct interface *e = (struct interface *)r->thing;
	struct terraform_value groups = terraform_get(r, "security_groups");

	e->subnet_ref = terraform_ref(x, terraform_get(r, "subnet_id"),
	    SUBNET);
	e->groups_stated = terraform_stated_refs(x, &e->group_refs, groups,
	    GROUP);
	add_addresses(x, terraform_get(r, "private_ips"), e, IPV4);
	add_addresses(x, terraform_get(r, "ipv6_addresses"), e, IPV6);
	e->source_check = terraform_flag(x, terraform_get(r,
	    "source_dest_check"));
	e->public_ip = (struct flag_value){ .is = value_derived(r->at) };
	e->description = terraform_word(x, terraform_get(r, "description"));
}

/* The interface that an instance has of its own, beside those it is given. */
static void
state_primary(struct terraform *x, struct workload *w)
{
	struct interface *e;

	if (w->interfaces_stated)
		return;
	w->interfaces_stated = true;
	if (w->subnet_refs.n == 0)
		return;
	e = model_new_interface(x->m, w->is.at, x->island, w->is.vpc);
	e->is.created = w->is.created;
	e->is.change = w->is.change;
	e->is.name = "primary";
	e->subnet_ref = w->subnet_refs.v[0];
	e->public_ip = w->public_ip;
	vec_push(x->a, &w->interfaces, e);
}

static void
give(struct terraform *x, struct thing *instance, struct thing *interface)
{
	struct workload *w = (struct workload *)instance;
	struct interface *e = (struct interface *)interface;

	if (w == NULL || e == NULL || e->workload == w)
		return;
	state_primary(x, w);
	e->workload = w;
	vec_push(x->a, &w->interfaces, e);
}

static void
join_interface(struct terraform *x, struct terraform_resource *r)
{
	for (struct terraform_each e = terraform_each(terraform_get(r,
	    "attachment")); e.more; terraform_next(&e)) {
		struct terraform_value v = terraform_member(e.v, "instance");

		if (terraform_state(v) == VALUE_KNOWN ||
		    terraform_is_written(v))
			give(x, terraform_ref(x, v, WORKLOAD).to, r->thing);
	}
}

static void
join_attachment(struct terraform *x, struct terraform_resource *r)
{
	give(x, terraform_ref(x, terraform_get(r, "instance_id"),
	    WORKLOAD).to, terraform_ref(x, terraform_get(r,
	    "network_interface_id"), INTERFACE).to);
}

/* What states no groups has the default one of its VPC: others add to that. */
static void
add_default_group(struct terraform *x, struct thing *t, void *refs,
    const struct ref *subnet)
{
	struct thing *group;

	if (subnet == NULL || subnet->to == NULL || subnet->to->vpc == NULL) {
		terraform_add_ref(x, refs, (struct ref){ .is = value_unknown(
		    t->at, "it has the default group of its VPC, which is "
		    "not known") });
		return;
	}
	group = terraform_default(x, subnet->to->vpc, KIND_SECURITY_GROUP);
	terraform_add_ref(x, refs, (struct ref){ .to = group,
	    .is = value_derived(t->at), .text = thing_label(group) });
}

static void
carry(struct terraform *x, struct thing *t, struct ref group)
{
	struct interface *e = (struct interface *)t;
	struct workload *w = (struct workload *)t;

	if (t->kind == KIND_INTERFACE) {
		if (!e->groups_stated && e->group_refs.n == 0 && t->created)
			add_default_group(x, t, &e->group_refs,
			    &e->subnet_ref);
		e->groups_stated = true;
		terraform_add_ref_once(x, &e->group_refs, group);
	} else {
		if (!w->groups_stated && w->group_refs.n == 0 && t->created)
			add_default_group(x, t, &w->group_refs,
			    w->subnet_refs.n > 0 ? &w->subnet_refs.v[0] :
			    NULL);
		w->groups_stated = true;
		terraform_add_ref_once(x, &w->group_refs, group);
	}
}

static void
carry_no_more(struct terraform *x, struct terraform_resource *r,
    struct thing *t)
{
	if (t != NULL && t->kind == KIND_INTERFACE)
		terraform_take_away(x, r, "security_group_id", t,
		    "security_groups", &((struct interface *)t)->group_refs);
	else if (t != NULL)
		terraform_take_away(x, r, "security_group_id", t,
		    "vpc_security_group_ids",
		    &((struct workload *)t)->group_refs);
}

/* A group for an interface; named by an instance, for its primary one. */
static void
join_group(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_value v = terraform_get(r, "network_interface_id");
	struct thing *to = terraform_ref(x, v, INTERFACE | WORKLOAD).to;
	struct ref group = terraform_ref(x, terraform_get(r,
	    "security_group_id"), GROUP);
	struct terraform_owners all = { 0 };

	if (r->is_gone) {
		carry_no_more(x, r, to);
		return;
	}
	if (to != NULL) {
		carry(x, to, group);
		return;
	}
	if (group.to != NULL)
		((struct security_group *)group.to)->has_members_unseen = true;
	if (terraform_state(v) == VALUE_UNKNOWN)
		all = terraform_candidates(x, v, INTERFACE | WORKLOAD);
	/* Who of them carries it is not known. */
	group = (struct ref){ .is = value_unknown(r->at, read_intern(x->l,
	    arena_printf(x->a, "%s may be of it", r->address))) };
	for (size_t i = 0; i < all.of.n; i++)
		carry(x, all.of.v[i], group);
}

static void *
make_instance(struct model *m, struct place at, unsigned island)
{
	struct workload *w = model_new_workload(m, at, island, NULL);

	w->kind = WORKLOAD_INSTANCE;
	return w;
}

static void
read_addresses(struct terraform *x, struct terraform_resource *r,
    struct workload *w)
{
	struct terraform_value public = terraform_get(r,
	    "associate_public_ip_address");
	struct terraform_value own = terraform_get(r, "private_ip");
	struct address_value a = terraform_address(x, own, IPV4);

	if (terraform_state(public) == VALUE_KNOWN ||
	    terraform_is_written(public))
		w->public_ip = terraform_flag(x, public);
	if (value_is_known(a.is))
		vec_push(x->a, &w->addresses, a);
	for (struct terraform_each e = terraform_each(terraform_get(r,
	    "ipv6_addresses")); e.more; terraform_next(&e)) {
		a = terraform_address(x, e.v, IPV6);
		if (value_is_known(a.is))
			vec_push(x->a, &w->addresses, a);
	}
}

static void
read_instance_groups(struct terraform *x, struct terraform_resource *r,
    struct workload *w)
{
	struct terraform_resource *template = terraform_template(x,
	    terraform_get(r, "launch_template"));

	w->groups_stated = terraform_stated_refs(x, &w->group_refs,
	    terraform_get(r, "vpc_security_group_ids"), GROUP) &&
	    w->group_refs.n > 0;
	/* Names of groups of the default VPC; people write ids, too. */
	if (!w->groups_stated && terraform_is_written(terraform_get(r, "security_groups")))
		w->groups_stated = terraform_refs(x, &w->group_refs,
		    terraform_get(r, "security_groups"), GROUP);
	if (template != NULL)
		terraform_take_template(x, w, template);
}

static void
read_instance(struct terraform *x, struct terraform_resource *r)
{
	struct workload *w = (struct workload *)r->thing;

	terraform_one_ref(x, &w->subnet_refs, terraform_get(r, "subnet_id"),
	    SUBNET);
	w->subnets_stated = w->subnet_refs.n > 0;
	w->source_check = terraform_flag(x, terraform_get(r,
	    "source_dest_check"));
	read_addresses(x, r, w);
	read_instance_groups(x, r, w);
}

/* Its interfaces say where it stands and what it carries: they are not told. */
static void
open_instance(struct terraform *x, struct terraform_resource *r,
    struct terraform_value v)
{
	struct workload *w = (struct workload *)r->thing;
	struct ref unknown = { 0 };

	if (w->interfaces_stated || w->subnet_refs.n > 0)
		return;
	unknown.is = value_unknown(r->at, "its network interface is not "
	    "known");
	if (terraform_state(v) == VALUE_UNKNOWN)
		terraform_leave(x, v, "which network interface it has is "
		    "known after apply");
	terraform_add_ref(x, &w->subnet_refs, unknown);
	w->subnets_stated = true;
	if (w->group_refs.n == 0)
		terraform_add_ref(x, &w->group_refs, unknown);
	w->groups_stated = true;
}

/* Interfaces that it names: the first of them is its primary one. */
static void
take_interfaces(struct terraform *x, struct terraform_resource *r,
    const char *key)
{
	struct workload *w = (struct workload *)r->thing;
	struct terraform_value list = terraform_get(r, key);

	if (!terraform_is_written(list) && !w->is.created)
		return;
	if (terraform_state(list) == VALUE_UNKNOWN &&
	    terraform_is_written(list))
		open_instance(x, r, list);
	for (struct terraform_each e = terraform_each(list); e.more;
	    terraform_next(&e)) {
		struct terraform_value v = terraform_member(e.v,
		    "network_interface_id");
		struct ref ref = { 0 };

		if (terraform_state(v) == VALUE_KNOWN ||
		    terraform_is_written(v))
			ref = terraform_ref(x, v, INTERFACE);
		if (ref.to == NULL && ref.is.state != VALUE_ABSENT)
			open_instance(x, r, v);
		if (ref.to == NULL)
			continue;
		if (!terraform_is_written(terraform_get(r, "subnet_id")) &&
		    !w->interfaces_stated) {
			w->interfaces_stated = true;
			w->subnet_refs.n = 0;
		}
		give(x, &w->is, ref.to);
	}
}

static void
join_instance(struct terraform *x, struct terraform_resource *r)
{
	take_interfaces(x, r, "primary_network_interface");
	take_interfaces(x, r, "network_interface");
}

const struct terraform_type terraform_types_interface[] = {
	{ "aws_network_interface", INTERFACE, make_interface, read_interface,
	  join_interface },
	{ "aws_network_interface_attachment", 0, NULL, NULL,
	  join_attachment },
	{ "aws_network_interface_sg_attachment", 0, NULL, NULL, join_group },
	{ "aws_instance", WORKLOAD, make_instance, read_instance,
	  join_instance },
	{ "aws_spot_instance_request", WORKLOAD, make_instance, read_instance,
	  join_instance },
	{ "awscc_ec2_instance", WORKLOAD, make_instance, read_instance,
	  NULL },
	{ 0 }
};
