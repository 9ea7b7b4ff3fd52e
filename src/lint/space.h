/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LINT_SPACE_H
#define VPCPLAN_LINT_SPACE_H

/*
 * The addresses of VPCs and of prefix lists as sets, each made once, when it
 * is first asked for.
 */

#include "lint/rule.h"
#include "net/range_set.h"

struct space {
	struct range_set set;	/* of what is known */
	bool known;		/* nothing is missing from it */
};

struct spaces;

struct spaces *spaces_new(struct arena *a, const struct model *m);

struct space spaces_of_vpc(struct spaces *s, const struct vpc *v,
    enum family family);
struct space spaces_of_list(struct spaces *s, const struct prefix_list *p,
    enum family family);

/* Where a route leads in one family; a service's addresses are not known. */
struct space spaces_of_route(struct spaces *s, const struct route *r,
    enum family family);

#endif
