/* SPDX-License-Identifier: MIT */
#include "net/range_bag.h"

#include "net/midpoint.h"
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
 * Sorting numbers without their partners takes half the memory and time that
 * sorting pairs takes, and both walks are straight lines.
 *
 * Nearly all IPv6 ranges are prefixes of /64 or shorter: these are kept as
 * midpoints, one number each.  When a bag holds a range that is not, they
 * join it before the sort.
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
grow_midpoints(struct range_bag *b, unsigned half)
{
	size_t n = b->midpoints[half].n, cap = room_for(b, n, LINE_IPV6);
	size_t size = sizeof *b->midpoints[half].v;

	b->midpoints[half].v = arena_grow(b->a, b->midpoints[half].v,
	    n * size, cap * size);
	b->midpoints[half].cap = cap;
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

static size_t
count_midpoints(const struct range_bag *b)
{
	return b->midpoints[0].n + b->midpoints[1].n;
}

static void
add_midpoint(struct range_bag *b, unsigned half, uint64_t midpoint)
{
	if (b->midpoints[half].n == b->midpoints[half].cap)
		grow_midpoints(b, half);
	b->midpoints[half].v[b->midpoints[half].n++] = midpoint;
}

/* The ends of the k-th midpoint, counted through both halves. */
static inline struct midpoint_ends
ends_at(const struct range_bag *b, size_t k)
{
	size_t n = b->midpoints[0].n;

	return k < n ? midpoint_ends(0, b->midpoints[0].v[k]) :
	    midpoint_ends(1, b->midpoints[1].v[k - n]);
}

static struct range
range_of_ends(struct midpoint_ends e)
{
	return (struct range){ { e.first, 0 }, { e.last, UINT64_MAX } };
}

/* After this all IPv6 ranges are midpoints, or none of them. */
static void
join_midpoints(struct range_bag *b)
{
	size_t n = count_midpoints(b);

	if (b->ipv6.n == 0)
		return;
	for (size_t k = 0; k < n; k++)
		add_ipv6(b, range_of_ends(ends_at(b, k)));
	b->midpoints[0].n = b->midpoints[1].n = 0;
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
	if (midpoint_exists(first, last))
		add_midpoint(b, midpoint_half(first), midpoint_of(first,
		    last));
	else
		add_ipv6(b, (struct range){ first, last });
}

void
range_bag_append(struct range_bag *b, const struct range_bag *other)
{
	for (size_t i = 0; i < other->ipv4.n; i++)
		range_bag_add(b, IPV4, addr_from_u64(other->ipv4.first[i]),
		    addr_from_u64(other->ipv4.last[i]));
	for (unsigned half = 0; half < 2; half++)
		for (size_t i = 0; i < other->midpoints[half].n; i++)
			add_midpoint(b, half, other->midpoints[half].v[i]);
	for (size_t i = 0; i < other->ipv6.n; i++)
		range_bag_add(b, IPV6, other->ipv6.first[i],
		    other->ipv6.last[i]);
}

size_t
range_bag_count(const struct range_bag *b, enum family family)
{
	return family == IPV4 ? b->ipv4.n :
	    count_midpoints(b) + b->ipv6.n;
}

static void
sort_ipv4(struct range_bag *b)
{
	struct arena *scratch = arena_new();
	size_t n = b->ipv4.n;
	uint32_t *room = arena_array(scratch, n, sizeof *room);

	sort_u32(b->ipv4.first, room, n);
	sort_u32(b->ipv4.last, room, n);
	arena_free(scratch);
}

static void
sort_ipv6(struct range_bag *b)
{
	struct arena *scratch = arena_new();
	size_t n = b->ipv6.n;
	struct addr *room = arena_array(scratch, n, sizeof *room);

	sort_addrs(b->ipv6.first, room, n);
	sort_addrs(b->ipv6.last, room, n);
	arena_free(scratch);
}

/* What lies in another range goes. */
static void
sort_midpoints(struct range_bag *b)
{
	for (unsigned half = 0; half < 2; half++) {
		struct arena *scratch = arena_new();
		size_t n = b->midpoints[half].n;
		uint64_t *v = b->midpoints[half].v;

		sort_u64(v, arena_array(scratch, n, sizeof *v), n);
		b->midpoints[half].n = midpoint_keep_outermost(v, n);
		arena_free(scratch);
	}
}

struct range_walk
range_bag_walk(struct range_bag *b, enum family family)
{
	if (family == IPV4) {
		sort_ipv4(b);
	} else {
		join_midpoints(b);
		sort_midpoints(b);
		sort_ipv6(b);
	}
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
next_midpoint(const struct range_bag *b, size_t *at, struct range *out)
{
	size_t k = *at + 1, n = count_midpoints(b);
	struct midpoint_ends e = ends_at(b, *at);

	for (; k < n; k++) {
		struct midpoint_ends next = ends_at(b, k);

		if (next.first - 1 != e.last)
			break;
		e.last = next.last;
	}
	*out = range_of_ends(e);
	*at = k;
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
	else if (w->b->ipv6.n == 0)
		next_midpoint(w->b, &w->at, out);
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

/* The ends of all midpoints, sorted. */
struct upper_ends {
	uint64_t *first, *last;
};

static struct upper_ends
sorted_ends(const struct range_bag *b, struct arena *a)
{
	size_t n = count_midpoints(b);
	struct upper_ends ends = { arena_array(a, n, sizeof *ends.first),
		arena_array(a, n, sizeof *ends.last) };
	uint64_t *room = arena_array(a, n, sizeof *room);

	for (size_t k = 0; k < n; k++) {
		struct midpoint_ends e = ends_at(b, k);

		ends.first[k] = e.first;
		ends.last[k] = e.last;
	}
	sort_u64(ends.first, room, n);
	sort_u64(ends.last, room, n);
	return ends;
}

/* Whether the range that ends at the n-th last ends before the k-th first. */
static inline bool
has_ended(const struct range_bag *b, enum family family,
    const struct upper_ends *upper, size_t n, size_t k)
{
	if (family == IPV4)
		return b->ipv4.last[n] < b->ipv4.first[k];
	if (b->ipv6.n == 0)
		return upper->last[n] < upper->first[k];
	return addr_compare(b->ipv6.last[n], b->ipv6.first[k]) < 0;
}

uint64_t
range_bag_overlaps(struct range_bag *b, enum family family)
{
	struct arena *a = arena_new();
	size_t n = range_bag_count(b, family), ended = 0;
	struct upper_ends upper = { NULL, NULL };
	uint64_t pairs = 0;

	if (family == IPV4) {
		sort_ipv4(b);
	} else {
		join_midpoints(b);
		sort_ipv6(b);
		upper = sorted_ends(b, a);
	}
	for (size_t k = 0; k < n; k++) {
		while (has_ended(b, family, &upper, ended, k))
			ended++;
		pairs += k - ended;
	}
	arena_free(a);
	return pairs;
}
