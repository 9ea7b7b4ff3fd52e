/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_BASE_PLACE_H
#define VPCPLAN_BASE_PLACE_H

/*
 * Where in the input something stands.  A place is 8 bytes: which file, and
 * which byte of its text; line and column are computed only when printed,
 * from a table of lines that a file builds on first use.
 *
 * Texts are UTF-8: document/ converts what came as UTF-16 before it adds the
 * file, so offsets count bytes of the converted text.
 */

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct place {
	uint32_t file;		/* from files_add(); 0 is "nowhere" */
	uint32_t offset;	/* byte offset into that file's text */
};

struct file {
	const char *name;	/* as the user wrote it; "-" is standard input */
	const char *text;	/* length bytes, and a NUL behind them */
	size_t length;
	uint32_t *lines;	/* line ends before each 4096th byte, or NULL */
	size_t n_lines;
	bool is_guarded;	/* what stands beside a place may be secret */
	uint32_t *points;	/* code points before each 4096th byte, or NULL */
};

struct files {
	struct arena *a;
	struct file **v;	/* v[i] has number i + 1 */
	size_t n, cap;
};

/* A place spelled out. */
struct position {
	const char *file;	/* NULL for "nowhere" */
	uint32_t line, column;	/* from 1; columns count code points */
};

struct files files_new(struct arena *a);

/*
 * Add a file; its number is at least 1.  name and text are borrowed and must
 * live as long as the table; length is below 4 GiB.
 */
uint32_t files_add(struct files *f, const char *name, const char *text,
    size_t length);

/* The file with that number; number is one that files_add() returned. */
struct file *files_get(const struct files *f, uint32_t number);

struct position place_position(const struct files *f, struct place at);

/*
 * The line that at stands in: its first byte and its length without the line
 * end.  Of a very long line (a plan is one line) the length ends soon behind
 * at.  False for "nowhere".
 */
bool place_line(const struct files *f, struct place at, const char **line,
    size_t *length);

/* By file, then offset. */
int place_compare(struct place a, struct place b);

#endif
