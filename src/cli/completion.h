/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_CLI_COMPLETION_H
#define VPCPLAN_CLI_COMPLETION_H

/*
 * Completions for shells, written from the tables of commands and options,
 * so that they cannot say anything else.  Codes of rules are asked for when
 * they are needed (vpcplan rules --format codes): the scripts do not change
 * when a rule is added.
 */

#include "base/str.h"

void completion_bash(struct str *out);
void completion_zsh(struct str *out);
void completion_fish(struct str *out);

#endif
