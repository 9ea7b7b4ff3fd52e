/* SPDX-License-Identifier: MIT */
#include "plan/openings_ask.h"

#include "base/str.h"

/* Which way packets take now, and which they took, subnet by subnet. */

/* The ways from one subnet. */
struct ways_from {
	const struct thing_pair *subnet;
	struct pair_answers of[2];	/* by enum when */
	const char *ways[2];
};

struct all_ways {
	struct ways_from *v;
	size_t n, cap;
};

static struct ways_from *
ways_of(const struct comparing *g, struct all_ways *all,
    const struct thing_pair *subnet)
{
	struct ways_from one = { .subnet = subnet };

	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].subnet == subnet)
			return &all->v[i];
	vec_push(g->scratch, all, one);
	return &all->v[all->n - 1];
}

/* False: not all come from a subnet. */
static bool
split_ways(const struct comparing *g, const struct passage of[2],
    enum family family, struct all_ways *out)
{
	for (size_t w = BEFORE; w <= AFTER; w++)
		for (size_t i = 0; i < of[w].pairs->n; i++) {
			const struct pair_answer *p = &of[w].pairs->v[i];
			struct ways_from *f;

			if (p->family != family)
				continue;
			if (p->from->subnet == NULL)
				return false;
			f = ways_of(g, out, pairing_of(g->c->pairing,
			    (enum when)w, &p->from->subnet->is));
			vec_push(g->scratch, &f->of[w], *p);
		}
	for (size_t i = 0; i < out->n; i++)
		for (size_t w = BEFORE; w <= AFTER; w++)
			out->v[i].ways[w] = opening_ways_text(g,
			    (enum when)w, &out->v[i].of[w], family);
	return true;
}

static bool
is_same(const char *x, const char *y)
{
	return x == y || (x != NULL && y != NULL && str_equal(x, y));
}

static bool
is_rerouted(const struct ways_from *f)
{
	return f->ways[BEFORE] != NULL && f->ways[AFTER] != NULL &&
	    !is_same(f->ways[BEFORE], f->ways[AFTER]);
}

static bool
is_as(const struct ways_from *x, const struct ways_from *y)
{
	return is_same(x->ways[BEFORE], y->ways[BEFORE]) &&
	    is_same(x->ways[AFTER], y->ways[AFTER]);
}

/* "from subnet app-a, app-c by " before the ways of the first. */
static void
add_subnets(const struct comparing *g, struct str *s,
    const struct all_ways *all, size_t first)
{
	for (size_t i = first; i < all->n; i++) {
		const struct thing *t = all->v[i].subnet->is[AFTER];

		if (is_as(&all->v[i], &all->v[first]))
			str_addf(s, "%s%s", i == first ? "from subnet " :
			    ", ", pairing_name(g->c->pairing, g->scratch,
			    AFTER, t, t));
	}
	str_add(s, " by ");
}

const char *
opening_reroute_text(const struct comparing *g, const struct passage of[2],
    enum family family)
{
	struct all_ways all = { 0 };
	struct str s = str_new(g->a);
	bool alike = true;

	if (!split_ways(g, of, family, &all) || all.n == 0)
		return NULL;
	for (size_t i = 0; i < all.n; i++)
		alike &= is_as(&all.v[i], &all.v[0]);
	for (size_t i = 0; i < all.n; i++) {
		bool again = !is_rerouted(&all.v[i]);

		for (size_t k = 0; k < i; k++)
			again |= is_as(&all.v[k], &all.v[i]);
		if (again)
			continue;
		if (s.n > 0)
			str_add(&s, "; ");
		if (!alike)
			add_subnets(g, &s, &all, i);
		str_addf(&s, "%s (was %s)", all.v[i].ways[AFTER],
		    all.v[i].ways[BEFORE]);
	}
	return s.n == 0 ? NULL : str_text(&s);
}
