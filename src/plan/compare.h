/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_COMPARE_H
#define VPCPLAN_PLAN_COMPARE_H

/*
 * What of a network was added, removed or changed, field by field.
 */

#include "plan/traits.h"

enum change_kind {
	CHANGE_ADDED, CHANGE_REMOVED, CHANGE_CHANGED,
	CHANGE_MOVED,		/* a subnet's block: its addresses change */
	CHANGE_REPLACED		/* the input says that it is made anew */
};

/* A field that differs; a side that does not have it is NULL. */
struct difference {
	const struct trait *is[2];	/* by enum when */
};

struct thing_change {
	const struct thing_pair *pair;
	enum change_kind kind;
	const char *title;		/* pairing_name() */
	const char *was;		/* its name before, if another; or NULL */
	VEC(struct difference) fields;
	VEC(const char *) along;	/* what goes along: clauses */
};

struct comparison {
	const struct pairing *pairing;
	struct thing_change **v;	/* by VPC, kind, natural title */
	size_t n, cap;
	struct thing_change **of;	/* by the pair's number; NULL: none */
	bool *touched;			/* by the pair's number: it is not
					   proved to be the same on both sides,
					   even where nothing is reported */
	size_t unchanged;		/* things that are the same */
	size_t unseen;			/* things of one side that the other
					   side's lists, not being whole, may
					   just not show */
};

/* Compare all things of two models.  O(n log n). */
struct comparison *compare_models(struct arena *a, const struct pairing *p);

/*
 * The same where it is known which things of model[AFTER] may differ at all:
 * those n, each once.
 */
struct comparison *compare_things(struct arena *a, const struct pairing *p,
    const struct thing *const *v, size_t n);

/* What became of a thing of one side; NULL if nothing did. */
const struct thing_change *comparison_of(const struct comparison *c,
    enum when when, const struct thing *t);

/* "added", "removed", "changed", "moved", "replaced". */
const char *change_kind_word(enum change_kind kind);

/*
 * The field in a line: "gained 0.0.0.0/0 -> igw", "lost ingress tcp/22 from
 * 10.0.0.0/8", "CIDR 10.0.0.0/24 -> 10.0.9.0/24".
 */
const char *difference_text(struct arena *a, const struct difference *d);

#endif
