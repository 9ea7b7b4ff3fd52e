/* SPDX-License-Identifier: MIT */
#include "load/describe_read.h"

#include "base/str.h"

#include <string.h>

/*
 * VPCs and subnets.  A VPC is often only mentioned: in many sets nobody saved
 * describe-vpcs.  Then its blocks are those of the local routes of its
 * tables, and what else it is stays unknown.
 */

struct vpc *
describe_vpc(struct describe *x, const char *id, struct place at)
{
	void **slot = map_slot(&x->vpcs, id);
	struct vpc *v = *slot;

	if (v == NULL) {
		v = model_new_vpc(x->m, at, x->island);
		v->is.id = id;
		*slot = v;
	}
	return v;
}

/* One block of a VPC or subnet, with its state. */
struct association {
	struct cidr_value cidr;
	const char *state;
};

static void
read_state(struct describe *x, void *to, struct node n)
{
	static const struct describe_member members[] = {
		{ "State", describe_name, 0, false },
		{ 0 }
	};

	describe_members(x, members, to, n);
}

/* Blocks that are going or never came are no blocks. */
static bool
is_there(const struct association *a)
{
	static const char *const gone[] = { "disassociating",
		"disassociated", "failing", "failed", NULL };

	if (a->cidr.is.state == VALUE_ABSENT)
		return false;
	for (size_t i = 0; a->state != NULL && gone[i] != NULL; i++)
		if (str_equal(a->state, gone[i]))
			return false;
	return true;
}

static struct association
read_block(struct describe *x, struct node n)
{
	static const struct describe_member members[] = {
		{ "CidrBlock", describe_cidr4,
		  offsetof(struct association, cidr), false },
		{ "CidrBlockState", read_state,
		  offsetof(struct association, state), false },
		{ "Ipv6CidrBlock", describe_cidr6,
		  offsetof(struct association, cidr), false },
		{ "Ipv6CidrBlockState", read_state,
		  offsetof(struct association, state), false },
		{ 0 }
	};
	struct association a = { 0 };

	describe_members(x, members, &a, n);
	return a;
}

static bool
has_block(const struct vpc *v, const struct cidr_value *block)
{
	for (size_t i = 0; i < v->cidrs.n; i++)
		if (value_is_known(v->cidrs.v[i].is) &&
		    value_is_known(block->is) &&
		    cidr_equal(v->cidrs.v[i].v, block->v))
			return true;
	return false;
}

static void
add_block(struct describe *x, struct vpc *v, const struct cidr_value *block)
{
	if (block->is.state != VALUE_ABSENT && !has_block(v, block))
		vec_push(x->a, &v->cidrs, *block);
}

static void
read_vpc_block(struct describe *x, void *to, struct node n)
{
	struct association a = read_block(x, n);

	if (is_there(&a))
		add_block(x, to, &a.cidr);
}

static void
read_vpc_blocks(struct describe *x, void *to, struct node n)
{
	describe_each(x, to, n, read_vpc_block);
}

/* The primary block: the first in the model, and once more in the set. */
static void
read_vpc_primary(struct describe *x, void *to, struct node n)
{
	struct cidr_value primary = { 0 };
	struct vpc *v = to, others = *v;

	describe_cidr4(x, &primary, n);
	v->cidrs.v = NULL;
	v->cidrs.n = v->cidrs.cap = 0;
	add_block(x, v, &primary);
	for (size_t i = 0; i < others.cidrs.n; i++)
		add_block(x, v, &others.cidrs.v[i]);
}

static void
read_vpc_ipv6_block(struct describe *x, void *to, struct node n)
{
	struct association a = read_block(x, n);
	struct vpc *v = to;

	if (is_there(&a))
		vec_push(x->a, &v->ipv6_cidrs, a.cidr);
}

static void
read_vpc_ipv6_blocks(struct describe *x, void *to, struct node n)
{
	describe_each(x, to, n, read_vpc_ipv6_block);
}

static const struct describe_member vpc_members[] = {
	{ "CidrBlock", read_vpc_primary, 0, false },
	{ "CidrBlockAssociationSet", read_vpc_blocks, 0, false },
	{ "Ipv6CidrBlockAssociationSet", read_vpc_ipv6_blocks, 0, false },
	{ "IsDefault", describe_flag, offsetof(struct vpc, is_default),
	  false },
	{ 0 }
};

/*
 * describe-vpcs does not tell the two DNS attributes; describe-vpc-attribute
 * does, in a file of its own for each.
 */
static struct flag_value
not_told(struct place at)
{
	struct flag_value f = { .is = value_unknown(at,
	    "only describe-vpc-attribute tells") };

	return f;
}

static void
finish_dns(struct vpc *v)
{
	if (v->dns_support.is.state == VALUE_ABSENT)
		v->dns_support = not_told(v->is.at);
	if (v->dns_hostnames.is.state == VALUE_ABSENT)
		v->dns_hostnames = not_told(v->is.at);
}

const struct describe_object describe_object_vpc = {
	.id = "VpcId",
	.kind = KIND_VPC,
	.members = vpc_members,
};

/* One that was mentioned before is filled in; its pointer is in use. */
void
describe_read_vpc(struct describe *x, struct node n)
{
	const char *id = NULL;
	struct vpc *v = NULL;
	struct node member = node_get(n, "VpcId");

	if (node_kind(member) == NODE_STRING)
		describe_name(x, &id, member);
	if (id != NULL)
		v = map_get(&x->vpcs, id);
	if (v == NULL || v->is.content != 0)
		v = model_new_vpc(x->m, node_place(n), x->island);
	v->is.at = node_place(n);
	if (id != NULL && map_get(&x->vpcs, id) == NULL)
		*map_slot(&x->vpcs, id) = v;
	describe_fill(x, &describe_object_vpc, v, n);
}

/* { "VpcId": …, "EnableDnsSupport": { "Value": true } } */
bool
describe_read_vpc_attribute(struct describe *x, struct node root)
{
	static const struct {
		const char *key;
		size_t at;
	} attributes[] = {
		{ "EnableDnsSupport", offsetof(struct vpc, dns_support) },
		{ "EnableDnsHostnames", offsetof(struct vpc, dns_hostnames) }
	};
	const char *id = NULL;
	bool any = false;

	for (size_t i = 0; i < 2; i++) {
		struct node value = node_get(node_get(root,
		    attributes[i].key), "Value");
		struct node vpc = node_get(root, "VpcId");

		if (!node_exists(value) || node_kind(vpc) != NODE_STRING)
			continue;
		describe_name(x, &id, vpc);
		if (id != NULL)
			describe_flag(x, (char *)describe_vpc(x, id,
			    node_place(vpc)) + attributes[i].at, value);
		any = true;
	}
	return any;
}

/* The blocks of a VPC that nobody described, from its local routes. */
static void
take_local_routes(struct describe *x, const struct route_table *t)
{
	struct vpc *v = t->is.vpc;

	for (size_t i = 0; i < t->routes.n; i++) {
		const struct route *r = t->routes.v[i];
		struct cidr_value block = r->cidr;

		if (r->target_kind != TARGET_LOCAL ||
		    !value_is_known(block.is))
			continue;
		block.is = value_derived(r->at);
		if (block.v.family == IPV4)
			add_block(x, v, &block);
		else if (v->ipv6_cidrs.n == 0)
			vec_push(x->a, &v->ipv6_cidrs, block);
	}
}

static const char not_listed[] = "describe-vpcs is not in the input";

/* Nothing told a block of a VPC: there is one, and it is unknown; of the other
 * family there may be one. */
static void
add_unknown_blocks(struct describe *x, struct vpc *v)
{
	struct cidr_value block = {
		.is = value_unknown(v->is.at, not_listed),
		.v = { .family = IPV4 }
	};

	vec_push(x->a, &v->cidrs, block);
	block.v.family = IPV6;
	if (v->ipv6_cidrs.n == 0)
		vec_push(x->a, &v->ipv6_cidrs, block);
}

static bool
finish_vpc(void *context, const char *id, void *value)
{
	struct describe *x = context;
	struct vpc *v = value;

	(void)id;
	finish_dns(v);
	if (v->cidrs.n == 0)
		add_unknown_blocks(x, v);
	if (v->is_default.is.state == VALUE_ABSENT)
		v->is_default.is = value_unknown(v->is.at, not_listed);
	return true;
}

/* The region of a VPC stands in its subnets alone. */
static void
take_owner(struct describe *x, const struct thing *t)
{
	if (t->island != x->island || t->vpc == NULL)
		return;
	if (t->vpc->is.region == NULL)
		t->vpc->is.region = t->region;
	if (t->vpc->is.account == NULL)
		t->vpc->is.account = t->account;
}

void
describe_finish_vpcs(struct describe *x)
{
	/* Things whose owner is the VPC's, others share its subnets. */
	static const enum kind telling[] = { KIND_SUBNET, KIND_ROUTE_TABLE,
		KIND_INTERNET_GATEWAY, KIND_NETWORK_ACL };

	for (size_t i = 0; i < x->m->route_tables.n; i++) {
		struct route_table *t = x->m->route_tables.v[i];

		if (t->is.island == x->island && t->is.vpc != NULL &&
		    t->is.vpc->is.content == 0)
			take_local_routes(x, t);
	}
	for (size_t i = 0; i < sizeof telling / sizeof telling[0]; i++)
		for (size_t j = 0; j < x->m->things[telling[i]].n; j++)
			take_owner(x, x->m->things[telling[i]].v[j]);
	map_walk(&x->vpcs, finish_vpc, x);
}

const char *
describe_region(struct describe *x, const char *zone)
{
	size_t length = strlen(zone), dashes = 0, end;

	/* eu-west-1a, us-west-2-lax-1a: up to the digits behind the second
	 * dash that follows letters alone */
	for (end = 0; end < length; end++) {
		if (zone[end] == '-')
			dashes++;
		if (zone[end] >= '0' && zone[end] <= '9')
			break;
	}
	if (dashes < 2 || end == length)
		return NULL;
	while (zone[end] >= '0' && zone[end] <= '9')
		end++;
	if (end == length)
		return NULL;
	return names_intern(&x->m->names, zone, end);
}

static void
read_zone(struct describe *x, void *to, struct node n)
{
	struct subnet *s = to;

	describe_text(x, &s->az, n);
	if (value_is_known(s->az.is) && s->is.region == NULL)
		s->is.region = describe_region(x, s->az.v);
}

static void
read_subnet_ipv6_block(struct describe *x, void *to, struct node n)
{
	struct association a = read_block(x, n);
	struct subnet *s = to;

	if (is_there(&a) && s->ipv6_cidr.is.state == VALUE_ABSENT)
		s->ipv6_cidr = a.cidr;
}

static void
read_subnet_ipv6_blocks(struct describe *x, void *to, struct node n)
{
	describe_each(x, to, n, read_subnet_ipv6_block);
}

static const struct describe_member subnet_members[] = {
	{ "AssignIpv6AddressOnCreation", describe_flag,
	  offsetof(struct subnet, ipv6), false },
	{ "AvailabilityZone", read_zone, 0, false },
	{ "AvailabilityZoneId", describe_text,
	  offsetof(struct subnet, az_id), false },
	{ "AvailableIpAddressCount", describe_number,
	  offsetof(struct subnet, available), true },
	{ "CidrBlock", describe_cidr4, offsetof(struct subnet, cidr),
	  false },
	{ "EnableDns64", describe_flag, offsetof(struct subnet, dns64),
	  false },
	{ "Ipv6CidrBlockAssociationSet", read_subnet_ipv6_blocks, 0,
	  false },
	{ "Ipv6Native", describe_flag, offsetof(struct subnet, ipv6_only),
	  false },
	{ "MapPublicIpOnLaunch", describe_flag,
	  offsetof(struct subnet, public_ip), false },
	{ "SubnetArn", describe_arn, 0, true },
	{ 0 }
};

static void *
make_subnet(struct model *m, struct place at, unsigned island)
{
	return model_new_subnet(m, at, island, NULL);
}

const struct describe_object describe_object_subnet = {
	.id = "SubnetId",
	.kind = KIND_SUBNET,
	.make = make_subnet,
	.members = subnet_members,
};

/* A range kept back in a subnet, by get-subnet-cidr-reservations. */
struct kept {
	const char *subnet;
	struct reservation reservation;
};

void
describe_read_reservation(struct describe *x, struct node n)
{
	static const struct describe_member members[] = {
		{ "Cidr", describe_cidr, offsetof(struct kept,
		  reservation.cidr), false },
		{ "ReservationType", describe_name, offsetof(struct kept,
		  reservation.type), false },
		{ "SubnetId", describe_name, offsetof(struct kept, subnet),
		  false },
		{ 0 }
	};
	struct kept *kept = arena_alloc(x->a, sizeof *kept);

	describe_members(x, members, kept, n);
	if (kept->subnet != NULL &&
	    kept->reservation.cidr.is.state != VALUE_ABSENT)
		vec_push(x->a, &x->reservations, kept);
}

void
describe_finish_reservations(struct describe *x)
{
	size_t lost = 0;

	for (size_t i = 0; i < x->reservations.n; i++) {
		const struct kept *kept = x->reservations.v[i];
		struct subnet *s = (struct subnet *)describe_find(x,
		    KIND_SUBNET, kept->subnet);

		if (s == NULL)
			lost++;
		else
			vec_push(x->a, &s->reservations, kept->reservation);
	}
	if (lost > 0)
		load_remark(x->l, "%zu reservation%s of ranges in subnets "
		    "that the input does not describe %s left out", lost,
		    lost == 1 ? "" : "s", lost == 1 ? "was" : "were");
}
