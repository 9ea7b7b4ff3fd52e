/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DOCUMENT_YAML_MADE_H
#define VPCPLAN_DOCUMENT_YAML_MADE_H

/*
 * The JSON that a YAML text becomes, written while the text is read: a value
 * is begun and ended as its events come, its entry in the index and its place
 * in the file are written beside it, and nothing lies in between.
 *
 * A merge key (<<) is written as a member of its map; yaml_merge() dissolves
 * it when all is read.
 */

#include "document/duplicates.h"
#include "document/index.h"
#include "document/yaml_scalar.h"

/* What an alias stands for: so many values of the index, and their text. */
struct yaml_anchor {
	uint32_t entry;
	uint32_t count;		/* 0: not closed yet */
	uint32_t begin, end;	/* in the JSON */
	uint32_t below;		/* lists and maps, one in the other */
	enum node_kind kind;
	const char *text;	/* of a key, which stands for one value: the
				   JSON of that; else NULL */
};

struct yaml_open {
	uint32_t entry;
	uint32_t below;		/* as of an anchor, so far */
};

struct yaml_made {
	struct document *d;	/* its index and sources grow, its text does
				   not change yet */
	struct arena *scratch;
	struct document_problems *problems;
	struct str out;
	struct duplicates duplicates;
	struct yaml_open open[DOCUMENT_DEPTH_MAX];
	uint32_t depth;
	uint32_t member;	/* entry of the key just written, or NO_MEMBER */
	VEC(uint32_t) merges;	/* entries of merge keys */
	uint32_t copies;	/* values that stand for others, … */
	size_t copied_bytes;	/* … and their text */
};

/* Nothing is written yet; what is no longer needed then is in scratch. */
void yaml_made_init(struct yaml_made *m, struct document *d,
    struct arena *scratch, struct document_problems *problems);

/* Add a fatal problem at that offset of the file.  Returns false. */
bool yaml_made_fail(struct yaml_made *m, uint32_t at, const char *text);

/* A key of the open map, which begins at that offset of the file. */
void yaml_made_key(struct yaml_made *m, const char *text, size_t n,
    uint32_t at, bool merge);

/*
 * The value of that key, or of the open list, or the root, begins; returns its
 * entry, which has no kind yet.  A scalar is then written, a list or map
 * opened and closed.  at.key is not looked at where there is a key.
 */
uint32_t yaml_made_begin(struct yaml_made *m, struct source at);
void yaml_made_scalar(struct yaml_made *m, uint32_t entry,
    const struct yaml_scalar *s);
/* What begins so in JSON and is no list or map. */
enum node_kind yaml_made_kind(char first);

void yaml_made_text(struct yaml_made *m, uint32_t entry, const char *text,
    size_t n);

/* False, with a problem at that offset, if it is nested too deeply. */
bool yaml_made_open(struct yaml_made *m, uint32_t entry, enum node_kind kind,
    uint32_t at);

/* Returns how deep what was closed is nested, itself included. */
uint32_t yaml_made_close(struct yaml_made *m);

/* A copy of what an alias stands for, whose place is that of the alias. */
bool yaml_made_copy(struct yaml_made *m, const struct yaml_anchor *from,
    struct source at);

/* So many values and bytes stand for others; false, with a problem at that
 * offset, if these are too many. */
bool yaml_made_count(struct yaml_made *m, uint32_t values, size_t bytes,
    uint32_t at);

/*
 * Write d anew, whose text is set, without the merge keys at these entries
 * (in order): their maps take the members that they have not.  False, with a
 * fatal problem, if such a key has no maps.
 */
bool yaml_merge(struct yaml_made *m);

#endif
