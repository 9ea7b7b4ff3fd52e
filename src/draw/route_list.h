/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DRAW_ROUTE_LIST_H
#define VPCPLAN_DRAW_ROUTE_LIST_H

/*
 * The route tables of every VPC as they work: who uses them, each route, and
 * those that never win.  Or, for one address, the route that wins in each
 * subnet.  The scene must be made with effective tables.
 */

#include "base/str.h"
#include "draw/scene.h"
#include "text/style.h"

/* asked: the address, as text; NULL: whole tables. */
void route_list_draw(struct arena *a, const struct scene *scene,
    const char *asked, const struct style *s, struct str *out);

#endif
