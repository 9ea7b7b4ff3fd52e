/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_NET_LIST_H
#define VPCPLAN_NET_LIST_H

/*
 * A text of terms, one a line, read line by line without taking memory:
 *
 *	10.0.0.0/16
 *	10.1.0.0/16	shop
 *	data 10.2.0.0/16		# a comment
 *	10.3.0.5 - 10.3.0.9	printers
 *
 * A label stands before or behind its term, set off by blanks, "," or ";".
 * Empty lines, comments (# at the start or behind a blank), a byte order
 * mark at the start and CR before LF are passed over.  A line with two terms
 * is refused: taking one for the label of the other would lose it.
 */

#include "net/term.h"

struct list_reader {
	const char *end;	/* *end is NUL, as the fast path asks for */
	const char *p;		/* the next line */
	size_t line;		/* the number of lines passed */
	bool fix;		/* as term_scan() */
};

enum list_event { LIST_END, LIST_ITEM, LIST_BAD };

struct list_item {
	struct term term;
	size_t line;		/* from 1 */
	const char *start;	/* of the line */
	const char *token;	/* the term, or what is wrong, as written */
	size_t token_length;
	const char *fault;	/* LIST_BAD: where in the token it goes wrong */
	const char *label;	/* not NUL-terminated; length 0: none */
	size_t label_length;
	bool label_plain;	/* surely nothing in it wants sanitising */
	const char *why;	/* LIST_BAD: a clause for messages */
	enum addr_error error;	/* LIST_BAD: ADDR_OK for two terms a line */
};

struct list_reader list_read(const char *text, size_t length, bool fix);

/*
 * Go on with the next piece of a text that comes in pieces of whole lines;
 * lines are counted on.
 */
void list_continue(struct list_reader *r, const char *text, size_t length);

/* The next line that says something.  Texts in *item are borrowed. */
enum list_event list_next(struct list_reader *r, struct list_item *item);

#endif
