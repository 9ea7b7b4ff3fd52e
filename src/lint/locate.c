/* SPDX-License-Identifier: MIT */
#include "lint/locate.h"

#include "document/node.h"

#include <stdlib.h>

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
