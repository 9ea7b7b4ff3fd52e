/* SPDX-License-Identifier: MIT */
#include "diag/suppression.h"
#include "document/node.h"
#include "report_made.h"
#include "unit.h"

#include <string.h>

static const char plan[] = "{\n  \"a\": 1, \"b\": true\n}\n";

static struct node
read_back(struct made *m, const char *text)
{
	struct document_problems problems = { 0 };
	struct document *d = document_read(m->a, &m->files, "report", text,
	    strlen(text), &problems);

	ck_assert_ptr_nonnull(d);
	ck_assert_uint_eq(problems.n, 0);
	return node_root(d);
}

/* The keys of a map in order, with commas: none may ever be missing. */
static const char *
keys(struct made *m, struct node n)
{
	struct str s = str_new(m->a);

	for (struct node c = node_first(n); node_exists(c); c = node_next(c))
		str_addf(&s, "%s%s", s.n == 0 ? "" : ",", node_key(c));
	return str_text(&s);
}

static const char report_keys[] =
    "schema,tool,files,findings,consequences,expectations,summary";
static const char finding_keys[] =
    "rule,slug,class,severity,message,file,line,column,end_line,end_column,"
    "object,related,witness,help,fix,caused_by,affects,fingerprint,"
    "suppressed,baselined";

START_TEST(an_empty_report_has_every_key)
{
	struct made m = made_new();
	struct node root = read_back(&m, made_text(&m, "json"));

	ck_assert_str_eq(keys(&m, root), report_keys);
	ck_assert_str_eq(node_text(m.a, node_get(root, "schema")),
	    "vpcplan.report/1");
	ck_assert_int_eq(node_kind(node_get(root, "files")), NODE_LIST);
	ck_assert_int_eq(node_kind(node_get(root, "findings")), NODE_LIST);
	ck_assert_int_eq(node_kind(node_get(root, "expectations")),
	    NODE_LIST);
	ck_assert_str_eq(keys(&m, node_get(root, "tool")), "name,version");
	ck_assert_str_eq(keys(&m, node_get(root, "summary")),
	    "error,warning,note,suppressed,baselined");
	arena_free(m.a);
}
END_TEST

START_TEST(a_finding_has_every_key)
{
	static const struct suppression accepted = {
		.rule = "TE", .reason = "cost", .until = "2027-03-31"
	};
	struct made m = made_new();
	uint32_t file = made_file(&m, "plan.json", plan);
	struct finding *f = made_finding(&m, &made_error, file, "1");
	struct report r = made_report(&m);
	struct str out = str_new(m.a);
	struct node first, second, n;

	finding_related(&m.findings, f, made_place(&m, file, "\"b\""), "b");
	finding_witness(&m.findings, f, "cidr", "10.0.0.0/8");
	finding_witness(&m.findings, f, "cidr", "10.0.0.0/9");
	made_finding(&m, &made_note, file, "true")->suppressed = &accepted;
	r.show_suppressed = true;
	format_find("json")->write(&out, &r);
	first = node_first(node_get(read_back(&m, str_text(&out)),
	    "findings"));
	ck_assert_str_eq(keys(&m, first), finding_keys);
	ck_assert_int_eq(node_kind(node_get(first, "suppressed")),
	    NODE_NULL);
	ck_assert_str_eq(keys(&m, node_get(first, "witness")),
	    "cidr,cidr_2");
	n = node_first(node_get(first, "related"));
	ck_assert_str_eq(keys(&m, n), "file,line,column,message");
	second = node_next(first);
	ck_assert_str_eq(keys(&m, second), finding_keys);
	ck_assert_int_eq(node_kind(node_get(second, "witness")), NODE_NULL);
	ck_assert_str_eq(keys(&m, node_get(second, "suppressed")),
	    "rule,reason,until,file,line,column");
	ck_assert(!node_exists(node_next(second)));
	arena_free(m.a);
}
END_TEST

/* The one names the other by its fingerprint. */
START_TEST(consequences_are_a_list_of_their_own)
{
	struct made m = made_new();
	uint32_t file = made_file(&m, "plan.json", plan);
	struct finding *cause = made_finding(&m, &made_error, file, "1");
	struct node root, first, second;

	made_finding(&m, &made_note, file, "true")->caused_by = cause;
	cause->affects = 1;
	root = read_back(&m, made_text(&m, "json"));
	first = node_first(node_get(root, "findings"));
	second = node_first(node_get(root, "consequences"));
	ck_assert(!node_exists(node_next(first)));
	ck_assert(!node_exists(node_next(second)));
	ck_assert_int_eq(node_kind(node_get(first, "caused_by")), NODE_NULL);
	ck_assert_str_eq(node_text(m.a, node_get(second, "caused_by")),
	    node_text(m.a, node_get(first, "fingerprint")));
	cause->suppressed = &(struct suppression){ .reason = "cost" };
	root = read_back(&m, made_text(&m, "json"));
	ck_assert(!node_exists(node_first(node_get(root, "consequences"))));
	arena_free(m.a);
}
END_TEST

/* An edit is listed where the input is written by hand and has its text. */
START_TEST(fixes_say_what_to_write_where)
{
	struct made m = made_new();
	uint32_t spec = made_file(&m, "spec.json",
	    "{\"vpcplan\": 1, \"c\": \"10.0.0.1/8\"}");
	uint32_t plan_file = made_file(&m, "plan.json",
	    "{\"c\": \"10.0.0.1/8\"}");
	struct finding *f = made_finding(&m, &made_error, spec, "\"10.");
	struct finding *g = made_finding(&m, &made_error, plan_file,
	    "\"10.");
	struct finding *h = made_finding(&m, &made_error, spec, "\"c\"");
	struct node root, first, edit;

	finding_edit(&m.findings, f, f->at, "10.0.0.1/8", "10.0.0.0/8");
	finding_edit(&m.findings, g, g->at, "10.0.0.1/8", "10.0.0.0/8");
	finding_edit(&m.findings, h, h->at, "d", "e");
	root = read_back(&m, made_text(&m, "json"));
	first = node_first(node_get(root, "findings"));
	edit = node_first(node_get(node_get(first, "fix"), "edits"));
	ck_assert_str_eq(keys(&m, edit),
	    "file,line,column,end_line,end_column,text");
	ck_assert_str_eq(node_text(m.a, node_get(edit, "text")),
	    "10.0.0.0/8");
	first = node_next(first);
	ck_assert_int_eq(node_kind(node_get(first, "fix")), NODE_NULL);
	first = node_next(first);
	ck_assert_int_eq(node_kind(node_get(first, "fix")), NODE_NULL);
	arena_free(m.a);
}
END_TEST

/* With the comma that goes with it, and no more. */
START_TEST(elements_go_out_of_their_lists)
{
	static const struct { const char *text, *word, *left; } rows[] = {
		{ "[\"a\", \"b\", \"c\"]", "\"a", "[\"b\", \"c\"]" },
		{ "[\"a\", \"b\", \"c\"]", "\"b", "[\"a\", \"c\"]" },
		{ "[\"a\",\n \"b\" ]", "\"b", "[\"a\" ]" },
		{ "[ \"a\" ]", "\"a", "[  ]" },
		{ "[ \"a\" /* x */, 1 ]", "\"a", NULL },
		{ "[ 1, 2 ]", "1", NULL },
		{ "{ \"k\": \"a\", \"l\": 1 }", "\"a", NULL },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct made m = made_new();
		const char *text = arena_printf(m.a,
		    "{\"vpcplan\": 1, \"x\": %s}", rows[i].text);
		uint32_t file = made_file(&m, "spec.json", text);
		struct finding *f = made_finding(&m, &made_error, file,
		    rows[i].word);
		struct report r = made_report(&m);
		struct place at, end;
		const char *left;

		finding_edit_out(&m.findings, f, f->at);
		ck_assert_msg(report_edit_range(&r, &f->edits.v[0], &at, &end)
		    == (rows[i].left != NULL), "%s", rows[i].text);
		if (rows[i].left != NULL) {
			left = arena_printf(m.a, "%.*s%s", (int)at.offset,
			    text, text + end.offset);
			ck_assert_str_eq(left, arena_printf(m.a,
			    "{\"vpcplan\": 1, \"x\": %s}", rows[i].left));
		}
		arena_free(m.a);
	}
}
END_TEST

/* The schema is JSON, and requires what the report has. */
START_TEST(the_schema_requires_every_key)
{
	struct made m = made_new();
	struct str out = str_new(m.a), required = str_new(m.a);
	struct node root, finding;

	report_schema(&out);
	root = read_back(&m, str_text(&out));
	finding = node_get(node_get(root, "$defs"), "finding");
	for (struct node c = node_first(node_get(finding, "required"));
	    node_exists(c); c = node_next(c))
		str_addf(&required, "%s%s", required.n == 0 ? "" : ",",
		    node_text(m.a, c));
	ck_assert_str_eq(str_text(&required), finding_keys);
	ck_assert_str_eq(keys(&m, node_get(finding, "properties")),
	    finding_keys);
	ck_assert_str_eq(keys(&m, node_get(root, "properties")),
	    report_keys);
	arena_free(m.a);
}
END_TEST

Suite *suite_json(void);

Suite *
suite_json(void)
{
	return unit_suite_of("json", (const TTest *const[]){
		an_empty_report_has_every_key, a_finding_has_every_key,
		consequences_are_a_list_of_their_own,
		fixes_say_what_to_write_where,
		elements_go_out_of_their_lists,
		the_schema_requires_every_key, NULL });
}
