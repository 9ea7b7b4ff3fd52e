/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DOCUMENT_WRITER_H
#define VPCPLAN_DOCUMENT_WRITER_H

/*
 * Writes JSON, value by value, in the order of the calls: the same calls
 * give the same bytes.
 *
 *	struct writer w = writer_new(out);
 *	writer_begin_map(&w);
 *	writer_key(&w, "cidr");
 *	writer_text(&w, "10.0.0.0/16");
 *	writer_end(&w);
 *	writer_finish(&w);			(the line end)
 *
 * Containers are laid out over lines with two blanks a level; one begun with
 * an _inline call, and all in it, stands on one line: { "az": "a" }.  One
 * begun with a _fit call does so if the line then has at most so many
 * characters (below); else it goes over lines, and what is in it is tried
 * again.
 * Texts are escaped; bytes that are not UTF-8 are written as U+FFFD.
 */

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	WRITER_DEPTH_MAX = 64,
	WRITER_MAP_WIDTH = 132,		/* a thing on a line is read as a row */
	WRITER_LIST_WIDTH = 100
};

struct writer {
	struct str *out;
	unsigned depth;
	struct {
		char close;		/* '}' or ']' */
		bool filled, is_inline;
	} level[WRITER_DEPTH_MAX];
	bool after_key;
	unsigned fit_depth;		/* of the outermost _fit; 0: none */
	size_t fit_at;			/* where in out it begins */
};

struct writer writer_new(struct str *out);

void writer_begin_map(struct writer *w);
void writer_begin_list(struct writer *w);
void writer_begin_map_inline(struct writer *w);
void writer_begin_list_inline(struct writer *w);
void writer_begin_map_fit(struct writer *w);
void writer_begin_list_fit(struct writer *w);
void writer_end(struct writer *w);

void writer_key(struct writer *w, const char *key);
void writer_text(struct writer *w, const char *text);	/* NULL: null */
void writer_integer(struct writer *w, int64_t n);
void writer_bool(struct writer *w, bool b);
void writer_null(struct writer *w);

/* A value that another writer has written, laid out as that one did but for
 * the depth that it stands in. */
void writer_json(struct writer *w, const char *text);

/* key and value in one call. */
void writer_member_text(struct writer *w, const char *key, const char *text);
void writer_member_integer(struct writer *w, const char *key, int64_t n);
void writer_member_bool(struct writer *w, const char *key, bool b);

/* The line end behind the last value; every container must be closed. */
void writer_finish(struct writer *w);

#endif
