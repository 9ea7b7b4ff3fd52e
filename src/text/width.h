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

/* Cells of one code point: 0, 1 or 2. */
unsigned point_width(uint32_t point);

/* Cells of a NUL-terminated text. */
size_t text_width(const char *text);

/* The number of bytes at the start of text that fit into cells. */
size_t text_fit(const char *text, size_t cells);

/* The number of bytes at the end of text that fit into cells. */
size_t text_fit_end(const char *text, size_t cells);

#endif
