/* SPDX-License-Identifier: MIT */
#include "twin_parts.h"

/*
 * NAT64: 64:ff9b::/96 holds all of IPv4 in its last 32 bits.  A NAT gateway
 * that gets a packet for it sends it on as IPv4: TCP, UDP, and echo requests.
 */

enum { ECHO_IPV4 = 8 << 8, ECHO_IPV6 = 128 << 8 };

static const struct addr prefix = { .hi = 0x0064ff9b00000000, .lo = 0 };

struct addr
twin_nat64_address(struct addr a)
{
	return (struct addr){ .lo = a.lo & 0xffffffff };
}

bool
is_nat64(const struct spot *s)
{
	struct addr a = s->block.base;

	return s->block.family == IPV6 && a.hi == prefix.hi &&
	    a.lo >> 32 == 0;
}

struct spot
nat64_spot(struct addr of_ipv4)
{
	return spot_of(IPV6, (struct addr){ .hi = prefix.hi,
	    .lo = of_ipv4.lo });
}

/* False if it is nothing that is translated. */
bool
into_ipv4(struct trip *t)
{
	if (!is_nat64(&t->p.to))
		return false;
	if (t->p.protocol == PROTOCOL_ICMPV6 && t->p.port == ECHO_IPV6) {
		t->p.protocol = PROTOCOL_ICMP;
		t->p.port = ECHO_IPV4;
	} else if (t->p.protocol != PROTOCOL_TCP &&
	    t->p.protocol != PROTOCOL_UDP) {
		return false;
	}
	t->p.to = spot_of(IPV4, twin_nat64_address(t->p.to.block.base));
	t->family = IPV4;
	return true;
}

void
back_into_ipv6(struct trip *t, const struct station *s)
{
	t->p.from = s->before.to;
	t->family = IPV6;
	if (t->p.protocol == PROTOCOL_ICMP) {
		t->p.protocol = PROTOCOL_ICMPV6;
		t->p.port = 129 << 8;
	}
}
