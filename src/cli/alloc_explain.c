/* SPDX-License-Identifier: MIT */
#include "cli/alloc_print.h"

#include "report/text.h"
#include "text/sanitise.h"
#include "text/table.h"
#include "text/wrap.h"

enum { SHOWN = 16 };

static const struct placement *
find(const struct alloc_answer *r, const char *name,
    const struct settled_ground **ground)
{
	const struct settlement *s = r->s;

	for (size_t g = 0; g < s->grounds.n; g++)
		for (size_t i = 0; i < s->grounds.v[g].n; i++) {
			const struct placement *p =
			    &s->v.v[s->grounds.v[g].first + i];

			*ground = &s->grounds.v[g];
			if (str_equal(p->name, name) ||
			    str_equal(thing_label(p->of), name))
				return p;
		}
	return NULL;
}

static const char *
fit_text(enum fit fit)
{
	switch (fit) {
	case FIT_FIRST:
		return "--fit first takes the lowest place that is free";
	case FIT_LAST:
		return "--fit last takes the highest place that is free";
	case FIT_SPARSE:
		return "--fit sparse takes the middle of the largest free "
		    "block";
	case FIT_BEST:
		break;
	}
	return "--fit best takes the smallest free block that has room, the "
	    "lowest of those, so that large ones stay whole";
}

static void
add_reason(struct str *out, const struct alloc_answer *r,
    const struct placement *p)
{
	const char *text = "";

	switch (p->fate) {
	case FATE_FIXED:
		text = "the plan itself states it";
		break;
	case FATE_KEPT:
		text = "it was there before, and what has a block keeps it";
		break;
	case FATE_BACK:
		text = "it had this block before it was removed; its "
		    "tombstone kept it";
		break;
	case FATE_RESIZED:
		text = "its size has changed, and there was room where it is";
		break;
	case FATE_ADDED:
		text = arena_printf(r->a, "it is new%s; %s", p->with_tier ?
		    ", and stands in a block that its tier has to itself" :
		    "", fit_text(r->fit));
		break;
	case FATE_UNPLACED:
		text = p->before.family != 0 ? "it cannot become what the "
		    "plan says where it is" : "there is no place for it";
		break;
	}
	alloc_print_line(out, r, text);
}

/* Who of the others is in a block; NULL: nobody. */
static const struct occupied *
taker_of(const struct terrain *t, struct cidr block, const char *name)
{
	for (size_t i = 0; i < t->taken.n; i++)
		if (cidr_overlaps(t->taken.v[i].block, block) &&
		    !str_equal(t->taken.v[i].name, name))
			return &t->taken.v[i];
	return NULL;
}

/* The free block around a place: a reason for or against it. */
static const char *
hole_text(const struct alloc_answer *r, const struct settled_ground *g,
    struct cidr c)
{
	struct range_set free = terrain_free(r->a, &g->ipv4);
	char text[CIDR_TEXT_MAX];

	while (c.length > 0) {
		struct cidr larger = cidr_around(c.base, IPV4,
		    c.length - 1U);

		if (!range_set_contains(free, range_set_of_cidr(r->a,
		    larger)))
			break;
		c = larger;
	}
	return arena_printf(r->a, "free, in %s, and not chosen",
	    cidr_format(c, text));
}

/* All places of its size, from the first, and what speaks against each. */
static void
add_rejected(struct str *out, const struct alloc_answer *r,
    const struct settled_ground *g, const struct placement *p)
{
	struct table *t = table_new(r->a, "ll");
	size_t rows = 0;
	unsigned length = p->room;

	for (size_t b = 0; b < g->ipv4.blocks.n; b++) {
		struct cidr around = g->ipv4.blocks.v[b];
		struct cidr c = cidr_around(around.base, IPV4, length);

		for (; length >= around.length && rows < SHOWN &&
		    cidr_contains(around, c); rows++) {
			const struct occupied *o = taker_of(&g->ipv4, c,
			    p->name);
			char text[CIDR_TEXT_MAX];

			table_row(t, (const char *const[]){ arena_strdup(r->a,
			    cidr_format(c, text)), p->cidr.family != 0 &&
			    cidr_contains(c, p->cidr) ? "it is here" :
			    o == NULL ? hole_text(r, g, c) :
			    arena_printf(r->a, "taken by %s (%s)",
			    sanitise_text(r->a, o->name),
			    cidr_format(o->block, text)) });
			c.base = addr_next(cidr_last(c));
		}
	}
	if (rows > 0)
		str_addf(out, "  the places for a /%u%s:\n", length,
		    rows == SHOWN ? ", the first of them" : "");
	table_print(t, out, 4, r->width);
}

/* A name that the plan has not, and the lock has. */
static bool
explain_entry(struct str *out, const struct alloc_answer *r,
    const char *name)
{
	const struct lock *l = r->s->next;
	const struct lock_entry *e = lock_find(l, LOCK_TOMBSTONE, name);
	char text[CIDR_TEXT_MAX];

	if (e == NULL)
		e = lock_find(l, LOCK_ROOM, name);
	if (e == NULL)
		return false;
	str_addf(out, "%s  %s  (%s)\n", e->name, cidr_format(
	    e->cidr.family != 0 ? e->cidr : e->ipv6, text), e->why);
	alloc_print_line(out, r, e->kind == LOCK_ROOM ? "it is kept for a subnet in "
	    "another AZ, which moves in here" : arena_printf(r->a, "it was "
	    "removed: its tombstone keeps the block from others until "
	    "\"vpcplan alloc --release '%s'\"; if it comes back, it gets this "
	    "block again", e->name));
	return true;
}

bool
alloc_explain(struct str *out, const struct alloc_answer *r,
    const char *name)
{
	const struct settled_ground *ground = NULL;
	const struct placement *p = find(r, name, &ground);
	struct str all = str_new(r->a);
	char text[CIDR_TEXT_MAX];

	if (p == NULL)
		return explain_entry(out, r, name);
	str_addf(&all, "%s  %s  (%s)\n", p->name, p->cidr.family == 0 ? "-" :
	    cidr_format(p->cidr, text), p->why);
	add_reason(&all, r, p);
	if (p->keeps.family != 0)
		alloc_print_line(&all, r, arena_printf(r->a, "for its growth it keeps "
		    "%s", cidr_format(p->keeps, text)));
	if (p->ipv6.family != 0)
		alloc_print_line(&all, r, arena_printf(r->a, "IPv6: %s%s",
		    cidr_format(p->ipv6, text), p->wants_ipv6 ?
		    ", the next /64 that is free when it came" : ""));
	if (p->wants_ipv4)
		add_rejected(&all, r, ground, p);
	text_add_lines(r->a, out, str_text(&all));
	return true;
}
