/* SPDX-License-Identifier: MIT */
#include "load/extract.h"

#include <string.h>

/* A member that such a document has, first or early. */
static const char *const signs[] = { "\"format_version\"", "\"lineage\"",
	NULL };

/* The first bracket of the text that a sign follows, with blanks or short
 * members between; or length. */
enum { BETWEEN = 200 };

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t
begin_before(const char *bytes, size_t sign)
{
	size_t at = sign;

	while (at > 0 && sign - at < BETWEEN && bytes[at - 1] != '{' &&
	    bytes[at - 1] != '}')
		at--;
	return at > 0 && bytes[at - 1] == '{' ? at - 1 : sign;
}

/* Behind the bracket that closes the one at begin; or begin. */
static size_t
end_of(const char *bytes, size_t length, size_t begin)
{
	size_t depth = 0;
	bool inside = false;

	for (size_t i = begin; i < length; i++) {
		if (inside && bytes[i] == '\\')
			i++;
		else if (bytes[i] == '"')
			inside = !inside;
		else if (!inside && (bytes[i] == '{' || bytes[i] == '['))
			depth++;
		else if (!inside && (bytes[i] == '}' || bytes[i] == ']') &&
		    --depth == 0)
			return i + 1;
	}
	return begin;
}

static bool
find(const char *bytes, size_t length, size_t *begin, size_t *end)
{
	for (size_t i = 0; signs[i] != NULL; i++) {
		const char *sign = strstr(bytes, signs[i]);

		if (sign == NULL)
			continue;
		*begin = begin_before(bytes, (size_t)(sign - bytes));
		if (bytes[*begin] != '{')
			continue;
		*end = end_of(bytes, length, *begin);
		if (*end > *begin)
			return true;
	}
	return false;
}

static void
blank(char *bytes, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (!is_blank(bytes[i]))
			bytes[i] = ' ';
}

static bool
has_only_blanks(const char *bytes, size_t from, size_t to)
{
	while (from < to && (is_blank(bytes[from]) ||
	    strchr("\xef\xbb\xbf", bytes[from]) != NULL))
		from++;
	return from == to;
}

bool
extract_json(struct arena *a, struct input *text)
{
	size_t first = 0, begin, end;
	char *bytes;

	while (first < text->length && (is_blank(text->bytes[first]) ||
	    strchr("\xef\xbb\xbf", text->bytes[first]) != NULL))
		first++;
	/* A document that begins as one: what is behind it, if anything? */
	if (first < text->length && text->bytes[first] == '{') {
		begin = first;
		end = end_of(text->bytes, text->length, begin);
		if (end == begin || has_only_blanks(text->bytes, end,
		    text->length))
			return false;
	}
	if (!find(text->bytes, text->length, &begin, &end) ||
	    (has_only_blanks(text->bytes, 0, begin) &&
	    has_only_blanks(text->bytes, end, text->length)))
		return false;
	bytes = arena_strndup(a, text->bytes, text->length);
	blank(bytes, 0, begin);
	blank(bytes, end, text->length);
	text->bytes = bytes;
	return true;
}
