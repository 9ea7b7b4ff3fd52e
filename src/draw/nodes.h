/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DRAW_NODES_H
#define VPCPLAN_DRAW_NODES_H

/*
 * A small VPC in another form: subnets side by side, and what is in them hung
 * below as boxes of their own; the internet gateway hangs on a public subnet,
 * and its line leaves downwards.
 */

#include "base/str.h"
#include "draw/scene.h"
#include "text/style.h"

enum { NODES_SUBNETS = 4, NODES_RESOURCES = 8 };

/* Whether the scene is small enough, and fits the width. */
bool nodes_fit(struct arena *a, const struct scene *scene, size_t width);

/* Nothing where it does not fit. */
void nodes_draw(struct arena *a, const struct scene *scene,
    const struct style *s, struct str *out);

#endif
