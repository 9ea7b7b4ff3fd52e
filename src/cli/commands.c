/* SPDX-License-Identifier: MIT */
#include "cli/commands.h"

/* In the order of --help; the first one is meant where none is named. */
const struct command *const commands[] = {
	&command_check,
	&command_draw,
	&command_reach,
	&command_diff,
	&command_capacity,
	&command_alloc,
	&command_convert,
	&command_cidr,
	&command_rules,
	&command_explain,
	&command_baseline,
	&command_schema,
	&command_completion,
	&command_version,
	&command_help,
	NULL
};
