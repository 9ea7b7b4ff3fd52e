/* SPDX-License-Identifier: MIT */
#include "plan/expect_parts.h"

#include "base/str.h"
#include "base/vec.h"

/*
 * Pairs across families are left out, so a client does not "reach" an IPv4
 * address by its IPv6 one.  But a "never" that holds for that reason would be
 * wrong of one whose subnet sends 64:ff9b::/96 to a NAT gateway: there it gets
 * by NAT64.  So these pairs are asked about after all.
 */

/* The same receiver by its address in 64:ff9b::/96.  Of a service nobody
 * knows the addresses: some of the internet's. */
static const struct end *
by_nat64(const struct expecting *x, const struct end *to)
{
	static const struct selection internet = {
		.what = SELECTED_INTERNET };
	struct ends ends;

	if (to->kind != END_SERVICE)
		return end_by_nat64(x->scratch, to);
	ends = ends_of(x->scratch, reach_places(x->r), &internet, true, NULL);
	return ends.n > 0 ? end_by_nat64(x->scratch, ends.v[0]) : NULL;
}

static void
ask(struct expecting *x, const struct asking_pairs *all,
    const struct end *from, const struct end *named, struct pair_answers *out)
{
	const struct end *to = by_nat64(x, named);
	struct question q = { .from = from, .to = to, .ports = all->ports,
		.family = IPV6, .lost_az = all->lost_az };
	struct pair_answer p = { .from = from, .to = to, .family = IPV6,
		.ports = all->ports };
	VEC(const char *) why = { 0 };

	if (to == NULL)
		return;
	p.answer = reach_ask(x->r, x->scratch, &q);
	if (flow_is_empty(p.answer.may_arrive))
		return;
	if (named->kind == END_SERVICE) {
		p.answer.arrives = flow_empty(IPV6);
		p.answer.unknown = p.answer.may_arrive;
		vec_push(x->scratch, &why, arena_printf(x->scratch, "by NAT64 "
		    "it gets to addresses of the internet, and which of them "
		    "are those of %s is not known", named->service));
		p.answer.unknowns = why.v;
		p.answer.n_unknowns = why.n;
	}
	tally_add(&p.tally, &p.answer);
	vec_push(x->scratch, out, p);
}

struct pair_answers
expect_ask_nat64(struct expecting *x, const struct asking_pairs *all)
{
	struct pair_answers out = { 0 };

	for (size_t i = 0; i < all->from.n && all->family != IPV4; i++) {
		const struct end *from = all->from.v[i];
		struct ends to;

		if ((range_set_is_empty(from->addresses[1]) &&
		    from->untold_ipv6 == NULL) ||
		    reach_nat64_route(x->r, from->subnet) == NULL)
			continue;
		if (from->untold_ipv6 != NULL && out.untold == NULL)
			out.untold = from->untold_ipv6;
		if (range_set_is_empty(from->addresses[1]))
			continue;
		to = ends_of(x->scratch, reach_places(x->r), all->to_means,
		    true, from);
		for (size_t k = 0; k < to.n; k++)
			if (!to.v[k]->by_nat64)
				ask(x, all, from, to.v[k], &out);
	}
	return out;
}
