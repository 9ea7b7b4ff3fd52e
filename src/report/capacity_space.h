/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REPORT_CAPACITY_SPACE_H
#define VPCPLAN_REPORT_CAPACITY_SPACE_H

/* What both forms of the answer of capacity say of a VPC's space. */

#include "report/capacity.h"

/* "app-a (10.0.0.0/24)", "tombstone of app-b (10.0.1.0/24)". */
const char *capacity_item_text(struct arena *a,
    const struct space_item *item);

/* The lines of text beneath a VPC's subnets. */
void capacity_space_text(struct str *out, const struct capacity_report *r,
    const struct vpc *v);

#endif
