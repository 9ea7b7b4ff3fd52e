/* SPDX-License-Identifier: MIT */
#include "base/arena.h"
#include "base/pages.h"
#include "base/vec.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

START_TEST(pieces_are_zeroed_aligned_and_apart)
{
	struct arena *a = arena_new();
	unsigned char *before = NULL;

	for (size_t size = 0; size < 5000; size += 7) {
		unsigned char *p = arena_alloc(a, size);

		ck_assert_ptr_nonnull(p);
		ck_assert_uint_eq((uintptr_t)p % sizeof(void *), 0);
		for (size_t i = 0; i < size; i++)
			ck_assert_uint_eq(p[i], 0);
		memset(p, 0xff, size);
		ck_assert_ptr_ne(p, before);
		before = p;
	}
	arena_free(a);
}
END_TEST

START_TEST(growing_keeps_the_bytes)
{
	struct arena *a = arena_new();
	char *p = arena_alloc(a, 4);

	memcpy(p, "abcd", 4);
	for (size_t n = 4; n < 1 << 20; n *= 2) {
		p = arena_grow(a, p, n, n * 2);
		ck_assert_mem_eq(p, "abcd", 4);
		ck_assert_int_eq(p[n], 0);
		if (n % 3 == 0)
			arena_alloc(a, 1);
	}
	arena_free(a);
}
END_TEST

START_TEST(growing_in_place_leaves_later_pieces_alone)
{
	struct arena *a = arena_new();
	char *first = arena_strdup(a, "first");
	char *second = arena_strdup(a, "second");
	char *grown = arena_grow(a, first, 6, 600);

	memset(grown + 6, 'x', 594);
	ck_assert_str_eq(second, "second");
	arena_free(a);
}
END_TEST

START_TEST(growing_zeroes_what_is_new)
{
	struct arena *a = arena_new();
	char *p = arena_alloc(a, 64);

	memset(p, 'x', 64);
	p = arena_grow(a, p, 8, 128);
	for (size_t i = 0; i < 128; i++)
		ck_assert_int_eq(p[i], i < 8 ? 'x' : 0);
	arena_free(a);
}
END_TEST

START_TEST(texts_are_copied)
{
	struct arena *a = arena_new();

	ck_assert_str_eq(arena_strndup(a, "abcdef", 3), "abc");
	ck_assert_str_eq(arena_strndup(a, "", 0), "");
	ck_assert_str_eq(arena_printf(a, "%d/%s", 7, "x"), "7/x");
	arena_free(a);
}
END_TEST

START_TEST(vectors_grow)
{
	struct arena *a = arena_new();
	VEC(size_t) v = { 0 };

	for (size_t i = 0; i < 10000; i++)
		vec_push(a, &v, i);
	ck_assert_uint_eq(v.n, 10000);
	for (size_t i = 0; i < v.n; i++)
		ck_assert_uint_eq(v.v[i], i);
	arena_free(a);
}
END_TEST

struct numbered {
	unsigned key, number;
	char filler[100];
};

static int
compare_keys(const void *x, const void *y)
{
	const unsigned *a = x, *b = y;	/* the key is the first member */

	return (*a > *b) - (*a < *b);
}

/* Few and many items, small and large ones; of equals the first stays so. */
START_TEST(vectors_are_sorted)
{
	struct arena *a = arena_new();

	for (size_t n = 0; n < 40; n++) {
		VEC(unsigned) small = { 0 };
		VEC(struct numbered) large = { 0 };

		for (size_t i = 0; i < n; i++) {
			struct numbered one = { .key = (unsigned)(i * 7 % 5),
				.number = (unsigned)i };

			vec_push(a, &small, one.key);
			vec_push(a, &large, one);
		}
		vec_sort(&small, compare_keys);
		vec_sort(&large, compare_keys);
		for (size_t i = 1; i < n; i++) {
			ck_assert_uint_le(small.v[i - 1], small.v[i]);
			ck_assert_uint_le(large.v[i - 1].key, large.v[i].key);
			if (n <= 6 && large.v[i - 1].key == large.v[i].key)
				ck_assert_uint_lt(large.v[i - 1].number,
				    large.v[i].number);
		}
	}
	arena_free(a);
}
END_TEST

/* As long as some pages are, so that the NUL needs a page of its own. */
START_TEST(a_mapped_file_reads_the_same_after_it_was_passed)
{
	enum { LENGTH = 1 << 20 };
	struct arena *a = arena_new();
	char *bytes = arena_alloc(a, LENGTH + 1);
	FILE *f = tmpfile();
	const char *text;

	ck_assert_ptr_nonnull(f);
	for (size_t i = 0; i < LENGTH; i++)
		bytes[i] = (char)('a' + i * 7 % 26);
	ck_assert_uint_eq(fwrite(bytes, 1, LENGTH, f), LENGTH);
	ck_assert_int_eq(fflush(f), 0);
	text = arena_map(a, fileno(f), LENGTH);
	ck_assert_ptr_nonnull(text);
	fclose(f);
	ck_assert_str_eq(text, bytes);
	arena_pass(a, text + 5, LENGTH - 9);
	ck_assert_str_eq(text, bytes);
	/* what is no mapped file stays as it is */
	arena_pass(a, bytes, LENGTH);
	ck_assert_str_eq(text, bytes);
	arena_free(a);
}
END_TEST

START_TEST(clearing_zeroes_what_it_is_told_and_no_more)
{
	enum { LENGTH = 1 << 16 };
	struct arena *a = arena_new();
	static const size_t rows[][2] = { { 0, LENGTH }, { 1, LENGTH - 2 },
		{ 5000, 3 }, { 4090, 8200 }, { 0, 0 } };

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char *p = arena_alloc(a, LENGTH);

		memset(p, 'x', LENGTH);
		pages_clear(p + rows[i][0], rows[i][1]);
		for (size_t at = 0; at < LENGTH; at++)
			ck_assert_int_eq(p[at], at >= rows[i][0] && at <
			    rows[i][0] + rows[i][1] ? 0 : 'x');
	}
	arena_free(a);
}
END_TEST

/* Behind the small blocks short texts lie side by side. */
START_TEST(many_texts_are_apart)
{
	enum { TEXTS = 1 << 17 };
	struct arena *a = arena_new();
	const char **v = arena_array(a, TEXTS, sizeof *v);

	for (unsigned i = 0; i < TEXTS; i++)
		v[i] = arena_printf(a, "%0*u", (int)(1 + i % 300), i);
	for (unsigned i = 0; i < TEXTS; i++)
		ck_assert_uint_eq(strtoul(v[i], NULL, 10), i);
	arena_free(a);
}
END_TEST

Suite *suite_arena(void);

Suite *
suite_arena(void)
{
	return unit_suite_of("arena", (const TTest *const[]){
		pieces_are_zeroed_aligned_and_apart, growing_keeps_the_bytes,
		growing_in_place_leaves_later_pieces_alone,
		growing_zeroes_what_is_new,
		texts_are_copied, vectors_grow, vectors_are_sorted,
		a_mapped_file_reads_the_same_after_it_was_passed,
		clearing_zeroes_what_it_is_told_and_no_more,
		many_texts_are_apart, NULL });
}
