/* SPDX-License-Identifier: MIT */
#include "plan/settle.h"

#include "plan/settle_ground.h"
#include "text/sanitise.h"

#include <stdlib.h>
#include <string.h>

static const char *const fate_names[] = {
	[FATE_FIXED] = "fixed",
	[FATE_KEPT] = "kept",
	[FATE_ADDED] = "added",
	[FATE_RESIZED] = "resized",
	[FATE_BACK] = "back",
	[FATE_UNPLACED] = "unplaced"
};

const char *
fate_name(enum fate fate)
{
	return fate_names[fate];
}

const char *
settle_name(struct arena *a, const struct thing *t)
{
	const char *label = sanitise_text(a, thing_label(t));

	if (t->kind == KIND_VPC || t->vpc == NULL)
		return label;
	return arena_printf(a, "%s/%s", sanitise_text(a,
	    thing_label(&t->vpc->is)), label);
}

struct lock_problem *
settle_problem(struct settlement *s, struct place at, const char *text,
    const char *mend)
{
	vec_push(s->a, &s->problems, ((struct lock_problem){ .at = at,
	    .text = text, .mend = mend }));
	return &s->problems.v[s->problems.n - 1];
}

/* ------------------------------------------------------------- the names */

static bool
is_released(const struct settling *g, const char *name)
{
	for (size_t i = 0; i < g->options->n_release; i++)
		if (str_equal(g->options->release[i], name))
			return true;
	return false;
}

const struct lock_entry *
settle_old(const struct settling *g, enum lock_kind kind, const char *name)
{
	if (g->before == NULL || is_released(g, name))
		return NULL;
	return lock_find(g->before, kind, name);
}

/* Names that are to be released must be there. */
static void
check_releases(struct settling *g)
{
	for (size_t i = 0; i < g->options->n_release; i++) {
		const char *name = g->options->release[i];
		bool found = false;

		for (int k = 0; g->before != NULL && k < LOCK_KINDS; k++)
			found = found || lock_find(g->before,
			    (enum lock_kind)k, name) != NULL;
		if (found)
			g->s->released++;
		else
			settle_problem(g->s, (struct place){ 0, 0 },
			    arena_printf(g->s->a, "the lock has nothing named "
			    "\"%s\" to release", name), NULL);
	}
}

/* ----------------------------------------------------- the lock of next */

static struct cidr
none(void)
{
	return (struct cidr){ .family = 0 };
}

static void
remember_placement(struct settling *g, const struct placement *p)
{
	struct lock_entry e = {
		.kind = p->of->kind == KIND_VPC ? LOCK_VPC : LOCK_SUBNET,
		.name = p->name, .cidr = p->cidr, .ipv6 = p->ipv6,
		.keeps = p->keeps, .why = p->why
	};
	const struct lock_entry *old = settle_old(g, e.kind, p->name);

	if (old != NULL)
		e.at = old->at;
	if (p->fate == FATE_UNPLACED) {
		/* What cannot be resized stays what it was. */
		if (old != NULL)
			lock_add(g->s->next, *old);
		return;
	}
	/* What the plan states is only repeated where the lock did so. */
	if (p->fate == FATE_FIXED && !g->options->adopt) {
		if (old == NULL || old->cidr.family == 0)
			e.cidr = none();
		if (!p->wants_ipv6 && (old == NULL || old->ipv6.family == 0))
			e.ipv6 = none();
	}
	if ((p->fate == FATE_KEPT || p->fate == FATE_FIXED) && old != NULL)
		e.why = old->why;
	if ((e.cidr.family == 0 && e.ipv6.family == 0) ||
	    lock_find(g->s->next, e.kind, e.name) != NULL)
		return;
	lock_add(g->s->next, e);
}

/* A VPC whose block the plan states, if the lock is to know it. */
static void
remember_vpc(struct settling *g, const struct vpc *v)
{
	struct arena *a = g->s->a;
	struct lock_entry e = { .kind = LOCK_VPC,
		.name = settle_name(a, &v->is),
		.why = LOCK_WHY_STATED };
	const struct lock_entry *old = settle_old(g, LOCK_VPC, e.name);
	char now[CIDR_TEXT_MAX], then[CIDR_TEXT_MAX];
	struct lock_problem *problem;

	if (v->cidrs.n == 0 || !value_is_known(v->cidrs.v[0].is) ||
	    (old == NULL && !g->options->adopt) ||
	    lock_find(g->s->next, LOCK_VPC, e.name) != NULL)
		return;
	e.cidr = v->cidrs.v[0].v;
	if (old != NULL && !cidr_equal(old->cidr, e.cidr)) {
		problem = settle_problem(g->s, v->cidrs.v[0].is.at,
		    arena_printf(a, "VPC \"%s\" is %s in the plan and %s in "
		    "the lock", e.name, cidr_format(e.cidr, now),
		    cidr_format(old->cidr, then)), arena_printf(a, "write "
		    "%s in the plan; or, if it is the plan that holds, "
		    "vpcplan alloc --release '%s' PLAN", then, e.name));
		problem->also = old->at;
		problem->also_text = "the lock has it here";
	}
	if (old != NULL) {
		e.why = old->why;
		e.at = old->at;
	}
	lock_add(g->s->next, e);
}

/* A tombstone of what the plan states again is none. */
static bool
is_stated(const struct settling *g, const char *name)
{
	size_t number = (size_t)(uintptr_t)map_get(&g->placed, name);

	return number > 0 && g->s->v.v[number - 1].fate == FATE_FIXED;
}

/* Entries of names that are gone, and old tombstones that are not back. */
static void
bury(struct settling *g)
{
	for (size_t i = 0; g->before != NULL && i < g->before->v.n; i++) {
		struct lock_entry e = *g->before->v.v[i];
		bool is_new = e.kind == LOCK_SUBNET || e.kind == LOCK_VPC;

		if (e.kind == LOCK_ROOM || is_released(g, e.name) ||
		    lock_find(g->s->next, LOCK_SUBNET, e.name) != NULL ||
		    lock_find(g->s->next, LOCK_VPC, e.name) != NULL ||
		    (e.kind == LOCK_TOMBSTONE && is_stated(g, e.name)))
			continue;
		e.kind = LOCK_TOMBSTONE;
		if (lock_find(g->s->next, LOCK_TOMBSTONE, e.name) != NULL)
			continue;
		e.keeps = none();
		if (is_new)
			vec_push(g->s->a, &g->s->buried,
			    lock_add(g->s->next, e));
		else
			lock_add(g->s->next, e);
	}
}

/* ------------------------------------------------------------------ all */

static int
compare_vpcs(const void *x, const void *y)
{
	const struct vpc *const *a = x, *const *b = y;

	return thing_compare(&(*a)->is, &(*b)->is);
}

struct settlement *
settle(struct arena *a, const struct model *m, const struct lock *before,
    const struct settle_options *options)
{
	struct settlement *s = arena_alloc(a, sizeof *s);
	struct settling g = { .s = s, .m = m, .before = before,
		.options = options, .placed = map_new(a) };
	struct vpc **v = arena_array(a, m->vpcs.n, sizeof *v);

	s->a = a;
	s->next = lock_new(a);
	check_releases(&g);
	for (size_t i = 0; i < m->vpcs.n; i++)
		v[i] = m->vpcs.v[i];
	if (m->vpcs.n > 1)
		qsort(v, m->vpcs.n, sizeof *v, compare_vpcs);
	settle_pools(&g, v, m->vpcs.n);
	for (size_t i = 0; i < m->vpcs.n; i++)
		settle_vpc(&g, v[i]);
	for (size_t i = 0; i < s->v.n; i++) {
		s->count[s->v.v[i].fate]++;
		remember_placement(&g, &s->v.v[i]);
	}
	for (size_t i = 0; i < m->vpcs.n; i++)
		remember_vpc(&g, v[i]);
	bury(&g);
	if (s->problems.n == 0)
		lock_overlaps(s->next, &s->problems);
	return s;
}
