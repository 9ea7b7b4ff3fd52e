/* SPDX-License-Identifier: MIT */
#include "draw/draw.h"

#include "draw/fold.h"
#include "draw/picture.h"
#include "draw/scene.h"

void
draw_topology(struct arena *a, struct str *out, const struct model *m,
    const struct routes *routes, const struct findings *findings,
    const struct draw_options *options)
{
	struct scene_wishes wishes = {
		.findings = options->no_findings ? NULL : findings,
		.vpc = options->vpc,
		.labels = options->labels,
		.flows = !options->no_flows && !options->outline &&
		    (options->detail == DETAIL_BY_SIZE ||
		    options->detail >= DETAIL_FULL) && options->focus == NULL,
		.all_flows = options->detail >= DETAIL_FULL,
		.addresses = options->detail == DETAIL_ADDRESSES,
		.focus = options->focus
	};
	struct scene *scene = scene_new(a, m, routes, &wishes);

	if (!options->outline)
		fold_scene(a, scene, options->focus != NULL ? DETAIL_GROUPS :
		    (enum fold_detail)options->detail);
	picture_draw(a, scene, &options->style, options->outline, out);
}
