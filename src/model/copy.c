/* SPDX-License-Identifier: MIT */
#include "model/copy.h"

#include "model/copy_parts.h"

#include <stdlib.h>
#include <string.h>

/*
 * First all things, as bytes; then what leads from each of them, by the rows
 * of copy_parts.c.
 */

struct copying {
	struct arena *a;
	struct thing **of;	/* copies, by order */
	size_t n;
	struct moves *moves;	/* sorted; or NULL */
};

/* Any VEC(), of whatever it is. */
struct any_list {
	void *v;
	size_t n, cap;
};

static int
compare_moved(const void *x, const void *y)
{
	uintptr_t a = (uintptr_t)((const struct moved *)x)->was;
	uintptr_t b = (uintptr_t)((const struct moved *)y)->was;

	return (a > b) - (a < b);
}

/* The first that is not below an address. */
static size_t
first_move(const struct moves *moves, uintptr_t address)
{
	size_t low = 0, high = moves->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if ((uintptr_t)moves->v[middle].was < address)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void
note(const struct copying *c, const void *was, void *is, size_t size)
{
	uintptr_t from = (uintptr_t)was;

	if (c->moves == NULL || c->moves->n == 0)
		return;
	for (size_t i = first_move(c->moves, from); i < c->moves->n &&
	    (uintptr_t)c->moves->v[i].was - from < size; i++)
		c->moves->v[i].is = (char *)is +
		    ((uintptr_t)c->moves->v[i].was - from);
}

static void *
copy_bytes(const struct copying *c, const void *was, size_t size)
{
	void *is = arena_alloc(c->a, size);

	memcpy(is, was, size);
	note(c, was, is, size);
	return is;
}

/* What is in no list of the model is no part of the network, and stays. */
static struct thing *
copy_of(const struct copying *c, struct thing *t)
{
	return t != NULL && t->order < c->n && c->of[t->order] != NULL ?
	    c->of[t->order] : t;
}

static void copy_parts(const struct copying *c, void *of,
    const struct part *parts);

static void
copy_things(const struct copying *c, struct any_list *list)
{
	struct thing *to;
	char *v = arena_array(c->a, list->n, sizeof to);

	memcpy(v, list->v, list->n * sizeof to);
	for (size_t i = 0; i < list->n; i++) {
		memcpy(&to, v + i * sizeof to, sizeof to);
		to = copy_of(c, to);
		memcpy(v + i * sizeof to, &to, sizeof to);
	}
	list->v = v;
}

static void
copy_list(const struct copying *c, const struct part *p,
    struct any_list *list)
{
	list->v = copy_bytes(c, list->v, list->n * p->size);
	for (size_t i = 0; p->parts->how != PART_END && i < list->n; i++)
		copy_parts(c, (char *)list->v + i * p->size, p->parts);
}

static void
copy_owned(const struct copying *c, const struct part *p,
    struct any_list *list)
{
	void *one;
	char *v = arena_array(c->a, list->n, sizeof one);

	memcpy(v, list->v, list->n * sizeof one);
	for (size_t i = 0; i < list->n; i++) {
		memcpy(&one, v + i * sizeof one, sizeof one);
		one = copy_bytes(c, one, p->size);
		copy_parts(c, one, p->parts);
		memcpy(v + i * sizeof one, &one, sizeof one);
	}
	list->v = v;
}

/* Shared, as long as nothing in it leads back. */
static void
copy_rest(const struct copying *c, struct group_rule *r)
{
	struct rule_rest *rest = arena_alloc(c->a, sizeof *rest);

	*rest = *r->rest;
	rest->block_of = copy_of(c, rest->block_of);
	r->rest = rest;
}

/* A large network has a million of these: in one piece. */
static void
copy_rules(const struct copying *c, struct any_list *list)
{
	struct group_rule **was = list->v;
	struct group_rule **v = arena_array(c->a, list->n,
	    sizeof(struct group_rule *));
	struct group_rule *all = arena_array(c->a, list->n, sizeof *all);

	for (size_t i = 0; i < list->n; i++) {
		v[i] = &all[i];
		*v[i] = *was[i];
		note(c, was[i], v[i], sizeof *v[i]);
		if (group_rule_to(v[i]) != NULL)
			v[i]->peer.name.to = copy_of(c, v[i]->peer.name.to);
		if (v[i]->rest != NULL && v[i]->rest->block_of != NULL)
			copy_rest(c, v[i]);
	}
	list->v = v;
}

static void
copy_part(const struct copying *c, const struct part *p, void *field)
{
	struct any_list list;
	struct thing *to;

	if (p->how == PART_INSIDE) {
		copy_parts(c, field, p->parts);
		return;
	}
	if (p->how == PART_THING) {
		memcpy(&to, field, sizeof to);
		to = copy_of(c, to);
		memcpy(field, &to, sizeof to);
		return;
	}
	memcpy(&list, field, sizeof list);
	list.cap = list.n;
	if (list.n == 0)
		list.v = NULL;
	else if (p->how == PART_THINGS)
		copy_things(c, &list);
	else if (p->how == PART_LIST)
		copy_list(c, p, &list);
	else if (p->how == PART_OWNED)
		copy_owned(c, p, &list);
	else
		copy_rules(c, &list);
	memcpy(field, &list, sizeof list);
}

/* Of bytes that are a copy already. */
static void
copy_parts(const struct copying *c, void *of, const struct part *parts)
{
	for (; parts->how != PART_END; parts++)
		copy_part(c, parts, (char *)of + parts->offset);
}

static void
sort_moves(struct moves *moves)
{
	size_t kept = 0;

	vec_sort(moves, compare_moved);
	for (size_t i = 0; i < moves->n; i++)
		if (kept == 0 || moves->v[kept - 1].was != moves->v[i].was)
			moves->v[kept++] = moves->v[i];
	moves->n = kept;
}

struct model *
model_copy(struct arena *a, const struct model *m, struct moves *moves)
{
	struct copying c = { .a = a, .n = m->next_order, .moves = moves,
		.of = arena_array(a, m->next_order, sizeof *c.of) };
	struct model *out = arena_alloc(a, sizeof *out);

	if (moves != NULL)
		sort_moves(moves);
	for (int kind = 0; kind < KIND_COUNT; kind++)
		for (size_t i = 0; i < m->things[kind].n; i++) {
			const struct thing *t = m->things[kind].v[i];

			c.of[t->order] = copy_bytes(&c, t, layouts_of_kinds[kind].size);
		}
	*out = *m;
	out->a = a;
	/* Texts of readers, who are done: nobody looks there any more. */
	out->names = names_new(a);
	out->ports = map_new(a);
	copy_parts(&c, out, parts_of_model);
	for (int kind = 0; kind < KIND_COUNT; kind++) {
		struct any_list list = { m->things[kind].v, m->things[kind].n,
			m->things[kind].n };

		if (list.n > 0)
			copy_things(&c, &list);
		out->things[kind].v = list.v;
		out->things[kind].cap = list.cap;
		for (size_t i = 0; i < list.n; i++) {
			copy_parts(&c, out->things[kind].v[i], parts_of_thing);
			copy_parts(&c, out->things[kind].v[i],
			    layouts_of_kinds[kind].parts);
		}
	}
	return out;
}

void *
moved_to(const struct moves *moves, const void *was)
{
	size_t i = first_move(moves, (uintptr_t)was);

	return was != NULL && i < moves->n && moves->v[i].was == was ?
	    moves->v[i].is : NULL;
}
