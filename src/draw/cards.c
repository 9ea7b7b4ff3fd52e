/* SPDX-License-Identifier: MIT */
#include "draw/cards.h"

#include "base/str.h"
#include "draw/fit.h"
#include "text/width.h"
#include "text/wrap.h"

#include <string.h>

enum {
	TARGET_LEAST = 8,	/* cells that a target needs to be readable */
	TABLES_MAX = 24		/* of a VPC; more do not fit beside its rows */
};

/* A card under construction. */
struct draft {
	const struct layout *l;
	struct card *card;
	VEC(const struct scene_table *) tables;	/* of one group */
	bool fits;
};

static void
add_line(struct draft *d, const char *line)
{
	vec_push(d->l->a, &d->card->lines, line);
	if (text_width(line) > d->l->rung->routes)
		d->fits = false;
}

/*
 * "[B1] [B2] rt-app-a/c": badges, then names, of which what all have in
 * common is said once.
 */
static void
add_head(struct draft *d)
{
	struct arena *a = d->l->a;
	struct str out = str_new(a);
	size_t common, room;

	common = strlen(d->tables.v[0]->is.label);
	for (size_t i = 0; i < d->tables.n; i++) {
		const char *label = d->tables.v[i]->is.label;
		size_t same = 0;

		while (same < common && label[same] ==
		    d->tables.v[0]->is.label[same])
			same++;
		common = same;
		str_addf(&out, "[%s] ", d->tables.v[i]->badge);
	}
	/* one name begins another: both in full */
	for (size_t i = 0; i < d->tables.n; i++)
		if (d->tables.v[i]->is.label[common] == '\0')
			common = 0;
	/* never inside a character: step back over its tail */
	while (common > 0 &&
	    (d->tables.v[0]->is.label[common] & 0xc0) == 0x80)
		common--;
	room = text_width(str_text(&out));
	room = d->l->rung->routes > room ? d->l->rung->routes - room : 0;
	if (d->tables.n == 1) {
		const char *marks = fit_marks(a, &d->tables.v[0]->is);

		if (*marks != '\0')
			room -= room > text_width(marks) + 1 ?
			    text_width(marks) + 1 : room;
		str_add(&out, cut_middle(a, d->tables.v[0]->is.label, room,
		    "…"));
		if (*marks != '\0')
			str_addf(&out, " %s", marks);
	} else {
		struct str names = str_new(a);

		str_add_bytes(&names, d->tables.v[0]->is.label, common);
		for (size_t i = 0; i < d->tables.n; i++)
			str_addf(&names, "%s%s", i > 0 ? "/" : "",
			    d->tables.v[i]->is.label + common);
		str_add(&out, cut_middle(a, str_text(&names), room, "…"));
	}
	d->card->n_heads = 1;
	add_line(d, str_text(&out));
}

/* Whether the tables of the card send their i-th route to several NATs. */
static bool
differ(const struct draft *d, size_t i)
{
	for (size_t k = 1; k < d->tables.n; k++)
		if (!str_equal(d->tables.v[0]->routes.v[i].target,
		    d->tables.v[k]->routes.v[i].target))
			return true;
	return false;
}

/*
 * Where targets begin: behind all destinations, or behind those that are not
 * local, which say no more than "local", where the room is short.
 */
static size_t
widest_destination(const struct scene_table *t, size_t room)
{
	size_t widest = 0, all = 0, target = 0;

	for (size_t i = 0; i < t->routes.n; i++) {
		const struct scene_route *r = &t->routes.v[i];
		size_t width = text_width(r->destination);

		all = width > all ? width : all;
		if (r->is_local)
			continue;
		widest = width > widest ? width : widest;
		width = text_width(r->target);
		target = width > target ? width : target;
	}
	return all + 3 + target <= room ? all : widest;
}

static void
add_routes(struct draft *d)
{
	const struct scene_table *t = d->tables.v[0];
	struct arena *a = d->l->a;
	size_t widest = widest_destination(t, d->l->rung->routes);

	for (size_t i = 0; i < t->routes.n; i++) {
		const struct scene_route *r = &t->routes.v[i];
		const char *target = r->target;
		size_t width = text_width(r->destination);
		size_t room = d->l->rung->routes;
		struct str out = str_new(a);

		str_add(&out, r->destination);
		if (r->is_local) {
			str_add_repeat(&out, ' ', widest > width ?
			    widest - width : 0);
			str_add(&out, " local");
			add_line(d, str_text(&out));
			continue;
		}
		if (differ(d, i))
			target = "NAT own AZ";
		str_add_repeat(&out, ' ', widest - width);
		str_add(&out, " ► ");
		if (widest + 3 + TARGET_LEAST > room || r->remark != NULL)
			d->fits = false;
		room = room > widest + 3 ? room - widest - 3 : 0;
		str_add(&out, cut_middle(a, target, room, "…"));
		add_line(d, str_text(&out));
	}
}

/*
 * Tables of a group stand on one card if the NAT of each is in the AZ of
 * those who use it, or if there is no difference at all.
 */
static bool
share_card(const struct scene_table *x, const struct scene_table *y)
{
	if (x->group != y->group || x->missing || y->missing ||
	    x->is.notes.n > 0 || y->is.notes.n > 0 ||
	    x->routes.n != y->routes.n)
		return false;
	if (x->own_zone && y->own_zone)
		return true;
	for (size_t i = 0; i < x->routes.n; i++)
		if (!str_equal(x->routes.v[i].target, y->routes.v[i].target))
			return false;
	return true;
}

/* Tables in the order in which boxes first use them, and where they do. */
struct use {
	const struct scene_table *table;
	size_t y, end;		/* rows of its tier */
};

static struct use *
find_uses(const struct layout *l, const struct layout_vpc *v, size_t *n)
{
	const struct layout_band *band = v->bands.v[0];
	struct use *uses = arena_array(l->a, TABLES_MAX + 1, sizeof *uses);
	size_t y = 0;

	*n = 0;
	for (size_t i = 0; i < band->rows.n; i++) {
		const struct layout_row *row = band->rows.v[i];
		size_t height = layout_height(v, row);

		y += layout_rise(row);
		for (size_t k = 0; k < row->boxes.n; k++) {
			const struct scene_table *t =
			    row->boxes.v[k].subnet->table;
			size_t j = 0;

			while (j < *n && uses[j].table != t)
				j++;
			if (t == NULL || j < *n || *n > TABLES_MAX)
				continue;
			uses[(*n)++] = (struct use){ t, y, y + height };
		}
		y += height;
	}
	return uses;
}

struct cards
cards_new(const struct layout *l, const struct layout_vpc *v)
{
	struct cards cards = { .fit = true };
	size_t n, at = 0;
	struct use *uses = find_uses(l, v, &n);
	bool *done = arena_array(l->a, n + 1, sizeof *done);

	if (n > TABLES_MAX) {
		cards.fit = false;
		return cards;
	}
	for (size_t i = 0; i < n; i++) {
		struct draft d = { .l = l, .fits = true };

		if (done[i])
			continue;
		d.card = arena_alloc(l->a, sizeof *d.card);
		for (size_t k = i; k < n; k++) {
			if (done[k] || (k > i &&
			    !share_card(uses[i].table, uses[k].table)))
				continue;
			vec_push(l->a, &d.tables, uses[k].table);
			done[k] = true;
		}
		add_head(&d);
		add_routes(&d);
		d.card->y = at > uses[i].y ? at : uses[i].y;
		at = d.card->y + d.card->lines.n;
		if (!d.fits || uses[i].table->missing || at > uses[i].end)
			cards.fit = false;
		vec_push(l->a, &cards.v, d.card);
	}
	return cards;
}
