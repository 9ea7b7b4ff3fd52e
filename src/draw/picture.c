/* SPDX-License-Identifier: MIT */
#include "draw/picture.h"

#include "draw/hub.h"
#include "draw/layout.h"
#include "draw/legend.h"
#include "draw/nodes.h"
#include "draw/outline.h"
#include "draw/topology.h"

static void
draw_boxes(const struct layout *l, const struct style *s, struct str *out)
{
	topology_draw(l, s, out);
	legend_routes(l->a, l->scene, l->rung->routes == 0, s, out);
	for (size_t i = 0; i < l->vpcs.n; i++)
		if (topology_joins_ports(l, l->vpcs.v[i]->vpc))
			legend_gateways(l->a, l->vpcs.v[i]->vpc, s, out);
}

void
picture_draw(struct arena *a, const struct scene *scene,
    const struct style *s, bool outline, struct str *out)
{
	const struct layout *l;

	if (scene->accounts.n == 0) {
		str_add(out, "no VPC in the input\n");
	} else if (outline) {
		outline_draw(a, scene, s, out);
		legend_routes(a, scene, false, s, out);
	} else if (s->width >= HUB_WIDTH_MIN && scene->cards_only) {
		hub_draw(a, scene, s, out);
	} else {
		if (s->width >= HUB_WIDTH_MIN && hub_is_due(scene)) {
			hub_draw(a, scene, s, out);
			str_add_char(out, '\n');
		}
		l = layout_new(a, scene, s->width);
		if (l->rung != NULL) {
			draw_boxes(l, s, out);
		} else {
			outline_draw(a, scene, s, out);
			legend_routes(a, scene, false, s, out);
			str_add(out, "\nnote:  too narrow for boxes\n");
		}
	}
	legend_names(a, scene, s, out);
	legend_notes(a, scene, s, out);
	legend_remarks(a, scene, s, out);
}

void
picture_draw_nodes(struct arena *a, struct scene *scene,
    const struct style *s, struct str *out)
{
	if (!nodes_fit(a, scene, s->width)) {
		vec_push(a, &scene->remarks, arena_printf(a, "as boxes: "
		    "nodes are for one VPC of at most %d subnets and %d "
		    "resources", (int)NODES_SUBNETS, (int)NODES_RESOURCES));
		picture_draw(a, scene, s, false, out);
		return;
	}
	nodes_draw(a, scene, s, out);
	legend_routes(a, scene, true, s, out);
	legend_names(a, scene, s, out);
	legend_notes(a, scene, s, out);
	legend_remarks(a, scene, s, out);
}
