/* SPDX-License-Identifier: MIT */
#include "base/format.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* What is written: all of it is counted, what there is room for is kept. */
struct sink {
	char *to;
	size_t room;		/* without the NUL */
	size_t n;
	va_list args;
};

static void
put(struct sink *s, const char *bytes, size_t length)
{
	size_t left = s->n < s->room ? s->room - s->n : 0;

	if (left > 0)
		memcpy(s->to + s->n, bytes, length < left ? length : left);
	s->n += length;
}

static void
put_char(struct sink *s, char c)
{
	if (s->n < s->room)
		s->to[s->n] = c;
	s->n++;
}

static void
put_number(struct sink *s, unsigned long number, bool negative)
{
	char digits[24];
	size_t at = sizeof digits;

	if (number < 10 && !negative) {
		put_char(s, (char)('0' + number));
		return;
	}
	do {
		digits[--at] = (char)('0' + number % 10);
		number /= 10;
	} while (number > 0);
	if (negative)
		digits[--at] = '-';
	put(s, digits + at, sizeof digits - at);
}

/* One directive, its '%' read already; the end of it, or NULL: not ours. */
static const char *
put_directive(struct sink *s, const char *format)
{
	const char *text;
	int number;

	switch (*format) {
	case 's':
		text = va_arg(s->args, const char *);
		if (text == NULL)
			return NULL;
		put(s, text, strlen(text));
		return format + 1;
	case 'u':
		put_number(s, va_arg(s->args, unsigned), false);
		return format + 1;
	case 'd':
		number = va_arg(s->args, int);
		put_number(s, number < 0 ? 0UL - (unsigned long)number :
		    (unsigned long)number, number < 0);
		return format + 1;
	case 'l':
		if (format[1] != 'u')
			return NULL;
		put_number(s, va_arg(s->args, unsigned long), false);
		return format + 2;
	case 'z':
		if (format[1] != 'u')
			return NULL;
		put_number(s, va_arg(s->args, size_t), false);
		return format + 2;
	case '.':
		if (format[1] != '*' || format[2] != 's')
			return NULL;
		number = va_arg(s->args, int);
		text = va_arg(s->args, const char *);
		if (number < 0 || text == NULL)
			return NULL;
		put(s, text, strnlen(text, (size_t)number));
		return format + 3;
	default:
		return NULL;
	}
}

static bool
put_all(struct sink *s, const char *format)
{
	for (;;) {
		while (*format != '%' && *format != '\0')
			put_char(s, *format++);
		if (*format == '\0')
			return s->n <= INT_MAX;
		format = put_directive(s, format + 1);
		if (format == NULL)
			return false;
	}
}

int
format_args(char *to, size_t room, const char *format, va_list args)
{
	struct sink s = { .to = to, .room = room > 0 ? room - 1 : 0 };
	int length;

	va_copy(s.args, args);
	if (put_all(&s, format)) {
		length = (int)s.n;
		if (room > 0)
			to[s.n < s.room ? s.n : s.room] = '\0';
	} else {
		length = vsnprintf(to, room, format, args);
	}
	va_end(s.args);
	return length;
}
