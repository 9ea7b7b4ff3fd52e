/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "lint/words.h"
#include "model/facts.h"
#include "plan/space.h"

/*
 * What runs out though each part of it is large enough: whole blocks of a
 * VPC, and ports of a NAT gateway.
 */

/* --------------------------------------------------- subnet-without-block */

static bool
is_open(const struct subnet *s)
{
	if (flag_or(s->ipv6_only, false))
		return s->is.created &&
		    s->ipv6_cidr.is.state == VALUE_ABSENT;
	return s->cidr.is.state == VALUE_ABSENT &&
	    (value_is_known(s->size.is) || value_is_known(s->hosts.is));
}

static struct place
open_place(const struct subnet *s)
{
	return value_is_known(s->size.is) ? s->size.is.at :
	    value_is_known(s->hosts.is) ? s->hosts.is.at :
	    s->ipv6_only.is.at;
}

/* One finding for all of a VPC: it is one command that mends them. */
static void
check_open(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->vpcs.n; i++) {
		const struct vpc *v = m->vpcs.v[i];
		struct words_list names = { .a = l->a };
		const struct subnet *first = NULL;
		struct finding *f;

		for (size_t k = 0; k < v->subnets.n; k++) {
			if (!is_open(v->subnets.v[k]))
				continue;
			words_add(&names, thing_title(l->a,
			    &v->subnets.v[k]->is));
			if (first == NULL)
				first = v->subnets.v[k];
		}
		if (first == NULL || v->locked)
			continue;
		f = flag(l, &v->is, open_place(first), "no block yet for "
		    "%s: what rests on the addresses is not judged",
		    words_join(&names));
		finding_help(l->findings, f, "run \"vpcplan alloc\": it "
		    "places subnets and remembers where");
	}
}

/* ---------------------------------------------------- vpc-space-fragmented */

/* What stands in the place that would do best. */
static void
flag_held(struct lint *l, struct finding *f, const struct vpc *v,
    unsigned length)
{
	struct words_list names = { .a = l->a };
	struct space_mending m;

	if (!space_mend(l->a, v, length, &m)) {
		finding_help(l->findings, f, "add a block to the VPC");
		return;
	}
	for (size_t i = 0; i < m.held_by.n; i++)
		words_add(&names, arena_printf(l->a, "%s (%s)",
		    m.held_by.v[i].name, words_cidr(l->a,
		    m.held_by.v[i].block)));
	finding_witness(l->findings, f, "place", "%s", words_cidr(l->a,
	    m.block));
	finding_help(l->findings, f, "%s would be free but for %s: move that "
	    "while nothing stands in it, or add a block to the VPC",
	    words_cidr(l->a, m.block), words_join(&names));
}

static void
flag_unplaced(struct lint *l, const struct vpc *v, const struct unplaced *u)
{
	const struct value *at = value_is_known(u->subnet->size.is) ?
	    &u->subnet->size.is : &u->subnet->hosts.is;
	struct finding *f = flag(l, &u->subnet->is, at->at, "%s wants a /%u "
	    "and %s has %lld free addresses, but none of its free blocks is "
	    "larger than a /%u", thing_title(l->a, &u->subnet->is), u->length,
	    thing_title(l->a, &v->is), (long long)u->free, u->largest);

	finding_witness(l->findings, f, "wanted", "/%u", u->length);
	finding_witness(l->findings, f, "free", "%lld", (long long)u->free);
	finding_witness(l->findings, f, "largest", "/%u", u->largest);
	finding_related(l->findings, f, v->is.at, "%s",
	    thing_title(l->a, &v->is));
	flag_held(l, f, v, u->length);
}

/* Whether it hangs on a condition what of the VPC is taken. */
static bool
has_maybe_subnet(struct lint *l, const struct vpc *v)
{
	for (size_t i = 0; i < v->subnets.n; i++)
		if (lint_is_maybe(&v->subnets.v[i]->is, &v->is)) {
			lint_weakened(l, arena_printf(l->a, "whether %s is "
			    "there depends on a condition", thing_title(l->a,
			    &v->subnets.v[i]->is)));
			return true;
		}
	return false;
}

static void
check_fragmented(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->vpcs.n; i++) {
		const struct vpc *v = m->vpcs.v[i];
		struct unplaced_list list = space_place(l->a, v);

		if (list.n > 0 && has_maybe_subnet(l, v))
			continue;

		for (size_t k = 0; k < list.n; k++)
			flag_unplaced(l, v, &list.v[k]);
	}
}

/* ----------------------------------------------------- nat-port-exhaustion */

/* The NAT gateway that a table surely sends the internet's addresses to, or
 * NULL. */
static const struct nat_gateway *
nat_of(const struct route_table *t)
{
	for (size_t i = 0; t != NULL && i < t->routes.n; i++) {
		const struct route *r = t->routes.v[i];

		if (r->destination == DESTINATION_CIDR &&
		    value_is_known(r->cidr.is) &&
		    r->cidr.v.family == IPV4 && r->cidr.v.length == 0 &&
		    r->target_kind == TARGET_THING && r->target.to != NULL &&
		    r->target.to->kind == KIND_NAT_GATEWAY &&
		    !lint_route_is_maybe(r))
			return (const struct nat_gateway *)r->target.to;
	}
	return NULL;
}

/* What goes through each NAT gateway, by its order. */
struct load_on {
	int64_t connections;
	const struct workload *first;
};

/* Evenly over the subnets, as far as they are known. */
static void
add_connections(struct load_on *loads, const struct workload *w)
{
	int64_t all = number_or(w->connections, 0);
	int64_t n = (int64_t)w->subnet_refs.n;

	for (size_t i = 0; all > 0 && i < w->subnet_refs.n; i++) {
		const struct thing *s = w->subnet_refs.v[i].to;
		const struct nat_gateway *g;

		if (s == NULL || s->kind != KIND_SUBNET)
			continue;
		g = nat_of(((const struct subnet *)s)->table);
		if (g == NULL)
			continue;
		loads[g->is.order].connections += (all + n - 1) / n;
		if (loads[g->is.order].first == NULL)
			loads[g->is.order].first = w;
	}
}

static int64_t
addresses_of(const struct nat_gateway *g)
{
	size_t n = flag_or(g->is_private, false) ? g->private_addresses.n :
	    g->addresses_stated ? g->addresses.n : 1;

	return n > 0 ? (int64_t)n : 1;
}

static void
flag_exhausted(struct lint *l, const struct nat_gateway *g,
    const struct load_on *on, int64_t room)
{
	int64_t addresses = addresses_of(g);
	struct finding *f = flag(l, &g->is, g->is.at, "%s has room for %lld "
	    "connections to one destination (%lld an address, %lld "
	    "address%s), and what is routed through it has %lld at once",
	    thing_title(l->a, &g->is), (long long)room,
	    (long long)(room / addresses), (long long)addresses,
	    addresses == 1 ? "" : "es", (long long)on->connections);

	finding_witness(l->findings, f, "connections", "%lld",
	    (long long)on->connections);
	finding_witness(l->findings, f, "room", "%lld", (long long)room);
	finding_related(l->findings, f, on->first->is.at, "%s",
	    thing_title(l->a, &on->first->is));
	finding_help(l->findings, f, "give it more addresses, or reach the "
	    "destination another way: an endpoint, a peering connection");
}

static void
check_exhausted(struct lint *l, const struct model *m)
{
	struct load_on *loads = arena_array(l->a, m->next_order,
	    sizeof *loads);
	int64_t flows = model_fact(m, FACT_NAT_FLOWS);

	for (size_t i = 0; i < m->workloads.n; i++)
		if (m->workloads.v[i]->is.exists == NULL)
			add_connections(loads, m->workloads.v[i]);
	for (size_t i = 0; i < m->nat_gateways.n; i++) {
		const struct nat_gateway *g = m->nat_gateways.v[i];
		const struct load_on *on = &loads[g->is.order];
		int64_t room = flows * addresses_of(g);

		/* A regional one takes more addresses by itself. */
		if (!flag_or(g->regional, false) && on->connections > room)
			flag_exhausted(l, g, on, room);
	}
}

/* ---------------------------------------------------------------- table */

const struct rule rules_space[] = {
	{ .check = check_open, .is = {
		.code = "AD016",
		.name = "subnet-without-block",
		.severity = SEVERITY_NOTE,
		.class = CLASS_FRAGILE,
		.title = "a subnet that only states a size and has no block yet",
		.aws = "A subnet is created with its block.",
		.why = "Overlaps, routes, network ACLs and expectations that rest on "
		    "where the subnet lies cannot be judged before it has a place: "
		    "silence about them is not approval.",
		.intent = "Silent: only a plan has subnets without a block.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "subnets": {)
		JSON("app-a": {"az": "a", "size": 20}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "subnets": {)
		JSON("app-a": {"az": "a", "cidr": "10.0.0.0/20"}}}}}),
		.reference = "Amazon VPC User Guide, Subnet CIDR blocks",
	} },
	{ .check = check_fragmented, .is = {
		.code = "CP004",
		.name = "vpc-space-fragmented",
		.severity = SEVERITY_NOTE,
		.class = CLASS_FRAGILE,
		.title = "free addresses of a VPC that are no block for a subnet",
		.aws = "A subnet is one block that begins at a multiple of its size.",
		.why = "The addresses are there and lie apart: the subnet cannot be "
		    "placed, though a sum says that it can.",
		.intent = "Silent: only a plan has subnets without a block.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/24", "subnets": {)
		JSON("a": {"az": "a", "cidr": "10.0.0.64/26"},)
		JSON("b": {"az": "b", "cidr": "10.0.0.128/26"},)
		JSON("c": {"az": "a", "size": 25}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/24", "subnets": {)
		JSON("a": {"az": "a", "cidr": "10.0.0.0/26"},)
		JSON("b": {"az": "b", "cidr": "10.0.0.64/26"},)
		JSON("c": {"az": "a", "size": 25}}}}}),
		.reference = "Amazon VPC User Guide, Subnet CIDR blocks",
	} },
	{ .check = check_exhausted, .is = {
		.code = "CP006",
		.name = "nat-port-exhaustion",
		.severity = SEVERITY_NOTE,
		.class = CLASS_FRAGILE,
		.title = "more connections to one destination than a NAT gateway has ports",
		.aws = "A NAT gateway has 55000 connections at once for each of its "
		    "addresses and each destination: address, port and protocol.  What "
		    "comes on top is dropped.",
		.why = "It shows under load only, as time-outs of some connections, and "
		    "looks like a fault of the far side.",
		.intent = "Silent: connections are counted where a workload states them.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("internet_gateway": "igw", "subnets": {)
		JSON("public-a": {"az": "a", "cidr": "10.0.0.0/24", "route_table": "public"},)
		JSON("app-a": {"az": "a", "cidr": "10.0.1.0/24", "route_table": "app"}},)
		JSON("nat_gateways": {"nat": {"subnet": "public-a"}}, "route_tables": {)
		JSON("public": {"routes": {"0.0.0.0/0": "igw"}},)
		JSON("app": {"routes": {"0.0.0.0/0": "nat"}}}, "security_groups": {"app": {}},)
		JSON("workloads": {"app": {"kind": "auto_scaling_group", "subnets": ["app-a"],)
		JSON("security_groups": ["app"], "connections": 60000}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("internet_gateway": "igw", "subnets": {)
		JSON("public-a": {"az": "a", "cidr": "10.0.0.0/24", "route_table": "public"},)
		JSON("app-a": {"az": "a", "cidr": "10.0.1.0/24", "route_table": "app"}},)
		JSON("nat_gateways": {"nat": {"subnet": "public-a"}}, "route_tables": {)
		JSON("public": {"routes": {"0.0.0.0/0": "igw"}},)
		JSON("app": {"routes": {"0.0.0.0/0": "nat"}}}, "security_groups": {"app": {}},)
		JSON("workloads": {"app": {"kind": "auto_scaling_group", "subnets": ["app-a"],)
		JSON("security_groups": ["app"], "connections": 55000}}}}}),
		.reference = "Amazon VPC User Guide, NAT gateway basics",
	} },
	{ .check = NULL }
};
