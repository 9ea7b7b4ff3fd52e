/* SPDX-License-Identifier: MIT */
#include "document/scan.h"

#include "base/str.h"
#include "base/utf8.h"
#include "document/duplicates.h"
#include "document/found.h"
#include "document/syntax.h"

#include <string.h>

/*
 * A machine of six states; what is open lies on a stack of its own, so that
 * no nesting can exhaust that of the program.  Each state is a function that
 * reads one token, moves s->at behind it and sets the next state; false means
 * that a fatal problem was added and the scan is over.
 *
 * The scan looks between the tokens and at their form.  What scalars mean (a
 * number's size, a lone surrogate in an escape) is for whoever asks for them.
 */

enum state {
	STATE_VALUE,		/* a value must follow */
	STATE_FIRST_ELEMENT,	/* behind '[': a value or ']' */
	STATE_FIRST_KEY,	/* behind '{': a key or '}' */
	STATE_KEY,		/* behind a comma in a map */
	STATE_MORE,		/* behind a value: ',' or what closes */
	STATE_END		/* behind the root */
};

struct scan {
	struct document *d;
	struct arena *scratch;
	struct syntax s;
	uint32_t at;
	enum state state;
	struct scan_limits limits;
	uint32_t *open;		/* entries of the open lists and maps */
	uint32_t depth, open_cap;
	uint32_t member;	/* entry of the key just read, or NO_MEMBER */
	uint32_t comma;		/* offset of the comma just read */
	struct duplicates duplicates;
	bool bytes_reported;	/* "not UTF-8" is said once */
	struct document_problems *problems;
};

#define NO_MEMBER UINT32_MAX

static struct document_problem *
add_problem(struct scan *s, uint32_t at, const char *text, bool fatal)
{
	struct document_problem problem = {
		.at = { s->d->file, at }, .text = text, .fatal = fatal
	};

	vec_push(s->d->a, s->problems, problem);
	return &s->problems->v[s->problems->n - 1];
}

static bool
fail(struct scan *s, uint32_t at, const char *text)
{
	add_problem(s, at, text, true);
	return false;
}

/* "expected X, found …", with the bracket that is open as second place. */
static bool
fail_expected(struct scan *s, const char *expected)
{
	struct arena *a = s->d->a;
	struct document_problem *problem;
	uint32_t open;

	if (syntax_byte(&s->s, s->at) == '/' &&
	    syntax_byte(&s->s, s->at + 1) == '*')
		return fail(s, s->at, "this comment is not closed by */");
	problem = add_problem(s, s->at, arena_printf(a,
	    "expected %s, found %s", expected, found_at(a, &s->s, s->at)),
	    true);
	if (s->depth == 0)
		return false;
	open = index_entry(s->d, s->open[s->depth - 1])->offset;
	if (index_entry(s->d, s->open[s->depth - 1])->has_key)
		open = syntax_member_value(&s->s, open);
	problem->also = (struct place){ s->d->file, open };
	problem->also_text = s->s.text[open] == '{'
	    ? "the '{' that is open here" : "the '[' that is open here";
	return false;
}

static bool
is_hex(int c)
{
	return syntax_is_digit(c) || (c >= 'a' && c <= 'f') ||
	    (c >= 'A' && c <= 'F');
}

/* Check the escape at s->at and step over it. */
static bool
scan_escape(struct scan *s)
{
	int c = syntax_byte(&s->s, s->at + 1);
	struct str text = str_new(s->d->a);

	if (c == 'u') {
		for (uint32_t i = 2; i < 6; i++)
			if (!is_hex(syntax_byte(&s->s, s->at + i)))
				return fail(s, s->at,
				    "\\u needs four hexadecimal digits");
		s->at += 6;
		return true;
	}
	if (c > 0 && strchr("\"\\/bfnrt", c) != NULL) {
		s->at += 2;
		return true;
	}
	if (c < 0x20 || c > 0x7e)
		return fail(s, s->at,
		    "a lone backslash in a string (JSON writes \\\\)");
	str_addf(&text, "'\\%c' is no escape of JSON (a backslash is \\\\)", c);
	return fail(s, s->at, str_text(&text));
}

/* A control character inside the string that begins at start. */
static bool
fail_control(struct scan *s, uint32_t start, int c)
{
	if (c == '\n' || c == '\r')
		return fail(s, start,
		    "unterminated string: the line ends before its quote");
	if (c == '\t')
		return fail(s, s->at, "a tab within a string (JSON writes \\t)");
	return fail(s, s->at, arena_printf(s->d->a, "the control character "
	    "U+%04X within a string (JSON writes \\u%04x)", (unsigned)c,
	    (unsigned)c));
}

/* A byte above ASCII: step over its code point, or say that it is none. */
static void
scan_wide(struct scan *s)
{
	uint32_t point;
	size_t step = utf8_decode(s->s.text + s->at, s->s.end - s->at, &point);

	if (step == 0 && !s->bytes_reported) {
		s->bytes_reported = true;
		add_problem(s, s->at, arena_printf(s->d->a, "the byte 0x%02X "
		    "is not UTF-8: strings with such bytes are not read; "
		    "save the file as UTF-8",
		    (unsigned)(unsigned char)s->s.text[s->at]), false);
	}
	s->at += step > 0 ? (uint32_t)step : 1;
}

/* Step over the string at s->at; *escaped: whether it has a backslash. */
static bool
scan_string(struct scan *s, bool *escaped)
{
	uint32_t start = s->at;

	*escaped = false;
	s->at++;
	for (;;) {
		int c;

		s->at = syntax_skip_plain(&s->s, s->at);
		c = syntax_byte(&s->s, s->at);
		if (c < 0)
			return fail(s, start, "unterminated string: the text "
			    "ends before its quote");
		if (c == '"') {
			s->at++;
			return true;
		}
		if (c == '\\') {
			*escaped = true;
			if (!scan_escape(s))
				return false;
		} else if (c < 0x20) {
			return fail_control(s, start, c);
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
	return at == end ? NULL : "is no number: a text stands in quotes";
}

static bool
scan_number(struct scan *s)
{
	uint32_t end = syntax_scalar_end(&s->s, s->at);
	const char *problem = number_problem(&s->s, s->at, end);

	if (problem != NULL)
		return fail(s, s->at, arena_printf(s->d->a, "%s %s",
		    found_at(s->d->a, &s->s, s->at), problem));
	s->at = end;
	return true;
}

static bool
is_word(const struct scan *s, uint32_t length, const char *word)
{
	return length == strlen(word) &&
	    memcmp(s->s.text + s->at, word, length) == 0;
}

/* true, false, null; NODE_NONE for any other word. */
static enum node_kind
scan_word(struct scan *s)
{
	uint32_t length = syntax_scalar_end(&s->s, s->at) - s->at;
	enum node_kind kind = NODE_NONE;

	if (is_word(s, length, "true") || is_word(s, length, "false"))
		kind = NODE_BOOL;
	else if (is_word(s, length, "null"))
		kind = NODE_NULL;
	if (kind != NODE_NONE)
		s->at += length;
	return kind;
}

static bool
open_container(struct scan *s, uint32_t entry, enum state inside)
{
	if (s->depth == s->limits.depth)
		return fail(s, s->at, arena_printf(s->d->a,
		    "nested deeper than %u levels", s->limits.depth));
	if (s->depth == s->open_cap) {
		uint32_t cap = s->open_cap > 0 ? s->open_cap * 2 : 32;

		s->open = arena_grow(s->scratch, s->open,
		    s->open_cap * sizeof *s->open, cap * sizeof *s->open);
		s->open_cap = cap;
	}
	s->open[s->depth++] = entry;
	s->member = NO_MEMBER;
	if (inside == STATE_FIRST_KEY)
		duplicates_open(&s->duplicates, s->depth - 1);
	s->at++;
	s->state = inside;
	return true;
}

static void
after_value(struct scan *s)
{
	s->member = NO_MEMBER;
	s->state = s->depth > 0 ? STATE_MORE : STATE_END;
}

static bool
is_map(const struct scan *s)
{
	return index_entry(s->d, s->open[s->depth - 1])->kind == NODE_MAP;
}

static void
close_container(struct scan *s)
{
	uint32_t number = s->open[s->depth - 1];
	struct entry *entry = index_entry(s->d, number);

	entry->count = (s->d->n - number) & DOCUMENT_VALUES_MAX;
	if (entry->kind == NODE_MAP)
		duplicates_close(&s->duplicates, s->d, s->depth - 1,
		    s->problems);
	s->depth--;
	s->at++;
	after_value(s);
}

/* The entry of the value at s->at: that of its key, or a new one. */
static bool
value_entry(struct scan *s, uint32_t *entry)
{
	if (s->member != NO_MEMBER) {
		*entry = s->member;
		return true;
	}
	if (s->d->n >= s->limits.values)
		return fail(s, s->at, arena_printf(s->d->a,
		    "more than %u values", s->limits.values));
	*entry = document_add_entry(s->d, s->at, false);
	return true;
}

static bool
read_value(struct scan *s, const char *expected)
{
	int c = syntax_byte(&s->s, s->at);
	enum node_kind kind;
	uint32_t entry;
	bool escaped;

	if (c < 0 || (c != '{' && c != '[' && c != '"' && !syntax_is_word(c)))
		return fail_expected(s, expected);
	if (!value_entry(s, &entry))
		return false;
	if (c == '{' || c == '[') {
		index_entry(s->d, entry)->kind =
		    (c == '{' ? NODE_MAP : NODE_LIST) & 7;
		return open_container(s, entry,
		    c == '{' ? STATE_FIRST_KEY : STATE_FIRST_ELEMENT);
	}
	if (c == '"') {
		kind = NODE_STRING;
		if (!scan_string(s, &escaped))
			return false;
	} else if (c == '-' || syntax_is_digit(c)) {
		kind = NODE_NUMBER;
		if (!scan_number(s))
			return false;
	} else {
		kind = scan_word(s);
		if (kind == NODE_NONE)
			return fail_expected(s, expected);
	}
	index_entry(s->d, entry)->kind = kind & 7;
	after_value(s);
	return true;
}

static bool
read_key(struct scan *s, const char *expected)
{
	struct arena *a = s->d->a;
	uint32_t key = s->at, end;
	struct str behind = str_new(a);
	bool escaped;

	if (syntax_byte(&s->s, s->at) != '"')
		return fail_expected(s, expected);
	if (s->d->n >= s->limits.values)
		return fail(s, s->at, arena_printf(a, "more than %u values",
		    s->limits.values));
	if (!scan_string(s, &escaped))
		return false;
	end = s->at;
	s->member = document_add_entry(s->d, key, true);
	duplicates_add(&s->duplicates, (struct duplicates_key){
	    .entry = s->member, .at = key + 1, .length = (end - key - 2) & INT32_MAX,
	    .escaped = escaped });
	s->at = syntax_skip_blanks(&s->s, s->at);
	if (syntax_byte(&s->s, s->at) == ':') {
		s->at++;
		s->state = STATE_VALUE;
		return true;
	}
	str_add(&behind, "':' behind the key ");
	found_add_excerpt(&behind, s->s.text + key, end - key, 40);
	return fail_expected(s, str_text(&behind));
}

static bool
read_more(struct scan *s)
{
	int c = syntax_byte(&s->s, s->at);
	bool map = is_map(s);

	if (c == (map ? '}' : ']')) {
		close_container(s);
		return true;
	}
	if (c != ',')
		return fail_expected(s, map ? "',' or '}'" : "',' or ']'");
	s->comma = s->at++;
	s->state = map ? STATE_KEY : STATE_VALUE;
	s->at = syntax_skip_blanks(&s->s, s->at);
	c = syntax_byte(&s->s, s->at);
	if (c == (map ? '}' : ']'))
		return fail(s, s->comma, map ? "trailing comma before '}'"
		    : "trailing comma before ']'");
	if (c == ',')
		return fail(s, s->at, "two commas in a row");
	return true;
}

static bool
fail_behind_end(struct scan *s)
{
	int c = syntax_byte(&s->s, s->at);

	if (c == '{' || c == '[')
		return fail(s, s->at, "a second document behind the end of "
		    "the first (one file holds one)");
	return fail(s, s->at, arena_printf(s->d->a, "text behind the end of "
	    "the document: %s", found_at(s->d->a, &s->s, s->at)));
}

static bool
step(struct scan *s)
{
	int c = syntax_byte(&s->s, s->at);

	switch (s->state) {
	case STATE_VALUE:
		return read_value(s, "a value");
	case STATE_FIRST_ELEMENT:
		if (c == ']') {
			close_container(s);
			return true;
		}
		return read_value(s, "a value or ']'");
	case STATE_FIRST_KEY:
		if (c == '}') {
			close_container(s);
			return true;
		}
		return read_key(s, "a key or '}'");
	case STATE_KEY:
		return read_key(s, "a key");
	case STATE_MORE:
		return read_more(s);
	case STATE_END:
		break;
	}
	return fail_behind_end(s);
}

static bool
scan_all(struct scan *s)
{
	s->at = syntax_skip_blanks(&s->s, 0);
	if (s->at == s->s.end)
		return fail(s, s->at, s->s.end == 0 ? "the text is empty"
		    : "the text holds nothing but blanks");
	for (;;) {
		s->at = syntax_skip_blanks(&s->s, s->at);
		if (s->state == STATE_END && s->at == s->s.end)
			return true;
		document_come_to(s->d, s->at);
		if (!step(s))
			return false;
	}
}

bool
scan_text(struct document *d, struct scan_limits limits,
    struct document_problems *problems)
{
	struct arena *scratch = arena_new();
	struct scan s = {
		.d = d, .scratch = scratch, .s = { d->text, d->length },
		.limits = limits, .member = NO_MEMBER,
		.duplicates = duplicates_new(scratch), .problems = problems
	};
	bool good = scan_all(&s);

	arena_free(scratch);
	return good;
}
