/* SPDX-License-Identifier: MIT */
#include "plan/settle_ground.h"

#include "model/zone.h"

#include <stdlib.h>
#include <string.h>

bool
settle_lies_in(const struct terrain *t, struct cidr c)
{
	for (size_t i = 0; i < t->blocks.n; i++)
		if (cidr_contains(t->blocks.v[i], c))
			return true;
	return false;
}

/* vpcplan alloc --release 'shop/app-a' gives it a new place */
const char *
settle_mend_by_release(struct arena *a, const char *name)
{
	return arena_printf(a, "vpcplan alloc --release '%s' PLAN gives up "
	    "its block; what is still in the plan then gets a new place",
	    name);
}

static void
complain_outside(struct settling *g, struct placement *p,
    const struct lock_entry *old)
{
	struct arena *a = g->s->a;
	struct lock_problem *problem = settle_problem(g->s, old->at,
	    arena_printf(a, "\"%s\" (%s) lies outside of the blocks that the "
	    "plan has for it", p->name, cidr_text(a, old->cidr)),
	    settle_mend_by_release(a, p->name));

	problem->also = p->vpc->is.at;
	problem->also_text = "the VPC is here";
	p->fate = FATE_UNPLACED;
}

/* The plan states a block: the lock must not have another one. */
static void
compare_fixed(struct settling *g, const struct placement *p,
    const struct lock_entry *old, struct cidr now, struct cidr then,
    struct place at)
{
	struct arena *a = g->s->a;
	struct lock_problem *problem;

	if (now.family == 0 || then.family == 0 || cidr_equal(now, then))
		return;
	problem = settle_problem(g->s, at, arena_printf(a, "\"%s\" is %s in "
	    "the plan and %s in the lock", p->name, cidr_text(a, now),
	    cidr_text(a, then)), arena_printf(a, "write %s in the plan; "
	    "or, if it is the plan that holds, vpcplan alloc --release '%s' "
	    "PLAN", cidr_text(a, then), p->name));
	problem->also = old->at;
	problem->also_text = "the lock has it here";
}

static struct place
place_of(const struct placement *p)
{
	if (p->of->kind == KIND_SUBNET)
		return ((const struct subnet *)p->of)->cidr.is.at;
	return p->of->at;
}

bool
settle_known(struct settling *g, struct settled_ground *ground,
    struct placement *p, enum lock_kind kind)
{
	const struct lock_entry *old = settle_old(g, kind, p->name);
	bool back = old == NULL;

	if (back)
		old = settle_old(g, LOCK_TOMBSTONE, p->name);
	if (old == NULL)
		return false;
	if (p->wants_ipv6 && old->ipv6.family != 0 &&
	    settle_lies_in(&ground->ipv6, old->ipv6))
		p->ipv6 = old->ipv6;
	if (p->fate == FATE_FIXED && !back)
		compare_fixed(g, p, old, p->cidr, old->cidr, place_of(p));
	if (!p->wants_ipv6 && !back)
		compare_fixed(g, p, old, p->ipv6, old->ipv6, p->of->at);
	if (!p->wants_ipv4 || old->cidr.family == 0)
		return p->ipv6.family != 0;
	p->before = old->cidr;
	if (!settle_lies_in(&ground->ipv4, old->cidr)) {
		complain_outside(g, p, old);
		return true;
	}
	p->cidr = old->cidr;
	p->keeps = old->keeps;
	p->fate = old->cidr.length != p->length ? FATE_RESIZED :
	    back ? FATE_BACK : FATE_KEPT;
	return true;
}

void
settle_take(struct settling *g, struct settled_ground *ground,
    const struct placement *p)
{
	struct occupied o = { p->keeps.family != 0 ? p->keeps : p->cidr,
		p->name, p->tier };

	if (o.block.family == IPV4)
		vec_push(g->s->a, &ground->ipv4.taken, o);
	o.block = p->ipv6;
	if (o.block.family == IPV6)
		vec_push(g->s->a, &ground->ipv6.taken, o);
}

/* "app" of "shop/app~1" in the VPC shop. */
const char *
settle_tier_of_room(struct arena *a, const struct lock_entry *e,
    const char *ground)
{
	size_t n = strlen(ground);
	const char *mark = strrchr(e->name, '~');

	if (e->kind != LOCK_ROOM || mark == NULL || mark < e->name + n + 1 ||
	    !str_starts_with(e->name, ground) || e->name[n] != '/')
		return NULL;
	return arena_strndup(a, e->name + n + 1,
	    (size_t)(mark - e->name) - n - 1);
}

/* The tier that a tombstone was of, by its name. */
static const char *
tier_of_tombstone(struct arena *a, const struct lock_entry *e,
    const char *ground)
{
	const char *label = e->name + strlen(ground) + 1;

	return arena_strndup(a, label, name_length_without_zone(label));
}

/* Whether an entry belongs to a subnet of that VPC. */
static bool
is_of(const struct lock_entry *e, const char *vpc)
{
	size_t n = strlen(vpc);

	return str_starts_with(e->name, vpc) && e->name[n] == '/';
}

void
settle_take_old(struct settling *g, struct settled_ground *ground)
{
	for (size_t i = 0; g->before != NULL && i < g->before->v.n; i++) {
		const struct lock_entry *e = g->before->v.v[i];
		struct occupied o = { e->cidr, e->name, NULL };

		/* Of a name that is back or gone, and of a room. */
		if (!is_of(e, ground->name) || e->kind == LOCK_VPC ||
		    settle_old(g, e->kind, e->name) == NULL ||
		    map_get(&g->placed, e->name) != NULL)
			continue;
		if (e->kind == LOCK_ROOM)
			o.tier = settle_tier_of_room(g->s->a, e, ground->name);
		else
			o.tier = tier_of_tombstone(g->s->a, e, ground->name);
		if (o.block.family == IPV4)
			vec_push(g->s->a, &ground->ipv4.taken, o);
		o.block = e->ipv6;
		if (o.block.family == IPV6)
			vec_push(g->s->a, &ground->ipv6.taken, o);
	}
}

static int
compare_occupied(const void *x, const void *y)
{
	const struct occupied *a = x, *b = y;
	int order = cidr_compare(a->block, b->block);

	return order != 0 ? order : strcmp(a->name, b->name);
}

static const struct placement *
placement_of(const struct settlement *s, const struct settled_ground *ground,
    const char *name)
{
	for (size_t i = 0; i < ground->n; i++)
		if (str_equal(s->v.v[ground->first + i].name, name))
			return &s->v.v[ground->first + i];
	return NULL;
}

/* A VPC that the lock has put where somebody else is by now. */
static void
complain_neighbour(struct settling *g, const struct placement *p,
    const struct occupied *other)
{
	struct arena *a = g->s->a;

	if (p == NULL || p->before.family == 0 || p->fate == FATE_UNPLACED)
		return;
	settle_problem(g->s, p->of->at, arena_printf(a, "\"%s\", for which "
	    "the lock has %s, overlaps \"%s\" (%s)", p->name,
	    cidr_text(a, p->cidr), other->name, cidr_text(a, other->block)),
	    arena_printf(a, "choose another block for \"%s\", or %s",
	    other->name, settle_mend_by_release(a, p->name)));
}

/* A block that the plan states where the lock has put another. */
static void
complain_overlap(struct settling *g, const struct settled_ground *ground,
    const struct occupied *x, const struct occupied *y)
{
	struct arena *a = g->s->a;
	const struct placement *p = placement_of(g->s, ground, x->name);
	const struct placement *q = placement_of(g->s, ground, y->name);
	const struct occupied *old = y;
	struct lock_problem *problem;

	if (ground->vpc == NULL && (p == NULL || q == NULL)) {
		complain_neighbour(g, p != NULL ? p : q, p != NULL ? y : x);
		return;
	}
	if (p == NULL || p->fate != FATE_FIXED) {
		const struct placement *swap = p;

		p = q;
		q = swap;
		old = x;
	}
	/* Two that the plan states are for check; two of the lock were seen. */
	if (p == NULL || p->fate != FATE_FIXED ||
	    (q != NULL && q->fate == FATE_FIXED))
		return;
	problem = settle_problem(g->s, place_of(p), arena_printf(a, "\"%s\" "
	    "(%s) overlaps \"%s\", for which the lock has %s", p->name,
	    cidr_text(a, p->cidr), old->name, cidr_text(a, old->block)),
	    arena_printf(a, "choose another block, or %s",
	    settle_mend_by_release(a, old->name)));
	if (q != NULL) {
		problem->also = q->of->at;
		problem->also_text = arena_printf(a, "\"%s\" is here",
		    old->name);
	}
}

void
settle_check_overlaps(struct settling *g, const struct settled_ground *ground,
    const struct terrain *t)
{
	size_t n = t->taken.n, outer = 0;
	struct occupied *v = arena_array(g->s->a, n, sizeof *v);

	for (size_t i = 0; i < n; i++)
		v[i] = t->taken.v[i];
	if (n > 1)
		qsort(v, n, sizeof *v, compare_occupied);
	for (size_t i = 1; i < n; i++) {
		if (cidr_overlaps(v[outer].block, v[i].block))
			complain_overlap(g, ground, &v[outer], &v[i]);
		else
			outer = i;
	}
}
