/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DOCUMENT_FOUND_H
#define VPCPLAN_DOCUMENT_FOUND_H

/*
 * What stands at a place of a text, in words for a message.
 */

#include "base/str.h"
#include "document/syntax.h"

/*
 * "']'", "the end of the text", "'True' (JSON writes true)", "a typographic
 * quote (JSON writes \")" … safe to print, lives as long as a.  Of a guarded
 * text (document_holds_secrets) no string or word is shown.
 */
const char *found_at(struct arena *a, const struct syntax *s, uint32_t at,
    bool guarded);

/* The text from at to end in single quotes, cut where it is long. */
const char *found_text(struct arena *a, const struct syntax *s, uint32_t at,
    uint32_t end, bool guarded);

/* Whether the word at that offset is another language's for what JSON has. */
bool found_is_known(const struct syntax *s, uint32_t at);

/*
 * Append length bytes, made safe to print: controls and broken UTF-8 become
 * '?', and what passes `cells` cells is cut, with "…" in its place.
 */
void found_add_excerpt(struct str *out, const char *bytes, size_t length,
    size_t cells);

#endif
