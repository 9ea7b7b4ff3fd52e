/* SPDX-License-Identifier: MIT */
#include "plan/pairing_key.h"

#include "base/str.h"
#include "model/notation.h"

#include <stdlib.h>

/*
 * By what a thing is known that has another address, id and name: where it
 * stands and what it is for.  A gateway is that of its VPC, a table that of
 * its subnets, a group that of whoever carries it, a workload what stands in
 * the same subnets under the same groups; and last what says the same.
 */

/* ------------------------------------------------------------- lists of keys */

struct keys {
	struct arena *a;
	const char **v;
	size_t n, cap;
	bool lacking;		/* one of them is not known */
};

static void
add_key(struct keys *k, const char *key)
{
	if (key == NULL)
		k->lacking = true;
	else
		vec_push(k->a, k, key);
}

static int
compare_text(const void *x, const void *y)
{
	return str_natural_compare(*(const char *const *)x,
	    *(const char *const *)y);
}

/* Whatever their order, each once; NULL: there is none, or one is lacking. */
static const char *
joined(struct keys *k)
{
	struct str s = str_new(k->a);

	if (k->lacking || k->n == 0)
		return NULL;
	vec_sort(k, compare_text);
	for (size_t i = 0; i < k->n; i++)
		if (i == 0 || !str_equal(k->v[i], k->v[i - 1]))
			str_addf(&s, " %s", k->v[i]);
	return str_text(&s);
}

/* In the VPC, which is paired. */
static const char *
in_vpc(const struct pairing *p, struct arena *a, enum when when,
    const struct thing *t, const char *key)
{
	const char *vpc = t->vpc == NULL ? NULL : pairing_key(p, a, when,
	    &t->vpc->is);

	return vpc == NULL || key == NULL ? NULL :
	    arena_printf(a, "%s/%s", vpc, key);
}

static const char *
cidrs_key(struct arena *a, const struct cidr_value *v, size_t n)
{
	struct keys k = { .a = a };
	char text[CIDR_TEXT_MAX];

	for (size_t i = 0; i < n; i++)
		add_key(&k, value_is_known(v[i].is) ? arena_strdup(a,
		    cidr_format(v[i].v, text)) : NULL);
	return joined(&k);
}

static const char *
addresses_key(struct arena *a, const struct address_value *v, size_t n)
{
	struct keys k = { .a = a };

	for (size_t i = 0; i < n; i++)
		add_key(&k, value_is_known(v[i].is) && v[i].family != 0 ?
		    addr_text(a, v[i].v, v[i].family) :
		    NULL);
	return joined(&k);
}

#define ROLE(name)							\
	static const char *						\
	name(const struct pairing *p, struct arena *a, enum when when,	\
	    const struct thing *t)

/* ---------------------------------------------------- one in each VPC */

ROLE(the_gateway)
{
	return in_vpc(p, a, when, t, "gateway");
}

ROLE(main_table)
{
	return t->vpc != NULL &&
	    t->vpc->main_table == (const struct route_table *)t ?
	    in_vpc(p, a, when, t, "main") : NULL;
}

ROLE(default_acl)
{
	return ((const struct network_acl *)t)->is_default ?
	    in_vpc(p, a, when, t, "default") : NULL;
}

ROLE(default_group)
{
	return ((const struct security_group *)t)->is_default ?
	    in_vpc(p, a, when, t, "default") : NULL;
}

ROLE(the_block)
{
	(void)p;
	(void)when;
	return arena_printf(a, "%s/%s", t->account == NULL ? "" : t->account,
	    t->region == NULL ? "" : t->region);
}

/* -------------------------------------------------- by who comes under it */

static const char *
users_key(const struct pairing *p, struct arena *a, enum when when,
    struct subnet *const *v, size_t n)
{
	struct keys k = { .a = a };

	for (size_t i = 0; i < n; i++)
		add_key(&k, pairing_key(p, a, when, &v[i]->is));
	return joined(&k);
}

ROLE(table_of_subnets)
{
	const struct route_table *r = (const struct route_table *)t;

	return in_vpc(p, a, when, t, users_key(p, a, when, r->subnets.v,
	    r->subnets.n));
}

ROLE(table_of_edge)
{
	const struct route_table *r = (const struct route_table *)t;
	const char *key = pairing_key(p, a, when, r->edge_of.to);

	return key == NULL ? NULL : in_vpc(p, a, when, t,
	    arena_printf(a, "edge %s", key));
}

ROLE(acl_of_subnets)
{
	const struct network_acl *acl = (const struct network_acl *)t;

	return in_vpc(p, a, when, t, users_key(p, a, when, acl->subnets.v,
	    acl->subnets.n));
}

/* By the workloads and endpoints that carry it. */
ROLE(group_of_members)
{
	const struct security_group *g = (const struct security_group *)t;
	struct keys k = { .a = a };

	for (size_t i = 0; i < g->members.n; i++) {
		const struct interface *m = g->members.v[i];

		add_key(&k, pairing_key(p, a, when, m->workload != NULL ?
		    &m->workload->is : m->endpoint != NULL ?
		    &m->endpoint->is : &m->is));
	}
	return in_vpc(p, a, when, t, joined(&k));
}

/* ------------------------------------------------------- by where it stands */

ROLE(nat_in_subnet)
{
	const struct nat_gateway *n = (const struct nat_gateway *)t;

	return in_vpc(p, a, when, t, n->subnet.to == NULL ? "regional" :
	    pairing_key(p, a, when, n->subnet.to));
}

ROLE(nat_with_addresses)
{
	const struct nat_gateway *n = (const struct nat_gateway *)t;

	return in_vpc(p, a, when, t, addresses_key(a, n->addresses.v,
	    n->addresses.n));
}

ROLE(endpoint_of_service)
{
	const struct endpoint *e = (const struct endpoint *)t;

	return value_is_known(e->service.is) ? in_vpc(p, a, when, t,
	    arena_printf(a, "%d %s", e->type, e->service.v)) : NULL;
}

ROLE(endpoint_in_subnets)
{
	const struct endpoint *e = (const struct endpoint *)t;
	struct keys k = { .a = a };
	const char *places;

	for (size_t i = 0; i < e->subnet_refs.n; i++)
		add_key(&k, pairing_key(p, a, when, e->subnet_refs.v[i].to));
	for (size_t i = 0; i < e->table_refs.n; i++)
		add_key(&k, pairing_key(p, a, when, e->table_refs.v[i].to));
	places = joined(&k);
	return places == NULL || !value_is_known(e->service.is) ? NULL :
	    in_vpc(p, a, when, t, arena_printf(a, "%d %s%s", e->type,
	    e->service.v, places));
}

ROLE(service_of_balancer)
{
	return pairing_key(p, a, when,
	    ((const struct endpoint_service *)t)->load_balancer.to);
}

ROLE(address_of_something)
{
	return pairing_key(p, a, when,
	    ((const struct elastic_ip *)t)->attached_to.to);
}

/* --------------------------------------------------------------- workloads */

static const char *
subnets_of(const struct pairing *p, struct arena *a, enum when when,
    const struct workload *w)
{
	struct keys k = { .a = a };

	for (size_t i = 0; i < w->interfaces.n; i++)
		add_key(&k, w->interfaces.v[i]->subnet == NULL ? NULL :
		    pairing_key(p, a, when, &w->interfaces.v[i]->subnet->is));
	return joined(&k);
}

/* "none" where it has none. */
static const char *
groups_of(const struct pairing *p, struct arena *a, enum when when,
    const struct workload *w)
{
	struct keys k = { .a = a };

	for (size_t i = 0; i < w->interfaces.n; i++) {
		const struct interface *e = w->interfaces.v[i];

		if (!e->groups_known)
			k.lacking = true;
		for (size_t j = 0; j < e->groups.n; j++)
			add_key(&k, pairing_key(p, a, when,
			    &e->groups.v[j]->is));
	}
	return k.n == 0 && !k.lacking ? "none" : joined(&k);
}

ROLE(workload_with_addresses)
{
	const struct workload *w = (const struct workload *)t;
	struct keys k = { .a = a };

	for (size_t i = 0; i < w->interfaces.n; i++)
		for (size_t j = 0; j < w->interfaces.v[i]->addresses.n; j++) {
			const struct address_value *v =
			    &w->interfaces.v[i]->addresses.v[j];

			add_key(&k, value_is_known(v->is) && v->family != 0 ?
			    addr_text(a, v->v, v->family) : NULL);
		}
	return in_vpc(p, a, when, t, joined(&k));
}

ROLE(workload_in_groups)
{
	const struct workload *w = (const struct workload *)t;
	const char *subnets = subnets_of(p, a, when, w);
	const char *groups = groups_of(p, a, when, w);

	return subnets == NULL || groups == NULL ? NULL : in_vpc(p, a, when,
	    t, arena_printf(a, "%d%s,%s", (int)w->kind, subnets, groups));
}

/* … under groups that have other names, too, and serves the same. */
ROLE(workload_in_subnets)
{
	const struct workload *w = (const struct workload *)t;
	const char *subnets = subnets_of(p, a, when, w);

	return subnets == NULL ? NULL : in_vpc(p, a, when, t,
	    arena_printf(a, "%d%s %s %s %s", (int)w->kind, subnets,
	    value_is_known(w->ports.is) ? notation_ports_format(a,
	    w->ports.v) : "", value_is_known(w->engine.is) ? w->engine.v : "",
	    value_is_known(w->scheme.is) ? w->scheme.v : ""));
}

/* ------------------------------------------------------ between the networks */

ROLE(ends_of_peering)
{
	const struct peering *peering = (const struct peering *)t;
	struct keys k = { .a = a };

	add_key(&k, pairing_key(p, a, when, peering->ends[0].to));
	add_key(&k, pairing_key(p, a, when, peering->ends[1].to));
	return joined(&k);
}

ROLE(gateway_of_vpcs)
{
	const struct transit_gateway *g = (const struct transit_gateway *)t;
	struct keys k = { .a = a };

	for (size_t i = 0; i < g->attachments.n; i++)
		if (g->attachments.v[i]->to == ATTACHMENT_VPC)
			add_key(&k, pairing_key(p, a, when,
			    g->attachments.v[i]->target.to));
	return joined(&k);
}

ROLE(only_one)
{
	(void)p;
	(void)a;
	(void)when;
	(void)t;
	return "the only one";
}

ROLE(ends_of_attachment)
{
	const struct attachment *at = (const struct attachment *)t;
	const char *gateway = at->gateway == NULL ? NULL : pairing_key(p, a,
	    when, &at->gateway->is);
	const char *target = pairing_key(p, a, when, at->target.to);

	return gateway == NULL || target == NULL ? NULL :
	    arena_printf(a, "%s/%s", gateway, target);
}

static const char *
in_gateway(const struct pairing *p, struct arena *a, enum when when,
    const struct transit_table *table, const char *key)
{
	const char *gateway = table->gateway == NULL ? NULL :
	    pairing_key(p, a, when, &table->gateway->is);

	return gateway == NULL || key == NULL ? NULL :
	    arena_printf(a, "%s/%s", gateway, key);
}

ROLE(default_transit_table)
{
	const struct transit_table *table = (const struct transit_table *)t;

	return in_gateway(p, a, when, table, table->is_default_association ?
	    "default" : NULL);
}

ROLE(table_of_transit_routes)
{
	const struct transit_table *table = (const struct transit_table *)t;
	struct keys k = { .a = a, .lacking = !table->routes_known };
	char text[CIDR_TEXT_MAX];

	for (size_t i = 0; i < table->routes.n; i++) {
		const struct transit_route *r = table->routes.v[i];
		const char *target = r->blackhole ? "blackhole" :
		    pairing_key(p, a, when, r->target.to);

		add_key(&k, target == NULL || !value_is_known(r->cidr.is) ?
		    NULL : arena_printf(a, "%s %s", cidr_format(r->cidr.v,
		    text), target));
	}
	return in_gateway(p, a, when, table, table->routes.n == 0 &&
	    !k.lacking ? "empty" : joined(&k));
}

ROLE(table_of_attachments)
{
	const struct transit_table *table = (const struct transit_table *)t;
	struct keys k = { .a = a };

	for (size_t i = 0; table->gateway != NULL &&
	    i < table->gateway->attachments.n; i++)
		if (table->gateway->attachments.v[i]->associated == table)
			add_key(&k, pairing_key(p, a, when,
			    &table->gateway->attachments.v[i]->is));
	return in_gateway(p, a, when, table, joined(&k));
}

static const char *
networks_of(const struct pairing *p, struct arena *a, enum when when,
    const struct vpn *v)
{
	struct keys k = { .a = a };

	for (size_t i = 0; i < v->networks.n; i++)
		add_key(&k, pairing_key(p, a, when, v->networks.v[i].to));
	add_key(&k, pairing_key(p, a, when, v->on.to));
	return joined(&k);
}

ROLE(vpn_to_networks)
{
	return networks_of(p, a, when, (const struct vpn *)t);
}

ROLE(vpn_to_customer)
{
	const struct vpn *v = (const struct vpn *)t;
	struct keys k = { .a = a };

	add_key(&k, pairing_key(p, a, when, v->on.to));
	add_key(&k, pairing_key(p, a, when, v->customer_gateway.to));
	return joined(&k);
}

ROLE(network_of_vpns)
{
	const struct network *n = (const struct network *)t;
	struct keys k = { .a = a };

	for (size_t i = 0; i < n->vpns.n; i++)
		add_key(&k, pairing_key(p, a, when, &n->vpns.v[i]->is));
	return joined(&k);
}

/* -------------------------------------------------- by what it says */

ROLE(list_of_entries)
{
	const struct prefix_list *l = (const struct prefix_list *)t;

	(void)p;
	(void)when;
	return value_is_known(l->managed.is) ? l->managed.v :
	    l->entries_known ? cidrs_key(a, l->entries.v, l->entries.n) :
	    NULL;
}

static const char *
rule_key(const struct pairing *p, struct arena *a, enum when when,
    const struct security_group *g, const struct group_rule *r)
{
	const struct thing *to = group_rule_to(r);
	const char *peer = group_rule_has_block(r) ? group_rule_block_text(a,
	    r) : r->peer_kind == PEER_ANYWHERE ? "anywhere" :
	    r->peer_kind == PEER_SELF || to == &g->is ? "self" :
	    pairing_key(p, a, when, to);

	return peer == NULL || !value_is_known(r->ports->is) ? NULL :
	    arena_printf(a, "%d %s %s", (int)r->direction,
	    notation_ports_format(a, r->ports->v), peer);
}

ROLE(group_of_rules)
{
	const struct security_group *g = (const struct security_group *)t;
	struct keys k = { .a = a, .lacking = !g->ingress_known ||
		!g->egress_known };

	for (size_t i = 0; i < g->ingress.n && !k.lacking; i++)
		add_key(&k, rule_key(p, a, when, g, g->ingress.v[i]));
	for (size_t i = 0; i < g->egress.n && !k.lacking; i++)
		add_key(&k, rule_key(p, a, when, g, g->egress.v[i]));
	return in_vpc(p, a, when, t, joined(&k));
}

/* Of the same members, with the same rules. */
ROLE(group_of_both)
{
	const struct security_group *g = (const struct security_group *)t;
	const char *members = group_of_members(p, a, when, t);
	const char *rules = group_of_rules(p, a, when, t);

	if (rules == NULL || (members == NULL && g->members.n > 0))
		return NULL;
	return arena_printf(a, "%s,%s", members == NULL ? "" : members,
	    rules);
}

ROLE(table_of_routes)
{
	const struct route_table *r = (const struct route_table *)t;
	struct keys k = { .a = a };

	for (size_t i = 0; i < r->routes.n; i++) {
		const struct route *one = r->routes.v[i];
		const char *target = pairing_key(p, a, when, one->target.to);

		if (one->target_kind == TARGET_LOCAL)
			continue;
		add_key(&k, target == NULL || one->written == NULL ? NULL :
		    arena_printf(a, "%s %s", one->written, target));
	}
	return in_vpc(p, a, when, t, joined(&k));
}

static const char *
entry_key(struct arena *a, const struct acl_entry *e)
{
	char text[CIDR_TEXT_MAX];

	if (!value_is_known(e->number.is) || !value_is_known(e->ports.is) ||
	    !value_is_known(e->cidr.is))
		return NULL;
	return arena_printf(a, "%d %lld %d %s %s", (int)e->direction,
	    (long long)e->number.v, (int)e->allow, notation_ports_format(a,
	    e->ports.v), cidr_format(e->cidr.v, text));
}

ROLE(acl_of_entries)
{
	const struct network_acl *acl = (const struct network_acl *)t;
	struct keys k = { .a = a };

	for (size_t i = 0; i < acl->ingress.n; i++)
		add_key(&k, entry_key(a, acl->ingress.v[i]));
	for (size_t i = 0; i < acl->egress.n; i++)
		add_key(&k, entry_key(a, acl->egress.v[i]));
	return in_vpc(p, a, when, t, joined(&k));
}

const struct pairing_role pairing_roles[] = {
	{ KIND_TRANSIT_GATEWAY, gateway_of_vpcs,
	    "by the VPCs attached to it", false },
	{ KIND_TRANSIT_GATEWAY, only_one, "as the only one", false },
	{ KIND_INTERNET_GATEWAY, the_gateway,
	    "as the only one of its VPC", false },
	{ KIND_EGRESS_ONLY_GATEWAY, the_gateway,
	    "as the only one of its VPC", false },
	{ KIND_VPN_GATEWAY, the_gateway, "as the only one of its VPC", false },
	{ KIND_NAT_GATEWAY, nat_with_addresses, "by its addresses", false },
	{ KIND_NAT_GATEWAY, nat_in_subnet, "by its subnet", false },
	{ KIND_VPN, vpn_to_networks, "by what it joins", false },
	{ KIND_VPN, vpn_to_customer, "by what it joins", false },
	{ KIND_NETWORK, network_of_vpns, "by the VPNs that lead to it", false },
	{ KIND_ATTACHMENT, ends_of_attachment, "by what it joins", false },
	{ KIND_TRANSIT_TABLE, default_transit_table,
	    "as the default one of its gateway", false },
	{ KIND_TRANSIT_TABLE, table_of_attachments,
	    "by the attachments that use it", false },
	{ KIND_TRANSIT_TABLE, table_of_transit_routes, "by its routes", false },
	{ KIND_PEERING, ends_of_peering, "by what it joins", false },
	{ KIND_PREFIX_LIST, list_of_entries, "by its entries", false },
	{ KIND_SECURITY_GROUP, default_group,
	    "as the default one of its VPC", false },
	{ KIND_WORKLOAD, workload_with_addresses, "by its addresses", false },
	{ KIND_WORKLOAD, workload_in_groups,
	    "by its subnets and groups", true },
	{ KIND_WORKLOAD, workload_in_subnets,
	    "by its subnets and ports", true },
	{ KIND_ENDPOINT, endpoint_of_service, "by its service", false },
	{ KIND_ENDPOINT, endpoint_in_subnets,
	    "by its service and subnets", false },
	{ KIND_ENDPOINT_SERVICE, service_of_balancer,
	    "by its load balancer", false },
	{ KIND_SECURITY_GROUP, group_of_members,
	    "by the workloads that carry it", false },
	{ KIND_SECURITY_GROUP, group_of_rules, "by its rules", false },
	{ KIND_SECURITY_GROUP, group_of_both, "by its rules", true },
	{ KIND_ROUTE_TABLE, main_table, "as the main table of its VPC", false },
	{ KIND_ROUTE_TABLE, table_of_subnets,
	    "by the subnets that use it", false },
	{ KIND_ROUTE_TABLE, table_of_edge,
	    "as the table of its gateway", false },
	{ KIND_ROUTE_TABLE, table_of_routes, "by its routes", false },
	{ KIND_NETWORK_ACL, default_acl,
	    "as the default one of its VPC", false },
	{ KIND_NETWORK_ACL, acl_of_subnets,
	    "by the subnets that use it", false },
	{ KIND_NETWORK_ACL, acl_of_entries, "by its entries", false },
	{ KIND_ELASTIC_IP, address_of_something, "by what has it", false },
	{ KIND_BLOCK_PUBLIC_ACCESS, the_block,
	    "by its account and region", false },
	{ KIND_COUNT, NULL, NULL, false }
};
