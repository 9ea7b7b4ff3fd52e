/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DRAW_SVG_H
#define VPCPLAN_DRAW_SVG_H

/*
 * A text diagram as an SVG: the same cells.  Lines become paths, so that no
 * font is needed for them; a text is set to the width of its cells, so that
 * it is aligned in any font.  Roles are classes with colours for light and
 * for dark pages.
 */

#include "base/str.h"

/*
 * picture is a coloured Unicode diagram as text/style makes it; description
 * what is read aloud instead, as plain text.
 */
void svg_draw(struct arena *a, const char *picture, const char *description,
    struct str *out);

#endif
