/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DRAW_GLYPH_H
#define VPCPLAN_DRAW_GLYPH_H

/*
 * The glyphs of a diagram and their ASCII images.  All are of the WGL4
 * repertoire, which every monospaced font has; an image takes the same cell.
 */

#include "base/str.h"
#include "text/style.h"

#include <stdint.h>

enum line { LINE_NONE, LINE_LIGHT, LINE_DOUBLE };

/* The lines that leave a cell's middle. */
struct joint {
	uint8_t up, down, left, right;	/* enum line */
};

/*
 * The glyph of a joint, " " for none.  Where Unicode has no glyph for a mix
 * of styles on one axis, the heavier style is taken; a single arm is drawn
 * as the whole stroke.
 */
const char *glyph_joint(struct joint j);

/* Whether point is one of those glyphs; its strokes. */
bool glyph_is_line(uint32_t point, struct joint *out);

/* What stands for point in ASCII, or point itself: names stay as they are. */
uint32_t glyph_ascii(uint32_t point);

/* Append text as the style's charset has it, in a role. */
void glyph_add(const struct style *s, struct str *out, enum role role,
    const char *text);

/*
 * A label that no line of a diagram can be confused with: sanitised, blanks
 * of all kinds plain and none at the ends, box drawing characters as their
 * ASCII images, nothing that a CI runner reads.  NULL gives "".
 */
const char *glyph_label(struct arena *a, const char *text);

#endif
