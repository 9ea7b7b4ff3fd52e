/* SPDX-License-Identifier: MIT */
#include "export/edits.h"

#include <stdlib.h>

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

bool
edits_find_key(const char *text, size_t offset, size_t *at, size_t *length)
{
	size_t end = skip_blanks_back(text, offset), start;

	if (end == 0 || text[end - 1] != ':')
		return false;
	end = skip_blanks_back(text, end - 1);
	if (end < 2 || text[end - 1] != '"')
		return false;
	start = end - 1;
	while (start > 0 && text[start - 1] != '"')
		start--;
	if (start == 0)
		return false;
	*at = start - 1;
	*length = end - *at;
	return true;
}
