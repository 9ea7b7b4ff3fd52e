/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REACH_LANES_H
#define VPCPLAN_REACH_LANES_H

/*
 * Between the files of cell: ends whose packets are treated alike on the way,
 * but for what security groups say of them.
 *
 * Subnets of one VPC are alike if they have the same table and ACL (and AZ,
 * if that counts) and nothing stands in them that packets of others pass (a
 * NAT gateway, an attachment, an appliance).  Packets between two of them meet
 * the same, whichever two they are; only those that stay in one subnet do not,
 * which are asked about apart.  Addresses are no part of this: flows carry
 * them.
 */

#include "base/vec.h"
#include "reach/reach.h"

/* The classes of a network's subnets, by order of declaration; 0: alone. */
struct subnet_classes;

const struct subnet_classes *subnet_classes_of(struct reach *r);

struct lane {
	struct ends members;		/* by subnet, in order of declaration */
	size_t n_subnets;		/* … of how many; 0: outside of VPCs */
	bool is_alone;			/* its subnet is like no other */
	struct end *as_one;		/* what lane_end() made of all; NULL:
					   not yet asked for */
};

struct lanes {
	struct lane *v;
	size_t n, cap;
};

/* fine: a lane for each subnet, as if each were alone. */
struct lanes lanes_of(struct reach *r, struct arena *a,
    const struct ends *ends, bool fine);

/*
 * One end for members first..end-1, which no group keeps from anything and
 * which listens to everything.  In its own subnet if in_place, else in one
 * like those of the lane, from which everything goes by the route table.
 */
struct end *lane_end(struct arena *a, const struct lane *l, size_t first,
    size_t end, bool in_place);

/* Whether the other's addresses lie in subnets of this one, though they are
 * not there: then only the subnets themselves know what becomes of them. */
bool lane_overlaps(struct arena *a, const struct lane *l,
    const struct end *other, enum family family);

/* Position behind the members of the subnet of the one at first. */
size_t lane_subnet_end(const struct lane *l, size_t first);

#endif
