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
	struct scene *scene = scene_new(a, m, routes,
	    options->no_findings ? NULL : findings, options->vpc);

	if (!options->outline)
		fold_scene(a, scene, (enum fold_detail)options->detail);
	picture_draw(a, scene, &options->style, options->outline, out);
}
