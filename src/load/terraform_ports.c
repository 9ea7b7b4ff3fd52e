/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

#include "base/str.h"
#include "model/notation.h"
#include "model/notices.h"

#include <inttypes.h>
#include <stdio.h>

/*
 * Kinds of traffic: a protocol by name or number, and two numbers.
 */

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

/* The provider takes capitals as well. */
static unsigned
protocol_of(struct arena *a, const char *text)
{
	char *lower = arena_strdup(a, text);
	unsigned number = 0;

	for (char *p = lower; *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	if (str_equal(lower, "-1") || str_equal(lower, "all"))
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

static bool
is_in_range(unsigned protocol, struct span s)
{
	if (has_ports(protocol))
		return s.from == -1 || (s.from >= 0 && s.from <= s.to &&
		    s.to <= 65535);
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

static struct ports_value
ports_of(struct terraform *x, struct place at, const char *text,
    struct span s)
{
	unsigned protocol = protocol_of(x->a, text);
	struct ports_value ports = { .is = value_derived(at) };

	if (protocol == PROTOCOL_UNKNOWN) {
		ports.is = value_unknown(at, arena_printf(x->a,
		    "the protocol \"%s\" is not known", text));
	} else if (protocol == PROTOCOL_ALL) {
		ports.v = port_set_everything();
	} else if (!has_ports(protocol) && !is_icmp(protocol)) {
		ports.v = port_set_of_protocol(x->a, protocol);
	} else if (is_in_range(protocol, s)) {
		ports.v = set_of(x->a, protocol, s);
	} else {
		ports.is = value_unknown(at, "its ports are out of range");
		finding_add(&x->l->findings, &notice_protocol_port_mismatch,
		    at, "%s from %" PRId64 " to %" PRId64 " is no range of "
		    "%s", text, s.from, s.to, has_ports(protocol) ?
		    "ports" : "types and codes");
	}
	if (value_is_known(ports.is))
		ports.written = notation_ports_format(x->a, ports.v);
	return ports;
}

static struct ports_value
not_known(struct value is, struct place at)
{
	struct ports_value ports = { .is = value_unknown(at, is.why) };

	return ports;
}

/* The same few kinds of traffic come thousands of times: keep each once. */
struct ports_value
terraform_ports(struct terraform *x, struct place at,
    struct terraform_value protocol, struct terraform_value from,
    struct terraform_value to)
{
	struct number_value a = terraform_number(x, from);
	struct number_value b = terraform_number(x, to);
	struct text_value text = { .is = terraform_is(x, protocol) };
	struct ports_value ports, *kept;
	char key[96];

	if (node_kind(protocol.value) == NODE_NUMBER && !protocol.secret)
		text.v = arena_printf(x->a, "%" PRId64,
		    number_or(terraform_number(x, protocol), -1));
	else
		text = terraform_text(x, protocol);
	if (text.is.state == VALUE_ABSENT)
		text.is = value_unknown(at, "it states no protocol");
	if (!value_is_known(text.is))
		return not_known(text.is, at);
	if (protocol_of(x->a, text.v) != PROTOCOL_ALL &&
	    (value_is_unknown(a.is) || value_is_unknown(b.is)))
		return not_known(value_is_unknown(a.is) ? a.is : b.is, at);
	snprintf(key, sizeof key, "%.40s/%" PRId64 "/%" PRId64, text.v,
	    number_or(a, -1), number_or(b, -1));
	kept = map_get(&x->ports, key);
	if (kept != NULL) {
		ports = *kept;
		ports.is.at = at;
		return ports;
	}
	ports = ports_of(x, at, read_clean(x->l, text.v), (struct span){
	    number_or(a, -1), number_or(b, -1) });
	if (value_is_known(ports.is)) {
		kept = arena_alloc(x->a, sizeof *kept);
		*kept = ports;
		*map_slot(&x->ports, arena_strdup(x->a, key)) = kept;
	}
	return ports;
}
