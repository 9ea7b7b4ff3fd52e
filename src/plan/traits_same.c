/* SPDX-License-Identifier: MIT */
#include "plan/traits.h"

/*
 * Most of a large network is the same before and after.  Here that is seen
 * without writing it down; where in doubt it is not the same, and the rows
 * of traits_of() tell.
 */

struct both {
	const struct pairing *p;
	const struct thing *of[2];	/* by enum when */
};

/* Two that are one thing, or both nothing. */
static bool
same_thing(const struct both *b, const struct thing *before,
    const struct thing *after)
{
	return pairing_of(b->p, BEFORE, before) ==
	    pairing_of(b->p, AFTER, after);
}

static bool
same_flag(const struct flag_value *x, const struct flag_value *y)
{
	return x->is.state == y->is.state &&
	    (!value_is_known(x->is) || x->v == y->v);
}

static bool
same_ports(const struct ports_value *x, const struct ports_value *y)
{
	return x->is.state == y->is.state &&
	    (!value_is_known(x->is) || port_set_equal(x->v, y->v));
}

static bool
same_peer(const struct both *b, const struct group_rule *x,
    const struct group_rule *y)
{
	switch ((enum peer_kind)x->peer_kind) {
	case PEER_CIDR:
		return group_rule_has_block(x) && group_rule_has_block(y) &&
		    x->family == y->family && x->length == y->length &&
		    addr_equal(x->peer.base, y->peer.base);
	case PEER_SELF:
	case PEER_ANYWHERE:
		return true;
	case PEER_GROUP:
	case PEER_PREFIX_LIST:
		return x->state == VALUE_KNOWN && y->state == VALUE_KNOWN &&
		    group_rule_to(x) != NULL && group_rule_to(y) != NULL &&
		    same_thing(b, group_rule_to(x), group_rule_to(y));
	case PEER_UNKNOWN:
		break;
	}
	return false;
}

static bool
same_rules(const struct both *b, struct group_rule *const *x,
    struct group_rule *const *y, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (x[i]->peer_kind != y[i]->peer_kind ||
		    x[i]->direction != y[i]->direction ||
		    group_rule_exists(x[i]) != NULL ||
		    group_rule_exists(y[i]) != NULL ||
		    !same_ports(x[i]->ports, y[i]->ports) ||
		    !same_peer(b, x[i], y[i]))
			return false;
	return true;
}

static bool
same_group(const struct both *b)
{
	const struct security_group *x = (const struct security_group *)
	    b->of[BEFORE];
	const struct security_group *y = (const struct security_group *)
	    b->of[AFTER];

	return x->ingress_known == y->ingress_known &&
	    x->egress_known == y->egress_known &&
	    x->ingress.n == y->ingress.n && x->egress.n == y->egress.n &&
	    same_rules(b, x->ingress.v, y->ingress.v, x->ingress.n) &&
	    same_rules(b, x->egress.v, y->egress.v, x->egress.n);
}

/* As addresses, not by the name of an Elastic IP. */
static bool
same_addresses(const struct address_value *x, const struct address_value *y,
    size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!value_is_known(x[i].is) || !value_is_known(y[i].is) ||
		    x[i].family == 0 || x[i].family != y[i].family ||
		    !addr_equal(x[i].v, y[i].v))
			return false;
	return true;
}

static bool
says_nothing(const struct forwards *f)
{
	return !f->stated && f->n == 0 && f->nat.is.state == VALUE_ABSENT;
}

static bool
same_interface(const struct both *b)
{
	const struct interface *x = (const struct interface *)b->of[BEFORE];
	const struct interface *y = (const struct interface *)b->of[AFTER];

	if (x->groups_known != y->groups_known || x->groups.n != y->groups.n ||
	    x->addresses.n != y->addresses.n ||
	    x->ipv6_addresses.n != y->ipv6_addresses.n ||
	    x->public_addresses.n != y->public_addresses.n ||
	    (x->subnet == NULL) != (y->subnet == NULL) ||
	    (x->subnet != NULL && !same_thing(b, &x->subnet->is,
	    &y->subnet->is)) || !same_flag(&x->public_ip, &y->public_ip) ||
	    !same_flag(&x->source_check, &y->source_check) ||
	    x->denial_stated != y->denial_stated ||
	    x->denies_internet != y->denies_internet ||
	    !same_flag(&x->ipv6, &y->ipv6) ||
	    !says_nothing(&x->forwards) || !says_nothing(&y->forwards))
		return false;
	for (size_t i = 0; i < x->groups.n; i++)
		if (!same_thing(b, &x->groups.v[i]->is, &y->groups.v[i]->is))
			return false;
	return same_addresses(x->addresses.v, y->addresses.v,
	    x->addresses.n) && same_addresses(x->ipv6_addresses.v,
	    y->ipv6_addresses.v, x->ipv6_addresses.n) &&
	    same_addresses(x->public_addresses.v, y->public_addresses.v,
	    x->public_addresses.n);
}

bool
traits_are_same(const struct thing_pair *pair, const struct pairing *p)
{
	struct both b = { p, { pair->is[BEFORE], pair->is[AFTER] } };

	if (b.of[BEFORE]->exists != NULL || b.of[AFTER]->exists != NULL)
		return false;
	switch (b.of[AFTER]->kind) {
	case KIND_SECURITY_GROUP:
		return same_group(&b);
	case KIND_INTERFACE:
		return same_interface(&b);
	default:
		return false;
	}
}
