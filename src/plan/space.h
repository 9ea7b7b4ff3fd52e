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

/* The same if all tombstones of the lock were released. */
struct vpc_space space_released(struct arena *a, const struct vpc *v);

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

/* Something in a VPC: a subnet, or what the lock keeps. */
struct space_item {
	struct cidr block;
	const char *name;
	bool is_kept;		/* no subnet */
	enum kept_for what;
};

struct space_items {
	struct space_item *v;
	size_t n, cap;
};

/* The place for a block of which the least is taken, and who has that. */
struct space_mending {
	struct cidr block;
	int64_t held;
	struct space_items held_by;
};

/* False if no block of the VPC is as large. */
bool space_mend(struct arena *a, const struct vpc *v, unsigned length,
    struct space_mending *out);

/*
 * The length of a block for which one of the VPC's has addresses enough, though
 * none that is free is as large: one bit shorter than the largest that is.  0 if the
 * free addresses are not fragmented.
 */
unsigned space_fragmented(const struct vpc_space *s);

/* How many blocks of that length still fit. */
uint64_t space_fits(const struct vpc_space *s, unsigned length);

/* How many addresses are kept for something. */
int64_t space_kept(struct arena *a, const struct vpc *v, enum kept_for what);

#endif
