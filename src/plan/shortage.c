/* SPDX-License-Identifier: MIT */
#include "plan/shortage.h"

#include "model/facts.h"

#include <stdlib.h>
#include <string.h>

/* New, or without a place; what stands in the lock is neither. */
static bool
is_new(const struct placement *p)
{
	return p->wants_ipv4 && p->before.family == 0 &&
	    (p->fate == FATE_ADDED || p->fate == FATE_UNPLACED);
}

bool
shortage_is_there(const struct settlement *s,
    const struct settled_ground *ground)
{
	for (size_t i = 0; i < ground->n; i++) {
		const struct placement *p = &s->v.v[ground->first + i];

		if (is_new(p) && p->cidr.family == 0)
			return true;
	}
	return false;
}

/* The length of the smallest IPv6 block of a VPC with so many /64. */
static unsigned
ipv6_block_for(uint64_t n)
{
	unsigned shortest = (unsigned)fact_value(FACT_VPC_IPV6_LENGTH_MIN);
	unsigned step = (unsigned)fact_value(FACT_IPV6_LENGTH_STEP);
	unsigned subnet = (unsigned)fact_value(FACT_SUBNET_IPV6_LENGTH_MAX);
	unsigned length = (unsigned)fact_value(FACT_VPC_IPV6_LENGTH_MAX);

	while (length >= shortest && UINT64_C(1) << (subnet - length) < n)
		length -= step;
	return length >= shortest ? length : 0;
}

bool
shortage_of_ipv6(struct arena *a, const struct settlement *s,
    const struct settled_ground *ground, struct ipv6_shortage *out)
{
	enum { HALF = 64 };

	*out = (struct ipv6_shortage){ .wanted = 0 };
	for (size_t i = 0; i < ground->n; i++) {
		const struct placement *p = &s->v.v[ground->first + i];

		if (!p->wants_ipv6 || p->ipv6.family != 0)
			continue;
		out->wanted++;
		vec_push(a, &out->left, p);
	}
	out->free = addr_shift_right(range_set_count(terrain_free(a,
	    &ground->ipv6), NULL), HALF).lo;
	out->block = ipv6_block_for(out->wanted);
	return out->wanted > 0;
}

struct wants {
	const struct placement **v;
	size_t n, cap;
};

/* The smallest first: so many as can be go together when these are taken. */
static int
compare_wants(const void *x, const void *y)
{
	const struct placement *const *a = x, *const *b = y;

	if ((*a)->room != (*b)->room)
		return (*a)->room > (*b)->room ? -1 : 1;
	return strcmp((*a)->name, (*b)->name);
}

static uint64_t
addresses_of(unsigned length)
{
	return UINT64_C(1) << (32 - length);
}

/* The ground as it was before anything new was placed. */
static struct terrain
old_terrain(struct arena *a, const struct settlement *s,
    const struct settled_ground *ground)
{
	struct terrain t = { .family = IPV4 };
	struct map new_names = map_new(a);

	t.blocks.v = ground->ipv4.blocks.v;
	t.blocks.n = ground->ipv4.blocks.n;
	for (size_t i = 0; i < ground->n; i++) {
		const struct placement *p = &s->v.v[ground->first + i];

		if (is_new(p))
			*map_slot(&new_names, p->name) = &t;
	}
	for (size_t i = 0; i < ground->ipv4.taken.n; i++)
		if (map_get(&new_names, ground->ipv4.taken.v[i].name) == NULL)
			vec_push(a, &t.taken, ground->ipv4.taken.v[i]);
	return t;
}

/* Whether the first n of the wants all fit. */
static bool
fits(struct arena *a, const struct terrain *t, const struct wants *w,
    size_t n)
{
	struct request *v = arena_array(a, n, sizeof *v);

	for (size_t i = 0; i < n; i++)
		v[i] = (struct request){ .name = w->v[i]->name,
			.length = w->v[i]->room };
	allocate(t, v, n, FIT_BEST, ALLOCATE_STABLE);
	for (size_t i = 0; i < n; i++)
		if (!v[i].placed)
			return false;
	return true;
}

static size_t
most_that_fit(const struct terrain *t, const struct wants *w)
{
	size_t low = 0, high = w->n;

	while (low < high) {
		struct arena *a = arena_new();
		size_t middle = high - (high - low) / 2;

		if (fits(a, t, w, middle))
			low = middle;
		else
			high = middle - 1;
		arena_free(a);
	}
	return low;
}

/* The length of the smallest block for so many addresses in powers of two;
 * 0 if AWS takes none so large. */
static unsigned
block_for(const struct model *m, uint64_t addresses)
{
	unsigned shortest = (unsigned)model_fact(m, FACT_VPC_LENGTH_MIN);
	unsigned length = (unsigned)model_fact(m, FACT_VPC_LENGTH_MAX);

	while (length >= shortest && addresses_of(length) < addresses)
		length--;
	return length >= shortest ? length : 0;
}

/* ------------------------------------------------------ a further block */

static void
add_known(struct arena *a, struct range_set *taken,
    const struct cidr_value *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (value_is_known(v[i].is) && v[i].v.family == IPV4)
			*taken = range_set_union(a, *taken,
			    range_set_of_cidr(a, v[i].v));
}

/* All addresses that somebody is known to have. */
static struct range_set
known_addresses(struct arena *a, const struct model *m,
    const struct settlement *s)
{
	struct range_set taken = range_set_empty(IPV4);

	for (size_t i = 0; i < m->vpcs.n; i++)
		add_known(a, &taken, m->vpcs.v[i]->cidrs.v,
		    m->vpcs.v[i]->cidrs.n);
	for (size_t i = 0; i < m->networks.n; i++)
		add_known(a, &taken, m->networks.v[i]->cidrs.v,
		    m->networks.v[i]->cidrs.n);
	for (size_t i = 0; i < s->v.n; i++)
		if (s->v.v[i].of->kind == KIND_VPC &&
		    s->v.v[i].cidr.family == IPV4)
			taken = range_set_union(a, taken,
			    range_set_of_cidr(a, s->v.v[i].cidr));
	return taken;
}

/* AWS adds no block that is, or contains, the destination of a route. */
static bool
is_routed(const struct vpc *v, struct cidr candidate)
{
	for (size_t i = 0; i < v->route_tables.n; i++) {
		const struct route_table *table = v->route_tables.v[i];

		for (size_t k = 0; k < table->routes.n; k++) {
			const struct route *r = table->routes.v[k];

			if (r->destination == DESTINATION_CIDR &&
			    value_is_known(r->cidr.is) &&
			    cidr_contains(candidate, r->cidr.v))
				return true;
		}
	}
	return false;
}

static bool
is_refused(const struct vpc *v, const struct terrain *t,
    struct cidr candidate)
{
	if (is_routed(v, candidate))
		return true;
	for (size_t i = 0; i < t->blocks.n; i++)
		if (fact_block_refused(t->blocks.v[i], candidate) != NULL)
			return true;
	return false;
}

/* The first block of that length in a range that AWS takes and nobody has. */
static bool
find_block(struct arena *a, const struct vpc *v, const struct terrain *t,
    struct cidr within, struct range_set taken, unsigned length,
    struct cidr *out)
{
	struct range_set used = range_set_intersect(a, taken,
	    range_set_of_cidr(a, within));

	for (int tries = 0; tries < 1024; tries++) {
		if (!range_set_next_free(used, within, length, out))
			return false;
		if (!is_refused(v, t, *out))
			return true;
		used = range_set_union(a, used, range_set_of_cidr(a, *out));
	}
	return false;
}

static struct cidr
further_block(struct arena *a, const struct model *m,
    const struct settlement *s, const struct vpc *v, const struct terrain *t,
    unsigned length)
{
	static const struct { uint64_t base; uint8_t length; } ranges[] = {
		{ 0x0a000000, 8 }, { 0xac100000, 12 }, { 0xc0a80000, 16 },
		{ 0x64400000, 10 }
	};
	struct range_set taken = known_addresses(a, m, s);
	struct cidr found = { .family = 0 };

	for (size_t i = 0; length > 0 && i < sizeof ranges / sizeof *ranges;
	    i++)
		if (ranges[i].length <= length && find_block(a, v, t,
		    (struct cidr){ addr_from_u64(ranges[i].base), IPV4,
		    ranges[i].length }, taken, length, &found))
			return found;
	return (struct cidr){ .family = 0 };
}

/*
 * The smallest block around that of the VPC in which all would fit beside
 * what stands; it must not meet anybody else's.
 */
static struct cidr
larger_block(struct arena *a, const struct model *m,
    const struct settlement *s, const struct terrain *t,
    const struct wants *w)
{
	unsigned shortest = (unsigned)model_fact(m, FACT_VPC_LENGTH_MIN);
	struct terrain larger = *t;
	struct cidr c = t->blocks.v[0], own = c;
	struct range_set others = range_set_subtract(a,
	    known_addresses(a, m, s), range_set_of_cidr(a, own));

	larger.blocks.v = &c;
	larger.blocks.n = 1;
	while (c.length > shortest) {
		c = cidr_around(c.base, IPV4, c.length - 1U);
		if (range_set_overlaps(others, range_set_of_cidr(a, c)))
			break;
		if (fits(a, &larger, w, w->n))
			return c;
	}
	return (struct cidr){ .family = 0 };
}

/* ------------------------------------------------------------------ all */

static struct cidr
largest_of(struct arena *a, struct range_set free)
{
	size_t n = 0;
	struct cidr *v = range_set_to_cidrs(a, free, &n);
	struct cidr largest = { .family = 0 };

	for (size_t i = 0; i < n; i++)
		if (largest.family == 0 || v[i].length < largest.length)
			largest = v[i];
	return largest;
}

struct shortage
shortage_of(struct arena *a, const struct model *m,
    const struct settlement *s, const struct settled_ground *ground)
{
	struct shortage found = { .wanted = 0 };
	struct terrain t = old_terrain(a, s, ground);
	struct range_set free = terrain_free(a, &t);
	struct wants w = { 0 };
	bool overflow = false;
	uint64_t left = 0;
	size_t most;

	for (size_t i = 0; i < ground->n; i++) {
		const struct placement *p = &s->v.v[ground->first + i];

		if (is_new(p)) {
			vec_push(a, &w, p);
			found.wanted += addresses_of(p->room);
		}
	}
	vec_sort(&w, compare_wants);
	most = most_that_fit(&t, &w);
	for (size_t i = 0; i < w.n; i++) {
		if (i < most) {
			vec_push(a, &found.fit, w.v[i]);
			continue;
		}
		vec_push(a, &found.left, w.v[i]);
		left += addresses_of(w.v[i]->room);
	}
	found.free = range_set_count(free, &overflow).lo;
	found.largest = largest_of(a, free);
	if (ground->vpc == NULL)
		return found;	/* pools are not AWS's */
	if (t.taken.n == 0) {
		found.block = block_for(m, found.wanted);
	} else if (t.blocks.n == 1) {
		found.around = larger_block(a, m, s, &t, &w);
		found.block = found.around.length;
	}
	found.secondary = further_block(a, m, s, ground->vpc, &t,
	    block_for(m, left));
	return found;
}
