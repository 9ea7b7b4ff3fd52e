/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_TRAITS_H
#define VPCPLAN_PLAN_TRAITS_H

/*
 * All that a thing says of itself, as rows of text: what changes if the thing
 * does, whatever format it was read from.  What AWS would take for an absent
 * value stands there in full; things are called by the names that both sides
 * have for them (pairing_name()), so that a new name alone changes nothing.
 */

#include "plan/pairing.h"

/* Parts that an input may lack as a whole; what is not seen is not compared. */
enum trait_part { TRAIT_FIELD, TRAIT_INGRESS, TRAIT_EGRESS, TRAIT_ENTRIES,
	TRAIT_ROUTES, TRAIT_GROUPS, TRAIT_LISTENERS, TRAIT_TABLE, TRAIT_ACL,
	TRAIT_ATTACHED, TRAIT_SUBNET, TRAIT_END, TRAIT_PLANNED,
	TRAIT_RESERVED, TRAIT_DNS };

struct trait {
	enum trait_part part;
	const char *key;	/* "CIDR", "ingress 100", "0.0.0.0/0";
				   sorted */
	const char *value;	/* "10.0.0.0/24"; "" if the key says it all */
	const char *apart;	/* of a rule: its key without its ports; and */
	const char *ports;	/* these, which may be all that changes */
	bool unknown;		/* … which is not known */
	const void *of;		/* the route, rule, entry, block or listener, if
				   it is one; the table, ACL, group or subnet
				   that it names; of a workload's subnet, the
				   interface that stands there */
	const void *plain;	/* the value in its thing, if that means no
				   other thing, … */
	size_t size;		/* … so that its bytes say the same elsewhere */
	struct place at;
};

struct traits {
	struct trait *v;
	size_t n, cap;
	uint32_t unseen;	/* a bit per part */
};

struct traits traits_of(const struct pairing *p, struct arena *a,
    enum when when, const struct thing *t);

/*
 * Whether both sides of a pair say the same, as a look shows that takes no
 * memory.  False: they may still, as traits_of() of both tells.
 */
bool traits_are_same(const struct thing_pair *pair, const struct pairing *p);

#endif
