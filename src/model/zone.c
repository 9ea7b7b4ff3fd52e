/* SPDX-License-Identifier: MIT */
#include "model/zone.h"

#include <stdbool.h>
#include <string.h>

/*
 * A name is taken as words between separators, from its end.  The zone is
 * the last word, and those before it that belong to it:
 *
 *	a  2a  az1  aza		alone
 *	az a,  az 1		with "az" as a word of its own
 *	ap northeast 2a		behind the two or three words of a region
 *	ap northeast 2 a
 *	apne2 az1		behind the short form of a region
 *
 * Letters beyond "h" are no zones that AWS has; what is left must not be
 * empty.
 */

enum { WORDS_MAX = 5 };

struct words {			/* v[0] is the last word */
	const char *v[WORDS_MAX];
	size_t length[WORDS_MAX];
	size_t n;
};

const char *const zone_directions[] = {
	"central", "east", "north", "northeast", "northwest", "south",
	"southeast", "southwest", "west", NULL
};

static const char *const continents[] = {
	"af", "ap", "ca", "cn", "eu", "il", "me", "mx", "sa", "us", NULL
};

static bool
is_separator(char c)
{
	return c == '-' || c == '_' || c == '.' || c == ' ';
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_zone_letter(char c)
{
	return lower(c) >= 'a' && lower(c) <= 'h';
}

bool
zone_letter_is_used(const char *az)
{
	char last = az[strlen(az) - 1];

	return is_digit(last) || is_zone_letter(last);
}

static struct words
split(const char *name)
{
	struct words w = { 0 };
	size_t end = strlen(name);

	while (w.n < WORDS_MAX) {
		size_t begin = end;

		while (begin > 0 && !is_separator(name[begin - 1]))
			begin--;
		w.v[w.n] = name + begin;
		w.length[w.n++] = end - begin;
		if (begin == 0)
			break;
		end = begin - 1;
	}
	return w;
}

static bool
word_is(const struct words *w, size_t i, const char *text)
{
	size_t n = strlen(text);

	if (i >= w->n || w->length[i] != n)
		return false;
	for (size_t j = 0; j < n; j++)
		if (lower(w->v[i][j]) != text[j])
			return false;
	return true;
}

static bool
word_is_one_of(const struct words *w, size_t i, const char *const *list)
{
	for (; *list != NULL; list++)
		if (word_is(w, i, *list))
			return true;
	return false;
}

/* How many words before the i-th make the rest of a region's name. */
static size_t
region_words(const struct words *w, size_t i)
{
	if (!word_is_one_of(w, i, zone_directions))
		return 0;
	if (word_is_one_of(w, i + 1, continents))
		return 2;
	if ((word_is(w, i + 1, "gov") || word_is(w, i + 1, "iso") ||
	    word_is(w, i + 1, "isob")) &&
	    word_is_one_of(w, i + 2, continents))
		return 3;
	return 0;
}

/* "apne2", "use1", "usgw1": a region in an id of a zone. */
static bool
is_short_region(const struct words *w, size_t i)
{
	char two[3] = { 0 };

	if (i >= w->n || w->length[i] < 4 || w->length[i] > 5 ||
	    !is_digit(w->v[i][w->length[i] - 1]))
		return false;
	two[0] = lower(w->v[i][0]);
	two[1] = lower(w->v[i][1]);
	for (const char *const *c = continents; *c != NULL; c++)
		if (strcmp(two, *c) == 0)
			return true;
	return false;
}

/* How many of the last words are the zone. */
static size_t
zone_words(const struct words *w)
{
	const char *last = w->v[0];
	size_t n = w->length[0];
	bool letter = n == 1 && is_zone_letter(last[0]);
	bool digit = n == 1 && is_digit(last[0]);

	if (n == 2 && is_digit(last[0]) && is_zone_letter(last[1]))
		return 1 + region_words(w, 1);
	if ((letter || digit) && word_is(w, 1, "az"))
		return 2;
	if (letter && w->n > 1 && w->length[1] == 1 && is_digit(w->v[1][0]) &&
	    region_words(w, 2) > 0)
		return 2 + region_words(w, 2);
	if (letter)
		return 1;
	if (n == 3 && lower(last[0]) == 'a' && lower(last[1]) == 'z' &&
	    (is_digit(last[2]) || is_zone_letter(last[2])))
		return is_short_region(w, 1) ? 2 : 1;
	return 0;
}

size_t
name_length_without_zone(const char *name)
{
	struct words w = split(name);
	size_t zone = zone_words(&w);
	size_t end = strlen(name);

	if (zone == 0)
		return end;
	end = (size_t)(w.v[zone - 1] - name);
	while (end > 0 && is_separator(name[end - 1]))
		end--;
	return end > 0 ? end : strlen(name);
}
