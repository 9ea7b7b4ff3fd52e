/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LINT_REMEDY_RANK_H
#define VPCPLAN_LINT_REMEDY_RANK_H

/*
 * For what a remedy is looked for, and in which order, where there is more of
 * it than can be tried: for remedy.c alone.
 */

#include "lint/remedy.h"

struct candidate {
	size_t outcome;			/* that fails; SIZE_MAX: none */
	struct finding *f;		/* that says so, or stands for it; or
					   NULL */
	size_t nth;			/* of those with the same blockers */
	size_t alike;			/* how many those are */
	size_t number;			/* in the order of reports */
	bool mended;			/* by what mends another */
};

struct candidates {
	struct candidate *v;
	size_t n, cap;
	struct candidate **by_finding;	/* sorted by f */
};

/* Whether a remedy is looked for, for such an expectation, such a finding. */
bool remedy_is_for_outcome(const struct outcome *o);
bool remedy_is_for_finding(const struct finding *f);

/*
 * All of them: expectations, then findings.  If there are more than limit,
 * what many have in common comes first: of each sort, by the blockers, one;
 * then of each another.
 */
struct candidates candidates_of(struct arena *a,
    const struct outcomes *outcomes, const struct findings *findings,
    size_t limit);

/* What says that f is mended need not be tried. */
void candidates_mend(struct candidates *all, const struct finding *f);

#endif
