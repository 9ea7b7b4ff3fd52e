/* SPDX-License-Identifier: MIT */
#include "cli/alloc_print.h"

#include "model/facts.h"
#include "plan/shortage.h"
#include "report/text.h"
#include "text/sanitise.h"
#include "text/table.h"
#include "text/wrap.h"

static const char *
block_text(struct arena *a, struct cidr c)
{
	return c.family == 0 ? "" : cidr_text(a, c);
}

static void
add_blocks(struct str *out, struct arena *a, const struct terrain *t)
{
	for (size_t i = 0; i < t->blocks.n; i++)
		str_addf(out, "  %s", block_text(a, t->blocks.v[i]));
}

/* ------------------------------------------------------------- subnets */

static const char *
note_of(struct arena *a, const struct placement *p)
{
	if (p->fate == FATE_RESIZED)
		return arena_printf(a, "%s; it was %s, and AWS makes a new "
		    "subnet of it", p->why, block_text(a, p->before));
	if (p->keeps.family != 0)
		return arena_printf(a, "%s: keeps %s", p->why,
		    block_text(a, p->keeps));
	return p->why;
}

static void
print_placements(struct str *out, const struct alloc_answer *r,
    const struct settled_ground *g)
{
	struct table *t = table_new(r->a, "llll");

	for (size_t i = 0; i < g->n; i++) {
		const struct placement *p = &r->s->v.v[g->first + i];
		const char *blocks = block_text(r->a, p->cidr);

		if (p->ipv6.family != 0)
			blocks = arena_printf(r->a, "%s%s%s", blocks,
			    *blocks != '\0' ? " " : "",
			    block_text(r->a, p->ipv6));
		table_row(t, (const char *const[]){
		    sanitise_text(r->a, thing_label(p->of)),
		    *blocks != '\0' ? blocks : "-", fate_name(p->fate),
		    note_of(r->a, p) });
	}
	table_print(t, out, 2, r->width);
}

void
alloc_print_line(struct str *out, const struct alloc_answer *r, const char *text)
{
	enum { INDENT = 2, FURTHER = 4 };

	str_add_repeat(out, ' ', INDENT);
	wrap_text(out, text, r->width, INDENT, FURTHER);
	str_add_char(out, '\n');
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
			alloc_print_line(out, r, arena_printf(r->a, "tier %s: %s%s",
			    sanitise_text(r->a, v[i].tier),
			    block_text(r->a, v[i].around), v[i].alone ? "" :
			    ", in which others are as well"));
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
			alloc_print_line(out, r, arena_printf(r->a, "kept: %s for %s",
			    block_text(r->a, e->cidr), e->why));
		else if (e->kind == LOCK_TOMBSTONE)
			alloc_print_line(out, r, arena_printf(r->a, "tombstone: %s of "
			    "\"%s\", until --release '%s'",
			    block_text(r->a, e->cidr.family != 0 ? e->cidr :
			    e->ipv6), e->name, e->name));
	}
}

/* ------------------------------------------------------------- shortage */

static void
add_names(struct str *out, const struct alloc_answer *r, const char *what,
    const struct placement *const *v, size_t n)
{
	enum { SHOWN = 12 };
	struct str s = str_new(r->a);

	str_addf(&s, "%s %zu", what, n);
	for (size_t i = 0; i < n && i < SHOWN; i++)
		str_addf(&s, "%s %s", i == 0 ? ":" : ",",
		    sanitise_text(r->a, thing_label(v[i]->of)));
	if (n > SHOWN)
		str_addf(&s, " and %zu more", n - SHOWN);
	alloc_print_line(out, r, str_text(&s));
}

/* What removed subnets still hold. */
static void
print_held(struct str *out, const struct alloc_answer *r,
    const struct settled_ground *g)
{
	const char *prefix = arena_printf(r->a, "%s/", g->name);
	unsigned long long held = 0;

	for (size_t i = 0; i < r->s->next->v.n; i++) {
		const struct lock_entry *e = r->s->next->v.v[i];

		if (e->kind == LOCK_TOMBSTONE && e->cidr.family != 0 &&
		    str_starts_with(e->name, prefix))
			held += 1ULL << (32 - e->cidr.length);
	}
	if (held > 0)
		alloc_print_line(out, r, arena_printf(r->a, "tombstones hold %llu "
		    "addresses, which --release gives up", held));
}

/* What would make all fit. */
static void
print_remedies(struct str *out, const struct alloc_answer *r,
    const struct settled_ground *g, const struct shortage *x)
{
	unsigned quota = (unsigned)model_fact(r->m, FACT_VPC_CIDRS);

	if (x->around.family != 0)
		alloc_print_line(out, r, arena_printf(r->a, "all fit, and nothing "
		    "moves, into a VPC block of /%u: %s", x->block,
		    block_text(r->a, x->around)));
	else if (x->block > 0)
		alloc_print_line(out, r, arena_printf(r->a,
		    "all fit into a VPC block of /%u", x->block));
	if (x->secondary.family == 0)
		alloc_print_line(out, r, "no further block that AWS takes holds the "
		    "rest");
	else
		alloc_print_line(out, r, arena_printf(r->a, "all fit with a further "
		    "block of the VPC, the next that AWS takes and nobody "
		    "has: %s%s", block_text(r->a, x->secondary),
		    g->ipv4.blocks.n < quota ? "" : arena_printf(r->a,
		    "; it has %u already, which is AWS's quota until raised",
		    quota)));
}

static void
print_shortage(struct str *out, const struct alloc_answer *r,
    const struct settled_ground *g)
{
	struct shortage x;
	struct str s = str_new(r->a);

	if (!shortage_is_there(r->s, g))
		return;
	if (g->ipv4.blocks.n == 0) {
		alloc_print_line(out, r, "does not fit: the VPC itself has no block");
		return;
	}
	x = shortage_of(r->a, r->m, r->s, g);
	str_addf(&s, "does not fit: %llu addresses are wanted and %llu free",
	    (unsigned long long)x.wanted, (unsigned long long)x.free);
	if (x.wanted > x.free)
		str_addf(&s, ", %llu too few",
		    (unsigned long long)(x.wanted - x.free));
	if (x.largest.family != 0)
		str_addf(&s, "; the largest free block is %s",
		    block_text(r->a, x.largest));
	alloc_print_line(out, r, str_text(&s));
	add_names(out, r, "fit together at most", x.fit.v, x.fit.n);
	add_names(out, r, "find no room", x.left.v, x.left.n);
	print_held(out, r, g);
	if (g->vpc != NULL)
		print_remedies(out, r, g, &x);
}

static void
print_ipv6_shortage(struct str *out, const struct alloc_answer *r,
    const struct settled_ground *g)
{
	struct ipv6_shortage x;

	if (!shortage_of_ipv6(r->a, r->s, g, &x))
		return;
	alloc_print_line(out, r, arena_printf(r->a, "IPv6 does not fit: %llu more /64 "
	    "are wanted and %llu free", (unsigned long long)x.wanted,
	    (unsigned long long)x.free));
	add_names(out, r, "find no /64", x.left.v, x.left.n);
	if (x.block > 0)
		alloc_print_line(out, r, arena_printf(r->a, "all fit with a further "
		    "IPv6 block of the VPC of /%u or larger", x.block));
}

static void
print_ground(struct str *out, const struct alloc_answer *r,
    const struct settled_ground *g)
{
	str_add(out, g->name);
	add_blocks(out, r->a, &g->ipv4);
	add_blocks(out, r->a, &g->ipv6);
	str_add_char(out, '\n');
	print_placements(out, r, g);
	if (g->vpc != NULL)
		print_tiers(out, r, g);
	print_rest(out, r, g);
	print_shortage(out, r, g);
	print_ipv6_shortage(out, r, g);
	str_add_char(out, '\n');
}

void
alloc_print_text(struct str *out, const struct alloc_answer *r)
{
	const struct settlement *s = r->s;
	struct str all = str_new(r->a);

	for (size_t i = 0; i < s->grounds.n; i++)
		if (s->grounds.v[i].n > 0)
			print_ground(&all, r, &s->grounds.v[i]);
	str_addf(&all, "0 moved, %zu added, %zu resized, %zu kept, %zu "
	    "removed", s->count[FATE_ADDED], s->count[FATE_RESIZED],
	    s->count[FATE_KEPT] + s->count[FATE_BACK], s->buried.n);
	if (s->count[FATE_UNPLACED] > 0)
		str_addf(&all, ", %zu without a place",
		    s->count[FATE_UNPLACED]);
	str_addf(&all, "\n%s: %s\n", sanitise_text(r->a, r->lock),
	    r->changed ? "changed" : "as it was");
	text_add_lines(r->a, out, str_text(&all));
}
