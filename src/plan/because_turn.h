/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_BECAUSE_TURN_H
#define VPCPLAN_PLAN_BECAUSE_TURN_H

/*
 * A network with some of the changes turned back (or, in the network before,
 * some of them made): a rule, entry, route, block, listener, value, what
 * comes under what, a gateway that only one of the two networks has.  The
 * model is changed in memory, and is as before when everything is undone.
 */

#include "plan/compare.h"

/* A part of a change that can be turned on its own. */
struct change_part {
	const struct thing_change *change;
	const struct difference *difference;	/* NULL: the whole thing */
};

struct turning {
	struct arena *a;
	const struct comparison *c;
	enum when base;			/* the network that is changed */
	struct model *m;		/* … whose model this is */
	struct {			/* what was written over */
		struct turning_saved *v;
		size_t n, cap;
	} log;
	struct {			/* what the base has not, and its
					   copies in the base */
		struct turning_import *v;
		size_t n, cap;
	} imports;
};

/* The network that is not the one turned in. */
static inline enum when
turning_other(const struct turning *t)
{
	return t->base == AFTER ? BEFORE : AFTER;
}

/* What a part is of: a trait of either side; the thing of one, or NULL. */
static inline const struct trait *
part_any_side(const struct change_part *p)
{
	return p->difference->is[p->difference->is[AFTER] != NULL];
}

static inline const void *
part_of_side(const struct change_part *p, enum when w)
{
	const struct trait *t = p->difference->is[w];

	return t == NULL ? NULL : t->of;
}

struct turning turning_new(struct arena *a, const struct comparison *c,
    enum when base);

/* Whether that part can be turned; this may copy into the base what the other
 * network alone has, so ask before anything is turned. */
bool turning_can(struct turning *t, const struct change_part *p);

/* Whether a thing of the base can be taken away, so that it alone is missing. */
bool turning_can_take(const struct turning *t, const struct thing *of);

/* Whether a route to it is there with it: nobody wrote it. */
bool turning_follows(const struct route *r, const struct thing *of);

/* Whether tables have such a route by what a part says of a VPN or network. */
bool turning_is_learnt(const struct route *r, const struct change_part *p);

/* In the base, that part as the other network has it. */
void turning_turn(struct turning *t, const struct change_part *p);

/* The pair of a thing of one of the networks, or of a copy in the base. */
const struct thing_pair *turning_pair(const struct turning *t, enum when w,
    const struct thing *of);

/* Where the log stands; and back to there.  0: all, imports too. */
size_t turning_mark(const struct turning *t);
void turning_undo(struct turning *t, size_t mark);

#endif
