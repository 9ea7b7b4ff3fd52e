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

/* mend_route.c: of a table without a route, or with a wider one alone. */
void mend_propose_route(const struct asking_pairs *asking,
    const struct pair_answer *p, const struct blocker *b,
    struct proposals *out);

/* mend_transit.c: of the table of a transit gateway without a route, or of an
 * attachment without a table. */
void mend_propose_transit(const struct asking_pairs *asking,
    const struct pair_answer *p, const struct blocker *b,
    struct proposals *out);

#endif
