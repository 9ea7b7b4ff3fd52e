/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DRAW_PORTS_H
#define VPCPLAN_DRAW_PORTS_H

/*
 * Gateways as ports on the edges of a VPC's frame: "╡ IGW igw-main ╞".  The
 * upper edge leads to the internet, filled from the right; the lower one to
 * services and private links, filled from the left.  Each port has one
 * column in which its line leaves, the middle of its first word.
 */

#include "draw/canvas.h"
#include "draw/layout.h"

struct port {
	const char *text;	/* between the caps */
	const char *marks;
	enum role marks_role;
	const char *above;	/* what its line leads to, or NULL */
	const struct scene_service *service;	/* or NULL */
	size_t x, width;	/* with caps */
	size_t line;		/* column of its line */
	size_t box_x, box_width;	/* of the service's box */
};

struct ports {
	VEC(struct port) v;	/* from left to right */
	bool joined;		/* some ports stand for several gateways */
};

/* Lay out one edge of a frame that takes x … x + width - 1. */
struct ports ports_new(struct arena *a, const struct scene_vpc *v,
    enum scene_side side, size_t x, size_t width);

/* Cells of the edge, from x, that stay free for a title. */
size_t ports_free(const struct ports *p, size_t x, size_t width);

void ports_draw(struct canvas *c, const struct ports *p, size_t y);

#endif
