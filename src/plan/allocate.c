/* SPDX-License-Identifier: MIT */
#include "plan/allocate.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

/*
 * Each tier that has something has a pool of its own: what is free in the
 * smallest block around it, if nobody else is in there.  The rest is the
 * common ground, a pool for each block to place in.  In stable order a tier
 * without anything asks for one block for all its requests first.
 *
 * That may waste what lies between them.  If then something finds no place,
 * all is done again without any regard for tiers: largest first into aligned
 * ground, where halves of blocks never go to waste.
 */

struct group {
	const char *tier;
	struct pool *pool;	/* NULL: it has none */
	struct cidr around;	/* of what is taken; family 0: nothing */
	size_t n;		/* blocks in it */
	bool alone;
};

struct plot {
	struct arena *a;
	const struct terrain *t;
	enum fit fit;
	struct pool **common;	/* one a block */
	struct pool *fresh;	/* of the tier that is just being founded */
	VEC(struct group) groups;	/* by tier */
};

struct cidr
cidr_around_both(struct cidr x, struct cidr y)
{
	struct addr differ = {
		x.base.hi ^ y.base.hi, x.base.lo ^ y.base.lo
	};
	unsigned bits = family_bits(x.family);
	unsigned same = addr_leading_zeros(differ) - (128 - bits);
	unsigned length = x.length < y.length ? x.length : y.length;

	return cidr_around(x.base, x.family, same < length ? same : length);
}

struct range_set
terrain_free(struct arena *a, const struct terrain *t)
{
	struct range *taken = arena_array(a, t->taken.n, sizeof *taken);

	for (size_t i = 0; i < t->taken.n; i++)
		taken[i] = cidr_range(t->taken.v[i].block);
	return range_set_subtract(a,
	    range_set_of_cidrs(a, t->family, t->blocks.v, t->blocks.n),
	    range_set_of_ranges(a, t->family, taken, t->taken.n));
}

/* --------------------------------------------------------------- tiers */

static int
compare_groups(const void *x, const void *y)
{
	const struct group *a = x, *b = y;

	return strcmp(a->tier, b->tier);
}

static struct group *
find_group(const struct plot *p, const char *tier)
{
	struct group key = { .tier = tier };

	if (tier == NULL || p->groups.n == 0)
		return NULL;
	return bsearch(&key, p->groups.v, p->groups.n, sizeof key,
	    compare_groups);
}

/* One group for each tier that is named. */
static void
make_groups(struct plot *p, const struct request *v, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < p->t->taken.n + n; i++) {
		const char *tier = i < n ? v[i].tier :
		    p->t->taken.v[i - n].tier;

		if (tier != NULL)
			vec_push(p->a, &p->groups,
			    ((struct group){ .tier = tier }));
	}
	vec_sort(&p->groups, compare_groups);
	for (size_t i = 0; i < p->groups.n; i++)
		if (kept == 0 || !str_equal(p->groups.v[kept - 1].tier,
		    p->groups.v[i].tier))
			p->groups.v[kept++] = p->groups.v[i];
	p->groups.n = kept;
}

static struct pool *
new_pool(const struct plot *p)
{
	return pool_new(p->a, p->t->family, p->fit,
	    family_bits(p->t->family));
}

static int
compare_occupied(const void *x, const void *y)
{
	const struct occupied *a = x, *b = y;

	return cidr_compare(a->block, b->block);
}

/* The first of the sorted items at or behind an address. */
static size_t
first_from(const struct occupied *v, size_t n, struct addr a)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (addr_compare(v[middle].block.base, a) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
is_same_tier(const char *x, const char *y)
{
	return x != NULL && y != NULL && str_equal(x, y);
}

/* Whether all items that begin in a block are of one tier. */
static bool
is_alone(const struct occupied *sorted, size_t n, struct cidr block,
    const char *tier)
{
	for (size_t i = first_from(sorted, n, block.base); i < n; i++) {
		if (!cidr_contains_addr(block, sorted[i].block.family,
		    sorted[i].block.base))
			break;
		if (!is_same_tier(sorted[i].tier, tier))
			return false;
	}
	return true;
}

static bool
is_inside(const struct terrain *t, struct cidr block)
{
	for (size_t i = 0; i < t->blocks.n; i++)
		if (cidr_contains(t->blocks.v[i], block))
			return true;
	return false;
}

/* The smallest block around each tier, and whether it has that to itself. */
static void
find_summaries(struct plot *p)
{
	size_t n = p->t->taken.n;
	struct occupied *sorted = arena_array(p->a, n, sizeof *sorted);

	for (size_t i = 0; i < n; i++) {
		struct occupied o = p->t->taken.v[i];
		struct group *g = find_group(p, o.tier);

		sorted[i] = o;
		if (g == NULL)
			continue;
		g->n++;
		g->around = g->around.family == 0 ? o.block :
		    cidr_around_both(g->around, o.block);
	}
	if (n > 1)
		qsort(sorted, n, sizeof *sorted, compare_occupied);
	for (size_t i = 0; i < p->groups.n; i++) {
		struct group *g = &p->groups.v[i];

		g->alone = g->around.family != 0 &&
		    is_inside(p->t, g->around) &&
		    is_alone(sorted, n, g->around, g->tier);
	}
}

bool
terrain_summary(const struct terrain *t, const char *tier, struct cidr *out,
    bool *alone)
{
	bool any = false;

	for (size_t i = 0; i < t->taken.n; i++) {
		if (!is_same_tier(t->taken.v[i].tier, tier))
			continue;
		*out = any ? cidr_around_both(*out, t->taken.v[i].block) :
		    t->taken.v[i].block;
		any = true;
	}
	*alone = true;
	for (size_t i = 0; any && i < t->taken.n; i++)
		if (cidr_overlaps(*out, t->taken.v[i].block) &&
		    !is_same_tier(t->taken.v[i].tier, tier))
			*alone = false;
	return any;
}

struct tier_summary *
terrain_summaries(struct arena *a, const struct terrain *t, size_t *n)
{
	struct plot p = { .a = a, .t = t };
	struct tier_summary *v;

	make_groups(&p, NULL, 0);
	find_summaries(&p);
	v = arena_array(a, p.groups.n, sizeof *v);
	for (size_t i = 0; i < p.groups.n; i++)
		v[i] = (struct tier_summary){ p.groups.v[i].tier,
			p.groups.v[i].around, p.groups.v[i].n,
			p.groups.v[i].alone };
	*n = p.groups.n;
	return v;
}

/* --------------------------------------------------------------- ground */

static void
add_free(struct arena *a, struct pool *pool, struct range_set free)
{
	size_t n = 0;
	struct cidr *v = range_set_to_cidrs(a, free, &n);

	for (size_t i = 0; i < n; i++)
		pool_add(pool, v[i]);
}

/* Fill the pools; without regard for tiers, the common ones with all. */
static void
fill_pools(struct plot *p, bool with_tiers)
{
	const struct terrain *t = p->t;
	struct range_set free = terrain_free(p->a, t);

	p->common = arena_array(p->a, t->blocks.n, sizeof *p->common);
	for (size_t i = 0; with_tiers && i < p->groups.n; i++) {
		struct group *g = &p->groups.v[i];
		struct range_set own;

		if (!g->alone)
			continue;
		g->pool = new_pool(p);
		own = range_set_of_cidr(p->a, g->around);
		add_free(p->a, g->pool, range_set_intersect(p->a, free, own));
		free = range_set_subtract(p->a, free, own);
	}
	for (size_t i = 0; i < t->blocks.n; i++) {
		p->common[i] = new_pool(p);
		add_free(p->a, p->common[i], range_set_intersect(p->a, free,
		    range_set_of_cidr(p->a, t->blocks.v[i])));
	}
}

static bool
take_common(struct plot *p, unsigned length, struct cidr *out)
{
	for (size_t i = 0; i < p->t->blocks.n; i++)
		if (pool_take(p->common[i], length, out))
			return true;
	return false;
}

/* Place it in its tier's pool, if there is one, or in the common ground. */
static bool
place(struct plot *p, struct pool *tier, struct request *r)
{
	r->with_tier = tier != NULL && pool_take(tier, r->length, &r->block);
	r->placed = r->with_tier || take_common(p, r->length, &r->block);
	return r->placed;
}

/* ---------------------------------------------------------------- order */

static int
compare_sizes(const struct request *a, const struct request *b)
{
	return (a->length > b->length) - (a->length < b->length);
}

static int
compare_stable(const void *x, const void *y)
{
	const struct request *a = *(struct request *const *)x;
	const struct request *b = *(struct request *const *)y;
	int order = compare_sizes(a, b);

	return order != 0 ? order : strcmp(a->name, b->name);
}

/* Requests stand in one array, so that addresses tell their order. */
static int
compare_as_given(const void *x, const void *y)
{
	const struct request *a = *(struct request *const *)x;
	const struct request *b = *(struct request *const *)y;
	int order = compare_sizes(a, b);

	return order != 0 ? order : (a > b) - (a < b);
}

/* What is placed as one: a request, or all those of a new tier. */
struct lot {
	struct request **v;
	size_t n;
	struct pool *pool;	/* of its tier; NULL: none */
	unsigned length;
};

static int
compare_lots(const void *x, const void *y)
{
	const struct lot *a = x, *b = y;

	if (a->length != b->length)
		return a->length < b->length ? -1 : 1;
	return strcmp(a->v[0]->name, b->v[0]->name);
}

/* The length of the smallest block that holds all of a lot. */
static unsigned
length_of_all(struct request *const *v, size_t n, enum family family)
{
	struct addr sum = { 0, 0 };
	unsigned bits = family_bits(family), used;

	for (size_t i = 0; i < n; i++)
		sum = addr_add(sum, addr_shift_left(addr_from_u64(1),
		    bits - v[i]->length));
	used = 128 - addr_leading_zeros(addr_previous(sum));
	return used > bits ? 0 : bits - used;
}

static int
compare_tiers(const void *x, const void *y)
{
	const struct request *a = *(struct request *const *)x;
	const struct request *b = *(struct request *const *)y;
	int order;

	if (a->tier == NULL || b->tier == NULL)
		order = (a->tier != NULL) - (b->tier != NULL);
	else
		order = strcmp(a->tier, b->tier);
	return order != 0 ? order : compare_stable(x, y);
}

/* Cut the requests into lots: tiers that have nothing yet stay whole. */
static size_t
make_lots(struct plot *p, struct request **v, size_t n, struct lot *lots)
{
	size_t n_lots = 0;

	qsort(v, n, sizeof *v, compare_tiers);
	for (size_t i = 0, end; i < n; i = end) {
		struct group *g = find_group(p, v[i]->tier);
		struct lot *lot = &lots[n_lots++];

		end = i + 1;
		if (g != NULL && g->around.family == 0)
			while (end < n && is_same_tier(v[end]->tier,
			    v[i]->tier))
				end++;
		*lot = (struct lot){ .v = v + i, .n = end - i,
			.pool = g != NULL ? g->pool : NULL,
			.length = v[i]->length };
		if (lot->n > 1)
			lot->length = length_of_all(lot->v, lot->n,
			    p->t->family);
	}
	qsort(lots, n_lots, sizeof *lots, compare_lots);
	return n_lots;
}

/* Place all requests with regard for tiers; false if one has no place. */
static bool
place_by_tier(struct plot *p, struct request **v, size_t n)
{
	struct lot *lots = arena_array(p->a, n, sizeof *lots);
	size_t n_lots = make_lots(p, v, n, lots);

	for (size_t i = 0; i < n_lots; i++) {
		struct lot *lot = &lots[i];
		struct cidr whole;

		if (lot->n > 1 && take_common(p, lot->length, &whole)) {
			pool_clear(p->fresh);
			pool_add(p->fresh, whole);
			lot->pool = p->fresh;
		}
		for (size_t k = 0; k < lot->n; k++)
			if (!place(p, lot->pool, lot->v[k]))
				return false;
	}
	return true;
}

/* Place them in the order of v. */
static bool
place_in_order(struct plot *p, struct request **v, size_t n, bool with_tiers)
{
	bool all = true;

	for (size_t i = 0; i < n; i++) {
		struct group *g = with_tiers ? find_group(p, v[i]->tier) :
		    NULL;

		all = place(p, g != NULL ? g->pool : NULL, v[i]) && all;
	}
	return all;
}

static bool
attempt(const struct terrain *t, struct request *requests, size_t n,
    enum fit fit, enum allocate_order order, bool with_tiers)
{
	struct plot p = { .a = arena_new(), .t = t, .fit = fit };
	struct request **v = arena_array(p.a, n, sizeof *v);
	bool all;

	for (size_t i = 0; i < n; i++)
		v[i] = &requests[i];
	if (with_tiers) {
		make_groups(&p, requests, n);
		find_summaries(&p);
	}
	fill_pools(&p, with_tiers);
	p.fresh = new_pool(&p);
	if (n > 1 && order == ALLOCATE_STABLE)
		qsort(v, n, sizeof *v, compare_stable);
	else if (n > 1 && order == ALLOCATE_SIZE)
		qsort(v, n, sizeof *v, compare_as_given);
	if (with_tiers && order == ALLOCATE_STABLE)
		all = place_by_tier(&p, v, n);
	else
		all = place_in_order(&p, v, n, with_tiers);
	arena_free(p.a);
	return all;
}

void
allocate(const struct terrain *t, struct request *v, size_t n, enum fit fit,
    enum allocate_order order)
{
	if (!attempt(t, v, n, fit, order, true) &&
	    !attempt(t, v, n, fit, order, false) && order == ALLOCATE_GIVEN)
		(void)attempt(t, v, n, fit, ALLOCATE_STABLE, false);
}
