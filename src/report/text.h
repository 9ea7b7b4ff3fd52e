/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REPORT_TEXT_H
#define VPCPLAN_REPORT_TEXT_H

/* What the two text formats share. */

#include "report/report.h"

/*
 * Append the lines of block, each made safe for the logs of CI runners;
 * scratch is for memory that is not needed afterwards.
 */
void text_add_lines(struct arena *scratch, struct str *out,
    const char *block);

/* The role in which a severity is coloured. */
enum role text_role(enum severity severity);

/*
 * "3 files, 0 findings" and the like, unless the report is quiet or nothing
 * was read: zero findings in zero files would look like a clean bill.
 */
void text_add_summary(struct str *out, const struct report *r);

/* "4 of 5 expectations hold"; nothing where there are none. */
void text_add_expectations(struct str *out, const struct report *r,
    const char *before);

/* " (suppressed: REASON)" behind a suppressed finding. */
void text_add_suppressed(struct str *out, const struct report *r,
    const struct finding *f);

#endif
