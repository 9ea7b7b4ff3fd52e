/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LINT_REGISTRY_H
#define VPCPLAN_LINT_REGISTRY_H

/*
 * The catalogue seen from inside the room; lint.h has what others need.
 */

#include "lint/lint.h"
#include "lint/rule.h"

enum { REGISTRY_ROWS_MAX = 512 };

/* The rules that this room has, table by table; begin with all zero. */
struct registry_rules {
	size_t table, row;
};

/* The next of them, or NULL behind the last. */
const struct rule *registry_next_rule(struct registry_rules *w);

/* Whether word is exactly the code or the name of n. */
bool registry_names(const char *word, const struct notice *n);

#endif
