/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_CLI_CIDR_INPUT_H
#define VPCPLAN_CLI_CIDR_INPUT_H

/*
 * What the subcommands of "vpcplan cidr" read.  An operand is a term (a
 * prefix, an address or a range, perhaps with a label: "shop 10.0.0.0/16"),
 * or a file of terms, one a line (net/list.h), or "-" for standard input.
 * Files are read in pieces: no text is kept but labels.
 *
 * Every line that is refused is complained of with file, line and column,
 * and the rest is read all the same.
 */

#include "cli/command.h"
#include "net/list.h"
#include "net/range_bag.h"

struct cidr_input {
	struct arguments *args;
	bool fix;		/* --fix */
	bool refused;		/* something was: exit status 2 at the end */
	struct str labels;	/* NUL-terminated, sanitised, end to end */
};

struct cidr_input cidr_input_new(struct arguments *args);

/*
 * Called for each term; source is the number of the operand it comes from.
 * item->line is 0 for a term that is an operand itself.
 */
typedef void cidr_visit(void *context, const struct list_item *item,
    size_t source);

/* Read the operand of that number. */
void cidr_read(struct cidr_input *in, size_t operand, cidr_visit *visit,
    void *context);

/* The bytes of an operand that is a regular file; otherwise 0. */
size_t cidr_size(const struct cidr_input *in, size_t operand);

/* The value of an option of kind OPTION_NUMBER, or otherwise. */
uint64_t cidr_number(const struct arguments *args, const char *option,
    uint64_t otherwise);

/* The exit status of a command that has done its work. */
enum exit_status cidr_status(const struct cidr_input *in, bool found);

/* A term that is kept, with where it came from. */
struct cidr_item {
	struct term term;
	uint32_t source, line;
	size_t label;		/* for cidr_label(); 0: none */
};

struct cidr_items {
	struct cidr_item *v;
	size_t n, cap;
};

/* Keep a label; what cidr_label() takes. */
size_t cidr_keep_label(struct cidr_input *in, const struct list_item *item);

/* "" if there is none; borrowed until the next label is kept. */
const char *cidr_label(const struct cidr_input *in, size_t label);

/* Append all terms of an operand. */
void cidr_collect(struct cidr_input *in, size_t operand,
    struct cidr_items *items);

/* Put all ranges of an operand into a bag. */
void cidr_fill(struct cidr_input *in, size_t operand, struct range_bag *bag);

/*
 * A text as a single prefix, for options and operands that must be one;
 * false after a complaint.
 */
bool cidr_read_prefix(struct cidr_input *in, const char *text,
    struct cidr *out);

#endif
