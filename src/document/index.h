/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DOCUMENT_INDEX_H
#define VPCPLAN_DOCUMENT_INDEX_H

/*
 * What a document is inside: a text and the index of its values, for the
 * files of this room only.
 *
 * An entry is written for each value, in the order of the text, so that the
 * first child of the value at entry e is e + 1 and what follows the value is
 * e + its count.  The offset is that of the key where there is one, else of
 * the value: from a key the value is found by reading on, from a value the
 * key could not be found by reading back (comments).
 *
 * The index lies in pieces of INDEX_PIECE entries: one array would have to
 * be doubled again and again, and an arena keeps what was outgrown.
 *
 * Entries that were forgotten (node_forget) are zero, as no other is: count
 * is at least 1.  Whoever goes through the whole index remembers them first.
 */

#include "base/names.h"
#include "base/vec.h"
#include "document/document.h"
#include "document/mends.h"
#include "document/node.h"
#include "document/source.h"

enum {
	INDEX_PIECE_BITS = 9,
	INDEX_PIECE = 1 << INDEX_PIECE_BITS
};

struct entry {
	uint32_t offset;
	uint32_t kind : 3;	/* enum node_kind, or ENTRY_DROPPED */
	uint32_t has_key : 1;
	uint32_t count : 28;	/* entries of the value, itself included */
};

/* The second and further members with one key: nobody sees them. */
enum { ENTRY_DROPPED = 7 };

struct document {
	struct arena *a;
	uint32_t file;
	const char *text;
	uint32_t length;
	VEC(struct entry *) pieces;
	uint32_t n;		/* entries */
	uint32_t held;		/* the text before it is passed (arena_pass) */
	uint32_t turns;		/* how often reading went far back */
	bool forgot;		/* some entries are zero: node_forget() */
	bool remembers;		/* … and were wanted: no more of that */
	struct document *self;	/* for what readers of a const one change */
	struct names *keys;	/* decoded keys that were asked for */
	/* Of a document whose text was made from its file: the file's text,
	 * and where each entry stands there; else NULL and none. */
	const char *file_text;
	uint32_t file_length;
	struct sources sources;
	bool is_yaml;
	const struct mends *mends;	/* of a text that was broken; NULL */
};

static inline struct entry *
index_entry(const struct document *d, uint32_t e)
{
	return &d->pieces.v[e >> INDEX_PIECE_BITS][e & (INDEX_PIECE - 1)];
}

/*
 * Reading has come to that offset of the text: what lies far behind it need
 * not stay in memory.  Who goes back and forth, as between a plan's values
 * and its configuration, needs all of it: after some turns all is held.
 */
enum { TEXT_HELD = 4 << 20, TURNS_MAX = 64 };
void document_let_go(const struct document *d, uint32_t offset);

static inline void
document_come_to(const struct document *d, uint32_t offset)
{
	if (offset - d->held > TEXT_HELD)	/* or before it */
		document_let_go(d, offset);
}

/* Make the entries again that were forgotten. */
void document_remember(const struct document *d);

static inline struct entry *
index_known(const struct document *d, uint32_t e)
{
	if (index_entry(d, e)->count == 0)
		document_remember(d);
	return index_entry(d, e);
}

/* The first byte in d->text of the value of entry e. */
uint32_t document_value_at(const struct document *d, uint32_t e);

/* The new entry's number; d->n is below DOCUMENT_VALUES_MAX. */
uint32_t document_add_entry(struct document *d, uint32_t offset, bool has_key);

#endif
