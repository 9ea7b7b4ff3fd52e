/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

#include "base/str.h"

#include <string.h>

/*
 * VPCs, their blocks, subnets and what is kept back in them.
 */

static void *
make_vpc(struct model *m, struct place at, unsigned island)
{
	return model_new_vpc(m, at, island);
}

static void
add_block(struct terraform *x, struct vpc *v, struct cidr_value block,
    unsigned family)
{
	if (block.is.state == VALUE_ABSENT)
		return;
	block.v.family = (uint8_t)family;
	if (family == IPV4)
		vec_push(x->a, &v->cidrs, block);
	else
		vec_push(x->a, &v->ipv6_cidrs, block);
}

/* Amazon's own: of another pool it may be of private addresses. */
static bool
is_amazons(struct terraform *x, struct terraform_resource *r)
{
	return flag_or(terraform_flag(x, terraform_get(r,
	    "assign_generated_ipv6_cidr_block")), false);
}

/* A block that AWS will choose: it is there, and nobody knows which. */
static bool
is_chosen(struct terraform *x, struct terraform_resource *r)
{
	return is_amazons(x, r) ||
	    terraform_state(terraform_get(r, "ipv6_ipam_pool_id")) !=
	    VALUE_ABSENT;
}

static void
note_amazons(struct vpc *v, struct place at)
{
	v->amazon_ipv6 = (struct flag_value){ .is = value_derived(at),
		.v = true };
}

static void
read_ipv6_block(struct terraform *x, struct terraform_resource *r,
    struct vpc *v)
{
	struct terraform_value text = terraform_get(r, "ipv6_cidr_block");
	struct cidr_value block;

	/* A computed attribute is unknown also where there will be none. */
	if (terraform_state(text) != VALUE_KNOWN && !is_chosen(x, r))
		return;
	block = terraform_cidr(x, text, IPV6);
	if (block.is.state == VALUE_ABSENT)
		block.is = value_unknown(r->at, "known after apply: AWS "
		    "chooses it");
	add_block(x, v, block, IPV6);
	if (value_is_unknown(block.is) && is_amazons(x, r))
		note_amazons(v, r->at);
}

static bool
has_block(const struct vpc *v, struct cidr c)
{
	for (size_t i = 0; i < v->cidrs.n; i++)
		if (value_is_known(v->cidrs.v[i].is) &&
		    cidr_equal(v->cidrs.v[i].v, c))
			return true;
	for (size_t i = 0; i < v->ipv6_cidrs.n; i++)
		if (value_is_known(v->ipv6_cidrs.v[i].is) &&
		    cidr_equal(v->ipv6_cidrs.v[i].v, c))
			return true;
	return false;
}

static void
read_vpc(struct terraform *x, struct terraform_resource *r)
{
	struct vpc *v = (struct vpc *)r->thing;
	struct cidr_value block = terraform_cidr(x,
	    terraform_get(r, "cidr_block"), IPV4);

	if (v->is.id == NULL)
		v->is.id = terraform_word(x, terraform_get(r, "vpc_id"));
	if (v->is.id != NULL)
		*map_slot(&x->vpcs, v->is.id) = v;
	if (block.is.state == VALUE_ABSENT)
		block.is = value_unknown(r->at, "known after apply");
	add_block(x, v, block, IPV4);
	for (struct terraform_each e = terraform_each(terraform_get(r,
	    "cidr_block_associations")); e.more; terraform_next(&e)) {
		block = terraform_cidr(x, terraform_member(e.v,
		    "cidr_block"), IPV4);
		if (value_is_known(block.is) && !has_block(v, block.v))
			add_block(x, v, block, IPV4);
	}
	read_ipv6_block(x, r, v);
	v->dns_support = terraform_stated_flag(x, terraform_get(r,
	    "enable_dns_support"));
	v->dns_hostnames = terraform_stated_flag(x, terraform_get(r,
	    "enable_dns_hostnames"));
	v->is_default = terraform_flag(x, terraform_get(r, "default"));
}

static void
read_default_vpc(struct terraform *x, struct terraform_resource *r)
{
	struct vpc *v = (struct vpc *)r->thing;

	read_vpc(x, r);
	v->is.created = false;		/* it was there, with all it has */
	v->is_default = (struct flag_value){ .is = value_derived(r->at),
		.v = true };
}

static struct vpc *
vpc_of(struct terraform *x, struct terraform_resource *r)
{
	struct ref ref = terraform_ref(x, terraform_get(r, "vpc_id"),
	    KIND_BIT(KIND_VPC));

	return (struct vpc *)ref.to;
}

/* A block of a VPC, of which it is not known which: any that may be. */
static void
add_to_any(struct terraform *x, struct terraform_resource *r,
    unsigned family)
{
	struct terraform_value v = terraform_get(r, "vpc_id");
	struct terraform_owners vpcs = { 0 };
	struct cidr_value block = { .is = value_unknown(r->at, read_intern(
	    x->l, arena_printf(x->a, "%s may be of it", r->address))) };

	if (terraform_state(v) == VALUE_UNKNOWN)
		vpcs = terraform_candidates(x, v, KIND_BIT(KIND_VPC));
	for (size_t i = 0; i < vpcs.of.n; i++)
		add_block(x, (struct vpc *)vpcs.of.v[i], block, family);
}

/* A plan adds it to a VPC, which may stand already. */
static void
note_added(struct terraform *x, const struct terraform_resource *r,
    struct vpc *v, const struct cidr_value *block)
{
	if ((r->change == CHANGE_CREATE || r->change == CHANGE_REPLACE) &&
	    value_is_known(block->is) && block->v.family == IPV4)
		vec_push(x->a, &v->added, block->v);
}

static void
join_block(struct terraform *x, struct terraform_resource *r)
{
	bool six = strstr(r->type->name, "ipv6") != NULL;
	struct vpc *v = vpc_of(x, r);
	struct cidr_value block = terraform_cidr(x, terraform_get(r,
	    six ? "ipv6_cidr_block" : "cidr_block"), six ? IPV6 : IPV4);

	if (v == NULL)
		add_to_any(x, r, six ? IPV6 : IPV4);
	if (v == NULL || (value_is_known(block.is) && has_block(v, block.v)))
		return;
	if (block.is.state == VALUE_ABSENT)
		block.is = value_unknown(r->at, "known after apply: AWS "
		    "chooses it");
	add_block(x, v, block, six ? IPV6 : IPV4);
	if (six && value_is_unknown(block.is) && is_amazons(x, r))
		note_amazons(v, r->at);
	note_added(x, r, v, &block);
}

/* Cloud Control has one type for both families. */
static void
join_cloud_block(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_value six = terraform_get(r, "ipv6_cidr_block");
	struct terraform_value chosen = terraform_get(r,
	    "amazon_provided_ipv_6_cidr_block");
	bool is_six = flag_or(terraform_flag(x, chosen), false) ||
	    terraform_state(six) == VALUE_KNOWN;
	struct vpc *v = vpc_of(x, r);
	struct cidr_value block = terraform_cidr(x, is_six ? six :
	    terraform_get(r, "cidr_block"), is_six ? IPV6 : IPV4);

	if (v == NULL)
		add_to_any(x, r, is_six ? IPV6 : IPV4);
	if (v == NULL || (value_is_known(block.is) && has_block(v, block.v)))
		return;
	if (block.is.state == VALUE_ABSENT)
		block.is = value_unknown(r->at, "known after apply: AWS "
		    "chooses it");
	add_block(x, v, block, is_six ? IPV6 : IPV4);
	if (value_is_unknown(block.is) &&
	    flag_or(terraform_flag(x, chosen), false))
		note_amazons(v, r->at);
	note_added(x, r, v, &block);
}

static void *
make_subnet(struct model *m, struct place at, unsigned island)
{
	return model_new_subnet(m, at, island, NULL);
}

/* "eu-west-1" of "eu-west-1a": up to the first digits. */
static const char *
region_of_zone(struct terraform *x, const char *zone)
{
	size_t end = strcspn(zone, "0123456789");
	size_t digits = strspn(zone + end, "0123456789");

	if (digits == 0 || zone[end + digits] == '\0')
		return NULL;
	return names_intern(&x->m->names, zone, end + digits);
}

static void
read_zone(struct terraform *x, struct terraform_resource *r,
    struct subnet *s)
{
	s->az = terraform_text(x, terraform_get(r, "availability_zone"));
	s->az_id = terraform_text(x, terraform_get(r,
	    "availability_zone_id"));
	/* What is computed from the other is no second unknown. */
	if (value_is_known(s->az.is) && value_is_unknown(s->az_id.is))
		s->az_id = (struct text_value){ 0 };
	if (value_is_unknown(s->az_id.is) && value_is_unknown(s->az.is) &&
	    !terraform_is_written(terraform_get(r, "availability_zone_id")))
		s->az_id = (struct text_value){ 0 };
	if (value_is_known(s->az_id.is) && value_is_unknown(s->az.is))
		s->az = (struct text_value){ 0 };
	if (value_is_known(s->az.is) && s->is.region == NULL)
		s->is.region = region_of_zone(x, s->az.v);
}

static void
read_subnet_ipv6(struct terraform *x, struct terraform_resource *r,
    struct subnet *s)
{
	struct terraform_value block = terraform_get(r, "ipv6_cidr_block");
	struct node written = node_get(node_get(r->written, "expressions"),
	    "ipv6_cidr_block");

	s->ipv6_only = terraform_flag(x, terraform_get(r, "ipv6_native"));
	s->dns64 = terraform_flag(x, terraform_get(r, "enable_dns64"));
	/* It is computed: unknown without being written is none. */
	if (terraform_state(block) != VALUE_KNOWN && !node_exists(written))
		return;
	s->ipv6_cidr = terraform_cidr(x, block, IPV6);
	s->ipv6 = terraform_flag(x, terraform_get(r,
	    "assign_ipv6_address_on_creation"));
}

static void
read_subnet(struct terraform *x, struct terraform_resource *r)
{
	struct subnet *s = (struct subnet *)r->thing;

	terraform_live_in(x, &s->is, terraform_get(r, "vpc_id"));
	read_zone(x, r, s);
	s->cidr = terraform_cidr(x, terraform_get(r, "cidr_block"), IPV4);
	s->public_ip = terraform_stated_flag(x, terraform_get(r,
	    "map_public_ip_on_launch"));
	read_subnet_ipv6(x, r, s);
	if (s->is.vpc != NULL && s->is.vpc->is.region == NULL)
		s->is.vpc->is.region = s->is.region;
}

/* The subnet of the default VPC of its zone: AWS made it. */
static void
read_default_subnet(struct terraform *x, struct terraform_resource *r)
{
	struct subnet *s = (struct subnet *)r->thing;

	read_subnet(x, r);
	s->is.created = false;
	if (s->cidr.is.state == VALUE_ABSENT)
		s->cidr.is = value_unknown(r->at, "known after apply");
}

static void
join_reservation(struct terraform *x, struct terraform_resource *r)
{
	struct subnet *s = (struct subnet *)terraform_ref(x,
	    terraform_get(r, "subnet_id"), KIND_BIT(KIND_SUBNET)).to;
	struct reservation kept = {
		.cidr = terraform_cidr(x, terraform_get(r, "cidr_block"), 0),
		.type = terraform_word(x, terraform_get(r,
		    "reservation_type")),
	};

	if (s != NULL && kept.cidr.is.state != VALUE_ABSENT)
		vec_push(x->a, &s->reservations, kept);
}

static void
join_flow_log(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_value of = terraform_get(r, "vpc_id");
	struct vpc *v = vpc_of(x, r);
	struct terraform_owners vpcs = { 0 };

	if (v != NULL)
		v->flow_logs = (struct flag_value){
			.is = value_derived(r->at), .v = true };
	else if (terraform_state(of) == VALUE_UNKNOWN)
		vpcs = terraform_candidates(x, of, KIND_BIT(KIND_VPC));
	for (size_t i = 0; i < vpcs.of.n; i++) {
		v = (struct vpc *)vpcs.of.v[i];
		if (v->flow_logs.is.state == VALUE_ABSENT)
			v->flow_logs.is = value_unknown(r->at, "a flow log "
			    "may be of it");
	}
}

const struct terraform_type terraform_types_vpc[] = {
	{ "aws_vpc", KIND_BIT(KIND_VPC), make_vpc, read_vpc, NULL },
	{ "awscc_ec2_vpc", KIND_BIT(KIND_VPC), make_vpc, read_vpc, NULL },
	{ "aws_default_vpc", KIND_BIT(KIND_VPC), make_vpc, read_default_vpc,
	  NULL },
	{ "aws_vpc_ipv4_cidr_block_association", 0, NULL, NULL, join_block },
	{ "aws_vpc_ipv6_cidr_block_association", 0, NULL, NULL, join_block },
	{ "awscc_ec2_vpc_cidr_block", 0, NULL, NULL, join_cloud_block },
	{ "aws_subnet", KIND_BIT(KIND_SUBNET), make_subnet, read_subnet,
	  NULL },
	{ "awscc_ec2_subnet", KIND_BIT(KIND_SUBNET), make_subnet,
	  read_subnet, NULL },
	{ "aws_default_subnet", KIND_BIT(KIND_SUBNET), make_subnet,
	  read_default_subnet, NULL },
	{ "aws_ec2_subnet_cidr_reservation", 0, NULL, NULL,
	  join_reservation },
	{ "aws_flow_log", 0, NULL, NULL, join_flow_log },
	{ 0 }
};
