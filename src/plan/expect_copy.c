/* SPDX-License-Identifier: MIT */
#include "plan/expect.h"

#include "base/vec.h"

/* What outcomes lead to, and where that is in a copy of their network. */

struct following {
	struct arena *a;	/* NULL: follow; else note */
	struct moves *moves;
};

static void *
follow(const struct following *f, void *p)
{
	struct moved one = { .was = p };

	if (f->a == NULL)
		return moved_to(f->moves, p);
	if (p != NULL)
		vec_push(f->a, f->moves, one);
	return p;
}

#define FOLLOW(f, type, field)						\
	((field) = (type)follow((f), (void *)(uintptr_t)(field)))

static void
follow_selection(const struct following *f, struct selection *s)
{
	FOLLOW(f, struct thing *, s->thing);
	FOLLOW(f, struct vpc *, s->vpc);
}

static void
follow_outcome(const struct following *f, struct outcome *o)
{
	FOLLOW(f, const struct expectation *, o->of);
	follow_selection(f, &o->means.from);
	follow_selection(f, &o->means.to);
	for (size_t i = 0; i < o->blockers.n; i++) {
		FOLLOW(f, const struct thing *, o->blockers.v[i].thing);
		FOLLOW(f, const void *, o->blockers.v[i].subject);
	}
	FOLLOW(f, const struct security_group *, o->lets.group);
	FOLLOW(f, const struct group_rule *, o->lets.rule);
	FOLLOW(f, const struct route *, o->lets.route);
	for (size_t i = 0; i < o->reads.n; i++)
		FOLLOW(f, const struct thing *, o->reads.v[i]);
}

/* Lists of its own: what they lead to will be something else. */
static void
copy_lists(struct arena *a, struct outcome *o)
{
	const struct outcome was = *o;

	o->blockers.v = arena_array(a, was.blockers.n, sizeof *o->blockers.v);
	for (size_t i = 0; i < was.blockers.n; i++)
		o->blockers.v[i] = was.blockers.v[i];
	o->blockers.cap = was.blockers.n;
	o->reads.v = arena_array(a, was.reads.n, sizeof(struct thing *));
	for (size_t i = 0; i < was.reads.n; i++)
		o->reads.v[i] = was.reads.v[i];
	o->reads.cap = was.reads.n;
}

struct outcomes
outcomes_note(struct arena *a, const struct outcomes *all,
    struct moves *moves)
{
	struct following f = { a, moves };
	struct outcomes out = { .n = all->n,
		.v = arena_array(a, all->n, sizeof *out.v) };

	for (size_t i = 0; i < out.n; i++) {
		out.v[i] = all->v[i];
		copy_lists(a, &out.v[i]);
		follow_outcome(&f, &out.v[i]);
	}
	return out;
}

void
outcomes_follow(struct outcomes *all, struct moves *moves)
{
	struct following f = { NULL, moves };

	for (size_t i = 0; i < all->n; i++)
		follow_outcome(&f, &all->v[i]);
}
