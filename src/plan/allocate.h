/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_ALLOCATE_H
#define VPCPLAN_PLAN_ALLOCATE_H

/*
 * Placing blocks of stated sizes on what is free: the arithmetic of alloc,
 * which knows names, tiers and addresses and nothing of plans.
 *
 * Nothing that is taken moves.  What is placed is aligned, inside, and
 * overlaps nothing; requests that fit by the sum of their sizes into one
 * free block are always all placed.
 */

#include "base/vec.h"
#include "net/pool.h"
#include "net/range_set.h"

enum allocate_order {
	ALLOCATE_STABLE,	/* largest first, tiers together, then by the
				   bytes of the name:
				   the order of the plan's text is no matter */
	ALLOCATE_SIZE,		/* largest first, then as given */
	ALLOCATE_GIVEN		/* as given */
};

struct request {
	const char *name;	/* unique among the requests */
	const char *tier;	/* requests of one tier are kept together; or
				   NULL */
	unsigned length;	/* of the block, with the room for its growth */
	/* the answer */
	bool placed;
	bool with_tier;		/* in a block that its tier has to itself */
	struct cidr block;
};

/* What is there already. */
struct occupied {
	struct cidr block;
	const char *name, *tier;	/* tier: or NULL */
};

struct terrain {
	enum family family;
	VEC(struct cidr) blocks;	/* to place in, the preferred first; no
					   two overlap */
	VEC(struct occupied) taken;	/* may overlap one another, and lie
					   outside */
};

/* Place as many requests as will go; their order is not changed. */
void allocate(const struct terrain *t, struct request *v, size_t n,
    enum fit fit, enum allocate_order order);

/* What of the terrain is free. */
struct range_set terrain_free(struct arena *a, const struct terrain *t);

/* The smallest prefix around two of one family. */
struct cidr cidr_around_both(struct cidr x, struct cidr y);

/*
 * The smallest prefix around all that is taken by a tier; false if nothing
 * is.  *alone: nothing of others lies in it.
 */
bool terrain_summary(const struct terrain *t, const char *tier,
    struct cidr *out, bool *alone);

/* The same of all tiers, by tier, in the time of sorting. */
struct tier_summary {
	const char *tier;
	struct cidr around;
	size_t n;		/* blocks of the tier */
	bool alone;
};

struct tier_summary *terrain_summaries(struct arena *a,
    const struct terrain *t, size_t *n);

#endif
