/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DOCUMENT_JSON_H
#define VPCPLAN_DOCUMENT_JSON_H

/*
 * What the scalars of a JSON text mean.  Each takes the bytes of one scalar
 * that passed the scan, quotes included.
 */

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * The decoded string, NUL-terminated, in memory of a.  NULL if it has a NUL
 * inside, half a surrogate pair, or bytes that are not UTF-8.
 */
const char *json_decode_text(struct arena *a, const char *raw, size_t length);

/* As node_integer(). */
bool json_decode_integer(const char *raw, size_t length, int64_t *out);

#endif
