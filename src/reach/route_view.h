/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REACH_ROUTE_VIEW_H
#define VPCPLAN_REACH_ROUTE_VIEW_H

/*
 * The effective table of one family, for the files of route alone.
 */

#include "reach/route.h"

/* choice: what Amazon may choose (model/stand_in.h), NULL where it does not.
 * Time O(n log n) in the routes and the entries of their prefix lists. */
void route_view_build(struct arena *a, const struct route_table *t,
    enum family family, const struct range_set *choice,
    struct route_view *out);

#endif
