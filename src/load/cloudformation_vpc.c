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

/* What it says of one family, if anything; else *out is left. */
static bool
block_of(struct cfn *x, struct cfn_resource *r, enum family family,
    struct cidr_value *out)
{
	static const char *const keys[2][3] = {
		{ "CidrBlock", "Ipv4IpamPoolId", "Ipv4NetmaskLength" },
		{ "Ipv6CidrBlock", "Ipv6IpamPoolId", "Ipv6NetmaskLength" }
	};
	const char *const *key = keys[family == IPV6];
	struct cfn_value stated = cfn_get(r, key[0]);
	struct cfn_value amazon = cfn_get(r, "AmazonProvidedIpv6CidrBlock");
	struct flag_value chosen = cfn_flag(x, amazon);

	if (stated.kind != CFN_ABSENT) {
		*out = cfn_cidr(x, stated, family == IPV4 ? 4 : 6);
		out->v.family = (uint8_t)family;
		return true;
	}
	if (!node_exists(node_get(r->properties, key[1])) &&
	    !node_exists(node_get(r->properties, key[2])) &&
	    (family == IPV4 || amazon.kind == CFN_ABSENT ||
	    (value_is_known(chosen.is) && !chosen.v)))
		return false;
	*out = block_from_ipam(r->at, family);
	return true;
}

static void
read_vpc(struct cfn *x, struct cfn_resource *r)
{
	struct vpc *v = (struct vpc *)r->thing;
	struct cidr_value cidr = block_from_ipam(r->at, IPV4);

	block_of(x, r, IPV4, &cidr);
	vec_push(x->a, &v->cidrs, cidr);
	v->dns_support = cfn_flag(x, cfn_get(r, "EnableDnsSupport"));
	v->dns_hostnames = cfn_flag(x, cfn_get(r, "EnableDnsHostnames"));
}

/* One that is there under a condition is not told from one that is not. */
static struct cidr_value
block_if(struct cfn *x, struct cidr_value block, enum family family,
    const struct condition *exists, const struct thing *of)
{
	block.v.family = (uint8_t)family;
	if (exists != NULL && !condition_same(exists, of->exists))
		block.is = cfn_depends(x, block.is.at, exists);
	return block;
}

/* Amazon's own, and surely: of another pool it may be of private addresses. */
static bool
is_amazons(struct cfn *x, struct cfn_resource *r)
{
	return cfn_get(r, "Ipv6CidrBlock").kind == CFN_ABSENT &&
	    flag_or(cfn_flag(x, cfn_get(r, "AmazonProvidedIpv6CidrBlock")),
	    false);
}

static void
join_vpc_block(struct cfn *x, struct cfn_resource *r)
{
	struct cfn_owners of = cfn_owners(x, r, cfn_get(r, "VpcId"),
	    KIND_VPC);
	struct cidr_value block;

	for (size_t i = 0; i < of.n; i++) {
		struct vpc *v = (struct vpc *)of.v[i].thing;

		if (block_of(x, r, IPV4, &block))
			vec_push(x->a, &v->cidrs, block_if(x, block, IPV4,
			    of.v[i].when, &v->is));
		if (block_of(x, r, IPV6, &block))
			vec_push(x->a, &v->ipv6_cidrs, block_if(x, block,
			    IPV6, of.v[i].when, &v->is));
		if (is_amazons(x, r) && (of.v[i].when == NULL ||
		    condition_same(of.v[i].when, v->is.exists)))
			v->amazon_ipv6 = (struct flag_value){
				.is = value_derived(r->at), .v = true };
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
	s->cidr.v.family = IPV4;
	if (s->cidr.is.state == VALUE_ABSENT)
		block_of(x, r, IPV4, &s->cidr);
	block_of(x, r, IPV6, &s->ipv6_cidr);
	s->public_ip = cfn_flag(x, cfn_get(r, "MapPublicIpOnLaunch"));
	s->dns64 = cfn_flag(x, cfn_get(r, "EnableDns64"));
	if (ipv6.kind != CFN_ABSENT)
		s->ipv6 = cfn_flag(x, cfn_get(r,
		    "AssignIpv6AddressOnCreation"));
}

static void
join_subnet_block(struct cfn *x, struct cfn_resource *r)
{
	struct cfn_owners of = cfn_owners(x, r, cfn_get(r, "SubnetId"),
	    KIND_SUBNET);

	for (size_t i = 0; i < of.n; i++) {
		struct subnet *s = (struct subnet *)of.v[i].thing;

		s->ipv6_cidr = block_if(x, cfn_cidr(x, cfn_get(r,
		    "Ipv6CidrBlock"), 6), IPV6, of.v[i].when, &s->is);
	}
}

/* A flow log of a whole VPC; those of subnets and interfaces say less. */
static void
join_flow_log(struct cfn *x, struct cfn_resource *r)
{
	const char *sort = cfn_word(x, cfn_get(r, "ResourceType"));
	struct cfn_owners of;

	if (!str_equal(sort, "VPC"))
		return;
	of = cfn_owners(x, r, cfn_get(r, "ResourceId"), KIND_VPC);
	for (size_t i = 0; i < of.n; i++) {
		struct vpc *v = (struct vpc *)of.v[i].thing;

		v->flow_logs = (struct flag_value){
			.is = value_derived(r->at), .v = true };
		if (of.v[i].when != NULL &&
		    !condition_same(of.v[i].when, v->is.exists))
			v->flow_logs.is = cfn_depends(x, r->at, of.v[i].when);
	}
}

const struct cfn_type cfn_types_vpc[] = {
	{ "EC2::VPC", make_vpc, read_vpc, NULL, false },
	{ "EC2::VPCCidrBlock", NULL, NULL, join_vpc_block, false },
	{ "EC2::FlowLog", NULL, NULL, join_flow_log, false },
	{ "EC2::Subnet", make_subnet, read_subnet, NULL, false },
	{ "EC2::SubnetCidrBlock", NULL, NULL, join_subnet_block, false },
	{ .name = NULL }
};
