/* SPDX-License-Identifier: MIT */
#include "draw/trace_step.h"

#include "base/str.h"
#include "text/width.h"
#include "text/wrap.h"

/*
 * Two lanes: the way there reads down, the way back up.  An element that both
 * pass stands on one line.
 */

enum { LANES_WIDTH_MIN = 110, NAME_MAX = 28 };

static const char NOT_REACHED[] = ".  not reached";

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
back_cell(const struct drawing *g, const struct trace_row *r)
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
measure(const struct drawing *g, const struct trace_rows *rows, size_t *width)
{
	enum { BEFORE_NAME = 9, GAP = 2 };
	size_t name = 10, there = 24, back = 24, n;
	struct columns c;

	for (size_t i = 0; i < rows->n; i++) {
		const struct trace_row *r = &rows->v[i];

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
draw_row(struct drawing *g, const struct trace_row *r, const struct columns *c)
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
	struct trace_rows rows;
	struct str line = str_new(g->a);
	struct columns c;
	size_t width;

	if (g->style->width < LANES_WIDTH_MIN || !trace_pair_up(g, &rows))
		return false;
	c = measure(g, &rows, &width);
	if (width > g->style->width)
		return false;
	g->number = rows.last;
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
