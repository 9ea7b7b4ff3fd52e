/* SPDX-License-Identifier: MIT */
#include "draw/addresses.h"
#include "draw/dot.h"
#include "draw/fold.h"
#include "draw/glyph.h"
#include "draw/graph.h"
#include "draw/hub.h"
#include "draw/mermaid.h"
#include "draw/nodes.h"
#include "draw/route_list.h"
#include "draw/scene_json.h"
#include "draw/svg.h"
#include "draw_lint.h"
#include "draw_made.h"

#include <string.h>

enum { SCENES = 400, WIDTH_MIN = 40, WIDTH_MAX = 200 };

typedef void view(struct arena *a, const struct scene *scene,
    const struct style *s, struct str *out);

static void
view_routes(struct arena *a, const struct scene *scene,
    const struct style *s, struct str *out)
{
	route_list_draw(a, scene, NULL, s, out);
}

static void
view_hub(struct arena *a, const struct scene *scene, const struct style *s,
    struct str *out)
{
	if (scene->cards.n > 0 && s->width >= HUB_WIDTH_MIN)
		hub_draw(a, scene, s, out);
}

static void
view_nodes(struct arena *a, const struct scene *scene, const struct style *s,
    struct str *out)
{
	if (nodes_fit(a, scene, s->width))
		nodes_draw(a, scene, s, out);
}

static const char *
text_of(struct arena *a, view *v, const struct scene *scene, struct style s)
{
	struct str out = str_new(a);

	v(a, scene, &s, &out);
	return str_text(&out);
}

/* Lint, twice the same, ASCII as the table says, colour only colour. */
static void
check_view(struct arena *a, view *v, const struct scene *scene, size_t width,
    int seed)
{
	struct style s = { .unicode = true, .width = width };
	const char *text = text_of(a, v, scene, s);
	const char *fault = lint_fault(a, text, width);

	ck_assert_msg(fault == NULL, "scene %d, width %zu: %s", seed, width,
	    fault);
	ck_assert_str_eq(text_of(a, v, scene, s), text);
	s.colour = true;
	ck_assert_str_eq(lint_plain(a, text_of(a, v, scene, s)), text);
	s.colour = false;
	s.unicode = false;
	ck_assert_str_eq(text_of(a, v, scene, s), lint_ascii(a, text));
}

START_TEST(any_scene_in_any_view)
{
	static view *const views[] = {
		addresses_draw, view_routes, view_hub, view_nodes
	};

	for (int seed = 1; seed <= SCENES; seed++) {
		struct unit_random r = { (uint64_t)seed * 31 };
		struct arena *a = arena_new();
		const struct scene *scene = made_random(a, &r);
		size_t width = WIDTH_MIN + unit_random_below(&r,
		    WIDTH_MAX - WIDTH_MIN + 1);

		for (size_t i = 0; i < sizeof views / sizeof views[0]; i++)
			check_view(a, views[i], scene, width, seed);
		arena_free(a);
	}
}
END_TEST

/* Quotes in pairs on every line, and as many subgraphs as ends. */
static void
check_mermaid(const char *text)
{
	long depth = 0;
	size_t quotes = 0;

	for (const char *p = text; *p != '\0'; p++) {
		quotes += *p == '"';
		if (*p != '\n')
			continue;
		ck_assert_msg(quotes % 2 == 0, "%.60s", p - 20);
		quotes = 0;
	}
	for (const char *p = text; (p = strstr(p, "subgraph ")) != NULL; p++)
		depth++;
	for (const char *p = text; (p = strstr(p, "  end\n")) != NULL; p++)
		depth--;
	ck_assert_int_eq(depth, 0);
}

START_TEST(any_scene_in_any_format)
{
	for (int seed = 1; seed <= SCENES; seed++) {
		struct unit_random r = { (uint64_t)seed * 57 };
		struct arena *a = arena_new();
		struct scene *scene = made_random(a, &r);
		struct str dot = str_new(a), mermaid = str_new(a);
		struct str json = str_new(a);
		const struct graph *g;

		if (seed % 3 == 0)
			fold_scene(a, scene, DETAIL_CARDS);
		g = graph_new(a, scene);
		for (size_t i = 0; i < g->edges.n; i++) {
			ck_assert_uint_lt(g->edges.v[i].from, g->nodes.n);
			ck_assert_uint_lt(g->edges.v[i].to, g->nodes.n);
		}
		dot_draw(a, g, &dot);
		scene_json(scene, &json);
		if (mermaid_draw(a, g, &mermaid))
			check_mermaid(str_text(&mermaid));
		ck_assert_ptr_nonnull(strstr(str_text(&dot), "digraph"));
		ck_assert_ptr_nonnull(strstr(str_text(&json),
		    "vpcplan.scene/1"));
		arena_free(a);
	}
}
END_TEST

/* Every text of a picture is in its image, every line is a path. */
START_TEST(svg_has_lines_as_paths_and_texts_with_lengths)
{
	struct arena *a = arena_new();
	struct str out = str_new(a);

	svg_draw(a, "\033[35m\u2554\u2550 VPC \uac00<b> \u2557\033[0m\n",
	    "a & b", &out);
	ck_assert_ptr_nonnull(strstr(str_text(&out), "<desc>a &amp; b</desc>"));
	ck_assert_ptr_nonnull(strstr(str_text(&out),
	    "textLength=\"75.6\" lengthAdjust=\"spacingAndGlyphs\">"
	    "VPC \uac00&lt;b&gt;</text>"));
	ck_assert_ptr_nonnull(strstr(str_text(&out), "<path class=\"vpc\""));
	ck_assert_ptr_null(strstr(str_text(&out), "\u2554"));
	arena_free(a);
}
END_TEST

START_TEST(every_joint_is_found_again)
{
	for (unsigned i = 1; i < 81; i++) {
		struct joint j = { .up = i % 3 > 0, .down = i / 3 % 3 > 0,
			.left = i / 9 % 3 > 0, .right = i / 27 % 3 > 0 }, k;
		const char *glyph = glyph_joint(j);
		uint32_t point = ((uint32_t)((unsigned char)glyph[0] & 0x0f)
		    << 12) | ((uint32_t)((unsigned char)glyph[1] & 0x3f) << 6)
		    | ((unsigned char)glyph[2] & 0x3f);

		if (*glyph == ' ')
			continue;
		ck_assert(glyph_is_line(point, &k));
		ck_assert_str_eq(glyph_joint(k), glyph);
	}
}
END_TEST

Suite *suite_views(void);

Suite *
suite_views(void)
{
	return unit_suite_of("views", (const TTest *const[]){
		any_scene_in_any_view, any_scene_in_any_format,
		svg_has_lines_as_paths_and_texts_with_lengths,
		every_joint_is_found_again, NULL });
}
