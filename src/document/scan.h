/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DOCUMENT_SCAN_H
#define VPCPLAN_DOCUMENT_SCAN_H

/*
 * The scan: one pass over a text that checks it against RFC 8259 and writes
 * the index.
 */

#include "document/index.h"
#include "document/mends.h"

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

/*
 * The same of a text that is no JSON: the index of what was understood, with
 * how it was.  An entry of kind NODE_NONE is a key whose value never came; one
 * in a map may have no key.
 */
void scan_broken(struct document *d, struct scan_limits limits,
    struct document_problems *problems, struct mends *mends);

#endif
