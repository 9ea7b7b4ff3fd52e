/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "lint/nest.h"
#include "lint/way.h"
#include "lint/words.h"
#include "model/facts.h"

#include <stdlib.h>

/*
 * Route tables one by one.  Which route wins, and which is dead, is
 * reach/route's to say.
 */
#define SAME_WITHOUT_INTENT "The same: it needs no declared intent."
#define SUBNET_TABLES "Amazon VPC User Guide, Subnet route tables"

/* ------------------------------------------------------- route-blackhole */

static void
check_blackhole_of(struct lint *l, const struct route *r)
{
	enum route_state state;
	const char *why;
	struct finding *f;

	if (way_was_reported(r) || r->origin == ROUTE_IMPLICIT)
		return;
	state = routes_state(l->routes, r, &why);
	if (state == ROUTE_UNDECIDED)
		lint_weakened(l, why);
	if (state != ROUTE_DEAD)
		return;
	f = flag(l, &r->table->is, r->at, "%s goes nowhere: %s",
	    words_route(l->a, r), why);
	f->key = words_destination(l->a, r);
	finding_passes(l->findings, f, r);
	if (way_target(r) != NULL) {
		finding_passes(l->findings, f, way_target(r));
		finding_related(l->findings, f, way_target(r)->at,
		    "the target");
	}
	finding_witness(l->findings, f, "destination", "%s", f->key);
	finding_witness(l->findings, f, "target", "%s",
	    words_target(l->a, r));
	finding_help(l->findings, f, "it still wins over wider routes, and "
	    "drops: give it a target that works, or take it out");
}

static void
check_blackhole(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->route_tables.n; i++)
		for (size_t j = 0; j < m->route_tables.v[i]->routes.n; j++)
			check_blackhole_of(l,
			    m->route_tables.v[i]->routes.v[j]);
}

/* -------------------------------------------------- duplicate-destination */

/* The list a route names, known or not, as an address to compare. */
static const void *
list_of(const struct route *r)
{
	return r->destination == DESTINATION_PREFIX_LIST ? r->list.to : NULL;
}

static int
compare_destinations(const void *x, const void *y)
{
	const struct route *a = *(const struct route *const *)x;
	const struct route *b = *(const struct route *const *)y;
	const struct thing *p = list_of(a), *q = list_of(b);
	int order = 0;

	if ((p == NULL) != (q == NULL))
		return p == NULL ? -1 : 1;
	if (p != NULL && p != q)
		return p->order < q->order ? -1 : 1;
	if (p == NULL)
		order = cidr_compare(a->cidr.v, b->cidr.v);
	return order != 0 ? order : place_compare(a->at, b->at);
}

static bool
same_destination(const struct route *a, const struct route *b)
{
	return list_of(a) == list_of(b) &&
	    (list_of(a) != NULL || cidr_equal(a->cidr.v, b->cidr.v));
}

static void
flag_duplicate(struct lint *l, const struct route *first,
    const struct route *second)
{
	struct finding *f = flag(l, &second->table->is, second->at, "%s stands "
	    "twice: to %s and to %s", words_route(l->a, second),
	    words_target(l->a, first), words_target(l->a, second));

	f->key = words_destination(l->a, second);
	finding_passes(l->findings, f, second);
	finding_witness(l->findings, f, "destination", "%s", f->key);
	finding_related(l->findings, f, first->at, "the first one");
	finding_help(l->findings, f, "keep one: AWS refuses a second route "
	    "for the same destination");
}

/* What one route of a template may be are several of the model, of which AWS
 * takes one. */
static bool
are_one(const struct route *a, const struct route *b)
{
	return place_compare(a->at, b->at) == 0;
}

/* A propagated route may well repeat a static one: the latter wins. */
static void
check_duplicates_of(struct lint *l, const struct route_table *t)
{
	const struct route **v = arena_array(l->a, t->routes.n, sizeof *v);
	size_t n = 0;

	for (size_t i = 0; i < t->routes.n; i++) {
		const struct route *r = t->routes.v[i];

		if (r->origin == ROUTE_STATIC && (list_of(r) != NULL ||
		    (r->destination == DESTINATION_CIDR &&
		    value_is_known(r->cidr.is))))
			v[n++] = r;
	}
	if (n > 1)
		qsort(v, n, sizeof *v, compare_destinations);
	for (size_t i = 1; i < n; i++)
		if (same_destination(v[i - 1], v[i]) &&
		    !are_one(v[i - 1], v[i]) &&
		    conditions_coincide(v[i - 1]->exists, v[i]->exists))
			flag_duplicate(l, v[i - 1], v[i]);
}

static void
check_duplicates(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->route_tables.n; i++)
		check_duplicates_of(l, m->route_tables.v[i]);
}

/* --------------------------------------------------- wrong-family-target */

static void
check_family_of(struct lint *l, const struct route *r)
{
	const struct thing *t = way_target(r);
	const char *wrong = NULL;
	struct finding *f;

	if (t == NULL || r->destination != DESTINATION_CIDR ||
	    !value_is_known(r->cidr.is))
		return;
	if (t->kind == KIND_NAT_GATEWAY && r->cidr.v.family == IPV6 &&
	    !cidr_contains(fact_nat64_prefix(), r->cidr.v))
		wrong = "a NAT gateway takes no IPv6 but 64:ff9b::/96 (NAT64)";
	else if (t->kind == KIND_EGRESS_ONLY_GATEWAY &&
	    r->cidr.v.family == IPV4)
		wrong = "an egress-only internet gateway takes no IPv4";
	if (wrong == NULL)
		return;
	f = flag(l, &r->table->is, r->at, "%s leads to %s: %s",
	    words_route(l->a, r), thing_title(l->a, t), wrong);
	f->key = words_destination(l->a, r);
	finding_passes(l->findings, f, r);
	finding_witness(l->findings, f, "destination", "%s", f->key);
	finding_witness(l->findings, f, "target", "%s", thing_title(l->a, t));
	finding_related(l->findings, f, t->at, "the target");
	finding_help(l->findings, f, r->cidr.v.family == IPV6 ?
	    "send IPv6 to an egress-only internet gateway" :
	    "send IPv4 to a NAT gateway");
}

static void
check_family(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->route_tables.n; i++)
		for (size_t j = 0; j < m->route_tables.v[i]->routes.n; j++)
			check_family_of(l, m->route_tables.v[i]->routes.v[j]);
}

/* -------------------------------------------------- route-fully-shadowed */

static int
compare_pointers(const void *x, const void *y)
{
	uintptr_t a = (uintptr_t)*(const void *const *)x;
	uintptr_t b = (uintptr_t)*(const void *const *)y;

	return (a > b) - (a < b);
}

struct winners {
	const void **v;
	size_t n, cap;
};

/* The routes that win for some address; also what wins while a route that
 * may not exist is absent. */
static void
add_winners(struct lint *l, struct winners *w, const struct route_view *view)
{
	enum { CHAIN_MAX = 32 };

	for (size_t i = 0; i < view->n; i++) {
		const struct route_choice *c = view->v[i].choice;
		const void *route = view->v[i].route;

		vec_push(l->a, w, route);
		for (int step = 0; c != NULL && c->maybe &&
		    step < CHAIN_MAX; step++) {
			c = c->otherwise;
			route = c != NULL ? c->route : NULL;
			vec_push(l->a, w, route);
		}
	}
}

/* The static routes of a table by prefix. */
static struct nest *
sorted_prefixes(struct lint *l, const struct route_table *t, size_t *n)
{
	struct nest *v = arena_array(l->a, t->routes.n, sizeof *v);

	*n = 0;
	for (size_t i = 0; i < t->routes.n; i++) {
		const struct route *r = t->routes.v[i];

		if (r->origin == ROUTE_STATIC &&
		    r->destination == DESTINATION_CIDR &&
		    value_is_known(r->cidr.is))
			v[(*n)++] = (struct nest){ .cidr = r->cidr.v,
			    .order = (uint32_t)i, .of = r };
	}
	nest_sort(v, *n);
	return v;
}

/* The prefix lists of its table that have a longer block in its own. */
static void
add_lists(struct lint *l, struct words_list *out, const struct route *of)
{
	for (size_t i = 0; i < of->table->routes.n; i++) {
		const struct route *r = of->table->routes.v[i];
		const struct prefix_list *list =
		    (const struct prefix_list *)r->list.to;
		bool inside = false;

		if (r->destination != DESTINATION_PREFIX_LIST ||
		    list == NULL || list->is.kind != KIND_PREFIX_LIST)
			continue;
		for (size_t k = 0; k < list->entries.n && !inside; k++)
			inside = value_is_known(list->entries.v[k].is) &&
			    cidr_contains(of->cidr.v,
			    list->entries.v[k].v) &&
			    list->entries.v[k].v.length > of->cidr.v.length;
		if (inside)
			words_add(out, words_destination(l->a, r));
	}
}

struct blocks {
	struct cidr *v;
	size_t n, cap;
};

static void
add_values(struct lint *l, struct blocks *out, const struct cidr_value *v,
    size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (value_is_known(v[i].is))
			vec_push(l->a, out, v[i].v);
}

/* Whether longer routes of the table, of a prefix or of a list, and its local
 * ones take all of a route: what has no target does not win either. */
static bool
is_covered(struct lint *l, const struct route *r)
{
	struct blocks all = { 0 };
	const struct vpc *v = r->table->is.vpc;

	for (size_t i = 0; i < r->table->routes.n; i++) {
		const struct route *o = r->table->routes.v[i];
		const struct prefix_list *list = list_of(o);

		if (o->destination == DESTINATION_CIDR &&
		    o->cidr.v.length > r->cidr.v.length)
			add_values(l, &all, &o->cidr, 1);
		if (list != NULL && list->is.kind == KIND_PREFIX_LIST)
			add_values(l, &all, list->entries.v, list->entries.n);
	}
	if (v != NULL) {
		add_values(l, &all, v->cidrs.v, v->cidrs.n);
		add_values(l, &all, v->ipv6_cidrs.v, v->ipv6_cidrs.n);
	}
	return range_set_contains(range_set_of_cidrs(l->a,
	    (enum family)r->cidr.v.family, all.v, all.n),
	    range_set_of_cidr(l->a, r->cidr.v));
}

/* The n prefixes behind the one at v are those it may contain. */
static void
flag_shadowed(struct lint *l, const struct nest *v, size_t n)
{
	const struct route *r = v->of;
	struct words_list list = { .a = l->a };
	struct finding *f;

	if (!is_covered(l, r))
		return;
	for (size_t i = 1; i < n && cidr_contains(v->cidr, v[i].cidr); i++)
		if (v[i].cidr.length > v->cidr.length)
			words_add(&list, words_cidr(l->a, v[i].cidr));
	add_lists(l, &list, r);
	if (list.n == 0)
		return;
	f = flag(l, &r->table->is, r->at, "%s is never chosen: %s take%s all "
	    "of it", words_route(l->a, r), words_join(&list),
	    list.n == 1 ? "s" : "");
	f->key = words_destination(l->a, r);
	finding_passes(l->findings, f, r);
	finding_witness(l->findings, f, "destination", "%s", f->key);
	finding_witness(l->findings, f, "covered_by", "%s",
	    words_join(&list));
	finding_help(l->findings, f, "take it out, or the longer ones if they "
	    "were meant to go");
}

static void
check_shadowed_of(struct lint *l, const struct route_table *t)
{
	const struct route_view *four = routes_view(l->routes, t, IPV4);
	const struct route_view *six = routes_view(l->routes, t, IPV6);
	struct winners w = { 0 };
	struct nest *v;
	size_t n;

	if (four == NULL || six == NULL)
		return;
	if (four->has_unknown || six->has_unknown) {
		sorted_prefixes(l, t, &n);
		if (t->is.created && n > 1)
			lint_weakened(l, arena_printf(l->a, "not all routes of "
			    "%s are known", thing_title(l->a, &t->is)));
		return;
	}
	add_winners(l, &w, four);
	add_winners(l, &w, six);
	vec_sort(&w, compare_pointers);
	v = sorted_prefixes(l, t, &n);
	for (size_t i = 0; i < n; i++) {
		const void *route = v[i].of;

		/* Which of two equal ones counts, RT003 leaves open. */
		if ((i > 0 && cidr_equal(v[i - 1].cidr, v[i].cidr)) ||
		    (i + 1 < n && cidr_equal(v[i].cidr, v[i + 1].cidr)))
			continue;
		if (((const struct route *)route)->exists == NULL &&
		    (w.n == 0 || bsearch(&route, w.v, w.n, sizeof *w.v,
		    compare_pointers) == NULL))
			flag_shadowed(l, v + i, n - i);
	}
}

static void
check_shadowed(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->route_tables.n; i++)
		check_shadowed_of(l, m->route_tables.v[i]);
}

/* ---------------------------------------------------------------- table */

const struct rule rules_route[] = {
	{ .check = check_blackhole, .is = {
		.code = "RT002",
		.name = "route-blackhole",
		.severity = SEVERITY_ERROR,
		.class = CLASS_BROKEN,
		.title = "a route whose target does not take its packets",
		.aws = "A route whose target is gone, detached or not active has "
		    "the state blackhole; it still wins by longest prefix and "
		    "drops.",
		.why = "Traffic that a wider route would carry dies without an "
		    "error.",
		.intent = SAME_WITHOUT_INTENT "  Silent while the target is not "
		    "in the input.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "route_tables":)
		JSON({"app": {"main": true, "routes": {"10.1.0.0/16": "shop-data"}}}},)
		JSON("data": {"cidr": "10.1.0.0/16"}}, "peerings": {"shop-data":)
		JSON({"between": ["shop", "data"], "state": "pending-acceptance"}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "route_tables":)
		JSON({"app": {"main": true, "routes": {"10.1.0.0/16": "shop-data"}}}},)
		JSON("data": {"cidr": "10.1.0.0/16"}}, "peerings": {"shop-data":)
		JSON({"between": ["shop", "data"], "state": "active"}}}),
		.reference = "Amazon VPC User Guide, How route priority works",
	} },
	{ .check = check_duplicates, .is = {
		.code = "RT003",
		.name = "duplicate-destination",
		.severity = SEVERITY_ERROR,
		.class = CLASS_REJECT,
		.title = "two routes of a table for one destination",
		.aws = "A table holds one static route for each destination; blocks "
		    "are compared with their host bits cleared.",
		.why = "AWS answers with RouteAlreadyExists, or the later one "
		    "replaces the other.",
		.intent = SAME_WITHOUT_INTENT "  A propagated route may repeat a "
		    "static one: the static one wins.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("internet_gateway": "igw", "vpn_gateway": "vgw",)
		JSON("route_tables": {"app": {"main": true, "routes": [)
		JSON({"to": "192.168.0.0/16", "via": "vgw"},)
		JSON({"to": "192.168.0.0/16", "via": "igw"}]}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("internet_gateway": "igw", "vpn_gateway": "vgw",)
		JSON("route_tables": {"app": {"main": true, "routes": [)
		JSON({"to": "192.168.0.0/16", "via": "vgw"},)
		JSON({"to": "192.168.0.0/17", "via": "igw"}]}}}}}),
		.reference = SUBNET_TABLES,
	} },
	{ .check = check_family, .is = {
		.code = "RT005",
		.name = "wrong-family-target",
		.severity = SEVERITY_ERROR,
		.class = CLASS_REJECT,
		.title = "a route to a gateway of the other family",
		.aws = "NAT gateways take IPv4, and IPv6 only for NAT64 "
		    "(64:ff9b::/96); egress-only internet gateways take IPv6 "
		    "only.",
		.why = "AWS refuses the route; IPv6 machines have no way out.",
		.intent = SAME_WITHOUT_INTENT,
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("egress_only_gateway": "eigw",)
		JSON("route_tables": {"app": {"main": true, "routes": {"0.0.0.0/0": "eigw"}}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("egress_only_gateway": "eigw",)
		JSON("route_tables": {"app": {"main": true, "routes": {"::/0": "eigw"}}}}}}),
		.reference = "Amazon VPC User Guide, NAT gateway basics",
	} },
	{ .check = check_shadowed, .is = {
		.code = "RT007",
		.name = "route-fully-shadowed",
		.severity = SEVERITY_NOTE,
		.class = CLASS_WASTE,
		.title = "a route that longer ones take all from",
		.aws = "The longest prefix wins, whatever the order of the routes.",
		.why = "The route looks as if it did something.  Whoever takes it "
		    "for the default, or takes out one of the longer ones, is "
		    "surprised.",
		.intent = SAME_WITHOUT_INTENT,
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("internet_gateway": "igw", "vpn_gateway": "vgw",)
		JSON("route_tables": {"app": {"main": true, "routes": {"0.0.0.0/0": "igw",)
		JSON("0.0.0.0/1": "vgw", "128.0.0.0/1": "vgw"}}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("internet_gateway": "igw", "vpn_gateway": "vgw",)
		JSON("route_tables": {"app": {"main": true, "routes": {"0.0.0.0/0": "igw",)
		JSON("128.0.0.0/1": "vgw"}}}}}}),
		.reference = "Amazon VPC User Guide, How route priority works",
	} },
	{ .check = NULL }
};
