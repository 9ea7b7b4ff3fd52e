/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REPORT_DIFF_FOLD_H
#define VPCPLAN_REPORT_DIFF_FOLD_H

/* Flows that are not known, or were not, told together where one end of all
 * and the reason are the same: for people; JSON keeps each. */

#include "plan/openings.h"

struct diff_fold {
	const char *end;		/* that they share */
	const struct opening *first;	/* its reason is that of all */
	size_t n;
	size_t open;			/* those that were open, or are now */
	bool is_from, is_to;		/* the end is that of all */
	VEC(const char *) others;	/* their other ends, each once */
};

/* By the number of the opening: the fold that it is in, or NULL. */
struct diff_fold **diff_folds(struct arena *a, const struct openings *all);

/* "app <-> db, web and 5 more  14 flows are unknown now: 9 were open, 5
 * closed". */
const char *diff_fold_text(struct arena *a, const struct diff_fold *f);

#endif
