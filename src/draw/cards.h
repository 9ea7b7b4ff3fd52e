/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DRAW_CARDS_H
#define VPCPLAN_DRAW_CARDS_H

/*
 * The routes column: a card for each route table, beside the first tier that
 * uses it.  Tables that differ only in the NAT of their AZ share a card.
 */

#include "draw/layout.h"

struct card {
	size_t y;		/* below the first row of boxes */
	VEC(const char *) lines;	/* the first n_heads name tables */
	size_t n_heads;
};

struct cards {
	VEC(struct card *) v;
	bool fit;		/* every card in full, beside its own tier */
};

struct cards cards_new(const struct layout *l, const struct layout_vpc *v);

#endif
