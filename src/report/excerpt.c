/* SPDX-License-Identifier: MIT */
#include "report/excerpt.h"

#include "base/str.h"
#include "base/utf8.h"
#include "text/sanitise.h"
#include "text/width.h"

#include <string.h>

/*
 * Bytes looked at on each side of a place.  Enough for a window of any
 * characters, and it keeps the cost of a finding independent of how long its
 * line is.
 */
enum { REACH = 1024 };

/* A line in three parts, each already safe to print. */
struct parts {
	const char *before, *token, *after;
	bool cut_before, cut_after;	/* the line goes on out of reach */
};

static const char *
safe(struct arena *a, const char *bytes, size_t length)
{
	char *copy = arena_strndup(a, bytes, length);

	for (char *p = copy; *p != '\0'; p++)
		if (*p == '\t')
			*p = ' ';
	/* strlen: a NUL in the text ends what can be shown of it */
	return sanitise(a, copy, strlen(copy));
}

/* The first byte of a code point at or behind p, before end. */
static const char *
point_start(const char *p, const char *end)
{
	while (p < end && ((unsigned char)*p & 0xc0) == 0x80)
		p++;
	return p;
}

/*
 * An end of token that leaves its first code point whole: a fault of syntax
 * is at a byte, which may begin one.
 */
static const char *
keep_point(const char *token, const char *token_end, const char *end)
{
	uint32_t point;
	size_t n = token == end ? 0 :
	    utf8_decode(token, (size_t)(end - token), &point);

	return token + n > token_end ? token + n : token_end;
}

static bool
is_one_line(const struct file *file)
{
	return file->is_guarded || file->n_lines == 1 ||
	    (file->n_lines == 2 && file->text[file->length - 1] == '\n');
}

/* False if there is no line there, or nothing in it. */
static bool
take_parts(struct arena *a, const struct files *files, struct place at,
    struct place end, struct parts *out)
{
	const char *line, *token, *token_end, *line_end, *from, *to;
	const struct file *file;
	size_t length;

	if (!place_line(files, at, &line, &length))
		return false;
	file = files_get(files, at.file);
	line_end = line + length;
	token = file->text + (at.offset < file->length ? at.offset :
	    file->length);
	token_end = file->text + (end.offset < file->length ? end.offset :
	    file->length);
	if (length == 0)
		return false;
	if (token > line_end)
		token = line_end;
	if (token_end > line_end || token_end < token)
		token_end = line_end;
	if (!is_one_line(file))
		token_end = keep_point(token, token_end, line_end);
	from = token - line > REACH ? point_start(token - REACH, token) : line;
	to = line_end - token_end > REACH ?
	    point_start(token_end + REACH, line_end) : line_end;
	if (is_one_line(file)) {
		if (token_end - token <= 1)
			return false;
		from = token;
		to = token_end;
	}
	out->before = safe(a, from, (size_t)(token - from));
	out->token = safe(a, token, (size_t)(token_end - token));
	out->after = safe(a, token_end, (size_t)(to - token_end));
	out->cut_before = !is_one_line(file) && from > line;
	out->cut_after = !is_one_line(file) && to < line_end;
	return true;
}

/* A bracket alone on its line tells nobody anything. */
static bool
is_bare_bracket(const struct parts *p)
{
	return strspn(p->before, " ") == strlen(p->before) &&
	    (str_equal(p->token, "{") || str_equal(p->token, "[")) &&
	    strspn(p->after, " ,") == strlen(p->after);
}

/* Append as much of text as fits into cells; an ellipsis if that is not all
 * of it, or if it goes on. */
static void
add_start(struct str *s, const char *text, size_t cells, bool goes_on,
    const char *ellipsis)
{
	size_t width = text_width(text);

	if (width < cells || (width == cells && !goes_on)) {
		str_add(s, text);
		if (goes_on)
			str_add(s, ellipsis);
		return;
	}
	if (cells == 0)
		return;
	str_add_bytes(s, text, text_fit(text, cells - 1));
	str_add(s, ellipsis);
}

/*
 * What is before the token is kept whole where it fits; else its end is
 * shown, in what token and rest leave free, at least a quarter of the window.
 */
static void
add_before(struct str *s, const struct parts *p, size_t width,
    const char *ellipsis)
{
	size_t cells = text_width(p->before);
	size_t behind = text_width(p->token) + text_width(p->after) +
	    p->cut_after;
	size_t most = width / 4;

	if (behind < width && width - behind > most)
		most = width - behind;
	if (!p->cut_before && (cells <= most ||
	    cells + text_width(p->token) + 1 <= width)) {
		str_add(s, p->before);
		return;
	}
	str_add(s, ellipsis);
	str_add(s, p->before + strlen(p->before) -
	    text_fit_end(p->before, most - 1));
}

bool
excerpt_take(struct arena *a, const struct files *files, struct place at,
    struct place end, size_t width, const char *ellipsis, struct excerpt *out)
{
	struct parts p;
	struct str s = str_new(a);
	size_t column, cells;

	if (!take_parts(a, files, at, end, &p) || is_bare_bracket(&p))
		return false;
	add_before(&s, &p, width, ellipsis);
	column = text_width(str_text(&s));
	add_start(&s, p.token, width - column, false, ellipsis);
	cells = text_width(str_text(&s)) - column;
	if (column + cells < width)
		add_start(&s, p.after, width - column - cells, p.cut_after,
		    ellipsis);
	while (s.n > 0 && s.v[s.n - 1] == ' ' &&
	    text_width(str_text(&s)) > column + cells)
		str_cut(&s, s.n - 1);
	out->text = str_text(&s);
	out->column = column;
	out->cells = cells > 0 ? cells : 1;
	return true;
}
