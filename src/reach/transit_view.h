/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REACH_TRANSIT_VIEW_H
#define VPCPLAN_REACH_TRANSIT_VIEW_H

/*
 * The tables of transit gateways, made once: the routes that stand in them
 * and those that attachments propagate into them, longest prefix first and
 * static before propagated ("How transit gateways work", route evaluation
 * order).  Of two VPCs with one block only the first propagates it.
 */

#include "model/model.h"

struct transit_view {
	const struct transit_table *table;
	const struct transit_route **v;
	size_t n, cap;
	bool unknown;		/* something unknown may propagate into it */
};

struct transit_views;

struct transit_views *transit_views_new(struct arena *a,
    const struct model *m);

/* Of a table of the model; never NULL.  O(log n). */
const struct transit_view *transit_view_find(const struct transit_views *all,
    const struct transit_table *table);

#endif
