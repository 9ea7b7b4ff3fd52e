/* SPDX-License-Identifier: MIT */
#include "reach/places.h"

#include "base/str.h"
#include "base/vec.h"
#include "model/facts.h"
#include "model/stand_in.h"
#include "reach/nat64.h"

#include <string.h>

/* ------------------------------------------------- prefixes and addresses */

/* What is left of a prefix while its owners are taken out. */
struct rest {
	struct arena *a;
	const struct places *p;
	enum family family;
	struct range_set left;
	bool as_to;
	struct ends *out;
};

static struct range_set
block_of(struct arena *a, struct cidr_value block, enum family family)
{
	if (!block_is_usable(&block) || block.v.family != family)
		return range_set_empty(family);
	return range_set_of_cidr(a, block.v);
}

static struct range_set
vpc_addresses(struct arena *a, const struct vpc *v, enum family family)
{
	struct range_set all = range_set_empty(family);

	for (size_t i = 0; i < v->cidrs.n; i++)
		all = range_set_union(a, all,
		    block_of(a, v->cidrs.v[i], family));
	for (size_t i = 0; i < v->ipv6_cidrs.n; i++)
		all = range_set_union(a, all,
		    block_of(a, v->ipv6_cidrs.v[i], family));
	return all;
}

static struct end *
add_bare(struct rest *r, enum end_kind kind, const struct vpc *v,
    const struct subnet *s, struct range_set addresses)
{
	struct end *e;

	if (range_set_is_empty(addresses))
		return NULL;
	e = places_end(r->a, kind, v, s);
	e->addresses[FAMILY_INDEX(r->family)] = addresses;
	vec_push(r->a, r->out, e);
	return e;
}

/* The first entry of a sorted list at or behind an address of the family. */
static size_t
first_owned(const struct owned_list *list, enum family family,
    struct addr address)
{
	struct owned key = { .family = family, .address = address };
	size_t low = 0, high = list->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct owned *o = &list->v[middle];
		bool before = o->family < key.family ||
		    (o->family == key.family &&
		    addr_compare(o->address, key.address) < 0);

		if (before)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct range_set
one_address(struct arena *a, const struct owned *o)
{
	struct range r = { o->address, o->address };

	return range_set_of_range(a, o->family, r);
}

/* Interfaces of a VPC (NULL: of any) that own addresses of a set. */
static struct range_set
take_owned(struct rest *r, const struct owned_list *list,
    const struct vpc *v, struct range_set within, bool by_public)
{
	struct range_set taken = range_set_empty(r->family);

	for (size_t i = 0; i < within.n; i++)
		for (size_t j = first_owned(list, r->family,
		    within.v[i].first); j < list->n &&
		    list->v[j].family == r->family &&
		    addr_compare(list->v[j].address, within.v[i].last) <= 0;
		    j++) {
			const struct owned *o = &list->v[j];
			struct end *e;

			if (v != NULL && o->interface->is.vpc != v)
				continue;
			e = end_of_interface(r->a, o->interface);
			e->by_public = by_public;
			if (by_public) {
				e->public_addresses = one_address(r->a, o);
				e->addresses[1] = range_set_empty(IPV6);
			} else {
				e->addresses[0] = range_set_empty(IPV4);
				e->addresses[1] = range_set_empty(IPV6);
				e->addresses[FAMILY_INDEX(r->family)] =
				    one_address(r->a, o);
			}
			vec_push(r->a, r->out, e);
			taken = range_set_union(r->a, taken,
			    one_address(r->a, o));
		}
	return taken;
}

/* Why an address of a VPC that no known subnet owns may be one's; or NULL. */
static const char *
subnets_untold(struct arena *a, const struct model *m, const struct vpc *v,
    enum family family)
{
	if (!model_is_complete(m, KIND_SUBNET, v))
		return arena_printf(a, "the subnets of %s are not all known",
		    thing_title(a, &v->is));
	for (size_t i = 0; i < v->subnets.n; i++) {
		const struct subnet *s = v->subnets.v[i];

		if (family == IPV4 ? value_is_unknown(s->cidr.is) :
		    s->ipv6_cidr.is.state != VALUE_ABSENT &&
		    !block_is_usable(&s->ipv6_cidr))
			return arena_printf(a, "the block of %s is not known",
			    thing_title(a, &s->is));
		if (subnet_awaits_block(s, family))
			return places_awaiting(a, s, family);
	}
	return NULL;
}

static bool
is_any_unknown(const struct cidr_value *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (value_is_unknown(v[i].is))
			return true;
	return false;
}

/* Why an Elastic IP that nobody is known to have may be somebody's; or NULL.
 * An address that AWS chooses is none that the input holds. */
static const char *
holder_untold(struct arena *a, const struct model *m)
{
	for (size_t i = 0; i < m->interfaces.n; i++) {
		const struct interface *x = m->interfaces.v[i];
		bool open = value_is_unknown(x->public_ip.is);

		for (size_t k = 0; k < x->public_addresses.n; k++)
			open |= value_is_unknown(x->public_addresses.v[k].is);
		if (open)
			return arena_printf(a, "which public address %s has is "
			    "not known", thing_title(a, x->workload != NULL ?
			    &x->workload->is : &x->is));
	}
	for (size_t i = 0; i < m->vpcs.n; i++)
		if (!model_is_complete(m, KIND_WORKLOAD, m->vpcs.v[i]))
			return arena_printf(a, "the workloads of %s are not "
			    "all known", thing_title(a, &m->vpcs.v[i]->is));
	return NULL;
}

/* Why an address that nothing known has may be somebody's; or NULL. */
static const char *
space_untold(struct arena *a, const struct model *m)
{
	for (size_t i = 0; i < m->vpcs.n; i++)
		if (is_any_unknown(m->vpcs.v[i]->cidrs.v,
		    m->vpcs.v[i]->cidrs.n))
			return arena_printf(a, "the blocks of %s are not "
			    "known", thing_title(a, &m->vpcs.v[i]->is));
	for (size_t i = 0; i < m->networks.n; i++)
		if (is_any_unknown(m->networks.v[i]->cidrs.v,
		    m->networks.v[i]->cidrs.n))
			return arena_printf(a, "the blocks of %s are not "
			    "known", thing_title(a, &m->networks.v[i]->is));
	return model_island_is_partial(m, KIND_VPC, 0) ? "the VPCs are not "
	    "all known" : model_island_is_partial(m, KIND_NETWORK, 0) ?
	    "the networks are not all known" : NULL;
}

static bool
is_any_ref_unknown(const struct ref *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (value_is_unknown(v[i].is))
			return true;
	return false;
}

/* Whether a VPN may lead to networks that the input does not tell. */
static bool
is_open(const struct vpn *v)
{
	return is_any_ref_unknown(v->networks.v, v->networks.n) ||
	    is_any_unknown(v->cidrs.v, v->cidrs.n) ||
	    value_is_unknown(v->on.is);
}

static const char *
behind(struct arena *a, const struct thing *t)
{
	return arena_printf(a, "what lies behind %s is not known",
	    thing_title(a, t));
}

/* Why a private address that nothing known has may send from outside of the
 * VPCs, by what leads to them; or NULL. */
static const char *
outside_untold(struct arena *a, const struct model *m)
{
	for (size_t i = 0; i < m->attachments.n; i++) {
		const struct attachment *at = m->attachments.v[i];

		if (at->to == ATTACHMENT_OTHER || (at->to == ATTACHMENT_VPC ?
		    at->vpc == NULL : at->target.to == NULL))
			return behind(a, &at->is);
	}
	for (size_t i = 0; i < m->peerings.n; i++)
		if (m->peerings.v[i]->vpcs[0] == NULL ||
		    m->peerings.v[i]->vpcs[1] == NULL)
			return behind(a, &m->peerings.v[i]->is);
	for (size_t i = 0; i < m->vpns.n; i++)
		if (is_open(m->vpns.v[i]))
			return behind(a, &m->vpns.v[i]->is);
	return NULL;
}

/* Where such addresses are: of nobody in particular, and of AWS's own. */
static struct range_set
private_space(struct arena *a, enum family family)
{
	static const char *const blocks[] = { "10.0.0.0/8", "172.16.0.0/12",
		"192.168.0.0/16", "100.64.0.0/10", "fc00::/7" };
	struct range_set all = range_set_empty(family);
	struct cidr c;

	for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++)
		if (cidr_parse(blocks[i], strlen(blocks[i]), &c) == ADDR_OK &&
		    c.family == (uint8_t)family)
			all = range_set_union(a, all, range_set_of_cidr(a, c));
	return all;
}

static void
doubt(struct end *e, const char *why)
{
	if (e != NULL)
		e->untold = e->untold_ipv6 = why;
}

/* Addresses that workloads state of which the subnet is not known. */
static struct range_set
homeless_addresses(struct rest *r, const struct vpc *v)
{
	struct range_set all = range_set_empty(r->family);

	for (size_t i = 0; i < r->p->homeless.n; i++) {
		const struct interface *e = r->p->homeless.v[i];
		const struct workload *w = e->workload;

		if (e->is.vpc != NULL && e->is.vpc != v)
			continue;
		for (size_t k = 0; k < w->addresses.n; k++) {
			const struct address_value *x = &w->addresses.v[k];
			struct range one = { x->v, x->v };

			if (value_is_known(x->is) && x->family == r->family)
				all = range_set_union(r->a, all,
				    range_set_of_range(r->a, r->family, one));
		}
	}
	return all;
}

/* Who has such an address, and where, is not told. */
static struct range_set
without_homeless(struct rest *r, const struct vpc *v, struct range_set part)
{
	struct range_set open = range_set_intersect(r->a, part,
	    homeless_addresses(r, v));

	doubt(add_bare(r, END_ADDRESSES, v, NULL, open),
	    "in which subnet it is is not known");
	return range_set_subtract(r->a, part, open);
}

/* Why an address that nobody is known to have may be somebody's, in whichever
 * subnet of v it is; or NULL. */
static const char *
resident_untold(const struct rest *r, const struct vpc *v)
{
	if ((v->partial & (KIND_BIT(KIND_WORKLOAD) |
	    KIND_BIT(KIND_INTERFACE))) != 0)
		return arena_printf(r->a, "who else is in %s is not known",
		    thing_title(r->a, &v->is));
	for (size_t i = 0; i < r->p->homeless.n; i++) {
		const struct interface *e = r->p->homeless.v[i];

		if ((e->is.vpc == NULL || e->is.vpc == v) &&
		    e->workload->addresses.n == 0)
			return arena_printf(r->a, "where %s is, and with "
			    "which address, is not known",
			    thing_title(r->a, &e->workload->is));
	}
	return NULL;
}

/* Planned workloads have any usable address of their subnet: where all of
 * these are asked about, so are they. */
static void
take_planned(struct rest *r, const struct subnet *s, struct range_set own)
{
	VEC(struct interface *) planned = { 0 };
	size_t family = FAMILY_INDEX(r->family);
	struct ends all = { 0 };

	for (size_t i = 0; i < s->interfaces.n; i++)
		if (interface_is_inhabited(s->interfaces.v[i]))
			vec_push(r->a, &planned, s->interfaces.v[i]);
	places_add_classes(r->a, r->p, &all, planned.v, planned.n);
	for (size_t i = 0; i < all.n; i++) {
		struct end *e = all.v[i];

		if (!e->any_address ||
		    range_set_is_empty(e->addresses[family]) ||
		    !range_set_contains(own, e->addresses[family]))
			continue;
		e->addresses[1 - family] = range_set_empty(
		    r->family == IPV4 ? IPV6 : IPV4);
		e->untold_ipv6 = NULL;
		vec_push(r->a, r->out, e);
	}
}

static void
take_vpc(struct rest *r, const struct vpc *v, struct range_set within)
{
	struct range_set part = range_set_intersect(r->a, within,
	    vpc_addresses(r->a, v, r->family));
	const char *why, *resident;
	struct end *e;

	if (range_set_is_empty(part))
		return;
	resident = resident_untold(r, v);
	part = range_set_subtract(r->a, part,
	    take_owned(r, &r->p->private_owners, v, part, false));
	part = without_homeless(r, v, part);
	for (size_t i = 0; i < v->subnets.n; i++) {
		const struct subnet *s = v->subnets.v[i];
		struct range_set own = range_set_intersect(r->a, part,
		    block_of(r->a, r->family == IPV4 ? s->cidr : s->ipv6_cidr,
		    r->family));

		if (range_set_is_empty(own))
			continue;
		take_planned(r, s, own);
		e = add_bare(r, END_ADDRESSES, v, s, own);
		if (r->p->has_open_address[s->is.order])
			doubt(e, arena_printf(r->a, "who in %s has the address "
			    "is not known", thing_title(r->a, &s->is)));
		else if (resident != NULL)
			doubt(e, resident);
		part = range_set_subtract(r->a, part, own);
	}
	/* Nobody sends from where no subnet is. */
	why = subnets_untold(r->a, r->p->m, v, r->family);
	if (r->as_to || why != NULL)
		doubt(add_bare(r, END_NOWHERE, v, NULL, part), why);
}

static void
take(struct rest *r, struct range_set addresses)
{
	r->left = range_set_subtract(r->a, r->left, addresses);
}

static void
name_by_nat64(struct arena *a, struct end *e)
{
	e->by_nat64 = true;
	e->addresses[1] = nat64_to_ipv6(a, e->by_public ?
	    e->public_addresses : e->addresses[0]);
}

struct end *
end_by_nat64(struct arena *a, const struct end *e)
{
	struct end *out = arena_alloc(a, sizeof *out);

	*out = *e;
	name_by_nat64(a, out);
	return range_set_is_empty(out->addresses[1]) ? NULL : out;
}

/* Of 64:ff9b::/96 each address stands for one of IPv4; nobody sends from
 * there. */
static void
add_nat64(struct arena *a, const struct places *p, struct ends *out,
    struct range_set asked, const struct end *from)
{
	size_t n = 0, first;
	struct cidr *v = range_set_to_cidrs(a, nat64_to_ipv4(a, asked), &n);

	for (size_t i = 0; i < n; i++) {
		first = out->n;
		places_of_cidr(a, p, out, v[i], true, from);
		for (size_t k = first; k < out->n; k++)
			name_by_nat64(a, out->v[k]);
	}
}

/* --------------------------------------------------- services on the host */

static bool
host_service_is_at(const struct fact_host_service *s, const struct vpc *v,
    struct cidr c)
{
	enum family family;
	struct addr at;

	if (s->address != NULL)
		return addr_parse(s->address, strlen(s->address), &family,
		    &at) == ADDR_OK && c.family == (uint8_t)family &&
		    addr_equal(c.base, at);
	if (v->cidrs.n == 0 || !value_is_known(v->cidrs.v[0].is) ||
	    v->cidrs.v[0].v.family != c.family)
		return false;
	return addr_equal(c.base, addr_add(v->cidrs.v[0].v.base,
	    addr_from_u64(s->offset)));
}

/* An address that AWS answers for on the host of the sender. */
static bool
add_host_service(struct rest *r, const struct vpc *v, struct cidr c)
{
	const struct fact_host_service *s;
	struct end *e;

	for (size_t i = 0; (s = fact_host_service(i)) != NULL; i++) {
		if (!host_service_is_at(s, v, c))
			continue;
		if (str_equal(s->service, HOST_RESOLVER) &&
		    !flag_or(v->dns_support, true))
			return false;
		e = add_bare(r, END_HOST_SERVICE, v, NULL, r->left);
		e->service = s->service;
		e->serves = port_set_empty();
		if (s->tcp != 0)
			e->serves = port_set_of_ports(r->a, PROTOCOL_TCP,
			    s->tcp, s->tcp);
		if (s->udp != 0)
			e->serves = port_set_union(r->a, e->serves,
			    port_set_of_ports(r->a, PROTOCOL_UDP, s->udp,
			    s->udp));
		return true;
	}
	return false;
}

/* ------------------------------------------------------ external networks */

/* Addresses and the networks that have them. */
struct shared_part {
	struct range_set addresses;
	const struct network *network;	/* all that have them, as one */
};

struct shared_parts {
	struct shared_part *v;
	size_t n, cap;
};

static bool
is_behind(const struct network *n, const struct vpn *v)
{
	for (size_t i = 0; i < n->vpns.n; i++)
		if (n->vpns.v[i] == v)
			return true;
	return false;
}

/*
 * Networks that share addresses, seen as one: whoever has an address is
 * behind any VPN that leads to one of them, and routes choose which.
 */
static const struct network *
join_networks(struct arena *a, const struct shared_part *part,
    const struct network *other)
{
	const struct network *first = part->network;
	struct network *both = arena_alloc(a, sizeof *both);

	*both = (struct network){ .is = first->is };
	both->is.label = arena_printf(a, "%s or %s", first->is.label,
	    other->is.label);
	for (size_t i = 0; i < first->vpns.n; i++)
		vec_push(a, &both->vpns, first->vpns.v[i]);
	for (size_t i = 0; i < other->vpns.n; i++)
		if (!is_behind(first, other->vpns.v[i]))
			vec_push(a, &both->vpns, other->vpns.v[i]);
	return both;
}

/* Cut out of every part what a network has too. */
static void
share(struct rest *r, struct shared_parts *parts, const struct network *n,
    struct range_set own)
{
	size_t before = parts->n;

	for (size_t i = 0; i < before; i++) {
		struct range_set common = range_set_intersect(r->a,
		    parts->v[i].addresses, own);
		struct shared_part part = { .addresses = common };

		if (range_set_is_empty(common))
			continue;
		part.network = join_networks(r->a, &parts->v[i], n);
		parts->v[i].addresses = range_set_subtract(r->a,
		    parts->v[i].addresses, common);
		vec_push(r->a, parts, part);
	}
}

static void
take_networks(struct rest *r)
{
	const struct model *m = r->p->m;
	struct shared_parts parts = { 0 };

	for (size_t i = 0; i < m->networks.n; i++) {
		struct range_set own = places_of_network(r->a, r->p,
		    m->networks.v[i], r->family);
		struct shared_part part = { .network = m->networks.v[i],
			.addresses = range_set_intersect(r->a, r->left, own) };

		share(r, &parts, m->networks.v[i], own);
		if (!range_set_is_empty(part.addresses))
			vec_push(r->a, &parts, part);
		take(r, own);
	}
	for (size_t i = 0; i < parts.n; i++) {
		struct end *e = add_bare(r, END_NETWORK, NULL, NULL,
		    parts.v[i].addresses);

		if (e != NULL)
			e->network = parts.v[i].network;
	}
}

/* Of a prefix some may be of a block that Amazon has yet to choose: whose. */
static const char *
chosen_untold(struct arena *a, const struct model *m)
{
	for (size_t i = 0; i < m->vpcs.n; i++)
		if (m->vpcs.v[i]->ipv6_cidrs.n == 1 &&
		    block_is_stand_in(&m->vpcs.v[i]->ipv6_cidrs.v[0]))
			return arena_printf(a, "Amazon has yet to choose the "
			    "IPv6 block of %s, which may lie there",
			    thing_title(a, &m->vpcs.v[i]->is));
	return NULL;
}

/* What stands for such blocks is in a prefix that has all that they may be;
 * one that has some of that may hold who is in them, too. */
static void
take_stand_ins(struct rest *r, struct cidr c)
{
	enum stand_in_match match = stand_in_match(r->p->m->amazon_choice, c);
	struct end *e;

	if (!r->p->m->has_stand_ins || match == STANDS_INSIDE)
		return;
	take(r, range_set_of_range(r->a, IPV6, stand_in_space()));
	if (match == STANDS_OUTSIDE)
		return;
	e = places_end(r->a, END_NOWHERE, NULL, NULL);
	e->untold_ipv6 = chosen_untold(r->a, r->p->m);
	vec_push(r->a, r->out, e);
}

/*
 * A prefix or an address: public addresses of our own interfaces, then VPCs
 * (the sender's own first: what it has, no other VPC has for it), external
 * networks, the internet; the rest is nowhere.
 */
void
places_of_cidr(struct arena *a, const struct places *p, struct ends *out,
    struct cidr c, bool as_to, const struct end *from)
{
	enum family family = c.family == 4 ? IPV4 : IPV6;
	struct rest r = { .a = a, .p = p, .family = family,
		.left = range_set_of_cidr(a, c), .as_to = as_to, .out = out };
	struct range_set others, outside;
	const char *why;

	if (as_to && from != NULL && from->vpc != NULL &&
	    c.length == family_bits(family) &&
	    add_host_service(&r, from->vpc, c))
		return;
	if (family == IPV6) {
		if (as_to)
			add_nat64(a, p, out, r.left, from);
		take(&r, nat64_space(a));
		take_stand_ins(&r, c);
	}
	take(&r, take_owned(&r, &p->public_owners, NULL, r.left, true));
	if (from != NULL && from->vpc != NULL) {
		take_vpc(&r, from->vpc, r.left);
		take(&r, vpc_addresses(a, from->vpc, family));
	}
	others = r.left;
	for (size_t i = 0; i < p->m->vpcs.n; i++)
		if (from == NULL || p->m->vpcs.v[i] != from->vpc) {
			take_vpc(&r, p->m->vpcs.v[i], others);
			take(&r, vpc_addresses(a, p->m->vpcs.v[i], family));
		}
	take_networks(&r);
	outside = p->internet[FAMILY_INDEX(family)];
	/* What comes from a NAT gateway comes from outside, where it is seen;
	 * nobody can send to one. */
	if (!as_to && family == IPV4)
		outside = range_set_union(a, outside, p->elastic);
	add_bare(&r, END_INTERNET, NULL, NULL,
	    range_set_intersect(a, r.left, outside));
	take(&r, outside);
	if (as_to && family == IPV4 && range_set_overlaps(r.left,
	    p->elastic)) {
		doubt(add_bare(&r, END_NOWHERE, NULL, NULL,
		    range_set_intersect(a, r.left, p->elastic)),
		    holder_untold(a, p->m));
		take(&r, p->elastic);
	}
	why = space_untold(a, p->m);
	if (as_to || why != NULL)
		doubt(add_bare(&r, END_NOWHERE, NULL, NULL, r.left), why);
	else if ((why = outside_untold(a, p->m)) != NULL)
		doubt(add_bare(&r, END_NOWHERE, NULL, NULL,
		    range_set_intersect(a, r.left, private_space(a, family))),
		    why);
}
