/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_CLI_CIDR_H
#define VPCPLAN_CLI_CIDR_H

/* The rows of "vpcplan cidr", each at the end of its own file. */

#include "cli/command.h"

extern const struct command command_cidr_info;
extern const struct command command_cidr_contains;
extern const struct command command_cidr_lookup;
extern const struct command command_cidr_overlap;
extern const struct command command_cidr_merge;
extern const struct command command_cidr_union;
extern const struct command command_cidr_intersect;
extern const struct command command_cidr_subtract;
extern const struct command command_cidr_xor;
extern const struct command command_cidr_complement;
extern const struct command command_cidr_split;
extern const struct command command_cidr_free;
extern const struct command command_cidr_next;
extern const struct command command_cidr_range;
extern const struct command command_cidr_hosts;
extern const struct command command_cidr_subnet;
extern const struct command command_cidr_subnets;

/* For .shared of all of them: fix format. */
extern const struct option options_cidr[];

/* The same for those whose answer is a table: also --format csv. */
extern const struct option options_cidr_table[];

#endif
