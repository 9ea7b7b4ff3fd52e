/* SPDX-License-Identifier: MIT */
#include "document/scan_state.h"

#include "base/str.h"
#include "base/utf8.h"
#include "document/found.h"

#include <string.h>

static bool
is_hex(int c)
{
	return syntax_is_digit(c) || (c >= 'a' && c <= 'f') ||
	    (c >= 'A' && c <= 'F');
}

/* What is wrong with the escape at s->at, or NULL; *length: its bytes. */
static const char *
escape_problem(const struct scan *s, uint32_t *length)
{
	int c = syntax_byte(&s->s, s->at + 1);

	*length = 2;
	if (c == 'u') {
		for (uint32_t i = 2; i < 6; i++)
			if (!is_hex(syntax_byte(&s->s, s->at + i)))
				return "\\u needs four hexadecimal digits";
		*length = 6;
		return NULL;
	}
	if (c > 0 && strchr("\"\\/bfnrt", c) != NULL)
		return NULL;
	if (c < 0x20 || c > 0x7e) {
		*length = 1;
		return "a lone backslash in a string (JSON writes \\\\)";
	}
	return arena_printf(s->d->a, "'\\%c' is no escape of JSON (a "
	    "backslash is \\\\)", c);
}

static const char *
control_problem(struct arena *a, int c)
{
	if (c == '\t')
		return "a tab within a string (JSON writes \\t)";
	return arena_printf(a, "the control character U+%04X within a string "
	    "(JSON writes \\u%04x)", (unsigned)c, (unsigned)c);
}

/* A byte above ASCII: step over its code point, or say that it is none. */
static void
scan_wide(struct scan *s)
{
	uint32_t point;
	size_t step = utf8_decode(s->s.text + s->at, s->s.end - s->at, &point);

	if (step == 0 && !s->bytes_reported) {
		struct document_problem problem = {
			.at = { s->d->file, s->at },
			.text = arena_printf(s->d->a, "the byte 0x%02X is not "
			    "UTF-8: strings with such bytes are not read; "
			    "save the file as UTF-8",
			    (unsigned)(unsigned char)s->s.text[s->at])
		};

		s->bytes_reported = true;
		vec_push(s->d->a, s->problems, problem);
	}
	s->at += step > 0 ? (uint32_t)step : 1;
}

/*
 * The string that begins at start has no end.  What follows may be anything:
 * nothing is said until the text is understood again.
 */
static bool
unterminated(struct scan *s, uint32_t start, bool told)
{
	if (!told)
		scan_fault(s, FAULT_OTHER, start, s->at == s->s.end
		    ? "unterminated string: the text ends before its quote"
		    : "unterminated string: the line ends before its quote");
	s->at = start;
	scan_pass(s, scan_line_tail(&s->s, start));
	scan_note_unended(s, start);
	s->quiet = true;
	return false;
}

bool
scan_string(struct scan *s, bool *escaped)
{
	uint32_t start = s->at, length;
	const char *problem;
	bool told = false;	/* the first fault of a string is its cause */

	*escaped = false;
	s->at++;
	for (;;) {
		int c;

		s->at = syntax_skip_plain(&s->s, s->at);
		c = syntax_byte(&s->s, s->at);
		if (c == '"') {
			s->string = start;
			s->string_end = ++s->at;
			if (told) {
				scan_note(s, MEND_RAW, start, s->at);
				scan_note_doubt(s, start, s->at);
			}
			return true;
		}
		if (c == '\\') {
			*escaped = true;
			problem = escape_problem(s, &length);
			if (problem != NULL && !told)
				scan_fault(s, FAULT_ESCAPE, s->at, problem);
			told = told || problem != NULL;
			s->at += length;
		} else if (c < 0 || c == '\n' || c == '\r') {
			return unterminated(s, start, told);
		} else if (c < 0x20) {
			if (!told)
				scan_fault(s, FAULT_CONTROL, s->at,
				    control_problem(s->d->a, c));
			told = true;
			s->at++;
		} else {
			scan_wide(s);
		}
	}
}

static uint32_t
skip_digits(const struct syntax *s, uint32_t at)
{
	while (syntax_is_digit(syntax_byte(s, at)))
		at++;
	return at;
}

static const char not_a_number[] = "is no number: a text stands in quotes";

/* What is wrong with the form of the number from at to end, or NULL. */
static const char *
number_problem(const struct syntax *s, uint32_t at, uint32_t end)
{
	uint32_t digits;

	if (syntax_byte(s, at) == '-')
		at++;
	digits = skip_digits(s, at);
	if (digits == at)
		return "needs a digit behind '-'";
	if (digits - at > 1 && s->text[at] == '0')
		return "has a leading zero";
	at = digits;
	if (syntax_byte(s, at) == '.') {
		digits = skip_digits(s, ++at);
		if (digits == at)
			return "needs a digit behind '.'";
		at = digits;
	}
	if (syntax_byte(s, at) == 'e' || syntax_byte(s, at) == 'E') {
		at++;
		if (syntax_byte(s, at) == '+' || syntax_byte(s, at) == '-')
			at++;
		digits = skip_digits(s, at);
		if (digits == at)
			return "needs a digit in its exponent";
		at = digits;
	}
	return at == end ? NULL : not_a_number;
}

/* "2001:db8::/56", "10/16": the digits are no number, but begin a text. */
static bool
begins_text(const struct syntax *s, uint32_t end)
{
	int c = syntax_byte(s, end), next;

	if (c != ':' && c != '/')
		return c == '"';
	next = syntax_byte(s, end + 1);
	return c == ':' ? next != ' ' : next != '/' && next != '*';
}

bool
scan_is_cut(struct scan *s, uint32_t end)
{
	bool cut = end == s->s.end && s->depth > 0;

	s->broken = s->broken || cut;
	return cut;
}

static const char *
shown(struct scan *s, uint32_t end)
{
	return found_text(s->d->a, &s->s, s->at, end, scan_is_guarded(s));
}

enum node_kind
scan_number(struct scan *s)
{
	uint32_t end = syntax_scalar_end(&s->s, s->at);
	const char *problem = number_problem(&s->s, s->at, end);

	if (begins_text(&s->s, end))
		problem = not_a_number;
	if (problem != NULL) {
		if (problem == not_a_number)
			end = scan_bare_end(&s->s, s->at);
		if (problem == not_a_number)
			scan_note_bare(s, end, false);
		else
			scan_note_number(s, end);
		if (!scan_is_cut(s, end))
			scan_fault(s, FAULT_NUMBER, s->at, arena_printf(s->d->a,
			    "%s %s", shown(s, end), problem));
	}
	s->at = end;
	return NODE_NUMBER;
}

static bool
is_word(const struct scan *s, uint32_t length, const char *word)
{
	return length == strlen(word) &&
	    memcmp(s->s.text + s->at, word, length) == 0;
}

/* "+1" and ".5", which other languages take for numbers. */
static const char *
number_slip(const struct scan *s, uint32_t end)
{
	int c = syntax_byte(&s->s, s->at);

	if (!syntax_is_digit(syntax_byte(&s->s, s->at + 1)) ||
	    number_problem(&s->s, s->at + (c == '+'), end) == not_a_number)
		return NULL;
	return c == '+' ? "has a '+' (JSON writes none)" :
	    c == '.' ? "needs a digit before '.'" : NULL;
}

void
scan_bare(struct scan *s, uint32_t end, const char *expected,
    const char *what)
{
	if (s->depth == 0)	/* prose */
		scan_expected(s, FAULT_BARE, expected, NULL);
	else if (!scan_is_cut(s, end))
		scan_expected(s, FAULT_BARE, expected, arena_printf(s->d->a,
		    "%s (a %s stands in quotes)", shown(s, end), what));
	scan_note_bare(s, end, *what == 'k');
	scan_pass(s, end);
}

/* A word, or text, that is none of JSON's. */
static void
wrong_word(struct scan *s, uint32_t end, const char *expected)
{
	const char *slip = number_slip(s, end);

	if (slip != NULL) {
		scan_note_number(s, end);
		scan_fault(s, FAULT_NUMBER, s->at, arena_printf(s->d->a,
		    "%s %s", shown(s, end), slip));
		s->at = end;
	} else if (found_is_known(&s->s, s->at)) {
		scan_note(s, MEND_WORD, s->at, end);
		scan_expected(s, FAULT_WORD, expected, NULL);
		s->at = end;
	} else {
		scan_bare(s, scan_bare_end(&s->s, s->at), expected, "text");
	}
}

enum node_kind
scan_word(struct scan *s, const char *expected)
{
	uint32_t length = syntax_scalar_end(&s->s, s->at) - s->at;
	enum node_kind kind = NODE_NONE;

	if (is_word(s, length, "true") || is_word(s, length, "false"))
		kind = NODE_BOOL;
	else if (is_word(s, length, "null"))
		kind = NODE_NULL;
	if (kind != NODE_NONE)
		s->at += length;
	else
		wrong_word(s, s->at + length, expected);
	return kind;
}
