/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REPORT_COMMON_H
#define VPCPLAN_REPORT_COMMON_H

/* What the formats for other programs share. */

#include "report/report.h"

/*
 * A sanitised name of a file as a URI reference: without "./" at its front,
 * whatever is not plain as %XX; an absolute path becomes file:///….
 */
const char *report_uri(struct arena *a, const char *file);

/* The name without "./" at its front. */
const char *report_path(const char *file);

/* Where a related place begins and ends; false for "nowhere".  The names of
 * files are sanitised. */
bool report_related(const struct report *r, const struct related *related,
    struct position *start, struct position *end);

/* What is wrong, with the address of the resource behind it where a plan or
 * state has one and the message does not: "… (aws_subnet.a)". */
const char *report_message(struct arena *a, const struct shown *s);

/* At most max bytes (at least 8) of a text, cut before a blank, with "..."
 * for the rest. */
const char *report_shorten(struct arena *a, const char *text, size_t max);

/* By code; for lists of pointers to notices. */
int report_compare_notices(const void *a, const void *b);

#endif
