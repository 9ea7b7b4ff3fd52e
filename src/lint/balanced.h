/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LINT_BALANCED_H
#define VPCPLAN_LINT_BALANCED_H

/*
 * What load balancers send to their targets, asked of the engine once a run:
 * the traffic of each listener, and the health checks where they go to
 * another port.
 */

#include "lint/rule.h"
#include "reach/reach.h"

struct balanced {
	const struct workload *lb;
	const struct listener *listener;	/* one that sends it */
	const struct thing *target;
	bool is_health;			/* a check, not the traffic */
	unsigned protocol, port;
	enum family family;
	struct answer answer;		/* of a pair that fails */
	const struct end *from, *to;
};

struct balanced_list {
	struct balanced *v;
	size_t n, cap;
};

/* Those for which some pair of node and target surely fails. */
const struct balanced_list *lint_balanced(struct lint *l);

#endif
