/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REACH_READS_H
#define VPCPLAN_REACH_READS_H

/*
 * The groups and ACLs whose rules answers were made of.  An answer is the
 * same in a network that differs in the rules of others alone.
 */

#include "base/vec.h"
#include "model/model.h"

/* What was read, each thing once, in the order of reading. */
struct read_list {
	const struct thing **v;
	size_t n, cap;
};

struct reads {
	struct arena *a;
	uint32_t *rounds;	/* by order of declaration: in which round a
				   thing was read last */
	uint32_t round;		/* the one that is under way */
	struct read_list list;	/* … and what it has read */
};

struct reads *reads_new(struct arena *a, const struct model *m);

/* Forget what was read. */
void reads_begin(struct reads *r);

void reads_add(struct reads *r, const struct thing *t);

/* What was read since, in memory of a. */
struct read_list reads_taken(const struct reads *r, struct arena *a);

bool read_list_has(const struct read_list *list, const struct thing *t);

#endif
