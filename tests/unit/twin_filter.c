/* SPDX-License-Identifier: MIT */
#include "twin_parts.h"

#include "base/str.h"
#include "model/facts.h"
#include "model/notation.h"
#include "model/select.h"
#include "net/special.h"

#include <string.h>

/* What filters compare: ports by ports, blocks by one address. */

bool
ports_have(struct port_set ports, unsigned protocol, unsigned port)
{
	uint32_t point = (uint32_t)protocol << 16 | port;

	for (size_t i = 0; i < ports.n; i++)
		if (point >= ports.v[i].first && point <= ports.v[i].last)
			return true;
	return false;
}

/* Special-purpose space holds no service and no public address. */
static bool
is_special(struct cidr c)
{
	struct arena *scratch = arena_new();
	bool out = range_set_contains_range(
	    special_space(scratch, c.family, false), cidr_range(c));

	arena_free(scratch);
	return out;
}

/* Whether a block holds an address that may not be known wholly. */
enum truth
spot_in(struct cidr c, const struct spot *s)
{
	if (c.family == 0 || s->block.family == 0 ||
	    c.family != s->block.family)
		return NO;
	if (s->service != NULL || s->somewhere_public) {
		if (c.length == 0)
			return YES;
		return is_special(c) ? NO : MAYBE;
	}
	if (cidr_contains(c, s->block))
		return YES;
	return cidr_overlaps(c, s->block) ? MAYBE : NO;
}

/*
 * A prefix list holds what its entries hold.  AWS's own for a service hold
 * that service, and nothing of the internet, the network or its addresses.
 */
static enum truth
list_holds(const struct prefix_list *list, const struct spot *s)
{
	enum truth out = NO;

	if (list == NULL)
		return MAYBE;	/* not in the input: it may hold any */
	if (value_is_known(list->managed.is)) {
		const char *name = strrchr(list->managed.v, '.');

		return s->service != NULL && name != NULL &&
		    strcmp(name + 1, s->service) == 0 ? YES : NO;
	}
	for (size_t i = 0; i < list->entries.n; i++) {
		enum truth one = spot_in(list->entries.v[i].v, s);

		if (one == YES)
			return YES;
		if (one == MAYBE)
			out = MAYBE;
	}
	return out;
}

/* The lowest number that matches decides; no match denies. */
bool
acl_admits(struct trip *t, const struct subnet *s, enum direction d)
{
	const struct network_acl *acl = s->acl;
	const struct spot *far = d == INGRESS ? &t->p.from : &t->p.to;
	const struct acl_entry *first = NULL;

	if (acl == NULL)
		return unsure(t, "the network ACL is not known");
	for (size_t i = 0; i < (d == INGRESS ? acl->ingress.n :
	    acl->egress.n); i++) {
		const struct acl_entry *e = d == INGRESS ?
		    acl->ingress.v[i] : acl->egress.v[i];
		enum truth in;

		if (!ports_have(e->ports.v, t->p.protocol, t->p.port))
			continue;
		in = spot_in(e->cidr.v, far);
		if (in == NO || (first != NULL &&
		    first->number.v < e->number.v))
			continue;
		if (in == MAYBE)
			return unsure(t, "a network ACL cuts a block");
		first = e;
	}
	if (first != NULL && first->allow)
		return true;
	return drop(t, d == INGRESS ? "network ACL, ingress" :
	    "network ACL, egress");
}

static bool
carries(const struct interface *e, const struct security_group *g)
{
	for (size_t i = 0; e != NULL && i < e->groups.n; i++)
		if (e->groups.v[i] == g)
			return true;
	return false;
}

/*
 * A reference to a group: whether the other side is seen as a member of it.
 * Of the egress rules it is the interface that the packet is for.
 */
static bool
is_member(const struct trip *t, const struct security_group *g,
    enum direction d, const struct interface *other)
{
	if (d == EGRESS)
		return carries(other, g);
	return carries(t->p.named, g) || carries(t->p.balancer, g);
}

static enum truth
rule_admits(struct trip *t, const struct security_group *g,
    const struct group_rule *r, const struct interface *other)
{
	const struct spot *far = r->direction == INGRESS ? &t->p.from :
	    &t->p.to;

	if (!ports_have(r->ports->v, t->p.protocol, t->p.port))
		return NO;
	switch ((enum peer_kind)r->peer_kind) {
	case PEER_ANYWHERE:
		return YES;
	case PEER_CIDR:
		return spot_in(group_rule_block(r), far);
	case PEER_SELF:
		return is_member(t, g, r->direction, other) ? YES : NO;
	case PEER_GROUP:
		return is_member(t, (const struct security_group *)
		    group_rule_to(r), r->direction, other) ? YES : NO;
	case PEER_PREFIX_LIST:
		return list_holds((const struct prefix_list *)group_rule_to(r),
		    far);
	case PEER_UNKNOWN:
		break;
	}
	return MAYBE;
}

/* Any rule of any group; an interface that has no groups filters nothing. */
bool
groups_admit(struct trip *t, const struct interface *e, enum direction d,
    const struct interface *other)
{
	enum truth best = NO;

	if (e->groups.n == 0 && !(e->workload != NULL &&
	    workload_type(e->workload->kind)->has_groups))
		return true;
	for (size_t i = 0; i < e->groups.n; i++) {
		const struct security_group *g = e->groups.v[i];

		for (size_t j = 0; j < (d == INGRESS ? g->ingress.n :
		    g->egress.n); j++) {
			enum truth one = rule_admits(t, g, d == INGRESS ?
			    g->ingress.v[j] : g->egress.v[j], other);

			if (one == YES)
				return true;
			if (one == MAYBE)
				best = MAYBE;
		}
	}
	if (best == MAYBE)
		return unsure(t, "a group's rule cuts a block");
	return drop(t, d == INGRESS ? "security groups, ingress" :
	    "security groups, egress");
}

/* Whether egress rules in a VPC may name groups of another: over a peering in
 * the same region. */
bool
is_named_from(const struct model *m, const struct vpc *v,
    const struct vpc *of)
{
	for (size_t i = 0; i < m->peerings.n; i++) {
		const struct peering *p = m->peerings.v[i];

		if (carries_state(p->state) &&
		    ((p->vpcs[0] == v && p->vpcs[1] == of) ||
		    (p->vpcs[1] == v && p->vpcs[0] == of)) &&
		    str_equal(v->is.region, of->is.region))
			return true;
	}
	return v == of;
}

/* The interface whose groups an egress rule may name: the receiver, by its
 * private address. */
const struct interface *
named_by_egress(const struct trip *t, const struct vpc *v)
{
	const struct twin_place *to = &t->q->to;

	if (to->kind != TWIN_INTERFACE || to->by_public || to->by_nat64 ||
	    !is_named_from(t->q->m, v, to->vpc))
		return NULL;
	return to->interface;
}

/* "anywhere" or a block; other words are not used by the twin's networks. */
static enum truth
peer_holds(struct arena *a, const char *peer, const struct spot *s)
{
	struct cidr c;

	if (str_equal(peer, "anywhere"))
		return YES;
	if (notation_address_parse(a, peer, &c) != NULL)
		return MAYBE;
	return spot_in(c, s);
}

bool
forwards_admit(struct trip *t, const struct forwards *f)
{
	struct arena *scratch = arena_new();
	enum truth best = NO;

	for (size_t i = 0; i < f->n; i++) {
		enum truth from, to;

		if (!ports_have(f->v[i].ports, t->p.protocol, t->p.port))
			continue;
		from = peer_holds(scratch, f->v[i].from, &t->p.from);
		to = peer_holds(scratch, f->v[i].to, &t->p.to);
		if (from == NO || to == NO)
			continue;
		if (from == YES && to == YES)
			best = YES;
		else if (best == NO)
			best = MAYBE;
	}
	arena_free(scratch);
	if (best == MAYBE)
		return unsure(t, "an appliance's rule cuts a block");
	return best == YES || drop(t, "the appliance lets nothing such pass");
}
