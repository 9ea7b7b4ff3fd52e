/* SPDX-License-Identifier: MIT */
#include "document/writer.h"

#include "base/fatal.h"
#include "base/utf8.h"
#include "document/layout.h"

#include <inttypes.h>
#include <string.h>

struct writer
writer_new(struct str *out)
{
	struct writer w = { .out = out };

	return w;
}

static void
new_line(struct writer *w, unsigned depth)
{
	str_add_char(w->out, '\n');
	str_add_repeat(w->out, ' ', 2 * (size_t)depth);
}

/* What stands between the last value and the next key or value. */
static void
separate(struct writer *w)
{
	bool filled;

	if (w->after_key) {
		w->after_key = false;
		return;
	}
	if (w->depth == 0)
		return;
	filled = w->level[w->depth - 1].filled;
	w->level[w->depth - 1].filled = true;
	if (filled)
		str_add_char(w->out, ',');
	if (!w->level[w->depth - 1].is_inline)
		new_line(w, w->depth);
	else if (filled || w->level[w->depth - 1].close == '}')
		str_add_char(w->out, ' ');
}

static void
begin(struct writer *w, char open, char close, bool is_inline)
{
	separate(w);
	if (w->depth == WRITER_DEPTH_MAX)
		BUG("a JSON text is written deeper than WRITER_DEPTH_MAX");
	str_add_char(w->out, open);
	w->level[w->depth].close = close;
	w->level[w->depth].filled = false;
	w->level[w->depth].is_inline = is_inline ||
	    (w->depth > 0 && w->level[w->depth - 1].is_inline);
	w->depth++;
}

void
writer_begin_map(struct writer *w)
{
	begin(w, '{', '}', false);
}

void
writer_begin_list(struct writer *w)
{
	begin(w, '[', ']', false);
}

void
writer_begin_map_inline(struct writer *w)
{
	begin(w, '{', '}', true);
}

void
writer_begin_list_inline(struct writer *w)
{
	begin(w, '[', ']', true);
}

static void
begin_fit(struct writer *w, char open, char close)
{
	bool outermost = w->fit_depth == 0 &&
	    (w->depth == 0 || !w->level[w->depth - 1].is_inline);

	begin(w, open, close, true);
	if (!outermost)
		return;
	w->fit_depth = w->depth;
	w->fit_at = w->out->n - 1;
}

void
writer_begin_map_fit(struct writer *w)
{
	begin_fit(w, '{', '}');
}

void
writer_begin_list_fit(struct writer *w)
{
	begin_fit(w, '[', ']');
}

/* The outermost _fit container is written on one line: see if it fits. */
static void
fit(struct writer *w)
{
	struct str *out = w->out;
	size_t line = w->fit_at, length = out->n - w->fit_at;
	const char *text;

	while (line > 0 && out->v[line - 1] != '\n')
		line--;
	if (layout_fits(out->v + line, out->n - line, out->v[w->fit_at]))
		return;
	text = arena_strndup(out->a, out->v + w->fit_at, length);
	str_cut(out, w->fit_at);
	layout_container(out, text, length, w->depth);
}

void
writer_end(struct writer *w)
{
	char close;

	if (w->depth == 0 || w->after_key)
		BUG("a JSON text is closed where nothing is open");
	w->depth--;
	close = w->level[w->depth].close;
	if (w->level[w->depth].filled) {
		if (!w->level[w->depth].is_inline)
			new_line(w, w->depth);
		else if (close == '}')
			str_add_char(w->out, ' ');
	}
	str_add_char(w->out, close);
	if (w->fit_depth == w->depth + 1) {
		w->fit_depth = 0;
		fit(w);
	}
}

static void
add_escaped(struct str *out, uint32_t point)
{
	static const char plain[] = "\"\\\b\f\n\r\t";
	static const char letters[] = "\"\\bfnrt";
	const char *found = point < 0x80 && point > 0
	    ? strchr(plain, (int)point) : NULL;

	str_add_char(out, '\\');
	if (found != NULL)
		str_add_char(out, letters[found - plain]);
	else
		str_addf(out, "u%04x", (unsigned)point);
}

/* Whether a bracket after what is written makes "##[" or "##word[". */
static bool
is_order(const struct str *out)
{
	size_t n = out->n;

	while (n > 0 && ((out->v[n - 1] >= 'a' && out->v[n - 1] <= 'z') ||
	    (out->v[n - 1] >= 'A' && out->v[n - 1] <= 'Z')))
		n--;
	return n >= 2 && memcmp(out->v + n - 2, "##", 2) == 0;
}

/*
 * JSON wants it of quotes, backslashes and the controls below U+0020; other
 * controls would do harm on a terminal that shows the text, and "##[" is an
 * order to some CI runners.
 */
static bool
must_escape(const struct str *out, uint32_t point)
{
	return point == '"' || point == '\\' || utf8_is_control(point) ||
	    (point == '[' && is_order(out));
}

static void
add_string(struct str *out, const char *text)
{
	size_t left = strlen(text);

	str_add_char(out, '"');
	while (left > 0) {
		char form[UTF8_POINT_MAX];
		uint32_t point;
		size_t step = utf8_decode(text, left, &point);

		if (step > 0 && must_escape(out, point))
			add_escaped(out, point);
		else
			str_add_bytes(out, form, utf8_write(point, form));
		step = step > 0 ? step : 1;
		text += step;
		left -= step;
	}
	str_add_char(out, '"');
}

void
writer_key(struct writer *w, const char *key)
{
	if (w->depth == 0 || w->level[w->depth - 1].close != '}' ||
	    w->after_key)
		BUG("a JSON key is written where none may stand");
	separate(w);
	add_string(w->out, key);
	str_add(w->out, ": ");
	w->after_key = true;
}

void
writer_text(struct writer *w, const char *text)
{
	if (text == NULL) {
		writer_null(w);
		return;
	}
	separate(w);
	add_string(w->out, text);
}

void
writer_integer(struct writer *w, int64_t n)
{
	separate(w);
	str_addf(w->out, "%" PRId64, n);
}

void
writer_bool(struct writer *w, bool b)
{
	separate(w);
	str_add(w->out, b ? "true" : "false");
}

void
writer_null(struct writer *w)
{
	separate(w);
	str_add(w->out, "null");
}

void
writer_json(struct writer *w, const char *text)
{
	size_t n = strlen(text);

	separate(w);
	while (n > 0 && text[n - 1] == '\n')
		n--;
	for (size_t i = 0; i < n; i++)
		if (text[i] == '\n')
			new_line(w, w->depth);
		else
			str_add_char(w->out, text[i]);
}

void
writer_member_text(struct writer *w, const char *key, const char *text)
{
	writer_key(w, key);
	writer_text(w, text);
}

void
writer_member_integer(struct writer *w, const char *key, int64_t n)
{
	writer_key(w, key);
	writer_integer(w, n);
}

void
writer_member_bool(struct writer *w, const char *key, bool b)
{
	writer_key(w, key);
	writer_bool(w, b);
}

void
writer_finish(struct writer *w)
{
	if (w->depth != 0)
		BUG("a JSON text ends with something open");
	str_add_char(w->out, '\n');
}
