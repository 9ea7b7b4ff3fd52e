/* SPDX-License-Identifier: MIT */
#include "net/port_set.h"

#include "base/vec.h"

#include <assert.h>

/*
 * The same algebra as range_set, on 32-bit points: points end at 2^24, so
 * that last + 1 never wraps here.
 */

static const struct port_range everything[] = { { 0, PORT_POINT_LAST } };

/* A set while it is made; ranges arrive by first point.  v has room. */
struct builder {
	struct port_range *v;
	size_t n;
};

static struct builder
builder_new(struct arena *a, size_t room)
{
	return (struct builder){
		arena_array(a, room, sizeof(struct port_range)), 0 };
}

static void
append(struct builder *b, uint32_t first, uint32_t last)
{
	struct port_range *before = b->n > 0 ? &b->v[b->n - 1] : NULL;

	if (before == NULL || first > before->last + 1)
		b->v[b->n++] = (struct port_range){ first, last };
	else if (last > before->last)
		before->last = last;
}

static struct port_set
finish(const struct builder *b)
{
	return (struct port_set){ b->n, b->v };
}

static struct port_set
of_range(struct arena *a, uint32_t first, uint32_t last)
{
	struct builder b = builder_new(a, 1);

	assert(first <= last && last <= PORT_POINT_LAST);
	append(&b, first, last);
	return finish(&b);
}

uint32_t
port_point(unsigned protocol, unsigned port)
{
	assert(protocol <= 255 && port <= 65535);
	return (uint32_t)protocol << 16 | port;
}

struct port_set
port_set_empty(void)
{
	return (struct port_set){ 0, NULL };
}

struct port_set
port_set_everything(void)
{
	return (struct port_set){ 1, everything };
}

struct port_set
port_set_of_protocol(struct arena *a, unsigned protocol)
{
	return of_range(a, port_point(protocol, 0),
	    port_point(protocol, 65535));
}

struct port_set
port_set_of_ports(struct arena *a, unsigned protocol, unsigned first,
    unsigned last)
{
	assert(protocol == PROTOCOL_TCP || protocol == PROTOCOL_UDP);
	return of_range(a, port_point(protocol, first),
	    port_point(protocol, last));
}

struct port_set
port_set_of_icmp(struct arena *a, unsigned protocol, int type, int code)
{
	unsigned first, last;

	assert(protocol == PROTOCOL_ICMP || protocol == PROTOCOL_ICMPV6);
	assert(type <= 255 && code <= 255);
	if (type < 0)
		return port_set_of_protocol(a, protocol);
	first = (unsigned)type << 8 | (code < 0 ? 0 : (unsigned)code);
	last = (unsigned)type << 8 | (code < 0 ? 255 : (unsigned)code);
	return of_range(a, port_point(protocol, first),
	    port_point(protocol, last));
}

static int
compare_ranges(const void *x, const void *y)
{
	const struct port_range *a = x, *b = y;

	if (a->first != b->first)
		return a->first < b->first ? -1 : 1;
	return (a->last > b->last) - (a->last < b->last);
}

struct port_set
port_set_of_ranges(struct arena *a, struct port_range *v, size_t n)
{
	struct builder b;

	if (n == 0)
		return port_set_empty();
	b = builder_new(a, n);
	vec_sort_items(v, n, sizeof *v, compare_ranges);
	for (size_t i = 0; i < n; i++)
		append(&b, v[i].first, v[i].last);
	return finish(&b);
}

struct port_set
port_set_copy(struct arena *a, struct port_set x)
{
	struct port_range *v = arena_array(a, x.n, sizeof *v);

	for (size_t i = 0; i < x.n; i++)
		v[i] = x.v[i];
	return (struct port_set){ x.n, v };
}

struct port_set
port_set_union(struct arena *a, struct port_set x, struct port_set y)
{
	struct builder b = builder_new(a, x.n + y.n);
	size_t i = 0, j = 0;

	while (i < x.n || j < y.n) {
		bool from_x = j == y.n ||
		    (i < x.n && x.v[i].first <= y.v[j].first);
		struct port_range r = from_x ? x.v[i++] : y.v[j++];

		append(&b, r.first, r.last);
	}
	return finish(&b);
}

struct port_set
port_set_intersect(struct arena *a, struct port_set x, struct port_set y)
{
	struct builder b = builder_new(a, x.n + y.n);
	size_t i = 0, j = 0;

	while (i < x.n && j < y.n) {
		uint32_t first = x.v[i].first > y.v[j].first ? x.v[i].first :
		    y.v[j].first;
		uint32_t last = x.v[i].last < y.v[j].last ? x.v[i].last :
		    y.v[j].last;

		if (first <= last)
			append(&b, first, last);
		if (x.v[i].last < y.v[j].last)
			i++;
		else
			j++;
	}
	return finish(&b);
}

/* Append what of r lies outside the ranges of y from *j on. */
static void
append_without(struct builder *b, struct port_range r, struct port_set y,
    size_t *j)
{
	while (*j < y.n && y.v[*j].last < r.first)
		(*j)++;
	for (; *j < y.n && y.v[*j].first <= r.last; (*j)++) {
		struct port_range hole = y.v[*j];

		if (r.first < hole.first)
			append(b, r.first, hole.first - 1);
		if (hole.last >= r.last)
			return;		/* it may reach into the next range */
		r.first = hole.last + 1;
	}
	append(b, r.first, r.last);
}

struct port_set
port_set_subtract(struct arena *a, struct port_set x, struct port_set y)
{
	struct builder b = builder_new(a, x.n + y.n);
	size_t j = 0;

	for (size_t i = 0; i < x.n; i++)
		append_without(&b, x.v[i], y, &j);
	return finish(&b);
}

struct port_set
port_set_complement(struct arena *a, struct port_set x)
{
	return port_set_subtract(a, port_set_everything(), x);
}

bool
port_set_is_empty(struct port_set x)
{
	return x.n == 0;
}

bool
port_set_is_everything(struct port_set x)
{
	return port_set_equal(x, port_set_everything());
}

bool
port_set_equal(struct port_set x, struct port_set y)
{
	if (x.n != y.n)
		return false;
	for (size_t i = 0; i < x.n; i++)
		if (x.v[i].first != y.v[i].first ||
		    x.v[i].last != y.v[i].last)
			return false;
	return true;
}

/* The first range from index low on that ends at point or later; or x.n. */
static size_t
find_ending_from(struct port_set x, size_t low, uint32_t point)
{
	size_t high = x.n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (x.v[middle].last < point)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool
port_set_has(struct port_set x, uint32_t point)
{
	size_t at = find_ending_from(x, 0, point);

	return at < x.n && x.v[at].first <= point;
}

bool
port_set_contains(struct port_set outer, struct port_set inner)
{
	size_t at = 0;

	if (outer.n == inner.n && outer.v == inner.v)
		return true;
	for (size_t i = 0; i < inner.n; i++) {
		at = find_ending_from(outer, at, inner.v[i].last);
		if (at == outer.n || outer.v[at].first > inner.v[i].first)
			return false;
	}
	return true;
}

bool
port_set_overlaps(struct port_set x, struct port_set y)
{
	size_t i = 0, j = 0;

	while (i < x.n && j < y.n) {
		if (x.v[i].last < y.v[j].first)
			i++;
		else if (y.v[j].last < x.v[i].first)
			j++;
		else
			return true;
	}
	return false;
}

uint32_t
port_set_count(struct port_set x)
{
	uint32_t count = 0;

	for (size_t i = 0; i < x.n; i++)
		count += x.v[i].last - x.v[i].first + 1;
	return count;
}
