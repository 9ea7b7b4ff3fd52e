/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DRAW_ADDRESSES_H
#define VPCPLAN_DRAW_ADDRESSES_H

/*
 * The address space of every VPC as a map: a cell is a prefix of fixed
 * length, a row an aligned block; then the subnets, and what is free.
 */

#include "base/str.h"
#include "draw/scene.h"
#include "text/style.h"

void addresses_draw(struct arena *a, const struct scene *scene,
    const struct style *s, struct str *out);

#endif
