/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "document_reading.h"
#include "unit.h"

/* One letter of the text, and the pointer of the value that has it. */
struct row {
	uint32_t at;
	const char *pointer;
};

/* One value is in another if its pointer goes on where that one's ends. */
static void
check_pair(const char *x, const char *y, struct document_values of_x,
    struct document_values of_y)
{
	size_t length = strlen(x);
	bool inside = strncmp(x, y, length) == 0 &&
	    (y[length] == '/' || y[length] == '\0');

	ck_assert_msg(inside == (of_x.first <= of_y.first &&
	    of_y.first < of_x.end), "\"%s\" and \"%s\"", x, y);
	ck_assert(of_y.first < of_y.end);
}

static void
check_rows(const char *text, const struct row *rows, size_t n)
{
	struct reading r = reading_of(text);
	uint32_t *offsets = arena_array(r.a, n, sizeof *offsets);
	const char **pointers = arena_array(r.a, n, sizeof *pointers);
	struct document_values *values = arena_array(r.a, n, sizeof *values);

	for (size_t i = 0; i < n; i++)
		offsets[i] = rows[i].at;
	document_pointers(r.a, r.d, offsets, n, pointers);
	document_values_at(r.d, offsets, n, values);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++)
			check_pair(pointers[i], pointers[j], values[i],
			    values[j]);
	for (size_t i = 0; i < n; i++) {
		ck_assert_msg(strcmp(pointers[i], rows[i].pointer) == 0,
		    "at %u: %s", offsets[i], pointers[i]);
		/* Each alone gives what all together give. */
		document_pointers(r.a, r.d, &offsets[i], 1, &pointers[i]);
		ck_assert_str_eq(pointers[i], rows[i].pointer);
	}
	reading_free(&r);
}

START_TEST(every_part_of_a_text_belongs_to_a_value)
{
	/*           0         1         2         3         4 */
	/*           0123456789012345678901234567890123456789012345 */
	check_rows(" {\"a\": [10, {\"b\":/*]}*/ 2} /*]*/ ,[]], \"c\":{} }",
	    (const struct row[]){
		{ 0, "" }, { 1, "" }, { 2, "/a" }, { 5, "/a" }, { 7, "/a" },
		{ 8, "/a/0" }, { 9, "/a/0" }, { 10, "/a" }, { 11, "/a" },
		{ 12, "/a/1" }, { 13, "/a/1/b" }, { 16, "/a/1/b" },
		{ 18, "/a/1/b" }, { 24, "/a/1/b" }, { 25, "/a/1" },
		{ 26, "/a" }, { 27, "/a" }, { 29, "/a" }, { 33, "/a" },
		{ 34, "/a/2" }, { 35, "/a/2" }, { 36, "/a" }, { 37, "" },
		{ 38, "" }, { 39, "/c" }, { 43, "/c" }, { 44, "/c" },
		{ 45, "" }, { 46, "" }, { 47, "" }, { 900, "" }
	    }, 31);
}
END_TEST

START_TEST(keys_are_escaped_and_safe)
{
	check_rows("{\"a/b\":0,\"~\":0,\"\\u002f\":0,\"\\u001b[\":0,"
	    "\"\xea\xb0\x80\":[{\"\":1}],\"\xff\":0}",
	    (const struct row[]){
		{ 1, "/a~1b" }, { 9, "/~0" }, { 15, "/~1" },
		{ 26, "/?[" }, { 38, "/\xea\xb0\x80" },
		{ 46, "/\xea\xb0\x80/0/" }, { 53, "/?" }
	    }, 7);
}
END_TEST

START_TEST(roots_that_are_scalars)
{
	check_rows(" 12 ", (const struct row[]){ { 0, "" }, { 1, "" },
	    { 2, "" }, { 3, "" }, { 4, "" } }, 5);
}
END_TEST

/* The path of the value that begins where mark stands, and text with it. */
static const char *
path_in(struct reading *r, const char *text, const char *mark)
{
	uint32_t offset = (uint32_t)(strstr(text, mark) - text);
	const char *path;

	*r = reading_of(text);
	document_paths(r->a, r->d, &offset, 1, &path);
	return path;
}

START_TEST(paths_outlive_edits_of_other_elements)
{
	struct reading x, y, z;
	const char *before = path_in(&x, "{\"l\": [1, {\"a\": 2}]}", "{\"a\"");
	const char *after = path_in(&y, "{\"l\":[{ \"a\" : 2 }]}", "{ \"a\"");
	const char *other = path_in(&z, "{\"l\":[{\"a\": 3}]}", "{\"a\"");

	ck_assert_str_eq(before, after);
	ck_assert_str_ne(before, other);
	ck_assert_uint_eq(strlen(before), strlen("/l/#0123456789abcdef"));
	reading_free(&x);
	reading_free(&y);
	reading_free(&z);
}
END_TEST

START_TEST(many_offsets_are_answered_in_one_pass)
{
	enum { ELEMENTS = 50000 };
	struct arena *a = arena_new();
	struct str s = str_new(a);
	uint32_t *offsets = arena_array(a, ELEMENTS, sizeof *offsets);
	const char **pointers = arena_array(a, ELEMENTS, sizeof *pointers);
	struct reading r;

	str_add(&s, "{\"l\":[");
	for (int i = 0; i < ELEMENTS; i++) {
		offsets[i] = (uint32_t)s.n;
		str_add(&s, i + 1 < ELEMENTS ? "{\"k\":[1]}," : "{}");
	}
	str_add(&s, "]}");
	r = reading_of(str_text(&s));
	document_pointers(r.a, r.d, offsets, ELEMENTS, pointers);
	for (int i = 0; i < ELEMENTS; i++)
		ck_assert_str_eq(pointers[i], arena_printf(a, "/l/%d", i));
	reading_free(&r);
	arena_free(a);
}
END_TEST

Suite *suite_pointers(void);

Suite *
suite_pointers(void)
{
	return unit_suite_of("pointers", (const TTest *const[]){
		every_part_of_a_text_belongs_to_a_value,
		keys_are_escaped_and_safe, roots_that_are_scalars,
		paths_outlive_edits_of_other_elements,
		many_offsets_are_answered_in_one_pass, NULL });
}
