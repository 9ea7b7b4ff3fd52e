/* SPDX-License-Identifier: MIT */
#include "lint/intents.h"

#include "reach/reach.h"

static bool
resolve(struct lint *l, struct intent *i)
{
	const struct selector *names = reach_selector(lint_reach(l));
	const struct expectation *e = i->e;
	const char *why;

	if (i->o != NULL && i->o->means.known) {
		i->from = i->o->means.from;
		i->to = i->o->means.to;
		return true;
	}
	return select_find(l->a, names, e->island, e->vpc, e->from, &i->from,
	    &why) == SELECT_OK && select_find(l->a, names, e->island, e->vpc,
	    e->to, &i->to, &why) == SELECT_OK;
}

static const char *
tier_key(struct arena *a, const struct vpc *v, const char *tier)
{
	return arena_printf(a, "%lu %s",
	    v != NULL ? (unsigned long)v->is.order : 0, tier);
}

static void
enter(struct lint *l, struct intents *all, size_t side, const struct intent *i)
{
	const struct selection *s = side == 0 ? &i->from : &i->to;
	struct intent_list *list;
	void **slot;

	if (s->what == SELECTED_CIDR) {
		vec_push(l->a, &all->of_cidr[side], i);
	} else if (s->what == SELECTED_TIER) {
		slot = map_slot(&all->of_tier[side], tier_key(l->a, s->vpc,
		    s->name));
		if (*slot == NULL)
			*slot = arena_alloc(l->a, sizeof *list);
		list = *slot;
		vec_push(l->a, list, i);
	} else if (s->thing != NULL) {
		list = &all->of_thing[side][s->thing->order];
		vec_push(l->a, list, i);
	}
}

const struct intents *
lint_intents(struct lint *l)
{
	struct intents *all;

	if (l->intents != NULL)
		return l->intents;
	all = arena_alloc(l->a, sizeof *all);
	l->intents = all;
	all->v = arena_array(l->a, l->m->expectations.n, sizeof *all->v);
	for (size_t side = 0; side < 2; side++) {
		all->of_thing[side] = arena_array(l->a, l->m->next_order,
		    sizeof *all->of_thing[side]);
		all->of_tier[side] = map_new(l->a);
	}
	for (size_t i = 0; i < l->m->expectations.n; i++) {
		struct intent *one = &all->v[all->n];

		one->e = l->m->expectations.v[i];
		if (l->outcomes != NULL && i < l->outcomes->n &&
		    l->outcomes->v[i].of == one->e)
			one->o = &l->outcomes->v[i];
		if (!resolve(l, one))
			continue;
		all->n++;
		enter(l, all, 0, one);
		enter(l, all, 1, one);
	}
	return all;
}

static void
add(struct arena *a, struct intent_list *out, const struct intent_list *more)
{
	for (size_t i = 0; more != NULL && i < more->n; i++)
		vec_push(a, out, more->v[i]);
}

static bool
shares(const struct subnet *s, struct cidr c)
{
	return (value_is_known(s->cidr.is) &&
	    cidr_overlaps(s->cidr.v, c)) ||
	    (value_is_known(s->ipv6_cidr.is) &&
	    cidr_overlaps(s->ipv6_cidr.v, c));
}

struct intent_list
intents_about(struct arena *a, const struct intents *all,
    const struct interface *x, bool to)
{
	const struct thing *means[] = {
		&x->is,
		x->workload != NULL ? &x->workload->is : NULL,
		x->endpoint != NULL ? &x->endpoint->is : NULL,
		x->subnet != NULL ? &x->subnet->is : NULL,
		x->is.vpc != NULL ? &x->is.vpc->is : NULL
	};
	size_t side = to ? 1 : 0;
	struct intent_list out = { 0 };

	for (size_t i = 0; i < sizeof means / sizeof means[0]; i++)
		if (means[i] != NULL)
			add(a, &out, &all->of_thing[side][means[i]->order]);
	if (x->subnet == NULL)
		return out;
	if (value_is_known(x->subnet->tier.is))
		add(a, &out, map_get(&all->of_tier[side], tier_key(a,
		    x->subnet->is.vpc, x->subnet->tier.v)));
	for (size_t i = 0; i < all->of_cidr[side].n; i++) {
		const struct intent *one = all->of_cidr[side].v[i];

		if (shares(x->subnet, to ? one->to.cidr : one->from.cidr))
			vec_push(a, &out, one);
	}
	return out;
}

bool
intents_are_declared(const struct model *m)
{
	for (size_t i = 0; i < m->expectations.n; i++)
		if (m->expectations.v[i]->vpc == NULL)
			return true;
	return false;
}

bool
intent_is_missed(const struct intent *i)
{
	return i->o != NULL && i->e->verb != NEVER_REACHES &&
	    (i->o->failure == FAILURE_BLOCKED ||
	    i->o->failure == FAILURE_PARTIAL);
}

bool
intent_is_blocked_by(const struct intent *i, const struct thing *t)
{
	for (size_t k = 0; k < i->o->blockers.n; k++)
		if (i->o->blockers.v[k].thing != t)
			return false;
	return i->o->blockers.n > 0;
}

bool
intent_is_filtered(const struct intent *i)
{
	for (size_t k = 0; k < i->o->blockers.n; k++) {
		const struct thing *t = i->o->blockers.v[k].thing;

		if (t == NULL || t->kind == KIND_SECURITY_GROUP ||
		    t->kind == KIND_NETWORK_ACL)
			return true;
	}
	return i->o->blockers.n == 0;
}

bool
intent_is_answered(const struct intent *i)
{
	for (size_t k = 0; k < i->o->blockers.n; k++)
		if (!i->o->blockers.v[k].reply)
			return false;
	return true;
}
