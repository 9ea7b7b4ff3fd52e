/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_COMPARE_FIELDS_H
#define VPCPLAN_PLAN_COMPARE_FIELDS_H

/* Between compare.c and compare_fields.c; nobody else includes it. */

#include "plan/compare.h"

/*
 * Of the rows that a thing has on both sides, those that differ, as fields of
 * its change: rules that differ in their ports or their peer alone are one
 * field and no two, and so are entries of a list that lie in each other.
 */
void compare_fields(struct arena *a, struct thing_change *c,
    const struct traits *before, const struct traits *after);

/* A row of one side in words: "ingress tcp/22 from 10.0.0.0/8". */
const char *compare_row_text(struct arena *a, const struct trait *t);

#endif
