/* SPDX-License-Identifier: MIT */
#include "plan/capacity.h"

#include "base/str.h"
#include "model/facts.h"
#include "plan/allocate.h"
#include "plan/space.h"

enum { BITS = 32 };

unsigned
capacity_length(const struct subnet_use *use)
{
	unsigned shortest = (unsigned)fact_value(FACT_SUBNET_LENGTH_MIN);
	struct subnet_use other = *use;

	for (; other.length >= shortest; other.length--) {
		other.usable = ((int64_t)1 << (BITS - other.length)) -
		    fact_value(FACT_SUBNET_RESERVED);
		if (capacity_fits_now(&other) && capacity_fits_most(&other))
			return other.length;
	}
	return 0;
}

/* Whether the lock keeps as much around a subnet. */
static bool
has_room(const struct vpc *v, const struct subnet *s, unsigned length)
{
	for (size_t i = 0; i < v->kept.n; i++)
		if (v->kept.v[i].what == KEPT_FOR_GROWTH &&
		    v->kept.v[i].block.length <= length &&
		    cidr_contains(v->kept.v[i].block, s->cidr.v))
			return true;
	return false;
}

static struct terrain
terrain_of(struct arena *a, const struct vpc *v)
{
	struct terrain t = { .family = IPV4 };

	for (size_t i = 0; i < v->cidrs.n; i++)
		if (value_is_known(v->cidrs.v[i].is))
			vec_push(a, &t.blocks, v->cidrs.v[i].v);
	for (size_t i = 0; i < v->subnets.n; i++)
		if (value_is_known(v->subnets.v[i]->cidr.is))
			vec_push(a, &t.taken, ((struct occupied){
			    v->subnets.v[i]->cidr.v,
			    thing_label(&v->subnets.v[i]->is), NULL }));
	for (size_t i = 0; i < v->kept.n; i++)
		if (v->kept.v[i].block.family == IPV4)
			vec_push(a, &t.taken, ((struct occupied){
			    v->kept.v[i].block, v->kept.v[i].name, NULL }));
	return t;
}

/* Give places to those that have no room where they are. */
static void
place(struct arena *a, struct headroom *h, const struct vpc *v)
{
	struct terrain t = terrain_of(a, v);
	struct request *r = arena_array(a, h->larger.n, sizeof *r);
	size_t *of = arena_array(a, h->larger.n, sizeof *of), n = 0;

	for (size_t i = 0; i < h->larger.n; i++) {
		const struct grown_subnet *g = &h->larger.v[i];

		if (g->has_room || g->length == 0)
			continue;
		of[n] = i;
		r[n++] = (struct request){ .length = g->length,
			.name = thing_label(&g->subnet->is) };
	}
	allocate(&t, r, n, FIT_BEST, ALLOCATE_STABLE);
	for (size_t i = 0; i < n; i++) {
		h->larger.v[of[i]].placed = r[i].placed;
		h->larger.v[of[i]].block = r[i].block;
	}
}

struct headroom
capacity_headroom(struct arena *a, const struct capacity *grown,
    const struct vpc *v)
{
	struct headroom h = { .left = space_of_vpc(a, v).free, .fits = true };

	for (size_t i = 0; i < v->subnets.n; i++) {
		const struct subnet *s = v->subnets.v[i];
		const struct subnet_use *use = capacity_of(grown, s);
		struct grown_subnet g = { .subnet = s };

		if (use->usable == 0 || (capacity_fits_now(use) &&
		    capacity_fits_most(use)))
			continue;
		g.length = capacity_length(use);
		g.has_room = g.length > 0 && has_room(v, s, g.length);
		if (!g.has_room && g.length > 0)
			h.left -= (int64_t)1 << (BITS - g.length);
		vec_push(a, &h.larger, g);
	}
	place(a, &h, v);
	for (size_t i = 0; i < h.larger.n; i++)
		h.fits = h.fits && (h.larger.v[i].has_room ||
		    h.larger.v[i].placed);
	return h;
}
