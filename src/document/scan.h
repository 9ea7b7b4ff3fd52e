/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DOCUMENT_SCAN_H
#define VPCPLAN_DOCUMENT_SCAN_H

/*
 * The scan: one pass over a text that checks it against RFC 8259 and writes
 * the index.
 */

#include "document/index.h"

/* DOCUMENT_…_MAX, except in tests. */
struct scan_limits {
	uint32_t depth, values;
};

/*
 * Fill in the index of d, whose text is set.  False if the text is not JSON:
 * then some problems are fatal and say where and why.  Other problems (equal
 * keys, bytes that are not UTF-8) are added and do not make it so.  Problems
 * come in the order in which they are noticed, not in that of the text.
 */
bool scan_text(struct document *d, struct scan_limits limits,
    struct document_problems *problems);

#endif
