/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REACH_FLOW_H
#define VPCPLAN_REACH_FLOW_H

/*
 * A set of packets between two places: a union of boxes, each the product of
 * kinds of traffic, source addresses and destination addresses of one
 * family.  Every filter of AWS looks at the ports and at one of the two
 * addresses, every route at the destination, so boxes stay few and exact.
 *
 * Boxes of one flow are disjoint.  Immutable values in the arena given.
 */

#include "net/port_set.h"
#include "net/range_set.h"
#include "net/service_set.h"

struct box {
	struct port_set ports;
	struct range_set from, to;
};

struct flow {
	enum family family;
	size_t n;
	const struct box *v;
};

/* Which address of a packet a filter compares. */
enum flow_side { FLOW_FROM, FLOW_TO };

struct flow flow_empty(enum family family);

/* The product; empty if any of the three is. */
struct flow flow_of(struct arena *a, struct port_set ports,
    struct range_set from, struct range_set to);

bool flow_is_empty(struct flow f);

/* What of f a filter admits, that compares the addresses of one side. */
struct flow flow_filter(struct arena *a, struct flow f, enum flow_side side,
    struct service_set admitted);

/* What of f has its ports, or one of its addresses, in a set. */
struct flow flow_with_ports(struct arena *a, struct flow f,
    struct port_set ports);
struct flow flow_with_addresses(struct arena *a, struct flow f,
    enum flow_side side, struct range_set addresses);

struct flow flow_subtract(struct arena *a, struct flow x, struct flow y);
struct flow flow_intersect(struct arena *a, struct flow x, struct flow y);
struct flow flow_union(struct arena *a, struct flow x, struct flow y);

/* Every packet of inner is one of outer. */
bool flow_contains(struct arena *a, struct flow outer, struct flow inner);
bool flow_equal(struct arena *a, struct flow x, struct flow y);

/* The ports, or the addresses of one side, that occur in f. */
struct port_set flow_ports(struct arena *a, struct flow f);
struct range_set flow_addresses(struct arena *a, struct flow f,
    enum flow_side side);

/*
 * One packet of a flow that is not empty: of its first box, between the lowest
 * addresses that people give to hosts (198.51.100.1, and not 198.51.100.0), or
 * where it has only such, between those; its sender is not its receiver, if
 * the box has such a packet.
 */
struct packet {
	uint32_t point;		/* protocol and port, as in port_set */
	struct addr from, to;
};
struct packet flow_witness(struct flow f);

/* Such as people think of: tcp/443, or else TCP, or else the lowest. */
struct packet flow_telling_witness(struct arena *a, struct flow f);

#endif
