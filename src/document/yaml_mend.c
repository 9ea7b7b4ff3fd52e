/* SPDX-License-Identifier: MIT */
#include "document/yaml.h"

#include "base/str.h"

#include <string.h>

/*
 * libyaml stops at the first thing that it cannot read.  To go on, what is
 * wrong is written over with blanks in a copy of the text, so that all else
 * keeps its place, and the copy is read again: the rest of the line, or the
 * line and those below it that are indented more.  What is wrong on the same
 * line, or right behind in the same way, follows from it and is not told.
 */

enum { FAULTS_TOLD_MAX = 20, ROUNDS_MAX = 40 };
#define BYTES_MAX ((size_t)64 << 20)	/* read again and again */

struct cut {
	uint32_t at, end;
	bool open;		/* its end may stand below it */
	bool askew;		/* lines around it may stand in another map
				   than they were meant to */
	uint32_t context;	/* what was open, or UINT32_MAX */
	const char *why;
};

struct mending {
	struct document *d;
	struct mends *mends;
	char *text;		/* the copy */
	uint32_t n;
	VEC(struct cut) cuts;
	uint32_t lines;		/* that were left out, in part or whole */
};

static uint32_t
line_begin(const struct mending *m, uint32_t at)
{
	while (at > 0 && m->text[at - 1] != '\n')
		at--;
	return at;
}

/* Behind the line, and its end. */
static uint32_t
line_end(const struct mending *m, uint32_t at)
{
	const char *end = memchr(m->text + at, '\n', m->n - at);

	return end != NULL ? (uint32_t)(end - m->text) + 1 : m->n;
}

static uint32_t
first_of_line(const struct mending *m, uint32_t line)
{
	while (line < m->n && strchr(" \t\r", m->text[line]) != NULL)
		line++;
	return line;
}

static bool
is_blank_line(const struct mending *m, uint32_t line)
{
	uint32_t first = first_of_line(m, line);

	return first >= m->n || m->text[first] == '\n' ||
	    m->text[first] == '#';
}

/* The line before that has something on it, or UINT32_MAX. */
static uint32_t
line_before(const struct mending *m, uint32_t line)
{
	while (line > 0) {
		line = line_begin(m, line - 1);
		if (!is_blank_line(m, line))
			return line;
	}
	return UINT32_MAX;
}

/* Whether what begins so is part of what begins so above it, as indented. */
static bool
goes_on(char above, char c)
{
	return (c == '-' && above != '-') || (c == ':' && above == '?');
}

/*
 * Behind the line and those below it that are indented more, or are the list
 * or value of its key.
 */
static uint32_t
block_end(const struct mending *m, uint32_t line)
{
	uint32_t indent = first_of_line(m, line) - line;
	uint32_t end = line_end(m, line);

	if (m->text[line] == '\t')	/* not an indentation */
		return end;
	for (uint32_t at = end; at < m->n; at = line_end(m, at)) {
		if (is_blank_line(m, at))
			continue;
		if (first_of_line(m, at) - at < indent ||
		    (first_of_line(m, at) - at == indent &&
		    !goes_on(m->text[line + indent],
		    m->text[first_of_line(m, at)])))
			break;
		end = line_end(m, at);
	}
	return end;
}

/* Behind the first ": " of a line, or 0. */
static uint32_t
behind_key(const struct mending *m, uint32_t line, uint32_t before)
{
	for (uint32_t at = line; at + 1 < before; at++)
		if (m->text[at] == ':' && m->text[at + 1] == ' ')
			return at + 2;
	return 0;
}

static struct cut
block_of(const struct mending *m, uint32_t line)
{
	return (struct cut){ .at = line, .end = block_end(m, line) };
}

/* The last quote of that kind on a line that has an odd number of them. */
static uint32_t
odd_quote(const struct mending *m, uint32_t line, uint32_t end, char quote)
{
	uint32_t last = UINT32_MAX;
	bool odd = false;

	for (uint32_t at = line; at < end; at++) {
		if (m->text[at] != quote || (quote == '"' && at > line &&
		    m->text[at - 1] == '\\'))
			continue;
		odd = !odd;
		last = at;
	}
	return odd ? last : UINT32_MAX;
}

/*
 * What stands behind a quote makes no sense where that quote was to begin a
 * text, and closes one that an earlier line left open: that is told instead.
 */
static void
tell_open_quote(const struct mending *m, struct document_problem *p)
{
	enum { LINES_MAX = 10000 };
	uint32_t line = line_begin(m, p->at.offset), at = p->at.offset, open;
	int lines = 0;
	char quote;

	while (at > line && m->text[at - 1] == ' ')
		at--;
	if (at == line || (m->text[at - 1] != '"' && m->text[at - 1] != '\''))
		return;
	quote = m->text[at - 1];
	if (odd_quote(m, line, at, quote) != at - 1)
		return;
	do {
		uint32_t before = line_before(m, line);

		if (before == UINT32_MAX || lines++ == LINES_MAX)
			return;
		open = odd_quote(m, before, line_end(m, before), quote);
		line = before;
	} while (open == UINT32_MAX);
	p->also = (struct place){ p->at.file, at - 1 };
	p->also_text = "the next quote, which ends it";
	p->at.offset = open;
	p->text = "the line ends before the closing quote";
}

/* What is to be left out for that fault. */
static struct cut
cut_for(const struct mending *m, const struct document_problem *p)
{
	uint32_t at = p->at.offset < m->n ? p->at.offset : m->n - 1;
	uint32_t line = line_begin(m, at), value, before;
	struct cut cut;

	if (str_starts_with(p->text, "a second document"))
		return (struct cut){ .at = at, .end = m->n };
	if (str_equal(p->text, "the line ends before the closing quote"))
		return behind_key(m, line, at) == 0 ? block_of(m, line)
		    : (struct cut){ .at = at, .end = line_end(m, at) };
	/* A quote or bracket that is not closed, or a text in quotes. */
	if (p->also_text != NULL && p->also.offset < m->n &&
	    m->text[p->also.offset] != '\0' &&
	    strchr("\"'[{", m->text[p->also.offset]) != NULL) {
		uint32_t open = p->also.offset;
		bool quote = strchr("\"'", m->text[open]) != NULL;

		line = line_begin(m, open);
		/* with its key all goes that hangs on that */
		if (behind_key(m, line, open) == 0 &&
		    m->text[first_of_line(m, line)] != '-')
			return (struct cut){ .at = line, .open = true,
				.end = block_end(m, line) };
		return (struct cut){ .at = open, .end = line_end(m, open),
			.open = !quote || (p->at.offset < m->n &&
			p->at.offset >= line_end(m, open)) };
	}
	if (p->also_text != NULL && str_starts_with(p->text,
	    "expected ':' behind a key"))
		return block_of(m, line_begin(m, p->also.offset));
	while (is_blank_line(m, line)) {	/* the end of the text */
		before = line_before(m, line);
		if (before == UINT32_MAX)
			return (struct cut){ .at = line,
				.end = line_end(m, line) };
		line = before;
	}
	value = behind_key(m, line, at);
	if (m->text[at] == ':' && value > 0)
		return (struct cut){ .at = value, .end = line_end(m, line),
			.askew = true };
	before = line_before(m, line);
	if (m->text[at] == ':' && before != UINT32_MAX &&
	    first_of_line(m, before) - before < first_of_line(m, line) - line)
		line = before;
	cut = block_of(m, line);
	cut.askew = m->text[line] != '\t';
	return cut;
}

/* Whether two problems are of a kind: they begin alike. */
static bool
is_alike(const char *x, const char *y)
{
	size_t n = strcspn(x, ",");

	return n == strcspn(y, ",") && memcmp(x, y, n) == 0;
}

/* What was left out before and it follows from, or NULL. */
static const struct cut *
cause_of(const struct mending *m, const struct cut *cut)
{
	uint32_t line = line_begin(m, cut->at);

	for (size_t i = 0; i < m->cuts.n; i++) {
		const struct cut *before = &m->cuts.v[i];
		uint32_t at = before->end;

		if (line == line_begin(m, before->at) ||
		    (line >= before->at && line < before->end))
			return before;
		if (line < before->at || (!before->open &&
		    !is_alike(before->why, cut->why)))
			continue;
		while (at < line && is_blank_line(m, at))
			at = line_end(m, at);
		if (at >= line)
			return before;
	}
	return NULL;
}

/* The line above that holds it: indented less, or a key above a dash. */
static uint32_t
line_around(const struct mending *m, uint32_t line)
{
	uint32_t first = first_of_line(m, line), above = line;
	bool dash = m->text[first] == '-';

	while ((above = line_before(m, above)) != UINT32_MAX) {
		uint32_t its = first_of_line(m, above);

		if (its - above < first - line ||
		    (dash && its - above == first - line &&
		    m->text[its] != '-'))
			break;
	}
	return above;
}

/* As line_around(), but never the key above a dash. */
static uint32_t
parent_of(const struct mending *m, uint32_t line)
{
	uint32_t around = line_around(m, line);

	while (around != UINT32_MAX &&
	    first_of_line(m, around) - around >=
	    first_of_line(m, line) - line)
		around = line_around(m, around);
	return around;
}

/*
 * Nobody knows how far a tab indents, nor what two lines that ran into one
 * were to hold: "main: true    groups:".
 */
static bool
is_unsure_behind(const struct mending *m, uint32_t line, uint32_t at)
{
	uint32_t first = first_of_line(m, line), end = line_end(m, line);

	if (memchr(m->text + line, '\t', first - line) != NULL)
		return true;
	while (end > at && strchr(" \r\n", m->text[end - 1]) != NULL)
		end--;
	if (at == line || end == at)
		return false;
	for (uint32_t i = at; i + 1 < end; i++)
		if (m->text[i] == ' ' && m->text[i + 1] == ' ')
			return true;
	return m->text[end - 1] == ':';
}

/*
 * What was left out, with the line before it, whose value it may have been,
 * and all that it may have stood in: how far it was indented is not sure.
 */
static void
note(struct mending *m, struct cut cut)
{
	uint32_t line = line_begin(m, cut.at), above = line_before(m, line);
	struct mend_doubt doubt = { above != UINT32_MAX ? above : line,
		cut.end, NO_DOUBT, NO_DOUBT };

	if (is_unsure_behind(m, line, cut.at) && line < m->mends->unsure)
		m->mends->unsure = line;
	if (cut.askew) {
		uint32_t around = parent_of(m, line);

		doubt.at = around == UINT32_MAX ? 0 : around;
		doubt.end = around == UINT32_MAX ? m->n
		    : block_end(m, around);
		if (cut.context != UINT32_MAX && doubt.at > 0)
			around = parent_of(m, line_begin(m, cut.context));
		if (around == UINT32_MAX)
			doubt.at = 0;
		else if (around < doubt.at)
			doubt.at = around;
		/* what should have been in it may stand before it */
		above = line_before(m, doubt.at);
		doubt.at = above != UINT32_MAX ? above : 0;
	}
	vec_push(m->d->a, &m->cuts, cut);
	do {
		if (above != UINT32_MAX) {
			doubt.key = doubt.open = first_of_line(m, above);
			while (m->text[doubt.open] == '-')
				doubt.open = first_of_line(m, doubt.open + 1);
		}
		vec_push(m->d->a, &m->mends->doubts, doubt);
		doubt.end = doubt.at + 1;
		above = above == UINT32_MAX ? above : line_around(m, above);
	} while (above != UINT32_MAX);
}

/* False: there is nothing left there. */
static bool
leave_out(struct mending *m, struct cut cut)
{
	bool any = false;

	for (uint32_t i = cut.at; i < cut.end; i++) {
		if (m->text[i] == '\n' || m->text[i] == '\r') {
			m->lines++;
			continue;
		}
		any = any || m->text[i] != ' ';
		m->text[i] = ' ';
	}
	return any;
}

/* Prose with a colon in its first line is wrong in one place: all of it. */
static bool
is_mostly_left_out(const struct mending *m)
{
	enum { FAULTS_FEW = 2 };
	uint32_t lines = 0;

	if (m->cuts.n <= FAULTS_FEW)
		return false;
	for (uint32_t at = 0; at < m->n; at = line_end(m, at))
		lines += !is_blank_line(m, at);
	return m->lines >= lines;
}

/* Read the copy; the problem that is fatal, in memory of d, or none. */
static bool
read_copy(struct mending *m, struct document_problem *out)
{
	struct arena *a = arena_new();
	struct document copy = { .a = a, .file = m->d->file, .text = m->text,
		.length = m->n, .file_text = m->text, .file_length = m->n };
	struct document_problems problems = { 0 };
	bool good;

	copy.self = &copy;
	copy.keys = m->d->keys;
	good = yaml_read(&copy, &problems);
	if (!good) {
		*out = problems.v[problems.n - 1];
		out->text = arena_strdup(m->d->a, out->text);
		if (out->also_text != NULL)
			out->also_text = arena_strdup(m->d->a, out->also_text);
	}
	arena_free(a);
	return good;
}

bool
yaml_mend(struct document *d, struct mends *mends,
    struct document_problems *problems)
{
	struct mending m = { .d = d, .mends = mends,
		.text = arena_strndup(d->a, d->text, d->length),
		.n = d->length };
	size_t before = problems->n;
	bool good = false;

	mends->unsure = NO_DOUBT;
	mends->lost = true;
	for (int round = 0; round < ROUNDS_MAX && m.n > 0; round++) {
		struct document_problem p = { 0 };
		const struct cut *cause;
		struct cut cut;

		good = read_copy(&m, &p);
		if (good)
			break;
		tell_open_quote(&m, &p);
		cut = cut_for(&m, &p);
		cut.why = p.text;
		cut.context = p.also_text != NULL && p.also.offset < m.n
		    ? p.also.offset : UINT32_MAX;
		cause = cause_of(&m, &cut);
		if (cause != NULL) {
			/* all of the block that the rest of a line was */
			cut = block_of(&m, line_begin(&m, cut.at));
			cut.open = cause->open;
			cut.askew = cause->askew;
			cut.context = cause->context;
			cut.why = p.text;
		} else if (problems->n - before == FAULTS_TOLD_MAX) {
			p.text = "more faults, which are not listed";
			p.also = (struct place){ 0 };
			p.also_text = NULL;
			vec_push(d->a, problems, p);
			break;
		} else {
			vec_push(d->a, problems, p);
		}
		note(&m, cut);
		if (!leave_out(&m, cut) || (size_t)(round + 1) * m.n > BYTES_MAX)
			break;
	}
	if (is_mostly_left_out(&m)) {
		problems->n = before + (problems->n > before);
		good = false;
	}
	d->text = m.text;
	return good;
}
