/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DRAW_TRACE_H
#define VPCPLAN_DRAW_TRACE_H

/*
 * A trace as text: a line per check, numbered in packet order, forward and
 * then back; the verdict is the last word of the first line and is explained
 * below.
 */

#include "diag/finding.h"
#include "reach/trace.h"
#include "text/style.h"

struct drawn_trace {
	const struct trace *trace;
	const struct answer *answer;	/* of the question it shows one of */
	enum verdict verdict;		/* over everything asked */
	const char *from, *to, *on;	/* as asked */
	size_t others;			/* pairs of ends not shown */
	const char *untold;	/* why others could not be asked; or NULL */
	const char *const *fixes;	/* that together make it work */
	size_t n_fixes;
	struct snippet snippet;		/* the same, in the input's language */
	const char *const *advice;	/* what no edit can mend */
	size_t n_advice;
};

void draw_trace(struct arena *a, struct str *out, const struct drawn_trace *d,
    const struct style *style);

#endif
