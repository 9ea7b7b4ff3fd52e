/* SPDX-License-Identifier: MIT */
#include "draw/trace_step.h"

#include "base/str.h"
#include "base/vec.h"
#include "text/width.h"
#include "text/wrap.h"

/*
 * Two lanes: the way there reads down, the way back up.  An element that both
 * pass stands on one line; the longest common part of the two ways, one of
 * them turned round, tells which those are.
 */

enum { LANES_WIDTH_MIN = 110, STEPS_MAX = 40, NAME_MAX = 28 };

static const char NOT_REACHED[] = ".  not reached";

struct row {
	const struct trace_step *there, *back;
	unsigned there_number, back_number;
	bool answered;		/* the answer comes as far as this */
};

struct rows {
	struct row *v;
	size_t n, cap;
};

/* Whether both are about one element: groups and ACLs have two sides. */
static bool
same_element(const struct trace_step *x, const struct trace_step *y)
{
	const struct hop *a = x->hop, *b = y->hop;
	bool acls = trace_word(a) == trace_word(b);

	return acls && a->thing == b->thing && (a->subnet == b->subnet ||
	    !hop_is_acl(a->kind));
}

/* The steps that are drawn, and their numbers; false: too many. */
static bool
shown_steps(const struct trace_steps *all, unsigned *number,
    struct row v[STEPS_MAX], size_t *n, bool back)
{
	*n = 0;
	for (size_t i = 0; i < all->n; i++) {
		if (trace_is_silent(&all->v[i]))
			continue;
		if (*n == STEPS_MAX)
			return false;
		v[*n] = (struct row){ 0 };
		if (back) {
			v[*n].back = &all->v[i];
			v[(*n)++].back_number = ++*number;
		} else {
			v[*n].there = &all->v[i];
			v[(*n)++].there_number = ++*number;
		}
	}
	for (size_t i = 0; back && i < *n / 2; i++) {
		struct row swapped = v[i];

		v[i] = v[*n - 1 - i];
		v[*n - 1 - i] = swapped;
	}
	return true;
}

/* Merge by the longest common subsequence. */
static void
merge(struct arena *a, const struct row *x, size_t n, const struct row *y,
    size_t m, struct rows *out)
{
	size_t common[STEPS_MAX + 1][STEPS_MAX + 1] = { { 0 } };
	size_t i = 0, j = 0;

	for (i = n; i-- > 0; )
		for (j = m; j-- > 0; )
			common[i][j] = same_element(x[i].there, y[j].back) ?
			    common[i + 1][j + 1] + 1 :
			    common[i + 1][j] >= common[i][j + 1] ?
			    common[i + 1][j] : common[i][j + 1];
	for (i = j = 0; i < n || j < m; ) {
		if (i < n && j < m && same_element(x[i].there, y[j].back)) {
			struct row both = x[i++];

			both.back = y[j].back;
			both.back_number = y[j++].back_number;
			vec_push(a, out, both);
		} else if (j == m || (i < n &&
		    common[i + 1][j] >= common[i][j + 1])) {
			vec_push(a, out, x[i]);
			i++;
		} else {
			vec_push(a, out, y[j]);
			j++;
		}
	}
}

/* The answer reads upwards: how far it comes before what stops it. */
static void
follow_answer(const struct drawing *g, struct rows *rows, unsigned forward)
{
	bool reached = g->stop > forward;

	for (size_t i = rows->n; i-- > 0; ) {
		struct row *r = &rows->v[i];

		r->answered = reached;
		reached = reached && (r->back == NULL ||
		    r->back_number < g->stop);
	}
}

static const char *
cell(const struct drawing *g, const struct trace_step *s, unsigned number)
{
	const char *side = trace_side(s);

	if (!trace_is_reached(g, s, number))
		return NOT_REACHED;
	return arena_printf(g->a, "%-2u %s%s%s%s%s%s", number, side,
	    *side == '\0' ? "" : *side == 'i' ? "   " : "  ",
	    trace_check(g, s, number), number == g->stop ? "   " : "",
	    number == g->stop ? trace_glyph(g, "\u25c4", "<") : "",
	    number == g->stop ? " here" : "");
}

static const char *
back_cell(const struct drawing *g, const struct row *r)
{
	enum hop_kind kind;

	if (r->back != NULL)
		return cell(g, r->back, r->back_number);
	kind = r->there->hop->kind;
	return !hop_is_groups(kind) ? "" :
	    r->answered ? "-  stateful: answers pass" : NOT_REACHED;
}

static void
add_cell(struct drawing *g, struct str *line, const char *text, size_t column)
{
	size_t used = text_width(str_text(line));

	(void)g;
	if (used < column)
		str_add_repeat(line, ' ', column - used);
	str_add(line, text);
}

static void
end_of_line(struct drawing *g, struct str *line, enum role role)
{
	while (line->n > 0 && line->v[line->n - 1] == ' ')
		str_cut(line, line->n - 1);
	style_add(g->style, g->out, role, str_text(line));
	str_add_char(g->out, '\n');
}

static bool
blocks(const struct trace_step *s)
{
	return s != NULL && s->decision == TRACE_BLOCK;
}

struct columns {
	size_t name, there, back;	/* cells from the left */
};

static struct columns
measure(const struct drawing *g, const struct rows *rows, size_t *width)
{
	enum { BEFORE_NAME = 9, GAP = 2 };
	size_t name = 10, there = 24, back = 24, n;
	struct columns c;

	for (size_t i = 0; i < rows->n; i++) {
		const struct row *r = &rows->v[i];

		n = text_width(trace_name(g, r->there != NULL ? r->there :
		    r->back));
		name = n > name ? n : name;
		n = r->there == NULL ? 0 : text_width(cell(g, r->there,
		    r->there_number));
		there = n > there ? n : there;
		n = text_width(back_cell(g, r));
		back = n > back ? n : back;
	}
	c.name = name < NAME_MAX ? name : NAME_MAX;
	c.there = BEFORE_NAME + c.name + GAP;
	c.back = c.there + there + GAP;
	*width = c.back + back;
	return c;
}

static void
draw_row(struct drawing *g, const struct row *r, const struct columns *c)
{
	const struct trace_step *s = r->there != NULL ? r->there : r->back;
	struct str line = str_new(g->a);

	str_addf(&line, " %s  %-5s ", trace_glyph(g, "\u2502", "|"),
	    trace_word(s->hop));
	str_add(&line, cut_middle(g->a, trace_name(g, s), c->name,
	    trace_glyph(g, "\u2026", "~")));
	if (r->there != NULL)
		add_cell(g, &line, cell(g, r->there, r->there_number),
		    c->there);
	add_cell(g, &line, back_cell(g, r), c->back);
	end_of_line(g, &line, blocks(r->there) || blocks(r->back) ?
	    ROLE_ERROR : ROLE_NONE);
}

static void
draw_end(struct drawing *g, const char *corner, const char *title,
    const char *there, const char *back, const struct columns *c)
{
	struct str line = str_new(g->a);

	str_addf(&line, " %s %s  ", corner, title);
	add_cell(g, &line, there, c->there);
	str_add(&line, " ");
	add_cell(g, &line, back, c->back);
	end_of_line(g, &line, ROLE_NONE);
}

bool
trace_draw_lanes(struct drawing *g, const char *forward, const char *back)
{
	const struct trace *t = g->d->trace;
	struct row there[STEPS_MAX], home[STEPS_MAX];
	struct rows rows = { 0 };
	struct str line = str_new(g->a);
	struct columns c;
	unsigned number = g->number, forward_last;
	size_t n, m, width;

	if (g->style->width < LANES_WIDTH_MIN ||
	    !shown_steps(&t->forward, &number, there, &n, false))
		return false;
	forward_last = number;
	if (!shown_steps(&t->back, &number, home, &m, true))
		return false;
	merge(g->a, there, n, home, m, &rows);
	follow_answer(g, &rows, forward_last);
	c = measure(g, &rows, &width);
	if (width > g->style->width)
		return false;
	g->number = number;
	add_cell(g, &line, arena_printf(g->a, "forward %s  %s",
	    trace_glyph(g, "\u25bc", "v"), forward), c.there);
	str_add(&line, " ");
	add_cell(g, &line, arena_printf(g->a, "return %s  %s",
	    trace_glyph(g, "\u25b2", "^"), back), c.back);
	end_of_line(g, &line, ROLE_NONE);
	draw_end(g, trace_glyph(g, "\u250c\u2500", "+-"),
	    trace_end(g, t->from, t->packet.from), "",
	    trace_outcome(t, true), &c);
	for (size_t i = 0; i < rows.n; i++)
		draw_row(g, &rows.v[i], &c);
	draw_end(g, trace_glyph(g, "\u2514\u2500", "+-"),
	    trace_end(g, t->to, t->packet.to),
	    trace_outcome(t, false), "", &c);
	return true;
}
