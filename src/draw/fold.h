/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DRAW_FOLD_H
#define VPCPLAN_DRAW_FOLD_H

/*
 * Too much to be drawn one by one is drawn as counts.  Only equals are
 * folded: subnets of one tier, AZ, route table, network ACL and exposure;
 * resources of one type in one subnet.  What carries a finding, or has changed,
 * stays itself.
 * A remark of the scene says what was folded.
 */

#include "draw/scene.h"

enum fold_detail {
	DETAIL_BY_SIZE,
	DETAIL_CARDS,		/* VPCs alone, where there are several */
	DETAIL_GROUPS,		/* one box for subnets that are alike */
	DETAIL_COUNTS,		/* resources by type and count */
	DETAIL_FULL,		/* a line for every resource */
	DETAIL_ADDRESSES	/* … every interface and address */
};

enum { FOLD_SUBNETS = 24, FOLD_RESOURCES = 60, FOLD_VPCS = 4 };

/* Give subnets that stand by tier, then column, their rows. */
void fold_place(struct scene_vpc *v);

/* Whether a VPC is folded if nobody says otherwise. */
bool fold_is_due(const struct scene_vpc *v);

void fold_scene(struct arena *a, struct scene *scene,
    enum fold_detail detail);

/*
 * The same of two networks drawn as one: what has changed stays itself, and of
 * many VPCs only those in which something has are drawn.
 */
void fold_union(struct arena *a, struct scene *scene,
    enum fold_detail detail);

#endif
