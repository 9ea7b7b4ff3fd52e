/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "document/yaml.h"
#include "document_reading.h"
#include "unit.h"

/* The tree in one line: {a:[1,"x"]}. */
static void
show(struct arena *a, struct str *out, struct node n)
{
	bool map = node_kind(n) == NODE_MAP, first = true;

	if (!map && node_kind(n) != NODE_LIST) {
		str_add(out, node_excerpt(a, n));
		return;
	}
	str_add(out, map ? "{" : "[");
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		if (!first)
			str_add(out, ",");
		first = false;
		if (map)
			str_addf(out, "%s:", node_key(c));
		show(a, out, c);
	}
	str_add(out, map ? "}" : "]");
}

static const char *
shown(const struct reading *r)
{
	struct str out = str_new(r->a);

	if (r->d == NULL)
		return "refused";
	show(r->a, &out, node_root(r->d));
	return str_text(&out);
}

/* A text that begins with no key needs its mark. */
static struct reading
reading_of_yaml(const char *text)
{
	struct arena *a = arena_new();
	bool marked = strchr("-?!", *text) == NULL ||
	    str_starts_with(text, "---");
	struct reading r = reading_of(marked ? text
	    : arena_printf(a, "---\n%s", text));

	arena_free(a);
	return r;
}

struct row {
	const char *yaml, *shown;
};

static void
check_rows(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct reading r = reading_of_yaml(rows[i].yaml);

		ck_assert_msg(str_equal(shown(&r), rows[i].shown) &&
		    r.problems.n == 0, "%s\nis %s\n(%s)", rows[i].yaml,
		    shown(&r), r.problems.n > 0 ? r.problems.v[0].text : "");
		reading_free(&r);
	}
}

#define CHECK(rows) check_rows(rows, sizeof rows / sizeof rows[0])

START_TEST(structures)
{
	static const struct row rows[] = {
		{ "a: b\n", "{a:\"b\"}" },
		{ "---\na: b\n...\n", "{a:\"b\"}" },
		{ "%YAML 1.1\n---\na: b\n", "{a:\"b\"}" },
		{ "# c\n\na:\n  - b\n  - c: d\n    e: f\n",
		  "{a:[\"b\",{c:\"d\",e:\"f\"}]}" },
		{ "- a\n- - b\n  - c\n", "[\"a\",[\"b\",\"c\"]]" },
		{ "a:\n- b\n- c\nd: e\n", "{a:[\"b\",\"c\"],d:\"e\"}" },
		{ "a: {b: [c, {d: e}], \"f\": 'g'}\n",
		  "{a:{b:[\"c\",{d:\"e\"}],f:\"g\"}}" },
		{ "\"a\": b\n'c': d\n", "{a:\"b\",c:\"d\"}" },
		{ "a: >-\n  one\n  two\nb: |\n  x\n  y\n",
		  "{a:\"one two\",b:\"x\\u000ay\\u000a\"}" },
		{ "a: one\n  two\n", "{a:\"one two\"}" },
		{ "a: 'it''s'\nb: \"x\\ty\\u00e9\"\n",
		  "{a:\"it's\",b:\"x\\u0009y\xc3\xa9\"}" },
		{ "a:\nb: \"\"\nc: {}\nd: []\n",
		  "{a:null,b:\"\",c:{},d:[]}" },
		{ "? a\n: b\n", "{a:\"b\"}" },
		{ "a: b # c\n# d\n", "{a:\"b\"}" },
		{ "a: b\r\nc:\r\n  - d\r\n", "{a:\"b\",c:[\"d\"]}" },
		{ "\xef\xbb\xbf" "a: b\n", "{a:\"b\"}" },
		{ "# c\n---\n{\"a\": 1}\n", "{a:1}" },
		{ "80: a\nyes: b\n~: c\n2012-10-17: d\n",
		  "{80:\"a\",yes:\"b\",~:\"c\",2012-10-17:\"d\"}" },
		{ "a: {\n\t\"b\": '1'\n\t}\n", "{a:{b:\"1\"}}" }
	};

	CHECK(rows);
}
END_TEST

START_TEST(scalars)
{
	static const struct row rows[] = {
		{ "- yes\n- No\n- ON\n- off\n- true\n- FALSE\n- y\n- n\n",
		  "[true,false,true,false,true,false,\"y\",\"n\"]" },
		{ "- 'yes'\n- \"on\"\n- |-\n  no\n",
		  "[\"yes\",\"on\",\"no\"]" },
		{ "- ~\n- null\n- NULL\n-\n- nul\n",
		  "[null,null,null,null,\"nul\"]" },
		{ "- 0\n- 10\n- -1\n- -10\n- 443\n", "[0,10,-1,-10,443]" },
		{ "- 010\n- 012345678901\n- 012345670123\n- 0o17\n",
		  "[\"010\",\"012345678901\",\"012345670123\",\"0o17\"]" },
		{ "- '012345670123'\n- 111122223333\n- 08\n- 00\n",
		  "[\"012345670123\",111122223333,\"08\",\"00\"]" },
		{ "- 1.5\n- -0.5\n- 1.0e+3\n- 1e3\n- .inf\n- .nan\n",
		  "[1.5,-0.5,1.0e+3,\"1e3\",\".inf\",\".nan\"]" },
		{ "- 2012-10-17\n- 2010-09-09T00:00:00Z\n- 10.0.0.0/16\n"
		  "- 10.0.0.1\n- 22:22\n- 1.2.3\n- ::/0\n- 2600:1f14::/56\n",
		  "[\"2012-10-17\",\"2010-09-09T00:00:00Z\",\"10.0.0.0/16\","
		  "\"10.0.0.1\",\"22:22\",\"1.2.3\",\"::/0\","
		  "\"2600:1f14::/56\"]" },
		{ "- '-1'\n- '443'\n- \"-\"\n- +\n- .\n- _1\n- 0x\n- 0xG\n",
		  "[\"-1\",\"443\",\"-\",\"+\",\".\",\"_1\",\"0x\",\"0xG\"]" },
		{ "- !!str 123\n- !!int \"12\"\n- !!bool 'yes'\n- !!float '1.5'\n"
		  "- !!null ''\n- ! 12\n- !!timestamp 2012-10-17\n- !!str\n",
		  "[\"123\",12,true,1.5,null,\"12\",\"2012-10-17\",\"\"]" },
		{ "- 99999999999999999999\n- 0xFFFFFFFFFFFFFFFFFF\n",
		  "[99999999999999999999,\"0xFFFFFFFFFFFFFFFFFF\"]" },
		{ "- \"a\\0b\"\n- \"\\x01\\\"\\\\\"\n",
		  "[\"a\\u0000b\",\"\\u0001\\\"\\\\\"]" }
	};

	CHECK(rows);
}
END_TEST

START_TEST(short_tags)
{
	static const struct row rows[] = {
		{ "a: !Ref x\n", "{a:{Ref:\"x\"}}" },
		{ "a: !Condition x\n", "{a:{Condition:\"x\"}}" },
		{ "a: !GetAtt b.c\n", "{a:{Fn::GetAtt:[\"b\",\"c\"]}}" },
		{ "a: !GetAtt 'b.Outputs.c'\n",
		  "{a:{Fn::GetAtt:[\"b\",\"Outputs.c\"]}}" },
		{ "a: !GetAtt [b, c]\n", "{a:{Fn::GetAtt:[\"b\",\"c\"]}}" },
		{ "a: !GetAtt b\n", "{a:{Fn::GetAtt:\"b\"}}" },
		{ "a: !Sub '${x}-y'\n", "{a:{Fn::Sub:\"${x}-y\"}}" },
		{ "a: !Sub\n  - '${x}'\n  - x: !Ref y\n",
		  "{a:{Fn::Sub:[\"${x}\",{x:{Ref:\"y\"}}]}}" },
		{ "a: !Select [0, !GetAZs '']\n",
		  "{a:{Fn::Select:[0,{Fn::GetAZs:\"\"}]}}" },
		{ "a: !GetAZs\nb: !Ref 12\nc: !Ref yes\n",
		  "{a:{Fn::GetAZs:\"\"},b:{Ref:\"12\"},c:{Ref:\"yes\"}}" },
		{ "a: !If [b, !Ref c, !Ref AWS::NoValue]\n",
		  "{a:{Fn::If:[\"b\",{Ref:\"c\"},{Ref:\"AWS::NoValue\"}]}}" },
		{ "a: !Not [!Equals [!Ref b, '']]\n",
		  "{a:{Fn::Not:[{Fn::Equals:[{Ref:\"b\"},\"\"]}]}}" },
		{ "a: !Base64\n  Fn::Sub: |\n    x\n",
		  "{a:{Fn::Base64:{Fn::Sub:\"x\\u000a\"}}}" },
		{ "a: !Transform {Name: b, Parameters: {c: d}}\n",
		  "{a:{Fn::Transform:{Name:\"b\",Parameters:{c:\"d\"}}}}" },
		{ "a: !Join\n- ','\n- - b\n  - !Ref c\n",
		  "{a:{Fn::Join:[\",\",[\"b\",{Ref:\"c\"}]]}}" },
		{ "a: !Fn::Sub b\nc: !Odd d\n",
		  "{a:{Fn::Sub:\"b\"},c:{Fn::Odd:\"d\"}}" },
		{ "- !Ref a\n- !GetAtt b.c\n",
		  "[{Ref:\"a\"},{Fn::GetAtt:[\"b\",\"c\"]}]" },
		{ "!If [a, b, c]\n", "{Fn::If:[\"a\",\"b\",\"c\"]}" }
	};

	CHECK(rows);
}
END_TEST

START_TEST(anchors_and_merge_keys)
{
	static const struct row rows[] = {
		{ "a: &x 1\nb: *x\n", "{a:1,b:1}" },
		{ "a: &x {b: [c]}\nd: *x\ne: [*x, *x]\n",
		  "{a:{b:[\"c\"]},d:{b:[\"c\"]},e:[{b:[\"c\"]},{b:[\"c\"]}]}" },
		{ "a: &x !Ref y\nb: *x\n", "{a:{Ref:\"y\"},b:{Ref:\"y\"}}" },
		{ "a: !Ref &x y\nb: *x\n", "{a:{Ref:\"y\"},b:{Ref:\"y\"}}" },
		{ "a: &x 1\nb: &x 2\nc: *x\n", "{a:1,b:2,c:2}" },
		{ "a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  b: 3\n",
		  "{a:{b:1,c:2},d:{b:3,c:2}}" },
		{ "a: &x {b: 1, c: 2}\nd: {<<: *x}\n",
		  "{a:{b:1,c:2},d:{b:1,c:2}}" },
		{ "a: &x {b: 1}\nc: &y {b: 2, d: 3}\ne:\n  <<: [*x, *y]\n",
		  "{a:{b:1},c:{b:2,d:3},e:{b:1,d:3}}" },
		{ "a: &x {b: 1}\nc: &y {<<: *x, d: 2}\ne: {<<: *y, f: 3}\n",
		  "{a:{b:1},c:{d:2,b:1},e:{f:3,d:2,b:1}}" },
		{ "a: {<<: {b: 1}, c: 2}\n", "{a:{c:2,b:1}}" },
		{ "a: {<<: [], c: 2}\nb: {<<: {}}\n", "{a:{c:2},b:{}}" },
		{ "a: {'<<': 1}\n", "{a:{<<:1}}" }
	};

	CHECK(rows);
}
END_TEST

struct refused {
	const char *yaml;
	uint32_t at;
	const char *text;
};

START_TEST(what_is_wrong_is_said_with_its_place)
{
	static const struct refused rows[] = {
		{ "a: b\n\tc: d\n", 5, "a tab as indentation (YAML indents with "
		  "blanks)" },
		{ "a: b: c\n", 4, "a ':' where no key can stand (a text with "
		  "': ' in it stands in quotes; a key begins where its neighbours "
		  "do)" },
		{ "a: \"b\n", 6, "the text ends before the closing quote" },
		{ "a: [b\n", 6, "expected ',' or ']', found the end of the text" },
		{ "a: *x\n", 3, "no anchor &x stands before this alias" },
		{ "a: &x [*x]\n", 7,
		  "an alias inside of the value that it stands for" },
		{ "a: b\n---\nc: d\n", 5, "a second document begins here (one "
		  "file holds one)" },
		{ "a: b\n? [a]\n: b\n", 7, "a list or map as a key: a key is a text (a "
		  "value with braces or brackets stands in quotes)" },
		{ "a: {<<: 1}\n", 8, "a merge key (<<) takes a map or a list of "
		  "maps" },
		{ "a: &x b\n*x : c\n", 8, "an alias as a key: a key is a text" },
		{ "a: @b\n", 3, "no value can begin so, found '@b'" },
		{ "a: b\xe9\n", 4, "the byte 0xE9 is not UTF-8: save the file as "
		  "UTF-8" },
		{ "a: b\x01\n", 4, "the control character U+0001, which YAML "
		  "allows nowhere" },
		{ "a: %b\n", 3, "no value can begin so, found '%b'" },
		{ "a: \xea\xb0\x80\nb: *y\n", 10,
		  "no anchor &y stands before this alias" },
		{ "a:\n  b: c\n d: e\n", 11, "expected a key that begins where its "
		  "neighbours do, found 'd: e'" }
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct reading r = reading_of(rows[i].yaml);
		const struct document_problem *p;

		ck_assert_msg(r.d == NULL, "%s is read as %s", rows[i].yaml,
		    shown(&r));
		ck_assert_uint_eq(r.problems.n, 1);
		p = &r.problems.v[0];
		ck_assert(p->fatal);
		ck_assert_str_eq(p->text, rows[i].text);
		ck_assert_msg(p->at.offset == rows[i].at, "%s: %u",
		    rows[i].yaml, p->at.offset);
		ck_assert_str_eq(p->language, "YAML");
		reading_free(&r);
	}
}
END_TEST

START_TEST(duplicate_keys_are_named_with_both_places)
{
	struct reading r = reading_of("a: 1\nb: {c: 1, c: 2}\n'a': 2\n"
	    "d: &x {e: 1, e: 2}\nf: *x\n");

	ck_assert_str_eq(shown(&r), "{a:1,b:{c:1},d:{e:1},f:{e:1}}");
	ck_assert_uint_eq(r.problems.n, 3);
	ck_assert_str_eq(r.problems.v[0].text, "duplicate key \"c\"");
	ck_assert_uint_eq(r.problems.v[0].at.offset, 15);
	ck_assert_uint_eq(r.problems.v[0].also.offset, 9);
	ck_assert_uint_eq(r.problems.v[1].at.offset, 21);
	ck_assert_uint_eq(r.problems.v[1].also.offset, 0);
	ck_assert_uint_eq(r.problems.v[2].at.offset, 41);
	reading_free(&r);
}
END_TEST

START_TEST(aliases_are_bounded)
{
	struct arena *a = arena_new();
	struct str text = str_new(a);
	struct reading r;

	str_add(&text, "a0: &a0 [x]\n");
	for (int i = 1; i < 60; i++)
		str_addf(&text, "a%d: &a%d [*a%d, *a%d]\n", i, i, i - 1, i - 1);
	r = reading_of(str_text(&text));
	ck_assert_ptr_null(r.d);
	ck_assert_str_eq(r.problems.v[0].text, "the aliases of this text stand "
	    "for more than 1000000 values or 64 MiB");
	reading_free(&r);
	arena_free(a);
}
END_TEST

START_TEST(depth_is_bounded)
{
	struct arena *a = arena_new();

	for (uint32_t depth = DOCUMENT_DEPTH_MAX - 1;
	    depth <= DOCUMENT_DEPTH_MAX + 1; depth++) {
		struct str text = str_new(a);
		struct reading r;

		str_add(&text, "a: ");
		str_add_repeat(&text, '[', depth - 1);
		str_add_repeat(&text, ']', depth - 1);
		r = reading_of(str_text(&text));
		ck_assert_int_eq(r.d != NULL, depth <= DOCUMENT_DEPTH_MAX);
		reading_free(&r);
	}
	arena_free(a);
}
END_TEST

static const char *
slice(const struct reading *r, const char *text, struct node n)
{
	uint32_t at = node_place(n).offset;

	return arena_strndup(r->a, text + at, node_end(n) - at);
}

START_TEST(places)
{
	static const char text[] =
	    "# \xea\xb0\x80\n"
	    "Vpc:\n"
	    "  Cidr: 10.0.0.0/16   # c\n"
	    "  Name: !Ref  x\n"
	    "  Zone: !GetAtt 'b.c.d'\n"
	    "  List:\n"
	    "  - &k one\n"
	    "  - [ two, {e: f} ]\n"
	    "  - *k\n"
	    "  Text: |\n"
	    "    x\n"
	    "\n"
	    "End: !If\n"
	    "  - a\n"
	    "  - b\n";
	struct reading r = reading_of(text);
	struct node vpc = node_first(node_root(r.d)), n, e;

	ck_assert_str_eq(node_key(vpc), "Vpc");
	ck_assert_uint_eq(node_key_place(vpc).offset, 6);
	n = node_first(vpc);
	ck_assert_str_eq(slice(&r, text, n), "10.0.0.0/16");
	ck_assert_str_eq(text + node_key_place(n).offset,
	    strstr(text, "Cidr"));
	n = node_next(n);
	ck_assert_str_eq(slice(&r, text, n), "!Ref  x");
	ck_assert_str_eq(slice(&r, text, node_first(n)), "x");
	n = node_next(n);
	e = node_first(node_first(n));
	ck_assert_str_eq(slice(&r, text, e), "b");
	ck_assert_str_eq(slice(&r, text, node_next(e)), "c.d");
	n = node_next(n);
	e = node_first(n);
	ck_assert_str_eq(slice(&r, text, e), "one");
	e = node_next(e);
	ck_assert_str_eq(slice(&r, text, e), "- [ two, {e: f} ]");
	e = node_next(e);
	ck_assert_str_eq(slice(&r, text, e), "*k");
	ck_assert_str_eq(slice(&r, text, n), "List:\n  - &k one\n"
	    "  - [ two, {e: f} ]\n  - *k");
	n = node_next(n);
	ck_assert_str_eq(slice(&r, text, n), "|\n    x");
	n = node_next(vpc);
	ck_assert_str_eq(slice(&r, text, n), "!If\n  - a\n  - b");
	reading_free(&r);
}
END_TEST

START_TEST(pointers)
{
	static const char text[] =
	    "a:\n"
	    "  - b: !Ref x\n"
	    "    c: &k {d: e}\n"
	    "  - *k\n"
	    "f: {<<: *k, g: h}\n"
	    "i:\n";
	static const struct {
		const char *at, *pointer;
	} rows[] = {
		{ "a:", "/a" }, { "- b", "/a/0" }, { "b: !", "/a/0/b" },
		{ "!Ref", "/a/0/b" }, { "Ref x", "/a/0/b/Ref" },
		{ "x\n", "/a/0/b/Ref" }, { "c: &k", "/a/0/c" },
		{ "{d", "/a/0/c" }, { "e}", "/a/0/c/d" }, { "*k\nf", "/a/1" },
		{ "f: {", "/f" }, { "<<", "/f" }, { "g:", "/f/g" },
		{ "h}", "/f/g" }, { "i:", "/i" }
	};
	struct reading r = reading_of(text);

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		uint32_t at = (uint32_t)(strstr(text, rows[i].at) - text);
		const char *pointer;

		document_pointers(r.a, r.d, &at, 1, &pointer);
		ck_assert_msg(str_equal(pointer, rows[i].pointer), "%s: %s",
		    rows[i].at, pointer);
	}
	reading_free(&r);
}
END_TEST

START_TEST(tokens_end)
{
	static const struct {
		const char *text;
		uint32_t at, end;
	} rows[] = {
		{ "a: b c # d\n", 3, 6 }, { "a: b c # d\n", 0, 1 },
		{ "a: 'it''s'\n", 3, 10 }, { "a: \"b\\\"c\"\n", 3, 9 },
		{ "a: [b, c]\n", 3, 4 }, { "a: [b, c]\n", 4, 5 },
		{ "a: !Ref x\n", 3, 7 }, { "a: 10.0.0.0/16\r\n", 3, 14 },
		{ "a: ::/0\n", 3, 7 }
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct reading r = reading_of(rows[i].text);

		ck_assert_ptr_nonnull(r.d);
		ck_assert_msg(document_token_end(r.d, rows[i].at) ==
		    rows[i].end, "%s: %u", rows[i].text,
		    document_token_end(r.d, rows[i].at));
		reading_free(&r);
	}
}
END_TEST

START_TEST(json_keeps_its_messages)
{
	static const struct row rows[] = {
		{ "{\"a\": 1,}", "trailing comma before '}'" },
		{ "{a: 1}", "expected a key or '}', found 'a' (a key stands "
		  "in quotes)" },
		{ "hello", "expected a value, found 'hello'" },
		{ "\"a\": {", "text behind the end of the document: ':'" },
		{ "# x", "expected a value, found '#' (comments begin with //)" },
		{ "// x\n{'a': 1}", "expected a key or '}', found a single quote "
		  "(JSON writes \")" }
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct reading r = reading_of(rows[i].yaml);

		ck_assert_msg(r.d == NULL, "%s", rows[i].yaml);
		ck_assert_str_eq(r.problems.v[0].text, rows[i].shown);
		ck_assert_str_eq(r.problems.v[0].language, "JSON");
		reading_free(&r);
	}
}
END_TEST

START_TEST(utf_16_is_read)
{
	static const char text[] = "a: \xea\xb0\x80\nb: *x\n";
	char wide[64] = "\xff\xfe";
	size_t n = 2;
	struct reading r;

	for (const char *p = "a: 1\nb: 'x'\n"; *p != '\0'; p++) {
		wide[n++] = *p;
		wide[n++] = '\0';
	}
	r = reading_of_bytes(wide, n);
	ck_assert_str_eq(shown(&r), "{a:1,b:\"x\"}");
	reading_free(&r);
	r = reading_of(text);
	ck_assert_uint_eq(place_position(&r.files, r.problems.v[0].at).line, 2);
	ck_assert_uint_eq(place_position(&r.files,
	    r.problems.v[0].at).column, 4);
	reading_free(&r);
}
END_TEST

Suite *suite_yaml_forms(void);

Suite *
suite_yaml_forms(void)
{
	return unit_suite_of("yaml_forms", (const TTest *const[]){ structures,
		scalars, short_tags, anchors_and_merge_keys,
		what_is_wrong_is_said_with_its_place,
		duplicate_keys_are_named_with_both_places, aliases_are_bounded,
		depth_is_bounded, places, pointers, tokens_end,
		json_keeps_its_messages, utf_16_is_read, NULL });
}
