/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_CLI_HELP_H
#define VPCPLAN_CLI_HELP_H

/* What --help prints, from the tables of commands and options. */

#include "cli/command.h"

/* The program: usage and the list of commands. */
void help_program(struct str *out);

/* One command: usage, details, options; title is "check" or "cidr split". */
void help_command(struct str *out, const struct command *c,
    const char *title);

/* "-f, --format FORMAT", in memory of a. */
const char *help_option_title(struct arena *a, const struct option *o);

/* The help of an option with the words or numbers it takes. */
const char *help_option_text(struct arena *a, const struct option *o);

#endif
