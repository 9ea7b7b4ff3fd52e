/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "document_reading.h"
#include "unit.h"

/*
 * Broken texts as they were meant, each value at its place in the file.
 */

static void
add(struct str *out, struct arena *a, struct node n)
{
	const char *text;

	switch (node_kind(n)) {
	case NODE_MAP:
	case NODE_LIST:
		str_add_char(out, node_kind(n) == NODE_MAP ? '{' : '[');
		for (struct node c = node_first(n); node_exists(c);
		    c = node_next(c)) {
			if (c.at != node_first(n).at)
				str_add_char(out, ' ');
			if (node_key(c) != NULL)
				str_addf(out, "%s:", node_key(c));
			add(out, a, c);
		}
		str_add_char(out, node_kind(n) == NODE_MAP ? '}' : ']');
		break;
	case NODE_STRING:
		text = node_text(a, n);
		str_addf(out, "'%s'", text == NULL ? "?" : text);
		break;
	default:
		str_add(out, node_excerpt(a, n));
		break;
	}
	str_addf(out, "@%u", node_place(n).offset);
}

#define BROKEN(at) "{unknown:'its text is broken'@" at "}@" at

static const struct {
	const char *text, *means;
	bool whole;
} rows[] = {
	/* commas */
	{ "{\"a\": 1 \"b\": [1 2]}", "{a:1@6 b:[1@14 2@16]@13}@0", true },
	{ "[1, 2,]", "[1@1 2@4]@0", true },
	{ "{\"a\": 1,,\"b\": 2,}", "{a:1@6 b:2@14}@0", true },
	{ "{\"a\": 1; \"b\": 2}", "{a:1@6 b:2@14}@0", true },

	/* colons */
	{ "{\"a\" 1, \"b\" = 2, \"c\" => 3}", "{a:1@5 b:2@14 c:3@24}@0",
	  true },
	{ "{\"a\" \"x\", \"b\": 1}", "{a:'x'@5 b:1@15}@0", true },
	{ "{\"a\", \"b\": 1}", "{a:" BROKEN("4") " b:1@11}@0", false },
	{ "{\"a\": , \"b\": }", "{a:" BROKEN("6") " b:" BROKEN("13") "}@0",
	  false },

	/* quotes */
	{ "{'a': 'x', `b`: 1}", "{a:'x'@6 b:1@16}@0", true },
	{ "{\xe2\x80\x9c" "a\xe2\x80\x9d: \xe2\x80\x9cx\xe2\x80\x9d}",
	  "{a:'x'@10}@0", true },
	{ "{a: igw, 0.0.0.0/0: 10.0.0.0/16}",
	  "{a:'igw'@4 0.0.0.0/0:'10.0.0.0/16'@20}@0", true },
	{ "{\"a: 1, \"b\": 2}", "{a:1@5 b:2@13}@0", false },
	{ "{\"a\": \"x, \"b\": 2}", "{a:'x'@6 b:2@15}@0", false },
	{ "{\"a\": \"x\n, \"b\": 2}", "{a:" BROKEN("6") " b:2@16}@0", false },

	/* comments and what nobody sees */
	{ "{\"a\": # one\n 1}", "{a:1@13}@0", true },
	{ "{\"a\": 1 # it is one\n}", "{a:1@6}@0", true },
	{ "{\"a\"\xc2\xa0: 1}", "{a:1@8}@0", true },

	/* scalars */
	{ "[01, +1, .5, -007, 0x1f, 1.]",
	  "[1@1 1@5 0.5@9 -7@13 '0x1f'@19 " BROKEN("25") "]@0", false },
	{ "[True, False, None, nil]", "[true@1 false@7 null@14 null@20]@0",
	  true },
	{ "[NaN, undefined]", "[" BROKEN("1") " " BROKEN("6") "]@0", false },
	{ "[\"C:\\Users\", \"a\tb\"]", "['C:\\Users'@1 'a\tb'@13]@0", false },

	/* brackets */
	{ "{\"a\": [1, 2}, \"b\": 3}", "{a:[1@7 2@10]@6 b:3@19}@0", true },
	{ "{\n\"a\": [\n1\n]", "{a:[1@9]@7}@0", false },
	{ "{\n\"a\": 1\n}\n}", "{a:1@7}@0", false },
	{ "{\"a\": 1} {\"b\": 2}", "{a:1@6}@0", false },
	{ "{\"a\": 1} end", "{a:1@6}@0", false },
	{ "[[\"a\": 1], 2]", "[" BROKEN("1") " 2@11]@0", false },
	{ "{\"a\": [{\"b\": 1", "{a:[{b:1@13}@7]@6}@0", false },

	/* no telling */
	{ "some prose, and {\"a\": 1}", NULL, false },
	{ "{\"a\": 1, /* \"b\": 2}", NULL, false },
	{ "10", NULL, false }
};

static struct document *
mended(struct reading *r)
{
	const struct file *f = files_get(&r->files, 1);

	return document_mend(r->a, 1, f->text, f->length);
}

START_TEST(broken_texts_are_taken_as_they_were_meant)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct reading r = reading_of(rows[i].text);
		struct document *d = mended(&r);
		struct str s = str_new(r.a);

		if (rows[i].means == NULL) {
			ck_assert_msg(d == NULL, "mended: %s", rows[i].text);
			reading_free(&r);
			continue;
		}
		ck_assert_msg(d != NULL, "not mended: %s", rows[i].text);
		ck_assert(document_is_mended(d));
		ck_assert_str_eq(document_language(d), "JSON");
		add(&s, r.a, node_root(d));
		ck_assert_str_eq(str_text(&s), rows[i].means);
		ck_assert_msg(document_is_whole(d) == rows[i].whole, "%s",
		    rows[i].text);
		reading_free(&r);
	}
}
END_TEST

/* What hangs on a broken place is not sure; what stands beside it is. */
static const struct {
	const char *text;
	const char *sure;	/* of each byte: '-' where it is not */
} doubts[] = {
	{ "{'a': 1 \"b\": 2}",
	  "+++++++++++++++" },
	{ "{\"a\": \"x, \"b\": 2}",
	  "-+++++--+++++++++" },
	{ "[{\"a\": the \"b\" x}, {\"b\": 2}]",
	  "+-+++++---------++++++++++++" },
	/* the layout shows what is missing … */
	{ "{\n \"a\": {\n  \"b\": 1\n },\n \"c\": 2\n",
	  "-++++++++++++++++++++++++++++++" },
	{ "{\n \"a\": {\n  \"b\": 1,\n \"c\": {\n  \"d\": 1\n }\n}",
	  "-+++++++---------------------------------" },
	/* … or does not */
	{ "{\n\"a\": {\n\"b\": 1\n,\n\"c\": 2\n}",
	  "--------------------------" },
	{ "{\"a\": {\"b\": 1, \"c\": 2}",
	  "----------------------" },
	{ "{\n\"a\": {\"b\": 1}}, \"c\": 2}",
	  "-------------------------" }
};

START_TEST(what_a_fault_touches_is_not_sure)
{
	for (size_t i = 0; i < sizeof doubts / sizeof doubts[0]; i++) {
		struct reading r = reading_of(doubts[i].text);
		struct document *d = mended(&r);
		struct str s = str_new(r.a);

		ck_assert_msg(d != NULL, "not mended: %s", doubts[i].text);
		for (uint32_t at = 0; doubts[i].text[at] != '\0'; at++)
			str_add_char(&s, document_is_sure(d, at) ? '+' : '-');
		ck_assert_str_eq(str_text(&s), doubts[i].sure);
		reading_free(&r);
	}
}
END_TEST

START_TEST(what_holds_secrets_is_not_mended)
{
	struct reading r = reading_of("{\"format_version\": \"1.2\", "
	    "\"planned_values\": {}, }");

	ck_assert_uint_eq(r.problems.n, 1);
	ck_assert_ptr_null(mended(&r));
	reading_free(&r);
}
END_TEST

/* The values of what is good are there when it is broken elsewhere. */
START_TEST(every_cut_is_read_up_to_there)
{
	static const char text[] = "{\n  \"a\": [\n    { \"b\": \"c\" },\n"
	    "    true\n  ],\n  \"d\": { \"e\": 10 }\n}\n";

	for (size_t n = 1; n < sizeof text - 3; n++) {
		struct reading r = reading_of_bytes(text, n);
		struct document *d = mended(&r);

		ck_assert_msg(d != NULL, "%.*s", (int)n, text);
		ck_assert(!document_is_whole(d));
		ck_assert(!document_is_sure(d, 0));
		ck_assert_int_eq(node_kind(node_root(d)), NODE_MAP);
		ck_assert_msg(node_exists(node_get(node_root(d), "d")) ==
		    (n > strcspn(text, "d") + 1), "%.*s", (int)n, text);
		reading_free(&r);
	}
}
END_TEST

/* Ten times the text must not take a hundred times as long. */
START_TEST(hostile_texts_are_mended_in_linear_time)
{
	static const char *const each[] = { "\"", "'", "{", "[", "}", "]",
		"[}", "{]", ",", ":", "\"a\" ", "\"a\":", "a", "#", "=", "{'",
		"[\"", "\",", "\"\n", "{a", "[a\"", "{\n", "}\n", "[\n{\n",
		"\"a\":{\n", "\"a\" 1\n" };

	for (size_t i = 0; i < sizeof each / sizeof each[0]; i++)
		for (int list = 0; list < 2; list++) {
			struct arena *a = arena_new();
			struct str s = str_new(a);

			str_add_char(&s, list ? '[' : '{');
			for (int k = 0; k < 1000000; k++)
				str_add(&s, each[i]);
			(void)document_mend(a, 1, str_text(&s), s.n);
			arena_free(a);
		}
}
END_TEST

/* Of YAML, what is told and what is left when that is left out. */
static const struct {
	const char *text, *told, *means;
} yaml_rows[] = {
	{ "a: b: c\nd: [1\ne: 2\nf: 3\n",
	  "1:5 a ':' where no key can stand (a text with ': ' in it stands in "
	  "quotes; a key begins where its neighbours do)\n"
	  "3:2 expected ',' or ']', found ': 2'\n",
	  "{a:null@2 d:null@10 e:2@17 f:3@22}@0" },
	{ "a: 1\nb: \"x\nc: 2\nd: \"y\"\ne: 5\n",
	  "2:4 the line ends before the closing quote\n",
	  "{a:1@3 b:null@7 c:2@14 d:'y'@19 e:5@26}@0" },
	{ "a: 1\nb: \"\\q\"\nc:\n\td: 1\n\te: 2\nf: 3\n",
	  "2:5 no escape of YAML (a backslash in double quotes is \\\\; in "
	  "single quotes it is itself)\n"
	  "4:1 a tab as indentation (YAML indents with blanks)\n",
	  "{a:1@3 b:null@7 c:null@15 f:3@31}@0" },
	{ "a: 1\nb\nc: 2\nd: 3\n", "3:1 expected ':' behind a key\n",
	  "{a:1@3 c:2@10 d:3@15}@0" },
	{ "a: 1\n---\nb: 2\n", "2:1 a second document begins here (one file "
	  "holds one)\n", "{a:1@3}@0" }
};

START_TEST(all_faults_of_yaml_are_told_in_one_run)
{
	for (size_t i = 0; i < sizeof yaml_rows / sizeof yaml_rows[0]; i++) {
		struct reading r = reading_of(yaml_rows[i].text);
		struct str told = str_new(r.a), means = str_new(r.a);
		struct document *d = mended(&r);

		for (size_t k = 0; k < r.problems.n; k++) {
			const struct document_problem *p = &r.problems.v[k];
			struct position at = place_position(&r.files, p->at);

			str_addf(&told, "%u:%u %s\n", at.line, at.column,
			    p->text);
			ck_assert_str_eq(p->language, "YAML");
		}
		ck_assert_str_eq(str_text(&told), yaml_rows[i].told);
		ck_assert_ptr_nonnull(d);
		add(&means, r.a, node_root(d));
		ck_assert_str_eq(str_text(&means), yaml_rows[i].means);
		ck_assert(!document_is_whole(d));
		reading_free(&r);
	}
}
END_TEST

START_TEST(hostile_yaml_is_mended_in_linear_time)
{
	static const char *const each[] = { "a: b: c\n", "\"\n", "[", "{\n",
		"- [\n", "\t\n", "\tb: 1\n", "b\n", " ", "- - - ", "b: \"x\n",
		"&a *a: 1\n", "b: \"\\q\"\n" };

	for (size_t i = 0; i < sizeof each / sizeof each[0]; i++) {
		struct reading r;
		struct arena *a = arena_new();
		struct str s = str_new(a);

		str_add(&s, "a: 1\n");
		for (int k = 0; k < 100000; k++)
			str_add(&s, each[i]);
		r = reading_of_bytes(str_text(&s), s.n);
		ck_assert_uint_le(r.problems.n, 50);
		(void)mended(&r);
		reading_free(&r);
		arena_free(a);
	}
}
END_TEST

Suite *suite_mend(void);

Suite *
suite_mend(void)
{
	return unit_suite_of("mend", (const TTest *const[]){
		broken_texts_are_taken_as_they_were_meant,
		what_a_fault_touches_is_not_sure,
		what_holds_secrets_is_not_mended,
		every_cut_is_read_up_to_there,
		hostile_texts_are_mended_in_linear_time,
		all_faults_of_yaml_are_told_in_one_run,
		hostile_yaml_is_mended_in_linear_time, NULL });
}
