/* SPDX-License-Identifier: MIT */
#include "document/document.h"

#include "document/encoding.h"
#include "document/index.h"
#include "document/scan.h"
#include "document/syntax.h"
#include "document/yaml.h"

uint32_t
document_add_entry(struct document *d, uint32_t offset, bool has_key)
{
	struct entry *entry;

	if ((d->n & (INDEX_PIECE - 1)) == 0)
		vec_push(d->a, &d->pieces, arena_array(d->a, INDEX_PIECE,
		    sizeof *entry));
	entry = index_entry(d, d->n);
	entry->offset = offset;
	entry->has_key = has_key;
	entry->count = 1;
	return d->n++;
}

static struct document *
document_new(struct arena *a, const struct encoded *text, uint32_t file)
{
	struct document *d = arena_alloc(a, sizeof *d);

	d->a = a;
	d->file = file;
	d->text = text->text;
	d->length = (uint32_t)text->length;
	d->keys = arena_alloc(a, sizeof *d->keys);
	*d->keys = names_new(a);
	return d;
}

static struct document *
refuse(struct arena *a, struct document_problems *problems, uint32_t file,
    const char *text)
{
	struct document_problem problem = {
		.at = { file, 0 }, .text = text, .fatal = true
	};

	vec_push(a, problems, problem);
	return NULL;
}

/* Places in a text that was made become those of the file. */
static void
move_problems(const struct document *d, struct document_problems *problems,
    size_t first)
{
	for (size_t i = first; i < problems->n; i++) {
		struct document_problem *p = &problems->v[i];

		p->at.offset = index_source(d, p->at.offset);
		if (p->also.file != 0)
			p->also.offset = index_source(d, p->also.offset);
	}
}

static struct document *
read_yaml(struct arena *a, const struct encoded *text, uint32_t file,
    struct scan_limits limits, struct document_problems *problems)
{
	struct yaml_made *made = arena_alloc(a, sizeof *made);
	struct document_problem problem = { .fatal = false };
	struct encoded json = { .text = NULL };
	size_t first = problems->n;
	struct document *d;
	bool good;

	if (!yaml_translate(a, text->text, text->length, made, &problem)) {
		problem.at.file = file;
		vec_push(a, problems, problem);
		return NULL;
	}
	if (made->length > DOCUMENT_SIZE_MAX)
		return refuse(a, problems, file, "larger than 1 GiB when its "
		    "aliases are expanded");
	json.text = made->text;
	json.length = made->length;
	d = document_new(a, &json, file);
	d->marks = &made->marks;
	good = scan_text(d, limits, problems);
	move_problems(d, problems, first);
	return good ? d : NULL;
}

struct document *
document_read(struct arena *a, struct files *files, const char *name,
    const char *bytes, size_t length, struct document_problems *problems)
{
	const struct scan_limits limits = {
		DOCUMENT_DEPTH_MAX, DOCUMENT_VALUES_MAX
	};
	struct document *d;
	struct encoded text;
	const char *refused;
	uint32_t file;

	if (length > DOCUMENT_SIZE_MAX)
		return refuse(a, problems, files_add(files, name, "", 0),
		    "larger than 1 GiB");
	refused = encoding_decode(a, bytes, length, &text);
	file = files_add(files, name, text.text, text.length);
	if (refused != NULL)
		return refuse(a, problems, file, refused);
	if (yaml_is_meant(text.text, text.length))
		return read_yaml(a, &text, file, limits, problems);
	d = document_new(a, &text, file);
	return scan_text(d, limits, problems) ? d : NULL;
}

uint32_t
document_file(const struct document *d)
{
	return d->file;
}

uint32_t
document_token_end(const struct document *d, uint32_t offset)
{
	struct syntax s = { d->text, d->length };
	uint32_t end;

	if (d->marks != NULL) {
		const struct mark *m = marks_of_source(d->marks, offset);

		return m->from == offset && m->to > offset ? m->to :
		    offset + 1;
	}
	end = syntax_scalar_end(&s, offset);
	return end == offset && offset < d->length ? offset + 1 : end;
}
