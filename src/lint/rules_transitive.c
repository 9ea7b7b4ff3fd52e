/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "base/str.h"
#include "lint/intents.h"
#include "lint/way.h"
#include "reach/end.h"

#include <stdlib.h>

/*
 * Flows that would have to cross two peerings: a peering leads to its own two
 * VPCs and no further.
 */

/* One direction of an active peering. */
struct bridge {
	const struct vpc *from, *to;
	const struct peering *by;
};

struct bridges {
	struct bridge *v;
	size_t n, cap;
};

static int
compare_bridges(const void *x, const void *y)
{
	const struct bridge *a = x, *b = y;

	if (a->from != b->from)
		return a->from->is.order < b->from->is.order ? -1 : 1;
	if (a->to != b->to)
		return a->to->is.order < b->to->is.order ? -1 : 1;
	return 0;
}

static struct bridges
bridges_of(struct lint *l, const struct model *m)
{
	struct bridges all = { 0 };

	for (size_t i = 0; i < m->peerings.n; i++) {
		const struct peering *p = m->peerings.v[i];

		for (size_t k = 0; k < 2; k++) {
			struct bridge one = { p->vpcs[k], p->vpcs[1 - k], p };

			if (one.from != NULL && one.to != NULL &&
			    (p->state == NULL ||
			    str_equal(p->state, "active")))
				vec_push(l->a, &all, one);
		}
	}
	vec_sort(&all, compare_bridges);
	return all;
}

/* The first bridge from a VPC (to NULL), or the one to another; or NULL. */
static const struct bridge *
find_bridge(const struct bridges *all, const struct vpc *from,
    const struct vpc *to)
{
	size_t low = 0, high = all->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct bridge *b = &all->v[middle];
		bool before = b->from != from ?
		    b->from->is.order < from->is.order :
		    to != NULL && b->to->is.order < to->is.order;

		if (before)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == all->n || all->v[low].from != from ||
	    (to != NULL && all->v[low].to != to))
		return NULL;
	return &all->v[low];
}

static const struct vpc *
vpc_of(const struct selection *s)
{
	if (s->what == SELECTED_VPC)
		return (const struct vpc *)s->thing;
	return s->thing != NULL ? s->thing->vpc : s->vpc;
}

/* Two peerings that a flow would have to cross. */
struct hop_over {
	const struct bridge *first, *second;
	const struct intent *intent;
};

struct hops_over {
	struct hop_over *v;
	size_t n, cap;
};

static int
compare_hops(const void *x, const void *y)
{
	const struct hop_over *a = x, *b = y;

	if (a->first != b->first)
		return a->first < b->first ? -1 : 1;
	if (a->second != b->second)
		return a->second < b->second ? -1 : 1;
	return place_compare(a->intent->e->at, b->intent->e->at);
}

/* Both VPCs on one transit gateway: then that is the way that is meant. */
static bool
share_transit(const struct model *m, const struct vpc *x, const struct vpc *y)
{
	for (size_t i = 0; i < m->transit_gateways.n; i++) {
		const struct transit_gateway *g = m->transit_gateways.v[i];
		bool has[2] = { false, false };

		for (size_t k = 0; k < g->attachments.n; k++) {
			has[0] |= g->attachments.v[k]->vpc == x;
			has[1] |= g->attachments.v[k]->vpc == y;
		}
		if (has[0] && has[1])
			return true;
	}
	return false;
}

static void
find_hops(struct lint *l, const struct bridges *all, struct hops_over *out,
    const struct intent *i)
{
	const struct vpc *from = vpc_of(&i->from), *to = vpc_of(&i->to);
	const struct bridge *b;

	if (from == NULL || to == NULL || from == to ||
	    find_bridge(all, from, to) != NULL)
		return;
	b = find_bridge(all, from, NULL);
	for (; b != NULL && b < all->v + all->n && b->from == from; b++) {
		struct hop_over one = { b, find_bridge(all, b->to, to), i };

		if (one.second == NULL)
			continue;
		if (!share_transit(l->m, from, to))
			vec_push(l->a, out, one);
		return;
	}
}

/* Routes that try it: RT011 would say that the peer has no such addresses. */
static void
pass_routes(struct lint *l, struct finding *f, const struct vpc *from,
    const struct peering *by, const struct vpc *to)
{
	for (size_t i = 0; i < from->route_tables.n; i++) {
		const struct route_table *t = from->route_tables.v[i];

		for (size_t k = 0; k < t->routes.n; k++) {
			const struct route *r = t->routes.v[k];
			bool meets = false;

			if (way_target(r) != &by->is ||
			    r->destination != DESTINATION_CIDR ||
			    !value_is_known(r->cidr.is))
				continue;
			for (size_t c = 0; c < to->cidrs.n; c++)
				meets |= value_is_known(to->cidrs.v[c].is) &&
				    cidr_overlaps(to->cidrs.v[c].v, r->cidr.v);
			for (size_t c = 0; c < to->ipv6_cidrs.n; c++)
				meets |= value_is_known(
				    to->ipv6_cidrs.v[c].is) && cidr_overlaps(
				    to->ipv6_cidrs.v[c].v, r->cidr.v);
			if (meets)
				finding_passes(l->findings, f, r);
		}
	}
}

static void
flag_hops(struct lint *l, const struct hop_over *v, size_t n)
{
	const struct peering *first = v->first->by, *second = v->second->by;
	struct finding *f = flag(l, &first->is, first->is.at, "\"%s\" would "
	    "have to cross %s and then %s: what comes through a peering goes "
	    "to its VPC and no further", v->intent->e->text,
	    thing_title(l->a, &first->is), thing_title(l->a, &second->is));

	lint_given(l, f, second->is.exists);
	f->key = arena_printf(l->a, "%s %s", thing_label(&second->is),
	    v->intent->e->text);
	finding_witness(l->findings, f, "over", "%s, %s, %s",
	    thing_label(&v->first->from->is), thing_label(&v->first->to->is),
	    thing_label(&v->second->to->is));
	for (size_t i = 0; i < n; i++)
		finding_needs(l->findings, f, v[i].intent->e);
	pass_routes(l, f, v->first->from, first, v->second->to);
	pass_routes(l, f, v->second->to, second, v->first->from);
	finding_related(l->findings, f, second->is.at, "the second peering");
	finding_related(l->findings, f, v->intent->e->at, "who needs it");
	finding_help(l->findings, f, "peer %s with %s, or put all three on a "
	    "transit gateway", thing_title(l->a, &v->first->from->is),
	    thing_title(l->a, &v->second->to->is));
}

static void
check_transitive(struct lint *l, const struct model *m)
{
	struct hops_over found = { 0 };
	const struct intents *all;
	struct bridges bridges;

	if (m->expectations.n == 0 || m->peerings.n < 2)
		return;
	all = lint_intents(l);
	bridges = bridges_of(l, m);
	for (size_t i = 0; i < all->n; i++)
		if (intent_is_missed(&all->v[i]))
			find_hops(l, &bridges, &found, &all->v[i]);
	vec_sort(&found, compare_hops);
	for (size_t i = 0, end; i < found.n; i = end) {
		for (end = i; end < found.n &&
		    found.v[end].first == found.v[i].first &&
		    found.v[end].second == found.v[i].second; end++)
			;
		flag_hops(l, found.v + i, end - i);
	}
}

#define CHAIN(peering, via, more)					\
	JSON({"vpcplan": 1, "vpcs": {)					\
	JSON("a": {"cidr": "10.0.0.0/16", "subnets": {"a-1": {"az": "a", "cidr": "10.0.0.0/24"}},) \
	JSON("route_tables": {"main": {"main": true, "routes": {"10.2.0.0/16": via}}},) \
	JSON("workloads": {"app": {"kind": "instance", "subnets": ["a-1"]}}},) \
	JSON("b": {"cidr": "10.1.0.0/16"},)				\
	JSON("c": {"cidr": "10.2.0.0/16", "subnets": {"c-1": {"az": "a", "cidr": "10.2.0.0/24"}},) \
	JSON("route_tables": {"main": {"main": true, "routes": {"10.0.0.0/16": peering}}},) \
	JSON("security_groups": {"db": {"ingress": ["tcp/5432 from 10.0.0.0/16"]}},) \
	JSON("workloads": {"db": {"kind": "instance", "subnets": ["c-1"],) \
	JSON("security_groups": ["db"]}}}},)				\
	JSON("peerings": {"a-b": {"between": ["a", "b"]}, "b-c": {"between": ["b", "c"]}) \
	more								\
	JSON(},)

const struct rule rules_transitive[] = {
	{ .check = check_transitive, .is = {
		.code = "RT012",
		.name = "transitive-peering",
		.severity = SEVERITY_ERROR,
		.class = CLASS_BROKEN,
		.title = "a flow that would have to cross two peerings",
		.aws = "A peering carries traffic between its two VPCs only.  A packet for a third "
		    "VPC is dropped, whatever the routes say.",
		.why = "The flow that is expected cannot come about over these peerings.",
		.intent = "Silent: it looks at needs and expectations.",
		.bad = CHAIN("b-c", "a-b", )
		JSON("expect": ["app reaches db on tcp/5432"]}),
		.good = CHAIN("a-c", "a-c", JSON(, "a-c": {"between": ["a", "c"]}))
		JSON("expect": ["app reaches db on tcp/5432"]}),
		.reference = "VPC Peering Guide, Unsupported VPC peering configurations",
	} },
	{ .check = NULL }
};
