/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_TESTS_UNIT_TWIN_COMPARE_H
#define VPCPLAN_TESTS_UNIT_TWIN_COMPARE_H

/*
 * The engine and its naive twin, asked the same.  The engine answers for sets;
 * a concrete packet of the set asked about must lie in the part of the answer
 * that the twin says.
 */

#include "base/str.h"
#include "load/load.h"
#include "reach/reach.h"
#include "twin_place.h"
#include "unit.h"

enum { TWIN_VERDICTS = 5 };

struct twin_tally {
	size_t packets, by_verdict[TWIN_VERDICTS];
};

struct comparison {
	struct arena *a;		/* for the network */
	const struct model *m;
	struct reach *reach;
	const struct selector *selector;
	VEC(const char *) names;	/* what FROM and TO may be */
	VEC(struct addr) addresses[2];	/* where blocks begin and end */
	VEC(const char *) zones;
	struct unit_random *r;
	struct twin_tally tally;
	const char *difference;		/* the first one found; or NULL */
};

/* Read a spec; NULL if it is none. */
struct comparison *comparison_new(struct arena *a, const char *text,
    size_t length);

/* Ask about some random pairs of names, and add to the tally. */
void comparison_run(struct comparison *c, struct unit_random *r,
    struct twin_tally *tally);

/* Ask about a pair of names, and about all of them. */
void comparison_ask(struct comparison *c, struct unit_random *r,
    const char *from, const char *to, unsigned packets);
void comparison_ask_all(struct comparison *c, struct unit_random *r,
    unsigned packets);

#endif
