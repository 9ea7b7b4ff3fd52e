/* SPDX-License-Identifier: MIT */
#include "load/cloudformation_read.h"

#include "base/str.h"
#include "model/notices.h"

/*
 * Route tables, their routes and associations.
 */

static void *
make_table(struct model *m, struct place at, unsigned island)
{
	return model_new_route_table(m, at, island, NULL);
}

static void
read_table(struct cfn *x, struct cfn_resource *r)
{
	cfn_live_in(x, r, r->thing, cfn_get(r, "VpcId"));
}

/* ---------------------------------------------------------------- routes */

static const char *const targets[] = {
	"GatewayId", "NatGatewayId", "EgressOnlyInternetGatewayId",
	"InstanceId", "NetworkInterfaceId", "TransitGatewayId",
	"VpcPeeringConnectionId", "VpcEndpointId", "LocalGatewayId",
	"CarrierGatewayId", "CoreNetworkArn", NULL
};

static void
set_target(struct cfn *x, struct route *to, struct cfn_value v)
{
	v = cfn_single(x, v);
	to->target = cfn_ref(x, v, CFN_ROUTE_TARGETS);
	if (v.kind == CFN_TEXT && str_equal(v.text, "local"))
		to->target_kind = TARGET_LOCAL;
	else if (value_is_unknown(to->target.is))
		to->target_kind = TARGET_UNKNOWN;
	else
		to->target_kind = TARGET_THING;
}

static const struct destination_key {
	const char *property;
	unsigned family;		/* 0: a prefix list */
} destination_keys[] = {
	{ "DestinationPrefixListId", 0 },
	{ "DestinationCidrBlock", 4 },
	{ "DestinationIpv6CidrBlock", 6 }
};

static void
set_destination(struct cfn *x, const struct destination_key *key,
    struct cfn_value v, struct route *to)
{
	if (key->family == 0) {
		to->destination = DESTINATION_PREFIX_LIST;
		to->list = cfn_ref(x, v, KIND_BIT(KIND_PREFIX_LIST));
		to->written = to->list.text != NULL ? to->list.text :
		    "a prefix list";
		if (value_is_unknown(to->list.is))
			to->destination = DESTINATION_UNKNOWN;
		return;
	}
	to->destination = DESTINATION_CIDR;
	to->cidr = cfn_cidr(x, v, key->family);
	to->cidr.v.family = key->family == 4 ? IPV4 : IPV6;
	to->written = to->cidr.written != NULL ? to->cidr.written :
	    "a block that is not known";
	if (!value_is_known(to->cidr.is) && to->cidr.block_of == NULL)
		to->destination = DESTINATION_UNKNOWN;
}

static void
add_route(struct cfn *x, struct cfn_resource *r, const struct cfn_owner *of,
    const struct cfn_item *target, const struct destination_key *key,
    const struct cfn_item *destination)
{
	struct route_table *table = (struct route_table *)of->thing;
	const struct condition *when = cfn_both(x, of->when,
	    destination->exists);
	struct route *to;

	if (cfn_excludes(of->when, destination->exists) || (target != NULL &&
	    (cfn_excludes(of->when, target->exists) ||
	    cfn_excludes(destination->exists, target->exists))))
		return;
	to = model_new_route(x->m, r->at);
	set_destination(x, key, destination->value, to);
	if (target == NULL)
		to->target_kind = TARGET_NONE;
	else
		set_target(x, to, target->value);
	to->exists = cfn_both(x, when, target == NULL ? NULL :
	    target->exists);
	if (condition_same(to->exists, table->is.exists))
		to->exists = NULL;
	vec_push(x->a, &table->routes, to);
}

/* AWS takes one destination a route: where several keys have a value, each
 * does under a condition of its own, unless one is there in any case. */
static void
add_routes(struct cfn *x, struct cfn_resource *r, const struct cfn_owner *of,
    const struct cfn_item *target)
{
	bool any = false;

	for (size_t i = 0; i < sizeof destination_keys /
	    sizeof *destination_keys && !any; i++) {
		const struct destination_key *key = &destination_keys[i];
		struct cfn_items all = cfn_items(x, cfn_get(r,
		    key->property));

		for (size_t k = 0; k < all.n; k++) {
			add_route(x, r, of, target, key, &all.v[k]);
			any |= all.v[k].exists == NULL;
		}
	}
}

/* Whether it says where to, at least under a condition. */
static bool
has_destination(struct cfn *x, struct cfn_resource *r)
{
	for (size_t i = 0; i < sizeof destination_keys /
	    sizeof *destination_keys; i++)
		if (cfn_items(x, cfn_get(r, destination_keys[i].property)).n >
		    0)
			return true;
	read_complain(x->l, r->node, "a route states no destination");
	return false;
}

/* RT001, where no condition decides it. */
static bool
count_targets(struct cfn *x, struct cfn_resource *r,
    const struct cfn_items *all, size_t sure)
{
	struct finding *f;

	if (all->n > 0 && sure < 2)
		return true;
	f = finding_add(&x->l->findings, &notice_route_target_count, r->at,
	    "route \"%s\" has %s target", r->name, all->n == 0 ? "no" :
	    "more than one");
	finding_help(&x->l->findings, f, "state exactly one of GatewayId, "
	    "NatGatewayId, TransitGatewayId and the like");
	return false;
}

static void
join_route(struct cfn *x, struct cfn_resource *r)
{
	struct cfn_owners of = cfn_owners(x, r, cfn_get(r, "RouteTableId"),
	    KIND_ROUTE_TABLE);
	struct cfn_items all = { 0 };
	size_t sure = 0;

	for (size_t i = 0; targets[i] != NULL; i++) {
		struct cfn_items some = cfn_items(x, cfn_get(r, targets[i]));

		for (size_t k = 0; k < some.n; k++) {
			sure += some.v[k].exists == NULL;
			cfn_add_target(x, &all, some.v[k]);
		}
	}
	if (!count_targets(x, r, &all, sure))
		all.n = 0;
	if (of.n == 0) {
		cfn_lose(x, r, "RouteTableId", KIND_ROUTE_TABLE);
		return;
	}
	cfn_check_order(x, r);
	if (!has_destination(x, r))
		return;
	for (size_t k = 0; k < of.n; k++) {
		if (all.n == 0)
			add_routes(x, r, &of.v[k], NULL);
		for (size_t i = 0; i < all.n; i++)
			add_routes(x, r, &of.v[k], &all.v[i]);
	}
}

/* ----------------------------------------------------------- associations */

static struct ref
with_condition(struct cfn *x, struct ref ref, const struct condition *when)
{
	ref.exists = cfn_both(x, ref.exists, when);
	return ref;
}

/* Every table that it may mean, on every subnet. */
static void
join_association(struct cfn *x, struct cfn_resource *r)
{
	struct cfn_owners subnets = cfn_owners(x, r, cfn_get(r, "SubnetId"),
	    KIND_SUBNET);
	struct cfn_items tables = cfn_items(x, cfn_get(r, "RouteTableId"));
	bool is_any = cfn_is_of_any(r);

	for (size_t i = 0; i < tables.n; i++) {
		struct ref table = with_condition(x, cfn_ref(x,
		    tables.v[i].value, KIND_BIT(KIND_ROUTE_TABLE)),
		    tables.v[i].exists);

		for (size_t k = 0; k < subnets.n; k++) {
			struct subnet *s = (struct subnet *)
			    subnets.v[k].thing;

			/* One that has a table is not given another. */
			if (!is_any || s->table_refs.n == 0)
				cfn_add_ref(x, &s->table_refs,
				    with_condition(x, table,
				    subnets.v[k].when));
		}
		if (subnets.n == 0 && table.to != NULL && table.to->kind ==
		    KIND_ROUTE_TABLE)
			cfn_add_ref(x, &((struct route_table *)table.to)->
			    subnet_refs, with_condition(x, cfn_ref(x, cfn_get(
			    r, "SubnetId"), KIND_BIT(KIND_SUBNET)),
			    r->exists));
	}
}

/* A table of a gateway is nobody else's: it is there so long as that is so. */
static void
join_edge(struct cfn *x, struct cfn_resource *r)
{
	struct cfn_owners of = cfn_owners(x, r, cfn_get(r, "RouteTableId"),
	    KIND_ROUTE_TABLE);

	for (size_t i = 0; i < of.n; i++) {
		struct route_table *t = (struct route_table *)of.v[i].thing;

		t->edge_of = cfn_ref(x, cfn_get(r, "GatewayId"),
		    CFN_GATEWAYS);
		t->is.exists = cfn_both(x, t->is.exists, of.v[i].when);
	}
}

static void
join_propagation(struct cfn *x, struct cfn_resource *r)
{
	struct ref gateway = cfn_ref(x, cfn_get(r, "VpnGatewayId"),
	    KIND_BIT(KIND_VPN_GATEWAY));
	struct cfn_owners tables = cfn_owners(x, r, cfn_get(r,
	    "RouteTableIds"), KIND_ROUTE_TABLE);

	if (tables.n == 0)
		cfn_lose(x, r, "RouteTableIds", KIND_ROUTE_TABLE);
	for (size_t i = 0; i < tables.n; i++)
		cfn_add_ref(x, &((struct route_table *)tables.v[i].thing)->
		    propagates, with_condition(x, gateway, tables.v[i].when));
}

const struct cfn_type cfn_types_route[] = {
	{ "EC2::RouteTable", make_table, read_table, NULL, false },
	{ "EC2::Route", NULL, NULL, join_route, false },
	{ "EC2::SubnetRouteTableAssociation", NULL,
	  NULL, join_association, false },
	{ "EC2::GatewayRouteTableAssociation", NULL, NULL, join_edge, false },
	{ "EC2::VPNGatewayRoutePropagation", NULL,
	  NULL, join_propagation, false },
	{ .name = NULL }
};
