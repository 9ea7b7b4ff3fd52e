/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_MODEL_TRANSIT_H
#define VPCPLAN_MODEL_TRANSIT_H

/*
 * What connects VPCs with one another and with the world outside: peering,
 * transit gateways, VPN, external networks; and block public access.
 */

#include "model/network.h"

struct peering {
	struct thing is;
	struct ref ends[2];		/* requester, accepter */
	struct vpc *vpcs[2];		/* link; NULL: not in the input */
	const char *state;		/* AWS's code; NULL: active */
};

/* Where a route of a transit gateway's table leads. */
struct transit_route {
	struct place at;
	struct cidr_value cidr;
	struct ref list;		/* a prefix list instead of a CIDR */
	bool blackhole;
	bool propagated;
	struct ref target;		/* an attachment */
};

struct transit_table {
	struct thing is;
	struct transit_gateway *gateway;	/* link */
	struct ref gateway_ref;		/* absent where it stands inside it */
	VEC(struct transit_route *) routes;
	bool routes_known;
	bool is_default_association, is_default_propagation;
};

enum attachment_to { ATTACHMENT_VPC, ATTACHMENT_VPN, ATTACHMENT_PEER,
	ATTACHMENT_OTHER };

struct attachment {
	struct thing is;
	struct transit_gateway *gateway;	/* link */
	struct ref gateway_ref;
	enum attachment_to to;
	struct ref target;		/* VPC, VPN or other gateway */
	VEC(struct ref) subnet_refs;
	bool subnets_stated;
	struct ref table;		/* associated table; absent: default */
	bool no_table;			/* stated: no association */
	VEC(struct ref) propagates_to;
	bool propagates_stated;		/* absent: default; [] : none */
	struct flag_value appliance_mode;
	struct flag_value sg_references;	/* absent: true */
	const char *state;		/* AWS's; NULL: available */

	/* link */
	struct vpc *vpc;		/* ATTACHMENT_VPC, if known */
	VEC(struct subnet *) subnets;
	struct transit_table *associated;	/* NULL: none or unknown */
	bool association_known;
	VEC(struct transit_table *) propagations;
	bool propagation_known;
	struct attachment *peer;	/* ATTACHMENT_PEER: the other gateway's
					   to this one; NULL: none or unknown */
};

struct transit_gateway {
	struct thing is;
	struct flag_value sg_references;	/* absent: false */
	struct ref default_association, default_propagation;
	bool tables_stated, default_stated;	/* neither: AWS's default table
						   with everything in it */
	VEC(struct attachment *) attachments;	/* link completes */
	VEC(struct transit_table *) tables;	/* link completes */
};

struct customer_gateway {
	struct thing is;
	struct address_value address;
};

struct vpn {
	struct thing is;
	struct ref on;			/* VPN gateway or transit gateway */
	struct ref customer_gateway;
	VEC(struct ref) networks;	/* external networks behind it */
	VEC(struct cidr_value) cidrs;	/* prefixes it states itself */
	struct flag_value is_static;	/* absent: BGP */
	const char *state;
};

struct network {
	struct thing is;
	VEC(struct cidr_value) cidrs;
	VEC(struct vpn *) vpns;		/* link: that lead to it */
};

enum block_mode { BLOCK_OFF, BLOCK_BIDIRECTIONAL, BLOCK_INGRESS,
	BLOCK_UNKNOWN };
enum exclusion_mode { EXCLUSION_BIDIRECTIONAL, EXCLUSION_EGRESS,
	EXCLUSION_UNKNOWN };

struct exclusion {
	struct place at;
	struct ref of;			/* a VPC or a subnet */
	enum exclusion_mode mode;
};

struct block_public_access {
	struct thing is;
	enum block_mode mode;
	VEC(struct exclusion) exclusions;
};

#endif
