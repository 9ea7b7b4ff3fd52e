/* SPDX-License-Identifier: MIT */
#include "draw/trace_step.h"

#include "base/vec.h"

/*
 * Which element both ways of a trace pass: the longest common part of the way
 * there and the way back, turned round, tells.
 */

enum { STEPS_MAX = 40 };

/* Whether both are about one element: groups and ACLs have two sides. */
static bool
same_element(const struct trace_step *x, const struct trace_step *y)
{
	const struct hop *a = x->hop, *b = y->hop;
	bool acls = trace_word(a) == trace_word(b);

	return acls && a->thing == b->thing && (a->subnet == b->subnet ||
	    !hop_is_acl(a->kind));
}

/* The steps that are drawn, and their numbers; false: too many. */
static bool
shown_steps(const struct trace_steps *all, unsigned *number,
    struct trace_row v[STEPS_MAX], size_t *n, bool back)
{
	*n = 0;
	for (size_t i = 0; i < all->n; i++) {
		if (trace_is_silent(&all->v[i]))
			continue;
		if (*n == STEPS_MAX)
			return false;
		v[*n] = (struct trace_row){ 0 };
		if (back) {
			v[*n].back = &all->v[i];
			v[(*n)++].back_number = ++*number;
		} else {
			v[*n].there = &all->v[i];
			v[(*n)++].there_number = ++*number;
		}
	}
	for (size_t i = 0; back && i < *n / 2; i++) {
		struct trace_row swapped = v[i];

		v[i] = v[*n - 1 - i];
		v[*n - 1 - i] = swapped;
	}
	return true;
}

/* Merge by the longest common subsequence. */
static void
merge(struct arena *a, const struct trace_row *x, size_t n, const struct trace_row *y,
    size_t m, struct trace_rows *out)
{
	size_t common[STEPS_MAX + 1][STEPS_MAX + 1] = { { 0 } };
	size_t i = 0, j = 0;

	for (i = n; i-- > 0; )
		for (j = m; j-- > 0; )
			common[i][j] = same_element(x[i].there, y[j].back) ?
			    common[i + 1][j + 1] + 1 :
			    common[i + 1][j] >= common[i][j + 1] ?
			    common[i + 1][j] : common[i][j + 1];
	for (i = j = 0; i < n || j < m; ) {
		if (i < n && j < m && same_element(x[i].there, y[j].back)) {
			struct trace_row both = x[i++];

			both.back = y[j].back;
			both.back_number = y[j++].back_number;
			vec_push(a, out, both);
		} else if (j == m || (i < n &&
		    common[i + 1][j] >= common[i][j + 1])) {
			vec_push(a, out, x[i]);
			i++;
		} else {
			vec_push(a, out, y[j]);
			j++;
		}
	}
}

/* The answer reads upwards: how far it comes before what stops it. */
static void
follow_answer(const struct drawing *g, struct trace_rows *rows, unsigned forward)
{
	bool reached = g->stop > forward;

	for (size_t i = rows->n; i-- > 0; ) {
		struct trace_row *r = &rows->v[i];

		r->answered = reached;
		reached = reached && (r->back == NULL ||
		    r->back_number < g->stop);
	}
}

bool
trace_pair_up(const struct drawing *g, struct trace_rows *out)
{
	const struct trace *t = g->d->trace;
	struct trace_row there[STEPS_MAX], home[STEPS_MAX];
	unsigned number = 0, forward_last;
	size_t n, m;

	*out = (struct trace_rows){ 0 };
	if (!shown_steps(&t->forward, &number, there, &n, false))
		return false;
	forward_last = number;
	if (!shown_steps(&t->back, &number, home, &m, true))
		return false;
	merge(g->a, there, n, home, m, out);
	follow_answer(g, out, forward_last);
	out->last = number;
	return true;
}
