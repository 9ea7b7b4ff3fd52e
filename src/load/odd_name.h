/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LOAD_ODD_NAME_H
#define VPCPLAN_LOAD_ODD_NAME_H

/*
 * Names with characters that nobody sees, or that order what follows to be
 * shown otherwise: controls, marks of writing direction, zero-width spaces.
 * They are shown as "?", and two names that look alike are two.
 *
 * A joiner (U+200C, U+200D) is part of how Persian is written, and of emoji;
 * between ASCII characters it shows nothing, and is odd.
 */

#include "load/load.h"

/* Whether such a character is in the text. */
bool odd_name_is(const char *text, size_t length);

/* A text of the input that is odd, and what became of it. */
void odd_name_keep(struct load *l, const char *text, const char *clean);

/* When all is linked: IN015 for each thing that has such a name, and what a
 * reference to no such thing looks like. */
void odd_name_tell(struct load *l);

#endif
