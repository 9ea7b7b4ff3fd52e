/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_BASE_UTF8_H
#define VPCPLAN_BASE_UTF8_H

/*
 * Code points and their bytes (RFC 3629): no overlong forms, no surrogates,
 * nothing above U+10FFFF.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	UTF8_POINT_MAX = 4,		/* bytes of the longest form */
	UTF8_REPLACEMENT = 0xfffd	/* stands for what cannot be read */
};

/*
 * Decode the code point at p, where left bytes (at least 1) follow.  Returns
 * the length of its form, 1 to 4; 0 if the bytes are not UTF-8, and *point
 * is then UTF8_REPLACEMENT: go on with the next byte.
 */
size_t utf8_decode(const char *p, size_t left, uint32_t *point);

/*
 * Write the form of point at out (UTF8_POINT_MAX bytes of room) and return
 * its length.  What is no code point is written as UTF8_REPLACEMENT.
 */
size_t utf8_write(uint32_t point, char *out);

bool utf8_is_valid(const char *bytes, size_t length);

/*
 * Whether a terminal, a log or a page could take the point for an order, or
 * print what follows elsewhere, or a reader two texts for one: C0 and C1
 * controls, DEL, U+2028, U+2029, the controls of writing direction, and what
 * shows nothing (U+00AD, 200B, 2060-2064, 206A-206F, FEFF, FFF9-FFFB, tags).
 */
bool utf8_is_control(uint32_t point);

#endif
