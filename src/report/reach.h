/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REPORT_REACH_H
#define VPCPLAN_REPORT_REACH_H

/* The answer of vpcplan reach with both ends, for programs. */

#include "base/str.h"
#include "plan/mend.h"

struct reach_report {
	const char *from, *to, *on;	/* as asked; on may be NULL */
	const struct pair_answers *pairs;
	const struct mend *mend;	/* what would make it work */
};

void report_reach_json(struct arena *a, struct str *out,
    const struct reach_report *r);

#endif
