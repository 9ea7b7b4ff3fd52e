/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_BECAUSE_CAUSES_H
#define VPCPLAN_PLAN_BECAUSE_CAUSES_H

/*
 * Between because.c, which finds what of a change lets a packet pass,
 * because_clause.c, which puts it in words, and because_station.c, which
 * compares where the packet comes by in the two networks.
 */

#include "plan/openings_ask.h"

struct causes {
	const struct comparing *g;
	struct opening *out;
	enum when open;			/* where it passes */
	struct trace trace[2];
	bool traced[2];
	const struct pair_answer *pair[2];
};

static inline enum when
because_other(enum when w)
{
	return w == BEFORE ? AFTER : BEFORE;
}

/* A clause more, if it is not there. */
void because_add(struct causes *s, const char *clause);

/* "x is new", or "x is gone", whichever way the packet passes; false if it is
 * there on both sides. */
bool because_add_whole(struct causes *s, const struct thing_change *c);

/* The field that holds this rule, entry or route on one side; false: none. */
bool because_add_part(struct causes *s, const struct thing_change *c,
    enum when side, const void *of);

/* All fields whose keys begin so; NULL: all; false: there are none. */
bool because_add_fields(struct causes *s, const struct thing_change *c,
    const char *key);

/*
 * What is otherwise at the stations of one network's way than at those of the
 * other's; side: whose way it is.
 */
void because_compare_steps(struct causes *s, enum when side,
    const struct trace_steps *steps);

/*
 * The first that stops it after the change, where that is not what changed: a
 * gateway that a new route leads to, an ACL that knows the old block; or NULL.
 */
const char *because_stopped(const struct causes *s);

#endif
