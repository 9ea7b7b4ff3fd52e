/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DOCUMENT_MARKS_H
#define VPCPLAN_DOCUMENT_MARKS_H

/*
 * Where the parts of a text that was written anew stand in the text that it
 * was made of.  A YAML text becomes a JSON text and these; all of this room
 * then works on JSON, and only places are turned into those of the file.
 */

#include "base/vec.h"

#include <stdint.h>

struct mark {
	uint32_t made;		/* offset in the text that was made */
	uint32_t from, to;	/* what it was made of, in the file */
};

struct marks {
	VEC(struct mark) all;	/* by made, in ascending order */
	struct mark *by_source;	/* the same by from, then made */
};

/* made must not be smaller than that of the mark before. */
void marks_add(struct arena *a, struct marks *m, uint32_t made,
    uint32_t from, uint32_t to);

/* When all are added. */
void marks_sort(struct arena *a, struct marks *m);

/* The mark of an offset of the made text: the last one not behind it. */
const struct mark *marks_of_made(const struct marks *m, uint32_t made);

/*
 * The innermost mark of an offset of the file: the last that begins at or
 * before it; where several begin there, the one made last.
 */
const struct mark *marks_of_source(const struct marks *m, uint32_t from);

#endif
