/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_STARTER_H
#define VPCPLAN_PLAN_STARTER_H

/*
 * Expectations to begin with: what is reachable now between workloads, tiers
 * and the internet, in sentences that hold; people delete what they do not
 * mean.  Between many workloads their tiers speak for them.
 */

#include "plan/expect.h"

struct starter {
	const char **v;		/* sentences, as a file holds them */
	size_t n, cap;
};

struct starter starter_expectations(struct reach *r, struct arena *a);

#endif
