/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REACH_REACH_H
#define VPCPLAN_REACH_REACH_H

/*
 * Who can reach whom, there and back.
 *
 * A question is a pair of ends, kinds of traffic and a family.  The answer
 * splits all packets asked about into five exact sets, so that it is proved
 * or says what it is not sure of: each element of the network is asked for
 * what it admits surely and what it may admit, and the walk is made with both.
 */

#include "reach/path.h"
#include "reach/reads.h"
#include "reach/route.h"

struct reach;

/* Everything that is computed once for a network. */
struct reach *reach_new(struct arena *a, const struct model *m,
    const struct routes *routes);

/* Do now what is done once for a network and else when first needed. */
void reach_prepare(struct reach *r);

const struct places *reach_places(const struct reach *r);
const struct model *reach_model(const struct reach *r);

/* The route of a subnet that leads to a NAT gateway by which IPv6 clients
 * reach IPv4 addresses (NAT64), or NULL. */
const struct route *reach_nat64_route(const struct reach *r,
    const struct subnet *s);

/* The names of the network, made when they are first asked for. */
const struct selector *reach_selector(struct reach *r);

/*
 * What questions asked from now on read, noted for whoever calls this;
 * without it nothing is noted.
 */
struct reads *reach_reads(struct reach *r);

struct question {
	const struct end *from, *to;
	struct port_set ports;
	enum family family;
	const char *lost_az;	/* an AZ (az_key) that is gone; or NULL */
	bool explain;		/* find all blockers, not only the first */
};

/* One way that packets take: the hops, newest first, there and back. */
struct way {
	const struct hop *hops;
	struct flow flow;	/* what takes it, forward */
	const struct branch *branch;	/* where the conditions are decided as
					   here, and perhaps nowhere else */
};

struct answer {
	struct flow asked;
	struct flow yes;	/* arrives and is answered */
	struct flow some;	/* arrives; of the answers some are lost */
	struct flow one_way;	/* arrives; no answer does */
	struct flow no;		/* does not arrive */
	struct flow unknown;	/* none of these can be proved */

	/* For "never": packets that arrive, answered or not, whether anybody
	 * listens there or not; surely, and possibly. */
	struct flow arrives, may_arrive;

	struct way *ways;
	size_t n_ways;
	struct blockers blockers;
	const char **unknowns;		/* why, one clause each */
	size_t n_unknowns;
	bool met_open_zone;	/* an AZ is lost, and whether a subnet on the
				   way is in it is not known: it was not lost */
};

/*
 * Answer, in memory of a.  Both ends must be of one family in the sense that
 * each has addresses of it; otherwise asked is empty.
 */
struct answer reach_ask(struct reach *r, struct arena *a,
    const struct question *q);

/* Whether it is not known in which AZ a subnet is; s may be NULL. */
bool reach_is_open_zone(const struct subnet *s);

/* Kinds of traffic that nobody answers: ICMP but for echo requests. */
struct port_set reach_unanswered(struct arena *a);

/* Whether a family has traffic of these kinds: ICMP is IPv4's alone, ICMPv6
 * IPv6's. */
bool reach_is_of_family(struct port_set ports, enum family family);

enum verdict { VERDICT_YES, VERDICT_PARTLY, VERDICT_ONE_WAY, VERDICT_NO,
	VERDICT_UNKNOWN };

const char *verdict_key(enum verdict v);	/* "one-way", for reports */
const char *verdict_word(enum verdict v);	/* "ONE-WAY", for people */

/* Sums of several answers; see "Verdicts combine" in the design. */
struct tally {
	bool yes, some, one_way, no, unknown;
};
void tally_add(struct tally *t, const struct answer *answer);
enum verdict tally_verdict(const struct tally *t);

#endif
