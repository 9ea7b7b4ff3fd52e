/* SPDX-License-Identifier: MIT */
#include "net/service_set.h"

#include "base/vec.h"

#include <assert.h>
#include <string.h>

/*
 * Every operation is one sweep over the line of ports.  The bounds of both
 * operands cut the line into pieces on which both address sets are constant;
 * on each piece the operation is that of the address sets:
 *
 *	x      [------- A -------]      [--- B ---]
 *	y              [----- C ------------]
 *	pieces [-- A --|-- A,C --|- C --|B,C| B -]
 *
 * Peers of a result are always copied into its arena, never shared with an
 * operand, so that scratch arenas may go before their results.
 */

/* A set while it is made; pieces arrive in order. */
struct builder {
	struct arena *scratch;
	VEC(struct service) pieces;
};

static struct range_set
copy_peers(struct arena *a, struct range_set peers)
{
	struct range *v = arena_array(a, peers.n, sizeof *v);

	if (peers.n > 0)
		memcpy(v, peers.v, peers.n * sizeof *v);
	return (struct range_set){ peers.family, peers.n, v };
}

/* Append a piece; the peers are the caller's until set_of() copies them. */
static void
append(struct builder *b, struct port_range ports, struct range_set peers)
{
	struct service *last = b->pieces.n > 0 ?
	    &b->pieces.v[b->pieces.n - 1] : NULL;

	if (range_set_is_empty(peers))
		return;
	if (last != NULL && last->ports.last + 1 == ports.first &&
	    range_set_equal(last->peers, peers)) {
		last->ports.last = ports.last;
		return;
	}
	vec_push(b->scratch, &b->pieces, ((struct service){ ports, peers }));
}

/*
 * A piece shortly before that has the same peers; else the piece itself.  A
 * wide range that single ports lie in is cut into many pieces, every other of
 * them with the peers of the whole: these are kept once.
 */
static size_t
twin_of(const struct service *pieces, size_t i)
{
	enum { BACK = 4 };

	for (size_t k = 1; k <= BACK && k <= i; k++)
		if (range_set_equal(pieces[i].peers, pieces[i - k].peers))
			return i - k;
	return i;
}

/* The n pieces and all their peers, in two arrays without room to spare. */
static struct service_set
set_of(struct arena *a, enum family family, const struct service *pieces,
    size_t n)
{
	struct service *v;
	struct range *to;
	size_t n_peers = 0;

	if (n == 0)
		return service_set_empty(family);
	v = arena_array(a, n, sizeof *v);
	for (size_t i = 0; i < n; i++)
		if (twin_of(pieces, i) == i)
			n_peers += pieces[i].peers.n;
	to = arena_array(a, n_peers, sizeof *to);
	for (size_t i = 0; i < n; i++) {
		struct range_set peers = pieces[i].peers;
		size_t twin = twin_of(pieces, i);

		v[i].ports = pieces[i].ports;
		if (twin < i) {
			v[i].peers = v[twin].peers;
			continue;
		}
		v[i].peers = (struct range_set){ peers.family, peers.n, to };
		memcpy(to, peers.v, peers.n * sizeof *to);
		to += peers.n;
	}
	return (struct service_set){ family, n, v };
}

static struct service_set
copy(struct arena *a, struct service_set x)
{
	return set_of(a, x.family, x.v, x.n);
}

/* Where a sweep stands: the next piece begins at point. */
struct sweep {
	struct service_set x, y;
	size_t i, j;		/* first services that end at point or later */
	uint32_t point;
};

/* A stretch of ports on which both operands are constant. */
struct piece {
	struct port_range ports;
	struct range_set x, y;	/* empty: none */
};

/* The service of s from index i that stands at point, or NULL. */
static const struct service *
service_at(struct service_set s, size_t i, uint32_t point)
{
	return i < s.n && s.v[i].ports.first <= point ? &s.v[i] : NULL;
}

/* Lower *last to where the service at index i begins or ends. */
static void
stop_at(struct service_set s, size_t i, uint32_t point, uint32_t *last)
{
	uint32_t stop;

	if (i == s.n)
		return;
	stop = s.v[i].ports.first > point ? s.v[i].ports.first - 1 :
	    s.v[i].ports.last;
	if (stop < *last)
		*last = stop;
}

/* The next piece on which one operand has something; false at the end. */
static bool
next_piece(struct sweep *w, struct piece *piece)
{
	const struct service *x, *y;
	uint32_t last = PORT_POINT_LAST;

	while (w->i < w->x.n && w->x.v[w->i].ports.last < w->point)
		w->i++;
	while (w->j < w->y.n && w->y.v[w->j].ports.last < w->point)
		w->j++;
	if (w->i == w->x.n && w->j == w->y.n)
		return false;
	x = service_at(w->x, w->i, w->point);
	y = service_at(w->y, w->j, w->point);
	stop_at(w->x, w->i, w->point, &last);
	stop_at(w->y, w->j, w->point, &last);
	piece->ports = (struct port_range){ w->point, last };
	piece->x = x != NULL ? x->peers : range_set_empty(w->x.family);
	piece->y = y != NULL ? y->peers : range_set_empty(w->y.family);
	w->point = last + 1;
	return true;
}

typedef struct range_set peers_operation(struct arena *a,
    struct range_set x, struct range_set y);

static struct service_set
combine(struct arena *a, struct service_set x, struct service_set y,
    peers_operation *operation)
{
	struct arena *scratch = arena_new();
	struct builder b = { .scratch = scratch };
	struct sweep w = { .x = x, .y = y };
	struct service_set all;
	struct piece piece;

	while (next_piece(&w, &piece))
		append(&b, piece.ports,
		    operation(scratch, piece.x, piece.y));
	all = set_of(a, x.family, b.pieces.v, b.pieces.n);
	arena_free(scratch);
	return all;
}

struct service_set
service_set_empty(enum family family)
{
	return (struct service_set){ .family = family };
}

struct service_set
service_set_of(struct arena *a, struct port_set ports, struct range_set peers)
{
	struct service *v = arena_array(a, ports.n, sizeof *v);
	struct range_set copy = copy_peers(a, peers);

	if (range_set_is_empty(peers))
		return service_set_empty(peers.family);
	for (size_t i = 0; i < ports.n; i++)
		v[i] = (struct service){ ports.v[i], copy };
	return (struct service_set){ peers.family, ports.n, v };
}

struct service_set
service_set_union(struct arena *a, struct service_set x, struct service_set y)
{
	assert(x.family == y.family);
	if (x.n == 0 || y.n == 0)
		return copy(a, x.n == 0 ? y : x);
	return combine(a, x, y, range_set_union);
}

struct service_set
service_set_intersect(struct arena *a, struct service_set x,
    struct service_set y)
{
	assert(x.family == y.family);
	if (x.n == 0 || y.n == 0)
		return service_set_empty(x.family);
	return combine(a, x, y, range_set_intersect);
}

struct service_set
service_set_subtract(struct arena *a, struct service_set x,
    struct service_set y)
{
	assert(x.family == y.family);
	if (x.n == 0 || y.n == 0)
		return copy(a, x);
	return combine(a, x, y, range_set_subtract);
}

struct service_set
service_set_union_all(struct arena *a, enum family family,
    const struct service_set *v, size_t n)
{
	struct arena *scratch = arena_new();
	struct service_set *left = arena_array(scratch, n, sizeof *left);
	struct service_set all = service_set_empty(family);

	if (n > 0)
		memcpy(left, v, n * sizeof *left);
	/* Neighbours are joined in rounds, so each set is read log n times. */
	for (; n > 2; n = (n + 1) / 2) {
		for (size_t i = 0; i + 1 < n; i += 2)
			left[i / 2] = service_set_union(scratch, left[i],
			    left[i + 1]);
		if (n % 2 != 0)
			left[n / 2] = left[n - 1];
	}
	if (n > 0)
		all = service_set_union(a, left[0],
		    n == 2 ? left[1] : service_set_empty(family));
	arena_free(scratch);
	return all;
}

bool
service_set_is_empty(struct service_set x)
{
	return x.n == 0;
}

bool
service_set_equal(struct service_set x, struct service_set y)
{
	if (x.family != y.family || x.n != y.n)
		return false;
	for (size_t i = 0; i < x.n; i++)
		if (x.v[i].ports.first != y.v[i].ports.first ||
		    x.v[i].ports.last != y.v[i].ports.last ||
		    !range_set_equal(x.v[i].peers, y.v[i].peers))
			return false;
	return true;
}

bool
service_set_contains(struct service_set outer, struct service_set inner)
{
	struct sweep w = { .x = outer, .y = inner };
	struct piece piece;

	assert(outer.family == inner.family);
	while (next_piece(&w, &piece))
		if (!range_set_contains(piece.x, piece.y))
			return false;
	return true;
}

typedef bool peers_question(struct range_set x, struct range_set y);

static struct port_set
ports_where(struct arena *a, struct service_set x, struct range_set peers,
    peers_question *question)
{
	struct port_range *v = arena_array(a, x.n, sizeof *v);
	size_t n = 0;

	assert(x.family == peers.family);
	for (size_t i = 0; i < x.n; i++)
		if (question(x.v[i].peers, peers))
			v[n++] = x.v[i].ports;
	return port_set_of_ranges(a, v, n);
}

struct port_set
service_set_ports_from_all(struct arena *a, struct service_set x,
    struct range_set peers)
{
	if (range_set_is_empty(peers))
		return port_set_empty();
	return ports_where(a, x, peers, range_set_contains);
}

struct port_set
service_set_ports_from_any(struct arena *a, struct service_set x,
    struct range_set peers)
{
	return ports_where(a, x, peers, range_set_overlaps);
}

struct range_set
service_set_peers(struct service_set x, uint32_t point)
{
	size_t low = 0, high = x.n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (x.v[middle].ports.last < point)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < x.n && x.v[low].ports.first <= point)
		return x.v[low].peers;
	return range_set_empty(x.family);
}
