/* SPDX-License-Identifier: MIT */
#include "document/yaml_made.h"

#include "base/map.h"
#include "base/str.h"
#include "document/syntax.h"

#include <string.h>

/*
 * Few texts have merge keys, so they are dissolved in a second pass: the
 * document is written anew from itself, and what has no such key in it is
 * copied as it is.
 */
struct merging {
	struct yaml_made *m;
	struct document old;
	struct syntax s;	/* of its text */
	struct document *d;	/* the new one */
	struct str out;
};

/* The first merge key at that entry or behind it. */
static uint32_t
next_merge(const struct merging *g, uint32_t entry)
{
	size_t low = 0, high = g->m->merges.n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (g->m->merges.v[middle] < entry)
			low = middle + 1;
		else
			high = middle;
	}
	return low < g->m->merges.n ? g->m->merges.v[low] : UINT32_MAX;
}

static uint32_t
end_of(const struct merging *g, uint32_t entry)
{
	return entry + index_entry(&g->old, entry)->count;
}

static void
add_entry(struct merging *g, uint32_t old, uint32_t offset, bool copied)
{
	const struct entry *from = index_entry(&g->old, old);
	struct source source = g->old.sources.v[old];
	struct entry *entry = index_entry(g->d, document_add_entry(g->d,
	    offset, from->has_key));

	entry->kind = from->kind;
	entry->count = from->count;
	source.copied = source.copied || copied;
	vec_push(g->d->a, &g->d->sources, source);
}

/* A value without merge keys, and its key: as it is. */
static void
write_plain(struct merging *g, uint32_t entry, bool copied)
{
	uint32_t begin = index_entry(&g->old, entry)->offset;
	uint32_t end = syntax_value_end(&g->s,
	    document_value_at(&g->old, entry));
	uint32_t shift = (uint32_t)g->out.n - begin;

	str_add_bytes(&g->out, g->s.text + begin, end - begin);
	for (uint32_t i = entry; i < end_of(g, entry); i++)
		add_entry(g, i, index_entry(&g->old, i)->offset + shift,
		    copied);
}

static bool write_merges(struct merging *g, uint32_t map,
    struct map *known);

static bool
is_merge(const struct merging *g, uint32_t entry)
{
	return next_merge(g, entry) == entry;
}

static void **
slot_of(struct merging *g, struct map *known, uint32_t entry)
{
	uint32_t at = index_entry(&g->old, entry)->offset;

	return map_slot(known, arena_strndup(g->m->scratch, g->s.text + at,
	    syntax_string_end(&g->s, at) - at));
}

static bool
write_value(struct merging *g, uint32_t entry, bool copied)
{
	uint32_t new = g->d->n, begin, at, end = end_of(g, entry);
	unsigned kind = index_entry(&g->old, entry)->kind;
	struct map known = map_new(g->m->scratch);
	char last = g->out.n > 0 ? g->out.v[g->out.n - 1] : '[';

	if (last != '[' && last != '{')
		str_add_char(&g->out, ',');
	if (next_merge(g, entry + 1) >= end || kind == ENTRY_DROPPED) {
		write_plain(g, entry, copied);
		return true;
	}
	begin = index_entry(&g->old, entry)->offset;
	at = document_value_at(&g->old, entry);
	add_entry(g, entry, (uint32_t)g->out.n, copied);
	/* the key, and the bracket */
	str_add_bytes(&g->out, g->s.text + begin, at + 1 - begin);
	for (uint32_t c = entry + 1; c < end; c = end_of(g, c))
		if (!is_merge(g, c)) {
			if (kind == NODE_MAP)
				*slot_of(g, &known, c) = g;
			if (!write_value(g, c, copied))
				return false;
		}
	if (kind == NODE_MAP && !write_merges(g, entry, &known))
		return false;
	str_add_char(&g->out, kind == NODE_MAP ? '}' : ']');
	index_entry(g->d, new)->count = (g->d->n - new) & DOCUMENT_VALUES_MAX;
	return true;
}

/* Whether the map was written for a short tag: its key stands behind that. */
static bool
is_function(const struct merging *g, uint32_t entry)
{
	uint32_t key;

	if (end_of(g, entry) == entry + 1)
		return false;
	key = g->old.sources.v[entry + 1].key;
	return key > 0 && g->old.file_text[key - 1] == '!';
}

/* The members of a map, or of the maps of a list, that are not known yet. */
static bool
merge(struct merging *g, uint32_t entry, struct map *known)
{
	uint32_t end = end_of(g, entry);
	uint32_t at = g->old.sources.v[entry].begin;
	unsigned kind = index_entry(&g->old, entry)->kind;

	if (kind == NODE_MAP && is_function(g, entry))
		return yaml_made_fail(g->m, at,
		    "a function cannot be merged (<<)");
	if (kind != NODE_MAP && kind != NODE_LIST)
		return yaml_made_fail(g->m, at, "a merge key (<<) takes a "
		    "map or a list of maps");
	for (uint32_t c = entry + 1; c < end; c = end_of(g, c)) {
		void **slot;

		if (kind == NODE_LIST) {
			if (!merge(g, c, known))
				return false;
			continue;
		}
		if (is_merge(g, c) ||
		    index_entry(&g->old, c)->kind == ENTRY_DROPPED)
			continue;
		slot = slot_of(g, known, c);
		if (*slot != NULL)
			continue;
		*slot = known;
		if (!yaml_made_count(g->m, end_of(g, c) - c,
		    syntax_value_end(&g->s, document_value_at(&g->old, c)) -
		    index_entry(&g->old, c)->offset, at) ||
		    !write_value(g, c, true))
			return false;
	}
	return kind == NODE_LIST || write_merges(g, entry, known);
}

/* The members that the map's merge keys add to those that are known. */
static bool
write_merges(struct merging *g, uint32_t map, struct map *known)
{
	for (uint32_t c = map + 1; c < end_of(g, map); c = end_of(g, c))
		if (is_merge(g, c) && !merge(g, c, known))
			return false;
	return true;
}

bool
yaml_merge(struct yaml_made *m)
{
	struct document *d = m->d;
	struct merging g = {
		.m = m, .old = *d, .s = { d->text, d->length }, .d = d,
		.out = str_new(d->a)
	};

	d->n = 0;
	d->pieces.v = NULL;
	d->pieces.n = d->pieces.cap = 0;
	d->sources = (struct sources){ 0 };
	str_reserve(&g.out, d->length);
	if (!write_value(&g, 0, false))
		return false;
	if (g.out.n > DOCUMENT_SIZE_MAX)
		return yaml_made_fail(m, 0, "larger than 1 GiB");
	d->text = g.out.v;
	d->length = (uint32_t)g.out.n;
	return true;
}
