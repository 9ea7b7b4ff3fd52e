/* SPDX-License-Identifier: MIT */
#include "net/lookup.h"

#include "net/sort.h"

#include <stdlib.h>

/*
 * Sorted by base, containers first, the prefixes are swept once with a stack
 * of those still open (they nest, so the stack is at most 129 deep).  The
 * sweep cuts the space where the answer changes:
 *
 *	10.0.0.0/8     [================================]
 *	10.1.0.0/16          [=====]
 *	cuts           |     |     |                    |
 *	owner       -  10/8  10.1  10/8                 -
 *
 * There are at most twice as many cuts as prefixes.  The cut of an address is
 * found by binary search among few: the 16 bits that follow those which all
 * cuts have in common choose the part of the list to look at.
 *
 * A trie that allows updates would take more memory and more cache misses for
 * something that a table which is built once never needs.
 */

enum { SLOT_BITS = 16, SLOTS = 1 << SLOT_BITS, ROOM_LEAST = 64 };
enum { OPEN_MAX = 130 };	/* lengths 0 to 128 */

struct row {			/* of IPv6 */
	struct addr base;
	uint32_t id;
	uint8_t length;
};

/* The cuts of one family, and where to look among them. */
struct cuts {
	uint32_t *ipv4;		/* where they are: one of the two */
	struct addr *ipv6;
	int32_t *owner;
	size_t n;
	struct range bounds;	/* the first cut but the one at zero; the last */
	unsigned shift;		/* to the SLOT_BITS that choose */
	uint32_t *slot;		/* the last cut at or before each part */
};

struct lookup {
	struct arena *a;
	struct {
		struct addr *v;	/* base << 8 | length, id: sorts as a number */
		size_t n, cap;
	} ipv4;
	struct {
		struct row *v;
		size_t n, cap;
	} ipv6;
	struct cuts cuts4, cuts6;
};

struct lookup *
lookup_new(struct arena *a)
{
	struct lookup *l = arena_alloc(a, sizeof *l);

	l->a = a;
	return l;
}

static size_t
room_for(size_t n)
{
	return n < ROOM_LEAST ? ROOM_LEAST : 2 * n;
}

void
lookup_add(struct lookup *l, struct cidr c, uint32_t id)
{
	size_t n = c.family == IPV4 ? l->ipv4.n++ : l->ipv6.n++;

	if (c.family == IPV4) {
		if (n == l->ipv4.cap) {
			l->ipv4.cap = room_for(n);
			l->ipv4.v = arena_grow(l->a, l->ipv4.v,
			    n * sizeof *l->ipv4.v,
			    l->ipv4.cap * sizeof *l->ipv4.v);
		}
		l->ipv4.v[n] = (struct addr){ c.base.lo << 8 | c.length, id };
		return;
	}
	if (n == l->ipv6.cap) {
		l->ipv6.cap = room_for(n);
		l->ipv6.v = arena_grow(l->a, l->ipv6.v,
		    n * sizeof *l->ipv6.v, l->ipv6.cap * sizeof *l->ipv6.v);
	}
	l->ipv6.v[n] = (struct row){ c.base, id, c.length };
}

static size_t
count_rows(const struct lookup *l, enum family family)
{
	return family == IPV4 ? l->ipv4.n : l->ipv6.n;
}

struct cidr
lookup_cidr(const struct lookup *l, enum family family, int32_t row)
{
	size_t i = (size_t)row;
	struct addr key;

	if (family == IPV6)
		return (struct cidr){ l->ipv6.v[i].base, IPV6,
			l->ipv6.v[i].length };
	key = l->ipv4.v[i];
	return (struct cidr){ addr_from_u64(key.hi >> 8), IPV4,
		(uint8_t)(key.hi & 0xff) };
}

uint32_t
lookup_id(const struct lookup *l, enum family family, int32_t row)
{
	return family == IPV4 ? (uint32_t)l->ipv4.v[row].lo :
	    l->ipv6.v[row].id;
}

static int
compare_rows(const void *x, const void *y)
{
	const struct row *a = x, *b = y;
	int order = addr_compare(a->base, b->base);

	if (order != 0)
		return order;
	if (a->length != b->length)
		return a->length < b->length ? -1 : 1;
	return (a->id > b->id) - (a->id < b->id);
}

/*
 * By the upper half of the base first, which tells most apart; the few rows
 * that agree in it are sorted by everything.
 */
static void
sort_ipv6(struct lookup *l)
{
	struct arena *scratch = arena_new();
	size_t n = l->ipv6.n;
	struct addr *order = arena_array(scratch, n, sizeof *order);
	struct addr *room = arena_array(scratch, n, sizeof *room);
	struct row *sorted = arena_array(l->a, n, sizeof *sorted);

	for (size_t i = 0; i < n; i++)
		order[i] = (struct addr){ l->ipv6.v[i].base.hi, i };
	sort_addrs(order, room, n);
	for (size_t i = 0; i < n; i++)
		sorted[i] = l->ipv6.v[order[i].lo];
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && order[end].hi == order[i].hi;)
			end++;
		if (end - i > 1)
			qsort(sorted + i, end - i, sizeof *sorted,
			    compare_rows);
	}
	l->ipv6.v = sorted;
	arena_free(scratch);
}

static void
sort_ipv4(struct lookup *l)
{
	struct arena *scratch = arena_new();

	sort_addrs(l->ipv4.v, arena_array(scratch, l->ipv4.n,
	    sizeof *l->ipv4.v), l->ipv4.n);
	arena_free(scratch);
}

static struct addr
cut_at(const struct cuts *cuts, size_t i)
{
	return cuts->ipv6 != NULL ? cuts->ipv6[i] :
	    addr_from_u64(cuts->ipv4[i]);
}

/* From at on the answer is owner; cuts come in order. */
static void
add_cut(struct cuts *cuts, struct addr at, int32_t owner)
{
	size_t n = cuts->n;

	if (n > 0 && addr_equal(cut_at(cuts, n - 1), at))
		n--;		/* a container opens or closes here as well */
	else if (n > 0 && cuts->owner[n - 1] == owner)
		return;
	if (cuts->ipv6 != NULL)
		cuts->ipv6[n] = at;
	else
		cuts->ipv4[n] = (uint32_t)at.lo;
	cuts->owner[n] = owner;
	cuts->n = n + 1;
}

/* Close the prefixes that end before the address limit. */
static void
close_before(const struct lookup *l, enum family family, struct cuts *cuts,
    int32_t *open, size_t *n_open, struct addr limit)
{
	while (*n_open > 0) {
		struct addr last = cidr_last(lookup_cidr(l, family,
		    open[*n_open - 1]));

		if (addr_compare(last, limit) >= 0)
			return;
		(*n_open)--;
		add_cut(cuts, addr_next(last),
		    *n_open > 0 ? open[*n_open - 1] : LOOKUP_NONE);
	}
}

static void
make_cuts(const struct lookup *l, enum family family, struct cuts *cuts)
{
	size_t n = count_rows(l, family), n_open = 0;
	int32_t open[OPEN_MAX];

	cuts->owner = arena_array(l->a, 2 * n + 1, sizeof *cuts->owner);
	if (family == IPV4)
		cuts->ipv4 = arena_array(l->a, 2 * n + 1,
		    sizeof *cuts->ipv4);
	else
		cuts->ipv6 = arena_array(l->a, 2 * n + 1,
		    sizeof *cuts->ipv6);
	add_cut(cuts, addr_first(family), LOOKUP_NONE);
	for (size_t i = 0; i < n; i++) {
		struct cidr c = lookup_cidr(l, family, (int32_t)i);

		close_before(l, family, cuts, open, &n_open, c.base);
		if (n_open > 0 && cidr_equal(c, lookup_cidr(l, family,
		    open[n_open - 1])))
			continue;
		add_cut(cuts, c.base, (int32_t)i);
		open[n_open++] = (int32_t)i;
	}
	close_before(l, family, cuts, open, &n_open, addr_last(family));
}

/* The number of the part that a, between the bounds, lies in. */
static size_t
part_of(const struct cuts *cuts, struct addr a)
{
	return (size_t)addr_shift_right(a, cuts->shift).lo & (SLOTS - 1);
}

static void
make_slots(const struct lookup *l, enum family family, struct cuts *cuts)
{
	struct addr differ;
	unsigned used;		/* low bits in which the cuts differ */
	size_t part = 0;

	if (cuts->n == 1)
		return;
	cuts->bounds = (struct range){ cut_at(cuts, 1),
		cut_at(cuts, cuts->n - 1) };
	differ = (struct addr){ cuts->bounds.first.hi ^ cuts->bounds.last.hi,
		cuts->bounds.first.lo ^ cuts->bounds.last.lo };
	for (used = 0; used < family_bits(family) &&
	    !addr_equal(addr_shift_right(differ, used), addr_first(IPV6));)
		used++;
	cuts->shift = used > SLOT_BITS ? used - SLOT_BITS : 0;
	cuts->slot = arena_array(l->a, SLOTS + 1, sizeof *cuts->slot);
	for (size_t i = 1; i < cuts->n; i++) {
		/* Parts that begin before this cut see the one before it. */
		for (; part <= part_of(cuts, cut_at(cuts, i)); part++)
			cuts->slot[part] = (uint32_t)(i - 1);
	}
	for (; part <= SLOTS; part++)
		cuts->slot[part] = (uint32_t)(cuts->n - 1);
}

void
lookup_build(struct lookup *l)
{
	sort_ipv4(l);
	sort_ipv6(l);
	make_cuts(l, IPV4, &l->cuts4);
	make_cuts(l, IPV6, &l->cuts6);
	make_slots(l, IPV4, &l->cuts4);
	make_slots(l, IPV6, &l->cuts6);
}

/* The last of the cuts low to high that is at or before a. */

static size_t
search_ipv4(const uint32_t *v, size_t low, size_t high, uint32_t a)
{
	while (low < high) {
		size_t middle = high - (high - low) / 2;

		if (v[middle] <= a)
			low = middle;
		else
			high = middle - 1;
	}
	return low;
}

static size_t
search_ipv6(const struct addr *v, size_t low, size_t high, struct addr a)
{
	while (low < high) {
		size_t middle = high - (high - low) / 2;

		if (addr_compare(v[middle], a) <= 0)
			low = middle;
		else
			high = middle - 1;
	}
	return low;
}

int32_t
lookup_find(const struct lookup *l, enum family family, struct addr a)
{
	const struct cuts *cuts = family == IPV4 ? &l->cuts4 : &l->cuts6;
	size_t part, low, high;

	if (cuts->n == 1 || addr_compare(a, cuts->bounds.first) < 0)
		return cuts->owner[0];
	if (addr_compare(a, cuts->bounds.last) >= 0)
		return cuts->owner[cuts->n - 1];
	part = part_of(cuts, a);
	low = cuts->slot[part];
	high = cuts->slot[part + 1];
	if (family == IPV4)
		low = search_ipv4(cuts->ipv4, low, high, (uint32_t)a.lo);
	else
		low = search_ipv6(cuts->ipv6, low, high, a);
	return cuts->owner[low];
}

/* The first row that is equal to c, or LOOKUP_NONE. */
static int32_t
find_equal(const struct lookup *l, enum family family, struct cidr c)
{
	size_t low = 0, n = count_rows(l, family), high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (cidr_compare(lookup_cidr(l, family, (int32_t)middle),
		    c) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < n && cidr_equal(lookup_cidr(l, family, (int32_t)low), c))
		return (int32_t)low;
	return LOOKUP_NONE;
}

int32_t
lookup_outer(const struct lookup *l, enum family family, int32_t row)
{
	struct cidr c = lookup_cidr(l, family, row);

	for (unsigned length = c.length; length > 0; length--) {
		int32_t outer = find_equal(l, family, cidr_around(c.base,
		    family, length - 1));

		if (outer != LOOKUP_NONE)
			return outer;
	}
	return LOOKUP_NONE;
}

int32_t
lookup_find_range(const struct lookup *l, enum family family, struct range r)
{
	int32_t row = lookup_find(l, family, r.first);

	while (row != LOOKUP_NONE && !cidr_contains_addr(
	    lookup_cidr(l, family, row), family, r.last))
		row = lookup_outer(l, family, row);
	return row;
}

size_t
lookup_equal(const struct lookup *l, enum family family, int32_t row)
{
	struct cidr c = lookup_cidr(l, family, row);
	size_t n = count_rows(l, family), end = (size_t)row;

	while (end < n && cidr_equal(lookup_cidr(l, family, (int32_t)end),
	    c))
		end++;
	return end - (size_t)row;
}
