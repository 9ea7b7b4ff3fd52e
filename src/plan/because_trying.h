/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_BECAUSE_TRYING_H
#define VPCPLAN_PLAN_BECAUSE_TRYING_H

/* Between because_least.c and because_parts.c; nobody else includes it. */

#include "plan/because_turn.h"
#include "plan/openings_ask.h"

enum { PARTS_MAX = 16 };

struct part {
	struct change_part is;
	const char *clause;
};

struct trying {
	const struct comparing *g;
	const struct diff_node *from, *to;
	struct opening *out;
	enum when open;
	enum when base;			/* the network that is changed */
	const struct thing_pair *subnets[2][2];	/* by enum when: where the
						   packet starts and ends; or
						   NULL */
	bool moved;			/* … that is somewhere else now */
	const char *way;		/* that it takes after, where that is
					   another; else NULL */
	struct turning turning;
	struct part part[PARTS_MAX];	/* those of the trace's clauses first */
	size_t n;
	bool too_many;
	bool cannot;			/* what is new or gone cannot be
					   turned in this base */
	bool changes;			/* its ports or addresses do on the way,
					   so that others are met, too */
	VEC(const char *) follow;	/* clauses that say what follows */
};

/* The parts of the change that lie on the way in one of the networks, or are
 * of the ends; NULL: there it cannot be traced. */
void because_collect(struct trying *t, const struct trace *const trace[2]);

/* Whether it is among the clauses. */
bool because_is_said(const struct trying *t, const char *clause);

#endif
