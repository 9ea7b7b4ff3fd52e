/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_NET_MIDPOINT_H
#define VPCPLAN_NET_MIDPOINT_H

/*
 * An IPv6 prefix of /1 to /64 as one number of 64 bits, for lists of millions.
 *
 * The number is the prefix's upper half without its first bit, followed by a
 * one where the host bits begin: the address in the middle.
 *
 *	2001:db8::/32	0|010...1 0000 1101 1011 1000|1 000...
 *	                ^ tells the two halves of the space apart
 *
 * No two prefixes of one half of the space share a midpoint, and midpoints
 * sort like this: what lies in the lower half of a prefix comes before it,
 * what lies in its upper half behind it.  So one sort of numbers without
 * partners, of half the bytes that first and last addresses take, brings the
 * nested ones together.
 */

#include "net/cidr.h"

/* Whether the range is a prefix of /1 to /64. */
static inline bool
midpoint_exists(struct addr first, struct addr last)
{
	uint64_t host_bits = first.hi ^ last.hi;

	return first.lo == 0 && last.lo == UINT64_MAX &&
	    host_bits != UINT64_MAX &&
	    (host_bits & (host_bits + 1)) == 0 && (first.hi & host_bits) == 0;
}

/* The half of the space, 0 or 1, in which the range lies that begins so. */
static inline unsigned
midpoint_half(struct addr first)
{
	return (unsigned)(first.hi >> 63);
}

static inline uint64_t
midpoint_of(struct addr first, struct addr last)
{
	return first.hi << 1 | ((first.hi ^ last.hi) + 1);
}

/* The upper halves of the first and the last address of a prefix. */
struct midpoint_ends {
	uint64_t first, last;
};

static inline struct midpoint_ends
midpoint_ends(unsigned half, uint64_t midpoint)
{
	uint64_t one = midpoint & (0 - midpoint), bit = (uint64_t)half << 63;

	return (struct midpoint_ends){ bit | (midpoint - one) >> 1,
		bit | (midpoint | (one - 1)) >> 1 };
}

/*
 * Keep, of n sorted midpoints, those whose prefixes lie in no other, each
 * once; returns how many these are.  They are in the order of addresses.
 */
size_t midpoint_keep_outermost(uint64_t *v, size_t n);

#endif
