/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DRAW_LAYOUT_H
#define VPCPLAN_DRAW_LAYOUT_H

/*
 * How wide things are and what stands beside what: one rung of the ladder
 * for the whole picture, so that two VPCs in it look alike.
 *
 * A rung fits if every subnet's box gets the width it cannot do without.  The
 * first that fits is taken; boxes never grow beyond what their contents need
 * (rounded up to a multiple of 4, so that a longer name does not move every
 * frame), therefore the picture does not change once the budget is wide
 * enough.
 */

#include "draw/scene.h"

struct rung {
	const char *name;
	bool account;		/* a frame for the account, else a title line */
	bool bands;		/* columns may be cut into bands */
	size_t pad;		/* blanks inside the VPC's frame */
	size_t gap;		/* blanks between boxes */
	size_t routes;		/* width of the routes column, or 0 */
	size_t air;		/* blank rows inside frames, 0 or 1 */
	size_t least;		/* width of a box */
};

/* One subnet's box; lines are resources or NULL, on the rows they share. */
struct layout_box {
	const struct scene_subnet *subnet;
	size_t column;		/* within its band */
	const struct scene_resource **lines;
};

struct layout_row {
	VEC(struct layout_box) boxes;	/* by column */
	bool ipv6;		/* some box has an IPv6 line */
	const struct scene_flow *flows;	/* on a line above it; or NULL */
	size_t n_flows;
	size_t lines;		/* of resources */
};

struct layout_band {
	size_t first, columns;	/* of the VPC's columns */
	VEC(struct layout_row *) rows;
};

struct layout_vpc {
	const struct scene_vpc *vpc;
	bool one_line;		/* CIDR and usage stand on one line */
	bool any_usage;
	bool bars;		/* usage is a bar: some boxes are groups */
	VEC(struct layout_band *) bands;
};

struct layout {
	struct arena *a;
	const struct scene *scene;
	const struct rung *rung;	/* NULL: only the outline will do */
	bool gutter;		/* two cells in front of every line */
	size_t budget;
	size_t width;		/* of every framed line */
	size_t column;		/* of a box */
	VEC(struct layout_vpc *) vpcs;	/* in the order of the scene */
};

/* Budgets below this give the outline. */
enum { LAYOUT_BUDGET_MIN = 60 };

struct layout *layout_new(struct arena *a, const struct scene *scene,
    size_t budget);

/* Rows above the boxes of a row: of its flow. */
size_t layout_rise(const struct layout_row *r);

/* Rows of a box between its edges, and with them. */
size_t layout_head(const struct layout_vpc *v, const struct layout_row *r);
size_t layout_height(const struct layout_vpc *v, const struct layout_row *r);

/* Where the VPC's frame, its inside and its boxes begin. */
size_t layout_frame_x(const struct layout *l);
size_t layout_inner_x(const struct layout *l);
size_t layout_box_x(const struct layout *l, size_t column);

/* Where the routes column begins. */
size_t layout_routes_x(const struct layout *l, const struct layout_vpc *v);

#endif
