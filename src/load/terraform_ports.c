/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

#include "base/str.h"
#include "load/traffic.h"
#include "model/notices.h"

#include <inttypes.h>
#include <stdio.h>

/*
 * Kinds of traffic: a protocol by name or number, and two numbers.
 */

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
	if (!traffic_is_all(text.v) &&
	    (value_is_unknown(a.is) || value_is_unknown(b.is)))
		return not_known(value_is_unknown(a.is) ? a.is : b.is, at);
	snprintf(key, sizeof key, "%.40s/%" PRId64 "/%" PRId64, text.v,
	    number_or(a, INT64_MIN), number_or(b, INT64_MIN));
	kept = map_get(&x->ports, key);
	if (kept != NULL) {
		ports = *kept;
		ports.is.at = at;
		return ports;
	}
	ports = traffic_ports(x->l, at, read_clean(x->l, text.v), a, b);
	if (value_is_known(ports.is)) {
		ports.is.origin = ORIGIN_DERIVED;
		kept = arena_alloc(x->a, sizeof *kept);
		*kept = ports;
		*map_slot(&x->ports, arena_strdup(x->a, key)) = kept;
	}
	return ports;
}

void
terraform_wants_ports(struct terraform *x, struct terraform_value protocol,
    struct terraform_value from, struct terraform_value to,
    struct ports_value *ports)
{
	bool has_from = terraform_is(x, from).state != VALUE_ABSENT;
	bool has_to = terraform_is(x, to).state != VALUE_ABSENT;
	struct text_value text = terraform_text(x, protocol);

	if (!value_is_known(ports->is) || !value_is_known(text.is) ||
	    !traffic_wants_ports(text.v) || (has_from && has_to))
		return;
	finding_add(&x->l->findings, &notice_protocol_port_mismatch,
	    ports->is.at, "a rule for protocol \"%s\" states %s: AWS wants both "
	    "with TCP, UDP and ICMP", read_clean(x->l, text.v), has_to ?
	    "no from_port" : has_from ? "no to_port" :
	    "neither from_port nor to_port");
	ports->is = value_unknown(ports->is.at, "its ports are missing");
}
