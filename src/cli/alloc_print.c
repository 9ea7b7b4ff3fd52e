/* SPDX-License-Identifier: MIT */
#include "cli/alloc_print.h"

#include "plan/shortage.h"
#include "text/table.h"

static const char *
cidr_text(struct arena *a, struct cidr c)
{
	char text[CIDR_TEXT_MAX];

	return c.family == 0 ? "" : arena_strdup(a, cidr_format(c, text));
}

static void
add_blocks(struct str *out, struct arena *a, const struct terrain *t)
{
	for (size_t i = 0; i < t->blocks.n; i++)
		str_addf(out, "  %s", cidr_text(a, t->blocks.v[i]));
}

/* ------------------------------------------------------------- subnets */

static const char *
note_of(struct arena *a, const struct placement *p)
{
	if (p->fate == FATE_RESIZED)
		return arena_printf(a, "%s; it was %s, and AWS makes a new "
		    "subnet of it", p->why, cidr_text(a, p->before));
	if (p->keeps.family != 0)
		return arena_printf(a, "%s: keeps %s", p->why,
		    cidr_text(a, p->keeps));
	return p->why;
}

static void
print_placements(struct str *out, const struct alloc_answer *r,
    const struct settled_ground *g)
{
	struct table *t = table_new(r->a, "llll");

	for (size_t i = 0; i < g->n; i++) {
		const struct placement *p = &r->s->v.v[g->first + i];
		const char *blocks = cidr_text(r->a, p->cidr);

		if (p->ipv6.family != 0)
			blocks = arena_printf(r->a, "%s%s%s", blocks,
			    *blocks != '\0' ? " " : "",
			    cidr_text(r->a, p->ipv6));
		table_row(t, (const char *const[]){ thing_label(p->of),
		    *blocks != '\0' ? blocks : "-", fate_name(p->fate),
		    note_of(r->a, p) });
	}
	table_print(t, out, 2, r->width);
}

/* Tiers of several blocks. */
static void
print_tiers(struct str *out, const struct alloc_answer *r,
    const struct settled_ground *g)
{
	size_t n = 0;
	struct tier_summary *v = terrain_summaries(r->a, &g->ipv4, &n);

	for (size_t i = 0; i < n; i++)
		if (v[i].n > 1)
			str_addf(out, "  tier %s: %s%s\n", v[i].tier,
			    cidr_text(r->a, v[i].around), v[i].alone ? "" :
			    ", in which others are as well");
}

/* Rooms and tombstones of the VPC. */
static void
print_rest(struct str *out, const struct alloc_answer *r,
    const struct settled_ground *g)
{
	const char *prefix = arena_printf(r->a, "%s/", g->name);

	for (size_t i = 0; i < r->s->next->v.n; i++) {
		const struct lock_entry *e = r->s->next->v.v[i];

		if (!str_starts_with(e->name, prefix))
			continue;
		if (e->kind == LOCK_ROOM)
			str_addf(out, "  kept: %s for %s\n",
			    cidr_text(r->a, e->cidr), e->why);
		else if (e->kind == LOCK_TOMBSTONE)
			str_addf(out, "  tombstone: %s of \"%s\", until "
			    "--release '%s'\n", cidr_text(r->a,
			    e->cidr.family != 0 ? e->cidr : e->ipv6),
			    e->name, e->name);
	}
}

/* ------------------------------------------------------------- shortage */

static void
add_names(struct str *out, const char *what,
    const struct placement *const *v, size_t n)
{
	enum { SHOWN = 12 };

	str_addf(out, "  %s %zu", what, n);
	for (size_t i = 0; i < n && i < SHOWN; i++)
		str_addf(out, "%s %s", i == 0 ? ":" : ",",
		    thing_label(v[i]->of));
	if (n > SHOWN)
		str_addf(out, " and %zu more", n - SHOWN);
	str_add_char(out, '\n');
}

static void
print_shortage(struct str *out, const struct alloc_answer *r,
    const struct settled_ground *g)
{
	struct shortage x;

	if (!shortage_is_there(r->s, g))
		return;
	x = shortage_of(r->a, r->m, r->s, g);
	str_addf(out, "  does not fit: %llu addresses are wanted and %llu "
	    "free", (unsigned long long)x.wanted,
	    (unsigned long long)x.free);
	if (x.wanted > x.free)
		str_addf(out, ", %llu too few",
		    (unsigned long long)(x.wanted - x.free));
	if (x.largest.family != 0)
		str_addf(out, "; the largest free block is %s",
		    cidr_text(r->a, x.largest));
	str_add_char(out, '\n');
	add_names(out, "fit together at most", x.fit.v, x.fit.n);
	add_names(out, "find no room", x.left.v, x.left.n);
	if (g->vpc == NULL)
		return;
	if (x.block > 0)
		str_addf(out, "  all fit into a VPC block of /%u\n", x.block);
	if (x.secondary.family != 0)
		str_addf(out, "  all fit with a further block of the VPC, "
		    "the next that AWS takes and nobody has: %s\n",
		    cidr_text(r->a, x.secondary));
	else
		str_add(out, "  no further block that AWS takes holds the "
		    "rest\n");
}

void
alloc_print_text(struct str *out, const struct alloc_answer *r)
{
	const struct settlement *s = r->s;

	for (size_t i = 0; i < s->grounds.n; i++) {
		const struct settled_ground *g = &s->grounds.v[i];

		if (g->n == 0)
			continue;
		str_add(out, g->name);
		add_blocks(out, r->a, &g->ipv4);
		add_blocks(out, r->a, &g->ipv6);
		str_add_char(out, '\n');
		print_placements(out, r, g);
		if (g->vpc != NULL)
			print_tiers(out, r, g);
		print_rest(out, r, g);
		print_shortage(out, r, g);
		str_add_char(out, '\n');
	}
	str_addf(out, "0 moved, %zu added, %zu resized, %zu kept, %zu "
	    "removed", s->count[FATE_ADDED], s->count[FATE_RESIZED],
	    s->count[FATE_KEPT] + s->count[FATE_BACK], s->buried.n);
	if (s->count[FATE_UNPLACED] > 0)
		str_addf(out, ", %zu without a place",
		    s->count[FATE_UNPLACED]);
	str_addf(out, "\n%s: %s\n", r->lock, r->changed ? "changed" :
	    "as it was");
}
