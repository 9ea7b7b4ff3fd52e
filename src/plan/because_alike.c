/* SPDX-License-Identifier: MIT */
#include "plan/openings_ask.h"

#include "base/str.h"

#include <string.h>

/*
 * A cause is found for one packet, and names the table of its subnet.  Tables
 * of other subnets that the same end has the flow from, or to, and that
 * changed in the same way are named with it.
 */

enum { NAMES_SHOWN = 3 };

struct alike_tables {
	const struct thing_change **v;
	size_t n, cap;
};

/* Whether the flow is also about what stands there. */
static bool
is_of_flow(const struct comparing *g, const struct opening *o,
    const struct pair_answer *p, enum flow_side side)
{
	struct range_set own = flow_addresses(g->scratch, p->answer.asked,
	    side);

	return p->family == o->family && range_set_overlaps(own,
	    o->addresses[side]);
}

static void
add_table(const struct comparing *g, struct alike_tables *out, enum when w,
    const struct route_table *table)
{
	const struct thing_change *c = table == NULL ? NULL :
	    comparison_of(g->c, w, &table->is);

	if (c == NULL || c->kind != CHANGE_CHANGED)
		return;
	for (size_t i = 0; i < out->n; i++)
		if (out->v[i] == c)
			return;
	vec_push(g->scratch, out, c);
}

/* The changed tables of the subnets of one end. */
static struct alike_tables
tables_of(const struct comparing *g, const struct passage of[2],
    const struct opening *o, enum flow_side side)
{
	struct alike_tables out = { 0 };

	for (size_t w = BEFORE; w <= AFTER; w++)
		for (size_t i = 0; of[w].pairs != NULL &&
		    i < of[w].pairs->n; i++) {
			const struct pair_answer *p = &of[w].pairs->v[i];
			const struct end *e = side == FLOW_FROM ? p->from :
			    p->to;

			if (e->subnet != NULL && is_of_flow(g, o, p, side))
				add_table(g, &out, (enum when)w,
				    e->subnet->table);
		}
	return out;
}

static const struct difference *
difference_of(const struct comparing *g, const struct thing_change *c,
    const char *text)
{
	for (size_t i = 0; i < c->fields.n; i++)
		if (str_equal(difference_text(g->scratch, &c->fields.v[i]),
		    text))
			return &c->fields.v[i];
	return NULL;
}

/* The difference of the table that the clause is about; or NULL. */
static const char *
told_of(const struct comparing *g, const struct thing_change *c,
    const char *clause)
{
	const char *start = arena_printf(g->scratch, "rt:%s ", c->title);

	return str_starts_with(clause, start) ? clause + strlen(start) :
	    NULL;
}

/* "rt:shop/app-a, shop/app-b lost 0.0.0.0/0 -> nat-a". */
static const char *
joined(const struct comparing *g, const struct alike_tables *all,
    const char *text)
{
	struct str s = str_new(g->a);
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++) {
		if (difference_of(g, all->v[i], text) == NULL)
			continue;
		if (n++ < NAMES_SHOWN)
			str_addf(&s, "%s%s", n == 1 ? "rt:" : ", ",
			    all->v[i]->title);
	}
	if (n > NAMES_SHOWN)
		str_addf(&s, ", %zu more", n - NAMES_SHOWN);
	str_addf(&s, " %s", text);
	return n > 1 ? str_text(&s) : NULL;
}

static int
compare_titles(const void *x, const void *y)
{
	const struct thing_change *a = *(struct thing_change *const *)x;
	const struct thing_change *b = *(struct thing_change *const *)y;

	return str_natural_compare(a->title, b->title);
}

static const char **
clause_of(const struct opening *o, size_t i)
{
	return i < o->because.n ? &o->because.v[i] :
	    &o->instead.v[i - o->because.n];
}

/* What the clause says of one of these tables; NULL: it is about none. */
static const char *
told_of_any(const struct comparing *g, const struct alike_tables *all,
    const char *clause)
{
	const char *text = NULL;

	for (size_t i = 0; text == NULL && i < all->n; i++)
		text = told_of(g, all->v[i], clause);
	return text;
}

/* Where two clauses are about two of these tables, each has its own part. */
static void
name_alike(const struct comparing *g, const struct alike_tables *all,
    struct opening *o)
{
	size_t n = o->because.n + o->instead.n, told = 0, at = 0;
	const char *text;

	for (size_t i = 0; i < n; i++)
		if (told_of_any(g, all, *clause_of(o, i)) != NULL) {
			told++;
			at = i;
		}
	if (told != 1)
		return;
	text = joined(g, all, told_of_any(g, all, *clause_of(o, at)));
	if (text != NULL)
		*clause_of(o, at) = text;
}

static bool
tells_of_table(const struct opening *o)
{
	for (size_t i = 0; i < o->because.n + o->instead.n; i++)
		if (str_starts_with(*clause_of(o, i), "rt:"))
			return true;
	return false;
}

void
because_name_alike(const struct comparing *g, const struct passage of[2],
    struct opening *o)
{
	for (int side = FLOW_FROM; side <= FLOW_TO && tells_of_table(o);
	    side++) {
		struct alike_tables all = tables_of(g, of, o,
		    (enum flow_side)side);

		if (all.n < 2)
			continue;
		vec_sort(&all, compare_titles);
		name_alike(g, &all, o);
	}
}
