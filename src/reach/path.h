/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REACH_PATH_H
#define VPCPLAN_REACH_PATH_H

/*
 * What a packet met on its way: hops that let it pass, and blockers that did
 * not.  Explanations, traces and "via" are read from these.
 */

#include "reach/end.h"
#include "reach/flow.h"

enum hop_kind {
	HOP_GROUP_OUT,		/* security groups of the sender, egress */
	HOP_ACL_OUT,		/* network ACL of a subnet, egress */
	HOP_ROUTE,		/* a route that was chosen, or none */
	HOP_LOCAL,		/* delivery inside a VPC */
	HOP_INTERNET_GATEWAY,
	HOP_EGRESS_ONLY_GATEWAY,
	HOP_NAT_GATEWAY,
	HOP_PEERING,
	HOP_ATTACHMENT,		/* into or out of a transit gateway */
	HOP_TRANSIT_ROUTE,	/* a route of a transit gateway's table */
	HOP_VPN,		/* VPN gateway or connection */
	HOP_ENDPOINT,		/* gateway endpoint */
	HOP_APPLIANCE,		/* interface, instance, GWLB endpoint */
	HOP_BALANCER,		/* from a load balancer to a target */
	HOP_EDGE_ROUTE,		/* the edge table of a gateway */
	HOP_BLOCK_PUBLIC_ACCESS,
	HOP_ACL_IN,
	HOP_GROUP_IN,
	HOP_LISTENS		/* the receiver listens there, or not */
};

struct hop {
	const struct hop *previous;	/* NULL: the first */
	enum hop_kind kind;
	const struct thing *thing;	/* ACL, table, gateway …; or NULL */
	const struct end *end;		/* whose groups, who listens; of a route
					   of a balancer's, whom it is for */
	const struct subnet *subnet;	/* where */
	const struct route *route;
	const struct transit_route *transit_route;
	bool reply;
	bool rewrites;			/* behind it, the address of one side is
					   another: */
	enum flow_side side;
	struct range_set becomes;	/* one of these */
	uint32_t point;			/* behind it the packet is of this kind;
					   0: as before */
};

struct blocker {
	struct hop at;			/* as a hop; previous is the path */
	const char *text;		/* a clause: "has no entry for …" */
	const char *code;		/* AWS's explanation code, or NULL */
	bool translated;		/* a filter that looks at an address
					   which is not that of the question: */
	struct range_set seen;		/* one of these */
	bool unnamed;			/* nor does the sender's group count */
	struct port_set ports;		/* kinds of traffic as it sees them;
					   empty: as in lost */
	struct flow lost;		/* what it stops, as was asked */
	uint32_t order;			/* as met */
};

struct blockers {
	struct blocker *v;
	size_t n, cap;
};

/* What the element of a hop is called; "" if it has no name. */
const char *hop_label(const struct hop *h);

/* "security_group", "network_acl", "route_table" …: the kind in reports. */
const char *hop_kind_key(enum hop_kind kind);

/* The security groups of an end, or the ACL of a subnet, either way. */
static inline bool
hop_is_groups(enum hop_kind kind)
{
	return kind == HOP_GROUP_OUT || kind == HOP_GROUP_IN;
}

static inline bool
hop_is_acl(enum hop_kind kind)
{
	return kind == HOP_ACL_OUT || kind == HOP_ACL_IN;
}

/* Whether it stops packets by rules, rather than that nothing leads there. */
bool hop_is_filter(enum hop_kind kind);

/* "ingress", "egress", or NULL where a hop has no direction. */
const char *hop_direction(enum hop_kind kind);

/* Of whom nothing is heard where the end does not listen. */
struct blocker blocker_listening(const struct end *e);

/* "security_group db ingress", "route_table half 0.0.0.0/0": short form; "" if
 * the blocker's text has a subject of its own. */
const char *blocker_title(struct arena *a, const struct blocker *b);

#endif
