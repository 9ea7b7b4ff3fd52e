/* SPDX-License-Identifier: MIT */
#include "reach/reads.h"

struct reads *
reads_new(struct arena *a, const struct model *m)
{
	struct reads *r = arena_alloc(a, sizeof *r);

	r->a = a;
	r->rounds = arena_array(a, m->next_order + (size_t)1,
	    sizeof *r->rounds);
	r->round = 1;
	return r;
}

void
reads_begin(struct reads *r)
{
	r->round++;
	r->list.n = 0;
}

void
reads_add(struct reads *r, const struct thing *t)
{
	if (r->rounds[t->order] == r->round)
		return;
	r->rounds[t->order] = r->round;
	vec_push(r->a, &r->list, t);
}

struct read_list
reads_taken(const struct reads *r, struct arena *a)
{
	struct read_list out = { 0 };

	if (r->list.n == 0)
		return out;
	out.v = arena_array(a, r->list.n, sizeof(const struct thing *));
	for (size_t i = 0; i < r->list.n; i++)
		out.v[out.n++] = r->list.v[i];
	out.cap = out.n;
	return out;
}

bool
read_list_has(const struct read_list *list, const struct thing *t)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->v[i] == t)
			return true;
	return false;
}
