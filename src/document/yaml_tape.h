/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DOCUMENT_YAML_TAPE_H
#define VPCPLAN_DOCUMENT_YAML_TAPE_H

/*
 * A YAML text as a tape of nodes, in the order of the text: what the parser
 * says, with nothing resolved.  The children of the node at i begin at
 * i + 1, what follows it is at i + its count; a map's children are a key and
 * a value in turn.
 */

#include "base/vec.h"
#include "document/document.h"

#include <stdint.h>

enum yaml_kind {
	YAML_SCALAR,
	YAML_LIST,
	YAML_MAP,
	YAML_ALIAS
};

struct yaml_node {
	const char *text;	/* of a scalar, without quotes and folds: length
				   bytes, maybe of the file */
	const char *tag;	/* or NULL */
	union {
		uint32_t length;	/* of a scalar's text */
		uint32_t target;	/* of an alias: the node that has the anchor */
	};
	uint32_t count : 28;	/* nodes, itself included; 0: still open */
	uint32_t kind : 3;	/* enum yaml_kind */
	uint32_t plain : 1;	/* a scalar without quotes */
	uint32_t begin, end;	/* the value in the file, without its tag */
	uint32_t tag_at;	/* where the tag begins, or begin */
	uint32_t known_at;	/* of a list or map: its key, or its dash */
};

struct yaml_tape {
	struct arena *a;
	VEC(struct yaml_node) nodes;
};

/*
 * Put the text of d on the tape.  False, with a fatal problem, if it is no
 * YAML, holds no or several documents, has a key that is no scalar, or an
 * alias for what has no anchor or is not closed yet.
 */
bool yaml_parse(struct yaml_tape *tape, struct arena *a, uint32_t file,
    const char *text, uint32_t length, struct document_problems *problems);

#endif
