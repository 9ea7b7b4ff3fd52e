/* SPDX-License-Identifier: MIT */
#include "plan/because_take.h"

/*
 * What is of one network, in the other: what it names, by the pairs; what the
 * other has not, and what does nothing where nobody names it, as a copy.
 */

struct turning_import {
	const struct thing *of;		/* of the other network */
	struct thing *copy;
};

struct thing *
turning_own(const struct turning *t, const struct thing *of)
{
	if (of == NULL)
		return NULL;
	for (size_t i = 0; i < t->m->things[of->kind].n; i++)
		if (t->m->things[of->kind].v[i] == of)
			return t->m->things[of->kind].v[i];
	return NULL;
}

const struct thing_pair *
turning_pair(const struct turning *t, enum when w, const struct thing *of)
{
	for (size_t i = 0; i < t->imports.n; i++)
		if (t->imports.v[i].copy == of)
			return pairing_of(t->c->pairing, turning_other(t),
			    t->imports.v[i].of);
	return pairing_of(t->c->pairing, w, of);
}

static struct thing *import(struct turning *t, const struct thing *of);

/* What the base calls a thing of the other network; NULL: it has none such. */
struct thing *
turning_in_base(struct turning *t, const struct thing *of)
{
	const struct thing_pair *pair = pairing_of(t->c->pairing, turning_other(t),
	    of);

	if (pair == NULL)
		return NULL;
	return pair->is[t->base] != NULL ? turning_own(t,
	    pair->is[t->base]) : import(t, of);
}

/* A reference of the other network's; false: to what the base has not. */
static bool
turning_ref(struct turning *t, struct ref *r)
{
	if (r->to == NULL)
		return true;
	r->to = turning_in_base(t, r->to);
	return r->to != NULL;
}

struct group_rule *
turning_rule(struct turning *t, const struct group_rule *of)
{
	struct group_rule *r = arena_alloc(t->a, sizeof *r);
	struct thing *peer = group_rule_to(of);

	*r = *of;
	if (peer == NULL)
		return r;
	peer = turning_in_base(t, peer);
	/* Nobody carries it: it admits nobody. */
	if (peer == NULL)
		return NULL;
	group_rule_set_to(r, peer);
	return r;
}

struct route *
turning_route(struct turning *t, struct route_table *table,
    const struct route *of)
{
	struct route *r = arena_alloc(t->a, sizeof *r);

	*r = *of;
	r->table = table;
	return turning_ref(t, &r->target) && turning_ref(t, &r->list) ? r :
	    NULL;
}

struct transit_route *
turning_transit_route(struct turning *t, const struct transit_route *of)
{
	struct transit_route *r = arena_alloc(t->a, sizeof *r);

	*r = *of;
	return turning_ref(t, &r->target) && turning_ref(t, &r->list) ? r :
	    NULL;
}

struct listener *
turning_listener(struct turning *t, const struct listener *of)
{
	struct listener *l = arena_alloc(t->a, sizeof *l);
	struct ref *v = arena_array(t->a, of->targets.n + 1, sizeof *v);

	*l = *of;
	l->targets.v = v;
	l->targets.cap = of->targets.n + 1;
	for (size_t i = 0; i < of->targets.n; i++) {
		v[i] = of->targets.v[i];
		if (!turning_ref(t, &v[i]))
			return NULL;
	}
	return l;
}

/* --------------------------------------------------- what the base has not */

struct thing *
turning_copy(const struct turning *t, const struct thing *of)
{
	for (size_t i = 0; i < t->imports.n; i++)
		if (t->imports.v[i].of == of)
			return t->imports.v[i].copy;
	return NULL;
}

struct thing *
turning_enter(struct turning *t, const struct thing *of, struct thing *copy)
{
	struct turning_import i = { of, copy };

	turning_keep(t, &t->m->next_order, sizeof t->m->next_order);
	copy->order = t->m->next_order++;
	vec_push(t->a, &t->imports, i);
	return copy;
}

static struct thing *
import_table(struct turning *t, const struct route_table *of, struct vpc *v)
{
	struct route_table *copy = arena_alloc(t->a, sizeof *copy);

	*copy = *of;
	copy->is.vpc = v;
	copy->routes.v = arena_array(t->a, of->routes.n + 1,
	    sizeof *copy->routes.v);
	copy->routes.n = 0;
	copy->routes.cap = of->routes.n + 1;
	copy->subnets.n = 0;
	turning_enter(t, &of->is, &copy->is);
	for (size_t i = 0; i < of->routes.n; i++) {
		struct route *r = turning_route(t, copy, of->routes.v[i]);

		if (r != NULL)
			copy->routes.v[copy->routes.n++] = r;
	}
	TURNING_CHANGE(t, &t->m->route_tables, NULL, copy);
	return &copy->is;
}

static void
import_rules(struct turning *t, struct rule_list *list)
{
	struct rule_list was = *list;

	list->v = arena_array(t->a, was.n + 1, sizeof *list->v);
	list->n = 0;
	for (size_t i = 0; i < was.n; i++) {
		struct group_rule *r = turning_rule(t, was.v[i]);

		if (r != NULL)
			list->v[list->n++] = r;
	}
}

static struct thing *
import_group(struct turning *t, const struct security_group *of,
    struct vpc *v)
{
	struct security_group *copy = arena_alloc(t->a, sizeof *copy);

	*copy = *of;
	copy->is.vpc = v;
	copy->members.n = 0;
	turning_enter(t, &of->is, &copy->is);
	import_rules(t, &copy->ingress);
	import_rules(t, &copy->egress);
	return &copy->is;
}

static struct thing *
import_acl(struct turning *t, const struct network_acl *of, struct vpc *v)
{
	struct network_acl *copy = arena_alloc(t->a, sizeof *copy);

	*copy = *of;
	copy->is.vpc = v;
	copy->subnets.n = 0;
	return turning_enter(t, &of->is, &copy->is);
}

static struct thing *
import_transit_table(struct turning *t, const struct transit_table *of,
    struct transit_gateway *g)
{
	struct transit_table *copy = arena_alloc(t->a, sizeof *copy);

	*copy = *of;
	copy->gateway = g;
	copy->routes.v = arena_array(t->a, of->routes.n + 1,
	    sizeof *copy->routes.v);
	copy->routes.n = 0;
	copy->routes.cap = of->routes.n + 1;
	turning_enter(t, &of->is, &copy->is);
	for (size_t i = 0; i < of->routes.n; i++) {
		struct transit_route *r = turning_transit_route(t,
		    of->routes.v[i]);

		if (r != NULL)
			copy->routes.v[copy->routes.n++] = r;
	}
	TURNING_CHANGE(t, &t->m->transit_tables, NULL, copy);
	TURNING_CHANGE(t, &g->tables, NULL, copy);
	return &copy->is;
}

static struct thing *
import_list(struct turning *t, const struct prefix_list *of)
{
	struct prefix_list *copy = arena_alloc(t->a, sizeof *copy);

	*copy = *of;
	return turning_enter(t, &of->is, &copy->is);
}

/* ---------------------------------------------------- gateways, not yet there */

static struct thing *
import_nat(struct turning *t, const struct nat_gateway *of)
{
	struct nat_gateway *copy = arena_alloc(t->a, sizeof *copy);

	*copy = *of;
	if (!turning_ref(t, &copy->subnet) || copy->subnet.to == NULL)
		return NULL;
	copy->is.vpc = copy->subnet.to->vpc;
	copy->table = ((struct subnet *)copy->subnet.to)->table;
	copy->state = "deleted";
	return turning_enter(t, &of->is, &copy->is);
}

static struct thing *
import_peering(struct turning *t, const struct peering *of)
{
	struct peering *copy = arena_alloc(t->a, sizeof *copy);

	*copy = *of;
	for (size_t i = 0; i < 2; i++) {
		if (!turning_ref(t, &copy->ends[i]))
			return NULL;
		copy->vpcs[i] = of->vpcs[i] == NULL ? NULL :
		    (struct vpc *)copy->ends[i].to;
	}
	copy->state = "deleted";
	TURNING_CHANGE(t, &t->m->peerings, NULL, copy);
	return turning_enter(t, &of->is, &copy->is);
}

static struct thing *
import_gateway(struct turning *t, const struct thing *of)
{
	struct internet_gateway *igw = arena_alloc(t->a, sizeof *igw);
	struct egress_only_gateway *eigw = arena_alloc(t->a, sizeof *eigw);
	struct thing *copy = &igw->is;

	if (of->kind == KIND_INTERNET_GATEWAY) {
		*igw = *(const struct internet_gateway *)of;
		igw->attachment_known = true;
	} else {
		*eigw = *(const struct egress_only_gateway *)of;
		copy = &eigw->is;
	}
	copy->vpc = NULL;
	return turning_enter(t, of, copy);
}

struct thing *
turning_absent(struct turning *t, const struct thing *of)
{
	if (turning_copy(t, of) != NULL)
		return turning_copy(t, of);
	switch (of->kind) {
	case KIND_NAT_GATEWAY:
		return import_nat(t, (const struct nat_gateway *)of);
	case KIND_PEERING:
		return import_peering(t, (const struct peering *)of);
	case KIND_ATTACHMENT:
		return turning_absent_attachment(t,
		    (const struct attachment *)of);
	case KIND_TRANSIT_GATEWAY:
		return turning_absent_gateway(t,
		    (const struct transit_gateway *)of);
	case KIND_VPN:
		return turning_absent_vpn(t, (const struct vpn *)of);
	case KIND_INTERNET_GATEWAY:
	case KIND_EGRESS_ONLY_GATEWAY:
		return of->vpc == NULL || turning_in_base(t, &of->vpc->is) ==
		    NULL ? NULL : import_gateway(t, of);
	default:
		return NULL;
	}
}

void
turning_give(struct turning *t, const struct thing *of)
{
	struct thing *copy = turning_absent(t, of);
	struct nat_gateway *nat = (struct nat_gateway *)copy;
	struct peering *peering = (struct peering *)copy;
	struct vpc *v;

	if (of->kind == KIND_NAT_GATEWAY) {
		turning_keep(t, &nat->state, sizeof nat->state);
		nat->state = ((const struct nat_gateway *)of)->state;
	} else if (of->kind == KIND_PEERING) {
		turning_keep(t, &peering->state, sizeof peering->state);
		peering->state = ((const struct peering *)of)->state;
	} else if (of->kind == KIND_ATTACHMENT) {
		turning_give_attachment(t, (const struct attachment *)of);
	} else if (of->kind == KIND_TRANSIT_GATEWAY) {
		turning_give_gateway(t, (const struct transit_gateway *)of);
	} else if (of->kind == KIND_VPN) {
		turning_give_vpn(t, (const struct vpn *)of);
	} else {
		v = (struct vpc *)turning_in_base(t, &of->vpc->is);
		turning_keep(t, &copy->vpc, sizeof copy->vpc);
		copy->vpc = v;
		if (of->kind == KIND_INTERNET_GATEWAY)
			TURNING_CHANGE(t, &v->internet_gateways, NULL,
			    (struct internet_gateway *)copy);
	}
}

/* ------------------------------------------------------------------- others */

/* A copy in the base of what only names others or nothing at all; of what
 * the base has not, and what around it is in neither, there is none. */
static struct thing *
import(struct turning *t, const struct thing *of)
{
	const struct thing *around;
	struct thing *in;

	if (turning_copy(t, of) != NULL)
		return turning_copy(t, of);
	if (of->kind == KIND_PREFIX_LIST)
		return import_list(t, (const struct prefix_list *)of);
	if (turning_absent(t, of) != NULL)
		return turning_absent(t, of);
	if (of->kind != KIND_ROUTE_TABLE && of->kind != KIND_NETWORK_ACL &&
	    of->kind != KIND_SECURITY_GROUP && of->kind !=
	    KIND_TRANSIT_TABLE)
		return NULL;
	around = thing_around(of);
	in = around == NULL ? NULL : turning_in_base(t, around);
	if (in == NULL)
		return NULL;
	switch (of->kind) {
	case KIND_TRANSIT_TABLE:
		return import_transit_table(t,
		    (const struct transit_table *)of,
		    (struct transit_gateway *)in);
	case KIND_ROUTE_TABLE:
		return import_table(t, (const struct route_table *)of,
		    (struct vpc *)in);
	case KIND_NETWORK_ACL:
		return import_acl(t, (const struct network_acl *)of,
		    (struct vpc *)in);
	default:
		return import_group(t, (const struct security_group *)of,
		    (struct vpc *)in);
	}
}
