/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_CLI_OPTIONS_H
#define VPCPLAN_CLI_OPTIONS_H

/*
 * The command line after the name of the command, taken apart by the
 * command's table:
 *
 *	--name VALUE  --name=VALUE  --flag  -x VALUE  -xVALUE  -xyz (flags)
 *	--  ends the options;  -  is an operand;  options and operands mix
 *
 * Names are not abbreviated: a script that says --sel today would break, or
 * mean something else, when a second option with these letters comes.
 */

#include "cli/command.h"

/*
 * Fill args (whose a, command, title and out are set) from n words, which
 * are borrowed.  NULL on success, else a clause that says what is wrong, in
 * memory of args->a.  The number of operands is checked unless --help is
 * among the options.
 */
const char *options_parse(struct arguments *args, const char *const *words,
    size_t n);

#endif
