/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_EXPECT_PARTS_H
#define VPCPLAN_PLAN_EXPECT_PARTS_H

/*
 * What the files of expectations share: inside of plan/ only.  expect_show.c
 * tells what is in the way, expect_parts.c judges the clauses beyond the verb:
 * each takes one whose flow works and fails it if the clause does not hold.
 */

#include "plan/expect.h"
#include "plan/pairs.h"

struct expecting {
	struct reach *r;
	struct arena *a, *scratch;	/* of the outcome; of the work */
	const struct expectation *e;
	enum expect_detail detail;
	struct selection from, to;
	struct asking_pairs asking;
	const struct trace *shown;	/* of the witness, in scratch; or NULL */
	const char *lost_az;		/* of what is explained; or NULL */
	struct pair_answers pairs;
};

/* From now on the expectation fails so, for that reason. */
void expect_fail(struct outcome *out, enum failure failure,
    const char *because);

/* expect_nat64.c: what clients send to IPv4 addresses by NAT64 that
 * may get there; all: with its ports. */
struct pair_answers expect_ask_nat64(struct expecting *x,
    const struct asking_pairs *all);

/* A packet of f, and the ends of p, unless one is shown already. */
void expect_show(struct expecting *x, struct outcome *out,
    const struct pair_answer *p, struct flow f);

/*
 * Ask again with explanations: what shows that it does not work, and all that
 * is in the way.  Returns the answers.
 */
struct pair_answers expect_explain(struct expecting *x, struct outcome *out,
    const struct asking_pairs *asking);

/* The way of what must not get through, unless one is shown already. */
void expect_show_path(struct expecting *x, struct outcome *out,
    const struct pair_answer *p, struct flow f);

/* What stops it, each once, as reports show it. */
void expect_add_blockers(const struct expecting *x, struct outcome *out,
    const struct blockers *blockers);

/* Ask again, and say why the verdict is not what was wanted. */
void expect_say_why(struct expecting *x, struct outcome *out);

/* The first thing that is not known, as a clause in memory of a. */
const char *expect_why_unknown(struct arena *a, const struct pair_answers *p);

/* "route_table app has no route to it": the first of what is in the way. */
const char *expect_blocked_by(struct arena *a, const struct outcome *out);

/* Why a "via" names nothing, in memory of the outcome; NULL: all mean
 * something. */
const char *expect_why_no_via(struct expecting *x);

/* "via nat", "not via igw": on every way that carries the flow. */
void expect_judge_vias(struct expecting *x, struct outcome *out);

/* Trailing "only": on no other port. */
void expect_judge_ports_only(struct expecting *x, struct outcome *out);

/* Leading "only": no other workload, no network, not the internet. */
void expect_judge_nobody_else(struct expecting *x, struct outcome *out);

/* For each AZ: what remains of FROM reaches something that remains of TO. */
void expect_judge_surviving(struct expecting *x, struct outcome *out);

/* That an end of an expectation is addresses which nobody has; or NULL. */
const char *expect_nobody(struct arena *a, const struct expectation *e,
    const struct asking_pairs *asking, const struct ends *to);

#endif
