/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

#include "base/str.h"

/*
 * Transit gateways, their attachments and tables.
 */

#define GATEWAY		KIND_BIT(KIND_TRANSIT_GATEWAY)
#define TABLE		KIND_BIT(KIND_TRANSIT_TABLE)
#define ATTACHMENT	KIND_BIT(KIND_ATTACHMENT)

static void *
make_gateway(struct model *m, struct place at, unsigned island)
{
	return model_new_transit_gateway(m, at, island);
}

/* "enable" or "disable"; absent is AWS's default. */
static struct flag_value
enabled(struct terraform *x, struct terraform_value v)
{
	struct flag_value f = { .is = terraform_is(x, v) };

	if (value_is_unknown(f.is) && !terraform_is_written(v))
		f.is = (struct value){ 0 };
	f.v = terraform_text_is(v, "enable");
	return f;
}

static struct ref
ref_to_table(struct transit_table *t)
{
	struct ref r = { .is = value_implicit(), .text = t->is.name,
		.to = &t->is };

	return r;
}

static void
read_gateway(struct terraform *x, struct terraform_resource *r)
{
	struct transit_gateway *g = (struct transit_gateway *)r->thing;
	struct flag_value associates = enabled(x, terraform_get(r,
	    "default_route_table_association"));
	struct flag_value propagates = enabled(x, terraform_get(r,
	    "default_route_table_propagation"));

	g->sg_references = enabled(x, terraform_get(r,
	    "security_group_referencing_support"));
	if (r->is_data)
		return;
	g->tables_stated = g->default_stated = true;
	if (flag_or(associates, true))
		g->default_association = ref_to_table(
		    model_default_transit_table(x->m, g));
	if (flag_or(propagates, true))
		g->default_propagation = ref_to_table(
		    model_default_transit_table(x->m, g));
}

static void *
make_table(struct model *m, struct place at, unsigned island)
{
	return model_new_transit_table(m, at, island);
}

static void
read_table(struct terraform *x, struct terraform_resource *r)
{
	struct transit_table *t = (struct transit_table *)r->thing;

	t->gateway_ref = terraform_ref(x, terraform_get(r,
	    "transit_gateway_id"), GATEWAY);
	t->routes_known = !r->is_data;
}

static void *
make_attachment(struct model *m, struct place at, unsigned island)
{
	struct attachment *a = model_new_attachment(m, at, island);

	a->to = ATTACHMENT_OTHER;
	return a;
}

/* What it states of the gateway's default table; true where nothing. */
static bool
takes_default(struct terraform *x, struct terraform_resource *r,
    const char *key)
{
	return flag_or(terraform_flag(x, terraform_get(r, key)), true);
}

static void
read_attachment(struct terraform *x, struct terraform_resource *r)
{
	struct attachment *a = (struct attachment *)r->thing;

	a->to = ATTACHMENT_VPC;
	a->gateway_ref = terraform_ref(x, terraform_get(r,
	    "transit_gateway_id"), GATEWAY);
	a->target = terraform_ref(x, terraform_get(r, "vpc_id"),
	    KIND_BIT(KIND_VPC));
	a->subnets_stated = terraform_refs(x, &a->subnet_refs,
	    terraform_get(r, "subnet_ids"), KIND_BIT(KIND_SUBNET));
	a->appliance_mode = enabled(x, terraform_get(r,
	    "appliance_mode_support"));
	a->sg_references = enabled(x, terraform_get(r,
	    "security_group_referencing_support"));
	a->no_table = !takes_default(x, r,
	    "transit_gateway_default_route_table_association");
	a->propagates_stated = !takes_default(x, r,
	    "transit_gateway_default_route_table_propagation");
}

static void
read_peering(struct terraform *x, struct terraform_resource *r)
{
	struct attachment *a = (struct attachment *)r->thing;

	a->to = ATTACHMENT_PEER;
	a->gateway_ref = terraform_ref(x, terraform_get(r,
	    "transit_gateway_id"), GATEWAY);
	a->target = terraform_ref(x, terraform_get(r,
	    "peer_transit_gateway_id"), GATEWAY);
	a->no_table = true;		/* never by default */
	a->propagates_stated = true;
}

/*
 * The accepter's side: another name of the attachment.  Where that stands in
 * another configuration, what is known of it is known from here.
 */
static void
read_accepter(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_resource *of = terraform_find(x, terraform_get(r,
	    "transit_gateway_attachment_id"), ATTACHMENT);
	struct attachment *a;

	if (of != NULL && of != r && of->thing != NULL) {
		r->thing = of->thing;
		return;
	}
	a = model_new_attachment(x->m, r->at, x->island);
	terraform_make(x, r, &a->is);
	terraform_head(x, r);
	a->to = str_equal(r->type->name,
	    "aws_ec2_transit_gateway_vpc_attachment_accepter") ?
	    ATTACHMENT_VPC : ATTACHMENT_PEER;
	a->gateway_ref = terraform_ref(x, terraform_get(r,
	    "transit_gateway_id"), GATEWAY);
	if (a->to == ATTACHMENT_VPC)
		a->target = terraform_ref(x, terraform_get(r, "vpc_id"),
		    KIND_BIT(KIND_VPC));
	else
		a->target = terraform_ref(x, terraform_get(r,
		    "peer_transit_gateway_id"), GATEWAY);
}

/* A table that was named, or the default one, named by the gateway. */
static struct transit_table *
table_of(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_value v = terraform_get(r,
	    "transit_gateway_route_table_id");
	struct terraform_search s;
	struct thing *t;

	if (terraform_state(v) != VALUE_UNKNOWN)
		return (struct transit_table *)terraform_ref(x, v, TABLE).to;
	terraform_search(x, v, TABLE, false, &s);
	t = s.found.n == 1 ? s.found.v[0].to->thing : NULL;
	terraform_note(x, v, &s, t);
	if (t != NULL && t->kind == KIND_TRANSIT_GATEWAY)
		return model_default_transit_table(x->m,
		    (struct transit_gateway *)t);
	return t != NULL && t->kind == KIND_TRANSIT_TABLE ?
	    (struct transit_table *)t : NULL;
}

/* The attachment that a VPN on a transit gateway is: made when it is named. */
static struct attachment *
attachment_of_vpn(struct terraform *x, struct vpn *vpn)
{
	void **slot = map_slot(&x->vpn_attachments, arena_printf(x->a, "%u",
	    (unsigned)vpn->is.order));
	struct attachment *a = *slot;

	if (a != NULL)
		return a;
	*slot = a = model_new_attachment(x->m, vpn->is.at, x->island);
	a->is.created = vpn->is.created;
	a->is.implicit = true;
	a->is.name = vpn->is.name;
	a->is.address = vpn->is.address;
	a->to = ATTACHMENT_VPN;
	a->gateway_ref = vpn->on;
	a->target = (struct ref){ .is = value_implicit(),
		.text = thing_label(&vpn->is), .to = &vpn->is };
	return a;
}

static struct attachment *
attachment_of(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_value v = terraform_get(r,
	    "transit_gateway_attachment_id");
	struct terraform_search s;
	struct thing *t;

	if (terraform_state(v) != VALUE_UNKNOWN)
		return (struct attachment *)terraform_ref(x, v,
		    ATTACHMENT).to;
	terraform_search(x, v, ATTACHMENT, false, &s);
	t = s.found.n == 1 ? s.found.v[0].to->thing : NULL;
	terraform_note(x, v, &s, t);
	if (t != NULL && t->kind == KIND_VPN)
		return attachment_of_vpn(x, (struct vpn *)t);
	return t != NULL && t->kind == KIND_ATTACHMENT ?
	    (struct attachment *)t : NULL;
}

/* Why what r adds to may have it. */
static const char *
may_be_of(struct terraform *x, const struct terraform_resource *r)
{
	return read_intern(x->l, arena_printf(x->a, "%s may be of it",
	    r->address));
}

static struct terraform_owners
any_of(struct terraform *x, struct terraform_resource *r, const char *key,
    uint32_t kinds)
{
	struct terraform_owners none = { 0 };
	struct terraform_value v = terraform_get(r, key);

	if (terraform_state(v) != VALUE_UNKNOWN)
		return none;
	terraform_ref(x, v, kinds);	/* says that it is not known */
	return terraform_candidates(x, v, kinds);
}

/* The table that an attribute means, or that it is not known which. */
static struct ref
table_ref(struct terraform *x, struct terraform_resource *r)
{
	struct transit_table *t = table_of(x, r);
	struct terraform_value v = terraform_get(r,
	    "transit_gateway_route_table_id");

	return t != NULL ? terraform_ref_to(x, v, &t->is) :
	    terraform_ref(x, v, TABLE);
}

static void
join_association(struct terraform *x, struct terraform_resource *r)
{
	struct attachment *a = attachment_of(x, r);
	struct terraform_owners all = { 0 };

	if (a != NULL) {
		/* That of a VPN says something of its own now. */
		a->is.implicit = false;
		a->no_table = false;
		a->table = table_ref(x, r);
		return;
	}
	all = any_of(x, r, "transit_gateway_attachment_id", ATTACHMENT);
	for (size_t i = 0; i < all.of.n; i++) {
		a = (struct attachment *)all.of.v[i];
		/* It has one table: of one that is known to be another's
		 * there is nothing to tell. */
		if (a->table.is.state != VALUE_ABSENT)
			continue;
		a->no_table = false;
		a->table.is = value_unknown(r->at, may_be_of(x, r));
	}
}

/* What was propagated to by default stays, beside what is stated. */
static void
propagate(struct terraform *x, struct attachment *a, struct ref table)
{
	struct transit_gateway *g = (struct transit_gateway *)
	    a->gateway_ref.to;

	if (!a->propagates_stated && g != NULL &&
	    g->default_propagation.to != NULL)
		terraform_add_ref(x, &a->propagates_to,
		    g->default_propagation);
	a->is.implicit = false;
	a->propagates_stated = true;
	terraform_add_ref(x, &a->propagates_to, table);
}

static void
join_propagation(struct terraform *x, struct terraform_resource *r)
{
	struct attachment *a = attachment_of(x, r);
	struct terraform_owners all = { 0 };
	struct ref some = { 0 };

	if (a != NULL) {
		propagate(x, a, table_ref(x, r));
		return;
	}
	all = any_of(x, r, "transit_gateway_attachment_id", ATTACHMENT);
	some.is = value_unknown(r->at, may_be_of(x, r));
	for (size_t i = 0; i < all.of.n; i++)
		propagate(x, (struct attachment *)all.of.v[i], some);
}

static struct transit_route *
read_route(struct terraform *x, struct terraform_resource *r)
{
	struct transit_route *route = arena_alloc(x->a, sizeof *route);
	struct flag_value hole = terraform_flag(x, terraform_get(r,
	    "blackhole"));
	struct attachment *a;

	route->at = r->at;
	route->cidr = terraform_cidr(x, terraform_get(r,
	    "destination_cidr_block"), 0);
	route->list = terraform_ref(x, terraform_get(r, "prefix_list_id"),
	    KIND_BIT(KIND_PREFIX_LIST));
	route->blackhole = flag_or(hole, false);
	a = route->blackhole ? NULL : attachment_of(x, r);
	if (a != NULL)
		route->target = terraform_ref_to(x, terraform_get(r,
		    "transit_gateway_attachment_id"), &a->is);
	else if (!route->blackhole)
		route->target = terraform_ref(x, terraform_get(r,
		    "transit_gateway_attachment_id"), ATTACHMENT);
	if (value_is_unknown(hole.is))
		route->target = (struct ref){ .is = value_unknown(r->at,
		    "whether it is a blackhole is known after apply") };
	return route;
}

static void
join_route(struct terraform *x, struct terraform_resource *r)
{
	struct transit_table *t = table_of(x, r);
	struct transit_route *route = read_route(x, r);
	struct terraform_owners all = { 0 };

	if (t != NULL) {
		vec_push(x->a, &t->routes, route);
		return;
	}
	all = any_of(x, r, "transit_gateway_route_table_id", TABLE);
	route->blackhole = false;
	route->target = (struct ref){ .is = value_unknown(r->at,
	    may_be_of(x, r)) };
	for (size_t i = 0; i < all.of.n; i++)
		vec_push(x->a, &((struct transit_table *)
		    all.of.v[i])->routes, route);
}

/* The table that a gateway gives by default is another than AWS made. */
static void
read_default(struct terraform *x, struct terraform_resource *r)
{
	struct transit_gateway *g = (struct transit_gateway *)terraform_ref(x,
	    terraform_get(r, "transit_gateway_id"), GATEWAY).to;

	if (g == NULL || r->is_data)
		return;
	if (str_ends_with(r->type->name, "_association"))
		g->default_association = table_ref(x, r);
	else
		g->default_propagation = table_ref(x, r);
}

const struct terraform_type terraform_types_transit[] = {
	{ "aws_ec2_transit_gateway", GATEWAY, make_gateway,
	  read_gateway, NULL },
	{ "aws_ec2_transit_gateway_route_table", TABLE, make_table,
	  read_table, NULL },
	{ "aws_ec2_transit_gateway_vpc_attachment", ATTACHMENT,
	  make_attachment, read_attachment, NULL },
	{ "aws_ec2_transit_gateway_peering_attachment", ATTACHMENT,
	  make_attachment, read_peering, NULL },
	{ "aws_ec2_transit_gateway_vpc_attachment_accepter", ATTACHMENT, NULL,
	  read_accepter, NULL },
	{ "aws_ec2_transit_gateway_peering_attachment_accepter", ATTACHMENT,
	  NULL, read_accepter, NULL },
	{ "aws_ec2_transit_gateway_route_table_association", 0, NULL, NULL,
	  join_association },
	{ "aws_ec2_transit_gateway_route_table_propagation", 0, NULL, NULL,
	  join_propagation },
	{ "aws_ec2_transit_gateway_default_route_table_association", 0, NULL,
	  read_default, NULL },
	{ "aws_ec2_transit_gateway_default_route_table_propagation", 0, NULL,
	  read_default, NULL },
	{ "aws_ec2_transit_gateway_route", 0, NULL, NULL, join_route },
	{ "aws_ec2_transit_gateway_prefix_list_reference", 0, NULL, NULL,
	  join_route },
	{ 0 }
};
