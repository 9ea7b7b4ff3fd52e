/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DOCUMENT_DOCUMENT_H
#define VPCPLAN_DOCUMENT_DOCUMENT_H

/*
 * One input text as a tree of values, each with its place.
 *
 * Reading scans the text once: structure, nesting, duplicate keys, encoding.
 * The scan leaves an index of 8 bytes a value in document order (offset, and
 * how many entries its subtree has); no tree of values is built.  A scalar is
 * decoded by jansson when somebody asks for it, so a file of 100 MB costs its
 * bytes and its index, and a scalar that jansson refuses (a number out of
 * range, a lone surrogate) costs nobody anything until it is wanted.
 *
 * Accepted beyond RFC 8259: a UTF-8 byte order mark; UTF-16 of either order,
 * with or without a mark, converted to UTF-8 first; comments, from // to the
 * end of the line and from slash-star to star-slash, where blanks may stand.
 *
 * A text that begins as YAML does is read as that (document/yaml.h says what
 * it means); whatever else is no JSON gets JSON's message.
 *
 * Limits (a text that passes one is refused with a message that says so):
 * DOCUMENT_SIZE_MAX bytes, DOCUMENT_DEPTH_MAX levels of nesting,
 * DOCUMENT_VALUES_MAX values.
 */

#include "base/place.h"

#include <stdbool.h>

enum {
	DOCUMENT_DEPTH_MAX = 1000,
	DOCUMENT_VALUES_MAX = (1 << 28) - 1
};
#define DOCUMENT_SIZE_MAX ((size_t)1 << 30)

struct document;

/* What is wrong with a text: where, what was found, what was expected. */
struct document_problem {
	struct place at;
	const char *text;	/* one clause, sanitised, no full stop */
	struct place also;	/* a second place, or nowhere … */
	const char *also_text;	/* … and what is there: "the first one" */
	const char *help;	/* what mends it, or NULL */
	bool fatal;		/* the text cannot be used at all */
	const char *language;	/* "JSON" or "YAML": as what it was read */
};

struct document_problems {
	struct document_problem *v;
	size_t n, cap;
};

/*
 * Read length bytes with a NUL behind them, which must live as long as a; the
 * file is entered into files under name, whatever happens, so that problems
 * have a place.  Problems are added in the order of the text.  NULL if the
 * text cannot be used: then one or more are fatal; of what is wrong all is
 * told that can be told apart, up to a number that is said.  The others leave
 * a document: of equal keys the first counts and the others are not seen
 * (keys that begin with "//" are comments and may come again); a string with
 * bytes that are not UTF-8 is one that jansson refuses.
 */
struct document *document_read(struct arena *a, struct files *files,
    const char *name, const char *bytes, size_t length,
    struct document_problems *problems);

/*
 * A text that document_read() refused, as it was meant: what is wrong in it is
 * taken for what the problems say, and what that leaves open is unknown.  It
 * is for telling what else is wrong, and no more: nobody is to rely on it.
 * Places are those of the text, which stands in the table of files under that
 * number.  NULL: there is no telling what was meant, or it may hold secrets.
 */
struct document *document_mend(struct arena *a, uint32_t file,
    const char *text, size_t length);

bool document_is_mended(const struct document *d);

/* Whether all is there; if not, what is not found may have been lost. */
bool document_is_whole(const struct document *d);

/*
 * Whether what is wrong at that offset is so for sure, and does not follow
 * from what was mended.
 */
bool document_is_sure(const struct document *d, uint32_t offset);

/*
 * Whether a text, whole or broken, is of a kind that holds secrets: a state or
 * plan of Terraform.  Of such a one no problem shows what stands there.
 */
bool document_holds_secrets(const char *text, size_t length);

/* "JSON" or "YAML": what it was read as. */
const char *document_language(const struct document *d);

/* The number of the document's file in the table it was entered in. */
uint32_t document_file(const struct document *d);

/*
 * The JSON pointer (RFC 6901) of the value at each of n offsets, which are
 * sorted; an offset inside a scalar, on a key or between values means the
 * innermost value that has it.  One pass over the index for all of them.
 * The texts are sanitised and live as long as a.
 */
void document_pointers(struct arena *a, const struct document *d,
    const uint32_t *offsets, size_t n, const char **pointers);

/*
 * The same values by number, in the order of the text: the one at the offset
 * is the first, and those in it follow, up to the end (exclusive).  It is
 * inside of another if its first is one of that one's.
 */
struct document_values {
	uint32_t first, end;
};
void document_values_at(const struct document *d, const uint32_t *offsets,
    size_t n, struct document_values *values);

/*
 * The same as the pointers, but an element of a list is called by what it says ("#" and a
 * hash of its text without blanks), not by its number: such a path outlives
 * edits of other elements.
 */
void document_paths(struct arena *a, const struct document *d,
    const uint32_t *offsets, size_t n, const char **paths);

/* Where the scalar, key, or opening bracket at offset ends (exclusive). */
uint32_t document_token_end(const struct document *d, uint32_t offset);

#endif
