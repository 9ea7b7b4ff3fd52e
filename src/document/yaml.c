/* SPDX-License-Identifier: MIT */
#include "document/yaml.h"

#include "base/str.h"
#include "document/yaml_made.h"
#include "document/yaml_parse.h"

/* The last entry that begins at or before an offset of the JSON text. */
static uint32_t
entry_before(const struct document *d, uint32_t offset)
{
	uint32_t low = 0, high = d->n;

	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (index_entry(d, middle)->offset <= offset)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static struct place
place_in_file(const struct document *d, struct place at)
{
	const struct entry *entry;
	struct source *source;
	uint32_t number;

	if (at.file == 0 || d->n == 0)
		return at;
	number = entry_before(d, at.offset);
	entry = index_entry(d, number);
	source = &d->sources.v[number];
	at.offset = entry->has_key && at.offset < entry->offset + 1
	    ? source->key : source->begin;
	return at;
}

/* The problems from that one on, each at its place in the file. */
static void
place_problems(const struct document *d, struct document_problems *problems,
    size_t first)
{
	for (size_t i = first; i < problems->n; i++) {
		struct document_problem *p = &problems->v[i];

		p->at = place_in_file(d, p->at);
		p->also = place_in_file(d, p->also);
	}
}

/* As if nothing had been read but what is wrong. */
static bool
forget(struct document *d, struct document_problems *problems, size_t before)
{
	problems->v[before] = problems->v[problems->n - 1];
	problems->n = before + 1;
	d->text = d->file_text;
	d->length = d->file_length;
	d->n = 0;
	d->sources = (struct sources){ 0 };
	return false;
}

bool
yaml_read(struct document *d, struct document_problems *problems)
{
	struct arena *scratch = arena_new();
	struct yaml_made *m = arena_alloc(scratch, sizeof *m);
	size_t before = problems->n;
	bool good;

	yaml_made_init(m, d, scratch, problems);
	good = yaml_parse(m);
	if (good && m->out.n > DOCUMENT_SIZE_MAX)
		good = yaml_made_fail(m, 0, "larger than 1 GiB");
	if (good) {
		d->text = m->out.v;
		d->length = (uint32_t)m->out.n;
		place_problems(d, problems, before);
		good = m->merges.n == 0 || yaml_merge(m);
	}
	arena_free(scratch);
	return good || forget(d, problems, before);
}
