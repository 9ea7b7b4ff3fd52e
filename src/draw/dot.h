/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DRAW_DOT_H
#define VPCPLAN_DRAW_DOT_H

/* A graph in Graphviz' DOT: clusters, and a rank for each tier. */

#include "base/str.h"
#include "draw/graph.h"

void dot_draw(struct arena *a, const struct graph *g, struct str *out);

#endif
