/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_MODEL_COPY_H
#define VPCPLAN_MODEL_COPY_H

/*
 * A linked network once more, to be changed in memory while the first one
 * stays as it is.
 *
 * Every thing, and every route, rule, entry, listener and list of it, is new;
 * texts, conditions, sets of ports and whatever else nobody ever changes are
 * shared.  Things have the order of those they are copies of, and stand in
 * the same places of the model's lists.
 */

#include "model/model.h"

/* Something inside a network, and where its copy lies. */
struct moved {
	const void *was;
	void *is;		/* NULL: it is no part of the network */
};

struct moves {
	struct moved *v;
	size_t n, cap;
};

/*
 * The copy, in memory of a.  Where the pointers of moves lead is found on the
 * way: things, their parts, and identities inside of them as
 * network_acl_side(); may be NULL.  O(n) for the network, and n log m for m
 * moves, which are sorted.
 */
struct model *model_copy(struct arena *a, const struct model *m,
    struct moves *moves);

/* Where a pointer leads after that; NULL for NULL and for what did not move. */
void *moved_to(const struct moves *moves, const void *was);

#endif
