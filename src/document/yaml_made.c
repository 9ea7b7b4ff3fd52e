/* SPDX-License-Identifier: MIT */
#include "document/yaml_made.h"

#include "base/str.h"
#include "document/yaml.h"

#include <string.h>

#define NO_MEMBER UINT32_MAX

/*
 * A value has about so many bytes of text in a template.  Room that turns out
 * not to be needed is never touched, room that grows is copied.
 */
enum { VALUE_BYTES = 12 };

void
yaml_made_init(struct yaml_made *m, struct document *d, struct arena *scratch,
    struct document_problems *problems)
{
	m->d = d;
	m->scratch = scratch;
	m->problems = problems;
	m->duplicates = duplicates_new(scratch);
	m->member = NO_MEMBER;
	m->out = str_new(d->a);
	str_reserve(&m->out, d->length);
	d->sources.cap = d->length / VALUE_BYTES + 1;
	d->sources.v = arena_array(d->a, d->sources.cap,
	    sizeof *d->sources.v);
}

bool
yaml_made_fail(struct yaml_made *m, uint32_t at, const char *text)
{
	struct document_problem problem = {
		.at = { m->d->file, at }, .text = text, .fatal = true
	};

	vec_push(m->d->a, m->problems, problem);
	return false;
}

static uint32_t
here(const struct yaml_made *m)
{
	return (uint32_t)m->out.n;
}

/* A comma, unless it is the first in its list or map. */
static void
separate(struct yaml_made *m)
{
	char last = m->out.n > 0 ? m->out.v[m->out.n - 1] : '[';

	if (last != '[' && last != '{')
		str_add_char(&m->out, ',');
}

void
yaml_made_key(struct yaml_made *m, const char *text, size_t n, uint32_t at,
    bool merge)
{
	struct source source = { .key = at };
	struct duplicates_key key;

	separate(m);
	m->member = document_add_entry(m->d, here(m), true);
	vec_push(m->d->a, &m->d->sources, source);
	key = (struct duplicates_key){
		.entry = m->member, .at = here(m) + 1
	};
	yaml_scalar_quote(&m->out, text, n);
	key.length = (here(m) - key.at - 1) & INT32_MAX;
	key.escaped = key.length != n;
	if (merge)
		vec_push(m->scratch, &m->merges, m->member);
	else
		duplicates_add(&m->duplicates, key);
	str_add_char(&m->out, ':');
}

uint32_t
yaml_made_begin(struct yaml_made *m, struct source at)
{
	uint32_t entry = m->member;

	if (entry == NO_MEMBER) {
		separate(m);
		entry = document_add_entry(m->d, here(m), false);
		vec_push(m->d->a, &m->d->sources, at);
	} else {
		at.key = m->d->sources.v[entry].key;
		m->d->sources.v[entry] = at;
		m->member = NO_MEMBER;
	}
	return entry;
}

enum node_kind
yaml_made_kind(char first)
{
	switch (first) {
	case '"':
		return NODE_STRING;
	case 'n':
		return NODE_NULL;
	case 't':
	case 'f':
		return NODE_BOOL;
	default:
		return NODE_NUMBER;
	}
}

void
yaml_made_scalar(struct yaml_made *m, uint32_t entry,
    const struct yaml_scalar *s)
{
	size_t begin = m->out.n;

	yaml_scalar_write(&m->out, s);
	index_entry(m->d, entry)->kind = yaml_made_kind(m->out.v[begin]) & 7;
}

void
yaml_made_text(struct yaml_made *m, uint32_t entry, const char *text, size_t n)
{
	yaml_scalar_quote(&m->out, text, n);
	index_entry(m->d, entry)->kind = NODE_STRING & 7;
}

static bool
too_deep(struct yaml_made *m, uint32_t at)
{
	return yaml_made_fail(m, at, arena_printf(m->d->a,
	    "nested deeper than %u levels", DOCUMENT_DEPTH_MAX));
}

bool
yaml_made_open(struct yaml_made *m, uint32_t entry, enum node_kind kind,
    uint32_t at)
{
	if (m->depth == DOCUMENT_DEPTH_MAX)
		return too_deep(m, at);
	index_entry(m->d, entry)->kind = kind & 7;
	if (kind == NODE_MAP)
		duplicates_open(&m->duplicates, m->depth);
	m->open[m->depth++] = (struct yaml_open){ .entry = entry };
	str_add_char(&m->out, kind == NODE_MAP ? '{' : '[');
	return true;
}

/* What is nested so deeply stands in what is open. */
static void
deepen(struct yaml_made *m, uint32_t below)
{
	struct yaml_open *around = m->depth > 0 ? &m->open[m->depth - 1]
	    : NULL;

	if (around != NULL && around->below < below)
		around->below = below;
}

uint32_t
yaml_made_close(struct yaml_made *m)
{
	const struct yaml_open *open = &m->open[--m->depth];
	struct document *d = m->d;
	struct entry *entry = index_entry(d, open->entry);
	bool map = entry->kind == NODE_MAP;

	entry->count = (d->n - open->entry) & DOCUMENT_VALUES_MAX;
	if (map) {
		const char *text = d->text;

		d->text = m->out.v;
		duplicates_close(&m->duplicates, d, m->depth, m->problems);
		d->text = text;
	}
	str_add_char(&m->out, map ? '}' : ']');
	deepen(m, open->below + 1);
	return open->below + 1;
}

/* --------------------------------------------------------------- aliases -- */

bool
yaml_made_count(struct yaml_made *m, uint32_t values, size_t bytes,
    uint32_t at)
{
	m->copied_bytes += bytes;
	if (values <= YAML_COPIES_MAX - m->copies &&
	    m->copied_bytes <= YAML_COPIED_BYTES_MAX) {
		m->copies += values;
		return true;
	}
	return yaml_made_fail(m, at, arena_printf(m->d->a, "the aliases of "
	    "this text stand for more than %d values or %d MiB",
	    YAML_COPIES_MAX, YAML_COPIED_BYTES_MAX >> 20));
}

/* The merge keys among the values that are copied are some in the copy. */
static void
copy_merges(struct yaml_made *m, const struct yaml_anchor *from, uint32_t to)
{
	size_t i = 0, n = m->merges.n;

	while (i < n && m->merges.v[i] <= from->entry)
		i++;
	for (; i < n && m->merges.v[i] < from->entry + from->count; i++)
		vec_push(m->scratch, &m->merges,
		    m->merges.v[i] - from->entry + to);
}

bool
yaml_made_copy(struct yaml_made *m, const struct yaml_anchor *from,
    struct source at)
{
	struct document *d = m->d;
	size_t length = from->end - from->begin;
	uint32_t entry, shift;

	if (!yaml_made_count(m, from->count, length, at.begin))
		return false;
	if (from->below > DOCUMENT_DEPTH_MAX - m->depth)
		return too_deep(m, at.begin);
	if (from->count > DOCUMENT_VALUES_MAX - d->n)
		return yaml_made_fail(m, at.begin,
		    "more values than are read");
	entry = yaml_made_begin(m, at);
	shift = here(m) - from->begin;
	str_reserve(&m->out, length);
	str_add_bytes(&m->out, from->text != NULL ? from->text
	    : m->out.v + from->begin, length);
	for (uint32_t i = 1; i < from->count; i++) {
		struct entry old = *index_entry(d, from->entry + i);
		struct source source = d->sources.v[from->entry + i];
		struct entry *copy = index_entry(d, document_add_entry(d,
		    old.offset + shift, old.has_key));

		copy->kind = old.kind;
		copy->count = old.count;
		source.copied = true;
		vec_push(d->a, &d->sources, source);
	}
	index_entry(d, entry)->kind = from->kind & 7;
	index_entry(d, entry)->count = from->count & DOCUMENT_VALUES_MAX;
	copy_merges(m, from, entry);
	deepen(m, from->below);
	return true;
}
