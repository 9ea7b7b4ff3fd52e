/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_TESTS_UNIT_REACH_NETWORK_H
#define VPCPLAN_TESTS_UNIT_REACH_NETWORK_H

/*
 * A small network made by hand, as a reader and link would have left it: one
 * VPC with a table and a dual-stack subnet in it, and a gateway of each kind.
 */

#include "model/model.h"
#include "reach/route.h"

struct network_fixture {
	struct arena *a;
	struct model *m;
	struct vpc *v;
	struct route_table *t;
	struct subnet *s;
	struct internet_gateway *igw;
	struct egress_only_gateway *eigw;
	struct nat_gateway *nat;
	struct vpn_gateway *vgw;
	struct transit_gateway *tgw;
	struct peering *pcx;
	struct endpoint *s3;		/* a gateway endpoint */
};

/* Everything is attached, active and complete; 10.0.0.0/16 and
 * 2001:db8:1::/56, with their local routes. */
struct network_fixture fixture_new(void);

struct cidr cidr_of(const char *text);
struct addr addr_of(const char *text);

struct route *fixture_local(struct network_fixture *f, const char *to);

/* A static route; target is anything that begins with a struct thing. */
struct route *fixture_route(struct network_fixture *f, const char *to,
    void *target);
struct route *fixture_blackhole(struct network_fixture *f, const char *to);

/* A route whose destination or target is not known. */
struct route *fixture_route_unknown(struct network_fixture *f, void *target);
struct route *fixture_target_unknown(struct network_fixture *f,
    const char *to);

/* A route for a list, whose entries end with NULL. */
struct route *fixture_route_list(struct network_fixture *f,
    const char *const *entries, void *target);

#endif
