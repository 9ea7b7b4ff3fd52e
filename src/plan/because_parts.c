/* SPDX-License-Identifier: MIT */
#include "plan/because_trying.h"

#include "base/str.h"

/* Which parts of a change can have to do with a packet. */

static const struct trait *
any_side(const struct difference *d)
{
	return d->is[d->is[AFTER] != NULL];
}

static const void *
of_side(const struct difference *d, enum when w)
{
	return d->is[w] == NULL ? NULL : d->is[w]->of;
}

static bool
meets(const struct trying *t, struct cidr block)
{
	const struct packet *p = &t->out->packet;
	struct range r = cidr_range(block);

	return (enum family)block.family == t->out->family &&
	    ((addr_compare(r.first, p->to) <= 0 &&
	    addr_compare(p->to, r.last) <= 0) ||
	    (addr_compare(r.first, p->from) <= 0 &&
	    addr_compare(p->from, r.last) <= 0));
}

/* Whether a rule or route can have to do with the packet. */
static bool
concerns(const struct trying *t, enum kind kind, const void *of)
{
	const struct group_rule *rule = of;
	const struct route *route = of;
	const struct transit_route *transit = of;

	if (of == NULL || t->changes)
		return of != NULL;
	if (kind == KIND_SECURITY_GROUP)
		return !value_is_known(rule->ports->is) ||
		    port_set_has(rule->ports->v, t->out->packet.point);
	if (kind == KIND_ROUTE_TABLE && route->destination ==
	    DESTINATION_CIDR && value_is_known(route->cidr.is))
		return meets(t, route->cidr.v);
	if (kind == KIND_TRANSIT_TABLE && transit->list.to == NULL &&
	    value_is_known(transit->cidr.is))
		return meets(t, transit->cidr.v);
	return true;
}

/* What a plan says for its own sake. */
static bool
lets_nothing_pass(const char *key)
{
	static const char *const keys[] = { "count", "hosts", "room to grow",
		"size", "tier" };

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (str_equal(key, keys[i]))
			return true;
	return false;
}

static bool
difference_concerns(const struct trying *t, enum kind kind,
    const struct difference *d)
{
	if (any_side(d)->part == TRAIT_PLANNED ||
	    any_side(d)->part == TRAIT_RESERVED)
		return false;
	if (any_side(d)->of == NULL)
		return any_side(d)->plain != NULL &&
		    !lets_nothing_pass(any_side(d)->key);
	return concerns(t, kind, of_side(d, BEFORE)) ||
	    concerns(t, kind, of_side(d, AFTER));
}

bool
because_is_said(const struct trying *t, const char *clause)
{
	for (size_t i = 0; i < t->out->because.n; i++)
		if (str_equal(t->out->because.v[i], clause))
			return true;
	return false;
}

static void
add_part(struct trying *t, struct change_part p, const char *clause)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct difference *d = t->part[i].is.difference;
		const struct difference *e = p.difference;

		if (t->part[i].is.change != p.change)
			continue;
		if (d == e)
			return;
		/* "anywhere" is one rule, and a line for each family; a table
		 * may be associated and propagated to. */
		if (d == NULL || e == NULL || any_side(e)->of == NULL ||
		    any_side(d)->part != any_side(e)->part ||
		    of_side(d, BEFORE) != of_side(e, BEFORE) ||
		    of_side(d, AFTER) != of_side(e, AFTER))
			continue;
		if (because_is_said(t, clause))
			t->part[i] = (struct part){ p, clause };
		return;
	}
	if (t->n == PARTS_MAX)
		t->too_many = true;
	else if (turning_can(&t->turning, &p))
		t->part[t->n++] = (struct part){ p, clause };
	else
		t->cannot |= p.difference == NULL;
}

/* ------------------------------------------------------ parts of a way */

/* A route that is there because of a gateway or endpoint that is a part, and
 * takes no other's place. */
static bool
follows(const struct trying *t, const struct difference *d)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct part *p = &t->part[i];

		for (size_t w = BEFORE; w <= AFTER; w++) {
			const struct thing *whole =
			    p->is.change->pair->is[w];
			const struct route *r = of_side(d, (enum when)w);

			if (turning_is_learnt(r, &p->is))
				return true;
			if (p->is.difference != NULL || whole == NULL ||
			    r == NULL || of_side(d, (enum when)(1 - w)) !=
			    NULL || !turning_follows(r, whole))
				continue;
			if (r->target.to == whole ||
			    (whole->kind == KIND_VPN && r->target.to ==
			    ((const struct vpn *)whole)->on.to))
				return true;
		}
	}
	return false;
}

/* Its other subnets are those of another VPC. */
static bool
is_of_another(const struct thing_change *c)
{
	for (size_t i = 0; i < c->fields.n; i++)
		if (any_side(&c->fields.v[i])->part == TRAIT_END)
			return true;
	return false;
}

static void
add_parts(struct trying *t, const struct thing_change *c, enum kind kind)
{
	for (size_t i = 0; i < c->fields.n; i++) {
		const struct difference *d = &c->fields.v[i];
		const char *clause;

		if (!difference_concerns(t, kind, d))
			continue;
		clause = because_clause(t->g->a, c, d);
		if ((kind == KIND_ROUTE_TABLE && follows(t, d)) ||
		    (kind == KIND_ATTACHMENT && any_side(d)->part ==
		    TRAIT_SUBNET && is_of_another(c)))
			vec_push(t->g->scratch, &t->follow, clause);
		else
			add_part(t, (struct change_part){ c, d }, clause);
	}
}

static bool
is_whole(const struct thing_change *c)
{
	return c->kind == CHANGE_ADDED || c->kind == CHANGE_REMOVED;
}

/* An attachment or table of a gateway or VPN that is not there either, or of
 * a VPN that ends somewhere else now. */
static bool
is_of_whole(const struct trying *t, enum when w, const struct thing *of)
{
	const struct attachment *at = of->kind == KIND_ATTACHMENT ?
	    (const struct attachment *)of : NULL;
	const struct thing *around = thing_around(of);

	for (size_t i = 0; i < t->n; i++) {
		const struct part *p = &t->part[i];
		const struct thing *whole = p->is.change->pair->is[w];

		if (whole == NULL || whole == of)
			continue;
		if (at != NULL && at->target.to == whole &&
		    (p->is.difference == NULL || any_side(
		    p->is.difference)->part == TRAIT_END))
			return true;
		if (p->is.difference == NULL && whole == around)
			return true;
	}
	return false;
}

/* What packets meet only because something else names it: that decides. */
static bool
is_named(enum kind kind)
{
	return kind == KIND_ROUTE_TABLE || kind == KIND_NETWORK_ACL ||
	    kind == KIND_SECURITY_GROUP || kind == KIND_TRANSIT_TABLE ||
	    kind == KIND_PREFIX_LIST || kind == KIND_SUBNET;
}

static void
add_thing(struct trying *t, enum when w, const struct thing *of)
{
	const struct thing_change *c = comparison_of(t->g->c, w, of);

	if (c == NULL)
		return;
	if (!is_whole(c)) {
		add_parts(t, c, of->kind);
		return;
	}
	if (is_named(of->kind) || is_of_whole(t, w, of))
		vec_push(t->g->scratch, &t->follow, because_whole(t->g->a,
		    c));
	else
		add_part(t, (struct change_part){ c, NULL },
		    because_whole(t->g->a, c));
}

/* Of a subnet that packets do not pass: only where it lies. */
static void
add_zone(struct trying *t, enum when w, const struct subnet *s)
{
	const struct thing_change *c = s == NULL ? NULL :
	    comparison_of(t->g->c, w, &s->is);

	for (size_t i = 0; c != NULL && !is_whole(c) && i < c->fields.n; i++)
		if (str_equal(any_side(&c->fields.v[i])->key, "AZ"))
			add_part(t, (struct change_part){ c, &c->fields.v[i] },
			    because_clause(t->g->a, c, &c->fields.v[i]));
}

/* What lies behind it: tables learn of that. */
static void
add_networks(struct trying *t, enum when w, const struct vpn *v)
{
	for (size_t i = 0; i < v->networks.n; i++)
		if (v->networks.v[i].to != NULL)
			add_thing(t, w, v->networks.v[i].to);
}

/* Wholes first: what is said of others may follow from them. */
static void
add_carrier(struct trying *t, enum when w, const struct thing *of)
{
	const struct attachment *at = (const struct attachment *)of;
	const struct vpn *vpn = (const struct vpn *)of;
	const struct vpn_gateway *vgw = (const struct vpn_gateway *)of;

	if (of->kind == KIND_ATTACHMENT) {
		if (at->gateway != NULL)
			add_thing(t, w, &at->gateway->is);
		if (at->target.to != NULL)
			add_thing(t, w, at->target.to);
		for (size_t i = 0; i < at->subnets.n; i++)
			add_zone(t, w, at->subnets.v[i]);
	} else if (of->kind == KIND_VPN && vpn->on.to != NULL) {
		add_thing(t, w, vpn->on.to);
		add_networks(t, w, vpn);
	} else if (of->kind == KIND_NAT_GATEWAY) {
		add_zone(t, w, (const struct subnet *)
		    ((const struct nat_gateway *)of)->subnet.to);
	} else if (of->kind == KIND_VPN_GATEWAY) {
		for (size_t i = 0; i < vgw->vpns.n; i++) {
			add_thing(t, w, &vgw->vpns.v[i]->is);
			add_networks(t, w, vgw->vpns.v[i]);
		}
	}
	add_thing(t, w, of);
}

static void
add_list(struct trying *t, enum when w, const struct thing *list)
{
	if (list != NULL && list->kind == KIND_PREFIX_LIST)
		add_thing(t, w, list);
}

static void
add_rules_lists(struct trying *t, enum when w, const struct rule_list *list)
{
	for (size_t i = 0; i < list->n; i++) {
		const struct thing *to = group_rule_to(list->v[i]);

		if (to != NULL && to->kind == KIND_PREFIX_LIST &&
		    concerns(t, KIND_SECURITY_GROUP, list->v[i]))
			add_thing(t, w, to);
	}
}

/* Rules, and the lists that they and the routes of tables name. */
static void
add_filter(struct trying *t, enum when w, const struct thing *of)
{
	const struct security_group *g = (const struct security_group *)of;
	const struct route_table *table = (const struct route_table *)of;

	add_thing(t, w, of);
	if (of->kind == KIND_SECURITY_GROUP) {
		add_rules_lists(t, w, &g->ingress);
		add_rules_lists(t, w, &g->egress);
	} else if (of->kind == KIND_ROUTE_TABLE) {
		for (size_t i = 0; i < table->routes.n; i++)
			add_list(t, w, table->routes.v[i]->list.to);
	}
}

static void
add_subnet(struct trying *t, enum when w, const struct subnet *s)
{
	if (s == NULL)
		return;
	add_thing(t, w, &s->is);
	if (s->is.vpc != NULL)
		add_thing(t, w, &s->is.vpc->is);
}

static void
add_end(struct trying *t, enum when w, const struct end *e)
{
	if (e == NULL)
		return;
	if (e->workload != NULL)
		add_thing(t, w, &e->workload->is);
	else if (e->endpoint != NULL)
		add_thing(t, w, &e->endpoint->is);
	else if (e->interface != NULL)
		add_thing(t, w, &e->interface->is);
	if (e->network != NULL)
		add_thing(t, w, &e->network->is);
	add_subnet(t, w, e->subnet);
}

static void
add_carriers(struct trying *t, enum when w, const struct trace_steps *steps)
{
	for (size_t i = 0; i < steps->n; i++) {
		const struct hop *h = steps->v[i].hop;

		if (opening_is_carried(h))
			add_carrier(t, w, h->thing);
	}
}

static void
add_steps(struct trying *t, enum when w, const struct trace_steps *steps)
{
	for (size_t i = 0; i < steps->n; i++) {
		const struct hop *h = steps->v[i].hop;

		if (h->thing != NULL)
			add_filter(t, w, h->thing);
		if (h->transit_route != NULL)
			add_list(t, w, h->transit_route->list.to);
		add_subnet(t, w, h->subnet);
		add_end(t, w, h->end);
		for (size_t k = 0; hop_is_groups(h->kind) && h->end != NULL &&
		    k < h->end->groups.n; k++)
			add_filter(t, w, &h->end->groups.v[k]->is);
	}
}

/* ------------------------------------------------------------------- all */

static const struct thing_pair *
subnet_of(const struct comparing *g, enum when w, const struct end *e)
{
	return pairing_of(g->c->pairing, w, e->subnet == NULL ? NULL :
	    &e->subnet->is);
}

static bool
changes_on_the_way(const struct trace_steps *steps)
{
	for (size_t i = 0; i < steps->n; i++)
		if (steps->v[i].hop->rewrites || steps->v[i].hop->point != 0 ||
		    steps->v[i].hop->kind == HOP_BALANCER)
			return true;
	return false;
}

void
because_collect(struct trying *t, const struct trace *const trace[2])
{
	for (size_t w = BEFORE; w <= AFTER; w++)
		t->changes |= trace[w] != NULL &&
		    changes_on_the_way(&trace[w]->forward);
	/* Of both networks first what carries: of what others say of it, some
	 * follows. */
	for (size_t w = BEFORE; w <= AFTER; w++) {
		if (trace[w] == NULL)
			continue;
		add_carriers(t, (enum when)w, &trace[w]->forward);
		add_carriers(t, (enum when)w, &trace[w]->back);
	}
	for (size_t w = BEFORE; w <= AFTER; w++) {
		if (trace[w] == NULL)
			continue;
		add_steps(t, (enum when)w, &trace[w]->forward);
		add_steps(t, (enum when)w, &trace[w]->back);
	}
	for (size_t w = BEFORE; w <= AFTER; w++) {
		/* Where it is traced in one alone, it is there. */
		const struct trace *is = trace[w] != NULL ? trace[w] :
		    trace[1 - w];

		if (trace[w] != NULL) {
			add_end(t, (enum when)w, trace[w]->from);
			add_end(t, (enum when)w, trace[w]->to);
		}
		if (is == NULL)
			continue;
		t->subnets[w][0] = subnet_of(t->g, is == trace[w] ?
		    (enum when)w : (enum when)(1 - w), is->from);
		t->subnets[w][1] = subnet_of(t->g, is == trace[w] ?
		    (enum when)w : (enum when)(1 - w), is->to);
	}
	for (size_t i = 0; i < 2; i++)
		t->moved |= t->subnets[BEFORE][i] != t->subnets[AFTER][i];
}
