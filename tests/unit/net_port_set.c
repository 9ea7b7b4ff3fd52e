/* SPDX-License-Identifier: MIT */
#include "net/port_set.h"
#include "unit.h"

#include <string.h>

/* As in the tests of range_set: bitmaps of both ends of the line. */

enum { TOY = 128, TOY_RANGES = 12, ROUNDS = 3000 };

struct toy {
	bool has[TOY];
};

static uint32_t
toy_point(size_t i)
{
	return (uint32_t)(i < TOY / 2 ? i : PORT_POINT_LAST - (TOY - 1 - i));
}

static struct port_set
random_set(struct arena *a, struct unit_random *r, struct toy *toy)
{
	struct port_range v[TOY_RANGES];
	size_t n = unit_random_below(r, TOY_RANGES);

	memset(toy, 0, sizeof *toy);
	for (size_t i = 0; i < n; i++) {
		size_t half = unit_random_below(r, 2) * TOY / 2;
		size_t first = unit_random_below(r, TOY / 2);
		size_t length = unit_random_below(r, 9);

		if (first + length >= TOY / 2)
			length = TOY / 2 - 1 - first;
		v[i].first = toy_point(half + first);
		v[i].last = toy_point(half + first + length);
		for (size_t at = 0; at <= length; at++)
			toy->has[half + first + at] = true;
	}
	return port_set_of_ranges(a, v, n);
}

/* One answer, not one assertion a point: each of those costs a write. */
static bool
is_same(struct port_set x, const struct toy *toy, bool middle)
{
	for (size_t i = 0; i < x.n; i++)
		if (x.v[i].first > x.v[i].last ||
		    x.v[i].last > PORT_POINT_LAST ||
		    (i > 0 && x.v[i - 1].last + 1 >= x.v[i].first))
			return false;
	for (size_t i = 0; i < TOY; i++)
		if (port_set_has(x, toy_point(i)) != toy->has[i])
			return false;
	return port_set_has(x, 1000) == middle;
}

static void
check_questions(struct port_set x, struct port_set y, const struct toy *s,
    const struct toy *t)
{
	bool equal = true, contains = true, overlaps = false;
	uint32_t count = 0;

	for (size_t i = 0; i < TOY; i++) {
		equal = equal && s->has[i] == t->has[i];
		contains = contains && (s->has[i] || !t->has[i]);
		overlaps = overlaps || (s->has[i] && t->has[i]);
		count += s->has[i];
	}
	ck_assert(port_set_equal(x, y) == equal);
	ck_assert(port_set_contains(x, y) == contains);
	ck_assert(port_set_overlaps(x, y) == overlaps);
	ck_assert(port_set_is_empty(x) == (count == 0));
	ck_assert_uint_eq(port_set_count(x), count);
}

START_TEST(sets_agree_with_bitmaps)
{
	struct unit_random r = { 3 };

	for (int round = 0; round < ROUNDS; round++) {
		struct arena *a = arena_new();
		struct toy s, t, both, either, only, not;
		struct port_set x = random_set(a, &r, &s);
		struct port_set y = random_set(a, &r, &t);

		for (size_t i = 0; i < TOY; i++) {
			both.has[i] = s.has[i] && t.has[i];
			either.has[i] = s.has[i] || t.has[i];
			only.has[i] = s.has[i] && !t.has[i];
			not.has[i] = !s.has[i];
		}
		ck_assert(is_same(x, &s, false));
		check_questions(x, y, &s, &t);
		ck_assert(is_same(port_set_intersect(a, x, y), &both, false));
		ck_assert(is_same(port_set_union(a, x, y), &either, false));
		ck_assert(is_same(port_set_subtract(a, x, y), &only, false));
		ck_assert(is_same(port_set_complement(a, x), &not, true));
		arena_free(a);
	}
}
END_TEST

START_TEST(kinds_of_traffic_have_their_points)
{
	struct arena *a = arena_new();
	static const struct {
		unsigned protocol;
		int type, code;
		uint32_t first, last;
	} icmp[] = {
		{ PROTOCOL_ICMP, -1, -1, 0x010000, 0x01ffff },
		{ PROTOCOL_ICMP, 8, -1, 0x010800, 0x0108ff },
		{ PROTOCOL_ICMP, 3, 4, 0x010304, 0x010304 },
		{ PROTOCOL_ICMPV6, 0, 0, 0x3a0000, 0x3a0000 },
		{ PROTOCOL_ICMPV6, 255, 255, 0x3affff, 0x3affff }
	};
	struct port_set tcp = port_set_of_protocol(a, PROTOCOL_TCP);
	struct port_set https = port_set_of_ports(a, PROTOCOL_TCP, 443, 443);

	ck_assert_uint_eq(port_point(PROTOCOL_UDP, 53), 0x110035);
	for (size_t i = 0; i < sizeof icmp / sizeof *icmp; i++) {
		struct port_set x = port_set_of_icmp(a, icmp[i].protocol,
		    icmp[i].type, icmp[i].code);

		ck_assert_uint_eq(x.n, 1);
		ck_assert_uint_eq(x.v[0].first, icmp[i].first);
		ck_assert_uint_eq(x.v[0].last, icmp[i].last);
	}
	ck_assert(port_set_contains(tcp, https));
	ck_assert(!port_set_contains(https, tcp));
	ck_assert_uint_eq(port_set_count(tcp), 65536);
	arena_free(a);
}
END_TEST

START_TEST(all_protocols_are_everything)
{
	struct arena *a = arena_new();
	struct port_set all = port_set_empty();

	for (unsigned protocol = 0; protocol <= 255; protocol++) {
		ck_assert(!port_set_is_everything(all));
		all = port_set_union(a, all,
		    port_set_of_protocol(a, protocol));
		ck_assert_uint_eq(all.n, 1);
	}
	ck_assert(port_set_is_everything(all));
	ck_assert_uint_eq(port_set_count(all), 1 << 24);
	ck_assert(port_set_is_empty(port_set_complement(a, all)));
	ck_assert(port_set_has(all, PORT_POINT_LAST));
	arena_free(a);
}
END_TEST

Suite *suite_port_set(void);

Suite *
suite_port_set(void)
{
	return unit_suite_of("port_set", (const TTest *const[]){
		sets_agree_with_bitmaps, kinds_of_traffic_have_their_points,
		all_protocols_are_everything, NULL });
}
