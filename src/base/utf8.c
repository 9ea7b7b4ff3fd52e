/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"

#include <string.h>

static bool
is_point(uint32_t point)
{
	return point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
}

/* The length that the first byte promises; 0 if it begins no form. */
static size_t
promised_length(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first >= 0xc2 && first <= 0xdf)
		return 2;
	if (first >= 0xe0 && first <= 0xef)
		return 3;
	return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
}

size_t
utf8_decode(const char *p, size_t left, uint32_t *point)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char first = (unsigned char)p[0];
	size_t length = promised_length(first);
	uint32_t decoded;

	*point = UTF8_REPLACEMENT;
	if (length == 0 || length > left)
		return 0;
	if (length == 1) {
		*point = first;
		return 1;
	}
	decoded = first & (0xffu >> (length + 1));
	for (size_t i = 1; i < length; i++) {
		unsigned char next = (unsigned char)p[i];

		if ((next & 0xc0) != 0x80)
			return 0;
		decoded = decoded << 6 | (next & 0x3f);
	}
	if (decoded < least[length] || !is_point(decoded))
		return 0;
	*point = decoded;
	return length;
}

size_t
utf8_write(uint32_t point, char *out)
{
	if (!is_point(point))
		point = UTF8_REPLACEMENT;
	if (point < 0x80) {
		out[0] = (char)point;
		return 1;
	}
	if (point < 0x800) {
		out[0] = (char)(0xc0 | point >> 6);
		out[1] = (char)(0x80 | (point & 0x3f));
		return 2;
	}
	if (point < 0x10000) {
		out[0] = (char)(0xe0 | point >> 12);
		out[1] = (char)(0x80 | (point >> 6 & 0x3f));
		out[2] = (char)(0x80 | (point & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | point >> 18);
	out[1] = (char)(0x80 | (point >> 12 & 0x3f));
	out[2] = (char)(0x80 | (point >> 6 & 0x3f));
	out[3] = (char)(0x80 | (point & 0x3f));
	return 4;
}

bool
utf8_is_valid(const char *bytes, size_t length)
{
	size_t i = 0;

	while (i < length) {
		uint32_t point;
		uint64_t eight;
		size_t step;

		if (length - i >= sizeof eight) {
			memcpy(&eight, bytes + i, sizeof eight);
			if ((eight & 0x8080808080808080) == 0) {
				i += sizeof eight;
				continue;
			}
		}
		if ((unsigned char)bytes[i] < 0x80) {
			i++;
			continue;
		}
		step = utf8_decode(bytes + i, length - i, &point);
		if (step == 0)
			return false;
		i += step;
	}
	return true;
}

/* What stands in a text and shows nothing.  The joiners U+200C and U+200D are
 * not among these: scripts and emoji need them. */
static bool
is_invisible(uint32_t point)
{
	return point == 0x00ad || point == 0x200b ||
	    (point >= 0x2060 && point <= 0x2064) ||
	    (point >= 0x206a && point <= 0x206f) || point == 0xfeff ||
	    (point >= 0xfff9 && point <= 0xfffb) ||
	    (point >= 0xe0000 && point <= 0xe007f);
}

bool
utf8_is_control(uint32_t point)
{
	return point < 0x20 || (point >= 0x7f && point <= 0x9f) ||
	    point == 0x061c || point == 0x200e || point == 0x200f ||
	    point == 0x2028 || point == 0x2029 ||
	    (point >= 0x202a && point <= 0x202e) ||
	    (point >= 0x2066 && point <= 0x2069) || is_invisible(point);
}
