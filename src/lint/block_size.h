/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LINT_BLOCK_SIZE_H
#define VPCPLAN_LINT_BLOCK_SIZE_H

/*
 * Sizes of blocks that AWS takes, and what to write instead of another one.
 */

#include "lint/rule.h"
#include "model/facts.h"

struct block_sizes {
	enum fact ipv4_min, ipv4_max, ipv6_min, ipv6_max;
};

extern const struct block_sizes block_sizes_vpc, block_sizes_subnet;

/* Why AWS takes no block of that length, a clause; NULL if it does. */
const char *block_size_wrong(struct arena *a, struct cidr c,
    const struct block_sizes *s);

/*
 * Help for a block of a wrong size: one of a right size that holds the subnets
 * of v, or that lies where it was written.  v is NULL for a subnet's block.
 */
void block_size_help(struct lint *l, struct finding *f, const struct vpc *v,
    const struct cidr_value *c);

#endif
