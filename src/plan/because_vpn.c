/* SPDX-License-Identifier: MIT */
#include "plan/because_take.h"

#include "base/str.h"
#include "model/facts.h"

/*
 * What lies behind a VPN, as the other network has it: its blocks, its
 * networks, and the routes by which tables have learnt of them.
 */

bool
turning_same_block(const struct cidr_value *x, const struct cidr_value *y)
{
	return value_is_known(x->is) && value_is_known(y->is) &&
	    cidr_equal(x->v, y->v);
}

/* ------------------------------------------------------- learnt routes */

static bool
is_learnt(const struct route *r, const struct vpn_gateway *g)
{
	return r->origin == ROUTE_PROPAGATED && r->target.to == &g->is &&
	    value_is_known(r->cidr.is);
}

static bool
is_behind(const struct vpn_gateway *g, struct cidr block)
{
	for (size_t i = 0; i < g->vpns.n; i++)
		if (fact_state_carries(g->vpns.v[i]->state) &&
		    turning_has_block(g->vpns.v[i], block))
			return true;
	return false;
}

static bool
learns_from(const struct route_table *t, const struct vpn_gateway *g)
{
	for (size_t i = 0; i < t->propagates.n; i++)
		if (t->propagates.v[i].to == &g->is)
			return true;
	return false;
}

/* As link makes it, of IPv4 alone. */
static void
learn(struct turning *t, struct route_table *table, struct vpn_gateway *g,
    const struct cidr_value *block)
{
	struct route *r;

	if (!value_is_known(block->is) || block->v.family != (uint8_t)IPV4)
		return;
	for (size_t i = 0; i < table->routes.n; i++)
		if (is_learnt(table->routes.v[i], g) &&
		    cidr_equal(table->routes.v[i]->cidr.v, block->v))
			return;
	r = arena_alloc(t->a, sizeof *r);
	r->at = table->is.at;
	r->table = table;
	r->cidr = *block;
	r->written = block->written;
	r->origin = ROUTE_PROPAGATED;
	r->target_kind = TARGET_THING;
	r->target = (struct ref){ .is = value_implicit(),
		.text = thing_label(&g->is), .to = &g->is };
	TURNING_CHANGE(t, &table->routes, (const struct route *)NULL, r);
}

static void
learn_all(struct turning *t, struct route_table *table,
    struct vpn_gateway *g, const struct vpn *v)
{
	for (size_t i = 0; i < v->cidrs.n; i++)
		learn(t, table, g, &v->cidrs.v[i]);
	for (size_t i = 0; i < v->networks.n; i++) {
		const struct network *n =
		    (const struct network *)v->networks.v[i].to;

		for (size_t k = 0; n != NULL && k < n->cidrs.n; k++)
			learn(t, table, g, &n->cidrs.v[k]);
	}
}

/* What tables have learnt of a gateway is what lies behind its VPNs now. */
static void
settle_routes(struct turning *t, struct thing *on)
{
	struct vpn_gateway *g = (struct vpn_gateway *)on;

	if (on == NULL || on->kind != KIND_VPN_GATEWAY)
		return;
	for (size_t i = 0; i < t->m->route_tables.n; i++) {
		struct route_table *table = t->m->route_tables.v[i];

		if (!learns_from(table, g))
			continue;
		for (size_t k = table->routes.n; k-- > 0;) {
			struct route *r = table->routes.v[k];

			if (is_learnt(r, g) && !is_behind(g, r->cidr.v))
				TURNING_CHANGE(t, &table->routes, r,
				    (struct route *)NULL);
		}
		for (size_t k = 0; k < g->vpns.n; k++)
			if (fact_state_carries(g->vpns.v[k]->state))
				learn_all(t, table, g, g->vpns.v[k]);
	}
}

/* -------------------------------------------------------------- the parts */

bool
turning_is_learnt(const struct route *r, const struct change_part *p)
{
	const struct thing *of = p->change->pair->is[
	    p->change->pair->is[AFTER] != NULL];

	return p->difference != NULL && r != NULL &&
	    r->origin == ROUTE_PROPAGATED && part_any_side(p)->of != NULL &&
	    part_any_side(p)->part == TRAIT_FIELD &&
	    (of->kind == KIND_VPN || of->kind == KIND_NETWORK);
}

void
turning_network_block(struct turning *t, struct network *n,
    const struct cidr_value *out, const struct cidr_value *in)
{
	TURNING_CHANGE_BLOCK(t, &n->cidrs, out, in);
	for (size_t i = 0; i < n->vpns.n; i++)
		settle_routes(t, n->vpns.v[i]->on.to);
}

bool
turning_can_vpn(struct turning *t, const struct change_part *p)
{
	const void *was = part_of_side(p, turning_other(t));

	if (!str_starts_with(part_any_side(p)->key, "network "))
		return str_starts_with(part_any_side(p)->key, "CIDR ");
	return was == NULL || turning_in_base(t, was) != NULL;
}

static void
turn_network(struct turning *t, struct vpn *v, const void *out,
    struct network *in)
{
	struct ref *refs = arena_array(t->a, v->networks.n + 1, sizeof *refs);
	size_t n = 0;

	for (size_t i = 0; i < v->networks.n; i++)
		if (v->networks.v[i].to != out || out == NULL)
			refs[n++] = v->networks.v[i];
	if (in != NULL)
		refs[n++] = (struct ref){ .is = value_derived(v->is.at),
			.text = thing_label(&in->is), .to = &in->is };
	turning_keep(t, &v->networks, sizeof v->networks);
	v->networks.v = refs;
	v->networks.n = v->networks.cap = n;
	for (size_t i = 0; out != NULL && i < t->m->networks.n; i++)
		if (&t->m->networks.v[i]->is == out)
			TURNING_CHANGE(t, &t->m->networks.v[i]->vpns, v,
			    (struct vpn *)NULL);
	if (in != NULL)
		TURNING_CHANGE(t, &in->vpns, (struct vpn *)NULL, v);
}

/* The network that link makes of the blocks that a VPN states goes along. */
static void
turn_block(struct turning *t, struct vpn *v, const struct cidr_value *out,
    const struct cidr_value *in)
{
	TURNING_CHANGE_BLOCK(t, &v->cidrs, out, in);
	for (size_t i = 0; i < t->m->networks.n; i++) {
		struct network *n = t->m->networks.v[i];

		if (n->is.implicit && n->vpns.n > 0 && n->vpns.v[0] == v)
			TURNING_CHANGE_BLOCK(t, &n->cidrs, out, in);
	}
}

void
turning_vpn(struct turning *t, struct vpn *v, const struct change_part *p)
{
	const void *out = part_of_side(p, t->base);
	const void *was = part_of_side(p, turning_other(t));

	if (str_starts_with(part_any_side(p)->key, "network "))
		turn_network(t, v, out, was == NULL ? NULL :
		    (struct network *)turning_in_base(t, was));
	else
		turn_block(t, v, out, was);
	settle_routes(t, v->on.to);
}
