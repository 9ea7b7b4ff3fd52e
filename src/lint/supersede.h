/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LINT_SUPERSEDE_H
#define VPCPLAN_LINT_SUPERSEDE_H

#include "diag/finding.h"

/*
 * One root cause, one finding.  A table says which rule stands for which
 * other; a finding of the latter that names the same thing gets caused_by,
 * the one that stands for it counts it in affects and takes over its
 * severity if that is higher.  findings is sorted; of several causes the
 * first one counts.  O(n log n) in the findings and the things they name.
 */
void supersede(struct arena *a, struct findings *findings);

/* How a cause and its effect are known to speak of the same. */
enum join {
	JOIN_ABOUT,	/* the effect is about the cause's thing, or passes it */
	JOIN_PASSED,	/* both pass one thing, or the effect is about it */
	JOIN_BLOCKED	/* all that the effect passes, which is what blocks
			   it, is what such causes are about or pass */
};

struct supersession {
	const char *cause, *effect;	/* codes */
	enum join join;
};

/* The table; a row without a cause ends it. */
extern const struct supersession supersessions[];

#endif
