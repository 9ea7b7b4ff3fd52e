/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REACH_CELL_H
#define VPCPLAN_REACH_CELL_H

/*
 * Many ends to many: what gets through between any of them, without asking
 * pair by pair.  The way between two subnets is the same for all who sit
 * there, and for many subnets (reach/lanes.h): groups alone tell them apart.
 * So each way is asked once, with nobody's groups, and the rules of both
 * sides are laid over it (reach/cell_sorts.h).
 *
 * What is told is what the answers to all pairs sum up to, not one bit else.
 */

#include "reach/reach.h"

struct cell {
	struct port_set ports;	/* that somebody reaches somebody on */
	bool partly;		/* but not everybody everybody */
	bool nobody;		/* no pair has a family in common */
	bool routed;		/* nothing gets through, but somebody would were
				   it not for filters */
	unsigned passed;	/* 1 << enum hop_kind of what lies on all ways,
				   of the kinds in CELL_PASSED */
};

#define CELL_PASSED (1u << HOP_NAT_GATEWAY | 1u << HOP_PEERING |	\
	1u << HOP_ATTACHMENT | 1u << HOP_VPN | 1u << HOP_ENDPOINT |	\
	1u << HOP_APPLIANCE)

/*
 * Some ends on one side of questions, made ready once for any number of
 * cells.  Both sides of a cell have the same families and lose the same AZ.
 */
struct crowd_asked {
	struct reach *r;
	struct arena *a;	/* lives as long as the crowd */
	bool receives;
	unsigned family;	/* 4, 6 or 0 for both */
	const char *lost_az;
};
struct crowd;
struct crowd *crowd_new(const struct crowd_asked *asked,
    const struct ends *ends);

/*
 * False: not such a case (something unknown, a load balancer, addresses that
 * a route or an ACL tells apart); then the pairs have to be asked.
 */
bool reach_cell(struct arena *a, struct crowd *from, struct crowd *to,
    struct port_set ports, struct cell *out);

#endif
