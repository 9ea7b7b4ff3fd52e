/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DRAW_TOPOLOGY_H
#define VPCPLAN_DRAW_TOPOLOGY_H

/*
 * The boxes: accounts around VPCs around subnets, drawn on a canvas for each
 * account and appended to out.  The layout must have a rung.
 */

#include "draw/layout.h"
#include "text/style.h"

void topology_draw(const struct layout *l, const struct style *s,
    struct str *out);

/* Whether the ports of a VPC stand for several gateways each. */
bool topology_joins_ports(const struct layout *l, const struct scene_vpc *v);

#endif
