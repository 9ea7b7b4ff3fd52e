/* SPDX-License-Identifier: MIT */
#include "model/notation.h"

#include "base/str.h"
#include "model/notation_word.h"
#include "text/sanitise.h"

#include <string.h>

enum { EXCERPT_MAX = 40 };

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The first byte behind the word at p; *open says that a quote is not
 * closed.  A doubled quote closes and opens again, which comes to the same. */
static const char *
word_end(const char *p, bool *open)
{
	bool quoted = false;

	while (*p != '\0' && (quoted || !is_blank(*p))) {
		if (*p == '\'')
			quoted = !quoted;
		p++;
	}
	*open = quoted;
	return p;
}

const char *
notation_words_split(struct arena *a, const char *text, struct words *out)
{
	struct words words = { 0 };
	const char *p = text, *end;
	bool open = false;

	for (;;) {
		while (is_blank(*p))
			p++;
		if (*p == '\0')
			break;
		end = word_end(p, &open);
		vec_push(a, &words, ((struct word){
		    .v = p, .n = (size_t)(end - p) }));
		p = end;
	}
	*out = words;
	if (!open)
		return NULL;
	return arena_printf(a, "the single quote in %s is not closed",
	    notation_excerpt(a, text, strlen(text)));
}

bool
notation_word_is(struct word w, const char *text)
{
	return strlen(text) == w.n && memcmp(w.v, text, w.n) == 0;
}

char *
notation_word_copy(struct arena *a, struct word w)
{
	return arena_strndup(a, w.v, w.n);
}

const char *
notation_excerpt(struct arena *a, const char *text, size_t n)
{
	size_t cut = n;

	if (n > EXCERPT_MAX) {
		cut = EXCERPT_MAX;
		/* not in the middle of a character */
		while (cut > 0 && ((unsigned char)text[cut] & 0xc0) == 0x80)
			cut--;
	}
	return arena_printf(a, "\"%s%s\"", sanitise(a, text, cut),
	    cut < n ? "…" : "");
}

/* ------------------------------------------------------- rules, entries */

static const char *
preposition(enum direction direction)
{
	return direction == INGRESS ? "from" : "to";
}

/*
 * Whether w is the word that a rule of that direction has before its peer;
 * else a clause that ends in what was expected.
 */
static const char *
check_preposition(struct arena *a, struct word w, enum direction direction,
    const char *expected)
{
	const char *other = direction == INGRESS ? "to" : "from";

	if (notation_word_is(w, preposition(direction)))
		return NULL;
	if (notation_word_is(w, other))
		return arena_printf(a, "an %s rule says \"%s\", not \"%s\"; "
		    "expected %s", direction_name(direction),
		    preposition(direction), other, expected);
	return arena_printf(a, "found %s where \"%s\" belongs; expected %s",
	    notation_excerpt(a, w.v, w.n), preposition(direction), expected);
}

static const char *
wrong_word_count(struct arena *a, const char *text, const struct words *words,
    size_t wanted, const char *expected)
{
	if (words->n == 0)
		return arena_printf(a, "an empty text; expected %s", expected);
	if (words->n < wanted)
		return arena_printf(a, "%s is not complete; expected %s",
		    notation_excerpt(a, text, strlen(text)), expected);
	return arena_printf(a, "found %s behind the end; expected %s (a name "
	    "with blanks stands in single quotes)",
	    notation_excerpt(a, words->v[wanted].v, words->v[wanted].n),
	    expected);
}

const char *
notation_rule_split(struct arena *a, const char *text,
    enum direction direction, struct rule_text *out)
{
	const char *expected = direction == INGRESS ?
	    "\"PORTS from PEER\", for example tcp/443 from app" :
	    "\"PORTS to PEER\", for example tcp/5432 to db";
	struct words words;
	const char *wrong = notation_words_split(a, text, &words);

	if (wrong != NULL)
		return wrong;
	if (words.n >= 2) {
		wrong = check_preposition(a, words.v[1], direction, expected);
		if (wrong != NULL)
			return wrong;
	}
	if (words.n != 3)
		return wrong_word_count(a, text, &words, 3, expected);
	out->ports = notation_word_copy(a, words.v[0]);
	out->peer = notation_word_copy(a, words.v[2]);
	return NULL;
}

/* An entry's number, of any size that can be told: its range is a matter of
 * rules and not of form. */
static bool
parse_entry_number(struct word w, int64_t *out)
{
	bool negative = w.n > 1 && w.v[0] == '-';
	int64_t n = 0;

	if (w.n == 0 || w.n > 18)
		return false;
	for (size_t i = negative ? 1 : 0; i < w.n; i++) {
		if (w.v[i] < '0' || w.v[i] > '9')
			return false;
		n = n * 10 + (w.v[i] - '0');
	}
	*out = negative ? -n : n;
	return true;
}

const char *
notation_entry_split(struct arena *a, const char *text,
    enum direction direction, struct entry_text *out)
{
	const char *expected = direction == INGRESS ?
	    "\"NUMBER allow|deny PORTS from CIDR\", for example "
	    "100 allow tcp/443 from 10.0.0.0/16" :
	    "\"NUMBER allow|deny PORTS to CIDR\", for example "
	    "100 allow tcp/1024-65535 to 10.0.0.0/16";
	struct words words;
	struct entry_text entry = { 0 };
	const char *wrong = notation_words_split(a, text, &words);

	if (wrong != NULL)
		return wrong;
	if (words.n >= 1 && !parse_entry_number(words.v[0], &entry.number))
		return arena_printf(a, "%s is no entry number; expected %s",
		    notation_excerpt(a, words.v[0].v, words.v[0].n), expected);
	if (words.n >= 2) {
		entry.allow = notation_word_is(words.v[1], "allow");
		if (!entry.allow && !notation_word_is(words.v[1], "deny"))
			return arena_printf(a, "found %s where \"allow\" or "
			    "\"deny\" belongs; expected %s",
			    notation_excerpt(a, words.v[1].v, words.v[1].n),
			    expected);
	}
	if (words.n >= 4) {
		wrong = check_preposition(a, words.v[3], direction, expected);
		if (wrong != NULL)
			return wrong;
	}
	if (words.n != 5)
		return wrong_word_count(a, text, &words, 5, expected);
	entry.ports = notation_word_copy(a, words.v[2]);
	entry.cidr = notation_word_copy(a, words.v[4]);
	*out = entry;
	return NULL;
}

const char *
notation_listener_split(struct arena *a, const char *text,
    struct listener_text *out)
{
	static const char expected[] = "\"TARGET on PORT\", for example app "
	    "on tcp/8080";
	struct listener_text parts = { 0 };
	struct words words;
	struct name_text name;
	const char *wrong = notation_words_split(a, text, &words);

	if (wrong != NULL)
		return wrong;
	if (words.n >= 2 && !notation_word_is(words.v[1], "on"))
		return arena_printf(a, "found %s where \"on\" belongs; "
		    "expected %s", notation_excerpt(a, words.v[1].v,
		    words.v[1].n), expected);
	if (words.n != 1 && words.n != 3)
		return wrong_word_count(a, text, &words, 3, expected);
	parts.target = notation_word_copy(a, words.v[0]);
	wrong = notation_name_parse(a, parts.target, &name);
	if (wrong != NULL)
		return wrong;
	if (words.n == 3)
		parts.port = notation_word_copy(a, words.v[2]);
	*out = parts;
	return NULL;
}

/* ---------------------------------------------------------------- dates */

static bool
parse_digits(const char *text, size_t n, int64_t *out)
{
	int64_t value = 0;

	for (size_t i = 0; i < n; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		value = value * 10 + (text[i] - '0');
	}
	*out = value;
	return true;
}

static bool
is_leap(int64_t year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/*
 * Days since 1970-01-01 of a date of the Gregorian calendar: years are
 * counted from March, so that the leap day is the last of its year, and the
 * months' lengths from there on follow (153 m + 2) / 5.
 */
static int64_t
days_since_epoch(int64_t year, int64_t month, int64_t day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t m = month <= 2 ? month + 9 : month - 3;
	int64_t leaps = y / 4 - y / 100 + y / 400;
	enum { DAYS_BEFORE_EPOCH = 719469 };	/* from 0000-03-01, and day 1 */

	return y * 365 + leaps + (153 * m + 2) / 5 + day - DAYS_BEFORE_EPOCH;
}

bool
notation_date_parse(const char *text, int64_t *days)
{
	static const int64_t lengths[] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
	};
	int64_t year, month, day, last;

	if (text == NULL || strlen(text) != strlen("2027-03-31") ||
	    text[4] != '-' || text[7] != '-')
		return false;
	if (!parse_digits(text, 4, &year) ||
	    !parse_digits(text + 5, 2, &month) ||
	    !parse_digits(text + 8, 2, &day))
		return false;
	if (year < 1 || month < 1 || month > 12)
		return false;
	last = lengths[month - 1] + (month == 2 && is_leap(year) ? 1 : 0);
	if (day < 1 || day > last)
		return false;
	*days = days_since_epoch(year, month, day);
	return true;
}

static char *
put_digits(char *to, size_t n, int64_t number)
{
	for (size_t i = n; i-- > 0; number /= 10)
		to[i] = (char)('0' + number % 10);
	return to + n;
}

/* The way back of days_since_epoch(), by eras of 400 years. */
const char *
notation_date_format(struct arena *a, int64_t days)
{
	enum { EPOCH = 719468, ERA = 146097, CENTURY = 36524, FOUR = 1460 };
	int64_t era = (days + EPOCH) / ERA, in_era = (days + EPOCH) % ERA;
	int64_t y = (in_era - in_era / FOUR + in_era / CENTURY -
	    in_era / (ERA - 1)) / 365;
	int64_t in_year = in_era - (365 * y + y / 4 - y / 100);
	int64_t m = (5 * in_year + 2) / 153;
	int64_t day = in_year - (153 * m + 2) / 5 + 1;
	int64_t month = m < 10 ? m + 3 : m - 9;
	char text[] = "2027-03-31", *p = text;

	p = put_digits(p, 4, era * 400 + y + (month <= 2 ? 1 : 0)) + 1;
	p = put_digits(p, 2, month) + 1;
	put_digits(p, 2, day);
	return arena_strdup(a, text);
}
