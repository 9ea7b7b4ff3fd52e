/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_NET_PORT_SET_H
#define VPCPLAN_NET_PORT_SET_H

/*
 * A set of kinds of traffic, on one line of 2^24 points: protocol << 16 |
 * port.  TCP and UDP have a point per destination port; ICMP and ICMPv6 have
 * type << 8 | code in the place of the port; every other protocol is taken
 * whole (its 65,536 points always go together).
 *
 * Sorted, disjoint, non-adjacent closed ranges; ranges that touch across two
 * protocols do join, so {all} is one range.  Immutable values, as range_set.
 */

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum protocol {			/* IANA protocol numbers that AWS names */
	PROTOCOL_ICMP = 1,
	PROTOCOL_TCP = 6,
	PROTOCOL_UDP = 17,
	PROTOCOL_ICMPV6 = 58
};

enum { PORT_POINT_LAST = (1 << 24) - 1 };

struct port_range {
	uint32_t first, last;	/* points, inclusive */
};

struct port_set {
	size_t n;
	const struct port_range *v;
};

/* The point of a protocol and port (or type << 8 | code). */
uint32_t port_point(unsigned protocol, unsigned port);

struct port_set port_set_empty(void);
struct port_set port_set_everything(void);

/* All ports of one protocol, 0..255. */
struct port_set port_set_of_protocol(struct arena *a, unsigned protocol);

/* Ports first..last (0..65535) of TCP or UDP. */
struct port_set port_set_of_ports(struct arena *a, unsigned protocol,
    unsigned first, unsigned last);

/* ICMP or ICMPv6; -1 is any type or any code (type -1 implies code -1). */
struct port_set port_set_of_icmp(struct arena *a, unsigned protocol,
    int type, int code);

/* From any ranges in any order; v is sorted in place. */
struct port_set port_set_of_ranges(struct arena *a, struct port_range *v,
    size_t n);

struct port_set port_set_copy(struct arena *a, struct port_set x);
struct port_set port_set_union(struct arena *a, struct port_set x,
    struct port_set y);
struct port_set port_set_intersect(struct arena *a, struct port_set x,
    struct port_set y);
struct port_set port_set_subtract(struct arena *a, struct port_set x,
    struct port_set y);
struct port_set port_set_complement(struct arena *a, struct port_set x);

bool port_set_is_empty(struct port_set x);
bool port_set_is_everything(struct port_set x);
bool port_set_equal(struct port_set x, struct port_set y);
bool port_set_has(struct port_set x, uint32_t point);
bool port_set_contains(struct port_set outer, struct port_set inner);
bool port_set_overlaps(struct port_set x, struct port_set y);

/* The number of points, at most 2^24. */
uint32_t port_set_count(struct port_set x);

#endif
