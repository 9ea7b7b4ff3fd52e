/* SPDX-License-Identifier: MIT */
#include "document/writer.h"
#include "document_reading.h"
#include "unit.h"

/* Write a node as it is; depth is that of the texts below. */
static void
copy(struct writer *w, struct arena *a, struct node n)
{
	enum node_kind kind = node_kind(n);
	int64_t integer = 0;
	bool truth = false;

	if (node_key(n) != NULL)
		writer_key(w, node_key(n));
	if (kind == NODE_STRING) {
		writer_text(w, node_text(a, n));
	} else if (kind == NODE_NUMBER) {
		ck_assert(node_integer(n, &integer));
		writer_integer(w, integer);
	} else if (kind == NODE_BOOL) {
		ck_assert(node_bool(n, &truth));
		writer_bool(w, truth);
	} else if (kind == NODE_NULL) {
		writer_null(w);
	} else {
		if (kind == NODE_MAP)
			writer_begin_map(w);
		else
			writer_begin_list(w);
		for (struct node c = node_first(n); node_exists(c);
		    c = node_next(c))
			copy(w, a, c);
		writer_end(w);
	}
}

START_TEST(what_is_written_is_read_back)
{
	static const char *const rows[] = {
		"{}\n", "[]\n", "null\n", "-12\n", "\"x\"\n",
		"[\n  1,\n  true,\n  null\n]\n",
		"{\n  \"a\": [],\n  \"b\": {\n    \"c\": {}\n  }\n}\n",
		"{\n  \"\\\"\\\\\\b\\f\\n\\r\\t\\u0001\": \"\\u007f\"\n}\n",
		"[\n  [\n    []\n  ],\n  \"\xea\xb0\x80\"\n]\n",
		"[\n  \"##\\u005berror]#[##\",\n  []\n]\n",
		"[\n  9223372036854775807,\n  -9223372036854775808\n]\n"
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct reading r = reading_of(rows[i]);
		struct str out = str_new(r.a);
		struct writer w = writer_new(&out);

		copy(&w, r.a, node_root(r.d));
		writer_finish(&w);
		ck_assert_str_eq(str_text(&out), rows[i]);
		reading_free(&r);
	}
}
END_TEST

START_TEST(inline_containers_stand_on_one_line)
{
	struct arena *a = arena_new();
	struct str out = str_new(a);
	struct writer w = writer_new(&out);

	writer_begin_map(&w);
	writer_key(&w, "s");
	writer_begin_map_inline(&w);
	writer_member_text(&w, "az", "a");
	writer_key(&w, "l");
	writer_begin_list(&w);
	writer_integer(&w, 1);
	writer_begin_map(&w);
	writer_end(&w);
	writer_end(&w);
	writer_end(&w);
	writer_key(&w, "t");
	writer_begin_list_inline(&w);
	writer_text(&w, "x");
	writer_text(&w, NULL);
	writer_end(&w);
	writer_member_integer(&w, "n", -5);
	writer_member_bool(&w, "b", false);
	writer_end(&w);
	writer_finish(&w);
	ck_assert_str_eq(str_text(&out), "{\n"
	    "  \"s\": { \"az\": \"a\", \"l\": [1, {}] },\n"
	    "  \"t\": [\"x\", null],\n"
	    "  \"n\": -5,\n"
	    "  \"b\": false\n"
	    "}\n");
	arena_free(a);
}
END_TEST

START_TEST(texts_are_made_safe)
{
	static const struct {
		const char *text, *json;
	} rows[] = {
		{ "caf\xe9", "\"caf\xef\xbf\xbd\"" },
		{ "\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
		{ "\xe2\x80\xae", "\"\\u202e\"" },
		{ "\xc2\x9b", "\"\\u009b\"" },
		{ "\xf0\x9f\x98\x80", "\"\xf0\x9f\x98\x80\"" },
		{ "</script>", "\"</script>\"" }
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct arena *a = arena_new();
		struct str out = str_new(a);
		struct writer w = writer_new(&out);

		writer_text(&w, rows[i].text);
		ck_assert_str_eq(str_text(&out), rows[i].json);
		arena_free(a);
	}
}
END_TEST

Suite *suite_writer(void);

Suite *
suite_writer(void)
{
	return unit_suite_of("writer", (const TTest *const[]){
		what_is_written_is_read_back,
		inline_containers_stand_on_one_line, texts_are_made_safe,
		NULL });
}
