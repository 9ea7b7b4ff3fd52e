/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LINT_ACL_JUDGE_H
#define VPCPLAN_LINT_ACL_JUDGE_H

/*
 * Network ACLs, asked one direction at a time what they admit.  They have no
 * memory: an answer needs an entry of its own, for the port that the client
 * happens to use.
 */

#include "model/network.h"
#include "reach/filter.h"

struct lint;

struct acl_judge {
	struct lint *l;
	struct arena *a;		/* scratch of one check */
	struct filters *filters;
	bool *closed;			/* by order: it denies something */
};

struct acl_judge acl_judge_new(struct lint *l, struct arena *a);

/* Whether any ACL denies something; if none does, no answer is lost. */
bool acl_judge_any_closed(const struct acl_judge *j);

/* The ports that an ACL admits from, or to, every one of the peers. */
struct port_set acl_judge_admits(const struct acl_judge *j,
    const struct network_acl *acl, enum direction direction,
    struct range_set peers, enum bound bound);

/* The ports from which a client of whom nothing is known opens flows; those
 * of an interface, which are any where it is an endpoint's; and the least
 * range that has both. */
struct port_range acl_judge_anybody(void);
struct port_range acl_judge_client(const struct interface *x);
struct port_range acl_judge_either(struct port_range x, struct port_range y);

#endif
