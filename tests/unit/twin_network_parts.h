/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_TESTS_UNIT_TWIN_NETWORK_PARTS_H
#define VPCPLAN_TESTS_UNIT_TWIN_NETWORK_PARTS_H

/* Between the files that make random networks. */

#include "base/str.h"
#include "unit.h"

enum { VPCS_MAX = 3, SUBNETS_MAX = 6, NATS_MAX = 2 };

struct planned_subnet {
	unsigned zone;		/* 0 a, 1 b, 2 c */
	unsigned table;		/* n_tables: none stated, the main one */
	unsigned acl;		/* n_acls: none stated */
	bool ipv6, six_only;	/* IPv6 besides IPv4, and instead of it */
	bool second;		/* in the VPC's second block */
	bool whole;		/* something of unknown address is in it: no
				   rule may cut it */
};

struct planned_vpc {
	unsigned n_subnets, n_tables, n_acls, n_groups, n_workloads, n_nats;
	struct planned_subnet subnets[SUBNETS_MAX];
	unsigned nats[NATS_MAX];	/* subnets */
	bool nat_private[NATS_MAX], nat_regional[NATS_MAX];
	bool ipv6, igw, eigw, vgw, second, s3, sqs, attached;
	bool service;		/* of its own, before a balancer */
	bool box, firewall;		/* an appliance, an endpoint to one */
	bool box_two;		/* the appliance has two interfaces */
	unsigned box_subnet, firewall_subnet;
	bool far;		/* attached to the second transit gateway */
	bool both;		/* or to both of them */
	bool target_two;	/* its first workload has two interfaces */
	bool target_more;	/* its second one is a target, too */
	bool zone_ids;		/* its subnets say which AZ theirs really is */
	bool abroad, foreign;	/* of another Region, of another account */
};

enum office { OFFICE_NOWHERE, OFFICE_TRANSIT, OFFICE_VPN_GATEWAY };

struct making {
	struct unit_random *r;
	struct arena *a;
	struct str out;
	unsigned n_vpcs;
	struct planned_vpc vpcs[VPCS_MAX];
	bool tgw, tgw_tables, lists;
	bool far;		/* a second transit gateway, peered */
	bool peered[3];			/* 0-1, 0-2, 1-2 */
	unsigned office;		/* from OFFICE_VPN_GATEWAY: of VPC */
	unsigned lab;			/* the same, of another network */
	unsigned n_eips;
};

/* twin_network.c */
unsigned below(struct making *m, unsigned n);
bool chance(struct making *m, unsigned percent);
const char *pick(struct making *m, const char *const *words);
void comma(struct making *m);

bool has_route(struct making *m, const char *to);
const char *subnet_prefix(struct making *m, unsigned number, unsigned s);
const char *box_name(struct making *m, unsigned number);
const char *gateway_of(struct making *m, const struct planned_vpc *v);
bool is_attached(const struct planned_vpc *v, bool far);
unsigned some_subnet(struct making *m, unsigned number);

/* twin_network_vpc.c */
void write_vpc(struct making *m, unsigned number);

/* twin_network_filters.c */
void write_groups(struct making *m, unsigned number);
void write_acls(struct making *m, unsigned number);
const char *some_block(struct making *m, unsigned number, bool ipv6);
const char *some_ports(struct making *m);

/* twin_network_connections.c */
void write_connections(struct making *m);

/* twin_network_workloads.c */
void write_workloads(struct making *m, unsigned number);
void write_forwards(struct making *m);

#endif
