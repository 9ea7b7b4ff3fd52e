/* SPDX-License-Identifier: MIT */
#include "reach/flow.h"

#include "base/vec.h"

/*
 * Subtraction cuts a box that meets another into at most three that do not:
 *
 *	x - y = (x.ports - y.ports) x from            x to
 *	      + (common ports)      x (from - y.from) x to
 *	      + (common ports)      x (common from)   x (to - y.to)
 *
 * because ports and addresses are sets, not single ranges.  So n boxes less m
 * boxes are at most n * 3^m in theory and about n + m in practice, where a
 * filter cuts along one or two of the dimensions only.
 */

struct boxes {
	struct box *v;
	size_t n, cap;
};

struct flow
flow_empty(enum family family)
{
	struct flow f = { .family = family };

	return f;
}

static bool
box_is_empty(const struct box *b)
{
	return port_set_is_empty(b->ports) || range_set_is_empty(b->from) ||
	    range_set_is_empty(b->to);
}

static void
push(struct arena *a, struct boxes *list, struct box b)
{
	if (!box_is_empty(&b))
		vec_push(a, list, b);
}

static struct flow
as_flow(enum family family, const struct boxes *list)
{
	struct flow f = { .family = family, .n = list->n, .v = list->v };

	return f;
}

/*
 * Most filters and routes take all that comes.  What stays whole is handed on
 * as the list that it was: then it is seen at a glance that two are the same.
 */
static bool
is_same_flow(struct flow x, struct flow y)
{
	return x.v == y.v && x.n == y.n && x.family == y.family;
}

static bool
is_same_box(const struct box *x, const struct box *y)
{
	return x->ports.v == y->ports.v && x->ports.n == y->ports.n &&
	    x->from.v == y->from.v && x->from.n == y->from.n &&
	    x->to.v == y->to.v && x->to.n == y->to.n;
}

static struct flow
cut_to(struct flow f, const struct boxes *list)
{
	size_t same = 0;

	while (same < f.n && same < list->n &&
	    is_same_box(&f.v[same], &list->v[same]))
		same++;
	return same == f.n && same == list->n ? f : as_flow(f.family, list);
}

struct flow
flow_of(struct arena *a, struct port_set ports, struct range_set from,
    struct range_set to)
{
	struct box b = { ports, from, to };
	struct boxes list = { 0 };

	push(a, &list, b);
	return as_flow(from.family, &list);
}

bool
flow_is_empty(struct flow f)
{
	return f.n == 0;
}

/* As the operations on ports do, without a copy of what stays whole. */
static struct port_set
ports_within(struct arena *a, struct port_set x, struct port_set y)
{
	return port_set_contains(y, x) ? x : port_set_intersect(a, x, y);
}

static struct port_set
ports_without(struct arena *a, struct port_set x, struct port_set y)
{
	return port_set_contains(y, x) ? port_set_empty() :
	    port_set_subtract(a, x, y);
}

/* The index of the first service of a set whose ports end at or behind. */
static size_t
first_service(struct service_set s, uint32_t point)
{
	size_t low = 0, high = s.n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (s.v[middle].ports.last < point)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void
filter_box(struct arena *a, struct boxes *list, const struct box *b,
    enum flow_side side, struct service_set admitted)
{
	uint32_t first, last;

	if (b->ports.n == 0)
		return;
	first = b->ports.v[0].first;
	last = b->ports.v[b->ports.n - 1].last;
	for (size_t i = first_service(admitted, first); i < admitted.n &&
	    admitted.v[i].ports.first <= last; i++) {
		const struct service *s = &admitted.v[i];
		struct port_set one = { 1, &s->ports };
		struct box cut = *b;

		cut.ports = ports_within(a, b->ports, one);
		if (port_set_is_empty(cut.ports))
			continue;
		if (side == FLOW_FROM)
			cut.from = range_set_intersect(a, b->from, s->peers);
		else
			cut.to = range_set_intersect(a, b->to, s->peers);
		push(a, list, cut);
	}
}

struct flow
flow_filter(struct arena *a, struct flow f, enum flow_side side,
    struct service_set admitted)
{
	struct boxes list = { 0 };

	for (size_t i = 0; i < f.n; i++)
		filter_box(a, &list, &f.v[i], side, admitted);
	return cut_to(f, &list);
}

struct flow
flow_with_ports(struct arena *a, struct flow f, struct port_set ports)
{
	struct boxes list = { 0 };

	for (size_t i = 0; i < f.n; i++) {
		struct box cut = f.v[i];

		cut.ports = ports_within(a, cut.ports, ports);
		push(a, &list, cut);
	}
	return cut_to(f, &list);
}

struct flow
flow_with_addresses(struct arena *a, struct flow f, enum flow_side side,
    struct range_set addresses)
{
	struct boxes list = { 0 };

	for (size_t i = 0; i < f.n; i++) {
		struct box cut = f.v[i];

		if (side == FLOW_FROM)
			cut.from = range_set_intersect(a, cut.from, addresses);
		else
			cut.to = range_set_intersect(a, cut.to, addresses);
		push(a, &list, cut);
	}
	return cut_to(f, &list);
}

static bool
boxes_meet(const struct box *x, const struct box *y)
{
	return port_set_overlaps(x->ports, y->ports) &&
	    range_set_overlaps(x->from, y->from) &&
	    range_set_overlaps(x->to, y->to);
}

static bool
box_contains(const struct box *outer, const struct box *inner)
{
	return port_set_contains(outer->ports, inner->ports) &&
	    range_set_contains(outer->from, inner->from) &&
	    range_set_contains(outer->to, inner->to);
}

static void
subtract_box(struct arena *a, struct boxes *list, const struct box *x,
    const struct box *y)
{
	struct box cut = *x;

	/* Most of what is subtracted is more: a filter that admits it all. */
	if (box_contains(y, x))
		return;
	if (!boxes_meet(x, y)) {
		push(a, list, *x);
		return;
	}
	cut.ports = ports_without(a, x->ports, y->ports);
	push(a, list, cut);
	cut.ports = ports_within(a, x->ports, y->ports);
	cut.from = range_set_subtract(a, x->from, y->from);
	push(a, list, cut);
	cut.from = range_set_intersect(a, x->from, y->from);
	cut.to = range_set_subtract(a, x->to, y->to);
	push(a, list, cut);
}

struct flow
flow_subtract(struct arena *a, struct flow x, struct flow y)
{
	if (is_same_flow(x, y))
		return flow_empty(x.family);
	for (size_t j = 0; j < y.n && x.n > 0; j++) {
		struct boxes rest = { 0 };

		for (size_t i = 0; i < x.n; i++)
			subtract_box(a, &rest, &x.v[i], &y.v[j]);
		x = as_flow(x.family, &rest);
	}
	return x;
}

struct flow
flow_intersect(struct arena *a, struct flow x, struct flow y)
{
	struct boxes list = { 0 };

	if (is_same_flow(x, y))
		return x;
	for (size_t i = 0; i < x.n; i++)
		for (size_t j = 0; j < y.n; j++) {
			struct box b;

			if (!boxes_meet(&x.v[i], &y.v[j]))
				continue;
			b.ports = ports_within(a, x.v[i].ports,
			    y.v[j].ports);
			b.from = range_set_intersect(a, x.v[i].from,
			    y.v[j].from);
			b.to = range_set_intersect(a, x.v[i].to, y.v[j].to);
			push(a, &list, b);
		}
	return as_flow(x.family, &list);
}

struct flow
flow_union(struct arena *a, struct flow x, struct flow y)
{
	struct boxes list = { 0 };
	struct flow more;

	if (x.n == 0)
		return y;
	if (y.n == 0 || is_same_flow(x, y))
		return x;
	more = flow_subtract(a, y, x);
	for (size_t i = 0; i < x.n; i++)
		push(a, &list, x.v[i]);
	for (size_t i = 0; i < more.n; i++)
		push(a, &list, more.v[i]);
	return as_flow(x.family, &list);
}

bool
flow_contains(struct arena *a, struct flow outer, struct flow inner)
{
	return flow_is_empty(flow_subtract(a, inner, outer));
}

bool
flow_equal(struct arena *a, struct flow x, struct flow y)
{
	return flow_contains(a, x, y) && flow_contains(a, y, x);
}

struct port_set
flow_ports(struct arena *a, struct flow f)
{
	struct port_set all = port_set_empty();

	for (size_t i = 0; i < f.n; i++)
		all = port_set_union(a, all, f.v[i].ports);
	return all;
}

struct range_set
flow_addresses(struct arena *a, struct flow f, enum flow_side side)
{
	struct range_set all = range_set_empty(f.family);

	for (size_t i = 0; i < f.n; i++)
		all = range_set_union(a, all,
		    side == FLOW_FROM ? f.v[i].from : f.v[i].to);
	return all;
}

/* The address that a network has for itself, such as 203.0.113.0. */
static bool
is_of_the_network(struct range r, enum family family)
{
	enum { FEWEST = 2, HOST_BITS_4 = 8, HOST_BITS_6 = 64 };
	unsigned zeros = addr_trailing_zeros(r.first);
	struct addr size = addr_next(addr_subtract(r.last, r.first));
	unsigned bits = addr_trailing_zeros(size);

	if (zeros >= (family == IPV4 ? HOST_BITS_4 : HOST_BITS_6))
		return true;
	return bits >= FEWEST && bits <= zeros &&
	    addr_equal(size, addr_shift_left(addr_from_u64(1), bits));
}

/* The lowest address of a range that people give to a host. */
static struct addr
lowest_host(struct range r, enum family family)
{
	return !addr_equal(r.first, r.last) && is_of_the_network(r, family) ?
	    addr_next(r.first) : r.first;
}

/*
 * The lowest host of a set that is not x, or x where there is no other:
 * nobody sends to himself by way of a network.
 */
static struct addr
lowest_other(struct range_set s, struct addr x)
{
	struct addr host = lowest_host(s.v[0], s.family);

	if (!addr_equal(host, x))
		return host;
	if (!addr_equal(s.v[0].last, x))
		return addr_next(x);
	if (!addr_equal(s.v[0].first, x))
		return s.v[0].first;
	return s.n > 1 ? lowest_host(s.v[1], s.family) : x;
}

struct packet
flow_witness(struct flow f)
{
	const struct box *b = &f.v[0];
	struct packet p = {
		.point = b->ports.v[0].first,
		.from = lowest_host(b->from.v[0], f.family),
	};

	p.to = lowest_other(b->to, p.from);
	if (addr_equal(p.from, p.to))
		p.from = lowest_other(b->from, p.to);
	return p;
}

struct packet
flow_telling_witness(struct arena *a, struct flow f)
{
	enum { HTTPS = 443 };
	struct flow https = flow_with_ports(a, f, port_set_of_ports(a,
	    PROTOCOL_TCP, HTTPS, HTTPS));
	struct flow tcp = flow_with_ports(a, f, port_set_of_protocol(a,
	    PROTOCOL_TCP));

	return flow_witness(!flow_is_empty(https) ? https :
	    !flow_is_empty(tcp) ? tcp : f);
}
