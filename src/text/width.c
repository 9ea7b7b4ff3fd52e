/* SPDX-License-Identifier: MIT */
#include "text/width.h"

#include "base/utf8.h"
#include "text/width_table.h"

#include <stdbool.h>
#include <string.h>

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

/* The length of the character at p; a byte that is not UTF-8 is one. */
static size_t
step(const char *p, size_t left, unsigned *width)
{
	uint32_t point;
	size_t n = utf8_decode(p, left, &point);

	*width = point_width(point);
	return n > 0 ? n : 1;
}

size_t
text_width(const char *text)
{
	size_t left = strlen(text), cells = 0;

	while (left > 0) {
		unsigned width;
		size_t n = step(text, left, &width);

		cells += width;
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
		unsigned width;
		size_t n = step(text + at, length - at, &width);

		used += width;
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
		unsigned width;
		size_t n = step(text + at, length - at, &width);

		if (whole - skipped <= cells && (width > 0 || at == 0))
			break;
		skipped += width;
		at += n;
	}
	return length - at;
}
