/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "lint/nest.h"
#include "lint/way.h"
#include "lint/words.h"

/*
 * Routes to prefix lists: which of two AWS takes.
 */

struct entries {
	struct nest *v;
	size_t n, cap;
};

static void
add_entries(struct arena *a, struct entries *out, const struct route *r)
{
	const struct prefix_list *list =
	    (const struct prefix_list *)r->list.to;

	if (r->destination != DESTINATION_PREFIX_LIST || list == NULL ||
	    list->is.kind != KIND_PREFIX_LIST || r->exists != NULL ||
	    way_target(r) == NULL)
		return;
	for (size_t i = 0; i < list->entries.n; i++) {
		struct nest one = { .cidr = list->entries.v[i].v,
			.order = (uint32_t)out->n, .of = r };

		if (value_is_known(list->entries.v[i].is))
			vec_push(a, out, one);
	}
}

static bool
disagree(const struct route *x, const struct route *y)
{
	return x->list.to != y->list.to && way_target(x) != way_target(y);
}

/* An entry that holds this one and leads elsewhere, or NULL. */
static const struct nest *
rival(const struct entries *all, size_t i)
{
	const struct route *r = all->v[i].of;

	if (all->v[i].first != i &&
	    disagree(all->v[all->v[i].first].of, r))
		return &all->v[all->v[i].first];
	for (size_t k = all->v[i].outer; k != NEST_NONE; k = all->v[k].outer)
		if (disagree(all->v[k].of, r))
			return &all->v[k];
	return NULL;
}

static void
flag_rivals(struct lint *l, const struct route_table *t,
    const struct nest *inner, const struct nest *outer)
{
	const struct route *x = inner->of, *y = outer->of;
	struct finding *f = flag(l, &t->is, x->at, "%s and %s overlap in %s and "
	    "lead to %s and %s: AWS picks one", words_route(l->a, x),
	    words_route(l->a, y), words_cidr(l->a, inner->cidr),
	    words_target(l->a, x), words_target(l->a, y));

	f->key = arena_printf(l->a, "%s %s", words_destination(l->a, x),
	    words_destination(l->a, y));
	finding_passes(l->findings, f, x);
	finding_witness(l->findings, f, "overlap", "%s",
	    words_cidr(l->a, inner->cidr));
	finding_related(l->findings, f, y->at, "the other route");
	finding_help(l->findings, f, "take the block out of one of the lists, "
	    "or add a route of its own for it");
}

static void
check_lists(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->route_tables.n; i++) {
		const struct route_table *t = m->route_tables.v[i];
		struct arena *a = arena_new();
		struct entries all = { 0 };
		const struct route *said = NULL;

		for (size_t k = 0; k < t->routes.n; k++)
			add_entries(a, &all, t->routes.v[k]);
		nest_sort(all.v, all.n);
		for (size_t k = 0; k < all.n; k++) {
			const struct nest *other = rival(&all, k);

			if (other == NULL || all.v[k].of == said)
				continue;
			said = all.v[k].of;
			flag_rivals(l, t, &all.v[k], other);
		}
		arena_free(a);
	}
}

#define LISTS(second)							\
	JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)	\
	JSON("vpn_gateway": "vgw", "subnets": {)			\
	JSON("app-a": {"az": "a", "cidr": "10.0.0.0/24", "route_table": "app"}},) \
	JSON("route_tables": {"app": {"routes": [{"to": "sites", "via": "vgw"},) \
	JSON({"to": "peers", "via": "core"}]}}}},)			\
	JSON("transit_gateways": {"core": {"attachments": {"shop": {"vpc": "shop"}}}},) \
	JSON("prefix_lists": {"sites": {"entries": ["192.168.0.0/16"]},) \
	JSON("peers": {"entries": [second]}}})

const struct rule rules_route_list[] = {
	{ .check = check_lists, .is = {
		.code = "RT015",
		.name = "ambiguous-prefix-list-route",
		.severity = SEVERITY_WARNING,
		.class = CLASS_FRAGILE,
		.title = "two prefix lists of a table that overlap and lead apart",
		.aws = "Where two prefix lists of a table overlap and lead to different targets, "
		    "AWS chooses at random which of them wins.",
		.why = "Nothing in the plan says where these packets go.",
		.intent = "The same: it needs no declared intent.",
		.bad = LISTS("192.168.7.0/24"),
		.good = LISTS("192.169.7.0/24"),
		.reference = "Amazon VPC User Guide, Route priority and prefix lists",
	} },
	{ .check = NULL }
};
