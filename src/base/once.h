/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_BASE_ONCE_H
#define VPCPLAN_BASE_ONCE_H

/*
 * Which texts of a list came already.  Most lists are short and need no map:
 * then nothing is taken from the arena.
 */

#include "base/map.h"

enum { ONCE_FEW = 8 };

struct once {
	const char *few[ONCE_FEW];
	size_t n;
	struct map map;		/* of all, once there are more */
};

/*
 * Whether the text, which is borrowed and not NULL, comes for the first time;
 * it has come then.  A new struct once is all zero.  O(log n) comparisons.
 */
bool once_is_new(struct once *o, struct arena *a, const char *text);

#endif
