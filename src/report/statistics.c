/* SPDX-License-Identifier: MIT */
#include "report/text.h"

#include "report/common.h"
#include "text/table.h"

#include <stdlib.h>
#include <string.h>

/* How often a rule found something, and how bad the worst of it is. */
struct tally {
	const struct notice *rule;
	size_t n;
	enum severity worst;
};

struct tallies {
	struct tally *v;
	size_t n, cap;
};

static int
compare_codes(const void *x, const void *y)
{
	const struct shown *a = x, *b = y;

	return strcmp(a->f->notice->code, b->f->notice->code);
}

/* The most frequent first. */
static int
compare_tallies(const void *x, const void *y)
{
	const struct tally *a = x, *b = y;

	if (a->n != b->n)
		return a->n > b->n ? -1 : 1;
	return strcmp(a->rule->code, b->rule->code);
}

static struct tallies
tally(struct arena *a, struct shown *shown, size_t n)
{
	struct tallies list = { 0 };

	if (n > 1)
		qsort(shown, n, sizeof *shown, compare_codes);
	for (size_t i = 0; i < n; i++) {
		const struct finding *f = shown[i].f;
		struct tally new = { .rule = f->notice };
		struct tally *last;

		if (i == 0 || shown[i - 1].f->notice != f->notice)
			vec_push(a, &list, new);
		last = &list.v[list.n - 1];
		last->n++;
		if (f->severity > last->worst)
			last->worst = f->severity;
	}
	vec_sort(&list, compare_tallies);
	return list;
}

void
report_statistics(struct str *out, const struct report *r)
{
	struct table *t = table_new(r->a, "rlll");
	size_t n;
	struct shown *shown = report_shown(r, &n);
	struct tallies list = tally(r->a, shown, n);

	for (size_t i = 0; i < list.n; i++) {
		const struct tally *of = &list.v[i];

		table_row(t, (const char *[]){ arena_printf(r->a, "%zu", of->n),
		    severity_name(of->worst), of->rule->code,
		    of->rule->name });
	}
	if (list.n > 0) {
		table_print(t, out, 0, r->style.width);
		if (!r->quiet)
			str_add_char(out, '\n');
	}
	text_add_summary(out, r);
}
