/* SPDX-License-Identifier: MIT */
#include "draw/layout.h"

#include "draw/cards.h"
#include "draw/fit.h"
#include "text/width.h"

#include <stdlib.h>

enum {
	FRAMES_BOTH = 6,	/* account and VPC: "│ ║" on either side */
	FRAMES_ONE = 2,		/* the VPC's alone */
	COLUMN_MAX = 44,
	COLUMN_STEP = 4,
	EDGES = 2,		/* upper and lower edge of a box */
	TITLE_AROUND = 8,	/* "╔═ " and what stays free before a port */
	TITLE_CIDRS = 2,	/* blocks that a title may widen a picture for */
	PORT_AROUND = 7		/* "╡ ", " ╞", a blank, and the line between */
};

static const struct rung ladder[] = {
	{ "wide", true, false, 2, 2, 28, 1, 28 },
	{ "wide-s", true, false, 2, 2, 24, 1, 28 },
	{ "normal", true, false, 2, 2, 0, 1, 30 },
	{ "snug", true, false, 1, 2, 0, 0, 28 },
	{ "tight", true, false, 1, 1, 0, 0, 22 },
	{ "bare", false, false, 1, 1, 0, 0, 18 },
	{ "bands", true, true, 1, 1, 0, 0, 22 }
};

size_t
layout_frame_x(const struct layout *l)
{
	return l->rung->account ? 2 : 0;
}

size_t
layout_inner_x(const struct layout *l)
{
	return layout_frame_x(l) + 1;
}

size_t
layout_box_x(const struct layout *l, size_t column)
{
	return layout_inner_x(l) + l->rung->pad +
	    column * (l->column + l->rung->gap);
}

size_t
layout_routes_x(const struct layout *l, const struct layout_vpc *v)
{
	return layout_box_x(l, v->bands.v[0]->columns);
}

size_t
layout_rise(const struct layout_row *r)
{
	return r->n_flows > 0 ? 1 : 0;
}

size_t
layout_head(const struct layout_vpc *v, const struct layout_row *r)
{
	return 1 + (v->any_usage && !v->one_line ? 1u : 0u) +
	    (r->ipv6 ? 1u : 0u);
}

size_t
layout_height(const struct layout_vpc *v, const struct layout_row *r)
{
	return EDGES + layout_head(v, r) + r->lines;
}

/* ------------------------------------------------------------ one row */

/* A resource that stands in several boxes of a row. */
struct shared {
	uint32_t span;
	size_t boxes;		/* how many */
	unsigned rank;
	const char *label;
};

static int
compare_by_span(const void *x, const void *y)
{
	const struct shared *a = x, *b = y;

	return (a->span > b->span) - (a->span < b->span);
}

/* Those in most boxes first, so that few lines stay empty. */
static int
compare_by_place(const void *x, const void *y)
{
	const struct shared *a = x, *b = y;
	int order;

	if (a->boxes != b->boxes)
		return a->boxes > b->boxes ? -1 : 1;
	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	order = str_natural_compare(a->label, b->label);
	return order != 0 ? order : compare_by_span(x, y);
}

/* The spans that stand in at least two boxes of the row, in their order. */
static struct shared *
find_shared(struct arena *a, const struct layout_row *row, size_t *n)
{
	VEC(struct shared) all = { 0 };
	size_t kept = 0;

	for (size_t i = 0; i < row->boxes.n; i++) {
		const struct scene_subnet *s = row->boxes.v[i].subnet;

		for (size_t k = 0; k < s->resources.n; k++) {
			const struct scene_resource *r = s->resources.v[k];
			struct shared one = { r->span, 1, r->rank,
			    r->is.label };

			if (r->span != 0)
				vec_push(a, &all, one);
		}
	}
	vec_sort(&all, compare_by_span);
	for (size_t i = 0, end; i < all.n; i = end) {
		for (end = i + 1; end < all.n; end++)
			if (all.v[end].span != all.v[i].span)
				break;
		if (end - i < 2)
			continue;
		all.v[kept] = all.v[i];
		all.v[kept++].boxes = end - i;
	}
	all.n = kept;
	vec_sort(&all, compare_by_place);
	*n = kept;
	return all.v;
}

static const struct scene_resource *
find_span(const struct scene_subnet *s, uint32_t span)
{
	for (size_t i = 0; i < s->resources.n; i++)
		if (s->resources.v[i]->span == span)
			return s->resources.v[i];
	return NULL;
}

static bool
is_shared(const struct shared *shared, size_t n, uint32_t span)
{
	for (size_t i = 0; i < n; i++)
		if (span != 0 && shared[i].span == span)
			return true;
	return false;
}

/*
 * Give every shared resource the same line in all boxes of the row; the
 * others take the first lines that are free.
 */
static void
place_resources(struct arena *a, struct layout_row *row)
{
	size_t n_shared;
	struct shared *shared = find_shared(a, row, &n_shared);

	for (size_t i = 0; i < row->boxes.n; i++) {
		struct layout_box *box = &row->boxes.v[i];
		const struct scene_subnet *s = box->subnet;
		size_t next = 0, last = 0;

		box->lines = arena_array(a, n_shared + s->resources.n,
		    sizeof *box->lines);
		for (size_t k = 0; k < n_shared; k++) {
			box->lines[k] = find_span(s, shared[k].span);
			if (box->lines[k] != NULL)
				last = k + 1;
		}
		for (size_t k = 0; k < s->resources.n; k++) {
			const struct scene_resource *r = s->resources.v[k];

			if (is_shared(shared, n_shared, r->span))
				continue;
			while (box->lines[next] != NULL)
				next++;
			box->lines[next++] = r;
			last = larger(last, next);
		}
		row->lines = larger(row->lines, last);
	}
	/* every box of the row has as many lines as the fullest */
	for (size_t i = 0; i < row->boxes.n; i++) {
		struct layout_box *box = &row->boxes.v[i];
		size_t had = n_shared + box->subnet->resources.n;

		if (had < row->lines)
			box->lines = arena_grow(a, box->lines,
			    had * sizeof *box->lines,
			    row->lines * sizeof *box->lines);
	}
}

/* ------------------------------------------------------------ one VPC */

/*
 * A flow stands above the first row of the tier that it leads to; it has no
 * place where tiers share a row.
 */
static void
place_flows(const struct scene_vpc *v, struct layout_band *band)
{
	size_t next = 0;

	for (size_t i = 0; i < band->rows.n; i++) {
		struct layout_row *row = band->rows.v[i];
		size_t first = row->boxes.v[0].subnet->tier;
		size_t last = row->boxes.v[row->boxes.n - 1].subnet->tier;

		while (next < v->flows.n && v->flows.v[next].tier < first)
			next++;
		if (first != last)
			continue;
		row->flows = next < v->flows.n ? &v->flows.v[next] : NULL;
		for (; next < v->flows.n && v->flows.v[next].tier == first;
		    next++)
			row->n_flows++;
	}
}

static void
fill_band(struct arena *a, const struct scene_vpc *v,
    struct layout_band *band)
{
	struct layout_row *row = NULL;
	size_t number = 0;

	for (size_t i = 0; i < v->subnets.n; i++) {
		const struct scene_subnet *s = v->subnets.v[i];
		struct layout_box box = { .subnet = s };

		if (s->column < band->first ||
		    s->column >= band->first + band->columns)
			continue;
		if (row == NULL || s->row != number) {
			row = arena_alloc(a, sizeof *row);
			vec_push(a, &band->rows, row);
			number = s->row;
		}
		box.column = s->column - band->first;
		row->ipv6 = row->ipv6 || s->ipv6_cidr != NULL;
		vec_push(a, &row->boxes, box);
	}
	for (size_t i = 0; i < band->rows.n; i++)
		place_resources(a, band->rows.v[i]);
	place_flows(v, band);
}

/* Whether CIDR and usage share a line in all subnets of the VPC. */
static bool
shares_line(struct arena *a, const struct scene_vpc *v, size_t column)
{
	for (size_t i = 0; i < v->subnets.n; i++) {
		const struct scene_subnet *s = v->subnets.v[i];
		size_t cidr = s->cidr != NULL ? text_width(s->cidr) : 0;
		size_t usage = text_width(fit_usage(a, s));

		if (usage > 0 && cidr + 1 + usage + 4 > column)
			return false;
	}
	return true;
}

static struct layout_vpc *
lay_out(const struct layout *l, const struct scene_vpc *v, size_t per_band)
{
	struct layout_vpc *out = arena_alloc(l->a, sizeof *out);

	out->vpc = v;
	out->one_line = shares_line(l->a, v, l->column);
	for (size_t i = 0; i < v->subnets.n; i++) {
		if (v->subnets.v[i]->has_usable)
			out->any_usage = true;
		if (v->subnets.v[i]->members > 1)
			out->bars = true;
	}
	if (out->bars && out->any_usage)
		out->one_line = false;
	for (size_t first = 0; first < v->columns; first += per_band) {
		struct layout_band *band = arena_alloc(l->a, sizeof *band);

		band->first = first;
		band->columns = smaller(per_band, v->columns - first);
		fill_band(l->a, v, band);
		vec_push(l->a, &out->bands, band);
	}
	return out;
}

/* --------------------------------------------------------- the ladder */

/* What all VPCs together ask for. */
struct demand {
	size_t columns;		/* AZ columns, of the widest VPC */
	size_t natural, least;	/* width of a box */
	size_t title;		/* inside of a VPC's frame, for its title */
};

static size_t
upper_width(const struct scene_vpc *v)
{
	size_t width = 0;

	for (size_t i = 0; i < v->gateways.n; i++) {
		const struct scene_node *g = &v->gateways.v[i]->is;

		if (v->gateways.v[i]->side == SIDE_INTERNET)
			width += PORT_AROUND + text_width(g->type) +
			    text_width(g->label);
	}
	return width;
}

static size_t
title_width(const struct scene_vpc *v)
{
	size_t width = TITLE_AROUND + text_width("VPC ") +
	    text_width(v->is.label) + upper_width(v);

	for (size_t i = 0; i < v->cidrs.n && i < TITLE_CIDRS; i++)
		width += 3 + text_width(v->cidrs.v[i]);
	return width;
}

/* The account's title ends before the line of its first VPC's first port. */
static size_t
account_width(const struct scene_account *account)
{
	size_t width = TITLE_AROUND + text_width(account->title);

	if (account->region != NULL)
		width += 3 + text_width(account->region);
	if (account->vpcs.n > 0)
		width += upper_width(account->vpcs.v[0]);
	return width;
}

static struct demand
find_demand(struct arena *a, const struct scene *scene)
{
	struct demand d = { .columns = 1 };

	for (size_t i = 0; i < scene->accounts.n; i++) {
		const struct scene_account *account = scene->accounts.v[i];

		d.title = larger(d.title, account_width(account));
		for (size_t k = 0; k < account->vpcs.n; k++) {
			const struct scene_vpc *v = account->vpcs.v[k];

			d.columns = larger(d.columns, v->columns);
			d.title = larger(d.title, title_width(v));
			for (size_t j = 0; j < v->subnets.n; j++) {
				const struct scene_subnet *s =
				    v->subnets.v[j];

				d.natural = larger(d.natural,
				    fit_natural(a, s));
				d.least = larger(d.least, fit_least(a, s));
			}
		}
	}
	d.natural = larger(d.natural, d.least);
	d.natural = (d.natural + COLUMN_STEP - 1) / COLUMN_STEP * COLUMN_STEP;
	d.natural = larger(smaller(d.natural, COLUMN_MAX), d.least);
	return d;
}

/* Cells of a line that are no box, with that many columns. */
static size_t
around(const struct rung *r, size_t columns)
{
	return (r->account ? FRAMES_BOTH : FRAMES_ONE) + 2 * r->pad +
	    (columns - 1) * r->gap +
	    (r->routes > 0 ? r->gap + r->routes : 0);
}

/*
 * Set width and column for a rung and that many columns side by side; false
 * if boxes would be too narrow.
 */
static bool
try_columns(struct layout *l, const struct demand *d, size_t columns)
{
	size_t rest = around(l->rung, columns), column, inner, most;

	if (rest >= l->budget)
		return false;
	column = (l->budget - rest) / columns;
	if (column < d->least ||
	    column < smaller(l->rung->least, d->natural))
		return false;
	l->column = smaller(column, d->natural);
	l->width = column < d->natural ? l->budget :
	    rest + l->column * columns;

	/* wider, if only the title asks for it: boxes first, up to a limit */
	inner = d->title + (l->rung->account ? FRAMES_BOTH : FRAMES_ONE);
	most = smaller(column, larger(COLUMN_MAX, d->natural));
	while (l->width < inner && l->column + COLUMN_STEP <= most) {
		l->column += COLUMN_STEP;
		l->width += COLUMN_STEP * columns;
	}
	l->width = larger(l->width, smaller(inner, l->budget));
	return true;
}

static void
lay_out_all(struct layout *l, size_t per_band)
{
	l->vpcs.n = 0;
	for (size_t i = 0; i < l->scene->accounts.n; i++) {
		const struct scene_account *account =
		    l->scene->accounts.v[i];

		for (size_t k = 0; k < account->vpcs.n; k++)
			vec_push(l->a, &l->vpcs,
			    lay_out(l, account->vpcs.v[k], per_band));
	}
}

/*
 * Whether the routes column holds all cards.  Asked of boxes of natural
 * width, whose rows are lowest: else a narrower budget could have a column
 * that a wider one has not.
 */
static bool
cards_fit(struct layout *l, const struct demand *d)
{
	l->column = d->natural;
	lay_out_all(l, d->columns);
	for (size_t i = 0; i < l->vpcs.n; i++)
		if (!cards_new(l, l->vpcs.v[i]).fit)
			return false;
	return true;
}

static bool
try_rung(struct layout *l, const struct rung *r, const struct demand *d)
{
	size_t columns = d->columns;

	l->rung = r;
	if (r->routes > 0 && !cards_fit(l, d))
		return false;
	while (!try_columns(l, d, columns))
		if (!r->bands || --columns == 0)
			return false;
	lay_out_all(l, columns);
	return true;
}

struct layout *
layout_new(struct arena *a, const struct scene *scene, size_t budget)
{
	struct layout *l = arena_alloc(a, sizeof *l);
	struct demand d = find_demand(a, scene);

	*l = (struct layout){ .a = a, .scene = scene, .budget = budget };
	if (budget >= LAYOUT_BUDGET_MIN)
		for (size_t i = 0; i < sizeof ladder / sizeof ladder[0]; i++)
			if (try_rung(l, &ladder[i], &d))
				return l;
	l->rung = NULL;
	l->vpcs.n = 0;
	return l;
}
