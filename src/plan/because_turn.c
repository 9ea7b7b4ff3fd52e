/* SPDX-License-Identifier: MIT */
#include "plan/because_turn.h"
#include "plan/because_take.h"

#include "base/str.h"

#include <string.h>

struct turning
turning_new(struct arena *a, const struct comparison *c, enum when base)
{
	struct turning t = { .a = a, .c = c, .base = base };

	/* Whoever compares gave both models; each is as before at the end. */
	t.m = (struct model *)(uintptr_t)c->pairing->model[base];
	return t;
}

/* ----------------------------------------------------------------- the log */

void
turning_keep(struct turning *t, void *at, size_t size)
{
	struct turning_saved s = { at, size, arena_alloc(t->a, size) };

	memcpy(s.was, at, size);
	vec_push(t->a, &t->log, s);
}

size_t
turning_mark(const struct turning *t)
{
	return t->log.n;
}

void
turning_undo(struct turning *t, size_t mark)
{
	while (t->log.n > mark) {
		const struct turning_saved *s = &t->log.v[--t->log.n];

		memcpy(s->at, s->was, s->size);
	}
}

/* ------------------------------------------------------------------ carriers */

struct carriers
turning_carriers(struct thing **t)
{
	const struct workload *w = (const struct workload *)*t;
	const struct endpoint *e = (const struct endpoint *)*t;
	const struct subnet *s = (const struct subnet *)*t;

	switch ((*t)->kind) {
	case KIND_INTERFACE:
		return (struct carriers){ (struct interface **)t, 1 };
	case KIND_WORKLOAD:
		return (struct carriers){ w->interfaces.v, w->interfaces.n };
	case KIND_ENDPOINT:
		return (struct carriers){ e->interfaces.v, e->interfaces.n };
	case KIND_SUBNET:
		return (struct carriers){ s->interfaces.v, s->interfaces.n };
	default:
		return (struct carriers){ NULL, 0 };
	}
}

static bool
carries_groups(enum kind kind)
{
	return kind == KIND_WORKLOAD || kind == KIND_INTERFACE ||
	    kind == KIND_ENDPOINT;
}

static const struct thing *
owner_of(const struct interface *i)
{
	return i->workload != NULL ? &i->workload->is :
	    i->endpoint != NULL ? &i->endpoint->is : NULL;
}

/* The interface of the other network that is this one, or stands where it
 * stands for the same owner. */
static const struct interface *
twin_of(const struct turning *t, const struct interface *i)
{
	const struct pairing *p = t->c->pairing;
	const struct thing_pair *pair = pairing_of(p, t->base, &i->is);
	const struct thing *owner = owner_of(i);
	const struct interface *found = NULL;
	struct carriers all;
	struct thing *twin;

	if (pair != NULL && pair->is[turning_other(t)] != NULL)
		return (const struct interface *)pair->is[turning_other(t)];
	pair = owner == NULL ? NULL : pairing_of(p, t->base, owner);
	if (pair == NULL || pair->is[turning_other(t)] == NULL)
		return NULL;
	twin = (struct thing *)(uintptr_t)pair->is[turning_other(t)];
	all = turning_carriers(&twin);
	for (size_t k = 0; k < all.n; k++) {
		if (i->subnet == NULL || all.v[k]->subnet == NULL ||
		    pairing_of(p, t->base, &i->subnet->is) != pairing_of(p,
		    turning_other(t), &all.v[k]->subnet->is))
			continue;
		found = all.v[k];
	}
	return found;
}

/* Its addresses are those that it has where its subnet is. */
static void
take_addresses(struct interface *e, const struct interface *twin)
{
	e->addresses.v = twin->addresses.v;
	e->addresses.n = twin->addresses.n;
	e->ipv6_addresses.v = twin->ipv6_addresses.v;
	e->ipv6_addresses.n = twin->ipv6_addresses.n;
}

/* What an interface has of its owner and of its subnet; of one that states
 * something itself one cannot tell: that is as its twin has it. */
static void
settle_carriers(struct turning *t, struct thing *of)
{
	struct carriers all = turning_carriers(&of);

	for (size_t i = 0; i < all.n; i++) {
		struct interface *e = all.v[i];
		const struct interface *twin = twin_of(t, e);

		turning_keep(t, e, sizeof *e);
		if (twin != NULL && of->kind == KIND_SUBNET)
			take_addresses(e, twin);
		if (e->is.implicit) {
			e->public_ip = e->ipv6 = e->source_check =
			    (struct flag_value){ 0 };
			e->forwards = (struct forwards){ 0 };
			interface_inherit(e);
		} else if (twin != NULL && of != &e->is) {
			e->public_ip = twin->public_ip;
			e->ipv6 = twin->ipv6;
			e->source_check = twin->source_check;
			e->forwards = twin->forwards;
		}
	}
}

static void
change_groups(struct turning *t, struct thing *of, const void *out, void *in)
{
	struct carriers all = turning_carriers(&of);

	for (size_t i = 0; i < all.n; i++)
		TURNING_CHANGE(t, &all.v[i]->groups, (const struct security_group *)
		    out, (struct security_group *)in);
}

/* ---------------------------------------------------------------- the parts */

static size_t
size_of_kind(enum kind kind)
{
	static const size_t sizes[KIND_COUNT] = {
		[KIND_VPC] = sizeof(struct vpc),
		[KIND_SUBNET] = sizeof(struct subnet),
		[KIND_NAT_GATEWAY] = sizeof(struct nat_gateway),
		[KIND_VPN] = sizeof(struct vpn),
		[KIND_TRANSIT_GATEWAY] = sizeof(struct transit_gateway),
		[KIND_ATTACHMENT] = sizeof(struct attachment),
		[KIND_PEERING] = sizeof(struct peering),
		[KIND_ENDPOINT] = sizeof(struct endpoint),
		[KIND_INTERFACE] = sizeof(struct interface),
		[KIND_WORKLOAD] = sizeof(struct workload),
		[KIND_BLOCK_PUBLIC_ACCESS] =
		    sizeof(struct block_public_access)
	};

	return sizes[kind];
}

/* Where in its thing a plain value stands; false: it is another thing's. */
static bool
offset_of(const struct change_part *p, size_t *offset, size_t *size)
{
	for (size_t w = BEFORE; w <= AFTER; w++) {
		const struct thing *t = p->change->pair->is[w];
		const struct trait *trait = p->difference->is[w];
		uintptr_t first = (uintptr_t)t, at;

		if (trait == NULL || trait->plain == NULL)
			continue;
		at = (uintptr_t)trait->plain;
		*offset = at - first;
		*size = trait->size;
		return at >= first && *offset + *size <=
		    size_of_kind(t->kind);
	}
	return false;
}

static bool
can_turn_plain(const struct change_part *p)
{
	size_t offset, size;

	return offset_of(p, &offset, &size);
}

/* Of a database two flags say so. */
static void
turn_public(struct turning *t, struct workload *w,
    const struct workload *twin, const char *key)
{
	if (!str_equal(key, "public address"))
		return;
	turning_keep(t, &w->public_ip, sizeof w->public_ip);
	turning_keep(t, &w->publicly_accessible,
	    sizeof w->publicly_accessible);
	w->public_ip = twin->public_ip;
	w->publicly_accessible = twin->publicly_accessible;
}

/* By what it is known to be the same as another's. */
static void
turn_zone(struct turning *t, struct subnet *s, const struct subnet *twin)
{
	turning_keep(t, &s->az_key, sizeof s->az_key);
	s->az_key = twin->az_key;
}

static void
turn_plain(struct turning *t, struct thing *now, const struct change_part *p)
{
	const struct thing *twin = p->change->pair->is[turning_other(t)];
	size_t offset, size;

	if (!offset_of(p, &offset, &size))
		return;
	turning_keep(t, (char *)now + offset, size);
	memcpy((char *)now + offset, (const char *)twin + offset, size);
	if (now->kind == KIND_SUBNET && str_equal(part_any_side(p)->key, "AZ"))
		turn_zone(t, (struct subnet *)now,
		    (const struct subnet *)twin);
	if (now->kind == KIND_WORKLOAD)
		turn_public(t, (struct workload *)now,
		    (const struct workload *)twin, part_any_side(p)->key);
	settle_carriers(t, now);
}

/* A group is lost or gained by all that the thing has. */
static bool
all_carry_the_same(struct thing *now)
{
	struct carriers all = turning_carriers(&now);

	for (size_t i = 0; i < all.n; i++)
		if (!all.v[i]->groups_known || (i > 0 &&
		    all.v[i]->groups.n != all.v[0]->groups.n))
			return false;
	return all.n > 0;
}

/* Whether what it came under is there, or a copy of it can be made. */
static bool
can_turn_place(struct turning *t, const struct change_part *p)
{
	const void *was = part_of_side(p, turning_other(t));

	return was == NULL || turning_in_base(t, was) != NULL;
}

/* Copy now what a rule, route or listener names and the base has not. */
static void
import_named(struct turning *t, struct thing *now, enum trait_part part,
    const void *was)
{
	if (was == NULL)
		return;
	if (now->kind == KIND_SECURITY_GROUP)
		(void)turning_rule(t, was);
	else if (now->kind == KIND_ROUTE_TABLE)
		(void)turning_route(t, (struct route_table *)now, was);
	else if (now->kind == KIND_TRANSIT_TABLE)
		(void)turning_transit_route(t, was);
	else if (part == TRAIT_LISTENERS)
		(void)turning_listener(t, was);
}

bool
turning_can(struct turning *t, const struct change_part *p)
{
	struct thing *now = turning_own(t, p->change->pair->is[t->base]);
	const struct trait *trait;

	if (p->difference == NULL)
		return now != NULL ? turning_can_take(t, now) :
		    turning_absent(t, p->change->pair->is[turning_other(t)]) != NULL;
	if (now == NULL || p->change->pair->is[turning_other(t)] == NULL)
		return false;
	trait = part_any_side(p);
	if (trait->of == NULL)
		return can_turn_plain(p);
	if (turning_is_place(p, now))
		return turning_can_place(t, now, p);
	import_named(t, now, trait->part, part_of_side(p, turning_other(t)));
	switch (now->kind) {
	case KIND_SECURITY_GROUP:
	case KIND_NETWORK_ACL:
	case KIND_ROUTE_TABLE:
	case KIND_TRANSIT_TABLE:
	case KIND_PREFIX_LIST:
	case KIND_VPC:
	case KIND_NETWORK:
		return true;
	case KIND_VPN:
		return turning_can_vpn(t, p);
	case KIND_SUBNET:
		return part_of_side(p, BEFORE) != NULL && part_of_side(p, AFTER) !=
		    NULL && can_turn_place(t, p);
	case KIND_ATTACHMENT:
		return (trait->part == TRAIT_TABLE ||
		    trait->part == TRAIT_ROUTES) && can_turn_place(t, p);
	default:
		if (now->kind == KIND_WORKLOAD && trait->part ==
		    TRAIT_LISTENERS)
			return true;
		return carries_groups(now->kind) && trait->part ==
		    TRAIT_GROUPS && all_carry_the_same(now) &&
		    can_turn_place(t, p);
	}
}

/* ---------------------------------------------------------------- to turn */

static void
turn_rule(struct turning *t, struct security_group *g, enum direction d,
    const struct group_rule *out, const struct group_rule *was)
{
	struct rule_list *list = d == INGRESS ? &g->ingress : &g->egress;
	struct group_rule *in = was == NULL ? NULL : turning_rule(t, was);

	TURNING_CHANGE(t, list, out, in);
}

static void
turn_entry(struct turning *t, struct network_acl *acl, enum direction d,
    const struct acl_entry *out, const struct acl_entry *was)
{
	struct acl_entry *in = NULL;

	if (was != NULL) {
		in = arena_alloc(t->a, sizeof *in);
		*in = *was;
	}
	if (d == INGRESS)
		TURNING_CHANGE(t, &acl->ingress, out, in);
	else
		TURNING_CHANGE(t, &acl->egress, out, in);
}

static void
turn_route(struct turning *t, struct route_table *table, const void *out,
    const void *was)
{
	struct route *in = was == NULL ? NULL : turning_route(t, table, was);

	TURNING_CHANGE(t, &table->routes, (const struct route *)out, in);
}

static void
turn_transit_route(struct turning *t, struct transit_table *table,
    const void *out, const void *was)
{
	struct transit_route *in = was == NULL ? NULL :
	    turning_transit_route(t, was);

	TURNING_CHANGE(t, &table->routes, (const struct transit_route *)out, in);
}

/* Its local routes are those of its blocks. */
static void
turn_local_routes(struct turning *t, struct vpc *v,
    const struct cidr_value *out, const struct cidr_value *in)
{
	for (size_t i = 0; i < v->route_tables.n; i++) {
		struct route_table *table = v->route_tables.v[i];
		struct route *old = NULL, *new = NULL;

		for (size_t k = 0; out != NULL && k < table->routes.n; k++)
			if (table->routes.v[k]->target_kind == TARGET_LOCAL &&
			    turning_same_block(&table->routes.v[k]->cidr, out))
				old = table->routes.v[k];
		if (in != NULL) {
			new = arena_alloc(t->a, sizeof *new);
			new->table = table;
			new->cidr = *in;
			new->written = in->written;
			new->target_kind = TARGET_LOCAL;
			new->origin = ROUTE_IMPLICIT;
		}
		TURNING_CHANGE(t, &table->routes, old, new);
	}
}

static void
turn_block(struct turning *t, struct thing *now, const void *out,
    const void *was)
{
	const struct cidr_value *o = out, *in = was;
	struct vpc *v = (struct vpc *)now;

	if (now->kind == KIND_PREFIX_LIST) {
		TURNING_CHANGE_BLOCK(t, &((struct prefix_list *)now)->entries, o, in);
		return;
	}
	if (now->kind == KIND_NETWORK) {
		turning_network_block(t, (struct network *)now, o, in);
		return;
	}
	if ((o != NULL ? o : in)->v.family == IPV4)
		TURNING_CHANGE_BLOCK(t, &v->cidrs, o, in);
	else
		TURNING_CHANGE_BLOCK(t, &v->ipv6_cidrs, o, in);
	turn_local_routes(t, v, o, in);
}

/* A subnet comes under its former table or ACL. */
static void
turn_subnet(struct turning *t, struct subnet *s, const void *was)
{
	struct thing *in = turning_in_base(t, was);

	if (in->kind == KIND_ROUTE_TABLE) {
		turning_keep(t, &s->table, sizeof s->table);
		s->table = (struct route_table *)in;
	} else {
		turning_keep(t, &s->acl, sizeof s->acl);
		s->acl = (struct network_acl *)in;
	}
}

static void
turn_attachment(struct turning *t, struct attachment *at,
    enum trait_part part, const void *out, const void *was)
{
	struct transit_table *in = was == NULL ? NULL :
	    (struct transit_table *)turning_in_base(t, was);

	if (part == TRAIT_TABLE) {
		turning_keep(t, &at->associated, sizeof at->associated);
		at->associated = in;
	} else {
		TURNING_CHANGE(t, &at->propagations, (const struct transit_table *)
		    out, in);
	}
}

static void
turn_listener(struct turning *t, struct workload *w, const void *out,
    const void *was)
{
	struct listener *in = was == NULL ? NULL : turning_listener(t, was);

	TURNING_CHANGE(t, &w->listeners, (const struct listener *)out, in);
}

void
turning_turn(struct turning *t, const struct change_part *p)
{
	struct thing *now = turning_own(t, p->change->pair->is[t->base]);
	const void *was, *out, *either;
	enum trait_part part;

	if (p->difference == NULL) {
		if (now != NULL)
			turning_take(t, now);
		else
			turning_give(t, p->change->pair->is[turning_other(t)]);
		return;
	}
	part = part_any_side(p)->part;
	either = part_any_side(p)->of;
	if (either == NULL) {
		turn_plain(t, now, p);
		return;
	}
	if (turning_is_place(p, now)) {
		turning_place(t, now, p);
		return;
	}
	was = part_of_side(p, turning_other(t));
	out = part_of_side(p, t->base);
	if (now->kind == KIND_SECURITY_GROUP)
		turn_rule(t, (struct security_group *)now,
		    ((const struct group_rule *)either)->direction, out, was);
	else if (now->kind == KIND_NETWORK_ACL)
		turn_entry(t, (struct network_acl *)now,
		    ((const struct acl_entry *)either)->direction, out, was);
	else if (now->kind == KIND_ROUTE_TABLE)
		turn_route(t, (struct route_table *)now, out, was);
	else if (now->kind == KIND_TRANSIT_TABLE)
		turn_transit_route(t, (struct transit_table *)now, out, was);
	else if (now->kind == KIND_VPN)
		turning_vpn(t, (struct vpn *)now, p);
	else if (now->kind == KIND_SUBNET)
		turn_subnet(t, (struct subnet *)now, was);
	else if (now->kind == KIND_ATTACHMENT)
		turn_attachment(t, (struct attachment *)now, part, out, was);
	else if (part == TRAIT_LISTENERS)
		turn_listener(t, (struct workload *)now, out, was);
	else if (carries_groups(now->kind))
		change_groups(t, now, out, was == NULL ? NULL :
		    turning_in_base(t, was));
	else
		turn_block(t, now, out, was);
}
