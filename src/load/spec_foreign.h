/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LOAD_SPEC_FOREIGN_H
#define VPCPLAN_LOAD_SPEC_FOREIGN_H

/*
 * Rules, entries and routes as AWS, CloudFormation and Terraform write them,
 * put into a spec.  They are not read: what to write instead is said, from
 * what stands there.
 */

#include "load/read.h"

/*
 * Complain, once, of an object that is written so, and say what to write.
 * False, without a complaint: it is not.
 */
bool spec_foreign_rule(struct load *l, struct node n, enum direction direction);
/* What it would say to write, `"tcp/443 from app"`; NULL if it is none. */
const char *spec_foreign_lines(struct load *l, struct node n,
    enum direction direction);
bool spec_foreign_entry(struct load *l, struct node n,
    enum direction direction);
bool spec_foreign_route(struct load *l, struct node n);

/* The same for an object that is one route, where a map of them belongs. */
bool spec_foreign_only_route(struct load *l, struct node n);

/* What to write for an element of "routes" that is a text; NULL: not clear. */
const char *spec_foreign_route_text(struct load *l, struct node n);

#endif
