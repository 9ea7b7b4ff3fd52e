/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_OPENINGS_PART_H
#define VPCPLAN_PLAN_OPENINGS_PART_H

/* Which part of a pair's addresses a flow is about, in words. */

#include "plan/openings_ask.h"

struct telling_part {
	const struct comparing *g;
	enum when when;			/* whose addresses they are */
	const struct passage *of;	/* what was asked there */
	bool names_only;		/* subnets without their addresses */
};

/* "from subnet app-b (10.0.32.4-10.0.47.254) to 10.0.48.9"; NULL: of all. */
const char *opening_part_text(const struct telling_part *t, struct flow f);

#endif
