/* SPDX-License-Identifier: MIT */
#include "cli/alloc_print.h"

#include "document/writer.h"
#include "plan/shortage.h"
#include "text/sanitise.h"

static void
put_cidr(struct writer *w, const char *key, struct cidr c)
{
	char text[CIDR_TEXT_MAX];

	writer_member_text(w, key, c.family == 0 ? NULL :
	    cidr_format(c, text));
}

static void
put_blocks(struct writer *w, const struct settled_ground *g)
{
	const struct terrain *both[] = { &g->ipv4, &g->ipv6 };

	writer_key(w, "blocks");
	writer_begin_list_inline(w);
	for (size_t f = 0; f < 2; f++)
		for (size_t i = 0; i < both[f]->blocks.n; i++) {
			char text[CIDR_TEXT_MAX];

			writer_text(w, cidr_format(both[f]->blocks.v[i],
			    text));
		}
	writer_end(w);
}

static void
put_placements(struct writer *w, const struct alloc_answer *r,
    const struct settled_ground *g)
{
	const struct settlement *s = r->s;

	writer_key(w, "placements");
	writer_begin_list(w);
	for (size_t i = 0; i < g->n; i++) {
		const struct placement *p = &s->v.v[g->first + i];

		writer_begin_map_inline(w);
		writer_member_text(w, "name", p->name);
		writer_member_text(w, "tier", p->tier == NULL ? NULL :
		    sanitise_text(r->a, p->tier));
		writer_member_text(w, "what", fate_name(p->fate));
		put_cidr(w, "cidr", p->cidr);
		put_cidr(w, "ipv6_cidr", p->ipv6);
		put_cidr(w, "keeps", p->keeps);
		put_cidr(w, "before", p->before);
		writer_member_text(w, "why", p->why);
		writer_end(w);
	}
	writer_end(w);
}

static void
put_tiers(struct writer *w, const struct alloc_answer *r,
    const struct settled_ground *g)
{
	size_t n = 0;
	struct tier_summary *v = terrain_summaries(r->a, &g->ipv4, &n);

	writer_key(w, "tiers");
	writer_begin_list(w);
	for (size_t i = 0; i < n; i++) {
		writer_begin_map_inline(w);
		writer_member_text(w, "tier", sanitise_text(r->a,
		    v[i].tier));
		put_cidr(w, "summary", v[i].around);
		writer_member_bool(w, "alone", v[i].alone);
		writer_end(w);
	}
	writer_end(w);
}

static void
put_names(struct writer *w, const char *key,
    const struct placement *const *v, size_t n)
{
	writer_key(w, key);
	writer_begin_list_inline(w);
	for (size_t i = 0; i < n; i++)
		writer_text(w, v[i]->name);
	writer_end(w);
}

static void
put_shortage(struct writer *w, const struct alloc_answer *r,
    const struct settled_ground *g)
{
	struct shortage x;

	writer_key(w, "shortage");
	if (!shortage_is_there(r->s, g)) {
		writer_null(w);
		return;
	}
	x = shortage_of(r->a, r->m, r->s, g);
	writer_begin_map(w);
	writer_member_integer(w, "wanted", (int64_t)x.wanted);
	writer_member_integer(w, "free", (int64_t)x.free);
	put_cidr(w, "largest_free", x.largest);
	put_names(w, "fit", x.fit.v, x.fit.n);
	put_names(w, "left", x.left.v, x.left.n);
	writer_key(w, "block_for_all");
	if (x.block > 0)
		writer_integer(w, x.block);
	else
		writer_null(w);
	put_cidr(w, "around", x.around);
	put_cidr(w, "further_block", x.secondary);
	writer_end(w);
}

static void
put_ipv6_shortage(struct writer *w, const struct alloc_answer *r,
    const struct settled_ground *g)
{
	struct ipv6_shortage x;

	writer_key(w, "ipv6_shortage");
	if (!shortage_of_ipv6(r->a, r->s, g, &x)) {
		writer_null(w);
		return;
	}
	writer_begin_map(w);
	writer_member_integer(w, "wanted", (int64_t)x.wanted);
	writer_member_integer(w, "free", (int64_t)x.free);
	put_names(w, "left", x.left.v, x.left.n);
	writer_key(w, "further_block");
	if (x.block > 0)
		writer_integer(w, x.block);
	else
		writer_null(w);
	writer_end(w);
}

/* Members file, line and column; null for nowhere. */
static void
put_place(struct writer *w, const struct alloc_answer *r, struct place at)
{
	struct position p = { .file = NULL };

	if (at.file != 0)
		p = place_position(r->files, at);
	writer_member_text(w, "file", p.file == NULL ? NULL :
	    sanitise_text(r->a, p.file));
	writer_key(w, "line");
	if (p.file != NULL)
		writer_integer(w, p.line);
	else
		writer_null(w);
	writer_key(w, "column");
	if (p.file != NULL)
		writer_integer(w, p.column);
	else
		writer_null(w);
}

static void
put_problems(struct writer *w, const struct alloc_answer *r)
{
	const struct lock_problems *v = &r->s->problems;

	writer_key(w, "problems");
	writer_begin_list(w);
	for (size_t i = 0; i < v->n; i++) {
		const struct lock_problem *p = &v->v[i];

		writer_begin_map(w);
		writer_member_text(w, "message", p->text);
		put_place(w, r, p->at);
		writer_key(w, "also");
		if (p->also_text != NULL) {
			writer_begin_map_inline(w);
			writer_member_text(w, "message", p->also_text);
			put_place(w, r, p->also);
			writer_end(w);
		} else {
			writer_null(w);
		}
		writer_member_text(w, "mend", p->mend);
		writer_end(w);
	}
	writer_end(w);
}

static void
put_entries(struct writer *w, const char *key, const struct settlement *s,
    enum lock_kind kind)
{
	writer_key(w, key);
	writer_begin_list(w);
	for (size_t i = 0; i < s->next->v.n; i++) {
		const struct lock_entry *e = s->next->v.v[i];

		if (e->kind != kind)
			continue;
		writer_begin_map_inline(w);
		writer_member_text(w, "name", e->name);
		put_cidr(w, "cidr", e->cidr);
		put_cidr(w, "ipv6_cidr", e->ipv6);
		writer_end(w);
	}
	writer_end(w);
}

static void
put_counts(struct writer *w, const struct settlement *s)
{
	writer_key(w, "counts");
	writer_begin_map_inline(w);
	writer_member_integer(w, "moved", 0);
	for (int f = 0; f <= FATE_UNPLACED; f++)
		writer_member_integer(w, fate_name((enum fate)f),
		    (int64_t)s->count[f]);
	writer_member_integer(w, "removed", (int64_t)s->buried.n);
	writer_member_integer(w, "released", (int64_t)s->released);
	writer_end(w);
}

static void
put_ground(struct writer *w, const struct alloc_answer *r,
    const struct settled_ground *g)
{
	writer_begin_map(w);
	writer_member_text(w, "name", g->name);
	put_blocks(w, g);
	put_placements(w, r, g);
	put_tiers(w, r, g);
	put_shortage(w, r, g);
	put_ipv6_shortage(w, r, g);
	writer_end(w);
}

void
alloc_print_json(struct str *out, const struct alloc_answer *r)
{
	const struct settlement *s = r->s;
	struct writer w = writer_new(out);

	writer_begin_map(&w);
	writer_member_text(&w, "schema", "vpcplan.alloc/1");
	writer_key(&w, "tool");
	writer_begin_map_inline(&w);
	writer_member_text(&w, "name", "vpcplan");
	writer_member_text(&w, "version", r->version);
	writer_end(&w);
	writer_member_text(&w, "lock", sanitise_text(r->a, r->lock));
	writer_member_bool(&w, "changed", r->changed);
	put_counts(&w, s);
	writer_key(&w, "grounds");
	writer_begin_list(&w);
	for (size_t i = 0; i < s->grounds.n; i++)
		put_ground(&w, r, &s->grounds.v[i]);
	writer_end(&w);
	put_entries(&w, "rooms", s, LOCK_ROOM);
	put_entries(&w, "tombstones", s, LOCK_TOMBSTONE);
	put_problems(&w, r);
	writer_end(&w);
	writer_finish(&w);
}
