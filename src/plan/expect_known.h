/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_EXPECT_KNOWN_H
#define VPCPLAN_PLAN_EXPECT_KNOWN_H

/*
 * What earlier expectations of the same run have shown: inside of plan/ only.
 * A sentence that comes again has the same outcome.  Sentences about the same
 * two ends differ in their ports alone: from the second on, all ports are
 * asked about at once, and one that holds needs no walk.
 */

#include "plan/expect.h"

struct expect_known;

struct expect_known *expect_known_new(struct arena *a, struct reach *r);

/* The outcome of e, if it is known; false: ask, and tell before the next. */
bool expect_known_find(struct expect_known *k, const struct expectation *e,
    struct outcome *out);
void expect_known_tell(struct expect_known *k, const struct outcome *out);

#endif
