/* SPDX-License-Identifier: MIT */
#include "document/encoding.h"

#include "base/utf8.h"

#include <string.h>

struct units {			/* UTF-16 code units */
	const unsigned char *bytes;
	size_t n;
	bool big_endian;
};

static uint32_t
unit_at(const struct units *u, size_t i)
{
	const unsigned char *p = u->bytes + 2 * i;

	return u->big_endian ? (uint32_t)p[0] << 8 | p[1]
	    : (uint32_t)p[1] << 8 | p[0];
}

/* The code point at unit *i, which is moved behind it. */
static uint32_t
next_point(const struct units *u, size_t *i)
{
	uint32_t high = unit_at(u, (*i)++), low;

	if (high < 0xd800 || high > 0xdbff || *i >= u->n)
		return high;	/* a half pair: utf8_write() replaces it */
	low = unit_at(u, *i);
	if (low < 0xdc00 || low > 0xdfff)
		return high;
	(*i)++;
	return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}

static void
convert(struct arena *a, const struct units *u, struct encoded *out)
{
	char form[UTF8_POINT_MAX], *text, *end;
	size_t length = 0;

	for (size_t i = 0; i < u->n;)
		length += utf8_write(next_point(u, &i), form);
	text = arena_alloc(a, length + 1);
	end = text;
	for (size_t i = 0; i < u->n;)
		end += utf8_write(next_point(u, &i), end);
	out->text = text;
	out->length = length;
}

static bool
begins(const char *bytes, size_t length, const char *sign, size_t n)
{
	return length >= n && memcmp(bytes, sign, n) == 0;
}

static bool
is_utf32(const char *bytes, size_t length)
{
	return begins(bytes, length, "\xff\xfe\0\0", 4) ||
	    begins(bytes, length, "\0\0", 2) ||
	    (length >= 4 && bytes[0] != '\0' &&
	    begins(bytes + 1, length - 1, "\0\0\0", 3));
}

const char *
encoding_decode(struct arena *a, const char *bytes, size_t length,
    struct encoded *out)
{
	struct units u = { 0 };
	size_t mark = 0;

	memset(out, 0, sizeof *out);
	out->text = bytes;
	out->length = length;
	if (begins(bytes, length, "\xef\xbb\xbf", 3)) {
		out->text += 3;
		out->length -= 3;
		return NULL;
	}
	if (is_utf32(bytes, length))
		return "this is UTF-32 or no text at all: save it as UTF-8";
	if (begins(bytes, length, "\xff\xfe", 2) ||
	    begins(bytes, length, "\xfe\xff", 2))
		mark = 2;
	else if (length < 2 || (bytes[0] != '\0' && bytes[1] != '\0'))
		return NULL;
	u.big_endian = mark > 0 ? bytes[0] == '\xfe' : bytes[0] == '\0';
	out->name = u.big_endian ? "UTF-16 (big-endian)"
	    : "UTF-16 (little-endian)";
	u.bytes = (const unsigned char *)bytes + mark;
	u.n = (length - mark) / 2;
	convert(a, &u, out);
	if (length % 2 != 0)
		return "this is UTF-16 cut off within a character";
	return NULL;
}
