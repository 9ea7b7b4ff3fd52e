/* SPDX-License-Identifier: MIT */
#include "load/describe_read.h"

#include "base/str.h"

#include <string.h>

/*
 * Route tables and their routes.
 *
 * A route names its destination by one of three members and its target by one
 * of a dozen.  Targets that the model has not are unknown with the reason,
 * never left out: a route that is passed over would let its traffic take a
 * wider one.
 */

struct target {
	const char *key;
	const char *unknown;	/* why, where the model has no such thing */
	unsigned weight;	/* of several that are named, the heaviest */
};

/*
 * An instance as target is named by its interface as well, which says more.
 * GatewayId is "local", or a gateway's or endpoint's id.
 */
static const struct target targets[] = {
	{ "CarrierGatewayId", "a carrier gateway is not modelled", 2 },
	{ "CoreNetworkArn", "a core network (Cloud WAN) is not modelled", 2 },
	{ "EgressOnlyInternetGatewayId", NULL, 2 },
	{ "GatewayId", NULL, 2 },
	{ "InstanceId", NULL, 1 },
	{ "IpAddress", "the next hop of a route server is not modelled", 1 },
	{ "LocalGatewayId", "a local gateway (Outposts) is not modelled", 2 },
	{ "NatGatewayId", NULL, 2 },
	{ "NetworkInterfaceId", NULL, 2 },
	{ "OdbNetworkArn", "an Oracle database network is not modelled", 2 },
	{ "TransitGatewayId", NULL, 2 },
	{ "VpcPeeringConnectionId", NULL, 2 },
	{ NULL, NULL, 0 }
};

struct reading {
	struct route *r;
	unsigned weight;	/* of the target so far */
	struct ref instance;
	const char *state, *origin;
};

static void
read_destination(struct describe *x, struct route *r, struct node n,
    unsigned family)
{
	if (node_text_is(n, ""))
		return;
	r->destination = DESTINATION_CIDR;
	r->cidr = read_cidr(x->l, n, family);
	r->written = r->cidr.written;
}

static void
read_list(struct describe *x, struct route *r, struct node n)
{
	if (node_text_is(n, ""))
		return;
	r->destination = DESTINATION_PREFIX_LIST;
	r->list = read_ref(x->l, n);
	r->written = r->list.text;
}

static void
read_target(struct describe *x, struct reading *at, const struct target *row,
    struct node n)
{
	struct route *r = at->r;

	if (node_text_is(n, ""))
		return;
	if (str_equal(row->key, "InstanceId"))
		at->instance = read_ref(x->l, n);
	if (row->weight <= at->weight)
		return;
	at->weight = row->weight;
	r->target_kind = TARGET_THING;
	r->target = (struct ref){ 0 };
	if (row->unknown != NULL) {
		r->target_kind = TARGET_UNKNOWN;
		r->target.is = value_unknown(node_place(n), row->unknown);
	} else if (node_text_is(n, "local")) {
		r->target_kind = TARGET_LOCAL;
	} else {
		r->target = read_ref(x->l, n);
	}
}

static void
read_route_member(struct describe *x, struct reading *at, struct node n)
{
	if (node_kind(n) == NODE_NULL)
		return;
	if (node_key_is(n, "DestinationCidrBlock"))
		read_destination(x, at->r, n, IPV4);
	else if (node_key_is(n, "DestinationIpv6CidrBlock"))
		read_destination(x, at->r, n, IPV6);
	else if (node_key_is(n, "DestinationPrefixListId"))
		read_list(x, at->r, n);
	else if (node_key_is(n, "State"))
		describe_name(x, &at->state, n);
	else if (node_key_is(n, "Origin"))
		describe_name(x, &at->origin, n);
	else
		for (const struct target *row = targets; row->key != NULL;
		    row++)
			if (node_key_is(n, row->key))
				read_target(x, at, row, n);
}

/* What no member said, and what the state adds. */
static void
settle_route(struct reading *at, struct node n)
{
	struct route *r = at->r;

	r->is_blackhole = str_equal(at->state, "blackhole");
	r->is_active = str_equal(at->state, "active");
	if (at->weight == 0 && r->is_blackhole) {
		r->target_kind = TARGET_BLACKHOLE;
	} else if (at->weight == 0) {
		r->target_kind = TARGET_UNKNOWN;
		r->target.is = value_unknown(node_place(n),
		    "its target is of a kind that is not known here");
	} else if (str_equal(at->state, "filtered")) {
		r->target_kind = TARGET_UNKNOWN;
		r->target.is = value_unknown(node_place(n),
		    "AWS reports the route as filtered");
	}
	if (r->written == NULL)
		r->destination = DESTINATION_UNKNOWN;
	if (str_equal(at->origin, "EnableVgwRoutePropagation") ||
	    str_equal(at->origin, "Advertisement"))
		r->origin = ROUTE_PROPAGATED;
}

static void
read_route(struct describe *x, void *to, struct node n)
{
	struct route_table *t = to;
	struct reading at = { 0 };

	if (node_kind(n) != NODE_MAP)
		read_complain_type(x->l, n, "an object");
	at.r = model_new_route(x->m, node_place(n));
	for (struct node c = node_first(n); node_exists(c); c = node_next(c))
		read_route_member(x, &at, c);
	settle_route(&at, n);
	vec_push(x->a, &t->routes, at.r);
	if (value_is_known(at.instance.is) && at.weight > 1)
		vec_push(x->a, &x->hops, ((struct describe_hop){
		    at.r, at.instance }));
}

static void
read_routes(struct describe *x, void *to, struct node n)
{
	describe_each(x, to, n, read_route);
}

struct association {
	bool is_main;
	struct ref subnet, gateway;
	const char *state;
};

static void
read_association_state(struct describe *x, void *to, struct node n)
{
	static const struct describe_member members[] = {
		{ "State", describe_name, 0, false },
		{ 0 }
	};

	describe_members(x, members, to, n);
}

static void
read_association(struct describe *x, void *to, struct node n)
{
	static const struct describe_member members[] = {
		{ "AssociationState", read_association_state,
		  offsetof(struct association, state), false },
		{ "GatewayId", describe_ref,
		  offsetof(struct association, gateway), false },
		{ "Main", describe_true,
		  offsetof(struct association, is_main), false },
		{ "SubnetId", describe_ref,
		  offsetof(struct association, subnet), false },
		{ 0 }
	};
	struct association a = { 0 };
	struct route_table *t = to;

	describe_members(x, members, &a, n);
	if (str_equal(a.state, "disassociated") ||
	    str_equal(a.state, "failed"))
		return;
	if (a.is_main)
		t->main = (struct flag_value){
			.is = value_known(node_place(n)), .v = true };
	if (a.subnet.is.state != VALUE_ABSENT)
		vec_push(x->a, &t->subnet_refs, a.subnet);
	if (a.gateway.is.state != VALUE_ABSENT)
		t->edge_of = a.gateway;
}

static void
read_associations(struct describe *x, void *to, struct node n)
{
	struct route_table *t = to;

	t->main = (struct flag_value){ .is = value_known(node_place(n)) };
	describe_each(x, to, n, read_association);
}

static void
read_propagations(struct describe *x, void *to, struct node n)
{
	struct route_table *t = to;

	describe_refs_by(x, &t->propagates, n, "GatewayId");
}

static const struct describe_member members[] = {
	{ "Associations", read_associations, 0, false },
	{ "PropagatingVgws", read_propagations, 0, false },
	{ "Routes", read_routes, 0, false },
	{ 0 }
};

static void *
make(struct model *m, struct place at, unsigned island)
{
	return model_new_route_table(m, at, island, NULL);
}

const struct describe_object describe_object_route_table = {
	.id = "RouteTableId",
	.kind = KIND_ROUTE_TABLE,
	.make = make,
	.members = members,
};

/*
 * A route to a gateway endpoint names the service's prefix list, whose
 * content few inputs hold; the endpoint says which service that is.
 */
static void
name_service(struct describe *x, struct route *r)
{
	const struct endpoint *e;

	if (r->destination != DESTINATION_PREFIX_LIST ||
	    r->target_kind != TARGET_THING || r->target.text == NULL)
		return;
	e = (const struct endpoint *)describe_find(x, KIND_ENDPOINT,
	    r->target.text);
	if (e == NULL || e->type != ENDPOINT_GATEWAY ||
	    !value_is_known(e->service.is))
		return;
	r->destination = DESTINATION_SERVICE;
	r->service = e->service.v;
}

/* The table of a regional NAT gateway is a table like any other. */
static void
give_routes(struct describe *x, const struct describe_nat_table *own)
{
	const struct route_table *t = (const struct route_table *)
	    describe_find(x, KIND_ROUTE_TABLE, own->table);

	if (t == NULL)
		return;
	own->nat->routes_stated = true;
	for (size_t i = 0; i < t->routes.n; i++)
		vec_push(x->a, &own->nat->routes, t->routes.v[i]);
}

/*
 * A route through an instance names its interface, which the input may not
 * describe; then the instance stands for it, if that is there.
 */
static void
settle_hop(struct describe *x, const struct describe_hop *hop)
{
	const struct workload *w = (const struct workload *)describe_find(x,
	    KIND_WORKLOAD, hop->instance.text);

	if (w == NULL || hop->route->target_kind != TARGET_THING ||
	    describe_find(x, KIND_INTERFACE, hop->route->target.text) != NULL)
		return;
	for (size_t i = 0; i < w->interfaces.n; i++)
		if (str_equal(w->interfaces.v[i]->is.id,
		    hop->route->target.text))
			return;
	hop->route->target = hop->instance;
}

static bool
has_gateway(const struct model *m, const char *id)
{
	for (size_t i = 0; i < m->internet_gateways.n; i++)
		if (str_equal(m->internet_gateways.v[i]->is.id, id))
			return true;
	return false;
}

/*
 * A route to an internet gateway is active only while the gateway is attached
 * to the table's VPC; else it is a blackhole (Amazon VPC User Guide, "Route
 * table concepts").  So the gateway is there, where no list of them is given.
 */
static void
add_gateway_of(struct describe *x, const struct route_table *t)
{
	for (size_t i = 0; i < t->routes.n; i++) {
		const struct route *r = t->routes.v[i];
		struct internet_gateway *g;

		if (!r->is_active || r->target_kind != TARGET_THING ||
		    r->target.text == NULL ||
		    !str_starts_with(r->target.text, "igw-") ||
		    has_gateway(x->m, r->target.text))
			continue;
		g = model_new_internet_gateway(x->m, r->at, x->island, NULL);
		g->is.id = r->target.text;
		g->is.vpc_ref = t->is.vpc_ref;
		g->attachment_known = true;
	}
}

void
describe_finish_routes(struct describe *x)
{
	for (size_t i = 0; i < x->m->route_tables.n; i++) {
		struct route_table *t = x->m->route_tables.v[i];

		for (size_t j = 0; j < t->routes.n &&
		    t->is.island == x->island; j++)
			name_service(x, t->routes.v[j]);
		if (t->is.island == x->island)
			add_gateway_of(x, t);
	}
	for (size_t i = 0; i < x->nat_tables.n; i++)
		give_routes(x, &x->nat_tables.v[i]);
	for (size_t i = 0; i < x->hops.n; i++)
		settle_hop(x, &x->hops.v[i]);
}
