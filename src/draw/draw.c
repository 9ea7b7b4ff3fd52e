/* SPDX-License-Identifier: MIT */
#include "draw/draw.h"

#include "draw/layout.h"
#include "draw/legend.h"
#include "draw/outline.h"
#include "draw/picture.h"
#include "draw/scene.h"
#include "draw/topology.h"

void
draw_topology(struct arena *a, struct str *out, const struct model *m,
    const struct routes *routes, const struct findings *findings,
    const struct draw_options *options)
{
	struct scene *scene = scene_new(a, m, routes,
	    options->no_findings ? NULL : findings, options->vpc);

	picture_draw(a, scene, &options->style, options->outline, out);
}
