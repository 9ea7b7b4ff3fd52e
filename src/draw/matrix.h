/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DRAW_MATRIX_H
#define VPCPLAN_DRAW_MATRIX_H

/*
 * Who can open a connection to whom, as a matrix of tiers or as the list of
 * what one end reaches or is reached by.
 */

#include "base/str.h"
#include "draw/scene.h"
#include "plan/nodes.h"
#include "text/style.h"

/* The scene's matrix. */
void draw_matrix(struct arena *a, struct str *out, const struct scene *scene,
    const struct style *style);

/* from: the given node sends; else it receives. */
void draw_reach_table(struct arena *a, struct str *out,
    const struct asking_pairs *base, const struct plan_node *given,
    bool from, const struct style *style);

#endif
