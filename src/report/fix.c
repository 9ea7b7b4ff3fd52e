/* SPDX-License-Identifier: MIT */
#include "report/report.h"

#include "document/document.h"
#include "document/node.h"
#include "document/writer.h"

#include <string.h>

/*
 * Only a text that people write is worth an edit: our spec, or a template.
 * What other programs print is what they print.
 */
static bool
is_written_by_hand(const struct document *d)
{
	struct node root = node_root(d);

	return node_exists(node_get(root, "vpcplan")) ||
	    (node_exists(node_get(root, "Resources")) &&
	    node_kind(node_get(root, "Resources")) == NODE_MAP);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Whether an element may begin there: behind a bracket or a comma. */
static bool
begins_element(const char *text, uint32_t at)
{
	while (at > 0 && is_blank(text[at - 1]))
		at--;
	return at > 0 && (text[at - 1] == '[' || text[at - 1] == ',');
}

/*
 * A text in quotes between brackets and commas, with the comma that goes with
 * it: the one behind and the blanks up to what follows, else the one before.
 */
static bool
element_range(const char *text, struct place last, struct place *at,
    struct place *end)
{
	uint32_t from = at->offset, to = last.offset;

	if (text[from] != '"' || !begins_element(text, from))
		return false;
	while (is_blank(text[to]))
		to++;
	if (text[to] == ',') {
		for (to++; is_blank(text[to]);)
			to++;
	} else if (text[to] == ']') {
		to = last.offset;
		while (from > 0 && is_blank(text[from - 1]))
			from--;
		if (from > 0 && text[from - 1] == ',')
			from--;
		else
			from = at->offset;
	} else {
		return false;
	}
	*end = *at;
	at->offset = from;
	end->offset = to;
	return true;
}

bool
report_edit_range(const struct report *r, const struct edit *e,
    struct place *at, struct place *end)
{
	struct place last = report_token_end(r, e->at);
	size_t length = e->from == NULL ? 0 : strlen(e->from);
	const char *text;
	size_t found = 0;

	if (e->at.file < 1 || e->at.file > r->n_documents ||
	    r->documents[e->at.file - 1] == NULL ||
	    !is_written_by_hand(r->documents[e->at.file - 1]))
		return false;
	text = files_get(r->files, e->at.file)->text;
	*at = *end = e->at;
	if (e->from == NULL)
		return element_range(text, last, at, end);
	if (length == 0)
		return true;
	for (uint32_t i = e->at.offset; i + length <= last.offset; i++) {
		if (memcmp(text + i, e->from, length) != 0)
			continue;
		found++;
		*at = (struct place){ .file = e->at.file, .offset = i };
		*end = *at;
		end->offset += (uint32_t)length;
	}
	return found == 1;
}

/* Whether a text stands in a string of JSON as it is. */
static bool
is_plain(const struct edit *e)
{
	return (e->from != NULL && *e->from == '\0') ||
	    strpbrk(e->to, "\"\\") == NULL;
}

bool
report_has_fix(const struct report *r, const struct finding *f)
{
	struct place at, end;

	for (size_t i = 0; i < f->edits.n; i++)
		if (!is_plain(&f->edits.v[i]) ||
		    !report_edit_range(r, &f->edits.v[i], &at, &end))
			return false;
	return f->edits.n > 0;
}

void
report_snippet(struct writer *w, const struct snippet *s)
{
	bool patch = s->text != NULL && str_equal(s->language, "json-patch");

	writer_key(w, "patch");
	if (patch)
		writer_json(w, s->text);
	else
		writer_null(w);
	writer_key(w, "snippet");
	if (s->text == NULL || patch) {
		writer_null(w);
		return;
	}
	writer_begin_map(w);
	writer_member_text(w, "language", s->language);
	writer_member_text(w, "text", s->text);
	writer_end(w);
}

const char *
report_snippet_title(const struct snippet *s)
{
	if (str_equal(s->language, "json-patch"))
		return "as JSON Patch";
	if (str_equal(s->language, "hcl"))
		return "in Terraform";
	return "in the template";
}
