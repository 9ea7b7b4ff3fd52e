/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_MODEL_FACTS_H
#define VPCPLAN_MODEL_FACTS_H

/*
 * Every number and range of AWS's that the program knows, each with the page
 * it comes from and the day that page was read.  Rules cite facts and hold
 * no numbers of their own.
 */

#include "net/range_set.h"

#include <stdbool.h>

enum fact {
	FACT_VPC_LENGTH_MIN,		/* 16 */
	FACT_VPC_LENGTH_MAX,		/* 28 */
	FACT_SUBNET_LENGTH_MIN,		/* 16 */
	FACT_SUBNET_LENGTH_MAX,		/* 28 */
	FACT_VPC_IPV6_LENGTH_MIN,	/* 44 */
	FACT_VPC_IPV6_LENGTH_MAX,	/* 60 */
	FACT_SUBNET_IPV6_LENGTH_MIN,	/* 44 */
	FACT_SUBNET_IPV6_LENGTH_MAX,	/* 64 */
	FACT_IPV6_LENGTH_STEP,		/* 4 */
	FACT_SUBNET_RESERVED,		/* 5: first four and the last */
	FACT_SUBNET_RESERVED_FIRST,	/* 4 */
	FACT_ACL_NUMBER_MIN,		/* 1 */
	FACT_ACL_NUMBER_MAX,		/* 32766 */
	FACT_GROUP_RULES,		/* 60, quota "security_group_rules" */
	FACT_GROUPS_PER_INTERFACE,	/* 5 */
	FACT_RULES_PER_INTERFACE,	/* 1000 */
	FACT_ACL_ENTRIES,		/* 20 */
	FACT_ACL_ENTRIES_MAX,		/* 40 */
	FACT_NATS_PER_AZ,		/* 5 */
	FACT_ROUTES_PER_TABLE,		/* 500 */
	FACT_VPC_CIDRS,			/* 5 */
	FACT_SUBNETS_PER_VPC,		/* 200 */
	FACT_ROUTE_TABLES_PER_VPC,	/* 200 */
	FACT_GROUPS_PER_INTERFACE_MAX,	/* 16 */
	FACT_VPC_IPV6_CIDRS,		/* 5 */
	FACT_PROPAGATED_ROUTES,		/* 100 */
	FACT_ACLS_PER_VPC,		/* 200 */
	FACT_VPCS,			/* 5 */
	FACT_INTERNET_GATEWAYS,		/* 5 */
	FACT_ELASTIC_IPS,		/* 5 */
	FACT_GROUPS,			/* 2500 */
	FACT_INTERFACE_ENDPOINTS_PER_VPC,	/* 50 */
	FACT_GATEWAY_ENDPOINTS,		/* 20 */
	FACT_PEERINGS_PER_VPC,		/* 50 */
	FACT_TRANSIT_GATEWAYS,		/* 5 */
	FACT_TRANSIT_TABLES,		/* 20 */
	FACT_VPN_GATEWAYS,		/* 5 */
	FACT_PREFIX_LIST_ENTRIES,	/* 1000 */
	FACT_NAT_ADDRESSES,		/* 2 public addresses of a NAT gateway */
	FACT_NAT_FLOWS,			/* 55000 an address and destination */
	FACT_ALB_LENGTH_MAX,		/* 27 */
	FACT_ALB_FREE,			/* 8 free addresses in each subnet */
	FACT_EKS_FREE,			/* 6 free addresses in each subnet */
	FACT_EPHEMERAL_FIRST,		/* 32768: Linux clients */
	FACT_EPHEMERAL_LAST,		/* 60999 */
	FACT_EPHEMERAL_WIDE_FIRST,	/* 1024: balancers, NAT, Lambda, others */
	FACT_EPHEMERAL_WIDE_LAST,	/* 65535 */
	FACT_FN_CIDR_BLOCKS,		/* 256 */
	FACT_TEMPLATE_RESOURCES,	/* 500 */
	FACT_TEMPLATE_PARAMETERS,	/* 200 */
	FACT_TEMPLATE_OUTPUTS,		/* 200 */
	FACT_TEMPLATE_MAPPINGS,		/* 200 */
	FACT_TEMPLATE_ATTRIBUTES,	/* 200 of a mapping */
	FACT_TEMPLATE_BYTES,		/* 1000000 */
	FACT_TEMPLATE_NAME,		/* 255 characters */
	FACT_TEMPLATE_DESCRIPTION,	/* 1024 bytes */
	FACT_PARAMETER_VALUE,		/* 4096 bytes */
	FACT_CONDITIONS_MIN,		/* 2 of Fn::And, Fn::Or */
	FACT_CONDITIONS_MAX,		/* 10 */
	FACT_COUNT
};

struct fact_row {
	const char *key;	/* as "quotas" of a spec or of the
				   configuration names it, if it may */
	int64_t value;
	const char *what;	/* "largest VPC block, as prefix length" */
	const char *source;	/* title of the page */
	const char *read;	/* when: "2026-09-26", or as near as is known */
	bool is_quota;		/* may be set in "quotas" */
};

const struct fact_row *fact(enum fact f);
int64_t fact_value(enum fact f);

/* Whether key is a quota that a spec may set. */
bool fact_is_quota(const char *key);

/* Whether key is a quota, or another number that configuration may set. */
bool fact_is_settable(const char *key);

/* A range that AWS treats specially, with what it does. */
struct fact_range {
	struct cidr block;
	const char *text;	/* "127.0.0.0/8" */
	const char *what;	/* "loopback" */
	const char *source, *read;
};

/* Blocks that no VPC may lie in. */
const struct fact_range *fact_vpc_forbidden(enum family family, size_t *n);

/* Destinations that no route may have, equal or inside. */
const struct fact_range *fact_route_forbidden(enum family family, size_t *n);

/* 64:ff9b::/96, which a NAT gateway takes for NAT64. */
struct cidr fact_nat64_prefix(void);

/* Blocks that widespread software uses inside hosts: a VPC there works, and
 * its addresses are then not reached from those hosts. */
const struct fact_range *fact_used_by_software(size_t *n);

/*
 * Why AWS does not take candidate as a further IPv4 block of a VPC that has
 * the block existing, in a clause; NULL if it does.  Sizes and overlaps are
 * not looked at.
 */
const char *fact_block_refused(struct cidr existing, struct cidr candidate);

/* For how many rules or routes one of AWS's own prefix lists counts, by its
 * name ("com.amazonaws.eu-west-1.s3"); 0 if it is not known. */
int64_t fact_prefix_list_weight(const char *name);

/*
 * The addresses that "internet" means: all that are not special-purpose;
 * documentation ranges count as internet, as plans use them as stand-ins.
 * Of IPv6 only what is delegated, 2000::/3: nothing else is routed, and a
 * route to 2000::/3 is a default route to those who write it.
 */
struct range_set fact_internet(enum family family);

/*
 * What Amazon may choose as IPv6 block of a VPC that asks for one: global
 * unicast addresses, and none that are special or for documentation.
 */
struct range_set fact_amazon_ipv6(void);

/* What Amazon gives, and nobody chooses the size of: a /56 ("IPv6 CIDR blocks"
 * of the Amazon VPC User Guide, read 2026-11-29). */
enum { AMAZON_IPV6_LENGTH = 56 };

/*
 * What AWS answers on the host of the sender, past groups, ACLs and routes:
 * "resolver", "metadata", "time" …; NULL past the last one.
 */
struct fact_host_service {
	const char *service;
	const char *address;	/* "169.254.169.254"; NULL: the base of the
				   VPC's first block, and so many further */
	unsigned offset;
	unsigned tcp, udp;	/* 0: none */
	const char *source, *read;
};

#define HOST_RESOLVER "resolver"

const struct fact_host_service *fact_host_service(size_t i);

/* Whether a thing in a state of AWS's carries traffic; NULL: it does. */
bool fact_state_carries(const char *state);

/* Whether AWS has gateway endpoints for a service, by its short name. */
bool fact_has_gateway_endpoint(const char *service);

/* The prefix list that AWS keeps for such a service in a Region; of one that is
 * not known (NULL) with a word in its place. */
const char *fact_managed_list(struct arena *a, const char *region,
    const char *service);

/* Whether references to groups do not pass a transit gateway's attachment in
 * an AZ, by its id. */
bool fact_az_loses_references(const char *az_id);

/* Whether a Region, or that of an AZ by its name, has such an AZ. */
bool fact_region_loses_references(const char *region_or_az);

/* What readers write where the input has a state and does not say which. */
#define STATE_UNKNOWN "unknown"

bool fact_state_is_unknown(const char *state);

/* Usable addresses in a subnet's IPv4 block: 2^(32 - length) - 5. */
int64_t fact_usable(struct cidr subnet);

#endif
