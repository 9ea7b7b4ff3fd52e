/* SPDX-License-Identifier: MIT */
#include "cli/alloc_print.h"

#include "text/table.h"

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

static void
add_reason(struct str *out, const struct placement *p)
{
	switch (p->fate) {
	case FATE_FIXED:
		str_add(out, "  the plan itself states it\n");
		break;
	case FATE_KEPT:
		str_add(out, "  it was there before, and what has a block "
		    "keeps it\n");
		break;
	case FATE_BACK:
		str_add(out, "  it had this block before it was removed; its "
		    "tombstone kept it\n");
		break;
	case FATE_RESIZED:
		str_add(out, "  its size has changed, and there was room "
		    "where it is\n");
		break;
	case FATE_ADDED:
		str_add(out, p->with_tier ? "  it is new, and stands with "
		    "its tier\n" : "  it is new, and this is the place that "
		    "--fit chose among what is free\n");
		break;
	case FATE_UNPLACED:
		str_add(out, "  there is no place for it\n");
		break;
	}
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
			    o == NULL ? "free, and not chosen" :
			    arena_printf(r->a, "taken by %s (%s)", o->name,
			    cidr_format(o->block, text)) });
			c.base = addr_next(cidr_last(c));
		}
	}
	if (rows > 0)
		str_addf(out, "  the places for a /%u%s:\n", length,
		    rows == SHOWN ? ", the first of them" : "");
	table_print(t, out, 4, r->width);
}

bool
alloc_explain(struct str *out, const struct alloc_answer *r,
    const char *name)
{
	const struct settled_ground *ground = NULL;
	const struct placement *p = find(r, name, &ground);
	char text[CIDR_TEXT_MAX];

	if (p == NULL)
		return false;
	str_addf(out, "%s  %s  (%s)\n", p->name, p->cidr.family == 0 ? "-" :
	    cidr_format(p->cidr, text), p->why);
	add_reason(out, p);
	if (p->keeps.family != 0)
		str_addf(out, "  for its growth it keeps %s\n",
		    cidr_format(p->keeps, text));
	if (p->ipv6.family != 0)
		str_addf(out, "  IPv6: %s\n", cidr_format(p->ipv6, text));
	if (p->wants_ipv4)
		add_rejected(out, r, ground, p);
	return true;
}
