/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REPORT_SCHEMA_H
#define VPCPLAN_REPORT_SCHEMA_H

#include "base/str.h"

/*
 * Write a JSON Schema that stands in C as lines, NULL behind the last, with
 * single quotes for double ones.
 */
void report_write_schema(struct str *out, const char *const *lines);

#endif
