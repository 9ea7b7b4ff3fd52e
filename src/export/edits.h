/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_EXPORT_EDITS_H
#define VPCPLAN_EXPORT_EDITS_H

/*
 * Changes to a text that people have written: what they do not touch stays
 * as it is, byte for byte.
 */

#include "base/str.h"
#include "base/vec.h"

struct text_edit {
	size_t at, length;	/* what goes */
	const char *to;		/* what comes */
};

struct text_edits {
	struct text_edit *v;
	size_t n, cap;
};

/*
 * Append the changed text to out.  False, and nothing appended, if two edits
 * touch the same bytes or one lies outside.  The edits are sorted.
 */
bool edits_apply(struct str *out, const char *text, size_t length,
    struct text_edits *edits);

/*
 * The key, of that name, of the member whose value stands at offset, in JSON
 * or in YAML: the first byte of the name, without quotes; false if no such
 * thing stands there.
 */
bool edits_find_key(const char *text, size_t offset, const char *name,
    size_t *at);

/*
 * A new member before the one whose value stands at offset and ends at end:
 * in braces { } of either format, or on a line of its own of YAML.  Name and
 * value are plain text.  False if there is no place for it that keeps the
 * layout.
 */
bool edits_insert_member(struct arena *a, struct text_edits *edits,
    const char *text, size_t length, size_t offset, size_t end,
    const char *key, const char *name, const char *value);

#endif
