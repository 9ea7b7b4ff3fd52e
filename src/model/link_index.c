/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "model/link.h"

#include <stdlib.h>
#include <string.h>

/*
 * The index answers "which things are called this" for a million references
 * in a fraction of a second.
 *
 * It is one array, sorted by a fingerprint of the text and then by the text
 * itself; a directory says where the fingerprints of each beginning start,
 * so that a search has a step or two left.  It is no hash table: texts that
 * somebody has made to have the same fingerprint are told apart by halving,
 * in as many steps as a search without the directory takes.  Behind the text
 * come island, kind and scope: every question that link_names.c asks is one
 * range of the array, and its answers stand in the order of declaration.
 */

uint64_t
text_hash(const char *text)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);	/* FNV-1a */

	for (; *text != '\0'; text++)
		h = (h ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
	return h;
}

static int
compare_numbers(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static int
compare_texts(const struct index_entry *a, const struct index_entry *b)
{
	int order = compare_numbers(a->hash, b->hash);

	if (order == 0 && a->text != b->text)
		order = strcmp(a->text, b->text);
	return order;
}

static int
compare_kinds(const struct index_entry *a, const struct index_entry *b)
{
	int order = compare_numbers(a->island, b->island);

	return order != 0 ? order : compare_numbers(a->kind, b->kind);
}

static int
compare_scopes(const struct index_entry *a, const struct index_entry *b)
{
	int order = compare_kinds(a, b);

	if (order != 0 || a->scope == b->scope)
		return order;
	if (a->scope == NULL || b->scope == NULL)
		return a->scope == NULL ? -1 : 1;
	return compare_numbers(a->scope->order, b->scope->order);
}

static int
compare_entries(const void *x, const void *y)
{
	const struct index_entry *a = x, *b = y;
	int order = compare_texts(a, b);

	if (order == 0)
		order = compare_scopes(a, b);
	if (order == 0)
		order = compare_numbers(a->to->order, b->to->order);
	return order;
}

void
index_enter(struct linker *l, struct index_entry e)
{
	if (e.text == NULL || *e.text == '\0')
		return;
	e.hash = text_hash(e.text);
	vec_push(l->m->a, &l->index, e);
}

/* A text of t in its own island. */
static void
enter_text(struct linker *l, struct thing *t, const char *text,
    const struct thing *scope)
{
	index_enter(l, (struct index_entry){ .text = text,
		.island = t->island, .kind = t->kind, .scope = scope,
		.to = t });
}

/* The id of t, or a text that stands for it, in all islands. */
static void
enter_id(struct linker *l, struct thing *t, const char *id)
{
	index_enter(l, (struct index_entry){ .text = id,
		.island = ANY_ISLAND, .kind = t->kind, .to = t });
}

/*
 * Both ends of a transit gateway peering have one id; they are two things,
 * so each is told apart by its gateway.
 */
static void
enter_identity(struct linker *l, struct thing *t)
{
	const struct attachment *a = (const struct attachment *)t;
	const char *gateway;

	if (t->kind != KIND_ATTACHMENT || t->id == NULL) {
		enter_id(l, t, t->id);
		return;
	}
	gateway = a->gateway != NULL ? thing_label(&a->gateway->is) :
	    a->gateway_ref.text;
	enter_id(l, t, arena_printf(l->m->a, "%s %s", t->id,
	    gateway != NULL ? gateway : ""));
}

/* The id, the address and the name, each once. */
static void
add_names(struct linker *l, struct thing *t, const struct thing *scope)
{
	enter_text(l, t, t->id, scope);
	if (!str_equal(t->address, t->id))
		enter_text(l, t, t->address, scope);
	if (!str_equal(t->name, t->id) && !str_equal(t->name, t->address))
		enter_text(l, t, t->name, scope);
}

/* "out" is a name in the workload alone; ids and addresses are everywhere. */
static void
add_member(struct linker *l, struct thing *t, const struct workload *w)
{
	index_enter(l, (struct index_entry){ .text = t->name,
		.island = t->island, .kind = KIND_MEMBER, .scope = &w->is,
		.to = t });
	enter_text(l, t, t->id, thing_around(t));
	if (!str_equal(t->address, t->id))
		enter_text(l, t, t->address, thing_around(t));
}

/* Where fingerprints with these top bits begin. */
static size_t
slot(const struct linker *l, uint64_t hash)
{
	return (size_t)(hash >> (64 - l->index.bits));
}

void
index_sort(struct linker *l)
{
	size_t next = 0, slots;

	vec_sort(&l->index, compare_entries);
	l->index.bits = 1;
	while (l->index.bits < 31 &&
	    ((size_t)1 << l->index.bits) < l->index.n)
		l->index.bits++;
	slots = (size_t)1 << l->index.bits;
	l->index.first = arena_array(l->m->a, slots + 1,
	    sizeof *l->index.first);
	for (size_t i = 0; i < slots; i++) {
		while (next < l->index.n &&
		    slot(l, l->index.v[next].hash) < i)
			next++;
		l->index.first[i] = (uint32_t)next;
	}
	l->index.first[slots] = (uint32_t)l->index.n;
}

void
index_ids(struct linker *l)
{
	struct model *m = l->m;

	l->index.n = 0;
	for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
		bool wholly = kind == KIND_VPC || kind == KIND_TRANSIT_GATEWAY;

		for (size_t i = 0; i < m->things[kind].n; i++) {
			enter_identity(l, m->things[kind].v[i]);
			if (wholly)
				add_names(l, m->things[kind].v[i], NULL);
		}
	}
	index_sort(l);
}

void
index_names(struct linker *l)
{
	struct model *m = l->m;

	l->index.n = 0;
	for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
		for (size_t i = 0; i < m->things[kind].n; i++) {
			struct thing *t = m->things[kind].v[i];
			const struct workload *w = NULL;

			if (kind == KIND_INTERFACE)
				w = ((struct interface *)t)->workload;
			enter_id(l, t, t->id);
			if (w != NULL)
				add_member(l, t, w);
			else
				add_names(l, t, thing_around(t));
		}
	}
	index_sort(l);
}

typedef int compare_part(const struct index_entry *,
    const struct index_entry *);

/* The stretch of range that equals key by a comparison it is sorted by. */
static struct text_range
equal_range(struct linker *l, struct text_range range,
    const struct index_entry *key, compare_part *compare)
{
	struct text_range found = { 0 };
	size_t low = 0, high = range.n, end;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		l->steps++;
		if (compare(&range.v[middle], key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == range.n || compare(&range.v[low], key) != 0)
		return found;
	/* Most texts have one or two entries: look near first. */
	for (end = 1; low + end < range.n; end *= 2) {
		l->steps++;
		if (compare(&range.v[low + end], key) != 0)
			break;
	}
	high = low + end < range.n ? low + end : range.n;
	end = low + end / 2;
	while (end + 1 < high) {
		size_t middle = end + (high - end) / 2;

		l->steps++;
		if (compare(&range.v[middle], key) == 0)
			end = middle;
		else
			high = middle;
	}
	found.v = &range.v[low];
	found.n = end + 1 - low;
	return found;
}

struct text_range
index_text(struct linker *l, const char *text)
{
	struct index_entry key = { .text = text, .hash = text_hash(text) };
	const uint32_t *first = &l->index.first[slot(l, key.hash)];
	size_t n = first[1] - first[0];
	struct text_range near = { n > 0 ? l->index.v + first[0] : NULL, n };

	return equal_range(l, near, &key, compare_texts);
}

struct text_range
index_of_kind(struct linker *l, struct text_range range, unsigned island,
    unsigned kind)
{
	struct index_entry key = { .island = island, .kind = kind };

	return equal_range(l, range, &key, compare_kinds);
}

struct text_range
index_in_scope(struct linker *l, struct text_range range, unsigned island,
    unsigned kind, const struct thing *scope)
{
	struct index_entry key = { .island = island, .kind = kind,
		.scope = scope };

	return equal_range(l, range, &key, compare_scopes);
}
