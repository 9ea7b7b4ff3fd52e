/* SPDX-License-Identifier: MIT */
#include "load/cloudformation_read.h"

#include "base/str.h"
#include "base/vec.h"

/*
 * Interfaces, and those that an instance or a launch template states in
 * itself, with their addresses.
 */

void *
cfn_make_interface(struct model *m, struct place at, unsigned island)
{
	struct interface *i = model_new_interface(m, at, island, NULL);

	/* Only those that a launch makes get an address of the subnet's. */
	i->public_ip.is = value_derived(at);
	return i;
}

/* -------------------------------------------------------------- addresses */

struct addresses {
	VEC(struct address_value) of[2];	/* IPv4, IPv6 */
};

static void
add_addresses(struct cfn *x, struct addresses *out, struct cfn_value list,
    const char *member, bool six)
{
	struct cfn_items items = cfn_items(x, list);

	for (size_t i = 0; i < items.n; i++) {
		struct address_value a = cfn_address(x, cfn_member(
		    &items.v[i].value, member), six ? 6 : 4);

		if (items.v[i].exists != NULL)
			a = (struct address_value){ .is = cfn_depends(x,
			    items.v[i].value.at, items.v[i].exists) };
		if (a.is.state != VALUE_ABSENT)
			vec_push(x->a, &out->of[six], a);
	}
}

/* As interfaces, instances and the interfaces in them state them. */
static struct addresses
addresses_of(struct cfn *x, struct cfn_value one, struct cfn_value more,
    struct cfn_value six)
{
	struct addresses out = { .of[0].n = 0 };

	if (one.kind != CFN_ABSENT) {
		struct address_value a = cfn_address(x, one, 4);

		vec_push(x->a, &out.of[0], a);
	}
	add_addresses(x, &out, more, "PrivateIpAddress", false);
	add_addresses(x, &out, six, "Ipv6Address", true);
	return out;
}

static void
take_addresses(struct cfn *x, struct workload *w, struct addresses from)
{
	for (size_t six = 0; six < 2; six++)
		for (size_t i = 0; i < from.of[six].n; i++)
			vec_push(x->a, &w->addresses, from.of[six].v[i]);
}

void
cfn_take_addresses(struct cfn *x, struct workload *w, struct cfn_resource *r)
{
	take_addresses(x, w, addresses_of(x, cfn_get(r, "PrivateIpAddress"),
	    (struct cfn_value){ .kind = CFN_ABSENT }, cfn_get(r,
	    "Ipv6Addresses")));
}

static void
put_addresses(struct cfn *x, struct interface *i, struct addresses from)
{
	for (size_t k = 0; k < from.of[0].n; k++)
		vec_push(x->a, &i->addresses, from.of[0].v[k]);
	for (size_t k = 0; k < from.of[1].n; k++)
		vec_push(x->a, &i->ipv6_addresses, from.of[1].v[k]);
}

/* ------------------------------------------------------------- interfaces */

void
cfn_join_interface(struct cfn *x, struct cfn_resource *r)
{
	struct interface *i = (struct interface *)r->thing;
	struct addresses own = addresses_of(x, cfn_get(r, "PrivateIpAddress"),
	    cfn_get(r, "PrivateIpAddresses"), cfn_get(r, "Ipv6Addresses"));

	i->subnet_ref = cfn_ref(x, cfn_get(r, "SubnetId"),
	    KIND_BIT(KIND_SUBNET));
	i->groups_stated = cfn_group_refs(x, &i->group_refs, cfn_get(r,
	    "GroupSet"));
	i->source_check = cfn_flag(x, cfn_get(r, "SourceDestCheck"));
	put_addresses(x, i, own);
	if (i->subnet_ref.to != NULL)
		i->is.vpc = i->subnet_ref.to->vpc;
}

/* --------------------------------------------------- those of an instance */

static void
only_if(struct cfn *x, struct ref *v, size_t n, const struct condition *when)
{
	for (size_t i = 0; i < n; i++)
		v[i].exists = cfn_both(x, v[i].exists, when);
}

/* One of several: with a subnet, groups and addresses of its own; a launch
 * gives a public address only to one that stands alone. */
static void
add_inside(struct cfn *x, struct workload *w, struct cfn_item *item)
{
	struct cfn_value *v = &item->value;
	struct interface *e = (struct interface *)cfn_make_interface(x->m,
	    v->at, x->island);
	struct cfn_value groups = cfn_member(v, "GroupSet");
	const char *index = cfn_word(x, cfn_member(v, "DeviceIndex"));
	struct addresses own = addresses_of(x, cfn_member(v,
	    "PrivateIpAddress"), cfn_member(v, "PrivateIpAddresses"),
	    cfn_member(v, "Ipv6Addresses"));

	if (groups.kind == CFN_ABSENT)
		groups = cfn_member(v, "Groups");
	e->is.name = arena_printf(x->a, "eth%s", index != NULL ? index : "");
	e->is.exists = cfn_both(x, w->is.exists, item->exists);
	e->subnet_ref = cfn_ref(x, cfn_member(v, "SubnetId"),
	    KIND_BIT(KIND_SUBNET));
	e->groups_stated = cfn_group_refs(x, &e->group_refs, groups);
	e->source_check = w->source_check;
	if (e->subnet_ref.to != NULL)
		e->is.vpc = w->is.vpc = e->subnet_ref.to->vpc;
	put_addresses(x, e, own);
	e->workload = w;
	w->interfaces_stated = true;
	vec_push(x->a, &w->interfaces, e);
}

void
cfn_take_network_interfaces(struct cfn *x, struct workload *w,
    struct cfn_value list)
{
	struct cfn_items items = cfn_items(x, list);
	const struct condition *none;

	if (cfn_may_be_absent(x, &list, &none)) {
		struct ref chosen = { .is = cfn_depends(x, list.at, none) };

		cfn_add_ref(x, &w->subnet_refs, chosen);
		cfn_add_ref(x, &w->group_refs, chosen);
	}
	for (size_t i = 0; i < items.n; i++) {
		size_t subnets = w->subnet_refs.n, groups_before =
		    w->group_refs.n;
		struct cfn_value *v = &items.v[i].value;
		struct cfn_value subnet = cfn_member(v, "SubnetId");
		struct cfn_value groups = cfn_member(v, "GroupSet");
		struct cfn_value public = cfn_member(v,
		    "AssociatePublicIpAddress");
		struct cfn_resource *own = cfn_meant(x, cfn_member(v,
		    "NetworkInterfaceId"));

		if (items.n > 1 && w->kind == WORKLOAD_INSTANCE &&
		    cfn_member(v, "NetworkInterfaceId").kind == CFN_ABSENT) {
			add_inside(x, w, &items.v[i]);
			continue;
		}
		if (groups.kind == CFN_ABSENT)
			groups = cfn_member(v, "Groups");
		if (subnet.kind != CFN_ABSENT)
			w->subnets_stated |= cfn_refs(x, &w->subnet_refs,
			    subnet, KIND_BIT(KIND_SUBNET));
		w->groups_stated |= cfn_group_refs(x, &w->group_refs,
		    groups);
		only_if(x, w->subnet_refs.v + subnets, w->subnet_refs.n -
		    subnets, items.v[i].exists);
		only_if(x, w->group_refs.v + groups_before, w->group_refs.n -
		    groups_before, items.v[i].exists);
		if (public.kind != CFN_ABSENT)
			w->public_ip = cfn_flag(x, public);
		if (w->kind == WORKLOAD_INSTANCE)
			take_addresses(x, w, addresses_of(x, cfn_member(v,
			    "PrivateIpAddress"), cfn_member(v,
			    "PrivateIpAddresses"), cfn_member(v,
			    "Ipv6Addresses")));
		if (own != NULL && own->thing != NULL &&
		    own->thing->kind == KIND_INTERFACE) {
			struct interface *n = (struct interface *)own->thing;

			n->workload = w;
			w->interfaces_stated = true;
			vec_push(x->a, &w->interfaces, n);
		}
	}
}

