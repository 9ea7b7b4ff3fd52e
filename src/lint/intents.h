/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LINT_INTENTS_H
#define VPCPLAN_LINT_INTENTS_H

/*
 * What the plan says of itself: its expectations, each with the things that
 * its names mean and with how it came out.  Made once, when a rule first
 * asks; those whose names mean nothing are left out (IN004, IN006).
 */

#include "lint/rule.h"
#include "model/select.h"
#include "plan/expect.h"

struct intent {
	const struct expectation *e;
	const struct outcome *o;	/* NULL: it was not asked */
	struct selection from, to;
};

struct intent_list {
	const struct intent **v;
	size_t n, cap;
};

struct intents {
	struct intent *v;
	size_t n;

	/* By what an end means, to find those about one interface. */
	struct intent_list *of_thing[2];	/* by order; [0] from, [1] to */
	struct map of_tier[2];
	struct intent_list of_cidr[2];
};

const struct intents *lint_intents(struct lint *l);

/* Whether the plan says who is to reach whom: what its workloads need of AWS
 * and the internet is not that. */
bool intents_are_declared(const struct model *m);

/*
 * The expectations one of whose ends (to, or from) means the interface: by
 * itself, its workload, endpoint, subnet, tier, VPC, or a block of addresses
 * that its subnet shares.
 */
struct intent_list intents_about(struct arena *a, const struct intents *all,
    const struct interface *x, bool to);

/* Whether an expectation wants a flow, and it does not (wholly) come about. */
bool intent_is_missed(const struct intent *i);

/* Whether one thing alone is in its way. */
bool intent_is_blocked_by(const struct intent *i, const struct thing *t);

/* Whether a group or a network ACL is in its way. */
bool intent_is_filtered(const struct intent *i);

/* Whether it gets there: where something is in its way, nobody answers. */
bool intent_is_answered(const struct intent *i);

#endif
