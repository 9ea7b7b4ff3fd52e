/* SPDX-License-Identifier: MIT */
#include "diag/finding.h"

#include <stdlib.h>
#include <string.h>

struct findings
findings_new(struct arena *a)
{
	struct findings list = { .a = a };

	return list;
}

struct finding *
finding_add(struct findings *list, const struct notice *notice,
    struct place at, const char *format, ...)
{
	struct finding *f = arena_alloc(list->a, sizeof *f);
	va_list args;

	f->notice = notice;
	f->severity = notice->severity;
	f->at = at;
	va_start(args, format);
	f->message = arena_vprintf(list->a, format, args);
	va_end(args);
	vec_push(list->a, list, f);
	return f;
}

void
finding_witness(struct findings *list, struct finding *f, const char *key,
    const char *format, ...)
{
	struct witness w = { .key = key };
	va_list args;

	va_start(args, format);
	w.value = arena_vprintf(list->a, format, args);
	va_end(args);
	vec_push(list->a, &f->witness, w);
}

void
finding_related(struct findings *list, struct finding *f, struct place at,
    const char *format, ...)
{
	struct related r = { .at = at };
	va_list args;

	va_start(args, format);
	r.text = arena_vprintf(list->a, format, args);
	va_end(args);
	vec_push(list->a, &f->related, r);
}

void
finding_hop(struct findings *list, struct finding *f, struct place at,
    const char *text)
{
	struct related hop = { at, arena_strdup(list->a, text) };

	vec_push(list->a, &f->way, hop);
}

void
finding_help(struct findings *list, struct finding *f, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	f->help = arena_vprintf(list->a, format, args);
	va_end(args);
}

void
finding_edit(struct findings *list, struct finding *f, struct place at,
    const char *from, const char *to)
{
	struct edit e = {
		.at = at,
		.from = arena_strdup(list->a, from),
		.to = arena_strdup(list->a, to)
	};

	if (f->fix == NULL)
		f->fix = arena_printf(list->a, "write %s", to);
	vec_push(list->a, &f->edits, e);
}

void
finding_edit_out(struct findings *list, struct finding *f, struct place at)
{
	struct edit e = { .at = at, .from = NULL, .to = "" };

	if (f->fix == NULL)
		f->fix = "take it out";
	vec_push(list->a, &f->edits, e);
}

void
finding_passes(struct findings *list, struct finding *f, const void *thing)
{
	vec_push(list->a, &f->passes, thing);
}

void
finding_needs(struct findings *list, struct finding *f,
    const void *expectation)
{
	vec_push(list->a, &f->needs, expectation);
}

void
finding_marks(struct findings *list, struct finding *f, const void *thing)
{
	vec_push(list->a, &f->marks, thing);
}

int
finding_compare(const struct finding *a, const struct finding *b)
{
	int order = (int)a->closes - (int)b->closes;

	if (order == 0)
		order = place_compare(a->at, b->at);
	if (order == 0)
		order = strcmp(a->notice->code, b->notice->code);
	if (order == 0)
		order = strcmp(a->message, b->message);
	return order;
}

static int
compare_pointers(const void *a, const void *b)
{
	return finding_compare(*(struct finding *const *)a,
	    *(struct finding *const *)b);
}

void
findings_sort(struct findings *list)
{
	size_t kept = 0;

	vec_sort(list, compare_pointers);
	for (size_t i = 0; i < list->n; i++)
		if (kept == 0 || finding_compare(list->v[kept - 1],
		    list->v[i]) != 0)
			list->v[kept++] = list->v[i];
	list->n = kept;
}

/* What is added to a list goes elsewhere than the other finding's room. */
#define be_full(vec)	((vec)->cap = (vec)->n)

struct findings
findings_copy(struct arena *a, const struct findings *list)
{
	struct findings out = findings_new(a);

	for (size_t i = 0; i < list->n; i++) {
		struct finding *f = arena_alloc(a, sizeof *f);

		*f = *list->v[i];
		be_full(&f->witness);
		be_full(&f->related);
		be_full(&f->way);
		be_full(&f->edits);
		be_full(&f->passes);
		be_full(&f->needs);
		be_full(&f->marks);
		vec_push(a, &out, f);
	}
	return out;
}
