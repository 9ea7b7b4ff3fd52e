/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LINT_POLICY_H
#define VPCPLAN_LINT_POLICY_H

/*
 * Which rules run, and which findings stay: --select, --ignore and what is
 * configured.
 *
 * A rule that is off by default runs only when its own code or name is
 * selected, or when it is given a severity; a prefix ("SG") selects what is
 * on.  --ignore wins over --select, and naming a rule over its being set off.
 * Findings about the run itself (MT) and unreadable input (IN001) are not
 * deselected by naming others: an answer must not look cleaner than it is.
 */

#include "lint/lint.h"

/* Whether the rule has to run at all. */
bool policy_runs(const struct policy *p, const struct notice *n);

/* Whether findings of the row are reported. */
bool policy_keeps(const struct policy *p, const struct notice *n);

/* Give findings the severities that are set; what is off stays as it is. */
void policy_set_severities(const struct policy *p, struct findings *findings);

/* Drop the findings that are not. */
void policy_apply(const struct policy *p, struct findings *findings);

#endif
