/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_MODEL_NETWORK_H
#define VPCPLAN_MODEL_NETWORK_H

/*
 * The VPC and what it is laid out of: subnets, route tables, gateways,
 * endpoints.  Fields marked "link" are set by model_link(); readers leave
 * them zero.
 */

#include "model/thing.h"
#include "net/port_set.h"

/* What a subnet is, by its routes; or is meant to be, by declaration. */
enum exposure { EXPOSURE_NONE, EXPOSURE_ISOLATED, EXPOSURE_PRIVATE,
	EXPOSURE_PUBLIC };

const char *exposure_name(enum exposure e);

/* What alloc's lock keeps addresses for that no subnet has. */
enum kept_for {
	KEPT_FOR_ZONE,		/* a subnet of a tier in a further AZ */
	KEPT_FOR_GROWTH,	/* of a subnet, whose own block is part of it */
	KEPT_FOR_ITSELF,	/* a subnet of which the plan says otherwise */
	KEPT_FOR_GONE		/* a tombstone: nobody gets them */
};

struct kept_block {
	enum kept_for what;
	struct cidr block;	/* of either family */
	const char *name;	/* of the tier or the subnet */
};

struct vpc {
	struct thing is;
	VEC(struct cidr_value) cidrs;		/* IPv4; [0] is the primary */
	VEC(struct cidr_value) ipv6_cidrs;
	struct flag_value amazon_ipv6;		/* the one that is not known is of
						   Amazon's public addresses */
	VEC(struct cidr) added;			/* of cidrs: by a plan, to a VPC
						   that stands */
	struct number_value size;		/* prefix length wanted, for
						   alloc; the block is unknown
						   then */
	struct text_value pool;			/* the pool to take it from */
	VEC(struct kept_block) kept;		/* by the lock beside the plan */
	bool locked;				/* there is one */
	struct flag_value dns_support;		/* absent: true */
	struct flag_value dns_hostnames;	/* absent: false, true if default */
	struct flag_value is_default;
	struct flag_value flow_logs;
	bool either;			/* it stands for one of several, which a
					   condition chooses: perhaps one that
					   the input has */

	uint32_t complete, partial;	/* bit per kind: what is said about the
					   list of it in this VPC; ask
					   model_is_complete() */

	/* link */
	VEC(struct subnet *) subnets;
	VEC(struct route_table *) route_tables;
	VEC(struct nat_gateway *) nat_gateways;
	VEC(struct endpoint *) endpoints;
	VEC(struct endpoint_service *) endpoint_services;
	VEC(struct network_acl *) network_acls;
	VEC(struct security_group *) security_groups;
	VEC(struct workload *) workloads;
	VEC(struct interface *) interfaces;	/* of workloads, and bare ones */
	VEC(struct internet_gateway *) internet_gateways;	/* attached */
	VEC(struct egress_only_gateway *) egress_only_gateways;
	VEC(struct vpn_gateway *) vpn_gateways;
	struct route_table *main_table;		/* NULL: unknown which */
	struct network_acl *default_acl;	/* NULL: unknown */
	struct security_group *default_group;	/* NULL: unknown */
};

/* Blocks that alloc gives to VPCs which only state a size. */
struct address_pool {
	const char *name;
	struct place at;
	VEC(struct cidr_value) cidrs;
};

struct reservation {
	struct cidr_value cidr;
	const char *type;	/* "prefix" or "explicit" */
};

/* Whether two that differ may be one. */
static inline bool
vpcs_may_be_one(const struct vpc *x, const struct vpc *y)
{
	return x != y && x != NULL && y != NULL && (x->either || y->either);
}

struct subnet {
	struct thing is;
	struct text_value az;		/* "a" in a spec, "eu-west-1a" in AWS */
	struct text_value az_id;	/* "euw1-az3" */
	struct cidr_value cidr;
	struct cidr_value ipv6_cidr;
	struct number_value size;	/* prefix length, for alloc */
	struct number_value hosts;	/* addresses wanted, for alloc */
	struct number_value grow;	/* how many times its size it may grow
					   to, for alloc */
	struct flag_value ipv6_only, dns64, public_ip;
	struct flag_value ipv6;		/* whether interfaces take IPv6 */
	struct text_value tier;		/* link: default is the name without its
					   AZ ending, ORIGIN_DERIVED */
	enum exposure declared;		/* EXPOSURE_NONE: nothing is claimed */
	struct place declared_at;
	VEC(struct ref) table_refs;	/* associations; none: the main table */
	VEC(struct ref) acl_refs;	/* none: the default ACL */
	VEC(const char *) shared_with;
	VEC(struct reservation) reservations;
	struct number_value available;	/* as AWS counts free addresses */

	/* link */
	struct route_table *table;	/* NULL: unknown */
	bool table_is_implicit;		/* through the main table */
	struct network_acl *acl;	/* NULL: unknown */
	bool acl_is_implicit;
	VEC(struct interface *) interfaces;
	const char *az_key;	/* the same text for the same AZ of the same
				   region; NULL: unknown */
};

enum destination_kind {
	DESTINATION_CIDR,
	DESTINATION_PREFIX_LIST,
	DESTINATION_SERVICE,	/* a gateway endpoint's: "s3" */
	DESTINATION_UNKNOWN
};

enum target_kind {
	TARGET_THING,		/* the reference says which */
	TARGET_LOCAL,
	TARGET_BLACKHOLE,
	TARGET_NONE,		/* the input names none: RT001 */
	TARGET_SEVERAL,		/* the input names several: RT001 */
	TARGET_UNKNOWN		/* target.is.why says why */
};

enum route_origin { ROUTE_STATIC, ROUTE_PROPAGATED, ROUTE_IMPLICIT };

/*
 * Link adds a local route for every block of the VPC to tables that the input
 * creates.  Where the block is unknown, so is the destination: then cidr.v
 * holds the family alone.
 */
struct route {
	struct place at;
	struct route_table *table;	/* link; NULL in transit tables */
	enum destination_kind destination;
	const char *written;		/* the destination as in the input */
	struct cidr_value cidr;		/* DESTINATION_CIDR */
	struct ref list;		/* DESTINATION_PREFIX_LIST */
	const char *service;		/* DESTINATION_SERVICE */
	enum target_kind target_kind;
	struct ref target;
	bool is_blackhole;		/* AWS reports state blackhole */
	bool is_active;			/* … or active: its target is there */
	struct value state;		/* unknown: it may be either */
	bool stands;			/* a plan says: it was there before */
	enum route_origin origin;
	const char *why, *owner;
	struct text_value expires;	/* "2027-03-31" */
	const struct condition *exists;
};

struct route_table {
	struct thing is;
	VEC(struct ref) subnet_refs;	/* associations that the table states:
					   link moves them to the subnets */
	VEC(struct route *) routes;	/* link adds local, endpoint and
					   propagated ones */
	struct flag_value main;
	VEC(struct ref) propagates;	/* VPN gateways */
	struct ref edge_of;		/* an internet or VPN gateway */

	/* link */
	VEC(struct subnet *) subnets;	/* that use it, also implicitly */
};

struct internet_gateway {
	struct thing is;		/* vpc NULL: attached to none */
	bool attachment_known;		/* false: nobody said */
};

struct egress_only_gateway {
	struct thing is;
};

struct vpn_gateway {
	struct thing is;
	bool attachment_known;
	VEC(struct vpn *) vpns;		/* link */
};

struct nat_gateway {
	struct thing is;
	struct ref subnet;		/* absent when regional */
	struct flag_value is_private;
	struct flag_value regional;
	VEC(struct address_value) addresses;	/* Elastic IPs */
	bool addresses_stated;		/* false: one is allocated */
	VEC(struct address_value) private_addresses;
	VEC(struct route *) routes;	/* of a regional one's own table */
	bool routes_stated;
	const char *state;		/* AWS's; NULL: available */
	struct route_table *table;	/* link: the subnet's, or its own */
};

enum endpoint_type { ENDPOINT_GATEWAY, ENDPOINT_INTERFACE,
	ENDPOINT_GATEWAY_LOAD_BALANCER, ENDPOINT_OTHER };

/* What an appliance lets pass: a rule with both ends. */
struct forward {
	struct place at;
	struct port_set ports;
	const char *ports_text;
	const char *from, *to;		/* as in the input: peers */
};

struct forwards {
	bool stated;			/* false: what it does is unknown */
	bool untold;			/* … though something is said of it */
	struct forward *v;
	size_t n, cap;
	struct flag_value nat;		/* its own address from there on */
};

struct endpoint {
	struct thing is;
	struct text_value service;	/* "s3", "ecr.api", or a full name of
					   somebody else's service */
	enum endpoint_type type;
	VEC(struct ref) table_refs;	/* gateway */
	VEC(struct ref) subnet_refs;	/* interface, gateway load balancer */
	VEC(struct ref) group_refs;
	bool groups_stated;		/* false: the VPC's default group */
	struct flag_value private_dns;	/* absent: true */
	struct flag_value ipv6;
	struct forwards forwards;
	const char *state;

	VEC(struct interface *) interfaces;	/* link makes what is missing */
	const struct endpoint_service *told_service;	/* by a link, of which
							   no name is known;
							   or NULL */
	const struct endpoint_service *own_service;	/* of this network; or
							   NULL */
};

struct endpoint_service {
	struct thing is;
	struct text_value service;
	struct ref load_balancer;
};

#endif
