/* SPDX-License-Identifier: MIT */
#include "plan/compare_exposure.h"

#include "base/map.h"
#include "base/str.h"

enum { NAMES_SHOWN = 4 };

/* Subnets that one change turns from one exposure to another. */
struct turn {
	struct thing_change *by;
	enum exposure is[2];		/* by enum when */
	VEC(const char *) names;
};

struct turns {
	struct turn **v;
	size_t n, cap;
	struct map by_key;
};

static struct thing_change *
change_of_thing(const struct comparison *c, enum when w,
    const struct thing *t)
{
	const struct thing_pair *pair = pairing_of(c->pairing, w, t);

	return pair == NULL ? NULL : c->of[pair->number];
}

static struct thing_change *
change_of_gateway(const struct comparison *c, enum when w,
    const struct vpc *v)
{
	struct thing_change *out = NULL;

	for (size_t i = 0; out == NULL && i < v->internet_gateways.n; i++)
		out = change_of_thing(c, w, &v->internet_gateways.v[i]->is);
	return out;
}

/* What turns a subnet: its own change, or else that of what it comes under. */
static struct thing_change *
change_behind(const struct comparison *c, const struct thing_pair *pair)
{
	struct thing_change *out = c->of[pair->number];

	for (int w = AFTER; out == NULL && w >= BEFORE; w--) {
		const struct subnet *s = (const struct subnet *)pair->is[w];

		if (s->table != NULL)
			out = change_of_thing(c, (enum when)w,
			    &s->table->is);
	}
	for (int w = AFTER; out == NULL && w >= BEFORE; w--)
		if (pair->is[w]->vpc != NULL)
			out = change_of_gateway(c, (enum when)w,
			    pair->is[w]->vpc);
	return out;
}

static void
add_turn(struct arena *a, struct turns *all, const struct turn *one,
    const char *name)
{
	void **slot = map_slot(&all->by_key, arena_printf(a, "%zu %d %d",
	    one->by->pair->number, (int)one->is[BEFORE],
	    (int)one->is[AFTER]));
	struct turn *t = *slot;

	if (t == NULL) {
		*slot = t = arena_alloc(a, sizeof *t);
		*t = *one;
		vec_push(a, all, t);
	}
	vec_push(a, &t->names, name);
}

static void
look_at(struct arena *a, const struct comparison *c,
    const struct thing_pair *pair, const struct routes *const r[2],
    struct turns *all)
{
	struct turn one = { .by = NULL };

	for (size_t w = BEFORE; w <= AFTER; w++) {
		const char *unknown = NULL;

		one.is[w] = routes_exposure_any(r[w],
		    (const struct subnet *)pair->is[w], &unknown);
		if (unknown != NULL || one.is[w] == EXPOSURE_NONE)
			return;
	}
	if (one.is[BEFORE] == one.is[AFTER])
		return;
	one.by = change_behind(c, pair);
	if (one.by != NULL)
		add_turn(a, all, &one, pairing_name(c->pairing, a, AFTER,
		    pair->is[AFTER], pair->is[AFTER]));
}

/* Of a subnet that is new or gone: what it is, or was. */
static void
tell_own(struct arena *a, const struct comparison *c,
    const struct thing_pair *pair, const struct routes *const r[2])
{
	enum when w = pair->is[AFTER] != NULL ? AFTER : BEFORE;
	const char *unknown = NULL;
	enum exposure is = routes_exposure_any(r[w],
	    (const struct subnet *)pair->is[w], &unknown);
	struct thing_change *own = c->of[pair->number];

	if (own != NULL && unknown == NULL && is != EXPOSURE_NONE)
		vec_push(a, &own->along, (const char *)arena_printf(a,
		    "%s %s", w == AFTER ? "is" : "was", exposure_name(is)));
}

static int
compare_names(const void *x, const void *y)
{
	return str_natural_compare(*(const char *const *)x,
	    *(const char *const *)y);
}

/* "subnets a, b become private (were public)"; of itself without its name. */
static const char *
turn_text(struct arena *a, struct turn *t)
{
	const char *was = exposure_name(t->is[BEFORE]);
	const char *is = exposure_name(t->is[AFTER]);
	struct str s = str_new(a);

	if (t->by->pair->is[AFTER] != NULL &&
	    t->by->pair->is[AFTER]->kind == KIND_SUBNET)
		return arena_printf(a, "becomes %s (was %s)", is, was);
	vec_sort(&t->names, compare_names);
	str_add(&s, t->names.n == 1 ? "subnet " : "subnets ");
	for (size_t i = 0; i < t->names.n && i < NAMES_SHOWN; i++)
		str_addf(&s, "%s%s", i > 0 ? ", " : "", t->names.v[i]);
	if (t->names.n > NAMES_SHOWN)
		str_addf(&s, " and %zu more", t->names.n - NAMES_SHOWN);
	str_addf(&s, t->names.n == 1 ? " becomes %s (was %s)" :
	    " become %s (were %s)", is, was);
	return str_text(&s);
}

void
compare_exposures(struct arena *a, struct comparison *c,
    const struct routes *const r[2])
{
	struct turns all = { .by_key = map_new(a) };

	for (size_t i = 0; c->n > 0 && i < c->pairing->n; i++) {
		const struct thing_pair *pair = c->pairing->v[i];

		if (pair->is[pair->is[AFTER] != NULL]->kind != KIND_SUBNET)
			continue;
		if (pair->is[BEFORE] != NULL && pair->is[AFTER] != NULL)
			look_at(a, c, pair, r, &all);
		else
			tell_own(a, c, pair, r);
	}
	for (size_t i = 0; i < all.n; i++)
		vec_push(a, &all.v[i]->by->along, turn_text(a, all.v[i]));
}
