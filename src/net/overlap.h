/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_NET_OVERLAP_H
#define VPCPLAN_NET_OVERLAP_H

/*
 * Which ranges overlap, pair by pair.  (How many pairs do is told faster by
 * range_bag_overlaps().)
 */

#include "base/arena.h"
#include "net/cidr.h"

struct overlap_item {
	struct range range;
	uint32_t id;		/* the caller's; breaks ties in the order */
	uint32_t group;		/* which list it comes from, from 0 */
	uint8_t family;
};

/*
 * Called for each pair; a begins before b, or where b begins and ends there
 * or later.  Returns false to stop.
 */
typedef bool overlap_visit(void *context, const struct overlap_item *a,
    const struct overlap_item *b);

/*
 * Visit all pairs that overlap among the n items at v, which are sorted in
 * place; with between, only pairs from different groups.  Time is that of
 * sorting, plus the pairs visited, plus with between n for each group.
 */
void overlap_pairs(struct overlap_item *v, size_t n, bool between,
    overlap_visit *visit, void *context);

#endif
