/* SPDX-License-Identifier: MIT */
#include "document/json.h"

#include "base/utf8.h"
#include "document/syntax.h"

#include <jansson.h>
#include <string.h>

static int
hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ?
	    c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* What the escape of left bytes stands for, if that is ASCII; else 0. */
static char
short_escape(const char *escape, size_t left, size_t *length)
{
	static const char names[] = "\"\\/bfnrt", means[] = "\"\\/\b\f\n\r\t";
	const char *name;
	int high, low;

	*length = 2;
	if (left < 2 || escape[1] == '\0')
		return '\0';
	name = strchr(names, escape[1]);
	if (name != NULL)
		return means[name - names];
	*length = 6;
	if (left < 6 || memcmp(escape, "\\u00", 4) != 0)
		return '\0';
	high = hex_digit(escape[4]);
	low = hex_digit(escape[5]);
	return high >= 0 && high < 8 && low >= 0 ? (char)(high * 16 + low) :
	    '\0';
}

/*
 * Scripts are texts of many lines, and read more than once: ASCII is decoded
 * here.  NULL: there is more in it.
 */
static const char *
decode_ascii(struct arena *a, const char *inside, size_t length)
{
	const struct syntax s = { inside, (uint32_t)length };
	char *text = arena_alloc(a, length + 1), *to = text;
	size_t escape = 0;

	for (uint32_t at = 0;; at += (uint32_t)escape) {
		uint32_t end = syntax_skip_plain(&s, at);

		memcpy(to, inside + at, end - at);
		to += end - at;
		at = end;
		if (at == length) {
			*to = '\0';
			return text;
		}
		if (inside[at] != '\\')
			return NULL;
		*to = short_escape(inside + at, length - at, &escape);
		if (*to++ == '\0')
			return NULL;
	}
}

const char *
json_decode_text(struct arena *a, const char *raw, size_t length)
{
	const char *inside = raw + 1, *text = NULL;
	json_t *value;

	if (memchr(inside, '\\', length - 2) == NULL) {
		if (!utf8_is_valid(inside, length - 2))
			return NULL;
		return arena_strndup(a, inside, length - 2);
	}
	text = decode_ascii(a, inside, length - 2);
	if (text != NULL)
		return text;
	value = json_loadb(raw, length, JSON_DECODE_ANY, NULL);
	if (json_is_string(value))
		text = arena_strndup(a, json_string_value(value),
		    json_string_length(value));
	json_decref(value);
	return text;
}

/*
 * Ports, counts and rule numbers are a few digits each, and a large input has
 * a million of them: short plain integers are read here.
 */
static bool
short_integer(const char *raw, size_t length, int64_t *out)
{
	enum { DIGITS_MAX = 18 };	/* fewer than INT64_MAX has */
	bool negative = raw[0] == '-';
	int64_t n = 0;

	if (length - negative > DIGITS_MAX)
		return false;
	for (size_t i = negative; i < length; i++) {
		if (raw[i] < '0' || raw[i] > '9')
			return false;
		n = n * 10 + (raw[i] - '0');
	}
	*out = negative ? -n : n;
	return true;
}

bool
json_decode_integer(const char *raw, size_t length, int64_t *out)
{
	const double exact = 9007199254740992.0;	/* 2^53 */
	bool good = false;
	json_t *value;

	if (short_integer(raw, length, out))
		return true;
	value = json_loadb(raw, length, JSON_DECODE_ANY, NULL);
	if (json_is_integer(value)) {
		*out = (int64_t)json_integer_value(value);
		good = true;
	} else if (json_is_real(value)) {
		double real = json_real_value(value);

		if (real >= -exact && real <= exact &&
		    (double)(int64_t)real - real >= 0 &&
		    (double)(int64_t)real - real <= 0) {
			*out = (int64_t)real;
			good = true;
		}
	}
	json_decref(value);
	return good;
}
