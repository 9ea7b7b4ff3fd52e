/* SPDX-License-Identifier: MIT */
#include "draw/matrix.h"

#include "base/map.h"
#include "draw/fit.h"
#include "draw/legend.h"
#include "model/notation.h"
#include "text/table.h"
#include "text/width.h"
#include "text/wrap.h"

#include <string.h>

/*
 * The matrix is cut into blocks of as many columns as fit, each with the row
 * names.
 */

enum { NAME_MAX = 20, NAME_STEP = 8, CELL_MIN = 4, GAP = 2,
	TITLE_WIDTH = 57 };

/* "tcp + udp" without the blanks that cells have no room for. */
static const char *
without_blanks(struct arena *a, const char *text)
{
	struct str out = str_new(a);

	for (; *text != '\0'; text++)
		if (strncmp(text, " + ", 3) == 0) {
			str_add_char(&out, '+');
			text += 2;
		} else {
			str_add_char(&out, *text);
		}
	return str_text(&out);
}

static const char *
passage_text(struct arena *a, const struct scene_passage *p,
    const struct style *style)
{
	switch (p->kind) {
	case PASS_PORTS:
		return arena_printf(a, "%s%s%s%s%s", without_blanks(a,
		    p->ports), p->partly ? "~" : "", p->undecided ? "?" : "",
		    *p->via != '\0' ? " " : "", p->via);
	case PASS_ONE_WAY:
		return style->unicode ? "\u00bb" : ">";
	case PASS_FILTERED:
		return "x";
	case PASS_NO_ROUTE:
		return style->unicode ? "\u00b7" : ".";
	case PASS_UNKNOWN:
		return "?";
	case PASS_ITSELF:
		return "=";
	case PASS_NOBODY:
		break;
	}
	return "-";
}

static const char *
cell_text(struct arena *a, const struct scene_passage *p,
    const struct style *style)
{
	const char *text = passage_text(a, p, style);
	const char *marks = fit_marks(a, &p->is);

	return *marks != '\0' ? arena_printf(a, "%s %s", text, marks) : text;
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
	const struct scene_matrix *of;
	size_t n;
	const char **cells;
	const char **names;	/* cut */
	size_t *widths;
	size_t name_width;
	const struct style *style;
};

/* The names cut to at most cells; false if two look the same then. */
static bool
cut_names(struct matrix *m, size_t cells)
{
	struct map seen = map_new(m->a);
	bool distinct = true;

	for (size_t i = 0; i < m->n; i++) {
		m->names[i] = cut_middle(m->a, m->of->parties.v[i].label,
		    cells, m->style->unicode ? "\u2026" : "~");
		distinct = distinct && *map_slot(&seen, m->names[i]) == NULL;
		*map_slot(&seen, m->names[i]) = m;
	}
	return distinct;
}

/* As short as they can be told apart, in at most half of a line. */
static void
make_names(struct matrix *m)
{
	size_t most = m->style->width / 2 - GAP;
	size_t cells = NAME_MAX;

	m->names = arena_array(m->a, m->n, sizeof *m->names);
	while (!cut_names(m, cells) && cells + NAME_STEP <= most)
		cells += NAME_STEP;
}

/* A cell alone beside the names must fit: what is longer is cut. */
static void
measure(struct matrix *m)
{
	size_t room;

	for (size_t j = 0; j < m->n; j++)
		if (text_width(m->names[j]) > m->name_width)
			m->name_width = text_width(m->names[j]);
	room = m->style->width - 1 - m->name_width - GAP;
	for (size_t j = 0; j < m->n; j++) {
		size_t most = text_width(m->names[j]);

		for (size_t i = 0; i < m->n; i++) {
			const char **cell = &m->cells[i * m->n + j];
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

	while (to < m->n && (to == from ||
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
		add_cell(&line, m->names[j], m->widths[j]);
		used += GAP + m->widths[j];
	}
	end_line(out, &line);
	str_add_char(out, ' ');
	for (size_t i = 0; i < used; i++)
		str_add(out, m->style->unicode ? "\u2500" : "-");
	str_add_char(out, '\n');
	for (size_t i = 0; i < m->n; i++) {
		if (m->of->parties.v[i].only_receives)
			continue;
		line = str_new(m->a);
		str_add_char(&line, ' ');
		add_cell(&line, m->names[i], m->name_width);
		for (size_t j = from; j < to; j++) {
			str_add_repeat(&line, ' ', GAP);
			add_cell(&line, m->cells[i * m->n + j],
			    m->widths[j]);
		}
		end_line(out, &line);
	}
}

/* Whether some cell is what the legend's row is about. */
static bool
is_used(const struct matrix *m, enum scene_passage_kind kind, const char *via)
{
	for (size_t i = 0; i < m->n * m->n; i++) {
		const struct scene_passage *p = &m->of->passages[i];

		if (m->of->parties.v[i / m->n].only_receives)
			continue;
		if (p->kind == kind && (via == NULL ||
		    strstr(p->via, via) != NULL))
			return true;
	}
	return false;
}

static bool
has_partly(const struct matrix *m)
{
	for (size_t i = 0; i < m->n * m->n; i++)
		if (m->of->passages[i].partly)
			return true;
	return false;
}

static bool
has_undecided(const struct matrix *m)
{
	for (size_t i = 0; i < m->n * m->n; i++)
		if (m->of->passages[i].kind == PASS_PORTS &&
		    m->of->passages[i].undecided)
			return true;
	return false;
}

static void
add_vias(const struct matrix *m, struct table *t)
{
	static const char *const rows[][2] = {
		{ "vpn", "all of it over a VPN" },
		{ "tgw", "through a transit gateway" },
		{ "pcx", "over a peering" },
		{ "fw", "through a firewall or another appliance" },
		{ "nat", "through a NAT gateway" },
		{ "ep", "through an endpoint" }
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (is_used(m, PASS_PORTS, rows[i][0]))
			table_row(t, rows[i]);
}

enum { REASONS_MAX = 3 };

/* Why cells are not decided: the first few reasons, each once. */
static void
draw_reasons(const struct matrix *m, struct str *out)
{
	struct map seen = map_new(m->a);
	size_t n = 0;

	for (size_t i = 0; i < m->n * m->n; i++) {
		const char *why = m->of->passages[i].because;
		struct str line = str_new(m->a);

		if (why == NULL || *map_slot(&seen, why) != NULL)
			continue;
		*map_slot(&seen, why) = m->of->passages + i;
		if (n++ >= REASONS_MAX)
			continue;
		str_add(&line, n == 1 ? "\n?:  " : "    ");
		wrap_text(&line, wrap_break_words(m->a, why,
		    m->style->width - 4), m->style->width, 4, 4);
		str_addf(out, "%s\n", str_text(&line));
	}
	if (n > REASONS_MAX)
		str_addf(out, "    %zu more; --format json tells each\n",
		    n - REASONS_MAX);
}

/* The marks in use. */
static void
draw_legend(const struct matrix *m, struct str *out)
{
	struct table *t = table_new(m->a, "ll");
	bool unicode = m->style->unicode;
	const struct {
		bool used;
		const char *row[2];
	} rows[] = {
		{ is_used(m, PASS_FILTERED, NULL), { "x", "routed, but a "
		    "security group or network ACL stops it" } },
		{ is_used(m, PASS_NO_ROUTE, NULL),
		    { unicode ? "\u00b7" : ".", "no route" } },
		{ is_used(m, PASS_ONE_WAY, NULL),
		    { unicode ? "\u00bb" : ">",
		    "packets arrive, answers do not" } },
		{ is_used(m, PASS_UNKNOWN, NULL), { "?", "not decided" } },
		{ is_used(m, PASS_ITSELF, NULL), { "=", "itself" } },
		{ is_used(m, PASS_NOBODY, NULL),
		    { "-", "nobody is there" } }
	};

	if (is_used(m, PASS_PORTS, NULL))
		table_row(t, (const char *const[]){ "443",
		    "ports open (tcp where nothing else is said)" });
	if (has_partly(m))
		table_row(t, (const char *const[]){ "443~",
		    "not from everybody to everybody" });
	if (has_undecided(m))
		table_row(t, (const char *const[]){ "443?",
		    "whether more gets through is not decided" });
	add_vias(m, t);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (rows[i].used)
			table_row(t, rows[i].row);
	str_add_char(out, '\n');
	table_print(t, out, 1, m->style->width);
}

static void
draw_blocks(struct matrix *m, struct str *out)
{
	measure(m);
	str_add(out, m->style->width < TITLE_WIDTH ?
	    "reach  who can open connections to whom\n\n" :
	    "reach  who can open a connection to whom (there and back)\n\n");
	for (size_t from = 0, to; from < m->n; from = to) {
		to = columns_that_fit(m, from);
		if (from > 0)
			str_add_char(out, '\n');
		draw_block(m, out, from, to);
	}
	draw_legend(m, out);
}

/* Whether something gets through to a party, or from it. */
static bool
is_open(const struct matrix *m, size_t party)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->of->passages[party * m->n + i].kind == PASS_PORTS ||
		    m->of->passages[i * m->n + party].kind == PASS_PORTS)
			return true;
	return false;
}

/* Parties that are nobody, or nobody knows who: no group guards them. */
static void
draw_nobodies(const struct matrix *m, struct str *out, bool untold)
{
	struct str names = str_new(m->a);

	for (size_t i = 0; i < m->n; i++) {
		const struct scene_party *p = &m->of->parties.v[i];

		if ((untold ? p->is_untold : p->is_nobody) && is_open(m, i))
			str_addf(&names, "%s%s", names.n > 0 ? ", " : "",
			    p->label);
	}
	if (names.n == 0)
		return;
	str_add(out, "\nnote:  ");
	wrap_text(out, arena_printf(m->a, "%s %s%s: no security group is "
	    "asked there", untold ? "who is in" :
	    "no workload in the input is in", str_text(&names),
	    untold ? " is not known" : ""), m->style->width, 7, 7);
	str_add_char(out, '\n');
}

void
draw_matrix(struct arena *a, struct str *out, const struct scene *scene,
    const struct style *style)
{
	struct matrix m = { .a = a, .of = scene->matrix, .style = style,
		.n = scene->matrix->parties.n };
	struct str note = str_new(a);

	m.cells = arena_array(a, m.n * m.n, sizeof *m.cells);
	m.widths = arena_array(a, m.n, sizeof *m.widths);
	make_names(&m);
	m.name_width = text_width("from \\ to");
	for (size_t i = 0; i < m.n * m.n; i++)
		m.cells[i] = cell_text(a, &m.of->passages[i], style);
	draw_blocks(&m, out);
	draw_reasons(&m, out);
	draw_nobodies(&m, out, false);
	draw_nobodies(&m, out, true);
	legend_notes(a, scene, style, out);
	if (m.of->left_out == 0)
		return;
	str_addf(&note, "\nnote:  ");
	wrap_text(&note, arena_printf(a, "%zu of %zu rows and columns; those "
	    "of one VPC: draw --view matrix --vpc NAME; of one end: reach "
	    "--from or --to", m.n, m.n + m.of->left_out), style->width, 7, 7);
	str_addf(out, "%s\n", str_text(&note));
}

static void
draw_table_note(struct str *out, const char *text, const struct style *style)
{
	if (text == NULL)
		return;
	str_add(out, "note:  ");
	wrap_text(out, text, style->width, 7, 7);
	str_add_char(out, '\n');
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
			text = arena_printf(a, "%s%s%s",
			    notation_ports_format(a, p.ports),
			    p.partly ? "  (partly)" : "",
			    p.undecided ? "  (more is not decided)" : "");
		else if (p.kind == PASSAGE_ONE_WAY)
			text = "one-way: answers are lost";
		else if (p.kind == PASSAGE_UNKNOWN)
			text = arena_printf(a, "unknown%s%s",
			    p.because != NULL ? ": " : "",
			    p.because != NULL ? p.because : "");
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
	draw_table_note(out, nodes_nobody_is(base, given, !from), style);
	draw_table_note(out, nodes_left_out(a, reach_model(base->r)), style);
}
