/* SPDX-License-Identifier: MIT */
#include "model/facts.h"

#include "base/fatal.h"
#include "base/str.h"
#include "net/special.h"

#include <string.h>

/* The pages, and when they were read. */
#define VPC_CIDRS	"Amazon VPC User Guide, VPC CIDR blocks"
#define SUBNET_CIDRS	"Amazon VPC User Guide, Subnet CIDR blocks"
#define SUBNET_TABLES	"Amazon VPC User Guide, Subnet route tables"
#define QUOTAS		"Amazon VPC User Guide, Amazon VPC quotas"
#define ACLS		"Amazon VPC User Guide, Network ACLs"
#define CUSTOM_ACLS	"Amazon VPC User Guide, Custom network ACLs"
#define NAT_BASICS	"Amazon VPC User Guide, NAT gateway basics"
#define NAT64		"Amazon VPC User Guide, DNS64 and NAT64"
#define PEERING		"VPC Peering Guide, How VPC peering works"
#define PRIVATELINK	"AWS PrivateLink Guide, Quotas"
#define TRANSIT		"Transit Gateway Guide, Quotas"
#define VPN		"Site-to-Site VPN User Guide, Quotas"
#define BALANCERS	"Application Load Balancers guide, subnets of a balancer"
#define EKS		"Amazon EKS User Guide, VPC and subnet requirements"
#define CLOUDFORMATION	"AWS CloudFormation User Guide, quotas"
#define LINUX		"Linux kernel, default of net.ipv4.ip_local_port_range"
#define IANA6		"IANA IPv6 Special-Purpose Address Registry"

#define STUDY		"2025-2026"
#define QUOTA_DAY	"2026-09-26"
#define IANA_DAY	"2025-10-09"

/* A row that nobody may change, one that configuration may, and one that a
 * spec may as well. */
#define FIXED(n, words, page)						\
	{ .value = (n), .what = (words), .source = (page), .read = STUDY }
#define SETTABLE(k, n, words, page)					\
	{ .key = (k), .value = (n), .what = (words), .source = (page),	\
	    .read = STUDY }
#define QUOTA(k, n, words, page, day)					\
	{ .key = (k), .value = (n), .what = (words), .source = (page),	\
	    .read = (day), .is_quota = true }

static const struct fact_row rows[FACT_COUNT] = {
	[FACT_VPC_LENGTH_MIN] = FIXED(16,
	    "largest IPv4 block of a VPC, as prefix length", VPC_CIDRS),
	[FACT_VPC_LENGTH_MAX] = FIXED(28,
	    "smallest IPv4 block of a VPC, as prefix length", VPC_CIDRS),
	[FACT_SUBNET_LENGTH_MIN] = FIXED(16,
	    "largest IPv4 block of a subnet, as prefix length", SUBNET_CIDRS),
	[FACT_SUBNET_LENGTH_MAX] = FIXED(28,
	    "smallest IPv4 block of a subnet, as prefix length", SUBNET_CIDRS),
	[FACT_VPC_IPV6_LENGTH_MIN] = FIXED(44,
	    "largest IPv6 block of a VPC, as prefix length", VPC_CIDRS),
	[FACT_VPC_IPV6_LENGTH_MAX] = FIXED(60,
	    "smallest IPv6 block of a VPC, as prefix length", VPC_CIDRS),
	[FACT_SUBNET_IPV6_LENGTH_MIN] = FIXED(44,
	    "largest IPv6 block of a subnet, as prefix length", SUBNET_CIDRS),
	[FACT_SUBNET_IPV6_LENGTH_MAX] = FIXED(64,
	    "smallest IPv6 block of a subnet, as prefix length", SUBNET_CIDRS),
	[FACT_IPV6_LENGTH_STEP] = FIXED(4,
	    "step between the lengths of IPv6 blocks", VPC_CIDRS),
	[FACT_SUBNET_RESERVED] = FIXED(5,
	    "addresses of a subnet that AWS keeps", SUBNET_CIDRS),
	[FACT_SUBNET_RESERVED_FIRST] = FIXED(4,
	    "of these at the beginning of the subnet", SUBNET_CIDRS),
	[FACT_ACL_NUMBER_MIN] = FIXED(1,
	    "lowest number of a network ACL's entry", ACLS),
	[FACT_ACL_NUMBER_MAX] = FIXED(32766,
	    "highest number of a network ACL's entry", ACLS),
	[FACT_RULES_PER_INTERFACE] = { .value = 1000,
	    .what = "rules a group times groups an interface",
	    .source = QUOTAS, .read = QUOTA_DAY },
	[FACT_ACL_ENTRIES_MAX] = { .value = 40,
	    .what = "entries a direction that a network ACL can be raised to",
	    .source = QUOTAS, .read = QUOTA_DAY },
	[FACT_GROUPS_PER_INTERFACE_MAX] = { .value = 16,
	    .what = "security groups that an interface can be raised to",
	    .source = QUOTAS, .read = QUOTA_DAY },
	[FACT_PROPAGATED_ROUTES] = { .value = 100,
	    .what = "propagated routes of a route table",
	    .source = QUOTAS, .read = QUOTA_DAY },

	[FACT_GROUP_RULES] = QUOTA("security_group_rules", 60,
	    "rules of a security group, per direction and family",
	    QUOTAS, QUOTA_DAY),
	[FACT_GROUPS_PER_INTERFACE] = QUOTA("security_groups_per_interface", 5,
	    "security groups of an interface", QUOTAS, QUOTA_DAY),
	[FACT_ACL_ENTRIES] = QUOTA("network_acl_entries", 20,
	    "entries of a network ACL, per direction", QUOTAS, QUOTA_DAY),
	[FACT_NATS_PER_AZ] = QUOTA("nat_gateways_per_az", 5,
	    "NAT gateways in an AZ", QUOTAS, QUOTA_DAY),
	[FACT_ROUTES_PER_TABLE] = QUOTA("routes_per_route_table", 500,
	    "routes of a table that are not propagated, per family",
	    QUOTAS, QUOTA_DAY),
	[FACT_VPC_CIDRS] = QUOTA("cidrs_per_vpc", 5,
	    "IPv4 blocks of a VPC", QUOTAS, QUOTA_DAY),
	[FACT_VPC_IPV6_CIDRS] = QUOTA("ipv6_cidrs_per_vpc", 5,
	    "IPv6 blocks of a VPC", QUOTAS, QUOTA_DAY),
	[FACT_SUBNETS_PER_VPC] = QUOTA("subnets_per_vpc", 200,
	    "subnets of a VPC", QUOTAS, QUOTA_DAY),
	[FACT_ROUTE_TABLES_PER_VPC] = QUOTA("route_tables_per_vpc", 200,
	    "route tables of a VPC", QUOTAS, QUOTA_DAY),
	[FACT_ACLS_PER_VPC] = QUOTA("network_acls_per_vpc", 200,
	    "network ACLs of a VPC", QUOTAS, QUOTA_DAY),
	[FACT_VPCS] = QUOTA("vpcs", 5, "VPCs in a Region", QUOTAS, QUOTA_DAY),
	[FACT_INTERNET_GATEWAYS] = QUOTA("internet_gateways", 5,
	    "internet gateways in a Region", QUOTAS, QUOTA_DAY),
	[FACT_ELASTIC_IPS] = QUOTA("elastic_ips", 5,
	    "Elastic IPs in a Region", QUOTAS, QUOTA_DAY),
	[FACT_GROUPS] = QUOTA("security_groups", 2500,
	    "security groups in a Region", QUOTAS, QUOTA_DAY),
	[FACT_PREFIX_LIST_ENTRIES] = QUOTA("prefix_list_entries", 1000,
	    "entries of a prefix list", QUOTAS, QUOTA_DAY),
	[FACT_NAT_ADDRESSES] = QUOTA("elastic_ips_per_nat_gateway", 2,
	    "Elastic IPs of a public NAT gateway", QUOTAS, QUOTA_DAY),
	[FACT_INTERFACE_ENDPOINTS_PER_VPC] = QUOTA(
	    "interface_endpoints_per_vpc", 50,
	    "interface and gateway load balancer endpoints of a VPC",
	    PRIVATELINK, STUDY),
	[FACT_GATEWAY_ENDPOINTS] = QUOTA("gateway_endpoints", 20,
	    "gateway endpoints in a Region", PRIVATELINK, STUDY),
	[FACT_PEERINGS_PER_VPC] = QUOTA("peerings_per_vpc", 50,
	    "active peering connections of a VPC", PEERING, STUDY),
	[FACT_TRANSIT_GATEWAYS] = QUOTA("transit_gateways", 5,
	    "transit gateways of an account", TRANSIT, STUDY),
	[FACT_TRANSIT_TABLES] = QUOTA("transit_gateway_tables", 20,
	    "route tables of a transit gateway", TRANSIT, STUDY),
	[FACT_VPN_GATEWAYS] = QUOTA("vpn_gateways", 5,
	    "VPN gateways in a Region", VPN, STUDY),

	[FACT_NAT_FLOWS] = SETTABLE("nat_flows_per_address", 55000,
	    "flows of a NAT gateway per address to one destination",
	    NAT_BASICS),
	[FACT_ALB_LENGTH_MAX] = FIXED(27,
	    "smallest subnet of an application load balancer, as prefix length",
	    BALANCERS),
	[FACT_ALB_FREE] = SETTABLE("load_balancer_free_addresses", 8,
	    "free addresses that a load balancer needs in a subnet", BALANCERS),
	[FACT_EKS_FREE] = SETTABLE("eks_free_addresses", 6,
	    "free addresses that an EKS cluster needs in a subnet", EKS),
	[FACT_EPHEMERAL_FIRST] = FIXED(32768,
	    "lowest port that a Linux client takes", LINUX),
	[FACT_EPHEMERAL_LAST] = FIXED(60999,
	    "highest port that a Linux client takes", LINUX),
	[FACT_EPHEMERAL_WIDE_FIRST] = FIXED(1024,
	    "lowest port that load balancers, NAT gateways, Lambda and unknown "
	    "clients take", CUSTOM_ACLS),
	[FACT_EPHEMERAL_WIDE_LAST] = FIXED(65535,
	    "highest port that load balancers, NAT gateways, Lambda and "
	    "unknown clients take", CUSTOM_ACLS),
	[FACT_FN_CIDR_BLOCKS] = FIXED(256,
	    "most blocks that Fn::Cidr makes",
	    "AWS CloudFormation User Guide, Fn::Cidr"),
	[FACT_TEMPLATE_RESOURCES] = FIXED(500, "resources of a template",
	    CLOUDFORMATION),
	[FACT_TEMPLATE_PARAMETERS] = FIXED(200, "parameters of a template",
	    CLOUDFORMATION),
	[FACT_TEMPLATE_OUTPUTS] = FIXED(200, "outputs of a template",
	    CLOUDFORMATION),
	[FACT_TEMPLATE_MAPPINGS] = FIXED(200, "mappings of a template",
	    CLOUDFORMATION),
	[FACT_TEMPLATE_ATTRIBUTES] = FIXED(200, "attributes of a mapping",
	    CLOUDFORMATION),
	[FACT_TEMPLATE_BYTES] = FIXED(1000000,
	    "bytes of a template in an S3 object", CLOUDFORMATION),
	[FACT_TEMPLATE_NAME] = FIXED(255,
	    "characters of a name in a template", CLOUDFORMATION),
	[FACT_TEMPLATE_DESCRIPTION] = FIXED(1024,
	    "bytes of a template's description", CLOUDFORMATION),
	[FACT_PARAMETER_VALUE] = FIXED(4096, "bytes of a parameter's value",
	    CLOUDFORMATION),
	[FACT_CONDITIONS_MIN] = FIXED(2,
	    "fewest conditions of Fn::And and Fn::Or",
	    "AWS CloudFormation User Guide, Condition functions"),
	[FACT_CONDITIONS_MAX] = FIXED(10,
	    "most conditions of Fn::And and Fn::Or",
	    "AWS CloudFormation User Guide, Condition functions"),
};

const struct fact_row *
fact(enum fact f)
{
	if ((unsigned)f >= FACT_COUNT)
		BUG("no such fact");
	return &rows[f];
}

int64_t
fact_value(enum fact f)
{
	return fact(f)->value;
}

bool
fact_is_settable(const char *key)
{
	for (size_t i = 0; i < FACT_COUNT; i++)
		if (rows[i].key != NULL && strcmp(rows[i].key, key) == 0)
			return true;
	return false;
}

bool
fact_is_quota(const char *key)
{
	for (size_t i = 0; i < FACT_COUNT; i++)
		if (rows[i].is_quota && strcmp(rows[i].key, key) == 0)
			return true;
	return false;
}

/* --------------------------------------------------------------- ranges */

#define V4(a, b, c, d, bits) {						\
	.base = { .lo = (uint64_t)(a) << 24 | (uint64_t)(b) << 16 |	\
	    (uint64_t)(c) << 8 | (uint64_t)(d) },			\
	.family = IPV4, .length = (bits) }
#define V6(high, bits)							\
	{ .base = { .hi = (high) }, .family = IPV6, .length = (bits) }

static const struct fact_range vpc_forbidden_ipv4[] = {
	{ V4(0, 0, 0, 0, 8), "0.0.0.0/8", "\"this network\"", VPC_CIDRS,
	    STUDY },
	{ V4(127, 0, 0, 0, 8), "127.0.0.0/8", "loopback", VPC_CIDRS, STUDY },
	{ V4(169, 254, 0, 0, 16), "169.254.0.0/16", "link-local", VPC_CIDRS,
	    STUDY },
	{ V4(224, 0, 0, 0, 4), "224.0.0.0/4", "multicast", VPC_CIDRS, STUDY },
};

static const struct fact_range vpc_forbidden_ipv6[] = {
	{ V6(0xfd000ec200000000, 32), "fd00:ec2::/32",
	    "AWS's services on the host", SUBNET_TABLES, STUDY },
	{ V6(0xfe80000000000000, 10), "fe80::/10", "link-local", IANA6,
	    IANA_DAY },
	{ V6(0xff00000000000000, 8), "ff00::/8", "multicast", IANA6, IANA_DAY },
};

static const struct fact_range route_forbidden_ipv4[] = {
	{ V4(169, 254, 168, 0, 22), "169.254.168.0/22",
	    "AWS's services on the host", SUBNET_TABLES, STUDY },
};

static const struct fact_range route_forbidden_ipv6[] = {
	{ V6(0xfd000ec200000000, 32), "fd00:ec2::/32",
	    "AWS's services on the host", SUBNET_TABLES, STUDY },
};

static const struct fact_range used_by_software[] = {
	{ V4(172, 17, 0, 0, 16), "172.17.0.0/16",
	    "the bridge of Docker, Cloud9 and SageMaker AI", VPC_CIDRS, STUDY },
};

#define COUNT(table) (sizeof (table) / sizeof (table)[0])

const struct fact_range *
fact_vpc_forbidden(enum family family, size_t *n)
{
	if (family == IPV4) {
		*n = COUNT(vpc_forbidden_ipv4);
		return vpc_forbidden_ipv4;
	}
	*n = COUNT(vpc_forbidden_ipv6);
	return vpc_forbidden_ipv6;
}

const struct fact_range *
fact_route_forbidden(enum family family, size_t *n)
{
	if (family == IPV4) {
		*n = COUNT(route_forbidden_ipv4);
		return route_forbidden_ipv4;
	}
	*n = COUNT(route_forbidden_ipv6);
	return route_forbidden_ipv6;
}

struct cidr
fact_nat64_prefix(void)
{
	/* NAT64: "DNS64 and NAT64"; RFC 6052 2.1 */
	static const struct cidr prefix = V6(0x0064ff9b00000000, 96);

	return prefix;
}

const struct fact_range *
fact_used_by_software(size_t *n)
{
	*n = COUNT(used_by_software);
	return used_by_software;
}

/* ------------------------------------------------- blocks of one VPC */

/*
 * VPC_CIDRS, "IPv4 CIDR block association restrictions": a VPC with a block
 * in the one takes none in the other.  The last row is for what lies in no
 * other: public space and 100.64.0.0/10.
 */
static const struct {
	struct cidr existing, candidate;
	const char *why;
} refusals[] = {
	{ V4(10, 0, 0, 0, 8), V4(172, 16, 0, 0, 12),
	    "a VPC with a block in 10.0.0.0/8 takes none in 172.16.0.0/12" },
	{ V4(10, 0, 0, 0, 8), V4(192, 168, 0, 0, 16),
	    "a VPC with a block in 10.0.0.0/8 takes none in 192.168.0.0/16" },
	{ V4(10, 0, 0, 0, 8), V4(198, 19, 0, 0, 16),
	    "a VPC with a block in 10.0.0.0/8 takes none in 198.19.0.0/16" },
	{ V4(10, 0, 0, 0, 15), V4(10, 0, 0, 0, 16),
	    "a VPC with a block in 10.0.0.0/15 takes none in 10.0.0.0/16" },
	{ V4(172, 16, 0, 0, 12), V4(10, 0, 0, 0, 8),
	    "a VPC with a block in 172.16.0.0/12 takes none in 10.0.0.0/8" },
	{ V4(172, 16, 0, 0, 12), V4(192, 168, 0, 0, 16),
	    "a VPC with a block in 172.16.0.0/12 takes none in 192.168.0.0/16" },
	{ V4(172, 16, 0, 0, 12), V4(172, 31, 0, 0, 16),
	    "a VPC with a block in 172.16.0.0/12 takes none in 172.31.0.0/16" },
	{ V4(172, 16, 0, 0, 12), V4(198, 19, 0, 0, 16),
	    "a VPC with a block in 172.16.0.0/12 takes none in 198.19.0.0/16" },
	{ V4(192, 168, 0, 0, 16), V4(10, 0, 0, 0, 8),
	    "a VPC with a block in 192.168.0.0/16 takes none in 10.0.0.0/8" },
	{ V4(192, 168, 0, 0, 16), V4(172, 16, 0, 0, 12),
	    "a VPC with a block in 192.168.0.0/16 takes none in 172.16.0.0/12" },
	{ V4(192, 168, 0, 0, 16), V4(198, 19, 0, 0, 16),
	    "a VPC with a block in 192.168.0.0/16 takes none in 198.19.0.0/16" },
	{ V4(198, 19, 0, 0, 16), V4(10, 0, 0, 0, 8),
	    "a VPC with a block in 198.19.0.0/16 takes none in 10.0.0.0/8" },
	{ V4(198, 19, 0, 0, 16), V4(172, 16, 0, 0, 12),
	    "a VPC with a block in 198.19.0.0/16 takes none in 172.16.0.0/12" },
	{ V4(198, 19, 0, 0, 16), V4(192, 168, 0, 0, 16),
	    "a VPC with a block in 198.19.0.0/16 takes none in 192.168.0.0/16" },
};

static const struct cidr kept_from_public[] = {
	V4(10, 0, 0, 0, 8), V4(172, 16, 0, 0, 12), V4(192, 168, 0, 0, 16),
	V4(198, 19, 0, 0, 16),
};

static bool
is_kept_from_public(struct cidr block)
{
	for (size_t i = 0; i < COUNT(kept_from_public); i++)
		if (cidr_contains(kept_from_public[i], block))
			return true;
	return false;
}

const char *
fact_block_refused(struct cidr existing, struct cidr candidate)
{
	for (size_t i = 0; i < COUNT(refusals); i++)
		if (cidr_contains(refusals[i].existing, existing) &&
		    cidr_contains(refusals[i].candidate, candidate))
			return refusals[i].why;
	if (existing.family == IPV4 && !is_kept_from_public(existing) &&
	    is_kept_from_public(candidate))
		return "a VPC with a public block or one in 100.64.0.0/10 takes "
		    "none in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or "
		    "198.19.0.0/16";
	return NULL;
}

/* -------------------------------------------------------- prefix lists */

/* "Amazon VPC User Guide, AWS-managed prefix lists", by the end of a name. */
static const struct {
	const char *ending;
	int64_t weight;
} weights[] = {
	{ ".cloudfront.origin-facing", 55 },
	{ ".dynamodb", 1 },
	{ ".ec2-instance-connect", 2 },
	{ ".groundstation", 5 },
	{ ".route53-healthchecks", 25 },
	{ ".s3", 1 },
	{ ".s3express", 6 },
	{ ".vpc-lattice", 10 },
};

int64_t
fact_prefix_list_weight(const char *name)
{
	if (!str_starts_with(name, "com.amazonaws."))
		return 0;
	for (size_t i = 0; i < COUNT(weights); i++)
		if (str_ends_with(name, weights[i].ending))
			return weights[i].weight;
	return 0;
}

/* ------------------------------------------------------------ addresses */

/*
 * What the registries of net/special.h leave: each run asks for it a dozen
 * times, so it stands here made.  A test makes it anew.
 */
static const struct range internet4[] = {
	{ { 0, 0x01000000 }, { 0, 0x09ffffff } },
	{ { 0, 0x0b000000 }, { 0, 0x643fffff } },
	{ { 0, 0x64800000 }, { 0, 0x7effffff } },
	{ { 0, 0x80000000 }, { 0, 0xa9fdffff } },
	{ { 0, 0xa9ff0000 }, { 0, 0xac0fffff } },
	{ { 0, 0xac200000 }, { 0, 0xbfffffff } },
	{ { 0, 0xc0000009 }, { 0, 0xc000000a } },
	{ { 0, 0xc0000100 }, { 0, 0xc05862ff } },
	{ { 0, 0xc0586400 }, { 0, 0xc0a7ffff } },
	{ { 0, 0xc0a90000 }, { 0, 0xc611ffff } },
	{ { 0, 0xc6140000 }, { 0, 0xdfffffff } },
};

static const struct range internet6[] = {
	{ { 0x2000000000000000, 0 }, { 0x2000ffffffffffff, UINT64_MAX } },
	{ { 0x2001000100000000, 1 }, { 0x2001000100000000, 3 } },
	{ { 0x2001000300000000, 0 }, { 0x20010003ffffffff, UINT64_MAX } },
	{ { 0x2001000401120000, 0 }, { 0x200100040112ffff, UINT64_MAX } },
	{ { 0x2001002000000000, 0 }, { 0x2001003fffffffff, UINT64_MAX } },
	{ { 0x2001020000000000, 0 }, { 0x2001ffffffffffff, UINT64_MAX } },
	{ { 0x2003000000000000, 0 }, { 0x3fffffffffffffff, UINT64_MAX } },
};

struct range_set
fact_internet(enum family family)
{
	struct range_set internet = {
		.family = family,
		.n = family == IPV4 ? COUNT(internet4) : COUNT(internet6),
		.v = family == IPV4 ? internet4 : internet6
	};

	return internet;
}

/*
 * "Public IPv6 addresses are Global Unicast Addresses", of which AWS gives a
 * /56 that nobody can choose: Amazon VPC User Guide, "IP addressing for your
 * VPCs and subnets" and "IPv6 CIDR blocks", read 2026-11-29.  Left out is what
 * internet6 and the registries of net/special.h leave out, with the blocks
 * for documentation, and the space of model/stand_in.h, which IANA never
 * allocated.
 */
static const struct range amazon6[] = {
	{ { 0x2000000000000000, 0 }, { 0x2000ffffffffffff, UINT64_MAX } },
	{ { 0x2001020000000000, 0 }, { 0x20010db7ffffffff, UINT64_MAX } },
	{ { 0x20010db900000000, 0 }, { 0x2001ffffffffffff, UINT64_MAX } },
	{ { 0x2003000000000000, 0 }, { 0x3effffffffffffff, UINT64_MAX } },
	{ { 0x3f01000000000000, 0 }, { 0x3ffeffffffffffff, UINT64_MAX } },
	{ { 0x3fff100000000000, 0 }, { 0x3fffffffffffffff, UINT64_MAX } },
};

struct range_set
fact_amazon_ipv6(void)
{
	return (struct range_set){ IPV6, COUNT(amazon6), amazon6 };
}

/* AWS PrivateLink Guide, Gateway endpoints; Amazon S3 User Guide, Networking
 * for directory buckets; read 2026-11-29. */
bool
fact_has_gateway_endpoint(const char *service)
{
	return str_equal(service, "s3") || str_equal(service, "s3express") ||
	    str_equal(service, "dynamodb");
}

/* Amazon VPC User Guide, "AWS-managed prefix lists", read 2026-11-29. */
const char *
fact_managed_list(struct arena *a, const char *region, const char *service)
{
	return arena_printf(a, "com.amazonaws.%s.%s",
	    region != NULL ? region : "REGION", service);
}

/* Transit Gateway Guide, Amazon VPC attachments, on referencing security
 * groups: attachments in use1-az3 do not have it.  Read 2026-11-24. */
bool
fact_az_loses_references(const char *az_id)
{
	return az_id != NULL && str_equal(az_id, "use1-az3");
}

bool
fact_region_loses_references(const char *region_or_az)
{
	return region_or_az != NULL &&
	    str_starts_with(region_or_az, "us-east-1");
}

int64_t
fact_usable(struct cidr subnet)
{
	int64_t reserved = fact_value(FACT_SUBNET_RESERVED);
	int64_t size;

	if (subnet.family != IPV4 || subnet.length > 32)
		return 0;
	size = (int64_t)1 << (32 - subnet.length);
	return size > reserved ? size - reserved : 0;
}
