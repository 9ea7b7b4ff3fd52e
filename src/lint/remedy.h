/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LINT_REMEDY_H
#define VPCPLAN_LINT_REMEDY_H

/*
 * What mends findings, proved: edits are made to a copy of the network, and
 * the whole of it is judged again.  The flow must then work, every
 * expectation that held must hold, no error and no warning may come up, and
 * nothing may open that nobody asked for.  What fails that is not shown as a fix;
 * what it would open is advice.
 */

#include "lint/lint.h"
#include "plan/besides.h"
#include "plan/expect.h"

struct remedy {
	struct mend mend;	/* its things are those of the copy */
	const struct outcome *of;	/* or NULL: of a finding that wants a
					   flow */
	struct besides besides;
	bool proved;		/* else there is advice alone */
	const char *advice;	/* clauses; or NULL */
	struct {		/* that go away by it, or that the advice is
				   for; not empty */
		struct finding **v;
		size_t n, cap;
	} mends;
};

struct remedies {
	struct remedy **v;
	size_t n, cap;
	size_t untried;		/* for which none was looked for: too many */
};

struct remedy_input {
	const struct lint_input *is;	/* as it was judged, with its reach */
	struct findings *findings;	/* what lint_run() left of it */
	const struct findings *read;	/* what its readers said of it, before
					   lint_run() */
	const struct policy *policy;
};

/* So many are looked for at most, and fewer where judging takes long. */
enum { REMEDIES_MAX = 64 };

/* Whether there is anything that edits could mend. */
bool remedies_are_wanted(const struct outcomes *all,
    const struct findings *findings);

/*
 * Of each expectation that is blocked, then of each finding that misses a
 * flow, in their order; of what another's remedy mends, none.  Where there are
 * too many, of those first whose blockers many others have.
 */
struct remedies remedies_find(struct arena *a, const struct remedy_input *in);

#endif
