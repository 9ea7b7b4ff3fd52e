/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_NET_SERVICE_SET_H
#define VPCPLAN_NET_SERVICE_SET_H

/*
 * What a filter admits: kinds of traffic, each with the addresses of the
 * other side.  A list of (port range, address set), sorted by port, ranges
 * disjoint, sets not empty, neighbours that touch and have equal sets
 * joined: canonical, so equality is a comparison of arrays.
 *
 * One family a set; IPv4 and IPv6 rules never meet.  Immutable values: a
 * result shares no memory with its operands.
 */

#include "net/port_set.h"
#include "net/range_set.h"

struct service {
	struct port_range ports;
	struct range_set peers;
};

struct service_set {
	enum family family;
	size_t n;
	const struct service *v;
};

struct service_set service_set_empty(enum family family);

/* The product ports x peers. */
struct service_set service_set_of(struct arena *a, struct port_set ports,
    struct range_set peers);

struct service_set service_set_union(struct arena *a, struct service_set x,
    struct service_set y);
struct service_set service_set_intersect(struct arena *a,
    struct service_set x, struct service_set y);
struct service_set service_set_subtract(struct arena *a,
    struct service_set x, struct service_set y);

/* The union of the n sets at v, in time O(total log n). */
struct service_set service_set_union_all(struct arena *a, enum family family,
    const struct service_set *v, size_t n);

bool service_set_is_empty(struct service_set x);
bool service_set_equal(struct service_set x, struct service_set y);
bool service_set_contains(struct service_set outer,
    struct service_set inner);

/*
 * The kinds of traffic admitted from every, or from any, address of peers;
 * none if there are no peers: what nobody sends is not admitted.
 */
struct port_set service_set_ports_from_all(struct arena *a,
    struct service_set x, struct range_set peers);
struct port_set service_set_ports_from_any(struct arena *a,
    struct service_set x, struct range_set peers);

/* The addresses admitted for one kind of traffic; borrowed from x. */
struct range_set service_set_peers(struct service_set x, uint32_t point);

#endif
