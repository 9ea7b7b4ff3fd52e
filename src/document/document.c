/* SPDX-License-Identifier: MIT */
#include "document/document.h"

#include "document/encoding.h"
#include "document/index.h"
#include "document/mend.h"
#include "document/scan.h"
#include "document/syntax.h"
#include "document/yaml.h"

#include <string.h>

uint32_t
document_add_entry(struct document *d, uint32_t offset, bool has_key)
{
	struct entry *entry;

	if (d->n >> INDEX_PIECE_BITS == d->pieces.n)
		vec_push(d->a, &d->pieces, arena_array(d->a, INDEX_PIECE,
		    sizeof *entry));
	entry = index_entry(d, d->n);
	entry->offset = offset;
	entry->has_key = has_key;
	entry->kind = NODE_NONE;
	entry->count = 1;
	return d->n++;
}

static struct document *
document_new(struct arena *a, const struct encoded *text)
{
	struct document *d = arena_alloc(a, sizeof *d);

	d->a = a;
	d->text = text->text;
	d->length = (uint32_t)text->length;
	d->keys = arena_alloc(a, sizeof *d->keys);
	*d->keys = names_new(a);
	d->self = d;
	return d;
}

static struct document *
refuse(struct arena *a, struct document_problems *problems, uint32_t file,
    const char *text)
{
	struct document_problem problem = {
		.at = { file, 0 }, .text = text, .fatal = true,
		.language = "text"
	};

	vec_push(a, problems, problem);
	return NULL;
}

static bool
read_json(struct document *d, struct document_problems *problems)
{
	const struct scan_limits limits = {
		DOCUMENT_DEPTH_MAX, DOCUMENT_VALUES_MAX
	};

	return scan_text(d, limits, problems);
}

void
document_let_go(const struct document *d, uint32_t offset)
{
	uint32_t begin = offset > d->held ? d->held : offset;
	uint32_t end = offset > d->held ? offset : d->held;

	d->self->held = offset;
	if (begin == offset && end - begin > TEXT_HELD &&
	    d->turns < TURNS_MAX)
		d->self->turns++;
	if (d->turns < TURNS_MAX)
		arena_pass(d->a, d->text + begin, end - begin);
}

/* The same text gives the same entries, in the same room. */
void
document_remember(const struct document *d)
{
	struct document_problems problems = { 0 };

	if (!d->forgot)
		return;
	d->self->n = 0;
	d->self->forgot = false;
	d->self->remembers = true;
	(void)read_json(d->self, &problems);
}

/*
 * In the order of the text: a fault may be found before an earlier key that
 * is twice in its map.
 */
static int
compare_problems(const void *x, const void *y)
{
	const struct document_problem *a = x, *b = y;
	int order = place_compare(a->at, b->at);

	return order != 0 ? order : strcmp(a->text, b->text);
}

/* All that is wrong with it, in place of what was found first. */
static void
tell_yaml(struct document *d, struct document_problems *problems,
    size_t before)
{
	struct mends mends = { 0 };
	struct document copy = *d;

	problems->n = before;
	copy.text = d->file_text;
	copy.length = d->file_length;
	(void)yaml_mend(&copy, &mends, problems);
}

/*
 * YAML if it begins so.  A quoted text with a colon behind it begins a block
 * of YAML, or JSON whose brace was lost: if it is no YAML, it is that.
 */
static bool
read_text(struct document *d, struct document_problems *problems,
    const char **language)
{
	struct syntax s = { d->text, d->length };
	size_t before = problems->n;
	bool quoted = syntax_byte(&s, syntax_skip_blanks(&s, 0)) == '"';
	bool good;

	*language = "JSON";
	if (!yaml_is_meant(d->text, d->length))
		return read_json(d, problems);
	d->file_text = d->text;
	d->file_length = d->length;
	good = yaml_read(d, problems);
	d->is_yaml = true;
	if (good || !quoted) {
		*language = "YAML";
		if (!good)
			tell_yaml(d, problems, before);
		return good;
	}
	problems->n = before;
	d->file_text = NULL;
	d->is_yaml = false;
	return read_json(d, problems);
}

struct document *
document_read(struct arena *a, struct files *files, const char *name,
    const char *bytes, size_t length, struct document_problems *problems)
{
	size_t before = problems->n;
	const char *language;
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
	d = document_new(a, &text);
	d->file = file;
	if (!read_text(d, problems, &language))
		d = NULL;
	if (problems->n > before)
		vec_sort_items(problems->v + before, problems->n - before,
		    sizeof *problems->v, compare_problems);
	for (size_t i = before; i < problems->n; i++)
		problems->v[i].language = language;
	return d;
}

/*
 * What holds secrets is not mended: what says that a value is one may be what
 * is broken.
 */
struct document *
document_mend(struct arena *a, uint32_t file, const char *text, size_t length)
{
	const struct encoded whole = { .text = text, .length = length };
	const struct syntax s = { text, (uint32_t)length };
	struct mends *mends = arena_alloc(a, sizeof *mends);
	struct document_problems problems = { 0 };
	struct document *d;

	if (length > DOCUMENT_SIZE_MAX || document_holds_secrets(text, length))
		return NULL;
	d = document_new(a, &whole);
	d->file = file;
	d->file_text = text;
	d->file_length = (uint32_t)length;
	d->mends = mends;
	if (!yaml_is_meant(text, length) ||
	    text[syntax_skip_blanks(&s, 0)] == '"')
		return mend_json(d, mends) ? d : NULL;
	d->is_yaml = true;
	if (!yaml_mend(d, mends, &problems) || !yaml_read(d, &problems))
		return NULL;
	return d;
}

bool
document_is_mended(const struct document *d)
{
	return d->mends != NULL;
}

bool
document_is_whole(const struct document *d)
{
	return d->mends == NULL || !d->mends->lost;
}

bool
document_is_sure(const struct document *d, uint32_t offset)
{
	const struct mends *m = d->mends;

	if (m == NULL)
		return true;
	if (offset >= m->unsure)
		return false;
	for (size_t i = 0; i < m->doubts.n; i++) {
		const struct mend_doubt *doubt = &m->doubts.v[i];

		if ((offset >= doubt->at && offset < doubt->end) ||
		    offset == doubt->key || offset == doubt->open)
			return false;
	}
	return true;
}

const char *
document_language(const struct document *d)
{
	return d->is_yaml ? "YAML" : "JSON";
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
	const struct mend_token *token = NULL;
	uint32_t end;

	if (d->mends != NULL) {
		token = mend_token_at(d->mends, offset);
		s = (struct syntax){ d->file_text, d->file_length };
	}
	if (token != NULL && token->how != MEND_GAP)
		return token->end;
	if (d->is_yaml)
		return source_token_end(d->file_text, d->file_length, offset);
	end = syntax_scalar_end(&s, offset);

	return end == offset && offset < s.end ? offset + 1 : end;
}
