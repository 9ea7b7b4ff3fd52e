/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DRAW_DRAW_H
#define VPCPLAN_DRAW_DRAW_H

/*
 * A linked model, and what was found in it, as a text diagram.
 */

#include "base/str.h"
#include "diag/finding.h"
#include "model/model.h"
#include "reach/route.h"
#include "text/style.h"

struct draw_options {
	struct style style;	/* colour, charset, width budget */
	bool outline;		/* the outline form, whatever the width */
	bool no_findings;
	unsigned detail;	/* enum fold_detail; 0: by size */
	const char *vpc;	/* NULL: all */
};

void draw_topology(struct arena *a, struct str *out, const struct model *m,
    const struct routes *routes, const struct findings *findings,
    const struct draw_options *options);

#endif
