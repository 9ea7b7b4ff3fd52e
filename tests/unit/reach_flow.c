/* SPDX-License-Identifier: MIT */
#include "net/term.h"
#include "reach/flow.h"
#include "unit.h"

#include <string.h>

/*
 * Flows against a naive model: a toy universe of 6 ports, 6 sources and 6
 * destinations, where a flow is 216 bits.
 */

enum { SIDE = 6, POINTS = SIDE * SIDE * SIDE, ROUNDS = 800 };

struct toy {
	unsigned char has[POINTS];
};

static size_t
toy_index(size_t port, size_t from, size_t to)
{
	return (port * SIDE + from) * SIDE + to;
}

static struct range_set
some_addresses(struct arena *a, unsigned bits)
{
	struct range v[SIDE];
	size_t n = 0;

	for (unsigned i = 0; i < SIDE; i++)
		if (bits & (1u << i)) {
			v[n].first = v[n].last = addr_from_u64(i);
			n++;
		}
	return range_set_of_ranges(a, IPV4, v, n);
}

static struct port_set
some_ports(struct arena *a, unsigned bits)
{
	struct port_range v[SIDE];
	size_t n = 0;

	for (unsigned i = 0; i < SIDE; i++)
		if (bits & (1u << i)) {
			v[n].first = v[n].last = port_point(PROTOCOL_TCP, i);
			n++;
		}
	return port_set_of_ranges(a, v, n);
}

/* A union of up to three random boxes, and the same in bits. */
static struct flow
random_flow(struct arena *a, struct unit_random *r, struct toy *toy)
{
	struct flow f = flow_empty(IPV4);
	uint32_t boxes = unit_random_below(r, 4);

	memset(toy, 0, sizeof *toy);
	for (uint32_t b = 0; b < boxes; b++) {
		unsigned p = unit_random_below(r, 1 << SIDE);
		unsigned s = unit_random_below(r, 1 << SIDE);
		unsigned d = unit_random_below(r, 1 << SIDE);

		f = flow_union(a, f, flow_of(a, some_ports(a, p),
		    some_addresses(a, s), some_addresses(a, d)));
		for (size_t i = 0; i < SIDE; i++)
			for (size_t j = 0; j < SIDE; j++)
				for (size_t k = 0; k < SIDE; k++)
					if ((p >> i & 1) && (s >> j & 1) &&
					    (d >> k & 1))
						toy->has[toy_index(i, j, k)] = 1;
	}
	return f;
}

static bool
box_has(const struct box *b, size_t port, size_t from, size_t to)
{
	return port_set_has(b->ports, port_point(PROTOCOL_TCP,
	    (unsigned)port)) && range_set_has(b->from, addr_from_u64(from)) &&
	    range_set_has(b->to, addr_from_u64(to));
}

/* The same packets, each in exactly one box. */
static void
assert_same(struct flow f, const struct toy *toy)
{
	for (size_t i = 0; i < SIDE; i++)
		for (size_t j = 0; j < SIDE; j++)
			for (size_t k = 0; k < SIDE; k++) {
				unsigned boxes = 0;

				for (size_t b = 0; b < f.n; b++)
					boxes += box_has(&f.v[b], i, j, k);
				ck_assert_uint_eq(boxes,
				    toy->has[toy_index(i, j, k)]);
			}
}

START_TEST(algebra_agrees_with_bits)
{
	struct unit_random r = { 20261124 };

	for (int round = 0; round < ROUNDS; round++) {
		struct arena *a = arena_new();
		struct toy x, y, t;
		struct flow f = random_flow(a, &r, &x);
		struct flow g = random_flow(a, &r, &y);
		bool contains = true, empty = true;

		for (size_t i = 0; i < POINTS; i++) {
			contains = contains && (!y.has[i] || x.has[i]);
			empty = empty && !x.has[i];
			t.has[i] = x.has[i] && !y.has[i];
		}
		assert_same(flow_subtract(a, f, g), &t);
		for (size_t i = 0; i < POINTS; i++)
			t.has[i] = x.has[i] && y.has[i];
		assert_same(flow_intersect(a, f, g), &t);
		for (size_t i = 0; i < POINTS; i++)
			t.has[i] = x.has[i] || y.has[i];
		assert_same(flow_union(a, f, g), &t);
		ck_assert_int_eq(flow_contains(a, f, g), contains);
		ck_assert_int_eq(flow_is_empty(f), empty);
		arena_free(a);
	}
}
END_TEST

START_TEST(filters_cut_one_side)
{
	struct unit_random r = { 7 };

	for (int round = 0; round < ROUNDS; round++) {
		struct arena *a = arena_new();
		struct toy x, t;
		struct flow f = random_flow(a, &r, &x);
		unsigned p = unit_random_below(&r, 1 << SIDE);
		unsigned s = unit_random_below(&r, 1 << SIDE);
		enum flow_side side = unit_random_below(&r, 2) == 0 ?
		    FLOW_FROM : FLOW_TO;
		struct flow cut = flow_filter(a, f, side, service_set_of(a,
		    some_ports(a, p), some_addresses(a, s)));

		for (size_t i = 0; i < SIDE; i++)
			for (size_t j = 0; j < SIDE; j++)
				for (size_t k = 0; k < SIDE; k++)
					t.has[toy_index(i, j, k)] =
					    x.has[toy_index(i, j, k)] &&
					    (p >> i & 1) && (s >> (side ==
					    FLOW_FROM ? j : k) & 1);
		assert_same(cut, &t);
		arena_free(a);
	}
}
END_TEST

START_TEST(a_witness_is_one_of_them)
{
	struct unit_random r = { 99 };

	for (int round = 0; round < ROUNDS; round++) {
		struct arena *a = arena_new();
		struct toy x;
		struct flow f = random_flow(a, &r, &x);

		if (!flow_is_empty(f)) {
			struct packet p = flow_witness(f);

			ck_assert_uint_eq(x.has[toy_index(p.point & 0xffff,
			    p.from.lo, p.to.lo)], 1);
		}
		arena_free(a);
	}
}
END_TEST

/* Whether a sender of the box can send to another than himself. */
static bool
has_another_receiver(const struct box *b)
{
	for (size_t j = 0; j < SIDE; j++)
		for (size_t k = 0; k < SIDE; k++)
			if (j != k &&
			    range_set_has(b->from, addr_from_u64(j)) &&
			    range_set_has(b->to, addr_from_u64(k)))
				return true;
	return false;
}

START_TEST(a_witness_is_sent_to_another)
{
	struct unit_random r = { 163 };

	for (int round = 0; round < ROUNDS; round++) {
		struct arena *a = arena_new();
		struct toy x;
		struct flow f = random_flow(a, &r, &x);

		if (!flow_is_empty(f) && has_another_receiver(&f.v[0])) {
			struct packet p = flow_witness(f);

			ck_assert(!addr_equal(p.from, p.to));
		}
		arena_free(a);
	}
}
END_TEST

/* Terms, one blank between two. */
static struct range_set
set_of(struct arena *a, const char *text)
{
	const char *end = text + strlen(text);
	struct range v[2];
	struct term term;
	size_t n = 0;

	for (const char *p = text; p < end; p++) {
		ck_assert_int_eq(term_scan(&p, end, false, &term), ADDR_OK);
		v[n++] = term.range;
	}
	return range_set_of_ranges(a, term.family, v, n);
}

/* Nobody's host is 203.0.113.0, and a subnet's first is its network's own. */
START_TEST(a_witness_is_between_hosts)
{
	static const struct {
		const char *from, *to, *sender, *receiver;
	} t[] = {
		{ "1.0.0.0/8", "10.0.0.4", "1.0.0.1", "10.0.0.4" },
		{ "203.0.113.0/24", "203.0.113.0/24", "203.0.113.1",
		    "203.0.113.2" },
		/* A network that begins within 256 addresses. */
		{ "192.0.2.64/26", "192.0.2.0/30", "192.0.2.65", "192.0.2.1" },
		/* The hosts of a subnet are no network. */
		{ "10.0.16.4-10.0.16.254", "10.0.1.128-10.0.1.254",
		    "10.0.16.4", "10.0.1.128" },
		{ "10.0.0.16-10.0.0.30", "10.0.0.8-10.0.0.14", "10.0.0.16",
		    "10.0.0.8" },
		/* Two addresses, one address: hosts, and two have no own. */
		{ "192.0.2.8/31", "192.0.2.9/32", "192.0.2.8", "192.0.2.9" },
		/* Of a large subnet, 10.0.1.0 is a host like another. */
		{ "10.0.1.0", "10.0.2.0", "10.0.1.0", "10.0.2.0" },
		/* Only within the set, and not to himself. */
		{ "10.0.1.0-10.0.1.1", "10.0.1.1", "10.0.1.0", "10.0.1.1" },
		{ "10.0.1.1", "10.0.1.0-10.0.1.1", "10.0.1.1", "10.0.1.0" },
		{ "10.0.1.1", "10.0.1.1 10.0.3.0/24", "10.0.1.1", "10.0.3.1" },
		{ "10.0.1.1", "10.0.1.1", "10.0.1.1", "10.0.1.1" },
		{ "2000::/3", "2001:db8:1:2::4-2001:db8:1:2::ffff", "2000::1",
		    "2001:db8:1:2::4" },
		{ "2001:db8::/64", "2001:db8::100/120", "2001:db8::1",
		    "2001:db8::101" },
	};

	for (size_t i = 0; i < sizeof t / sizeof t[0]; i++) {
		struct arena *a = arena_new();
		struct range_set from = set_of(a, t[i].from);
		struct packet p = flow_witness(flow_of(a,
		    port_set_everything(), from, set_of(a, t[i].to)));
		char text[ADDR_TEXT_MAX];

		addr_format(p.from, from.family, text);
		ck_assert_str_eq(text, t[i].sender);
		addr_format(p.to, from.family, text);
		ck_assert_str_eq(text, t[i].receiver);
		arena_free(a);
	}
}
END_TEST

Suite *suite_flow(void);

Suite *
suite_flow(void)
{
	return unit_suite_of("flow", (const TTest *const[]){
		algebra_agrees_with_bits, filters_cut_one_side,
		a_witness_is_one_of_them, a_witness_is_sent_to_another,
		a_witness_is_between_hosts, NULL });
}
