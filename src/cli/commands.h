/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_CLI_COMMANDS_H
#define VPCPLAN_CLI_COMMANDS_H

/* The rows of the table of commands, each at the end of its own file. */

#include "cli/command.h"

extern const struct command command_version;
extern const struct command command_help;

#endif
