/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_CLI_COMMANDS_H
#define VPCPLAN_CLI_COMMANDS_H

/* The rows of the table of commands, each at the end of its own file. */

#include "cli/command.h"

extern const struct command command_alloc;
extern const struct command command_baseline;
extern const struct command command_capacity;
extern const struct command command_check;
extern const struct command command_draw;
extern const struct command command_convert;
extern const struct command command_cidr;
extern const struct command command_reach;
extern const struct command command_diff;
extern const struct command command_rules;
extern const struct command command_explain;
extern const struct command command_schema;
extern const struct command command_completion;
extern const struct command command_version;
extern const struct command command_help;

#endif
