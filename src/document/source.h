/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DOCUMENT_SOURCE_H
#define VPCPLAN_DOCUMENT_SOURCE_H

/*
 * Where the values of a document stand in its file, if the text that the
 * index speaks of was made from it (YAML).  Offsets into the file are not in
 * the order of the entries where an alias stands for values from elsewhere.
 */

#include "base/vec.h"
#include "base/place.h"

#include <stdbool.h>
#include <stdint.h>

struct document;

struct source {
	uint32_t key;		/* of the member; of others, as begin */
	uint32_t begin : 31;
	uint32_t copied : 1;	/* below an alias, or merged into its map */
	uint32_t end;
};

struct sources {
	struct source *v;	/* one an entry */
	size_t n, cap;
};

/* Where the scalar, key or opening bracket at offset of a YAML text ends. */
uint32_t source_token_end(const char *text, uint32_t length, uint32_t offset);

#endif
