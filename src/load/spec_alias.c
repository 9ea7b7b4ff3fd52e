/* SPDX-License-Identifier: MIT */

/* Which key or word was meant by another one. */

#include "load/spec_read.h"

#include "base/names.h"
#include "base/str.h"

#include <string.h>

/*
 * What people write who know AWS, Terraform or another tool better than the
 * spec, and what it is called here.  One wrong word may stand for several:
 * the first that is a key of the object at hand counts.
 */
struct alias {
	const char *wrong, *right;
};

static const struct alias aliases[] = {
	/* blocks and places */
	{ "cidr_block", "cidr" }, { "cidr_blocks", "cidrs" },
	{ "cidr_block", "cidrs" }, { "block", "cidr" }, { "range", "cidr" },
	{ "secondary_cidr_blocks", "cidrs" }, { "secondary_cidrs", "cidrs" },
	{ "secondary_cidr", "cidrs" }, { "additional_cidrs", "cidrs" },
	{ "cidr_block_associations", "cidrs" },
	{ "ipv6", "ipv6_cidr" }, { "ipv6", "ipv6_cidrs" },
	{ "ipv6_block", "ipv6_cidr" }, { "ipv6_block", "ipv6_cidrs" },
	{ "ipv6_cidr", "ipv6_cidrs" }, { "ipv6_cidrs", "ipv6_cidr" },
	{ "cidr", "cidrs" }, { "cidrs", "cidr" },
	{ "ipv6_cidr_block", "ipv6_cidr" }, { "ipv6_cidr_block", "ipv6_cidrs" },
	{ "availability_zone", "az" }, { "zone", "az" },
	{ "availability_zone_id", "az_id" },
	{ "prefix_length", "size" }, { "mask", "size" },
	{ "map_public_ip_on_launch", "public_ip" },
	{ "associate_public_ip_address", "public_ip" },
	{ "assign_public_ip", "public_ip" },
	{ "type", "exposure" }, { "public", "exposure" },
	{ "public", "public_ip" },
	{ "visibility", "exposure" }, { "layer", "tier" },
	{ "enable_dns_support", "dns" }, { "enable_dns_hostnames", "dns" },
	{ "dns_support", "dns" }, { "dns_hostnames", "dns" },
	{ "ip_cidr_range", "cidr" }, { "address_prefix", "cidr" },
	{ "address_prefixes", "cidr" }, { "address_space", "cidrs" },
	{ "location", "region" },
	/* things of a VPC */
	{ "vnets", "vpcs" }, { "virtual_networks", "vpcs" },
	{ "firewall_rules", "security_groups" },
	{ "firewalls", "security_groups" }, { "nsg", "security_groups" },
	{ "network_security_groups", "security_groups" },
	{ "cloud_nat", "nat_gateways" }, { "subnetworks", "subnets" },
	{ "subnetwork", "subnets" }, { "subnetwork", "subnet" },
	{ "virtual_machines", "workloads" }, { "vms", "workloads" },
	{ "vpc_endpoint_type", "type" }, { "endpoint_type", "type" },
	{ "vpc", "vpcs" }, { "vpc_id", "vpc" }, { "igw", "internet_gateway" },
	{ "internet_gateways", "internet_gateway" },
	{ "eigw", "egress_only_gateway" },
	{ "egress_only_internet_gateway", "egress_only_gateway" },
	{ "vgw", "vpn_gateway" }, { "nat", "nat_gateways" },
	{ "nats", "nat_gateways" }, { "nat_gw", "nat_gateways" },
	{ "vpc_endpoints", "endpoints" }, { "endpoint", "endpoints" },
	{ "rt", "route_table" }, { "route_table_id", "route_table" },
	{ "table", "route_table" }, { "tables", "route_tables" },
	{ "routing_table", "route_table" },
	{ "routing_tables", "route_tables" },
	{ "rts", "route_tables" }, { "routing", "route_tables" },
	{ "route_table_ids", "route_tables" },
	{ "acl", "network_acl" }, { "nacl", "network_acl" },
	{ "network_acl_id", "network_acl" }, { "acls", "network_acls" },
	{ "nacls", "network_acls" }, { "sg", "security_groups" },
	{ "sgs", "security_groups" }, { "groups", "security_groups" },
	{ "security_group_ids", "security_groups" },
	{ "vpc_security_group_ids", "security_groups" },
	{ "default_sg", "default_security_group" },
	{ "subnet", "subnets" }, { "subnet_ids", "subnets" },
	{ "subnet_mappings", "subnets" }, { "subnet_id", "subnet" },
	{ "subnets", "subnet" }, { "subnet_id", "subnets" },
	{ "instances", "workloads" }, { "resources", "workloads" },
	{ "servers", "workloads" }, { "hosts", "workloads" },
	{ "load_balancers", "workloads" }, { "databases", "workloads" },
	{ "applications", "workloads" }, { "apps", "workloads" },
	{ "enis", "interfaces" }, { "network_interfaces", "interfaces" },
	/* rules, entries, routes */
	{ "inbound", "ingress" }, { "outbound", "egress" },
	{ "ingress_rules", "ingress" }, { "egress_rules", "egress" },
	{ "ip_permissions", "ingress" }, { "ip_permissions_egress", "egress" },
	{ "security_group_ingress", "ingress" },
	{ "security_group_egress", "egress" },
	{ "rules", "ingress" }, { "entries", "ingress" },
	{ "port", "ports" }, { "port", "on" }, { "ports", "on" },
	{ "protocol", "ports" }, { "proto", "ports" },
	{ "from_port", "ports" }, { "to_port", "ports" },
	{ "source", "from" }, { "src", "from" }, { "peer", "from" },
	{ "cidr", "from" }, { "cidr_block", "from" }, { "cidr_blocks", "from" },
	{ "source_security_group_id", "from" }, { "to", "from" },
	{ "destination", "to" }, { "dst", "to" }, { "dest", "to" },
	{ "peer", "to" }, { "cidr", "to" }, { "cidr_block", "to" },
	{ "cidr_blocks", "to" }, { "destination_cidr_block", "to" },
	{ "from", "to" }, { "target", "via" }, { "gateway", "via" },
	{ "next_hop", "via" }, { "gateway_id", "via" },
	{ "nat_gateway_id", "via" }, { "transit_gateway_id", "via" },
	{ "rule_number", "number" }, { "rule_no", "number" }, { "rule", "number" },
	{ "priority", "number" }, { "rule_action", "action" },
	{ "allow", "action" }, { "description", "why" }, { "comment", "why" },
	{ "reason", "why" }, { "why", "reason" }, { "note", "why" },
	{ "propagation", "propagates" },
	{ "propagating_vgws", "propagates" }, { "default", "main" },
	/* workloads and what lies between */
	{ "type", "kind" }, { "kind", "type" }, { "service_name", "service" },
	{ "load_balancer_type", "kind" }, { "internal", "scheme" },
	{ "internet_facing", "scheme" }, { "replicas", "count" },
	{ "instances", "count" }, { "desired", "count" },
	{ "desired_capacity", "count" }, { "min", "count" },
	{ "min_size", "count" }, { "desired_count", "count" },
	{ "max_size", "max" }, { "source_dest_check", "source_check" },
	{ "target_groups", "listeners" }, { "targets", "to" },
	{ "target", "to" }, { "targets", "listeners" },
	{ "depends_on", "needs" }, { "private_ips", "addresses" },
	{ "ips", "addresses" }, { "ip", "addresses" }, { "ip", "address" },
	{ "public_ip", "address" }, { "eip", "addresses" },
	{ "allocation_id", "addresses" }, { "elastic_ip", "addresses" },
	{ "connectivity_type", "private" }, { "eips", "elastic_ips" },
	{ "tgw", "transit_gateways" }, { "tgws", "transit_gateways" },
	{ "vpc_peering", "peerings" }, { "vpc_peerings", "peerings" },
	{ "peering_connections", "peerings" },
	{ "vpc_peering_connections", "peerings" },
	{ "vpn_connections", "vpns" }, { "endpoint_services", "services" },
	{ "vpc_endpoint_services", "services" }, { "vpcs", "between" },
	{ "external", "networks" }, { "on_premises", "networks" }, { "onprem", "networks" },
	{ "gateway", "on" }, { "transit_gateway", "on" },
	{ "vpn_gateway", "on" }, { "tgw", "on" }, { "vgw", "on" },
	{ "route_tables", "tables" }, { "bpa", "block_public_access" },
	/* the plan */
	{ "version", "vpcplan" }, { "title", "name" },
	{ "expectations", "expect" }, { "expected", "expect" },
	{ "assertions", "expect" }, { "tests", "expect" },
	{ "suppressions", "ignore" }, { "suppress", "ignore" },
	{ "skip", "ignore" }, { "id", "rule" }, { "code", "rule" },
	{ "path", "at" }, { "expires", "until" }, { "until", "expires" },
	/* more of Terraform, CloudFormation and boto */
	{ "amazon_provided_ipv6_cidr_block", "amazon_ipv6" },
	{ "assign_generated_ipv6_cidr_block", "amazon_ipv6" },
	{ "enable_ipv6", "amazon_ipv6" }, { "igw_id", "internet_gateway" },
	{ "internet_gateway_id", "internet_gateway" },
	{ "create_igw", "internet_gateway" },
	{ "enable_vpn_gateway", "vpn_gateway" },
	{ "vpn_gateway_id", "vpn_gateway" },
	{ "enable_flow_log", "flow_logs" }, { "flow_log", "flow_logs" },
	{ "owner_id", "account" }, { "account_id", "account" },
	{ "netmask_length", "size" }, { "ipv4_netmask_length", "size" },
	{ "netmask", "size" }, { "prefix", "size" }, { "cidr_mask", "size" },
	{ "ipam_pool_id", "pool" }, { "ipv4_ipam_pool_id", "pool" },
	{ "tag_set", "tags" }, { "lambdas", "workloads" },
	{ "functions", "workloads" }, { "containers", "workloads" },
	{ "compute", "workloads" }, { "nodes", "workloads" },
	{ "assign_ipv6_address_on_creation", "ipv6" },
	{ "ipv6_native", "ipv6_only" }, { "enable_dns64", "dns64" },
	{ "subnet_type", "exposure" }, { "map_public_ip", "public_ip" },
	{ "hosts_count", "hosts" }, { "entries", "routes" },
	{ "is_main", "main" }, { "secondary_allocation_ids", "addresses" },
	{ "public_ip", "addresses" }, { "private_ip", "addresses" },
	{ "private_ip_address", "addresses" },
	{ "private_dns_enabled", "private_dns" }, { "dns", "private_dns" },
	{ "inbound_rules", "ingress" }, { "outbound_rules", "egress" },
	{ "vpc_security_groups", "security_groups" },
	{ "db_security_groups", "security_groups" },
	{ "min_capacity", "count" }, { "max_capacity", "max" },
	{ "maximum", "max" }, { "minimum", "count" },
	{ "num_cache_nodes", "count" }, { "cache_nodes", "count" },
	{ "number_of_broker_nodes", "count" }, { "node_count", "count" },
	{ "number_of_nodes", "count" }, { "vpc_zone_identifier", "subnets" },
	{ "subnet_mapping", "subnets" }, { "subnets_mapping", "subnets" },
	{ "db_subnet_group_name", "subnets" },
	{ "db_subnet_group", "subnets" }, { "subnet_group", "subnets" },
	{ "enable_cross_zone_load_balancing", "cross_zone" },
	{ "backends", "listeners" }, { "exposed_ports", "ports" },
	{ "listen_ports", "ports" }, { "uses", "needs" }, { "calls", "needs" },
	{ "dependencies", "needs" }, { "requires", "needs" },
	{ "vpn_gateway_id", "on" }, { "transit_gateway_id", "on" },
	{ "static_routes_only", "static" }, { "static_routes", "cidrs" },
	{ "remote_network", "cidrs" }, { "destination_cidr_block", "cidrs" },
	{ "remote_networks", "networks" }, { "attachment", "attachments" },
	{ "route_table", "table" }, { "route_table_id", "table" },
	{ "association", "table" },
	{ "associates_with", "table" }, { "propagation", "propagates_to" },
	{ "propagations", "propagates_to" },
	{ "propagate_to", "propagates_to" },
	{ "appliance_mode_support", "appliance_mode" },
	{ "vpn_connection_id", "vpn" }, { "vpn_connection", "vpn" },
	{ "peer_transit_gateway_id", "peer" }, { "resource_id", "vpc" },
	{ "ranges", "cidrs" }, { "prefixes", "cidrs" },
	{ "ip_ranges", "cidrs" }, { "subnets", "cidrs" },
	{ "address", "cidr" }, { "instance", "attached_to" },
	{ "instance_id", "attached_to" },
	{ "network_interface", "attached_to" },
	{ "network_interface_id", "attached_to" }, { "max_entries", "max" },
	{ "cidrs", "entries" }, { "cidr_blocks", "entries" },
	{ "entry", "entries" }, { "target_group", "to" },
	{ "target_groups", "to" }, { "forward_to", "to" }, { "backend", "to" },
	{ "target_port", "on" }, { "health_check", "health" },
	{ "health_check_port", "health" }, { "target_type", "target" },
	/* of Azure, GCP and Cisco */
	{ "nsgs", "security_groups" }, { "firewall", "security_groups" },
	{ "firewall_policies", "security_groups" },
	{ "network_policies", "security_groups" },
	{ "application_security_groups", "security_groups" },
	{ "network_security_group", "security_groups" },
	{ "network_tags", "security_groups" },
	{ "security_group", "security_groups" },
	{ "vlans", "subnets" }, { "vlan", "subnets" }, { "segments", "subnets" },
	{ "udr", "route_tables" }, { "udrs", "route_tables" },
	{ "udr", "route_table" }, { "vrf", "route_table" },
	{ "route_table_name", "route_table" }, { "vrfs", "route_tables" },
	{ "access_lists", "network_acls" }, { "access_list", "network_acls" },
	{ "acl", "network_acls" }, { "nacl", "network_acls" },
	{ "access_list", "network_acl" }, { "access_group", "network_acl" },
	{ "ip_range", "cidr" }, { "supernet", "cidr" }, { "network", "cidr" },
	{ "cidr_range", "cidr" }, { "ip_ranges", "cidrs" },
	{ "network_range", "cidr" }, { "address_range", "cidr" },
	{ "nat_gw_name", "nat_gateways" }, { "vpn_gateways", "vpn_gateway" },
	{ "virtual_network_gateway", "vpn_gateway" },
	{ "virtual_private_gateway", "vpn_gateway" },
	{ "private_endpoints", "endpoints" },
	{ "service_endpoints", "endpoints" }, { "privatelink", "endpoints" },
	{ "vnet", "vpcs" }, { "virtual_network", "vpcs" },
	{ "vnet_peerings", "peerings" }, { "network_peerings", "peerings" },
	{ "virtual_network_peerings", "peerings" },
	{ "virtual_wan", "transit_gateways" }, { "vwan", "transit_gateways" },
	{ "virtual_hubs", "transit_gateways" },
	{ "site_to_site_vpn", "vpns" }, { "vpn_tunnels", "vpns" },
	{ "vpn", "vpns" }, { "tunnels", "vpns" },
	{ "local_network_gateways", "networks" }, { "on_prem", "networks" },
	{ "on_premise", "networks" }, { "datacenters", "networks" },
	{ "external_networks", "networks" }, { "sites", "networks" },
	{ "address_groups", "prefix_lists" }, { "ip_groups", "prefix_lists" },
	{ "object_groups", "prefix_lists" }, { "ip_sets", "prefix_lists" },
	{ "prefix_list", "prefix_lists" }, { "named_ips", "prefix_lists" },
	{ "public_ips", "elastic_ips" }, { "static_ips", "elastic_ips" },
	{ "public_ip_addresses", "elastic_ips" },
	{ "external_ips", "elastic_ips" }, { "checks", "expect" },
	{ "connectivity", "expect" }, { "requirements", "expect" },
	{ "flows", "expect" }, { "intents", "expect" }, { "intent", "expect" },
	{ "security_rules", "ingress" }, { "inbound_security_rules", "ingress" },
	{ "outbound_security_rules", "egress" }, { "permit", "ingress" },
	{ "allowed", "ingress" }, { "in", "ingress" }, { "out", "egress" },
	{ "allow_in", "ingress" }, { "allow_out", "egress" },
	{ "sg", "from" }, { "security_group", "from" }, { "group", "from" },
	{ "prefix_list", "from" }, { "source_security_group", "from" },
	{ "remote", "from" }, { "address", "from" }, { "ip", "from" },
	{ "cidr_ip", "from" }, { "sg", "to" }, { "security_group", "to" },
	{ "group", "to" }, { "prefix_list", "to" }, { "remote", "to" },
	{ "cidr_ip", "to" }, { "service", "ports" }, { "name", "why" },
	{ "remark", "why" }, { "because", "why" }, { "ticket", "why" }, { "seq", "number" },
	{ "sequence", "number" }, { "order", "number" },
	{ "access", "action" }, { "permit", "action" },
	{ "local_address", "addresses" }, { "nic", "interfaces" },
	{ "nics", "interfaces" }, { "network_interface", "interfaces" },
	{ "listen", "ports" }, { "exposes", "ports" }, { "expose", "ports" },
	{ "container_port", "ports" }, { "container_ports", "ports" },
	{ "zones", "az" }, { "external_ip", "public_ip" },
	{ "access_config", "public_ip" },
	/* words */
	{ "ec2", "instance" }, { "ec2_instance", "instance" },
	{ "compute_instance", "instance" }, { "virtual_machine", "instance" },
	{ "ecs_fargate", "fargate_service" }, { "rds_instance", "rds" },
	{ "vm", "instance" }, { "server", "instance" }, { "host", "instance" },
	{ "machine", "instance" }, { "droplet", "instance" },
	{ "compute", "instance" }, { "spot_instance", "instance" },
	{ "spot", "instance" },
	{ "bastion", "instance" }, { "asg", "auto_scaling_group" },
	{ "autoscaling", "auto_scaling_group" },
	{ "alb", "application_load_balancer" },
	{ "load_balancer", "application_load_balancer" },
	{ "lb", "application_load_balancer" },
	{ "application", "application_load_balancer" },
	{ "nlb", "network_load_balancer" },
	{ "network", "network_load_balancer" },
	{ "gwlb", "gateway_load_balancer" },
	{ "gatewaylb", "gateway_load_balancer" },
	{ "clb", "classic_load_balancer" },
	{ "classic", "classic_load_balancer" }, { "kafka", "msk" },
	{ "documentdb", "docdb" }, { "function", "lambda" },
	{ "fargate", "fargate_service" }, { "nodegroup", "eks_nodes" },
	{ "node_group", "eks_nodes" }, { "firewall", "appliance" },
	{ "nat", "nat_instance" }, { "eni", "interface" },
	{ "network_interface", "interface" }, { "dbinstance", "rds" },
	{ "dbcluster", "aurora" }, { "rds_cluster", "aurora" },
	{ "docdb_cluster", "docdb" }, { "neptune_cluster", "neptune" },
	{ "redshift_cluster", "redshift" }, { "msk_cluster", "msk" },
	{ "elasticache_cluster", "elasticache" },
	{ "elasticache_replication_group", "elasticache" },
	{ "replication_group", "elasticache" },
	{ "opensearch_domain", "opensearch" }, { "mq_broker", "mq" },
	{ "lambda_function", "lambda" }, { "efs_file_system", "efs" },
	{ "efs_mount_target", "efs" }, { "eks_node_group", "eks_nodes" },
	{ "external", "internet-facing" }, { "public", "internet-facing" },
	{ "private", "internal" }, { "intra", "isolated" },
	{ "internal", "private" }, { "database", "isolated" },
	{ "bidirectional", "block-bidirectional" },
	{ "ingress", "block-ingress" }, { "pending", "pending-acceptance" },
	{ "egress", "allow-egress" }, { "both", "allow-bidirectional" },
	{ "permit", "allow" }, { "accept", "allow" }, { "drop", "deny" },
	{ "block", "deny" }, { "elb_v2", "application_load_balancer" },
	{ "mongo", "docdb" }, { "mongodb", "docdb" },
	{ "elasticsearch", "opensearch" }, { "elastic", "opensearch" },
	{ "rabbitmq", "mq" }, { "activemq", "mq" }, { "broker", "mq" },
	{ "nfs", "efs" }, { "file_system", "efs" }, { "filesystem", "efs" },
	{ "smb", "fsx" }, { "lustre", "fsx" }, { "router", "appliance" },
	{ "virtual_appliance", "appliance" }, { "waf", "appliance" },
	{ "functions", "lambda" }, { "serverless", "lambda" },
	{ "ecs_task", "ecs_service" }, { "fargate_task", "fargate_service" },
	{ "autoscaling_group", "auto_scaling_group" },
	{ "scaling_group", "auto_scaling_group" }, { "nodes", "eks_nodes" },
	{ "node", "eks_nodes" }, { "worker_nodes", "eks_nodes" },
	{ "data_warehouse", "redshift" }, { "warehouse", "redshift" },
	{ "graph", "neptune" },
	{ "min_replicas", "count" }, { "max_replicas", "max" },
	{ "ingress", "application_load_balancer" },
	{ "application_gateway", "application_load_balancer" },
	{ "app_gateway", "application_load_balancer" },
	{ "vmss", "auto_scaling_group" }, { "aks", "eks_cluster" },
	{ "virtual_machine_scale_set", "auto_scaling_group" },
	{ "managed_instance_group", "auto_scaling_group" },
	{ "mig", "auto_scaling_group" }, { "function_app", "lambda" },
	{ "private_with_egress", "private" }, { "private_with_nat", "private" },
	{ "private_isolated", "isolated" },
	/* more of boto */
	{ "min_count", "count" }, { "max_count", "max" },
	{ "public_ip_address", "public_ip" }, { "region_name", "region" },
};

/* The next byte of a word that counts, in lower case; 0 at the end. */
static char
next_letter(const char **p)
{
	char c;

	while (**p == '_' || **p == '-' || **p == ' ' || **p == '.')
		(*p)++;
	c = **p;
	if (c != '\0')
		(*p)++;
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Equal but for case and what parts words: "CidrBlock", "cidr-block". */
bool
spec_same_word(const char *a, const char *b)
{
	char c, d;

	if (a == NULL || b == NULL)
		return false;		/* an element of a list has no key */
	do {
		c = next_letter(&a);
		d = next_letter(&b);
	} while (c == d && c != '\0');
	return c == d;
}

/* "aws_instance" of Terraform, "AWS::EC2::Instance" of CloudFormation. */
const char *
spec_without_provider(const char *word)
{
	const char *colon = strrchr(word, ':');

	if (colon != NULL && strncmp(word, "AWS::", 5) == 0)
		return colon + 1;
	return strncmp(word, "aws_", 4) == 0 ? word + 4 : word;
}

static const char *
find(const char *word, const char *const *candidates, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_equal(candidates[i], word))
			return candidates[i];
	return NULL;
}

const char *
spec_meant(const char *wrong, const char *const *candidates, size_t n,
    bool *by_alias)
{
	wrong = spec_without_provider(wrong);
	*by_alias = false;
	for (size_t i = 0; i < n; i++)
		if (spec_same_word(wrong, candidates[i]))
			return candidates[i];
	for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++) {
		const char *right;

		if (!spec_same_word(wrong, aliases[i].wrong))
			continue;
		right = find(aliases[i].right, candidates, n);
		if (right != NULL) {
			*by_alias = true;
			return right;
		}
	}
	return names_nearest(wrong, candidates, n);
}
