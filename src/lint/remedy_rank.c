/* SPDX-License-Identifier: MIT */
#include "lint/remedy_rank.h"

#include "base/map.h"
#include "base/str.h"
#include "lint/remedy_direct.h"

#include <stdlib.h>

bool
remedy_is_for_outcome(const struct outcome *o)
{
	return (o->failure == FAILURE_BLOCKED ||
	    o->failure == FAILURE_PARTIAL) && !o->vacuous &&
	    o->of->verb != NEVER_REACHES;
}

bool
remedy_is_for_finding(const struct finding *f)
{
	return ((f->wants.from != NULL && f->wants.to != NULL) ||
	    remedy_is_direct(f)) && f->caused_by == NULL &&
	    f->suppressed == NULL && f->fix == NULL;
}

/* ------------------------------------------ the finding of an expectation */

struct said {
	const void *about;
	struct finding *f;
};

struct saying {
	struct said *v;
	size_t n, cap;
};

static int
compare_said(const void *x, const void *y)
{
	uintptr_t a = (uintptr_t)((const struct said *)x)->about;
	uintptr_t b = (uintptr_t)((const struct said *)y)->about;

	return (a > b) - (a < b);
}

static struct saying
saying_of(struct arena *a, const struct findings *findings)
{
	struct saying out = { 0 };

	for (size_t i = 0; i < findings->n; i++) {
		struct said one = { findings->v[i]->about, findings->v[i] };

		if (one.about != NULL)
			vec_push(a, &out, one);
	}
	vec_sort(&out, compare_said);
	return out;
}

static struct finding *
finding_of(const struct saying *all, const struct outcome *o)
{
	struct said wanted = { o->of, NULL };
	const struct said *found = all->n == 0 ? NULL : bsearch(&wanted,
	    all->v, all->n, sizeof *all->v, compare_said);
	struct finding *f = found == NULL ? NULL : found->f;

	while (f != NULL && f->caused_by != NULL)
		f = f->caused_by;
	return f;
}

/* ---------------------------------------------------------------- ranking */

static const char *
key_of_blockers(struct arena *a, const struct outcome *o)
{
	struct str s = str_new(a);

	for (size_t i = 0; i < o->blockers.n; i++)
		str_addf(&s, "%p %s ", o->blockers.v[i].subject,
		    o->blockers.v[i].direction != NULL ?
		    o->blockers.v[i].direction : "");
	return str_text(&s);
}

struct sort_of_blockers {
	size_t n;
};

static struct sort_of_blockers *
sort_of(struct arena *a, struct map *sorts, const struct outcome *o)
{
	void **slot = map_slot(sorts, key_of_blockers(a, o));

	if (*slot == NULL)
		*slot = arena_alloc(a, sizeof(struct sort_of_blockers));
	return *slot;
}

static int
compare_candidates(const void *x, const void *y)
{
	const struct candidate *a = x, *b = y;

	if (a->nth != b->nth)
		return a->nth < b->nth ? -1 : 1;
	if (a->alike != b->alike)
		return a->alike > b->alike ? -1 : 1;
	return a->number < b->number ? -1 : a->number > b->number;
}

static void
rank(struct arena *a, struct candidates *all, const struct outcomes *outcomes)
{
	struct map sorts = map_new(a);

	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].outcome != SIZE_MAX)
			all->v[i].nth = sort_of(a, &sorts, &outcomes->v[
			    all->v[i].outcome])->n++;
	for (size_t i = 0; i < all->n; i++)
		all->v[i].alike = all->v[i].outcome == SIZE_MAX ? 1 :
		    sort_of(a, &sorts, &outcomes->v[all->v[i].outcome])->n;
	vec_sort(all, compare_candidates);
}

/* ------------------------------------------------------- what was mended */

static int
compare_by_finding(const void *x, const void *y)
{
	uintptr_t a = (uintptr_t)(*(struct candidate *const *)x)->f;
	uintptr_t b = (uintptr_t)(*(struct candidate *const *)y)->f;

	return (a > b) - (a < b);
}

void
candidates_mend(struct candidates *all, const struct finding *f)
{
	size_t low = 0, high = all->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if ((uintptr_t)all->by_finding[middle]->f < (uintptr_t)f)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < all->n && all->by_finding[low]->f == f; low++)
		all->by_finding[low]->mended = true;
}

struct candidates
candidates_of(struct arena *a, const struct outcomes *outcomes,
    const struct findings *findings, size_t limit)
{
	struct saying saying = saying_of(a, findings);
	struct candidates out = { 0 };

	for (size_t i = 0; i < outcomes->n; i++) {
		struct candidate c = { .outcome = i, .number = out.n,
			.f = finding_of(&saying, &outcomes->v[i]) };

		if (remedy_is_for_outcome(&outcomes->v[i]))
			vec_push(a, &out, c);
	}
	for (size_t i = 0; i < findings->n; i++) {
		struct candidate c = { .outcome = SIZE_MAX, .number = out.n,
			.f = findings->v[i] };

		if (remedy_is_for_finding(findings->v[i]))
			vec_push(a, &out, c);
	}
	if (out.n > limit)
		rank(a, &out, outcomes);
	out.by_finding = arena_array(a, out.n, sizeof(struct candidate *));
	for (size_t i = 0; i < out.n; i++)
		out.by_finding[i] = &out.v[i];
	vec_sort_items(out.by_finding, out.n, sizeof(struct candidate *),
	    compare_by_finding);
	return out;
}
