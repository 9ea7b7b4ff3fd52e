/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LINT_SHADOW_H
#define VPCPLAN_LINT_SHADOW_H

/*
 * Which of many rules admit nothing that the others do not admit already.
 */

#include "net/service_set.h"

/* What a rule admits: ports times one range of addresses, in either family
 * or both. */
struct shade {
	struct port_set ports;
	bool has[2];			/* IPv4, IPv6 */
	struct range range[2];
	bool covered;			/* the answer */
};

/*
 * Set covered for every rule that the union of the others covers, in all of
 * its families.  Of rules that cover each other the later ones in the array
 * are covered.  O(n log n) operations on sets; what it needs comes from an
 * arena of its own.
 */
void shadow_find(struct shade *v, size_t n);

/* Whether two rules have a packet in common. */
bool shadow_meet(const struct shade *x, const struct shade *y);

/* Whether x alone covers y. */
bool shadow_contains(const struct shade *x, const struct shade *y);

#endif
