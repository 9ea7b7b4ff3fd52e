/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_NET_COARSEN_H
#define VPCPLAN_NET_COARSEN_H

/*
 * Fewer prefixes at the price of some addresses too many, for lists that may
 * only have so many entries: two prefixes that are nearest to each other are
 * replaced by the one around both, cheapest first.
 */

#include "net/range_set.h"

struct coarsening {
	struct cidr *v;		/* the prefixes, in order */
	size_t n;
	struct addr waste;	/* addresses covered that were not in the set */
};

/*
 * Coarsen x until it has at most max_entries prefixes (at least 1), or as far
 * as max_waste addresses allow, whichever is reached first.
 */
struct coarsening coarsen(struct arena *a, struct range_set x,
    size_t max_entries, struct addr max_waste);

#endif
