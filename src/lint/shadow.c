/* SPDX-License-Identifier: MIT */
#include "lint/shadow.h"

#include <stdlib.h>

/*
 * The rules are looked at from the last to the first.  Each is compared with
 * the union of those before it (which all still stand) and of those behind
 * it that were not covered themselves; so of two equal rules the later goes,
 * and what is left admits exactly what all did.
 *
 * The unions come by halving.  To judge a stretch of rules one needs what
 * the rules outside of it admit.  For its right half that is the outside and
 * the whole left half; for its left half, the outside and what was kept of
 * the right one.  The outside is cut down to what the stretch itself admits,
 * so it does not grow on the way down: each level costs about as much as all
 * rules together, and there are log2 n of them.
 *
 *	rules            1   2   3   4        judged: 4, 3, 2, 1
 *	                 +---+   +---+
 *	outside for 3-4: 1, 2
 *	outside for 1-2: kept of 3, 4
 */
struct pair {
	struct service_set v[2];
};

struct work {
	struct arena *a;
	struct shade **v;
	struct pair *whole;	/* of stretches, as a heap-shaped tree */
};

static const enum family families[] = { IPV4, IPV6 };

static struct pair
join(struct arena *a, struct pair x, struct pair y)
{
	for (size_t i = 0; i < 2; i++)
		x.v[i] = service_set_union(a, x.v[i], y.v[i]);
	return x;
}

static struct pair
cut(struct arena *a, struct pair x, struct pair y)
{
	for (size_t i = 0; i < 2; i++)
		x.v[i] = service_set_intersect(a, x.v[i], y.v[i]);
	return x;
}

static struct pair
nothing(void)
{
	struct pair p;

	for (size_t i = 0; i < 2; i++)
		p.v[i] = service_set_empty(families[i]);
	return p;
}

static struct pair
of_rule(struct arena *a, const struct shade *s)
{
	struct pair p = nothing();

	for (size_t i = 0; i < 2; i++)
		if (s->has[i])
			p.v[i] = service_set_of(a, s->ports,
			    range_set_of_range(a, families[i], s->range[i]));
	return p;
}

/* The union of each stretch, bottom up; node 1 is all of them, the halves of
 * node k are 2k and 2k + 1. */
static void
unite(struct work *w, size_t node, size_t from, size_t to)
{
	size_t middle = from + (to - from) / 2;

	if (to - from == 1) {
		w->whole[node] = of_rule(w->a, w->v[from]);
		return;
	}
	unite(w, 2 * node, from, middle);
	unite(w, 2 * node + 1, middle, to);
	w->whole[node] = join(w->a, w->whole[2 * node],
	    w->whole[2 * node + 1]);
}

/* Judge the rules from..to; returns what those of them admit that stay. */
static struct pair
judge(struct work *w, size_t node, size_t from, size_t to,
    struct pair outside)
{
	size_t middle = from + (to - from) / 2;
	struct pair left, right;

	outside = cut(w->a, outside, w->whole[node]);
	if (to - from == 1) {
		w->v[from]->covered = true;
		for (size_t i = 0; i < 2; i++)
			if (!service_set_contains(outside.v[i],
			    w->whole[node].v[i]))
				w->v[from]->covered = false;
		return w->v[from]->covered ? nothing() : w->whole[node];
	}
	right = judge(w, 2 * node + 1, middle, to,
	    join(w->a, outside, w->whole[2 * node]));
	left = judge(w, 2 * node, from, middle,
	    join(w->a, outside, right));
	return join(w->a, left, right);
}

static bool
ranges_meet(struct range x, struct range y)
{
	return addr_compare(x.first, y.last) <= 0 &&
	    addr_compare(y.first, x.last) <= 0;
}

bool
shadow_meet(const struct shade *x, const struct shade *y)
{
	bool meet = false;

	for (size_t i = 0; i < 2; i++)
		meet |= x->has[i] && y->has[i] &&
		    ranges_meet(x->range[i], y->range[i]);
	return meet && port_set_overlaps(x->ports, y->ports);
}

bool
shadow_contains(const struct shade *x, const struct shade *y)
{
	for (size_t i = 0; i < 2; i++)
		if (y->has[i] && (!x->has[i] || addr_compare(
		    x->range[i].first, y->range[i].first) > 0 ||
		    addr_compare(x->range[i].last, y->range[i].last) < 0))
			return false;
	return port_set_contains(x->ports, y->ports);
}

/* Most lists are short and overlap nowhere; that is soon seen. */
enum { SHORT = 64 };

static bool
is_plain(struct shade *const *v, size_t n)
{
	if (n > SHORT)
		return false;
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++)
			if (shadow_meet(v[i], v[j]))
				return false;
	return true;
}

static void
judge_all(struct shade **v, size_t n)
{
	struct work w = { .a = arena_new(), .v = v };

	w.whole = arena_array(w.a, 4 * n, sizeof *w.whole);
	unite(&w, 1, 0, n);
	judge(&w, 1, 0, n, nothing());
	arena_free(w.a);
}

/* ------------------------------------------------------------- clusters */

/*
 * Long lists mostly fall into many short ones that have no packet in common:
 * by addresses, those by ports, those by addresses again …
 */
enum { BY_FIRST_FAMILY, BY_SECOND_FAMILY, BY_PORTS, SPLITS, DEPTH_MAX = 8 };

struct span {
	struct range range;
	size_t at;		/* in the list */
	size_t cluster;
};

static bool
span_of(const struct shade *s, int by, struct span *out)
{
	const struct port_set *ports = &s->ports;

	if (by == BY_PORTS) {
		out->range = (struct range){ { 0 }, { 0 } };
		if (ports->n > 0) {
			out->range.first.lo = ports->v[0].first;
			out->range.last.lo = ports->v[ports->n - 1].last;
		}
		return ports->n > 0;
	}
	out->range = s->range[by];
	return s->has[by] && !s->has[1 - by];
}

static int
compare_spans(const void *x, const void *y)
{
	const struct span *a = x, *b = y;
	int order = addr_compare(a->range.first, b->range.first);

	return order != 0 ? order : (a->at > b->at) - (a->at < b->at);
}

static int
compare_clusters(const void *x, const void *y)
{
	const struct span *a = x, *b = y;

	if (a->cluster != b->cluster)
		return a->cluster < b->cluster ? -1 : 1;
	return (a->at > b->at) - (a->at < b->at);
}

/* The list by clusters, each in its order; the number of those, or 1 where
 * it cannot be told. */
static size_t
clusters_of(struct span *spans, struct shade *const *v, size_t n, int by)
{
	size_t clusters = 0;
	struct addr last = { 0 };

	for (size_t i = 0; i < n; i++) {
		if (!span_of(v[i], by, &spans[i]))
			return 1;
		spans[i].at = i;
	}
	qsort(spans, n, sizeof *spans, compare_spans);
	for (size_t i = 0; i < n; i++) {
		clusters += i == 0 || addr_compare(last,
		    spans[i].range.first) < 0;
		spans[i].cluster = clusters;
		if (i == 0 || addr_compare(last, spans[i].range.last) < 0)
			last = spans[i].range.last;
	}
	if (clusters > 1)
		qsort(spans, n, sizeof *spans, compare_clusters);
	return clusters;
}

/* Judge v[0..n), which is put into another order; failed is how many kinds of
 * splits have led to nothing since one did. */
static void
find(struct arena *a, struct shade **v, size_t n, int by, int failed,
    int depth)
{
	struct span *spans;
	struct shade **sorted;
	size_t from = 0;

	if (is_plain(v, n))
		return;
	if (failed == SPLITS || depth == DEPTH_MAX) {
		judge_all(v, n);
		return;
	}
	spans = arena_array(a, n, sizeof *spans);
	if (clusters_of(spans, v, n, by) == 1) {
		find(a, v, n, (by + 1) % SPLITS, failed + 1, depth);
		return;
	}
	sorted = arena_array(a, n, sizeof *sorted);
	for (size_t i = 0; i < n; i++)
		sorted[i] = v[spans[i].at];
	for (size_t i = 1; i <= n; i++) {
		if (i < n && spans[i].cluster == spans[from].cluster)
			continue;
		find(a, sorted + from, i - from, (by + 1) % SPLITS, 0,
		    depth + 1);
		from = i;
	}
}

void
shadow_find(struct shade *v, size_t n)
{
	struct arena *a = arena_new();
	struct shade **all = arena_array(a, n, sizeof *all);

	for (size_t i = 0; i < n; i++)
		all[i] = &v[i];
	find(a, all, n, BY_FIRST_FAMILY, 0, 0);
	arena_free(a);
}
