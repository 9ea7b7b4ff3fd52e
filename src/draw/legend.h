/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DRAW_LEGEND_H
#define VPCPLAN_DRAW_LEGEND_H

/*
 * What stands below a picture: route tables where no column shows them,
 * findings as footnotes, and what was folded or could not be placed.
 */

#include "base/str.h"
#include "draw/scene.h"
#include "text/style.h"

/* Over this many tables, those with a lone default route are counted. */
enum { LEGEND_TABLES_MAX = 12 };

/* Tables; all = false: only those that the routes column cannot show. */
void legend_routes(struct arena *a, const struct scene *scene, bool all,
    const struct style *s, struct str *out);

/* Gateways of a VPC whose ports had to be joined. */
void legend_gateways(struct arena *a, const struct scene_vpc *v,
    const struct style *s, struct str *out);

/* The names behind labels that are ids. */
void legend_names(struct arena *a, const struct scene *scene,
    const struct style *s, struct str *out);

void legend_notes(struct arena *a, const struct scene *scene,
    const struct style *s, struct str *out);

void legend_remarks(struct arena *a, const struct scene *scene,
    const struct style *s, struct str *out);

#endif
