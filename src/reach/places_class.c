/* SPDX-License-Identifier: MIT */
#include "reach/places.h"

#include "base/str.h"
#include "base/vec.h"
#include "model/facts.h"
#include "model/stand_in.h"

/*
 * Classes of interfaces: those that are alike in all that a packet meets, as
 * one end.
 */

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
	return places_has_unknown(i->addresses.v, i->addresses.n) ||
	    (i->workload != NULL && places_has_unknown(i->workload->addresses.v,
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

		if (places_address_of(&v[i], &of, &address) && of == family) {
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
	return places_awaiting(a, s, IPV4);
}

/* The same for an IPv6 address, which it may have. */
static const char *
why_untold_ipv6(struct arena *a, const struct interface *i)
{
	const struct subnet *s = i->subnet;

	if (s != NULL && subnet_awaits_block(s, IPV6))
		return places_awaiting(a, s, IPV6);
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
	e->of_balancer = i->workload == NULL && interface_is_of_balancer(i);
	e->of_endpoint = i->endpoint == NULL && interface_is_of_endpoint(i);
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

/* What is told of an interface of its own; its balancer's is its workload's. */
static int
denial(const struct end *e)
{
	return e->interface->denial_stated + e->interface->denies_internet;
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
	if (denial(x) != denial(y))
		return denial(x) < denial(y) ? -1 : 1;
	if (x->of_balancer != y->of_balancer)
		return x->of_balancer ? 1 : -1;
	if (x->of_endpoint != y->of_endpoint)
		return x->of_endpoint ? 1 : -1;
	if (x->any_address != y->any_address)
		return x->any_address ? 1 : -1;
	if ((x->untold == NULL) != (y->untold == NULL))
		return x->untold == NULL ? 1 : -1;
	if ((x->untold_ipv6 == NULL) != (y->untold_ipv6 == NULL))
		return x->untold_ipv6 == NULL ? 1 : -1;
	if (is_alone(x) != is_alone(y))
		return is_alone(x) ? 1 : -1;
	if (is_alone(x))
		return by_declaration(x, y);
	if (x->targeted != y->targeted)
		return x->targeted < y->targeted ? -1 : 1;
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
	unsigned sort;

	if (*e != NULL)
		return *e;
	*e = end_of_interface(p->a, i);
	sort = targets_sort(p->targets, i);
	(*e)->targeted = (uint16_t)sort;
	(*e)->is_routed = places_is_routed(p, &i->is) || sort > UINT16_MAX ||
	    (i->workload != NULL && places_is_routed(p, &i->workload->is));
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
