/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DOCUMENT_DUPLICATES_H
#define VPCPLAN_DOCUMENT_DUPLICATES_H

/*
 * Equal keys in one map.  The scan hands over every key as it goes; when a
 * map closes, its keys are compared as what they mean ("\u0061" is "a"), in
 * n log n.  Of equal keys the first counts: the entries of the others are
 * marked ENTRY_DROPPED, and a problem names both places.
 *
 * Keys that begin with "//" are comments, and may come again.
 */

#include "document/index.h"

enum {
	/* Problems of this kind that are told one by one, in one document. */
	DUPLICATES_TOLD_MAX = 100
};

struct duplicates_key {
	uint32_t entry;
	uint32_t at;		/* the byte behind the opening quote */
	uint32_t length : 31;	/* up to the closing quote */
	uint32_t escaped : 1;	/* has a backslash */
};

struct duplicates {
	struct arena *a;	/* scratch memory */
	VEC(struct duplicates_key) keys;	/* of the open maps */
	VEC(size_t) begins;	/* by depth: where the map's keys begin */
	uint32_t told;
};

struct duplicates duplicates_new(struct arena *scratch);

/* The map at that depth (from 0) begins; those above it are open. */
void duplicates_open(struct duplicates *u, uint32_t depth);

/* A key of the innermost open map. */
void duplicates_add(struct duplicates *u, struct duplicates_key key);

/* The map at that depth ends: compare its keys. */
void duplicates_close(struct duplicates *u, struct document *d,
    uint32_t depth, struct document_problems *problems);

#endif
