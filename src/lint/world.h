/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LINT_WORLD_H
#define VPCPLAN_LINT_WORLD_H

/*
 * What a security group admits from the internet at large, by the union of
 * its rules: 0.0.0.0/1 and 128.0.0.0/1 are the world, whoever wrote them.
 */

#include "lint/rule.h"
#include "net/service_set.h"

/* What "the world" and "much of it" mean. */
enum extent {
	EXTENT_NARROW,
	EXTENT_WIDE,		/* a /16 of public space, or more */
	EXTENT_WORLD		/* half of what is not special-purpose, or more */
};

struct world;

struct world *world_new(struct arena *a);

/* How much of the internet a set of addresses is. */
enum extent world_extent(const struct world *w, struct range_set s);

/* The public part of a set. */
struct range_set world_public(struct arena *a, const struct world *w,
    struct range_set s);

/* Whether a rule admits some of the public addresses of a family to some of
 * the ports, for certain. */
bool world_takes_part(struct arena *a, const struct world *w,
    const struct group_rule *r, enum family family, struct port_set ports);

/*
 * What the rules of one direction admit for certain, by addresses, in one
 * family: blocks, "anywhere", prefix lists whose entries are known.
 */
struct service_set world_admitted(struct arena *a,
    const struct security_group *g, enum direction direction,
    enum family family);

/*
 * Whether these rules can be wide at all.  Cheap: most groups admit nobody
 * from outside, and need no sets.
 */
bool world_may_be_wide(const struct security_group *g,
    enum direction direction);

/* The kinds of traffic that are admitted from the extent, or from more. */
struct port_set world_ports(struct arena *a, const struct world *w,
    struct service_set admitted, enum extent extent);

#endif
