/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_CLI_POLICY_H
#define VPCPLAN_CLI_POLICY_H

/* --select, --ignore and --today as lint/ takes them. */

#include "cli/command.h"
#include "lint/lint.h"

extern const struct option options_policy[];

/* False after complaints: a rule that nobody knows, a date that is none. */
bool policy_find(const struct arguments *args, struct policy *out);

#endif
