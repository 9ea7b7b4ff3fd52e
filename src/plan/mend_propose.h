/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_MEND_PROPOSE_H
#define VPCPLAN_PLAN_MEND_PROPOSE_H

/* What one blocker proposes: between the files of mend. */

#include "plan/mend.h"

struct proposals {
	struct mending *v;
	size_t n, cap;
	const char *advice;	/* where there is no edit; or NULL */
};

void mend_propose(const struct asking_pairs *asking,
    const struct pair_answer *p, const struct blocker *b,
    struct proposals *out);

/* Another target for a route that is dead. */
struct mending mending_target(struct arena *a, struct route *r,
    struct thing *target);

/* mend_route.c: of a table without a route, with a wider one alone, or with
 * one that is dead. */
void mend_propose_route(const struct asking_pairs *asking,
    const struct pair_answer *p, const struct blocker *b,
    struct proposals *out);

/* mend_transit.c: of the table of a transit gateway without a route or with a
 * dead one, or of an attachment without a table. */
void mend_propose_transit(const struct asking_pairs *asking,
    const struct pair_answer *p, const struct blocker *b,
    struct proposals *out);

#endif
