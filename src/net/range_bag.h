/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_NET_RANGE_BAG_H
#define VPCPLAN_NET_RANGE_BAG_H

/*
 * A heap of ranges of both families, in any order, overlapping or not, made
 * for millions: 8 bytes an IPv4 range, 8 an IPv6 prefix of /1 to /64 and 32
 * any other IPv6 range.  From it comes the set they make up, or the number of
 * pairs that overlap.
 */

#include "net/range_set.h"

struct range_bag {
	struct arena *a;
	size_t expected;	/* bytes of text still to come, roughly */
	struct {
		uint32_t *first, *last;
		size_t n, cap;
	} ipv4;
	struct {
		uint64_t *v;	/* see net/midpoint.h */
		size_t n, cap;
	} midpoints[2];		/* of each half of the space */
	struct {
		struct addr *first, *last;
		size_t n, cap;
	} ipv6;
};

struct range_bag range_bag_new(struct arena *a);

/*
 * A text of that many bytes is about to be read into the bag.  Only address
 * space is set aside for it; memory is used when ranges come.
 */
void range_bag_expect(struct range_bag *b, size_t bytes);

/*
 * Add the range from first to last.  The two apart, as a struct that goes
 * through memory costs as much as the rest.
 */
void range_bag_add(struct range_bag *b, enum family family, struct addr first,
    struct addr last);

/* Add all ranges of other, whose overlaps may have been counted. */
void range_bag_append(struct range_bag *b, const struct range_bag *other);

/* The number of ranges of a family. */
size_t range_bag_count(const struct range_bag *b, enum family family);

/*
 * The union of the ranges of one family, range by range in order.  The bag
 * loses what the union does not need: after this it can only be asked the
 * same.
 */
struct range_walk {
	const struct range_bag *b;
	enum family family;
	size_t at;
};

struct range_walk range_bag_walk(struct range_bag *b, enum family family);
bool range_walk_next(struct range_walk *w, struct range *out);

/* The same as a set in the arena a. */
struct range_set range_bag_union(struct range_bag *b, enum family family,
    struct arena *a);

/* The number of pairs of ranges of one family that overlap; not after a walk. */
uint64_t range_bag_overlaps(struct range_bag *b, enum family family);

#endif
