/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_TEXT_SANITISE_H
#define VPCPLAN_TEXT_SANITISE_H

/*
 * Names and excerpts come from files and go to terminals, logs and pages.
 * This makes them safe to print: invalid UTF-8, C0 and C1 controls, DEL,
 * U+2028, U+2029, bidi controls (U+061C, 200E, 200F, 202A-202E, 2066-2069)
 * and what shows nothing (utf8_is_control) each become "?"; decomposed Hangul
 * is composed.
 */

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * A safe, NUL-terminated copy of length bytes (an excerpt of a file has no
 * NUL of its own).  Lives as long as a.
 */
const char *sanitise(struct arena *a, const char *text, size_t length);

/* text itself if it is safe, else a safe copy; NULL gives "". */
const char *sanitise_text(struct arena *a, const char *text);

/* Whether sanitise() would change it. */
bool is_clean(const char *text, size_t length);

/*
 * A line of output that a CI runner could take for a command: after blanks
 * it begins with "::", or it holds "##[" or "##word[" ("##vso[").  Returns
 * text, or a copy in which that sequence is broken up by a blank.
 */
const char *sanitise_line(struct arena *a, const char *text);

#endif
