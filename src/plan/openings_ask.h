/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_OPENINGS_ASK_H
#define VPCPLAN_PLAN_OPENINGS_ASK_H

/* What openings.c and because.c share. */

#include "plan/openings.h"
#include "plan/openings_node.h"

struct comparing {
	struct arena *a;		/* of the result */
	struct arena *scratch;		/* of one pair */
	const struct comparison *c;
	struct reach *const *r;		/* by enum when */
};

/* What one network says of a pair of nodes, in one family. */
struct passage {
	bool is;			/* both ends are there */
	struct flow asked;
	struct flow reached;		/* arrives, some answer does */
	struct flow one_way, unknown;
	struct flow missing;		/* asked, and surely not reached */
	struct port_set full;		/* everybody reaches everybody */
	const char *way;		/* "nat-a, igw"; NULL: nothing passes */
	const struct pair_answers *pairs;	/* of both families */
};

/*
 * The clauses that say which of the changes let a packet pass in one network
 * (open) and not in the other; appended to out->because.
 */
void because_find(const struct comparing *g, const struct diff_node *from,
    const struct diff_node *to, const struct passage of[2], enum when open,
    struct opening *out);

#endif
