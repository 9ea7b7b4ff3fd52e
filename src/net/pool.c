/* SPDX-License-Identifier: MIT */
#include "net/pool.h"

#include "base/vec.h"

enum { LENGTHS = 129 };

/* The bases of the free prefixes of one length, as a binary heap. */
struct heap {
	VEC(struct addr) bases;
};

struct pool {
	struct arena *a;
	enum family family;
	enum fit fit;
	unsigned align;
	struct heap heap[LENGTHS];
};

struct pool *
pool_new(struct arena *a, enum family family, enum fit fit, unsigned align)
{
	struct pool *p = arena_alloc(a, sizeof *p);

	p->a = a;
	p->family = family;
	p->fit = fit;
	p->align = align;
	return p;
}

/* Whether a goes out of its heap before b. */
static bool
is_before(const struct pool *p, struct addr a, struct addr b)
{
	int order = addr_compare(a, b);

	return p->fit == FIT_LAST ? order > 0 : order < 0;
}

static void
heap_swap(struct heap *h, size_t i, size_t k)
{
	struct addr a = h->bases.v[i];

	h->bases.v[i] = h->bases.v[k];
	h->bases.v[k] = a;
}

static void
heap_push(struct pool *p, struct heap *h, struct addr base)
{
	size_t i = h->bases.n;

	vec_push(p->a, &h->bases, base);
	while (i > 0 && is_before(p, base, h->bases.v[(i - 1) / 2])) {
		heap_swap(h, i, (i - 1) / 2);
		i = (i - 1) / 2;
	}
}

static struct addr
heap_pop(struct pool *p, struct heap *h)
{
	struct addr top = h->bases.v[0];
	size_t n = --h->bases.n;

	h->bases.v[0] = h->bases.v[n];
	for (size_t i = 0, child; (child = 2 * i + 1) < n; i = child) {
		if (child + 1 < n && is_before(p, h->bases.v[child + 1],
		    h->bases.v[child]))
			child++;
		if (!is_before(p, h->bases.v[child], h->bases.v[i]))
			break;
		heap_swap(h, i, child);
	}
	return top;
}

static bool
is_aligned(const struct pool *p, struct addr a)
{
	return addr_equal(cidr_around(a, p->family, p->align).base, a);
}

void
pool_add(struct pool *p, struct cidr free)
{
	/*
	 * No aligned address lies behind the base of a block that is smaller
	 * than the alignment: if the base is not aligned, it is of no use.
	 */
	if (free.length > p->align && !is_aligned(p, free.base))
		return;
	heap_push(p, &p->heap[free.length], free.base);
}

/* The length of the free prefix to take from, or LENGTHS if none will do. */
static unsigned
choose_length(const struct pool *p, unsigned length)
{
	unsigned chosen = LENGTHS;

	for (unsigned i = 0; i <= length; i++) {
		if (p->heap[i].bases.n == 0)
			continue;
		if (p->fit == FIT_SPARSE)
			return i;
		if (p->fit == FIT_BEST || chosen == LENGTHS ||
		    is_before(p, p->heap[i].bases.v[0],
		    p->heap[chosen].bases.v[0]))
			chosen = i;
	}
	return chosen;
}

/* Where in the free block the one to take begins. */
static struct addr
choose_base(const struct pool *p, struct cidr block, unsigned length)
{
	struct addr middle;

	switch (p->fit) {
	case FIT_LAST:
		if (p->align < block.length)
			return block.base;
		if (p->align < length)
			length = p->align;
		return cidr_around(cidr_last(block), p->family, length).base;
	case FIT_SPARSE:
		if (block.length == length)
			return block.base;
		middle = cidr_around(cidr_last(block), p->family,
		    block.length + 1U).base;
		return is_aligned(p, middle) ? middle : block.base;
	case FIT_FIRST:
	case FIT_BEST:
		break;
	}
	return block.base;
}

bool
pool_take(struct pool *p, unsigned length, struct cidr *out)
{
	unsigned from = choose_length(p, length);
	struct cidr block;
	struct addr base;

	if (from == LENGTHS)
		return false;
	block = cidr_around(heap_pop(p, &p->heap[from]), p->family, from);
	base = choose_base(p, block, length);
	while (block.length < length) {
		struct cidr low = cidr_around(block.base, p->family,
		    block.length + 1U);
		struct cidr high = cidr_around(cidr_last(block), p->family,
		    block.length + 1U);
		bool in_low = addr_compare(base, high.base) < 0;

		pool_add(p, in_low ? high : low);
		block = in_low ? low : high;
	}
	*out = block;
	return true;
}

void
pool_clear(struct pool *p)
{
	for (unsigned i = 0; i < LENGTHS; i++)
		p->heap[i].bases.n = 0;
}
