/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REPORT_CAPACITY_H
#define VPCPLAN_REPORT_CAPACITY_H

/* The answer of vpcplan capacity. */

#include "base/str.h"
#include "plan/capacity.h"
#include "plan/space.h"
#include "text/style.h"

struct capacity_report {
	struct arena *a;
	const struct model *m;
	const struct capacity *now;
	const struct capacity *grown;	/* NULL: not asked for */
	const char *growth;		/* "1.5", as asked for */
	const char *lost;		/* the key of an AZ; NULL: none */
	const char *lost_name;		/* as asked for */
	struct style style;
	const char *version;
};

/*
 * Whether everything has room: what is planned, the maxima, and both grown
 * where that was asked for.
 */
bool capacity_report_fits(const struct capacity_report *r,
    const struct subnet *s);

/* Whether a subnet is in the AZ that is lost. */
bool capacity_report_lost(const struct capacity_report *r,
    const struct subnet *s);

void report_capacity_text(struct str *out, const struct capacity_report *r);
void report_capacity_json(struct str *out, const struct capacity_report *r);
void report_capacity_schema(struct str *out);

#endif
