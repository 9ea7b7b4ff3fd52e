/* SPDX-License-Identifier: MIT */
#include "draw/svg.h"

#include "base/utf8.h"
#include "base/vec.h"
#include "draw/glyph.h"
#include "text/width.h"

#include <stdlib.h>
#include <string.h>

/* Tenths of a unit; a cell is 8.4 by 17. */
enum { CELL_WIDTH = 84, CELL_HEIGHT = 170, BASELINE = 125, BESIDE = 15,
	MARGIN = 100, FONT_SIZE = 14 };

/* How a role looks: a class, and its colours on light and on dark. */
static const struct look {
	enum role role;
	const char *name, *light, *dark;
	bool bold;
} looks[] = {
	{ ROLE_NONE, "t", "#1f2328", "#e6edf3", false },
	{ ROLE_ACCOUNT, "account", "#656d76", "#8d96a0", false },
	{ ROLE_VPC, "vpc", "#8250df", "#c297ff", false },
	{ ROLE_PUBLIC, "public", "#1a7f37", "#56d364", false },
	{ ROLE_PRIVATE, "private", "#0b7285", "#56c8d8", false },
	{ ROLE_GATEWAY, "gateway", "#1f2328", "#e6edf3", true },
	{ ROLE_ERROR, "error", "#cf222e", "#ff7b72", true },
	{ ROLE_WARNING, "warning", "#9a6700", "#e3b341", false },
	{ ROLE_NOTE, "note", "#0969da", "#79c0ff", false },
	{ ROLE_ADDED, "added", "#1a7f37", "#56d364", false },
	{ ROLE_REMOVED, "removed", "#cf222e", "#ff7b72", false },
	{ ROLE_CHANGED, "changed", "#9a6700", "#e3b341", false }
};

enum { LOOKS = sizeof looks / sizeof looks[0] };

/* A piece of a straight line; ends in order. */
struct segment {
	bool is_down;
	size_t at;		/* y of one across, x of one down */
	size_t from, to;
};

struct segments {
	VEC(struct segment) v;
};

struct pen {
	struct arena *a;
	struct str *out;
	struct segments lines[LOOKS];
	struct str run;		/* of text, not yet put out */
	size_t run_x, run_cells;
	size_t x, y, look;
	const char *starts[LOOKS];
};

/* Tenths as a decimal number. */
static void
add_number(struct str *out, size_t tenths)
{
	str_addf(out, "%zu", tenths / 10);
	if (tenths % 10 != 0)
		str_addf(out, ".%zu", tenths % 10);
}

static void
add_escaped(struct str *out, const char *text)
{
	for (; *text != '\0'; text++)
		switch (*text) {
		case '<':
			str_add(out, "&lt;");
			break;
		case '>':
			str_add(out, "&gt;");
			break;
		case '&':
			str_add(out, "&amp;");
			break;
		case '"':
			str_add(out, "&quot;");
			break;
		default:
			str_add_char(out, *text);
		}
}

/* ----------------------------------------------------------------- texts */

static void
end_run(struct pen *p)
{
	while (p->run.n > 0 && p->run.v[p->run.n - 1] == ' ') {
		str_cut(&p->run, p->run.n - 1);
		p->run_cells--;
	}
	if (p->run.n > 0) {
		str_addf(p->out, "<text class=\"%s\" x=\"",
		    looks[p->look].name);
		add_number(p->out, MARGIN + p->run_x * CELL_WIDTH);
		str_add(p->out, "\" y=\"");
		add_number(p->out, MARGIN + p->y * CELL_HEIGHT + BASELINE);
		str_add(p->out, "\" textLength=\"");
		add_number(p->out, p->run_cells * CELL_WIDTH);
		str_add(p->out, "\" lengthAdjust=\"spacingAndGlyphs\">");
		add_escaped(p->out, str_text(&p->run));
		str_add(p->out, "</text>\n");
	}
	str_cut(&p->run, 0);
	p->run_cells = 0;
}

static void
add_text(struct pen *p, const char *bytes, size_t n, unsigned width)
{
	if (p->run.n == 0)
		p->run_x = p->x;
	str_add_bytes(&p->run, bytes, n);
	p->run_cells += width;
}

/* ----------------------------------------------------------------- lines */

/* A stroke from the middle of a cell to the middle of its edge. */
struct stroke {
	int dx, dy;
	enum line line;
	enum line opposite;	/* on the same axis */
	enum line before, after;	/* across: towards smaller coordinates,
					   and larger ones */
};

/*
 * Where one of two parallel lines begins: before the middle where it turns
 * around the outside of a corner, behind it on the inside.
 */
static int
double_start(const struct stroke *s, bool is_before)
{
	enum line near = is_before ? s->before : s->after;
	enum line far = is_before ? s->after : s->before;

	if (near == LINE_DOUBLE)
		return BESIDE;
	if (s->opposite != LINE_NONE)
		return 0;
	return far == LINE_DOUBLE ? -BESIDE : 0;
}

static void
add_segment(struct pen *p, const struct stroke *s, int start, int beside)
{
	bool is_down = s->dy != 0;
	long x = (long)(MARGIN + p->x * CELL_WIDTH + CELL_WIDTH / 2);
	long y = (long)(MARGIN + p->y * CELL_HEIGHT + CELL_HEIGHT / 2);
	long middle = is_down ? y : x, way = s->dx + s->dy;
	long near = middle + way * start;
	long far = middle + way * (is_down ? CELL_HEIGHT : CELL_WIDTH) / 2;
	struct segment one = {
		is_down, (size_t)((is_down ? x : y) + beside),
		(size_t)(near < far ? near : far),
		(size_t)(near < far ? far : near)
	};

	vec_push(p->a, &p->lines[p->look].v, one);
}

static void
add_stroke(struct pen *p, const struct stroke *s)
{
	bool crosses = s->before == LINE_DOUBLE || s->after == LINE_DOUBLE;

	if (s->line == LINE_LIGHT)
		add_segment(p, s, crosses && s->opposite == LINE_NONE ?
		    s->before != LINE_NONE && s->after != LINE_NONE ? BESIDE :
		    0 : 0, 0);
	if (s->line != LINE_DOUBLE)
		return;
	add_segment(p, s, double_start(s, true), -BESIDE);
	add_segment(p, s, double_start(s, false), BESIDE);
}

static void
add_joint(struct pen *p, struct joint j)
{
	const enum line up = (enum line)j.up, down = (enum line)j.down;
	const enum line left = (enum line)j.left, right = (enum line)j.right;
	const struct stroke strokes[] = {
		{ 0, -1, up, down, left, right },
		{ 0, 1, down, up, left, right },
		{ -1, 0, left, right, up, down },
		{ 1, 0, right, left, up, down }
	};

	for (size_t i = 0; i < sizeof strokes / sizeof strokes[0]; i++)
		add_stroke(p, &strokes[i]);
}

/* Across before down, then from the top, from the left. */
static int
compare_segments(const void *x, const void *y)
{
	const struct segment *a = x, *b = y;

	if (a->is_down != b->is_down)
		return a->is_down ? 1 : -1;
	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return (a->from > b->from) - (a->from < b->from);
}

/* One path of all lines of a look: pieces that touch are drawn as one. */
static void
put_lines(struct pen *p, size_t look)
{
	struct segments *lines = &p->lines[look];

	if (lines->v.n == 0)
		return;
	vec_sort(&lines->v, compare_segments);
	str_addf(p->out, "<path class=\"%s\" d=\"", looks[look].name);
	for (size_t i = 0, end; i < lines->v.n; i = end) {
		struct segment one = lines->v.v[i];

		for (end = i + 1; end < lines->v.n &&
		    lines->v.v[end].is_down == one.is_down &&
		    lines->v.v[end].at == one.at &&
		    lines->v.v[end].from <= one.to; end++)
			if (lines->v.v[end].to > one.to)
				one.to = lines->v.v[end].to;
		str_add_char(p->out, 'M');
		add_number(p->out, one.is_down ? one.at : one.from);
		str_add_char(p->out, ' ');
		add_number(p->out, one.is_down ? one.from : one.at);
		str_add_char(p->out, one.is_down ? 'V' : 'H');
		add_number(p->out, one.to);
	}
	str_add(p->out, "\"/>\n");
}

/* ------------------------------------------------------------ the picture */

/* The look that an escape sequence begins; 0 for the end of one. */
static size_t
find_look(const struct pen *p, const char *text, size_t n)
{
	for (size_t i = 1; i < LOOKS; i++)
		if (strlen(p->starts[i]) == n &&
		    memcmp(p->starts[i], text, n) == 0)
			return i;
	return 0;
}

/* One line; a run of text ends at lines, changes of look and two blanks. */
static void
draw_line(struct pen *p, const char *text, size_t left)
{
	p->x = 0;
	while (left > 0) {
		uint32_t point;
		unsigned width;
		struct joint joint;
		size_t n;

		if (*text == '\033') {
			const char *end = memchr(text, 'm', left);

			n = end != NULL ? (size_t)(end - text) + 1 : left;
			end_run(p);
			p->look = find_look(p, text, n);
			text += n;
			left -= n;
			continue;
		}
		n = utf8_decode(text, left, &point);
		n = n > 0 ? n : 1;
		width = point_width(point);
		if (glyph_is_line(point, &joint)) {
			end_run(p);
			add_joint(p, joint);
		} else if (point == ' ' && (p->run.n == 0 || left == n ||
		    text[n] == ' ')) {
			end_run(p);
		} else {
			add_text(p, text, n, width);
		}
		p->x += width;
		text += n;
		left -= n;
	}
	end_run(p);
}

static size_t
plain_width(struct arena *a, const char *line, size_t n)
{
	struct str plain = str_new(a);

	for (size_t i = 0; i < n; i++) {
		if (line[i] == '\033')
			while (i < n && line[i] != 'm')
				i++;
		else
			str_add_char(&plain, line[i]);
	}
	return text_width(str_text(&plain));
}

static void
add_styles(struct str *out)
{
	str_addf(out, "<style>\ntext{font-family:ui-monospace,Menlo,Consolas,"
	    "monospace;font-size:%dpx;white-space:pre}\n"
	    "path{fill:none;stroke-width:1;stroke-linecap:square;"
	    "shape-rendering:crispEdges}\n.bg{fill:#ffffff}\n", FONT_SIZE);
	for (size_t i = 0; i < LOOKS; i++)
		str_addf(out, "text.%s{fill:%s%s}path.%s{stroke:%s}\n",
		    looks[i].name, looks[i].light, looks[i].bold ?
		    ";font-weight:bold" : "", looks[i].name, looks[i].light);
	str_add(out, "@media(prefers-color-scheme:dark){\n"
	    ".bg{fill:#0d1117}\n");
	for (size_t i = 0; i < LOOKS; i++)
		str_addf(out, "text.%s{fill:%s}path.%s{stroke:%s}\n",
		    looks[i].name, looks[i].dark, looks[i].name,
		    looks[i].dark);
	str_add(out, "}\n</style>\n");
}

static void
add_head(struct str *out, size_t width, size_t height,
    const char *description)
{
	str_add(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" "
	    "role=\"img\" width=\"");
	add_number(out, 2 * MARGIN + width * CELL_WIDTH);
	str_add(out, "\" height=\"");
	add_number(out, 2 * MARGIN + height * CELL_HEIGHT);
	str_add(out, "\" viewBox=\"0 0 ");
	add_number(out, 2 * MARGIN + width * CELL_WIDTH);
	str_add_char(out, ' ');
	add_number(out, 2 * MARGIN + height * CELL_HEIGHT);
	str_add(out, "\">\n<title>Network diagram</title>\n<desc>");
	add_escaped(out, description);
	str_add(out, "</desc>\n");
	add_styles(out);
	str_add(out, "<rect class=\"bg\" width=\"100%\" height=\"100%\"/>\n"
	    "<g>\n");
}

void
svg_draw(struct arena *a, const char *picture, const char *description,
    struct str *out)
{
	struct pen p = { .a = a, .out = out, .run = str_new(a) };
	const struct style coloured = { .colour = true, .unicode = true };
	size_t width = 0, height = 0;

	for (size_t i = 0; i < LOOKS; i++)
		p.starts[i] = style_start(&coloured, looks[i].role);
	for (const char *line = picture; *line != '\0'; height++) {
		size_t n = strcspn(line, "\n"), cells = plain_width(a, line, n);

		width = cells > width ? cells : width;
		line += n + (line[n] == '\n');
	}
	add_head(out, width, height, description);
	for (const char *line = picture; *line != '\0'; p.y++) {
		size_t n = strcspn(line, "\n");

		draw_line(&p, line, n);
		line += n + (line[n] == '\n');
	}
	for (size_t i = 0; i < LOOKS; i++)
		put_lines(&p, i);
	str_add(out, "</g>\n</svg>\n");
}
