/* SPDX-License-Identifier: MIT */
#include "twin_parts.h"

#include "base/str.h"
#include "model/facts.h"
#include "model/select.h"

#include <string.h>

/*
 * Who has which address, and what is said about addresses.  Everything is
 * found by looking at all there is.
 */

struct spot
spot_of(enum family family, struct addr a)
{
	return (struct spot){
		.block = { .base = a, .family = (uint8_t)family,
		    .length = (uint8_t)family_bits(family) },
	};
}

/* One address, and known. */
static bool
is_single(const struct spot *s)
{
	return s->service == NULL && !s->somewhere_public &&
	    s->block.length == family_bits(s->block.family);
}

bool
spot_is(const struct spot *s, struct addr a)
{
	return is_single(s) && addr_equal(s->block.base, a);
}

bool
is_lost(const struct trip *t, const struct subnet *s)
{
	return t->q->lost_az != NULL && s != NULL && s->az_key != NULL &&
	    strcmp(s->az_key, t->q->lost_az) == 0;
}

/* AWS's words for what works. */
bool
carries_state(const char *state)
{
	return state == NULL || str_equal(state, "available") ||
	    str_equal(state, "active") || str_equal(state, "modifying");
}

bool
has_public(const struct interface *e)
{
	return flag_or(e->public_ip, false);
}

/* Public addresses are known only where they are written down. */
static bool
public_of(const struct address_value *v, struct spot *out)
{
	const struct elastic_ip *eip =
	    (const struct elastic_ip *)v->elastic_ip.to;

	if (value_is_known(v->is) && v->family == IPV4)
		*out = spot_of(IPV4, v->v);
	else if (eip != NULL && value_is_known(eip->address.is) &&
	    eip->address.family == IPV4)
		*out = spot_of(IPV4, eip->address.v);
	else
		return false;
	return true;
}

static struct spot
some_public(void)
{
	return (struct spot){ .block = cidr_everything(IPV4),
		.somewhere_public = true };
}

struct spot
public_spot(const struct interface *e)
{
	struct spot s;

	for (size_t i = 0; i < e->public_addresses.n; i++)
		if (public_of(&e->public_addresses.v[i], &s))
			return s;
	return some_public();
}

struct spot
nat_public_spot(const struct nat_gateway *nat)
{
	struct spot s;

	for (size_t i = 0; i < nat->addresses.n; i++)
		if (public_of(&nat->addresses.v[i], &s))
			return s;
	return some_public();
}

static bool
states_addresses(const struct interface *e, enum family family)
{
	return family == IPV4 ? e->addresses.n > 0 :
	    e->ipv6_addresses.n > 0;
}

static bool
states(const struct interface *e, enum family family, struct addr a)
{
	size_t n = family == IPV4 ? e->addresses.n : e->ipv6_addresses.n;
	const struct address_value *v = family == IPV4 ? e->addresses.v :
	    e->ipv6_addresses.v;

	for (size_t i = 0; i < n; i++)
		if (value_is_known(v[i].is) && v[i].family == family &&
		    addr_equal(v[i].v, a))
			return true;
	return false;
}

/* One of the addresses that may be assumed, by a number; else the last usable
 * one of the block. */
static struct spot
assume(const struct trip *t, const struct subnet *s, uint32_t number)
{
	const struct twin_question *q = t->q;
	struct cidr block = t->family == IPV4 ? s->cidr.v : s->ipv6_cidr.v;
	size_t first = (size_t)q->assume * 7 + number;

	if (q->assume == 0)
		return (struct spot){ .block = block };
	for (size_t i = 0; i < q->n_assumed; i++) {
		struct addr a = q->assumed[(first + i) % q->n_assumed];

		if (twin_is_usable(q->m, s, t->family, a))
			return spot_of(t->family, a);
	}
	return spot_of(t->family, addr_previous(cidr_last(block)));
}

/* The address of an interface that may be a planned one. */
struct spot
planned_spot(const struct trip *t, const struct interface *e)
{
	enum family family = t->family;

	if (states_addresses(e, family))
		return spot_of(family, family == IPV4 ? e->addresses.v[0].v :
		    e->ipv6_addresses.v[0].v);
	if (e->subnet == NULL)
		return (struct spot){ 0 };
	return assume(t, e->subnet, e->is.order);
}

/* The same, but an end of the question has the address asked about. */
struct spot
private_spot(const struct trip *t, const struct interface *e)
{
	const struct twin_question *q = t->q;
	bool own = t->family == q->family;

	/* The far end of NAT64 is asked about by its IPv4 address. */
	if (q->to.interface == e && own != q->to.by_nat64)
		return spot_of(t->family, q->to.address);
	if (q->from.interface == e && own)
		return spot_of(t->family, q->from.address);
	return planned_spot(t, e);
}

struct spot
private_spot_of_nat(const struct trip *t, const struct nat_gateway *nat)
{
	for (size_t i = 0; i < nat->private_addresses.n; i++)
		if (value_is_known(nat->private_addresses.v[i].is))
			return spot_of(IPV4, nat->private_addresses.v[i].v);
	if (nat->subnet.to != NULL)
		return assume(t, (const struct subnet *)nat->subnet.to,
		    nat->is.order);
	return (struct spot){ .block = nat->is.vpc->cidrs.v[0].v };
}

const struct subnet *
subnet_of_spot(struct trip *t, const struct vpc *v, const struct spot *s)
{
	for (size_t i = 0; i < v->subnets.n; i++) {
		const struct subnet *u = v->subnets.v[i];

		if (spot_in(u->cidr.v, s) == YES ||
		    spot_in(u->ipv6_cidr.v, s) == YES)
			return is_lost(t, u) ? NULL : u;
	}
	return NULL;
}

/* An end of the question has its address; others have what they state. */
static bool
has_address(const struct trip *t, const struct interface *e,
    const struct spot *s)
{
	const struct twin_place *ends[] = { &t->q->from, &t->q->to };

	for (size_t i = 0; i < 2; i++)
		if (ends[i]->kind == TWIN_INTERFACE &&
		    ends[i]->interface == e && spot_is(s, ends[i]->address))
			return true;
	return is_single(s) && states(e, s->block.family, s->block.base);
}

const struct interface *
interface_at(const struct trip *t, const struct vpc *v, const struct spot *s)
{
	const struct twin_place *end = t->reply ? &t->q->from : &t->q->to;

	if (t->p.to_owner.interface != NULL && t->p.to_owner.vpc == v)
		return t->p.to_owner.interface;
	if (end->kind == TWIN_INTERFACE && end->vpc == v &&
	    has_address(t, end->interface, s))
		return end->interface;
	for (size_t i = 0; i < v->interfaces.n; i++)
		if (has_address(t, v->interfaces.v[i], s))
			return v->interfaces.v[i];
	for (size_t i = 0; i < v->endpoints.n; i++)
		for (size_t j = 0; j < v->endpoints.v[i]->interfaces.n; j++)
			if (has_address(t, v->endpoints.v[i]->interfaces.v[j],
			    s))
				return v->endpoints.v[i]->interfaces.v[j];
	return NULL;
}

const struct interface *
interface_of_public(const struct trip *t, const struct spot *s)
{
	const struct model *m = t->q->m;

	if (s->somewhere_public)
		return t->q->to.interface;
	for (size_t i = 0; i < m->interfaces.n; i++) {
		const struct interface *e = m->interfaces.v[i];
		struct spot own = public_spot(e);

		if (has_public(e) && spot_is(&own, s->block.base))
			return e;
	}
	return NULL;
}

bool
vpc_has(const struct vpc *v, const struct spot *s)
{
	for (size_t i = 0; i < v->cidrs.n; i++)
		if (spot_in(v->cidrs.v[i].v, s) == YES)
			return true;
	for (size_t i = 0; i < v->ipv6_cidrs.n; i++)
		if (spot_in(v->ipv6_cidrs.v[i].v, s) == YES)
			return true;
	return false;
}

bool
network_has(const struct network *n, const struct spot *s)
{
	for (size_t i = 0; i < n->cidrs.n; i++)
		if (spot_in(n->cidrs.v[i].v, s) == YES)
			return true;
	return false;
}

/* Not special, and no address of ours. */
bool
twin_is_internet(const struct model *m, enum family family, struct addr a)
{
	struct arena *scratch = arena_new();
	bool out = range_set_has(fact_internet(family), a);
	struct spot s = spot_of(family, a);

	arena_free(scratch);
	for (size_t i = 0; i < m->vpcs.n; i++)
		if (vpc_has(m->vpcs.v[i], &s))
			return false;
	for (size_t i = 0; i < m->networks.n; i++)
		if (network_has(m->networks.v[i], &s))
			return false;
	for (size_t i = 0; i < m->elastic_ips.n; i++)
		if (family == IPV4 && addr_equal(a,
		    m->elastic_ips.v[i]->address.v))
			return false;
	return out;
}

static bool
is_reserved(const struct subnet *s, enum family family, struct addr a)
{
	for (size_t i = 0; i < s->reservations.n; i++)
		if (cidr_contains_addr(s->reservations.v[i].cidr.v, family,
		    a))
			return true;
	return false;
}

/* AWS keeps the first four addresses of a block, and the last; it gives out
 * no reserved ones. */
bool
twin_is_usable(const struct model *m, const struct subnet *s,
    enum family family, struct addr a)
{
	struct cidr c = family == IPV4 ? s->cidr.v : s->ipv6_cidr.v;
	struct addr kept = addr_add(c.base, addr_from_u64(3));

	if (!cidr_contains_addr(c, family, a) ||
	    addr_compare(a, kept) <= 0 || addr_equal(a, cidr_last(c)) ||
	    is_reserved(s, family, a))
		return false;
	for (size_t i = 0; i < m->interfaces.n; i++)
		if (m->interfaces.v[i]->subnet == s &&
		    states(m->interfaces.v[i], family, a))
			return false;
	return true;
}

static bool
excludes(const struct block_public_access *b, const struct vpc *v,
    const struct subnet *s, bool outward_only)
{
	for (size_t i = 0; i < b->exclusions.n; i++) {
		const struct exclusion *x = &b->exclusions.v[i];

		if (x->of.to != &v->is && (s == NULL || x->of.to != &s->is))
			continue;
		if (x->mode == EXCLUSION_BIDIRECTIONAL || outward_only)
			return true;
	}
	return false;
}

/*
 * Whether VPC Block Public Access forbids a flow between the internet and a
 * subnet; outward_only: by a NAT or an egress-only gateway.
 */
bool
block_forbids(const struct trip *t, const struct vpc *v,
    const struct subnet *s, bool outward_only)
{
	const struct model *m = t->q->m;

	for (size_t i = 0; i < m->blocks.n; i++) {
		const struct block_public_access *b = m->blocks.v[i];

		if (!str_equal(b->is.account, v->is.account) ||
		    !str_equal(b->is.region, v->is.region) ||
		    b->mode == BLOCK_OFF ||
		    (b->mode == BLOCK_INGRESS && outward_only))
			continue;
		if (!excludes(b, v, s, outward_only))
			return true;
	}
	return false;
}

/* Private DNS needs both attributes of the VPC. */
const struct endpoint *
twin_resolve(const struct vpc *v, const char *service)
{
	if (!flag_or(v->dns_support, true) ||
	    !flag_or(v->dns_hostnames, flag_or(v->is_default, false)))
		return NULL;
	for (size_t i = 0; i < v->endpoints.n; i++) {
		const struct endpoint *e = v->endpoints.v[i];

		if (e->type == ENDPOINT_INTERFACE && carries_state(e->state) &&
		    flag_or(e->private_dns, true) &&
		    value_is_known(e->service.is) &&
		    select_serves(e->service.v, service))
			return e;
	}
	return NULL;
}
