/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REACH_ROUTE_H
#define VPCPLAN_REACH_ROUTE_H

/*
 * Which route wins.  For every route table, once: the effective table per
 * family, sorted and cut by longest prefix; for every subnet, the exposure
 * that follows from it.  aws-facts: UG "How route priority works".
 */

#include "model/model.h"

/* A stretch of destinations and the route that wins for all of it. */
struct route_span {
	struct range range;
	const struct route *route;
	struct cidr cidr;	/* the winning prefix */
};

struct route_view {		/* one table, one family */
	const struct route_table *table;
	enum family family;
	struct route_span *v;	/* sorted, disjoint; gaps have no route */
	size_t n;
	bool has_unknown;	/* some route's destination is not known */
	const char *why;	/* … because */
};

/* What is known of every table and subnet; made once, then const. */
struct routes;

struct routes *routes_new(struct arena *a, const struct model *m);

/* NULL table gives NULL: nothing is known. */
const struct route_view *routes_view(const struct routes *r,
    const struct route_table *t, enum family family);

/* The winning span for an address, or NULL: no route.  O(log n). */
const struct route_span *route_find(const struct route_view *view,
    struct addr destination);

/*
 * Whether a route takes part in choosing.  Why not, in a clause (detached
 * gateway, peering not active …), or NULL if it carries traffic.
 */
const char *route_dead(struct arena *a, const struct route *r);

/* Exposure of a subnet in one family; *unknown is set (to a reason) where it
 * cannot be decided, and the answer is then what is certain. */
enum exposure routes_exposure(const struct routes *r, const struct subnet *s,
    enum family family, const char **unknown);

/* The wider of both families. */
enum exposure routes_exposure_any(const struct routes *r,
    const struct subnet *s, const char **unknown);

/* The route that makes a subnet public (default to an internet gateway), or
 * gives it its way out; NULL if none. */
const struct route *routes_way_out(const struct routes *r,
    const struct subnet *s, enum family family);

#endif
