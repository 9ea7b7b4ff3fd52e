/* SPDX-License-Identifier: MIT */
#include "model/copy_parts.h"

#define THING(type, field) { PART_THING, offsetof(struct type, field), 0, NULL }
#define THINGS(type, field)						\
	{ PART_THINGS, offsetof(struct type, field), 0, NULL }
#define INSIDE(type, field, of)						\
	{ PART_INSIDE, offsetof(struct type, field), 0, (of) }
#define REF(type, field) INSIDE(type, field, parts_of_ref)
#define ADDRESS(type, field) INSIDE(type, field, parts_of_address)
#define LIST(type, field, of)						\
	{ PART_LIST, offsetof(struct type, field),			\
	    sizeof *((struct type *)0)->field.v, (of) }
#define VALUES(type, field) LIST(type, field, no_parts)
#define REFS(type, field) LIST(type, field, parts_of_ref)
#define ADDRESSES(type, field) LIST(type, field, parts_of_address)
#define OWNED(type, field, of)						\
	{ PART_OWNED, offsetof(struct type, field),			\
	    sizeof **((struct type *)0)->field.v, (of) }
#define RULES(type, field) { PART_RULES, offsetof(struct type, field), 0, NULL }
#define END { PART_END, 0, 0, NULL }

/* ------------------------------------------------- what things are made of */

static const struct part no_parts[] = { END };

static const struct part parts_of_ref[] = { THING(ref, to), END };

static const struct part parts_of_address[] = {
	REF(address_value, elastic_ip), END
};

static const struct part parts_of_cidr[] = {
	THING(cidr_value, block_of), END
};

static const struct part parts_of_route[] = {
	THING(route, table), INSIDE(route, cidr, parts_of_cidr),
	REF(route, list), REF(route, target), END
};

static const struct part parts_of_transit_route[] = {
	INSIDE(transit_route, cidr, parts_of_cidr),
	REF(transit_route, list), REF(transit_route, target), END
};

static const struct part parts_of_entry[] = {
	INSIDE(acl_entry, cidr, parts_of_cidr), END
};

static const struct part parts_of_listener[] = {
	REFS(listener, targets), END
};

static const struct part parts_of_exclusion[] = { REF(exclusion, of), END };

static const struct part parts_of_forwards[] = {
	{ PART_LIST, offsetof(struct forwards, v), sizeof(struct forward),
	    no_parts }, END
};

static const struct part parts_of_pods[] = {
	REFS(pods, subnet_refs), END
};

static const struct part parts_of_expectation[] = {
	THING(expectation, vpc), VALUES(expectation, vias), END
};

static const struct part parts_of_pool[] = {
	VALUES(address_pool, cidrs), END
};

static const struct part parts_of_inference[] = { THING(inference, of), END };

/* ---------------------------------------------------------------- things */

const struct part parts_of_thing[] = {
	THING(thing, vpc), REF(thing, vpc_ref), VALUES(thing, tags),
	THING(thing, merged_into), END
};

static const struct part parts_of_vpc[] = {
	VALUES(vpc, cidrs), VALUES(vpc, ipv6_cidrs), VALUES(vpc, added),
	VALUES(vpc, kept), THINGS(vpc, subnets), THINGS(vpc, route_tables),
	THINGS(vpc, nat_gateways), THINGS(vpc, endpoints),
	THINGS(vpc, endpoint_services), THINGS(vpc, network_acls),
	THINGS(vpc, security_groups), THINGS(vpc, workloads),
	THINGS(vpc, interfaces), THINGS(vpc, internet_gateways),
	THINGS(vpc, egress_only_gateways), THINGS(vpc, vpn_gateways),
	THING(vpc, main_table), THING(vpc, default_acl),
	THING(vpc, default_group), END
};

static const struct part parts_of_subnet[] = {
	REFS(subnet, table_refs), REFS(subnet, acl_refs),
	VALUES(subnet, shared_with), VALUES(subnet, reservations),
	THING(subnet, table), THING(subnet, acl), THINGS(subnet, interfaces),
	END
};

static const struct part parts_of_route_table[] = {
	REFS(route_table, subnet_refs),
	OWNED(route_table, routes, parts_of_route),
	REFS(route_table, propagates), REF(route_table, edge_of),
	THINGS(route_table, subnets), END
};

static const struct part parts_of_vpn_gateway[] = {
	THINGS(vpn_gateway, vpns), END
};

static const struct part parts_of_nat_gateway[] = {
	REF(nat_gateway, subnet), ADDRESSES(nat_gateway, addresses),
	ADDRESSES(nat_gateway, private_addresses),
	OWNED(nat_gateway, routes, parts_of_route), THING(nat_gateway, table),
	END
};

static const struct part parts_of_customer_gateway[] = {
	ADDRESS(customer_gateway, address), END
};

static const struct part parts_of_vpn[] = {
	REF(vpn, on), REF(vpn, customer_gateway), REFS(vpn, networks),
	VALUES(vpn, cidrs), END
};

static const struct part parts_of_transit_gateway[] = {
	REF(transit_gateway, default_association),
	REF(transit_gateway, default_propagation),
	THINGS(transit_gateway, attachments), THINGS(transit_gateway, tables),
	END
};

static const struct part parts_of_attachment[] = {
	THING(attachment, gateway), REF(attachment, gateway_ref),
	REF(attachment, target), REFS(attachment, subnet_refs),
	REF(attachment, table), REFS(attachment, propagates_to),
	THING(attachment, vpc), THINGS(attachment, subnets),
	THING(attachment, associated), THINGS(attachment, propagations),
	THING(attachment, peer), END
};

static const struct part parts_of_transit_table[] = {
	THING(transit_table, gateway), REF(transit_table, gateway_ref),
	OWNED(transit_table, routes, parts_of_transit_route), END
};

static const struct part parts_of_peering[] = {
	REF(peering, ends[0]), REF(peering, ends[1]), THING(peering, vpcs[0]),
	THING(peering, vpcs[1]), END
};

static const struct part parts_of_endpoint[] = {
	REFS(endpoint, table_refs), REFS(endpoint, subnet_refs),
	REFS(endpoint, group_refs),
	INSIDE(endpoint, forwards, parts_of_forwards),
	THINGS(endpoint, interfaces), THING(endpoint, told_service),
	THING(endpoint, own_service), END
};

static const struct part parts_of_endpoint_service[] = {
	REF(endpoint_service, load_balancer), END
};

static const struct part parts_of_prefix_list[] = {
	LIST(prefix_list, entries, parts_of_cidr), END
};

static const struct part parts_of_network_acl[] = {
	REFS(network_acl, subnet_refs),
	OWNED(network_acl, ingress, parts_of_entry),
	OWNED(network_acl, egress, parts_of_entry),
	THINGS(network_acl, subnets), END
};

static const struct part parts_of_security_group[] = {
	RULES(security_group, ingress), RULES(security_group, egress),
	THING(security_group, made_with), THINGS(security_group, members), END
};

static const struct part parts_of_interface[] = {
	THING(interface, workload), THING(interface, endpoint),
	REF(interface, subnet_ref), REFS(interface, group_refs),
	ADDRESSES(interface, addresses), ADDRESSES(interface, ipv6_addresses),
	ADDRESSES(interface, public_addresses),
	INSIDE(interface, forwards, parts_of_forwards),
	THING(interface, subnet), THINGS(interface, groups),
	REFS(interface, maybe_groups), END
};

static const struct part parts_of_elastic_ip[] = {
	ADDRESS(elastic_ip, address), REF(elastic_ip, attached_to), END
};

static const struct part parts_of_workload[] = {
	REFS(workload, subnet_refs), REFS(workload, group_refs),
	ADDRESS(workload, public_address), ADDRESSES(workload, addresses),
	VALUES(workload, needs), OWNED(workload, listeners, parts_of_listener),
	INSIDE(workload, forwards, parts_of_forwards),
	INSIDE(workload, pods, parts_of_pods), THINGS(workload, interfaces),
	END
};

static const struct part parts_of_network[] = {
	VALUES(network, cidrs), THINGS(network, vpns), END
};

static const struct part parts_of_block_public_access[] = {
	LIST(block_public_access, exclusions, parts_of_exclusion), END
};

#define LAYOUT(type, parts) { sizeof(struct type), (parts) }

const struct layout layouts_of_kinds[KIND_COUNT] = {
	[KIND_VPC] = LAYOUT(vpc, parts_of_vpc),
	[KIND_SUBNET] = LAYOUT(subnet, parts_of_subnet),
	[KIND_ROUTE_TABLE] = LAYOUT(route_table, parts_of_route_table),
	[KIND_INTERNET_GATEWAY] = LAYOUT(internet_gateway, no_parts),
	[KIND_EGRESS_ONLY_GATEWAY] = LAYOUT(egress_only_gateway, no_parts),
	[KIND_NAT_GATEWAY] = LAYOUT(nat_gateway, parts_of_nat_gateway),
	[KIND_VPN_GATEWAY] = LAYOUT(vpn_gateway, parts_of_vpn_gateway),
	[KIND_CUSTOMER_GATEWAY] = LAYOUT(customer_gateway,
	    parts_of_customer_gateway),
	[KIND_VPN] = LAYOUT(vpn, parts_of_vpn),
	[KIND_TRANSIT_GATEWAY] = LAYOUT(transit_gateway,
	    parts_of_transit_gateway),
	[KIND_ATTACHMENT] = LAYOUT(attachment, parts_of_attachment),
	[KIND_TRANSIT_TABLE] = LAYOUT(transit_table, parts_of_transit_table),
	[KIND_PEERING] = LAYOUT(peering, parts_of_peering),
	[KIND_ENDPOINT] = LAYOUT(endpoint, parts_of_endpoint),
	[KIND_ENDPOINT_SERVICE] = LAYOUT(endpoint_service,
	    parts_of_endpoint_service),
	[KIND_PREFIX_LIST] = LAYOUT(prefix_list, parts_of_prefix_list),
	[KIND_NETWORK_ACL] = LAYOUT(network_acl, parts_of_network_acl),
	[KIND_SECURITY_GROUP] = LAYOUT(security_group,
	    parts_of_security_group),
	[KIND_INTERFACE] = LAYOUT(interface, parts_of_interface),
	[KIND_ELASTIC_IP] = LAYOUT(elastic_ip, parts_of_elastic_ip),
	[KIND_WORKLOAD] = LAYOUT(workload, parts_of_workload),
	[KIND_NETWORK] = LAYOUT(network, parts_of_network),
	[KIND_BLOCK_PUBLIC_ACCESS] = LAYOUT(block_public_access,
	    parts_of_block_public_access)
};

/* The lists by kind as one, "things", are copied apart. */
const struct part parts_of_model[] = {
	THINGS(model, vpcs), THINGS(model, subnets),
	THINGS(model, route_tables), THINGS(model, internet_gateways),
	THINGS(model, egress_only_gateways), THINGS(model, nat_gateways),
	THINGS(model, vpn_gateways), THINGS(model, customer_gateways),
	THINGS(model, vpns), THINGS(model, transit_gateways),
	THINGS(model, attachments), THINGS(model, transit_tables),
	THINGS(model, peerings), THINGS(model, endpoints),
	THINGS(model, endpoint_services), THINGS(model, prefix_lists),
	THINGS(model, network_acls), THINGS(model, security_groups),
	THINGS(model, interfaces), THINGS(model, elastic_ips),
	THINGS(model, workloads), THINGS(model, networks),
	THINGS(model, blocks),
	OWNED(model, expectations, parts_of_expectation),
	VALUES(model, quotas), OWNED(model, pools, parts_of_pool),
	LIST(model, inferences, parts_of_inference), VALUES(model, untold),
	OWNED(model, suppressions, no_parts), VALUES(model, unread),
	VALUES(model, complete), END
};
