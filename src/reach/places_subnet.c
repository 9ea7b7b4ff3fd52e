/* SPDX-License-Identifier: MIT */
#include "reach/places.h"

#include "base/str.h"
#include "base/vec.h"
#include "model/stand_in.h"
#include "reach/missing.h"

/*
 * The ends that a subnet, a tier or a VPC stands for: who is in it, and who
 * may be for all that is known.
 */

/* Why no IPv6 address in a subnet is known, as its block is not; or NULL. */
static const char *
ipv6_untold(struct arena *a, const struct subnet *s)
{
	if (vpc_has_open_ipv6(s->is.vpc))
		return "the IPv6 blocks of its VPC are not known";
	if (!block_is_stand_in(&s->ipv6_cidr))
		return arena_printf(a, "the IPv6 block of %s is not known",
		    thing_title(a, &s->is));
	return flag_or(s->ipv6, false) || flag_or(s->ipv6_only, false) ? NULL :
	    arena_printf(a, "whether %s has an IPv6 block is not known",
	    thing_title(a, &s->is));
}

const char *
places_awaiting(struct arena *a, const struct subnet *s, enum family family)
{
	return subnet_awaits_block(s, family) ? arena_printf(a, "%s has no "
	    "block yet: \"vpcplan alloc\" gives it one", thing_title(a,
	    &s->is)) : NULL;
}

/* Whether nobody is in the subnet of whom the input does not tell. */
static bool
all_are_listed(const struct places *p, const struct subnet *s)
{
	return model_is_complete(p->m, KIND_INTERFACE, s->is.vpc);
}

/*
 * Who has an address there may carry any group and have a public address as
 * well, where it is not known who that is.  Even where nobody asks for anybody
 * (rows of a matrix), an observed subnet may hold somebody with a public
 * address; those of a plan hold whom the plan puts there.
 */
static void
add_subnet_addresses(struct arena *a, const struct places *p, struct ends *out,
    const struct subnet *s, bool anybody, const char *maybe)
{
	struct end *e = places_end(a, END_ADDRESSES, s->is.vpc, s);

	e->addresses[0] = places_usable(a, s->cidr, IPV4);
	if (value_is_unknown(s->ipv6_cidr.is))
		e->untold_ipv6 = ipv6_untold(a, s);
	if (e->untold_ipv6 == NULL)
		e->addresses[1] = places_usable(a, s->ipv6_cidr, IPV6);
	e->any_address = true;
	e->maybe = maybe;
	if (anybody || !(s->is.created || all_are_listed(p, s)))
		e->is_public = UNCERTAIN;
	if (anybody)
		e->groups.known = false;
	if (value_is_unknown(s->cidr.is) && s->cidr.v.family != IPV6)
		e->untold = arena_printf(a, "the block of %s is not known",
		    thing_title(a, &s->is));
	else if (e->untold == NULL)
		e->untold = places_awaiting(a, s, IPV4);
	if (e->untold_ipv6 == NULL)
		e->untold_ipv6 = places_awaiting(a, s, IPV6);
	vec_push(a, out, e);
}

static bool
subnet_is_meant(const struct selection *s, const struct subnet *n)
{
	switch (s->what) {
	case SELECTED_SUBNET:
		return &n->is == s->thing;
	case SELECTED_VPC:
		return n->is.vpc != NULL && &n->is.vpc->is == s->thing;
	case SELECTED_TIER:
		return (s->vpc == NULL || n->is.vpc == s->vpc) &&
		    value_is_known(n->tier.is) &&
		    str_equal(n->tier.v, s->name);
	default:
		return false;
	}
}

static bool
may_be_in_block(const struct address_value *v, size_t n, enum family family,
    const struct cidr_value *block)
{
	for (size_t i = 0; i < n; i++)
		if (value_is_known(v[i].is) && v[i].family == family &&
		    value_is_known(block->is) &&
		    !cidr_contains_addr(block->v, v[i].family, v[i].v))
			return false;
	return true;
}

/* Whether an interface of which it is not known in which subnet it is may be
 * in this one.  A name that means no subnet here means another, if all are
 * here. */
static bool
may_stand_in(const struct places *p, const struct interface *e,
    const struct subnet *s)
{
	const struct workload *w = e->workload;

	return (!value_is_known(e->subnet_ref.is) ||
	    !model_is_complete(p->m, KIND_SUBNET, s->is.vpc)) && (e->is.vpc == NULL ||
	    s->is.vpc == NULL || e->is.vpc == s->is.vpc) &&
	    may_be_in_block(e->addresses.v, e->addresses.n, IPV4, &s->cidr) &&
	    may_be_in_block(e->ipv6_addresses.v, e->ipv6_addresses.n, IPV6,
	    &s->ipv6_cidr) && (w->kind != WORKLOAD_INSTANCE ||
	    (may_be_in_block(w->addresses.v, w->addresses.n, IPV4, &s->cidr) &&
	    may_be_in_block(w->addresses.v, w->addresses.n, IPV6,
	    &s->ipv6_cidr)));
}

/* Those that are in a subnet under a condition of their own. */
static void
mark_maybes(struct arena *a, struct ends *ends, size_t first)
{
	for (; first < ends->n; first++)
		places_mark_maybe(a, ends->v[first],
		    ends->v[first]->subnet != NULL ?
		    &ends->v[first]->subnet->is : NULL);
}

/* Of somebody who is there or not, nothing that he does there can be relied
 * on. */
static void
add_maybe(struct arena *a, const struct places *p, struct ends *out,
    struct interface *one, const struct subnet *s, bool surely)
{
	const char *why = one->subnet_ref.is.why;
	size_t k = out->n;

	places_add_classes(a, p, out, &one, 1);
	for (; !surely && k < out->n; k++) {
		struct end *e = out->v[k];

		e->untold = arena_printf(a, "whether %s is in %s is not "
		    "known%s%s", thing_title(a, &one->workload->is),
		    thing_title(a, &s->is), why != NULL ? ": " : "",
		    why != NULL ? why : "");
		if (e->untold_ipv6 != NULL ||
		    !range_set_is_empty(e->addresses[1]))
			e->untold_ipv6 = e->untold;
	}
}

static void
add_homeless(struct arena *a, const struct places *p, struct ends *out,
    const struct selection *s, struct subnet *const *all, size_t n)
{
	for (size_t i = 0; i < p->homeless.n; i++)
		for (size_t k = 0; k < n; k++)
			if (subnet_is_meant(s, all[k]) && may_stand_in(p,
			    p->homeless.v[i], all[k])) {
				add_maybe(a, p, out, p->homeless.v[i], all[k],
				    s->what == SELECTED_VPC &&
				    p->homeless.v[i]->is.vpc != NULL);
				break;
			}
}

/* Subnets that may be meant, too, and are not in the input. */
static void
add_untold_subnets(struct arena *a, const struct places *p, struct ends *out,
    const struct selection *s)
{
	const struct vpc *v = s->what == SELECTED_VPC ?
	    (const struct vpc *)s->thing : s->vpc;
	struct end *e;

	if (v == NULL || model_is_complete(p->m, KIND_SUBNET, v))
		return;
	e = places_end(a, END_ADDRESSES, v, NULL);
	e->untold = arena_printf(a, "the subnets of %s are not all known",
	    thing_title(a, &v->is));
	if (v->ipv6_cidrs.n > 0)
		e->untold_ipv6 = e->untold;
	vec_push(a, out, e);
}

/*
 * A subnet, tier or VPC means the interfaces of the workloads in it; where
 * there are none, or others may be there, bare addresses through routes and
 * ACLs.
 */
void
places_add_subnets(struct arena *a, const struct places *p, struct ends *out,
    const struct selection *s)
{
	VEC(struct interface *) inside_it = { 0 };
	size_t first = out->n, sure = 0;
	/* Those of one VPC are asked for thousands of times. */
	const struct vpc *v = s->what == SELECTED_VPC ?
	    (const struct vpc *)s->thing : s->vpc;
	struct subnet *const *all = v != NULL ? v->subnets.v :
	    p->m->subnets.v;
	size_t n_all = v != NULL ? v->subnets.n : p->m->subnets.n;

	for (size_t i = 0; i < n_all; i++) {
		const struct subnet *n = all[i];

		if (!subnet_is_meant(s, n))
			continue;
		for (size_t j = 0; j < n->interfaces.n; j++)
			if (interface_is_inhabited(n->interfaces.v[j]))
				vec_push(a, &inside_it, n->interfaces.v[j]);
	}
	places_add_classes(a, p, out, inside_it.v, inside_it.n);
	if (s->is_said)
		mark_maybes(a, out, first);
	for (size_t i = first; i < out->n; i++)
		sure += out->v[i]->maybe == NULL;
	/* Bare addresses stand for somebody where nobody is, nor may be. */
	if (s->is_said && inside_it.n == 0) {
		add_homeless(a, p, out, s, all, n_all);
		if (out->n > first)
			return;
	}
	for (size_t i = 0; i < n_all; i++) {
		bool others = s->is_said && !all_are_listed(p, all[i]);

		if ((others || sure == 0) && subnet_is_meant(s, all[i]))
			add_subnet_addresses(a, p, out, all[i], others,
			    inside_it.n == 0 ? NULL : sure == 0 ?
			    "whoever is there may not be" : arena_printf(a,
			    "who else is in %s is not known%s",
			    thing_title(a, &all[i]->is), missing_call(a,
			    &all[i]->is, KIND_INTERFACE)));
	}
	if (!s->is_said || inside_it.n > 0)
		add_homeless(a, p, out, s, all, n_all);
	if (s->is_said && s->what != SELECTED_SUBNET)
		add_untold_subnets(a, p, out, s);
}
