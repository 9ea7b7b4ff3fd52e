/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_OPENINGS_H
#define VPCPLAN_PLAN_OPENINGS_H

/*
 * Which flows a change opens, closes, widens, narrows or sends another way,
 * and what of the change does it.
 *
 * Both networks are asked the same exact questions, and the answers are
 * subtracted.  Pairs of ends where nothing that their packets could meet is
 * touched by the change are not asked: their answers are the same.
 */

#include "plan/compare.h"
#include "plan/pairs.h"

enum opening_kind {
	OPENING_OPENS,		/* arrives and is answered, and did not */
	OPENING_ONE_WAY,	/* arrives, but its answers do not; did not */
	OPENING_MAY_OPEN,	/* not decided any more, and was no */
	OPENING_IS_OPEN,	/* arrives and is answered, and was not
				   decided */
	OPENING_WIDENS,		/* for more addresses, or on ports beside
				   others that stay open */
	OPENING_CLOSES,
	OPENING_MAY_CLOSE,	/* not decided any more, and was yes */
	OPENING_IS_CLOSED,	/* does not, and was not decided */
	OPENING_NARROWS,
	OPENING_REROUTES	/* the same packets take another way */
};

struct diff_node;

struct opening {
	enum opening_kind kind;
	const struct diff_node *ends[2];	/* from, to */
	const char *from, *to;		/* their titles */
	bool from_outside;		/* from the internet */
	enum family family;
	struct port_set ports;
	struct range_set addresses[2];	/* of from and to: those it is about */
	struct packet packet;		/* one of those it is about */
	struct port_set beside;		/* what stays open between the two, of
					   ports that widen or narrow it */
	bool one_way;			/* of what opens or widens: it arrived
					   before, without answers; of what
					   closes or narrows: it still does */
	const char *was, *is;		/* OPENING_REROUTES: the ways; else for
					   which addresses it was, or is; or
					   NULL */
	const char *reroute;		/* OPENING_REROUTES: the ways, subnet by
					   subnet; or NULL */
	VEC(const char *) because;	/* clauses: "rt:db gained 0.0.0.0/0 ->
					   igw" … */
	bool all_needed;		/* … each of which it takes, as proved
					   by turning them back; … */
	VEC(const char *) instead;	/* … and what would do without one of
					   them: clauses joined by "and" */
	const char *stopped;		/* what stops the packet now, if that
					   is not itself what changed: a
					   clause; or NULL */
};

struct openings {
	struct opening **v;		/* the most dangerous first */
	size_t n, cap;
	size_t unchanged;		/* pairs of ends with the same flow */
	bool counted;			/* false: there are too many pairs to
					   know how many are unchanged */
	size_t undecided;		/* pairs undecided on both sides */
};

/* r[BEFORE], r[AFTER]: the engines of the two models compared. */
struct openings openings_find(struct arena *a, const struct comparison *c,
    struct reach *const r[2]);

const char *opening_word(enum opening_kind kind);	/* "opens" */
char opening_sign(enum opening_kind kind);		/* '+', '-', '~', or '?'
							where one side is not
							decided */

#endif
