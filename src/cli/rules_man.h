/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_CLI_RULES_MAN_H
#define VPCPLAN_CLI_RULES_MAN_H

/* vpcplan-rules(7) in mdoc, from the catalogue. */

#include "base/str.h"
#include "diag/notice.h"

void rules_man_write(struct str *out, const struct notice *const *rules,
    size_t n);

#endif
