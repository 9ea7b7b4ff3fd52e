/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_CLI_COMMAND_H
#define VPCPLAN_CLI_COMMAND_H

/*
 * One row per command.  Usage, --help, completions and man pages all tell
 * what these tables say; a test holds them against each other.
 */

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>

enum exit_status {
	EXIT_STATUS_CLEAN = 0,
	EXIT_STATUS_FOUND = 1,		/* findings at or above --fail-on */
	EXIT_STATUS_REFUSED = 2,	/* the request cannot be carried out */
	EXIT_STATUS_BUG = 3
};

enum option_kind {
	OPTION_FLAG,		/* takes no argument; v is "yes" */
	OPTION_TEXT,
	OPTION_WORD,		/* one of words */
	OPTION_LIST,		/* repeatable, commas inside */
	OPTION_NUMBER		/* min..max */
};

struct option {
	char letter;		/* 0: none */
	const char *name;	/* "fail-on" */
	enum option_kind kind;
	const char *argument;	/* "LEVEL", for usage; NULL for flags */
	const char *help;	/* one line, no full stop */
	const char *const *words;	/* OPTION_WORD: NULL ends the list */
	long min, max;		/* OPTION_NUMBER */
};

/* What stood on the command line, by position in the command's table. */
struct arguments {
	struct arena *a;
	const struct command *command;
	const char **value;	/* per option: the last value, or NULL */
	struct {
		const char **v;
		size_t n, cap;
	} *list;		/* per option of kind OPTION_LIST: all values */
	const char **operand;	/* files and the like, in order */
	size_t n_operands;
	struct str *out;	/* standard output, written at the end */
};

struct command {
	const char *name;
	const char *operands;	/* "FILE..." for usage; NULL: none */
	const char *summary;	/* one line, no full stop */
	const char *details;	/* paragraphs for --help and the man page */
	const struct option *options;	/* a row without a name ends it */
	enum exit_status (*run)(struct arguments *args);
};

extern const struct command *const commands[];	/* NULL ends the list */

/* Value of an option by name; NULL if not given.  The name must exist. */
const char *argument(const struct arguments *args, const char *option);
bool argument_given(const struct arguments *args, const char *option);

/* All values of a list option, commas split; *n is their number. */
const char *const *argument_list(const struct arguments *args,
    const char *option, size_t *n);

/* "vpcplan: …" on standard error. */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
