/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_OPENINGS_COMMON_H
#define VPCPLAN_PLAN_OPENINGS_COMMON_H

/* The answers of two networks on common ground, where an end has not the same
 * addresses in both. */

#include "plan/openings_ask.h"

/*
 * What an end has in both is compared address by address; of a subnet that
 * has other addresses now, any stand for it.  What an end has in one network
 * alone is new or gone with it: it tells of what none of the others has, and
 * no more.  Of the world outside, what was asked about both times.
 */
void openings_make_comparable(const struct comparing *g,
    struct passage of[2], const struct diff_node *from,
    const struct diff_node *to);

#endif
