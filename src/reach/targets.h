/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REACH_TARGETS_H
#define VPCPLAN_REACH_TARGETS_H

/*
 * Whom load balancers send to, found once for a network: of each balancer its
 * targets, sorted, so that nobody looks through all of them.
 */

#include "model/model.h"

struct target {
	const struct workload *balancer;
	const struct thing *to;		/* a workload or an interface; NULL:
					   not known, or not in the input */
	const struct listener *listener;
	const struct ref *ref;
};

struct targets;

struct targets *targets_new(struct arena *a, const struct model *m);

/* What a balancer leads to something by, NULL: to what is not known.  The
 * first of *n, which follow one another. */
const struct target *targets_of(const struct targets *t,
    const struct workload *balancer, const struct thing *to, size_t *n);

/* Interfaces that the same listeners name have the same number, and nobody
 * else has it; 0: none names it. */
unsigned targets_sort(const struct targets *t, const struct interface *i);

#endif
