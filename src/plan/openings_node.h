/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_OPENINGS_NODE_H
#define VPCPLAN_PLAN_OPENINGS_NODE_H

/*
 * Who is asked about when two networks are compared; shared by the files that
 * do so.
 */

#include "plan/compare.h"
#include "model/select.h"
#include "reach/end.h"

/* A rule of one side that the other side's group has not. */
struct diff_rule {
	const struct group_rule *is;
	const struct security_group *group;
	enum when when;
};

struct diff_rules {
	struct diff_rule *v;
	size_t n, cap;
};

struct diff_node {
	const char *title;
	struct selection means[2];	/* by enum when */
	bool is[2];			/* whether it is there */
	bool outside;			/* internet, network, service */
	bool sends;			/* may open a flow */
	bool inhabited;			/* a tier where workloads live */
	bool touched;			/* something on its own ways is, other
					   than rules of its groups: */
	struct diff_rules rules[2];	/* by direction */
};

struct diff_nodes {
	struct diff_node *v;
	size_t n, cap;
	bool all_touched;	/* what everybody's packets may pass is */
};

/*
 * The internet, workloads, interface endpoints, bare interfaces, tiers where
 * no workload lives, services, networks: of both sides, paired.
 */
struct diff_nodes diff_nodes_of(struct arena *a, const struct comparison *c);

/* Of two ends, of whose addresses of a family nothing is known: what of what
 * the one serves the rules of both may let pass. */
struct port_set diff_ports_untold(struct arena *a, const struct end *from,
    const struct end *to, enum family family);

/* False: a part of it has addresses of that family, and the input does not
 * tell where they lie. */
bool diff_node_is_placed(const struct diff_node *n, enum when w,
    enum family family);

#endif
