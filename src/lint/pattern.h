/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LINT_PATTERN_H
#define VPCPLAN_LINT_PATTERN_H

/*
 * The patterns of suppressions, and the objects of findings they name.
 *
 * A JSON pointer ("/vpcs/shop/subnets/app-a") has a segment between slashes;
 * a resource address (`module.vpc.aws_subnet.a["x.y"]`) between dots, an
 * index in brackets being one of its own; an id is one segment.  `*` stands
 * for any one segment ("[*]" for any index).  A pattern names an object and
 * all below it: it matches when it is a prefix, segment by segment.
 *
 * All patterns are kept in one tree, so a finding is matched against all of
 * them in a walk as deep as its object.
 */

#include "base/map.h"
#include "base/vec.h"

#include <stdbool.h>

struct segments {
	const char **v;
	size_t n, cap;
};

struct segments pattern_segments(struct arena *a, const char *text);

/* A clause that says why the text is no pattern, or NULL. */
const char *pattern_fault(const char *text);

struct pattern_tree;

struct pattern_tree *pattern_tree_new(struct arena *a);

/* item is the caller's, not NULL. */
void pattern_tree_add(struct pattern_tree *t, const char *pattern,
    void *item);

/* Call visit for every item whose pattern names object or what it is in. */
void pattern_tree_match(const struct pattern_tree *t, const char *object,
    void (*visit)(void *context, void *item), void *context);

#endif
