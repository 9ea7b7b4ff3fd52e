/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DRAW_HUB_GRID_H
#define VPCPLAN_DRAW_HUB_GRID_H

/*
 * Between hub.c, which draws, hub_grid.c, which finds how wide cards are and
 * in which order they stand, and hub_list.c, which writes below the picture
 * what it has no room for.
 */

#include "draw/canvas.h"
#include "draw/hub.h"

enum {
	CARD_MIN = 22, CARD_MAX = 34, CARD_STEP = 4,
	GAP_MIN = 4, GAP_MEAN = 7, GAP_MAX = 11,
	BAR_MIN = 60,		/* of a bar, if the budget has as much */
	TITLE_AROUND = 6,	/* "╔═ " and " ═╗" */
	PORT_WIDTH = 8,		/* "╡ IGW ╞" and the corner */
	PORT_BESIDE = 6,	/* what a port takes from a title */
	SIDES = 4,		/* "║ " and " ║" */
	LINE_AT = 3		/* cells from a card's right edge to its line */
};

/* A card to be placed. */
struct spot {
	const struct scene_card *card;
	const struct scene_spoke *spoke;	/* NULL: on no bar */
	size_t degree;		/* links to others */
};

struct spots {
	VEC(struct spot) v;
	size_t next;		/* the first that is not drawn yet */
};

struct places {
	VEC(size_t) v;
};

/* How wide things are; the same all over the picture. */
struct grid {
	struct arena *a;
	const struct scene *scene;
	struct canvas *c;
	struct places *linked;	/* by a card's number: the others' */
	size_t x;		/* where all begins */
	size_t card, gap, columns, width;
	size_t y;		/* the next free row */
	bool *drawn;		/* by link */
	bool *taken;		/* by card: it stands in some row */
};

/* Which cards are linked; before all else. */
void hub_find_links(struct grid *g);

/* The widths for a picture of so many cells. */
void hub_find_sizes(struct grid *g, size_t budget);

/* The cell where a column of cards begins. */
size_t hub_column_x(const struct grid *g, size_t column);

/* A card more in a list; those on no bar that are linked to one in it; and the
 * list so that linked ones are neighbours. */
void hub_add_spot(struct grid *g, struct spots *spots,
    const struct scene_card *card, const struct scene_spoke *spoke);
void hub_add_linked(struct grid *g, struct spots *spots);
void hub_order_spots(struct grid *g, struct spots *spots);

/* Links of which there is more to say than the picture has room for, and which
 * VPCs have no path. */
void hub_list_links(struct grid *g, const struct style *s, struct str *out);

#endif
