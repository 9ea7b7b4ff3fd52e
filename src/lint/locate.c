/* SPDX-License-Identifier: MIT */
#include "lint/locate.h"

#include "document/node.h"

#include <stdlib.h>
#include <string.h>

bool *
locate_specs(struct arena *a, struct document *const *documents,
    size_t n_documents)
{
	bool *is_spec = arena_array(a, n_documents, sizeof *is_spec);

	for (size_t i = 0; i < n_documents; i++)
		is_spec[i] = documents[i] != NULL &&
		    node_exists(node_get(node_root(documents[i]), "vpcplan"));
	return is_spec;
}

static int
by_place(const void *x, const void *y)
{
	const struct finding *const *a = x, *const *b = y;

	return place_compare((*a)->at, (*b)->at);
}

/* The findings v[0..n) stand in d and are sorted by place. */
static void
set_pointers(struct arena *a, const struct document *d, struct finding **v,
    size_t n)
{
	uint32_t *offsets = arena_array(a, n, sizeof *offsets);
	const char **pointers = arena_array(a, n, sizeof *pointers);

	for (size_t i = 0; i < n; i++)
		offsets[i] = v[i]->at.offset;
	document_pointers(a, d, offsets, n, pointers);
	for (size_t i = 0; i < n; i++)
		v[i]->object = pointers[i];
}

static bool
wants_pointer(const struct finding *f, struct document *const *documents,
    size_t n_documents)
{
	return f->object == NULL && f->at.file > 0 &&
	    f->at.file <= n_documents && documents[f->at.file - 1] != NULL;
}

void
locate_findings(struct arena *a, struct document *const *documents,
    size_t n_documents, struct findings *findings)
{
	struct finding **v = arena_array(a, findings->n, sizeof *v);
	size_t n = 0;

	for (size_t i = 0; i < findings->n; i++)
		if (wants_pointer(findings->v[i], documents, n_documents))
			v[n++] = findings->v[i];
	if (n > 1)
		qsort(v, n, sizeof *v, by_place);
	for (size_t i = 0, end; i < n; i = end) {
		uint32_t file = v[i]->at.file;

		for (end = i; end < n && v[end]->at.file == file; end++)
			;
		set_pointers(a, documents[file - 1], v + i, end - i);
	}
}

/* ---------------------------------------------- the things at the places */

struct located {
	uint32_t offset;
	struct thing *thing;
};

struct located_list {
	struct located *v;
	size_t n, cap;
};

static int
by_offset(const void *x, const void *y)
{
	const struct located *a = x, *b = y;

	if (a->offset != b->offset)
		return a->offset < b->offset ? -1 : 1;
	return (a->thing->order > b->thing->order) -
	    (a->thing->order < b->thing->order);
}

/* A thing's place: the values in it, and the nearest thing around it. */
struct region {
	struct document_values values;
	struct thing *thing;
	const struct region *around;	/* or NULL */
};

struct regions {
	struct region *v;
	size_t n, cap;
};

static int
by_first(const void *x, const void *y)
{
	const struct region *a = x, *b = y;

	if (a->values.first != b->values.first)
		return a->values.first < b->values.first ? -1 : 1;
	return by_offset(&(struct located){ a->thing->at.offset, a->thing },
	    &(struct located){ b->thing->at.offset, b->thing });
}

static bool
has(const struct region *r, uint32_t value)
{
	return r->values.first <= value && value < r->values.end;
}

/* The regions of the things of one file, the first of each place. */
static struct regions
things_of(struct arena *a, const struct model *m, const struct document *d,
    uint32_t file)
{
	struct located_list all = { 0 };
	struct regions out = { 0 };
	struct document_values *values;
	uint32_t *offsets;
	size_t kept = 0;

	for (size_t kind = 0; kind < KIND_COUNT; kind++)
		for (size_t i = 0; i < m->things[kind].n; i++) {
			struct thing *t = m->things[kind].v[i];
			struct located one = { t->at.offset, t };

			if (t->at.file == file)
				vec_push(a, &all, one);
		}
	vec_sort(&all, by_offset);
	offsets = arena_array(a, all.n, sizeof *offsets);
	values = arena_array(a, all.n, sizeof *values);
	for (size_t i = 0; i < all.n; i++)
		offsets[i] = all.v[i].offset;
	document_values_at(d, offsets, all.n, values);
	for (size_t i = 0; i < all.n; i++) {
		struct region one = { values[i], all.v[i].thing, NULL };

		vec_push(a, &out, one);
	}
	vec_sort(&out, by_first);
	for (size_t i = 0; i < out.n; i++) {
		const struct region *around = kept > 0 ? &out.v[kept - 1]
		    : NULL;
		struct region one = out.v[i];

		if (kept > 0 && around->values.first == one.values.first)
			continue;
		while (around != NULL && !has(around, one.values.first))
			around = around->around;
		one.around = around;
		out.v[kept++] = one;
	}
	out.n = kept;
	return out;
}

/* The thing at a value or at the nearest one around it; NULL if none. */
static struct thing *
thing_at(const struct regions *regions, uint32_t value)
{
	size_t low = 0, high = regions->n;
	const struct region *r;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (regions->v[middle].values.first <= value)
			low = middle + 1;
		else
			high = middle;
	}
	r = low > 0 ? &regions->v[low - 1] : NULL;
	while (r != NULL && !has(r, value))
		r = r->around;
	return r != NULL ? r->thing : NULL;
}

static void
set_things(struct arena *a, const struct model *m, struct document *d,
    struct finding **v, size_t n)
{
	struct regions things = things_of(a, m, d, v[0]->at.file);
	uint32_t *offsets = arena_array(a, n, sizeof *offsets);
	struct document_values *values = arena_array(a, n, sizeof *values);

	for (size_t i = 0; i < n; i++)
		offsets[i] = v[i]->at.offset;
	document_values_at(d, offsets, n, values);
	for (size_t i = 0; i < n; i++) {
		const void *t = thing_at(&things, values[i].first);

		if (t == NULL)
			continue;
		vec_push(a, &v[i]->marks, t);
		if (v[i]->about == NULL)
			v[i]->about = t;
	}
}

void
locate_things(struct arena *a, const struct model *m,
    struct document *const *documents, size_t n_documents,
    struct findings *findings)
{
	struct finding **v = arena_array(a, findings->n, sizeof *v);
	size_t n = 0;

	for (size_t i = 0; i < findings->n; i++) {
		struct finding *f = findings->v[i];

		if (f->marks.n == 0 && f->at.file > 0 &&
		    f->at.file <= n_documents &&
		    documents[f->at.file - 1] != NULL &&
		    f->notice->class != CLASS_META)
			v[n++] = f;
	}
	if (n > 1)
		qsort(v, n, sizeof *v, by_place);
	for (size_t i = 0, end; i < n; i = end) {
		uint32_t file = v[i]->at.file;

		for (end = i; end < n && v[end]->at.file == file; end++)
			;
		set_things(a, m, documents[file - 1], v + i, end - i);
	}
}
