/* SPDX-License-Identifier: MIT */
#include "document/syntax.h"

#include <string.h>

bool
syntax_is_word(int c)
{
	return syntax_is_digit(c) || (c >= 'a' && c <= 'z') ||
	    (c >= 'A' && c <= 'Z') || c == '+' || c == '-' || c == '.' ||
	    c == '_';
}

/* Behind the comment at that offset; at itself if it is none, or unclosed. */
static uint32_t
skip_comment(const struct syntax *s, uint32_t at)
{
	int second = syntax_byte(s, at + 1);
	const char *p = s->text + at + 2, *end = s->text + s->end;

	if (second == '/') {
		p = memchr(p, '\n', (size_t)(end - p));
		return p != NULL ? (uint32_t)(p - s->text) : s->end;
	}
	if (second != '*')
		return at;
	while (p < end && (p = memchr(p, '*', (size_t)(end - p))) != NULL) {
		p++;
		if (p < end && *p == '/')
			return (uint32_t)(p - s->text) + 1;
	}
	return at;
}

/* Indentation, eight blanks at a time. */
static uint32_t
skip_indentation(const struct syntax *s, uint32_t at)
{
	static const char eight[8] = "        ";

	while (s->end - at >= sizeof eight &&
	    memcmp(s->text + at, eight, sizeof eight) == 0)
		at += (uint32_t)sizeof eight;
	return at;
}

uint32_t
syntax_skip_blanks(const struct syntax *s, uint32_t at)
{
	for (;;) {
		uint32_t behind;

		while (at < s->end && (s->text[at] == ' ' ||
		    s->text[at] == '\n' || s->text[at] == '\r' ||
		    s->text[at] == '\t')) {
			if (s->text[at] == '\n')
				at = skip_indentation(s, at + 1);
			else
				at++;
		}
		if (at >= s->end || s->text[at] != '/')
			return at;
		behind = skip_comment(s, at);
		if (behind == at)
			return at;
		at = behind;
	}
}

static bool
is_plain(unsigned char c)
{
	return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

/*
 * The high bit of each byte of the result tells of that byte of eight; bytes
 * above one that needs a look may be told wrongly, so only zero counts.
 */
static bool
all_plain(uint64_t eight)
{
	const uint64_t ones = 0x0101010101010101, highs = 0x80 * ones;
	uint64_t quote = eight ^ '"' * ones;
	uint64_t backslash = eight ^ '\\' * ones;

	return ((eight | (eight - 0x20 * ones) | (eight + ones) |
	    ((quote - ones) & ~quote) | ((backslash - ones) & ~backslash)) &
	    highs) == 0;
}

uint32_t
syntax_skip_plain(const struct syntax *s, uint32_t at)
{
	uint64_t eight;

	while (s->end - at >= sizeof eight) {
		memcpy(&eight, s->text + at, sizeof eight);
		if (!all_plain(eight))
			break;
		at += (uint32_t)sizeof eight;
	}
	while (at < s->end && is_plain((unsigned char)s->text[at]))
		at++;
	return at;
}

uint32_t
syntax_string_end(const struct syntax *s, uint32_t at)
{
	at++;
	for (;;) {
		at = syntax_skip_plain(s, at);
		if (at >= s->end)
			return s->end;
		if (s->text[at] == '"')
			return at + 1;
		at += s->text[at] == '\\' && s->end - at > 1 ? 2 : 1;
	}
}

uint32_t
syntax_scalar_end(const struct syntax *s, uint32_t at)
{
	if (syntax_byte(s, at) == '"')
		return syntax_string_end(s, at);
	while (syntax_is_word(syntax_byte(s, at)))
		at++;
	return at;
}

uint32_t
syntax_value_end(const struct syntax *s, uint32_t at)
{
	uint32_t open = 0;

	do {
		int c = syntax_byte(s, at);

		if (c < 0)
			return s->end;
		if (c == '{' || c == '[') {
			open++;
			at++;
		} else if (c == '}' || c == ']') {
			open--;
			at++;
		} else if (c == '"' || syntax_is_word(c)) {
			at = syntax_scalar_end(s, at);
		} else {
			at++;
		}
		if (open > 0)
			at = syntax_skip_blanks(s, at);
	} while (open > 0);
	return at;
}

uint32_t
syntax_member_value(const struct syntax *s, uint32_t key)
{
	uint32_t colon = syntax_skip_blanks(s, syntax_string_end(s, key));

	return syntax_skip_blanks(s, colon + 1);
}
