/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_CAPACITY_H
#define VPCPLAN_PLAN_CAPACITY_H

/*
 * How many IPv4 addresses of each subnet a plan takes: now (count), and when
 * everything has grown as far as it may (max, and the surge of a rolling
 * update).  A workload's interfaces are spread evenly over its subnets, the
 * rest rounded up, which is what the services aim at.
 *
 * Only what is to be created counts: of what stands, AWS says itself how many
 * addresses are free.
 */

#include "model/model.h"

/* What one thing takes in one subnet. */
struct appetite {
	const struct thing *of;
	int64_t now, most;
	size_t subnets;		/* over how many it is spread */
};

struct subnet_use {
	int64_t usable;		/* 0: no IPv4 block, or it is not known */
	int64_t now, most;
	bool unknown;		/* some count is not known: at least that */
	VEC(struct appetite) takes;
};

struct capacity;

struct capacity *capacity_new(struct arena *a, const struct model *m);

/* Of a subnet of that model; never NULL. */
const struct subnet_use *capacity_of(const struct capacity *c,
    const struct subnet *s);

#endif
