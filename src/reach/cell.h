/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REACH_CELL_H
#define VPCPLAN_REACH_CELL_H

/*
 * Many ends to many: what gets through between any of them, without asking
 * pair by pair.  Inside a VPC the way between two subnets is the same for all
 * who sit there, and groups alone tell them apart: so each way is asked once,
 * with nobody's groups, and each receiver's rules are laid over it once for
 * all senders of a subnet; senders that rules name come one by one.
 */

#include "reach/reach.h"

struct cell {
	struct port_set ports;	/* that somebody reaches somebody on */
	bool partly;		/* but not everybody everybody */
	bool routed;		/* were it not for groups and ACLs, somebody
				   would */
};

struct cell_question {
	const struct ends *from, *to;
	enum family family;
	const char *lost_az;
};

/*
 * False: not such a case (gateways on the way, something unknown, lost
 * answers, several VPCs); then the pairs have to be asked.
 */
bool reach_cell(struct reach *r, struct arena *a,
    const struct cell_question *q, struct cell *out);

#endif
