/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DRAW_MERMAID_H
#define VPCPLAN_DRAW_MERMAID_H

/*
 * A graph as a Mermaid flowchart, in the words that renderers of pages know.
 * They refuse texts over MERMAID_TEXT_MAX characters and more edges than
 * MERMAID_EDGES_MAX: fold the scene until it fits.
 */

#include "base/str.h"
#include "draw/graph.h"

enum { MERMAID_TEXT_MAX = 50000, MERMAID_EDGES_MAX = 500 };

/* False, with out as it was, if it does not fit. */
bool mermaid_draw(struct arena *a, const struct graph *g, struct str *out);

#endif
