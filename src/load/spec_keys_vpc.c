/* SPDX-License-Identifier: MIT */

/* The vocabulary of the spec: what a VPC is laid out of. */

#include "load/spec_keys.h"

static const char *const exposures[] = {
	"public", "private", "isolated", NULL
};
static const char *const endpoint_types[] = {
	"gateway", "interface", "gateway_load_balancer", NULL
};
static const char *const reservation_types[] = { "prefix", "explicit", NULL };
static const char *const route_states[] = { "active", "blackhole", NULL };
static const char *const route_origins[] = { "static", "propagated", NULL };

static const struct spec_key route_keys[] = {
	{ "to", FORM_ROUTE_TO, "a CIDR, a prefix list, or a service",
	  .required = true },
	{ "via", FORM_ROUTE_VIA, .about = "the target: a name, local or blackhole" },
	{ "state", FORM_ROUTE_STATE, "as AWS reports it",
	  .words = route_states },
	{ "origin", FORM_ROUTE_ORIGIN, "where the route comes from",
	  .words = route_origins },
	REASON_KEYS(route),
	{ 0 }
};

const struct spec_object spec_route = {
	.name = "route", .title = "a route",
	.about = "where packets for a destination go", .keys = route_keys,
};

static const struct spec_key route_table_keys[] = {
	{ "main", FORM_FLAG, "whether subnets without a table use it",
	  AT(route_table, main) },
	{ "routes", FORM_ROUTES, "destination and target; local is implied",
	  AT(route_table, routes.v), .object = &spec_route },
	{ "propagates", FORM_REFS, "VPN gateways whose networks enter it",
	  AT(route_table, propagates.v) },
	{ "edge_of", FORM_REF, "the gateway whose incoming packets it routes",
	  AT(route_table, edge_of) },
	THING_KEYS,
	{ 0 }
};

const struct spec_object spec_route_table = {
	.name = "route_table", .title = "route table",
	.about = "routes for the subnets that name it",
	.keys = route_table_keys, .make = spec_make_route_table,
	.kind = KIND_ROUTE_TABLE, .done = spec_check_route_table,
};

static const char *const subnet_needs[] = {
	"cidr", "size", "hosts", "ipv6_only", NULL
};
static const char *const subnet_either[] = { "cidr", "size", "hosts", NULL };

static const struct spec_key subnet_keys[] = {
	{ "az", FORM_TEXT, "its AZ: \"a\", or AWS's \"eu-west-1a\"",
	  AT(subnet, az) },
	{ "az_id", FORM_TEXT, "the AZ's id: \"euw1-az3\"", AT(subnet, az_id) },
	{ "cidr", FORM_CIDR, "its IPv4 block", AT(subnet, cidr), .family = 4 },
	{ "size", FORM_NUMBER, "instead of cidr: the prefix length wanted",
	  AT(subnet, size), .min = 0, .max = 32 },
	{ "hosts", FORM_NUMBER, "instead of cidr: the addresses wanted",
	  AT(subnet, hosts), .min = 1, .max = INT32_MAX },
	{ "grow", FORM_NUMBER, "keep room beside it: how many times its size "
	  "it may grow to", AT(subnet, grow), .min = 1, .max = 4096 },
	{ "ipv6_cidr", FORM_CIDR, "its IPv6 block", AT(subnet, ipv6_cidr),
	  .family = 6 },
	{ "ipv6_only", FORM_FLAG, "whether it has no IPv4 block",
	  AT(subnet, ipv6_only) },
	{ "ipv6", FORM_FLAG, "false: interfaces take no IPv6 address",
	  AT(subnet, ipv6) },
	{ "dns64", FORM_FLAG, "whether the resolver answers with 64:ff9b::/96",
	  AT(subnet, dns64) },
	{ "public_ip", FORM_FLAG, "whether interfaces get a public address",
	  AT(subnet, public_ip) },
	{ "exposure", FORM_EXPOSURE, "what it is meant to be",
	  AT(subnet, declared), .words = exposures },
	{ "tier", FORM_TEXT, "its row in diagrams; by default its name "
	  "without the AZ", AT(subnet, tier) },
	{ "route_table", FORM_REF_OR_REFS, "its route table; absent: the main",
	  AT(subnet, table_refs.v) },
	{ "network_acl", FORM_REF_OR_REFS, "its ACL; absent: the default one",
	  AT(subnet, acl_refs.v) },
	{ "shared_with", FORM_NAMES, "accounts that may place things in it",
	  AT(subnet, shared_with.v) },
	{ "reserved", FORM_RESERVED, "blocks kept apart in it",
	  .words = reservation_types },
	THING_KEYS,
	{ 0 }
};

const struct spec_object spec_subnet = {
	.name = "subnet", .title = "subnet",
	.about = "a block of the VPC in one AZ",
	.keys = subnet_keys, .make = spec_make_subnet,
	.kind = KIND_SUBNET, .done = spec_check_subnet,
	.needs = subnet_needs, .either = subnet_either,
	.sample = "{ \"az\": \"a\", \"cidr\": \"10.0.0.0/24\" }",
};

static const char *const nat_gateway_needs[] = { "subnet", "regional", NULL };

static const struct spec_key nat_gateway_keys[] = {
	{ "subnet", FORM_REF, "the subnet it stands in",
	  AT(nat_gateway, subnet) },
	{ "private", FORM_FLAG, "whether it has no public address",
	  AT(nat_gateway, is_private) },
	{ "regional", FORM_FLAG, "whether it serves all AZs of the VPC",
	  AT(nat_gateway, regional) },
	{ "addresses", FORM_ADDRESSES, "Elastic IPs; absent: one is allocated",
	  AT(nat_gateway, addresses.v),
	  STATED(nat_gateway, addresses_stated), .family = 4 },
	{ "private_addresses", FORM_PRIVATE_ADDRESSES, "its addresses in the "
	  "VPC", AT(nat_gateway, private_addresses.v) },
	{ "state", FORM_STATE, "AWS's state; absent: available",
	  AT(nat_gateway, state) },
	{ "routes", FORM_ROUTES, "the own routes of a regional one",
	  AT(nat_gateway, routes.v), STATED(nat_gateway, routes_stated),
	  .object = &spec_route },
	THING_KEYS,
	{ 0 }
};

const struct spec_object spec_nat_gateway = {
	.name = "nat_gateway", .title = "NAT gateway",
	.about = "lets interfaces without a public address begin flows",
	.keys = nat_gateway_keys, .make = spec_make_nat_gateway,
	.kind = KIND_NAT_GATEWAY, .done = spec_check_nat_gateway,
	.needs = nat_gateway_needs,
	.sample = "{ \"subnet\": \"public-a\" }",
};

static const struct spec_key forward_keys[] = {
	{ "ports", FORM_FORWARD_PORTS, "kinds of traffic",
	  .required = true },
	{ "from", FORM_FORWARD_PEER, "a CIDR, a name or anywhere",
	  AT(forward, from), .required = true },
	{ "to", FORM_FORWARD_PEER, "a CIDR, a name or anywhere",
	  AT(forward, to), .required = true },
	{ 0 }
};

const struct spec_object spec_forward = {
	.name = "forward", .title = "an entry of \"forwards\"",
	.about = "what an appliance lets pass", .keys = forward_keys,
};

static const char *const endpoint_either[] = { "subnet", "subnets", NULL };

static const struct spec_key endpoint_keys[] = {
	{ "service", FORM_TEXT, "the service: s3, ecr.api, or a full name",
	  AT(endpoint, service) },
	{ "type", FORM_ENDPOINT_TYPE, "how it is reached",
	  AT(endpoint, type), .required = true, .words = endpoint_types },
	{ "route_tables", FORM_REFS, "tables that a gateway endpoint enters",
	  AT(endpoint, table_refs.v) },
	{ "subnet", FORM_REF_AS_LIST, "the subnet it stands in",
	  AT(endpoint, subnet_refs.v) },
	{ "subnets", FORM_REFS, "the subnets it has an interface in",
	  AT(endpoint, subnet_refs.v) },
	{ "security_groups", FORM_REFS, "its groups; absent: the default one",
	  AT(endpoint, group_refs.v), STATED(endpoint, groups_stated) },
	{ "private_dns", FORM_FLAG, "whether the service's name leads to it; "
	  "absent: true", AT(endpoint, private_dns) },
	{ "ipv6", FORM_FLAG, "whether it has IPv6 addresses",
	  AT(endpoint, ipv6) },
	{ "state", FORM_STATE, "AWS's state; absent: available",
	  AT(endpoint, state) },
	{ "nat", FORM_FLAG, "whether they forward under their own address",
	  AT(endpoint, forwards.nat) },
	{ "forwards", FORM_FORWARDS, "what the appliances behind it let pass",
	  AT(endpoint, forwards), .object = &spec_forward },
	THING_KEYS,
	{ 0 }
};

const struct spec_object spec_endpoint = {
	.name = "endpoint", .title = "endpoint",
	.about = "a way to a service that does not leave AWS",
	.keys = endpoint_keys, .make = spec_make_endpoint,
	.kind = KIND_ENDPOINT,
	.done = spec_check_endpoint, .either = endpoint_either,
};

static const struct spec_key endpoint_service_keys[] = {
	{ "load_balancer", FORM_REF, "the balancer behind it",
	  AT(endpoint_service, load_balancer), .required = true },
	{ "service", FORM_TEXT, "its full name, com.amazonaws.vpce.…",
	  AT(endpoint_service, service) },
	THING_KEYS,
	{ 0 }
};

const struct spec_object spec_endpoint_service = {
	.name = "service", .title = "endpoint service",
	.about = "an own service that others reach by an endpoint",
	.keys = endpoint_service_keys, .make = spec_make_endpoint_service,
	.kind = KIND_ENDPOINT_SERVICE,
};

static const struct spec_key gateway_keys[] = {
	{ "name", FORM_NAME, "its name", AT(thing, name) },
	THING_KEYS,
	{ 0 }
};

static const struct spec_key loose_gateway_keys[] = {
	OWNER_KEYS,
	THING_KEYS,
	{ 0 }
};

const struct spec_object spec_internet_gateway = {
	.name = "gateway", .title = "internet gateway",
	.about = "a gateway of the VPC", .default_name = "igw",
	.keys = gateway_keys, .make = spec_make_internet_gateway,
	.kind = KIND_INTERNET_GATEWAY,
};

const struct spec_object spec_egress_only_gateway = {
	.name = "gateway", .title = "egress-only internet gateway",
	.about = "a gateway of the VPC", .default_name = "eigw",
	.keys = gateway_keys, .make = spec_make_egress_only_gateway,
	.kind = KIND_EGRESS_ONLY_GATEWAY,
};

const struct spec_object spec_vpn_gateway = {
	.name = "gateway", .title = "VPN gateway",
	.about = "a gateway of the VPC", .default_name = "vgw",
	.keys = gateway_keys, .make = spec_make_vpn_gateway,
	.kind = KIND_VPN_GATEWAY,
};

const struct spec_object spec_loose_internet_gateway = {
	.name = "loose_gateway", .title = "internet gateway",
	.about = "a gateway that is attached to no VPC",
	.keys = loose_gateway_keys, .make = spec_make_internet_gateway,
	.kind = KIND_INTERNET_GATEWAY,
};

const struct spec_object spec_loose_vpn_gateway = {
	.name = "loose_gateway", .title = "VPN gateway",
	.about = "a gateway that is attached to no VPC",
	.keys = loose_gateway_keys, .make = spec_make_vpn_gateway,
	.kind = KIND_VPN_GATEWAY,
};

static const struct spec_key dns_keys[] = {
	{ "support", FORM_FLAG, "whether the VPC has a resolver; absent: true",
	  AT(vpc, dns_support) },
	{ "hostnames", FORM_FLAG, "whether public addresses get names",
	  AT(vpc, dns_hostnames) },
	{ 0 }
};

static const struct spec_object dns = {
	.name = "dns", .title = "\"dns\"",
	.about = "what the VPC's resolver does", .keys = dns_keys,
};

static const char *const vpc_needs[] = { "cidr", "cidrs", "size", NULL };
static const char *const vpc_either[] = { "cidr", "cidrs", "size", NULL };

static const struct spec_key vpc_keys[] = {
	OWNER_KEYS,
	{ "cidr", FORM_CIDR_AS_LIST, "its IPv4 block", AT(vpc, cidrs.v),
	  .family = 4 },
	{ "cidrs", FORM_CIDRS, "its IPv4 blocks, the primary first",
	  AT(vpc, cidrs.v), .family = 4 },
	{ "size", FORM_NUMBER, "instead of cidr: the prefix length wanted",
	  AT(vpc, size), .min = 0, .max = 32 },
	{ "pool", FORM_TEXT, "with size: the pool to take it from",
	  AT(vpc, pool) },
	{ "ipv6_cidrs", FORM_CIDRS, "its IPv6 blocks", AT(vpc, ipv6_cidrs.v),
	  .family = 6 },
	{ "amazon_ipv6", FORM_FLAG, "whether Amazon gives it an IPv6 block, "
	  "which it chooses", AT(vpc, amazon_ipv6) },
	{ "default", FORM_FLAG, "whether it is the account's default VPC",
	  AT(vpc, is_default) },
	{ "dns", FORM_PART, "what its resolver does", .object = &dns },
	{ "flow_logs", FORM_FLAG, "whether flows are logged",
	  AT(vpc, flow_logs) },
	{ "internet_gateway", FORM_GATEWAY, "its name, or true for \"igw\"",
	  .object = &spec_internet_gateway },
	{ "egress_only_gateway", FORM_GATEWAY, "its name, or true for "
	  "\"eigw\"", .object = &spec_egress_only_gateway },
	{ "vpn_gateway", FORM_GATEWAY, "its name, or true for \"vgw\"",
	  .object = &spec_vpn_gateway },
	{ "subnets", FORM_THINGS, "its subnets by name", .object = &spec_subnet },
	{ "nat_gateways", FORM_THINGS, "its NAT gateways by name",
	  .object = &spec_nat_gateway },
	{ "endpoints", FORM_THINGS, "its VPC endpoints by name",
	  .object = &spec_endpoint },
	{ "route_tables", FORM_THINGS, "its route tables by name",
	  .object = &spec_route_table },
	{ "default_security_group", FORM_DEFAULT_GROUP, "rules of the group "
	  "\"default\"", .object = &spec_default_group },
	{ "security_groups", FORM_THINGS, "its security groups by name",
	  .object = &spec_security_group },
	{ "network_acls", FORM_THINGS, "its network ACLs by name",
	  .object = &spec_network_acl },
	{ "workloads", FORM_THINGS, "what runs in it, by name",
	  .object = &spec_workload },
	{ "services", FORM_THINGS, "services it offers by PrivateLink",
	  .object = &spec_endpoint_service },
	{ "incomplete", FORM_INCOMPLETE, .about = "kinds whose list here is not whole" },
	THING_KEYS,
	{ 0 }
};

const struct spec_object spec_vpc = {
	.name = "vpc", .title = "VPC", .about = "a network in AWS",
	.keys = vpc_keys, .make = spec_make_vpc,
	.kind = KIND_VPC,
	.done = spec_check_vpc,
	.needs = vpc_needs, .either = vpc_either,
	.sample = "{ \"cidr\": \"10.0.0.0/16\" }",
};
