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
 * found by binary search among few: some bits, as many as give each cut a slot
 * of its own, behind those which all cuts have in common choose the part of
 * the list to look at.
 *
 * A trie that allows updates would take more memory and more cache misses for
 * something that a table which is built once never needs.
 */

enum { SLOT_BITS_LEAST = 10, SLOT_BITS_MOST = 20, ROOM_LEAST = 64 };
enum { OPEN_MAX = 130 };	/* lengths 0 to 128 */

struct row {			/* of IPv6 */
	struct addr base;
	uint32_t id;
	uint8_t length;
};

struct cut {			/* of IPv4 */
	uint32_t at;
	int32_t owner;
};

/* The cuts of one family, and where to look among them. */
struct cuts {
	struct cut *ipv4;	/* one of the two */
	struct addr *ipv6;
	int32_t *owner;		/* of IPv6 */
	size_t n;
	struct range bounds;	/* the first cut but the one at zero; the last */
	unsigned shift;		/* to the bits that choose */
	size_t n_slots;		/* a power of two */
	uint32_t *slot;		/* the last cut at or before each part */
};

struct lookup {
	struct arena *a;
	struct arena *adding;	/* IPv6 rows until they are sorted */
	size_t expected;	/* prefixes still to come, roughly */
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

void
lookup_expect(struct lookup *l, size_t n)
{
	l->expected += n;
}

static size_t
room_for(struct lookup *l, size_t n)
{
	size_t room = n < ROOM_LEAST ? ROOM_LEAST : 2 * n;
	size_t expected = n + l->expected;

	l->expected = 0;
	return expected > room ? expected : room;
}

void
lookup_add(struct lookup *l, struct cidr c, uint32_t id)
{
	size_t n = c.family == IPV4 ? l->ipv4.n++ : l->ipv6.n++;

	if (c.family == IPV4) {
		if (n == l->ipv4.cap) {
			l->ipv4.cap = room_for(l, n);
			l->ipv4.v = arena_grow(l->a, l->ipv4.v,
			    n * sizeof *l->ipv4.v,
			    l->ipv4.cap * sizeof *l->ipv4.v);
		}
		l->ipv4.v[n] = (struct addr){ c.base.lo << 8 | c.length, id };
		return;
	}
	if (l->adding == NULL)
		l->adding = arena_new();
	if (n == l->ipv6.cap) {
		l->ipv6.cap = room_for(l, n);
		l->ipv6.v = arena_grow(l->adding, l->ipv6.v,
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
	struct arena *scratch = arena_new(), *more = arena_new();
	size_t n = l->ipv6.n;
	struct addr *order = arena_array(scratch, n, sizeof *order);
	struct row *sorted;

	for (size_t i = 0; i < n; i++)
		order[i] = (struct addr){ l->ipv6.v[i].base.hi, i };
	sort_addrs(order, arena_array(more, n, sizeof *order), n);
	arena_free(more);
	sorted = arena_array(l->a, n, sizeof *sorted);
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
	arena_free(l->adding);
	l->adding = NULL;
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
	    addr_from_u64(cuts->ipv4[i].at);
}

static int32_t
owner_of(const struct cuts *cuts, size_t i)
{
	return cuts->ipv6 != NULL ? cuts->owner[i] : cuts->ipv4[i].owner;
}

/* From at on the answer is owner; cuts come in order. */
static inline void
add_cut(struct cuts *cuts, struct addr at, int32_t owner)
{
	size_t n = cuts->n;

	if (n > 0 && addr_equal(cut_at(cuts, n - 1), at))
		n--;		/* a container opens or closes here as well */
	else if (n > 0 && owner_of(cuts, n - 1) == owner)
		return;
	if (cuts->ipv6 != NULL) {
		cuts->ipv6[n] = at;
		cuts->owner[n] = owner;
	} else {
		cuts->ipv4[n] = (struct cut){ (uint32_t)at.lo, owner };
	}
	cuts->n = n + 1;
}

/* The prefixes that are open where the sweep stands, the innermost last. */
struct stack {
	size_t n;
	struct {
		struct addr last;
		int32_t row;
	} open[OPEN_MAX];
};

/* Close the prefixes that end before the address limit. */
static inline void
close_before(struct cuts *cuts, struct stack *s, struct addr limit)
{
	while (s->n > 0) {
		struct addr last = s->open[s->n - 1].last;

		if (addr_compare(last, limit) >= 0)
			return;
		s->n--;
		add_cut(cuts, addr_next(last),
		    s->n > 0 ? s->open[s->n - 1].row : LOOKUP_NONE);
	}
}

static void
make_cuts(const struct lookup *l, enum family family, struct cuts *cuts)
{
	size_t n = count_rows(l, family);
	struct stack s = { .n = 0 };
	struct cidr before = { .family = 0 };

	if (family == IPV4) {
		cuts->ipv4 = arena_array(l->a, 2 * n + 1,
		    sizeof *cuts->ipv4);
	} else {
		cuts->ipv6 = arena_array(l->a, 2 * n + 1,
		    sizeof *cuts->ipv6);
		cuts->owner = arena_array(l->a, 2 * n + 1,
		    sizeof *cuts->owner);
	}
	add_cut(cuts, addr_first(family), LOOKUP_NONE);
	for (size_t i = 0; i < n; i++) {
		struct cidr c = lookup_cidr(l, family, (int32_t)i);

		if (i > 0 && c.length == before.length &&
		    addr_equal(c.base, before.base))
			continue;
		before = c;
		close_before(cuts, &s, c.base);
		add_cut(cuts, c.base, (int32_t)i);
		s.open[s.n].last = cidr_last(c);
		s.open[s.n++].row = (int32_t)i;
	}
	close_before(cuts, &s, addr_last(family));
}

/* The number of the part that a, between the bounds, lies in. */
static size_t
part_of(const struct cuts *cuts, struct addr a)
{
	return (size_t)addr_shift_right(a, cuts->shift).lo & (cuts->n_slots - 1);
}

static void
make_slots(const struct lookup *l, enum family family, struct cuts *cuts)
{
	struct addr differ;
	unsigned used;		/* low bits in which the cuts differ */
	unsigned bits = SLOT_BITS_LEAST;
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
	while (bits < SLOT_BITS_MOST && (size_t)1 << bits < cuts->n)
		bits++;
	cuts->n_slots = (size_t)1 << bits;
	cuts->shift = used > bits ? used - bits : 0;
	cuts->slot = arena_array(l->a, cuts->n_slots + 1, sizeof *cuts->slot);
	for (size_t i = 1; i < cuts->n; i++) {
		/* Parts that begin before this cut see the one before it. */
		for (; part <= part_of(cuts, cut_at(cuts, i)); part++)
			cuts->slot[part] = (uint32_t)(i - 1);
	}
	for (; part <= cuts->n_slots; part++)
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
search_ipv4(const struct cut *v, size_t low, size_t high, uint32_t a)
{
	while (low < high) {
		size_t middle = high - (high - low) / 2;

		if (v[middle].at <= a)
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

/* The cuts among which the one of an address is: low to high. */
struct stretch {
	size_t low, high;
};

/* Of the addresses beyond all slots the cut is known. */
static inline bool
is_between(const struct cuts *cuts, struct addr a)
{
	return cuts->n > 1 && addr_compare(a, cuts->bounds.first) >= 0 &&
	    addr_compare(a, cuts->bounds.last) < 0;
}

static inline struct stretch
stretch_of(const struct cuts *cuts, struct addr a)
{
	size_t part;

	if (!is_between(cuts, a)) {
		size_t end = cuts->n == 1 || addr_compare(a,
		    cuts->bounds.first) < 0 ? 0 : cuts->n - 1;

		return (struct stretch){ end, end };
	}
	part = part_of(cuts, a);
	return (struct stretch){ cuts->slot[part], cuts->slot[part + 1] };
}

static inline int32_t
find_in(const struct cuts *cuts, struct stretch s, struct addr a)
{
	if (cuts->ipv4 != NULL)
		return cuts->ipv4[search_ipv4(cuts->ipv4, s.low, s.high,
		    (uint32_t)a.lo)].owner;
	return cuts->owner[search_ipv6(cuts->ipv6, s.low, s.high, a)];
}

int32_t
lookup_find(const struct lookup *l, enum family family, struct addr a)
{
	const struct cuts *cuts = family == IPV4 ? &l->cuts4 : &l->cuts6;

	return find_in(cuts, stretch_of(cuts, a), a);
}

enum { TOGETHER = 64 };		/* addresses that wait for memory together */

/*
 * What the next step will touch is asked for in a step of its own.  (These
 * loops are not functions, as a compiler may take a function that does
 * nothing but ask for memory for one that does nothing.)
 */
static void
find_together(const struct lookup *l, const struct cuts *cuts,
    const struct addr *a, size_t n, int32_t *row)
{
	struct stretch s[TOGETHER];

	for (size_t i = 0; i < n; i++)
		if (is_between(cuts, a[i]))
			__builtin_prefetch(&cuts->slot[part_of(cuts, a[i])]);
	for (size_t i = 0; i < n; i++) {
		s[i] = stretch_of(cuts, a[i]);
		if (cuts->ipv4 != NULL) {
			__builtin_prefetch(&cuts->ipv4[s[i].low]);
			__builtin_prefetch(&cuts->ipv4[s[i].high]);
		} else {
			__builtin_prefetch(&cuts->ipv6[s[i].high]);
			__builtin_prefetch(&cuts->owner[s[i].high]);
		}
	}
	for (size_t i = 0; i < n; i++) {
		row[i] = find_in(cuts, s[i], a[i]);
		if (row[i] == LOOKUP_NONE)
			continue;
		if (cuts->ipv4 != NULL)
			__builtin_prefetch(&l->ipv4.v[row[i]]);
		else
			__builtin_prefetch(&l->ipv6.v[row[i]]);
	}
}

void
lookup_find_many(const struct lookup *l, enum family family,
    const struct addr *a, size_t n, int32_t *row)
{
	const struct cuts *cuts = family == IPV4 ? &l->cuts4 : &l->cuts6;

	for (size_t i = 0; i < n; i += TOGETHER)
		find_together(l, cuts, a + i, n - i < TOGETHER ? n - i :
		    TOGETHER, row + i);
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
