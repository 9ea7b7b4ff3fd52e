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
bool
places_address_of(const struct address_value *value, enum family *family,
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

	if (places_address_of(value, &o.family, &o.address))
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
		if (places_address_of(&p->m->elastic_ips.v[i]->address, &family,
		    &r.first) && family == IPV4) {
			r.last = r.first;
			vec_push(p->a, &ranges, r);
		}
	for (size_t i = 0; i < p->m->nat_gateways.n; i++) {
		const struct nat_gateway *n = p->m->nat_gateways.v[i];

		for (size_t j = 0; j < n->addresses.n; j++)
			if (places_address_of(&n->addresses.v[j], &family,
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

bool
places_is_routed(const struct places *p, const struct thing *t)
{
	return t != NULL && p->routed.n > 0 && bsearch(&t, p->routed.v,
	    p->routed.n, sizeof *p->routed.v, compare_things) != NULL;
}

bool
places_has_unknown(const struct address_value *v, size_t n)
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
	p->targets = targets_new(a, m);
	p->has_open_address = arena_array(a, m->next_order,
	    sizeof *p->has_open_address);
	for (size_t i = 0; i < m->interfaces.n; i++) {
		const struct interface *x = m->interfaces.v[i];

		if (x->subnet != NULL && (places_has_unknown(x->addresses.v,
		    x->addresses.n) || places_has_unknown(x->ipv6_addresses.v,
		    x->ipv6_addresses.n) || (x->workload != NULL &&
		    places_has_unknown(x->workload->addresses.v,
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
