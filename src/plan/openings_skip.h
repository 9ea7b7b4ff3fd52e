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

/* Something that a packet between them may meet is touched: */
bool diff_is_touched(const struct diff_skip *s, const struct diff_node *from,
    const struct diff_node *to);

/* … a rule of the sender's that may speak of the receiver, or one of the
 * receiver's that may speak of the sender. */
bool diff_sends_anew(const struct diff_skip *s, const struct diff_node *from,
    const struct diff_node *to);
bool diff_receives_anew(const struct diff_skip *s,
    const struct diff_node *from, const struct diff_node *to);

#endif
