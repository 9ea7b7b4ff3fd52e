/* SPDX-License-Identifier: MIT */
#include "document/scan_state.h"

#include "base/str.h"
#include "base/utf8.h"
#include "document/found.h"

#include <string.h>

/*
 * Going on behind a fault.  What people write for JSON is known (other quotes
 * or none, commas too many or too few, '=' for ':', words of Python) and is
 * taken as meant, so that one cause gets one message and the next fault one
 * of its own.  What is not understood is passed over up to the next comma or
 * bracket, in silence.
 *
 * Each function says what is wrong at s->at and either steps over something
 * or sets a state that does.
 */

/* The code point at that offset, and its bytes; 0: none, or no UTF-8. */
static uint32_t
point_at(const struct syntax *s, uint32_t at, uint32_t *length)
{
	uint32_t point;
	size_t step;

	*length = 1;
	if (at >= s->end)
		return 0;
	step = utf8_decode(s->text + at, s->end - at, &point);
	if (step == 0)
		return 0;
	*length = (uint32_t)step;
	return point;
}

/* What stands for a comma or a colon: its bytes, or 0. */
static uint32_t
comma_slip(const struct syntax *s, uint32_t at)
{
	uint32_t length, point = point_at(s, at, &length);

	return point == ';' || point == 0xff0c || point == 0xff1b ? length : 0;
}

static uint32_t
colon_slip(const struct syntax *s, uint32_t at)
{
	uint32_t length, point = point_at(s, at, &length);

	if (point == '=')
		return syntax_byte(s, at + 1) == '>' ? 2 : 1;
	if (point == ':' && syntax_byte(s, at + 1) == ':')
		return 0;	/* "::/0" */
	return point == ':' || point == 0xff1a ? length : 0;
}

static void
pass_slip(struct scan *s)
{
	uint32_t at = s->at;

	s->at += colon_slip(&s->s, at);
	scan_note(s, MEND_GAP, at, s->at);
}

/* Characters that nobody sees, and comments of other languages. */
static bool
is_strange(const struct syntax *s, uint32_t at, uint32_t *length)
{
	uint32_t point = point_at(s, at, length);

	return at < s->end && (point == 0 || point == 0xa0 ||
	    point == 0x3000 || utf8_is_control(point));
}

enum { ESCAPE = 0x1b };

/* "\x1b[1;39m", as programs that colour their output write. */
static uint32_t
colour_length(const struct syntax *s, uint32_t at)
{
	uint32_t end = at + 1;
	int c = syntax_byte(s, end);

	if (c != '[')
		return 1;
	do
		c = syntax_byte(s, ++end);
	while (syntax_is_digit(c) || c == ';');
	return c == 'm' ? end + 1 - at : 1;
}

/* "# …" of scripts, and "! …" of routers on a line of its own. */
static bool
is_comment_of_others(const struct syntax *s, uint32_t at)
{
	uint32_t line = at;
	int c = syntax_byte(s, at);

	if (c != '!')
		return c == '#';
	c = syntax_byte(s, at + 1);
	while (line > 0 && (s->text[line - 1] == ' ' ||
	    s->text[line - 1] == '\t'))
		line--;
	return (c == ' ' || c == '!' || c == '\n' || c == '\r') &&
	    (line == 0 || s->text[line - 1] == '\n');
}

static bool
mend_strange(struct scan *s, const char *expected)
{
	const char *end;
	uint32_t length, at = s->at;

	if (is_comment_of_others(&s->s, s->at)) {
		scan_expected(s, FAULT_STRANGE, expected, NULL);
		end = memchr(s->s.text + s->at, '\n', s->s.end - s->at);
		s->at = end != NULL ? (uint32_t)(end - s->s.text) : s->s.end;
		scan_note_comment(s, at);
		return true;
	}
	if (!is_strange(&s->s, s->at, &length))
		return false;
	scan_expected(s, FAULT_STRANGE, expected, NULL);
	for (; is_strange(&s->s, s->at, &length); s->at += length)
		if (s->s.text[s->at] == ESCAPE)
			length = colour_length(&s->s, s->at);
	scan_note(s, MEND_GAP, at, s->at);
	return true;
}

static bool
begins_container(const struct scan *s)
{
	int c = syntax_byte(&s->s, syntax_skip_blanks(&s->s, s->at));

	return c == '{' || c == '[';
}

/* Where the text in other quotes that begins at that offset ends, or 0. */
static uint32_t
quoted_end(const struct syntax *s, uint32_t at)
{
	uint32_t length, open = point_at(s, at, &length);
	uint32_t mixed = 0;	/* behind the first '"' on the line */
	bool is_double = open >= 0x201c && open <= 0x201e;
	bool is_single = open >= 0x2018 && open <= 0x201b;

	if (open != '\'' && open != '`' && !is_double && !is_single)
		return 0;
	for (uint32_t i = at + length; i < s->end && s->text[i] != '\n';
	    i += length) {
		uint32_t point = point_at(s, i, &length);

		if (point == open ||
		    (is_double && (point == 0x201d || point == '"')) ||
		    (!is_double && (point == 0x2019 || point == '\'')))
			return i + length;
		if (point == '\\' && i + 1 < s->end && s->text[i + 1] != '\n')
			i++;
		if (point == '"' && mixed == 0)
			mixed = i + 1;
	}
	return mixed > 0 ? mixed : scan_line_tail(s, at);
}

static bool
is_bracket(int c)
{
	return c == '{' || c == '[' || c == '}' || c == ']';
}

/* Behind a key without quotes: up to the ':' that has a blank behind it, or
 * the first one of the line. */
static uint32_t
bare_key_end(const struct syntax *s, uint32_t at)
{
	uint32_t first = 0, i = at;

	for (;; i++) {
		int c = syntax_byte(s, i), next;

		if (c < 0 || c == '\n' || c == '\r' || c == ',' || c == '"' ||
		    is_bracket(c))
			break;
		if (c == '=')
			return i;
		if (c != ':')
			continue;
		next = syntax_byte(s, i + 1);
		if (next < 0 || strchr(" \t\r\n\"'[{", next) != NULL)
			return i;
		first = first > 0 ? first : i;
	}
	return first > 0 ? first : i;
}

static bool
has_colon(const struct syntax *s, uint32_t at)
{
	return colon_slip(s, syntax_skip_blanks(s, at)) > 0;
}

/* A text without its blanks at the end. */
static uint32_t
trimmed(const struct syntax *s, uint32_t at, uint32_t end)
{
	while (end > at + 1 && strchr(" \t", s->text[end - 1]) != NULL)
		end--;
	return end;
}

static bool
is_map(const struct scan *s)
{
	return s->depth > 0 && index_entry(s->d,
	    s->open[s->depth - 1].entry)->kind == NODE_MAP;
}

/*
 * The value has an entry, as those have that are right; false: there are too
 * many.
 */
static bool
enter_value(struct scan *s)
{
	if (s->member == NO_MEMBER && scan_too_many(s))
		return false;
	(void)scan_value_entry(s);
	return true;
}

static bool
enter_key(struct scan *s, uint32_t key)
{
	if (scan_too_many(s))
		return false;
	s->member = document_add_entry(s->d, key, true);
	return true;
}

/* Another quote or comma closes what has a colon or two words in it. */
static void
note_pair(struct scan *s)
{
	const struct open *open = &s->open[s->depth - 1];

	scan_note_lost(s, open->at, s->at + 1);
	if (!is_map(s))
		scan_note(s, MEND_UNKNOWN, open->at, open->at + 1);
}

bool
scan_mend_value(struct scan *s, const char *expected)
{
	int c = syntax_byte(&s->s, s->at);
	uint32_t end = quoted_end(&s->s, s->at);
	bool stop = s->depth == 0;	/* prose */

	if (c < 0)
		return scan_mend_end(s, expected);
	if (mend_strange(s, expected))
		return s->depth > 0 || begins_container(s);
	if (end > 0 || stop) {
		if (!scan_is_cut(s, end))
			scan_expected(s, FAULT_QUOTE, expected, NULL);
		if (stop || !enter_value(s))
			return false;
		scan_note_quoted(s, end);
		scan_pass(s, end);
		scan_after_value(s);
		return true;
	}
	if (c == ',' || c == '}' || c == ']') {
		if (c != ',' && (c == '}') != is_map(s))
			return scan_mend_bracket(s, expected);
		scan_expected(s, FAULT_SPARE_COMMA, expected, NULL);
		if (c == ',' && !is_map(s)) {
			s->at++;
			return true;
		}
		if (s->member != NO_MEMBER)
			scan_note_doubt(s, index_entry(s->d,
			    s->member)->offset, s->at + 1);
		scan_after_value(s);
		return true;
	}
	if (colon_slip(&s->s, s->at) > 0) {
		scan_expected(s, FAULT_COLON, expected, NULL);
		scan_note_lost(s, s->at, syntax_skip_blanks(&s->s, s->at +
		    colon_slip(&s->s, s->at)) + 1);
		pass_slip(s);
		return true;
	}
	if (!enter_value(s))
		return false;
	end = scan_bare_end(&s->s, s->at);
	scan_bare(s, end > s->at ? end : s->at + 1, expected, "text");
	scan_after_value(s);
	return true;
}

bool
scan_mend_key(struct scan *s, const char *expected)
{
	int c = syntax_byte(&s->s, s->at);
	uint32_t key = s->at, end = quoted_end(&s->s, key);
	struct open *open = &s->open[s->depth - 1];

	if (c < 0)
		return scan_mend_end(s, expected);
	if (mend_strange(s, expected))
		return true;
	if (c == ']')
		return scan_mend_bracket(s, expected);
	if (c == '{' || c == '[') {
		if (!open->odd)
			scan_expected(s, FAULT_OTHER, expected, NULL);
		open->odd = true;
		note_pair(s);
		s->state = STATE_VALUE;
		return true;
	}
	if (c == ',' || c == '}') {
		scan_expected(s, FAULT_SPARE_COMMA, expected, NULL);
		scan_note_lost(s, s->at, s->at + 1);
		if (c == ',')
			s->at++;
		else
			s->state = STATE_MORE;
		return true;
	}
	if (colon_slip(&s->s, s->at) > 0) {
		scan_expected(s, FAULT_COLON, expected, NULL);
		note_pair(s);
		s->at += colon_slip(&s->s, s->at);
		s->state = STATE_VALUE;
		return true;
	}
	if (!enter_key(s, key))
		return false;
	if (end == 0) {
		end = bare_key_end(&s->s, key);
		s->quiet = s->quiet && !has_colon(&s->s, end);
		end = trimmed(&s->s, key, end > key ? end : key + 1);
		if (syntax_byte(&s->s, end) == '"' &&
		    has_colon(&s->s, end + 1))
			end++;		/* its first quote is missing */
		scan_bare(s, end, expected, "key");
	} else if (!scan_is_cut(s, end)) {
		s->quiet = s->quiet && !has_colon(&s->s, end);
		scan_expected(s, FAULT_QUOTE, expected, NULL);
		scan_note_quoted(s, end);
	} else {
		scan_note(s, MEND_UNKNOWN, key, end);
	}
	if (s->at < end)
		scan_pass(s, end);
	open->odd = open->odd || !has_colon(&s->s, s->at);
	return scan_colon(s, key, end);
}

/* Whether a word follows the string that was read last, with no blank. */
static bool
is_behind_quote(const struct scan *s)
{
	return s->at == s->string_end &&
	    syntax_is_word(syntax_byte(&s->s, s->at));
}

/*
 * The string that was read last began where it should, but its quote is
 * missing: it ends with the next one's, and holds what separates the two.
 * Go back to that.
 */
static bool
end_within(struct scan *s, uint32_t at, const char *what)
{
	if (at >= s->string_end - 1)
		return false;
	scan_fault(s, FAULT_OTHER, s->string, arena_printf(s->d->a,
	    "unterminated string: a quote is missing before the %s", what));
	scan_note(s, MEND_OPEN, s->string, at);
	scan_note_lost(s, s->string, at);
	if (is_bracket(syntax_byte(&s->s, at)))
		scan_note_level(s, at);
	s->at = at;
	return true;
}

/* A quote too many, before ""what it opens" or behind "what it closes"". */
static bool
pass_doubled(struct scan *s, bool key)
{
	uint32_t at = s->at;

	if (at != s->string_end)
		return false;
	if (s->string_end - s->string == 2 && is_behind_quote(s)) {
		at = syntax_string_end(&s->s, at);
	} else if (syntax_byte(&s->s, at) != '"') {
		return false;
	} else {
		at++;
	}
	if (key ? !has_colon(&s->s, at) : !scan_ends_value(&s->s, at))
		return false;
	scan_fault(s, FAULT_OTHER, s->at, "a quote too many before it, or one "
	    "within the string (JSON writes \\\")");
	scan_note(s, MEND_UNKNOWN, s->string, at);
	scan_note_doubt(s, s->string, at);
	s->at = at;
	return true;
}

/* "cidr: "10.0.0.0/16" */
static bool
key_ends_within(struct scan *s)
{
	const char *text = s->s.text;
	uint32_t at = s->string + 1;

	if (!is_behind_quote(s))
		return false;
	while (at < s->at - 1 && (text[at] != ':' ||
	    memchr(" \t\"{[", text[at + 1], 5) == NULL))
		at++;
	return end_within(s, at, "':'");
}

/* "a, "cidr": "10.0.0.0/16" */
static bool
value_ends_within(struct scan *s)
{
	const char *text = s->s.text;
	uint32_t at = s->at - 1;

	if (!is_behind_quote(s))
		return false;
	while (at > s->string + 1 && memchr(" \t,}]{[", text[at - 1], 7) != NULL)
		at--;
	while (at < s->at - 1 && memchr(",}]", text[at], 3) == NULL)
		at++;
	return end_within(s, at, text[at] == ',' ? "','" : text[at] == '}'
	    ? "'}'" : "']'");
}

bool
scan_mend_colon(struct scan *s, uint32_t key, uint32_t end)
{
	int c = syntax_byte(&s->s, s->at);
	struct open *open = &s->open[s->depth - 1];
	struct str expected = str_new(s->d->a);
	uint32_t slip = colon_slip(&s->s, s->at);

	if (key_ends_within(s) || pass_doubled(s, true))
		return scan_colon(s, key, s->at);
	str_add(&expected, "':' behind the key ");
	found_add_excerpt(&expected, s->s.text + key, end - key, 40);
	if (c < 0)
		return scan_mend_end(s, str_text(&expected));
	if (mend_strange(s, str_text(&expected)))
		return scan_colon(s, key, end);
	if (c == ',' || c == '}' || c == ']') {
		if (!open->odd)
			scan_expected(s, FAULT_COLON, str_text(&expected),
			    NULL);
		open->odd = true;
		scan_note_lost(s, key, s->at + 1);
		scan_after_value(s);
		return true;
	}
	scan_expected(s, FAULT_COLON, str_text(&expected), NULL);
	if (slip > 0)
		pass_slip(s);
	else
		scan_note_no_colon(s, key, end);
	s->state = STATE_VALUE;
	if (c == '"' && has_colon(&s->s, syntax_string_end(&s->s, s->at))) {
		scan_note_lost(s, key, s->at + 1);
		s->member = NO_MEMBER;
		s->state = STATE_KEY;
	}
	return true;
}

static bool
is_word(const struct syntax *s, uint32_t at, const char *word)
{
	size_t n = strlen(word);

	return syntax_scalar_end(s, at) - at == n &&
	    memcmp(s->text + at, word, n) == 0;
}

/* Whether a value begins there, and not a text that has no quotes. */
static bool
begins_value(const struct syntax *s, uint32_t at)
{
	int c = syntax_byte(s, at);

	return c == '"' || c == '{' || c == '[' || c == '-' ||
	    syntax_is_digit(c) || quoted_end(s, at) > 0 ||
	    is_word(s, at, "true") || is_word(s, at, "false") ||
	    is_word(s, at, "null");
}

/* What stands there, if it is a word behind a quote that should not be one. */
static const char *
found_behind_quote(struct scan *s)
{
	if (!is_behind_quote(s))
		return NULL;
	return arena_printf(s->d->a, "%s right behind a string (a quote is "
	    "missing, or one too many; within a string JSON writes \\\")",
	    found_text(s->d->a, &s->s, s->at,
	    syntax_scalar_end(&s->s, s->at), scan_is_guarded(s)));
}

/*
 * Something begins where a comma should stand.  In a map it is the next key
 * if a colon follows; else it belongs to the value before, as in
 * "the "big" one".
 */
static bool
mend_no_comma(struct scan *s, int c, const char *expected)
{
	uint32_t end = quoted_end(&s->s, s->at);

	if (value_ends_within(s) || pass_doubled(s, false))
		return true;
	scan_expected(s, FAULT_NO_COMMA, expected, found_behind_quote(s));
	if (is_map(s) ? c == '{' || c == '[' : begins_value(&s->s, s->at)) {
		if (is_map(s) || is_behind_quote(s))
			scan_note_behind(s, s->at + 1);
		s->state = STATE_VALUE;
		return true;
	}
	if (c == '"')
		end = syntax_string_end(&s->s, s->at);
	else if (end == 0)
		end = bare_key_end(&s->s, s->at);
	if (is_map(s) && has_colon(&s->s, end)) {
		s->state = STATE_KEY;
		return true;
	}
	end = scan_bare_end(&s->s, s->at);
	scan_note_behind(s, end);
	scan_pass(s, end);
	s->quiet = true;
	scan_after_value(s);
	return true;
}

bool
scan_mend_more(struct scan *s)
{
	int c = syntax_byte(&s->s, s->at);
	const char *expected = is_map(s) ? "',' or '}'" : "',' or ']'";
	struct open *open = &s->open[s->depth - 1];
	uint32_t colon = colon_slip(&s->s, s->at);

	if (c < 0)
		return scan_mend_end(s, expected);
	if (mend_strange(s, expected))
		return true;
	if (c == '}' || c == ']')
		return scan_mend_bracket(s, expected);
	if (comma_slip(&s->s, s->at) > 0) {
		scan_expected(s, FAULT_OTHER, expected, NULL);
		scan_comma(s, comma_slip(&s->s, s->at));
		return true;
	}
	if (colon > 0) {
		if (!open->odd)
			scan_expected(s, FAULT_COLON, expected, NULL);
		open->odd = true;
		note_pair(s);
		s->at += colon;
		s->state = STATE_VALUE;
		return true;
	}
	return mend_no_comma(s, c, expected);
}
