/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LOAD_SPEC_FOREIGN_H
#define VPCPLAN_LOAD_SPEC_FOREIGN_H

/*
 * Rules, entries and routes as AWS, CloudFormation and Terraform write them,
 * put into a spec.  They are not read: what to write instead is said, from
 * what stands there, if all of it can be said; else which keys could not be
 * carried over, and nothing is proposed.
 */

#include "base/vec.h"
#include "load/read.h"

/* Keys of such an object that no line here can say. */
struct foreign_keys {
	VEC(const char *);
};

/*
 * Complain, once, of an object that is written so, and say what to write.
 * False, without a complaint: it is not.
 */
bool spec_foreign_rule(struct load *l, struct node n, enum direction direction);
/* What it would say to write, `"tcp/443 from app"`; NULL if it is none. */
const char *spec_foreign_lines(struct load *l, struct node n,
    enum direction direction);
/* Complain that a rule of a group cannot deny; true. */
bool spec_foreign_deny(struct load *l, struct node n);
bool spec_foreign_entry(struct load *l, struct node n,
    enum direction direction);
bool spec_foreign_route(struct load *l, struct node n);

/* Both ends of such a route, if nothing else of it would be lost. */
bool spec_foreign_route_ends(struct load *l, struct node n, struct node *to,
    struct node *via);
/* The target that the latter says; NULL: it is not clear. */
const char *spec_foreign_target(struct load *l, struct node via);

/* The same for an object that is one route, where a map of them belongs. */
bool spec_foreign_only_route(struct load *l, struct node n);

/* What to do with a list of listeners under the key; NULL: not clear. */
const char *spec_foreign_listeners(struct load *l, const char *key,
    struct node n);

/* What to write for an element of "routes" that is a text; NULL: not clear. */
const char *spec_foreign_route_text(struct load *l, struct node n);

/* ------------------------------------- between the files of this reader */

/* A string, a number or a Ref as text; NULL: it is none of them. */
const char *spec_foreign_text(struct load *l, struct node n);

/* Whether a member may be left out: null, empty, a comment. */
bool spec_foreign_says_nothing(struct node n);

/* The help that names what is left; and the complaint, true. */
const char *spec_foreign_left(struct load *l,
    const struct foreign_keys *left);
bool spec_foreign_complain(struct load *l, struct node n, const char *what,
    const char *help);

#endif
