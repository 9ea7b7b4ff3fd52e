/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "lint/nest.h"
#include "lint/words.h"
#include "model/facts.h"

#include <stdlib.h>

/*
 * Addresses that a plan fixes by hand: inside their subnet, not kept by AWS,
 * and wanted by one interface only.
 */
#define SAME_WITHOUT_INTENT "The same: it needs no declared intent."
#define SUBNET_CIDRS "Amazon VPC User Guide, Subnet CIDR blocks"

/* One address that somebody wants to have for himself. */
struct claim {
	const struct vpc *vpc;
	const struct address_value *address;
	const struct thing *by;
};

struct claims {
	struct claim *v;
	size_t n, cap;
};

static struct finding *
flag_address(struct lint *l, const struct claim *c, const char *why)
{
	const char *text = words_addr(l->a, c->address->family,
	    c->address->v);
	struct finding *f = flag(l, c->by, c->address->is.at,
	    "%s cannot have the address %s: %s", thing_title(l->a, c->by),
	    text, why);

	f->key = text;
	finding_witness(l->findings, f, "address", "%s", text);
	return f;
}

/* A subnet gives what lies between those that AWS keeps of its block. */
static void
help_address(struct lint *l, struct finding *f, struct cidr block)
{
	struct addr kept = addr_from_u64((uint64_t)fact_value(
	    FACT_SUBNET_RESERVED_FIRST));
	struct range given = { addr_add(block.base, kept),
		addr_previous(cidr_last(block)) };

	if (addr_compare(given.first, given.last) > 0)
		finding_help(l->findings, f, "leave it out: AWS then chooses");
	else
		finding_help(l->findings, f, "take a free one of %s, or none: "
		    "AWS then chooses", words_range(l->a,
		    (enum family)block.family, given));
}

/* What AWS uses an address of a subnet for, or NULL if nothing. */
static const char *
reserved_for(struct cidr block, struct addr x)
{
	static const char *const first[] = { "the network address",
		"the VPC router", "reserved for DNS", "reserved by AWS" };
	struct addr at = block.base;

	for (int64_t i = 0; i < fact_value(FACT_SUBNET_RESERVED_FIRST); i++) {
		if (addr_equal(at, x))
			return first[i < 4 ? i : 3];
		at = addr_next(at);
	}
	if (addr_equal(cidr_last(block), x))
		return block.family == IPV4 ? "the broadcast address" :
		    "reserved by AWS";
	return NULL;
}

static bool
is_open_block(const struct subnet *s)
{
	return value_is_unknown(s->cidr.is) ||
	    value_is_unknown(s->ipv6_cidr.is);
}

/* The claims stand for interfaces in one of the n subnets at blocks. */
static void
check_claim(struct lint *l, struct claims *claims, const struct claim *c,
    const struct nest *blocks, size_t n)
{
	enum family family = c->address->family;
	struct words_list list = { .a = l->a };
	const struct cidr *home = NULL;
	const struct subnet *s;
	const char *reserved;
	struct finding *f;
	size_t i;

	if (!value_is_known(c->address->is) || family == 0)
		return;
	vec_push(l->a, claims, *c);
	if (n == 0)
		return;
	i = nest_find(blocks, n, family, c->address->v);
	if (i == NEST_NONE) {
		for (size_t j = 0; j < n; j++) {
			if (blocks[j].cidr.family != family)
				continue;
			home = home == NULL ? &blocks[j].cidr : home;
			words_add(&list, arena_printf(l->a, "%s (%s)",
			    thing_title(l->a, &((const struct subnet *)
			    blocks[j].of)->is),
			    words_cidr(l->a, blocks[j].cidr)));
		}
		f = flag_address(l, c, list.n > 0 ? arena_printf(l->a,
		    "it is outside of %s", words_join(&list)) :
		    "its subnet has no block of that family");
		if (home != NULL)
			help_address(l, f, *home);
		else
			finding_help(l->findings, f, "leave it out, or give "
			    "the subnet an %s block",
			    family == IPV4 ? "IPv4" : "IPv6");
		return;
	}
	s = blocks[i].of;
	reserved = reserved_for(blocks[i].cidr, c->address->v);
	if (reserved == NULL)
		return;
	f = flag_address(l, c, arena_printf(l->a, "in %s (%s) it is %s",
	    thing_title(l->a, &s->is), words_cidr(l->a, blocks[i].cidr),
	    reserved));
	help_address(l, f, blocks[i].cidr);
}

static size_t
add_subnet(struct nest *blocks, size_t n, const struct subnet *s)
{
	nest_add(blocks, &n, &s->cidr, s->is.order, s);
	nest_add(blocks, &n, &s->ipv6_cidr, s->is.order, s);
	return n;
}

/* The addresses of a workload fall to its subnets by range. */
static void
claim_for_workload(struct lint *l, struct claims *claims,
    const struct workload *w)
{
	struct nest *blocks = arena_array(l->a, 2 * w->subnet_refs.n,
	    sizeof *blocks);
	bool known = true;
	size_t n = 0;

	for (size_t i = 0; i < w->subnet_refs.n; i++) {
		const struct thing *t = w->subnet_refs.v[i].to;

		if (t == NULL || t->kind != KIND_SUBNET ||
		    is_open_block((const struct subnet *)t))
			known = false;
		else
			n = add_subnet(blocks, n, (const struct subnet *)t);
	}
	nest_sort(blocks, n);
	for (size_t i = 0; i < w->addresses.n; i++) {
		struct claim c = { w->is.vpc, &w->addresses.v[i], &w->is };

		check_claim(l, claims, &c, blocks, known ? n : 0);
	}
}

static void
claim_for_interface(struct lint *l, struct claims *claims,
    const struct interface *x)
{
	struct nest blocks[2];
	size_t n = x->subnet != NULL && !is_open_block(x->subnet) ?
	    add_subnet(blocks, 0, x->subnet) : 0;

	nest_sort(blocks, n);
	for (size_t i = 0; i < x->addresses.n; i++) {
		struct claim c = { x->is.vpc, &x->addresses.v[i], &x->is };

		check_claim(l, claims, &c, blocks, n);
	}
	for (size_t i = 0; i < x->ipv6_addresses.n; i++) {
		struct claim c = { x->is.vpc, &x->ipv6_addresses.v[i],
		    &x->is };

		check_claim(l, claims, &c, blocks, n);
	}
}

static void
claim_for_nat(struct lint *l, struct claims *claims,
    const struct nat_gateway *g)
{
	const struct thing *t = g->subnet.to;
	struct nest blocks[2];
	size_t n = 0;

	if (t != NULL && t->kind == KIND_SUBNET)
		n = add_subnet(blocks, 0, (const struct subnet *)t);
	nest_sort(blocks, n);
	for (size_t i = 0; i < g->private_addresses.n; i++) {
		struct claim c = { g->is.vpc, &g->private_addresses.v[i],
		    &g->is };

		check_claim(l, claims, &c, blocks, n);
	}
}

static int
compare_claims(const void *x, const void *y)
{
	const struct claim *a = x, *b = y;
	int order;

	if (a->vpc != b->vpc) {
		uint32_t p = a->vpc != NULL ? a->vpc->is.order : 0;
		uint32_t q = b->vpc != NULL ? b->vpc->is.order : 0;

		if (p != q)
			return p < q ? -1 : 1;
	}
	if (a->address->family != b->address->family)
		return a->address->family < b->address->family ? -1 : 1;
	order = addr_compare(a->address->v, b->address->v);
	if (order != 0)
		return order;
	if (a->by->order != b->by->order)
		return a->by->order < b->by->order ? -1 : 1;
	return place_compare(a->address->is.at, b->address->is.at);
}

static void
check_claimed_twice(struct lint *l, const struct claims *claims)
{
	for (size_t i = 1; i < claims->n; i++) {
		const struct claim *one = &claims->v[i - 1];
		const struct claim *two = &claims->v[i];

		if (one->vpc == NULL || one->vpc != two->vpc ||
		    one->address->family != two->address->family ||
		    !addr_equal(one->address->v, two->address->v))
			continue;
		finding_help(l->findings, flag_address(l, two, one->by ==
		    two->by ? "it is stated twice" : arena_printf(l->a,
		    "%s has it", thing_title(l->a, one->by))),
		    one->by == two->by ? "state it once" :
		    "take another one, or none: AWS then chooses");
	}
}

/* An Elastic IP that somebody is to have. */
struct holding {
	const struct address_value *address;
	const struct thing *by;
};

struct holdings {
	struct holding *v;
	size_t n, cap;
};

static int
compare_holdings(const void *x, const void *y)
{
	const struct holding *a = x, *b = y;
	uint32_t p = a->address->elastic_ip.to->order;
	uint32_t q = b->address->elastic_ip.to->order;

	if (p != q)
		return p < q ? -1 : 1;
	return place_compare(a->address->is.at, b->address->is.at);
}

static void
hold(struct lint *l, struct holdings *all, const struct thing *by,
    const struct address_value *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct holding one = { &v[i], by };
		const struct thing *t = v[i].elastic_ip.to;

		if (by->created && t != NULL && t->kind == KIND_ELASTIC_IP)
			vec_push(l->a, all, one);
	}
}

/* One address is with one interface: a second one is refused it, or takes it
 * away from the first. */
static void
check_elastic_ips(struct lint *l, const struct model *m)
{
	struct holdings all = { 0 };

	for (size_t i = 0; i < m->nat_gateways.n; i++)
		hold(l, &all, &m->nat_gateways.v[i]->is,
		    m->nat_gateways.v[i]->addresses.v,
		    m->nat_gateways.v[i]->addresses.n);
	for (size_t i = 0; i < m->interfaces.n; i++) {
		const struct interface *x = m->interfaces.v[i];

		hold(l, &all, x->is.implicit && x->workload != NULL ?
		    &x->workload->is : &x->is, x->public_addresses.v,
		    x->public_addresses.n);
	}
	vec_sort(&all, compare_holdings);
	for (size_t i = 1; i < all.n; i++) {
		const struct holding *one = &all.v[i - 1], *two = &all.v[i];
		const struct thing *t = two->address->elastic_ip.to;
		struct finding *f;

		if (one->address->elastic_ip.to != t || one->by == two->by ||
		    conditions_exclude(one->by->exists, two->by->exists))
			continue;
		f = flag(l, two->by, two->address->is.at, "%s cannot have %s: "
		    "%s has it", thing_title(l->a, two->by),
		    thing_title(l->a, t), thing_title(l->a, one->by));
		f->key = thing_label(t);
		finding_witness(l->findings, f, "address", "%s",
		    thing_label(t));
		finding_related(l->findings, f, one->address->is.at,
		    "who has it");
		finding_help(l->findings, f, "give it an Elastic IP of its "
		    "own");
	}
}

/* Only of what is to be created: AWS has seen to it for what stands. */
static void
check_addresses(struct lint *l, const struct model *m)
{
	struct claims claims = { 0 };

	for (size_t i = 0; i < m->workloads.n; i++)
		if (m->workloads.v[i]->is.created)
			claim_for_workload(l, &claims, m->workloads.v[i]);
	for (size_t i = 0; i < m->interfaces.n; i++)
		if (m->interfaces.v[i]->is.created &&
		    !m->interfaces.v[i]->is.implicit)
			claim_for_interface(l, &claims, m->interfaces.v[i]);
	for (size_t i = 0; i < m->nat_gateways.n; i++)
		if (m->nat_gateways.v[i]->is.created)
			claim_for_nat(l, &claims, m->nat_gateways.v[i]);
	vec_sort(&claims, compare_claims);
	check_claimed_twice(l, &claims);
	check_elastic_ips(l, m);
}

/* ---------------------------------------------------------------- table */

const struct rule rules_static_address[] = {
	{ .check = check_addresses, .is = {
		.code = "AD014",
		.name = "static-address-unusable",
		.severity = SEVERITY_ERROR,
		.class = CLASS_REJECT,
		.title = "a fixed address that its interface cannot have",
		.aws = "Of every subnet AWS keeps the first four addresses and the "
		    "last one: network, router, DNS, future use, broadcast.",
		.why = "The interface is not created: the address is outside of "
		    "its subnet, kept by AWS, or somebody else's.  An Elastic IP "
		    "is with one interface at a time.",
		.intent = SAME_WITHOUT_INTENT,
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.1.0/24"}},)
		JSON("workloads": {"app": {"kind": "instance", "subnets": ["app-a"],)
		JSON("addresses": ["10.0.1.1"]}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.1.0/24"}},)
		JSON("workloads": {"app": {"kind": "instance", "subnets": ["app-a"],)
		JSON("addresses": ["10.0.1.4"]}}}}}),
		.reference = SUBNET_CIDRS,
	} },
	{ .check = NULL }
};
