/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DRAW_PICTURE_H
#define VPCPLAN_DRAW_PICTURE_H

/*
 * A scene as text: boxes on the first rung of the ladder that fits, or the
 * outline; then what stands below.
 */

#include "base/str.h"
#include "draw/scene.h"
#include "text/style.h"

/* The same in the form for small VPCs, where the scene is one. */
void picture_draw_nodes(struct arena *a, struct scene *scene,
    const struct style *s, struct str *out);

void picture_draw(struct arena *a, const struct scene *scene,
    const struct style *s, bool outline, struct str *out);

#endif
