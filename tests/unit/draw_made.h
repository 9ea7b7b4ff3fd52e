/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_TESTS_UNIT_DRAW_MADE_H
#define VPCPLAN_TESTS_UNIT_DRAW_MADE_H

/*
 * Scenes made by hand, and at random, for the tests of how they are drawn.
 */

#include "draw/scene.h"
#include "unit.h"

/* Two AZs, three tiers, one finding, a gateway endpoint. */
struct scene *made_shop(struct arena *a);

/* The same shape with Korean names, IPv6 and an egress-only gateway. */
struct scene *made_korean(struct arena *a);

/* Anything: sizes, names of all scripts, missing parts. */
struct scene *made_random(struct arena *a, struct unit_random *r);

/* Parts. */
struct scene_vpc *made_vpc(struct arena *a, struct scene *scene,
    const char *label);
struct scene_subnet *made_subnet(struct arena *a, struct scene_vpc *v,
    const char *label, size_t column, size_t row);
struct scene_resource *made_resource(struct arena *a, struct scene_subnet *s,
    const char *type, const char *label, const char *detail);
struct scene_table *made_table(struct arena *a, struct scene *scene,
    const char *badge, const char *label);
void made_route(struct arena *a, struct scene_table *t,
    const char *destination, const char *target);
struct scene_gateway *made_gateway(struct arena *a, struct scene_vpc *v,
    enum scene_side side, const char *type, const char *label);
const struct scene_note *made_note(struct arena *a, struct scene *scene,
    enum severity severity, const char *text);

#endif
