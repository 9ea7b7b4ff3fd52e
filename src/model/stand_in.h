/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_MODEL_STAND_IN_H
#define VPCPLAN_MODEL_STAND_IN_H

/*
 * Blocks in place of those that Amazon will choose.
 *
 * A planned VPC that asks Amazon for an IPv6 block does not know which, and
 * most answers do not hang on it.  So link gives the block of such a VPC, and
 * those of its subnets inside it, a stand-in: the value stays unknown, and
 * its v is a block of a space that is nobody's.  Stand-ins of two VPCs are
 * apart, as AWS's blocks are.  Whoever takes one must ask stand_in_match() of
 * every prefix that the input states, and print none.
 *
 * The stand-in of a VPC is wider than the block it will get, so that all
 * subnets find room: lengths of prefixes are compared with the fact, and not
 * with it.
 */

#include "model/network.h"
#include "net/range_set.h"

/* Where stand-ins lie: never allocated, inside of 2000::/3. */
struct range stand_in_space(void);

/*
 * Whether a prefix that the input states contains what Amazon chooses, of
 * choice: model's amazon_choice, which is what it may choose at all but for
 * the blocks that VPCs have, of which it gives none again.  An empty one: no
 * block is to be chosen, and nothing is inside.
 */
enum stand_in_match { STANDS_OUTSIDE, MAY_STAND_INSIDE, STANDS_INSIDE };

enum stand_in_match stand_in_match(struct range_set choice, struct cidr c);

/* The addresses of a prefix that the input states, with what stands for
 * Amazon's choice where that surely, or (may) perhaps, lies in it. */
struct range_set stand_in_prefix(struct arena *a, struct range_set choice,
    struct cidr c, bool may);

/* Unknown, with a block in its place. */
bool block_is_stand_in(const struct cidr_value *c);

/* Known, or so: v may be asked. */
bool block_is_usable(const struct cidr_value *c);

/* Whether the plan only says how large a subnet is to be, in that family: its
 * block is known to nobody before "vpcplan alloc" has placed it. */
bool subnet_awaits_block(const struct subnet *s, enum family family);

/* Whether v has an IPv6 block that is not known, and none in its place. */
bool vpc_has_open_ipv6(const struct vpc *v);

/* Whether an address is one of the space. */
bool stand_in_holds(enum family family, struct addr x);

/* How people read an address: of one in the place of what Amazon has yet to
 * choose, whose it is. */
struct model;
const char *stand_in_address(struct arena *a, const struct model *m,
    enum family family, struct addr x);

/* The same, if it is one of that subnet or VPC (either may be NULL). */
const char *stand_in_address_of(struct arena *a, const struct subnet *s,
    const struct vpc *v, enum family family, struct addr x);

#endif
