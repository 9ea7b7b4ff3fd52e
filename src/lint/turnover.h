/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LINT_TURNOVER_H
#define VPCPLAN_LINT_TURNOVER_H

/*
 * Which findings a change brings, and which it mends.  Findings are the same
 * if they are of one rule and about one thing (plan/pairing.h), or else about
 * one object of their files, or of the same values, or in the same words.
 */

#include "diag/finding.h"
#include "plan/pairing.h"

struct turnover {
	struct {
		const struct finding **v;
		size_t n, cap;
	} fixed, arisen;		/* in the order of reports */
	size_t unchanged;
};

/* of[BEFORE], of[AFTER]: what lint_run() left of both. */
struct turnover turnover_of(struct arena *a, const struct pairing *p,
    const struct findings *const of[2]);

#endif
