/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_BESIDES_H
#define VPCPLAN_PLAN_BESIDES_H

/*
 * What a change that mends a flow opens besides.
 *
 * A route knows no ports, and an entry of a network ACL no connections: what
 * they open between the very two that were asked about, in other kinds of
 * traffic or the other way round, goes along with them.  So does the way to
 * the targets of a balancer that keeps its clients' addresses.  Whatever else
 * opens was asked for by nobody.
 */

#include "plan/mend.h"
#include "plan/pairing.h"

struct besides {
	struct {			/* "app -> db on tcp/22" */
		const char **v;
		size_t n, cap;
	} others, along;		/* asked for by nobody; inevitable */
};

/*
 * before is the engine of the network as it is; asked is of its copy, with the
 * edits of mend applied, and asked->r an engine that was made after that.
 */
struct besides besides_find(struct arena *a, const struct pairing *p,
    struct reach *before, const struct asking_pairs *asked,
    const struct mend *mend);

/* "app -> db on tcp/22, app -> internet on all and 4 more": of others, and of
 * what goes along; NULL if there is none. */
const char *besides_others(struct arena *a, const struct besides *b);
const char *besides_along(struct arena *a, const struct besides *b);

#endif
