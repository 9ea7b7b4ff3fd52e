/* SPDX-License-Identifier: MIT */
#include "draw/draw.h"

#include "draw/addresses.h"
#include "draw/dot.h"
#include "draw/fold.h"
#include "draw/legend.h"
#include "draw/matrix.h"
#include "draw/mermaid.h"
#include "draw/picture.h"
#include "draw/route_list.h"
#include "draw/scene_json.h"
#include "draw/svg.h"
#include "plan/nodes.h"

/* What all outputs start from. */
struct subject {
	struct arena *a;
	const struct model *m;
	const struct routes *routes;
	const struct findings *findings;
	const struct draw_options *options;
};

static bool
wants_flows(const struct draw_options *o)
{
	return o->view == VIEW_TOPOLOGY && !o->no_flows && !o->nodes &&
	    o->format != DRAW_OUTLINE && (o->focus != NULL ||
	    o->detail == DETAIL_BY_SIZE || o->detail >= DETAIL_FULL);
}

static struct scene *
make_scene(const struct subject *s)
{
	const struct draw_options *o = s->options;
	struct asking_pairs pairs = { .a = s->a };
	struct scene_wishes wishes = {
		.findings = o->no_findings ? NULL : s->findings,
		.vpc = o->vpc,
		.labels = o->labels,
		.flows = wants_flows(o),
		.all_flows = o->detail >= DETAIL_FULL,
		.addresses = o->detail == DETAIL_ADDRESSES,
		.effective = o->view == VIEW_ROUTES,
		.spaces = o->view == VIEW_ADDRESSES,
		.asked = o->asked,
		.focus = o->focus
	};

	if (o->view == VIEW_MATRIX) {
		pairs.r = reach_new(s->a, s->m, s->routes);
		wishes.matrix = &pairs;
	}
	return scene_new(s->a, s->m, s->routes, &wishes);
}

static struct scene *
folded_scene(const struct subject *s)
{
	struct scene *scene = make_scene(s);

	fold_scene(s->a, scene, s->options->focus != NULL ? DETAIL_GROUPS :
	    (enum fold_detail)s->options->detail);
	return scene;
}

static void
draw_text(const struct subject *s, const struct style *style,
    struct str *out)
{
	const struct scene *scene;

	switch (s->options->view) {
	case VIEW_TOPOLOGY:
		if (s->options->nodes)
			picture_draw_nodes(s->a, folded_scene(s), style, out);
		else
			picture_draw(s->a, folded_scene(s), style, false,
			    out);
		break;
	case VIEW_ADDRESSES:
		scene = make_scene(s);
		addresses_draw(s->a, scene, style, out);
		legend_names(s->a, scene, style, out);
		legend_notes(s->a, scene, style, out);
		break;
	case VIEW_MATRIX:
		draw_matrix(s->a, out, make_scene(s), style);
		break;
	case VIEW_ROUTES:
		scene = make_scene(s);
		route_list_draw(s->a, scene, s->options->asked_text, style,
		    out);
		legend_names(s->a, scene, style, out);
		break;
	}
}

static void
draw_outline(const struct subject *s, const struct style *style,
    struct str *out)
{
	picture_draw(s->a, make_scene(s), style, true, out);
}

/* The text in colour, and the outline for those who cannot see it. */
static void
draw_svg(const struct subject *s, struct str *out)
{
	struct str picture = str_new(s->a), outline = str_new(s->a);
	struct style style = s->options->style;

	style.unicode = true;
	style.colour = false;
	draw_outline(s, &style, &outline);
	style.colour = true;
	draw_text(s, &style, &picture);
	svg_draw(s->a, str_text(&picture), str_text(&outline), out);
}

/* In full, else folded, else as cards: what renderers take. */
static const char *
draw_mermaid(const struct subject *s, struct str *out)
{
	static const enum fold_detail ladder[] = {
		DETAIL_FULL, DETAIL_GROUPS, DETAIL_CARDS
	};

	if (s->options->detail != DETAIL_BY_SIZE)
		return mermaid_draw(s->a, graph_new(s->a, folded_scene(s)),
		    out) ? NULL : "it has more edges or text than renderers of "
		    "Mermaid take: less --detail, or --vpc NAME";
	for (size_t i = 0; i < sizeof ladder / sizeof ladder[0]; i++) {
		struct scene *scene = make_scene(s);

		fold_scene(s->a, scene, ladder[i]);
		if (mermaid_draw(s->a, graph_new(s->a, scene), out))
			return NULL;
	}
	return "it has more edges or text than renderers of Mermaid take: "
	    "draw less of it with --vpc NAME";
}

const char *
draw_picture(struct arena *a, struct str *out, const struct model *m,
    const struct routes *routes, const struct findings *findings,
    const struct draw_options *options)
{
	const struct subject s = { a, m, routes, findings, options };

	if (options->view != VIEW_TOPOLOGY && options->format != DRAW_TEXT &&
	    options->format != DRAW_SVG && options->format != DRAW_SCENE)
		return "this format has the topology alone";
	switch (options->format) {
	case DRAW_TEXT:
		draw_text(&s, &options->style, out);
		break;
	case DRAW_OUTLINE:
		draw_outline(&s, &options->style, out);
		break;
	case DRAW_SVG:
		draw_svg(&s, out);
		break;
	case DRAW_MERMAID:
		return draw_mermaid(&s, out);
	case DRAW_DOT:
		dot_draw(a, graph_new(a, options->detail == DETAIL_BY_SIZE ?
		    make_scene(&s) : folded_scene(&s)), out);
		break;
	case DRAW_SCENE:
		scene_json(options->detail == DETAIL_BY_SIZE ?
		    make_scene(&s) : folded_scene(&s), out);
		break;
	}
	return NULL;
}
