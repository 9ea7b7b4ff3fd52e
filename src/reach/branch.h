/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REACH_BRANCH_H
#define VPCPLAN_REACH_BRANCH_H

/*
 * What is taken to hold of conditions that the input leaves undecided.
 *
 * A question is asked with nothing taken for granted.  Where the answer meets
 * a condition that would change it, it is asked twice more, with the condition
 * and without, and what both branches agree on is the answer.  So two things
 * under opposite conditions are never both there, and never both missing.
 *
 * Branchs are made once and kept, for each keeps what its filters admit.
 */

#include "model/model.h"

struct filters;

enum presence { PRESENT, ABSENT, UNDECIDED };

struct branch {
	const struct branch *parent;	/* NULL: nothing is decided */
	const char *text;		/* the condition decided here */
	bool holds;
	unsigned depth;			/* conditions decided */
	struct filters *filters;	/* made by answer.c when first needed */
	struct branch *first_child, *next_sibling;
};

struct branch *branch_new(struct arena *a);

/* The branch in which the condition is decided as well. */
struct branch *branch_where(struct arena *a, struct branch *w, const char *text,
    bool holds);

/* Whether what exists under c is there; NULL is certainty. */
enum presence branch_presence(const struct branch *w,
    const struct condition *c);

#endif
