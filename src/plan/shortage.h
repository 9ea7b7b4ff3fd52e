/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_SHORTAGE_H
#define VPCPLAN_PLAN_SHORTAGE_H

/*
 * Of a VPC whose subnets, or a pool whose VPCs, do not all fit: by how much,
 * which of the new ones fit together at most, and what would make all of
 * them fit.  IPv4.
 */

#include "plan/settle.h"

struct shortage {
	uint64_t wanted;	/* addresses of all that is new */
	uint64_t free;		/* addresses that are free for it */
	struct cidr largest;	/* the largest free block; family 0: none */
	VEC(const struct placement *) fit;	/* as many as go together */
	VEC(const struct placement *) left;	/* the others */
	unsigned block;		/* the length of the smallest VPC block that
				   holds all; 0: no block of AWS's sizes does */
	struct cidr around;	/* that block, where something stands that must
				   not move; else family 0 */
	struct cidr secondary;	/* the first block that AWS takes as a further
				   one and that holds the others; family 0:
				   there is none */
};

/* The ground has at least one placement that wants IPv4 and has none. */
struct shortage shortage_of(struct arena *a, const struct model *m,
    const struct settlement *s, const struct settled_ground *ground);

/* Whether some placement of the ground is without an IPv4 block. */
bool shortage_is_there(const struct settlement *s,
    const struct settled_ground *ground);

/* The same of IPv6, where every subnet wants a /64. */
struct ipv6_shortage {
	uint64_t wanted;	/* by those that have none */
	uint64_t free;		/* after all the others have theirs */
	VEC(const struct placement *) left;
	unsigned block;		/* the length of the smallest further block
				   that holds them; 0: there is none */
};

/* False if all that want IPv6 have it. */
bool shortage_of_ipv6(struct arena *a, const struct settlement *s,
    const struct settled_ground *ground, struct ipv6_shortage *out);

#endif
