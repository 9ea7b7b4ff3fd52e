/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DRAW_HUB_H
#define VPCPLAN_DRAW_HUB_H

/*
 * How VPCs hang together: cards above and below the bar of their transit
 * gateway, which lists its tables.  A card's line leaves three cells before
 * its right edge, where no title comes; peered cards stand side by side.
 */

#include "base/str.h"
#include "draw/scene.h"
#include "text/style.h"

/* Whether there is anything to say: VPCs are joined, or not drawn. */
bool hub_is_due(const struct scene *scene);

/* The scene must have cards, and s->width at least HUB_WIDTH_MIN. */
void hub_draw(struct arena *a, const struct scene *scene,
    const struct style *s, struct str *out);

enum { HUB_WIDTH_MIN = 60 };

#endif
