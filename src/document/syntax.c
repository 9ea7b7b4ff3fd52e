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

#define ONES UINT64_C(0x0101010101010101)

/* Eight bytes of the text, the first of them the lowest of the number. */
static uint64_t
eight_bytes(const char *p)
{
	uint64_t eight;

	memcpy(&eight, p, sizeof eight);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	eight = __builtin_bswap64(eight);
#endif
	return eight;
}

/* Which is the first byte of eight that is not 0; there is one. */
static uint32_t
first_byte(uint64_t eight)
{
	return (uint32_t)__builtin_ctzll(eight) / 8;
}

/* Indentation, eight blanks at a time. */
static uint32_t
skip_indentation(const struct syntax *s, uint32_t at)
{
	while (s->end - at >= sizeof(uint64_t)) {
		uint64_t other = eight_bytes(s->text + at) ^ ' ' * ONES;

		if (other != 0)
			return at + first_byte(other);
		at += (uint32_t)sizeof other;
	}
	return at;
}

uint32_t
syntax_skip_blanks(const struct syntax *s, uint32_t at)
{
	while (at < s->end) {
		char c = s->text[at];
		uint32_t from = at;

		if (c == ' ' || c == '\r' || c == '\t')
			at++;
		else if (c == '\n')
			at = skip_indentation(s, at + 1);
		else if (c == '/')
			at = skip_comment(s, at);
		if (at == from)
			break;
	}
	return at;
}

static bool
is_plain(unsigned char c)
{
	return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

/*
 * The high bit of each byte of the result tells whether that byte of eight
 * needs a look; bytes above one that does may be told wrongly, so only the
 * lowest counts.
 */
static uint64_t
not_plain(uint64_t eight)
{
	uint64_t quote = eight ^ '"' * ONES;
	uint64_t backslash = eight ^ '\\' * ONES;

	return (eight | (eight - 0x20 * ONES) | (eight + ONES) |
	    ((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash)) &
	    0x80 * ONES;
}

uint32_t
syntax_skip_plain(const struct syntax *s, uint32_t at)
{
	while (s->end - at >= sizeof(uint64_t)) {
		uint64_t odd = not_plain(eight_bytes(s->text + at));

		if (odd != 0)
			return at + first_byte(odd);
		at += (uint32_t)sizeof odd;
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
