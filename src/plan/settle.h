/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_SETTLE_H
#define VPCPLAN_PLAN_SETTLE_H

/*
 * From a plan with open sizes and the lock of last time to a block for every
 * name, and the lock of next time.
 *
 * What has a block keeps it.  What is gone leaves a tombstone, so that
 * nobody else gets its addresses.  What is new gets a place among what is
 * free.  What would have to move is a problem that is told, and stays.
 */

#include "model/model.h"
#include "plan/allocate.h"
#include "plan/lock.h"

enum fate {
	FATE_FIXED,		/* the plan itself states the block */
	FATE_KEPT,		/* it is where it was */
	FATE_ADDED,
	FATE_RESIZED,		/* larger or smaller where it was */
	FATE_BACK,		/* its tombstone gave the block back */
	FATE_UNPLACED		/* it fits nowhere, or cannot be resized */
};

struct placement {
	const struct thing *of;	/* the VPC or the subnet */
	const struct vpc *vpc;
	const char *name;	/* in the lock: "shop", "shop/app-a" */
	const char *tier;	/* of a subnet; or NULL */
	enum fate fate;
	bool wants_ipv4, wants_ipv6;	/* the plan leaves it open */
	unsigned length, room;	/* of the IPv4 block, alone and with growth */
	struct cidr cidr;	/* family 0: none */
	struct cidr keeps;	/* with the room for growth; family 0: none */
	struct cidr ipv6;	/* family 0: none */
	struct cidr before;	/* what the lock had; family 0: nothing */
	bool with_tier;		/* placed in a block of its tier alone */
	const char *why;
};

struct settle_options {
	enum fit fit;
	enum allocate_order order;
	unsigned reserve_azs;
	const char *const *release;	/* names */
	size_t n_release;
	bool adopt;		/* blocks that the plan states go into the
				   lock as well */
};

/* One VPC, or one pool of VPCs, that is placed in. */
struct settled_ground {
	const struct vpc *vpc;	/* NULL: a pool */
	const char *name;
	struct terrain ipv4, ipv6;	/* with all that was placed */
	size_t first, n;	/* its placements */
};

struct settlement {
	struct arena *a;
	VEC(struct placement) v;	/* by ground, then by name */
	VEC(struct settled_ground) grounds;
	VEC(struct lock_entry *) buried;	/* tombstones that are new */
	struct lock_problems problems;
	struct lock *next;
	size_t count[FATE_UNPLACED + 1];
	size_t released;
};

struct settlement *settle(struct arena *a, const struct model *m,
    const struct lock *before, const struct settle_options *options);

const char *fate_name(enum fate fate);

/* The name of a subnet or VPC in the lock. */
const char *settle_name(struct arena *a, const struct thing *t);

#endif
