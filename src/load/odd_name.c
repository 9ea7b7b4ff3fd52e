/* SPDX-License-Identifier: MIT */
#include "load/odd_name.h"

#include "base/str.h"
#include "base/utf8.h"
#include "model/notices.h"
#include "text/sanitise.h"

#include <string.h>

enum { KEPT_MAX = 1000 };

static bool
is_joiner(uint32_t point)
{
	return point == 0x200c || point == 0x200d;
}

static bool
is_ascii(const char *text, size_t length, size_t at)
{
	return at >= length || (unsigned char)text[at] < 0x80;
}

/* Whether the character of step bytes at that offset is odd there. */
static bool
odd_at(const char *text, size_t length, size_t at, size_t step, uint32_t point)
{
	if (is_joiner(point))
		return is_ascii(text, length, at - 1) &&
		    is_ascii(text, length, at + step);
	return step > 0 && utf8_is_control(point);
}

/* The first odd character from at on, or length. */
static size_t
find_odd(const char *text, size_t length, size_t at, uint32_t *point)
{
	while (at < length) {
		size_t step = utf8_decode(text + at, length - at, point);

		if (odd_at(text, length, at, step, *point))
			return at;
		at += step > 0 ? step : 1;
	}
	return length;
}

bool
odd_name_is(const char *text, size_t length)
{
	uint32_t point;

	return find_odd(text, length, 0, &point) < length;
}

void
odd_name_keep(struct load *l, const char *text, const char *clean)
{
	struct odd_name odd = { .text = text, .clean = clean };

	if (l->odd_names.n < KEPT_MAX && odd_name_is(text, strlen(text)))
		vec_push(l->a, &l->odd_names, odd);
}

static const struct {
	uint32_t point;
	const char *name;
} names[] = {
	{ 0x09, "a tab" }, { 0x0a, "a line feed" },
	{ 0x0d, "a carriage return" }, { 0x1b, "an escape" },
	{ 0xad, "a soft hyphen" }, { 0x61c, "an Arabic letter mark" },
	{ 0x200b, "a zero-width space" },
	{ 0x200c, "a zero-width non-joiner" },
	{ 0x200d, "a zero-width joiner" },
	{ 0x200e, "a left-to-right mark" },
	{ 0x200f, "a right-to-left mark" },
	{ 0x202a, "a left-to-right embedding" },
	{ 0x202b, "a right-to-left embedding" },
	{ 0x202c, "the end of a writing direction" },
	{ 0x202d, "a left-to-right override" },
	{ 0x202e, "a right-to-left override" },
	{ 0x2060, "a word joiner" }, { 0xfeff, "a byte order mark" },
	{ 0, NULL }
};

static const char *
name_of(uint32_t point)
{
	for (size_t i = 0; names[i].name != NULL; i++)
		if (names[i].point == point)
			return names[i].name;
	return point < 0xa0 ? "a control character"
	    : "a character that does not show";
}

/* `U+200B (a zero-width space) behind "app"`, and how many more. */
static const char *
oddity(struct arena *a, const char *text)
{
	size_t length = strlen(text), more = 0;
	uint32_t point, other;
	size_t at = find_odd(text, length, 0, &point);
	struct str s = str_new(a);

	for (size_t next = at; (next = find_odd(text, length, next + 1,
	    &other)) < length;)
		more++;
	str_addf(&s, "U+%04X (%s) ", (unsigned)point, name_of(point));
	if (at == 0)
		str_add(&s, "at its beginning");
	else
		str_addf(&s, "behind \"%s\"", sanitise(a, text, at));
	if (more > 0)
		str_addf(&s, ", and %zu more", more);
	return str_text(&s);
}

/* The text without what is odd in it. */
static const char *
without(struct arena *a, const char *text)
{
	size_t length = strlen(text), from = 0;
	struct str s = str_new(a);
	uint32_t point;

	while (from < length) {
		size_t at = find_odd(text, length, from, &point);
		char form[UTF8_POINT_MAX];

		str_add_bytes(&s, text + from, at - from);
		from = at < length ? at + utf8_write(point, form) : length;
	}
	return sanitise_text(a, str_text(&s));
}

static int
compare_odd(const void *x, const void *y)
{
	const struct odd_name *a = x, *b = y;
	int order = strcmp(a->clean, b->clean);

	return order != 0 ? order : strcmp(a->text, b->text);
}

/* The text that became that one; the first if there are several. */
static const struct odd_name *
find(const struct load *l, const char *clean)
{
	size_t low = 0, high = l->odd_names.n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(l->odd_names.v[middle].clean, clean) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < l->odd_names.n && str_equal(l->odd_names.v[low].clean,
	    clean) ? &l->odd_names.v[low] : NULL;
}

/* Of several texts that are shown alike, another may be meant. */
static bool
is_only_one(const struct load *l, const struct odd_name *odd)
{
	const struct odd_name *end = l->odd_names.v + l->odd_names.n;

	for (const struct odd_name *o = odd + 1; o < end &&
	    str_equal(o->clean, odd->clean); o++)
		if (!str_equal(o->text, odd->text))
			return false;
	return true;
}

static void
tell_thing(struct load *l, const struct thing *t)
{
	const struct odd_name *odd;
	const char *plain;
	struct finding *f;

	if (t->name == NULL || (odd = find(l, t->name)) == NULL)
		return;
	if (!is_only_one(l, odd)) {
		f = finding_add(&l->findings, &notice_invisible_character,
		    t->at, "the name of %s holds a character that does not "
		    "show", thing_title(l->a, t));
		f->about = t;
		return;
	}
	f = finding_add(&l->findings, &notice_invisible_character, t->at,
	    "the name of %s holds %s", thing_title(l->a, t),
	    oddity(l->a, odd->text));
	f->about = t;
	plain = without(l->a, odd->text);
	if (*plain != '\0')
		finding_help(&l->findings, f, "write it without: \"%s\"",
		    plain);
}

/* "app" is declared, and what looks like it is not. */
static void
tell_reference(struct load *l, struct finding *f)
{
	for (size_t i = 0; i < l->odd_names.n; i++) {
		const struct odd_name *odd = &l->odd_names.v[i];

		if (strstr(f->message, arena_printf(l->a, "\"%s\"",
		    odd->clean)) == NULL)
			continue;
		finding_help(&l->findings, f, "%s%swhat stands here holds %s",
		    f->help != NULL ? f->help : "", f->help == NULL ? "" :
		    str_ends_with(f->help, "?") ? " " : "; ",
		    oddity(l->a, odd->text));
		return;
	}
}

void
odd_name_tell(struct load *l)
{
	size_t n = l->findings.n;

	if (l->odd_names.n == 0)
		return;
	vec_sort(&l->odd_names, compare_odd);
	for (size_t k = 0; k < KIND_COUNT; k++)
		for (size_t i = 0; i < l->model->things[k].n; i++)
			tell_thing(l, l->model->things[k].v[i]);
	for (size_t i = 0; i < n; i++)
		if (l->findings.v[i]->notice == &notice_dangling_reference)
			tell_reference(l, l->findings.v[i]);
}
