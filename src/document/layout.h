/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DOCUMENT_LAYOUT_H
#define VPCPLAN_DOCUMENT_LAYOUT_H

/*
 * For writer.c alone: lays a container that stands on one line out over
 * several.
 */

#include "base/str.h"

/*
 * The container of n bytes at text, as the writer makes it on one line, over
 * lines: what of it fits the width stays on one line.  depth is the level of
 * the container; the line that it begins on is already there.
 */
void layout_container(struct str *out, const char *text, size_t n,
    unsigned depth);

/* Whether a line of n bytes may hold a container that begins with open. */
bool layout_fits(const char *line, size_t n, char open);

#endif
