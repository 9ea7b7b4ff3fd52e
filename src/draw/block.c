/* SPDX-License-Identifier: MIT */
#include "draw/block.h"

#include <string.h>

enum { FENCE_LEAST = 3 };

static const char begin_marker[] = "<!-- vpcplan:begin";
static const char end_marker[] = "<!-- vpcplan:end";

/* One line of the file, without what ends it. */
struct line {
	const char *v;
	size_t n, whole;	/* bytes without the end, and with it */
};

static struct line
line_at(const char *text, size_t left)
{
	const char *end = memchr(text, '\n', left);
	struct line l = { .v = text };

	l.whole = end != NULL ? (size_t)(end - text) + 1 : left;
	l.n = end != NULL ? l.whole - 1 : l.whole;
	if (l.n > 0 && text[l.n - 1] == '\r')
		l.n--;
	return l;
}

static void
trim(const char **text, size_t *n)
{
	while (*n > 0 && (**text == ' ' || **text == '\t')) {
		++*text;
		--*n;
	}
	while (*n > 0 && ((*text)[*n - 1] == ' ' || (*text)[*n - 1] == '\t'))
		--*n;
}

/* Whether the line is that marker; *name is what stands in it, trimmed. */
static bool
is_marker(struct arena *a, const struct line *l, const char *marker,
    const char **name)
{
	const char *text = l->v;
	size_t n = l->n, length = strlen(marker);

	trim(&text, &n);
	if (n < length + 3 || memcmp(text, marker, length) != 0 ||
	    memcmp(text + n - 3, "-->", 3) != 0)
		return false;
	text += length;
	n -= length + 3;
	if (n > 0 && *text != ' ' && *text != '\t')
		return false;	/* "vpcplan:beginning" */
	trim(&text, &n);
	*name = arena_strndup(a, text, n);
	return true;
}

/* A fence of code outside of blocks: pages show what the markers look like. */
struct fence {
	char mark;		/* '`' or '~'; 0: none is open */
	size_t n;
};

/* Follow fences over a line; true if the line is code, or a fence. */
static bool
is_code(struct fence *f, const struct line *l)
{
	enum { INDENT_MOST = 3 };
	size_t at = 0, n = 0, rest;

	while (at < l->n && l->v[at] == ' ')
		at++;
	while (at + n < l->n && (l->v[at] == '`' || l->v[at] == '~') &&
	    l->v[at + n] == l->v[at])
		n++;
	if (at > INDENT_MOST || n < FENCE_LEAST)
		return f->mark != 0;
	rest = at + n;
	if (f->mark == 0) {
		/* "``` `" is text; a fence has no backquotes behind it */
		if (l->v[at] == '`' && memchr(l->v + rest, '`', l->n - rest) !=
		    NULL)
			return false;
		*f = (struct fence){ l->v[at], n };
		return true;
	}
	while (rest < l->n && (l->v[rest] == ' ' || l->v[rest] == '\t'))
		rest++;
	if (l->v[at] == f->mark && n >= f->n && rest == l->n)
		f->mark = 0;
	return true;
}

/* Where the block's markers are, by offset of lines. */
struct span {
	size_t begin, content, end;	/* the first marker, what follows it,
					   the second marker */
	size_t found;
	const char *line_end;
};

static const char *
find_block(struct arena *a, const char *text, size_t length,
    const char *wanted, struct span *out)
{
	bool open = false, ours = false;
	size_t number = 1, opened = 0;
	struct fence fence = { 0 };
	struct line l;

	for (size_t at = 0; at < length; at += l.whole, number++) {
		const char *name = "";

		l = line_at(text + at, length - at);
		if (!open && is_code(&fence, &l))
			continue;
		if (is_marker(a, &l, begin_marker, &name)) {
			if (open)
				return arena_printf(a, "line %zu begins a "
				    "block inside that of line %zu", number,
				    opened);
			open = true;
			opened = number;
			ours = wanted == NULL || str_equal(name, wanted);
			if (!ours)
				continue;
			if (++out->found > 1)
				return wanted != NULL ? arena_printf(a,
				    "line %zu begins a second block of that "
				    "name", number) : "it has several blocks: "
				    "say which with --block NAME";
			out->begin = at;
			out->content = at + l.whole;
			out->line_end = l.whole > l.n + 1 ? "\r\n" : "\n";
		} else if (is_marker(a, &l, end_marker, &name)) {
			if (!open)
				return arena_printf(a, "line %zu ends a block "
				    "that no line begins", number);
			if (ours)
				out->end = at;
			open = ours = false;
		}
	}
	if (open)
		return arena_printf(a, "no line ends the block of line %zu",
		    opened);
	if (out->found == 0 && wanted != NULL)
		return arena_printf(a, "it has no line \"%s %s -->\"",
		    begin_marker, wanted);
	if (out->found == 0)
		return arena_printf(a, "it has no line \"%s -->\"",
		    begin_marker);
	return NULL;
}

/* The longest run of backquotes in the text: the fence must be longer. */
static size_t
longest_run(const char *text)
{
	size_t most = 0;

	for (; *text != '\0'; text++) {
		size_t n = strspn(text, "`");

		most = n > most ? n : most;
		if (n > 0)
			text += n - 1;
	}
	return most;
}

static void
add_line(struct str *out, const char *text, size_t n, const char *line_end)
{
	str_add_bytes(out, text, n);
	str_add(out, line_end);
}

const char *
block_replace(struct arena *a, const char *text, size_t length,
    const struct block *b, struct str *out)
{
	struct span span = { 0 };
	const char *why = find_block(a, text, length, b->name, &span);
	size_t fence = longest_run(b->content) + 1;
	struct str quotes = str_new(a);

	if (why != NULL)
		return why;
	str_add_repeat(&quotes, '`', fence < FENCE_LEAST ? FENCE_LEAST :
	    fence);
	str_add_bytes(out, text, span.content);
	str_add(out, str_text(&quotes));
	add_line(out, b->language, strlen(b->language), span.line_end);
	for (const char *p = b->content; *p != '\0';) {
		size_t n = strcspn(p, "\n");

		add_line(out, p, n, span.line_end);
		p += n + (p[n] == '\n');
	}
	add_line(out, str_text(&quotes), quotes.n, span.line_end);
	str_add_bytes(out, text + span.end, length - span.end);
	return NULL;
}
