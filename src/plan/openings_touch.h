/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_OPENINGS_TOUCH_H
#define VPCPLAN_PLAN_OPENINGS_TOUCH_H

/*
 * What of a change the packets of each node may meet: things on its own ways,
 * rules of its groups, and what lies between networks, where many pass.
 */

#include "plan/openings_node.h"

/*
 * Mark the nodes of the list that are touched, list those of their groups'
 * rules that one side alone has, and say whether everybody is touched.
 */
void diff_nodes_touch(struct arena *a, const struct comparison *c,
    struct diff_nodes *list);

#endif
