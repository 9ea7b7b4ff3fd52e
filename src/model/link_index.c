/* SPDX-License-Identifier: MIT */
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
index_enter(struct linker *l, const char *text, unsigned island, unsigned kind,
    const struct thing *scope, struct thing *to)
{
	struct index_entry e = {
		.text = text, .island = island, .kind = kind, .scope = scope,
		.to = to,
	};

	if (text == NULL || *text == '\0')
		return;
	e.hash = text_hash(text);
	vec_push(l->m->a, &l->index, e);
}

static void
add_id(struct linker *l, struct thing *t)
{
	index_enter(l, t->id, ANY_ISLAND, t->kind, NULL, t);
}

/*
 * Both ends of a transit gateway peering have one id; they are two things,
 * so each is told apart by its gateway.
 */
static void
add_identity(struct linker *l, struct thing *t)
{
	const struct attachment *a = (const struct attachment *)t;
	const char *gateway;

	if (t->kind != KIND_ATTACHMENT || t->id == NULL) {
		add_id(l, t);
		return;
	}
	gateway = a->gateway != NULL ? thing_label(&a->gateway->is) :
	    a->gateway_ref.text;
	index_enter(l, arena_printf(l->m->a, "%s %s", t->id,
	    gateway != NULL ? gateway : ""), ANY_ISLAND, t->kind, NULL, t);
}

/* The id, the address and the name, each once. */
static void
add_names(struct linker *l, struct thing *t, const struct thing *scope)
{
	const char *texts[] = { t->id, t->address, t->name };

	for (size_t i = 0; i < 3; i++) {
		bool again = false;

		for (size_t j = 0; j < i; j++)
			again = again || (texts[i] != NULL &&
			    texts[j] != NULL &&
			    strcmp(texts[i], texts[j]) == 0);
		if (!again)
			index_enter(l, texts[i], t->island, t->kind, scope, t);
	}
}

/* The thing among whose names those of t stand. */
static const struct thing *
scope_of(const struct thing *t)
{
	const struct transit_gateway *gateway = NULL;

	if (t->kind == KIND_ATTACHMENT)
		gateway = ((const struct attachment *)t)->gateway;
	else if (t->kind == KIND_TRANSIT_TABLE)
		gateway = ((const struct transit_table *)t)->gateway;
	if (gateway != NULL)
		return &gateway->is;
	return t->vpc != NULL ? &t->vpc->is : NULL;
}

/* "out" is a name in the workload alone; ids and addresses are everywhere. */
static void
add_member(struct linker *l, struct thing *t, const struct workload *w)
{
	const char *name = t->name;

	index_enter(l, name, t->island, KIND_MEMBER, &w->is, t);
	index_enter(l, t->id, t->island, t->kind, scope_of(t), t);
	if (t->address != NULL && t->id != t->address)
		index_enter(l, t->address, t->island, t->kind, scope_of(t), t);
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
			add_identity(l, m->things[kind].v[i]);
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
			add_id(l, t);
			if (w != NULL)
				add_member(l, t, w);
			else
				add_names(l, t, scope_of(t));
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
	struct text_range near = { l->index.v + first[0],
		first[1] - first[0] };

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
