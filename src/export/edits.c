/* SPDX-License-Identifier: MIT */
#include "export/edits.h"

#include <stdlib.h>
#include <string.h>

static int
compare_edits(const void *x, const void *y)
{
	const struct text_edit *a = x, *b = y;

	return (a->at > b->at) - (a->at < b->at);
}

bool
edits_apply(struct str *out, const char *text, size_t length,
    struct text_edits *edits)
{
	size_t at = 0;

	vec_sort(edits, compare_edits);
	for (size_t i = 0; i < edits->n; i++) {
		const struct text_edit *e = &edits->v[i];

		if (e->at < at || e->at > length ||
		    e->length > length - e->at)
			return false;
		at = e->at + e->length;
	}
	at = 0;
	for (size_t i = 0; i < edits->n; i++) {
		const struct text_edit *e = &edits->v[i];

		str_add_bytes(out, text + at, e->at - at);
		str_add(out, e->to);
		at = e->at + e->length;
	}
	str_add_bytes(out, text + at, length - at);
	return true;
}

static size_t
skip_blanks_back(const char *text, size_t at)
{
	while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t' ||
	    text[at - 1] == '\n' || text[at - 1] == '\r'))
		at--;
	return at;
}

static bool
is_quote(char c)
{
	return c == '"' || c == '\'';
}

/* What may stand in front of a plain key of YAML. */
static bool
is_before_key(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '{' ||
	    c == ',';
}

bool
edits_find_key(const char *text, size_t offset, const char *name, size_t *at)
{
	size_t end = skip_blanks_back(text, offset), n = strlen(name);
	bool is_quoted;

	if (end == 0 || text[end - 1] != ':')
		return false;
	end = skip_blanks_back(text, end - 1);
	is_quoted = end > 0 && is_quote(text[end - 1]);
	if (is_quoted)
		end--;
	if (end < n + 1 || memcmp(text + end - n, name, n) != 0)
		return false;
	*at = end - n;
	return is_quoted ? text[*at - 1] == text[end] :
	    is_before_key(text[*at - 1]);
}

/* Whether braces are around a value that ends at end: a comma or the brace
 * comes next, blanks, comments and line ends apart. */
static bool
is_in_braces(const char *text, size_t length, size_t end)
{
	size_t i = end;

	while (i < length) {
		if (text[i] == '#') {
			while (i < length && text[i] != '\n')
				i++;
		} else if (text[i] == ' ' || text[i] == '\t' ||
		    text[i] == '\n' || text[i] == '\r') {
			i++;
		} else {
			break;
		}
	}
	return i < length && (text[i] == ',' || text[i] == '}');
}

bool
edits_insert_member(struct arena *a, struct text_edits *edits,
    const char *text, size_t length, size_t offset, size_t end,
    const char *key, const char *name, const char *value)
{
	size_t at, start, stop;
	const char *eol;

	if (!edits_find_key(text, offset, key, &at))
		return false;
	if (at > 0 && is_quote(text[at - 1]))
		at--;
	if (is_in_braces(text, length, end)) {
		vec_push(a, edits, ((struct text_edit){ at, 0,
		    arena_printf(a, "\"%s\": \"%s\", ", name, value) }));
		return true;
	}
	for (start = at; start > 0 && text[start - 1] == ' '; start--)
		continue;
	if (start > 0 && text[start - 1] != '\n')
		return false;
	for (stop = at; stop < length && text[stop] != '\n'; stop++)
		continue;
	eol = stop > 0 && text[stop - 1] == '\r' ? "\r\n" : "\n";
	vec_push(a, edits, ((struct text_edit){ at, 0, arena_printf(a,
	    "%s: \"%s\"%s%s", name, value, eol, arena_strndup(a, text + start,
	    at - start)) }));
	return true;
}
