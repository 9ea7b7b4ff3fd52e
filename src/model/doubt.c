/* SPDX-License-Identifier: MIT */
#include "model/doubt.h"

#include "base/str.h"
#include "model/model.h"

#include <stdlib.h>
#include <string.h>

void
model_infer(struct model *m, struct inference what)
{
	vec_push(m->a, &m->inferences, what);
}

void
model_leave(struct model *m, struct untold what)
{
	vec_push(m->a, &m->untold, what);
}

static int
compare_places(struct place a, struct place b)
{
	if (a.file != b.file)
		return a.file < b.file ? -1 : 1;
	return (a.offset > b.offset) - (a.offset < b.offset);
}

/* By the number of the thing: pointers would differ by run. */
static int
compare_inferences(const void *x, const void *y)
{
	const struct inference *a = x, *b = y;
	int order = (a->of->order > b->of->order) -
	    (a->of->order < b->of->order);

	if (order == 0)
		order = compare_places(a->at, b->at);
	if (order == 0)
		order = strcmp(a->key, b->key);
	return order != 0 ? order : strcmp(a->to, b->to);
}

static int
compare_untold(const void *x, const void *y)
{
	const struct untold *a = x, *b = y;
	int order = compare_places(a->at, b->at);

	return order != 0 ? order : strcmp(a->text, b->text);
}

/* An attribute that is looked at twice says the same twice. */
#define without_repetitions(vec, compare)				\
	do {								\
		size_t kept_ = 0;					\
									\
		vec_sort(vec, compare);					\
		for (size_t i_ = 0; i_ < (vec)->n; i_++)		\
			if (kept_ == 0 || compare(&(vec)->v[kept_ - 1],	\
			    &(vec)->v[i_]) != 0)			\
				(vec)->v[kept_++] = (vec)->v[i_];	\
		(vec)->n = kept_;					\
	} while (0)

void
model_sort_doubts(struct model *m)
{
	for (size_t i = 0; i < m->inferences.n; i++)
		while (m->inferences.v[i].of->merged_into != NULL)
			m->inferences.v[i].of =
			    m->inferences.v[i].of->merged_into;
	without_repetitions(&m->inferences, compare_inferences);
	without_repetitions(&m->untold, compare_untold);
}

const struct inference *
model_inferences(const struct model *m, const struct thing *of, size_t *n)
{
	size_t low = 0, high = m->inferences.n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (m->inferences.v[middle].of->order < of->order)
			low = middle + 1;
		else
			high = middle;
	}
	for (*n = 0; low + *n < m->inferences.n &&
	    m->inferences.v[low + *n].of == of; )
		++*n;
	return *n > 0 ? &m->inferences.v[low] : NULL;
}

bool
inference_is_like(const struct inference *a, const struct inference *b)
{
	return str_equal(a->key, b->key) && str_equal(a->to, b->to) &&
	    str_equal(a->from, b->from);
}

const char *
inference_text(struct arena *a, const struct inference *i)
{
	return arena_printf(a, "\"%s\" as %s, inferred from %s", i->key, i->to,
	    i->from);
}

const char *
inference_title(struct arena *a, const struct inference *i)
{
	return arena_printf(a, "\"%s\" of %s as %s, inferred from %s", i->key,
	    i->object, i->to, i->from);
}
