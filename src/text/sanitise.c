/* SPDX-License-Identifier: MIT */
#include "text/sanitise.h"

#include "base/str.h"
#include "base/utf8.h"

#include <string.h>

/*
 * Hangul composes by arithmetic (Unicode, 3.12): a syllable is a leading
 * consonant L, a vowel V and perhaps a trailing consonant T.  macOS writes
 * file names decomposed, and terminals disagree about the width of the parts.
 */
enum {
	L_BASE = 0x1100, L_COUNT = 19,
	V_BASE = 0x1161, V_COUNT = 21,
	T_BASE = 0x11a7, T_COUNT = 28,		/* T_BASE itself is "no T" */
	S_BASE = 0xac00, S_COUNT = L_COUNT * V_COUNT * T_COUNT
};

/* point - base if that is below count, else count. */
static uint32_t
index_in(uint32_t point, uint32_t base, uint32_t count)
{
	return point >= base && point - base < count ? point - base : count;
}

/* The syllable that first and second make together, or 0. */
static uint32_t
compose(uint32_t first, uint32_t second)
{
	uint32_t l = index_in(first, L_BASE, L_COUNT);
	uint32_t v = index_in(second, V_BASE, V_COUNT);
	uint32_t s = index_in(first, S_BASE, S_COUNT);
	uint32_t t = index_in(second, T_BASE, T_COUNT);

	if (l < L_COUNT && v < V_COUNT)
		return S_BASE + (l * V_COUNT + v) * T_COUNT;
	if (s < S_COUNT && s % T_COUNT == 0 && t > 0 && t < T_COUNT)
		return first + t;
	return 0;
}

/* The code point at p as it may be printed; a byte that is not UTF-8 is "?". */
static size_t
decode_safe(const char *p, size_t left, uint32_t *point)
{
	size_t n = utf8_decode(p, left, point);

	if (n == 0 || utf8_is_control(*point))
		*point = '?';
	return n > 0 ? n : 1;
}

/* Whether eight bytes are all from ' ' to '~'. */
static bool
eight_ascii(const char *text)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t eight;

	memcpy(&eight, text, sizeof eight);
	return ((eight | (eight - 0x20 * ones) | (eight + ones)) &
	    0x80 * ones) == 0;
}

bool
is_clean(const char *text, size_t length)
{
	uint32_t before = 0;	/* above ASCII, as all that composes */

	for (size_t at = 0; at < length;) {
		uint32_t point;
		size_t n;

		/* Nearly every name is ASCII. */
		if (length - at >= sizeof(uint64_t) && eight_ascii(text + at)) {
			before = 0;
			at += sizeof(uint64_t);
			continue;
		}
		if (text[at] >= ' ' && text[at] <= '~') {
			before = 0;
			at++;
			continue;
		}
		n = decode_safe(text + at, length - at, &point);
		if (point == '?' && text[at] != '?')
			return false;
		if (compose(before, point) != 0)
			return false;
		before = point;
		at += n;
	}
	return true;
}

static void
add_point(struct str *out, uint32_t point)
{
	char bytes[UTF8_POINT_MAX];

	str_add_bytes(out, bytes, utf8_write(point, bytes));
}

const char *
sanitise(struct arena *a, const char *text, size_t length)
{
	struct str out = str_new(a);
	uint32_t held = 0;	/* read, not yet written: it may compose */

	if (is_clean(text, length))
		return arena_strndup(a, text, length);
	for (size_t at = 0; at < length;) {
		uint32_t point, both;

		at += decode_safe(text + at, length - at, &point);
		both = compose(held, point);
		if (both == 0 && held != 0)
			add_point(&out, held);
		held = both != 0 ? both : point;
	}
	if (held != 0)
		add_point(&out, held);
	return str_text(&out);
}

const char *
sanitise_text(struct arena *a, const char *text)
{
	size_t length;

	if (text == NULL)
		return "";
	length = strlen(text);
	return is_clean(text, length) ? text : sanitise(a, text, length);
}

/* What .NET's TrimStart() takes from a line before a runner looks at it. */
static bool
is_blank(uint32_t point)
{
	return (point >= 0x09 && point <= 0x0d) || point == 0x20 ||
	    point == 0x85 || point == 0xa0 || point == 0x1680 ||
	    (point >= 0x2000 && point <= 0x200a) || point == 0x2028 ||
	    point == 0x2029 || point == 0x202f || point == 0x205f ||
	    point == 0x3000;
}

/* Where "::" stands at the start of the line, or NULL. */
static const char *
find_colons(const char *line)
{
	size_t left = strlen(line);

	while (left > 0) {
		uint32_t point;
		size_t n = utf8_decode(line, left, &point);

		if (n == 0 || !is_blank(point))
			break;
		line += n;
		left -= n;
	}
	return str_starts_with(line, "::") ? line : NULL;
}

/* The bracket of the next "##[" or "##word[", or NULL. */
static const char *
find_bracket(const char *line)
{
	while ((line = strstr(line, "##")) != NULL) {
		line += strspn(line, "#");
		while ((*line >= 'a' && *line <= 'z') ||
		    (*line >= 'A' && *line <= 'Z'))
			line++;
		if (*line == '[')
			return line;
	}
	return NULL;
}

const char *
sanitise_line(struct arena *a, const char *text)
{
	const char *colons = find_colons(text);
	const char *bracket = find_bracket(text);
	struct str out;

	if (colons == NULL && bracket == NULL)
		return text;
	out = str_new(a);
	if (colons != NULL) {
		str_add_bytes(&out, text, (size_t)(colons - text) + 1);
		str_add_char(&out, ' ');
		text = colons + 1;
	}
	while ((bracket = find_bracket(text)) != NULL) {
		str_add_bytes(&out, text, (size_t)(bracket - text));
		str_add(&out, " [");
		text = bracket + 1;
	}
	str_add(&out, text);
	return str_text(&out);
}
