/* SPDX-License-Identifier: MIT */
#include "plan/because_take.h"

#include "base/str.h"

/*
 * What leads to a thing that is not there leads nowhere: its static routes
 * are blackholes; those that followed from it are not there either.
 */

/* Of an interface: its workload's, too. */
static bool
can_be_spared(const struct thing *of)
{
	return of->kind == KIND_INTERFACE || of->kind == KIND_WORKLOAD;
}

bool
turning_can_take(const struct turning *t, const struct thing *of)
{
	switch (of->kind) {
	case KIND_INTERNET_GATEWAY:
		return of->vpc != NULL && of->vpc->internet_gateways.n == 1 &&
		    model_is_complete(t->m, of->kind, of->vpc);
	case KIND_NAT_GATEWAY:
	case KIND_EGRESS_ONLY_GATEWAY:
	case KIND_PEERING:
	case KIND_BLOCK_PUBLIC_ACCESS:
	case KIND_ATTACHMENT:
	case KIND_TRANSIT_GATEWAY:
	case KIND_VPN:
		return true;
	case KIND_VPN_GATEWAY:
		return of->vpc != NULL;
	case KIND_ENDPOINT:
		return ((const struct endpoint *)of)->type !=
		    ENDPOINT_INTERFACE;
	default:
		return can_be_spared(of);
	}
}

bool
turning_follows(const struct route *r, const struct thing *of)
{
	return r->origin != ROUTE_STATIC || (of->kind == KIND_ENDPOINT &&
	    ((const struct endpoint *)of)->type == ENDPOINT_GATEWAY);
}

static bool
leads_to(const struct route *r, const struct thing *of)
{
	const struct thing *to = r->target.to;

	if (to == of)
		return true;
	return to != NULL && to->kind == KIND_INTERFACE &&
	    of->kind == KIND_WORKLOAD && ((const struct interface *)to)->
	    workload == (const struct workload *)of;
}

/* The routes of a table that lead there. */
static void
spoil_routes(struct turning *t, struct route_table *table,
    const struct thing *of)
{
	struct route **v = NULL;
	size_t n = 0;

	for (size_t i = 0; i < table->routes.n; i++) {
		struct route *r = table->routes.v[i];

		if (!leads_to(r, of))
			continue;
		if (turning_follows(r, of)) {
			n++;
		} else if (!r->is_blackhole) {
			turning_keep(t, &r->is_blackhole,
			    sizeof r->is_blackhole);
			r->is_blackhole = true;
		}
	}
	if (n == 0)
		return;
	v = arena_array(t->a, table->routes.n, sizeof *v);
	n = 0;
	for (size_t i = 0; i < table->routes.n; i++)
		if (!leads_to(table->routes.v[i], of) ||
		    !turning_follows(table->routes.v[i], of))
			v[n++] = table->routes.v[i];
	turning_keep(t, &table->routes, sizeof table->routes);
	table->routes.v = v;
	table->routes.n = table->routes.cap = n;
}

void
turning_take_attachment(struct turning *t, struct attachment *at)
{
	turning_keep(t, at, sizeof *at);
	at->state = "deleted";
	at->propagations.n = 0;
}

bool
turning_has_block(const struct vpn *v, struct cidr block)
{
	for (size_t i = 0; i < v->cidrs.n; i++)
		if (value_is_known(v->cidrs.v[i].is) &&
		    cidr_equal(v->cidrs.v[i].v, block))
			return true;
	for (size_t i = 0; i < v->networks.n; i++) {
		const struct network *n =
		    (const struct network *)v->networks.v[i].to;

		for (size_t k = 0; n != NULL && k < n->cidrs.n; k++)
			if (value_is_known(n->cidrs.v[k].is) &&
			    cidr_equal(n->cidrs.v[k].v, block))
				return true;
	}
	return false;
}

/* The routes that tables have of the VPNs of a gateway, without this one. */
static void
forget_blocks(struct turning *t, const struct vpn_gateway *g,
    const struct vpn *v)
{
	for (size_t i = 0; i < t->m->route_tables.n; i++) {
		struct route_table *table = t->m->route_tables.v[i];
		struct route **kept = arena_array(t->a, table->routes.n + 1,
		    sizeof *kept);
		size_t n = 0;

		for (size_t k = 0; k < table->routes.n; k++) {
			struct route *r = table->routes.v[k];
			bool others = false;

			for (size_t j = 0; j < g->vpns.n; j++)
				others |= g->vpns.v[j] != v && turning_has_block(
				    g->vpns.v[j], r->cidr.v);
			if (r->origin != ROUTE_PROPAGATED || others ||
			    r->target.to != &g->is ||
			    !turning_has_block(v, r->cidr.v))
				kept[n++] = r;
		}
		if (n == table->routes.n)
			continue;
		turning_keep(t, &table->routes, sizeof table->routes);
		table->routes.v = kept;
		table->routes.n = table->routes.cap = n;
	}
}

static void
take_vpn(struct turning *t, struct vpn *v)
{
	turning_keep(t, &v->state, sizeof v->state);
	v->state = "deleted";
	for (size_t i = 0; i < t->m->attachments.n; i++)
		if (t->m->attachments.v[i]->target.to == &v->is)
			turning_take_attachment(t, t->m->attachments.v[i]);
	if (v->on.to != NULL && v->on.to->kind == KIND_VPN_GATEWAY)
		forget_blocks(t, (const struct vpn_gateway *)v->on.to, v);
	for (size_t i = 0; i < t->m->networks.n; i++) {
		struct network *n = t->m->networks.v[i];
		size_t k = 0;

		while (k < n->vpns.n && n->vpns.v[k] != v)
			k++;
		if (k == n->vpns.n)
			continue;
		turning_keep(t, &n->vpns, sizeof n->vpns);
		turning_keep(t, n->vpns.v, n->vpns.n * sizeof *n->vpns.v);
		n->vpns.v[k] = n->vpns.v[--n->vpns.n];
	}
}

static void
take_gateway(struct turning *t, struct transit_gateway *g)
{
	for (size_t i = 0; i < g->attachments.n; i++)
		turning_take_attachment(t, g->attachments.v[i]);
}

void
turning_take(struct turning *t, struct thing *of)
{
	struct vpn_gateway *vgw = (struct vpn_gateway *)of;
	struct block_public_access *block = (struct block_public_access *)of;
	struct peering *peering = (struct peering *)of;

	switch (of->kind) {
	case KIND_BLOCK_PUBLIC_ACCESS:
		turning_keep(t, &block->mode, sizeof block->mode);
		block->mode = BLOCK_OFF;
		return;
	case KIND_INTERNET_GATEWAY:
		turning_keep(t, &of->vpc->internet_gateways,
		    sizeof of->vpc->internet_gateways);
		of->vpc->internet_gateways.n = 0;
		break;
	case KIND_PEERING:
		turning_keep(t, &peering->state, sizeof peering->state);
		peering->state = "deleted";
		break;
	case KIND_ATTACHMENT:
		turning_take_attachment(t, (struct attachment *)of);
		return;
	case KIND_TRANSIT_GATEWAY:
		take_gateway(t, (struct transit_gateway *)of);
		break;
	case KIND_VPN:
		take_vpn(t, (struct vpn *)of);
		return;
	case KIND_VPN_GATEWAY:
		turning_keep(t, vgw, sizeof *vgw);
		vgw->is.vpc = NULL;
		vgw->attachment_known = true;
		break;
	default:
		break;
	}
	for (size_t i = 0; i < t->m->route_tables.n; i++)
		spoil_routes(t, t->m->route_tables.v[i], of);
}
