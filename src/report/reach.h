/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REPORT_REACH_H
#define VPCPLAN_REPORT_REACH_H

/* The answer of vpcplan reach with both ends, for programs. */

#include "base/str.h"
#include "plan/mend.h"
#include "plan/nodes.h"
#include "reach/trace.h"

struct reach_report {
	const char *from, *to, *on;	/* as asked; on may be NULL */
	const struct pair_answers *pairs;
	const struct mend *mend;	/* what would make it work … */
	struct snippet snippet;		/* … in the language of the input */
	const struct trace *trace;	/* of the pair that tells most; NULL if
					   there is none */
	const char *because;		/* why there is none; or NULL */
};

void report_reach_json(struct arena *a, struct str *out,
    const struct reach_report *r);

/*
 * What gets through from each of some to each of others: the table of one
 * end, or the matrix.
 */
struct reach_cells {
	const struct asking_pairs *base;
	const struct plan_nodes *from, *to;
};

void report_cells_json(struct arena *a, struct str *out,
    const struct reach_cells *c);

/* The JSON Schema of both. */
void report_reach_schema(struct str *out);

#endif
