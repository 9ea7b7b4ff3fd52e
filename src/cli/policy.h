/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_CLI_POLICY_H
#define VPCPLAN_CLI_POLICY_H

/* --select, --ignore, --today and the configuration as lint/ takes them. */

#include "cli/command.h"
#include "lint/lint.h"

extern const struct option options_policy[];

/* Also finds args->config.  False after complaints: a rule that nobody knows, a
 * date that is none, a configuration that cannot be used. */
bool policy_find(struct arguments *args, struct policy *out);

#endif
