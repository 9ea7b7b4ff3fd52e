/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DOCUMENT_SYNTAX_H
#define VPCPLAN_DOCUMENT_SYNTAX_H

/*
 * Stepping over the tokens of a JSON text.  The scan uses these to check and
 * says what is wrong; the look-ups use them on texts that passed the scan.
 * None reads at or behind end.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct syntax {
	const char *text;
	uint32_t end;		/* its length */
};

/* The byte at that offset, or -1 at the end. */
static inline int
syntax_byte(const struct syntax *s, uint32_t at)
{
	return at < s->end ? (unsigned char)s->text[at] : -1;
}

/*
 * The first offset from at on where neither blank nor comment stands.  A
 * comment that is not closed stops it: the byte there is then '/'.
 */
uint32_t syntax_skip_blanks(const struct syntax *s, uint32_t at);

/*
 * The first byte from at on, inside of a string, that needs a look: a quote,
 * a backslash, a control character, a byte above 0x7e; or end.
 */
uint32_t syntax_skip_plain(const struct syntax *s, uint32_t at);

/* Behind the string whose opening quote stands at that offset. */
uint32_t syntax_string_end(const struct syntax *s, uint32_t at);

/* Behind the string, number or word that begins at that offset. */
uint32_t syntax_scalar_end(const struct syntax *s, uint32_t at);

/* Behind the value, of any kind, that begins at that offset. */
uint32_t syntax_value_end(const struct syntax *s, uint32_t at);

/* The value of the member whose key begins at that offset. */
uint32_t syntax_member_value(const struct syntax *s, uint32_t key);

static inline bool
syntax_is_digit(int c)
{
	return c >= '0' && c <= '9';
}

/* Whether c can stand in a number or a word: letters, digits, + - . _ */
bool syntax_is_word(int c);

#endif
