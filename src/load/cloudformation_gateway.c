/* SPDX-License-Identifier: MIT */
#include "load/cloudformation_read.h"

#include "base/str.h"

/*
 * Gateways of a VPC, Elastic IPs, VPN.
 */

#define MAKES(name)							\
	static void *							\
	make_##name(struct model *m, struct place at, unsigned island)	\
	{								\
		return model_new_##name(m, at, island, NULL);		\
	}

MAKES(egress_only_gateway)
MAKES(nat_gateway)

/* What the template attaches to nothing is attached to nothing. */
static void *
make_internet_gateway(struct model *m, struct place at, unsigned island)
{
	struct internet_gateway *g = model_new_internet_gateway(m, at, island,
	    NULL);

	g->attachment_known = true;
	return g;
}

static void *
make_vpn_gateway(struct model *m, struct place at, unsigned island)
{
	struct vpn_gateway *g = model_new_vpn_gateway(m, at, island, NULL);

	g->attachment_known = true;
	return g;
}

static void *
make_elastic_ip(struct model *m, struct place at, unsigned island)
{
	return model_new_elastic_ip(m, at, island);
}

static void *
make_customer_gateway(struct model *m, struct place at, unsigned island)
{
	return model_new_customer_gateway(m, at, island);
}

static void *
make_vpn(struct model *m, struct place at, unsigned island)
{
	return model_new_vpn(m, at, island);
}

/* ------------------------------------------------------------ attachments */

static bool
is_gateway(const struct thing *t, enum kind kind)
{
	return t != NULL && t->kind == kind;
}

static void
doubt_attachment(struct thing *t)
{
	if (t->kind == KIND_INTERNET_GATEWAY)
		((struct internet_gateway *)t)->attachment_known = false;
	else if (t->kind == KIND_VPN_GATEWAY)
		((struct vpn_gateway *)t)->attachment_known = false;
}

/* A gateway that is not in the input: the VPC has it all the same. */
static void
attach_unknown(struct cfn *x, struct cfn_resource *r,
    const struct cfn_value *v, enum kind kind)
{
	struct cfn_value stated = cfn_required(cfn_get(r, "VpcId"));
	struct thing *to = cfn_ref(x, stated, KIND_BIT(KIND_VPC)).to;

	if (v->kind == CFN_UNKNOWN || cfn_may_be_any(v))
		x->attaches |= KIND_BIT(kind);
	if (to != NULL && to->kind == KIND_VPC)
		model_declare_incomplete(x->m, kind, x->island,
		    (struct vpc *)to);
}

/* It counts where it is attached: so long as both are there. */
static bool
attach(struct cfn *x, struct cfn_resource *r, const struct cfn_item *item,
    enum kind kind)
{
	struct ref gateway = cfn_ref(x, item->value, KIND_BIT(kind));
	struct cfn_resource *of = cfn_meant(x, item->value);

	if (!is_gateway(gateway.to, kind))
		return false;
	gateway.to->exists = cfn_both(x, gateway.to->exists, cfn_both(x,
	    r->exists, item->exists));
	cfn_live_in(x, r, gateway.to, cfn_get(r, "VpcId"));
	/* A VPC that cannot be told is one all the same. */
	if (gateway.to->vpc == NULL)
		doubt_attachment(gateway.to);
	if (of != NULL && of->thing == gateway.to && of->extra == NULL)
		of->extra = r;		/* how it is attached */
	return true;
}

static void
read_attachment(struct cfn *x, struct cfn_resource *r)
{
	static const struct {
		const char *key;
		enum kind kind;
	} sides[] = {
		{ "InternetGatewayId", KIND_INTERNET_GATEWAY },
		{ "VpnGatewayId", KIND_VPN_GATEWAY }
	};

	for (size_t i = 0; i < 2; i++) {
		struct cfn_items all = cfn_items(x, cfn_get(r, sides[i].key));

		for (size_t k = 0; k < all.n; k++)
			if (!attach(x, r, &all.v[k], sides[i].kind))
				attach_unknown(x, r, &all.v[k].value,
				    sides[i].kind);
	}
}

/* What an attachment of something unknown attaches may be any of them. */
static void
join_gateway(struct cfn *x, struct cfn_resource *r)
{
	if (r->thing->vpc == NULL &&
	    (x->attaches & KIND_BIT(r->thing->kind)) != 0)
		doubt_attachment(r->thing);
}

static void
read_egress_only(struct cfn *x, struct cfn_resource *r)
{
	cfn_live_in(x, r, r->thing, cfn_get(r, "VpcId"));
}

/* ---------------------------------------------------- NAT and Elastic IPs */

static void
add_addresses(struct cfn *x, struct nat_gateway *n, struct cfn_value v)
{
	struct cfn_items items = cfn_items(x, v);

	for (size_t i = 0; i < items.n; i++) {
		struct address_value a = cfn_address(x, items.v[i].value, 0);

		n->addresses_stated = true;
		vec_push(x->a, &n->addresses, a);
	}
}

static void
read_nat(struct cfn *x, struct cfn_resource *r)
{
	struct nat_gateway *n = (struct nat_gateway *)r->thing;
	struct text_value type = cfn_text_of(x, cfn_get(r,
	    "ConnectivityType"));
	struct text_value mode = cfn_text_of(x, cfn_get(r,
	    "AvailabilityMode"));
	struct cfn_value vpc = cfn_get(r, "VpcId");
	struct cfn_items zones;

	n->subnet = cfn_ref(x, cfn_get(r, "SubnetId"), KIND_BIT(KIND_SUBNET));
	n->is_private.is = type.is;
	n->is_private.v = str_equal(type.v, "private");
	n->regional.is = mode.is;
	n->regional.v = str_equal(mode.v, "regional");
	if (vpc.kind != CFN_ABSENT)
		cfn_live_in(x, r, r->thing, vpc);
	add_addresses(x, n, cfn_get(r, "AllocationId"));
	add_addresses(x, n, cfn_get(r, "SecondaryAllocationIds"));
	zones = cfn_items(x, cfn_get(r, "AvailabilityZoneAddresses"));
	for (size_t i = 0; i < zones.n; i++)
		add_addresses(x, n, cfn_member(&zones.v[i].value,
		    "AllocationIds"));
	/* "Required for public NAT gateways", AWS::EC2::NatGateway. */
	if (cfn_get(r, "AllocationId").kind == CFN_ABSENT &&
	    !value_is_unknown(n->is_private.is) && !n->is_private.v &&
	    !value_is_unknown(n->regional.is) && !n->regional.v)
		n->addresses_stated = true;
}

/* Of a zonal one the VPC is that of its subnet, which has been read. */
static void
join_nat(struct cfn *x, struct cfn_resource *r)
{
	struct nat_gateway *n = (struct nat_gateway *)r->thing;

	(void)x;
	if (n->is.vpc == NULL && n->subnet.to != NULL)
		n->is.vpc = n->subnet.to->vpc;
}

/* That it has a public address, surely or under a condition. */
static void
make_public(struct cfn *x, struct thing *t, struct place at,
    const struct condition *when)
{
	struct flag_value yes = { .is = value_derived(at), .v = true };
	struct flag_value *to = t->kind == KIND_INTERFACE ?
	    &((struct interface *)t)->public_ip :
	    &((struct workload *)t)->public_ip;

	if (when != NULL && !condition_same(when, t->exists))
		yes.is = cfn_depends(x, at, when);
	if (!flag_or(*to, false))
		*to = yes;
}

/* e: the address if it is in the input; else NULL. */
static void
give_address(struct cfn *x, struct cfn_resource *r, struct elastic_ip *e,
    struct cfn_value to)
{
	struct cfn_items items = cfn_items(x, to);

	for (size_t i = 0; i < items.n; i++) {
		struct ref ref = cfn_ref(x, items.v[i].value, CFN_TARGETS);

		if (ref.to != NULL && (CFN_TARGETS >> ref.to->kind & 1) != 0)
			make_public(x, ref.to, to.at, cfn_both(x, r->exists,
			    items.v[i].exists));
	}
	if (e == NULL || items.n == 0)
		return;
	e->attached_to = cfn_ref(x, to, CFN_TARGETS);
	e->attachment_known = true;
}

static void
join_elastic_ip(struct cfn *x, struct cfn_resource *r)
{
	give_address(x, r, (struct elastic_ip *)r->thing, cfn_get(r,
	    "InstanceId"));
}

/* Of an address that is not in the input, the target has one all the same. */
static void
join_address(struct cfn *x, struct cfn_resource *r)
{
	struct cfn_value of = cfn_get(r, "AllocationId");
	struct cfn_value to = cfn_get(r, "NetworkInterfaceId");
	struct ref e;

	if (of.kind == CFN_ABSENT)
		of = cfn_get(r, "EIP");
	if (to.kind == CFN_ABSENT)
		to = cfn_get(r, "InstanceId");
	e = cfn_ref(x, of, KIND_BIT(KIND_ELASTIC_IP));
	give_address(x, r, e.to != NULL && e.to->kind == KIND_ELASTIC_IP ?
	    (struct elastic_ip *)e.to : NULL, to);
}

/* ------------------------------------------------------------------- VPN */

static void
read_customer_gateway(struct cfn *x, struct cfn_resource *r)
{
	((struct customer_gateway *)r->thing)->address =
	    cfn_address(x, cfn_get(r, "IpAddress"), 4);
}

static void
read_vpn(struct cfn *x, struct cfn_resource *r)
{
	struct vpn *v = (struct vpn *)r->thing;
	struct cfn_value on = cfn_get(r, "VpnGatewayId");

	if (on.kind == CFN_ABSENT)
		on = cfn_get(r, "TransitGatewayId");
	v->on = cfn_ref(x, on, KIND_BIT(KIND_VPN_GATEWAY) |
	    KIND_BIT(KIND_TRANSIT_GATEWAY));
	v->customer_gateway = cfn_ref(x, cfn_get(r, "CustomerGatewayId"),
	    KIND_BIT(KIND_CUSTOMER_GATEWAY));
	v->is_static = cfn_flag(x, cfn_get(r, "StaticRoutesOnly"));
	if (!flag_or(v->is_static, false))
		cfn_add_ref(x, &v->networks, (struct ref){ .is =
		    value_unknown(r->at, arena_printf(x->a, "what the other "
		    "end of %s announces by BGP is not in the input",
		    r->name)) });
}

static void
join_vpn_route(struct cfn *x, struct cfn_resource *r)
{
	struct cfn_owners of = cfn_owners(x, r, cfn_get(r,
	    "VpnConnectionId"), KIND_VPN);

	for (size_t i = 0; i < of.n; i++) {
		struct cidr_value block = cfn_cidr(x, cfn_get(r,
		    "DestinationCidrBlock"), 4);

		block.v.family = IPV4;
		if (of.v[i].when != NULL && !condition_same(of.v[i].when,
		    of.v[i].thing->exists))
			block.is = cfn_depends(x, block.is.at, of.v[i].when);
		vec_push(x->a, &((struct vpn *)of.v[i].thing)->cidrs, block);
	}
}

const struct cfn_type cfn_types_gateway[] = {
	{ "EC2::InternetGateway", make_internet_gateway, NULL, join_gateway,
	  false },
	{ "EC2::VPCGatewayAttachment", NULL, read_attachment, NULL, false },
	{ "EC2::EgressOnlyInternetGateway", make_egress_only_gateway,
	  read_egress_only, NULL, false },
	{ "EC2::NatGateway", make_nat_gateway, read_nat, join_nat, false },
	{ "EC2::EIP", make_elastic_ip, NULL, join_elastic_ip, false },
	{ "EC2::EIPAssociation", NULL, NULL, join_address, false },
	{ "EC2::VPNGateway", make_vpn_gateway, NULL, join_gateway, false },
	{ "EC2::CustomerGateway", make_customer_gateway,
	  read_customer_gateway, NULL, false },
	{ "EC2::VPNConnection", make_vpn, read_vpn, NULL, false },
	{ "EC2::VPNConnectionRoute", NULL, NULL, join_vpn_route, false },
	{ .name = NULL }
};
