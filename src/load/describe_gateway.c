/* SPDX-License-Identifier: MIT */
#include "load/describe_read.h"

#include "base/str.h"

/*
 * Internet, egress-only, NAT and VPN gateways, and Elastic IPs.
 */

struct attachment_of {
	const char *vpc, *state;
	struct place at;
};

/*
 * Internet gateways say "available" where the documentation says "attached";
 * what is on its way in counts as there.
 */
static bool
is_attached(const struct attachment_of *a)
{
	return a->vpc != NULL && !str_equal(a->state, "detaching") &&
	    !str_equal(a->state, "detached");
}

static void
read_attachment(struct describe *x, void *to, struct node n)
{
	static const struct describe_member members[] = {
		{ "State", describe_name,
		  offsetof(struct attachment_of, state), false },
		{ "VpcId", describe_name,
		  offsetof(struct attachment_of, vpc), false },
		{ 0 }
	};
	struct attachment_of a = { 0 };
	struct thing *t = to;

	describe_members(x, members, &a, n);
	if (is_attached(&a))
		t->vpc = describe_vpc(x, a.vpc, node_place(n));
}

static void
read_internet_attachments(struct describe *x, void *to, struct node n)
{
	struct internet_gateway *g = to;

	g->attachment_known = true;
	describe_each(x, to, n, read_attachment);
}

static void
read_egress_only_attachments(struct describe *x, void *to, struct node n)
{
	describe_each(x, to, n, read_attachment);
}

static void
read_vpn_attachments(struct describe *x, void *to, struct node n)
{
	struct vpn_gateway *g = to;

	g->attachment_known = true;
	describe_each(x, to, n, read_attachment);
}

static const struct describe_member internet_members[] = {
	{ "Attachments", read_internet_attachments, 0, false },
	{ 0 }
};

static const struct describe_member egress_only_members[] = {
	{ "Attachments", read_egress_only_attachments, 0, false },
	{ 0 }
};

static const struct describe_member vpn_members[] = {
	{ "VpcAttachments", read_vpn_attachments, 0, false },
	{ 0 }
};

static void *
make_internet(struct model *m, struct place at, unsigned island)
{
	return model_new_internet_gateway(m, at, island, NULL);
}

static void *
make_egress_only(struct model *m, struct place at, unsigned island)
{
	return model_new_egress_only_gateway(m, at, island, NULL);
}

static void *
make_vpn(struct model *m, struct place at, unsigned island)
{
	return model_new_vpn_gateway(m, at, island, NULL);
}

const struct describe_object describe_object_internet_gateway = {
	.id = "InternetGatewayId",
	.kind = KIND_INTERNET_GATEWAY,
	.make = make_internet,
	.members = internet_members,
};

const struct describe_object describe_object_egress_only_gateway = {
	.id = "EgressOnlyInternetGatewayId",
	.kind = KIND_EGRESS_ONLY_GATEWAY,
	.make = make_egress_only,
	.members = egress_only_members,
};

const struct describe_object describe_object_vpn_gateway = {
	.id = "VpnGatewayId",
	.kind = KIND_VPN_GATEWAY,
	.make = make_vpn,
	.members = vpn_members,
};

struct nat_address {
	struct address_value public, private;
	struct ref allocation;
	const char *interface;
};

static void
read_address4(struct describe *x, void *to, struct node n)
{
	struct address_value *address = to;

	if (!node_text_is(n, ""))
		*address = read_address(x->l, n, IPV4);
}

/* The public address; one that is only allocated so far, by its name. */
static void
read_nat_address(struct describe *x, void *to, struct node n)
{
	static const struct describe_member members[] = {
		{ "AllocationId", describe_ref,
		  offsetof(struct nat_address, allocation), false },
		{ "NetworkInterfaceId", describe_name,
		  offsetof(struct nat_address, interface), false },
		{ "PrivateIp", read_address4,
		  offsetof(struct nat_address, private), false },
		{ "PublicIp", read_address4,
		  offsetof(struct nat_address, public), false },
		{ 0 }
	};
	struct nat_address a = { 0 };
	struct nat_gateway *g = to;

	describe_members(x, members, &a, n);
	if (a.public.is.state == VALUE_ABSENT &&
	    a.allocation.is.state != VALUE_ABSENT) {
		a.public.is = a.allocation.is;
		a.public.elastic_ip = a.allocation;
	}
	if (a.public.is.state != VALUE_ABSENT)
		vec_push(x->a, &g->addresses, a.public);
	if (a.private.is.state != VALUE_ABSENT)
		vec_push(x->a, &g->private_addresses, a.private);
	if (a.interface != NULL)
		*map_slot(&x->of_nats, a.interface) = g;
}

static void
read_nat_addresses(struct describe *x, void *to, struct node n)
{
	struct nat_gateway *g = to;

	g->addresses_stated = true;
	describe_each(x, to, n, read_nat_address);
}

/* One of two words; what a third means is not known. */
static void
read_either(struct describe *x, struct flag_value *flag, struct node n,
    const char *yes, const char *no)
{
	struct text_value text = describe_text_of(x, n);

	flag->is = text.is;
	flag->v = value_is_known(text.is) && str_equal(text.v, yes);
	if (value_is_known(text.is) && !flag->v && !str_equal(text.v, no))
		flag->is = value_unknown(node_place(n), arena_printf(x->a,
		    "\"%s\" is not known here", text.v));
}

static void
read_connectivity(struct describe *x, void *to, struct node n)
{
	read_either(x, to, n, "private", "public");
}

static void
read_availability(struct describe *x, void *to, struct node n)
{
	read_either(x, to, n, "regional", "zonal");
}

static void
read_nat_table(struct describe *x, void *to, struct node n)
{
	struct describe_nat_table own = { .nat = to };

	describe_name(x, &own.table, n);
	if (own.table != NULL)
		vec_push(x->a, &x->nat_tables, own);
}

static const struct describe_member nat_members[] = {
	{ "AvailabilityMode", read_availability,
	  offsetof(struct nat_gateway, regional), false },
	{ "ConnectivityType", read_connectivity,
	  offsetof(struct nat_gateway, is_private), false },
	{ "NatGatewayAddresses", read_nat_addresses, 0, false },
	{ "RouteTableId", read_nat_table, 0, false },
	{ "State", describe_state, offsetof(struct nat_gateway, state), true },
	{ "SubnetId", describe_ref, offsetof(struct nat_gateway, subnet),
	  false },
	{ 0 }
};

static void *
make_nat(struct model *m, struct place at, unsigned island)
{
	return model_new_nat_gateway(m, at, island, NULL);
}

const struct describe_object describe_object_nat_gateway = {
	.id = "NatGatewayId",
	.kind = KIND_NAT_GATEWAY,
	.make = make_nat,
	.members = nat_members,
};

/*
 * NAT gateways that are gone stay in the list for an hour.  They cost nothing
 * and carry nothing; only where a route still leads to one must it be told
 * that it is gone.  So they wait until all routes are read.
 */
void
describe_read_nat(struct describe *x, struct node n)
{
	struct node state = node_get(n, "State");

	if (node_text_is(state, "deleted") || node_text_is(state, "failed"))
		vec_push(x->a, &x->gone, n);
	else
		describe_thing(x, &describe_object_nat_gateway, n);
}

static bool
is_target(const struct map *targets, struct arena *a, struct node nat)
{
	const char *id = node_text(a, node_get(nat, "NatGatewayId"));

	return id != NULL && map_get(targets, id) != NULL;
}

void
describe_finish_nats(struct describe *x)
{
	struct map targets = map_new(x->a);

	if (x->gone.n == 0)
		return;
	for (size_t i = 0; i < x->m->route_tables.n; i++) {
		const struct route_table *t = x->m->route_tables.v[i];

		for (size_t j = 0; j < t->routes.n; j++)
			if (t->routes.v[j]->target.text != NULL)
				*map_slot(&targets,
				    t->routes.v[j]->target.text) =
				    t->routes.v[j];
	}
	x->claims = true;
	for (size_t i = 0; i < x->gone.n; i++)
		if (is_target(&targets, x->a, x->gone.v[i]))
			describe_thing(x, &describe_object_nat_gateway,
			    x->gone.v[i]);
}

static void
read_holder_interface(struct describe *x, void *to, struct node n)
{
	struct elastic_ip *e = to;
	struct ref holder = { 0 };

	describe_ref(x, &holder, n);
	if (holder.is.state != VALUE_ABSENT)
		e->attached_to = holder;
}

/* An address of an instance names its interface too, which says more. */
static void
read_holder_instance(struct describe *x, void *to, struct node n)
{
	struct elastic_ip *e = to;

	if (e->attached_to.is.state == VALUE_ABSENT)
		describe_ref(x, &e->attached_to, n);
}

static const struct describe_member elastic_ip_members[] = {
	{ "InstanceId", read_holder_instance, 0, false },
	{ "NetworkInterfaceId", read_holder_interface, 0, false },
	{ "PublicIp", read_address4, offsetof(struct elastic_ip, address),
	  false },
	{ 0 }
};

static void *
make_elastic_ip(struct model *m, struct place at, unsigned island)
{
	return model_new_elastic_ip(m, at, island);
}

/* Before VPCs had them, addresses had no id but themselves. */
static void
finish_elastic_ip(struct describe *x, void *made, struct node n)
{
	struct elastic_ip *e = made;

	e->attachment_known = x->claims;
	if (e->is.id == NULL)
		describe_name(x, &e->is.id, node_get(n, "PublicIp"));
}

const struct describe_object describe_object_elastic_ip = {
	.id = "AllocationId",
	.kind = KIND_ELASTIC_IP,
	.make = make_elastic_ip,
	.members = elastic_ip_members,
	.done = finish_elastic_ip,
};
