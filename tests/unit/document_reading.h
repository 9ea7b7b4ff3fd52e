/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_TESTS_DOCUMENT_READING_H
#define VPCPLAN_TESTS_DOCUMENT_READING_H

/*
 * Reading a text in one call, for the suites of the document room.
 */

#include "document/document.h"
#include "document/node.h"

#include <string.h>

struct reading {
	struct arena *a;
	struct files files;
	struct document_problems problems;
	struct document *d;	/* NULL: refused */
};

static inline struct reading
reading_of_bytes(const char *bytes, size_t length)
{
	struct reading r = { .a = arena_new() };

	r.files = files_new(r.a);
	r.d = document_read(r.a, &r.files, "x.json",
	    arena_strndup(r.a, bytes, length), length, &r.problems);
	return r;
}

static inline struct reading
reading_of(const char *text)
{
	return reading_of_bytes(text, strlen(text));
}

static inline void
reading_free(struct reading *r)
{
	arena_free(r->a);
}

#endif
