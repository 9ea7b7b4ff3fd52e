/* SPDX-License-Identifier: MIT */
#include "reach/missing.h"

#include "base/str.h"

static const char *const calls[KIND_COUNT] = {
	[KIND_VPC] = "ec2 describe-vpcs",
	[KIND_SUBNET] = "ec2 describe-subnets",
	[KIND_ROUTE_TABLE] = "ec2 describe-route-tables",
	[KIND_INTERNET_GATEWAY] = "ec2 describe-internet-gateways",
	[KIND_EGRESS_ONLY_GATEWAY] =
	    "ec2 describe-egress-only-internet-gateways",
	[KIND_NAT_GATEWAY] = "ec2 describe-nat-gateways",
	[KIND_VPN_GATEWAY] = "ec2 describe-vpn-gateways",
	[KIND_VPN] = "ec2 describe-vpn-connections",
	[KIND_TRANSIT_GATEWAY] = "ec2 describe-transit-gateways",
	[KIND_ATTACHMENT] = "ec2 describe-transit-gateway-vpc-attachments",
	[KIND_TRANSIT_TABLE] = "ec2 describe-transit-gateway-attachments",
	[KIND_PEERING] = "ec2 describe-vpc-peering-connections",
	[KIND_ENDPOINT] = "ec2 describe-vpc-endpoints",
	[KIND_PREFIX_LIST] = "ec2 get-managed-prefix-list-entries",
	[KIND_NETWORK_ACL] = "ec2 describe-network-acls",
	[KIND_SECURITY_GROUP] = "ec2 describe-security-groups",
	[KIND_INTERFACE] = "ec2 describe-network-interfaces",
	[KIND_WORKLOAD] = "ec2 describe-instances",
};

static const struct {
	const char *prefix;
	enum kind kind;
} ids[] = {
	{ "igw-", KIND_INTERNET_GATEWAY },
	{ "eigw-", KIND_EGRESS_ONLY_GATEWAY },
	{ "nat-", KIND_NAT_GATEWAY }, { "vgw-", KIND_VPN_GATEWAY },
	{ "tgw-", KIND_TRANSIT_GATEWAY }, { "pcx-", KIND_PEERING },
	{ "vpce-", KIND_ENDPOINT }, { "eni-", KIND_INTERFACE },
	{ "i-", KIND_WORKLOAD }
};

const char *
missing_call(struct arena *a, const struct thing *about, enum kind kind)
{
	if (about == NULL || about->created || calls[kind] == NULL)
		return "";
	return arena_printf(a, " (aws %s)", calls[kind]);
}

const char *
missing_call_of_id(struct arena *a, const struct thing *about, const char *id)
{
	for (size_t i = 0; id != NULL && i < sizeof ids / sizeof *ids; i++)
		if (str_starts_with(id, ids[i].prefix))
			return missing_call(a, about, ids[i].kind);
	return "";
}
