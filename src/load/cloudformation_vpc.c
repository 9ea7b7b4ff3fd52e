/* SPDX-License-Identifier: MIT */
#include "load/cloudformation_read.h"

#include "base/str.h"

/*
 * VPCs and subnets.
 */

static void *
make_vpc(struct model *m, struct place at, unsigned island)
{
	return model_new_vpc(m, at, island);
}

static void *
make_subnet(struct model *m, struct place at, unsigned island)
{
	return model_new_subnet(m, at, island, NULL);
}

static struct cidr_value
block_from_ipam(struct place at, enum family family)
{
	struct cidr_value v = { .is = value_unknown(at,
	    "AWS chooses the block when the stack is created") };

	v.v.family = (uint8_t)family;
	return v;
}

static void
read_vpc(struct cfn *x, struct cfn_resource *r)
{
	struct vpc *v = (struct vpc *)r->thing;
	struct cfn_value block = cfn_get(r, "CidrBlock");
	struct cidr_value cidr = cfn_cidr(x, block, 4);

	if (block.kind == CFN_ABSENT)
		cidr = block_from_ipam(r->at, IPV4);
	cidr.v.family = IPV4;
	vec_push(x->a, &v->cidrs, cidr);
	v->dns_support = cfn_flag(x, cfn_get(r, "EnableDnsSupport"));
	v->dns_hostnames = cfn_flag(x, cfn_get(r, "EnableDnsHostnames"));
}

static void
join_vpc_block(struct cfn *x, struct cfn_resource *r)
{
	struct ref of = cfn_ref(x, cfn_get(r, "VpcId"), KIND_BIT(KIND_VPC));
	struct vpc *v = (struct vpc *)of.to;
	struct cfn_value ipv4 = cfn_get(r, "CidrBlock");
	struct cfn_value ipv6 = cfn_get(r, "Ipv6CidrBlock");
	struct cidr_value block;

	if (v == NULL || v->is.kind != KIND_VPC)
		return;
	if (ipv4.kind != CFN_ABSENT) {
		block = cfn_cidr(x, ipv4, 4);
		block.v.family = IPV4;
		vec_push(x->a, &v->cidrs, block);
	} else if (ipv6.kind != CFN_ABSENT) {
		block = cfn_cidr(x, ipv6, 6);
		block.v.family = IPV6;
		vec_push(x->a, &v->ipv6_cidrs, block);
	} else if (node_exists(node_get(r->properties, "Ipv4IpamPoolId")) ||
	    node_exists(node_get(r->properties, "Ipv4NetmaskLength"))) {
		block = block_from_ipam(r->at, IPV4);
		vec_push(x->a, &v->cidrs, block);
	} else {
		block = block_from_ipam(r->at, IPV6);
		vec_push(x->a, &v->ipv6_cidrs, block);
	}
}

static void
read_subnet(struct cfn *x, struct cfn_resource *r)
{
	struct subnet *s = (struct subnet *)r->thing;
	struct cfn_value ipv6 = cfn_get(r, "Ipv6CidrBlock");

	cfn_live_in(x, r, r->thing, cfn_get(r, "VpcId"));
	s->az = cfn_text_of(x, cfn_get_anywhere(r, "AvailabilityZone", ""));
	s->az_id = cfn_text_of(x, cfn_get(r, "AvailabilityZoneId"));
	/* AWS chooses one where none is stated. */
	if (s->az.is.state == VALUE_ABSENT &&
	    s->az_id.is.state == VALUE_ABSENT)
		s->az.is = value_unknown(r->at,
		    "AWS chooses the zone when the stack is created");
	s->cidr = cfn_cidr(x, cfn_get(r, "CidrBlock"), 4);
	s->ipv6_only = cfn_flag(x, cfn_get(r, "Ipv6Native"));
	if (s->cidr.is.state == VALUE_ABSENT && node_exists(node_get(
	    r->properties, "Ipv4IpamPoolId")))
		s->cidr = block_from_ipam(r->at, IPV4);
	s->cidr.v.family = IPV4;
	if (ipv6.kind != CFN_ABSENT) {
		s->ipv6_cidr = cfn_cidr(x, ipv6, 6);
		s->ipv6_cidr.v.family = IPV6;
	}
	s->public_ip = cfn_flag(x, cfn_get(r, "MapPublicIpOnLaunch"));
	s->dns64 = cfn_flag(x, cfn_get(r, "EnableDns64"));
	if (ipv6.kind != CFN_ABSENT)
		s->ipv6 = cfn_flag(x, cfn_get(r,
		    "AssignIpv6AddressOnCreation"));
}

static void
join_subnet_block(struct cfn *x, struct cfn_resource *r)
{
	struct ref of = cfn_ref(x, cfn_get(r, "SubnetId"),
	    KIND_BIT(KIND_SUBNET));
	struct subnet *s = (struct subnet *)of.to;

	if (s == NULL || s->is.kind != KIND_SUBNET)
		return;
	s->ipv6_cidr = cfn_cidr(x, cfn_get(r, "Ipv6CidrBlock"), 6);
	s->ipv6_cidr.v.family = IPV6;
}

const struct cfn_type cfn_types_vpc[] = {
	{ "EC2::VPC", make_vpc, read_vpc, NULL, false },
	{ "EC2::VPCCidrBlock", NULL, NULL, join_vpc_block, false },
	{ "EC2::Subnet", make_subnet, read_subnet, NULL, false },
	{ "EC2::SubnetCidrBlock", NULL, NULL, join_subnet_block, false },
	{ .name = NULL }
};
