/* SPDX-License-Identifier: MIT */
#include "draw/trace_step.h"

#include "base/str.h"
#include "text/sanitise.h"
#include "text/width.h"
#include "text/wrap.h"

/*
 * Two lanes: the way there reads down, the way back up.  An element that both
 * pass stands on one line.
 */

enum { LANES_WIDTH_MIN = 110, NAME_MAX = 28 };

/* Cells left of an element's name, and of what crosses between subnets. */
enum { BEFORE_NAME = 10, BEFORE_CROSSING = 4 };

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

/*
 * Where both ends are in one VPC and nothing but its routes is between them:
 * after how many rows the way there leaves the sender's side; 0 where not.
 */
static size_t
crossing(const struct trace *t, const struct trace_rows *rows)
{
	size_t after = 0;

	if (t->from->subnet == NULL || t->to->subnet == NULL ||
	    t->from->vpc != t->to->vpc || t->answerer != NULL)
		return 0;
	for (size_t i = 0; i < rows->n; i++) {
		const struct trace_row *r = &rows->v[i];
		const struct hop *h = r->there != NULL ? r->there->hop :
		    r->back->hop;

		if (h->kind == HOP_ROUTE ? h->route == NULL ||
		    h->route->target_kind != TARGET_LOCAL :
		    !hop_is_groups(h->kind) && !hop_is_acl(h->kind))
			return 0;
		if (r->there != NULL && (h->kind == HOP_ROUTE ||
		    h->kind == HOP_ACL_OUT || h->kind == HOP_GROUP_OUT))
			after = i + 1;
	}
	return after;
}

/* "app-a ► data-a", in so many cells: each name gives way for the other. */
static const char *
subnets_crossed(const struct drawing *g, size_t room)
{
	const struct trace *t = g->d->trace;
	const char *dots = trace_glyph(g, "\u2026", "~");
	const char *from = sanitise_text(g->a,
	    thing_label(&t->from->subnet->is));
	const char *to = sanitise_text(g->a,
	    thing_label(&t->to->subnet->is));
	size_t half = room / 2 > 2 ? room / 2 - 2 : 0;

	if (t->from->subnet == t->to->subnet)
		return cut_middle(g->a, from, room, dots);
	if (text_width(from) + 3 + text_width(to) > room) {
		from = cut_middle(g->a, from, half, dots);
		to = cut_middle(g->a, to, half, dots);
	}
	return arena_printf(g->a, "%s %s %s", from, trace_arrow(g), to);
}

struct columns {
	size_t name, there, back;	/* cells from the left */
};

static struct columns
measure(const struct drawing *g, const struct trace_rows *rows, bool crosses,
    size_t *width)
{
	enum { GAP = 2 };
	size_t name = 10, there = 24, back = 24, n;
	struct columns c;

	if (crosses) {
		n = BEFORE_CROSSING + text_width(subnets_crossed(g, 2 *
		    NAME_MAX));
		name = n > BEFORE_NAME + name ? n - BEFORE_NAME : name;
	}
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
	c.there = BEFORE_NAME + c.name + 1;
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

/* "├─ app-a ► data-a   same VPC   same VPC" */
static void
draw_crossing(struct drawing *g, const struct columns *c)
{
	const struct trace *t = g->d->trace;
	const char *how = t->from->subnet == t->to->subnet ? "same subnet" :
	    "same VPC";
	struct str line = str_new(g->a);

	str_addf(&line, " %s ", trace_glyph(g, "\u251c\u2500", "+-"));
	str_add(&line, subnets_crossed(g, c->name + BEFORE_NAME -
	    BEFORE_CROSSING));
	add_cell(g, &line, how, c->there);
	add_cell(g, &line, how, c->back);
	end_of_line(g, &line, ROLE_NONE);
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
	size_t width, cross;

	if (g->style->width < LANES_WIDTH_MIN || !trace_pair_up(g, &rows))
		return false;
	cross = crossing(t, &rows);
	c = measure(g, &rows, cross > 0, &width);
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
	for (size_t i = 0; i < rows.n; i++) {
		draw_row(g, &rows.v[i], &c);
		if (i + 1 == cross)
			draw_crossing(g, &c);
	}
	draw_end(g, trace_glyph(g, "\u2514\u2500", "+-"),
	    trace_end(g, t->to, t->packet.to),
	    trace_outcome(t, false), "", &c);
	return true;
}
