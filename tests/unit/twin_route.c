/* SPDX-License-Identifier: MIT */
#include "twin_parts.h"

#include "base/str.h"
#include "model/select.h"

#include <string.h>

/* Routes, by scanning them all. */

/* A route as a candidate: by which length it matches, and its standing. */
struct candidate {
	enum truth matches;
	unsigned length;
	int rank;		/* lower is better, of one length */
};

static struct candidate
in_list(const struct prefix_list *list, const struct spot *to)
{
	struct candidate c = { .matches = NO };

	for (size_t i = 0; i < list->entries.n; i++) {
		enum truth in = spot_in(list->entries.v[i].v, to);

		if (in == NO || (c.matches != NO &&
		    list->entries.v[i].v.length < c.length))
			continue;
		c.matches = in;
		c.length = list->entries.v[i].v.length;
	}
	return c;
}

/* A gateway endpoint's route is for its service alone, and before any other. */
enum { SERVICE_LENGTH = 200 };

static struct candidate
match(const struct route *r, const struct spot *to)
{
	struct candidate c = { .matches = NO };

	switch (r->destination) {
	case DESTINATION_CIDR:
		c.matches = spot_in(r->cidr.v, to);
		c.length = r->cidr.v.length;
		c.rank = r->origin == ROUTE_PROPAGATED ? 2 : 0;
		break;
	case DESTINATION_PREFIX_LIST:
		c = in_list((const struct prefix_list *)r->list.to, to);
		c.rank = 1;
		break;
	case DESTINATION_SERVICE:
		if (to->service != NULL && to->block.family == IPV4 &&
		    select_serves(r->service, to->service))
			c.matches = YES;
		c.length = SERVICE_LENGTH;
		break;
	case DESTINATION_UNKNOWN:
		c.matches = MAYBE;
		break;
	}
	return c;
}

/* A propagated route never beats local, even when it is longer. */
static bool
is_local(const struct vpc *v, const struct spot *to)
{
	return v != NULL && vpc_has(v, to);
}

static bool
is_better(const struct candidate *x, const struct candidate *than)
{
	if (than->matches == NO || x->length != than->length)
		return than->matches == NO || x->length > than->length;
	return x->rank < than->rank;
}

/* Where lists overlap and lead to different targets AWS chooses. */
static bool
is_one_of_lists(const struct route_table *table, const struct route *best,
    const struct spot *to)
{
	for (size_t i = 0; best != NULL && i < table->routes.n; i++) {
		const struct route *r = table->routes.v[i];

		if (best->destination == DESTINATION_PREFIX_LIST &&
		    r->destination == DESTINATION_PREFIX_LIST &&
		    r->target.to != best->target.to &&
		    match(r, to).matches != NO)
			return true;
	}
	return false;
}

const struct route *
find_route(struct trip *t, const struct route_table *table,
    const struct vpc *v, const struct spot *to)
{
	const struct route *best = NULL;
	struct candidate chosen = { .matches = NO };

	if (table == NULL) {
		unsure(t, "the route table is not known");
		return NULL;
	}
	for (size_t i = 0; i < table->routes.n; i++) {
		const struct route *r = table->routes.v[i];
		struct candidate c = match(r, to);

		if (c.matches == NO || (r->origin == ROUTE_PROPAGATED &&
		    is_local(v, to)))
			continue;
		if (is_better(&c, &chosen)) {
			chosen = c;
			best = r;
		}
	}
	if (chosen.matches == MAYBE) {
		unsure(t, "a route cuts a block");
		return NULL;
	}
	if (is_one_of_lists(table, best, to)) {
		unsure(t, "lists overlap");
		return NULL;
	}
	return best;
}

const struct route_table *
edge_table(const struct model *m, const void *of)
{
	for (size_t i = 0; i < m->route_tables.n; i++)
		if (m->route_tables.v[i]->edge_of.to == of && of != NULL)
			return m->route_tables.v[i];
	return NULL;
}

/* Ranks of a transit gateway's routes: static, list, VPC, VPN. */
enum { RANK_STATIC, RANK_LIST, RANK_VPC, RANK_VPN };

static void
offer(struct trip *t, struct transit_choice *best, bool *any, enum truth in,
    struct transit_choice c)
{
	if (in == MAYBE)
		unsure(t, "a transit gateway's route cuts a block");
	if (in != YES || (*any && (c.length < best->length ||
	    (c.length == best->length && c.rank >= best->rank))))
		return;
	*best = c;
	*any = true;
}

static void
offer_static(struct trip *t, struct transit_choice *best, bool *any,
    const struct transit_route *r, const struct spot *to)
{
	struct transit_choice c = {
		.to = r->blackhole ? NULL :
		    (const struct attachment *)r->target.to,
		.rank = RANK_STATIC,
		.length = r->cidr.v.length,
	};

	if (r->propagated)
		c.rank = c.to != NULL && c.to->to == ATTACHMENT_VPC ?
		    RANK_VPC : RANK_VPN;
	if (r->list.to != NULL) {
		struct candidate in =
		    in_list((const struct prefix_list *)r->list.to, to);

		c.rank = RANK_LIST;
		c.length = in.length;
		offer(t, best, any, in.matches, c);
		return;
	}
	offer(t, best, any, spot_in(r->cidr.v, to), c);
}

static void
offer_block(struct trip *t, struct transit_choice *best, bool *any,
    const struct cidr_value *block, const struct attachment *a,
    const struct spot *to)
{
	offer(t, best, any, spot_in(block->v, to), (struct transit_choice){
	    .to = a,
	    .rank = a->to == ATTACHMENT_VPC ? RANK_VPC : RANK_VPN,
	    .length = block->v.length });
}

static bool
propagates(const struct attachment *a, const struct transit_table *table)
{
	for (size_t i = 0; i < a->propagations.n; i++)
		if (a->propagations.v[i] == table)
			return true;
	return false;
}

/* What an attachment makes known of itself; peers make nothing known. */
static void
offer_propagated(struct trip *t, struct transit_choice *best, bool *any,
    const struct attachment *a, const struct spot *to)
{
	const struct vpn *vpn = (const struct vpn *)a->target.to;

	if (a->to == ATTACHMENT_VPC && a->vpc != NULL) {
		for (size_t i = 0; i < a->vpc->cidrs.n; i++)
			offer_block(t, best, any, &a->vpc->cidrs.v[i], a, to);
		for (size_t i = 0; i < a->vpc->ipv6_cidrs.n; i++)
			offer_block(t, best, any, &a->vpc->ipv6_cidrs.v[i],
			    a, to);
	}
	/* What is behind a static VPN is in the table by hand, or not. */
	if (a->to != ATTACHMENT_VPN || vpn == NULL ||
	    !carries_state(vpn->state) || flag_or(vpn->is_static, false))
		return;
	for (size_t i = 0; i < vpn->cidrs.n; i++)
		offer_block(t, best, any, &vpn->cidrs.v[i], a, to);
	for (size_t i = 0; i < vpn->networks.n; i++) {
		const struct network *n =
		    (const struct network *)vpn->networks.v[i].to;

		for (size_t j = 0; n != NULL && j < n->cidrs.n; j++)
			offer_block(t, best, any, &n->cidrs.v[j], a, to);
	}
}

struct transit_choice
find_transit_route(struct trip *t, const struct transit_table *table,
    const struct spot *to)
{
	const struct transit_gateway *g = table->gateway;
	struct transit_choice best = { 0 };
	bool any = false;

	for (size_t i = 0; i < table->routes.n; i++)
		offer_static(t, &best, &any, table->routes.v[i], to);
	for (size_t i = 0; i < g->attachments.n; i++)
		if (propagates(g->attachments.v[i], table) &&
		    carries_state(g->attachments.v[i]->state))
			offer_propagated(t, &best, &any,
			    g->attachments.v[i], to);
	return best;
}
