/* SPDX-License-Identifier: MIT */
#include "export/spec_write.h"

#include "base/str.h"
#include "model/notation.h"
#include "model/select.h"

#include <stdlib.h>

/* --------------------------------------------------------- suppressions */

static struct place
scope_place(const struct suppression *s)
{
	struct place at = { .file = s->file, .offset = s->from };

	return at;
}

static int
compare_scopes(const void *x, const void *y)
{
	const struct scoped *a = x, *b = y;
	int order = place_compare(scope_place(a->is), scope_place(b->is));

	return order != 0 ? order : place_compare(a->is->at, b->is->at);
}

void
export_sort_suppressions(struct spec_out *o)
{
	const struct suppressions *all = &o->m->suppressions;

	o->n_scoped = all->n;
	o->scoped = arena_array(o->a, all->n, sizeof *o->scoped);
	for (size_t i = 0; i < all->n; i++)
		o->scoped[i].is = all->v[i];
	if (all->n > 1)
		qsort(o->scoped, all->n, sizeof *o->scoped, compare_scopes);
}

/* The first suppression whose object stands at that place or behind it. */
static size_t
first_at(const struct spec_out *o, struct place at)
{
	size_t low = 0, high = o->n_scoped;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (place_compare(scope_place(o->scoped[middle].is), at) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
is_at(const struct spec_out *o, size_t i, struct place at)
{
	return i < o->n_scoped && at.file != 0 &&
	    o->scoped[i].is->pattern == NULL &&
	    place_compare(scope_place(o->scoped[i].is), at) == 0;
}

bool
has_suppressions(const struct spec_out *o, struct place at)
{
	return is_at(o, first_at(o, at), at);
}

static void
write_suppression(struct spec_out *o, const struct suppression *s)
{
	writer_begin_map_fit(&o->w);
	put_name(o, "rule", s->rule);
	put_name(o, "at", s->pattern);
	put_name(o, "reason", s->reason);
	put_name(o, "until", s->until);
	writer_end(&o->w);
}

void
put_suppressions(struct spec_out *o, struct place at)
{
	if (!has_suppressions(o, at))
		return;
	writer_key(&o->w, "ignore");
	writer_begin_list_fit(&o->w);
	for (size_t i = first_at(o, at); is_at(o, i, at); i++) {
		write_suppression(o, o->scoped[i].is);
		o->scoped[i].written = true;
	}
	writer_end(&o->w);
}

/* What is left when everything else is written: it holds for the plan. */
void
put_ignore_of_root(struct spec_out *o)
{
	bool any = false;

	for (size_t i = 0; i < o->n_scoped; i++)
		any = any || !o->scoped[i].written;
	if (!any)
		return;
	writer_key(&o->w, "ignore");
	writer_begin_list(&o->w);
	for (size_t i = 0; i < o->n_scoped; i++)
		if (!o->scoped[i].written)
			write_suppression(o, o->scoped[i].is);
	writer_end(&o->w);
}

/* --------------------------------------------------------- expectations */

/* What FROM and TO may mean that has a name. */
#define ENDS								\
	(BIT(KIND_WORKLOAD) | BIT(KIND_INTERFACE) | BIT(KIND_ENDPOINT) | \
	BIT(KIND_SUBNET) | BIT(KIND_VPC) | BIT(KIND_NETWORK))

static bool
find(const struct spec_out *o, unsigned island, const char *text,
    struct selection *out)
{
	const char *why;

	return select_find(o->a, o->selector, island, NULL, text, out,
	    &why) == SELECT_OK;
}

/* Whether the text means the same among everything that is written. */
static bool
still_means(const struct spec_out *o, const char *text,
    const struct selection *meant)
{
	struct selection now;

	if (!find(o, 0, text, &now) || now.what != meant->what)
		return false;
	if (meant->what == SELECTED_TIER)
		return now.vpc == meant->vpc;
	return now.thing == meant->thing && (meant->thing == NULL ||
	    str_equal(meant->thing->name,
	    export_name(o, meant->thing)));
}

/*
 * FROM or TO as the spec must call it: as it was, unless what it means has
 * another name now, or another file's things share the old one.
 */
static const char *
end_text(const struct spec_out *o, const struct expectation *e,
    const char *text)
{
	struct selection meant;
	struct ref ref = { .is = value_known(e->at) };
	struct name_text tier = { .prefix = "tier" };

	if (!find(o, e->island, text, &meant) || still_means(o, text, &meant))
		return text;
	if (meant.what == SELECTED_TIER && meant.vpc != NULL) {
		tier.vpc = export_name(o, &meant.vpc->is);
		tier.name = meant.name;
		return notation_name_print(o->a, &tier);
	}
	if (meant.thing == NULL)
		return text;
	ref.to = meant.thing;
	return export_ref_text(o, &ref, ENDS, true);
}

static void
put_vias(struct spec_out *o, const char *key, const struct expectation *e,
    bool negated)
{
	size_t n = 0;

	for (size_t i = 0; i < e->vias.n; i++)
		n += e->vias.v[i].negated == negated;
	if (n == 0)
		return;
	writer_key(&o->w, key);
	writer_begin_list_fit(&o->w);
	for (size_t i = 0; i < e->vias.n; i++)
		if (e->vias.v[i].negated == negated)
			writer_text(&o->w, e->vias.v[i].text);
	writer_end(&o->w);
}

/* A sentence has no place for a reason. */
static void
write_object(struct spec_out *o, const struct expectation *e)
{
	writer_begin_map_fit(&o->w);
	put_name(o, "from", e->from);
	put_name(o, "to", e->to);
	if (value_is_known(e->ports.is))
		put_name(o, "on", notation_ports_format(o->a, e->ports.v));
	if (e->verb == NEVER_REACHES)
		writer_member_bool(&o->w, "never", true);
	if (e->verb == ONLY_REACHES)
		writer_member_text(&o->w, "only", "from");
	else if (e->only)
		writer_member_bool(&o->w, "only", true);
	if (e->family != 0)
		put_name(o, "over", e->family == IPV4 ? "ipv4" : "ipv6");
	put_vias(o, "via", e, false);
	put_vias(o, "not_via", e, true);
	if (e->surviving_any_az)
		put_name(o, "surviving", "any az");
	put_name(o, "why", e->why);
	writer_end(&o->w);
}

void
put_expectations(struct spec_out *o)
{
	bool any = false;

	for (size_t i = 0; i < o->m->expectations.n; i++)
		any = any || o->m->expectations.v[i]->vpc == NULL;
	if (!any)
		return;
	writer_key(&o->w, "expect");
	writer_begin_list(&o->w);
	for (size_t i = 0; i < o->m->expectations.n; i++) {
		struct expectation e = *o->m->expectations.v[i];

		if (e.vpc != NULL)	/* a workload's need */
			continue;
		e.from = end_text(o, &e, e.from);
		e.to = end_text(o, &e, e.to);
		if (e.why != NULL)
			write_object(o, &e);
		else
			writer_text(&o->w, notation_expectation_format(o->a,
			    &e));
	}
	writer_end(&o->w);
}
