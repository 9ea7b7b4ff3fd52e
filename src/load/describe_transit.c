/* SPDX-License-Identifier: MIT */
#include "load/describe_read.h"

#include "base/str.h"

/*
 * Transit gateways, their attachments and tables.
 *
 * An attachment stands in the list of all attachments, which tells its
 * association, and in the list of its kind, which tells the rest; the two are
 * parts of one thing.  What is in a table (associations, propagations,
 * routes) comes from calls whose output does not name the table: then the
 * name of the file has to.
 */

static void
read_enabled(struct describe *x, void *to, struct node n)
{
	struct flag_value *flag = to;
	struct text_value text = describe_text_of(x, n);

	flag->is = text.is;
	flag->v = value_is_known(text.is) && str_equal(text.v, "enable");
}

struct options {
	struct flag_value associates, propagates, sg_references;
	struct ref association, propagation;
};

static void
read_gateway_options(struct describe *x, void *to, struct node n)
{
	static const struct describe_member members[] = {
		{ "AssociationDefaultRouteTableId", describe_ref,
		  offsetof(struct options, association), false },
		{ "DefaultRouteTableAssociation", read_enabled,
		  offsetof(struct options, associates), false },
		{ "DefaultRouteTablePropagation", read_enabled,
		  offsetof(struct options, propagates), false },
		{ "PropagationDefaultRouteTableId", describe_ref,
		  offsetof(struct options, propagation), false },
		{ "SecurityGroupReferencingSupport", read_enabled,
		  offsetof(struct options, sg_references), false },
		{ 0 }
	};
	struct transit_gateway *g = to;
	struct options o = { 0 };

	describe_members(x, members, &o, n);
	g->default_stated = true;
	g->sg_references = o.sg_references;
	if (flag_or(o.associates, false))
		g->default_association = o.association;
	if (flag_or(o.propagates, false))
		g->default_propagation = o.propagation;
}

static const struct describe_member gateway_members[] = {
	{ "Options", read_gateway_options, 0, false },
	{ "TransitGatewayArn", describe_arn, 0, true },
	{ 0 }
};

static void *
make_gateway(struct model *m, struct place at, unsigned island)
{
	struct transit_gateway *g = model_new_transit_gateway(m, at, island);

	g->tables_stated = true;
	return g;
}

const struct describe_object describe_object_transit_gateway = {
	.id = "TransitGatewayId",
	.kind = KIND_TRANSIT_GATEWAY,
	.make = make_gateway,
	.members = gateway_members,
};

static const struct describe_member table_members[] = {
	{ "DefaultAssociationRouteTable", describe_true,
	  offsetof(struct transit_table, is_default_association), false },
	{ "DefaultPropagationRouteTable", describe_true,
	  offsetof(struct transit_table, is_default_propagation), false },
	{ "TransitGatewayId", describe_ref,
	  offsetof(struct transit_table, gateway_ref), false },
	{ 0 }
};

static void *
make_table(struct model *m, struct place at, unsigned island)
{
	return model_new_transit_table(m, at, island);
}

const struct describe_object describe_object_transit_table = {
	.id = "TransitGatewayRouteTableId",
	.kind = KIND_TRANSIT_TABLE,
	.make = make_table,
	.members = table_members,
};

static void
read_resource_type(struct describe *x, void *to, struct node n)
{
	enum attachment_to *type = to;

	(void)x;
	if (node_text_is(n, "vpc"))
		*type = ATTACHMENT_VPC;
	else if (node_text_is(n, "vpn"))
		*type = ATTACHMENT_VPN;
	else if (node_text_is(n, "peering") ||
	    node_text_is(n, "tgw-peering"))
		*type = ATTACHMENT_PEER;
	else
		*type = ATTACHMENT_OTHER;
}

struct association {
	struct ref table;
	const char *state;
};

static void
read_association(struct describe *x, void *to, struct node n)
{
	static const struct describe_member members[] = {
		{ "State", describe_name, offsetof(struct association, state),
		  false },
		{ "TransitGatewayRouteTableId", describe_ref,
		  offsetof(struct association, table), false },
		{ 0 }
	};
	struct attachment *a = to;
	struct association of = { 0 };

	describe_members(x, members, &of, n);
	if (str_equal(of.state, "associated") ||
	    str_equal(of.state, "associating"))
		a->table = of.table;
}

static void
read_attached_vpc(struct describe *x, void *to, struct node n)
{
	struct attachment *a = to;

	a->to = ATTACHMENT_VPC;
	describe_ref(x, &a->target, n);
}

static void
read_attachment_options(struct describe *x, void *to, struct node n)
{
	static const struct describe_member members[] = {
		{ "ApplianceModeSupport", read_enabled,
		  offsetof(struct attachment, appliance_mode), false },
		{ "SecurityGroupReferencingSupport", read_enabled,
		  offsetof(struct attachment, sg_references), false },
		{ 0 }
	};

	describe_members(x, members, to, n);
}

static void
read_attached_subnets(struct describe *x, void *to, struct node n)
{
	struct attachment *a = to;

	a->subnets_stated = true;
	describe_refs(x, &a->subnet_refs, n);
}

static void *
make_attachment(struct model *m, struct place at, unsigned island)
{
	struct attachment *a = model_new_attachment(m, at, island);

	a->to = ATTACHMENT_OTHER;
	return a;
}

static const struct describe_member attachment_members[] = {
	{ "Association", read_association, 0, false },
	{ "Options", read_attachment_options, 0, false },
	{ "ResourceId", describe_ref, offsetof(struct attachment, target),
	  false },
	{ "ResourceType", read_resource_type,
	  offsetof(struct attachment, to), false },
	{ "State", describe_state, offsetof(struct attachment, state), true },
	{ "SubnetIds", read_attached_subnets, 0, false },
	{ "TransitGatewayId", describe_ref,
	  offsetof(struct attachment, gateway_ref), false },
	{ "VpcId", read_attached_vpc, 0, false },
	{ 0 }
};

/* The list of all attachments tells the association wherever there is one. */
static void
finish_attachment(struct describe *x, void *made, struct node n)
{
	struct attachment *a = made;

	if (x->claims && node_exists(node_get(n, "ResourceType")))
		a->no_table = a->table.is.state == VALUE_ABSENT;
}

const struct describe_object describe_object_attachment = {
	.id = "TransitGatewayAttachmentId",
	.kind = KIND_ATTACHMENT,
	.merges = true,
	.make = make_attachment,
	.members = attachment_members,
	.done = finish_attachment,
};

static void
read_gateway_of(struct describe *x, void *to, struct node n)
{
	static const struct describe_member members[] = {
		{ "TransitGatewayId", describe_ref, 0, false },
		{ 0 }
	};

	describe_members(x, members, to, n);
}

/* The requester's side is this one, unless the other list said otherwise. */
static void
read_requester(struct describe *x, void *to, struct node n)
{
	struct attachment *a = to;

	if (a->gateway_ref.is.state == VALUE_ABSENT)
		read_gateway_of(x, &a->gateway_ref, n);
}

static void
read_accepter(struct describe *x, void *to, struct node n)
{
	struct attachment *a = to;

	if (a->target.is.state == VALUE_ABSENT)
		read_gateway_of(x, &a->target, n);
}

static const struct describe_member peering_members[] = {
	{ "AccepterTgwInfo", read_accepter, 0, false },
	{ "RequesterTgwInfo", read_requester, 0, false },
	{ "State", describe_state, offsetof(struct attachment, state), true },
	{ 0 }
};

static void *
make_peering_attachment(struct model *m, struct place at, unsigned island)
{
	struct attachment *a = model_new_attachment(m, at, island);

	a->to = ATTACHMENT_PEER;
	return a;
}

const struct describe_object describe_object_peering_attachment = {
	.id = "TransitGatewayAttachmentId",
	.kind = KIND_ATTACHMENT,
	.merges = true,
	.make = make_peering_attachment,
	.members = peering_members,
};

/* What a table holds, kept until the table is known. */
struct describe_in_table {
	const char *table;
	struct ref attachment;
	struct transit_route *route;	/* NULL: a propagation */
};

/* The table that the output is of, by the name of the file. */
static const char *
table_of_file(struct describe *x)
{
	const char *table = describe_id_in_name(x, "tgw-rtb-");

	if (table == NULL && !x->nameless) {
		x->nameless = true;
		load_remark(x->l, "%s does not say of which transit gateway "
		    "route table it is and is left out: put the id "
		    "(tgw-rtb-...) into the name of the file", x->file);
	}
	return table;
}

static void
keep(struct describe *x, struct ref attachment, struct transit_route *route)
{
	struct describe_in_table *in = arena_alloc(x->a, sizeof *in);

	in->table = table_of_file(x);
	in->attachment = attachment;
	in->route = route;
	if (in->table != NULL)
		vec_push(x->a, &x->in_tables, in);
}

void
describe_read_propagation(struct describe *x, struct node n)
{
	struct ref attachment = { 0 };
	struct node state = node_get(n, "State");

	describe_ref(x, &attachment, node_get(n,
	    "TransitGatewayAttachmentId"));
	if (value_is_known(attachment.is) && !node_text_is(state, "disabled"))
		keep(x, attachment, NULL);
}

static void
read_route_attachments(struct describe *x, void *to, struct node n)
{
	struct transit_route *r = to;
	struct node id = node_get(node_first(n),
	    "TransitGatewayAttachmentId");

	if (node_kind(id) > NODE_NULL)
		describe_ref(x, &r->target, id);
}

static void
read_route_state(struct describe *x, void *to, struct node n)
{
	struct transit_route *r = to;

	(void)x;
	r->blackhole = node_text_is(n, "blackhole");
}

static void
read_route_type(struct describe *x, void *to, struct node n)
{
	struct transit_route *r = to;

	(void)x;
	r->propagated = node_text_is(n, "propagated");
}

void
describe_read_transit_route(struct describe *x, struct node n)
{
	static const struct describe_member members[] = {
		{ "DestinationCidrBlock", describe_cidr,
		  offsetof(struct transit_route, cidr), false },
		{ "PrefixListId", describe_ref,
		  offsetof(struct transit_route, list), false },
		{ "State", read_route_state, 0, false },
		{ "TransitGatewayAttachments", read_route_attachments, 0,
		  false },
		{ "Type", read_route_type, 0, false },
		{ 0 }
	};
	struct transit_route *r = arena_alloc(x->a, sizeof *r);
	struct ref none = { 0 };
	struct node state = node_get(n, "State");

	r->at = node_place(n);
	describe_members(x, members, r, n);
	if (!node_text_is(state, "deleted") && !node_text_is(state, "deleting"))
		keep(x, none, r);
}

static void
give(struct describe *x, const struct describe_in_table *in)
{
	struct transit_table *t = (struct transit_table *)describe_find(x,
	    KIND_TRANSIT_TABLE, in->table);
	struct attachment *a;

	if (in->route != NULL) {
		if (t == NULL)
			return;
		t->routes_known = true;
		vec_push(x->a, &t->routes, in->route);
		return;
	}
	a = (struct attachment *)describe_find(x, KIND_ATTACHMENT,
	    in->attachment.text);
	if (a == NULL)
		return;
	a->propagates_stated = true;
	describe_add_ref(x, &a->propagates_to, read_ref_text(x->l,
	    in->attachment.is.at, in->table));
}

void
describe_finish_transit(struct describe *x)
{
	for (size_t i = 0; i < x->in_tables.n; i++)
		give(x, x->in_tables.v[i]);
}
