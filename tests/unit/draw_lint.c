/* SPDX-License-Identifier: MIT */
#include "draw_lint.h"

#include "base/str.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "text/sanitise.h"
#include "text/width.h"

#include <string.h>

/* Arms of a glyph: up, down, left, right; 1 light, 2 double. */
struct arms {
	const char *glyph;
	const char *arms;
	char ascii;
};

static const struct arms lines[] = {
	{ "─", "0011", '-' }, { "│", "1100", '|' }, { "┌", "0101", '+' },
	{ "┐", "0110", '+' }, { "└", "1001", '+' }, { "┘", "1010", '+' },
	{ "├", "1101", '+' }, { "┤", "1110", '+' }, { "┬", "0111", '+' },
	{ "┴", "1011", '+' }, { "┼", "1111", '+' }, { "═", "0022", '=' },
	{ "║", "2200", '#' }, { "╔", "0202", '#' }, { "╗", "0220", '#' },
	{ "╚", "2002", '#' }, { "╝", "2020", '#' }, { "╠", "2202", '#' },
	{ "╣", "2220", '#' }, { "╦", "0222", '#' }, { "╩", "2022", '#' },
	{ "╬", "2222", '#' }, { "╒", "0102", '+' }, { "╕", "0120", '+' },
	{ "╘", "1002", '+' }, { "╛", "1020", '+' }, { "╤", "0122", '+' },
	{ "╧", "1022", '+' }, { "╪", "1122", '+' }, { "╓", "0201", '#' },
	{ "╖", "0210", '#' }, { "╙", "2001", '#' }, { "╜", "2010", '#' },
	{ "╟", "2201", '#' }, { "╢", "2210", '#' }, { "╥", "0211", '#' },
	{ "╨", "2011", '#' }, { "╫", "2211", '#' },
	/* caps of ports and marks: no lines */
	{ "╡", NULL, '[' }, { "╞", NULL, ']' }, { "►", NULL, '>' },
	{ "◄", NULL, '<' }, { "▼", NULL, 'v' }, { "▲", NULL, '^' },
	{ "…", NULL, '~' }, { "·", NULL, '.' }, { "×", NULL, 'x' },
	{ "█", NULL, '#' }, { "░", NULL, '.' }, { "→", NULL, '>' }
};

struct cell {
	const char *p;		/* NULL: the right half of a wide character */
	size_t n;
	const char *arms;	/* NULL: no line */
};

struct line {
	VEC(struct cell) cells;
	const char *text;
};

struct grid {
	VEC(struct line *) lines;
};

static const struct arms *
find_glyph(const char *p, size_t n)
{
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
		if (strlen(lines[i].glyph) == n &&
		    memcmp(lines[i].glyph, p, n) == 0)
			return &lines[i];
	return NULL;
}

static void
fill_line(struct arena *a, struct line *line, const char *text, size_t length)
{
	line->text = arena_strndup(a, text, length);
	for (size_t at = 0; at < length;) {
		uint32_t point;
		size_t n = utf8_decode(text + at, length - at, &point);
		const struct arms *glyph;
		struct cell cell = { .p = text + at };

		cell.n = n = n > 0 ? n : 1;
		glyph = find_glyph(text + at, n);
		if (glyph != NULL)
			cell.arms = glyph->arms;
		for (unsigned k = point_width(point); k > 0; k--) {
			vec_push(a, &line->cells, cell);
			cell = (struct cell){ .p = NULL };
		}
		at += n;
	}
}

static struct grid
read_grid(struct arena *a, const char *text)
{
	struct grid g = { 0 };

	while (*text != '\0') {
		size_t length = strcspn(text, "\n");
		struct line *line = arena_alloc(a, sizeof *line);

		fill_line(a, line, text, length);
		vec_push(a, &g.lines, line);
		text += length + (text[length] == '\n');
	}
	return g;
}

static const struct cell *
cell_at(const struct grid *g, size_t x, size_t y)
{
	if (y >= g->lines.n || x >= g->lines.v[y]->cells.n)
		return NULL;
	return &g->lines.v[y]->cells.v[x];
}

static bool
is_blank(const struct cell *c)
{
	return c == NULL || (c->p != NULL && c->n == 1 && *c->p == ' ');
}

/* What is wrong with a line glyph's joint in direction i, or NULL. */
static const char *
joint_fault(const struct grid *g, size_t x, size_t y, int i)
{
	static const struct {
		int dx, dy, opposite;
	} ways[] = { { 0, -1, 1 }, { 0, 1, 0 }, { -1, 0, 3 }, { 1, 0, 2 } };
	const struct cell *c = cell_at(g, x, y);
	const struct cell *next = cell_at(g, x + (size_t)ways[i].dx,
	    y + (size_t)ways[i].dy);
	bool line = next != NULL && next->arms != NULL;
	char arm = c->arms[i];

	if (arm == '0')
		return line && next->arms[ways[i].opposite] != '0' ?
		    "is not joined by its neighbour" : NULL;
	if (line && next->arms[ways[i].opposite] != arm)
		return "meets another style";
	if (!line && i < 2 && is_blank(next))
		return "dangles";
	return NULL;
}

static bool
is_framed(const struct line *line)
{
	static const char *const starts[] = { "┌", "│", "└", "╔", "║", "╚" };

	for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
		if (str_starts_with(line->text, starts[i]))
			return true;
	return false;
}

static const char *
line_fault(struct arena *a, const struct grid *g, size_t y, size_t width)
{
	const struct line *line = g->lines.v[y];

	if (line->cells.n > width)
		return "is too wide";
	if (str_ends_with(line->text, " "))
		return "ends in a blank";
	if (sanitise_line(a, line->text) != line->text)
		return "reads like a command";
	if (!utf8_is_valid(line->text, strlen(line->text)))
		return "is not UTF-8";
	for (size_t x = 0; x < line->cells.n; x++)
		for (int i = 0; i < 4 && line->cells.v[x].arms != NULL; i++) {
			const char *fault = joint_fault(g, x, y, i);

			if (fault != NULL)
				return arena_printf(a, "column %zu %s", x + 1,
				    fault);
		}
	return NULL;
}

const char *
lint_fault(struct arena *a, const char *text, size_t width)
{
	struct grid g = read_grid(a, text);
	size_t framed = 0;

	for (size_t y = 0; y < g.lines.n; y++) {
		const struct line *line = g.lines.v[y];
		const char *fault = line_fault(a, &g, y, width);

		if (fault == NULL && is_framed(line) && framed != 0 &&
		    line->cells.n != framed)
			fault = "is not as wide as the frames above";
		if (is_framed(line))
			framed = line->cells.n;
		if (fault != NULL)
			return arena_printf(a, "line %zu %s\n%s", y + 1,
			    fault, line->text);
	}
	return NULL;
}

const char *
lint_ascii(struct arena *a, const char *text)
{
	struct str out = str_new(a);
	size_t left = strlen(text);

	while (left > 0) {
		uint32_t point;
		size_t n = utf8_decode(text, left, &point);
		const struct arms *glyph = find_glyph(text, n > 0 ? n : 1);

		n = n > 0 ? n : 1;
		if (glyph != NULL)
			str_add_char(&out, glyph->ascii);
		else
			str_add_bytes(&out, text, n);
		text += n;
		left -= n;
	}
	return str_text(&out);
}

const char *
lint_plain(struct arena *a, const char *text)
{
	struct str out = str_new(a);

	while (*text != '\0') {
		size_t n = strcspn(text, "\033");

		str_add_bytes(&out, text, n);
		text += n;
		if (*text == '\033')
			text = strchr(text, 'm') + 1;
	}
	return str_text(&out);
}
