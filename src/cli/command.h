/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_CLI_COMMAND_H
#define VPCPLAN_CLI_COMMAND_H

/*
 * One row per command.  Usage, --help, completions and man pages all tell
 * what these tables say; a test holds them against each other.
 */

#include "base/arena.h"
#include "base/str.h"
#include "base/vec.h"

#include <stdbool.h>
#include <stdint.h>

enum exit_status {
	EXIT_STATUS_CLEAN = 0,
	EXIT_STATUS_FOUND = 1,		/* findings at or above --fail-on */
	EXIT_STATUS_REFUSED = 2,	/* the request cannot be carried out */
	EXIT_STATUS_BUG = 3
};

enum option_kind {
	OPTION_FLAG,		/* takes no argument; v is "yes" */
	OPTION_TEXT,
	OPTION_FILE,		/* as OPTION_TEXT; completed as a file */
	OPTION_WORD,		/* one of words */
	OPTION_LIST,		/* repeatable, commas inside */
	OPTION_RULES,		/* as OPTION_LIST; completed as rules */
	OPTION_PAIR,		/* NAME=VALUE; repeatable, commas are kept */
	OPTION_NUMBER,		/* min..max */
	OPTION_REPORTS		/* repeatable, commas kept: FORMAT=FILE; words
				   are the formats */
};

struct config;

struct option {
	char letter;		/* 0: none */
	const char *name;	/* "fail-on" */
	enum option_kind kind;
	const char *argument;	/* "LEVEL", for usage; NULL for flags */
	const char *help;	/* one line, no full stop */
	const char *const *words;	/* OPTION_WORD: NULL ends the list */
	long min, max;		/* OPTION_NUMBER */
};

struct argument_values {
	const char **v;
	size_t n, cap;
};

/* What stood on the command line, by command_option()'s numbers. */
struct arguments {
	struct arena *a;
	const struct command *command;
	const char *title;	/* "cidr split": the words that name it */
	const char **value;	/* per option: the last value, or NULL */
	struct argument_values *list;	/* per list option: all values */
	const char **operand;	/* files and the like, in order */
	size_t n_operands;
	struct str *out;	/* standard output, written at the end */
	const struct config *config;	/* policy_find() finds it; NULL: none */
};

/* What operands are, for completions; words are checked as well. */
enum operand_kind {
	OPERAND_OTHER,
	OPERAND_FILE,
	OPERAND_RULE,
	OPERAND_COMMAND,
	OPERAND_WORD		/* one of operand_words */
};

struct command {
	const char *name;
	const char *operands;	/* "FILE..." for usage; NULL: none */
	enum operand_kind operand_kind;
	const char *const *operand_words;	/* NULL ends the list */
	size_t operands_min;	/* fewer are refused with the usage */
	size_t operands_max;	/* 0: any number, where operands is set */
	const char *summary;	/* one line, no full stop */
	const char *details;	/* paragraphs for --help */
	const struct option *options;	/* a row without a name ends it; may
					   be NULL */
	const struct option *const *shared;	/* tables that others have
						   too; NULL ends the list;
						   may be NULL */
	const struct command *const *subcommands;	/* NULL ends the list;
							   run is NULL then */
	enum exit_status (*run)(struct arguments *args);
};

extern const struct command *const commands[];	/* NULL ends the list */

/* Tables for .shared.  Every command has --help without asking for it. */
extern const struct option options_terminal[];	/* color width charset */
extern const struct option options_input[];	/* input-format region … */

/*
 * The n-th option of a command: its own, then the shared ones, then --help;
 * NULL behind the last.
 */
const struct option *command_option(const struct command *c, size_t n);
size_t command_count_options(const struct command *c);

/* A command that can be run, and the words that name it: "cidr split". */
struct titled_command {
	const struct command *c;
	const char *title;
};

struct titled_commands {
	struct titled_command *v;
	size_t n, cap;
};

/* All of them, subcommands in the place of their group. */
struct titled_commands command_all(struct arena *a);

/* The command of that name in a list that NULL ends, or NULL. */
const struct command *command_find(const struct command *const *list,
    const char *name);

/* The nearest name in the list, for "did you mean"; or NULL. */
const char *command_nearest(struct arena *a,
    const struct command *const *list, const char *name);

/*
 * Find out which command the words (without the program's name) mean, and
 * run it; what it prints is appended to out.
 */
enum exit_status command_dispatch(struct arena *a, struct str *out,
    const char *const *words, size_t n);

/* Value of an option by name; NULL if not given.  The name must exist. */
const char *argument(const struct arguments *args, const char *option);
bool argument_given(const struct arguments *args, const char *option);

/* Of an OPTION_NUMBER: its value, or otherwise if it is not given. */
uint64_t argument_number(const struct arguments *args, const char *option,
    uint64_t otherwise);

/* All values of a list option, commas split; *n is their number. */
const char *const *argument_list(const struct arguments *args,
    const char *option, size_t *n);

/* "vpcplan: …" on standard error, sanitised. */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
