/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REPORT_ALLOC_H
#define VPCPLAN_REPORT_ALLOC_H

/* The forms of what vpcplan alloc prints and remembers. */

#include "base/str.h"

void report_alloc_schema(struct str *out);
void report_lock_schema(struct str *out);

#endif
