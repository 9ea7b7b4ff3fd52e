/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_CLI_BASELINE_H
#define VPCPLAN_CLI_BASELINE_H

#include "cli/judge.h"

/*
 * Take a baseline into account: findings that it has are marked, and a note
 * (MT004) says what of it is gone.  False after a complaint: it cannot be
 * read, or is none.
 */
bool baseline_use(struct judged *j, const struct policy *policy,
    const char *path);

#endif
