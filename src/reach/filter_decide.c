/* SPDX-License-Identifier: MIT */
#include "reach/filter.h"

#include "model/stand_in.h"
#include "reach/filter_compile.h"

/* The one rule or entry that decides about a packet, or comes nearest to. */

static bool
list_has(const struct prefix_list *list, enum family family,
    struct addr peer)
{
	for (size_t i = 0; list != NULL && i < list->entries.n; i++)
		if (value_is_known(list->entries.v[i].is) &&
		    cidr_contains_addr(list->entries.v[i].v, family, peer))
			return true;
	return false;
}

static bool
carries(struct group_list groups, const struct thing *g)
{
	for (size_t i = 0; i < groups.n; i++)
		if (&groups.v[i]->is == g)
			return true;
	return false;
}

/* A block that is known, or stands for one that Amazon has yet to choose. */
static bool
holds(const struct cidr_value *c, enum family family, struct addr peer)
{
	return block_is_usable(c) && cidr_contains_addr(c->v, family, peer);
}

static bool
rule_matches(const struct group_rule *r, const struct security_group *of,
    enum family family, struct addr peer, struct group_list peer_groups)
{
	struct cidr_value block = group_rule_cidr(r);

	switch ((enum peer_kind)r->peer_kind) {
	case PEER_CIDR:
		return holds(&block, family, peer);
	case PEER_ANYWHERE:
		return true;
	case PEER_PREFIX_LIST:
		return list_has((const struct prefix_list *)group_rule_to(r),
		    family, peer);
	case PEER_SELF:
		return carries(peer_groups, &of->is);
	case PEER_GROUP:
		return group_rule_to(r) != NULL &&
		    carries(peer_groups, group_rule_to(r));
	case PEER_UNKNOWN:
		break;
	}
	return false;
}

static bool
is_for(struct filters *f, const struct group_rule *r, uint32_t point)
{
	return branch_presence(filters_branch(f), group_rule_exists(r)) !=
	    ABSENT && value_is_known(r->ports->is) &&
	    port_set_has(r->ports->v, point);
}

const struct group_rule *
filter_deciding_rule(struct filters *f, struct group_list groups,
    enum direction direction, enum family family, uint32_t point,
    struct addr peer, struct group_list peer_groups)
{
	filters_note_groups(f, groups);
	for (size_t i = 0; i < groups.n; i++) {
		struct filter_rules rules = filter_rules_of(groups.v[i],
		    direction);

		for (size_t k = 0; k < rules.n; k++)
			if (is_for(f, rules.v[k], point) &&
			    rule_matches(rules.v[k], groups.v[i], family, peer,
			    peer_groups))
				return rules.v[k];
	}
	return NULL;
}

const struct group_rule *
filter_deciding_service_rule(struct filters *f, struct group_list groups,
    enum direction direction, uint32_t point, const char *service,
    bool *unsure)
{
	const struct group_rule *perhaps = NULL;
	bool sure;

	*unsure = false;
	filters_note_groups(f, groups);
	for (size_t i = 0; i < groups.n; i++) {
		struct filter_rules rules = filter_rules_of(groups.v[i],
		    direction);

		for (size_t k = 0; k < rules.n; k++)
			if (!is_for(f, rules.v[k], point) ||
			    !filter_names_service(rules.v[k], service, &sure))
				continue;
			else if (sure)
				return rules.v[k];
			else if (perhaps == NULL)
				perhaps = rules.v[k];
	}
	*unsure = perhaps != NULL;
	return perhaps;
}

const struct acl_entry *
filter_deciding_entry(struct filters *f, const struct network_acl *acl,
    enum direction direction, enum family family, uint32_t point,
    struct addr peer)
{
	struct acl_entry *const *v;
	const struct acl_entry *first = NULL;
	size_t n;

	filters_note_acl(f, acl);
	if (acl == NULL)
		return NULL;
	v = direction == INGRESS ? acl->ingress.v : acl->egress.v;
	n = direction == INGRESS ? acl->ingress.n : acl->egress.n;
	for (size_t i = 0; i < n; i++) {
		const struct acl_entry *e = v[i];

		if (branch_presence(filters_branch(f), e->exists) != ABSENT &&
		    value_is_known(e->number.is) &&
		    holds(&e->cidr, family, peer) &&
		    value_is_known(e->ports.is) &&
		    port_set_has(e->ports.v, point) &&
		    (first == NULL || e->number.v < first->number.v))
			first = e;
	}
	return first;
}

const struct group_rule *
filter_nearest_rule(struct filters *f, struct group_list groups,
    enum direction direction, enum family family, uint32_t point,
    struct addr peer, struct group_list peer_groups)
{
	const struct group_rule *same_peer = NULL;

	filters_note_groups(f, groups);
	for (size_t i = 0; i < groups.n; i++) {
		struct filter_rules rules = filter_rules_of(groups.v[i],
		    direction);

		for (size_t k = 0; k < rules.n; k++) {
			const struct group_rule *r = rules.v[k];

			if (branch_presence(filters_branch(f), group_rule_exists(r)) ==
			    ABSENT || !value_is_known(r->ports->is))
				continue;
			if (port_set_has(r->ports->v, point))
				return r;
			if (same_peer == NULL && rule_matches(r, groups.v[i],
			    family, peer, peer_groups))
				same_peer = r;
		}
	}
	return same_peer;
}

const struct acl_entry *
filter_nearest_entry(struct filters *f, const struct network_acl *acl,
    enum direction direction, enum family family, uint32_t point,
    struct addr peer)
{
	const struct acl_entry *same_peer = NULL, *same_ports = NULL;
	struct acl_entry *const *v;
	size_t n;

	filters_note_acl(f, acl);
	if (acl == NULL)
		return NULL;
	v = direction == INGRESS ? acl->ingress.v : acl->egress.v;
	n = direction == INGRESS ? acl->ingress.n : acl->egress.n;
	for (size_t i = 0; i < n; i++) {
		const struct acl_entry *e = v[i];

		if (branch_presence(filters_branch(f), e->exists) == ABSENT ||
		    !e->allow || !value_is_known(e->ports.is) ||
		    !block_is_usable(&e->cidr))
			continue;
		if (e->cidr.v.family != (uint8_t)family)
			continue;
		if (cidr_contains_addr(e->cidr.v, family, peer)) {
			if (port_set_has(e->ports.v, point))
				return e;
			if (same_peer == NULL)
				same_peer = e;
		} else if (same_ports == NULL &&
		    port_set_has(e->ports.v, point)) {
			same_ports = e;
		}
	}
	return same_ports != NULL ? same_ports : same_peer;
}
