/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DRAW_BLOCK_H
#define VPCPLAN_DRAW_BLOCK_H

/*
 * A diagram in a Markdown file, between
 *
 *	<!-- vpcplan:begin -->
 *	<!-- vpcplan:end -->
 *
 * each on a line of its own, not in a fence of code.  A file with several has names in them:
 * "<!-- vpcplan:begin shop -->".  Nothing else of the file is touched; the
 * lines in between end as the first marker's does.
 */

#include "base/str.h"

struct block {
	const char *name;	/* NULL: the only one there is */
	const char *language;	/* of the fence: "text", "mermaid" */
	const char *content;
};

/*
 * Append the file's text with the block in its place to out.  NULL on
 * success; else why not, a clause, in memory of a.
 */
const char *block_replace(struct arena *a, const char *text, size_t length,
    const struct block *b, struct str *out);

#endif
