/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REACH_CELL_CROWDS_H
#define VPCPLAN_REACH_CELL_CROWDS_H

/* Between the files of cell: inside of one VPC, where ways differ by address,
 * in one family; plain ends only.  False: the pairs have to be asked. */

#include "reach/cell.h"

struct cell_question {
	const struct ends *from, *to;
	struct port_set ports;
	const char *lost_az;
};

bool cell_by_crowds(struct reach *r, struct arena *a,
    const struct cell_question *q, enum family family, struct cell *out);

#endif
