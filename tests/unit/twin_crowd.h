/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_TESTS_UNIT_TWIN_CROWD_H
#define VPCPLAN_TESTS_UNIT_TWIN_CROWD_H

/*
 * Random networks in which many are alike: VPCs of several subnets with few
 * tables and ACLs between them, joined by peering and a transit gateway, and
 * workloads with few groups between them.  As the text of a spec.
 */

#include "base/arena.h"
#include "unit.h"

const char *twin_crowd_make(struct arena *a, struct unit_random *r);

#endif
