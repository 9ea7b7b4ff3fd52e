/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DRAW_CANVAS_H
#define VPCPLAN_DRAW_CANVAS_H

/*
 * A grid of terminal cells.  Lines leave bits in the cells they pass, and
 * the glyph is chosen last, so lines that meet join by themselves.  Text
 * goes over lines.  A wide character takes two cells as one: writing on
 * either half blanks the other.  Rows are added as they are drawn on.
 */

#include "base/vec.h"
#include "draw/glyph.h"

#include <stdbool.h>

struct cell {
	const char *text;	/* a character with its marks; NULL: a line */
	uint32_t length;	/* bytes of text */
	uint8_t role;		/* enum role */
	bool second;		/* the right half of the character before */
	struct joint joint;
};

struct canvas {
	struct arena *a;
	size_t width;
	VEC(struct cell *) rows;
};

struct canvas *canvas_new(struct arena *a, size_t width);

/*
 * A line between the middles of two cells, both included; from <= to.  What
 * would leave the width is left out.
 */
void canvas_across(struct canvas *c, size_t y, size_t from, size_t to,
    enum line line, enum role role);
void canvas_down(struct canvas *c, size_t x, size_t from, size_t to,
    enum line line, enum role role);

struct frame {
	size_t x, y, width, height;	/* cells, at least 2 by 2 */
	enum line across, down;		/* style of edges and of sides */
	enum role role;
};

void canvas_frame(struct canvas *c, struct frame f);

/*
 * Put a text; the cells it takes.  text must live as long as the canvas.
 * What does not fit the width is left out: callers fit their texts.
 */
size_t canvas_text(struct canvas *c, size_t x, size_t y, enum role role,
    const char *text);

/* A line between texts: n times a one-cell glyph. */
size_t canvas_repeat(struct canvas *c, size_t x, size_t y, enum role role,
    const char *glyph, size_t n);

/* Append all rows, without blanks at their ends. */
void canvas_print(const struct canvas *c, const struct style *s,
    struct str *out);

#endif
