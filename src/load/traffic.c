/* SPDX-License-Identifier: MIT */
#include "load/traffic.h"

#include "base/str.h"
#include "model/notation.h"
#include "model/notices.h"

#include <inttypes.h>

/* Protocols that may be named; all others come as numbers. */
static const struct {
	const char *name;
	unsigned number;
} protocols[] = {
	{ "tcp", PROTOCOL_TCP }, { "udp", PROTOCOL_UDP },
	{ "icmp", PROTOCOL_ICMP }, { "icmpv6", PROTOCOL_ICMPV6 },
	{ "ipv6-icmp", PROTOCOL_ICMPV6 }, { "igmp", 2 }, { "ipip", 4 },
	{ "ipv4", 4 }, { "ipv6", 41 }, { "gre", 47 }, { "esp", 50 },
	{ "ah", 51 }, { "ospf", 89 }, { "sctp", 132 }, { NULL, 0 }
};

enum { PROTOCOL_ALL = 256, PROTOCOL_UNKNOWN = 257 };

bool
traffic_is_all(const char *protocol)
{
	return str_equal(protocol, "-1") || str_equal(protocol, "all") ||
	    str_equal(protocol, "ALL");
}

/* Terraform takes capitals as well. */
static unsigned
protocol_of(struct arena *a, const char *text)
{
	char *lower = arena_strdup(a, text);
	unsigned number = 0;

	for (char *p = lower; *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	if (traffic_is_all(lower))
		return PROTOCOL_ALL;
	for (size_t i = 0; protocols[i].name != NULL; i++)
		if (str_equal(lower, protocols[i].name))
			return protocols[i].number;
	for (const char *p = lower; *p != '\0' && number <= 255; p++) {
		if (*p < '0' || *p > '9')
			return PROTOCOL_UNKNOWN;
		number = number * 10 + (unsigned)(*p - '0');
	}
	return *lower != '\0' && number <= 255 ? number : PROTOCOL_UNKNOWN;
}

/* Numbers as they stand there; -1 is any, and so is none. */
struct span {
	int64_t from, to;
};

static bool
has_ports(unsigned protocol)
{
	return protocol == PROTOCOL_TCP || protocol == PROTOCOL_UDP;
}

static bool
is_icmp(unsigned protocol)
{
	return protocol == PROTOCOL_ICMP || protocol == PROTOCOL_ICMPV6;
}

/* A port that is stated is none of the API's "any". */
static bool
is_in_range(unsigned protocol, struct span s, bool stated)
{
	if (has_ports(protocol))
		return (s.from == -1 && !stated) || (s.from >= 0 &&
		    s.from <= s.to && s.to <= 65535);
	return s.from >= -1 && s.from <= 255 && s.to >= -1 && s.to <= 255 &&
	    (s.from >= 0 || s.to <= 0);
}

static struct port_set
set_of(struct arena *a, unsigned protocol, struct span s)
{
	if (is_icmp(protocol))
		return port_set_of_icmp(a, protocol, (int)s.from,
		    s.from < 0 ? -1 : (int)s.to);
	if (s.from == -1)
		return port_set_of_protocol(a, protocol);
	return port_set_of_ports(a, protocol, (unsigned)s.from,
	    (unsigned)s.to);
}

bool
traffic_wants_ports(const char *protocol)
{
	struct arena *a = arena_new();
	unsigned number = protocol_of(a, protocol);

	arena_free(a);
	return has_ports(number) || number == PROTOCOL_ICMP;
}

bool
traffic_is_protocol(const char *text)
{
	struct arena *a = arena_new();
	unsigned number = protocol_of(a, text);

	arena_free(a);
	return number != PROTOCOL_UNKNOWN;
}

struct ports_value
traffic_ports(struct load *l, struct place at, const char *text,
    struct number_value from, struct number_value to)
{
	struct span s = { number_or(from, -1), number_or(to, -1) };
	unsigned protocol = protocol_of(l->a, text);
	struct ports_value ports = { .is = value_known(at) };

	if (protocol == PROTOCOL_UNKNOWN) {
		ports.is = value_unknown(at, arena_printf(l->a,
		    "the protocol \"%s\" is not known", text));
	} else if (protocol == PROTOCOL_ALL) {
		ports.v = port_set_everything();
	} else if (!has_ports(protocol) && !is_icmp(protocol)) {
		ports.v = port_set_of_protocol(l->a, protocol);
	} else if (is_in_range(protocol, s, value_is_known(from.is))) {
		ports.v = set_of(l->a, protocol, s);
	} else {
		ports.is = value_unknown(at, "its ports are out of range");
		finding_add(&l->findings, &notice_protocol_port_mismatch,
		    at, "%s from %" PRId64 " to %" PRId64 " is no range of "
		    "%s", text, s.from, s.to, has_ports(protocol) ?
		    "ports" : "types and codes");
	}
	if (value_is_known(ports.is))
		ports.written = notation_ports_format(l->a, ports.v);
	return ports;
}
