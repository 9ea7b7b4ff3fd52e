/* SPDX-License-Identifier: MIT */
#include "plan/openings_touch.h"

#include "base/str.h"

/* What was found out about a thing that many others refer to. */
enum found_out { NOT_ASKED, NOT_TOUCHED, TOUCHED };

struct touching {
	const struct comparison *c;
	enum when when;
	unsigned char *known;	/* enum found_out, by struct thing's order: of
				   groups and, where no way led to them, of
				   subnets */
};

static enum found_out
found(bool touched)
{
	return touched ? TOUCHED : NOT_TOUCHED;
}

/* What another subnet says of a zone's id may tell of this one, too, which
 * zone it is in. */
static bool
is_moved(const struct thing_pair *pair)
{
	const struct thing *before = pair->is[BEFORE], *after = pair->is[AFTER];

	return before != NULL && after != NULL &&
	    before->kind == KIND_SUBNET && after->kind == KIND_SUBNET &&
	    !str_equal(((const struct subnet *)before)->az_key,
	    ((const struct subnet *)after)->az_key);
}

static bool
is_touched(const struct touching *t, const struct thing *thing)
{
	const struct thing_pair *pair = pairing_of(t->c->pairing, t->when,
	    thing);

	return pair != NULL && (t->c->touched[pair->number] ||
	    is_moved(pair));
}

/* Whether a change of a group is one of its rules, both sides known. */
static bool
is_of_rules(const struct touching *t, const struct security_group *g)
{
	const struct thing_change *c = comparison_of(t->c, t->when, &g->is);

	if (c == NULL || c->kind != CHANGE_CHANGED || c->fields.n == 0)
		return false;
	for (size_t i = 0; i < c->fields.n; i++)
		for (size_t w = BEFORE; w <= AFTER; w++)
			if (c->fields.v[i].is[w] != NULL &&
			    c->fields.v[i].is[w]->of == NULL)
				return false;
	return true;
}

/*
 * What a rule names: other rules of a group named change nothing for who names
 * it, and who joins or leaves it is touched by that itself.
 */
static bool
peer_is_touched(const struct touching *t, const struct thing *peer)
{
	return is_touched(t, peer) && (peer->kind != KIND_SECURITY_GROUP ||
	    !is_of_rules(t, (const struct security_group *)peer));
}

static bool
look_at_group(const struct touching *t, const struct security_group *g)
{
	if (is_touched(t, &g->is))
		return true;
	for (size_t i = 0; i < g->ingress.n; i++)
		if (peer_is_touched(t, group_rule_to(g->ingress.v[i])))
			return true;
	for (size_t i = 0; i < g->egress.n; i++)
		if (peer_is_touched(t, group_rule_to(g->egress.v[i])))
			return true;
	return false;
}

static bool
group_is_touched(const struct touching *t, const struct security_group *g)
{
	unsigned char *known = &t->known[g->is.order];

	if (*known == NOT_ASKED)
		*known = (unsigned char)found(look_at_group(t, g));
	return *known == TOUCHED;
}

static bool table_is_touched(const struct touching *t,
    const struct route_table *table, unsigned depth);

static bool
look_at_subnet(const struct touching *t, const struct subnet *s,
    unsigned depth)
{
	return is_touched(t, &s->is) ||
	    (s->acl != NULL && is_touched(t, &s->acl->is)) ||
	    (s->table != NULL && table_is_touched(t, s->table, depth));
}

static bool
subnet_is_touched(const struct touching *t, const struct subnet *s,
    unsigned depth)
{
	unsigned char *known = &t->known[s->is.order];

	if (depth > 0)
		return look_at_subnet(t, s, depth);
	if (*known == NOT_ASKED)
		*known = (unsigned char)found(look_at_subnet(t, s, depth));
	return *known == TOUCHED;
}

/* Without the rules of its groups. */
static bool
place_is_touched(const struct touching *t, const struct interface *i,
    unsigned depth)
{
	for (size_t k = 0; k < i->public_addresses.n; k++)
		if (is_touched(t, i->public_addresses.v[k].elastic_ip.to))
			return true;
	return is_touched(t, &i->is) ||
	    (i->subnet != NULL && subnet_is_touched(t, i->subnet, depth));
}

static bool
interface_is_touched(const struct touching *t, const struct interface *i,
    unsigned depth)
{
	if (place_is_touched(t, i, depth))
		return true;
	for (size_t k = 0; k < i->groups.n; k++)
		if (group_is_touched(t, i->groups.v[k]))
			return true;
	return false;
}

/* Ways go on behind a target in its own subnet, whose table leads to another
 * such target: not deeper than packets go. */
enum { DEPTH_MAX = 4 };

static bool
target_is_touched(const struct touching *t, const struct thing *target,
    unsigned depth)
{
	const struct nat_gateway *n = (const struct nat_gateway *)target;
	const struct workload *w = (const struct workload *)target;
	const struct endpoint *e = (const struct endpoint *)target;

	if (is_touched(t, target))
		return true;
	if (depth >= DEPTH_MAX)
		return false;
	if (target->kind == KIND_NAT_GATEWAY)
		return n->subnet.to != NULL && subnet_is_touched(t,
		    (const struct subnet *)n->subnet.to, depth + 1);
	if (target->kind == KIND_INTERFACE)
		return interface_is_touched(t,
		    (const struct interface *)target, depth + 1);
	if (target->kind == KIND_WORKLOAD)
		for (size_t i = 0; i < w->interfaces.n; i++)
			if (interface_is_touched(t, w->interfaces.v[i],
			    depth + 1))
				return true;
	if (target->kind == KIND_ENDPOINT)
		for (size_t i = 0; i < e->interfaces.n; i++)
			if (interface_is_touched(t, e->interfaces.v[i],
			    depth + 1))
				return true;
	return false;
}

static bool
table_is_touched(const struct touching *t, const struct route_table *table,
    unsigned depth)
{
	if (is_touched(t, &table->is))
		return true;
	for (size_t i = 0; i < table->routes.n; i++) {
		const struct route *r = table->routes.v[i];

		if ((r->target.to != NULL && target_is_touched(t, r->target.to,
		    depth)) || is_touched(t, r->list.to))
			return true;
	}
	return false;
}

static bool
has_rules_of(const struct diff_node *n, const struct thing_change *c)
{
	for (size_t d = 0; d < 2; d++)
		for (size_t i = 0; i < n->rules[d].n; i++) {
			const struct diff_rule *r = &n->rules[d].v[i];

			if (&r->group->is == c->pair->is[r->when])
				return true;
		}
	return false;
}

/* Of a group that is there on both sides: the rules that one of them has. */
static void
add_rules(const struct touching *t, struct arena *a, struct diff_node *n,
    const struct security_group *g)
{
	const struct thing_change *c = comparison_of(t->c, t->when, &g->is);

	if (has_rules_of(n, c))
		return;
	for (size_t i = 0; i < c->fields.n; i++)
		for (size_t w = BEFORE; w <= AFTER; w++) {
			const struct trait *is = c->fields.v[i].is[w];
			struct diff_rule r = { NULL, (const struct
			    security_group *)c->pair->is[w], (enum when)w };

			if (is == NULL || is->of == NULL)
				continue;
			r.is = is->of;
			vec_push(a, &n->rules[r.is->direction], r);
		}
}

static bool
own_groups_are_touched(const struct touching *t, struct arena *a,
    struct diff_node *n, const struct interface *i)
{
	for (size_t k = 0; k < i->groups.n; k++) {
		const struct security_group *g = i->groups.v[k];

		if (!group_is_touched(t, g))
			continue;
		if (!is_touched(t, &g->is) || !is_of_rules(t, g))
			return true;
		add_rules(t, a, n, g);
	}
	return false;
}

/* One that speaks for itself: rules of its groups are told apart from it. */
static bool
bare_is_touched(const struct touching *t, struct arena *a,
    struct diff_node *n, const struct interface *i)
{
	return place_is_touched(t, i, 0) ||
	    own_groups_are_touched(t, a, n, i);
}

/* Who a balancer sends to. */
static bool
targets_are_touched(const struct touching *t, const struct workload *w)
{
	for (size_t i = 0; i < w->listeners.n; i++)
		for (size_t k = 0; k < w->listeners.v[i]->targets.n; k++) {
			const struct thing *to =
			    w->listeners.v[i]->targets.v[k].to;

			if (to != NULL && target_is_touched(t, to, 0))
				return true;
		}
	return false;
}

static bool
workload_is_touched(const struct touching *t, struct arena *a,
    struct diff_node *n, const struct workload *w)
{
	if (is_touched(t, &w->is))
		return true;
	for (size_t i = 0; i < w->interfaces.n; i++)
		if (bare_is_touched(t, a, n, w->interfaces.v[i]))
			return true;
	return targets_are_touched(t, w);
}

/* Behind one for a service of the plan's own stands its balancer. */
static bool
endpoint_is_touched(const struct touching *t, const struct endpoint *e)
{
	const struct thing *b = e->own_service == NULL ? NULL :
	    e->own_service->load_balancer.to;

	return target_is_touched(t, &e->is, 0) || (b != NULL &&
	    b->kind == KIND_WORKLOAD && (target_is_touched(t, b, 0) ||
	    targets_are_touched(t, (const struct workload *)b)));
}

static bool
tier_is_touched(const struct touching *t, const struct selection *s)
{
	for (size_t i = 0; s->vpc != NULL && i < s->vpc->subnets.n; i++) {
		const struct subnet *n = s->vpc->subnets.v[i];

		if (str_equal(n->tier.v, s->name) &&
		    subnet_is_touched(t, n, 0))
			return true;
	}
	return false;
}

static bool
node_is_touched(const struct touching *t, struct arena *a,
    struct diff_node *n)
{
	const struct selection *s = &n->means[t->when];

	switch (s->what) {
	case SELECTED_WORKLOAD:
		return workload_is_touched(t, a, n,
		    (const struct workload *)s->thing);
	case SELECTED_INTERFACE:
		return bare_is_touched(t, a, n,
		    (const struct interface *)s->thing);
	case SELECTED_TIER:
		return tier_is_touched(t, s);
	case SELECTED_SUBNET:
		return subnet_is_touched(t, (const struct subnet *)s->thing,
		    0);
	case SELECTED_ENDPOINT:
		return endpoint_is_touched(t,
		    (const struct endpoint *)s->thing);
	default:
		return s->thing != NULL && target_is_touched(t, s->thing, 0);
	}
}

/*
 * Things between networks that ways of many ends meet.  Where a transit
 * gateway is, tables of subnets are such things, too: what it delivers is
 * routed by the table of the attachment's subnet.
 */
static bool
middle_is_touched(const struct comparison *c)
{
	const struct pairing *p = c->pairing;
	const uint32_t middle = UINT32_C(1) << KIND_VPC |
	    UINT32_C(1) << KIND_INTERNET_GATEWAY |
	    UINT32_C(1) << KIND_EGRESS_ONLY_GATEWAY |
	    UINT32_C(1) << KIND_VPN_GATEWAY | UINT32_C(1) << KIND_VPN |
	    UINT32_C(1) << KIND_TRANSIT_GATEWAY |
	    UINT32_C(1) << KIND_ATTACHMENT | UINT32_C(1) << KIND_TRANSIT_TABLE |
	    UINT32_C(1) << KIND_PEERING | UINT32_C(1) << KIND_NETWORK |
	    UINT32_C(1) << KIND_BLOCK_PUBLIC_ACCESS |
	    UINT32_C(1) << KIND_ENDPOINT |
	    UINT32_C(1) << KIND_ENDPOINT_SERVICE;
	bool transit = p->model[BEFORE]->transit_gateways.n > 0 ||
	    p->model[AFTER]->transit_gateways.n > 0;

	for (size_t i = 0; i < p->n; i++) {
		const struct thing_pair *pair = p->v[i];
		const struct thing *t = pair->is[AFTER] != NULL ?
		    pair->is[AFTER] : pair->is[BEFORE];
		bool edge = t->kind == KIND_ROUTE_TABLE &&
		    ((const struct route_table *)t)->edge_of.is.state !=
		    VALUE_ABSENT;

		if (c->touched[i] && ((middle >> t->kind & 1) != 0 || edge ||
		    (transit && (t->kind == KIND_ROUTE_TABLE ||
		    t->kind == KIND_SUBNET || t->kind == KIND_NETWORK_ACL))))
			return true;
	}
	return false;
}

void
diff_nodes_touch(struct arena *a, const struct comparison *c,
    struct diff_nodes *list)
{
	list->all_touched = middle_is_touched(c);
	for (size_t i = 0; i < list->n; i++)
		list->v[i].touched |= list->v[i].is[BEFORE] !=
		    list->v[i].is[AFTER];
	for (size_t w = BEFORE; w <= AFTER; w++) {
		struct touching t = { c, (enum when)w, arena_array(a,
		    c->pairing->model[w]->next_order + 1, 1) };

		for (size_t i = 0; i < list->n; i++)
			if (list->v[i].is[w] && node_is_touched(&t, a,
			    &list->v[i]))
				list->v[i].touched = true;
	}
}
