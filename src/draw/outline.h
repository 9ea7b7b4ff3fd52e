/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DRAW_OUTLINE_H
#define VPCPLAN_DRAW_OUTLINE_H

/*
 * The scene as an indented list: for narrow terminals, screen readers and
 * those who prefer to read.
 */

#include "base/str.h"
#include "draw/scene.h"
#include "text/style.h"

void outline_draw(struct arena *a, const struct scene *scene,
    const struct style *s, struct str *out);

#endif
