/* SPDX-License-Identifier: MIT */
#include "base/str.h"

#include "base/fatal.h"
#include "base/format.h"

#include <stdarg.h>
#include <stdint.h>
#include <string.h>

struct str
str_new(struct arena *a)
{
	struct str s = { .a = a };

	return s;
}

void
str_reserve(struct str *s, size_t more)
{
	size_t need, cap;

	if (more > SIZE_MAX / 2 - s->n - 1)
		fatal_no_memory();
	need = s->n + more + 1;
	if (need <= s->cap)
		return;
	cap = s->cap > 0 ? s->cap : 64;
	while (cap < need)
		cap *= 2;
	s->v = arena_grow(s->a, s->v, s->n, cap);
	s->cap = cap;
}

char *
str_room(struct str *s, size_t more)
{
	str_reserve(s, more);
	return s->v + s->n;
}

void
str_take(struct str *s, char *end)
{
	s->n = (size_t)(end - s->v);
	*end = '\0';
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool
str_equal_but_case(const char *a, const char *b)
{
	while (*a != '\0' && lower(*a) == lower(*b))
		a++, b++;
	return lower(*a) == lower(*b);
}

void
str_add_bytes(struct str *s, const char *bytes, size_t length)
{
	str_reserve(s, length);
	if (length > 0)
		memcpy(s->v + s->n, bytes, length);
	s->n += length;
	s->v[s->n] = '\0';
}

void
str_add(struct str *s, const char *text)
{
	str_add_bytes(s, text, strlen(text));
}

void
str_add_char(struct str *s, char c)
{
	str_add_bytes(s, &c, 1);
}

void
str_add_repeat(struct str *s, char c, size_t times)
{
	str_reserve(s, times);
	memset(s->v + s->n, c, times);
	s->n += times;
	s->v[s->n] = '\0';
}

void
str_addf(struct str *s, const char *format, ...)
{
	va_list args, again;
	int length;

	va_start(args, format);
	va_copy(again, args);
	/* Where it will stand; if there is not the room, once more. */
	length = format_args(s->v != NULL ? s->v + s->n : NULL, s->cap - s->n,
	    format, again);
	va_end(again);
	if (length < 0)
		BUG("a format that printf refuses");
	if ((size_t)length >= s->cap - s->n) {
		str_reserve(s, (size_t)length);
		format_args(s->v + s->n, (size_t)length + 1, format, args);
	}
	va_end(args);
	s->n += (size_t)length;
}

const char *
str_text(const struct str *s)
{
	return s->v != NULL ? s->v : "";
}

void
str_cut(struct str *s, size_t n)
{
	if (n >= s->n)
		return;
	s->n = n;
	s->v[n] = '\0';
}

bool
str_ends_with(const char *text, const char *suffix)
{
	size_t n = strlen(text), m = strlen(suffix);

	return n >= m && memcmp(text + n - m, suffix, m) == 0;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Compare the digit runs at *a and *b as numbers and step over them. */
static int
compare_runs(const char **a, const char **b)
{
	const char *x = *a, *y = *b;
	size_t n = 0, m = 0;
	int order;

	while (*x == '0')
		x++;
	while (*y == '0')
		y++;
	while (is_digit(x[n]))
		n++;
	while (is_digit(y[m]))
		m++;
	if (n != m)
		return n < m ? -1 : 1;
	order = memcmp(x, y, n);
	*a = x + n;
	*b = y + m;
	return order;
}

int
str_natural_compare(const char *a, const char *b)
{
	const char *x = a, *y = b;
	int order;

	while (*x != '\0' && *y != '\0') {
		if (is_digit(*x) && is_digit(*y)) {
			order = compare_runs(&x, &y);
			if (order != 0)
				return order < 0 ? -1 : 1;
		} else if (*x != *y) {
			return (unsigned char)*x < (unsigned char)*y ? -1 : 1;
		} else {
			x++;
			y++;
		}
	}
	if (*x != *y)
		return *x == '\0' ? -1 : 1;
	order = strcmp(a, b);	/* "a01" and "a1": some order, always the same */
	return order < 0 ? -1 : order > 0;
}

enum { DISTANCE_TEXT_MAX = 64 };

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

size_t
str_distance(const char *a, const char *b, size_t limit)
{
	size_t n = strlen(a), m = strlen(b);
	size_t row[3][DISTANCE_TEXT_MAX + 1];
	size_t *before = row[0], *above = row[1], *here = row[2];

	if (n > DISTANCE_TEXT_MAX || m > DISTANCE_TEXT_MAX)
		return str_equal(a, b) ? 0 : limit + 1;
	for (size_t j = 0; j <= m; j++)
		above[j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t *spare = before;

		here[0] = i;
		for (size_t j = 1; j <= m; j++) {
			size_t change = a[i - 1] != b[j - 1];

			here[j] = least(above[j - 1] + change,
			    least(above[j], here[j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				here[j] = least(here[j], before[j - 2] + 1);
		}
		before = above;
		above = here;
		here = spare;
	}
	return least(above[m], limit + 1);
}
