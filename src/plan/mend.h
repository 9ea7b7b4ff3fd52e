/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_MEND_H
#define VPCPLAN_PLAN_MEND_H

/*
 * The smallest set of changes that makes a flow work.
 *
 * Every blocker on the intended path proposes an edit that admits what was
 * asked and no more than the input's own words allow: a rule of a group, an
 * entry of an ACL, a route to a target that is there, another target for a
 * route that is dead, a propagation into the table of a transit gateway or,
 * of what none propagates, a route of it.  All are applied to the model in
 * memory, as a reader and link would have left them, the engine is made anew
 * and the whole question asked again; then each edit that is not needed is
 * taken back.  What is not proved to work is not offered.
 *
 * The model is as before when a call returns; mend_apply() makes the edits of
 * a result again, for whoever wants to compare or write the changed network.
 */

#include "plan/pairs.h"

enum mending_kind { MENDING_GROUP_RULE, MENDING_ACL_ENTRY, MENDING_ROUTE,
	MENDING_TARGET,			/* of a route that is there */
	MENDING_ENDPOINT_TABLE,		/* of a gateway endpoint */
	MENDING_SOURCE_CHECK, MENDING_PROPAGATION, MENDING_ASSOCIATION,
	MENDING_TRANSIT_ROUTE, MENDING_TRANSIT_TARGET };

struct mending {
	enum mending_kind kind;
	struct thing *of;		/* the group, ACL, table, interface or
					   attachment that changes */
	enum direction direction;	/* of rules and entries */
	struct group_rule *rule;	/* the one that is added, by kind */
	struct acl_entry *entry;
	struct route *route;
	struct transit_route *transit_route;
	void *there;			/* the route that becomes the one above */
	struct transit_table *table;	/* to propagate to, or associate with */
	struct route_table *endpoint_table;
	struct flag_value source_check[2];	/* as it is to be: of the
					   interface, and of its workload */
	const char *list;		/* the key of the thing that changes:
					   "ingress", "routes" … */
	const char *text;		/* what is added to it, as in a spec:
					   "110 allow tcp/443 to 10.0.0.0/24" */
	const char *says;		/* all of it, for people */
};

struct mend {
	bool works;			/* with all edits the verdict is yes */
	struct {			/* empty unless it works */
		struct mending *v;
		size_t n, cap;
	} edits;
	struct {			/* what no edit can mend; clauses */
		const char **v;
		size_t n, cap;
	} advice;
};

/*
 * Numbers of entries that other fixes of the same run propose: whoever makes
 * both must not find one number twice.  The same entry may be in two fixes.
 */
struct taken_numbers {
	struct taken_number {
		const struct thing *acl;
		enum direction direction;
		int64_t number;
		const char *text;
	} *v;
	size_t n, cap;
};

/* Note those of a result. */
void mend_take_numbers(struct arena *a, const struct mend *mend,
    struct taken_numbers *out);

/* Whether what is stated of an interface stands on its workload, and so is of
 * all that the workload has. */
bool mending_is_of_workload(const struct interface *i);

/* The edits that one may propose without a blocker: a route, a table for a
 * gateway endpoint, a rule that names a block, a source check switched off. */
struct mending mending_route(struct arena *a, struct route_table *t,
    struct cidr to, struct thing *via);
struct mending mending_endpoint_table(struct arena *a, struct endpoint *e,
    struct route_table *t);
struct mending mending_rule(struct arena *a, struct security_group *g,
    enum direction direction, struct port_set ports, struct cidr peer);
struct mending mending_source_check(struct arena *a, struct interface *i);

/* What would make the answer yes; asking as for pairs_ask(). */
struct mend mend_find(const struct asking_pairs *asking);

/*
 * Of edits that are made: a subnet that the plan declares to be less open than
 * its table makes it now, and did not before, in a clause; or NULL.
 */
const char *mend_breaks_exposure(struct arena *a, const struct model *m,
    const struct mend *mend);

/* Make, or take back, the edits of a result. */
void mend_apply(const struct model *m, const struct mend *mend);
void mend_undo(const struct mend *mend);

#endif
