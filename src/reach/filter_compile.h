/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REACH_FILTER_COMPILE_H
#define VPCPLAN_REACH_FILTER_COMPILE_H

/*
 * One direction of a group or an ACL, compiled: for the files of filter alone.
 */

#include "reach/filter.h"

/* Service sets by family (0: IPv4, 1: IPv6) and bound. */
struct filter_bounds {
	struct service_set of[2][2];
};

/* All rules of a list that refer to one group: a large network has hundreds of
 * thousands of these. */
struct filter_reference {
	const struct security_group *to;
	struct port_set sure;
	const struct port_set *possible;	/* NULL: the same */
};

static inline const struct port_set *
filter_reference_ports(const struct filter_reference *r, enum bound bound)
{
	return bound == FILTER_POSSIBLE && r->possible != NULL ?
	    r->possible : &r->sure;
}

struct compiled_list {
	struct filter_bounds addresses;
	struct filter_reference *references;	/* sorted by address of to */
	size_t n_references;
	struct port_set unnamed;	/* of rules that refer to a group that is
					   not known, or may */
	struct port_set unknown_peers;	/* of rules that may refer to any */
	const struct group_rule **of_lists;	/* rules that name a prefix
					   list, as services ask for */
	size_t n_of_lists;
	bool known;			/* false: the input holds no rules */
	const char *why;		/* why the bounds differ, or NULL */
	const char *condition;		/* one of undecided ones, or NULL */
};

struct compiled_acl {
	struct filter_bounds addresses;
	const char *why, *condition;	/* as above */
};

/* In which branch, and whether some blocks are Amazon's to choose, so that a
 * prefix may hold them or not (model/stand_in.h). */
struct filter_setting {
	const struct branch *branch;
	bool has_stand_ins;
	struct range_set choice;
};

/* Compile the rules of one direction of a group; results live as a. */
void filter_compile_group(struct arena *a, const struct filter_setting *in,
    const struct security_group *g, enum direction direction,
    struct compiled_list *out);

/* acl may be NULL: nothing is known. */
void filter_compile_acl(struct arena *a, const struct filter_setting *in,
    const struct network_acl *acl, enum direction direction,
    struct compiled_acl *out);

/* A clause: why a prefix of a rule, or an entry, may match or not. */
const char *filter_chosen_text(struct arena *a, const char *what,
    enum direction direction, const struct thing *of, struct cidr c);

const struct filter_reference *filter_find_reference(
    const struct compiled_list *list, const struct security_group *to);

/* Whether a rule names the list of AWS's for a service; *sure is false if it
 * only may. */
bool filter_names_service(const struct group_rule *r, const char *service,
    bool *sure);

/* The rules of one direction. */
struct filter_rules {
	struct group_rule *const *v;
	size_t n;
	bool known;		/* false: the input does not hold them */
};

/* Note that the rules of these are asked. */
void filters_note_groups(const struct filters *f, struct group_list groups);
void filters_note_acl(const struct filters *f, const struct network_acl *acl);

const struct branch *filters_branch(const struct filters *f);

struct filter_rules filter_rules_of(const struct security_group *g,
    enum direction direction);

#endif
