/* SPDX-License-Identifier: MIT */
#include "document/json.h"

#include "base/utf8.h"

#include <jansson.h>
#include <string.h>

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
