/* SPDX-License-Identifier: MIT */
#include "plan/openings_node.h"

#include "base/str.h"
#include "model/stand_in.h"
#include "plan/pairs.h"

/* Where something is, that is, which addresses it may have. */

static bool
has_block(const struct subnet *s, enum family family)
{
	if (subnet_awaits_block(s, family))
		return false;
	return family == IPV4 ? !value_is_unknown(s->cidr.is) :
	    s->ipv6_cidr.is.state == VALUE_ABSENT ||
	    block_is_usable(&s->ipv6_cidr);
}

static bool
interface_is_placed(const struct interface *i, enum family family)
{
	if (i->subnet == NULL)
		return i->subnet_ref.is.state == VALUE_ABSENT;
	return (family == IPV4 ? i->addresses.n : i->ipv6_addresses.n) > 0 ||
	    has_block(i->subnet, family);
}

static bool
are_placed(struct interface *const *v, size_t n, const struct ref *subnets,
    size_t n_subnets, enum family family)
{
	for (size_t i = 0; i < n_subnets; i++)
		if (subnets[i].to == NULL)
			return false;
	for (size_t i = 0; i < n; i++)
		if (!interface_is_placed(v[i], family))
			return false;
	return true;
}

static bool
tier_is_placed(const struct selection *s, enum family family)
{
	for (size_t i = 0; i < s->vpc->subnets.n; i++) {
		const struct subnet *n = s->vpc->subnets.v[i];

		if (str_equal(n->tier.v, s->name) && !has_block(n, family))
			return false;
	}
	return true;
}

bool
diff_node_is_placed(const struct diff_node *n, enum when w,
    enum family family)
{
	const struct selection *s = &n->means[w];
	const struct workload *load = (const struct workload *)s->thing;
	const struct endpoint *e = (const struct endpoint *)s->thing;

	if (!n->is[w])
		return true;
	switch (s->what) {
	case SELECTED_WORKLOAD:
		return are_placed(load->interfaces.v, load->interfaces.n,
		    load->subnet_refs.v, load->subnet_refs.n, family);
	case SELECTED_ENDPOINT:
		return are_placed(e->interfaces.v, e->interfaces.n,
		    e->subnet_refs.v, e->subnet_refs.n, family);
	case SELECTED_INTERFACE:
		return interface_is_placed((const struct interface *)
		    s->thing, family);
	case SELECTED_SUBNET:
		return has_block((const struct subnet *)s->thing, family);
	case SELECTED_TIER:
		return tier_is_placed(s, family);
	default:
		return true;
	}
}

/* What rules of one direction admit, whoever it is that has the family. */
static struct port_set
admitted(struct arena *a, const struct end *e, enum direction d,
    enum family family)
{
	struct port_set out = port_set_empty();

	if (e->kind != END_INTERFACES || e->unfiltered || !e->groups.known ||
	    e->groups.n == 0)
		return port_set_everything();
	for (size_t i = 0; i < e->groups.n; i++) {
		const struct security_group *g = e->groups.v[i];
		const struct rule_list *list = d == INGRESS ? &g->ingress :
		    &g->egress;

		if (!(d == INGRESS ? g->ingress_known : g->egress_known))
			return port_set_everything();
		for (size_t k = 0; k < list->n; k++) {
			const struct group_rule *r = list->v[k];

			if (r->peer_kind == PEER_CIDR &&
			    group_rule_has_block(r) &&
			    r->family != (unsigned)family)
				continue;
			if (!value_is_known(r->ports->is))
				return port_set_everything();
			out = port_set_union(a, out, r->ports->v);
		}
	}
	return out;
}

struct port_set
diff_ports_untold(struct arena *a, const struct end *from,
    const struct end *to, enum family family)
{
	struct port_set served = pairs_default_ports(a, to);

	return port_set_intersect(a, port_set_is_empty(served) ?
	    port_set_everything() : served, port_set_intersect(a,
	    admitted(a, from, EGRESS, family), admitted(a, to, INGRESS,
	    family)));
}
