/* SPDX-License-Identifier: MIT */
#include "draw/scene_build.h"

#include "base/str.h"
#include "reach/transit_view.h"

#include <stdlib.h>

/*
 * VPCs that use one table of a transit gateway which drops what they send each
 * other: isolated spokes, or a route that was forgotten.  Said of the gateway
 * alone, and where all that could matter is known: packets between them are
 * looked up in that table first.
 */

struct members {
	VEC(struct scene_gap_member) v;
};

/* The routes of a table by destination, to find those about a block. */
struct sorted {
	VEC(const struct transit_route *) v;
};

static int
compare_routes(const void *x, const void *y)
{
	const struct transit_route *a = *(struct transit_route *const *)x;
	const struct transit_route *b = *(struct transit_route *const *)y;

	return cidr_compare(a->cidr.v, b->cidr.v);
}

/* False if something of the table is not known, or a prefix list. */
static bool
sort_routes(struct builder *b, const struct transit_view *view,
    struct sorted *out)
{
	if (view->unknown || !view->table->routes_known)
		return false;
	for (size_t i = 0; i < view->n; i++) {
		const struct transit_route *r = view->v[i];

		if (!value_is_known(r->cidr.is))
			return false;
		/* its target is missing: what becomes of it is not known */
		if (!r->blackhole && r->target.to == NULL)
			return false;
		vec_push(b->a, &out->v, r);
	}
	vec_sort(&out->v, compare_routes);
	return true;
}

/* The place of the first route that is not before the block. */
static size_t
lower_bound(const struct sorted *s, struct cidr block)
{
	size_t low = 0, high = s->v.n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (cidr_compare(s->v.v[middle]->cidr.v, block) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/*
 * Whether the table drops all that is sent to the block; *hole is the route
 * that does, or NULL if none is about it.
 */
static bool
drops(const struct sorted *s, struct cidr block,
    const struct transit_route **hole)
{
	size_t at = lower_bound(s, block);

	*hole = NULL;
	for (; at < s->v.n && cidr_contains(block, s->v.v[at]->cidr.v); at++) {
		if (!s->v.v[at]->blackhole)
			return false;
		if (cidr_equal(block, s->v.v[at]->cidr.v))
			*hole = s->v.v[at];
	}
	for (unsigned length = block.length; length-- > 0 && *hole == NULL;) {
		struct cidr wider = cidr_around(block.base,
		    (enum family)block.family, length);

		at = lower_bound(s, wider);
		if (at == s->v.n || !cidr_equal(s->v.v[at]->cidr.v, wider))
			continue;
		/* a static one comes before propagated ones of that length */
		for (size_t k = at; k < s->v.n &&
		    cidr_equal(s->v.v[k]->cidr.v, wider); k++)
			if (!s->v.v[k]->blackhole)
				return false;
		*hole = s->v.v[at];
	}
	return true;
}

/* Of all blocks of a VPC; *hole is the route that drops the first. */
static bool
drops_all(const struct sorted *s, const struct vpc *v,
    const struct transit_route **hole)
{
	const struct transit_route *one;

	if (v->cidrs.n + v->ipv6_cidrs.n == 0)
		return false;
	for (size_t i = 0; i < v->cidrs.n + v->ipv6_cidrs.n; i++) {
		const struct cidr_value *c = i < v->cidrs.n ? &v->cidrs.v[i] :
		    &v->ipv6_cidrs.v[i - v->cidrs.n];

		if (!value_is_known(c->is) || !drops(s, c->v, &one))
			return false;
		if (i == 0)
			*hole = one;
	}
	return true;
}

static bool
are_linked(const struct scene *scene, const struct scene_card *x,
    const struct scene_card *y, const struct scene_link **link)
{
	for (size_t i = 0; i < scene->links.n; i++) {
		*link = scene->links.v[i];
		if (((*link)->ends[0] == x && (*link)->ends[1] == y) ||
		    ((*link)->ends[0] == y && (*link)->ends[1] == x))
			return true;
	}
	return false;
}

/* "; but prod, staging over pcx-1": those that have a link of their own. */
static void
add_links(struct builder *b, const struct scene_gap *gap, struct str *out,
    size_t *linked)
{
	const struct scene_link *link = NULL;

	for (size_t i = 0; i < gap->cards.n; i++)
		for (size_t k = i + 1; k < gap->cards.n; k++)
			if (are_linked(b->scene, gap->cards.v[i],
			    gap->cards.v[k], &link))
				str_addf(out, "%s%s, %s over %s",
				    (*linked)++ > 0 ? "; " : " · but ",
				    gap->cards.v[i]->is.label,
				    gap->cards.v[k]->is.label,
				    *link->is.label != '\0' ?
				    link->is.label : link->is.type);
}

static void
add_gap(struct builder *b, const struct members *m, const char *table,
    const struct transit_route *hole, bool several)
{
	enum { LINKS_LOOKED_AT = 24 };
	struct scene_gap gap = { 0 };
	struct str text = str_new(b->a);
	size_t linked = 0, n = m->v.n;

	for (size_t i = 0; i < n; i++)
		vec_push(b->a, &gap.cards, m->v.v[i].card);
	if (hole == NULL || several)
		str_addf(&text, "[%s] leads to %s", table, n == 2 ? "neither" :
		    "none of them");
	else
		str_addf(&text, "[%s] has %s ► blackhole", table,
		    scene_cidr(b, &hole->cidr));
	if (b->scene->links.n > 0 && n <= LINKS_LOOKED_AT)
		add_links(b, &gap, &text, &linked);
	if (linked == n * (n - 1) / 2)
		return;
	gap.because = str_text(&text);
	vec_push(b->a, &b->scene->gaps, gap);
}

void
scene_add_gap(struct builder *b, const struct transit_view *view,
    const char *badge, const struct scene_gap_member *v, size_t n)
{
	struct sorted routes = { 0 };
	struct members dropped = { 0 };
	const struct transit_route *hole = NULL, *first = NULL;
	bool several = false;

	if (n < 2 || !sort_routes(b, view, &routes))
		return;
	for (size_t i = 0; i < n; i++) {
		if (!drops_all(&routes, v[i].vpc, &hole))
			continue;
		several = several || (dropped.v.n > 0 && hole != first);
		first = hole;
		vec_push(b->a, &dropped.v, v[i]);
	}
	if (dropped.v.n > 1)
		add_gap(b, &dropped, badge, first, several);
}
