/* SPDX-License-Identifier: MIT */

/*
 * What to write instead of a key that no other key stands for.
 */

#include "load/spec_read.h"

#include "base/str.h"

#include <string.h>

/* True of what stands inside of a VPC alone. */
static const char of_its_vpc[] = "leave it out: what stands inside of a VPC "
    "is of it";

/* Stands for what is made of the names that are there. */
static const char of_attachments[] = "";

static const char no_matter[] = "leave it out: it means nothing to the network";
static const char no_provider[] = "leave it out: nothing is computed here, and "
    "\"account\" and \"region\" stand at the top level";
static const char one_account[] = "write \"account\": \"111122223333\", the "
    "twelve digits of AWS's, or leave it out";
static const char behind_vpn[] = "leave it out, and write what lies behind it: "
    "\"networks\": { \"office\": { \"cidr\": … } } at the top level, named "
    "by its VPN";
static const char by_vpn[] = "leave it out: what it leads to is told alike by "
    "\"vpns\": { \"…\": { \"on\": \"…\", \"networks\": [ … ] } }";
static const char far_end[] = "leave it out: the far end is what lies behind "
    "it, \"networks\": [\"…\"], each with its blocks under \"networks\" at "
    "the top level";
static const char by_id[] = "write \"id\": \"…\", or leave it out where nothing "
    "names it by that";
static const char by_key[] = "leave it out: the key of an object is its name";

/* What no other key stands for, in the object of that name, or in any: the
 * first row that fits. */
static const struct {
	const char *in, *wrong, *advice;
} advices[] = {
	{ NULL, "enable_dns_support", "write \"dns\": { \"support\": true }" },
	{ NULL, "enable_dns_hostnames",
	  "write \"dns\": { \"hostnames\": true }" },
	{ "route_table", "subnets", "a subnet names its table: write "
	  "\"route_table\": \"%s\" in each of them" },
	{ "route_table", "subnet_ids", "a subnet names its table: write "
	  "\"route_table\": \"%s\" in each of them" },
	{ "route_table", "subnet", "a subnet names its table: write "
	  "\"route_table\": \"%s\" in it" },
	{ "route_table", "subnet_id", "a subnet names its table: write "
	  "\"route_table\": \"%s\" in it" },
	{ "route_table", "associations", "a subnet names its table: write "
	  "\"route_table\": \"%s\" in it" },
	{ "network_acl", "subnets", "a subnet names its network ACL: write "
	  "\"network_acl\": \"%s\" in each of them" },
	{ "network_acl", "subnet_ids", "a subnet names its network ACL: write "
	  "\"network_acl\": \"%s\" in each of them" },
	{ "network_acl", "associations", "a subnet names its network ACL: "
	  "write \"network_acl\": \"%s\" in each of them" },
	{ "transit_gateway", "vpcs", of_attachments },
	{ "transit_gateway", "vpc", of_attachments },
	{ "transit_gateway", "vpc_attachments", of_attachments },
	{ NULL, "Ref", "a function of CloudFormation means nothing here: write "
	  "the name itself" },
	{ NULL, "Fn::GetAtt", "a function of CloudFormation means nothing "
	  "here: write the name itself" },
	{ "subnet", "region", "write the AZ, such as \"az\": \"a\"; the Region "
	  "stands in the VPC, or at the top level" },
	{ "subnet", "nat", "its route table leads there: write "
	  "\"route_table\": \"…\", and in that \"0.0.0.0/0\": \"…\"" },
	{ "subnet", "nat_gateway", "its route table leads there: write "
	  "\"route_table\": \"…\", and in that \"0.0.0.0/0\": \"…\"" },
	{ "vpc", "max_azs", "leave it out: each subnet names its AZ: \"az\": "
	  "\"a\"" },
	{ "vpc", "azs", "each subnet names its AZ: \"az\": \"a\"" },
	{ "vpc", "public_subnets", "write each under \"subnets\": { "
	  "\"public-a\": { \"az\": \"a\", \"cidr\": \"…\", \"exposure\": "
	  "\"public\" } }" },
	{ "vpc", "private_subnets", "write each under \"subnets\": { "
	  "\"private-a\": { \"az\": \"a\", \"cidr\": \"…\", \"exposure\": "
	  "\"private\" } }" },
	{ "vpc", "enable_nat_gateway", "write \"nat_gateways\": { \"nat\": { "
	  "\"subnet\": \"…\" } }" },
	{ "vpc", "single_nat_gateway", "write \"nat_gateways\": { \"nat\": { "
	  "\"subnet\": \"…\" } }" },
	{ "vpc", "peering", "write \"peerings\": { \"…\": { \"between\": "
	  "[\"%s\", \"…\"] } } at the top level" },
	{ "peering", "local", "write \"between\": [\"…\", \"…\"]" },
	{ "peering", "remote", "write \"between\": [\"…\", \"…\"]" },
	{ "peering", "from", "write \"between\": [\"…\", \"…\"]" },
	{ "peering", "to", "write \"between\": [\"…\", \"…\"]" },
	{ "peering", "requester", "write \"between\": [\"…\", \"…\"]" },
	{ "peering", "accepter", "write \"between\": [\"…\", \"…\"]" },
	{ "transit_gateway", "routes", "a table has them: write \"tables\": "
	  "{ \"main\": { \"routes\": { … } } }, and \"table\": \"main\" in "
	  "the attachments" },
	{ "vpn", "type", "write \"static\": true, or leave it out: BGP then" },
	{ NULL, "vpc_id", of_its_vpc }, { NULL, "vpc", of_its_vpc },
	{ "vpc", "nat_gateway", "write \"nat_gateways\": { \"nat\": { "
	  "\"subnet\": \"…\" } }" },
	{ "nat_gateway", "connectivity_type", "write \"private\": true, or "
	  "leave it out: it is public then" },
	{ "peering", "vpc_id", "write \"between\": [\"…\", \"…\"]" },
	{ "peering", "peer_vpc_id", "write \"between\": [\"…\", \"…\"]" },
	{ "peering", "accepter_vpc_info", "write \"between\": [\"…\", \"…\"]" },
	{ "peering", "requester_vpc_info", "write \"between\": [\"…\", "
	  "\"…\"]" },
	{ "peering", "a", "write \"between\": [\"…\", \"…\"]" },
	{ "peering", "b", "write \"between\": [\"…\", \"…\"]" },
	{ "peering", "source", "write \"between\": [\"…\", \"…\"]" },
	{ "peering", "target", "write \"between\": [\"…\", \"…\"]" },
	{ "peering", "peer", "write \"between\": [\"…\", \"…\"]" },
	{ "peering", "source_vpc", "write \"between\": [\"…\", \"…\"]" },
	{ "peering", "target_vpc", "write \"between\": [\"…\", \"…\"]" },
	{ "peering", "destination", "write \"between\": [\"…\", \"…\"]" },
	{ "vpc", "VpcId", by_id },
	{ "subnet", "SubnetId", by_id },
	{ "route_table", "RouteTableId", by_id },
	{ "nat_gateway", "NatGatewayId", by_id },
	{ "security_group", "GroupId", by_id },
	{ "network_acl", "NetworkAclId", by_id },
	{ "endpoint", "VpcEndpointId", by_id },
	{ "elastic_ip", "AllocationId", by_id },
	{ "prefix_list", "PrefixListId", by_id },
	{ "workload", "InstanceId", by_id },
	{ "security_group", "GroupName", by_key },
	{ "prefix_list", "PrefixListName", by_key },
	{ "vpc", "availability_zones", "each subnet names its AZ: \"az\": "
	  "\"a\"" },
	{ "vpc", "peering_connections", "write \"peerings\": { \"…\": { "
	  "\"between\": [\"%s\", \"…\"] } } at the top level" },
	{ "vpc", "database_subnets", "write each under \"subnets\": { "
	  "\"data-a\": { \"az\": \"a\", \"cidr\": \"…\", \"exposure\": "
	  "\"isolated\" } }" },
	{ "vpc", "intra_subnets", "write each under \"subnets\": { "
	  "\"data-a\": { \"az\": \"a\", \"cidr\": \"…\", \"exposure\": "
	  "\"isolated\" } }" },
	{ "vpc", "isolated_subnets", "write each under \"subnets\": { "
	  "\"data-a\": { \"az\": \"a\", \"cidr\": \"…\", \"exposure\": "
	  "\"isolated\" } }" },
	{ "vpc", "nat_gateway_count", "write \"nat_gateways\": { "
	  "\"nat-a\": { \"subnet\": \"…\" }, … }" },
	{ "vpc", "one_nat_gateway_per_az", "write \"nat_gateways\": { "
	  "\"nat-a\": { \"subnet\": \"…\" }, … }" },
	{ "vpc", "main_route_table_id", "write \"main\": true in that "
	  "route table" },
	{ "plan", "spec", "what is in it stands at the top level, without "
	  "\"spec\"" },
	{ NULL, "Properties", "what is in it stands here, without "
	  "\"Properties\"" },
	{ "subnet", "security_groups", "groups are of workloads: write "
	  "\"security_groups\" in what stands in the subnet" },
	{ "route_table", "destination", "write \"routes\": { "
	  "\"0.0.0.0/0\": \"…\" }" },
	{ "route_table", "destination_cidr_block", "write \"routes\": { "
	  "\"0.0.0.0/0\": \"…\" }" },
	{ "route_table", "gateway_id", "write \"routes\": { "
	  "\"0.0.0.0/0\": \"…\" }" },
	{ "route_table", "nat_gateway_id", "write \"routes\": { "
	  "\"0.0.0.0/0\": \"…\" }" },
	{ "route_table", "target", "write \"routes\": { \"0.0.0.0/0\": "
	  "\"…\" }" },
	{ "route_table", "via", "write \"routes\": { \"0.0.0.0/0\": \"…\" }" },
	{ "nat_gateway", "az", "leave it out: it is in the AZ of its subnet" },
	{ "nat_gateway", "type", "write \"private\": true, or leave it "
	  "out: it is public then" },
	{ "endpoint", "ip_address_type", "write \"ipv6\": true for "
	  "dual-stack, or leave it out" },
	{ "workload", "ip_address_type", "write \"ipv6\": true for "
	  "dual-stack, or leave it out" },
	{ "security_group", "GroupDescription", "leave it out, or make it "
	  "a comment: \"//\"" },
	{ "security_group", "deny", "a security group lets through what "
	  "its rules name, and nothing else: leave it out, or deny in a "
	  "network ACL" },
	{ "security_group", "ports", "write \"ingress\": [\"tcp/443 from "
	  "…\"]" },
	{ "security_group", "from", "write \"ingress\": [\"tcp/443 from …\"]" },
	{ "security_group", "cidr_blocks", "write \"ingress\": [\"tcp/443 "
	  "from …\"]" },
	{ "security_group", "ingress_cidr_blocks", "write \"ingress\": "
	  "[\"tcp/443 from …\"]" },
	{ "security_group", "allow", "write \"ingress\": [\"tcp/443 from "
	  "…\"]" },
	{ "workload", "target_group_arns", "a load balancer names its "
	  "targets: write \"listeners\": { \"tcp/443\": \"%s on "
	  "tcp/8080\" } in it" },
	{ "workload", "vpc_config", "write \"subnets\": [ … ], "
	  "\"security_groups\": [ … ] in the workload itself" },
	{ "workload", "network_configuration", "write \"subnets\": [ … ], "
	  "\"security_groups\": [ … ] in the workload itself" },
	{ "workload", "network", "write \"subnets\": [ … ], "
	  "\"security_groups\": [ … ] in the workload itself" },
	{ "workload", "scaling", "write \"count\": …, \"max\": …" },
	{ "workload", "size", "write \"count\": … for how many there are" },
	{ "workload", "health_check", "write it in a listener: { \"to\": "
	  "\"…\", \"health\": \"tcp/8081\" }" },
	{ "workload", "tier", "its subnets say it: write \"tier\" in them" },
	{ "vpn", "customer_gateway_id", "write what lies behind it: "
	  "\"networks\": [\"office\"], and \"networks\": { \"office\": { "
	  "\"cidr\": … } } at the top level" },
	{ "vpn", "routes", "write \"cidrs\": [ … ], or \"networks\"" },
	{ "vpn", "vpc", "write \"on\": \"…\", the VPN gateway of that VPC" },
	{ "transit_gateway", "default_route_table_association", "write "
	  "\"default\": { \"association\": \"…\" }, or leave it out: all "
	  "are in one table then" },
	{ "transit_gateway", "default_route_table_propagation", "write "
	  "\"default\": { \"propagation\": \"…\" }, or leave it out: all "
	  "are in one table then" },
	{ "attachment", "transit_gateway_id", "leave it out: it stands "
	  "inside of its transit gateway" },
	{ "attachment", "type", "leave it out: \"vpc\", \"vpn\" or "
	  "\"peer\" says it" },
	{ "attachment", "dns_support", no_matter },
	{ "transit_gateway", "dns_support", no_matter },
	{ "network", "via", "a VPN leads there: write \"vpns\": { \"…\": "
	  "{ \"on\": \"…\", \"networks\": [\"%s\"] } } at the top level" },
	{ "elastic_ip", "vpc", no_matter },
	{ "listener", "protocol", "the key says it: \"tcp/443\": \"app on "
	  "tcp/8080\"" },
	{ "listener", "default_action", "write \"to\": \"…\", the "
	  "workload behind it" },
	{ "listener", "default_actions", "write \"to\": \"…\", the "
	  "workload behind it" },
	{ "listener", "forward", "write \"to\": \"…\", the workload "
	  "behind it" },
	{ "vpc", "description", no_matter },
	{ "subnet", "description", no_matter },
	{ "route_table", "description", no_matter },
	{ "network_acl", "description", no_matter },
	{ "endpoint", "description", no_matter },
	{ "workload", "description", no_matter },
	{ "transit_gateway", "description", no_matter },
	{ "network", "description", no_matter },
	{ "prefix_list", "description", no_matter },
	{ "nat_gateway", "description", no_matter },
	{ NULL, "db_instance_class", no_matter },
	{ NULL, "instance_type", no_matter },
	{ NULL, "instance_class", no_matter },
	{ NULL, "image_id", no_matter },
	{ NULL, "ami", no_matter },
	{ NULL, "image", no_matter },
	{ NULL, "key_name", no_matter },
	{ NULL, "user_data", no_matter },
	{ NULL, "iam_instance_profile", no_matter },
	{ NULL, "iam_role", no_matter },
	{ NULL, "role", no_matter },
	{ NULL, "engine_version", no_matter },
	{ NULL, "allocated_storage", no_matter },
	{ NULL, "storage", no_matter },
	{ NULL, "storage_type", no_matter },
	{ NULL, "runtime", no_matter },
	{ NULL, "handler", no_matter },
	{ NULL, "memory_size", no_matter },
	{ NULL, "memory", no_matter },
	{ NULL, "cpu", no_matter },
	{ NULL, "cluster", no_matter },
	{ NULL, "task_definition", no_matter },
	{ NULL, "username", no_matter },
	{ NULL, "password", no_matter },
	{ NULL, "master_username", no_matter },
	{ NULL, "dns_name", no_matter },
	{ NULL, "node_type", no_matter },
	{ NULL, "launch_template", no_matter },
	{ NULL, "policy", no_matter },
	{ NULL, "policy_document", no_matter },
	{ NULL, "auto_accept", no_matter },
	{ NULL, "name_prefix", no_matter },
	{ NULL, "revoke_rules_on_delete", no_matter },
	{ NULL, "instance_tenancy", no_matter },
	{ NULL, "tenancy", no_matter },
	{ NULL, "enable_network_address_usage_metrics", no_matter },
	{ NULL, "outpost_arn", no_matter },
	{ NULL, "peer_owner_id", no_matter },
	{ NULL, "amazon_side_asn", no_matter },
	{ NULL, "auto_accept_shared_attachments", no_matter },
	{ NULL, "asn", no_matter },
	{ NULL, "bgp_asn", no_matter },
	{ NULL, "peer_ip", no_matter },
	{ NULL, "certificate_arn", no_matter },
	{ NULL, "ssl_policy", no_matter },
	{ NULL, "domain", no_matter },
	{ NULL, "address_family", no_matter },
	{ NULL, "parameter_group_name", no_matter },
	{ NULL, "backup_retention_period", no_matter },
	{ NULL, "deletion_protection", no_matter },
	{ NULL, "environment", no_matter },
	{ "security_group", "description",
	  "leave it out, or make it a comment: \"//\"" },
	/* of Azure, GCP and Cisco */
	{ "security_group", "target_tags", "let what is meant carry it: write "
	  "\"security_groups\": [\"%s\"] in the workloads" },
	{ "security_group", "members", "let what is meant carry it: write "
	  "\"security_groups\": [\"%s\"] in the workloads" },
	{ "security_group", "attached_to", "let what is meant carry it: write "
	  "\"security_groups\": [\"%s\"] in the workloads" },
	{ "security_group", "direction", "leave it out: \"ingress\" and "
	  "\"egress\" say it" },
	{ "security_group", "priority", no_matter },
	{ "security_group", "action", "leave it out: a security group lets "
	  "through what its rules name, and nothing else" },
	{ "subnet", "nsg", "groups are of workloads: write "
	  "\"security_groups\" in what stands in the subnet" },
	{ "subnet", "network_security_group", "groups are of workloads: write "
	  "\"security_groups\" in what stands in the subnet" },
	{ "subnet", "security_group", "groups are of workloads: write "
	  "\"security_groups\" in what stands in the subnet" },
	{ "subnet", "firewall", "groups are of workloads: write "
	  "\"security_groups\" in what stands in the subnet" },
	{ "subnet", "service_endpoints", "write \"endpoints\": { \"s3\": { "
	  "\"service\": \"s3\", \"type\": \"gateway\", \"route_tables\": [ … ] "
	  "} } in the VPC" },
	{ "subnet", "gateway", "leave it out: the first address of a subnet is "
	  "its router's; where it leads says the route table" },
	{ "subnet", "default_gateway", "leave it out: the first address of a "
	  "subnet is its router's; where it leads says the route table" },
	{ "subnet", "routes", "its route table has them: write "
	  "\"route_table\": \"…\", and the routes in that" },
	{ "subnet", "vlan", no_matter }, { "subnet", "vlan_id", no_matter },
	{ "subnet", "dhcp", no_matter }, { "subnet", "delegations", no_matter },
	{ "subnet", "delegation", no_matter }, { "subnet", "purpose", no_matter },
	{ "subnet", "private_ip_google_access", "leave it out, and write an "
	  "endpoint for what it must reach: \"endpoints\" in the VPC" },
	{ "subnet", "internet", "its route table leads there: write "
	  "\"route_table\": \"…\", and in that \"0.0.0.0/0\": \"…\"" },
	{ "vpc", "routes", "a route table has them: write \"route_tables\": { "
	  "\"main\": { \"main\": true, \"routes\": { … } } }" },
	{ "vpc", "gateway", "write \"internet_gateway\": \"igw\"" },
	{ "vpc", "gateways", "write \"internet_gateway\": \"igw\", and what "
	  "leads out of private subnets under \"nat_gateways\"" },
	{ "vpc", "cloud_router", no_matter }, { "vpc", "mtu", no_matter },
	{ "vpc", "routing_mode", no_matter }, { "vpc", "dhcp_options", no_matter },
	{ "vpc", "dns_servers", no_matter },
	{ "vpc", "auto_create_subnetworks", no_matter },
	{ "vpc", "ddos_protection", no_matter },
	{ "vpc", "bastion", "write it under \"workloads\": { \"bastion\": { "
	  "\"kind\": \"instance\", \"subnets\": [ … ] } }" },
	{ "vpc", "gateway_of_last_resort", "write \"internet_gateway\": %v, "
	  "and in a route table \"0.0.0.0/0\": %v" },
	{ "vpc", "object_groups", "write \"prefix_lists\": { \"…\": { "
	  "\"entries\": [ … ] } } at the top level" },
	{ "vpc", "static_nat", "write \"elastic_ips\": { \"…\": { "
	  "\"address\": \"…\" } } at the top level, and \"public_ip\": \"…\" "
	  "in the workload" },
	{ "vpc", "target_groups", "a listener names its targets: write "
	  "\"listeners\": { \"tcp/443\": \"app on tcp/8080\" } in the load "
	  "balancer" },
	{ "plan", "hostname", no_matter }, { "plan", "description", no_matter },
	{ "plan", "provider", no_provider }, { "plan", "terraform", no_provider },
	{ "plan", "variable", no_provider }, { "plan", "outputs", no_matter },
	{ "plan", "output", no_matter }, { "plan", "parameters", no_provider },
	{ "plan", "locals", no_provider }, { "plan", "resource_group", no_matter },
	{ "plan", "api_version", "write \"vpcplan\": 1" },
	{ "plan", "metadata", no_matter },
	{ "plan", "kind", no_matter },
	{ "plan", "subscription", one_account },
	{ "plan", "subscription_id", one_account },
	{ "plan", "project", one_account }, { "plan", "project_id", one_account },
	{ "plan", "customer_gateway", behind_vpn },
	{ "plan", "customer_gateways", behind_vpn },
	{ "plan", "direct_connect", by_vpn }, { "plan", "express_route", by_vpn },
	{ "plan", "interconnect", by_vpn },
	{ "plan", "network_security_groups", "they belong inside a VPC: write "
	  "\"security_groups\" in it" },
	{ "vpn", "customer_gateway", behind_vpn },
	{ "vpn", "peer", far_end }, { "vpn", "peer_address", far_end },
	{ "vpn", "crypto_map", no_matter },
	{ "nat_gateway", "replicas", "leave it out, and write a NAT gateway for "
	  "each: \"nat_gateways\": { \"nat-a\": { \"subnet\": \"…\" }, … }" },
	{ "nat_gateway", "overload", no_matter },
	{ "workload", "annotations", "leave it out: what they say of a load "
	  "balancer stands in \"kind\" and \"scheme\"" },
	{ "workload", "labels", no_matter },
	{ "vpn", "bgp", "write \"static\": true where there is none, or leave "
	  "it out" },
	{ "transit_gateway", "propagation", "write \"default\": { "
	  "\"propagation\": \"…\" }, or leave it out: all are in one table then" },
	{ "peering", "accepted", "leave it out: it is active unless \"state\" "
	  "says another of AWS's codes" },
	{ "peering", "auto_accept", "leave it out: it is active unless "
	  "\"state\" says another of AWS's codes" },
	{ "workload", "version", no_matter },
	{ NULL, "resource_group", no_matter },
	{ NULL, "resource_group_name", no_matter },
	{ NULL, "machine_type", no_matter }, { NULL, "vm_size", no_matter },
	{ NULL, "sku", no_matter }, { NULL, "self_link", no_matter },
	{ "workload", "ingress", "groups have rules: write them in "
	  "\"security_groups\" of the VPC, and the group's name here" },
	{ "workload", "egress", "groups have rules: write them in "
	  "\"security_groups\" of the VPC, and the group's name here" },
	{ "workload", "allow", "groups have rules: write them in "
	  "\"security_groups\" of the VPC, and the group's name here" },
	{ "workload", "access_group", "write \"security_groups\": [ … ]" },
	{ "route_table", "default_route", "write \"routes\": { "
	  "\"0.0.0.0/0\": %v }" },
	{ "route_table", "default_gateway", "write \"routes\": { "
	  "\"0.0.0.0/0\": %v }" },
	{ "route_table", "gateway_of_last_resort", "write \"routes\": { "
	  "\"0.0.0.0/0\": %v }" },
	{ "route_table", "default", "write \"routes\": { \"0.0.0.0/0\": %v }" },
	{ "route_table", "gateway", "write \"routes\": { \"0.0.0.0/0\": %v }" },
	{ "route_table", "next_hop", "write \"routes\": { \"0.0.0.0/0\": %v }" },
	{ "route_table", "disable_bgp_route_propagation", "leave it out: "
	  "nothing is propagated unless \"propagates\" says it" },
	{ "route_table", "associated_subnets", "a subnet names its table: "
	  "write \"route_table\": \"%s\" in each of them" },
	{ "peering", "allow_forwarded_traffic", no_matter },
	{ "peering", "allow_gateway_transit", "leave it out: no peering of AWS "
	  "leads on to a gateway" },
	{ "peering", "use_remote_gateways", "leave it out: no peering of AWS "
	  "leads on to a gateway" },
	{ "peering", "allow_virtual_network_access", no_matter },
	{ NULL, NULL, NULL }
};

/* The same of keys that stand for something by what they say. */
static const struct {
	const char *in, *wrong;
	bool value;
	const char *advice;
} flag_advices[] = {
	{ "subnet", "public", true, "write \"exposure\": \"public\", which is "
	  "what it is meant to be; \"public_ip\": true gives what is in it "
	  "public addresses" },
	{ "subnet", "public", false, "write \"exposure\": \"private\", or "
	  "\"isolated\" if nothing in it may reach the internet" },
	{ "subnet", "is_public", true, "write \"exposure\": \"public\"" },
	{ "subnet", "is_public", false, "write \"exposure\": \"private\"" },
	{ "subnet", "is_private", true, "write \"exposure\": \"private\"" },
	{ "subnet", "private", true, "write \"exposure\": \"private\"" },
	{ "subnet", "private", false, "write \"exposure\": \"public\"" },
	{ "subnet", "isolated", true, "write \"exposure\": \"isolated\"" },
	{ "workload", "internal", true, "write \"scheme\": \"internal\"" },
	{ "workload", "internal", false,
	  "write \"scheme\": \"internet-facing\"" },
	{ "workload", "internet_facing", true,
	  "write \"scheme\": \"internet-facing\"" },
	{ "workload", "internet_facing", false,
	  "write \"scheme\": \"internal\"" },
	{ "nat_gateway", "public", true, "leave it out: a NAT gateway is "
	  "public unless it says \"private\": true" },
	{ "nat_gateway", "public", false, "write \"private\": true" },
	{ "security_group", "allow_all_outbound", true, "leave it out: a group "
	  "that states no \"egress\" lets everything out" },
	{ "security_group", "allow_all_outbound", false,
	  "write \"egress\": []" },
	{ "vpc", "ipv6", true, "write the block under \"ipv6_cidrs\", or "
	  "\"amazon_ipv6\": true if Amazon gives it one" },
	{ "vpc", "ipv6", false, "leave it out: without \"ipv6_cidrs\" it has "
	  "none" },
	{ NULL, NULL, false, NULL }
};

static const char *
flag_advice(const struct spec_object *o, struct node member)
{
	bool value;

	if (!node_bool(member, &value))
		return NULL;
	for (size_t i = 0; flag_advices[i].wrong != NULL; i++)
		if (flag_advices[i].value == value &&
		    str_equal(flag_advices[i].in, o->name) &&
		    spec_same_word(flag_advices[i].wrong, node_key(member)))
			return flag_advices[i].advice;
	return NULL;
}

/* The text with what the member says in its holes, "%v". */
static const char *
with_value(struct spec *s, const char *text, struct node member)
{
	struct str out = str_new(s->l->a);
	const char *hole;

	for (; (hole = strstr(text, "%v")) != NULL; text = hole + 2)
		str_addf(&out, "%.*s%s", (int)(hole - text), text,
		    node_excerpt(s->l->a, member));
	str_add(&out, text);
	return str_text(&out);
}

/* Twelve digits, which an account of AWS's has. */
static bool
is_account(struct spec *s, struct node n)
{
	enum { DIGITS = 12 };
	const char *text = node_kind(n) == NODE_STRING ?
	    node_text(s->l->a, n) : NULL;

	return text != NULL && strlen(text) == DIGITS &&
	    strspn(text, "0123456789") == DIGITS;
}

const char *
spec_key_advice(struct spec *s, const struct spec_object *o,
    const void *base, struct node member)
{
	const struct thing *t = o->make != NULL ? base : NULL;
	const char *by_value = flag_advice(o, member);
	const char *between = str_equal(o->name, "peering") ?
	    spec_between_help(s, member) : NULL;

	if (o == &spec_expectation)
		return spec_expect_advice(s, member);
	if (between != NULL)
		return between;
	if (by_value != NULL && str_equal(o->name, "security_group") &&
	    node_exists(node_get(s->object, "egress")))
		return "leave it out: \"egress\" says what is let out";
	if (by_value != NULL)
		return by_value;
	for (size_t i = 0; advices[i].wrong != NULL; i++) {
		const char *text = advices[i].advice;
		const char *hole = strstr(text, "%s");

		if (!spec_same_word(advices[i].wrong, node_key(member)) ||
		    (advices[i].in == NULL ? o == &spec_root &&
		    advices[i].advice != no_matter :
		    !str_equal(advices[i].in, o->name)))
			continue;
		if (text == of_attachments)
			return spec_attachments_help(s, member);
		if (text == of_its_vpc && (s->vpc == NULL ||
		    o->kind == KIND_VPC || spec_key_find(o, "vpc") != NULL))
			continue;
		if (text == one_account && is_account(s, member))
			return arena_printf(s->l->a, "write \"account\": %s",
			    node_excerpt(s->l->a, member));
		if (hole == NULL && strstr(text, "%v") != NULL) {
			if (node_kind(member) != NODE_STRING)
				continue;
			return with_value(s, text, member);
		}
		if (hole == NULL)
			return text;
		return arena_printf(s->l->a, "%.*s%s%s", (int)(hole - text),
		    text, t != NULL && t->name != NULL ? t->name : "…",
		    hole + 2);
	}
	return NULL;
}
