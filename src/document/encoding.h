/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DOCUMENT_ENCODING_H
#define VPCPLAN_DOCUMENT_ENCODING_H

/*
 * The encodings a text can come in.  A JSON text begins with ASCII (RFC 4627,
 * 3), so where the zero bytes stand in its first code unit tells UTF-16 and
 * its order even without a byte order mark.
 */

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

struct encoded {
	const char *text;	/* UTF-8, without a mark, a NUL behind it */
	size_t length;
	const char *name;	/* "UTF-16 (little-endian)"; NULL: UTF-8 */
};

/*
 * The text of length bytes as UTF-8, which is bytes itself, or a part of it,
 * if that is what they are.  Returns NULL, or why they cannot be read.
 */
const char *encoding_decode(struct arena *a, const char *bytes, size_t length,
    struct encoded *out);

#endif
