/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LINT_FREE_SPACE_H
#define VPCPLAN_LINT_FREE_SPACE_H

/*
 * The free addresses of a VPC, to be handed out block by block: proposals for
 * several subnets do not collide with one another.
 */

#include "lint/rule.h"

struct free_space;

/*
 * What the blocks of one family of v have free of its subnets, in order of
 * the VPC's blocks (the primary first).  Blocks that are not known count as
 * not there.
 */
struct free_space *free_space_new(struct arena *a, const struct vpc *v,
    enum family family);

/*
 * The one of v and family that all rules of a run share: what one of them
 * proposes no other does.  Made when first asked for.
 */
struct free_space *free_space_of(struct lint *l, const struct vpc *v,
    enum family family);

/*
 * Take the first free block of that length; false if there is none.  All
 * calls together take time in proportion to the free ranges.
 */
bool free_space_take(struct free_space *f, unsigned length, struct cidr *out);

/*
 * Take a block of that length for what the finding is about (one, however many
 * findings it has) and name it in help and witness; or say that there is none,
 * where that is known.
 */
void free_space_propose(struct lint *l, struct finding *finding,
    struct free_space *f, unsigned length);

#endif
