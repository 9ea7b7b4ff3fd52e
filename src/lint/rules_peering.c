/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "lint/space.h"
#include "lint/way.h"
#include "lint/words.h"
#include "model/facts.h"

/*
 * Routes through peering connections: what they can carry, and whether there
 * is a way back.
 */
#define SAME_WITHOUT_INTENT "The same: it needs no declared intent."
#define PEERING "VPC Peering Guide, How VPC peering works"

/* The end of the peering that a table is not at; NULL if that is not known. */
static const struct vpc *
far_end(const struct peering *p, const struct vpc *near)
{
	if (near == NULL)
		return NULL;
	if (p->vpcs[0] == near)
		return p->vpcs[1];
	return p->vpcs[1] == near ? p->vpcs[0] : NULL;
}

static const struct peering *
peering_of(const struct route *r)
{
	const struct thing *t = way_target(r);

	return t != NULL && t->kind == KIND_PEERING && r->table != NULL ?
	    (const struct peering *)t : NULL;
}

/* Call visit for every route through a peering. */
static void
each_peer_route(struct lint *l, const struct model *m, struct spaces *spaces,
    void (*visit)(struct lint *l, struct spaces *s, const struct route *r,
    const struct peering *p))
{
	for (size_t i = 0; i < m->route_tables.n; i++) {
		const struct route_table *t = m->route_tables.v[i];

		for (size_t j = 0; j < t->routes.n; j++) {
			const struct peering *p = peering_of(t->routes.v[j]);

			if (p != NULL)
				visit(l, spaces, t->routes.v[j], p);
		}
	}
}

/* --------------------------------------------------- default-via-peering */

/*
 * Whether the destination is some of the internet that the far VPC does not
 * have itself.  Of a VPC that is not in the input anything but a default
 * route, or half of one, may be its own.
 */
static bool
is_internet(struct lint *l, struct spaces *s, const struct vpc *far,
    struct cidr c)
{
	enum family family = (enum family)c.family;
	struct space theirs = { .known = false };
	struct range_set part;

	if (far != NULL)
		theirs = spaces_of_vpc(s, far, family);
	if (!theirs.known)
		return c.length <= (family == IPV4 ? 1 : 3);
	part = range_set_intersect(l->a, range_set_of_cidr(l->a, c),
	    fact_internet(family));
	return !range_set_contains(theirs.set, part);
}

static bool
is_default(struct lint *l, struct spaces *s, const struct route *r,
    const struct vpc *far)
{
	return r->destination == DESTINATION_CIDR &&
	    value_is_known(r->cidr.is) && is_internet(l, s, far, r->cidr.v);
}

static void
check_default_of(struct lint *l, struct spaces *s, const struct route *r,
    const struct peering *p)
{
	struct finding *f;

	if (!is_default(l, s, r, far_end(p, r->table->is.vpc)))
		return;
	f = flag(l, &r->table->is, r->at, "%s sends the internet through %s: "
	    "nobody uses the internet gateway, NAT gateway or VPN of a peer",
	    words_route(l->a, r), thing_title(l->a, &p->is));
	f->key = words_destination(l->a, r);
	finding_passes(l->findings, f, r);
	finding_witness(l->findings, f, "destination", "%s", f->key);
	finding_witness(l->findings, f, "target", "%s",
	    thing_title(l->a, &p->is));
	finding_related(l->findings, f, p->is.at, "the peering connection");
	finding_help(l->findings, f, "give this VPC a NAT gateway of its own, "
	    "or reach a shared one through a transit gateway");
}

static void
check_default(struct lint *l, const struct model *m)
{
	each_peer_route(l, m, lint_spaces(l), check_default_of);
}

/* ------------------------------------------------------- one-way-peering */

/* What routes lead through a peering, from either end, in either family. */
struct usage {
	const struct route *useful[2][2];
	bool maybe[2][2];
};

static const enum family families[] = { IPV4, IPV6 };

/* Of several routes the one that nothing else is wrong with. */
static void
note_route(struct lint *l, struct spaces *s, struct usage *u,
    const struct route *r, const struct peering *p)
{
	const struct vpc *near = r->table->is.vpc;
	const struct vpc *far = far_end(p, near);
	size_t side = p->vpcs[0] == near ? 0 : 1;
	bool sure = far != NULL && !lint_is_maybe(&r->table->is, &near->is) &&
	    (r->exists == NULL || condition_same(r->exists, p->is.exists) ||
	    condition_same(r->exists, r->table->is.exists));

	for (size_t i = 0; far != NULL && i < 2; i++) {
		struct space to = spaces_of_route(s, r, families[i]);
		struct space theirs = spaces_of_vpc(s, far, families[i]);

		if (range_set_overlaps(to.set, theirs.set)) {
			if (sure && (u->useful[side][i] == NULL ||
			    is_default(l, s, u->useful[side][i], far)))
				u->useful[side][i] = r;
			u->maybe[side][i] = true;
		}
		if (!to.known || !theirs.known)
			u->maybe[side][i] = true;
	}
}

static void
flag_one_way(struct lint *l, struct spaces *s, const struct peering *p,
    size_t from, size_t family, const struct route *there)
{
	const struct vpc *near = p->vpcs[from], *far = p->vpcs[1 - from];
	struct words_list list = { .a = l->a };
	struct range_set back =
	    spaces_of_vpc(s, near, families[family]).set;
	struct finding *f;

	for (size_t i = 0; i < back.n; i++)
		words_add(&list, words_range(l->a, families[family],
		    back.v[i]));
	f = flag(l, &p->is, p->is.at, "%s has routes in %s only: no table of "
	    "%s leads back to %s: over %s neither its answers nor its "
	    "requests get there",
	    thing_title(l->a, &p->is), thing_title(l->a, &near->is),
	    thing_title(l->a, &far->is), words_join(&list),
	    family_name(families[family]));
	f->key = family_name(families[family]);
	finding_passes(l->findings, f, there);
	finding_witness(l->findings, f, "missing_route", "%s to %s in %s",
	    words_join(&list), thing_title(l->a, &p->is),
	    thing_title(l->a, &far->is));
	finding_related(l->findings, f, there->at, "%s is here",
	    words_route(l->a, there));
	finding_help(l->findings, f, "add the route %s through %s to the "
	    "tables of %s that are to answer", words_join(&list),
	    thing_title(l->a, &p->is), thing_title(l->a, &far->is));
}

/* Whether a route of the VPC leads to what is not known: it may be the peer. */
static bool
may_answer(struct lint *l, const struct vpc *v)
{
	for (size_t i = 0; i < v->route_tables.n; i++)
		for (size_t k = 0; k < v->route_tables.v[i]->routes.n; k++) {
			const struct route *r =
			    v->route_tables.v[i]->routes.v[k];

			if (r->target_kind != TARGET_UNKNOWN &&
			    r->destination != DESTINATION_UNKNOWN &&
			    (r->target_kind != TARGET_THING ||
			    r->target.to != NULL))
				continue;
			lint_weakened(l, "not all routes are known");
			return true;
		}
	return false;
}

/* Or may be: by an attachment of which that is not known, or that is not in
 * the input. */
static bool
is_attached(const struct model *m, const struct transit_gateway *g,
    const struct vpc *v)
{
	for (size_t i = 0; i < g->attachments.n; i++) {
		const struct attachment *a = g->attachments.v[i];

		if (a->vpc == v || (a->to == ATTACHMENT_VPC && a->vpc == NULL))
			return true;
	}
	return model_island_is_partial(m, KIND_ATTACHMENT, g->is.island);
}

/* Whether the one VPC reaches the other by a transit gateway: answers may
 * take another way than the peering. */
static bool
answers_by_transit(const struct model *m, struct spaces *s,
    const struct vpc *from, const struct vpc *to, enum family family)
{
	struct range_set theirs = spaces_of_vpc(s, to, family).set;

	for (size_t i = 0; i < from->route_tables.n; i++)
		for (size_t k = 0; k < from->route_tables.v[i]->routes.n;
		    k++) {
			const struct route *r =
			    from->route_tables.v[i]->routes.v[k];
			const struct thing *t = way_target(r);

			if (t != NULL && t->kind == KIND_TRANSIT_GATEWAY &&
			    is_attached(m, (const struct transit_gateway *)t,
			    to) && range_set_overlaps(theirs,
			    spaces_of_route(s, r, family).set))
				return true;
		}
	return false;
}

static void
check_one_way_of(struct lint *l, struct spaces *s, const struct peering *p,
    const struct usage *u)
{
	bool live = p->state == NULL || str_equal(p->state, "active");

	for (size_t side = 0; side < 2; side++)
		for (size_t i = 0; i < 2; i++) {
			if (!live || u->useful[side][i] == NULL ||
			    u->maybe[1 - side][i] || !spaces_of_vpc(s,
			    p->vpcs[side], families[i]).known)
				continue;
			if (!lint_knows_all(l, KIND_ROUTE_TABLE,
			    p->vpcs[1 - side]) ||
			    may_answer(l, p->vpcs[1 - side]) ||
			    answers_by_transit(l->m, s, p->vpcs[1 - side],
			    p->vpcs[side], families[i]))
				continue;
			flag_one_way(l, s, p, side, i,
			    u->useful[side][i]);
		}
}

static void
check_one_way(struct lint *l, const struct model *m)
{
	struct spaces *s = lint_spaces(l);
	struct usage *usage = arena_array(l->a, m->next_order, sizeof *usage);

	for (size_t i = 0; i < m->route_tables.n; i++) {
		const struct route_table *t = m->route_tables.v[i];

		for (size_t j = 0; j < t->routes.n; j++) {
			const struct peering *p = peering_of(t->routes.v[j]);

			if (p != NULL)
				note_route(l, s, &usage[p->is.order],
				    t->routes.v[j], p);
		}
	}
	for (size_t i = 0; i < m->peerings.n; i++) {
		const struct peering *p = m->peerings.v[i];

		if (p->vpcs[0] != NULL && p->vpcs[1] != NULL)
			check_one_way_of(l, s, p, &usage[p->is.order]);
	}
}

/* --------------------------------------------- peering-destination-mismatch */

/* Whether other routes of its table lead to all of the far VPC already. */
static bool
is_needless(struct lint *l, const struct route *than, struct space theirs,
    enum family family)
{
	const struct route_table *t = than->table;
	struct range_set led = range_set_empty(family);

	for (size_t i = 0; i < t->routes.n; i++) {
		const struct route *r = t->routes.v[i];

		if (r != than && way_target(r) == way_target(than) &&
		    r->destination == DESTINATION_CIDR &&
		    value_is_known(r->cidr.is) &&
		    (enum family)r->cidr.v.family == family)
			led = range_set_union(l->a, led,
			    range_set_of_cidr(l->a, r->cidr.v));
	}
	return range_set_contains(led, theirs.set);
}

static void
check_mismatch_of(struct lint *l, struct spaces *s, const struct route *r,
    const struct peering *p)
{
	const struct vpc *far = far_end(p, r->table->is.vpc);
	struct words_list list = { .a = l->a };
	struct range_set to;
	struct space theirs;
	enum family family;
	struct finding *f;

	if (far == NULL || r->destination != DESTINATION_CIDR ||
	    !value_is_known(r->cidr.is))
		return;
	family = (enum family)r->cidr.v.family;
	theirs = spaces_of_vpc(s, far, family);
	to = range_set_of_cidr(l->a, r->cidr.v);
	if (!theirs.known || range_set_contains(theirs.set, to) ||
	    way_is_elsewhere(l, r))
		return;
	for (size_t i = 0; i < theirs.set.n; i++)
		words_add(&list, words_range(l->a, family, theirs.set.v[i]));
	f = flag(l, &r->table->is, r->at, "%s leads to %s, which has %s: %s",
	    words_route(l->a, r), thing_title(l->a, &far->is), list.n > 0 ?
	    words_join(&list) : arena_printf(l->a, "no %s block",
	    family_name(family)), range_set_overlaps(theirs.set, to) ?
	    "the route is wider than that" : "nothing there has such an "
	    "address");
	f->key = words_destination(l->a, r);
	finding_passes(l->findings, f, r);
	finding_witness(l->findings, f, "destination", "%s", f->key);
	finding_related(l->findings, f, far->is.at, "%s is here",
	    thing_title(l->a, &far->is));
	if (list.n == 0 || is_needless(l, r, theirs, family))
		finding_help(l->findings, f, "take the route out");
	else
		finding_help(l->findings, f, "route %s", words_join(&list));
}

static void
check_mismatch(struct lint *l, const struct model *m)
{
	each_peer_route(l, m, lint_spaces(l), check_mismatch_of);
}

/* ---------------------------------------------------------------- table */

const struct rule rules_peering[] = {
	{ .check = check_default, .is = {
		.code = "RT009",
		.name = "default-via-peering",
		.severity = SEVERITY_ERROR,
		.class = CLASS_BROKEN,
		.title = "the internet routed through a peering connection",
		.aws = "A peer cannot use the internet gateway, NAT gateway, VPN, "
		    "Direct Connect, gateway endpoint or resolver of the other "
		    "VPC: peering has no edge-to-edge routing.",
		.why = "The packets arrive in the other VPC and are dropped there.",
		.intent = SAME_WITHOUT_INTENT,
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "route_tables":)
		JSON({"app": {"main": true, "routes": {"0.0.0.0/0": "shop-hub"}}}},)
		JSON("hub": {"cidr": "10.1.0.0/16"}},)
		JSON("peerings": {"shop-hub": {"between": ["shop", "hub"]}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "route_tables":)
		JSON({"app": {"main": true, "routes": {"10.1.0.0/16": "shop-hub"}}}},)
		JSON("hub": {"cidr": "10.1.0.0/16"}},)
		JSON("peerings": {"shop-hub": {"between": ["shop", "hub"]}}}),
		.reference = PEERING,
	} },
	{ .check = check_one_way, .is = {
		.code = "RT010",
		.name = "one-way-peering",
		.severity = SEVERITY_ERROR,
		.class = CLASS_BROKEN,
		.title = "a peering that only one side has routes through",
		.aws = "Routes to a peer are made by hand in the tables of both "
		    "VPCs; an answer follows the tables of the side that "
		    "answers.",
		.why = "Packets arrive and no answer comes back: every connection "
		    "times out.",
		.intent = "The same.  Silent when any table of the far side leads "
		    "back, and when its tables are not all known.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "route_tables":)
		JSON({"app": {"main": true, "routes": {"10.1.0.0/16": "shop-data"}}}},)
		JSON("data": {"cidr": "10.1.0.0/16"}},)
		JSON("peerings": {"shop-data": {"between": ["shop", "data"]}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "route_tables":)
		JSON({"app": {"main": true, "routes": {"10.1.0.0/16": "shop-data"}}}},)
		JSON("data": {"cidr": "10.1.0.0/16", "route_tables":)
		JSON({"db": {"main": true, "routes": {"10.0.0.0/16": "shop-data"}}}}},)
		JSON("peerings": {"shop-data": {"between": ["shop", "data"]}}}),
		.reference = PEERING,
	} },
	{ .check = check_mismatch, .is = {
		.code = "RT011",
		.name = "peering-destination-mismatch",
		.severity = SEVERITY_NOTE,
		.class = CLASS_BROKEN,
		.title = "a route to a peer for addresses that it does not have",
		.aws = "The peering delivers to addresses of the peer's blocks and "
		    "drops everything else.",
		.why = "A route that misses them is dead, mostly a typing error or "
		    "a block that has gone; a wider one hides other networks.",
		.intent = SAME_WITHOUT_INTENT "  Silent while a block of the peer "
		    "is not known.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "route_tables":)
		JSON({"app": {"main": true, "routes": {"10.7.0.0/16": "shop-data"}}}},)
		JSON("data": {"cidr": "10.1.0.0/16"}},)
		JSON("peerings": {"shop-data": {"between": ["shop", "data"]}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "route_tables":)
		JSON({"app": {"main": true, "routes": {"10.1.7.0/24": "shop-data"}}}},)
		JSON("data": {"cidr": "10.1.0.0/16"}},)
		JSON("peerings": {"shop-data": {"between": ["shop", "data"]}}}),
		.reference = PEERING,
	} },
	{ .check = NULL }
};
