/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LINT_WAY_H
#define VPCPLAN_LINT_WAY_H

/*
 * Small questions about routes that several topics ask.
 */

#include "lint/rule.h"

/* What a route leads to, if that is a thing of the model; else NULL. */
const struct thing *way_target(const struct route *r);

/*
 * The route of a table that wins for the internet at large, alive or dead;
 * NULL if none does, or the table is not known.  It is asked for one address
 * that is nobody's in particular: whoever sends some of the internet
 * elsewhere has a longer prefix for that part.
 */
const struct route *way_to_internet(const struct lint *l,
    const struct route_table *t, enum family family);

/*
 * Whether the route is perhaps another table's: which of several has it is
 * not known, so that nothing it does in this one is certain.  The rule counts
 * as weakened then.
 */
bool way_is_elsewhere(struct lint *l, const struct route *r);

/*
 * Whether it depends on a condition if the route is there, or what it leads
 * to; not if box does, which is what the rule speaks of.  The rule counts as
 * weakened then.
 */
bool way_is_open(struct lint *l, const struct route *r,
    const struct thing *box);

/* That of IPv4, or else that of IPv6. */
const struct route *way_of_either_family(const struct lint *l,
    const struct route_table *t);

/*
 * A route of a table that leads to an attached internet gateway, for however
 * little of the internet (a partner, an office), or may; NULL if there is
 * none.
 */
const struct route *way_to_gateway(const struct lint *l,
    const struct route_table *t, enum family family);

/*
 * Whether a route leads into a firewall: a gateway load balancer's endpoint,
 * an interface, an appliance.  What becomes of the packet behind it is not in
 * the table, so nothing about the internet follows from such a route.
 */
bool way_is_middlebox(const struct route *r);

/* Whether either family of the subnet has its way out through one. */
bool way_has_middlebox(const struct lint *l, const struct subnet *s);

/*
 * Whether something has been said about the target already: RT001 about their
 * number, IN004-IN006 about a name that means nothing here.  NULL was not.
 */
bool way_was_reported(const struct route *r);

/* Whether the table's way to the internet, or that there is none, hangs on
 * something that is not decided. */
bool way_hangs(struct lint *l, const struct route_table *t,
    enum family family);

/*
 * Whether a table has no way to the internet, for all that is known: a route
 * of unknown destination may be one.  The rule counts as weakened then.
 */
bool way_is_untold(struct lint *l, const struct route_table *t,
    enum family family);

/*
 * Whether the subnet's table has no route to the internet yet and may have
 * one: by a route as above, or because it is handed out, so that others may
 * add it.  The rule counts as weakened then.
 */
bool way_may_be_added(struct lint *l, const struct subnet *s,
    enum family family);

/*
 * Whether a table has no way to the internet because of a route that cannot
 * be: a default without a target.
 */
bool way_is_spoilt(const struct lint *l, const struct route_table *t);

/*
 * Whether what a subnet does with the internet follows from a mistake that was
 * reported: its table is not in the input though all tables are, or its way
 * out names a target that is nowhere.
 */
bool way_is_misnamed(const struct lint *l, const struct subnet *s);

#endif
