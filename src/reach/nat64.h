/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REACH_NAT64_H
#define VPCPLAN_REACH_NAT64_H

/*
 * NAT64: what an IPv6 client sends to 64:ff9b::/96 goes on, from the NAT
 * gateway, as IPv4 to the address in its last 32 bits.  Questions stay in
 * IPv6 (the outer form); behind the gateway they are walked in IPv4 (the
 * inner form), box by box, because there the client's address is not seen
 * any more.
 */

#include "reach/walk.h"

struct range_set nat64_space(struct arena *a);

/* The IPv4 addresses that those of a set stand for, and the other way. */
struct range_set nat64_to_ipv4(struct arena *a, struct range_set s);
struct range_set nat64_to_ipv6(struct arena *a, struct range_set s);

/* What is translated at all: TCP, UDP and echo. */
struct port_set nat64_carries(struct arena *a);

/* A box of a flow as it is behind the gateway; and what of that does
 * something, as it is before it. */
struct flow nat64_inner(struct arena *a, const struct box *b);
struct flow nat64_outer(struct arena *a, struct flow inner,
    const struct box *b);

/* The target without its outer addresses. */
const struct end *nat64_target(struct arena *a, const struct end *e);

/* Whether a leg is one behind a gateway that translated the family. */
bool nat64_is_behind(const struct leg *leg);

#endif
