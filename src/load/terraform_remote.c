/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

#include "base/str.h"

/*
 * Peering, VPN connections and the gateways of customers, and the public
 * access that an account blocks.
 */

static void *
make_peering(struct model *m, struct place at, unsigned island)
{
	return model_new_peering(m, at, island);
}

/* States in which nothing passes; computed ones say nothing. */
static void
read_status(struct terraform *x, struct terraform_resource *r,
    struct peering *p)
{
	const char *status = terraform_word(x, terraform_get(r,
	    "accept_status"));

	if (status == NULL)
		status = terraform_word(x, terraform_get(r, "status"));
	if (status != NULL && !str_equal(status, "active"))
		p->state = status;
}

/* The other end of a peering, which is another VPC than the first, whatever
 * was concluded from a local. */
static struct ref
peer_of(struct terraform *x, struct terraform_value v, const struct ref *first)
{
	struct terraform_search s = { 0 };

	if (first->to != NULL && terraform_state(v) == VALUE_UNKNOWN)
		terraform_search(x, v, KIND_BIT(KIND_VPC), false, &s);
	if (s.found.n == 0 || s.found.v[0].to->thing != first->to)
		return terraform_ref(x, v, KIND_BIT(KIND_VPC));
	return terraform_unfound(x, v, KIND_BIT(KIND_VPC), arena_printf(x->a,
	    "known after apply: it is another VPC than %s",
	    thing_label(first->to)));
}

static void
read_peering(struct terraform *x, struct terraform_resource *r)
{
	struct peering *p = (struct peering *)r->thing;

	p->ends[0] = terraform_ref(x, terraform_get(r, "vpc_id"),
	    KIND_BIT(KIND_VPC));
	p->ends[1] = peer_of(x, terraform_get(r, "peer_vpc_id"), &p->ends[0]);
	read_status(x, r, p);
}

/*
 * The accepter's side: another name of the connection.  Where the requester
 * stands in another configuration, what is known of it is known from here.
 */
static void
read_accepter(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_resource *of = terraform_find(x, terraform_get(r,
	    "vpc_peering_connection_id"), KIND_BIT(KIND_PEERING));
	struct peering *p;

	if (of != NULL && of != r && of->thing != NULL) {
		r->thing = of->thing;
		/* It waits no longer once this is applied. */
		p = (struct peering *)of->thing;
		if (str_equal(p->state, "pending-acceptance") &&
		    flag_or(terraform_flag(x, terraform_get(r,
		    "auto_accept")), false))
			p->state = NULL;
		return;
	}
	p = model_new_peering(x->m, r->at, x->island);
	r->thing = &p->is;
	p->is.address = read_clean(x->l, r->address);
	p->is.change = r->change;
	terraform_head(x, r);
	if (p->is.id == NULL)
		p->is.id = terraform_word(x, terraform_get(r,
		    "vpc_peering_connection_id"));
	p->ends[0] = terraform_ref(x, terraform_get(r, "peer_vpc_id"),
	    KIND_BIT(KIND_VPC));
	p->ends[1] = terraform_ref(x, terraform_get(r, "vpc_id"),
	    KIND_BIT(KIND_VPC));
}

static void *
make_customer(struct model *m, struct place at, unsigned island)
{
	return model_new_customer_gateway(m, at, island);
}

static void
read_customer(struct terraform *x, struct terraform_resource *r)
{
	struct customer_gateway *g = (struct customer_gateway *)r->thing;

	g->address = terraform_address(x, terraform_get(r, "ip_address"),
	    IPV4);
}

static void *
make_vpn(struct model *m, struct place at, unsigned island)
{
	return model_new_vpn(m, at, island);
}

static void
read_vpn(struct terraform *x, struct terraform_resource *r)
{
	struct vpn *vpn = (struct vpn *)r->thing;
	struct terraform_value own = terraform_get(r, "vpn_gateway_id");
	struct terraform_value transit = terraform_get(r,
	    "transit_gateway_id");

	if (terraform_state(transit) == VALUE_KNOWN ||
	    (terraform_state(transit) == VALUE_UNKNOWN &&
	    terraform_is_written(transit)))
		vpn->on = terraform_ref(x, transit,
		    KIND_BIT(KIND_TRANSIT_GATEWAY));
	else
		vpn->on = terraform_ref(x, own, KIND_BIT(KIND_VPN_GATEWAY));
	vpn->customer_gateway = terraform_ref(x, terraform_get(r,
	    "customer_gateway_id"), KIND_BIT(KIND_CUSTOMER_GATEWAY));
	vpn->is_static = terraform_flag(x, terraform_get(r,
	    "static_routes_only"));
	if (value_is_unknown(vpn->is_static.is) &&
	    !terraform_is_written(terraform_get(r, "static_routes_only")))
		vpn->is_static.is = (struct value){ 0 };
	if (!flag_or(vpn->is_static, false))
		terraform_add_ref(x, &vpn->networks, (struct ref){
		    .is = value_unknown(r->at, read_intern(x->l,
		    arena_printf(x->a, "what the other end of %s announces "
		    "by BGP is not in the input", r->address))) });
}

static void
join_vpn_route(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_value v = terraform_get(r, "vpn_connection_id");
	struct vpn *vpn = (struct vpn *)terraform_ref(x, v,
	    KIND_BIT(KIND_VPN)).to;
	struct terraform_owners all = { 0 };
	struct cidr_value c = terraform_cidr(x, terraform_get(r,
	    "destination_cidr_block"), 0);

	if (vpn != NULL && c.is.state != VALUE_ABSENT)
		vec_push(x->a, &vpn->cidrs, c);
	if (vpn == NULL && terraform_state(v) == VALUE_UNKNOWN)
		all = terraform_candidates(x, v, KIND_BIT(KIND_VPN));
	for (size_t i = 0; i < all.of.n; i++)
		terraform_add_ref(x, &((struct vpn *)all.of.v[i])->networks,
		    (struct ref){ .is = value_unknown(r->at, read_intern(x->l,
		    arena_printf(x->a, "%s may be of it", r->address))) });
}

static struct block_public_access *
block_of(struct terraform *x, struct place at)
{
	for (size_t i = 0; i < x->m->blocks.n; i++)
		if (x->m->blocks.v[i]->is.island == x->island)
			return x->m->blocks.v[i];
	return model_new_block_public_access(x->m, at, x->island);
}

static void
read_block(struct terraform *x, struct terraform_resource *r)
{
	struct block_public_access *b = block_of(x, r->at);
	struct terraform_value mode = terraform_get(r,
	    "internet_gateway_block_mode");

	b->is.address = read_clean(x->l, r->address);
	b->is.created = true;
	b->mode = terraform_text_is(mode, "block-bidirectional") ?
	    BLOCK_BIDIRECTIONAL : terraform_text_is(mode, "block-ingress") ?
	    BLOCK_INGRESS : terraform_state(mode) == VALUE_UNKNOWN ?
	    BLOCK_UNKNOWN : BLOCK_OFF;
}

static void
join_exclusion(struct terraform *x, struct terraform_resource *r)
{
	struct block_public_access *b = block_of(x, r->at);
	struct terraform_value mode = terraform_get(r,
	    "internet_gateway_exclusion_mode");
	struct exclusion e = { .at = r->at };

	e.of = terraform_ref(x, terraform_get(r, "vpc_id"),
	    KIND_BIT(KIND_VPC));
	if (e.of.is.state == VALUE_ABSENT)
		e.of = terraform_ref(x, terraform_get(r, "subnet_id"),
		    KIND_BIT(KIND_SUBNET));
	e.mode = terraform_text_is(mode, "allow-egress") ? EXCLUSION_EGRESS :
	    terraform_state(mode) == VALUE_UNKNOWN ? EXCLUSION_UNKNOWN :
	    EXCLUSION_BIDIRECTIONAL;
	vec_push(x->a, &b->exclusions, e);
}

const struct terraform_type terraform_types_remote[] = {
	{ "aws_vpc_peering_connection", KIND_BIT(KIND_PEERING), make_peering,
	  read_peering, NULL },
	{ "aws_vpc_peering_connection_accepter", KIND_BIT(KIND_PEERING),
	  NULL, read_accepter, NULL },
	{ "aws_customer_gateway", KIND_BIT(KIND_CUSTOMER_GATEWAY),
	  make_customer, read_customer, NULL },
	{ "aws_vpn_connection", KIND_BIT(KIND_VPN), make_vpn, read_vpn,
	  NULL },
	{ "aws_vpn_connection_route", 0, NULL, NULL, join_vpn_route },
	{ "aws_vpc_block_public_access_options", 0, NULL, read_block, NULL },
	{ "aws_vpc_block_public_access_exclusion", 0, NULL, NULL,
	  join_exclusion },
	{ 0 }
};
