/* SPDX-License-Identifier: MIT */
#include "net/range_set.h"

#include "base/vec.h"

#include <assert.h>

static const struct range everything_ipv4[] = {
	{ { 0, 0 }, { 0, UINT32_MAX } }
};
static const struct range everything_ipv6[] = {
	{ { 0, 0 }, { UINT64_MAX, UINT64_MAX } }
};

/*
 * A set while it is made: ranges arrive in the order of their first address
 * and are joined with the last one where they meet it.  v has room.
 */
struct builder {
	struct range *v;
	size_t n;
};

static struct builder
builder_new(struct arena *a, size_t room)
{
	return (struct builder){ arena_array(a, room, sizeof(struct range)), 0 };
}

/*
 * Whether b, which starts at or after the start of a, overlaps a or follows
 * it without a gap.  At the very last address a.last + 1 wraps to zero, but
 * then b.first <= a.last has answered already.
 */
static bool
meets(struct range a, struct range b)
{
	return addr_compare(b.first, a.last) <= 0 ||
	    addr_equal(b.first, addr_next(a.last));
}

static void
append(struct builder *b, struct range r)
{
	struct range *last = b->n > 0 ? &b->v[b->n - 1] : NULL;

	if (last == NULL || !meets(*last, r))
		b->v[b->n++] = r;
	else if (addr_compare(r.last, last->last) > 0)
		last->last = r.last;
}

static struct range_set
finish(const struct builder *b, enum family family)
{
	return (struct range_set){ family, b->n, b->v };
}

struct range_set
range_set_empty(enum family family)
{
	return (struct range_set){ .family = family };
}

struct range_set
range_set_everything(enum family family)
{
	return (struct range_set){ family, 1,
		family == IPV4 ? everything_ipv4 : everything_ipv6 };
}

struct range_set
range_set_of_cidr(struct arena *a, struct cidr c)
{
	return range_set_of_range(a, c.family, cidr_range(c));
}

struct range_set
range_set_of_range(struct arena *a, enum family family, struct range r)
{
	struct builder b = builder_new(a, 1);

	assert(addr_compare(r.first, r.last) <= 0);
	append(&b, r);
	return finish(&b, family);
}

static int
compare_ranges(const void *x, const void *y)
{
	const struct range *a = x, *b = y;
	int order = addr_compare(a->first, b->first);

	return order != 0 ? order : addr_compare(a->last, b->last);
}

struct range_set
range_set_of_ranges(struct arena *a, enum family family, struct range *v,
    size_t n)
{
	struct builder b = builder_new(a, n);

	vec_sort_items(v, n, sizeof *v, compare_ranges);
	for (size_t i = 0; i < n; i++)
		append(&b, v[i]);
	return finish(&b, family);
}

struct range_set
range_set_of_cidrs(struct arena *a, enum family family, const struct cidr *v,
    size_t n)
{
	struct range *ranges = arena_array(a, n, sizeof *ranges);
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		if (v[i].family == family)
			ranges[count++] = cidr_range(v[i]);
	return range_set_of_ranges(a, family, ranges, count);
}

/* The first range from index low on that ends at a or later; x.n if none. */
static size_t
find_ending_from(struct range_set x, size_t low, struct addr a)
{
	size_t high = x.n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (addr_compare(x.v[middle].last, a) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* One and the same list, as sets that share their ranges are. */
static bool
is_same(struct range_set x, struct range_set y)
{
	return x.n == y.n && x.v == y.v;
}

/* Whether one range of y has all of x. */
static bool
is_inside_one(struct range_set x, struct range_set y)
{
	size_t i = find_ending_from(y, 0, x.v[x.n - 1].last);

	return i < y.n && addr_compare(y.v[i].first, x.v[0].first) <= 0;
}

/* The ranges of x that can meet any of y: the rest need not be looked at. */
static struct range_set
near(struct range_set x, struct range_set y)
{
	size_t first = find_ending_from(x, 0, y.v[0].first);
	size_t end = find_ending_from(x, first, y.v[y.n - 1].last);

	if (end < x.n &&
	    addr_compare(x.v[end].first, y.v[y.n - 1].last) <= 0)
		end++;
	x.v += first;
	x.n = end - first;
	return x;
}

struct range_set
range_set_union(struct arena *a, struct range_set x, struct range_set y)
{
	struct builder b;
	size_t i = 0, j = 0;

	assert(x.family == y.family);
	if (x.n == 0 || is_same(x, y))
		return y;
	if (y.n == 0)
		return x;
	b = builder_new(a, x.n + y.n);
	while (i < x.n || j < y.n) {
		bool from_x = j == y.n || (i < x.n &&
		    addr_compare(x.v[i].first, y.v[j].first) <= 0);

		append(&b, from_x ? x.v[i++] : y.v[j++]);
	}
	return finish(&b, x.family);
}

static struct addr
greater(struct addr a, struct addr b)
{
	return addr_compare(a, b) >= 0 ? a : b;
}

static struct addr
lesser(struct addr a, struct addr b)
{
	return addr_compare(a, b) <= 0 ? a : b;
}

struct range_set
range_set_copy(struct arena *a, struct range_set x)
{
	struct range *v = arena_array(a, x.n, sizeof *v);

	for (size_t i = 0; i < x.n; i++)
		v[i] = x.v[i];
	x.v = v;
	return x;
}

struct range_set
range_set_intersect(struct arena *a, struct range_set x, struct range_set y)
{
	struct builder b;
	size_t i = 0, j = 0;

	assert(x.family == y.family);
	if (x.n == 0 || y.n == 0)
		return range_set_empty(x.family);
	if (is_same(x, y) || is_inside_one(x, y))
		return x;
	if (is_inside_one(y, x))
		return y;
	x = near(x, y);
	if (x.n == 0)
		return range_set_empty(x.family);
	y = near(y, x);
	b = builder_new(a, x.n + y.n);
	while (i < x.n && j < y.n) {
		struct range r = {
			greater(x.v[i].first, y.v[j].first),
			lesser(x.v[i].last, y.v[j].last)
		};

		if (addr_compare(r.first, r.last) <= 0)
			append(&b, r);
		if (addr_compare(x.v[i].last, y.v[j].last) < 0)
			i++;
		else
			j++;
	}
	return finish(&b, x.family);
}

/* Append what of r lies outside the ranges of y from *j on. */
static void
append_without(struct builder *b, struct range r, struct range_set y,
    size_t *j)
{
	while (*j < y.n && addr_compare(y.v[*j].last, r.first) < 0)
		(*j)++;
	for (; *j < y.n && addr_compare(y.v[*j].first, r.last) <= 0; (*j)++) {
		struct range hole = y.v[*j];

		if (addr_compare(r.first, hole.first) < 0)
			append(b, (struct range){ r.first,
			    addr_previous(hole.first) });
		if (addr_compare(hole.last, r.last) >= 0)
			return;		/* it may reach into the next range */
		r.first = addr_next(hole.last);
	}
	append(b, r);
}

struct range_set
range_set_subtract(struct arena *a, struct range_set x, struct range_set y)
{
	struct builder b;
	size_t j = 0;

	assert(x.family == y.family);
	if (x.n == 0 || y.n == 0)
		return x;
	if (is_same(x, y) || is_inside_one(x, y))
		return range_set_empty(x.family);
	y = near(y, x);
	if (y.n == 0)
		return x;
	b = builder_new(a, x.n + y.n);
	for (size_t i = 0; i < x.n; i++)
		append_without(&b, x.v[i], y, &j);
	return finish(&b, x.family);
}

struct range_set
range_set_complement(struct arena *a, struct range_set x)
{
	return range_set_subtract(a, range_set_everything(x.family), x);
}

bool
range_set_is_empty(struct range_set x)
{
	return x.n == 0;
}

bool
range_set_is_everything(struct range_set x)
{
	return range_set_equal(x, range_set_everything(x.family));
}

bool
range_set_equal(struct range_set x, struct range_set y)
{
	if (x.family != y.family || x.n != y.n)
		return false;
	for (size_t i = 0; i < x.n; i++)
		if (!addr_equal(x.v[i].first, y.v[i].first) ||
		    !addr_equal(x.v[i].last, y.v[i].last))
			return false;
	return true;
}

bool
range_set_has(struct range_set x, struct addr a)
{
	return range_set_contains_range(x, (struct range){ a, a });
}

bool
range_set_contains(struct range_set outer, struct range_set inner)
{
	size_t at = 0;

	assert(outer.family == inner.family);
	if (is_same(outer, inner))
		return true;
	for (size_t i = 0; i < inner.n; i++) {
		at = find_ending_from(outer, at, inner.v[i].last);
		if (at == outer.n || addr_compare(outer.v[at].first,
		    inner.v[i].first) > 0)
			return false;
	}
	return true;
}

bool
range_set_contains_range(struct range_set x, struct range r)
{
	size_t at = find_ending_from(x, 0, r.last);

	return at < x.n && addr_compare(x.v[at].first, r.first) <= 0;
}

bool
range_set_overlaps(struct range_set x, struct range_set y)
{
	size_t i = 0, j = 0;

	assert(x.family == y.family);
	while (i < x.n && j < y.n) {
		if (addr_compare(x.v[i].last, y.v[j].first) < 0)
			i++;
		else if (addr_compare(y.v[j].last, x.v[i].first) < 0)
			j++;
		else
			return true;
	}
	return false;
}

struct addr
range_set_count(struct range_set x, bool *overflow)
{
	struct addr count = { 0, 0 };

	for (size_t i = 0; i < x.n; i++)
		count = addr_next(addr_add(count,
		    addr_subtract(x.v[i].last, x.v[i].first)));
	/* Only all of IPv6 wraps, and to exactly zero. */
	if (overflow != NULL)
		*overflow = x.n > 0 && addr_equal(count, addr_first(IPV6));
	return count;
}

struct cidr *
range_set_to_cidrs(struct arena *a, struct range_set x, size_t *n)
{
	VEC(struct cidr) prefixes = { 0 };

	for (size_t i = 0; i < x.n; i++) {
		struct range r = x.v[i];
		struct cidr c = cidr_largest_at(r.first, r.last, x.family);

		vec_push(a, &prefixes, c);
		while (!addr_equal(cidr_last(c), r.last)) {
			c = cidr_largest_at(addr_next(cidr_last(c)), r.last,
			    x.family);
			vec_push(a, &prefixes, c);
		}
	}
	*n = prefixes.n;
	return prefixes.v;
}

bool
range_set_next_free(struct range_set used, struct cidr within,
    unsigned length, struct cidr *out)
{
	struct addr last = cidr_last(within);
	struct cidr c;

	assert(within.family == used.family);
	if (length < within.length || length > family_bits(within.family))
		return false;
	c = cidr_around(within.base, within.family, length);
	for (size_t i = find_ending_from(used, 0, c.base); i < used.n; i++) {
		struct cidr met;

		if (addr_compare(used.v[i].first, cidr_last(c)) > 0)
			break;
		/* The block in which this range ends is the last it spoils. */
		met = cidr_around(used.v[i].last, within.family, length);
		if (addr_compare(cidr_last(met), last) >= 0)
			return false;
		c.base = addr_next(cidr_last(met));
	}
	*out = c;
	return true;
}
