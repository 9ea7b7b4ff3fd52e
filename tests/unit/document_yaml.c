/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "document_reading.h"
#include "unit.h"

/* ------------------------------------------------------ what a text means */

static void
add_node(struct str *out, struct node n)
{
	const char *text;
	bool map = node_kind(n) == NODE_MAP;
	bool first = true;

	switch (node_kind(n)) {
	case NODE_MAP:
	case NODE_LIST:
		str_add(out, map ? "{" : "[");
		for (struct node c = node_first(n); node_exists(c);
		    c = node_next(c)) {
			str_add(out, first ? "" : ",");
			if (map)
				str_addf(out, "%s:", node_key(c));
			add_node(out, c);
			first = false;
		}
		str_add(out, map ? "}" : "]");
		return;
	case NODE_STRING:
		text = node_text(out->a, n);
		str_addf(out, "'%s'", text == NULL ? "?" : text);
		return;
	default:
		str_add(out, node_excerpt(out->a, n));
		return;
	}
}

static const struct {
	const char *yaml, *means;
} meanings[] = {
	{ "a: b", "{a:'b'}" },
	{ "a: 1\nb: -2\nc: 1.5\nd: 1.0e3", "{a:1,b:-2,c:1.5,d:1.0e3}" },
	/* An account is no octal number, a version no date. */
	{ "a: 012345678901\nb: 2012-10-17\nc: 0\nd: 007",
	    "{a:'012345678901',b:'2012-10-17',c:0,d:'007'}" },
	{ "a: 10.0.0.0/16\nb: 22:22\nc: 1_000",
	    "{a:'10.0.0.0/16',b:'22:22',c:'1_000'}" },
	{ "a: yes\nb: Off\nc: TRUE\nd: n", "{a:true,b:false,c:true,d:'n'}" },
	{ "a: 'yes'\nb: \"1\"\nc: !!str 5\nd: ''",
	    "{a:'yes',b:'1',c:'5',d:''}" },
	{ "a:\nb: ~\nc: null", "{a:null,b:null,c:null}" },
	{ "on: 1\nyes: 2\n3: 4", "{on:1,yes:2,3:4}" },
	{ "a: [1, {b: c}, []]\nd: {}", "{a:[1,{b:'c'},[]],d:{}}" },
	{ "a: |\n  x\n  y\nb: >-\n  x\n  y\n", "{a:'x\ny\n',b:'x y'}" },
	{ "a: \"\\u00e9\\t\\\"\"", "{a:'\xc3\xa9\t\"'}" },
	{ "a: !Ref b", "{a:{Ref:'b'}}" },
	{ "a: !Condition b", "{a:{Condition:'b'}}" },
	{ "a: !GetAtt b.c.d", "{a:{Fn::GetAtt:['b','c.d']}}" },
	{ "a: !GetAtt [b, c]", "{a:{Fn::GetAtt:['b','c']}}" },
	{ "a: !GetAZs ''\nb: !GetAZs", "{a:{Fn::GetAZs:''},b:{Fn::GetAZs:''}}" },
	{ "a: !If [c, !Ref d, !Ref AWS::NoValue]",
	    "{a:{Fn::If:['c',{Ref:'d'},{Ref:'AWS::NoValue'}]}}" },
	{ "a: !Select [0, !Cidr [!GetAtt v.CidrBlock, 4, 8]]",
	    "{a:{Fn::Select:[0,{Fn::Cidr:[{Fn::GetAtt:['v','CidrBlock']},4,"
	    "8]}]}}" },
	{ "a:\n  Fn::Join:\n  - ''\n  - - x\n    - !Ref y\n",
	    "{a:{Fn::Join:['',['x',{Ref:'y'}]]}}" },
	{ "a: !Sub |\n  ${b}\n", "{a:{Fn::Sub:'${b}\n'}}" },
	{ "a: !Sub\n  - '${b}'\n  - b: 1\n", "{a:{Fn::Sub:['${b}',{b:1}]}}" },
	{ "a: &x {b: 1}\nc: *x", "{a:{b:1},c:{b:1}}" },
	{ "a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3",
	    "{a:{b:1,c:2},d:{c:3,b:1}}" },
	{ "a: &x {b: 1}\ny: &y {b: 2, c: 2}\nd:\n  <<: [*x, *y]",
	    "{a:{b:1},y:{b:2,c:2},d:{b:1,c:2}}" },
	{ "a: b\r\nc: d\r\n", "{a:'b',c:'d'}" },
	{ "\xef\xbb\xbf" "a: b", "{a:'b'}" },
	{ "---\n# c\na: b\n...\n", "{a:'b'}" },
	{ "%YAML 1.1\n---\na: b\n", "{a:'b'}" },
	{ "\"a b\": 1\n'c': 2\n", NULL },	/* a blank in the first key */
	{ "'a': 1\n\"b c\": 2\n", "{a:1,b c:2}" },
	{ "AWS::X: 1", "{AWS::X:1}" }
};

START_TEST(yaml_means_what_json_would)
{
	const char *expected = meanings[_i].means;
	struct reading r = reading_of(meanings[_i].yaml);
	struct str out = str_new(r.a);

	if (expected == NULL) {
		ck_assert_ptr_null(r.d);
	} else {
		ck_assert_msg(r.d != NULL, "%s: %s", meanings[_i].yaml,
		    r.problems.n > 0 ? r.problems.v[0].text : "?");
		add_node(&out, node_root(r.d));
		ck_assert_str_eq(str_text(&out), expected);
		ck_assert_uint_eq(r.problems.n, 0);
	}
	reading_free(&r);
}
END_TEST

/* ----------------------------------------------------------------- places */

static const char places[] =
    "# \xea\xb0\x80\n"
    "Resources:\n"
    "  Vpc:\n"
    "    Type: AWS::EC2::VPC\n"
    "    Tags:\n"
    "      - Key: Name\n"
    "        Value: !Ref \xea\xb0\x80\n"
    "      - {Key: a, Value: !GetAtt b.c}\n";

/* line and column of the value, and its pointer */
static const struct {
	const char *pointer;
	unsigned line, column;
} where[] = {
	/* A map is where its key is, an item where its dash is. */
	{ "/Resources", 2, 1 },
	{ "/Resources/Vpc", 3, 3 },
	{ "/Resources/Vpc/Type", 4, 11 },
	{ "/Resources/Vpc/Tags", 5, 5 },
	{ "/Resources/Vpc/Tags/0", 6, 7 },
	{ "/Resources/Vpc/Tags/0/Key", 6, 14 },
	{ "/Resources/Vpc/Tags/0/Value", 7, 16 },
	{ "/Resources/Vpc/Tags/0/Value/Ref", 7, 21 },
	{ "/Resources/Vpc/Tags/1", 8, 7 },
	{ "/Resources/Vpc/Tags/1/Value/Fn::GetAtt/1", 8, 35 }
};

static struct node
find(struct node n, const char *pointer)
{
	while (*pointer == '/') {
		char key[32];
		size_t length = strcspn(pointer + 1, "/");
		struct node c;

		memcpy(key, pointer + 1, length);
		key[length] = '\0';
		if (node_kind(n) == NODE_MAP) {
			c = node_get(n, key);
		} else {
			c = node_first(n);
			for (char i = '0'; i < key[0]; i++)
				c = node_next(c);
		}
		n = c;
		pointer += length + 1;
	}
	return n;
}

START_TEST(places_are_those_of_the_file)
{
	struct reading r = reading_of(places);
	struct node n;
	struct position p;
	const char *pointer;
	uint32_t offset;

	ck_assert_ptr_nonnull(r.d);
	n = find(node_root(r.d), where[_i].pointer);
	ck_assert(node_exists(n));
	p = place_position(&r.files, node_place(n));
	ck_assert_uint_eq(p.line, where[_i].line);
	ck_assert_uint_eq(p.column, where[_i].column);
	offset = node_place(n).offset;
	document_pointers(r.a, r.d, &offset, 1, &pointer);
	ck_assert_str_eq(pointer, where[_i].pointer);
	reading_free(&r);
}
END_TEST

/* --------------------------------------------------------------- refusals */

static const struct {
	const char *yaml;
	unsigned line, column;
	const char *text;
} refusals[] = {
	{ "a: b\n c: d\n", 2, 3,
	    "a ':' where no key can stand (a text with ': ' in it stands in "
	    "quotes; a key begins where its neighbours do)" },
	{ "a: *b\n", 1, 4, "no anchor &b stands before this alias" },
	{ "a:\n\t- b\n", 2, 1, "a tab as indentation (YAML indents with blanks)" },
	{ "a: 'b\n", 2, 1, "the text ends before the closing quote" },
	{ "a: b\n---\nc: d\n", 2, 1,
	    "a second document begins here (one file holds one)" },
	{ "a: b\n? [x]\n: c\n", 2, 3,
	    "a list or map as a key: a key is a text (a value with braces or "
	    "brackets stands in quotes)" },
	{ "a: {<<: b}\n", 1, 9,
	    "a merge key (<<) takes a map or a list of maps" },
	{ "a: &x [*x]\n", 1, 8,
	    "an alias inside of the value that it stands for" },
	{ "a: &x {<<: *x}\n", 1, 12,
	    "an alias inside of the value that it stands for" }
};

START_TEST(what_is_wrong_is_said_with_its_place)
{
	struct reading r = reading_of(refusals[_i].yaml);
	struct position p;

	ck_assert_ptr_null(r.d);
	ck_assert_uint_eq(r.problems.n, 1);
	ck_assert(r.problems.v[0].fatal);
	ck_assert_str_eq(r.problems.v[0].text, refusals[_i].text);
	p = place_position(&r.files, r.problems.v[0].at);
	ck_assert_uint_eq(p.line, refusals[_i].line);
	ck_assert_uint_eq(p.column, refusals[_i].column);
	reading_free(&r);
}
END_TEST

START_TEST(equal_keys_are_a_problem_with_both_places)
{
	struct reading r = reading_of("a: 1\nb: 2\na: 3\n");
	struct position p;
	int64_t n;

	ck_assert_ptr_nonnull(r.d);
	ck_assert_uint_eq(r.problems.n, 1);
	p = place_position(&r.files, r.problems.v[0].at);
	ck_assert_uint_eq(p.line, 3);
	p = place_position(&r.files, r.problems.v[0].also);
	ck_assert_uint_eq(p.line, 1);
	ck_assert(node_integer(node_get(node_root(r.d), "a"), &n));
	ck_assert_int_eq(n, 1);
	reading_free(&r);
}
END_TEST

/* Ten aliases of ten aliases …: refused before it fills the memory. */
START_TEST(aliases_are_bounded)
{
	struct arena *a = arena_new();
	struct str s = str_new(a);
	struct reading r;

	str_add(&s, "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
	for (int i = 1; i < 12; i++) {
		str_addf(&s, "a%d: &a%d [", i, i);
		for (int k = 0; k < 10; k++)
			str_addf(&s, "%s*a%d", k > 0 ? ", " : "", i - 1);
		str_add(&s, "]\n");
	}
	r = reading_of(str_text(&s));
	ck_assert_ptr_null(r.d);
	ck_assert_ptr_nonnull(strstr(r.problems.v[0].text, "the aliases of this text"));
	reading_free(&r);
	arena_free(a);
}
END_TEST

Suite *suite_yaml(void);

Suite *
suite_yaml(void)
{
	Suite *suite = suite_create("yaml");
	TCase *tests = tcase_create("yaml");

	tcase_add_loop_test(tests, yaml_means_what_json_would, 0,
	    sizeof meanings / sizeof *meanings);
	tcase_add_loop_test(tests, places_are_those_of_the_file, 0,
	    sizeof where / sizeof *where);
	tcase_add_loop_test(tests, what_is_wrong_is_said_with_its_place, 0,
	    sizeof refusals / sizeof *refusals);
	tcase_add_test(tests, equal_keys_are_a_problem_with_both_places);
	tcase_add_test(tests, aliases_are_bounded);
	suite_add_tcase(suite, tests);
	return suite;
}
