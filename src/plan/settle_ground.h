/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_SETTLE_GROUND_H
#define VPCPLAN_PLAN_SETTLE_GROUND_H

/* What the files of settle share; nobody else includes it. */

#include "plan/settle.h"

/* Settling while it goes on. */
struct settling {
	struct settlement *s;
	const struct model *m;
	const struct lock *before;	/* NULL: there is none */
	const struct settle_options *options;
	struct map placed;		/* by name: the number of the
					   placement, from 1 */
};

/* The entry of the lock, unless it is released; or NULL. */
const struct lock_entry *settle_old(const struct settling *g,
    enum lock_kind kind, const char *name);

struct lock_problem *settle_problem(struct settlement *s, struct place at,
    const char *text, const char *mend);

/* Give blocks to VPCs that only state a size. */
void settle_pools(struct settling *g, struct vpc *const *v, size_t n);

/* Give blocks to the subnets of a VPC. */
void settle_vpc(struct settling *g, const struct vpc *v);

/*
 * The block of a placement that the lock knows, as it is or resized; false
 * if the lock does not know it.
 */
bool settle_known(struct settling *g, struct settled_ground *ground,
    struct placement *p, enum lock_kind kind);

/* Enter what a placement takes into the ground. */
void settle_take(struct settling *g, struct settled_ground *ground,
    const struct placement *p);

/* Tombstones and rooms of the lock that lie in the ground. */
void settle_take_old(struct settling *g, struct settled_ground *ground);

/* What others are known to have inside of a VPC; and of a pool what AWS lets no
 * VPC have. */
void settle_take_others(struct settling *g, struct settled_ground *ground);
void settle_take_forbidden(struct settling *g,
    struct settled_ground *ground);

/* Whether one of the ground's own blocks holds c. */
bool settle_lies_in(const struct terrain *t, struct cidr c);

/* How to get a new place for what the lock keeps where it is. */
const char *settle_mend_by_release(struct arena *a, const char *name);

/* The tier for which a room of the lock is kept in a ground, or NULL. */
const char *settle_tier_of_room(struct arena *a, const struct lock_entry *e,
    const char *ground);

/* Say which blocks of one family lie in each other. */
void settle_check_overlaps(struct settling *g,
    const struct settled_ground *ground, const struct terrain *t);

/* settle_place.c: place what has no block yet, the ground's placements. */
void settle_place(struct settling *g, struct settled_ground *ground);

#endif
