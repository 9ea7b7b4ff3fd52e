/* SPDX-License-Identifier: MIT */
#include "text/width.h"

#include "text/width_table.h"

#include <stdbool.h>
#include <string.h>

size_t
text_decode(const char *p, size_t left, uint32_t *point)
{
	static const struct {
		unsigned char mask, lead;
		uint32_t least;		/* below it the form is overlong */
	} forms[] = {
		{ 0x80, 0x00, 0 }, { 0xe0, 0xc0, 0x80 },
		{ 0xf0, 0xe0, 0x800 }, { 0xf8, 0xf0, 0x10000 }
	};
	const unsigned char *b = (const unsigned char *)p;
	size_t n = 0;
	uint32_t value;

	*point = 0xfffd;
	while (n < 4 && (b[0] & forms[n].mask) != forms[n].lead)
		n++;
	if (n == 4 || n >= left)
		return 1;
	value = b[0] & (unsigned char)~forms[n].mask;
	for (size_t i = 1; i <= n; i++) {
		if ((b[i] & 0xc0) != 0x80)
			return 1;
		value = value << 6 | (b[i] & 0x3f);
	}
	if (value < forms[n].least || value > 0x10ffff ||
	    (value >= 0xd800 && value <= 0xdfff))
		return 1;
	*point = value;
	return n + 1;
}

size_t
text_encode(uint32_t point, char *out)
{
	static const unsigned char leads[] = { 0, 0xc0, 0xe0, 0xf0 };
	size_t more = point < 0x80 ? 0 : point < 0x800 ? 1 :
	    point < 0x10000 ? 2 : 3;

	for (size_t i = more; i > 0; i--) {
		out[i] = (char)(0x80 | (point & 0x3f));
		point >>= 6;
	}
	out[0] = (char)(leads[more] | point);
	return more + 1;
}

static bool
contains(const struct width_span *spans, size_t n, uint32_t point)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (point < spans[middle].first)
			high = middle;
		else if (point > spans[middle].last)
			low = middle + 1;
		else
			return true;
	}
	return false;
}

unsigned
point_width(uint32_t point)
{
	if (point < width_none[0].first)
		return 1;
	if (contains(width_none, width_none_count, point))
		return 0;
	return contains(width_two, width_two_count, point) ? 2 : 1;
}

size_t
text_width(const char *text)
{
	size_t left = strlen(text), cells = 0;

	while (left > 0) {
		uint32_t point;
		size_t n = text_decode(text, left, &point);

		cells += point_width(point);
		text += n;
		left -= n;
	}
	return cells;
}

size_t
text_fit(const char *text, size_t cells)
{
	size_t length = strlen(text), at = 0, used = 0;

	while (at < length) {
		uint32_t point;
		size_t n = text_decode(text + at, length - at, &point);

		used += point_width(point);
		if (used > cells)
			break;
		at += n;
	}
	return at;
}

size_t
text_fit_end(const char *text, size_t cells)
{
	size_t length = strlen(text), at = 0, skipped = 0;
	size_t whole = text_width(text);

	/*
	 * Leave out code points from the start until the rest fits, and after
	 * the last of them the marks that stand on it.
	 */
	while (at < length) {
		uint32_t point;
		size_t n = text_decode(text + at, length - at, &point);
		unsigned width = point_width(point);

		if (whole - skipped <= cells && (width > 0 || at == 0))
			break;
		skipped += width;
		at += n;
	}
	return length - at;
}
