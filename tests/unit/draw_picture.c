/* SPDX-License-Identifier: MIT */
#include "draw/picture.h"

#include "draw/layout.h"
#include "draw/topology.h"
#include "draw_lint.h"
#include "draw_made.h"

#include <string.h>

enum { SCENES = 1500, WIDTH_MIN = 40, WIDTH_MAX = 200 };

static const char *
draw(struct arena *a, const struct scene *scene, struct style s, bool outline)
{
	struct str out = str_new(a);

	picture_draw(a, scene, &s, outline, &out);
	return str_text(&out);
}

static const char *
draw_plain(struct arena *a, const struct scene *scene, size_t width)
{
	return draw(a, scene, (struct style){ .unicode = true,
	    .width = width }, false);
}

START_TEST(the_ladder_goes_down)
{
	static const struct {
		size_t width;
		const char *rung;
	} rows[] = {
		{ 200, "wide" }, { 98, "wide" }, { 97, "wide-s" },
		{ 94, "wide-s" }, { 93, "normal" }, { 68, "normal" },
		{ 67, "snug" }, { 66, "snug" }, { 65, "tight" },
		{ 60, "tight" }, { 59, NULL }, { 40, NULL }
	};
	struct arena *a = arena_new();
	const struct scene *scene = made_shop(a);

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct layout *l = layout_new(a, scene, rows[i].width);
		const char *rung = l->rung != NULL ? l->rung->name : NULL;

		ck_assert_msg((rung == NULL) == (rows[i].rung == NULL) &&
		    (rung == NULL || strcmp(rung, rows[i].rung) == 0),
		    "%zu: %s", rows[i].width, rung != NULL ? rung : "none");
	}
	arena_free(a);
}
END_TEST

START_TEST(many_zones_are_cut_into_bands)
{
	struct arena *a = arena_new();
	struct scene *scene = made_shop(a);
	struct scene_vpc *v = scene->accounts.v[0]->vpcs.v[0];
	const struct layout *l;
	const char *text;

	for (size_t i = 2; i < 6; i++) {
		struct scene_zone z = { "ap-northeast-2x", "2x" };
		struct scene_subnet *s = made_subnet(a, v, "more", i, 0);

		vec_push(a, &v->zones, z);
		s->cidr = arena_printf(a, "10.0.%zu.0/24", 200 + i);
		s->table = scene->tables.v[2];
	}
	l = layout_new(a, scene, 80);
	ck_assert_str_eq(l->rung->name, "bands");
	ck_assert_uint_eq(l->vpcs.v[0]->bands.n, 2);
	text = draw_plain(a, scene, 80);
	ck_assert_ptr_null(lint_fault(a, text, 80));
	ck_assert_ptr_nonnull(strstr(text, "10.0.205.0/24"));
	arena_free(a);
}
END_TEST

/* Whether every subnet's blocks and every finding can be read. */
static const char *
lost(struct arena *a, const struct scene *scene, const char *text)
{
	for (size_t i = 0; i < scene->accounts.n; i++)
		for (size_t k = 0; k < scene->accounts.v[i]->vpcs.n; k++) {
			const struct scene_vpc *v =
			    scene->accounts.v[i]->vpcs.v[k];

			for (size_t j = 0; j < v->subnets.n; j++) {
				const struct scene_subnet *s =
				    v->subnets.v[j];

				if (s->cidr != NULL &&
				    strstr(text, s->cidr) == NULL)
					return s->cidr;
				if (s->ipv6_cidr != NULL &&
				    strstr(text, s->ipv6_cidr) == NULL)
					return s->ipv6_cidr;
			}
		}
	for (size_t i = 0; i < scene->notes.n; i++) {
		const struct scene_note *note = scene->notes.v[i];
		const char *line = arena_printf(a, "\n!%u  %s %s",
		    note->number, severity_name(note->severity), note->code);

		if (strstr(text, line) == NULL)
			return line;
	}
	return NULL;
}

/* All that must hold of any picture. */
static void
check_picture(struct arena *a, const struct scene *scene, size_t width,
    bool outline, int seed)
{
	struct style s = { .unicode = true, .width = width };
	const char *text = draw(a, scene, s, outline), *fault;

	fault = lint_fault(a, text, width);
	ck_assert_msg(fault == NULL, "scene %d, width %zu: %s", seed, width,
	    fault);
	fault = lost(a, scene, text);
	ck_assert_msg(fault == NULL, "scene %d, width %zu lost %s", seed,
	    width, fault);
	ck_assert_str_eq(draw(a, scene, s, outline), text);
	s.colour = true;
	ck_assert_str_eq(lint_plain(a, draw(a, scene, s, outline)), text);
	s.colour = false;
	s.unicode = false;
	ck_assert_str_eq(draw(a, scene, s, outline), lint_ascii(a, text));
}

START_TEST(any_scene_at_any_width)
{
	for (int seed = 1; seed <= SCENES; seed++) {
		struct unit_random r = { (uint64_t)seed };
		struct arena *a = arena_new();
		const struct scene *scene = made_random(a, &r);
		size_t width = WIDTH_MIN + unit_random_below(&r,
		    WIDTH_MAX - WIDTH_MIN + 1);

		check_picture(a, scene, width, seed % 16 == 0, seed);
		arena_free(a);
	}
}
END_TEST

START_TEST(one_scene_at_every_width)
{
	for (size_t width = WIDTH_MIN; width <= WIDTH_MAX; width++) {
		struct arena *a = arena_new();

		check_picture(a, made_shop(a), width, false, 0);
		check_picture(a, made_korean(a), width, false, 0);
		arena_free(a);
	}
}
END_TEST

static const char *
boxes(struct arena *a, const struct scene *scene, size_t width)
{
	struct style s = { .unicode = true, .width = width };
	struct str out = str_new(a);
	const struct layout *l = layout_new(a, scene, width);

	if (l->rung != NULL)
		topology_draw(l, &s, &out);
	return str_text(&out);
}

START_TEST(more_room_than_needed_changes_nothing)
{
	for (int seed = 1; seed <= SCENES / 10; seed++) {
		struct unit_random r = { (uint64_t)seed * 7919 };
		struct arena *a = arena_new();
		const struct scene *scene = made_random(a, &r);
		const struct layout *l = layout_new(a, scene, 400);
		const char *text;

		ck_assert_ptr_nonnull(l->rung);
		text = boxes(a, scene, 400);
		for (size_t width = l->width < LAYOUT_BUDGET_MIN ?
		    LAYOUT_BUDGET_MIN : l->width; width < 400; width += 13)
			ck_assert_msg(strcmp(boxes(a, scene, width), text) ==
			    0, "scene %d, width %zu", seed, width);
		arena_free(a);
	}
}
END_TEST

Suite *suite_picture(void);

Suite *
suite_picture(void)
{
	return unit_suite_of("picture", (const TTest *const[]){
		the_ladder_goes_down,
		many_zones_are_cut_into_bands, any_scene_at_any_width,
		one_scene_at_every_width,
		more_room_than_needed_changes_nothing, NULL });
}
