/* SPDX-License-Identifier: MIT */
#include "model/link.h"

#include <stdlib.h>

int
compare_thing_pointers(const void *a, const void *b)
{
	return thing_compare(*(struct thing *const *)a,
	    *(struct thing *const *)b);
}

/* Fill a list of one type from the model's list of that kind. */
#define FILL(m, kind, list, type)					\
	do {								\
		(m)->list.n = 0;					\
		for (size_t i_ = 0; i_ < (m)->things[kind].n; i_++)	\
			vec_push((m)->a, &(m)->list,			\
			    (struct type *)(m)->things[kind].v[i_]);	\
	} while (0)

static void
fill_model(struct model *m)
{
	FILL(m, KIND_VPC, vpcs, vpc);
	FILL(m, KIND_SUBNET, subnets, subnet);
	FILL(m, KIND_ROUTE_TABLE, route_tables, route_table);
	FILL(m, KIND_INTERNET_GATEWAY, internet_gateways, internet_gateway);
	FILL(m, KIND_EGRESS_ONLY_GATEWAY, egress_only_gateways,
	    egress_only_gateway);
	FILL(m, KIND_NAT_GATEWAY, nat_gateways, nat_gateway);
	FILL(m, KIND_VPN_GATEWAY, vpn_gateways, vpn_gateway);
	FILL(m, KIND_CUSTOMER_GATEWAY, customer_gateways, customer_gateway);
	FILL(m, KIND_VPN, vpns, vpn);
	FILL(m, KIND_TRANSIT_GATEWAY, transit_gateways, transit_gateway);
	FILL(m, KIND_ATTACHMENT, attachments, attachment);
	FILL(m, KIND_TRANSIT_TABLE, transit_tables, transit_table);
	FILL(m, KIND_PEERING, peerings, peering);
	FILL(m, KIND_ENDPOINT, endpoints, endpoint);
	FILL(m, KIND_ENDPOINT_SERVICE, endpoint_services, endpoint_service);
	FILL(m, KIND_PREFIX_LIST, prefix_lists, prefix_list);
	FILL(m, KIND_NETWORK_ACL, network_acls, network_acl);
	FILL(m, KIND_SECURITY_GROUP, security_groups, security_group);
	FILL(m, KIND_INTERFACE, interfaces, interface);
	FILL(m, KIND_ELASTIC_IP, elastic_ips, elastic_ip);
	FILL(m, KIND_WORKLOAD, workloads, workload);
	FILL(m, KIND_NETWORK, networks, network);
	FILL(m, KIND_BLOCK_PUBLIC_ACCESS, blocks, block_public_access);
}

static void
empty_vpc(struct vpc *v)
{
	v->subnets.n = 0;
	v->route_tables.n = 0;
	v->internet_gateways.n = 0;
	v->egress_only_gateways.n = 0;
	v->nat_gateways.n = 0;
	v->vpn_gateways.n = 0;
	v->endpoints.n = 0;
	v->endpoint_services.n = 0;
	v->network_acls.n = 0;
	v->security_groups.n = 0;
	v->workloads.n = 0;
	v->interfaces.n = 0;
}

/* Spread the model's list of one kind over its VPCs. */
#define SPREAD(m, list)							\
	do {								\
		for (size_t i_ = 0; i_ < (m)->list.n; i_++) {		\
			struct vpc *v_ = (m)->list.v[i_]->is.vpc;	\
									\
			if (v_ != NULL)					\
				vec_push((m)->a, &v_->list,		\
				    (m)->list.v[i_]);			\
		}							\
	} while (0)

static void
fill_vpcs(struct model *m)
{
	for (size_t i = 0; i < m->vpcs.n; i++)
		empty_vpc(m->vpcs.v[i]);
	SPREAD(m, subnets);
	SPREAD(m, route_tables);
	SPREAD(m, internet_gateways);
	SPREAD(m, egress_only_gateways);
	SPREAD(m, nat_gateways);
	SPREAD(m, vpn_gateways);
	SPREAD(m, endpoints);
	SPREAD(m, endpoint_services);
	SPREAD(m, network_acls);
	SPREAD(m, security_groups);
	SPREAD(m, workloads);
	SPREAD(m, interfaces);
}

/* The lists of those that hold interfaces, tables and attachments. */
static void
fill_holders(struct model *m)
{
	for (size_t i = 0; i < m->workloads.n; i++)
		m->workloads.v[i]->interfaces.n = 0;
	for (size_t i = 0; i < m->endpoints.n; i++)
		m->endpoints.v[i]->interfaces.n = 0;
	for (size_t i = 0; i < m->interfaces.n; i++) {
		struct interface *e = m->interfaces.v[i];

		if (e->workload != NULL)
			vec_push(m->a, &e->workload->interfaces, e);
		if (e->endpoint != NULL)
			vec_push(m->a, &e->endpoint->interfaces, e);
	}
	for (size_t i = 0; i < m->transit_gateways.n; i++) {
		m->transit_gateways.v[i]->attachments.n = 0;
		m->transit_gateways.v[i]->tables.n = 0;
	}
	for (size_t i = 0; i < m->attachments.n; i++) {
		struct attachment *a = m->attachments.v[i];

		if (a->gateway != NULL)
			vec_push(m->a, &a->gateway->attachments, a);
	}
	for (size_t i = 0; i < m->transit_tables.n; i++) {
		struct transit_table *t = m->transit_tables.v[i];

		if (t->gateway != NULL)
			vec_push(m->a, &t->gateway->tables, t);
	}
}

void
link_lists(struct linker *l, bool sorted)
{
	struct model *m = l->m;

	for (enum kind kind = 0; sorted && kind < KIND_COUNT; kind++)
		vec_sort(&m->things[kind], compare_thing_pointers);
	fill_model(m);
	fill_vpcs(m);
	fill_holders(m);
}
