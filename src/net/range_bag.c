/* SPDX-License-Identifier: MIT */
#include "net/range_bag.h"

#include "net/sort.h"

/*
 * Firsts and lasts stand in arrays of their own, and each array is sorted on
 * its own: what is asked of the bag never needs to know which first belongs
 * to which last.
 *
 * Union.  Let first[k] and last[k] be the k-th smallest (from 0).  There is a
 * gap behind last[k] exactly if first[k + 1] lies beyond it: then the k + 1
 * ranges that end at last[k] or before are just the k + 1 that begin before
 * the gap.  Conversely, where k + 1 ranges begin and end before a gap, these
 * are the smallest firsts and lasts.
 *
 * Overlaps.  Two ranges do not overlap exactly if one ends before the other
 * begins.  So the range that begins at first[k] overlaps those k that began
 * before it, less those that ended before first[k].
 *
 * Nearly all IPv6 prefixes are whole /64s, and half of each number says it all.
 * When a bag holds one that is not, the others join it before the sort.
 *
 * Sorting numbers without their partners takes half the memory and time that
 * sorting pairs takes, and both walks are straight lines.
 */

enum {
	LINE_IPV4 = 8,		/* the shortest line: "1.1.1.1\n" */
	LINE_IPV6 = 16,		/* a usual short line: "2001:db8:1::/48\n" */
	ROOM_LEAST = 16
};

struct range_bag
range_bag_new(struct arena *a)
{
	return (struct range_bag){ .a = a };
}

void
range_bag_expect(struct range_bag *b, size_t bytes)
{
	b->expected += bytes;
}

/* How many items to make room for, where n are there. */
static size_t
room_for(const struct range_bag *b, size_t n, size_t line)
{
	size_t expected = n + b->expected / line + 1;
	size_t doubled = n < ROOM_LEAST ? ROOM_LEAST : 2 * n;

	return expected > doubled ? expected : doubled;
}

static void
grow_ipv4(struct range_bag *b)
{
	size_t n = b->ipv4.n, cap = room_for(b, n, LINE_IPV4);
	size_t size = sizeof *b->ipv4.first;

	b->ipv4.first = arena_grow(b->a, b->ipv4.first, n * size, cap * size);
	b->ipv4.last = arena_grow(b->a, b->ipv4.last, n * size, cap * size);
	b->ipv4.cap = cap;
	b->expected = 0;
}

static void
grow_upper(struct range_bag *b)
{
	size_t n = b->upper.n, cap = room_for(b, n, LINE_IPV6);
	size_t size = sizeof *b->upper.first;

	b->upper.first = arena_grow(b->a, b->upper.first, n * size,
	    cap * size);
	b->upper.last = arena_grow(b->a, b->upper.last, n * size, cap * size);
	b->upper.cap = cap;
	b->expected = 0;
}

static void
grow_ipv6(struct range_bag *b)
{
	size_t n = b->ipv6.n, cap = room_for(b, n, LINE_IPV6);
	size_t size = sizeof *b->ipv6.first;

	b->ipv6.first = arena_grow(b->a, b->ipv6.first, n * size, cap * size);
	b->ipv6.last = arena_grow(b->a, b->ipv6.last, n * size, cap * size);
	b->ipv6.cap = cap;
	b->expected = 0;
}

static void
add_ipv6(struct range_bag *b, struct range r)
{
	if (b->ipv6.n == b->ipv6.cap)
		grow_ipv6(b);
	b->ipv6.first[b->ipv6.n] = r.first;
	b->ipv6.last[b->ipv6.n++] = r.last;
}

static struct range
upper_range(uint64_t first, uint64_t last)
{
	return (struct range){ { first, 0 }, { last, UINT64_MAX } };
}

/* After this all IPv6 ranges are among the whole ones, or none of them. */
static void
join_upper(struct range_bag *b)
{
	if (b->ipv6.n == 0)
		return;
	for (size_t i = 0; i < b->upper.n; i++)
		add_ipv6(b, upper_range(b->upper.first[i],
		    b->upper.last[i]));
	b->upper.n = 0;
}

void
range_bag_add(struct range_bag *b, enum family family, struct addr first,
    struct addr last)
{
	if (family == IPV4) {
		if (b->ipv4.n == b->ipv4.cap)
			grow_ipv4(b);
		b->ipv4.first[b->ipv4.n] = (uint32_t)first.lo;
		b->ipv4.last[b->ipv4.n++] = (uint32_t)last.lo;
		return;
	}
	if (first.lo != 0 || last.lo != UINT64_MAX) {
		add_ipv6(b, (struct range){ first, last });
		return;
	}
	if (b->upper.n == b->upper.cap)
		grow_upper(b);
	b->upper.first[b->upper.n] = first.hi;
	b->upper.last[b->upper.n++] = last.hi;
}

void
range_bag_append(struct range_bag *b, const struct range_bag *other)
{
	for (size_t i = 0; i < other->ipv4.n; i++)
		range_bag_add(b, IPV4, addr_from_u64(other->ipv4.first[i]),
		    addr_from_u64(other->ipv4.last[i]));
	for (size_t i = 0; i < other->upper.n; i++)
		range_bag_add(b, IPV6,
		    (struct addr){ other->upper.first[i], 0 },
		    (struct addr){ other->upper.last[i], UINT64_MAX });
	for (size_t i = 0; i < other->ipv6.n; i++)
		range_bag_add(b, IPV6, other->ipv6.first[i],
		    other->ipv6.last[i]);
}

size_t
range_bag_count(const struct range_bag *b, enum family family)
{
	return family == IPV4 ? b->ipv4.n : b->upper.n + b->ipv6.n;
}

static void
sort_ends(struct range_bag *b, enum family family)
{
	struct arena *scratch = arena_new();

	if (family == IPV4) {
		size_t n = b->ipv4.n;
		uint32_t *room = arena_array(scratch, n, sizeof *room);

		sort_u32(b->ipv4.first, room, n);
		sort_u32(b->ipv4.last, room, n);
		arena_free(scratch);
		return;
	}
	join_upper(b);
	if (b->upper.n > 0) {
		size_t n = b->upper.n;
		uint64_t *room = arena_array(scratch, n, sizeof *room);

		sort_u64(b->upper.first, room, n);
		sort_u64(b->upper.last, room, n);
	} else {
		size_t n = b->ipv6.n;
		struct addr *room = arena_array(scratch, n, sizeof *room);

		sort_addrs(b->ipv6.first, room, n);
		sort_addrs(b->ipv6.last, room, n);
	}
	arena_free(scratch);
}

struct range_walk
range_bag_walk(struct range_bag *b, enum family family)
{
	sort_ends(b, family);
	return (struct range_walk){ .b = b, .family = family };
}

/* A range that touches the one before joins it. */

static void
next_ipv4(const struct range_bag *b, size_t *at, struct range *out)
{
	const uint32_t *first = b->ipv4.first, *last = b->ipv4.last;
	size_t k = *at, n = b->ipv4.n;

	out->first = addr_from_u64(first[k]);
	while (k + 1 < n && (first[k + 1] <= last[k] ||
	    first[k + 1] - 1 == last[k]))
		k++;
	out->last = addr_from_u64(last[k]);
	*at = k + 1;
}

static void
next_upper(const struct range_bag *b, size_t *at, struct range *out)
{
	const uint64_t *first = b->upper.first, *last = b->upper.last;
	size_t k = *at, start = k, n = b->upper.n;

	while (k + 1 < n && (first[k + 1] <= last[k] ||
	    first[k + 1] - 1 == last[k]))
		k++;
	*out = upper_range(first[start], last[k]);
	*at = k + 1;
}

static void
next_ipv6(const struct range_bag *b, size_t *at, struct range *out)
{
	const struct addr *first = b->ipv6.first, *last = b->ipv6.last;
	size_t k = *at, n = b->ipv6.n;

	out->first = first[k];
	while (k + 1 < n && (addr_compare(first[k + 1], last[k]) <= 0 ||
	    addr_equal(addr_previous(first[k + 1]), last[k])))
		k++;
	out->last = last[k];
	*at = k + 1;
}

bool
range_walk_next(struct range_walk *w, struct range *out)
{
	if (w->at == range_bag_count(w->b, w->family))
		return false;
	if (w->family == IPV4)
		next_ipv4(w->b, &w->at, out);
	else if (w->b->upper.n > 0)
		next_upper(w->b, &w->at, out);
	else
		next_ipv6(w->b, &w->at, out);
	return true;
}

struct range_set
range_bag_union(struct range_bag *b, enum family family, struct arena *a)
{
	struct range_walk w = range_bag_walk(b, family), count = w;
	struct range *v, r;
	size_t n = 0;

	while (range_walk_next(&count, &r))
		n++;
	v = arena_array(a, n, sizeof *v);
	for (n = 0; range_walk_next(&w, &r); n++)
		v[n] = r;
	return (struct range_set){ family, n, v };
}

/* Whether the range that ends at the n-th last ends before the k-th first. */
static inline bool
has_ended(const struct range_bag *b, enum family family, size_t n, size_t k)
{
	if (family == IPV4)
		return b->ipv4.last[n] < b->ipv4.first[k];
	if (b->upper.n > 0)
		return b->upper.last[n] < b->upper.first[k];
	return addr_compare(b->ipv6.last[n], b->ipv6.first[k]) < 0;
}

uint64_t
range_bag_overlaps(struct range_bag *b, enum family family)
{
	size_t n = range_bag_count(b, family), ended = 0;
	uint64_t pairs = 0;

	sort_ends(b, family);
	for (size_t k = 0; k < n; k++) {
		while (has_ended(b, family, ended, k))
			ended++;
		pairs += k - ended;
	}
	return pairs;
}
