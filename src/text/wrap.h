/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_TEXT_WRAP_H
#define VPCPLAN_TEXT_WRAP_H

#include "base/str.h"

/*
 * Append text to out, wrapped at blanks to lines of at most width cells.  The
 * first line starts at column first_column (what out already has on that
 * line), the following ones are indented by indent blanks.  A word longer
 * than a line stands alone and is not cut.  A '\n' in text starts a new line.
 * No trailing blanks; no line end after the last line.
 */
void wrap_text(struct str *out, const char *text, size_t width,
    size_t first_column, size_t indent);

/*
 * text cut to at most cells, with ellipsis ("…" or "~", one cell) in the
 * middle: three fifths head, two fifths tail, since names differ at the end.
 */
const char *cut_middle(struct arena *a, const char *text, size_t cells,
    const char *ellipsis);

/* Words wider than room in pieces: addresses of resources have no blanks. */
const char *wrap_break_words(struct arena *a, const char *text, size_t room);

#endif
