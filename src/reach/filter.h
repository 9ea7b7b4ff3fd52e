/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REACH_FILTER_H
#define VPCPLAN_REACH_FILTER_H

/*
 * What security groups and network ACLs admit, as service_sets: ports times
 * the addresses of the other side, one family at a time.
 *
 * Everything comes in two bounds.  FILTER_SURE holds what is admitted
 * whatever the unknown values turn out to be, FILTER_POSSIBLE what may be.
 * An unknown rule of a group adds to the second only; an unknown allow entry
 * of an ACL likewise; an unknown deny entry takes from the first only.  A
 * rule or entry that exists under an undecided condition is unknown so.
 *
 * A reference to a group is never turned into addresses: it is true or false
 * for a pair of interfaces, because what counts is which interface a packet
 * is seen as coming from.  So references are asked for apart.
 *
 * Each list of a group and each ACL is compiled once and kept; a set of
 * groups is the union of its compiled members.
 */

#include "model/model.h"
#include "net/service_set.h"
#include "reach/branch.h"
#include "reach/reads.h"

enum bound { FILTER_SURE, FILTER_POSSIBLE };

struct filters;

/* As they are in one branch; what is undecided in it is unknown. */
struct filters *filters_new(struct arena *a, const struct model *m,
    const struct branch *branch);

/* From now on, note in reads whose rules are asked; NULL: nowhere. */
void filters_tell(struct filters *f, struct reads *reads);

/* Compile all groups and ACLs now, rather than when first asked for. */
void filters_prepare(struct filters *f, const struct model *m);

/* The groups an interface carries. */
struct group_list {
	struct security_group *const *v;
	size_t n;
	bool known;		/* false: it may carry others */
};

/*
 * Rules of these groups whose peer is an address: CIDRs, "anywhere", prefix
 * lists with known entries.  If the list of groups is not known, POSSIBLE is
 * everything.
 */
struct service_set filter_groups(struct filters *f, struct group_list groups,
    enum direction direction, enum family family, enum bound bound);

/* Ports of rules that refer to a group among the peer's ("self" too). */
struct port_set filter_references(struct filters *f,
    struct group_list groups, enum direction direction,
    struct group_list peer, enum bound bound);

/* Call visit for each group that rules of these refer to for sure, with the
 * ports of those rules, which live as long as f. */
void filter_each_reference(struct filters *f, struct group_list groups,
    enum direction direction, void (*visit)(void *context,
    const struct security_group *to, const struct port_set *ports),
    void *context);

/* Whether any rule of these groups refers to any of the others, for sure. */
bool filter_refers(struct filters *f, struct group_list groups,
    enum direction direction, struct group_list others);

/* Write value for every group that rules of these refer to, at its order of
 * declaration. */
void filter_mark_referred(struct filters *f, struct group_list groups,
    enum direction direction, unsigned char *marks, unsigned char value);

/*
 * Ports of rules that name an AWS-managed prefix list which is the list of
 * that service ("com.amazonaws.REGION.s3" for "s3").
 */
struct port_set filter_service(struct filters *f, struct group_list groups,
    enum direction direction, const char *service, enum bound bound);

/* First match over the entries of one direction; NULL gives nothing known:
 * SURE is empty, POSSIBLE everything. */
struct service_set filter_acl(struct filters *f,
    const struct network_acl *acl, enum direction direction,
    enum family family, enum bound bound);

/* Whether an ACL may allow some of the ports, to or from whomever. */
bool filter_acl_may_allow(struct filters *f, struct arena *a,
    const struct network_acl *acl, enum direction direction,
    struct port_set ports);

/*
 * The rule of the groups, or the entry of the ACL, that decides about one
 * packet: for explanations.  NULL: nothing matches (the implicit deny).
 */
const struct group_rule *filter_deciding_rule(struct filters *f,
    struct group_list groups, enum direction direction, enum family family,
    uint32_t point, struct addr peer, struct group_list peer_groups);
/* The same of one to a service, by the list that AWS keeps of it; unsure:
 * whether its list is that one is not known. */
const struct group_rule *filter_deciding_service_rule(struct filters *f,
    struct group_list groups, enum direction direction, uint32_t point,
    const char *service, bool *unsure);
const struct acl_entry *filter_deciding_entry(struct filters *f,
    const struct network_acl *acl, enum direction direction,
    enum family family, uint32_t point, struct addr peer);

/*
 * What comes nearest to admitting a packet that nothing admits: a rule for
 * the port with another peer, else one for the peer with another port; NULL:
 * neither.  Of an ACL, an entry that allows, in the same way, but first one
 * that would, came it not behind a denial.
 */
const struct group_rule *filter_nearest_rule(struct filters *f,
    struct group_list groups, enum direction direction, enum family family,
    uint32_t point, struct addr peer, struct group_list peer_groups);
const struct acl_entry *filter_nearest_entry(struct filters *f,
    const struct network_acl *acl, enum direction direction,
    enum family family, uint32_t point, struct addr peer);

/* Why SURE and POSSIBLE of these differ: a clause, or NULL if they do not. */
const char *filter_groups_unknown(struct filters *f,
    struct group_list groups, enum direction direction);
const char *filter_acl_unknown(struct filters *f,
    const struct network_acl *acl, enum direction direction);

/* A condition that, decided, brings them closer to each other; or NULL. */
const char *filter_groups_condition(struct filters *f,
    struct group_list groups, enum direction direction);
const char *filter_acl_condition(struct filters *f,
    const struct network_acl *acl, enum direction direction);

#endif
