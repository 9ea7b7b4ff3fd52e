/* SPDX-License-Identifier: MIT */
#include "model/model.h"

#include "base/fatal.h"
#include "base/str.h"

const char *
unread_text(struct arena *a, const struct unread *u)
{
	if (u->unsettled != NULL)
		return arena_printf(a, "%zu resource%s of type %s %s read, "
		    "but %s", u->n, u->n == 1 ? "" : "s", u->type,
		    u->n == 1 ? "is" : "are", u->unsettled);
	return arena_printf(a, "%zu resource%s of type %s %s not looked into: "
	    "no answer speaks of %s", u->n, u->n == 1 ? "" : "s", u->type,
	    u->n == 1 ? "is" : "are", u->n == 1 ? "it" : "them");
}

struct model *
model_new(struct arena *a)
{
	struct model *m = arena_alloc(a, sizeof *m);

	m->a = a;
	m->names = names_new(a);
	m->ports = map_new(a);
	return m;
}

unsigned
model_new_island(struct model *m)
{
	return ++m->islands;
}

static void
enter(struct model *m, struct thing *t, enum kind kind, struct vpc *v)
{
	t->kind = kind;
	t->vpc = v;
	t->order = m->next_order++;
	vec_push(m->a, &m->things[kind], t);
}

/*
 * The makers differ only in their types; v is the VPC of what lives in one.
 */
#define ENTER(type, list, kind_of, v)				\
	struct type *new = arena_alloc(m->a, sizeof *new);	\
								\
	new->is.at = at;					\
	new->is.island = island;				\
	enter(m, &new->is, (kind_of), (v));			\
	vec_push(m->a, &m->list, new);				\
	return new

#define MAKER_IN_VPC(type, list, kind_of)			\
	struct type *						\
	model_new_##type(struct model *m, struct place at,	\
	    unsigned island, struct vpc *v)			\
	{							\
		ENTER(type, list, kind_of, v);			\
	}

#define MAKER(type, list, kind_of)				\
	struct type *						\
	model_new_##type(struct model *m, struct place at,	\
	    unsigned island)					\
	{							\
		ENTER(type, list, kind_of, NULL);		\
	}

MAKER(vpc, vpcs, KIND_VPC)
MAKER_IN_VPC(subnet, subnets, KIND_SUBNET)
MAKER_IN_VPC(route_table, route_tables, KIND_ROUTE_TABLE)
MAKER_IN_VPC(internet_gateway, internet_gateways, KIND_INTERNET_GATEWAY)
MAKER_IN_VPC(egress_only_gateway, egress_only_gateways,
    KIND_EGRESS_ONLY_GATEWAY)
MAKER_IN_VPC(nat_gateway, nat_gateways, KIND_NAT_GATEWAY)
MAKER_IN_VPC(vpn_gateway, vpn_gateways, KIND_VPN_GATEWAY)
MAKER(customer_gateway, customer_gateways, KIND_CUSTOMER_GATEWAY)
MAKER(vpn, vpns, KIND_VPN)
MAKER(transit_gateway, transit_gateways, KIND_TRANSIT_GATEWAY)
MAKER(attachment, attachments, KIND_ATTACHMENT)
MAKER(transit_table, transit_tables, KIND_TRANSIT_TABLE)
MAKER(peering, peerings, KIND_PEERING)
MAKER_IN_VPC(endpoint, endpoints, KIND_ENDPOINT)
MAKER_IN_VPC(endpoint_service, endpoint_services, KIND_ENDPOINT_SERVICE)
MAKER(prefix_list, prefix_lists, KIND_PREFIX_LIST)
MAKER_IN_VPC(network_acl, network_acls, KIND_NETWORK_ACL)
MAKER_IN_VPC(security_group, security_groups, KIND_SECURITY_GROUP)
MAKER_IN_VPC(interface, interfaces, KIND_INTERFACE)
MAKER(elastic_ip, elastic_ips, KIND_ELASTIC_IP)
MAKER_IN_VPC(workload, workloads, KIND_WORKLOAD)
MAKER(network, networks, KIND_NETWORK)
MAKER(block_public_access, blocks, KIND_BLOCK_PUBLIC_ACCESS)

struct route *
model_new_route(struct model *m, struct place at)
{
	struct route *r = arena_alloc(m->a, sizeof *r);

	r->at = at;
	return r;
}

/* Of so many kinds of traffic one copy is kept; a hostile input has more. */
enum { PORTS_KEPT_MAX = 100000 };

const struct ports_value *
model_keep_ports(struct model *m, const struct ports_value *ports)
{
	struct ports_value *kept = NULL;
	void **slot = NULL;

	if (value_is_known(ports->is) && ports->written != NULL &&
	    ports->is.origin == ORIGIN_LITERAL) {
		kept = map_get(&m->ports, ports->written);
		if (kept == NULL && m->ports.n < PORTS_KEPT_MAX)
			slot = map_slot(&m->ports, ports->written);
		else if (kept != NULL && port_set_equal(kept->v, ports->v))
			return kept;
	}
	kept = arena_alloc(m->a, sizeof *kept);
	*kept = *ports;
	kept->is.at = (struct place){ 0, 0 };
	if (slot != NULL)
		*slot = kept;
	return kept;
}

struct group_rule *
model_new_group_rule(struct model *m, const struct rule_draft *d)
{
	return group_rule_new(m->a, d, model_keep_ports(m, &d->ports));
}

struct acl_entry *
model_new_acl_entry(struct model *m, struct place at,
    enum direction direction)
{
	struct acl_entry *e = arena_alloc(m->a, sizeof *e);

	e->at = at;
	e->direction = direction;
	return e;
}

/* What is said about an island's lists so far. */
static struct completeness
lists_of(const struct model *m, unsigned island)
{
	struct completeness nothing = { 0 };

	return island < m->complete.n ? m->complete.v[island] : nothing;
}

static struct completeness *
lists_to_change(struct model *m, unsigned island)
{
	struct completeness nothing = { 0 };

	while (island >= m->complete.n)
		vec_push(m->a, &m->complete, nothing);
	return &m->complete.v[island];
}

void
model_declare_complete(struct model *m, enum kind kind, unsigned island,
    struct vpc *v)
{
	if (v != NULL)
		v->complete |= KIND_BIT(kind);
	else
		lists_to_change(m, island)->whole |= KIND_BIT(kind);
}

void
model_declare_incomplete(struct model *m, enum kind kind, unsigned island,
    struct vpc *v)
{
	if (v == NULL) {
		lists_to_change(m, island)->partial |= KIND_BIT(kind);
		return;
	}
	v->partial |= KIND_BIT(kind);
	lists_to_change(m, island)->partial_in_vpcs |=
	    KIND_BIT(kind) & KINDS_OF_VPC;
}

bool
model_island_is_complete(const struct model *m, enum kind kind,
    unsigned island)
{
	struct completeness lists = lists_of(m, island);

	return (lists.whole & ~lists.partial & ~lists.partial_in_vpcs &
	    KIND_BIT(kind)) != 0;
}

bool
model_island_is_partial(const struct model *m, enum kind kind, unsigned island)
{
	uint32_t partial = 0;

	for (unsigned i = 0; i < m->complete.n; i++)
		if (island == 0 || i == island)
			partial |= m->complete.v[i].partial |
			    m->complete.v[i].partial_in_vpcs;
	return (partial & KIND_BIT(kind)) != 0;
}

int64_t
model_fact(const struct model *m, enum fact f)
{
	const struct fact_row *row = fact(f);

	for (size_t i = 0; row->key != NULL && i < m->quotas.n; i++)
		if (str_equal(m->quotas.v[i].key, row->key))
			return number_or(m->quotas.v[i].n, row->value);
	return row->value;
}

bool
model_is_complete(const struct model *m, enum kind kind, const struct vpc *v)
{
	struct completeness lists;

	if (v == NULL) {
		for (unsigned i = 1; i <= m->islands; i++)
			if (!model_island_is_complete(m, kind, i))
				return false;
		return true;
	}
	lists = lists_of(m, v->is.island);
	return ((v->complete | lists.whole) & ~v->partial & ~lists.partial &
	    KIND_BIT(kind)) != 0;
}
