/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_NET_POOL_H
#define VPCPLAN_NET_POOL_H

/*
 * Free prefixes, and which of them to take next.  Taking one out of a larger
 * one leaves its halves behind, as a buddy allocator does; a request costs
 * O(log n).
 */

#include "base/arena.h"
#include "net/cidr.h"

enum fit {
	FIT_FIRST,		/* the lowest address that is free */
	FIT_LAST,		/* the highest */
	FIT_BEST,		/* in the smallest free block, the lowest of it */
	FIT_SPARSE		/* in the middle of the largest free block */
};

struct pool;

/*
 * An empty pool.  Blocks taken begin at a multiple of the size of a prefix
 * of length align, or anywhere where align is 128 (IPv4: 32).
 */
struct pool *pool_new(struct arena *a, enum family family, enum fit fit,
    unsigned align);

/* Add a free prefix; it overlaps none that is in the pool. */
void pool_add(struct pool *p, struct cidr free);

/* Take a prefix of that length; false if none is left. */
bool pool_take(struct pool *p, unsigned length, struct cidr *out);

/* Forget what is free. */
void pool_clear(struct pool *p);

#endif
