/* SPDX-License-Identifier: MIT */
#include "twin_parts.h"

#include <string.h>

/*
 * What AWS answers on the host of whoever asks, whatever groups, ACLs and
 * routes say: instance metadata, the time, licences, and the resolver of the
 * VPC, unless that is off.
 */

static const struct {
	const char *address;
	unsigned tcp, udp;
	bool is_resolver;
} places[] = {
	{ "169.254.169.254", 80, 0, false },
	{ "fd00:ec2::254", 80, 0, false },
	{ "169.254.169.123", 0, 123, false },
	{ "fd00:ec2::123", 0, 123, false },
	{ "169.254.169.250", 1688, 0, false },
	{ "169.254.169.253", 53, 53, true },
	{ "fd00:ec2::253", 53, 53, true },
};

static bool
is_base_and_two(const struct vpc *v, enum family family, struct addr a)
{
	return family == IPV4 && v->cidrs.n > 0 && addr_equal(a,
	    addr_add(v->cidrs.v[0].v.base, addr_from_u64(2)));
}

static bool
serves(const struct vpc *v, enum family family, struct addr a,
    unsigned protocol, unsigned port, bool any)
{
	bool resolves = flag_or(v->dns_support, true);

	if (is_base_and_two(v, family, a))
		return resolves && (any || (port == 53 &&
		    (protocol == PROTOCOL_TCP || protocol == PROTOCOL_UDP)));
	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
		enum family own;
		struct addr at;

		if (addr_parse(places[i].address, strlen(places[i].address),
		    &own, &at) != ADDR_OK || own != family ||
		    !addr_equal(at, a))
			continue;
		return (resolves || !places[i].is_resolver) && (any ||
		    (protocol == PROTOCOL_TCP && port != 0 &&
		    port == places[i].tcp) || (protocol == PROTOCOL_UDP &&
		    port != 0 && port == places[i].udp));
	}
	return false;
}

bool
is_on_host(const struct vpc *v, enum family family, struct addr a)
{
	return serves(v, family, a, 0, 0, true);
}

bool
host_serves(const struct twin_question *q)
{
	return serves(q->from.vpc, q->family, q->to.address, q->protocol,
	    q->port, false);
}
