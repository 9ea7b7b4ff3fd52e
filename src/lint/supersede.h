/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LINT_SUPERSEDE_H
#define VPCPLAN_LINT_SUPERSEDE_H

#include "diag/finding.h"

/*
 * One root cause, one finding.  A table says which rule stands for which
 * other; a finding of the latter that names the same thing gets caused_by,
 * the one that stands for it counts it in affects and takes over its
 * severity if that is higher.  What is suppressed stands for nothing: who
 * accepted a cause has not accepted what follows from it, which nobody would
 * see then.  findings is sorted; of several causes the first one counts.
 * O(n log n) in the findings and the things they name.
 */
void supersede(struct arena *a, struct findings *findings);

/* How a cause and its effect are known to speak of the same. */
enum join {
	JOIN_ABOUT,	/* the effect is about the cause's thing, or passes it */
	JOIN_PLACE,	/* both stand at one place: in one value */
	JOIN_PASSED,	/* both pass one thing */
	JOIN_PART,	/* the effect is about a thing that the cause passes */
	JOIN_NEEDED,	/* the effect is about an expectation, or needs one,
			   that the cause needs */
	JOIN_BLOCKED	/* all that the effect passes, which is what blocks
			   it, is what such causes pass */
};

struct supersession {
	const char *cause, *effect;	/* codes */
	enum join join;
};

/* The table; a row without a cause ends it. */
extern const struct supersession supersessions[];

#endif
