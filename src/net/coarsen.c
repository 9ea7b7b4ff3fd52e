/* SPDX-License-Identifier: MIT */
#include "net/coarsen.h"

#include "base/vec.h"

/*
 * The prefixes of a set, in order, are the leaves of a binary tree: the
 * smallest block around two neighbours is the inner node between them.  Its
 * length says how near they are.  Two neighbours may be replaced by the block
 * around them if it holds nobody else, that is if each is nearer to the other
 * than to anyone else; of those the cheapest pair, which wastes the fewest
 * addresses, goes first.  The new prefix stands as near to its neighbours as
 * the old ones did, so the tree is never built: a list of the prefixes and of
 * the lengths between them is enough, with a heap of the pairs.
 *
 * Cheapest first is not always best in the end, but near it, and it takes
 * n log n, where the best takes the number of entries times as long.
 */

enum { NOBODY = -1 };

struct entry {
	struct cidr c;
	bool gone;
	size_t before, after;	/* neighbours; NONE at the ends */
	int near;		/* length of the block around it and after */
};

#define NONE SIZE_MAX

struct pair {
	struct addr waste;
	size_t first;		/* with the entry after it */
	struct cidr around;
};

struct work {
	struct arena *a;
	struct entry *v;
	VEC(struct pair) heap;
};

static bool
is_cheaper(struct pair a, struct pair b)
{
	int order = addr_compare(a.waste, b.waste);

	return order != 0 ? order < 0 : a.first < b.first;
}

static void
swap_pairs(struct work *w, size_t i, size_t k)
{
	struct pair p = w->heap.v[i];

	w->heap.v[i] = w->heap.v[k];
	w->heap.v[k] = p;
}

static void
push_pair(struct work *w, struct pair p)
{
	size_t i = w->heap.n;

	vec_push(w->a, &w->heap, p);
	while (i > 0 && is_cheaper(p, w->heap.v[(i - 1) / 2])) {
		swap_pairs(w, i, (i - 1) / 2);
		i = (i - 1) / 2;
	}
}

static struct pair
pop_pair(struct work *w)
{
	struct pair top = w->heap.v[0];
	size_t n = --w->heap.n;

	w->heap.v[0] = w->heap.v[n];
	for (size_t i = 0, child; (child = 2 * i + 1) < n; i = child) {
		if (child + 1 < n &&
		    is_cheaper(w->heap.v[child + 1], w->heap.v[child]))
			child++;
		if (!is_cheaper(w->heap.v[child], w->heap.v[i]))
			break;
		swap_pairs(w, i, child);
	}
	return top;
}

/* The number of addresses; of all of IPv6 zero, which is right modulo 2^128. */
static struct addr
size_of(struct cidr c)
{
	return addr_next(addr_subtract(cidr_last(c), c.base));
}

/* The length of the smallest block around two prefixes. */
static unsigned
shared_length(struct cidr a, struct cidr b)
{
	unsigned length = a.length < b.length ? a.length : b.length;

	while (!cidr_contains(cidr_around(a.base, a.family, length), b))
		length--;
	return length;
}

/* Offer the pair of i and the entry after it, if nobody is nearer. */
static void
offer_pair(struct work *w, size_t i)
{
	struct entry *e, *after;
	struct pair p = { .first = i };

	if (i == NONE || w->v[i].after == NONE)
		return;
	e = &w->v[i];
	after = &w->v[e->after];
	if (after->near > e->near || (e->before != NONE &&
	    w->v[e->before].near > e->near))
		return;
	p.around = cidr_around(e->c.base, e->c.family, (unsigned)e->near);
	p.waste = addr_subtract(size_of(p.around),
	    addr_add(size_of(e->c), size_of(after->c)));
	push_pair(w, p);
}

/* Replace the pair's first entry by the block around both. */
static void
join_pair(struct work *w, struct pair p)
{
	struct entry *e = &w->v[p.first], *after = &w->v[e->after];

	e->c = p.around;
	e->near = after->near;
	e->after = after->after;
	after->gone = true;
	if (e->after != NONE)
		w->v[e->after].before = p.first;
	offer_pair(w, e->before);
	offer_pair(w, p.first);
}

static void
make_entries(struct work *w, const struct cidr *v, size_t n)
{
	w->v = arena_array(w->a, n, sizeof *w->v);
	for (size_t i = 0; i < n; i++)
		w->v[i] = (struct entry){
			.c = v[i],
			.before = i > 0 ? i - 1 : NONE,
			.after = i + 1 < n ? i + 1 : NONE,
			.near = i + 1 < n ? (int)shared_length(v[i],
			    v[i + 1]) : NOBODY
		};
	for (size_t i = 0; i < n; i++)
		offer_pair(w, i);
}

struct coarsening
coarsen(struct arena *a, struct range_set x, size_t max_entries,
    struct addr max_waste)
{
	struct coarsening result = { .waste = { 0, 0 } };
	struct work w = { .a = arena_new() };
	size_t n = 0, left;
	const struct cidr *v = range_set_to_cidrs(w.a, x, &n);

	make_entries(&w, v, n);
	for (left = n; w.heap.n > 0; left--) {
		struct pair p = pop_pair(&w);
		struct addr budget = addr_subtract(max_waste, result.waste);

		/* What costs nothing is done even within the limit. */
		if (addr_compare(p.waste, budget) > 0 || (left <= max_entries
		    && !addr_equal(p.waste, addr_first(IPV6))))
			break;
		result.waste = addr_add(result.waste, p.waste);
		join_pair(&w, p);
	}
	result.v = arena_array(a, left, sizeof *result.v);
	for (size_t i = 0; i < n; i++)
		if (!w.v[i].gone)
			result.v[result.n++] = w.v[i].c;
	arena_free(w.a);
	return result;
}
