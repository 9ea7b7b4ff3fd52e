/* SPDX-License-Identifier: MIT */
#include "report/diff.h"

#include "base/str.h"

#include <string.h>

/*
 * What does it, in rows: "because" and "and" are what it takes together, "or"
 * is what would do without them; a row below, of no word, says so where it is
 * proved.
 */

/* "closes it", or of several things "close it". */
static const char *
effect_text(struct arena *a, enum opening_kind kind, bool one)
{
	const char *verb = "do";

	switch (kind) {
	case OPENING_OPENS:
	case OPENING_ONE_WAY:
	case OPENING_IS_OPEN:
		verb = "open";
		break;
	case OPENING_WIDENS:
		verb = "widen";
		break;
	case OPENING_CLOSES:
	case OPENING_IS_CLOSED:
		verb = "close";
		break;
	case OPENING_NARROWS:
		verb = "narrow";
		break;
	case OPENING_REROUTES:
		verb = "reroute";
		break;
	default:
		return one ? "does it" : "do it";
	}
	return arena_printf(a, "%s%s it", verb, one ? "s" : "");
}

/* "shop/bastion is gone": an end of the flow itself. */
static bool
is_end(struct arena *a, const struct opening *o, const char *clause)
{
	const char *const ends[] = { o->from, o->to };

	for (size_t i = 0; i < 2; i++)
		if (str_equal(clause, arena_printf(a, "%s is gone",
		    ends[i])) || str_equal(clause, arena_printf(a,
		    "%s is new", ends[i])))
			return true;
	return false;
}

const char *
diff_end_text(struct arena *a, const struct opening *o)
{
	struct str s = str_new(a);

	if (o->instead.n > 0)
		return NULL;
	for (size_t i = 0; i < o->because.n; i++) {
		if (!is_end(a, o, o->because.v[i]))
			return NULL;
		str_addf(&s, "%s%s", i > 0 ? ", " : "", o->because.v[i]);
	}
	return s.n == 0 ? NULL : str_text(&s);
}

/* Of those that it takes; or NULL. */
static const char *
together_note(struct arena *a, const struct opening *o)
{
	const char *effect = effect_text(a, o->kind, false);

	if (!o->all_needed || o->because.n < 2)
		return NULL;
	return o->because.n == 2 ? arena_printf(a, "only both together %s",
	    effect) : arena_printf(a, "only all %zu together %s",
	    o->because.n, effect);
}

/* Of those that would do, too. */
static const char *
instead_note(struct arena *a, const struct opening *o)
{
	const char *effect = effect_text(a, o->kind, true);
	bool sets = o->because.n > 1;

	for (size_t i = 0; i < o->instead.n; i++)
		sets |= strstr(o->instead.v[i], " and ") != NULL;
	if (sets)
		return arena_printf(a, o->instead.n == 1 ?
		    "either way %s" : "any of these ways %s", effect);
	return arena_printf(a, o->instead.n == 1 ? "either alone %s" :
	    "any one of them %s", effect);
}

static void
add_row(struct arena *a, struct diff_rows *rows, const char *word,
    const char *text)
{
	struct diff_row row = { word, text };

	vec_push(a, rows, row);
}

static struct diff_rows
because_rows(struct arena *a, const struct opening *o)
{
	struct diff_rows rows = { 0 };
	size_t n = diff_end_text(a, o) != NULL ? 0 : o->because.n;

	const char *note = o->instead.n > 0 ? instead_note(a, o) :
	    n > 0 ? together_note(a, o) : NULL;

	for (size_t i = 0; i < n; i++)
		add_row(a, &rows, i == 0 ? "because" : "and",
		    o->because.v[i]);
	for (size_t i = 0; i < o->instead.n; i++)
		add_row(a, &rows, "or", o->instead.v[i]);
	if (note != NULL)
		add_row(a, &rows, "", note);
	return rows;
}

static bool
rows_equal(const struct diff_rows *x, const struct diff_rows *y)
{
	if (x->n != y->n)
		return false;
	for (size_t i = 0; i < x->n; i++)
		if (!str_equal(x->v[i].word, y->v[i].word) ||
		    !str_equal(x->v[i].text, y->v[i].text))
			return false;
	return true;
}

struct diff_rows
diff_because_rows(struct arena *a, const struct opening *o,
    struct diff_rows *last)
{
	struct diff_rows rows = because_rows(a, o), out = { 0 };
	bool same = rows.n > 0 && rows_equal(&rows, last);

	*last = rows;
	if (same)
		add_row(a, &out, "because", "as above");
	else
		out = rows;
	if (o->stopped != NULL)
		add_row(a, &out, "stopped", o->stopped);
	return out;
}
