/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LOAD_EXTRACT_H
#define VPCPLAN_LOAD_EXTRACT_H

/*
 * JSON inside of a log: what CI runners and wrappers print before and behind
 * the output of a command.
 */

#include "load/input.h"

/*
 * Where text holds the JSON of a Terraform plan or state between lines of
 * another kind, replace in *text all else by blanks, so that places stay what
 * they are, and return true.
 */
bool extract_json(struct arena *a, struct input *text);

#endif
