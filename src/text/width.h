/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_TEXT_WIDTH_H
#define VPCPLAN_TEXT_WIDTH_H

/*
 * How many terminal cells a text takes, from a table of our own: East Asian
 * Wide and Fullwidth take two; Mn, Me, Cf, U+200B and Hangul Jamo medial and
 * final (U+1160-11FF) none; everything else, Ambiguous too, one.  The locale
 * and libc's wcwidth() are never asked: box drawing is Ambiguous, and an East
 * Asian locale would break every frame.
 */

#include <stddef.h>
#include <stdint.h>

/*
 * Decode one code point from the bytes at p (at most left, at least 1).
 * Returns its length in bytes, 1 to 4; bytes that are not UTF-8 count one at
 * a time and give U+FFFD.
 */
size_t text_decode(const char *p, size_t left, uint32_t *point);

/* Append the UTF-8 form of point at out (4 bytes of room); its length. */
size_t text_encode(uint32_t point, char *out);

/* Cells of one code point: 0, 1 or 2. */
unsigned point_width(uint32_t point);

/* Cells of a NUL-terminated text. */
size_t text_width(const char *text);

/* The number of bytes at the start of text that fit into cells. */
size_t text_fit(const char *text, size_t cells);

/* The number of bytes at the end of text that fit into cells. */
size_t text_fit_end(const char *text, size_t cells);

#endif
