/* SPDX-License-Identifier: MIT */
#include "document/marks.h"

#include <stdlib.h>

static const struct mark nowhere;

void
marks_add(struct arena *a, struct marks *m, uint32_t made, uint32_t from,
    uint32_t to)
{
	/* Something stands there, if only for a line to be shown. */
	struct mark mark = { made, from, to > from ? to : from + 1 };

	vec_push(a, &m->all, mark);
}

static int
compare_sources(const void *x, const void *y)
{
	const struct mark *a = x, *b = y;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return (a->made > b->made) - (a->made < b->made);
}

void
marks_sort(struct arena *a, struct marks *m)
{
	m->by_source = arena_array(a, m->all.n + 1, sizeof *m->by_source);
	for (size_t i = 0; i < m->all.n; i++)
		m->by_source[i] = m->all.v[i];
	qsort(m->by_source, m->all.n, sizeof *m->by_source, compare_sources);
}

const struct mark *
marks_of_made(const struct marks *m, uint32_t made)
{
	size_t low = 0, high = m->all.n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (m->all.v[middle].made <= made)
			low = middle + 1;
		else
			high = middle;
	}
	return low == 0 ? &nowhere : &m->all.v[low - 1];
}

const struct mark *
marks_of_source(const struct marks *m, uint32_t from)
{
	size_t low = 0, high = m->all.n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (m->by_source[middle].from <= from)
			low = middle + 1;
		else
			high = middle;
	}
	return low == 0 ? &nowhere : &m->by_source[low - 1];
}
