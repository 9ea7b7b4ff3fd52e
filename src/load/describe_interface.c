/* SPDX-License-Identifier: MIT */
#include "load/describe_read.h"

#include "base/str.h"

/*
 * Network interfaces, and the instances that have them.  An interface stands
 * in describe-network-interfaces whole, and in describe-instances inside of
 * its instance, in part; model_link() makes one thing of the two.
 */

static void
read_groups(struct describe *x, void *to, struct node n)
{
	struct interface *e = to;

	e->groups_stated = true;
	describe_groups(x, &e->group_refs, n);
}

static void
add_public_address(struct describe *x, struct interface *e, struct node n)
{
	struct address_value address;

	if (node_kind(n) != NODE_STRING || node_text_is(n, ""))
		return;
	address = read_address(x->l, n, IPV4);
	e->public_ip = (struct flag_value){ .is = address.is, .v = true };
	vec_push(x->a, &e->public_addresses, address);
}

/*
 * One private address, with the public one that stands for it.  Carrier and
 * customer-owned addresses are public in their own networks alone.
 */
static void
read_private_address(struct describe *x, void *to, struct node n)
{
	struct interface *e = to;
	struct node private = node_get(n, "PrivateIpAddress");

	if (node_kind(private) == NODE_STRING && !node_text_is(private, ""))
		vec_push(x->a, &e->addresses,
		    read_address(x->l, private, IPV4));
	add_public_address(x, e, node_get(node_get(n, "Association"),
	    "PublicIp"));
}

static void
read_private_addresses(struct describe *x, void *to, struct node n)
{
	describe_each(x, to, n, read_private_address);
}

static void
read_ipv6_address(struct describe *x, void *to, struct node n)
{
	struct interface *e = to;
	struct node address = node_get(n, "Ipv6Address");

	if (node_kind(address) == NODE_STRING && !node_text_is(address, ""))
		vec_push(x->a, &e->ipv6_addresses,
		    read_address(x->l, address, IPV6));
}

static void
read_ipv6_addresses(struct describe *x, void *to, struct node n)
{
	struct interface *e = to;

	describe_each(x, to, n, read_ipv6_address);
	e->ipv6 = (struct flag_value){ .is = value_known(node_place(n)),
		.v = e->ipv6_addresses.n > 0 };
}

static void
read_attachment(struct describe *x, void *to, struct node n)
{
	static const struct describe_member members[] = {
		{ "InstanceId", describe_name, 0, false },
		{ 0 }
	};
	struct describe_attached a = { .interface = to };

	describe_members(x, members, &a.instance, n);
	if (a.instance != NULL)
		vec_push(x->a, &x->attached, a);
	else if (node_text_is(node_get(n, "Status"), "attached"))
		a.interface->of_service = true;
}

static void
read_denial(struct describe *x, void *to, struct node n)
{
	struct interface *e = to;

	(void)x;
	e->denial_stated = node_bool(n, &e->denies_internet);
}

static const struct describe_member interface_members[] = {
	{ "Attachment", read_attachment, 0, true },
	{ "DenyAllIgwTraffic", read_denial, 0, false },
	{ "Description", describe_words,
	  offsetof(struct interface, description), false },
	{ "Groups", read_groups, 0, false },
	{ "InterfaceType", describe_name, offsetof(struct interface, type),
	  false },
	{ "Ipv6Addresses", read_ipv6_addresses, 0, false },
	{ "PrivateIpAddresses", read_private_addresses, 0, false },
	{ "SourceDestCheck", describe_flag,
	  offsetof(struct interface, source_check), false },
	{ "SubnetId", describe_ref, offsetof(struct interface, subnet_ref),
	  false },
	{ 0 }
};

static void *
make_interface(struct model *m, struct place at, unsigned island)
{
	return model_new_interface(m, at, island, NULL);
}

/* Old output has the primary address outside of the list alone. */
static void
finish_interface(struct describe *x, void *made, struct node n)
{
	struct interface *e = made;

	if (e->addresses.n == 0)
		read_private_address(x, e, n);
	if (e->public_ip.is.state == VALUE_ABSENT && e->addresses.n > 0)
		e->public_ip.is = value_known(node_place(n));
}

const struct describe_object describe_object_interface = {
	.id = "NetworkInterfaceId",
	.kind = KIND_INTERFACE,
	.make = make_interface,
	.members = interface_members,
	.done = finish_interface,
};

/*
 * The interface of a NAT gateway is the gateway, if that is in the input: it
 * is nobody that sends or receives.
 */
void
describe_read_interface(struct describe *x, struct node n)
{
	struct node type = node_get(n, "InterfaceType");

	if (node_text_is(type, "natGateway") ||
	    node_text_is(type, "nat_gateway"))
		vec_push(x->a, &x->nat_interfaces, n);
	else
		describe_thing(x, &describe_object_interface, n);
}

static bool
is_of_nat(struct describe *x, struct node n)
{
	const char *id = node_text(x->a, node_get(n, "NetworkInterfaceId"));

	return id != NULL && map_get(&x->of_nats, id) != NULL;
}

static void
read_instance_groups(struct describe *x, void *to, struct node n)
{
	struct workload *w = to;

	w->groups_stated = true;
	describe_groups(x, &w->group_refs, n);
}

static void
read_instance_interface(struct describe *x, void *to, struct node n)
{
	struct workload *w = to;
	bool claims = x->claims;
	struct interface *e;

	x->claims = false;	/* a part of what the interface's list says */
	e = describe_thing(x, &describe_object_interface, n);
	x->claims = claims;
	if (e == NULL)
		return;
	e->workload = w;
	vec_push(x->a, &w->interfaces, e);
}

static void
read_instance_interfaces(struct describe *x, void *to, struct node n)
{
	struct workload *w = to;

	w->interfaces_stated = true;
	describe_each(x, to, n, read_instance_interface);
}

static void
read_instance_subnet(struct describe *x, void *to, struct node n)
{
	struct workload *w = to;
	struct ref subnet = { 0 };

	describe_ref(x, &subnet, n);
	if (subnet.is.state == VALUE_ABSENT)
		return;
	w->subnets_stated = true;
	vec_push(x->a, &w->subnet_refs, subnet);
}

static void
read_instance_address(struct describe *x, void *to, struct node n)
{
	struct workload *w = to;

	if (!node_text_is(n, ""))
		vec_push(x->a, &w->addresses, read_address(x->l, n, IPV4));
}

static void
read_instance_public(struct describe *x, void *to, struct node n)
{
	struct workload *w = to;

	if (node_text_is(n, ""))
		return;
	w->public_address = read_address(x->l, n, IPV4);
	w->public_ip = (struct flag_value){ .is = value_known(node_place(n)),
		.v = true };
}

static const struct describe_member instance_members[] = {
	{ "NetworkInterfaces", read_instance_interfaces, 0, false },
	{ "PrivateIpAddress", read_instance_address, 0, false },
	{ "PublicIpAddress", read_instance_public, 0, false },
	{ "SecurityGroups", read_instance_groups, 0, false },
	{ "SourceDestCheck", describe_flag,
	  offsetof(struct workload, source_check), false },
	{ "SubnetId", read_instance_subnet, 0, false },
	{ 0 }
};

static void *
make_instance(struct model *m, struct place at, unsigned island)
{
	struct workload *w = model_new_workload(m, at, island, NULL);

	w->kind = WORKLOAD_INSTANCE;
	return w;
}

/* What its interfaces say it need not say again; old output lists none. */
static void
finish_instance(struct describe *x, void *made, struct node n)
{
	struct workload *w = made;

	if (w->interfaces_stated) {
		w->addresses.n = w->group_refs.n = 0;
		w->groups_stated = false;
		w->public_ip = (struct flag_value){ 0 };
		w->public_address = (struct address_value){ 0 };
		w->source_check = (struct flag_value){ 0 };
		return;
	}
	if (w->public_ip.is.state == VALUE_ABSENT && x->claims)
		w->public_ip.is = value_known(node_place(n));
}

const struct describe_object describe_object_instance = {
	.id = "InstanceId",
	.kind = KIND_WORKLOAD,
	.make = make_instance,
	.members = instance_members,
	.done = finish_instance,
};

/* Terminated instances are listed for an hour and have no interface. */
void
describe_read_instance(struct describe *x, struct node n)
{
	struct node state = node_get(node_get(n, "State"), "Name");

	if (!node_text_is(state, "terminated") &&
	    !node_text_is(state, "shutting-down"))
		describe_thing(x, &describe_object_instance, n);
}

static void
read_reserved(struct describe *x, void *to, struct node n)
{
	(void)to;
	describe_read_instance(x, n);
}

/* A reservation: the instances that one call launched, and who owns them. */
void
describe_read_instances(struct describe *x, struct node n)
{
	struct node instances = node_get(n, "Instances");
	struct node owner = node_get(n, "OwnerId");
	const char *account = x->account;

	if (node_kind(n) != NODE_MAP) {
		read_complain_type(x->l, n, "an object");
		return;
	}
	if (node_kind(owner) == NODE_STRING)
		describe_name(x, &x->account, owner);
	if (node_kind(instances) > NODE_NULL)
		describe_each(x, NULL, instances, read_reserved);
	x->account = account;
}

void
describe_finish_interfaces(struct describe *x)
{
	x->claims = true;
	for (size_t i = 0; i < x->nat_interfaces.n; i++)
		if (!is_of_nat(x, x->nat_interfaces.v[i]))
			describe_thing(x, &describe_object_interface,
			    x->nat_interfaces.v[i]);
	for (size_t i = 0; i < x->attached.n; i++) {
		struct interface *e = x->attached.v[i].interface;
		struct workload *w = (struct workload *)describe_find(x,
		    KIND_WORKLOAD, x->attached.v[i].instance);

		if (w != NULL && e->workload == NULL)
			e->workload = w;
		else if (w == NULL)
			e->holder = x->attached.v[i].instance;
	}
}
