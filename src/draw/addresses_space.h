/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DRAW_ADDRESSES_SPACE_H
#define VPCPLAN_DRAW_ADDRESSES_SPACE_H

/*
 * Between addresses.c, which draws a block of a VPC, addresses_map.c, which
 * draws its cells, and addresses_list.c, which lists what is in it.
 */

#include "draw/addresses.h"

enum {
	CELL_IPV4 = 28, CELL_IPV6 = 64,	/* no subnet is smaller */
	NAME_MOST = 24, NAME_LEAST = 6, BAR_MOST = 22, BAR_LEAST = 6,
	PERCENT = 100
};

/* A subnet with its block of the map's family. */
struct stretch {
	const struct scene_subnet *subnet;
	struct cidr block;
};

struct space {
	struct arena *a;
	const struct style *s;
	struct str *out;
	struct cidr block;
	unsigned cell;		/* length of a cell's prefix */
	size_t cells;		/* a power of two */
	VEC(struct stretch) v;	/* by address */
	VEC(const struct scene_kept *) kept;	/* by address */
};

/* A line of text. */
void addresses_line(struct space *m, enum role role, const char *text);

/* What stands for the i-th subnet: A … Z, a … z, then "*". */
char addresses_letter(size_t i);

/* "█░░": how much of all is used, in so many cells. */
const char *addresses_bar(struct arena *a, uint64_t used, uint64_t all,
    size_t width);

/* The cells, and what their signs mean. */
void addresses_draw_map(struct space *m);
void addresses_draw_key(struct space *m);

/* The subnets with their use; what nobody may take, and for whom. */
void addresses_list_subnets(struct space *m);
void addresses_list_kept(struct space *m);

#endif
