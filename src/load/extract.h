/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LOAD_EXTRACT_H
#define VPCPLAN_LOAD_EXTRACT_H

/*
 * JSON inside of a log: what CI runners and wrappers print before and behind
 * the output of a command, and at the beginning of its lines.
 */

#include "load/input.h"

#include <stdbool.h>

enum extracted {
	EXTRACTED_NOTHING,
	EXTRACTED_ONE,
	EXTRACTED_SEVERAL	/* which differ: nobody knows which is meant */
};

/* Whether a text may be such a log: it does not begin or does not end as one
 * document does. */
bool extract_is_log(const char *bytes, size_t length);

/*
 * Where text holds the JSON of a Terraform plan or state between lines of
 * another kind, replace in *text all else by blanks: colours, and the times
 * that lines begin with, too.  Places stay what they are, in UTF-8.
 */
enum extracted extract_json(struct arena *a, struct input *text);

#endif
