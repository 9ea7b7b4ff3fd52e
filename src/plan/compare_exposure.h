/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_COMPARE_EXPOSURE_H
#define VPCPLAN_PLAN_COMPARE_EXPOSURE_H

/* Which subnets become public, private or isolated by what changed. */

#include "plan/compare.h"
#include "reach/route.h"

/* r: by enum when.  Goes along with the change of the subnet, or else of its
 * table, or of a gateway.  Only what is decided on both sides is told. */
void compare_exposures(struct arena *a, struct comparison *c,
    const struct routes *const r[2]);

#endif
