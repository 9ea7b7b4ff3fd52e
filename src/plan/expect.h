/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_EXPECT_H
#define VPCPLAN_PLAN_EXPECT_H

/*
 * Expectations, answered.  An expectation that cannot be proved either way is
 * undecided, and that fails like a broken one: a "never" that is not proved
 * must not be green.
 */

#include "model/copy.h"
#include "model/intent.h"
#include "plan/mend.h"
#include "plan/pairs.h"

enum holds { HOLDS_NO, HOLDS_YES, HOLDS_UNDECIDED };

/* In what way it does not hold: which rule says so. */
enum failure {
	FAILURE_NONE,
	FAILURE_BLOCKED,	/* RI001: no, or one-way */
	FAILURE_POSSIBLE,	/* RI002: what must not be is */
	FAILURE_PARTIAL,	/* RI003: some of it, an AZ, a broken via */
	FAILURE_UNDECIDED,	/* RI009 */
	FAILURE_NAME		/* a name means nothing, or several things */
};

struct shown_blocker {		/* as reports show it */
	const char *kind, *vpc, *name, *direction, *rule;
	const char *text;	/* "has no route to it" */
	const char *code;	/* AWS's, or NULL */
	const struct thing *thing;	/* or NULL */
	const void *subject;	/* the route, the side of an ACL, else the
				   thing, else NULL: what another finding may
				   be about */
	bool reply;		/* it stops answers (perhaps more) */
};

struct shown_hop {		/* of the packet that shows it */
	struct place at;	/* what decides there, or what it is */
	const char *text;	/* "security_group db ingress: no rule …" */
};

struct outcome {
	const struct expectation *of;
	struct {
		bool known;	/* what its names mean was asked, */
		struct selection from, to;	/* and is this */
	} means;
	enum holds holds;
	enum verdict verdict;
	enum failure failure;
	bool ambiguous_name;	/* FAILURE_NAME: several, not none */
	bool vacuous;		/* an end is empty: nothing was checked */
	const char *because;	/* a clause; if it holds NULL, or that an end
				   is nobody */
	const char *witness;	/* a packet that shows it; or NULL */
	struct {		/* … and its way, there and back */
		struct shown_hop *v;
		size_t n, cap;
	} way;
	const char *from, *to;	/* its ends, "app in app-a"; or NULL */
	const char *works;	/* of what holds in part: what does; or NULL */
	const char *path;	/* its way there in a line, where it gets
				   through; or NULL */
	struct {		/* … and what lets it in last: a rule of a
				   group, else a route; NULL both: nothing */
		const struct security_group *group;
		const struct group_rule *rule;
		const struct route *route;
	} lets;
	const char *way_help;	/* of a broken via or not via: what leads it
				   another way; or NULL */
	const char *spread;	/* where an AZ is lost with all of something:
				   what to have elsewhere, too; or NULL */
	const char *on;		/* PORTS asked about; NULL: any */
	struct {
		struct shown_blocker *v;
		size_t n, cap;
	} blockers;
	struct read_list reads;	/* whose rules decide it, for whoever
				   changes some */
};

struct outcomes {
	struct outcome *v;
	size_t n;
};

/* Whether outcomes also hold what stops a flow that must not be: only who
 * shows expectations that hold wants that, and it is a walk more. */
enum expect_detail { EXPECT_ANSWERS, EXPECT_BLOCKERS };

/* Answer all expectations of the model, in their order. */
struct outcomes expect_all(struct reach *r, struct arena *a,
    enum expect_detail detail);

/*
 * Answer all, of which before are the answers but for edits: what hangs on
 * none of them is not asked again.  The edits must be made, and r be new.
 */
struct outcomes expect_all_after(struct reach *r, struct arena *a,
    const struct outcomes *before, const struct mend *edits);

/* Whether edits may change the outcome. */
bool expect_hangs_on(const struct outcome *o, const struct mend *edits);

/*
 * Outcomes of a network in memory of a, to be those of its copy: first note
 * where they lead, then model_copy(), then follow.
 */
struct outcomes outcomes_note(struct arena *a, const struct outcomes *all,
    struct moves *moves);
void outcomes_follow(struct outcomes *all, struct moves *moves);

/* Answer one. */
struct outcome expect_one(struct reach *r, struct arena *a,
    const struct expectation *e, enum expect_detail detail);

/* Whether its names mean something; else *out says what is wrong with them, as
 * expect_one() does. */
bool expect_names_mean(struct reach *r, struct arena *a,
    const struct expectation *e, struct outcome *out);

/* The question behind one, to be asked in other ways; it points into itself. */
struct expect_question {
	struct selection from, to;
	struct asking_pairs asking;
};

/* The question in memory of a; NULL if a name means nothing. */
struct expect_question *expect_question(struct reach *r, struct arena *a,
    const struct expectation *e);

#endif
