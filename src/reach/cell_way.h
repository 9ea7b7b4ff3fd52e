/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REACH_CELL_WAY_H
#define VPCPLAN_REACH_CELL_WAY_H

/*
 * Between the files of cell: the way from one lane to another, asked once with
 * nobody's groups.  What it lets through for all addresses alike, groups cut
 * down further: the five parts of an answer, each on its own.
 */

#include "reach/reach.h"

struct cell_way {
	struct port_set yes;	/* arrives and is answered */
	struct port_set lost;	/* arrives; answers are lost, some or all */
	struct port_set taken;	/* arrives */
	unsigned passed;	/* of CELL_PASSED: what lies on it */
	bool is_local;		/* it does not leave the VPC */
	bool is_routed;		/* filters alone stop anything */
};

struct cell_way_question {
	struct reach *r;
	struct arena *a;
	const struct end *from, *to;	/* to listens to everything */
	enum family family;
	struct port_set ports;
	const char *lost_az;
};

/* False if it depends on the address, is not known, or asks for the groups of
 * who sends. */
bool cell_way_ask(const struct cell_way_question *q, struct cell_way *out);

bool cell_way_equal(const struct cell_way *x, const struct cell_way *y);

/* Whether rules of one side name a group that somebody of the other has. */
bool cell_ends_refer(struct arena *a, struct reach *r,
    const struct ends *from, const struct ends *to);

#endif
