/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "lint/nest.h"
#include "lint/way.h"
#include "lint/words.h"

#include <stdlib.h>

/* Routes more specific than "local", of which AWS takes a few forms only. */
#define SUBNET_TABLES "Amazon VPC User Guide, Subnet route tables"

/* The blocks of a VPC and of its subnets, sorted. */
struct ground {
	const struct vpc *v;
	struct nest *blocks;		/* of the VPC */
	size_t n_blocks;
	struct nest *subnets;
	size_t n_subnets;
	bool subnets_known, blocks_known;
};

static void
add_ground(struct nest *v, size_t *n, bool *known, const struct cidr_value *c)
{
	if (c->is.state == VALUE_UNKNOWN)
		*known = false;
	if (value_is_known(c->is))
		v[(*n)++] = (struct nest){ .cidr = c->v };
}

static struct ground
survey_ground(struct lint *l, const struct vpc *v)
{
	struct ground g = { .v = v, .subnets_known = true,
		.blocks_known = true };

	g.blocks = arena_array(l->a, v->cidrs.n + v->ipv6_cidrs.n,
	    sizeof *g.blocks);
	for (size_t i = 0; i < v->cidrs.n; i++)
		add_ground(g.blocks, &g.n_blocks, &g.blocks_known,
		    &v->cidrs.v[i]);
	for (size_t i = 0; i < v->ipv6_cidrs.n; i++)
		add_ground(g.blocks, &g.n_blocks, &g.blocks_known,
		    &v->ipv6_cidrs.v[i]);
	g.subnets = arena_array(l->a, 2 * v->subnets.n, sizeof *g.subnets);
	for (size_t i = 0; i < v->subnets.n; i++) {
		const struct subnet *s = v->subnets.v[i];

		add_ground(g.subnets, &g.n_subnets, &g.subnets_known,
		    &s->cidr);
		add_ground(g.subnets, &g.n_subnets, &g.subnets_known,
		    &s->ipv6_cidr);
		/* Placed later: its block is yet to be found. */
		if (s->cidr.is.state == VALUE_ABSENT &&
		    s->ipv6_cidr.is.state == VALUE_ABSENT)
			g.subnets_known = false;
	}
	nest_sort(g.blocks, g.n_blocks);
	nest_sort(g.subnets, g.n_subnets);
	return g;
}

/* Whether c equals one of the sorted blocks, or (if not equal) lies in one. */
static bool
is_one_of(const struct nest *v, size_t n, struct cidr c)
{
	size_t i = nest_find(v, n, (enum family)c.family, c.base);

	while (i != NEST_NONE && v[i].cidr.length > c.length)
		i = v[i].outer;
	return i != NEST_NONE && cidr_equal(v[i].cidr, c);
}

static bool
is_in_one_of(const struct nest *v, size_t n, struct cidr c)
{
	size_t i = nest_find(v, n, (enum family)c.family, c.base);

	while (i != NEST_NONE && !cidr_contains(v[i].cidr, c))
		i = v[i].outer;
	return i != NEST_NONE;
}

/* Why AWS refuses the route, or NULL. */
static const char *
why_illegal(struct lint *l, const struct ground *g, const struct route *r)
{
	bool edge = r->table->edge_of.is.state != VALUE_ABSENT;
	struct cidr c = r->cidr.v;
	bool inside = is_in_one_of(g->blocks, g->n_blocks, c);
	bool is_block = is_one_of(g->blocks, g->n_blocks, c);
	const struct thing *t = way_target(r);

	if (!inside && g->blocks_known && r->target_kind == TARGET_LOCAL)
		return "nothing outside of the VPC is local";
	if (!inside && (!edge || !g->blocks_known))
		return NULL;
	if (!inside)
		return "the table of a gateway takes only blocks of the VPC "
		    "and of its subnets as destinations";
	if (!is_block && !is_one_of(g->subnets, g->n_subnets, c)) {
		if (!g->subnets_known)
			return NULL;
		return arena_printf(l->a, "inside %s only the whole block of a "
		    "subnet may be a destination",
		    thing_title(l->a, &g->v->is));
	}
	if (r->target_kind == TARGET_LOCAL)
		return edge || is_block ? NULL : "\"local\" is the target of "
		    "whole blocks of the VPC only";
	if (t == NULL || way_is_middlebox(r) ||
	    (t->kind == KIND_NAT_GATEWAY && !edge))
		return NULL;
	return arena_printf(l->a, "%s cannot be a target inside the VPC: an "
	    "interface, a gateway load balancer endpoint%s can",
	    thing_title(l->a, t), edge ? "" : " and a NAT gateway");
}

/* Why the route cannot have a prefix list as its destination, or NULL. */
static const char *
why_no_list(const struct route *r)
{
	return r->table->edge_of.is.state != VALUE_ABSENT ? "the table of a "
	    "gateway takes no prefix lists as destinations" : NULL;
}

static void
check_more_specific_of(struct lint *l, const struct ground *g,
    const struct route *r)
{
	const char *why;
	struct finding *f;

	if (r->origin != ROUTE_STATIC)
		return;
	why = r->destination == DESTINATION_PREFIX_LIST ? why_no_list(r) :
	    r->destination == DESTINATION_CIDR && value_is_known(r->cidr.is) ?
	    why_illegal(l, g, r) : NULL;
	if (why == NULL || way_is_elsewhere(l, r))
		return;
	f = flag(l, &r->table->is, r->at, "%s is refused: %s",
	    words_route(l->a, r), why);
	f->key = words_destination(l->a, r);
	finding_passes(l->findings, f, r);
	finding_witness(l->findings, f, "destination", "%s", f->key);
	finding_witness(l->findings, f, "target", "%s",
	    words_target(l->a, r));
	finding_help(l->findings, f, "use the block of a subnet as "
	    "destination and a middlebox as target, or take the route out");
}

/* The table of a gateway as a whole: its routes are looked at one by one. */
static void
check_edge_table(struct lint *l, const struct route_table *t)
{
	bool is_main = flag_or(t->main, false);
	struct finding *f;

	if (t->edge_of.to == NULL || (!is_main && t->propagates.n == 0))
		return;
	f = flag(l, &t->is, t->is.at, "%s cannot be the table of %s: %s",
	    thing_title(l->a, &t->is), thing_title(l->a, t->edge_of.to),
	    is_main ? "it is the main table of its VPC" :
	    "it takes propagated routes");
	finding_witness(l->findings, f, "gateway", "%s",
	    thing_label(t->edge_of.to));
	finding_help(l->findings, f, "give the gateway a table of its own%s",
	    is_main ? "" : ", without propagation");
}

static void
check_more_specific(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->vpcs.n; i++) {
		const struct vpc *v = m->vpcs.v[i];
		struct ground g;

		if (v->route_tables.n == 0 || v->cidrs.n == 0)
			continue;
		g = survey_ground(l, v);
		for (size_t j = 0; j < v->route_tables.n; j++) {
			const struct route_table *t = v->route_tables.v[j];

			/* What stands was accepted by AWS. */
			if (!t->is.created)
				continue;
			check_edge_table(l, t);
			for (size_t k = 0; k < t->routes.n; k++)
				check_more_specific_of(l, &g, t->routes.v[k]);
		}
	}
}

const struct rule rules_route_local[] = {
	{ .check = check_more_specific, .is = {
		.code = "RT004",
		.name = "illegal-more-specific-than-local",
		.severity = SEVERITY_ERROR,
		.class = CLASS_REJECT,
		.title = "a route into the VPC that AWS does not take",
		.aws = "Inside the VPC a destination is a whole block of the VPC or "
		    "of a subnet, and its target a NAT gateway, an interface or "
		    "a gateway load balancer endpoint.  The table of an internet "
		    "or VPN gateway takes the same destinations, and \"local\", "
		    "but no NAT gateway; it is no main table, and nothing is "
		    "propagated into it.",
		.why = "AWS refuses the route, so traffic between subnets passes "
		    "the firewall by.",
		.intent = "The same, for tables that are to be created.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("internet_gateway": "igw",)
		JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.1.0/24"}},)
		JSON("route_tables": {"app": {"main": true, "routes": {"10.0.1.0/24": "igw"}}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.1.0/24"}},)
		JSON("workloads": {"fw": {"kind": "appliance", "subnets": ["app-a"]}},)
		JSON("route_tables": {"app": {"main": true, "routes": {"10.0.1.0/24": "fw"}}}}}}),
		.reference = SUBNET_TABLES,
	} },
	{ .check = NULL }
};
