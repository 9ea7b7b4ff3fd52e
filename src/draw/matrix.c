/* SPDX-License-Identifier: MIT */
#include "draw/matrix.h"

#include "model/notation.h"
#include "text/table.h"
#include "text/width.h"
#include "text/wrap.h"

/*
 * The matrix is cut into blocks of as many columns as fit, each with the row
 * names.  A network has a matrix of at most NODES_MAX nodes: beyond that
 * nobody reads it, and the note says how to ask for less.
 */

enum { NODES_MAX = 60, NAME_MAX = 20, CELL_MIN = 4, GAP = 2,
	TITLE_WIDTH = 57 };

static const char *
cell_text(struct arena *a, const struct passage_between *p,
    const struct style *style)
{
	switch (p->kind) {
	case PASSAGE_PORTS:
		return arena_printf(a, "%s%s", nodes_ports_text(a, p->ports),
		    p->partly ? "~" : "");
	case PASSAGE_ONE_WAY:
		return style->unicode ? "\u00bb" : ">>";
	case PASSAGE_FILTERED:
		return "x";
	case PASSAGE_NO_ROUTE:
		return style->unicode ? "\u00b7" : ".";
	case PASSAGE_UNKNOWN:
		return "?";
	case PASSAGE_NOBODY:
		break;
	}
	return "-";
}

static void
add_cell(struct str *line, const char *text, size_t width)
{
	size_t n = text_width(text);

	str_add(line, text);
	str_add_repeat(line, ' ', n < width ? width - n : 0);
}

static void
end_line(struct str *out, struct str *line)
{
	while (line->n > 0 && line->v[line->n - 1] == ' ')
		str_cut(line, line->n - 1);
	str_add(out, str_text(line));
	str_add_char(out, '\n');
}

/* The cells of a matrix, row by row, and how wide each column is. */
struct matrix {
	struct arena *a;
	const struct plan_nodes *nodes;
	const char **cells;
	size_t *widths;
	size_t name_width;
	const struct style *style;
};

static const char *
name_of(const struct matrix *m, size_t i)
{
	return cut_middle(m->a, m->nodes->v[i].title, NAME_MAX,
	    m->style->unicode ? "\u2026" : "~");
}

/* A cell alone beside the names must fit: what is longer is cut. */
static void
measure(struct matrix *m)
{
	size_t room;

	for (size_t j = 0; j < m->nodes->n; j++)
		if (text_width(name_of(m, j)) > m->name_width)
			m->name_width = text_width(name_of(m, j));
	room = m->style->width - 1 - m->name_width - GAP;
	for (size_t j = 0; j < m->nodes->n; j++) {
		size_t most = text_width(name_of(m, j));

		for (size_t i = 0; i < m->nodes->n; i++) {
			const char **cell = &m->cells[i * m->nodes->n + j];
			size_t n;

			*cell = cut_middle(m->a, *cell, room,
			    m->style->unicode ? "\u2026" : "~");
			n = text_width(*cell);

			if (n > most)
				most = n;
		}
		m->widths[j] = most > CELL_MIN ? most : CELL_MIN;
	}
}

/* Columns from..to-1 that fit beside the names; at least one. */
static size_t
columns_that_fit(const struct matrix *m, size_t from)
{
	size_t used = 1 + m->name_width, to = from;

	while (to < m->nodes->n && (to == from ||
	    used + GAP + m->widths[to] <= m->style->width)) {
		used += GAP + m->widths[to];
		to++;
	}
	return to;
}

static void
draw_block(const struct matrix *m, struct str *out, size_t from, size_t to)
{
	struct str line = str_new(m->a);
	size_t used = m->name_width;

	str_add_char(&line, ' ');
	add_cell(&line, "from \\ to", m->name_width);
	for (size_t j = from; j < to; j++) {
		str_add_repeat(&line, ' ', GAP);
		add_cell(&line, name_of(m, j), m->widths[j]);
		used += GAP + m->widths[j];
	}
	end_line(out, &line);
	str_add_char(out, ' ');
	for (size_t i = 0; i < used; i++)
		str_add(out, m->style->unicode ? "\u2500" : "-");
	str_add_char(out, '\n');
	for (size_t i = 0; i < m->nodes->n; i++) {
		line = str_new(m->a);
		str_add_char(&line, ' ');
		add_cell(&line, name_of(m, i), m->name_width);
		for (size_t j = from; j < to; j++) {
			str_add_repeat(&line, ' ', GAP);
			add_cell(&line, m->cells[i * m->nodes->n + j],
			    m->widths[j]);
		}
		end_line(out, &line);
	}
}

static void
draw_legend(struct arena *a, struct str *out, const struct style *style)
{
	struct table *t = table_new(a, "ll");
	const char *const rows[][2] = {
		{ "443", "ports open (tcp where nothing else is said); 443~ "
		    "not from everybody to everybody" },
		{ "x", "routed, but a security group or network ACL stops it" },
		{ style->unicode ? "\u00b7" : ".", "no route" },
		{ style->unicode ? "\u00bb" : ">>",
		    "packets arrive, answers do not" },
		{ "?", "not decided" },
		{ "=", "itself" },
		{ "-", "nobody is there" }
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		table_row(t, rows[i]);
	str_add_char(out, '\n');
	table_print(t, out, 1, style->width);
}

void
draw_matrix(struct arena *a, struct str *out,
    const struct asking_pairs *base, const struct style *style)
{
	struct plan_nodes nodes = nodes_of_tiers(a, reach_model(base->r));
	struct matrix m = { .a = a, .nodes = &nodes, .style = style };
	size_t all = nodes.n;

	if (nodes.n > NODES_MAX)
		nodes.n = NODES_MAX;
	m.cells = arena_array(a, nodes.n * nodes.n, sizeof *m.cells);
	m.widths = arena_array(a, nodes.n, sizeof *m.widths);
	m.name_width = text_width("from \\ to");
	for (size_t i = 0; i < nodes.n; i++)
		for (size_t j = 0; j < nodes.n; j++) {
			struct passage_between p;
			const char **cell = &m.cells[i * nodes.n + j];

			*cell = "=";
			if (i == j && nodes.v[i].means.what != SELECTED_TIER)
				continue;
			p = nodes_ask(base, &nodes.v[i], &nodes.v[j]);
			*cell = cell_text(a, &p, style);
		}
	measure(&m);
	str_add(out, style->width < TITLE_WIDTH ?
	    "reach  who can open connections to whom\n\n" :
	    "reach  who can open a connection to whom (there and back)\n\n");
	for (size_t from = 0, to; from < nodes.n; from = to) {
		to = columns_that_fit(&m, from);
		if (from > 0)
			str_add_char(out, '\n');
		draw_block(&m, out, from, to);
	}
	draw_legend(a, out, style);
	if (all > nodes.n)
		str_addf(out, "\n%zu of %zu nodes shown: ask for one with "
		    "--from or --to\n", nodes.n, all);
}

void
draw_reach_table(struct arena *a, struct str *out,
    const struct asking_pairs *base, const struct plan_node *given,
    bool from, const struct style *style)
{
	struct plan_nodes nodes = nodes_of_workloads(a, reach_model(base->r));
	struct table *t = table_new(a, "ll");
	size_t shown = 0;

	str_addf(out, "reach  what %s %s\n\n", given->title,
	    from ? "reaches" : "is reached by");
	for (size_t i = 0; i < nodes.n; i++) {
		struct passage_between p = from ?
		    nodes_ask(base, given, &nodes.v[i]) :
		    nodes_ask(base, &nodes.v[i], given);
		const char *text = NULL;

		if (p.kind == PASSAGE_PORTS)
			text = arena_printf(a, "%s%s", notation_ports_format(
			    a, p.ports), p.partly ? "  (partly)" : "");
		else if (p.kind == PASSAGE_ONE_WAY)
			text = "one-way: answers are lost";
		else if (p.kind == PASSAGE_UNKNOWN)
			text = "unknown";
		if (text == NULL)
			continue;
		shown++;
		table_row(t, (const char *const[]){ nodes.v[i].title, text });
	}
	if (shown == 0)
		str_add(out, " nobody\n");
	else
		table_print(t, out, 1, style->width);
	str_addf(out, "\n%zu of %zu others\n", shown, nodes.n);
}
