/* SPDX-License-Identifier: MIT */
#include "model/link.h"

#include <stdlib.h>

/*
 * Transit gateways.  What a gateway says of its tables decides what an
 * attachment that says nothing has ("How transit gateways work"):
 *
 *	no tables, no default	AWS's: one table, to which everything is
 *				associated and everything propagates
 *	tables, no default	nothing
 *	a default		that table, for association, propagation or
 *				both
 *
 * Of a gateway that the input only observes, nothing is concluded from
 * silence.
 */

/* The gateway that a VPN is on, if it is a transit gateway. */
static struct transit_gateway *
gateway_of_vpn(struct linker *l, const struct vpn *vpn)
{
	struct text_range texts, found;

	if (vpn->on.to != NULL)
		return vpn->on.to->kind == KIND_TRANSIT_GATEWAY ?
		    (struct transit_gateway *)vpn->on.to : NULL;
	if (!value_is_known(vpn->on.is) || vpn->on.text == NULL)
		return NULL;
	texts = index_text(l, vpn->on.text);
	found = index_of_kind(l, texts, vpn->is.island,
	    KIND_TRANSIT_GATEWAY);
	if (found.n == 0)
		found = index_of_kind(l, texts, ANY_ISLAND,
		    KIND_TRANSIT_GATEWAY);
	return found.n == 1 ? (struct transit_gateway *)found.v[0].to : NULL;
}

static bool
is_attached(const struct map *attached, const struct thing *vpn)
{
	const char *texts[] = { vpn->id, vpn->address, vpn->name };

	for (size_t i = 0; i < 3; i++)
		if (texts[i] != NULL && map_get(attached, texts[i]) != NULL)
			return true;
	return false;
}

static void
imply_attachment(struct linker *l, struct vpn *vpn,
    struct transit_gateway *g)
{
	struct attachment *a = model_new_attachment(l->m, vpn->is.at,
	    vpn->is.island);

	a->is.name = vpn->is.name;
	a->is.label = thing_label(&vpn->is);
	a->is.account = vpn->is.account;
	a->is.region = vpn->is.region;
	a->is.exists = vpn->is.exists;
	a->is.created = vpn->is.created;
	a->is.among_vpcs = vpn->is.among_vpcs;
	a->is.implicit = true;
	a->gateway = g;
	a->to = ATTACHMENT_VPN;
	a->target.is = value_implicit();
	a->target.text = thing_label(&vpn->is);
	a->target.to = &vpn->is;
	vec_push(l->m->a, &g->attachments, a);
}

void
link_implied_attachments(struct linker *l)
{
	struct model *m = l->m;
	struct map attached = map_new(m->a);
	/* By the gateway's order: a VPN is attached, and nobody knows which. */
	bool *open = arena_array(m->a, m->next_order, sizeof *open);

	for (size_t i = 0; i < m->attachments.n; i++) {
		struct attachment *a = m->attachments.v[i];

		if (a->to == ATTACHMENT_VPN && a->target.text != NULL)
			*map_slot(&attached, a->target.text) = a;
		if (a->to == ATTACHMENT_VPN && a->gateway != NULL &&
		    value_is_unknown(a->target.is))
			open[a->gateway->is.order] = true;
	}
	for (size_t i = 0; i < m->vpns.n; i++) {
		struct transit_gateway *g =
		    gateway_of_vpn(l, m->vpns.v[i]);

		/* Its own may be one that is not in the input. */
		if (g != NULL && !is_attached(&attached, &m->vpns.v[i]->is) &&
		    !model_island_is_partial(m, KIND_ATTACHMENT,
		    g->is.island) && !open[g->is.order])
			imply_attachment(l, m->vpns.v[i], g);
	}
}

struct transit_table *
model_default_transit_table(struct model *m, struct transit_gateway *g)
{
	struct transit_table *t;

	for (size_t i = 0; i < g->tables.n; i++)
		if (g->tables.v[i]->is_default_association)
			return g->tables.v[i];
	t = model_new_transit_table(m, g->is.at, g->is.island);
	t->is.name = "default";
	t->is.exists = g->is.exists;
	t->is.created = g->is.created;
	t->gateway = g;
	t->routes_known = true;
	t->is_default_association = t->is_default_propagation = true;
	vec_push(m->a, &g->tables, t);
	return t;
}

/* The table that a gateway without a word about tables has. */
static void
add_default_table(struct model *m, struct transit_gateway *g)
{
	struct transit_table *t = model_default_transit_table(m, g);

	t->is.name = NULL;
	t->is.label = "default";
	t->is.account = g->is.account;
	t->is.region = g->is.region;
	t->is.created = t->is.implicit = true;
}

/* The tables that an attachment which says nothing has. */
struct defaults {
	struct transit_table *association, *propagation;
	bool association_known, propagation_known;
};

static struct defaults
stated_defaults(const struct transit_gateway *g)
{
	struct defaults d = {
		.association =
		    (struct transit_table *)g->default_association.to,
		.propagation =
		    (struct transit_table *)g->default_propagation.to,
	};

	d.association_known = d.association != NULL ||
	    g->default_association.is.state == VALUE_ABSENT;
	d.propagation_known = d.propagation != NULL ||
	    g->default_propagation.is.state == VALUE_ABSENT;
	return d;
}

static struct defaults
defaults_of(const struct transit_gateway *g)
{
	struct defaults d = { 0 };

	if (g->default_stated)
		return stated_defaults(g);
	for (size_t i = 0; i < g->tables.n; i++) {
		if (g->tables.v[i]->is_default_association)
			d.association = g->tables.v[i];
		if (g->tables.v[i]->is_default_propagation)
			d.propagation = g->tables.v[i];
	}
	d.association_known = g->is.created;
	d.propagation_known = g->is.created;
	return d;
}

static void
associate(struct attachment *a, const struct defaults *d)
{
	if (a->no_table) {
		a->association_known = true;
	} else if (a->table.is.state != VALUE_ABSENT) {
		a->associated = (struct transit_table *)a->table.to;
		a->association_known = a->associated != NULL;
	} else if (a->is.created) {
		a->associated = d->association;
		a->association_known = d->association_known;
	}
}

static void
propagate(struct model *m, struct attachment *a, const struct defaults *d)
{
	if (a->propagates_stated || a->propagates_to.n > 0) {
		a->propagation_known = true;
		for (size_t i = 0; i < a->propagates_to.n; i++) {
			struct transit_table *t = (struct transit_table *)
			    a->propagates_to.v[i].to;

			if (t != NULL)
				vec_push(m->a, &a->propagations, t);
			else
				a->propagation_known = false;
		}
	} else if (a->is.created) {
		a->propagation_known = d->propagation_known;
		if (d->propagation != NULL)
			vec_push(m->a, &a->propagations, d->propagation);
	}
}

/* Of a VPC that is not named, but for its subnets: theirs. */
static struct vpc *
vpc_of_subnets(const struct attachment *a)
{
	for (size_t i = 0; value_is_unknown(a->target.is) &&
	    i < a->subnet_refs.n; i++)
		if (a->subnet_refs.v[i].to != NULL)
			return a->subnet_refs.v[i].to->vpc;
	return NULL;
}

/* What the attachment leads to, as things. */
static void
find_attached(struct model *m, struct attachment *a)
{
	if (a->to == ATTACHMENT_VPC)
		a->vpc = a->target.to != NULL ? (struct vpc *)a->target.to :
		    vpc_of_subnets(a);
	for (size_t i = 0; i < a->subnet_refs.n; i++)
		if (a->subnet_refs.v[i].to != NULL)
			vec_push(m->a, &a->subnets, (struct subnet *)
			    a->subnet_refs.v[i].to);
}

static int
compare_ends(const struct thing *a, const struct thing *b)
{
	return a->order < b->order ? -1 : a->order > b->order;
}

/* Peering attachments, by their gateway and then by the one they name. */
static int
compare_peers(const void *x, const void *y)
{
	const struct attachment *a = *(struct attachment *const *)x;
	const struct attachment *b = *(struct attachment *const *)y;
	int order = compare_ends(&a->gateway->is, &b->gateway->is);

	return order != 0 ? order : compare_ends(a->target.to, b->target.to);
}

/* Two gateways are peered when each names the other. */
static void
find_peers(struct model *m)
{
	VEC(struct attachment *) peers = { 0 };

	for (size_t i = 0; i < m->attachments.n; i++) {
		struct attachment *a = m->attachments.v[i];

		if (a->to == ATTACHMENT_PEER && a->gateway != NULL &&
		    a->target.to != NULL)
			vec_push(m->a, &peers, a);
	}
	vec_sort(&peers, compare_peers);
	for (size_t i = 0; i < peers.n; i++) {
		struct attachment *a = peers.v[i];
		struct attachment back = {
			.gateway = (struct transit_gateway *)a->target.to,
			.target = { .to = &a->gateway->is },
		};
		struct attachment *key = &back, **found;

		found = bsearch(&key, peers.v, peers.n, sizeof key,
		    compare_peers);
		a->peer = found != NULL ? *found : NULL;
	}
}

void
link_transit(struct linker *l)
{
	struct model *m = l->m;

	for (size_t i = 0; i < m->transit_gateways.n; i++) {
		struct transit_gateway *g = m->transit_gateways.v[i];
		struct defaults d;

		if (g->is.created && !g->tables_stated &&
		    !g->default_stated && g->tables.n == 0)
			add_default_table(m, g);
		d = defaults_of(g);
		for (size_t j = 0; j < g->attachments.n; j++) {
			associate(g->attachments.v[j], &d);
			propagate(m, g->attachments.v[j], &d);
		}
	}
	for (size_t i = 0; i < m->attachments.n; i++)
		find_attached(m, m->attachments.v[i]);
	find_peers(m);
}
