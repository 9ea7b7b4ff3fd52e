/* SPDX-License-Identifier: MIT */
#include "reach/places.h"

#include "base/str.h"
#include "base/vec.h"
#include "model/facts.h"
#include "model/stand_in.h"

#include <stdlib.h>
#include <string.h>

/*
 * Who has an address.  Known addresses of interfaces, private and public, lie
 * in two sorted arrays; whatever else a prefix covers is found by walking
 * VPCs, their subnets and the external networks, which are few.
 */

/* ------------------------------------------------------------- the index */

static int
compare_owned(const void *x, const void *y)
{
	const struct owned *a = x, *b = y;
	int order;

	if (a->family != b->family)
		return a->family < b->family ? -1 : 1;
	order = addr_compare(a->address, b->address);
	if (order != 0)
		return order;
	return a->interface->is.order < b->interface->is.order ? -1 :
	    a->interface->is.order > b->interface->is.order;
}

/* The address that a value means; false if it is not known. */
static bool
address_of(const struct address_value *value, enum family *family,
    struct addr *out)
{
	const struct address_value *v = value;

	if (v->elastic_ip.to != NULL &&
	    v->elastic_ip.to->kind == KIND_ELASTIC_IP)
		v = &((const struct elastic_ip *)v->elastic_ip.to)->address;
	if (!value_is_known(v->is) || v->family == 0)
		return false;
	*family = v->family;
	*out = v->v;
	return true;
}

static void
own(struct arena *a, struct owned_list *list,
    const struct address_value *value, const struct interface *i)
{
	struct owned o = { .interface = i };

	if (address_of(value, &o.family, &o.address))
		vec_push(a, list, o);
}

static void
index_addresses(struct places *p)
{
	for (size_t i = 0; i < p->m->interfaces.n; i++) {
		const struct interface *it = p->m->interfaces.v[i];

		for (size_t j = 0; j < it->addresses.n; j++)
			own(p->a, &p->private_owners, &it->addresses.v[j], it);
		for (size_t j = 0; j < it->ipv6_addresses.n; j++)
			own(p->a, &p->private_owners,
			    &it->ipv6_addresses.v[j], it);
		for (size_t j = 0; j < it->public_addresses.n; j++)
			own(p->a, &p->public_owners,
			    &it->public_addresses.v[j], it);
	}
	vec_sort(&p->private_owners, compare_owned);
	vec_sort(&p->public_owners, compare_owned);
}

/* The Elastic IPs of the network: those of NAT gateways, too. */
static struct range_set
elastic_addresses(struct places *p)
{
	VEC(struct range) ranges = { 0 };
	enum family family;
	struct range r;

	for (size_t i = 0; i < p->m->elastic_ips.n; i++)
		if (address_of(&p->m->elastic_ips.v[i]->address, &family,
		    &r.first) && family == IPV4) {
			r.last = r.first;
			vec_push(p->a, &ranges, r);
		}
	for (size_t i = 0; i < p->m->nat_gateways.n; i++) {
		const struct nat_gateway *n = p->m->nat_gateways.v[i];

		for (size_t j = 0; j < n->addresses.n; j++)
			if (address_of(&n->addresses.v[j], &family,
			    &r.first) && family == IPV4) {
				r.last = r.first;
				vec_push(p->a, &ranges, r);
			}
	}
	return range_set_of_ranges(p->a, IPV4, ranges.v, ranges.n);
}

/* Everything inside the network that is not private space anyway. */
static struct range_set
inside(struct places *p, enum family family)
{
	VEC(struct range) ranges = { 0 };
	struct cidr c;

	for (size_t i = 0; i < p->m->vpcs.n; i++) {
		const struct vpc *v = p->m->vpcs.v[i];

		for (size_t j = 0; j < v->cidrs.n; j++)
			if (value_is_known(v->cidrs.v[j].is) &&
			    (c = v->cidrs.v[j].v).family == family)
				vec_push(p->a, &ranges, cidr_range(c));
		for (size_t j = 0; j < v->ipv6_cidrs.n; j++)
			if (value_is_known(v->ipv6_cidrs.v[j].is) &&
			    (c = v->ipv6_cidrs.v[j].v).family == family)
				vec_push(p->a, &ranges, cidr_range(c));
	}
	/* Nobody is where no block is: what stands there is inside. */
	if (p->m->has_stand_ins && family == IPV6)
		vec_push(p->a, &ranges, stand_in_space());
	for (size_t i = 0; i < p->m->networks.n; i++) {
		const struct network *n = p->m->networks.v[i];

		for (size_t j = 0; j < n->cidrs.n; j++)
			if (value_is_known(n->cidrs.v[j].is) &&
			    (c = n->cidrs.v[j].v).family == family)
				vec_push(p->a, &ranges, cidr_range(c));
	}
	for (size_t i = 0; i < p->public_owners.n; i++)
		if (p->public_owners.v[i].family == family) {
			struct range r = { p->public_owners.v[i].address,
				p->public_owners.v[i].address };

			vec_push(p->a, &ranges, r);
		}
	return range_set_of_ranges(p->a, family, ranges.v, ranges.n);
}

static int
compare_things(const void *x, const void *y)
{
	uintptr_t a = (uintptr_t)*(const struct thing *const *)x;
	uintptr_t b = (uintptr_t)*(const struct thing *const *)y;

	return a < b ? -1 : a > b;
}

static void
index_routed(struct places *p)
{
	for (size_t i = 0; i < p->m->route_tables.n; i++) {
		const struct route_table *t = p->m->route_tables.v[i];

		for (size_t j = 0; j < t->routes.n; j++) {
			const struct thing *to = t->routes.v[j]->target.to;

			if (to != NULL && (to->kind == KIND_INTERFACE ||
			    to->kind == KIND_WORKLOAD))
				vec_push(p->a, &p->routed, to);
		}
	}
	vec_sort(&p->routed, compare_things);
}

static void
index_homeless(struct places *p)
{
	for (size_t i = 0; i < p->m->interfaces.n; i++) {
		struct interface *e = p->m->interfaces.v[i];

		if (e->workload != NULL && e->subnet == NULL)
			vec_push(p->a, &p->homeless, e);
	}
}

static bool
is_routed(const struct places *p, const struct thing *t)
{
	return t != NULL && p->routed.n > 0 && bsearch(&t, p->routed.v,
	    p->routed.n, sizeof *p->routed.v, compare_things) != NULL;
}

static bool
has_unknown(const struct address_value *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (value_is_unknown(v[i].is))
			return true;
	return false;
}

struct places *
places_new(struct arena *a, const struct model *m)
{
	struct places *p = arena_alloc(a, sizeof *p);

	p->a = a;
	p->m = m;
	index_addresses(p);
	index_routed(p);
	index_homeless(p);
	p->has_open_address = arena_array(a, m->next_order,
	    sizeof *p->has_open_address);
	for (size_t i = 0; i < m->interfaces.n; i++) {
		const struct interface *x = m->interfaces.v[i];

		if (x->subnet != NULL && (has_unknown(x->addresses.v,
		    x->addresses.n) || has_unknown(x->ipv6_addresses.v,
		    x->ipv6_addresses.n) || (x->workload != NULL &&
		    has_unknown(x->workload->addresses.v,
		    x->workload->addresses.n))))
			p->has_open_address[x->subnet->is.order] = true;
	}
	p->alone = arena_array(a, m->next_order, sizeof *p->alone);
	p->elastic = elastic_addresses(p);
	for (size_t i = 0; i < 2; i++) {
		enum family family = i == 0 ? IPV4 : IPV6;

		p->internet[i] = range_set_subtract(a,
		    fact_internet(family), inside(p, family));
	}
	p->internet[1] = range_set_subtract(a, p->internet[1],
	    range_set_of_cidr(a, fact_nat64_prefix()));
	p->internet[0] = range_set_subtract(a, p->internet[0], p->elastic);
	return p;
}

struct range_set
places_internet(const struct places *p, enum family family)
{
	return p->internet[FAMILY_INDEX(family)];
}

/* ------------------------------------------------ classes of interfaces */

struct end *
places_end(struct arena *a, enum end_kind kind, const struct vpc *v,
    const struct subnet *s)
{
	struct end *e = arena_alloc(a, sizeof *e);

	e->kind = kind;
	e->vpc = v;
	e->subnet = s;
	e->addresses[0] = range_set_empty(IPV4);
	e->addresses[1] = range_set_empty(IPV6);
	e->public_addresses = range_set_empty(IPV4);
	e->groups.known = true;
	return e;
}

/* A subnet's block without the addresses that AWS keeps: the first four and
 * the last, in both families. */
struct range_set
places_usable(struct arena *a, struct cidr_value block, enum family family)
{
	struct range r;
	int64_t skip = fact_value(FACT_SUBNET_RESERVED_FIRST);

	if (!block_is_usable(&block) || block.v.family != family)
		return range_set_empty(family);
	r = cidr_range(block.v);
	r.first = addr_add(r.first, addr_from_u64((uint64_t)skip));
	r.last = addr_previous(r.last);
	if (addr_compare(r.first, r.last) > 0)
		return range_set_empty(family);
	return range_set_of_range(a, family, r);
}

static bool
takes_prefixes(const struct workload *w)
{
	return w != NULL && w->has_pods && w->pods.mode.v != NULL &&
	    str_equal(w->pods.mode.v, "prefix");
}

/* Whether an address is chosen for it, and not known which. */
static bool
is_chosen(const struct interface *i)
{
	return has_unknown(i->addresses.v, i->addresses.n) ||
	    (i->workload != NULL && has_unknown(i->workload->addresses.v,
	    i->workload->addresses.n));
}

/*
 * What AWS gives an interface by itself: usable, and in no reservation of the
 * subnet.  Those for prefixes go to whoever takes prefixes.
 */
static struct range_set
given_out(struct arena *a, const struct subnet *s, const struct interface *i,
    enum family family)
{
	struct range_set all = places_usable(a, family == IPV4 ? s->cidr :
	    s->ipv6_cidr, family), left = all;

	for (size_t k = 0; !is_chosen(i) && k < s->reservations.n; k++) {
		const struct reservation *r = &s->reservations.v[k];

		if (value_is_known(r->cidr.is) &&
		    r->cidr.v.family == family &&
		    !(str_equal(r->type, "prefix") &&
		    takes_prefixes(i->workload)))
			left = range_set_subtract(a, left,
			    range_set_of_cidr(a, r->cidr.v));
	}
	/* A plan that reserves all of it is not meant so. */
	return range_set_is_empty(left) ? all : left;
}

static struct range_set
known_addresses(struct arena *a, const struct address_value *v, size_t n,
    enum family family)
{
	struct range_set all = range_set_empty(family);

	for (size_t i = 0; i < n; i++) {
		enum family of;
		struct addr address;

		if (address_of(&v[i], &of, &address) && of == family) {
			struct range r = { address, address };

			all = range_set_union(a, all,
			    range_set_of_range(a, family, r));
		}
	}
	return all;
}

static enum certainty
certainty_of(struct flag_value f)
{
	if (value_is_unknown(f.is))
		return UNCERTAIN;
	return value_is_known(f.is) && f.v ? CERTAINLY : CERTAINLY_NOT;
}

/* Whether an address may be one that its subnet keeps for prefixes, or not: how
 * pods get theirs is not known. */
static bool
may_take_prefixes(const struct interface *i)
{
	const struct workload *w = i->workload;

	if (w == NULL || !w->has_pods || !value_is_unknown(w->pods.mode.is))
		return false;
	for (size_t k = 0; k < i->subnet->reservations.n; k++)
		if (str_equal(i->subnet->reservations.v[k].type, "prefix"))
			return true;
	return false;
}

/* Why nothing is known of the IPv4 addresses of an interface that has none
 * stated; NULL: it is, or it has none. */
static const char *
why_untold(struct arena *a, const struct interface *i)
{
	const struct subnet *s = i->subnet;

	if (s == NULL)
		return value_is_unknown(i->subnet_ref.is) &&
		    i->subnet_ref.is.why != NULL ?
		    arena_printf(a, "which subnet it is in is not known: %s",
		    i->subnet_ref.is.why) : "its subnet is not known";
	if (value_is_unknown(s->cidr.is) && s->cidr.v.family != IPV6)
		return arena_printf(a, "the block of %s is not known",
		    thing_title(a, &s->is));
	return NULL;
}

/* The same for an IPv6 address, which it may have. */
static const char *
why_untold_ipv6(struct arena *a, const struct interface *i)
{
	const struct subnet *s = i->subnet;

	if (value_is_known(i->ipv6.is) && !i->ipv6.v)
		return NULL;
	if (s == NULL)
		return why_untold(a, i);
	if (value_is_unknown(i->ipv6.is))
		return "whether it has an IPv6 address is not known";
	if (vpc_has_open_ipv6(s->is.vpc))
		return "the IPv6 blocks of its VPC are not known";
	return s->ipv6_cidr.is.state != VALUE_ABSENT &&
	    !block_is_usable(&s->ipv6_cidr) ? arena_printf(a, "the IPv6 block "
	    "of %s is not known", thing_title(a, &s->is)) : NULL;
}

struct end *
end_of_interface(struct arena *a, const struct interface *i)
{
	const struct subnet *s = i->subnet;
	struct end *e = places_end(a, END_INTERFACES,
	    s != NULL ? s->is.vpc : i->is.vpc, s);

	e->interface = i;
	e->workload = i->workload;
	e->endpoint = i->endpoint;
	e->groups.v = i->groups.v;
	e->groups.n = i->groups.n;
	e->groups.known = i->groups_known;
	e->source_check = flag_or(i->source_check, true);
	e->addresses[0] = known_addresses(a, i->addresses.v, i->addresses.n,
	    IPV4);
	e->addresses[1] = known_addresses(a, i->ipv6_addresses.v,
	    i->ipv6_addresses.n, IPV6);
	if (s != NULL && range_set_is_empty(e->addresses[0]) &&
	    !flag_or(s->ipv6_only, false)) {
		e->addresses[0] = given_out(a, s, i, IPV4);
		e->any_address = true;
		if (may_take_prefixes(i))
			e->untold = "whether its addresses are of prefixes is "
			    "not known";
	}
	if (range_set_is_empty(e->addresses[0]) &&
	    !(s != NULL && flag_or(s->ipv6_only, false)))
		e->untold = why_untold(a, i);
	if (range_set_is_empty(e->addresses[1]))
		e->untold_ipv6 = why_untold_ipv6(a, i);
	else if (vpc_has_open_ipv6(e->vpc))
		e->untold_ipv6 = "the IPv6 blocks of its VPC are not known";
	if (s != NULL && range_set_is_empty(e->addresses[1]) &&
	    flag_or(i->ipv6, false))
		e->addresses[1] = given_out(a, s, i, IPV6);
	e->is_public = certainty_of(i->public_ip);
	e->public_addresses = known_addresses(a, i->public_addresses.v,
	    i->public_addresses.n, IPV4);
	if (!range_set_is_empty(e->public_addresses))
		e->is_public = CERTAINLY;
	return e;
}

static int
compare_pointers(const void *x, const void *y)
{
	uintptr_t a = (uintptr_t)x, b = (uintptr_t)y;

	return a < b ? -1 : a > b;
}

static int
by_declaration(const struct end *x, const struct end *y)
{
	uint32_t a = x->interface->is.order, b = y->interface->is.order;

	return a < b ? -1 : a > b;
}

/* Whether it is a class of its own: routes lead to it and to none of those
 * like it, or it has a public address of its own, or groups that it may not
 * carry. */
static bool
is_alone(const struct end *e)
{
	return e->is_routed || !range_set_is_empty(e->public_addresses) ||
	    e->interface->maybe_groups.n > 0;
}

/* Whose class comes first; 0: the same class. */
static int
compare_classes(const struct end *x, const struct end *y)
{
	size_t i;

	if (x->subnet != y->subnet)
		return compare_pointers(x->subnet, y->subnet);
	if (x->workload != y->workload)
		return compare_pointers(x->workload, y->workload);
	if (x->endpoint != y->endpoint)
		return compare_pointers(x->endpoint, y->endpoint);
	if (x->is_public != y->is_public)
		return x->is_public < y->is_public ? -1 : 1;
	if (x->source_check != y->source_check)
		return x->source_check ? 1 : -1;
	if (x->any_address != y->any_address)
		return x->any_address ? 1 : -1;
	if (is_alone(x) != is_alone(y))
		return is_alone(x) ? 1 : -1;
	if (is_alone(x))
		return by_declaration(x, y);
	if (x->interface->is.exists != y->interface->is.exists &&
	    !condition_same(x->interface->is.exists, y->interface->is.exists))
		return by_declaration(x, y);
	if (x->groups.known != y->groups.known)
		return x->groups.known ? 1 : -1;
	if (x->groups.n != y->groups.n)
		return x->groups.n < y->groups.n ? -1 : 1;
	for (i = 0; i < x->groups.n; i++)
		if (x->groups.v[i] != y->groups.v[i])
			return compare_pointers(x->groups.v[i],
			    y->groups.v[i]);
	return 0;
}

static int
compare_ends(const void *x, const void *y)
{
	const struct end *a = *(struct end *const *)x;
	const struct end *b = *(struct end *const *)y;
	int order = compare_classes(a, b);

	if (order != 0)
		return order;
	return a->interface->is.order < b->interface->is.order ? -1 :
	    a->interface->is.order > b->interface->is.order;
}

static int
compare_order(const void *x, const void *y)
{
	const struct end *a = *(struct end *const *)x;
	const struct end *b = *(struct end *const *)y;

	return a->interface->is.order < b->interface->is.order ? -1 :
	    a->interface->is.order > b->interface->is.order;
}

/* Found once: the same interfaces are asked for again and again. */
static const struct end *
end_alone(const struct places *p, const struct interface *i)
{
	struct end **e = &p->alone[i->is.order];

	if (*e != NULL)
		return *e;
	*e = end_of_interface(p->a, i);
	(*e)->is_routed = is_routed(p, &i->is) ||
	    (i->workload != NULL && is_routed(p, &i->workload->is));
	return *e;
}

static void
join(struct arena *a, struct end *into, const struct end *e)
{
	for (size_t i = 0; i < 2; i++)
		into->addresses[i] = range_set_union(a, into->addresses[i],
		    e->addresses[i]);
}

/*
 * The classes of a list of interfaces, in order of declaration.  The order by
 * pointers inside serves only to bring equals together.
 */
void
places_add_classes(struct arena *a, const struct places *p, struct ends *out,
    struct interface *const *v, size_t n)
{
	struct ends all = { 0 };
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		struct end *e = arena_alloc(a, sizeof *e);

		*e = *end_alone(p, v[i]);
		vec_push(a, &all, e);
	}
	vec_sort(&all, compare_ends);
	for (size_t i = 0; i < all.n; i++)
		if (kept > 0 &&
		    compare_classes(all.v[kept - 1], all.v[i]) == 0)
			join(a, all.v[kept - 1], all.v[i]);
		else
			all.v[kept++] = all.v[i];
	all.n = kept;
	vec_sort(&all, compare_order);
	for (size_t i = 0; i < all.n; i++)
		vec_push(a, out, all.v[i]);
}

/* ------------------------------------------------------ things by name */

struct range_set
places_of_network(struct arena *a, const struct places *p,
    const struct network *n, enum family family)
{
	struct range_set all = range_set_empty(family);

	for (size_t i = 0; i < n->cidrs.n; i++)
		if (value_is_known(n->cidrs.v[i].is) &&
		    n->cidrs.v[i].v.family == family)
			all = range_set_union(a, all,
			    range_set_of_cidr(a, n->cidrs.v[i].v));
	return family == IPV6 && p->m->has_stand_ins ? range_set_subtract(a,
	    all, range_set_of_range(a, IPV6, stand_in_space())) : all;
}

/* The addresses of a network; and, as an end of their own, those of blocks
 * that are not known. */
static void
add_network(struct arena *a, const struct places *p, struct ends *out,
    const struct network *n)
{
	struct end *e = places_end(a, END_NETWORK, NULL, NULL), *open = NULL;

	e->network = n;
	e->addresses[0] = places_of_network(a, p, n, IPV4);
	e->addresses[1] = places_of_network(a, p, n, IPV6);
	for (size_t i = 0; i < n->cidrs.n; i++) {
		unsigned family = n->cidrs.v[i].v.family;
		const char *why;

		if (!value_is_unknown(n->cidrs.v[i].is))
			continue;
		if (open == NULL)
			open = places_end(a, END_NETWORK, NULL, NULL);
		open->network = n;
		why = arena_printf(a, "the blocks of %s are not known",
		    thing_title(a, &n->is));
		if (family != IPV6)
			open->untold = why;
		if (family != IPV4)
			open->untold_ipv6 = why;
	}
	if (open == NULL || !range_set_is_empty(e->addresses[0]) ||
	    !range_set_is_empty(e->addresses[1]))
		vec_push(a, out, e);
	if (open != NULL)
		vec_push(a, out, open);
}

/* "com.amazonaws.eu-west-1.s3" is the service "s3". */
static const char *
short_service(const char *name)
{
	const char *prefix = "com.amazonaws.";
	const char *dot;

	if (!str_starts_with(name, prefix))
		return name;
	dot = strchr(name + strlen(prefix), '.');
	return dot != NULL ? dot + 1 : name;
}

static bool
endpoint_serves(const struct endpoint *e, const char *service)
{
	const char *own;

	if (!value_is_known(e->service.is) || e->service.v == NULL)
		return false;
	own = short_service(e->service.v);
	return str_equal(own, service) ||
	    (str_equal(service, "ecr") && str_equal(own, "ecr.api"));
}

/* Whether it may be the endpoint that a service's name leads to: of a type, a
 * service or a private DNS that is not known. */
static bool
may_serve(const struct endpoint *e, const char *service)
{
	if (e->type == ENDPOINT_GATEWAY_LOAD_BALANCER)
		return false;
	if (value_is_unknown(e->service.is))
		return true;
	return endpoint_serves(e, service) && (e->type == ENDPOINT_OTHER ||
	    (e->type == ENDPOINT_INTERFACE &&
	    (value_is_unknown(e->private_dns.is) ||
	    value_is_unknown(e->is.vpc->dns_support.is) ||
	    value_is_unknown(e->is.vpc->dns_hostnames.is))));
}

/* Why it is not known where the name of a service leads; or NULL. */
static const char *
service_untold(struct arena *a, const struct vpc *v, const char *service)
{
	/* Said of the list itself; one that is not given is taken for told. */
	if (v != NULL && (v->partial & UINT32_C(1) << KIND_ENDPOINT) != 0)
		return "which endpoints the VPC has is not known";
	for (size_t i = 0; v != NULL && i < v->endpoints.n; i++)
		if (may_serve(v->endpoints.v[i], service))
			return arena_printf(a, "whether %s is for %s, and its "
			    "names lead there, is not known", thing_title(a,
			    &v->endpoints.v[i]->is), service);
	return NULL;
}

static bool
private_dns_works(const struct vpc *v)
{
	return !value_is_unknown(v->dns_support.is) &&
	    !value_is_unknown(v->dns_hostnames.is) &&
	    flag_or(v->dns_support, true) &&
	    flag_or(v->dns_hostnames, flag_or(v->is_default, false));
}

/* Interface endpoints of the sender's VPC from the first on, then the
 * service's public addresses. */
static void
add_service(struct arena *a, const struct places *p, struct ends *out,
    const char *service, const struct end *from, size_t first)
{
	const struct vpc *v = from != NULL ? from->vpc : NULL;
	struct end *e;

	for (size_t i = first; v != NULL && private_dns_works(v) &&
	    i < v->endpoints.n; i++) {
		const struct endpoint *n = v->endpoints.v[i];
		struct ends instead = { 0 };

		if (n->type != ENDPOINT_INTERFACE ||
		    (!fact_state_carries(n->state) &&
		    !fact_state_is_unknown(n->state)) ||
		    !endpoint_serves(n, service) ||
		    value_is_unknown(n->private_dns.is) ||
		    !flag_or(n->private_dns, true))
			continue;
		places_add_classes(a, p, out, n->interfaces.v, n->interfaces.n);
		if (n->is.exists == NULL)
			return;
		add_service(a, p, &instead, service, from, i + 1);
		for (size_t k = 0; k < out->n && instead.n > 0; k++)
			out->v[k]->instead = instead.v[0];
		return;
	}
	e = places_end(a, END_SERVICE, NULL, NULL);
	e->service = service;
	e->untold = service_untold(a, v, service);
	e->addresses[0] = p->internet[0];
	e->any_address = true;
	vec_push(a, out, e);
}

void
places_mark_maybe(struct arena *a, struct end *e, const struct thing *in)
{
	const struct condition *on[2] = { e->interface != NULL ?
		e->interface->is.exists : NULL, e->workload != NULL ?
		e->workload->is.exists : NULL };

	for (size_t i = 0; i < 2 && in != NULL; i++)
		if (on[i] != NULL && !condition_same(on[i], in->exists) &&
		    (e->vpc == NULL ||
		    !condition_same(on[i], e->vpc->is.exists)))
			e->maybe = arena_printf(a, "whether %s is there "
			    "depends on condition %s%s", end_title(a, e),
			    on[i]->negated ? "not " : "", on[i]->text);
}

struct ends
ends_of(struct arena *a, const struct places *p, const struct selection *s,
    bool as_to, const struct end *from)
{
	struct ends out = { 0 };
	const struct workload *w;
	struct interface *one;
	struct end *e;

	switch (s->what) {
	case SELECTED_INTERNET:
		e = places_end(a, END_INTERNET, NULL, NULL);
		e->addresses[0] = p->internet[0];
		e->addresses[1] = p->internet[1];
		vec_push(a, &out, e);
		break;
	case SELECTED_CIDR:
		places_of_cidr(a, p, &out, s->cidr, as_to, from);
		break;
	case SELECTED_SERVICE:
		add_service(a, p, &out, s->name, from, 0);
		break;
	case SELECTED_WORKLOAD:
		w = (const struct workload *)s->thing;
		places_add_classes(a, p, &out, w->interfaces.v, w->interfaces.n);
		for (size_t i = 0; i < out.n; i++)
			places_mark_maybe(a, out.v[i], &w->is);
		break;
	case SELECTED_INTERFACE:
		one = (struct interface *)s->thing;
		places_add_classes(a, p, &out, &one, 1);
		break;
	case SELECTED_ENDPOINT:
		places_add_classes(a, p, &out,
		    ((const struct endpoint *)s->thing)->interfaces.v,
		    ((const struct endpoint *)s->thing)->interfaces.n);
		break;
	case SELECTED_SUBNET:
	case SELECTED_TIER:
	case SELECTED_VPC:
		places_add_subnets(a, p, &out, s);
		break;
	case SELECTED_NETWORK:
		add_network(a, p, &out, (const struct network *)s->thing);
		break;
	}
	return out;
}
