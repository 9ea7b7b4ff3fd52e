/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LINT_WORDS_H
#define VPCPLAN_LINT_WORDS_H

/*
 * How the messages of rules name what has no thing of its own: blocks,
 * ranges, routes, rules, entries, and lists of things.  Texts live in the
 * arena and hold sanitised names only.
 */

#include "model/model.h"

const char *words_cidr(struct arena *a, struct cidr c);
const char *words_addr(struct arena *a, enum family family, struct addr x);

/* "10.0.0.0/24" if it is a block, else "10.0.0.3-10.0.0.7". */
const char *words_range(struct arena *a, enum family family, struct range r);

/* "tcp/22", "icmp/8": one point of a set of ports. */
const char *words_point(struct arena *a, uint32_t point);

/* "0.0.0.0/0", a prefix list's name, "s3": where a route leads. */
const char *words_destination(struct arena *a, const struct route *r);

/* `the route 0.0.0.0/0 of route table "app"`. */
const char *words_route(struct arena *a, const struct route *r);

/* `NAT gateway "nat-a"`, "local", "a blackhole": what it leads to. */
const char *words_target(struct arena *a, const struct route *r);

/* "0.0.0.0/0", a group's or a list's name, "self", "anywhere". */
const char *words_peer(struct arena *a, const struct group_rule *r);

/* `tcp/443 from 0.0.0.0/0`, as a spec would write the rule. */
const char *words_group_rule(struct arena *a, const struct group_rule *r);

/* `110 deny tcp/22 from 0.0.0.0/0`, as a spec would write the entry. */
const char *words_acl_entry(struct arena *a, const struct acl_entry *e);

/* "1 route", "3 routes". */
const char *words_count(struct arena *a, size_t n, const char *noun);

/*
 * A list for a sentence: "a", "a and b", "a, b and 4 more".  Only the first
 * few are named.
 */
struct words_list {
	struct arena *a;
	const char *v[4];
	size_t n;		/* added, of which at most 4 are in v */
};

void words_add(struct words_list *list, const char *text);

/* Add the fewest blocks that are the set. */
void words_add_blocks(struct words_list *list, struct range_set s);
const char *words_join(const struct words_list *list);

#endif
