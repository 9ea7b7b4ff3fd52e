/* SPDX-License-Identifier: MIT */
#include "model/stand_in.h"

#include "base/map.h"
#include "base/vec.h"
#include "model/facts.h"
#include "model/link.h"

/*
 * 3f00::/16 was never allocated (IANA, IPv6 Global Unicast Address Space).
 * Of a stand-in of a VPC the next 32 bits are its number, and of one of a
 * subnet the 16 behind them: what comes out of the name, so that a VPC has
 * the same one before and after a change, or the next that is free.
 */
enum { SPACE_LENGTH = 16, VPC_BITS = 32, SUBNET_BITS = 16,
	VPC_LENGTH = SPACE_LENGTH + VPC_BITS,
	SUBNET_LENGTH = VPC_LENGTH + SUBNET_BITS,
	SUBNETS_MAX = 1 << (SUBNET_BITS - 1) };

static const struct cidr space = { .family = IPV6, .length = SPACE_LENGTH,
	.base = { UINT64_C(0x3f00) << 48, 0 } };

struct range
stand_in_space(void)
{
	return cidr_range(space);
}

enum stand_in_match
stand_in_match(struct range_set choice, struct cidr c)
{
	struct range r = cidr_range(c);
	struct range_set all = { IPV6, 1, &r };

	if (c.family != IPV6 || choice.n == 0 ||
	    !range_set_overlaps(choice, all))
		return STANDS_OUTSIDE;
	return range_set_contains(all, choice) ? STANDS_INSIDE :
	    MAY_STAND_INSIDE;
}

struct range_set
stand_in_prefix(struct arena *a, struct range_set choice, struct cidr c,
    bool may)
{
	struct range_set all = range_set_of_cidr(a, c), ours;

	if (c.family != IPV6)
		return all;
	ours = range_set_of_range(a, IPV6, stand_in_space());
	switch (stand_in_match(choice, c)) {
	case STANDS_INSIDE:
		return all;
	case MAY_STAND_INSIDE:
		if (may)
			return range_set_union(a, all, ours);
		break;
	case STANDS_OUTSIDE:
		break;
	}
	return range_set_subtract(a, all, ours);
}

bool
block_is_stand_in(const struct cidr_value *c)
{
	return value_is_unknown(c->is) && c->v.family == IPV6 &&
	    c->v.length >= VPC_LENGTH && cidr_contains(space, c->v);
}

bool
block_is_usable(const struct cidr_value *c)
{
	return value_is_known(c->is) || block_is_stand_in(c);
}

bool
subnet_awaits_block(const struct subnet *s, enum family family)
{
	if (flag_or(s->ipv6_only, false))
		return family == IPV6 && s->is.created &&
		    s->ipv6_cidr.is.state == VALUE_ABSENT;
	return family == IPV4 && s->cidr.is.state == VALUE_ABSENT &&
	    (s->size.is.state != VALUE_ABSENT ||
	    s->hosts.is.state != VALUE_ABSENT);
}

bool
vpc_has_open_ipv6(const struct vpc *v)
{
	for (size_t i = 0; v != NULL && i < v->ipv6_cidrs.n; i++)
		if (!block_is_usable(&v->ipv6_cidrs.v[i]))
			return true;
	return false;
}

bool
stand_in_holds(enum family family, struct addr x)
{
	return family == IPV6 && cidr_contains_addr(space, IPV6, x);
}

const char *
stand_in_address_of(struct arena *a, const struct subnet *s,
    const struct vpc *v, enum family family, struct addr x)
{
	char text[ADDR_TEXT_MAX];

	if (!stand_in_holds(family, x))
		return arena_strdup(a, addr_format(x, family, text));
	if (s != NULL && block_is_stand_in(&s->ipv6_cidr))
		return arena_printf(a, "an address of %s",
		    thing_title(a, &s->is));
	if (v != NULL && v->ipv6_cidrs.n == 1 &&
	    block_is_stand_in(&v->ipv6_cidrs.v[0]))
		return arena_printf(a, "an address of %s",
		    thing_title(a, &v->is));
	return arena_strdup(a, addr_format(x, family, text));
}

const char *
stand_in_address(struct arena *a, const struct model *m, enum family family,
    struct addr x)
{
	const struct subnet *of = NULL;
	const struct vpc *in = NULL;

	for (size_t i = 0; m->has_stand_ins && i < m->subnets.n; i++) {
		const struct subnet *s = m->subnets.v[i];

		if (block_is_stand_in(&s->ipv6_cidr) &&
		    cidr_contains_addr(s->ipv6_cidr.v, family, x))
			of = s;
	}
	for (size_t i = 0; m->has_stand_ins && i < m->vpcs.n; i++) {
		const struct vpc *v = m->vpcs.v[i];

		if (v->ipv6_cidrs.n == 1 &&
		    block_is_stand_in(&v->ipv6_cidrs.v[0]) &&
		    cidr_contains_addr(v->ipv6_cidrs.v[0].v, family, x))
			in = v;
	}
	return stand_in_address_of(a, of, in, family, x);
}

/* ------------------------------------------------------------------ link */

/* Whether the input tells of an address in it after all: then the block is
 * the one around it, and not any. */
static bool
tells_address(const struct address_value *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (value_is_known(v[i].is) && v[i].family == IPV6)
			return true;
	return false;
}

/* Mark the VPCs of which an IPv6 address is stated. */
static void
mark_told(const struct model *m, bool *told)
{
	for (size_t i = 0; i < m->subnets.n; i++)
		if (m->subnets.v[i]->is.vpc != NULL &&
		    value_is_known(m->subnets.v[i]->ipv6_cidr.is))
			told[m->subnets.v[i]->is.vpc->is.order] = true;
	for (size_t i = 0; i < m->interfaces.n; i++) {
		const struct interface *e = m->interfaces.v[i];

		if (e->is.vpc != NULL && tells_address(e->ipv6_addresses.v,
		    e->ipv6_addresses.n))
			told[e->is.vpc->is.order] = true;
	}
	for (size_t i = 0; i < m->workloads.n; i++) {
		const struct workload *w = m->workloads.v[i];

		if (w->is.vpc != NULL && tells_address(w->addresses.v,
		    w->addresses.n))
			told[w->is.vpc->is.order] = true;
	}
}

static bool
is_chosen(const struct vpc *v)
{
	return flag_or(v->amazon_ipv6, false) && v->ipv6_cidrs.n == 1 &&
	    value_is_unknown(v->ipv6_cidrs.v[0].is) && !v->either;
}

/* The block of a number in another: that of the label's hash, or of the next
 * that is not taken. */
static struct cidr
block_in(struct linker *l, struct map *taken, struct cidr around,
    unsigned length, const char *label)
{
	unsigned bits = length - around.length;
	uint64_t mask = (UINT64_C(1) << bits) - 1;
	uint64_t n = text_hash(label != NULL ? label : "") & mask;
	struct cidr c = { .family = IPV6, .length = (uint8_t)length };
	char text[CIDR_TEXT_MAX];

	for (;; n = (n + 1) & mask) {
		c.base = addr_or(around.base, addr_shift_left(
		    addr_from_u64(n), 128 - length));
		cidr_format(c, text);
		if (map_key(taken, text) == NULL)
			break;
	}
	(void)map_slot(taken, arena_strdup(l->m->a, text));
	return c;
}

static void
put_into_subnets(struct linker *l, struct map *taken, const struct vpc *v)
{
	for (size_t i = 0; i < v->subnets.n; i++) {
		struct subnet *s = v->subnets.v[i];

		if (value_is_unknown(s->ipv6_cidr.is))
			s->ipv6_cidr.v = block_in(l, taken,
			    v->ipv6_cidrs.v[0].v, SUBNET_LENGTH,
			    thing_label(&s->is));
	}
}

/* What Amazon may choose, and no VPC has. */
static struct range_set
left_to_choose(const struct model *m)
{
	VEC(struct cidr) had = { 0 };

	for (size_t i = 0; i < m->vpcs.n; i++)
		for (size_t k = 0; k < m->vpcs.v[i]->ipv6_cidrs.n; k++) {
			const struct cidr_value *c =
			    &m->vpcs.v[i]->ipv6_cidrs.v[k];

			if (value_is_known(c->is) && c->v.family == IPV6)
				vec_push(m->a, &had, c->v);
		}
	return range_set_subtract(m->a, fact_amazon_ipv6(),
	    range_set_of_cidrs(m->a, IPV6, had.v, had.n));
}

/* The IPv6 block of a VPC or subnet that has one; NULL: it may be any. */
static const struct cidr_value *
block_of_thing(const struct thing *t)
{
	const struct vpc *v = (const struct vpc *)t;

	if (t->kind == KIND_SUBNET)
		return &((const struct subnet *)t)->ipv6_cidr;
	return t->kind == KIND_VPC && v->ipv6_cidrs.n == 1 ?
	    &v->ipv6_cidrs.v[0] : NULL;
}

/* What names somebody's block has the same: known, or what stands for it. */
static bool
take_own(struct model *m, struct cidr_value *c)
{
	const struct cidr_value *own = c->block_of != NULL &&
	    value_is_unknown(c->is) ? block_of_thing(c->block_of) : NULL;

	if (own == NULL || !block_is_usable(own))
		return false;
	c->v = own->v;
	if (value_is_known(own->is)) {
		c->is = value_derived(c->is.at);
		c->written = cidr_text(m->a, own->v);
	}
	return true;
}

static void
take_own_rules(struct model *m, struct rule_list *list)
{
	for (size_t i = 0; i < list->n; i++) {
		struct group_rule *r = list->v[i];
		struct cidr_value c;

		if (r->rest == NULL || r->rest->block_of == NULL)
			continue;
		c = group_rule_cidr(r);
		if (take_own(m, &c))
			group_rule_set_block(m->a, r, &c);
	}
}

/* Rules, entries and routes that name the block of a VPC or subnet. */
static void
give_own_blocks(struct model *m)
{
	for (size_t i = 0; i < m->security_groups.n; i++) {
		take_own_rules(m, &m->security_groups.v[i]->ingress);
		take_own_rules(m, &m->security_groups.v[i]->egress);
	}
	for (size_t i = 0; i < m->network_acls.n; i++) {
		struct network_acl *acl = m->network_acls.v[i];

		for (size_t k = 0; k < acl->ingress.n; k++)
			take_own(m, &acl->ingress.v[k]->cidr);
		for (size_t k = 0; k < acl->egress.n; k++)
			take_own(m, &acl->egress.v[k]->cidr);
	}
	for (size_t i = 0; i < m->route_tables.n; i++)
		for (size_t k = 0; k < m->route_tables.v[i]->routes.n; k++) {
			struct route *r = m->route_tables.v[i]->routes.v[k];

			if (take_own(m, &r->cidr) && value_is_known(r->cidr.is))
				r->written = r->cidr.written;
		}
	for (size_t i = 0; i < m->transit_tables.n; i++)
		for (size_t k = 0; k < m->transit_tables.v[i]->routes.n; k++)
			take_own(m, &m->transit_tables.v[i]->routes.v[k]
			    ->cidr);
	for (size_t i = 0; i < m->prefix_lists.n; i++)
		for (size_t k = 0; k < m->prefix_lists.v[i]->entries.n; k++)
			take_own(m, &m->prefix_lists.v[i]->entries.v[k]);
}

void
link_stand_ins(struct linker *l)
{
	struct model *m = l->m;
	struct map taken = map_new(m->a);
	bool *told = NULL;

	for (size_t i = 0; i < m->vpcs.n; i++) {
		struct vpc *v = m->vpcs.v[i];

		if (!is_chosen(v) || v->subnets.n > SUBNETS_MAX)
			continue;
		if (told == NULL) {
			told = arena_array(m->a, m->next_order, sizeof *told);
			mark_told(m, told);
		}
		if (told[v->is.order])
			continue;
		v->ipv6_cidrs.v[0].v = block_in(l, &taken, space, VPC_LENGTH,
		    thing_label(&v->is));
		put_into_subnets(l, &taken, v);
		m->has_stand_ins = true;
	}
	if (m->has_stand_ins)
		m->amazon_choice = left_to_choose(m);
	if (m->names_own_blocks)
		give_own_blocks(m);
}
