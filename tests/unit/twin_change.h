/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_TESTS_UNIT_TWIN_CHANGE_H
#define VPCPLAN_TESTS_UNIT_TWIN_CHANGE_H

/* A random network, and the same after a change. */

#include "reach/reach.h"
#include "twin_network.h"
#include "unit.h"

/* The text without one or two of its rules, entries or routes. */
const char *twin_change(struct arena *a, const char *text,
    struct unit_random *r);

/* A pair of networks by its number, before and after; in every second one
 * something comes, instead of goes.  The random numbers go on from there. */
struct unit_random twin_change_make(struct arena *a, unsigned number,
    const char *text[2]);

struct twin_engine {
	const struct model *m;
	struct reach *r;
};

/* Read a spec, which must be one. */
struct twin_engine twin_engine_read(struct arena *a, const char *text);

#endif
