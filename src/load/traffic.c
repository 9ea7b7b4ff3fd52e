/* SPDX-License-Identifier: MIT */
#include "load/traffic.h"

#include "base/str.h"
#include "model/notation.h"
#include "model/notices.h"

#include <inttypes.h>

/* Protocols that the API may name; all others come as numbers. */
static const struct {
	const char *name;
	unsigned number;
} protocols[] = {
	{ "tcp", PROTOCOL_TCP }, { "udp", PROTOCOL_UDP },
	{ "icmp", PROTOCOL_ICMP }, { "icmpv6", PROTOCOL_ICMPV6 },
	{ "igmp", 2 }, { "gre", 47 }, { "esp", 50 }, { "ah", 51 },
	{ "sctp", 132 }, { NULL, 0 }
};

enum { PROTOCOL_ALL = 256, PROTOCOL_UNKNOWN = 257 };

static unsigned
protocol_of(const char *text)
{
	unsigned number = 0;

	if (str_equal(text, "-1") || str_equal(text, "all"))
		return PROTOCOL_ALL;
	for (size_t i = 0; protocols[i].name != NULL; i++)
		if (str_equal(text, protocols[i].name))
			return protocols[i].number;
	if (*text == '\0')
		return PROTOCOL_UNKNOWN;
	for (const char *p = text; *p != '\0' && number <= 255; p++) {
		if (*p < '0' || *p > '9')
			return PROTOCOL_UNKNOWN;
		number = number * 10 + (unsigned)(*p - '0');
	}
	return number <= 255 ? number : PROTOCOL_UNKNOWN;
}

/* Numbers as they stand there; -1 is any, and so is none. */
struct span {
	int64_t from, to;
};

static bool
is_in_range(unsigned protocol, struct span s)
{
	if (protocol == PROTOCOL_TCP || protocol == PROTOCOL_UDP)
		return s.from == -1 || (s.from <= s.to && s.to <= 65535);
	return s.from <= 255 && s.to <= 255 && (s.from >= 0 || s.to == -1);
}

static struct port_set
set_of(struct arena *a, unsigned protocol, struct span s)
{
	if (protocol == PROTOCOL_ICMP || protocol == PROTOCOL_ICMPV6)
		return port_set_of_icmp(a, protocol, (int)s.from, (int)s.to);
	if (s.from == -1)
		return port_set_of_protocol(a, protocol);
	return port_set_of_ports(a, protocol, (unsigned)s.from,
	    (unsigned)s.to);
}

static bool
has_numbers(unsigned protocol)
{
	return protocol == PROTOCOL_TCP || protocol == PROTOCOL_UDP ||
	    protocol == PROTOCOL_ICMP || protocol == PROTOCOL_ICMPV6;
}

struct ports_value
traffic_ports(struct load *l, struct place at, const char *text,
    struct number_value from, struct number_value to)
{
	struct span s = { number_or(from, -1), number_or(to, -1) };
	unsigned protocol = protocol_of(text);
	struct ports_value ports = { .is = value_known(at) };

	if (protocol == PROTOCOL_UNKNOWN) {
		ports.is = value_unknown(at, arena_printf(l->a,
		    "the protocol \"%s\" is not known", text));
	} else if (protocol == PROTOCOL_ALL) {
		ports.v = port_set_everything();
	} else if (!has_numbers(protocol)) {
		ports.v = port_set_of_protocol(l->a, protocol);
	} else if (is_in_range(protocol, s)) {
		ports.v = set_of(l->a, protocol, s);
	} else {
		ports.is = value_unknown(at, "its ports are out of range");
		finding_add(&l->findings, &notice_protocol_port_mismatch,
		    at, "%s from %" PRId64 " to %" PRId64 " is no range of "
		    "%s", text, s.from, s.to, protocol == PROTOCOL_TCP ||
		    protocol == PROTOCOL_UDP ? "ports" : "types and codes");
	}
	if (value_is_known(ports.is))
		ports.written = notation_ports_format(l->a, ports.v);
	return ports;
}
