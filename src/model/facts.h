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
	FACT_COUNT
};

struct fact_row {
	const char *key;	/* as "quotas" of a spec names it, if it may */
	int64_t value;
	const char *what;	/* "largest VPC block, as prefix length" */
	const char *source;	/* title of the page */
	const char *read;	/* "2026-09-26" */
	bool is_quota;		/* may be set in "quotas" */
};

const struct fact_row *fact(enum fact f);
int64_t fact_value(enum fact f);

/* Whether key is a quota that a spec may set. */
bool fact_is_quota(const char *key);

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

/*
 * The addresses that "internet" means: all that are not special-purpose;
 * documentation ranges count as internet, as plans use them as stand-ins.
 */
struct range_set fact_internet(struct arena *a, enum family family);

/* Usable addresses in a subnet's IPv4 block: 2^(32 - length) - 5. */
int64_t fact_usable(struct cidr subnet);

#endif
