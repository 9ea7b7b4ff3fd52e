/* SPDX-License-Identifier: MIT */
#include "report/capacity.h"

#include "document/writer.h"
#include "report/capacity_space.h"
#include "text/sanitise.h"

static void
write_cidr(struct writer *w, const char *key, struct cidr c)
{
	char text[CIDR_TEXT_MAX];

	writer_member_text(w, key, cidr_format(c, text));
}

static void
write_name(struct writer *w, const struct capacity_report *r,
    const struct thing *t)
{
	writer_member_text(w, "name", sanitise_text(r->a, thing_label(t)));
	writer_member_text(w, "id", t->id == NULL ? NULL :
	    sanitise_text(r->a, t->id));
}

static void
write_take(struct writer *w, const struct capacity_report *r,
    const struct appetite *by)
{
	const struct thing *t = by->of;

	writer_begin_map_inline(w);
	writer_member_text(w, "kind", t->kind == KIND_WORKLOAD ?
	    workload_type(((const struct workload *)t)->kind)->key :
	    kind_name(t->kind));
	writer_member_text(w, "name", sanitise_text(r->a, thing_label(t)));
	writer_member_bool(w, "pods", by->is_pods);
	writer_member_integer(w, "planned", by->now);
	writer_member_integer(w, "most", by->most);
	writer_end(w);
}

static void
write_takes(struct writer *w, const struct capacity_report *r,
    const struct subnet_use *use)
{
	writer_key(w, "takes");
	writer_begin_list(w);
	for (size_t i = 0; i < use->takes.n; i++)
		write_take(w, r, &use->takes.v[i]);
	writer_end(w);
}

/* Whole /28 blocks, for pods; null where nothing takes any. */
static void
write_prefixes(struct writer *w, const struct subnet_use *use)
{
	writer_key(w, "prefixes");
	if (use->prefixes_most == 0) {
		writer_null(w);
		return;
	}
	writer_begin_map_inline(w);
	writer_member_integer(w, "room", capacity_prefix_room(use,
	    use->standing + use->most - use->prefixes_most * 16));
	writer_member_integer(w, "planned", use->prefixes_now);
	writer_member_integer(w, "most", use->prefixes_most);
	writer_end(w);
}

static void
write_grown(struct writer *w, const struct capacity_report *r,
    const struct subnet *s)
{
	const struct subnet_use *use;

	writer_key(w, "grown");
	if (r->grown == NULL) {
		writer_null(w);
		return;
	}
	use = capacity_of(r->grown, s);
	writer_begin_map_inline(w);
	writer_member_integer(w, "planned", use->now);
	writer_member_integer(w, "most", use->most);
	writer_member_bool(w, "fits", capacity_fits_now(use) &&
	    capacity_fits_most(use));
	writer_end(w);
}

static void
write_subnet(struct writer *w, const struct capacity_report *r,
    const struct subnet *s)
{
	const struct subnet_use *use = capacity_of(r->now, s);
	bool known = use->usable > 0;

	writer_begin_map(w);
	write_name(w, r, &s->is);
	writer_member_text(w, "az", !value_is_known(s->az.is) ? NULL :
	    sanitise_text(r->a, s->az.v));
	writer_key(w, "cidr");
	if (value_is_known(s->cidr.is)) {
		char text[CIDR_TEXT_MAX];

		writer_text(w, cidr_format(s->cidr.v, text));
	} else {
		writer_null(w);
	}
	writer_key(w, "usable");
	if (known)
		writer_integer(w, use->usable);
	else
		writer_null(w);
	writer_member_integer(w, "used", use->standing);
	writer_member_integer(w, "planned", use->now);
	writer_member_integer(w, "most", use->most);
	writer_key(w, "free");
	if (known)
		writer_integer(w, use->usable - use->standing - use->now);
	else
		writer_null(w);
	writer_member_bool(w, "at_least", use->unknown);
	writer_member_bool(w, "lost", capacity_report_lost(r, s));
	writer_key(w, "fits");
	if (known)
		writer_bool(w, capacity_fits_now(use) &&
		    capacity_fits_most(use));
	else
		writer_null(w);
	write_grown(w, r, s);
	write_prefixes(w, use);
	write_takes(w, r, use);
	writer_end(w);
}

static void
write_block(struct writer *w, const struct block_space *b)
{
	char text[CIDR_TEXT_MAX];

	writer_begin_map(w);
	write_cidr(w, "cidr", b->block);
	writer_member_integer(w, "addresses", b->size);
	writer_member_integer(w, "free", b->free);
	writer_key(w, "free_blocks");
	writer_begin_list_fit(w);
	for (size_t i = 0; i < b->n_holes; i++)
		writer_text(w, cidr_format(b->holes[i], text));
	writer_end(w);
	writer_end(w);
}

/* The place for a block that is free but for the least; or null. */
static void
write_mending(struct writer *w, const struct capacity_report *r,
    const struct vpc *v, unsigned length)
{
	struct space_mending m;

	writer_key(w, "mend");
	if (!space_mend(r->a, v, length, &m)) {
		writer_null(w);
		return;
	}
	writer_begin_map(w);
	write_cidr(w, "cidr", m.block);
	writer_member_integer(w, "held", m.held);
	writer_key(w, "held_by");
	writer_begin_list_fit(w);
	for (size_t i = 0; i < m.held_by.n; i++)
		writer_text(w, capacity_item_text(r->a, &m.held_by.v[i]));
	writer_end(w);
	writer_end(w);
}

static void
write_fits(struct writer *w, const struct capacity_report *r,
    const struct vpc *v)
{
	enum { LONGEST = 28 };
	struct vpc_space now = space_of_vpc(r->a, v);
	struct vpc_space released = space_released(r->a, v);

	writer_key(w, "fits");
	writer_begin_list(w);
	for (unsigned length = 1; length <= LONGEST; length++) {
		if (space_fits(&released, length) == 0)
			continue;
		writer_begin_map_inline(w);
		writer_member_integer(w, "size", length);
		writer_member_integer(w, "count",
		    (int64_t)space_fits(&now, length));
		writer_member_integer(w, "released",
		    (int64_t)space_fits(&released, length));
		writer_end(w);
	}
	writer_end(w);
}

static void
write_kept(struct writer *w, const struct capacity_report *r,
    const struct vpc *v)
{
	writer_key(w, "kept");
	writer_begin_map_inline(w);
	writer_member_integer(w, "growth", space_kept(r->a, v,
	    KEPT_FOR_GROWTH));
	writer_member_integer(w, "zones", space_kept(r->a, v, KEPT_FOR_ZONE));
	writer_member_integer(w, "changed", space_kept(r->a, v,
	    KEPT_FOR_ITSELF));
	writer_member_integer(w, "tombstones", space_kept(r->a, v,
	    KEPT_FOR_GONE));
	writer_end(w);
}

static void
write_fragmented(struct writer *w, const struct capacity_report *r,
    const struct vpc *v)
{
	struct vpc_space space = space_of_vpc(r->a, v);
	unsigned length = space_fragmented(&space);

	writer_key(w, "fragmented");
	if (length == 0) {
		writer_null(w);
		return;
	}
	writer_begin_map(w);
	writer_member_integer(w, "size", length);
	write_mending(w, r, v, length);
	writer_end(w);
}

static void
write_headroom(struct writer *w, const struct capacity_report *r,
    const struct vpc *v)
{
	struct headroom h;

	writer_key(w, "headroom");
	if (r->grown == NULL) {
		writer_null(w);
		return;
	}
	h = capacity_headroom(r->a, r->grown, v);
	writer_begin_map(w);
	writer_member_integer(w, "left", h.left);
	writer_member_bool(w, "fits", h.fits);
	writer_key(w, "larger");
	writer_begin_list(w);
	for (size_t i = 0; i < h.larger.n; i++) {
		const struct grown_subnet *g = &h.larger.v[i];

		writer_begin_map_inline(w);
		writer_member_text(w, "name", sanitise_text(r->a,
		    thing_label(&g->subnet->is)));
		writer_key(w, "size");
		if (g->length > 0)
			writer_integer(w, g->length);
		else
			writer_null(w);
		writer_member_bool(w, "room_kept", g->has_room);
		writer_key(w, "place");
		if (g->placed) {
			char text[CIDR_TEXT_MAX];

			writer_text(w, cidr_format(g->block, text));
		} else {
			writer_null(w);
		}
		writer_end(w);
	}
	writer_end(w);
	writer_end(w);
}

static void
write_unplaced(struct writer *w, const struct capacity_report *r,
    const struct vpc *v)
{
	struct unplaced_list list = space_place(r->a, v);

	writer_key(w, "unplaced");
	writer_begin_list(w);
	for (size_t i = 0; i < list.n; i++) {
		writer_begin_map(w);
		writer_member_text(w, "name", sanitise_text(r->a,
		    thing_label(&list.v[i].subnet->is)));
		writer_member_integer(w, "size", list.v[i].length);
		writer_member_integer(w, "free", list.v[i].free);
		writer_member_integer(w, "largest", list.v[i].largest);
		write_mending(w, r, v, list.v[i].length);
		writer_end(w);
	}
	writer_end(w);
}

static void
write_vpc(struct writer *w, const struct capacity_report *r,
    const struct vpc *v)
{
	struct vpc_space space = space_of_vpc(r->a, v);

	writer_begin_map(w);
	write_name(w, r, &v->is);
	writer_member_integer(w, "addresses", space.size);
	writer_member_integer(w, "free", space.free);
	writer_key(w, "blocks");
	writer_begin_list(w);
	for (size_t i = 0; i < space.blocks.n; i++)
		write_block(w, &space.blocks.v[i]);
	writer_end(w);
	writer_key(w, "subnets");
	writer_begin_list(w);
	for (size_t i = 0; i < v->subnets.n; i++)
		write_subnet(w, r, v->subnets.v[i]);
	writer_end(w);
	write_unplaced(w, r, v);
	write_fits(w, r, v);
	write_kept(w, r, v);
	write_fragmented(w, r, v);
	write_headroom(w, r, v);
	writer_end(w);
}

static void
write_summary(struct writer *w, const struct capacity_report *r)
{
	int64_t short_of = 0;

	for (size_t i = 0; i < r->m->subnets.n; i++)
		short_of += !capacity_report_fits(r, r->m->subnets.v[i]);
	writer_key(w, "summary");
	writer_begin_map_inline(w);
	writer_member_integer(w, "subnets", (int64_t)r->m->subnets.n);
	writer_member_integer(w, "without_room", short_of);
	writer_end(w);
}

static void
write_lost(struct writer *w, const struct capacity_report *r)
{
	writer_key(w, "lost");
	if (r->lost == NULL) {
		writer_null(w);
		return;
	}
	writer_begin_map(w);
	writer_member_text(w, "az", sanitise_text(r->a, r->lost_name));
	writer_key(w, "gone");
	writer_begin_list_fit(w);
	for (size_t i = 0; i < r->m->workloads.n; i++)
		if (capacity_is_gone(r->m->workloads.v[i], r->lost))
			writer_text(w, sanitise_text(r->a, thing_label(
			    &r->m->workloads.v[i]->is)));
	writer_end(w);
	writer_end(w);
}

void
report_capacity_json(struct str *out, const struct capacity_report *r)
{
	struct writer w = writer_new(out);

	writer_begin_map(&w);
	writer_member_text(&w, "schema", "vpcplan.capacity/1");
	writer_key(&w, "tool");
	writer_begin_map_inline(&w);
	writer_member_text(&w, "name", "vpcplan");
	writer_member_text(&w, "version", r->version);
	writer_end(&w);
	writer_member_text(&w, "growth", r->growth);
	write_lost(&w, r);
	writer_key(&w, "vpcs");
	writer_begin_list(&w);
	for (size_t i = 0; i < r->m->vpcs.n; i++)
		write_vpc(&w, r, r->m->vpcs.v[i]);
	writer_end(&w);
	write_summary(&w, r);
	writer_end(&w);
	writer_finish(&w);
}
