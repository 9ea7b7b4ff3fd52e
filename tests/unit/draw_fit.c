/* SPDX-License-Identifier: MIT */
#include "draw/fit.h"

#include "base/str.h"
#include "draw_made.h"
#include "text/width.h"

START_TEST(marks_name_findings)
{
	struct arena *a = arena_new();
	struct scene scene = { .notes_left_out = 0 };
	struct scene_node node = { .type = "", .label = "" };

	for (int i = 0; i < 9; i++)
		made_note(a, &scene, i == 4 ? SEVERITY_ERROR :
		    SEVERITY_NOTE, "x");
	ck_assert_str_eq(fit_marks(a, &node), "");
	vec_push(a, &node.notes, scene.notes.v[0]);
	vec_push(a, &node.notes, scene.notes.v[1]);
	ck_assert_str_eq(fit_marks(a, &node), "!1 !2");
	ck_assert_int_eq(fit_marks_role(&node), ROLE_NOTE);
	vec_push(a, &node.notes, scene.notes.v[3]);
	vec_push(a, &node.notes, scene.notes.v[4]);
	vec_push(a, &node.notes, scene.notes.v[5]);
	vec_push(a, &node.notes, scene.notes.v[8]);
	ck_assert_str_eq(fit_marks(a, &node), "!1 !2 !4-6 !9");
	ck_assert_int_eq(fit_marks_role(&node), ROLE_ERROR);
	arena_free(a);
}
END_TEST

START_TEST(titles_give_way)
{
	static const struct {
		size_t cells;
		const char *left, *right;
	} rows[] = {
		{ 40, "database-a", "isolated" },
		{ 27, "database-a", "isolated" },
		{ 26, "database-a", "iso" },
		{ 22, "database-a", "iso" },
		{ 21, "datab…e-a", "iso" },
		{ 15, "da…", "iso" }
	};
	struct arena *a = arena_new();
	struct scene_subnet s = { .is.label = "database-a", .members = 1,
	    .exposure = EXPOSURE_ISOLATED };

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct fit_line line = fit_title(a, &s, rows[i].cells);

		ck_assert_str_eq(line.left, rows[i].left);
		ck_assert_str_eq(line.right, rows[i].right);
	}
	s.members = 4;
	ck_assert_str_eq(fit_title(a, &s, 40).left, "database-a ×4");
	arena_free(a);
}
END_TEST

START_TEST(exposure_that_is_not_certain_says_so)
{
	static const struct {
		enum exposure exposure;
		bool unknown;
		const char *word, *brief;
	} rows[] = {
		{ EXPOSURE_PUBLIC, false, "public", "pub" },
		/* nothing is wider than public */
		{ EXPOSURE_PUBLIC, true, "public", "pub" },
		{ EXPOSURE_PRIVATE, false, "private", "prv" },
		{ EXPOSURE_PRIVATE, true, "private?", "prv?" },
		{ EXPOSURE_ISOLATED, false, "isolated", "iso" },
		{ EXPOSURE_ISOLATED, true, "?", "?" },
		{ EXPOSURE_NONE, true, "?", "?" }
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct scene_subnet s = { .exposure = rows[i].exposure,
		    .exposure_unknown = rows[i].unknown };

		ck_assert_str_eq(fit_exposure(&s, false), rows[i].word);
		ck_assert_str_eq(fit_exposure(&s, true), rows[i].brief);
	}
}
END_TEST

START_TEST(details_give_way_before_names)
{
	static const struct {
		size_t cells;
		const char *left, *right;
	} rows[] = {
		{ 40, "EC2 bastion", "10.0.0.10 public" },
		{ 28, "EC2 bastion", "10.0.0.10 public" },
		{ 27, "EC2 bastion", "10.0.0.10" },
		{ 21, "EC2 bastion", "10.0.0.10" },
		{ 20, "EC2 bastion", "" },
		{ 11, "EC2 bastion", "" },
		{ 8, "EC2 b…on", "" }
	};
	struct arena *a = arena_new();
	struct scene_resource r = { .is = { .type = "EC2",
	    .label = "bastion" }, .details = { "10.0.0.10 public",
	    "10.0.0.10" } };

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct fit_line line = fit_resource(a, &r, rows[i].cells);

		ck_assert_msg(str_equal(line.left, rows[i].left) &&
		    str_equal(line.right, rows[i].right),
		    "%zu cells: \"%s\", \"%s\"", rows[i].cells, line.left,
		    line.right);
	}
	arena_free(a);
}
END_TEST

START_TEST(exits_give_way)
{
	static const struct {
		size_t cells;
		const char *right;
	} rows[] = {
		{ 60, "0/0 ► nat-a  s3  dynamodb" },
		{ 35, "0/0 ► nat-a  s3  dynamodb" },
		{ 34, "► nat-a  s3  dynamodb" },
		{ 31, "► nat-a  s3  dynamodb" },
		{ 30, "0/0 ► nat-a  s3 +1" },
		{ 27, "► nat-a  s3 +1" },
		{ 20, "► nat-a +2" },
		{ 19, "► nat… +2" }
	};
	struct arena *a = arena_new();
	struct scene scene = { .notes_left_out = 0 };
	struct scene_table *t = made_table(a, &scene, "A", "rt");
	struct scene_subnet s = { .table = t, .members = 1 };

	made_route(a, t, "0.0.0.0/0", "nat-a");
	made_route(a, t, "s3", "vpce-s3");
	made_route(a, t, "dynamodb", "vpce-ddb");
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct fit_line line = fit_foot(a, &s, rows[i].cells);

		ck_assert_str_eq(line.left, "[A]");
		ck_assert_str_eq(line.right, rows[i].right);
		ck_assert_uint_le(text_width(line.right) + 4 + 6,
		    rows[i].cells);
	}
	arena_free(a);
}
END_TEST

START_TEST(exits_of_two_families_are_told_apart)
{
	struct arena *a = arena_new();
	struct scene scene = { .notes_left_out = 0 };
	struct scene_table *t = made_table(a, &scene, "A", "rt");

	ck_assert_str_eq(fit_exits(a, t), "local only");
	made_route(a, t, "0.0.0.0/0", "IGW");
	ck_assert_str_eq(fit_exits(a, t), "0/0 ► IGW");
	made_route(a, t, "::/0", "IGW");
	ck_assert_str_eq(fit_exits(a, t), "v4 v6 ► IGW");
	t->exits.v[1].target = "EIGW";
	ck_assert_str_eq(fit_exits(a, t), "v4 ► IGW  v6 ► EIGW");
	t->exits.n = 0;
	made_route(a, t, "::/0", "EIGW");
	ck_assert_str_eq(fit_exits(a, t), "::/0 ► EIGW");
	t->exits.n = 0;
	made_route(a, t, "s3", "vpce");
	made_route(a, t, "ddb", "vpce");
	ck_assert_str_eq(fit_exits(a, t), "s3 ddb only");
	arena_free(a);
}
END_TEST

Suite *suite_fit(void);

Suite *
suite_fit(void)
{
	return unit_suite_of("fit", (const TTest *const[]){
		marks_name_findings, titles_give_way,
		exposure_that_is_not_certain_says_so,
		details_give_way_before_names, exits_give_way,
		exits_of_two_families_are_told_apart, NULL });
}
