/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REACH_ROUTE_TARGET_H
#define VPCPLAN_REACH_ROUTE_TARGET_H

/*
 * What a route's target makes of it, for the files of route alone: whether it
 * carries traffic, and where out of the VPC.
 */

#include "reach/route.h"

struct route_targets;

/* Indexes of the model that judging routes takes; O(n log n). */
struct route_targets *route_targets_new(struct arena *a,
    const struct model *m);

struct route_verdict {
	enum route_state state;
	const char *why;	/* of a state that is not live; else NULL */
	enum route_way way;	/* of a dead route none, of an undecided one
				   the widest that may be */
};

/* O(log n); texts come from the arena of t. */
struct route_verdict route_judge(const struct route_targets *t,
    const struct route *r);

/* Whether the target is a gateway endpoint: the destination then is a
 * service, and counts as no range of addresses. */
bool route_is_service(const struct route *r);

#endif
