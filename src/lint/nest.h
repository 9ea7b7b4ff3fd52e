/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LINT_NEST_H
#define VPCPLAN_LINT_NEST_H

/*
 * Which of many blocks lie in which others.  Two blocks are disjoint, or one
 * contains the other: in the order of their first address, the longer ones
 * first, a stack of those that are still open answers it for all of them in
 * one pass.
 */

#include "model/value.h"
#include "net/cidr.h"

#include <stdint.h>

struct nest {
	struct cidr cidr;
	uint32_t order;		/* among equal blocks; the caller's */
	const void *of;		/* whose block it is; the caller's */

	/* Set by nest_sort(), as indices into the sorted array: */
	size_t outer;		/* the nearest block that contains it and is
				   not equal; or NEST_NONE */
	size_t first;		/* the first of those that equal it, perhaps
				   itself */
};

#define NEST_NONE SIZE_MAX

/* Put a block behind the *n at v, which have room for it, if it is known. */
void nest_add(struct nest *v, size_t *n, const struct cidr_value *c,
    uint32_t order, const void *of);

/* Sort the n blocks at v and find what contains what.  O(n log n). */
void nest_sort(struct nest *v, size_t n);

/*
 * The innermost of the sorted blocks that holds the address (the first of
 * equal ones), or NEST_NONE.  O(log n) and the depth of nesting.
 */
size_t nest_find(const struct nest *v, size_t n, enum family family,
    struct addr x);

#endif
