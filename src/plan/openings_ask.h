/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_OPENINGS_ASK_H
#define VPCPLAN_PLAN_OPENINGS_ASK_H

/* What openings.c and because.c share. */

#include "plan/openings.h"
#include "plan/openings_node.h"
#include "reach/trace.h"

struct comparing {
	struct arena *a;		/* of the result */
	struct arena *scratch;		/* of one pair */
	const struct comparison *c;
	struct reach *const *r;		/* by enum when */
	size_t *tries;			/* how often a network may still be
					   asked with changes turned back */
};

/* What one network says of a pair of nodes, in one family. */
struct passage {
	bool is;			/* both ends are there */
	struct flow asked;
	struct flow reached;		/* arrives, some answer does */
	struct flow one_way, unknown;
	struct flow missing;		/* asked, and surely not reached */
	struct {			/* before any address stood for all */
		struct flow reached, one_way, unknown;
	} own;
	struct port_set full;		/* everybody reaches everybody */
	struct port_set open;		/* somebody reaches somebody */
	struct {			/* of what both networks have */
		struct flow missing;
		struct port_set full;
	} shared;
	const char *way;		/* "nat-a, igw"; NULL: nothing passes */
	const struct pair_answers *pairs;	/* of both families */
};

/* Whether a hop's thing carries the packet, and does not only filter it. */
bool opening_is_carried(const struct hop *h);

/* Whether it stands in another AZ than who sends. */
bool opening_is_across(const struct thing *carrier, const struct end *from);

/* All ways of a family, each once: "nat-a, igw or pcx"; NULL: none. */
const char *opening_ways_text(const struct comparing *g, enum when when,
    const struct pair_answers *p, enum family family);

/* What takes a way that none took before; empty: the ways are fewer. */
struct flow opening_new_ways(const struct comparing *g,
    const struct passage of[2], enum family family);

/*
 * The clauses that say which of the changes let a packet pass in one network
 * (open) and not in the other; appended to out->because.
 */
void because_find(const struct comparing *g, const struct diff_node *from,
    const struct diff_node *to, const struct passage of[2], enum when open,
    struct opening *out);

/* Subnet by subnet: "from subnet app-b by nat-b (was nat-a in another AZ)"; NULL
 * where they cannot be told so. */
const char *opening_reroute_text(const struct comparing *g,
    const struct passage of[2], enum family family);

/* Of clauses about one table, name those that changed in the same way. */
void because_name_alike(const struct comparing *g, const struct passage of[2],
    struct opening *out);

/* "sg:db lost ingress tcp/22 from 10.0.0.0/8": a field of a change. */
const char *because_clause(struct arena *a, const struct thing_change *c,
    const struct difference *d);

/* "shop/nat-a is new": of a thing that one network has not. */
const char *because_whole(struct arena *a, const struct thing_change *c);

/*
 * Of clauses that are there, keep those that it takes; the traces are of the
 * packet in both networks, NULL where it cannot be traced.
 */
void because_least(const struct comparing *g, const struct diff_node *from,
    const struct diff_node *to, const struct trace *const trace[2],
    enum when open, struct opening *out);

#endif
