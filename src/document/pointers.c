/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "base/utf8.h"
#include "document/index.h"
#include "document/node.h"
#include "document/syntax.h"

#include <string.h>

/*
 * JSON pointers (RFC 6901) for many offsets in one pass.
 *
 * The walk goes through the index entry by entry and keeps the chain of
 * values that the last one stands in.  An offset belongs to the last entry
 * that begins at or before it, or, if that value has ended by then, to one of
 * those around it: each closing bracket between the end of that entry's text
 * and the offset leaves one.  Every byte is looked at once at most, so the
 * cost is that of the index and the gaps, however many offsets there are; a
 * value that ends before the next offset is not gone into.
 */

struct link {
	uint32_t entry, end;	/* its entries are entry .. end - 1 */
	uint32_t position;	/* of the child last seen, from 0 */
	const char *mark;	/* its content as a segment, once asked for */
};

struct walk {
	const struct document *d;
	struct syntax s;
	struct arena *scratch;
	VEC(struct link) chain;	/* chain.v[0] is the root */
	uint32_t at;		/* looked at up to here, behind the entry … */
	size_t left;		/* … and so many of the chain have ended */
};

/* What a copy stands for is found where that stands. */
static bool
is_copy(const struct document *d, uint32_t number)
{
	return d->sources.n > 0 && d->sources.v[number].copied;
}

/* Where the entry begins, which is with its key if there is one. */
static uint32_t
entry_begin(const struct document *d, uint32_t number)
{
	return d->sources.n > 0 ? d->sources.v[number].key
	    : index_entry(d, number)->offset;
}

/* Put the entry at the end of the chain, below what it stands in. */
static void
enter(struct walk *w, uint32_t number)
{
	struct link link = {
		number, number + index_entry(w->d, number)->count, UINT32_MAX,
		NULL
	};

	while (w->chain.n > 0 && w->chain.v[w->chain.n - 1].end <= number)
		w->chain.n--;
	if (w->chain.n > 0)
		w->chain.v[w->chain.n - 1].position++;
	vec_push(w->scratch, &w->chain, link);
	w->at = 0;
}

/* As leave(), of a document whose text is not the file's. */
static void
leave_sources(struct walk *w, uint32_t offset)
{
	const struct sources *sources = &w->d->sources;

	for (w->left = 0; w->left + 1 < w->chain.n; w->left++) {
		size_t top = w->chain.n - 1 - w->left;
		const struct source *source =
		    &sources->v[w->chain.v[top].entry];

		if (offset < source->end || offset <= source->begin)
			break;
	}
}

/* Count the values of the chain that end before offset. */
static void
leave(struct walk *w, uint32_t offset)
{
	uint32_t number = w->chain.v[w->chain.n - 1].entry;

	if (w->at == 0) {
		uint32_t value = document_value_at(w->d, number);
		uint32_t end = syntax_scalar_end(&w->s, value);

		w->at = end > value ? end : value + 1;
		w->left = 0;
		if (offset < w->at) {
			w->at = 0;	/* nothing was left yet */
			return;
		}
		w->left = end > value;
	}
	while (w->at < offset) {
		char c = w->s.text[w->at];

		if (c == '}' || c == ']')
			w->left++;
		if (c == '}' || c == ']' || c == ',')
			w->at++;
		else
			w->at = syntax_skip_blanks(&w->s, w->at);
	}
}

/* Append a key as a pointer's segment: '~' is ~0, '/' is ~1. */
static void
add_segment(struct str *out, const char *key)
{
	size_t left = strlen(key);

	while (left > 0) {
		char form[UTF8_POINT_MAX];
		uint32_t point;
		size_t step = utf8_decode(key, left, &point);

		if (step == 0 || utf8_is_control(point))
			point = '?';
		if (point == '~')
			str_add(out, "~0");
		else if (point == '/')
			str_add(out, "~1");
		else
			str_add_bytes(out, form, utf8_write(point, form));
		step = step > 0 ? step : 1;
		key += step;
		left -= step;
	}
}

/*
 * "#" and a hash (FNV-1a, 64 bits) of what an element of a list says, blanks
 * apart.  Each element is read once, however many offsets are in it.
 */
static const char *
mark_of(struct walk *w, struct link *link)
{
	uint32_t at = document_value_at(w->d, link->entry);
	uint32_t end = syntax_value_end(&w->s, at);
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	if (link->mark != NULL)
		return link->mark;
	for (; at < end; at++) {
		unsigned char c = (unsigned char)w->s.text[at];

		if (c > ' ')
			h = (h ^ c) * UINT64_C(0x100000001b3);
	}
	link->mark = arena_printf(w->scratch, "#%016llx",
	    (unsigned long long)h);
	return link->mark;
}

static const char *
pointer_of(struct arena *a, struct walk *w, bool by_content)
{
	size_t n = w->chain.n > w->left ? w->chain.n - w->left : 1;
	struct str out = str_new(a);

	for (size_t i = 1; i < n; i++) {
		struct link *link = &w->chain.v[i];
		struct node node = { w->d, link->entry, link->end };
		const char *key = node_key(node);

		str_add_char(&out, '/');
		if (key != NULL)
			add_segment(&out, key);
		else if (by_content)
			str_add(&out, mark_of(w, link));
		else
			str_addf(&out, "%u", w->chain.v[i - 1].position);
	}
	return str_text(&out);
}

/*
 * The entry to look at next, which was to be that one: what follows the
 * outermost value of the chain that has ended by then.
 */
static uint32_t
skip_ended(const struct walk *w, uint32_t next, uint32_t offset)
{
	for (size_t i = w->chain.n; i-- > 0;) {
		uint32_t end = w->chain.v[i].end;

		if (end < w->d->n && !is_copy(w->d, end)) {
			if (entry_begin(w->d, end) > offset)
				break;
			next = end;
		}
	}
	return next;
}

/* What is asked of the chain when it stands at the offset of that number. */
struct asked {
	struct arena *a;
	bool by_content;
	const char **pointers;		/* or: */
	struct document_values *values;
};

static void
answer(struct walk *w, const struct asked *asked, size_t i)
{
	const struct link *inner;

	if (asked->pointers != NULL) {
		asked->pointers[i] = pointer_of(asked->a, w,
		    asked->by_content);
		return;
	}
	inner = &w->chain.v[w->chain.n > w->left
	    ? w->chain.n - 1 - w->left : 0];
	asked->values[i] = (struct document_values){ inner->entry,
		inner->end };
}

static void
walk_offsets(const struct document *d, const uint32_t *offsets, size_t n,
    const struct asked *asked)
{
	struct walk w = {
		.d = d, .s = { d->text, d->length }, .scratch = arena_new()
	};
	uint32_t next = 0;

	document_remember(d);
	for (size_t i = 0; i < n; i++) {
		uint32_t length = d->sources.n > 0 ? d->file_length
		    : d->length;
		uint32_t offset = offsets[i] < length ? offsets[i] : length;

		for (;; next++) {
			next = skip_ended(&w, next, offset);
			if (next == d->n || (next > 0 && !is_copy(d, next) &&
			    entry_begin(d, next) > offset))
				break;
			if (!is_copy(d, next))
				enter(&w, next);
		}
		if (d->sources.n > 0)
			leave_sources(&w, offset);
		else
			leave(&w, offset);
		answer(&w, asked, i);
	}
	arena_free(w.scratch);
}

void
document_values_at(const struct document *d, const uint32_t *offsets,
    size_t n, struct document_values *values)
{
	const struct asked asked = { .values = values };

	walk_offsets(d, offsets, n, &asked);
}

void
document_pointers(struct arena *a, const struct document *d,
    const uint32_t *offsets, size_t n, const char **pointers)
{
	const struct asked asked = { .a = a, .pointers = pointers };

	walk_offsets(d, offsets, n, &asked);
}

void
document_paths(struct arena *a, const struct document *d,
    const uint32_t *offsets, size_t n, const char **paths)
{
	const struct asked asked = { a, true, paths, NULL };

	walk_offsets(d, offsets, n, &asked);
}
