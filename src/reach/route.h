/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REACH_ROUTE_H
#define VPCPLAN_REACH_ROUTE_H

/*
 * Which route wins.  For every route table, once: the effective table per
 * family, sorted and cut by longest prefix; for every subnet, the exposure
 * that follows from it.  aws-facts: UG "How route priority works".
 */

#include "model/model.h"
#include "net/range_set.h"

/*
 * A route of a table for one prefix, and what would win if it were not there:
 * the route of the same or the next longer prefix around it.  A chain of
 * these is followed only past a route that may not exist.
 */
struct route_choice {
	const struct route *route;
	struct cidr cidr;	/* the prefix it wins by */
	bool maybe;		/* exists, or its target does, under an
				   undecided condition */
	bool ambiguous;		/* two prefix lists overlap and lead to
				   different targets: AWS chooses */
	const struct route *contender;	/* may win instead: its prefix may hold
				   what Amazon has yet to choose; or NULL */
	const struct route_choice *otherwise;	/* NULL: no route */
};

/* A stretch of destinations and the route that wins for all of it. */
struct route_span {
	struct range range;
	const struct route *route;
	struct cidr cidr;	/* the winning prefix */
	const struct route_choice *choice;	/* of the same route */
};

/* A gateway endpoint's route: its destinations are the service's addresses,
 * which no file holds; they count as no range of addresses. */
struct route_service {
	const char *service;	/* "s3"; NULL: not known */
	const struct route *route;
};

struct route_view {		/* one table, one family */
	const struct route_table *table;
	enum family family;
	struct route_span *v;	/* sorted, disjoint; gaps have no route */
	size_t n;
	struct {		/* in both families */
		struct route_service *v;
		size_t n, cap;
	} services;
	struct {		/* routes of unknown destination: any may win
				   for any destination of the family */
		const struct route **v;
		size_t n, cap;
	} unknown;
	bool has_stand_ins;	/* spans for what Amazon has yet to choose */
	bool has_unknown;	/* some route's destination is not known */
	bool unknown_inside;	/* … which may be of the VPC itself */
	const char *why;	/* … because */
};

/* What is known of every table and subnet; made once, then const. */
struct routes;

struct routes *routes_new(struct arena *a, const struct model *m);

/* NULL table gives NULL: nothing is known.  O(log n). */
const struct route_view *routes_view(const struct routes *r,
    const struct route_table *t, enum family family);

/* The winning span for an address, or NULL: no route.  O(log n). */
const struct route_span *route_find(const struct route_view *view,
    struct addr destination);

/* The route to a service through a gateway endpoint, or NULL. */
const struct route *route_find_service(const struct route_view *view,
    const char *service);

/*
 * What becomes of a packet that a route wins.  A dead route wins too, and
 * drops: a blackhole, a target that is gone, detached, not active, of another
 * VPC, or declared nowhere.
 */
enum route_state { ROUTE_LIVE, ROUTE_DEAD, ROUTE_UNDECIDED };

/* Of a route of the model's tables; *why (if not NULL) is a clause for the
 * two others: `internet gateway "igw" is attached to no VPC`.  O(log n). */
enum route_state routes_state(const struct routes *r,
    const struct route *route, const char **why);

/* The same clause for a dead route, or NULL for any other. */
const char *routes_dead(const struct routes *r, const struct route *route);

/* Where a route leads out of its VPC. */
enum route_way {
	ROUTE_WAY_NONE,		/* local, dead, a gateway endpoint's */
	ROUTE_WAY_PRIVATE,	/* NAT, peering, transit gateway, VPN … */
	ROUTE_WAY_INTERNET	/* an attached internet gateway */
};

/* If undecided, *unknown (if not NULL) is set to the reason, and the answer is
 * the widest way that may be; else to NULL. */
enum route_way routes_way(const struct routes *r, const struct route *route,
    const char **unknown);

/*
 * Exposure of a subnet in one family; EXPOSURE_NONE if it has no addresses
 * of it, or nothing at all is known.  *unknown (if not NULL) is set to a
 * reason where it cannot be decided, and the answer is then what is certain;
 * else to NULL.
 */
enum exposure routes_exposure(const struct routes *r, const struct subnet *s,
    enum family family, const char **unknown);

/* The wider of both families. */
enum exposure routes_exposure_any(const struct routes *r,
    const struct subnet *s, const char **unknown);

/* What the subnets of a table would be, in one family. */
enum exposure routes_exposure_of_table(const struct routes *r,
    const struct route_table *t, enum family family, const char **unknown);

/* The route that makes a subnet public (the widest to an internet gateway),
 * or else gives it its way out; NULL if none. */
const struct route *routes_way_out(const struct routes *r,
    const struct subnet *s, enum family family);

#endif
