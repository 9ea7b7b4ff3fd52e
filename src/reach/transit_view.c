/* SPDX-License-Identifier: MIT */
#include "reach/transit_view.h"

#include "base/fatal.h"
#include "base/str.h"
#include "model/facts.h"
#include "model/stand_in.h"

#include <stdlib.h>

struct transit_views {
	struct arena *a;
	struct transit_view *v;	/* sorted by the table's order */
	size_t n;
};

static int
compare_views(const void *x, const void *y)
{
	const struct transit_view *a = x, *b = y;

	return a->table->is.order < b->table->is.order ? -1 :
	    a->table->is.order > b->table->is.order;
}

static struct transit_view *
find(const struct transit_views *all, const struct transit_table *table)
{
	struct transit_view key = { .table = table };

	return all->n == 0 ? NULL : bsearch(&key, all->v, all->n,
	    sizeof *all->v, compare_views);
}

const struct transit_view *
transit_view_find(const struct transit_views *all,
    const struct transit_table *table)
{
	const struct transit_view *v = find(all, table);

	if (v == NULL)
		BUG("a transit gateway's table that the model does not have");
	return v;
}

static bool
is_list_route(const struct transit_route *r)
{
	return r->list.to != NULL || r->list.text != NULL;
}

static void
propagate_block(struct arena *a, struct transit_view *view,
    struct attachment *from, const struct cidr_value *block)
{
	struct transit_route *r;

	if (!block_is_usable(block)) {
		view->unknown = true;
		return;
	}
	r = arena_alloc(a, sizeof *r);
	r->at = from->is.at;
	r->cidr = *block;
	r->propagated = true;
	r->target.is = value_implicit();
	r->target.text = from->is.label;
	r->target.to = &from->is;
	vec_push(a, view, r);
}

/* Nothing tells the gateway what is behind a static VPN: its routes are added
 * to the table by hand; "Transit Gateway Guide, VPN attachments". */
static void
propagate_vpn(struct arena *a, struct transit_view *view,
    struct attachment *from, const struct vpn *vpn)
{
	if (flag_or(vpn->is_static, false))
		return;
	if (value_is_unknown(vpn->is_static.is))
		view->unknown = true;
	for (size_t i = 0; i < vpn->cidrs.n; i++)
		propagate_block(a, view, from, &vpn->cidrs.v[i]);
	for (size_t i = 0; i < vpn->networks.n; i++) {
		const struct thing *t = vpn->networks.v[i].to;
		const struct network *n;

		if (t == NULL)
			view->unknown = true;
		if (t == NULL || t->kind != KIND_NETWORK)
			continue;
		n = (const struct network *)t;
		for (size_t j = 0; j < n->cidrs.n; j++)
			propagate_block(a, view, from, &n->cidrs.v[j]);
	}
}

/* What an attachment makes known to one table. */
static void
propagate(struct arena *a, struct transit_view *view, struct attachment *from)
{
	switch (from->to) {
	case ATTACHMENT_VPC:
		if (from->vpc == NULL) {
			view->unknown = true;
			return;
		}
		for (size_t i = 0; i < from->vpc->cidrs.n; i++)
			propagate_block(a, view, from,
			    &from->vpc->cidrs.v[i]);
		for (size_t i = 0; i < from->vpc->ipv6_cidrs.n; i++)
			propagate_block(a, view, from,
			    &from->vpc->ipv6_cidrs.v[i]);
		break;
	case ATTACHMENT_VPN:
		if (from->target.to != NULL &&
		    from->target.to->kind == KIND_VPN)
			propagate_vpn(a, view, from,
			    (const struct vpn *)from->target.to);
		else
			view->unknown = true;
		break;
	case ATTACHMENT_PEER:
		break;		/* static routes only */
	case ATTACHMENT_OTHER:
		view->unknown = true;
		break;
	}
}

/* Static, a prefix list, then what a VPC propagates, other attachments,
 * VPNs. */
static int
rank(const struct transit_route *r)
{
	const struct attachment *to = (const struct attachment *)r->target.to;

	if (!r->propagated)
		return is_list_route(r) ? 1 : 0;
	if (to == NULL || to->to == ATTACHMENT_OTHER)
		return 3;
	return to->to == ATTACHMENT_VPC ? 2 : to->to == ATTACHMENT_VPN ? 4 : 5;
}

static bool
is_dead(const char *state)
{
	return !fact_state_carries(state) && !fact_state_is_unknown(state);
}

/* What is gone propagates nothing.  It stays where no other route is, to say
 * so. */
static bool
is_gone(const struct transit_route *r)
{
	const struct attachment *from =
	    (const struct attachment *)r->target.to;

	return r->propagated && from != NULL && (is_dead(from->state) ||
	    (from->to == ATTACHMENT_VPN && from->target.to != NULL &&
	    from->target.to->kind == KIND_VPN &&
	    is_dead(((const struct vpn *)from->target.to)->state)));
}

static int
compare_routes(const void *x, const void *y)
{
	const struct transit_route *a = *(struct transit_route *const *)x;
	const struct transit_route *b = *(struct transit_route *const *)y;
	int order;

	if (is_gone(a) != is_gone(b))
		return is_gone(a) ? 1 : -1;
	if (a->cidr.v.length != b->cidr.v.length)
		return a->cidr.v.length > b->cidr.v.length ? -1 : 1;
	order = cidr_compare(a->cidr.v, b->cidr.v);
	if (order != 0)
		return order;
	if (rank(a) != rank(b))
		return rank(a) < rank(b) ? -1 : 1;
	return place_compare(a->at, b->at);
}

/* A reference to a prefix list counts as a route for each of its entries. */
static void
add_static(struct arena *a, struct transit_view *view,
    const struct transit_route *r)
{
	const struct prefix_list *list =
	    (const struct prefix_list *)r->list.to;

	if (!is_list_route(r)) {
		vec_push(a, view, r);
		return;
	}
	if (list == NULL || !list->entries_known) {
		view->unknown = true;
		return;
	}
	for (size_t i = 0; i < list->entries.n; i++) {
		struct transit_route *one = arena_alloc(a, sizeof *one);

		if (!value_is_known(list->entries.v[i].is)) {
			view->unknown = true;
			continue;
		}
		*one = *r;
		one->cidr = list->entries.v[i];
		vec_push(a, view, one);
	}
}

/* Whether it names a table that is not known, or its gateway does for all that
 * name none: any of its gateway's. */
static bool
may_propagate_to_any(const struct attachment *from)
{
	if (!from->propagates_stated && from->propagates_to.n == 0 &&
	    value_is_unknown(from->gateway->default_propagation.is))
		return true;
	for (size_t i = 0; i < from->propagates_to.n; i++)
		if (value_is_unknown(from->propagates_to.v[i].is))
			return true;
	return false;
}

/* Whether a VPN may be on any transit gateway. */
static bool
has_open_vpn(const struct model *m)
{
	for (size_t i = 0; i < m->vpns.n; i++)
		if (value_is_unknown(m->vpns.v[i]->on.is))
			return true;
	return false;
}

static void
fill(struct transit_views *all, const struct model *m)
{
	bool open = has_open_vpn(m);

	for (size_t i = 0; i < all->n; i++) {
		const struct transit_table *t = all->v[i].table;

		for (size_t j = 0; j < t->routes.n; j++)
			add_static(all->a, &all->v[i], t->routes.v[j]);
		/* An attachment, or a VPN, that is not in the input may
		 * propagate; of a table that was observed AWS lists what it
		 * learnt. */
		if (t->is.created && (open || model_island_is_partial(m,
		    KIND_ATTACHMENT, t->is.island) ||
		    model_island_is_partial(m, KIND_VPN, t->is.island)))
			all->v[i].unknown = true;
	}
	for (size_t i = 0; i < m->attachments.n; i++) {
		struct attachment *from = m->attachments.v[i];

		for (size_t j = 0; j < from->propagations.n; j++) {
			struct transit_view *view = find(all,
			    from->propagations.v[j]);

			if (view != NULL)
				propagate(all->a, view, from);
		}
		if (!from->propagation_known && from->gateway != NULL)
			for (size_t j = 0; j < from->gateway->tables.n; j++) {
				struct transit_view *view = find(all,
				    from->gateway->tables.v[j]);

				if (view != NULL &&
				    (!view->table->routes_known ||
				    may_propagate_to_any(from)))
					view->unknown = true;
			}
	}
}

/* Of equal propagated blocks the first attachment's stays; another where that
 * may not be there. */
static void
drop_repetitions(struct transit_view *view)
{
	size_t kept = 0;

	for (size_t i = 0; i < view->n; i++) {
		const struct transit_route *r = view->v[i];
		const struct transit_route *before = kept > 0 ?
		    view->v[kept - 1] : NULL;

		if (before == NULL || !r->propagated || !before->propagated ||
		    !block_is_usable(&r->cidr) ||
		    !cidr_equal(r->cidr.v, before->cidr.v) ||
		    (before->target.to != NULL &&
		    before->target.to->exists != NULL))
			view->v[kept++] = r;
	}
	view->n = kept;
}

struct transit_views *
transit_views_new(struct arena *a, const struct model *m)
{
	struct transit_views *all = arena_alloc(a, sizeof *all);

	all->a = a;
	all->n = m->transit_tables.n;
	all->v = arena_array(a, all->n, sizeof *all->v);
	for (size_t i = 0; i < all->n; i++)
		all->v[i].table = m->transit_tables.v[i];
	if (all->n > 1)
		qsort(all->v, all->n, sizeof *all->v, compare_views);
	fill(all, m);
	for (size_t i = 0; i < all->n; i++) {
		vec_sort(&all->v[i], compare_routes);
		drop_repetitions(&all->v[i]);
	}
	return all;
}
