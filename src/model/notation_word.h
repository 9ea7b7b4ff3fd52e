/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_MODEL_NOTATION_WORD_H
#define VPCPLAN_MODEL_NOTATION_WORD_H

/*
 * The words of a short string, for the files of notation alone.  Words are
 * parted by blanks; a blank inside single quotes parts nothing.  A quote
 * inside quotes is written twice.
 */

#include "base/vec.h"

#include <stdbool.h>

struct word {
	const char *v;		/* borrowed from the text, quotes included */
	size_t n;
};

struct words {
	struct word *v;
	size_t n, cap;
};

/* NULL, or a clause: a quote is not closed.  *out is set in either case. */
const char *notation_words_split(struct arena *a, const char *text,
    struct words *out);

/* False for the same word in quotes. */
bool notation_word_is(struct word w, const char *text);

char *notation_word_copy(struct arena *a, struct word w);

/*
 * What was found, for a message: sanitised, cut to some forty bytes, in
 * double quotes.
 */
const char *notation_excerpt(struct arena *a, const char *text, size_t n);

/* What is guessed at: no line that somebody typed is longer. */
enum { NOTATION_MEANT_MAX = 120 };

/* A copy in small letters. */
char *notation_lower(struct arena *a, const char *text, size_t n);

/* Whether the word is one of those, which stand with blanks between them. */
bool notation_holds_word(const char *words, const char *word);

/* PORTS that are right already, or what was meant by them, or NULL. */
const char *notation_ports_or_meant(struct arena *a, const char *text);

/* Whether the text may be a part of PORTS, as anybody writes them. */
bool notation_is_of_ports(struct arena *a, const char *text);

#endif
