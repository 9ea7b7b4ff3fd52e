/* SPDX-License-Identifier: MIT */
#include "document/scan_state.h"

#include "base/str.h"
#include "base/vec.h"
#include "document/found.h"

#include <string.h>

/*
 * Brackets that are missing, too many or of the wrong kind.  Which one it was
 * shows in the way the text is laid out: people and editors indent the
 * bracket that closes as the line of the one that opens.
 */

uint32_t
scan_line_tail(const struct syntax *s, uint32_t at)
{
	const char *line = memchr(s->text + at, '\n', s->end - at);
	uint32_t end = line != NULL ? (uint32_t)(line - s->text) : s->end;

	while (end > at + 1 && strchr(",}] \t\r", s->text[end - 1]) != NULL &&
	    s->text[end - 1] != '\0')
		end--;
	return end;
}

/* Behind the string at that offset if it ends on its line, else 0. */
static uint32_t
string_end_on_line(const struct syntax *s, uint32_t at)
{
	for (at++;; at++) {
		int c;

		at = syntax_skip_plain(s, at);
		c = syntax_byte(s, at);
		if (c == '"')
			return at + 1;
		if (c < 0 || c == '\n' || c == '\r')
			return 0;
		if (c == '\\' && at + 1 < s->end && s->text[at + 1] != '\n')
			at++;
	}
}

static bool
ends_bare(const struct syntax *s, uint32_t start, uint32_t at)
{
	int c = syntax_byte(s, at), next = syntax_byte(s, at + 1);

	if (c == '/' && (next == '/' || next == '*'))
		return at == start || s->text[at - 1] == ' ' ||
		    s->text[at - 1] == '\t';
	return c < 0 || c == '\n' || c == '\r' || c == ',' || c == '{' ||
	    c == '}' || c == '[' || c == ']';
}

bool
scan_ends_value(const struct syntax *s, uint32_t at)
{
	while (syntax_byte(s, at) == ' ' || syntax_byte(s, at) == '\t')
		at++;
	return syntax_byte(s, at) != '{' && syntax_byte(s, at) != '[' &&
	    ends_bare(s, at, at);
}

uint32_t
scan_bare_end(const struct syntax *s, uint32_t at)
{
	uint32_t start = at, end = at;

	while (!ends_bare(s, start, at)) {
		int c = syntax_byte(s, at);

		if (c == '"' && end == at && scan_ends_value(s, at + 1))
			return at + 1;	/* its first quote is missing */
		if (c == '"') {
			at = string_end_on_line(s, at);
			if (at == 0)
				return scan_line_tail(s, end > start ? end - 1
				    : start);
		} else {
			at++;
		}
		if (c != ' ' && c != '\t')
			end = at;
	}
	return end;
}

void
scan_pass(struct scan *s, uint32_t end)
{
	uint32_t at = s->at;

	s->at = end > at ? end : at + 1;
	while (at < s->at && strchr("{}[]", s->s.text[at]) == NULL)
		at++;
	if (at == s->at)
		return;
	scan_note_level(s, at);
	if (!s->bracket && at < s->unsure)
		s->unsure = at;
	s->bracket = true;
}

enum { LOOK_BACK = 4096 };

/* Where the line of that offset begins; far back, any place before it. */
static uint32_t
line_of(const struct syntax *s, uint32_t at)
{
	uint32_t line = at;

	while (line > 0 && at - line < LOOK_BACK && s->text[line - 1] != '\n')
		line--;
	return line;
}

static uint32_t
indent_of(const struct syntax *s, uint32_t line)
{
	uint32_t at = line;

	while (at < s->end && (s->text[at] == ' ' || s->text[at] == '\t'))
		at++;
	return at - line;
}

/* Whether nothing but blanks stands before it on its line. */
static bool
is_first(const struct syntax *s, uint32_t at, uint32_t line)
{
	return line + indent_of(s, line) == at;
}

struct opened {
	uint32_t at, line, indent;
};

/* Behind the token at that offset. */
static uint32_t
step_over(const struct syntax *s, uint32_t at)
{
	uint32_t end;

	if (s->text[at] == '"') {
		end = string_end_on_line(s, at);
		return end > 0 ? end : scan_line_tail(s, at);
	}
	end = s->text[at] == '/' ? syntax_skip_blanks(s, at) : at;
	return end > at ? end : at + 1;
}

/* What the bracket just opened leaves open about those around it. */
static uint32_t
no_deeper(const struct opened *around, const struct opened *now)
{
	return around->line != now->line && around->indent >= now->indent
	    ? around->at : UINT32_MAX;
}

bool
scan_misplaced(struct arena *scratch, const struct syntax *s, uint32_t end,
    struct scan_levels *out)
{
	VEC(struct opened) open = { 0 };
	uint32_t line = 0, indent = indent_of(s, 0), next;

	out->loose = UINT32_MAX;
	for (uint32_t at = 0; at < end; at = next) {
		char c = s->text[at];
		bool first;

		next = step_over(s, at);
		if (c == '\n')
			line = next;
		else if (c == '/' && next > at + 1)
			line = line_of(s, next);
		if (c == '\n' || c == '/')
			indent = indent_of(s, line);
		if (c == '{' || c == '[') {
			struct opened now = { at, line, indent };
			uint32_t loose = open.n == 0 ? UINT32_MAX :
			    no_deeper(&open.v[open.n - 1], &now);

			out->loose = loose < out->loose ? loose : out->loose;
			vec_push(scratch, &open, now);
		}
		if ((c != '}' && c != ']') || open.n == 0)
			continue;
		open.n--;
		out->open = open.v[open.n].at;
		out->close = at;
		out->spare = at - line > open.v[open.n].indent;
		first = line + indent == at;
		if (open.v[open.n].line == line)
			continue;
		if (first && at - line != open.v[open.n].indent)
			return true;
		if (!first && out->open < out->loose)
			out->loose = out->open;
	}
	return false;
}

static bool
closes(const struct scan *s, uint32_t level, int c)
{
	return s->s.text[s->open[level].at] == (c == '}' ? '{' : '[');
}

/*
 * The level that the wrong bracket at s->at was meant to close: the innermost
 * if it is merely of the wrong kind, a higher one if others are missing.
 */
static uint32_t
level_meant(const struct scan *s, int c)
{
	enum { LEVELS = 64 };
	const struct syntax *y = &s->s;
	uint32_t innermost = s->depth - 1, outer = innermost, here;
	uint32_t line = line_of(y, s->at);
	int next;

	while (outer > 0 && innermost - outer < LEVELS && !closes(s, outer, c))
		outer--;
	next = syntax_byte(y, syntax_skip_blanks(y, s->at + 1));
	if (!closes(s, outer, c) || (outer == 0 && next >= 0))
		return innermost;
	if (is_first(y, s->at, line)) {
		for (here = innermost + 1; here-- > outer;)
			if (indent_of(y, line_of(y, s->open[here].at)) ==
			    s->at - line)
				return here;
		return outer;
	}
	if (line_of(y, s->open[innermost].at) !=
	    line_of(y, s->open[outer].at))
		return innermost;
	return next == c ? innermost : outer;
}

bool
scan_mend_bracket(struct scan *s, const char *expected)
{
	int c = syntax_byte(&s->s, s->at);
	uint32_t level;

	if (s->quiet) {
		scan_note_level(s, s->open[s->depth - 1].at);
		s->at++;
		return true;
	}
	/* Pairs in a list: it is a map, and that was told. */
	if (!s->open[s->depth - 1].odd)
		scan_expected(s, FAULT_OTHER, expected, NULL);
	s->bracket = true;
	if (s->open[s->depth - 1].at < s->unsure)
		s->unsure = s->open[s->depth - 1].at;
	level = s->open[s->depth - 1].odd ? s->depth - 1 : level_meant(s, c);
	if (level < s->depth - 1)
		scan_note_level(s, s->open[level + 1].at);
	else	/* or the other one is wrong */
		scan_note_doubt(s, s->open[level].at, s->open[level].at + 1);
	while (s->depth - 1 > level)
		scan_close(s, 0);
	scan_close(s, 1);
	return true;
}

/* "]}}" for the brackets that are open. */
static const char *
missing(const struct scan *s)
{
	enum { SHOWN = 16 };
	struct str out = str_new(s->d->a);

	if (s->depth < 2 || s->depth > SHOWN)
		return "";
	str_add(&out, ": all that is open is closed by ");
	for (uint32_t level = s->depth; level-- > 0;)
		str_add_char(&out, closes(s, level, '}') ? '}' : ']');
	return str_text(&out);
}

bool
scan_mend_end(struct scan *s, const char *expected)
{
	struct scan_levels levels;
	struct document_problem *p;
	bool misplaced;

	if (s->explained && (s->quiet || s->bracket))
		return false;
	s->quiet = false;
	misplaced = scan_misplaced(s->scratch, &s->s, s->at, &levels) &&
	    !levels.spare;
	p = scan_fault(s, FAULT_OTHER, s->at, arena_printf(s->d->a,
	    "expected %s, found the end of the text%s", expected, missing(s)));
	if (p == NULL || s->depth == 0)
		return false;
	if (!misplaced)
		levels.open = s->open[s->depth - 1].at;
	else if (levels.open < s->unsure)
		s->unsure = levels.open;
	p->also = (struct place){ s->d->file, levels.open };
	p->also_text = arena_printf(s->d->a, misplaced
	    ? "the '%c' that seems not to be closed: see the indentation of "
	    "what follows" : "the '%c' that is open here",
	    s->s.text[levels.open]);
	return false;
}

/* Text follows a root that was closed by one bracket too many. */
static bool
open_again(struct scan *s)
{
	if (syntax_byte(&s->s, s->at) != ',' || s->open == NULL)
		return false;
	s->depth = 1;
	scan_note_level(s, s->at);
	duplicates_open(&s->duplicates, 0);
	scan_comma(s, 1);
	return true;
}

static void
say_behind(struct scan *s, int c)
{
	struct arena *a = s->d->a;
	struct document_problem *p;
	struct scan_levels levels;

	p = scan_fault(s, FAULT_OTHER, s->at, c == '{' || c == '['
	    ? "a second document behind the end of the first (one file holds "
	    "one)" : arena_printf(a, "text behind the end of the document: %s",
	    found_at(a, &s->s, s->at, scan_is_guarded(s))));
	if (s->open == NULL || (c != ',' && c != '}' && c != ']'))
		return;
	s->bracket = true;
	s->unsure = 0;
	if (p == NULL || !scan_misplaced(s->scratch, &s->s, s->at, &levels) ||
	    !levels.spare)
		return;
	s->unsure = levels.open;
	p->also = (struct place){ s->d->file, levels.close };
	p->also_text = "the bracket that seems to be one too many: it is "
	    "indented otherwise than what it closes";
}

bool
scan_mend_behind(struct scan *s)
{
	int c = syntax_byte(&s->s, s->at);
	bool follows = c == ',' || c == '}' || c == ']' || c == '"';

	scan_note_surplus(s);
	if (!s->explained || !follows || (!s->bracket && !s->quiet))
		say_behind(s, c);
	return open_again(s);
}
