/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REPORT_STARTER_H
#define VPCPLAN_REPORT_STARTER_H

/* A file for --expect: what vpcplan check --expect-from-now prints. */

#include "base/str.h"
#include "plan/starter.h"

void report_starter_json(struct str *out, const struct starter *s);

#endif
