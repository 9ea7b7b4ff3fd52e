/* SPDX-License-Identifier: MIT */
#include "lint/free_space.h"

#include "lint/words.h"
#include "net/range_set.h"

/*
 * A list of free ranges, in the order in which they are to be used.  A block
 * that is taken leaves up to two smaller ranges in its place.  What had no
 * room for a block of some length never gets room for it again, so a cursor
 * per length only moves forward.
 */
struct gap {
	struct range range;
	bool used_up;
	struct gap *next;
};

enum { LENGTHS = 129 };

struct free_space {
	struct arena *a;
	const struct vpc *v;
	enum family family;
	bool blocks_known;		/* all those of the VPC */
	bool subnets_known;		/* all of them, and their blocks */
	struct gap *cursor[LENGTHS];	/* NULL: nothing of that length left */
	struct map proposed;		/* "thing length" -> its struct cidr */
};

static struct range_set
used_by_subnets(struct arena *a, const struct vpc *v, enum family family,
    bool *known)
{
	struct cidr *blocks = arena_array(a, v->subnets.n + v->kept.n,
	    sizeof *blocks);
	size_t n = 0;

	for (size_t i = 0; i < v->kept.n; i++)
		if (v->kept.v[i].block.family == family)
			blocks[n++] = v->kept.v[i].block;

	for (size_t i = 0; i < v->subnets.n; i++) {
		const struct subnet *s = v->subnets.v[i];
		const struct cidr_value *c =
		    family == IPV4 ? &s->cidr : &s->ipv6_cidr;

		if (value_is_known(c->is))
			blocks[n++] = c->v;
		else if (value_is_unknown(c->is))
			*known = false;
	}
	return range_set_of_cidrs(a, family, blocks, n);
}

/* Append what block has free; returns where the next gap goes. */
static struct gap **
add_gaps(struct free_space *f, struct gap **end, struct cidr block,
    struct range_set used)
{
	struct range_set left = range_set_subtract(f->a,
	    range_set_of_cidr(f->a, block), used);

	for (size_t i = 0; i < left.n; i++) {
		*end = arena_alloc(f->a, sizeof **end);
		(*end)->range = left.v[i];
		end = &(*end)->next;
	}
	return end;
}

struct free_space *
free_space_new(struct arena *a, const struct vpc *v, enum family family)
{
	struct free_space *f = arena_alloc(a, sizeof *f);
	bool known = true;
	struct range_set used = used_by_subnets(a, v, family, &known);
	struct gap *gaps = NULL, **end = &gaps;
	size_t n = family == IPV4 ? v->cidrs.n : v->ipv6_cidrs.n;

	f->a = a;
	f->v = v;
	f->family = family;
	f->proposed = map_new(a);
	f->blocks_known = n > 0;
	f->subnets_known = known;
	for (size_t i = 0; i < n; i++) {
		const struct cidr_value *c = family == IPV4 ?
		    &v->cidrs.v[i] : &v->ipv6_cidrs.v[i];

		if (value_is_known(c->is))
			end = add_gaps(f, end, c->v, used);
		else
			f->blocks_known = false;
	}
	for (size_t i = 0; i < LENGTHS; i++)
		f->cursor[i] = gaps;
	return f;
}

struct free_space *
free_space_of(struct lint *l, const struct vpc *v, enum family family)
{
	void **slot = map_slot(&l->free_spaces, arena_printf(l->a, "%lu %s",
	    (unsigned long)v->is.order, family_name(family)));

	if (*slot == NULL)
		*slot = free_space_new(l->a, v, family);
	return *slot;
}

/* The lowest aligned block of that length in the gap. */
static bool
fits(const struct gap *g, enum family family, unsigned length,
    struct cidr *out)
{
	struct cidr c = cidr_around(g->range.first, family, length);

	if (g->used_up)
		return false;
	if (addr_compare(c.base, g->range.first) < 0) {
		struct addr last = cidr_last(c);

		if (addr_compare(last, g->range.last) >= 0)
			return false;
		c = cidr_around(addr_next(last), family, length);
	}
	if (addr_compare(cidr_last(c), g->range.last) > 0)
		return false;
	*out = c;
	return true;
}

static void
cut(struct free_space *f, struct gap *g, struct cidr block)
{
	struct range old = g->range;
	struct addr last = cidr_last(block);

	if (addr_compare(last, old.last) < 0) {
		struct gap *rest = arena_alloc(f->a, sizeof *rest);

		rest->range.first = addr_next(last);
		rest->range.last = old.last;
		rest->next = g->next;
		g->next = rest;
	}
	if (addr_compare(old.first, block.base) < 0)
		g->range.last = addr_previous(block.base);
	else
		g->used_up = true;
}

bool
free_space_take(struct free_space *f, unsigned length, struct cidr *out)
{
	struct gap *g = f->cursor[length];
	struct cidr block;

	while (g != NULL && !fits(g, f->family, length, &block))
		g = g->next;
	f->cursor[length] = g;
	if (g == NULL)
		return false;
	cut(f, g, block);
	*out = block;
	return true;
}

/* What overlaps several others is to move once. */
static bool
take_for(struct lint *l, struct free_space *f, const struct thing *t,
    unsigned length, struct cidr *out)
{
	void **slot = map_slot(&f->proposed, arena_printf(l->a, "%lu %u",
	    (unsigned long)t->order, length));

	if (*slot != NULL) {
		*out = *(const struct cidr *)*slot;
		return true;
	}
	if (!free_space_take(f, length, out))
		return false;
	*slot = arena_alloc(f->a, sizeof *out);
	*(struct cidr *)*slot = *out;
	return true;
}

void
free_space_propose(struct lint *l, struct finding *finding,
    struct free_space *f, unsigned length)
{
	const char *where = thing_title(l->a, &f->v->is);
	struct cidr block;

	if (!take_for(l, f, finding->about, length, &block)) {
		if (f->blocks_known)
			finding_help(l->findings, finding,
			    "no /%u is free in %s", length, where);
		return;
	}
	finding_help(l->findings, finding, "the next free /%u in %s is %s%s",
	    length, where, words_cidr(l->a, block), f->subnets_known &&
	    model_is_complete(l->m, KIND_SUBNET, f->v) ? "" :
	    ", as far as its subnets are known");
	finding_witness(l->findings, finding, "next_free", "%s",
	    words_cidr(l->a, block));
}
