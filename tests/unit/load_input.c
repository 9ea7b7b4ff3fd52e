/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "load/detect.h"
#include "load/input.h"
#include "load/load.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A folder of files for one test, in the working directory. */
struct folder {
	struct arena *a;
	char path[32];
	struct input_paths made;	/* removed at the end, last first */
};

static struct folder
folder_new(void)
{
	struct folder f = { .a = arena_new(), .path = "load-XXXXXX" };

	ck_assert_ptr_nonnull(mkdtemp(f.path));
	return f;
}

static const char *
folder_path(struct folder *f, const char *name)
{
	const char *path = arena_printf(f->a, "%s/%s", f->path, name);

	vec_push(f->a, &f->made, path);
	return path;
}

static const char *
folder_write(struct folder *f, const char *name, const char *text)
{
	const char *path = folder_path(f, name);
	FILE *out = fopen(path, "w");

	ck_assert_ptr_nonnull(out);
	ck_assert_uint_eq(fwrite(text, 1, strlen(text), out), strlen(text));
	ck_assert_int_eq(fclose(out), 0);
	return path;
}

static void
folder_make(struct folder *f, const char *name)
{
	ck_assert_int_eq(mkdir(folder_path(f, name), 0700), 0);
}

static void
folder_free(struct folder *f)
{
	while (f->made.n > 0)
		ck_assert_int_eq(remove(f->made.v[--f->made.n]), 0);
	ck_assert_int_eq(rmdir(f->path), 0);
	arena_free(f->a);
}

/* The complaint that holds all of the words, or NULL. */
static const char *
complaint_with(const struct load *l, const char *one, const char *two)
{
	for (size_t i = 0; i < l->complaints.n; i++)
		if (strstr(l->complaints.v[i].text, one) != NULL &&
		    strstr(l->complaints.v[i].text, two) != NULL)
			return l->complaints.v[i].text;
	return NULL;
}

static const char plan[] = "{\"vpcplan\": 1, \"vpcs\": {}}";

START_TEST(folders_are_read_in_natural_order)
{
	struct folder f = folder_new();
	struct load *l = load_new(f.a, NULL);
	static const char *const order[] = { "a2.json", "a10.json",
		"deep/x.json", "z" };

	folder_write(&f, "a10.json", plan);
	folder_write(&f, "a2.json", plan);
	folder_write(&f, ".hidden.json", plan);
	folder_write(&f, "z", plan);
	folder_write(&f, "README", "read me");
	folder_make(&f, ".git");
	folder_write(&f, ".git/x.json", plan);
	folder_make(&f, "deep");
	folder_write(&f, "deep/x.json", plan);
	ck_assert_int_eq(symlink("a2.json", folder_path(&f, "link.json")), 0);
	ck_assert_int_eq(symlink(".", folder_path(&f, "loop")), 0);
	load_path(l, f.path);
	ck_assert_uint_eq(l->complaints.n, 0);
	ck_assert_uint_eq(l->read.n, 4);
	for (size_t i = 0; i < 4; i++)
		ck_assert_str_eq(l->read.v[i], arena_printf(f.a, "%s/%s",
		    f.path, order[i]));
	ck_assert_uint_eq(l->not_recognised, 1);
	load_finish(l);
	ck_assert_uint_eq(l->remarks.n, 2);
	ck_assert_str_eq(l->remarks.v[0], "1 file of a folder was passed "
	    "over: of no format that is read");
	ck_assert_str_eq(l->remarks.v[1], "nothing to judge in these 4 files: "
	    "no VPC, and no part of one, is read from them");
	folder_free(&f);
}
END_TEST

START_TEST(what_cannot_be_read_is_complained_of)
{
	struct folder f = folder_new();
	struct load *l = load_new(f.a, NULL);

	load_path(l, "no-such-file.json");
	ck_assert_ptr_nonnull(complaint_with(l, "no-such-file.json",
	    "No such file or directory"));
	load_path(l, folder_write(&f, "empty.json", ""));
	ck_assert_ptr_nonnull(complaint_with(l, "empty.json", "is empty"));
	load_path(l, folder_write(&f, "other.json", "{\"x\": 1}"));
	ck_assert_ptr_nonnull(complaint_with(l, "other.json",
	    "spec (a member \"vpcplan\" or \"vpcs\")"));
	load_path(l, folder_write(&f, "state.json",
	    "{\"version\": 3, \"lineage\": \"x\", \"modules\": []}"));
	ck_assert_ptr_nonnull(complaint_with(l, "state.json",
	    "a Terraform state of version 3"));
	load_path(l, folder_write(&f, "names\x1b[31m", "["));
	ck_assert_ptr_nonnull(complaint_with(l, "names?[31m", "not JSON"));
	ck_assert_uint_eq(l->read.n, 0);
	folder_free(&f);
}
END_TEST

START_TEST(a_folder_of_nothing_is_complained_of)
{
	struct folder f = folder_new();
	struct load *l = load_new(f.a, NULL);

	folder_write(&f, "notes.txt", "nothing to see");
	load_path(l, f.path);
	ck_assert_uint_eq(l->complaints.n, 1);
	ck_assert_ptr_nonnull(complaint_with(l, f.path,
	    "holds no file of a format that is read"));
	folder_free(&f);
}
END_TEST

START_TEST(broken_json_is_a_finding_and_a_complaint)
{
	struct arena *a = arena_new();
	struct load *l = load_new(a, NULL);
	static const char text[] = "{\"vpcplan\": 1,\n \"vpcs\": {},}";

	load_bytes(l, "p.json", text, strlen(text), true);
	ck_assert_uint_eq(l->findings.n, 1);
	ck_assert_str_eq(l->findings.v[0]->notice->code, "IN001");
	ck_assert_str_eq(l->findings.v[0]->message,
	    "trailing comma before '}'");
	ck_assert_str_eq(l->complaints.v[0].text, "p.json is not JSON: "
	    "line 2, column 12: trailing comma before '}'");
	ck_assert_uint_eq(l->documents.n, 1);
	ck_assert_ptr_null(l->documents.v[0]);
	ck_assert_ptr_null(load_document(l, 1));
	ck_assert_ptr_null(load_document(l, 0));
	ck_assert_ptr_null(load_document(l, 2));
	arena_free(a);
}
END_TEST

START_TEST(duplicate_keys_are_findings_and_the_file_is_read)
{
	struct arena *a = arena_new();
	struct load *l = load_new(a, NULL);
	static const char text[] =
	    "{\"vpcplan\": 1, \"vpcs\": {}, \"vpcs\": {}}";

	load_bytes(l, "p.json", text, strlen(text), true);
	/* for the exit status; what is said of it is the finding */
	ck_assert_uint_eq(l->complaints.n, 1);
	ck_assert_uint_eq(l->findings.n, 1);
	ck_assert_str_eq(l->findings.v[0]->message,
	    "duplicate key \"vpcs\"");
	ck_assert_uint_eq(l->findings.v[0]->related.n, 1);
	ck_assert_ptr_nonnull(load_document(l, 1));
	ck_assert_uint_eq(l->read.n, 1);
	arena_free(a);
}
END_TEST

START_TEST(other_outputs_of_the_cli_get_advice)
{
	static const struct {
		const char *text, *advice;
	} rows[] = {
		{ "VPCS\t10.0.0.0/16\tdopt-1\n", "--output text" },
		{ "SECURITY_GROUPS\tx", "--output text" },
		{ "-----------------\n|  DescribeVpcs |\n", "--output table" },
		{ "\x1f\x8b\x08\x01", "gzip" }
	};
	bool is_input = false;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct arena *a = arena_new();
		struct load *l = load_new(a, NULL);

		load_bytes(l, "x", rows[i].text, strlen(rows[i].text), true);
		ck_assert_uint_eq(l->complaints.n, 1);
		ck_assert_msg(strstr(l->complaints.v[0].text,
		    rows[i].advice) != NULL, "%s", l->complaints.v[0].text);
		ck_assert_msg(strstr(l->findings.v[0]->help,
		    rows[i].advice) != NULL, "%s", l->findings.v[0]->help);
		arena_free(a);
	}
	ck_assert_ptr_null(detect_advice("vpc-1\n", 6, &is_input));
	ck_assert_ptr_null(detect_advice("A\tb", 3, &is_input));
	ck_assert_ptr_null(detect_advice("", 0, &is_input));
	ck_assert_ptr_nonnull(detect_advice("locals {", 8, &is_input));
	ck_assert(!is_input);
	ck_assert_ptr_nonnull(detect_advice("VPCS\tx", 6, &is_input));
	ck_assert(is_input);
}
END_TEST

START_TEST(yaml_of_the_cli_is_read)
{
	static const char text[] = "Vpcs:\n- CidrBlock: 10.0.0.0/16\n"
	    "  VpcId: vpc-1\n";
	struct arena *a = arena_new();
	struct load *l = load_new(a, NULL);

	load_bytes(l, "x", text, sizeof text - 1, true);
	ck_assert_uint_eq(l->complaints.n, 0);
	ck_assert_uint_eq(load_finish(l)->vpcs.n, 1);
	arena_free(a);
}
END_TEST

START_TEST(json_is_told_by_how_it_begins)
{
	static const struct {
		const char *text;
		size_t length;
		bool yes;
	} rows[] = {
		{ "{\"a\": 1}", 8, true }, { " {\n \"a\"", 7, true },
		{ "[ {", 3, true }, { "[\"a\"]", 5, true }, { "[]", 2, true },
		{ "{ // x", 6, true }, { "\xef\xbb\xbf{\"", 5, true },
		{ "\xff\xfe{\0\"\0", 6, true }, { "\0{\0\"", 4, true },
		{ "[default]", 9, false }, { "{{ template }}", 14, false },
		{ "# title", 7, false }, { "", 0, false }, { "{", 1, false },
		{ "resource \"aws_vpc\"", 18, false }
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		ck_assert_msg(detect_is_json(rows[i].text, rows[i].length) ==
		    rows[i].yes, "row %zu", i);
}
END_TEST

START_TEST(streams_are_read_to_their_end)
{
	enum { LENGTH = 300000 };
	struct arena *a = arena_new();
	struct input text = { 0 };
	char block[1000];
	int ends[2];
	pid_t child;

	memset(block, 'x', sizeof block);
	ck_assert_int_eq(pipe(ends), 0);
	child = fork();
	if (child == 0) {
		for (int i = 0; i < LENGTH; i += (int)sizeof block)
			if (write(ends[1], block, sizeof block) < 0)
				_exit(1);
		_exit(0);
	}
	ck_assert_int_gt(child, 0);
	close(ends[1]);
	ck_assert_int_ge(dup2(ends[0], STDIN_FILENO), 0);
	ck_assert_ptr_null(input_read(a, "-", &text));
	ck_assert_uint_eq(text.length, LENGTH);
	ck_assert_int_eq(text.bytes[LENGTH - 1], 'x');
	ck_assert_int_eq(text.bytes[LENGTH], '\0');
	arena_free(a);
}
END_TEST

Suite *suite_input(void);

Suite *
suite_input(void)
{
	return unit_suite_of("input", (const TTest *const[]){
		folders_are_read_in_natural_order,
		what_cannot_be_read_is_complained_of,
		a_folder_of_nothing_is_complained_of,
		broken_json_is_a_finding_and_a_complaint,
		duplicate_keys_are_findings_and_the_file_is_read,
		other_outputs_of_the_cli_get_advice,
		json_is_told_by_how_it_begins, yaml_of_the_cli_is_read,
		streams_are_read_to_their_end, NULL });
}
