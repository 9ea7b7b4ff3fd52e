/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_TEXT_WIDTH_TABLE_H
#define VPCPLAN_TEXT_WIDTH_TABLE_H

/*
 * The code points that do not take one cell, after Unicode 14.0: sorted,
 * disjoint ranges.  For text/width.c alone.
 */

#include <stddef.h>
#include <stdint.h>

struct width_span {
	uint32_t first, last;	/* both included */
};

/*
 * Two cells: East_Asian_Width W or F, and the blocks (U+3400, 4E00, F900,
 * planes 2 and 3) whose unassigned code points EastAsianWidth.txt makes W;
 * without what is in the next table.
 */
extern const struct width_span width_two[];
extern const size_t width_two_count;

/*
 * No cell: General_Category Mn, Me or Cf (U+200B is one), the few Mc with a
 * combining class (viramas, Hangul tone marks), and the medial and final
 * Jamo U+1160-11FF.
 */
extern const struct width_span width_none[];
extern const size_t width_none_count;

#endif
