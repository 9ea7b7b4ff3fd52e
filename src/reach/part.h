/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REACH_PART_H
#define VPCPLAN_REACH_PART_H

/* Which part of what was asked a verdict is about. */

#include "reach/flow.h"

/*
 * "tcp/22 from 10.0.1.128-10.0.1.254": the ports, and the addresses of a side
 * where they are not all that were asked about; what is left out where that is
 * shorter.
 */
const char *part_text(struct arena *a, struct flow part, struct flow asked);

#endif
