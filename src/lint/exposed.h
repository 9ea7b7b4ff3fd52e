/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LINT_EXPOSED_H
#define VPCPLAN_LINT_EXPOSED_H

/*
 * Whether the internet gets through to what carries a group: route, gateway,
 * public address, ACL and groups together, by the engine in reach/.
 */

#include "lint/rule.h"

/* By what is to be said of several: what is declared excuses nobody else. */
enum exposed {
	EXPOSED_NO,		/* no path from the internet leads there */
	EXPOSED_DECLARED,	/* one does, and is a listener of a load balancer
				   that faces the internet, or expected */
	EXPOSED_ONE_WAY,	/* packets arrive, and no answer gets back */
	EXPOSED_MAYBE,		/* one that is not wholly known may */
	EXPOSED_YES
};

struct exposure_found {
	enum exposed is;
	const char *witness;	/* a packet; or NULL */
	const struct thing *who;	/* that it reaches, or may */
};

/* Some packet of these kinds; members that are alike are asked about once. */
struct exposure_found exposed_through(struct lint *l,
    const struct security_group *g, struct port_set ports);

/* Whose interface it is: a workload, an endpoint, or itself. */
const struct thing *exposed_owner(const struct interface *x);

/* One of the group that stands in the subnet, likewise; or NULL. */
const struct thing *exposed_member_in(const struct security_group *g,
    const struct subnet *s);

/* The same of one interface. */
struct exposure_found exposed_interface(struct lint *l, struct interface *x,
    struct port_set ports);

#endif
