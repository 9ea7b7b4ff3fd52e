/* SPDX-License-Identifier: MIT */
#include "load/cloudformation_read.h"

#include "base/str.h"
#include "load/service_name.h"

/*
 * What connects VPCs: peering, transit gateways; endpoints; block public
 * access.
 */

static void *
make_peering(struct model *m, struct place at, unsigned island)
{
	return model_new_peering(m, at, island);
}

static void *
make_gateway(struct model *m, struct place at, unsigned island)
{
	return model_new_transit_gateway(m, at, island);
}

static void *
make_attachment(struct model *m, struct place at, unsigned island)
{
	return model_new_attachment(m, at, island);
}

static void *
make_table(struct model *m, struct place at, unsigned island)
{
	struct transit_table *t = model_new_transit_table(m, at, island);

	t->routes_known = true;
	return t;
}

static void *
make_endpoint(struct model *m, struct place at, unsigned island)
{
	return model_new_endpoint(m, at, island, NULL);
}

static void *
make_endpoint_service(struct model *m, struct place at, unsigned island)
{
	return model_new_endpoint_service(m, at, island, NULL);
}

static void *
make_block(struct model *m, struct place at, unsigned island)
{
	return model_new_block_public_access(m, at, island);
}

/* --------------------------------------------------------------- peering */

static void
read_peering(struct cfn *x, struct cfn_resource *r)
{
	struct peering *p = (struct peering *)r->thing;

	p->ends[0] = cfn_ref(x, cfn_get(r, "VpcId"), KIND_BIT(KIND_VPC));
	p->ends[1] = cfn_ref(x, cfn_get(r, "PeerVpcId"), KIND_BIT(KIND_VPC));
}

/* -------------------------------------------------------- transit gateway */

static void
read_gateway(struct cfn *x, struct cfn_resource *r)
{
	((struct transit_gateway *)r->thing)->sg_references = cfn_flag(x,
	    cfn_get(r, "SecurityGroupReferencingSupport"));
}

/* Whether the template makes tables for it. */
static bool
has_tables(const struct cfn *x, const struct transit_gateway *g)
{
	for (size_t i = 0; i < x->m->transit_tables.n; i++)
		if (x->m->transit_tables.v[i]->gateway_ref.to == &g->is)
			return true;
	return false;
}

/* What attachments have that state nothing: that table, nothing, or where the
 * flag is not known they cannot tell which. */
static struct ref
default_of(struct cfn *x, struct transit_gateway *g, struct flag_value on)
{
	struct ref out = { .is = on.is };

	if (value_is_unknown(on.is) || !flag_or(on, true)) {
		if (!value_is_unknown(on.is))
			out.is = (struct value){ 0 };
		return out;
	}
	out.is = value_implicit();
	out.to = &model_default_transit_table(x->m, g)->is;
	out.text = out.to->name;
	return out;
}

/* Whether it says of any attachment which tables it has or fills, be they of
 * the template or not. */
static bool
is_of_tables(void *context, const char *name, void *value)
{
	const struct cfn_resource *r = value;
	bool *found = context;

	(void)name;
	*found = !r->is_out && r->is != NULL &&
	    str_starts_with(r->type, "EC2::TransitGatewayRouteTable") &&
	    r->is->join != NULL;	/* not the table itself */
	return !*found;
}

static bool
speaks_of_tables(const struct cfn *x)
{
	bool found = false;

	for (size_t i = 0; i < x->templates.n && !found; i++)
		map_walk(&x->templates.v[i]->resources, is_of_tables, &found);
	return found;
}

/* Where all is as AWS makes it, nothing need be stated. */
static void
join_gateway(struct cfn *x, struct cfn_resource *r)
{
	struct transit_gateway *g = (struct transit_gateway *)r->thing;
	struct flag_value associates = cfn_flag(x, cfn_get(r,
	    "DefaultRouteTableAssociation"));
	struct flag_value propagates = cfn_flag(x, cfn_get(r,
	    "DefaultRouteTablePropagation"));

	if (flag_or(associates, true) && flag_or(propagates, true) &&
	    !value_is_unknown(associates.is) &&
	    !value_is_unknown(propagates.is) && !has_tables(x, g) &&
	    !speaks_of_tables(x))
		return;
	g->tables_stated = g->default_stated = true;
	g->default_association = default_of(x, g, associates);
	g->default_propagation = default_of(x, g, propagates);
}

/* Under a condition of its own it cannot be told which. */
static struct ref
certain(struct cfn *x, struct ref ref, const struct condition *when,
    const struct thing *of)
{
	if (when == NULL || condition_same(when, of->exists))
		return ref;
	ref.is = cfn_depends(x, ref.is.at, when);
	ref.to = NULL;
	return ref;
}

static void
read_attachment(struct cfn *x, struct cfn_resource *r)
{
	struct attachment *t = (struct attachment *)r->thing;
	struct cfn_value options = cfn_get(r, "Options");
	struct cfn_value gateway = cfn_required(cfn_get(r,
	    "TransitGatewayId"));

	t->to = ATTACHMENT_VPC;
	t->gateway_ref = cfn_ref(x, gateway, KIND_BIT(KIND_TRANSIT_GATEWAY));
	/* It may be one of any gateway. */
	if (t->gateway_ref.to == NULL && (cfn_may_be_any(&gateway) ||
	    gateway.kind == CFN_CHOICE))
		model_declare_incomplete(x->m, KIND_ATTACHMENT, x->island,
		    NULL);
	t->target = cfn_ref(x, cfn_required(cfn_get(r, "VpcId")),
	    KIND_BIT(KIND_VPC));
	t->subnets_stated = cfn_refs(x, &t->subnet_refs,
	    cfn_get(r, "SubnetIds"), KIND_BIT(KIND_SUBNET));
	for (size_t i = 0; i < t->subnet_refs.n; i++)
		t->subnet_refs.v[i] = certain(x, t->subnet_refs.v[i],
		    t->subnet_refs.v[i].exists, &t->is);
	t->appliance_mode = cfn_flag(x, cfn_member(&options,
	    "ApplianceModeSupport"));
	t->sg_references = cfn_flag(x, cfn_member(&options,
	    "SecurityGroupReferencingSupport"));
}

static void
read_peer_attachment(struct cfn *x, struct cfn_resource *r)
{
	struct attachment *t = (struct attachment *)r->thing;

	t->to = ATTACHMENT_PEER;
	t->gateway_ref = cfn_ref(x, cfn_get(r, "TransitGatewayId"),
	    KIND_BIT(KIND_TRANSIT_GATEWAY));
	t->target = cfn_ref(x, cfn_get(r, "PeerTransitGatewayId"),
	    KIND_BIT(KIND_TRANSIT_GATEWAY));
}

static void
read_table(struct cfn *x, struct cfn_resource *r)
{
	((struct transit_table *)r->thing)->gateway_ref =
	    cfn_ref(x, cfn_get(r, "TransitGatewayId"),
	    KIND_BIT(KIND_TRANSIT_GATEWAY));
}

static void
add_transit_route(struct cfn *x, struct cfn_resource *r,
    const struct cfn_owner *of)
{
	struct transit_table *table = (struct transit_table *)of->thing;
	struct transit_route *route = arena_alloc(x->a, sizeof *route);
	struct flag_value hole = cfn_flag(x, cfn_get(r, "Blackhole"));

	route->at = r->at;
	route->cidr = cfn_cidr(x, cfn_get(r, "DestinationCidrBlock"), 0);
	route->blackhole = flag_or(hole, false);
	route->target = cfn_ref(x, cfn_get(r, "TransitGatewayAttachmentId"),
	    KIND_BIT(KIND_ATTACHMENT));
	if (value_is_unknown(hole.is))
		route->target = (struct ref){ .is = value_unknown(r->at,
		    "whether it is a blackhole is not known") };
	if (of->when != NULL && !condition_same(of->when, table->is.exists))
		table->routes_known = false;
	vec_push(x->a, &table->routes, route);
}

static void
join_transit_route(struct cfn *x, struct cfn_resource *r)
{
	struct cfn_owners of = cfn_owners(x, r, cfn_get(r,
	    "TransitGatewayRouteTableId"), KIND_TRANSIT_TABLE);

	for (size_t i = 0; i < of.n; i++)
		add_transit_route(x, r, &of.v[i]);
}

static void
join_transit_association(struct cfn *x, struct cfn_resource *r)
{
	struct cfn_owners of = cfn_owners(x, r, cfn_get(r,
	    "TransitGatewayAttachmentId"), KIND_ATTACHMENT);
	struct ref table = cfn_ref(x, cfn_get(r,
	    "TransitGatewayRouteTableId"), KIND_BIT(KIND_TRANSIT_TABLE));

	for (size_t i = 0; i < of.n; i++) {
		struct attachment *t = (struct attachment *)of.v[i].thing;

		if (cfn_is_of_any(r) && t->table.is.state != VALUE_ABSENT)
			continue;	/* it has one, and no other */
		t->table = certain(x, table, of.v[i].when, of.v[i].thing);
		t->no_table = false;
	}
}

/* What an attachment of elsewhere puts into a table is not known. */
static void
join_transit_propagation(struct cfn *x, struct cfn_resource *r)
{
	struct cfn_owners of = cfn_owners(x, r, cfn_get(r,
	    "TransitGatewayAttachmentId"), KIND_ATTACHMENT);
	struct cfn_owners tables = cfn_owners(x, r, cfn_get(r,
	    "TransitGatewayRouteTableId"), KIND_TRANSIT_TABLE);
	struct ref table = cfn_ref(x, cfn_get(r,
	    "TransitGatewayRouteTableId"), KIND_BIT(KIND_TRANSIT_TABLE));

	for (size_t i = 0; i < of.n; i++) {
		struct attachment *t = (struct attachment *)of.v[i].thing;

		t->propagates_stated = true;
		cfn_add_ref(x, &t->propagates_to, certain(x, table,
		    of.v[i].when, of.v[i].thing));
	}
	for (size_t i = 0; i < tables.n && of.n == 0; i++)
		((struct transit_table *)tables.v[i].thing)->routes_known =
		    false;
}

/*
 * What the gateway does by default it does for every attachment in its account:
 * associations and propagations, which stand apart from it, come on top.  What
 * is peered has none by default.
 */
static void
join_attachment(struct cfn *x, struct cfn_resource *r)
{
	struct attachment *t = (struct attachment *)r->thing;
	struct transit_gateway *g = (struct transit_gateway *)
	    t->gateway_ref.to;

	if (t->to == ATTACHMENT_PEER) {
		t->no_table |= t->table.is.state == VALUE_ABSENT;
		t->propagates_stated = true;
		return;
	}
	if (g == NULL || g->is.kind != KIND_TRANSIT_GATEWAY ||
	    !g->default_stated || !t->propagates_stated ||
	    g->default_propagation.is.state == VALUE_ABSENT)
		return;
	cfn_add_ref(x, &t->propagates_to, g->default_propagation);
}

/* -------------------------------------------------------------- endpoints */

static const char service_type[] = "EC2::VPCEndpointService";

/*
 * A service of the template's own is "com.amazonaws.vpce.REGION." and an id
 * that nobody knows yet: it is called what the template calls it.
 */
static struct text_value
service_of(struct cfn *x, struct cfn_value v)
{
	struct text_value out;

	v = cfn_single(x, v);
	out = cfn_text_of(x, v);
	if (v.kind == CFN_UNKNOWN && v.resource != NULL &&
	    str_equal(v.resource->type, service_type))
		return (struct text_value){ .is = value_derived(v.at),
			.v = v.resource->name };
	if (value_is_known(out.is))
		out.v = read_intern(x->l, service_short_name(out.v));
	return out;
}

static void
read_endpoint(struct cfn *x, struct cfn_resource *r)
{
	struct endpoint *e = (struct endpoint *)r->thing;
	struct cfn_value stated = cfn_get(r, "VpcEndpointType");
	const char *type = cfn_word(x, stated), *name;

	cfn_live_in(x, r, r->thing, cfn_get(r, "VpcId"));
	/* The same service whatever the region is called. */
	e->service = service_of(x, cfn_get_anywhere(r, "ServiceName",
	    "us-east-1"));
	e->type = stated.kind == CFN_ABSENT || str_equal(type, "Gateway") ?
	    ENDPOINT_GATEWAY : str_equal(type, "Interface") ?
	    ENDPOINT_INTERFACE : str_equal(type, "GatewayLoadBalancer") ?
	    ENDPOINT_GATEWAY_LOAD_BALANCER : ENDPOINT_OTHER;
	name = cfn_word(x, cfn_get_anywhere(r, "ServiceName", "us-east-1"));
	if (name != NULL)
		service_check_gateway(x->l, e, name,
		    "VpcEndpointType: Interface");
	cfn_refs(x, &e->table_refs, cfn_get(r, "RouteTableIds"),
	    KIND_BIT(KIND_ROUTE_TABLE));
	cfn_refs(x, &e->subnet_refs, cfn_get(r, "SubnetIds"),
	    KIND_BIT(KIND_SUBNET));
	e->groups_stated = cfn_group_refs(x, &e->group_refs,
	    cfn_get(r, "SecurityGroupIds"));
	if (cfn_get(r, "PolicyDocument").kind != CFN_ABSENT)
		read_policy(x->m, r->full_type, r->at,
		    node_get(r->properties, "PolicyDocument"));
	/* CloudFormation's default is false; AWS's API has true. */
	e->private_dns = cfn_flag(x, cfn_get(r, "PrivateDnsEnabled"));
	if (e->private_dns.is.state == VALUE_ABSENT &&
	    e->type == ENDPOINT_INTERFACE)
		e->private_dns = (struct flag_value){
			.is = value_implicit(), .v = false };
}

static void
read_endpoint_service(struct cfn *x, struct cfn_resource *r)
{
	struct endpoint_service *s = (struct endpoint_service *)r->thing;
	struct cfn_items lb = cfn_items(x, cfn_get(r,
	    "NetworkLoadBalancerArns"));

	s->service = (struct text_value){ .is = value_derived(r->at),
		.v = r->name };
	if (lb.n == 0)
		lb = cfn_items(x, cfn_get(r, "GatewayLoadBalancerArns"));
	if (lb.n > 0)
		s->load_balancer = cfn_ref(x, lb.v[0].value,
		    KIND_BIT(KIND_WORKLOAD));
}

/* --------------------------------------------------- block public access */

static void
read_block(struct cfn *x, struct cfn_resource *r)
{
	struct block_public_access *b = (struct block_public_access *)r->thing;
	const char *mode = cfn_word(x, cfn_get(r,
	    "InternetGatewayBlockMode"));

	b->mode = str_equal(mode, "block-ingress") ? BLOCK_INGRESS :
	    str_equal(mode, "block-bidirectional") ? BLOCK_BIDIRECTIONAL :
	    str_equal(mode, "off") ? BLOCK_OFF : BLOCK_UNKNOWN;
}

static void
join_exclusion(struct cfn *x, struct cfn_resource *r)
{
	const char *mode = cfn_word(x, cfn_get(r,
	    "InternetGatewayExclusionMode"));
	struct cfn_value of = cfn_get(r, "SubnetId");
	struct exclusion e = { .at = r->at, .mode =
		str_equal(mode, "allow-egress") ? EXCLUSION_EGRESS :
		str_equal(mode, "allow-bidirectional") ?
		EXCLUSION_BIDIRECTIONAL : EXCLUSION_UNKNOWN };

	if (of.kind == CFN_ABSENT)
		of = cfn_get(r, "VpcId");
	e.of = cfn_ref(x, of, KIND_BIT(KIND_VPC) |
	    KIND_BIT(KIND_SUBNET));
	for (size_t i = 0; i < x->m->blocks.n; i++)
		vec_push(x->a, &x->m->blocks.v[i]->exclusions, e);
}

const struct cfn_type cfn_types_transit[] = {
	{ "EC2::VPCPeeringConnection", make_peering,
	  read_peering, NULL, false },
	{ "EC2::TransitGateway", make_gateway, read_gateway, join_gateway,
	  false },
	{ "EC2::TransitGatewayRouteTableAssociation", NULL, NULL,
	  join_transit_association, false },
	{ "EC2::TransitGatewayRouteTablePropagation", NULL, NULL,
	  join_transit_propagation, false },
	{ "EC2::TransitGatewayAttachment", make_attachment, read_attachment,
	  join_attachment, true },
	{ "EC2::TransitGatewayVpcAttachment", make_attachment,
	  read_attachment, join_attachment, true },
	{ "EC2::TransitGatewayPeeringAttachment", make_attachment,
	  read_peer_attachment, join_attachment, true },
	{ "EC2::TransitGatewayRouteTable", make_table,
	  read_table, NULL, false },
	{ "EC2::TransitGatewayRoute", NULL, NULL, join_transit_route, false },
	{ "EC2::VPCEndpoint", make_endpoint, read_endpoint, NULL, false },
	{ service_type, make_endpoint_service,
	  read_endpoint_service, NULL, false },
	{ "EC2::VPCBlockPublicAccessOptions", make_block,
	  read_block, NULL, false },
	{ "EC2::VPCBlockPublicAccessExclusion", NULL,
	  NULL, join_exclusion, false },
	{ .name = NULL }
};
