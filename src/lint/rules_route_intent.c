/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "base/str.h"
#include "lint/intents.h"
#include "lint/nest.h"
#include "lint/way.h"
#include "lint/words.h"
#include "reach/end.h"
#include "reach/reach.h"

#include <stdlib.h>

/*
 * Routes against what the plan says is where: addresses that a longer prefix
 * takes elsewhere, and flows that no route serves.
 */
#define PRIORITY "Amazon VPC User Guide, Route priority"

/* ------------------------------------- more-specific-route-steals-traffic */

/* What is declared to lie behind a target, to look up what holds a block. */
struct claims {
	bool made, whole;		/* nothing may be missing */
	struct nest *v;
	size_t n, cap;
};

struct stealing {
	struct lint *l;
	struct arena *a;		/* scratch */
	struct claims *of;		/* by order of the target */
};

static void
claim(struct stealing *s, struct claims *c, struct cidr_value v,
    const struct thing *of)
{
	struct nest one = { .cidr = v.v, .order = (uint32_t)c->n, .of = of };

	if (value_is_known(v.is))
		vec_push(s->a, c, one);
	else
		c->whole = false;
}

static void
claim_vpc(struct stealing *s, struct claims *c, const struct vpc *v)
{
	if (v == NULL) {
		c->whole = false;
		return;
	}
	for (size_t i = 0; i < v->cidrs.n; i++)
		claim(s, c, v->cidrs.v[i], &v->is);
	for (size_t i = 0; i < v->ipv6_cidrs.n; i++)
		claim(s, c, v->ipv6_cidrs.v[i], &v->is);
}

static void
claim_vpn(struct stealing *s, struct claims *c, const struct vpn *v)
{
	for (size_t i = 0; i < v->cidrs.n; i++)
		claim(s, c, v->cidrs.v[i], &v->is);
	for (size_t i = 0; i < v->networks.n; i++) {
		const struct network *n =
		    (const struct network *)v->networks.v[i].to;

		if (n == NULL)
			c->whole = false;
		if (n == NULL || n->is.kind != KIND_NETWORK)
			continue;
		for (size_t k = 0; k < n->cidrs.n; k++)
			claim(s, c, n->cidrs.v[k], &n->is);
	}
	/* One that says nothing may lead anywhere. */
	if (v->cidrs.n == 0 && v->networks.n == 0)
		c->whole = false;
}

static void
claim_transit(struct stealing *s, struct claims *c,
    const struct transit_gateway *g)
{
	c->whole = model_is_complete(s->l->m, KIND_ATTACHMENT, NULL);
	for (size_t i = 0; i < g->attachments.n; i++) {
		const struct attachment *a = g->attachments.v[i];

		if (a->to == ATTACHMENT_VPC)
			claim_vpc(s, c, a->vpc);
		else if (a->to == ATTACHMENT_VPN && a->target.to != NULL &&
		    a->target.to->kind == KIND_VPN)
			claim_vpn(s, c, (const struct vpn *)a->target.to);
		else
			c->whole = false;
	}
}

static void
claim_vpn_gateway(struct stealing *s, struct claims *c,
    const struct vpn_gateway *g)
{
	/* Direct Connect stands in no list. */
	c->whole = g->is.created && g->vpns.n > 0;
	for (size_t i = 0; i < g->vpns.n; i++)
		claim_vpn(s, c, g->vpns.v[i]);
}

/* What lies behind a target; of a peering, at both of its ends. */
static const struct claims *
claims_of(struct stealing *s, const struct thing *t)
{
	struct claims *c = &s->of[t->order];

	if (c->made)
		return c;
	c->made = c->whole = true;
	if (t->kind == KIND_PEERING) {
		claim_vpc(s, c, ((const struct peering *)t)->vpcs[0]);
		claim_vpc(s, c, ((const struct peering *)t)->vpcs[1]);
	} else if (t->kind == KIND_TRANSIT_GATEWAY) {
		claim_transit(s, c, (const struct transit_gateway *)t);
	} else if (t->kind == KIND_VPN_GATEWAY) {
		claim_vpn_gateway(s, c, (const struct vpn_gateway *)t);
	}
	nest_sort(c->v, c->n);
	return c;
}

/* The smallest claim that holds all of a block, or NULL. */
static const struct nest *
holds(const struct claims *c, struct cidr block)
{
	size_t at = nest_find(c->v, c->n, (enum family)block.family,
	    block.base);

	while (at != NEST_NONE && !cidr_contains(c->v[at].cidr, block))
		at = c->v[at].outer;
	return at != NEST_NONE ? &c->v[at] : NULL;
}

/* Whether a route leads a block where it surely is not. */
static bool
leads_elsewhere(struct stealing *s, const struct route *r, struct cidr block)
{
	const struct thing *t = way_target(r);
	const struct claims *c;

	if (t == NULL || r->exists != NULL ||
	    routes_state(s->l->routes, r, NULL) != ROUTE_LIVE)
		return false;
	if (t->kind == KIND_NAT_GATEWAY || t->kind == KIND_INTERNET_GATEWAY ||
	    t->kind == KIND_EGRESS_ONLY_GATEWAY)
		return true;
	if (t->kind != KIND_PEERING && t->kind != KIND_TRANSIT_GATEWAY &&
	    t->kind != KIND_VPN_GATEWAY)
		return false;
	c = claims_of(s, t);
	return c->whole && holds(c, block) == NULL;
}

static void
flag_thief(struct stealing *s, const struct route_table *t,
    const struct route *thief, struct cidr taken,
    const struct route *robbed, const struct nest *claim)
{
	struct lint *l = s->l;
	const struct thing *owner = claim->of;
	const char *part = cidr_equal(claim->cidr, taken) ? "" : "part of ";
	struct finding *f = flag(l, &t->is, thief->at, "%s takes %s%s (%s) "
	    "away from %s and leads it to %s", words_route(l->a, thief), part,
	    thing_title(l->a, owner), words_cidr(l->a, claim->cidr),
	    words_route(l->a, robbed), words_target(l->a, thief));

	f->key = words_destination(l->a, thief);
	finding_passes(l->findings, f, thief);
	finding_witness(l->findings, f, "longer", "%s to %s",
	    words_cidr(l->a, taken), words_target(l->a, thief));
	finding_witness(l->findings, f, "shorter", "%s to %s",
	    words_destination(l->a, robbed), words_target(l->a, robbed));
	finding_witness(l->findings, f, "declared", "%s",
	    words_cidr(l->a, claim->cidr));
	finding_related(l->findings, f, robbed->at, "the route that loses it");
	finding_related(l->findings, f, owner->at, "%s",
	    thing_title(l->a, owner));
	finding_help(l->findings, f, "drop the longer route, or lead it to "
	    "%s as well", words_target(l->a, robbed));
}

/* Outwards from a route, the first that would lead it where it belongs; true
 * if that one is robbed. */
static bool
check_thief(struct stealing *s, const struct route_table *t,
    const struct nest *all, size_t at)
{
	const struct route *r = all[at].of;

	for (size_t i = all[at].outer; i != NEST_NONE; i = all[i].outer) {
		const struct route *outer = all[i].of;
		const struct thing *to = way_target(outer);
		const struct nest *owner;

		if (to == NULL || routes_state(s->l->routes, outer, NULL) !=
		    ROUTE_LIVE)
			continue;
		if (to == way_target(r))
			return false;
		owner = holds(claims_of(s, to), all[at].cidr);
		if (owner == NULL || owner->of == &t->is.vpc->is)
			continue;
		flag_thief(s, t, r, all[at].cidr, outer, owner);
		return true;
	}
	return false;
}

struct blocks {
	struct nest *v;
	size_t n, cap;
};

static void
add_block(struct stealing *s, struct blocks *out, const struct route *r,
    size_t at, const struct cidr_value *block)
{
	struct nest one = { .cidr = block->v, .order = (uint32_t)at,
		.of = r };

	if (value_is_known(block->is))
		vec_push(s->a, out, one);
}

/* Those of a route: of a prefix list, what stands in it. */
static void
add_blocks(struct stealing *s, struct blocks *out, const struct route *r,
    size_t at)
{
	const struct prefix_list *list = (const struct prefix_list *)r->list.to;

	if (r->destination == DESTINATION_CIDR)
		add_block(s, out, r, at, &r->cidr);
	else if (r->destination == DESTINATION_PREFIX_LIST && list != NULL &&
	    list->is.kind == KIND_PREFIX_LIST)
		for (size_t i = 0; i < list->entries.n; i++)
			add_block(s, out, r, at, &list->entries.v[i]);
}

/* A route for just the same block comes before a prefix list. */
static bool
gives_way(const struct nest *all, size_t at, size_t n)
{
	const struct route *r = all[at].of;

	for (size_t i = all[at].first; r->destination != DESTINATION_CIDR &&
	    i < n && cidr_equal(all[i].cidr, all[at].cidr); i++)
		if (((const struct route *)all[i].of)->destination ==
		    DESTINATION_CIDR)
			return true;
	return false;
}


static void
check_thieves_of(struct stealing *s, const struct route_table *t)
{
	struct blocks all = { 0 };
	bool *told = arena_array(s->a, t->routes.n, sizeof *told);

	if (t->is.vpc == NULL)
		return;
	for (size_t i = 0; i < t->routes.n; i++)
		add_blocks(s, &all, t->routes.v[i], i);
	nest_sort(all.v, all.n);
	for (size_t i = 0; i < all.n; i++) {
		const struct route *r = all.v[i].of;

		/* Of a list, the first block says enough. */
		if (all.v[i].outer != NEST_NONE && !told[all.v[i].order] &&
		    leads_elsewhere(s, r, all.v[i].cidr) &&
		    !gives_way(all.v, i, all.n))
			told[all.v[i].order] = check_thief(s, t, all.v, i);
	}
}

static void
check_thieves(struct lint *l, const struct model *m)
{
	struct stealing s = { .l = l, .a = arena_new() };

	s.of = arena_array(s.a, m->next_order, sizeof *s.of);
	for (size_t i = 0; i < m->route_tables.n; i++)
		check_thieves_of(&s, m->route_tables.v[i]);
	arena_free(s.a);
}

/* --------------------------------------------------- default-route-missing */

/* A table that has no route for what an expectation sends out. */
struct lacking {
	const struct route_table *table;
	const struct intent *intent;
};

static int
compare_lacking(const void *x, const void *y)
{
	const struct lacking *a = x, *b = y;

	if (a->table != b->table)
		return a->table->is.order < b->table->is.order ? -1 : 1;
	return place_compare(a->intent->e->at, b->intent->e->at);
}

/* Of a function, PL006 says it: there a table with a gateway is as bad. */
static bool
goes_out(const struct intent *i)
{
	const struct workload *w = (const struct workload *)i->from.thing;

	return i->to.what == SELECTED_INTERNET &&
	    !(i->from.what == SELECTED_WORKLOAD &&
	    w->kind == WORKLOAD_LAMBDA);
}

struct lackings {
	struct lacking *v;
	size_t n, cap;
};

/* Whether one of them asks it first; behind a NAT gateway it is GW001's. */
static bool
is_first_table(const struct ends *from, const struct route_table *t)
{
	for (size_t i = 0; i < from->n; i++)
		if (from->v[i]->subnet != NULL ?
		    from->v[i]->subnet->table == t :
		    from->v[i]->untold == NULL)
			return true;
	return false;
}

static void
find_lacking(struct lint *l, struct lackings *out, const struct intent *i)
{
	struct ends from = ends_of(l->a, reach_places(lint_reach(l)),
	    &i->from, false, NULL);

	for (size_t k = 0; k < i->o->blockers.n; k++) {
		const struct shown_blocker *b = &i->o->blockers.v[k];
		struct lacking one = { .intent = i };

		/* A route that wins and drops is RT002's, a circle RT013's. */
		if (b->thing == NULL || b->subject != b->thing || b->reply ||
		    b->thing->kind != KIND_ROUTE_TABLE ||
		    !str_equal(b->code, "NO_ROUTE_TO_DESTINATION"))
			continue;
		one.table = (const struct route_table *)b->thing;
		if (is_first_table(&from, one.table) &&
		    !way_is_spoilt(l, one.table) &&
		    !way_hangs(l, one.table, IPV4) &&
		    !way_hangs(l, one.table, IPV6))
			vec_push(l->a, out, one);
	}
}

static const char *
families_lacking(struct lint *l, const struct route_table *t)
{
	bool none4 = way_to_internet(l, t, IPV4) == NULL;
	bool none6 = way_to_internet(l, t, IPV6) == NULL;

	return none4 || !none6 ? "0.0.0.0/0" : "::/0";
}

/* Those of its subnets where the one that asks stands: others may well do
 * without. */
static struct words_list
asking_subnets(struct lint *l, const struct lacking *v)
{
	struct ends from = ends_of(l->a, reach_places(lint_reach(l)),
	    &v->intent->from, false, NULL);
	struct words_list out = { .a = l->a };

	for (size_t i = 0; i < v->table->subnets.n; i++) {
		const struct subnet *sn = v->table->subnets.v[i];
		size_t k = 0;

		while (k < from.n && from.v[k]->subnet != sn)
			k++;
		if (k < from.n)
			words_add(&out, thing_title(l->a, &sn->is));
	}
	return out;
}

/* What a route out of the table would make of subnets declared isolated. */
static void
help_lacking(struct lint *l, struct finding *f, const struct lacking *v,
    const char *to)
{
	const char *gateway = str_equal(to, "::/0") ?
	    "an egress-only internet gateway" : "a NAT gateway";
	struct ends from = ends_of(l->a, reach_places(lint_reach(l)),
	    &v->intent->from, false, NULL);
	const struct subnet *kept = NULL;

	for (size_t i = 0; i < v->table->subnets.n; i++)
		if (v->table->subnets.v[i]->declared == EXPOSURE_ISOLATED)
			kept = v->table->subnets.v[i];
	for (size_t i = 0; i < from.n && kept != NULL; i++)
		if (from.v[i]->subnet != NULL && from.v[i]->subnet->declared ==
		    EXPOSURE_ISOLATED && from.v[i]->subnet->table == v->table) {
			finding_help(l->findings, f, "%s is declared isolated: "
			    "drop the need, or declare it private and route %s "
			    "to %s", thing_title(l->a,
			    &from.v[i]->subnet->is), to, gateway);
			return;
		}
	if (kept != NULL)
		finding_help(l->findings, f, "%s is declared isolated and has "
		    "this table, too: give those that need it another, with a "
		    "route %s to %s, or drop the need", thing_title(l->a,
		    &kept->is), to, gateway);
	else
		finding_help(l->findings, f, "route %s to %s, or drop the need",
		    to, gateway);
}

static void
flag_lacking(struct lint *l, const struct lacking *v, size_t n)
{
	const struct route_table *t = v->table;
	struct words_list list = asking_subnets(l, v);
	const char *to = families_lacking(l, t);
	struct finding *f;

	f = flag(l, &t->is, t->is.at, "%s has no route to the internet (%s), "
	    "and \"%s\" needs one%s%s", thing_title(l->a, &t->is), to,
	    v->intent->e->text, list.n > 0 ? " from " : "",
	    list.n > 0 ? words_join(&list) : "");
	finding_witness(l->findings, f, "destination", "%s", to);
	for (size_t i = 0; i < n; i++) {
		finding_needs(l->findings, f, v[i].intent->e);
		if (i < 4)
			finding_related(l->findings, f, v[i].intent->e->at,
			    "who needs it");
	}
	help_lacking(l, f, v, to);
}

static void
check_lacking(struct lint *l, const struct model *m)
{
	const struct intents *all;
	struct lackings found = { 0 };

	if (m->expectations.n == 0)
		return;
	all = lint_intents(l);
	for (size_t i = 0; i < all->n; i++)
		if (intent_is_missed(&all->v[i]) && goes_out(&all->v[i]))
			find_lacking(l, &found, &all->v[i]);
	vec_sort(&found, compare_lacking);
	for (size_t i = 0, end; i < found.n; i = end) {
		for (end = i; end < found.n &&
		    found.v[end].table == found.v[i].table; end++)
			;
		flag_lacking(l, found.v + i, end - i);
	}
}

/* ---------------------------------------------------------------- table */

#define PEERED(target)							\
	JSON({"vpcplan": 1, "vpcs": {)					\
	JSON("shop": {"cidr": "10.0.0.0/16", "subnets": {)			\
	JSON("app-a": {"az": "a", "cidr": "10.0.0.0/24", "route_table": "app"}},) \
	JSON("vpn_gateway": "vgw", "route_tables": {"app": {"routes": {) \
	JSON("10.1.0.0/16": "shop-data", "10.1.5.0/24": target}}}},)	\
	JSON("data": {"cidr": "10.1.0.0/16", "route_tables": {"main": {"main": true,) \
	JSON("routes": {"10.0.0.0/16": "shop-data"}}}}},)		\
	JSON("vpns": {"vpn": {"on": "shop/vgw", "networks": ["office"]}},) \
	JSON("networks": {"office": {"cidrs": ["192.168.0.0/16"]}},)	\
	JSON("peerings": {"shop-data": {"between": ["shop", "data"]}}})
#define WAY_OUT(routes)							\
	JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)	\
	JSON("internet_gateway": "igw", "nat_gateways": {"nat": {"regional": true}},) \
	JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.1.0/24", "route_table": "app"}},) \
	JSON("route_tables": {"app": {"routes": routes}},)		\
	JSON("workloads": {"app": {"kind": "instance", "subnets": ["app-a"],) \
	JSON("needs": ["internet"]}}}}})

const struct rule rules_route_intent[] = {
	{ .check = check_thieves, .is = {
		.code = "RT006",
		.name = "more-specific-route-steals-traffic",
		.severity = SEVERITY_WARNING,
		.class = CLASS_BROKEN,
		.title = "a longer route that leads addresses away from where they are",
		.aws = "The route with the longest prefix wins, whatever the target of the shorter "
		    "one is.",
		.why = "Some addresses of the peer or of the network outside are then sent "
		    "elsewhere, while their neighbours are reached: hard to see, hard to test.",
		.intent = "The same: blocks of VPCs behind peerings and transit gateways and of "
		    "networks behind VPNs say where addresses are.  Silent where the longer route "
		    "leads to where they are too, or into a firewall.",
		.bad = PEERED("vgw"),
		.good = PEERED("shop-data"),
		.reference = PRIORITY,
	} },
	{ .check = check_lacking, .is = {
		.code = "RT008",
		.name = "default-route-missing",
		.severity = SEVERITY_ERROR,
		.class = CLASS_BROKEN,
		.title = "a table without a route to the internet that is needed",
		.aws = "What no route of the subnet's table covers is dropped.",
		.why = "Who says that they need the internet do not get there.",
		.intent = "Silent: it looks at needs and expectations.",
		.bad = WAY_OUT({}),
		.good = WAY_OUT({"0.0.0.0/0": "nat"}),
		.reference = PRIORITY,
	} },
	{ .check = NULL }
};
