/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_BASE_STR_H
#define VPCPLAN_BASE_STR_H

/*
 * Text under construction, in an arena, and the few things to ask of text.
 * v is always NUL-terminated once anything was added; str_text() is safe at
 * any time.  Bytes are not looked at: what is UTF-8 stays UTF-8.
 */

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct str {
	struct arena *a;
	char *v;
	size_t n, cap;		/* n without the NUL */
};

/* An empty text whose memory comes from a and lives as long. */
struct str str_new(struct arena *a);

/* Make room for so many more bytes, and a NUL. */
void str_reserve(struct str *s, size_t more);

/*
 * To write at the end in place: room for so many more bytes, and what was
 * written there taken over, up to end (not included, inside that room).
 */
char *str_room(struct str *s, size_t more);
void str_take(struct str *s, char *end);

void str_add(struct str *s, const char *text);
void str_add_bytes(struct str *s, const char *bytes, size_t length);
void str_add_char(struct str *s, char c);
void str_add_repeat(struct str *s, char c, size_t times);
void str_addf(struct str *s, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The text so far; borrowed, valid until the next addition. */
const char *str_text(const struct str *s);

/* Forget all but the first n bytes; n is at most s->n. */
void str_cut(struct str *s, size_t n);

/*
 * Equality of two NUL-terminated texts; NULL equals only NULL.  Most texts
 * that are compared differ in their first byte: no call for these.
 */
static inline bool
str_equal(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return *a == *b && strcmp(a, b) == 0;
}

/* As str_equal(), "vpc" and "VPC" being the same; neither may be NULL. */
bool str_equal_but_case(const char *a, const char *b);

static inline bool
str_starts_with(const char *text, const char *prefix)
{
	while (*prefix != '\0' && *text == *prefix) {
		text++;
		prefix++;
	}
	return *prefix == '\0';
}

bool str_ends_with(const char *text, const char *suffix);

/*
 * Order in which people expect names: runs of digits compare as numbers
 * ("az2" before "az10"), all else bytewise.  Total: 0 only for equal bytes.
 */
int str_natural_compare(const char *a, const char *b);

/*
 * The number of edits (insert, delete, replace, swap neighbours) from a to b,
 * at most limit + 1.  For "did you mean"; O(|a| x |b|), texts longer than 64
 * bytes count as far away.
 */
size_t str_distance(const char *a, const char *b, size_t limit);

#endif
