/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DRAW_SCENE_H
#define VPCPLAN_DRAW_SCENE_H

/*
 * What a picture of a network says, before anybody decides how it looks: the
 * only input of every output.  No coordinates and no lines, but the grid
 * places that follow from the network alone: AZ columns, tier rows.
 *
 * All labels are safe to draw (glyph_label()).  The tree is account, VPC,
 * subnet, resource; gateways and services hang on a VPC.
 */

#include "base/vec.h"
#include "diag/finding.h"
#include "model/model.h"
#include "reach/route.h"

#include <stdbool.h>
#include <stdint.h>

/* A finding, as the picture shows it. */
struct scene_note {
	unsigned number;	/* of its mark, from 1; 0: it has none */
	enum severity severity;
	const char *code, *text;
};

/* What became of an element, where two networks are drawn as one. */
enum scene_state { STATE_SAME, STATE_ADDED, STATE_REMOVED, STATE_CHANGED };

/* What all elements have. */
struct scene_node {
	const struct thing *thing;	/* that it shows first; or NULL */
	enum scene_state state;
	const char *type;	/* "NAT"; "" where the place says it */
	const char *label;	/* may be "" */
	size_t shared;		/* bytes that it begins with like all others
				   of its kind in the VPC: what goes first
				   where it is too long */
	VEC(const struct scene_note *) notes;	/* by number */
};

/* How a subnet's packets leave; the order is the one they are shown in. */
enum scene_exit_kind {
	EXIT_DEFAULT_IPV4,	/* 0.0.0.0/0 */
	EXIT_DEFAULT_IPV6,	/* ::/0 */
	EXIT_ENDPOINT,		/* a gateway endpoint */
	EXIT_TRANSIT, EXIT_VPN, EXIT_PEERING, EXIT_OTHER
};

struct scene_exit {
	enum scene_exit_kind kind;
	const char *target;	/* "nat-a"; "IGW" */
	const char *word;	/* the same in short: "NAT", "tgw" */
};

struct scene_route {
	const char *destination;	/* "0.0.0.0/0", "pl-s3" */
	const char *target;		/* "nat-a", "local", "nat-x ?" */
	bool is_local;			/* within the VPC */
	const char *remark;		/* "not in the plan"; or NULL */
	const char *aside;		/* said where there is room; or NULL */

	/* where effective tables are asked for */
	bool is_shadowed;	/* more specific ones cover all of it */
	bool is_chosen;		/* for the address that was asked about */
};

struct scene_table {
	struct scene_node is;
	const struct scene_vpc *vpc;
	const char *badge;	/* "B1"; "?" of a missing one; "-" unused */
	size_t group;		/* tables alike but for the NAT they use have
				   the same, and the same letter */
	bool own_zone;		/* its default NAT is in the AZ of its users */
	bool missing;		/* named, but not in the input */
	bool used;
	const char *remark;	/* "no subnet uses it"; or NULL */
	VEC(struct scene_route) routes;
	VEC(struct scene_exit) exits;	/* sorted by kind */
};

/* Something that lives in a subnet. */
struct scene_resource {
	struct scene_node is;
	const char *details[2];	/* for the right side, longest first, or NULL */
	unsigned rank;		/* order of kinds */
	uint32_t span;		/* non-zero: the same in several subnets */
	uint32_t parts;		/* … in how many */
	const char *part;	/* "1 of 2", in the details; or NULL */
	uint32_t count;		/* of what alike it stands for, at least 1 */
};

struct scene_subnet {
	struct scene_node is;
	enum exposure exposure;	/* computed from its routes */
	bool exposure_unknown;	/* … and not certain */
	struct cidr block, ipv6_block;	/* family 0: not known */
	const char *cidr;	/* "10.0.0.0/24", "? /22", "?"; NULL: none */
	const char *ipv6_cidr;	/* or NULL */
	uint64_t used, usable;	/* IPv4 addresses */
	bool has_usable, has_used;
	size_t column, tier, row;	/* row: over all tiers, from 0 */
	struct scene_table *table;	/* NULL: not known which */
	uint32_t acl;		/* number of its network ACL; 0: not known */
	VEC(struct scene_resource *) resources;	/* in order */
	bool focused;		/* asked for: is never folded */
	uint32_t members;	/* of a folded group; else 1 */
	const char *brief_cidr;	/* of a group: shorter form of cidr */
};

/* Where a gateway leads, which decides its edge of the frame. */
enum scene_side { SIDE_INTERNET, SIDE_PRIVATE };

struct scene_gateway {
	struct scene_node is;	/* type "IGW", "EIGW", "VPCE", "TGW" … */
	enum scene_side side;
	const char *leads_to;	/* "internet"; of a private one: NULL */
	bool outbound_only;
	bool missing;		/* routes name it, the input lacks it */
	struct scene_service *service;	/* or NULL */
};

/* A service outside of every VPC. */
struct scene_service {
	const char *label, *detail;	/* "S3", "regional" */
	bool is_peer;		/* a VPC or a site, no service */
};

struct scene_zone {
	const char *name;	/* "ap-northeast-2a" */
	const char *brief;	/* "2a" */
};

/* What gets through to a tier from the one above it, or from the internet. */
struct scene_pair {
	const char *from, *to, *ports;
};

struct scene_flow {
	size_t tier;		/* it leads to */
	const char *ports;	/* "tcp/8080" */
	VEC(const char *) from, to;	/* "ALB web"; "app-1", "app-2": each of
					   these reaches each of those */
	VEC(struct scene_pair) pairs;	/* of these, what each lets through */
};

/* Addresses that nothing stands in and that are nobody's to take. */
struct scene_kept {
	struct cidr block;
	const char *label;	/* of the subnet or the tier */
	const char *what;	/* "tombstone", "another AZ" … */
	char cell;		/* on the map; 0: a subnet is there */
};

struct scene_vpc {
	struct scene_node is;
	VEC(const char *) cidrs;	/* both families; then other facts */
	VEC(struct cidr) blocks;	/* those that are known */
	VEC(struct scene_kept) kept;	/* by address */
	VEC(struct scene_zone) zones;	/* columns; empty: no AZ is known */
	size_t columns;			/* at least 1 */
	size_t rows;
	VEC(const char *) tiers;
	VEC(struct scene_flow) flows;	/* by tier */
	VEC(struct scene_subnet *) subnets;	/* by row, then column */
	VEC(struct scene_gateway *) gateways;	/* internet side first */
	VEC(struct scene_service *) services;
	VEC(struct scene_service *) apart;	/* needed, by no endpoint */
};

struct scene_account {
	const char *title;	/* "AWS account 111122223333" */
	const char *region;	/* or NULL */
	VEC(struct scene_vpc *) vpcs;
};

/*
 * How VPCs hang together: each is a card, and so is every site outside of
 * AWS.  A hub is a transit gateway with the cards that it joins; links are
 * peerings and VPNs between two cards.
 */
struct scene_card {
	struct scene_node is;
	const struct scene_vpc *vpc;	/* NULL: outside of AWS, or unseen */
	VEC(const char *) lines;
	bool is_public;		/* it has a way to and from the internet */
	const struct scene_hub *hub;	/* the first that it is on; or NULL */
	size_t number;		/* its place among the scene's cards */
};

struct scene_spoke {
	struct scene_card *card;
	const char *badge;	/* of the table that it uses; or NULL */
	const char *label;	/* of the attachment, where it says more */
	bool upper;		/* stands above the bar */
};

struct scene_hub {
	struct scene_node is;
	VEC(const char *) facts;	/* "6 attachments" */
	VEC(struct scene_table *) tables;
	VEC(struct scene_spoke) spokes;
};

struct scene_link {
	struct scene_node is;	/* type "PCX", "VPN" */
	const struct scene_card *ends[2];
	const char *remark;	/* or NULL */
	const char *routes;	/* which lead over it; or NULL */
};

/* VPCs on one hub that its table does not lead to each other. */
struct scene_gap {
	VEC(const struct scene_card *) cards;
	const char *because;	/* "[spoke] has 10.0.0.0/8 ► blackhole" */
};

/* What gets through from one party of the matrix to another. */
enum scene_passage_kind { PASS_PORTS, PASS_ONE_WAY, PASS_FILTERED,
	PASS_NO_ROUTE, PASS_UNKNOWN, PASS_NOBODY,
	PASS_ITSELF };		/* one party alone: there is nothing to ask */

struct scene_passage {
	struct scene_node is;		/* for its notes alone */
	enum scene_passage_kind kind;
	bool partly;		/* not from everybody to everybody */
	bool undecided;		/* whether (more) gets through is not known */
	const char *because;	/* a clause: why it is not known; or NULL */
	const char *ports;	/* "443", of PASS_PORTS; else "" */
	const char *via;	/* what all of it passes: "nat"; or "" */
};

/* The internet, a tier, a service, a VPC as a whole, a network outside. */
struct scene_party {
	const char *label;
	bool only_receives;	/* it never opens a connection itself */
	bool is_nobody;		/* its addresses alone were asked about … */
	bool is_untold;		/* … for who has them is not known */
};

struct scene_matrix {
	VEC(struct scene_party) parties;
	struct scene_passage *passages;	/* by sender, then receiver */
	size_t left_out;		/* parties beyond MATRIX_MAX */
};

enum { MATRIX_MAX = 60 };

/* A label that is an id, and the name it stands for. */
struct scene_alias {
	const char *label, *name;
};

struct scene {
	VEC(struct scene_account *) accounts;
	VEC(struct scene_table *) tables;	/* by VPC; its own by badge, then
						   the missing, the unused */
	VEC(const struct scene_note *) notes;	/* marked ones by number, then
						   the others */
	VEC(struct scene_card *) cards;	/* VPCs as above, then sites */
	VEC(struct scene_hub *) hubs;
	VEC(struct scene_link *) links;
	VEC(struct scene_gap) gaps;
	bool cards_only;	/* VPCs are not drawn themselves */
	size_t notes_left_out;			/* … beyond SCENE_NOTES_MAX */
	VEC(const char *) remarks;	/* what could not be placed; folds */
	VEC(struct scene_alias) aliases;	/* where labels are ids */
	const struct scene_matrix *matrix;	/* where it was asked for */
};

enum {
	SCENE_NOTES_MAX = 60,
	SCENE_UNMARKED_MAX = 6	/* of them, about nothing in the picture */
};

enum scene_labels { LABELS_NAME, LABELS_ID, LABELS_BOTH };

struct asking_pairs;

/* What a scene is to hold; all zero: everything but findings and flows. */
struct scene_wishes {
	const struct findings *findings;	/* NULL: none are shown */
	const struct vpc *vpc;			/* NULL: all */
	enum scene_labels labels;
	bool flows;
	bool all_flows;		/* also of VPCs so large that they fold */
	bool addresses;		/* a line for every interface and address */
	bool effective;		/* which routes win, in tables */
	bool spaces;		/* of findings, those of VPCs and subnets */
	struct cidr asked;	/* … for this address; family 0: none */
	const char *focus;	/* name of a subnet, tier or VPC; or NULL */
	const struct asking_pairs *matrix;	/* how to ask for it, see
						   plan/pairs.h; NULL: it is
						   not wanted */
};

/* Whether somebody who asks for a name, also in short, means the thing, or the
 * tier of the subnet. */
bool scene_is_named(const struct thing *t, const char *name);
bool scene_tier_is_named(struct arena *a, const struct subnet *s,
    const char *name);

/*
 * What the picture calls a subnet's tier that follows from its name and ends in
 * a number or the AZ, as of "PrivateSubnet3", "PrivateUSEAST1A":
 * "PrivateSubnet", "Private"; NULL: what it is.
 */
const char *scene_tier_base(struct arena *a, const struct subnet *s);

/* Build the scene of a linked model. */
struct scene *scene_new(struct arena *a, const struct model *m,
    const struct routes *routes, const struct scene_wishes *wishes);

#endif
