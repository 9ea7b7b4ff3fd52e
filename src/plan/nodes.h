/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_NODES_H
#define VPCPLAN_PLAN_NODES_H

/*
 * Who there is to talk to in a network, by the names that people use, and
 * what gets through between two of them.
 */

#include "plan/pairs.h"

struct plan_node {
	const char *title;		/* sanitised */
	struct selection means;
};

struct plan_nodes {
	struct plan_node *v;
	size_t n, cap;
};

/* The internet, tiers (of every VPC, in order; subnets that are of none by
 * themselves), services behind gateway endpoints, external networks: rows and
 * columns of the matrix. */
struct plan_nodes nodes_of_tiers(struct arena *a, const struct model *m);

/* The internet, all workloads, services, networks: rows of a table. */
struct plan_nodes nodes_of_workloads(struct arena *a, const struct model *m);

/* What gets through from one to the other. */
enum passage_kind {
	PASSAGE_PORTS,		/* some ports do */
	PASSAGE_ONE_WAY,	/* packets do, answers do not */
	PASSAGE_FILTERED,	/* a group or an ACL stops all of it */
	PASSAGE_NO_ROUTE,	/* nothing leads there */
	PASSAGE_UNKNOWN,	/* not decided */
	PASSAGE_NOBODY		/* an end has no member */
};

/* What lies on a way, as bits; an internet gateway goes without saying. */
enum passage_via {
	VIA_VPN = 1, VIA_TRANSIT = 2, VIA_PEERING = 4, VIA_FIREWALL = 8,
	VIA_NAT = 16, VIA_ENDPOINT = 32
};

struct passage_between {
	enum passage_kind kind;
	struct port_set ports;	/* that somebody reaches somebody on */
	bool partly;		/* but not everybody everybody */
	bool undecided;		/* whether more gets through is not known */
	const char *because;	/* a clause: why something is not; or NULL */
	unsigned via;		/* bits of what is on all ways that are taken */
};

/* base says how to ask (engine, family, lost AZ); its ends are not used. */
struct passage_between nodes_ask(const struct asking_pairs *base,
    const struct plan_node *from, const struct plan_node *to);

/*
 * The same from any of several to any of several, in one: false if that cannot
 * be told but by asking about each.  Crowds serve any number of questions of
 * the same base, and live in its memory.
 */
struct plan_crowd;
struct plan_crowd *nodes_crowd(const struct asking_pairs *base,
    const struct selection *s, size_t n);
bool nodes_ask_together(const struct asking_pairs *base,
    const struct plan_crowd *from, const struct plan_crowd *to,
    struct passage_between *out);

/* nodes_ask() of what those could not tell. */
struct passage_between nodes_ask_one_by_one(const struct asking_pairs *base,
    const struct plan_node *from, const struct plan_node *to);

/*
 * Whether all that gets through are messages of ICMP that nobody answers:
 * where that is so, packets arrive and answers do not.
 */
bool nodes_lack_answers(struct arena *a, struct port_set ports);

/* Where nobody is, or nobody knows who: that its addresses alone are asked
 * about; or NULL. */
const char *nodes_nobody_is(const struct asking_pairs *base,
    const struct plan_node *node, bool as_to);
enum inhabited nodes_inhabited(const struct asking_pairs *base,
    const struct selection *means, bool as_to);

/* Of which VPCs not all interfaces are in the input: that others may be there
 * whom no row speaks of; NULL: all are. */
const char *nodes_left_out(struct arena *a, const struct model *m);

/* "nat", "tgw nat"; "" of no bits. */
const char *nodes_via_text(struct arena *a, unsigned via);

/* "443", "22,443 udp/53", "all": at most three, then +k. */
const char *nodes_ports_text(struct arena *a, struct port_set ports);

#endif
