/* SPDX-License-Identifier: MIT */
#include "model/link.h"

/*
 * Every reference that anything in the model holds, resolved in the order of
 * declaration.  What each may mean stands here and nowhere else.
 */

static const struct thing *
scope_of(const struct thing *t)
{
	return t->vpc != NULL ? &t->vpc->is : NULL;
}

static struct use
use_by(const struct thing *owner, uint32_t kinds)
{
	struct use u = {
		.owner = owner, .scope = scope_of(owner), .kinds = kinds,
		.at = owner->at,
	};

	return u;
}

static void
resolve_all(struct linker *l, struct ref *v, size_t n, const struct use *u)
{
	for (size_t i = 0; i < n; i++)
		link_resolve(l, &v[i], u);
}

/* A list of references to one kind of thing of the own VPC. */
#define RESOLVE_LIST(l, owner, list, kind)				\
	do {								\
		struct use use_ = use_by((owner), KIND_BIT(kind));	\
									\
		resolve_all((l), (list).v, (list).n, &use_);		\
	} while (0)

static void
resolve_one(struct linker *l, const struct thing *owner, struct ref *r,
    enum kind kind)
{
	struct use u = use_by(owner, KIND_BIT(kind));

	link_resolve(l, r, &u);
}

static void
resolve_addresses(struct linker *l, const struct thing *owner,
    struct address_value *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		resolve_one(l, owner, &v[i].elastic_ip, KIND_ELASTIC_IP);
}

static void
resolve_route(struct linker *l, const struct thing *owner, struct route *r)
{
	struct use u = use_by(owner, KIND_BIT(KIND_PREFIX_LIST));

	u.about = r;
	u.within = "route";
	u.written = r->written;
	u.at = r->at;
	if (r->destination == DESTINATION_PREFIX_LIST)
		link_resolve(l, &r->list, &u);
	/* AWS says itself that the target is gone: RT002 tells. */
	u.foreign = r->is_blackhole;
	u.kinds = KIND_BIT(KIND_INTERNET_GATEWAY) |
	    KIND_BIT(KIND_EGRESS_ONLY_GATEWAY) | KIND_BIT(KIND_NAT_GATEWAY) |
	    KIND_BIT(KIND_VPN_GATEWAY) | KIND_BIT(KIND_TRANSIT_GATEWAY) |
	    KIND_BIT(KIND_PEERING) | KIND_BIT(KIND_ENDPOINT) |
	    KIND_BIT(KIND_WORKLOAD) | KIND_BIT(KIND_INTERFACE);
	u.what = "target";
	if (r->target_kind == TARGET_THING)
		link_resolve(l, &r->target, &u);
}

static void
resolve_rule(struct linker *l, const struct thing *owner,
    struct group_rule *r)
{
	struct use u = use_by(owner, KIND_BIT(KIND_PREFIX_LIST));
	struct ref peer;

	u.about = r;
	u.within = r->direction == INGRESS ? "ingress rule" : "egress rule";
	u.written = r->ports->written;
	u.at = r->at;
	u.flat = true;
	u.abroad = true;		/* SG009 judges groups of other VPCs */
	u.foreign = true;
	if (r->peer_kind == PEER_GROUP) {
		u.kinds |= KIND_BIT(KIND_SECURITY_GROUP);
		u.what = "security group or prefix list";
	} else if (r->peer_kind != PEER_PREFIX_LIST) {
		return;
	}
	peer = group_rule_peer(r);
	link_resolve(l, &peer, &u);
	group_rule_set_to(r, peer.to);
}

static void
of_subnet(struct linker *l, struct thing *t)
{
	struct subnet *s = (struct subnet *)t;

	RESOLVE_LIST(l, t, s->table_refs, KIND_ROUTE_TABLE);
	RESOLVE_LIST(l, t, s->acl_refs, KIND_NETWORK_ACL);
}

static void
of_route_table(struct linker *l, struct thing *t)
{
	struct route_table *table = (struct route_table *)t;
	struct use edge = use_by(t, KIND_BIT(KIND_INTERNET_GATEWAY) |
	    KIND_BIT(KIND_VPN_GATEWAY));

	edge.what = "gateway";
	RESOLVE_LIST(l, t, table->subnet_refs, KIND_SUBNET);
	RESOLVE_LIST(l, t, table->propagates, KIND_VPN_GATEWAY);
	link_resolve(l, &table->edge_of, &edge);
	for (size_t i = 0; i < table->routes.n; i++)
		resolve_route(l, t, table->routes.v[i]);
}

/* What stands in a subnet lives in that subnet's VPC. */
static void
live_in(struct thing *t, const struct ref *subnets, size_t n)
{
	for (size_t i = 0; t->vpc == NULL && i < n; i++)
		if (subnets[i].to != NULL)
			t->vpc = subnets[i].to->vpc;
}

static void
of_nat_gateway(struct linker *l, struct thing *t)
{
	struct nat_gateway *nat = (struct nat_gateway *)t;

	resolve_one(l, t, &nat->subnet, KIND_SUBNET);
	live_in(t, &nat->subnet, 1);
	resolve_addresses(l, t, nat->addresses.v, nat->addresses.n);
	for (size_t i = 0; i < nat->routes.n; i++)
		resolve_route(l, t, nat->routes.v[i]);
}

static void
of_endpoint(struct linker *l, struct thing *t)
{
	struct endpoint *e = (struct endpoint *)t;

	RESOLVE_LIST(l, t, e->subnet_refs, KIND_SUBNET);
	live_in(t, e->subnet_refs.v, e->subnet_refs.n);
	RESOLVE_LIST(l, t, e->table_refs, KIND_ROUTE_TABLE);
	RESOLVE_LIST(l, t, e->group_refs, KIND_SECURITY_GROUP);
}

static void
of_endpoint_service(struct linker *l, struct thing *t)
{
	resolve_one(l, t, &((struct endpoint_service *)t)->load_balancer,
	    KIND_WORKLOAD);
}

static void
of_network_acl(struct linker *l, struct thing *t)
{
	RESOLVE_LIST(l, t, ((struct network_acl *)t)->subnet_refs,
	    KIND_SUBNET);
}

static void
of_security_group(struct linker *l, struct thing *t)
{
	struct security_group *g = (struct security_group *)t;

	for (size_t i = 0; i < g->ingress.n; i++)
		resolve_rule(l, t, g->ingress.v[i]);
	for (size_t i = 0; i < g->egress.n; i++)
		resolve_rule(l, t, g->egress.v[i]);
}

static void
of_interface(struct linker *l, struct thing *t)
{
	struct interface *e = (struct interface *)t;

	resolve_one(l, t, &e->subnet_ref, KIND_SUBNET);
	live_in(t, &e->subnet_ref, 1);
	if (e->workload != NULL && e->workload->is.vpc == NULL)
		e->workload->is.vpc = t->vpc;
	RESOLVE_LIST(l, t, e->group_refs, KIND_SECURITY_GROUP);
	resolve_addresses(l, t, e->public_addresses.v,
	    e->public_addresses.n);
}

static void
of_workload(struct linker *l, struct thing *t)
{
	struct workload *w = (struct workload *)t;
	struct use target = use_by(t, KIND_BIT(KIND_WORKLOAD) |
	    KIND_BIT(KIND_INTERFACE));

	RESOLVE_LIST(l, t, w->subnet_refs, KIND_SUBNET);
	live_in(t, w->subnet_refs.v, w->subnet_refs.n);
	RESOLVE_LIST(l, t, w->group_refs, KIND_SECURITY_GROUP);
	RESOLVE_LIST(l, t, w->pods.subnet_refs, KIND_SUBNET);
	resolve_addresses(l, t, &w->public_address, 1);
	target.scope = scope_of(t);
	target.what = "target";
	target.within = "listener";
	target.abroad = true;	/* by address, over a peering */
	for (size_t i = 0; i < w->listeners.n; i++) {
		struct listener *listener = w->listeners.v[i];

		target.about = listener;
		target.at = listener->at;
		resolve_all(l, listener->targets.v, listener->targets.n,
		    &target);
	}
}

static void
of_elastic_ip(struct linker *l, struct thing *t)
{
	struct use u = use_by(t, KIND_BIT(KIND_INTERFACE) |
	    KIND_BIT(KIND_WORKLOAD) | KIND_BIT(KIND_NAT_GATEWAY));

	u.what = "holder";
	u.foreign = true;
	link_resolve(l, &((struct elastic_ip *)t)->attached_to, &u);
}

static void
of_peering(struct linker *l, struct thing *t)
{
	struct peering *p = (struct peering *)t;

	for (size_t i = 0; i < 2; i++) {
		resolve_one(l, t, &p->ends[i], KIND_VPC);
		p->vpcs[i] = (struct vpc *)p->ends[i].to;
	}
}

static void
of_vpn(struct linker *l, struct thing *t)
{
	struct vpn *vpn = (struct vpn *)t;
	struct use on = use_by(t, KIND_BIT(KIND_VPN_GATEWAY) |
	    KIND_BIT(KIND_TRANSIT_GATEWAY));

	on.what = "gateway";
	link_resolve(l, &vpn->on, &on);
	resolve_one(l, t, &vpn->customer_gateway, KIND_CUSTOMER_GATEWAY);
	RESOLVE_LIST(l, t, vpn->networks, KIND_NETWORK);
}

static void
of_block(struct linker *l, struct thing *t)
{
	struct block_public_access *b = (struct block_public_access *)t;
	struct use u = use_by(t, KIND_BIT(KIND_VPC) | KIND_BIT(KIND_SUBNET));

	u.what = "VPC or subnet";
	for (size_t i = 0; i < b->exclusions.n; i++) {
		u.at = b->exclusions.v[i].at;
		link_resolve(l, &b->exclusions.v[i].of, &u);
	}
}

static struct use
use_in_gateway(const struct thing *owner, const struct transit_gateway *g,
    enum kind kind)
{
	struct use u = use_by(owner, KIND_BIT(kind));

	u.scope = g != NULL ? &g->is : NULL;
	return u;
}

static void
of_transit_gateway(struct linker *l, struct thing *t)
{
	struct transit_gateway *g = (struct transit_gateway *)t;
	struct use u = use_in_gateway(t, g, KIND_TRANSIT_TABLE);

	link_resolve(l, &g->default_association, &u);
	link_resolve(l, &g->default_propagation, &u);
}

static const enum kind attached_kinds[] = {
	[ATTACHMENT_VPC] = KIND_VPC,
	[ATTACHMENT_VPN] = KIND_VPN,
	[ATTACHMENT_PEER] = KIND_TRANSIT_GATEWAY,
};

/* One subnet whose name is nobody else's says in which VPC the others are. */
static void
resolve_beside(struct linker *l, struct attachment *a, struct use *u)
{
	for (size_t i = 0; u->scope == NULL && i < a->subnet_refs.n; i++)
		if (a->subnet_refs.v[i].to != NULL)
			u->scope = scope_of(a->subnet_refs.v[i].to);
	u->lost = u->scope == NULL;
	if (!u->lost)
		resolve_all(l, a->subnet_refs.v, a->subnet_refs.n, u);
}

static void
of_attachment(struct linker *l, struct thing *t)
{
	struct attachment *a = (struct attachment *)t;
	struct use in_vpc = use_by(t, KIND_BIT(KIND_SUBNET));
	struct use table = use_in_gateway(t, a->gateway, KIND_TRANSIT_TABLE);

	if (a->to != ATTACHMENT_OTHER)
		resolve_one(l, t, &a->target, attached_kinds[a->to]);
	in_vpc.scope = a->target.to;
	in_vpc.lost = a->to == ATTACHMENT_VPC && a->target.to == NULL;
	resolve_all(l, a->subnet_refs.v, a->subnet_refs.n, &in_vpc);
	if (in_vpc.lost)
		resolve_beside(l, a, &in_vpc);
	link_resolve(l, &a->table, &table);
	resolve_all(l, a->propagates_to.v, a->propagates_to.n, &table);
}

static void
of_transit_table(struct linker *l, struct thing *t)
{
	struct transit_table *table = (struct transit_table *)t;
	struct use to = use_in_gateway(t, table->gateway, KIND_ATTACHMENT);
	struct use list = use_by(t, KIND_BIT(KIND_PREFIX_LIST));

	to.within = list.within = "route";
	for (size_t i = 0; i < table->routes.n; i++) {
		struct transit_route *r = table->routes.v[i];

		to.about = list.about = r;
		to.at = list.at = r->at;
		to.written = r->cidr.written != NULL ? r->cidr.written :
		    r->list.text;
		link_resolve(l, &r->list, &list);
		link_resolve(l, &r->target, &to);
	}
}

static void (*const resolvers[KIND_COUNT])(struct linker *, struct thing *) = {
	[KIND_SUBNET] = of_subnet,
	[KIND_ROUTE_TABLE] = of_route_table,
	[KIND_NAT_GATEWAY] = of_nat_gateway,
	[KIND_VPN] = of_vpn,
	[KIND_TRANSIT_GATEWAY] = of_transit_gateway,
	[KIND_ATTACHMENT] = of_attachment,
	[KIND_TRANSIT_TABLE] = of_transit_table,
	[KIND_PEERING] = of_peering,
	[KIND_ENDPOINT] = of_endpoint,
	[KIND_ENDPOINT_SERVICE] = of_endpoint_service,
	[KIND_NETWORK_ACL] = of_network_acl,
	[KIND_SECURITY_GROUP] = of_security_group,
	[KIND_INTERFACE] = of_interface,
	[KIND_ELASTIC_IP] = of_elastic_ip,
	[KIND_WORKLOAD] = of_workload,
	[KIND_BLOCK_PUBLIC_ACCESS] = of_block,
};

void
link_references(struct linker *l)
{
	for (enum kind kind = 0; kind < KIND_COUNT; kind++)
		for (size_t i = 0; resolvers[kind] != NULL &&
		    i < l->m->things[kind].n; i++)
			resolvers[kind](l, l->m->things[kind].v[i]);
}
