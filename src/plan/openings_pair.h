/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_OPENINGS_PAIR_H
#define VPCPLAN_PLAN_OPENINGS_PAIR_H

/*
 * What a change does to what one node may send to another: both networks are
 * asked, family by family, and their answers subtracted.
 */

#include "plan/openings_ask.h"

/* What opens, closes … between the two is appended to *out, unsorted; else
 * the pair is counted there. */
void openings_of_pair(const struct comparing *g, struct openings *out,
    const struct diff_node *from, const struct diff_node *to);

/* A pair that the change does not touch, for the number of those. */
void openings_count_pair(const struct comparing *g, struct openings *out,
    const struct diff_node *from, const struct diff_node *to);

#endif
