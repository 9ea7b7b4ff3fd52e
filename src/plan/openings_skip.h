/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_OPENINGS_SKIP_H
#define VPCPLAN_PLAN_OPENINGS_SKIP_H

/*
 * Which pairs of ends need not be asked, as what they say cannot have
 * changed.  Where in doubt, they are asked: a test holds the answers against
 * those of asking everybody.
 */

#include "plan/openings_node.h"

struct diff_skip;

struct diff_skip *diff_skip_new(struct arena *a, const struct comparison *c,
    const struct diff_nodes *nodes);

/* Nothing leads from the one VPC to the other, before or after. */
bool diff_is_apart(const struct diff_skip *s, const struct diff_node *from,
    const struct diff_node *to);

/* Whether of two receivers both or none are touched, for a sender that is not
 * and of whose own rules none is. */
bool diff_is_alike(const struct diff_node *x, const struct diff_node *y);

/* Something that a packet between them may meet is touched. */
bool diff_is_touched(const struct diff_skip *s, const struct diff_node *from,
    const struct diff_node *to);

#endif
