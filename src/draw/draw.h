/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DRAW_DRAW_H
#define VPCPLAN_DRAW_DRAW_H

/*
 * A linked model, and what was found in it, as a picture: a view of it, in a
 * format.
 */

#include "base/str.h"
#include "diag/finding.h"
#include "draw/scene.h"
#include "model/model.h"
#include "reach/route.h"
#include "text/style.h"

enum draw_view { VIEW_TOPOLOGY, VIEW_ADDRESSES, VIEW_MATRIX, VIEW_ROUTES };

enum draw_format { DRAW_TEXT, DRAW_OUTLINE, DRAW_SVG, DRAW_MERMAID, DRAW_DOT,
	DRAW_SCENE };

struct draw_options {
	enum draw_view view;
	enum draw_format format;	/* text, svg and scene have all views */
	struct style style;	/* colour, charset, width budget */
	bool no_findings, no_flows;
	bool nodes;		/* the form for small VPCs */
	unsigned detail;	/* enum fold_detail; 0: by size */
	enum scene_labels labels;
	const struct vpc *vpc;	/* NULL: all */
	const char *focus;	/* what is drawn in full; or NULL */
	struct cidr asked;	/* of routes: an address; family 0: none */
	const char *asked_text;
};

/* NULL, or why it cannot be drawn: a clause; out is then as it was. */
const char *draw_picture(struct arena *a, struct str *out,
    const struct model *m, const struct routes *routes,
    const struct findings *findings, const struct draw_options *options);

#endif
