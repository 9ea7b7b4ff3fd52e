/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_TESTS_MODEL_PLAN_H
#define VPCPLAN_TESTS_MODEL_PLAN_H

/*
 * Networks built by hand, for tests of linking: what a reader would make of
 * an input, in few words.  Things are created ones unless a test says other.
 */

#include "model/model.h"
#include "unit.h"

struct plan {
	struct arena *a;
	struct model *m;
	struct findings findings;
	unsigned island;
	uint32_t line;		/* places count up: one a thing */
};

/* An empty plan whose lists are all whole. */
struct plan *plan_new(void);
void plan_free(struct plan *p);

/* From now on things go to an island of their own, with whole lists. */
void plan_new_island(struct plan *p);

/* The next place: file 1, a byte further on. */
struct place plan_place(struct plan *p);

struct ref plan_ref(struct plan *p, const char *text);
struct flag_value plan_flag(struct plan *p, bool v);
struct text_value plan_text(struct plan *p, const char *text);
struct cidr_value plan_cidr(struct plan *p, const char *text);
struct address_value plan_address(struct plan *p, const char *text);

/* Name and mark a thing as created; returns it. */
void plan_name(struct thing *t, const char *name);

struct vpc *plan_vpc(struct plan *p, const char *name, const char *cidr);
struct subnet *plan_subnet(struct plan *p, struct vpc *v, const char *name,
    const char *cidr);
struct route_table *plan_table(struct plan *p, struct vpc *v,
    const char *name);
struct route *plan_route(struct plan *p, struct route_table *t,
    const char *to, const char *via);
struct internet_gateway *plan_gateway(struct plan *p, struct vpc *v,
    const char *name);
struct nat_gateway *plan_nat(struct plan *p, struct vpc *v, const char *name,
    const char *subnet);
struct security_group *plan_group(struct plan *p, struct vpc *v,
    const char *name);
struct group_rule *plan_rule(struct plan *p, struct security_group *g,
    enum direction direction, const char *peer);
struct group_rule *plan_rule_of(struct plan *p, struct security_group *g,
    enum direction direction, struct ref peer);
struct network_acl *plan_acl(struct plan *p, struct vpc *v,
    const char *name);
struct workload *plan_workload(struct plan *p, struct vpc *v,
    const char *name, enum workload_kind kind);
void plan_place_in(struct plan *p, struct workload *w, const char *subnet);

void plan_link(struct plan *p);

/* How many findings of that code there are, and the last one's message. */
size_t plan_count(const struct plan *p, const char *code);
const char *plan_message(const struct plan *p, const char *code);
const char *plan_help(const struct plan *p, const char *code);

#endif
