/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DOCUMENT_NODE_H
#define VPCPLAN_DOCUMENT_NODE_H

/*
 * A value of a document: a cursor of two words, passed by value.
 *
 * Walk, do not index: children are visited in document order by node_first()
 * and node_next(); there is no n-th child, because finding it would take
 * time in proportion to n and a loop over all of them would be quadratic.
 *
 * The interface says nothing of JSON: a YAML text looks the same, its tags
 * ("!Ref x") as what they are short for ({"Ref": "x"}).
 */

#include "base/place.h"

#include <stdbool.h>
#include <stdint.h>

struct document;

enum node_kind {
	NODE_NONE,		/* no such value: what look-ups give in vain */
	NODE_NULL,
	NODE_BOOL,
	NODE_NUMBER,
	NODE_STRING,
	NODE_LIST,
	NODE_MAP
};

struct node {
	const struct document *document;	/* NULL: no such value */
	uint32_t at;				/* entry in its index */
	uint32_t end;				/* behind its last sibling */
};

struct node node_root(const struct document *d);
enum node_kind node_kind(struct node n);

/* For messages: "a string", "a list", "nothing" … */
const char *node_kind_name(enum node_kind kind);

/* The first byte of the value; nowhere for no value. */
struct place node_place(struct node n);

/* The byte behind the value. */
uint32_t node_end(struct node n);

/* The children of a list or map; no value for anything else. */
struct node node_first(struct node parent);
struct node node_next(struct node child);

/*
 *	for (struct node c = node_first(n); node_exists(c); c = node_next(c))
 */
bool node_exists(struct node n);

/*
 * The key of a member of a map, decoded and NUL-terminated: lives as long as
 * the document.  A key with a NUL inside, or one that jansson refuses, comes
 * as its raw text.  NULL for elements of a list and for the root.
 */
const char *node_key(struct node member);

/* Whether node_key() is the key and not its raw text. */
bool node_key_is_text(struct node member);
struct place node_key_place(struct node member);

/*
 * The first byte of a member's key as written, to tell most keys apart by:
 * '\\' may be any, '"' is an empty one's; NUL where there is no key.
 */
char node_key_initial(struct node member);

/* Whether node_key() would be equal to key; takes no memory. */
bool node_key_is(struct node member, const char *key);

/* Whether node_key() would begin with it: "Fn::"; takes no memory. */
bool node_key_begins(struct node member, const char *prefix);

/*
 * The values from *from up to child, a later sibling or (no value) the end of
 * the list, have been read: if they are many, the memory of their entries is
 * given back and *from is moved to child.  Whoever looks at them again costs
 * a scan of the text.
 */
void node_forget(struct node *from, struct node child);

/* The member of a map with that key, or no value.  O(members). */
struct node node_get(struct node map, const char *key);

/*
 * Whether a value of that kind may stand in n, or is n: told from the index
 * alone.  What was dropped counts too.
 */
bool node_may_hold(struct node n, enum node_kind kind);

/*
 * The text of a string, decoded and NUL-terminated, in memory of a.  NULL if
 * it is no string, if it has a NUL inside or if jansson refuses it.
 */
const char *node_text(struct arena *a, struct node n);

/*
 * The bytes of a string that is written without escapes and valid, in the
 * text: no memory is taken, and no NUL stands behind them.  NULL for any other
 * node: ask node_text().
 */
const char *node_plain(struct node n, size_t *length);

/* The bytes of a member's key as they stand, if no escape is in them. */
const char *node_plain_key(struct node member, size_t *length);

/* Whether the node is a string equal to text. */
bool node_text_is(struct node n, const char *text);

/*
 * The integer of a number without fraction (443, 443.0, 4.43e2); false for
 * anything else, and for what an int64_t cannot hold.
 */
bool node_integer(struct node n, int64_t *out);
bool node_bool(struct node n, bool *out);

/* The bytes of a scalar as written, sanitised, at most 60 cells of them. */
const char *node_excerpt(struct arena *a, struct node n);

#endif
