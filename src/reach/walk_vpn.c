/* SPDX-License-Identifier: MIT */
#include "reach/walk.h"

#include "base/str.h"
#include "model/facts.h"
#include "model/stand_in.h"

/*
 * What joins a VPC with one other place: a peering with a VPC, a VPN gateway
 * with the networks behind its VPNs.  Neither carries what only passes the
 * VPC.
 */

bool
walk_carries(struct walk *w, struct trip t, const char *state, struct hop at,
    const char *code)
{
	if (fact_state_carries(state))
		return true;
	if (fact_state_is_unknown(state))
		walk_unknown(w, t, arena_printf(w->a,
		    "the state of %s is not known",
		    thing_title(w->a, at.thing)));
	else
		walk_block(w, &t, at, code, "is not available");
	return false;
}

/* ---------------------------------------------------------------- peering */

static struct range_set
vpc_block(struct walk *w, const struct vpc *v, enum family family)
{
	struct range_set all = range_set_empty(family);

	for (size_t i = 0; i < v->cidrs.n && family == IPV4; i++)
		if (value_is_known(v->cidrs.v[i].is))
			all = range_set_union(w->a, all,
			    range_set_of_cidr(w->a, v->cidrs.v[i].v));
	for (size_t i = 0; i < v->ipv6_cidrs.n && family == IPV6; i++)
		if (block_is_usable(&v->ipv6_cidrs.v[i]))
			all = range_set_union(w->a, all,
			    range_set_of_cidr(w->a, v->ipv6_cidrs.v[i].v));
	return all;
}

static bool
has_open_block(const struct vpc *v, enum family family)
{
	if (family == IPV6)
		return vpc_has_open_ipv6(v);
	for (size_t i = 0; i < v->cidrs.n; i++)
		if (value_is_unknown(v->cidrs.v[i].is))
			return true;
	return false;
}

/* Behind a gateway that leads to one VPC only there is no way on for what is
 * not of that: nothing there is to blame, too. */
static bool
go_on_to(struct walk *w, struct trip *t, const struct vpc *v)
{
	t->flow = walk_destinations(w, t, vpc_block(w, v, t->flow.family));
	return !flow_is_empty(t->flow);
}

void
walk_peering(struct walk *w, struct trip t, const struct peering *p)
{
	struct hop at = { .kind = HOP_PEERING, .thing = &p->is };
	size_t other = p->vpcs[0] == t.vpc ? 1 : 0;
	const struct vpc *v = p->vpcs[other];

	if (p->vpcs[1 - other] != t.vpc &&
	    (value_is_unknown(p->ends[0].is) ||
	    value_is_unknown(p->ends[1].is))) {
		walk_unknown(w, t, arena_printf(w->a, "what %s joins is not "
		    "known", thing_title(w->a, &p->is)));
		return;
	}
	if (p->vpcs[1 - other] != t.vpc) {
		walk_block(w, &t, at, "BAD_STATE", "is between other VPCs");
		return;
	}
	if (!walk_begins_here(&t)) {
		walk_block(w, &t, at, "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR",
		    "carries only what its own VPC sends: it is not "
		    "transitive");
		return;
	}
	if (v == NULL) {
		walk_unknown(w, t, arena_printf(w->a,
		    "the VPC behind %s is not in the input%s",
		    thing_title(w->a, &p->is), missing_call(w->a, &p->is,
		    KIND_VPC)));
		return;
	}
	if (has_open_block(v, t.flow.family) &&
	    !walk_destination_within(w, &t,
	    vpc_block(w, v, t.flow.family))) {
		walk_unknown(w, t, arena_printf(w->a, "the blocks of %s are "
		    "not all known", thing_title(w->a, &v->is)));
		return;
	}
	if (!walk_keep(w, &t, walk_destinations(w, &t,
	    vpc_block(w, v, t.flow.family)), at,
	    "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR",
	    "carries only addresses of the other VPC") || !go_on_to(w, &t, v))
		return;
	t.crossing = t.crossing == CROSSED_NOTHING &&
	    (t.vpc->is.region == NULL || v->is.region == NULL ||
	    str_equal(t.vpc->is.region, v->is.region)) ?
	    CROSSED_PEERING : CROSSED_OTHER;
	t.vpc = v;
	t.subnet = NULL;
	t.source_is_local = false;
	walk_local(w, t);
}

/* ----------------------------------------------------------- VPN gateways */

bool
walk_goal_is_behind(struct walk *w, const struct vpn *v)
{
	const struct end *goal = walk_goal(w);

	if (goal == NULL || goal->kind != END_NETWORK)
		return false;
	for (size_t i = 0; i < goal->network->vpns.n; i++)
		if (goal->network->vpns.v[i] == v)
			return walk_has(w, v->is.exists);
	return false;
}

bool
walk_is_open_vpn(const struct vpn *v)
{
	for (size_t i = 0; i < v->cidrs.n; i++)
		if (value_is_unknown(v->cidrs.v[i].is))
			return true;
	for (size_t i = 0; i < v->networks.n; i++) {
		const struct network *n =
		    (const struct network *)v->networks.v[i].to;

		if (value_is_unknown(v->networks.v[i].is))
			return true;
		for (size_t k = 0; n != NULL && n->is.kind == KIND_NETWORK &&
		    k < n->cidrs.n; k++)
			if (value_is_unknown(n->cidrs.v[k].is))
				return true;
	}
	return false;
}

static bool
may_know_more(struct walk *w, const struct vpn_gateway *g)
{
	const struct model *m = reach_model(w->r);

	for (size_t i = 0; i < g->vpns.n; i++)
		if (walk_is_open_vpn(g->vpns.v[i]))
			return true;
	for (size_t i = 0; i < m->vpns.n; i++)
		if (value_is_unknown(m->vpns.v[i]->on.is))
			return true;
	return !model_island_is_complete(m, KIND_VPN, g->is.island);
}

/* Of several that lead there the one that works. */
static const struct vpn *
vpn_to_goal(struct walk *w, const struct vpn_gateway *g)
{
	const struct vpn *best = NULL;

	for (size_t i = 0; i < g->vpns.n; i++) {
		const struct vpn *v = g->vpns.v[i];

		if (!walk_goal_is_behind(w, v))
			continue;
		if (fact_state_carries(v->state))
			return v;
		if (best == NULL || fact_state_is_unknown(v->state))
			best = v;
	}
	return best;
}

void
walk_vpn_gateway(struct walk *w, struct trip t, const struct vpn_gateway *g)
{
	struct hop at = { .kind = HOP_VPN, .thing = &g->is };
	const struct vpn *v;

	walk_hop(w, &t, at);
	if (t.flow.family == IPV6) {
		walk_block(w, &t, at, "PROTOCOL_RESTRICTION",
		    "carries no IPv6");
		return;
	}
	if (g->is.vpc != t.vpc || !walk_begins_here(&t)) {
		walk_block(w, &t, at, "VGW_PRIVATE_IP_ASSOCIATION_FOR_EGRESS",
		    "carries only what its own VPC sends");
		return;
	}
	t.vpc = NULL;
	t.subnet = NULL;
	v = vpn_to_goal(w, g);
	if ((v == NULL || !fact_state_carries(v->state)) &&
	    may_know_more(w, g)) {
		walk_unknown(w, t, arena_printf(w->a, "which networks %s leads "
		    "to is not known", thing_title(w->a, &g->is)));
		return;
	}
	if (v != NULL) {
		at.thing = &v->is;
		walk_hop(w, &t, at);
		if (walk_carries(w, t, v->state, at, "BAD_STATE_VPN"))
			walk_arrived(w, t);
		return;
	}
	walk_block(w, &t, at, "NO_POSSIBLE_DESTINATION",
	    "knows no such network");
}

void
walk_from_vpn_gateway(struct walk *w, struct trip t, const struct vpn_gateway *g)
{
	struct hop at = { .kind = HOP_VPN, .thing = &g->is };

	walk_hop(w, &t, at);
	if (g->is.vpc == NULL) {
		walk_block(w, &t, at, "BAD_STATE_ATTACHMENT",
		    "is attached to no VPC");
		return;
	}
	if (has_open_block(g->is.vpc, t.flow.family) &&
	    !walk_destination_within(w, &t,
	    vpc_block(w, g->is.vpc, t.flow.family))) {
		walk_unknown(w, t, arena_printf(w->a, "the blocks of %s are "
		    "not all known", thing_title(w->a, &g->is.vpc->is)));
		return;
	}
	if (!walk_keep(w, &t, walk_destinations(w, &t,
	    vpc_block(w, g->is.vpc, t.flow.family)), at,
	    "VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS",
	    "leads into its own VPC only") || !go_on_to(w, &t, g->is.vpc))
		return;
	t.vpc = g->is.vpc;
	t.subnet = NULL;
	t.by_vpn_gateway = true;
	if (!walk_edge(w, t, &g->is, g->is.vpc))
		walk_local(w, t);
}
