/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_SPACE_H
#define VPCPLAN_PLAN_SPACE_H

/*
 * The IPv4 addresses of a VPC that no subnet has and for none are kept, in
 * whole blocks; and whether the subnets that only state a size have room among them.
 */

#include "model/model.h"
#include "net/cidr.h"

/* One block of a VPC. */
struct block_space {
	struct cidr block;
	int64_t size, free;		/* addresses */
	const struct cidr *holes;	/* free blocks, each as large as can be,
					   the largest first, then by address */
	size_t n_holes;
};

struct vpc_space {
	VEC(struct block_space) blocks;	/* in the order of the VPC's blocks;
					   unknown ones are left out */
	int64_t size, free;
};

struct vpc_space space_of_vpc(struct arena *a, const struct vpc *v);

/*
 * The prefix length that a subnet wants which has no block: its size, or the
 * smallest block with as many usable addresses as it states.  False if it
 * has a block, or says neither.
 */
bool space_wanted(const struct subnet *s, unsigned *length);

/* A subnet that found no block though there are addresses enough. */
struct unplaced {
	const struct subnet *subnet;
	unsigned length;
	int64_t free;			/* when its turn came */
	unsigned largest;		/* length of the largest hole then */
};

struct unplaced_list {
	struct unplaced *v;
	size_t n, cap;
};

/* Hand out blocks, the largest first, and list those for whom the free
 * addresses are enough and the holes too small. */
struct unplaced_list space_place(struct arena *a, const struct vpc *v);

#endif
