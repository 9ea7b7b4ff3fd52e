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

/*
 * What one thing takes in one subnet.  Pods in prefix mode take aligned /28
 * blocks, sixteen addresses each, that must be free as a whole.
 */
struct appetite {
	const struct thing *of;
	int64_t now, most;
	int64_t prefixes_now, prefixes_most;	/* among them, 16 each */
	size_t subnets;		/* over how many it is spread */
	bool is_pods;		/* of the pods that run on it */
};

struct subnet_use {
	int64_t usable;		/* 0: no IPv4 block, or it is not known */
	int64_t standing;	/* taken by what stands already, as AWS says */
	int64_t now, most;	/* planned */
	int64_t prefixes_now, prefixes_most;	/* among them */
	unsigned length;	/* of the block */
	bool unknown;		/* some count is not known: at least that */
	VEC(struct appetite) takes;
};

/* What growth is measured in: 1500 is half as much again. */
enum { CAPACITY_SAME = 1000 };

struct capacity;

struct capacity *capacity_new(struct arena *a, const struct model *m);

/*
 * The same with every count and maximum of what can have a count multiplied
 * by thousandths; load balancers, gateways, endpoints and databases stay as
 * they are.
 */
struct capacity *capacity_grown(struct arena *a, const struct model *m,
    int64_t thousandths);

/*
 * The same while an AZ is lost (the key of its subnets): what can stand
 * elsewhere stands in its other subnets, what cannot is gone.
 */
struct capacity *capacity_without(struct arena *a, const struct model *m,
    int64_t thousandths, const char *az_key);

/* Whether a workload has subnets and all of them are in that AZ. */
bool capacity_is_gone(const struct workload *w, const char *az_key);

/*
 * How many /28 blocks can be had whole while so many other addresses are
 * taken, at best: the others fill up what cannot be a block first, and lie
 * without gaps.
 */
int64_t capacity_prefix_room(const struct subnet_use *use, int64_t others);

/* Whether it all has room, now and when everything is as large as it may be;
 * true where the block is not known. */
bool capacity_fits_now(const struct subnet_use *use);
bool capacity_fits_most(const struct subnet_use *use);

/*
 * The length of the largest prefix, its own or shorter, in which it all has
 * room, now and at most; 0 if not even AWS's largest subnet holds it.
 */
unsigned capacity_length(const struct subnet_use *use);

/*
 * What a VPC comes to when its subnets have grown: those whose block is too
 * small by then need another one, for AWS does not resize.
 */
struct grown_subnet {
	const struct subnet *subnet;
	unsigned length;	/* that it needs; 0: none of AWS's */
	bool has_room;		/* the lock keeps room for it around it */
	bool placed;		/* or a free block is large enough */
	struct cidr block;
};

struct headroom {
	VEC(struct grown_subnet) larger;
	int64_t left;		/* addresses that then are in no subnet and not
				   kept; below 0: so many are missing */
	bool fits;		/* all of them have room or a place */
};

struct headroom capacity_headroom(struct arena *a,
    const struct capacity *grown, const struct vpc *v);

/* Of a subnet of that model; never NULL. */
const struct subnet_use *capacity_of(const struct capacity *c,
    const struct subnet *s);

#endif
