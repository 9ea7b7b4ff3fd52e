/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REPORT_EXCERPT_H
#define VPCPLAN_REPORT_EXCERPT_H

/*
 * The piece of an input that a finding points at: a window of its line, safe
 * to print.  An input that is one line, and a Terraform plan in any form,
 * gives the token alone: what stands beside it may be anything, secrets too.
 */

#include "base/place.h"

struct excerpt {
	const char *text;	/* sanitised; tabs are blanks */
	size_t column;		/* cells before the token */
	size_t cells;		/* of the token inside the window, at least 1 */
};

/*
 * Take at most width cells (at least 20) around the token from at to end;
 * ellipsis, one cell wide, stands where the line goes on.  False if there is
 * nothing worth showing; *out is then untouched.
 */
bool excerpt_take(struct arena *a, const struct files *files, struct place at,
    struct place end, size_t width, const char *ellipsis,
    struct excerpt *out);

#endif
