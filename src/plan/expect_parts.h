/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_EXPECT_PARTS_H
#define VPCPLAN_PLAN_EXPECT_PARTS_H

/*
 * The clauses of an expectation beyond its verb: inside of plan/ only.  Each
 * takes one whose flow works and fails it if the clause does not hold.
 */

#include "plan/expect.h"
#include "plan/pairs.h"

struct expecting {
	struct reach *r;
	struct arena *a, *scratch;	/* of the outcome; of the work */
	const struct expectation *e;
	struct selection from, to;
	struct asking_pairs asking;
	struct pair_answers pairs;
};

/* "via nat", "not via igw": on every way that carries the flow. */
void expect_judge_vias(struct expecting *x, struct outcome *out);

/* Trailing "only": on no other port. */
void expect_judge_ports_only(struct expecting *x, struct outcome *out);

/* Leading "only": no other workload, no network, not the internet. */
void expect_judge_nobody_else(struct expecting *x, struct outcome *out);

/* For each AZ: what remains of FROM reaches something that remains of TO. */
void expect_judge_surviving(struct expecting *x, struct outcome *out);

#endif
