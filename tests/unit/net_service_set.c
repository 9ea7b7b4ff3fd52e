/* SPDX-License-Identifier: MIT */
#include "net/service_set.h"
#include "unit.h"

#include <string.h>

/*
 * The algebra against a bitmap of a toy universe: POINTS kinds of traffic,
 * half of them at the start of the line and half at its end, times ADDRS
 * addresses, likewise.
 */

enum { POINTS = 16, ADDRS = 16, RULES = 6, ROUNDS = 2000 };

struct toy {
	bool has[POINTS][ADDRS];
};

static uint32_t
toy_point(size_t i)
{
	return (uint32_t)(i < POINTS / 2 ? i :
	    PORT_POINT_LAST - (POINTS - 1 - i));
}

static struct addr
toy_addr(enum family family, size_t i)
{
	if (i < ADDRS / 2)
		return addr_from_u64(i);
	return addr_subtract(addr_last(family), addr_from_u64(ADDRS - 1 - i));
}

/* Two indices of one half, first <= last. */
static void
random_pair(struct unit_random *r, size_t size, size_t *first, size_t *last)
{
	size_t half = unit_random_below(r, 2) * size / 2;
	size_t i = unit_random_below(r, (uint32_t)size / 2);
	size_t j = unit_random_below(r, (uint32_t)size / 2);

	*first = half + (i < j ? i : j);
	*last = half + (i < j ? j : i);
}

/* One rule: ports x addresses. */
static struct service_set
random_rule(struct arena *a, enum family family, struct unit_random *r,
    struct toy *toy)
{
	size_t p, q, s, t;
	struct port_range ports;
	struct range peers;

	random_pair(r, POINTS, &p, &q);
	random_pair(r, ADDRS, &s, &t);
	for (size_t i = p; i <= q; i++)
		for (size_t j = s; j <= t; j++)
			toy->has[i][j] = true;
	ports = (struct port_range){ toy_point(p), toy_point(q) };
	peers = (struct range){ toy_addr(family, s), toy_addr(family, t) };
	return service_set_of(a, port_set_of_ranges(a, &ports, 1),
	    range_set_of_range(a, family, peers));
}

static struct service_set
random_set(struct arena *a, enum family family, struct unit_random *r,
    struct toy *toy)
{
	struct service_set rules[RULES], one = service_set_empty(family), all;
	size_t n = unit_random_below(r, RULES + 1);

	memset(toy, 0, sizeof *toy);
	for (size_t i = 0; i < n; i++) {
		rules[i] = random_rule(a, family, r, toy);
		one = service_set_union(a, one, rules[i]);
	}
	all = service_set_union_all(a, family, rules, n);
	ck_assert(service_set_equal(all, one));
	return all;
}

/*
 * Each assertion of libcheck costs a write, so what is asked of every point
 * and address is asked by functions that return an answer.
 */

static bool
is_canonical(struct service_set x)
{
	for (size_t i = 0; i < x.n; i++) {
		if (x.v[i].ports.first > x.v[i].ports.last ||
		    x.v[i].ports.last > PORT_POINT_LAST ||
		    range_set_is_empty(x.v[i].peers))
			return false;
		if (i == 0)
			continue;
		if (x.v[i - 1].ports.last >= x.v[i].ports.first ||
		    (x.v[i - 1].ports.last + 1 == x.v[i].ports.first &&
		    range_set_equal(x.v[i - 1].peers, x.v[i].peers)))
			return false;
	}
	return true;
}

static bool
is_same(struct service_set x, const struct toy *toy)
{
	for (size_t i = 0; i < POINTS; i++) {
		struct range_set peers = service_set_peers(x, toy_point(i));

		for (size_t j = 0; j < ADDRS; j++)
			if (range_set_has(peers, toy_addr(x.family, j)) !=
			    toy->has[i][j])
				return false;
	}
	return is_canonical(x) &&
	    range_set_is_empty(service_set_peers(x, 1000));
}

static void
check_ports(struct arena *a, struct service_set x, const struct toy *toy,
    struct unit_random *r)
{
	size_t s, t;
	struct range_set peers;
	struct port_set all, any;

	random_pair(r, ADDRS, &s, &t);
	peers = range_set_of_range(a, x.family, (struct range){
	    toy_addr(x.family, s), toy_addr(x.family, t) });
	all = service_set_ports_from_all(a, x, peers);
	any = service_set_ports_from_any(a, x, peers);
	for (size_t i = 0; i < POINTS; i++) {
		bool from_all = true, from_any = false;

		for (size_t j = s; j <= t; j++) {
			from_all = from_all && toy->has[i][j];
			from_any = from_any || toy->has[i][j];
		}
		ck_assert(port_set_has(all, toy_point(i)) == from_all);
		ck_assert(port_set_has(any, toy_point(i)) == from_any);
	}
	peers = range_set_empty(x.family);
	ck_assert(port_set_is_empty(service_set_ports_from_all(a, x, peers)));
	ck_assert(port_set_is_empty(service_set_ports_from_any(a, x, peers)));
}

static void
check_pair(struct arena *a, struct service_set x, struct service_set y,
    const struct toy *s, const struct toy *t)
{
	struct toy both, either, only;
	bool equal = true, contains = true, empty = true;

	for (size_t i = 0; i < POINTS; i++)
		for (size_t j = 0; j < ADDRS; j++) {
			bool p = s->has[i][j], q = t->has[i][j];

			both.has[i][j] = p && q;
			either.has[i][j] = p || q;
			only.has[i][j] = p && !q;
			equal = equal && p == q;
			contains = contains && (p || !q);
			empty = empty && !p;
		}
	ck_assert(is_same(service_set_intersect(a, x, y), &both));
	ck_assert(is_same(service_set_union(a, x, y), &either));
	ck_assert(is_same(service_set_subtract(a, x, y), &only));
	ck_assert(service_set_equal(x, y) == equal);
	ck_assert(service_set_contains(x, y) == contains);
	ck_assert(service_set_is_empty(x) == empty);
}

static void
compare_with_bitmaps(enum family family)
{
	struct unit_random r = { family };

	for (int round = 0; round < ROUNDS; round++) {
		struct arena *a = arena_new();
		struct toy s, t;
		struct service_set x = random_set(a, family, &r, &s);
		struct service_set y = random_set(a, family, &r, &t);

		ck_assert(is_same(x, &s));
		check_pair(a, x, y, &s, &t);
		check_ports(a, x, &s, &r);
		arena_free(a);
	}
}

START_TEST(ipv4_sets_agree_with_bitmaps)
{
	compare_with_bitmaps(IPV4);
}
END_TEST

START_TEST(ipv6_sets_agree_with_bitmaps)
{
	compare_with_bitmaps(IPV6);
}
END_TEST

START_TEST(results_outlive_their_operands)
{
	struct arena *a = arena_new(), *scratch = arena_new();
	struct range_set half = range_set_of_cidr(scratch,
	    cidr_around(addr_first(IPV4), IPV4, 1));
	struct service_set x = service_set_of(scratch, port_set_everything(),
	    half);
	struct service_set one = service_set_union_all(a, IPV4, &x, 1);
	struct service_set copy = service_set_of(a, port_set_everything(),
	    half);

	arena_free(scratch);
	ck_assert(service_set_equal(one, copy));
	ck_assert_uint_eq(one.n, 1);
	ck_assert_uint_eq(one.v[0].peers.v[0].last.lo, 0x7fffffff);
	arena_free(a);
}
END_TEST

START_TEST(halves_of_the_world_are_the_world)
{
	struct arena *a = arena_new();
	struct port_set ssh = port_set_of_ports(a, PROTOCOL_TCP, 22, 22);
	struct range_set low = range_set_of_cidr(a,
	    cidr_around(addr_first(IPV4), IPV4, 1));
	struct service_set x = service_set_union(a,
	    service_set_of(a, ssh, low),
	    service_set_of(a, ssh, range_set_complement(a, low)));

	ck_assert_uint_eq(x.n, 1);
	ck_assert(range_set_is_everything(service_set_peers(x,
	    port_point(PROTOCOL_TCP, 22))));
	ck_assert(port_set_equal(service_set_ports_from_all(a, x,
	    range_set_everything(IPV4)), ssh));
	arena_free(a);
}
END_TEST

Suite *suite_service_set(void);

Suite *
suite_service_set(void)
{
	return unit_suite_of("service_set", (const TTest *const[]){
		ipv4_sets_agree_with_bitmaps, ipv6_sets_agree_with_bitmaps,
		results_outlive_their_operands,
		halves_of_the_world_are_the_world, NULL });
}
