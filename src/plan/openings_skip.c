/* SPDX-License-Identifier: MIT */
#include "plan/openings_skip.h"

#include "base/vec.h"

struct diff_skip {
	const struct comparison *c;
	const struct diff_nodes *nodes;
	uint32_t *part[2];	/* of VPCs by order: which other VPCs they can
				   lead to; parts are numbers of VPCs */
	bool rewrites;		/* packets may get another source inside */
};

/* --------------------------------------------------------- separate VPCs */

static uint32_t
part_of(const struct diff_skip *s, enum when w, uint32_t vpc)
{
	while (s->part[w][vpc] != vpc)
		vpc = s->part[w][vpc] = s->part[w][s->part[w][vpc]];
	return vpc;
}

static void
join(struct diff_skip *s, enum when w, const struct vpc *x,
    const struct vpc *y)
{
	if (x != NULL && y != NULL)
		s->part[w][part_of(s, w, x->is.order)] =
		    part_of(s, w, y->is.order);
}

/* Targets that lead somewhere else, one does not know where. */
static bool
leads_away(const struct route *r)
{
	const struct thing *t = r->target.to;

	if (r->target_kind == TARGET_UNKNOWN ||
	    r->target_kind == TARGET_SEVERAL)
		return true;
	if (r->target_kind != TARGET_THING)
		return false;
	return t == NULL || t->kind == KIND_TRANSIT_GATEWAY ||
	    t->kind == KIND_VPN_GATEWAY || t->kind == KIND_ATTACHMENT ||
	    t->kind == KIND_NETWORK || t->kind == KIND_VPN;
}

static bool
has_way_away(const struct vpc *v)
{
	for (size_t i = 0; i < v->route_tables.n; i++) {
		const struct route_table *t = v->route_tables.v[i];

		for (size_t k = 0; k < t->routes.n; k++)
			if (leads_away(t->routes.v[k]))
				return true;
	}
	return v->vpn_gateways.n > 0;
}

static void
join_connected(struct diff_skip *s, enum when w)
{
	const struct model *m = s->c->pairing->model[w];
	const struct vpc *away = NULL;

	for (size_t i = 0; i < m->peerings.n; i++)
		join(s, w, m->peerings.v[i]->vpcs[0],
		    m->peerings.v[i]->vpcs[1]);
	for (size_t i = 0; i < m->attachments.n; i++) {
		join(s, w, away, m->attachments.v[i]->vpc);
		if (m->attachments.v[i]->vpc != NULL)
			away = m->attachments.v[i]->vpc;
	}
	for (size_t i = 0; i < m->vpcs.n; i++) {
		if (!has_way_away(m->vpcs.v[i]))
			continue;
		join(s, w, away, m->vpcs.v[i]);
		away = m->vpcs.v[i];
	}
}

static const struct vpc *
vpc_of(const struct selection *s)
{
	return s->what == SELECTED_TIER ? s->vpc : s->thing == NULL ? NULL :
	    s->thing->vpc;
}

bool
diff_is_apart(const struct diff_skip *s, const struct diff_node *from,
    const struct diff_node *to)
{
	for (size_t w = BEFORE; w <= AFTER; w++) {
		const struct vpc *x = vpc_of(&from->means[w]);
		const struct vpc *y = vpc_of(&to->means[w]);

		if (!from->is[w] || !to->is[w])
			continue;
		if (from->outside || to->outside || x == NULL || y == NULL ||
		    part_of(s, (enum when)w, x->is.order) ==
		    part_of(s, (enum when)w, y->is.order))
			return false;
	}
	return true;
}

/* ----------------------------------------------------- rules that changed */

static bool
address_matches(const struct address_value *v, struct cidr block)
{
	return !value_is_known(v->is) || v->family == 0 ||
	    cidr_contains_addr(block, v->family, v->v);
}

static bool
cidr_matches(const struct interface *i, struct cidr block)
{
	const struct cidr_value *own = i->subnet == NULL ? NULL :
	    block.family == IPV4 ? &i->subnet->cidr : &i->subnet->ipv6_cidr;
	size_t n = block.family == IPV4 ? i->addresses.n :
	    i->ipv6_addresses.n;
	const struct address_value *v = block.family == IPV4 ?
	    i->addresses.v : i->ipv6_addresses.v;

	for (size_t k = 0; k < n; k++)
		if (address_matches(&v[k], block))
			return true;
	if (n > 0)
		return false;
	return own == NULL || value_is_unknown(own->is) ||
	    (value_is_known(own->is) && cidr_overlaps(own->v, block));
}

static bool
group_matches(const struct interface *i, const struct thing *group)
{
	if (!i->groups_known)
		return true;
	for (size_t k = 0; k < i->groups.n; k++)
		if (&i->groups.v[k]->is == group)
			return true;
	return false;
}

/* Whether a rule may speak of an interface; where in doubt, it does. */
static bool
rule_matches(const struct diff_skip *s, const struct diff_rule *r,
    const struct interface *i)
{
	const struct thing *to = group_rule_to(r->is);

	switch ((enum peer_kind)r->is->peer_kind) {
	case PEER_CIDR:
		return s->rewrites || !group_rule_has_block(r->is) ||
		    cidr_matches(i, group_rule_block(r->is));
	case PEER_GROUP:
		return to == NULL || to->kind != KIND_SECURITY_GROUP ||
		    group_matches(i, to);
	case PEER_SELF:
		return group_matches(i, &r->group->is);
	default:
		return true;
	}
}

static bool
any_rule_matches(const struct diff_skip *s, const struct diff_rules *rules,
    const struct diff_node *n)
{
	for (size_t i = 0; i < rules->n; i++) {
		const struct diff_rule *r = &rules->v[i];
		const struct thing *t = n->means[r->when].thing;

		if (n->means[r->when].what == SELECTED_INTERFACE &&
		    n->is[r->when]) {
			if (rule_matches(s, r, (const struct interface *)t))
				return true;
			continue;
		}
		if (n->outside || n->means[r->when].what != SELECTED_WORKLOAD ||
		    !n->is[r->when])
			return true;
		for (size_t k = 0; k < ((const struct workload *)t)->
		    interfaces.n; k++)
			if (rule_matches(s, r, ((const struct workload *)t)->
			    interfaces.v[k]))
				return true;
	}
	return false;
}

bool
diff_sends_anew(const struct diff_skip *s, const struct diff_node *from,
    const struct diff_node *to)
{
	return any_rule_matches(s, &from->rules[EGRESS], to);
}

bool
diff_receives_anew(const struct diff_skip *s, const struct diff_node *from,
    const struct diff_node *to)
{
	return any_rule_matches(s, &to->rules[INGRESS], from);
}

bool
diff_is_touched(const struct diff_skip *s, const struct diff_node *from,
    const struct diff_node *to)
{
	return s->nodes->all_touched || from->touched || to->touched ||
	    diff_sends_anew(s, from, to) || diff_receives_anew(s, from, to);
}

/* ------------------------------------------------------------------ made */

/* A private NAT gateway or an appliance puts its own address for that of the
 * sender. */
static bool
has_rewriting(const struct model *m)
{
	for (size_t i = 0; i < m->nat_gateways.n; i++)
		if (m->nat_gateways.v[i]->is_private.is.state != VALUE_ABSENT)
			return true;
	for (size_t i = 0; i < m->workloads.n; i++)
		if (m->workloads.v[i]->kind == WORKLOAD_NAT_INSTANCE ||
		    m->workloads.v[i]->kind == WORKLOAD_APPLIANCE ||
		    m->workloads.v[i]->forwards.stated)
			return true;
	for (size_t i = 0; i < m->interfaces.n; i++)
		if (m->interfaces.v[i]->forwards.stated)
			return true;
	return false;
}

struct diff_skip *
diff_skip_new(struct arena *a, const struct comparison *c,
    const struct diff_nodes *nodes)
{
	struct diff_skip *s = arena_alloc(a, sizeof *s);

	s->c = c;
	s->nodes = nodes;
	for (size_t w = BEFORE; w <= AFTER; w++) {
		const struct model *m = c->pairing->model[w];

		s->part[w] = arena_array(a, m->next_order + 1,
		    sizeof *s->part[w]);
		for (uint32_t i = 0; i <= m->next_order; i++)
			s->part[w][i] = i;
		join_connected(s, (enum when)w);
		s->rewrites |= has_rewriting(m);
	}
	return s;
}
