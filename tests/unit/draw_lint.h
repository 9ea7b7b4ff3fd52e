/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_TESTS_UNIT_DRAW_LINT_H
#define VPCPLAN_TESTS_UNIT_DRAW_LINT_H

/*
 * What must hold for every text diagram, checked on its bytes alone: no line
 * over the width, framed lines of equal width, every line glyph met by its
 * neighbours in the same style, no dangling end, no blank at a line's end,
 * nothing that a CI runner takes for a command.
 */

#include "base/arena.h"

#include <stddef.h>

/* NULL, or what is wrong and where. */
const char *lint_fault(struct arena *a, const char *text, size_t width);

/* text with every glyph as its ASCII image. */
const char *lint_ascii(struct arena *a, const char *text);

/* text without SGR sequences. */
const char *lint_plain(struct arena *a, const char *text);

#endif
