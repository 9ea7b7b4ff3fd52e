/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REACH_CELL_SORTS_H
#define VPCPLAN_REACH_CELL_SORTS_H

/*
 * Between the files of cell: many to many where the way between any two is
 * the same.  Then only groups tell them apart, and only those who carry the
 * same groups are alike: a sort.  A rule admits by the address of one side
 * alone, so what passes between two sorts is the ports that one lets out to
 * the other, of those that the other lets in from it.
 *
 * Nobody asks each pair of sorts.  A receiver's rules say whom they admit:
 * blocks lead to senders by their sorted addresses, references by the groups
 * that they carry; and a rule whose ports are known to get through somewhere
 * needs no look.  So the cost is that of the rules that meet the other side,
 * for most networks a small part of all.
 */

#include "reach/reach.h"

/* How one side is sorted out, to be joined with any number of others. */
struct sorts_made {
	struct arena *a;
	struct filters *filters;
	uint32_t first_group, n_groups;	/* orders of declaration that groups
					   have: from, and how many */
	enum family family;
	bool receive;
};

/* Of plain ends, all with addresses of the family; at least one. */
struct sorts;
struct sorts *sorts_new(const struct sorts_made *made,
    const struct ends *ends);

/* In memory of a; open: what all ways between them let through. */
struct joining;
struct joining *cell_join(struct arena *a, const struct sorts *from,
    const struct sorts *to, struct port_set open);

/* Ports that somebody reaches somebody on. */
struct port_set cell_join_ports(const struct joining *j);

/* Whether everybody reaches everybody on all of these. */
bool cell_join_is_whole(const struct joining *j, struct port_set ports);

#endif
