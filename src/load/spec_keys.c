/* SPDX-License-Identifier: MIT */

/* The vocabulary of the spec: the plan itself. */

#include "load/spec_keys.h"

#include "base/str.h"

/* What a plan of Terraform does not tell, nor a list from AWS. */
static const struct spec_key unplaced_keys[] = {
	{ "subnets", FORM_THINGS, "subnets whose VPC is not known",
	  .object = &spec_subnet },
	{ "nat_gateways", FORM_THINGS, "NAT gateways whose VPC is not known",
	  .object = &spec_nat_gateway },
	{ "endpoints", FORM_THINGS, "VPC endpoints whose VPC is not known",
	  .object = &spec_endpoint },
	{ "route_tables", FORM_THINGS, "route tables whose VPC is not known",
	  .object = &spec_route_table },
	{ "security_groups", FORM_THINGS, "security groups whose VPC is not "
	  "known", .object = &spec_security_group },
	{ "network_acls", FORM_THINGS, "network ACLs whose VPC is not known",
	  .object = &spec_network_acl },
	{ "workloads", FORM_THINGS, "what runs in a VPC that is not known",
	  .object = &spec_workload },
	{ 0 }
};

static const struct spec_object unplaced = {
	.name = "unplaced", .title = "what is unplaced",
	.about = "things of which it is not known in which VPC they are",
	.keys = unplaced_keys,
};

static const struct spec_key root_keys[] = {
	{ "vpcplan", FORM_VERSION, "the version of the format: 1",
	  .required = true },
	{ "name", FORM_NAME, "the plan's name", AT(model, name) },
	{ "account", FORM_OWNER, .about = "the account of what states none" },
	{ "region", FORM_OWNER, .about = "the Region of what states none" },
	{ "vpcs", FORM_THINGS, "the VPCs by name", .object = &spec_vpc },
	{ "internet_gateways", FORM_THINGS, "internet gateways that are "
	  "attached to no VPC", .object = &spec_loose_internet_gateway },
	{ "vpn_gateways", FORM_THINGS, "VPN gateways that are attached to no "
	  "VPC", .object = &spec_loose_vpn_gateway },
	{ "unplaced", FORM_PART, "what is in a VPC that is not known",
	  .object = &unplaced },
	{ "peerings", FORM_THINGS, "peering connections by name",
	  .object = &spec_peering },
	{ "transit_gateways", FORM_THINGS, "transit gateways by name",
	  .object = &spec_transit_gateway },
	{ "vpns", FORM_THINGS, "VPN connections by name", .object = &spec_vpn },
	{ "networks", FORM_THINGS, "networks outside of AWS, by name",
	  .object = &spec_network },
	{ "prefix_lists", FORM_THINGS, "prefix lists by name",
	  .object = &spec_prefix_list },
	{ "elastic_ips", FORM_THINGS, "Elastic IPs by name",
	  .object = &spec_elastic_ip },
	{ "block_public_access", FORM_THING_LIST, "VPC block public access",
	  .object = &spec_block_public_access },
	{ "pools", FORM_POOLS, .about = "blocks for VPCs that only state a "
	  "size, by name" },
	{ "quotas", FORM_QUOTAS, .about = "quotas that were raised, by name" },
	{ "incomplete", FORM_INCOMPLETE, .about = "kinds whose list is not whole" },
	{ "ignore", FORM_IGNORE, "findings that are accepted",
	  .object = &spec_suppression },
	{ "expect", FORM_EXPECT, "what must and must not be reachable",
	  .object = &spec_expectation },
	{ 0 }
};

const struct spec_object spec_root = {
	.name = "plan", .title = "the plan",
	.about = "a network plan for AWS", .keys = root_keys,
};

static const struct spec_key expect_root_keys[] = {
	{ "vpcplan", FORM_VERSION, .about = "the version of the format: 1" },
	{ "networks", FORM_THINGS, "networks outside of AWS, by name",
	  .object = &spec_network },
	{ "ignore", FORM_IGNORE, "findings that are accepted",
	  .object = &spec_suppression },
	{ "expect", FORM_EXPECT, "what must and must not be reachable",
	  .object = &spec_expectation },
	{ 0 }
};

const struct spec_object spec_expect_root = {
	.name = "intent", .title = "the file of expectations",
	.about = "the intent for a network that stands in another file",
	.keys = expect_root_keys,
};

const struct spec_key *
spec_key_find(const struct spec_object *o, const char *key)
{
	for (const struct spec_key *k = o->keys; k->key != NULL; k++)
		if (str_equal(k->key, key))
			return k;
	return NULL;
}
