/* SPDX-License-Identifier: MIT */
#include "model/link.h"

#include <stdlib.h>

/*
 * The other direction of every reference: who uses a table, a group, a list,
 * an address; which networks a VPN leads to.
 */

static void
use_tables(struct model *m)
{
	for (size_t i = 0; i < m->subnets.n; i++) {
		struct subnet *s = m->subnets.v[i];

		if (s->table != NULL)
			vec_push(m->a, &s->table->subnets, s);
		if (s->acl != NULL)
			vec_push(m->a, &s->acl->subnets, s);
	}
}

/*
 * Only where all interfaces and all that has interfaces is in the input does
 * a group without a member have none.
 */
static bool
members_may_be_unseen(const struct model *m, const struct vpc *v)
{
	return v == NULL || !model_is_complete(m, KIND_INTERFACE, v) ||
	    !model_is_complete(m, KIND_WORKLOAD, v) ||
	    !model_is_complete(m, KIND_ENDPOINT, v);
}

/* What has no interface, for it is not known where it stands, carries its
 * groups all the same; and who carries one by a condition may do so. */
static void
use_groups(const struct ref *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].to != NULL && v[i].to->kind == KIND_SECURITY_GROUP)
			((struct security_group *)v[i].to)->
			    has_members_unseen = true;
}

static void
use_groups_of_homeless(struct model *m)
{
	for (size_t i = 0; i < m->workloads.n; i++)
		if (m->workloads.v[i]->interfaces.n == 0)
			use_groups(m->workloads.v[i]->group_refs.v,
			    m->workloads.v[i]->group_refs.n);
	for (size_t i = 0; i < m->endpoints.n; i++)
		if (m->endpoints.v[i]->interfaces.n == 0)
			use_groups(m->endpoints.v[i]->group_refs.v,
			    m->endpoints.v[i]->group_refs.n);
}

static bool
is_open(const struct ref *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (value_is_unknown(v[i].is))
			return true;
	return false;
}

static void
see_no_members(const struct vpc *v)
{
	for (size_t i = 0; v != NULL && i < v->security_groups.n; i++)
		v->security_groups.v[i]->has_members_unseen = true;
}

/* What carries a group that is not known may carry any of its VPC. */
static void
use_open_groups(struct model *m)
{
	for (size_t i = 0; i < m->workloads.n; i++)
		if (is_open(m->workloads.v[i]->group_refs.v,
		    m->workloads.v[i]->group_refs.n))
			see_no_members(m->workloads.v[i]->is.vpc);
	for (size_t i = 0; i < m->endpoints.n; i++)
		if (is_open(m->endpoints.v[i]->group_refs.v,
		    m->endpoints.v[i]->group_refs.n))
			see_no_members(m->endpoints.v[i]->is.vpc);
	for (size_t i = 0; i < m->interfaces.n; i++)
		if (is_open(m->interfaces.v[i]->group_refs.v,
		    m->interfaces.v[i]->group_refs.n))
			see_no_members(m->interfaces.v[i]->is.vpc);
}

static void
use_interfaces(struct model *m)
{
	for (size_t i = 0; i < m->interfaces.n; i++) {
		struct interface *e = m->interfaces.v[i];

		if (e->subnet != NULL)
			vec_push(m->a, &e->subnet->interfaces, e);
		for (size_t j = 0; j < e->groups.n; j++)
			vec_push(m->a, &e->groups.v[j]->members, e);
		use_groups(e->maybe_groups.v, e->maybe_groups.n);
	}
	use_groups_of_homeless(m);
	use_open_groups(m);
	for (size_t i = 0; i < m->security_groups.n; i++) {
		struct security_group *g = m->security_groups.v[i];

		if (g->has_members_unseen ||
		    !members_may_be_unseen(m, g->is.vpc))
			continue;
		g->members_untold = g->has_members_unseen = true;
	}
}

static void
use_list(const struct ref *r)
{
	if (r->to != NULL && r->to->kind == KIND_PREFIX_LIST)
		((struct prefix_list *)r->to)->uses++;
}

/* Whether a bare name can only be that of a prefix list: all groups are known,
 * and not all lists are. */
static bool
names_unseen_list(const struct model *m, const struct group_rule *r)
{
	enum kind kind;

	return r->peer_kind == PEER_GROUP && group_rule_to(r) == NULL &&
	    value_is_known(group_rule_peer(r).is) &&
	    !id_shape(group_rule_peer(r).text, &kind) &&
	    model_is_complete(m, KIND_SECURITY_GROUP, NULL) &&
	    !model_is_complete(m, KIND_PREFIX_LIST, NULL);
}

/* Here, where each peer is visited, a bare name that means a list becomes
 * one. */
static void
use_rule(const struct model *m, struct group_rule *r)
{
	struct thing *to = group_rule_to(r);

	if (r->peer_kind != PEER_GROUP && r->peer_kind != PEER_PREFIX_LIST)
		return;
	if (names_unseen_list(m, r))
		group_rule_set_kind(r, PEER_PREFIX_LIST);
	if (to != NULL && to->kind == KIND_PREFIX_LIST) {
		group_rule_set_kind(r, PEER_PREFIX_LIST);
		((struct prefix_list *)to)->uses++;
	}
}

static void
use_rules(struct model *m)
{
	for (size_t i = 0; i < m->security_groups.n; i++) {
		struct security_group *g = m->security_groups.v[i];

		for (size_t j = 0; j < g->ingress.n; j++)
			use_rule(m, g->ingress.v[j]);
		for (size_t j = 0; j < g->egress.n; j++)
			use_rule(m, g->egress.v[j]);
	}
	for (size_t i = 0; i < m->route_tables.n; i++)
		for (size_t j = 0; j < m->route_tables.v[i]->routes.n; j++)
			use_list(&m->route_tables.v[i]->routes.v[j]->list);
	for (size_t i = 0; i < m->transit_tables.n; i++)
		for (size_t j = 0; j < m->transit_tables.v[i]->routes.n; j++)
			use_list(&m->transit_tables.v[i]->routes.v[j]->list);
}

/* Elastic IPs whose address is known, sorted by it. */
struct known_addresses {
	VEC(struct elastic_ip *) v;
};

static int
compare_elastic_ips(const void *x, const void *y)
{
	const struct elastic_ip *a = *(struct elastic_ip *const *)x;
	const struct elastic_ip *b = *(struct elastic_ip *const *)y;

	return addr_compare(a->address.v, b->address.v);
}

/* By its name, or by its address. */
static void
use_address(const struct known_addresses *known,
    const struct address_value *a)
{
	struct elastic_ip key = { .address = *a }, *p = &key, **found;

	if (a->elastic_ip.to != NULL) {
		((struct elastic_ip *)a->elastic_ip.to)->uses++;
		return;
	}
	if (!value_is_known(a->is) || a->family != IPV4 || known->v.n == 0)
		return;
	found = bsearch(&p, known->v.v, known->v.n, sizeof p,
	    compare_elastic_ips);
	if (found != NULL)
		(*found)->uses++;
}

/* What says whose it is, is used, though that holder may not name it. */
static void
use_attached(struct model *m)
{
	for (size_t i = 0; i < m->elastic_ips.n; i++)
		if (value_is_known(m->elastic_ips.v[i]->attached_to.is) &&
		    m->elastic_ips.v[i]->uses == 0)
			m->elastic_ips.v[i]->uses = 1;
}

static void
use_elastic_ips(struct model *m)
{
	struct known_addresses known = { 0 };

	for (size_t i = 0; i < m->elastic_ips.n; i++) {
		struct elastic_ip *e = m->elastic_ips.v[i];

		if (value_is_known(e->address.is) &&
		    e->address.family == IPV4)
			vec_push(m->a, &known.v, e);
	}
	vec_sort(&known.v, compare_elastic_ips);
	for (size_t i = 0; i < m->nat_gateways.n; i++)
		for (size_t j = 0; j < m->nat_gateways.v[i]->addresses.n; j++)
			use_address(&known,
			    &m->nat_gateways.v[i]->addresses.v[j]);
	for (size_t i = 0; i < m->interfaces.n; i++)
		for (size_t j = 0; j < m->interfaces.v[i]->
		    public_addresses.n; j++)
			use_address(&known,
			    &m->interfaces.v[i]->public_addresses.v[j]);
	use_attached(m);
}

static bool
has_cidr(const struct network *n, struct cidr c)
{
	for (size_t i = 0; n != NULL && i < n->cidrs.n; i++)
		if (value_is_known(n->cidrs.v[i].is) &&
		    cidr_contains(n->cidrs.v[i].v, c))
			return true;
	return false;
}

static bool
is_behind(const struct vpn *vpn, struct cidr c)
{
	for (size_t i = 0; i < vpn->networks.n; i++)
		if (has_cidr((const struct network *)vpn->networks.v[i].to, c))
			return true;
	return false;
}

/* Blocks behind a VPN that no network has are a network without a name of its
 * own. */
static void
add_network(struct model *m, struct vpn *vpn)
{
	struct network *n = NULL;

	for (size_t i = 0; i < vpn->cidrs.n; i++) {
		if (!value_is_known(vpn->cidrs.v[i].is) ||
		    is_behind(vpn, vpn->cidrs.v[i].v))
			continue;
		if (n == NULL) {
			n = model_new_network(m, vpn->is.at, vpn->is.island);
			n->is.name = arena_printf(m->a, "behind %s",
			    thing_label(&vpn->is));
			n->is.label = n->is.name;
			n->is.implicit = true;
			n->is.created = vpn->is.created;
			n->is.exists = vpn->is.exists;
			vec_push(m->a, &n->vpns, vpn);
		}
		vec_push(m->a, &n->cidrs, vpn->cidrs.v[i]);
	}
}

void
link_vpns(struct linker *l)
{
	struct model *m = l->m;

	vec_sort(&m->things[KIND_VPN], compare_thing_pointers);
	for (size_t i = 0; i < m->things[KIND_VPN].n; i++) {
		struct vpn *vpn = (struct vpn *)m->things[KIND_VPN].v[i];

		if (vpn->on.to != NULL && vpn->on.to->kind == KIND_VPN_GATEWAY)
			vec_push(m->a,
			    &((struct vpn_gateway *)vpn->on.to)->vpns, vpn);
		for (size_t j = 0; j < vpn->networks.n; j++)
			if (vpn->networks.v[j].to != NULL)
				vec_push(m->a, &((struct network *)
				    vpn->networks.v[j].to)->vpns, vpn);
		add_network(m, vpn);
	}
}

void
link_uses(struct linker *l)
{
	use_tables(l->m);
	use_interfaces(l->m);
	use_rules(l->m);
	use_elastic_ips(l->m);
}
