/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DOCUMENT_YAML_SAYS_H
#define VPCPLAN_DOCUMENT_YAML_SAYS_H

/* What libyaml says against a text, in words for the one who wrote it. */

#include "document/document.h"

struct yaml_complaint {
	const char *problem, *context;	/* libyaml's; context may be NULL */
	const char *text;		/* the file's, and its length */
	uint32_t length;
	uint32_t at, context_at;	/* bytes */
};

/* Fill in the offsets and texts of a problem; files are left alone. */
void yaml_says(struct arena *a, const struct yaml_complaint *c,
    struct document_problem *out);

#endif
