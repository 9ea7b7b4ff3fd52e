/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

#include "base/str.h"

/*
 * Route tables, their routes, inline and apart, and who uses them.
 */

#define TABLE	KIND_BIT(KIND_ROUTE_TABLE)
#define ENDS	(KIND_BIT(KIND_INTERFACE) | KIND_BIT(KIND_WORKLOAD))

/* Where a route may lead, by attribute. */
static const struct target {
	const char *key;
	uint32_t kinds;
	const char *unmodelled;	/* why unknown, where the model has none */
} targets[] = {
	{ "gateway_id", KIND_BIT(KIND_INTERNET_GATEWAY) |
	  KIND_BIT(KIND_VPN_GATEWAY), NULL },
	{ "nat_gateway_id", KIND_BIT(KIND_NAT_GATEWAY), NULL },
	{ "egress_only_gateway_id", KIND_BIT(KIND_EGRESS_ONLY_GATEWAY),
	  NULL },
	{ "egress_only_internet_gateway_id",
	  KIND_BIT(KIND_EGRESS_ONLY_GATEWAY), NULL },
	{ "transit_gateway_id", KIND_BIT(KIND_TRANSIT_GATEWAY), NULL },
	{ "vpc_peering_connection_id", KIND_BIT(KIND_PEERING), NULL },
	{ "vpc_endpoint_id", KIND_BIT(KIND_ENDPOINT), NULL },
	{ "network_interface_id", ENDS, NULL },
	{ "instance_id", ENDS, NULL },
	{ "carrier_gateway_id", 0, "a carrier gateway is not modelled" },
	{ "local_gateway_id", 0, "a local gateway (Outposts) is not "
	  "modelled" },
	{ "core_network_arn", 0, "a core network (Cloud WAN) is not "
	  "modelled" },
	{ "odb_network_arn", 0, "an Oracle database network is not "
	  "modelled" },
	{ NULL, 0, NULL }
};

static const struct destination {
	const char *inside, *apart;	/* of a block; of a resource */
	unsigned family;		/* 0: a prefix list */
} destinations[] = {
	{ "cidr_block", "destination_cidr_block", IPV4 },
	{ "ipv6_cidr_block", "destination_ipv6_cidr_block", IPV6 },
	{ "destination_prefix_list_id", "destination_prefix_list_id", 0 },
	{ NULL, NULL, 0 }
};

/* One route, wherever it stands: asks what it has by key. */
struct source {
	struct terraform_resource *r;
	struct terraform_value block;
	bool inside;
	const struct target *row;	/* of a target that is not known … */
	struct terraform_value target;	/* … it */
};

static struct terraform_value
ask(const struct source *s, const char *key)
{
	return s->inside ? terraform_member(s->block, key) :
	    terraform_get(s->r, key);
}

/*
 * Whether an unknown attribute may be there: where it is computed (instance_id,
 * and all targets of what is imported), it is unknown without being written.
 */
static bool
may_be(struct terraform_value v)
{
	return terraform_state(v) == VALUE_KNOWN ||
	    (terraform_state(v) == VALUE_UNKNOWN && terraform_is_written(v));
}

static void
set_destination(struct terraform *x, struct route *r,
    const struct source *s)
{
	r->destination = DESTINATION_UNKNOWN;
	for (const struct destination *row = destinations;
	    row->inside != NULL; row++) {
		struct terraform_value v = ask(s, s->inside ? row->inside :
		    row->apart);

		if (!may_be(v))
			continue;
		if (row->family == 0) {
			r->destination = DESTINATION_PREFIX_LIST;
			r->list = terraform_ref(x, v,
			    KIND_BIT(KIND_PREFIX_LIST));
			r->written = r->list.text;
			if (!value_is_known(r->list.is))
				r->destination = DESTINATION_UNKNOWN;
			return;
		}
		r->cidr = terraform_cidr(x, v, row->family);
		r->written = r->cidr.written;
		if (value_is_known(r->cidr.is))
			r->destination = DESTINATION_CIDR;
		return;
	}
}

static void
set_target(struct terraform *x, struct route *r, const struct target *row,
    struct terraform_value v)
{
	r->target_kind = TARGET_THING;
	if (row->unmodelled != NULL) {
		r->target_kind = TARGET_UNKNOWN;
		r->target.is = value_unknown(v.of->at, row->unmodelled);
		return;
	}
	if (terraform_text_is(v, "local")) {
		r->target_kind = TARGET_LOCAL;
		return;
	}
	/* AWS takes a NAT gateway for gateway_id as well, and the reverse. */
	r->target = terraform_ref(x, v, row->kinds |
	    (terraform_state(v) == VALUE_KNOWN ? KIND_BIT(KIND_ENDPOINT) |
	    KIND_BIT(KIND_NAT_GATEWAY) | KIND_BIT(KIND_INTERNET_GATEWAY) : 0));
	if (!value_is_known(r->target.is))
		r->target_kind = TARGET_UNKNOWN;
}

/* A target that is written and not known: what others still show of one that
 * the route had before is not its target any more. */
static bool
has_new_target(const struct source *s)
{
	for (const struct target *row = targets; row->key != NULL; row++) {
		struct terraform_value v = ask(s, row->key);

		if (!s->inside && node_exists(v.written) &&
		    terraform_state(v) == VALUE_UNKNOWN)
			return true;
	}
	return false;
}

/*
 * Of several attributes that are unknown, those that are written are meant; of
 * an inline block nothing tells, so what its references can be does.
 */
static void
set_targets(struct terraform *x, struct route *r, struct source *s)
{
	const struct target *unknown = NULL;
	bool is_new = has_new_target(s);
	size_t n = 0;

	for (const struct target *row = targets; row->key != NULL; row++) {
		struct terraform_value v = ask(s, row->key);

		if (is_new && !node_exists(v.written))
			continue;
		if (terraform_state(v) == VALUE_KNOWN) {
			set_target(x, r, row, v);
			if (r->target_kind != TARGET_UNKNOWN ||
			    row->unmodelled != NULL)
				return;
		} else if (may_be(v)) {
			unknown = row;
			n++;
		}
	}
	if (n == 1) {
		s->row = unknown;
		s->target = ask(s, unknown->key);
		set_target(x, r, unknown, s->target);
		return;
	}
	if (n == 0) {
		r->target_kind = TARGET_NONE;
		return;
	}
	r->target_kind = TARGET_UNKNOWN;
	r->target.is = value_unknown(s->r->at, "known after apply");
}

static struct route *
read_route(struct terraform *x, struct source *s, struct place at)
{
	struct route *r = model_new_route(x->m, at);

	set_destination(x, r, s);
	set_targets(x, r, s);
	if (terraform_text_is(ask(s, "state"), "blackhole"))
		r->is_blackhole = true;
	if (r->is_blackhole && r->target_kind == TARGET_NONE)
		r->target_kind = TARGET_BLACKHOLE;
	if (terraform_text_is(ask(s, "origin"), "EnableVgwRoutePropagation"))
		r->origin = ROUTE_PROPAGATED;
	return r;
}

/* The condition that a route leads to one of several: of two, the other is
 * meant where the first is not. */
static const struct condition *
choice(struct terraform *x, const struct source *s, const struct thing *first,
    const struct thing *to, bool of_two)
{
	struct condition *c = arena_alloc(x->a, sizeof *c);

	c->negated = of_two && to != first;
	c->text = read_intern(x->l, arena_printf(x->a, "%s of %s is %s",
	    s->row->key, s->r->address, thing_label(of_two ? first : to)));
	return c;
}

/*
 * Routes that stand for one whose target is one of a few: to each of them,
 * under a condition.
 */
static struct terraform_owners
candidates(struct terraform *x, const struct source *s)
{
	enum { MANY = 8 };
	struct terraform_owners all = { 0 };
	struct terraform_search found;

	if (s->row == NULL || s->row->kinds == 0)
		return all;
	terraform_search(x, s->target, s->row->kinds, false, &found);
	for (size_t i = 0; found.maybe.n <= MANY && i < found.maybe.n; i++) {
		struct thing *t = terraform_meaning(x, &found.maybe.v[i],
		    s->row->kinds);

		if (t != NULL)
			vec_push(x->a, &all.of, t);
	}
	all.sure = all.of.n > 1 && all.of.n == found.maybe.n;
	return all;
}

struct routes {
	VEC(struct route *) of;
};

static struct routes
alternatives(struct terraform *x, struct route *r, const struct source *s)
{
	struct terraform_owners all = { 0 };
	struct routes routes = { 0 };

	if (r->target_kind == TARGET_UNKNOWN)
		all = candidates(x, s);
	if (!all.sure)
		vec_push(x->a, &routes.of, r);
	for (size_t i = 0; all.sure && i < all.of.n; i++) {
		struct route *one = model_new_route(x->m, r->at);

		*one = *r;
		one->target_kind = TARGET_THING;
		one->target = terraform_ref_to(x, s->target, all.of.v[i]);
		one->exists = terraform_both(x, r->exists, choice(x, s, all.of.v[0],
		    all.of.v[i], all.of.n == 2));
		vec_push(x->a, &routes.of, one);
	}
	return routes;
}

void
terraform_add_unknown_route(struct terraform *x, struct route_table *t,
    struct place at, const char *why)
{
	struct route *r = model_new_route(x->m, at);

	r->destination = DESTINATION_UNKNOWN;
	r->cidr.is = value_unknown(at, why);
	r->target_kind = TARGET_UNKNOWN;
	r->target.is = r->cidr.is;
	vec_push(x->a, &t->routes, r);
}

struct route_table *
terraform_unknown_table(struct terraform *x,
    const struct terraform_resource *r, struct vpc *v, const char *why)
{
	struct route_table *t = model_new_route_table(x->m, r->at, x->island,
	    v);

	t->is.address = read_clean(x->l, r->address);
	t->is.created = true;
	terraform_add_unknown_route(x, t, r->at, why);
	return t;
}

/*
 * Routes that are wholly unknown: what the configuration refers to is where
 * they lead.  An attribute that is only computed has none.
 */
static void
add_unknown_routes(struct terraform *x, struct route_table *t,
    struct terraform_value routes)
{
	bool any = false;

	if (!terraform_is_written(routes))
		return;
	for (const struct target *row = targets; row->key != NULL; row++) {
		struct terraform_value v = terraform_member(routes, row->key);
		struct terraform_search s;
		struct route *r;

		if (row->kinds == 0 || str_equal(row->key, "instance_id"))
			continue;
		v.written = routes.written;
		terraform_search(x, v, row->kinds, false, &s);
		/* What is the only one that could be meant need not be. */
		if (s.found.n == 0 || s.from != NULL)
			continue;
		r = model_new_route(x->m, routes.of->at);
		r->destination = DESTINATION_UNKNOWN;
		r->cidr.is = value_unknown(routes.of->at,
		    "known after apply");
		set_target(x, r, row, v);
		vec_push(x->a, &t->routes, r);
		any = true;
	}
	if (!any)
		terraform_add_unknown_route(x, t, routes.of->at,
		    "known after apply");
}

static void
read_routes(struct terraform *x, struct terraform_resource *resource,
    struct route_table *t)
{
	struct terraform_value routes = terraform_get(resource,
	    resource->is_data ? "routes" : "route");

	/* A data source that is read during apply, or was cut short. */
	if (resource->is_data && node_kind(routes.value) < NODE_LIST) {
		terraform_add_unknown_route(x, t, resource->at, routes.hidden ?
		    "known after apply" : "not in the input");
		return;
	}
	if (routes.hidden && node_kind(routes.value) < NODE_LIST) {
		add_unknown_routes(x, t, routes);
		return;
	}
	for (struct terraform_each e = terraform_each(routes); e.more;
	    terraform_next(&e)) {
		struct source s = { .r = resource, .block = e.v,
			.inside = true };
		struct route *r = read_route(x, &s, terraform_place(e.v));
		struct routes all;

		r->stands = resource->change == CHANGE_NONE;
		all = alternatives(x, r, &s);
		for (size_t i = 0; i < all.of.n; i++)
			vec_push(x->a, &t->routes, all.of.v[i]);
	}
	resource->n_inline = t->routes.n;
}

static void *
make_table(struct model *m, struct place at, unsigned island)
{
	return model_new_route_table(m, at, island, NULL);
}

/* Associations that a data source tells. */
static void
read_associations(struct terraform *x, struct terraform_resource *r,
    struct route_table *t)
{
	struct terraform_value list = terraform_get(r, "associations");

	for (struct terraform_each e = terraform_each(list); e.more;
	    terraform_next(&e)) {
		struct flag_value main = terraform_flag(x,
		    terraform_member(e.v, "main"));

		if (flag_or(main, false)) {
			t->main = main;
			terraform_be_default(x, &t->is);
		}
		terraform_add_ref(x, &t->subnet_refs, terraform_ref(x,
		    terraform_member(e.v, "subnet_id"),
		    KIND_BIT(KIND_SUBNET)));
	}
}

static void
read_table(struct terraform *x, struct terraform_resource *r)
{
	struct route_table *t = (struct route_table *)r->thing;
	struct terraform_value gateways = terraform_get(r,
	    "propagating_vgws");

	terraform_live_in(x, &t->is, terraform_get(r, "vpc_id"));
	if (terraform_state(gateways) == VALUE_KNOWN ||
	    terraform_is_written(gateways))
		terraform_refs(x, &t->propagates, gateways,
		    KIND_BIT(KIND_VPN_GATEWAY));
	if (r->is_data) {
		terraform_live_in(x, &t->is, terraform_get(r, "vpc_id"));
		read_associations(x, r, t);
		read_routes(x, r, t);
		return;
	}
	read_routes(x, r, t);
}

/* The main table of a VPC, named by the VPC's attribute. */
static void
read_default_table(struct terraform *x, struct terraform_resource *r)
{
	struct route_table *t = (struct route_table *)r->thing;
	struct terraform_value id = terraform_get(r,
	    "default_route_table_id");
	struct terraform_search s;

	if (terraform_state(terraform_get(r, "vpc_id")) == VALUE_KNOWN) {
		terraform_live_in(x, &t->is, terraform_get(r, "vpc_id"));
	} else {
		terraform_search(x, id, TABLE, false, &s);
		if (s.found.n == 1 && s.found.v[0].to->thing != NULL &&
		    s.found.v[0].to->thing->kind == KIND_VPC) {
			t->is.vpc = (struct vpc *)s.found.v[0].to->thing;
			terraform_note(x, id, &s, &t->is.vpc->is);
		} else {
			terraform_live_in(x, &t->is, id);
		}
	}
	t->main = (struct flag_value){ .is = value_derived(r->at), .v = true };
	terraform_be_default(x, &t->is);
	read_routes(x, r, t);
}

/* Which table becomes the main one is not known: it may be any of these. */
static void
open_mains(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_owners all = terraform_candidates(x,
	    terraform_get(r, "route_table_id"), TABLE);

	for (size_t i = 0; i < all.of.n; i++) {
		struct route_table *t = (struct route_table *)all.of.v[i];

		if (t->main.is.state == VALUE_ABSENT)
			t->main.is = value_unknown(r->at, read_intern(x->l,
			    arena_printf(x->a, "%s may make it the main one",
			    r->address)));
	}
}

static void
read_main_association(struct terraform *x, struct terraform_resource *r)
{
	struct ref ref = terraform_ref(x, terraform_get(r, "route_table_id"),
	    TABLE);
	struct route_table *t = (struct route_table *)ref.to;
	struct vpc *v = (struct vpc *)terraform_ref(x,
	    terraform_get(r, "vpc_id"), KIND_BIT(KIND_VPC)).to;
	bool untold = t == NULL;

	if (t == NULL && v == NULL) {
		terraform_lose(x, r, TABLE);
		return;
	}
	if (value_is_unknown(ref.is))
		open_mains(x, r);
	if (t == NULL)
		t = terraform_unknown_table(x, r, v, ref.is.why != NULL ?
		    ref.is.why : "not in the input");
	t->main = (struct flag_value){ .is = value_derived(r->at), .v = true };
	if (t->is.vpc == NULL)
		t->is.vpc = v;
	if (t->is.vpc != NULL)
		terraform_associate_main(x, t->is.vpc, t, r, untold);
}

static const char *
destination_key(struct terraform *x, const struct route *r)
{
	return arena_printf(x->a, "%d %s", (int)r->destination, r->written);
}

static void
enter_inline(struct terraform *x, struct terraform_resource *of,
    const struct route_table *t)
{
	of->inline_at = map_new(x->a);
	of->has_inline_at = true;
	for (size_t i = 0; i < of->n_inline && i < t->routes.n; i++) {
		size_t *at = arena_alloc(x->a, sizeof *at);
		void **slot;

		if (t->routes.v[i]->written == NULL)
			continue;
		*at = i;
		slot = map_slot(&of->inline_at, destination_key(x,
		    t->routes.v[i]));
		if (*slot == NULL)
			*slot = at;
	}
}

/*
 * A table's own attribute shows, once it was refreshed, also the routes that
 * stand apart: those count.
 */
static bool
replaces(struct terraform *x, struct route_table *t, struct route *r,
    bool is_gone)
{
	struct terraform_resource *of = terraform_of(x, &t->is);
	const size_t *at;

	if (of == NULL || of->n_inline == 0 || r->written == NULL)
		return is_gone;
	if (!of->has_inline_at)
		enter_inline(x, of, t);
	at = map_get(&of->inline_at, destination_key(x, r));
	if (at == NULL)
		return is_gone;
	if (is_gone) {
		of->has_inline_at = false;
		terraform_remove(&t->routes, *at);
		return true;
	}
	r->is_blackhole |= t->routes.v[*at]->is_blackhole;
	t->routes.v[*at] = r;
	return true;
}

static void
add_apart(struct terraform *x, struct route_table *t, struct route *r,
    const struct source *s, bool is_gone)
{
	struct routes all;

	if (is_gone) {
		replaces(x, t, r, true);
		return;
	}
	all = alternatives(x, r, s);
	for (size_t i = 0; i < all.of.n; i++)
		if (i > 0 || !replaces(x, t, all.of.v[i], false))
			vec_push(x->a, &t->routes, all.of.v[i]);
}

/* Where many routes may be of many tables, none of these is known. */
static void
open_table(struct terraform *x, struct route_table *t,
    const struct terraform_resource *resource)
{
	const struct route *last = t->routes.n > 0 ?
	    t->routes.v[t->routes.n - 1] : NULL;

	if (last == NULL || last->destination != DESTINATION_UNKNOWN ||
	    last->target_kind != TARGET_UNKNOWN)
		terraform_add_unknown_route(x, t, resource->at, read_intern(
		    x->l, arena_printf(x->a, "%s may be of it",
		    resource->address)));
}

static void
join_route(struct terraform *x, struct terraform_resource *resource)
{
	struct terraform_owners tables = terraform_owners(x,
	    terraform_get(resource, "route_table_id"), TABLE);
	struct source s = { .r = resource };

	for (size_t i = 0; tables.many && i < tables.of.n; i++)
		open_table(x, (struct route_table *)tables.of.v[i], resource);
	for (size_t i = 0; !tables.many && i < tables.of.n; i++) {
		struct route *r = read_route(x, &s, resource->at);

		/* Another destination makes another route. */
		r->stands = resource->change == CHANGE_NONE ||
		    resource->change == CHANGE_UPDATE;
		if (tables.sure)
			terraform_complain_mixed(x, resource,
			    terraform_of(x, tables.of.v[i]), "route");
		r->exists = terraform_condition(x, &tables, resource,
		    tables.of.v[i]);
		add_apart(x, (struct route_table *)tables.of.v[i], r, &s,
		    resource->is_gone);
	}
}

/*
 * The table of a gateway, which is not known: it may lead all that comes in
 * elsewhere, though nothing but the VPC's own blocks.
 */
static struct thing *
unknown_edge(struct terraform *x, struct terraform_resource *r, struct vpc *v,
    const char *why)
{
	struct route_table *t = terraform_unknown_table(x, r, v, why);

	for (size_t i = 0; v != NULL && i < v->cidrs.n; i++) {
		struct route *one = model_new_route(x->m, r->at);

		if (!value_is_known(v->cidrs.v[i].is))
			continue;
		one->destination = DESTINATION_CIDR;
		one->cidr = v->cidrs.v[i];
		one->written = one->cidr.written;
		one->target_kind = TARGET_UNKNOWN;
		one->target.is = value_unknown(r->at, why);
		vec_push(x->a, &t->routes, one);
	}
	return &t->is;
}

/* Some table is associated, and nobody knows which: it may be any of these. */
static void
open_uses(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_owners all = terraform_candidates(x,
	    terraform_get(r, "route_table_id"), TABLE);
	struct ref some = { .is = value_unknown(r->at, read_intern(x->l,
	    arena_printf(x->a, "%s may be of it", r->address))) };

	for (size_t i = 0; i < all.of.n; i++) {
		struct route_table *t = (struct route_table *)all.of.v[i];

		if (t->subnet_refs.n == 0)
			terraform_add_ref(x, &t->subnet_refs, some);
	}
}

static void
join_association(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_value subnet = terraform_get(r, "subnet_id");
	struct terraform_value gateway = terraform_get(r, "gateway_id");
	struct ref table = terraform_ref(x, terraform_get(r,
	    "route_table_id"), TABLE);
	struct ref user;

	if (may_be(gateway)) {
		if (value_is_unknown(table.is))
			open_uses(x, r);
		user = terraform_ref(x, gateway,
		    KIND_BIT(KIND_INTERNET_GATEWAY) |
		    KIND_BIT(KIND_VPN_GATEWAY));
		if (table.to == NULL && user.to != NULL)
			table.to = unknown_edge(x, r, user.to->vpc,
			    table.is.why != NULL ? table.is.why :
			    "not in the input");
		if (table.to != NULL)
			((struct route_table *)table.to)->edge_of = user;
		return;
	}
	if (value_is_unknown(table.is))
		terraform_lose(x, r, KIND_BIT(KIND_SUBNET));
	user = terraform_ref(x, subnet, KIND_BIT(KIND_SUBNET));
	if (user.to != NULL)
		terraform_add_ref(x, &((struct subnet *)user.to)->table_refs,
		    table);
	else if (table.to != NULL)
		terraform_add_ref(x,
		    &((struct route_table *)table.to)->subnet_refs, user);
	/* Some subnet does not use the main table, and nobody knows which. */
	if (value_is_unknown(user.is))
		terraform_lose(x, r, TABLE);
}

static void
join_propagation(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_owners tables = terraform_owners(x,
	    terraform_get(r, "route_table_id"), TABLE);
	struct ref gateway = terraform_ref(x, terraform_get(r,
	    "vpn_gateway_id"), KIND_BIT(KIND_VPN_GATEWAY));

	if (r->is_gone && tables.sure)
		terraform_take_away(x, r, "vpn_gateway_id", tables.of.v[0],
		    "propagating_vgws", &((struct route_table *)
		    tables.of.v[0])->propagates);
	if (r->is_gone)
		return;
	if (!tables.sure)
		gateway.is = value_unknown(r->at, read_intern(x->l,
		    arena_printf(x->a, "%s may be of it", r->address)));
	if (!tables.sure)
		gateway.to = NULL;
	for (size_t i = 0; i < tables.of.n; i++)
		terraform_add_ref_once(x, &((struct route_table *)
		    tables.of.v[i])->propagates, gateway);
}

const struct terraform_type terraform_types_route[] = {
	{ "aws_route_table", TABLE, make_table, read_table, NULL },
	{ "awscc_ec2_route_table", TABLE, make_table, read_table, NULL },
	{ "aws_default_route_table", TABLE, make_table, read_default_table,
	  NULL },
	{ "aws_main_route_table_association", 0, NULL,
	  read_main_association, NULL },
	{ "aws_route", 0, NULL, NULL, join_route },
	{ "awscc_ec2_route", 0, NULL, NULL, join_route },
	{ "aws_route_table_association", 0, NULL, NULL, join_association },
	{ "awscc_ec2_subnet_route_table_association", 0, NULL, NULL,
	  join_association },
	{ "awscc_ec2_gateway_route_table_association", 0, NULL, NULL,
	  join_association },
	{ "aws_vpn_gateway_route_propagation", 0, NULL, NULL,
	  join_propagation },
	{ 0 }
};
