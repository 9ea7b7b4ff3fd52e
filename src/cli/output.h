/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_CLI_OUTPUT_H
#define VPCPLAN_CLI_OUTPUT_H

#include "base/str.h"

/*
 * Write all of out to standard output, past stdio, which nobody here uses.
 * On failure false, and errno says why: EPIPE where the reader has gone away.
 */
bool output_write(const struct str *out);

/*
 * Break up what a CI runner would take for a command, in every line: names
 * of the input must not give orders.
 */
void output_disarm(struct arena *a, struct str *out);

#endif
