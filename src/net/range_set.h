/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_NET_RANGE_SET_H
#define VPCPLAN_NET_RANGE_SET_H

/*
 * A set of addresses of one family: sorted, disjoint, non-adjacent closed
 * ranges.  Closed, because half-open ranges have no value for the end of the
 * space.  The form is canonical: equal sets are equal arrays.
 *
 * Sets are immutable values; operations take memory for the result from the
 * arena and run in time linear in the ranges of both sides.  A result may be
 * one of the operands: it lives as long as the arena and they do, and
 * range_set_copy() makes one that needs the arena alone.  Prefixes are a
 * view (range_set_to_cidrs).  A zeroed struct with its family is the empty
 * set.  Operands must have one family.
 */

#include "base/arena.h"
#include "net/cidr.h"

struct range_set {
	enum family family;
	size_t n;
	const struct range *v;
};

struct range_set range_set_empty(enum family family);
struct range_set range_set_everything(enum family family);
struct range_set range_set_of_cidr(struct arena *a, struct cidr c);
struct range_set range_set_of_range(struct arena *a, enum family family,
    struct range r);

/* From any ranges in any order, overlapping or not; v is sorted in place. */
struct range_set range_set_of_ranges(struct arena *a, enum family family,
    struct range *v, size_t n);

/* The prefixes of that family among the n at v; others are passed over. */
struct range_set range_set_of_cidrs(struct arena *a, enum family family,
    const struct cidr *v, size_t n);

struct range_set range_set_copy(struct arena *a, struct range_set x);
struct range_set range_set_union(struct arena *a, struct range_set x,
    struct range_set y);
struct range_set range_set_intersect(struct arena *a, struct range_set x,
    struct range_set y);
struct range_set range_set_subtract(struct arena *a, struct range_set x,
    struct range_set y);
struct range_set range_set_complement(struct arena *a, struct range_set x);

bool range_set_is_empty(struct range_set x);
bool range_set_is_everything(struct range_set x);
bool range_set_equal(struct range_set x, struct range_set y);
bool range_set_has(struct range_set x, struct addr a);	/* O(log n) */
bool range_set_contains(struct range_set outer, struct range_set inner);
bool range_set_contains_range(struct range_set x, struct range r);
bool range_set_overlaps(struct range_set x, struct range_set y);

/*
 * The number of addresses.  2^128 does not fit: then the count is 0 and
 * *overflow true; overflow may be NULL.
 */
struct addr range_set_count(struct range_set x, bool *overflow);

/* The fewest prefixes that make up x, in order; *n is their number. */
struct cidr *range_set_to_cidrs(struct arena *a, struct range_set x,
    size_t *n);

/*
 * The lowest aligned free block of that length inside within that meets no
 * range of used; false if none.
 */
bool range_set_next_free(struct range_set used, struct cidr within,
    unsigned length, struct cidr *out);

#endif
