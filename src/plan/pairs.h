/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_PAIRS_H
#define VPCPLAN_PLAN_PAIRS_H

/*
 * A FROM and a TO are lists of ends; a question is asked of each pair in each
 * family that both have.  This asks them all and sums up.
 */

#include "base/vec.h"
#include "model/intent.h"
#include "reach/reach.h"

struct taken_numbers;

struct asking_pairs {
	struct reach *r;
	struct arena *a;		/* scratch */
	struct ends from;
	const struct selection *from_means, *to_means;
	bool ports_given;		/* false: what TO serves, or, if it
					   states nothing, at least one port */
	struct port_set ports;
	unsigned family;		/* 4, 6 or 0 for both */
	const char *lost_az;
	bool explain;
	const struct taken_numbers *taken;	/* for plan/mend; or NULL */
};

/* One pair's answer; a network load balancer's nodes count as one TO. */
struct pair_answer {
	const struct end *from, *to;
	enum family family;
	struct port_set ports;
	bool at_least_one;		/* nothing is stated: one port will do */
	struct answer answer;
	struct tally tally;
};

/* Two that may have a family in common, of whose addresses of it nothing is
 * known. */
struct untold_pair {
	const struct end *from, *to;
	enum family family;
};

struct pair_answers {
	struct pair_answer *v;
	size_t n, cap;
	VEC(struct untold_pair) untold_pairs;
	bool no_from, no_to;		/* an end is empty */
	bool lost_from, lost_to;	/* nothing was asked, and all of an end
					   stands in the lost AZ */
	bool other_family;		/* some traffic is not of their family */
	const char *untold;		/* some could not be asked: why; or NULL */
	bool met_open_zone;		/* as in struct answer; an end, too */
};

struct pair_answers pairs_ask(const struct asking_pairs *q);

/* Why one of the two may not be there, or NULL. */
const char *pairs_maybe(const struct pair_answer *p);

/*
 * Whether an end is somebody, or its addresses alone are asked about: nobody
 * in the input has them, or the input does not list who has.
 */
enum inhabited { INHABITED, INHABITED_BY_NOBODY, INHABITED_UNTOLD };
enum inhabited pairs_inhabited(const struct ends *ends);

/*
 * What has to be said of an end that is not somebody: that no group is asked
 * there; or NULL.  name is what the question calls it.
 */
const char *pairs_nobody_has(struct arena *a, const struct selection *s,
    const struct ends *ends, const char *name);

/* The verdict over all of them. */
enum verdict pairs_verdict(const struct pair_answers *p);

/* Why none was asked although both ends have members: in words, of a. */
const char *pairs_why_none(struct arena *a, const struct asking_pairs *q,
    const struct pair_answers *p);

/* What TO serves, where nothing is asked for; empty set: nothing is stated. */
struct port_set pairs_default_ports(struct arena *a, const struct end *to);

#endif
