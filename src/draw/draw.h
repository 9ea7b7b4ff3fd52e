/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DRAW_DRAW_H
#define VPCPLAN_DRAW_DRAW_H

/*
 * A linked model, and what was found in it, as a text diagram.
 */

#include "base/str.h"
#include "diag/finding.h"
#include "draw/scene.h"
#include "model/model.h"
#include "reach/route.h"
#include "text/style.h"

struct draw_options {
	struct style style;	/* colour, charset, width budget */
	bool outline;		/* the outline form, whatever the width */
	bool no_findings, no_flows;
	unsigned detail;	/* enum fold_detail; 0: by size */
	enum scene_labels labels;
	const struct vpc *vpc;	/* NULL: all */
	const char *focus;	/* what is drawn in full; or NULL */
};

void draw_topology(struct arena *a, struct str *out, const struct model *m,
    const struct routes *routes, const struct findings *findings,
    const struct draw_options *options);

#endif
