/* SPDX-License-Identifier: MIT */
#include "reach/part.h"

#include "base/str.h"
#include "model/notation.h"

enum { RANGES_SHOWN = 3 };

static void
add_range(struct arena *a, struct str *out, enum family family, struct range r)
{
	char first[CIDR_TEXT_MAX], last[ADDR_TEXT_MAX];
	size_t n;
	struct cidr *v = range_set_to_cidrs(a,
	    range_set_of_range(a, family, r), &n);

	if (n == 1 && !addr_equal(r.first, r.last)) {
		cidr_format(v[0], first);
		str_add(out, first);
		return;
	}
	addr_format(r.first, family, first);
	addr_format(r.last, family, last);
	str_add(out, first);
	if (!addr_equal(r.first, r.last))
		str_addf(out, "-%s", last);
}

/* The addresses of one side, if they are not all. */
static void
add_side(struct arena *a, struct str *out, const char *word, struct range_set
    part, struct range_set asked)
{
	struct range_set rest = range_set_subtract(a, asked, part);
	bool except = rest.n < part.n;
	struct range_set shown = except ? rest : part;

	if (range_set_is_empty(rest))
		return;
	str_addf(out, " %s %s", word, except ? "all but " : "");
	for (size_t i = 0; i < shown.n && i < RANGES_SHOWN; i++) {
		str_add(out, i > 0 ? ", " : "");
		add_range(a, out, shown.family, shown.v[i]);
	}
	if (shown.n > RANGES_SHOWN)
		str_addf(out, " and %zu more", shown.n - RANGES_SHOWN);
}

const char *
part_text(struct arena *a, struct flow part, struct flow asked)
{
	struct port_set ports = flow_ports(a, part);
	struct range_set from = flow_addresses(a, part, FLOW_FROM);
	struct range_set to = flow_addresses(a, part, FLOW_TO);
	struct str out = str_new(a);

	if (!flow_contains(a, part, flow_of(a, ports, from, to)))
		str_add(&out, "some of ");
	str_add(&out, notation_ports_format(a, ports));
	add_side(a, &out, "from", from, flow_addresses(a, asked, FLOW_FROM));
	add_side(a, &out, "to", to, flow_addresses(a, asked, FLOW_TO));
	return str_text(&out);
}
