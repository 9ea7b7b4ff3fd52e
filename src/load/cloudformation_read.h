/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LOAD_CLOUDFORMATION_READ_H
#define VPCPLAN_LOAD_CLOUDFORMATION_READ_H

/*
 * What the files of the CloudFormation reader share.
 *
 * Every template is entered first: parameters, conditions, resources.  Then
 * things are made of the resources that are one, then each is read, and last
 * those that only add to others: routes, rules, associations.  Values are
 * evaluated when they are asked for; what cannot be known is unknown and says
 * why; what depends on an undecided condition keeps both branches.
 */

#include "load/cloudformation.h"
#include "load/read.h"
#include "model/link.h"

struct cfn;
struct cfn_template;
struct cfn_resource;
struct refusal;

enum cfn_kind {
	CFN_ABSENT,		/* not there, null, or AWS::NoValue */
	CFN_UNKNOWN,		/* text says why */
	CFN_TEXT,		/* a string, number or boolean, as text */
	CFN_LIST,
	CFN_MAP,		/* no function: its members are asked for */
	CFN_RESOURCE,		/* a Ref, or with an attribute a GetAtt */
	CFN_CHOICE		/* of two, by an undecided condition */
};

struct cfn_value {
	enum cfn_kind kind;
	bool literal;			/* stands there as it is */
	struct place at;
	struct cfn_template *in;	/* of a map: whose names it uses */
	const char *text;		/* of a resource: the attribute */
	struct cfn_resource *resource;	/* UNKNOWN: a text that is known but
					   for that resource's id; or NULL */
	struct cfn_value *v;		/* LIST; CHOICE: if so, if not */
	size_t n;			/* … RESOURCE: 1 + which of its list;
					   0: no such index */
	struct node node;		/* MAP */
	const struct condition *when;	/* CHOICE */
	const char *delimiter;		/* UNKNOWN: v was joined with it;
					   RESOURCE: its list was cut at it */
	const char *called;		/* UNKNOWN: the name of what would say
					   it, a parameter or an export */
};

struct cfn_type {
	const char *name;		/* "EC2::VPC" */
	/* Make the thing of the model; or NULL. */
	void *(*make)(struct model *m, struct place at, unsigned island);
	void (*read)(struct cfn *x, struct cfn_resource *r);
	void (*join)(struct cfn *x, struct cfn_resource *r);
	bool late;			/* join when all others are joined */
};

/* One resource refers to another, or waits for it. */
struct cfn_need {
	struct cfn_resource *to;
	struct place at;
	bool waits;			/* DependsOn says so, and no more */
	bool by_program;		/* or a script, is handed it */
	struct cfn_need *next;
};

/* Where a type says what it stands in; "A.B" is the property B in A. */
struct cfn_placed {
	const char *type;
	enum workload_kind kind;
	const char *inside;		/* holds the next two; without it the
					   service runs in AWS's network */
	const char *subnets, *groups;
	const char *by_group;		/* instead of subnets: a group of
					   those … */
	const char *public;		/* a flag: has a public address */
	const char *ipv6;		/* a flag: has IPv6 addresses */
	const char *addresses;		/* Elastic IPs that it carries */
	const char *port;
	const char *serves;		/* where no port is stated */
	const char *own_group;		/* why it carries more groups */
	bool of_cluster;		/* carries what EKS makes for one */
	bool is_private, is_public;	/* unless it says otherwise */
};

enum cfn_visit { VISIT_NEW, VISIT_OPEN, VISIT_DONE };

struct cfn_resource {
	const char *name;		/* the logical id */
	const char *type;		/* "EC2::VPC", without "AWS::" */
	const char *full_type;		/* as it stands there */
	const struct cfn_type *is;	/* NULL: no type that is read */
	const struct cfn_placed *placed;	/* of its type; NULL: none */
	const struct refusal *refusals;	/* of its type; NULL: none */
	struct cfn_template *in;
	struct node node;		/* the resource; its Properties: */
	struct node properties;
	struct place at;
	const struct condition *exists;	/* undecided; NULL: surely */
	bool is_out;			/* its condition does not hold */
	struct thing *thing;		/* or NULL */
	struct cfn_template *nested;	/* of a stack, if it was found */
	const char *advice;		/* … else what to do about it */
	const char *path;		/* aws:cdk:path, or NULL */
	void *extra;			/* of its type */
	struct cfn_need *needs;		/* cloudformation_names.c */
	enum cfn_visit visit;
};

enum cfn_truth { CFN_FALSE, CFN_TRUE, CFN_UNDECIDED };

struct cfn_condition {
	const char *name;
	struct node node;
	bool decided, visiting;
	enum cfn_truth truth;
	const struct condition *literal;	/* of an undecided one */
};

struct cfn_parameter {
	const char *name;
	struct node node;
	const char *type;
	bool given;			/* by an option or a parent stack */
	bool noted;			/* that its pattern is not checked */
	struct cfn_value value;
};

struct cfn_template {
	struct cfn *x;
	const char *file;
	const struct document *d;
	struct node root;
	struct map parameters, conditions, resources;
	VEC(struct cfn_resource *) list;
	struct cfn_need *output_needs;	/* what outputs refer to */
	size_t compared;		/* names, for "did you mean" */
	struct cfn_resource *parent;	/* the stack resource; or NULL */
	/* Of a copy in which a loop is entered; else NULL: */
	struct cfn_template *outer;
	const char *variable, *bound;
};

struct cfn {
	struct load *l;
	struct model *m;
	struct arena *a;
	unsigned island;
	VEC(struct cfn_template *) templates;
	struct map exports;		/* name: struct cfn_value * */
	struct map types;		/* what there is about each */
	struct map vpcs;		/* unknown VPCs, by why: struct vpc * */
	struct map unread;		/* by type: struct unread * */
	uint32_t attaches;		/* kinds of gateways of which an
					   attachment names an unknown one */
	size_t nulls;			/* where something else was meant */
	size_t stacks;			/* nested, and not given */
	size_t loops;			/* Fn::ForEach that were not expanded */
	const char *why_loop;		/* the first of them, and why */
	size_t looped;			/* turns of those that were */
	size_t lost;			/* rules and routes of what is not
					   in the input */
	const struct cfn_resource *first_lost;
	unsigned depth;			/* of evaluation */
};

/* --- cloudformation_template.c */
/* root: of the document, or an element of a list of templates. */
void cfn_enter(struct cfn *x, struct document *d, struct node root);
void cfn_enter_resource(struct cfn_template *t, struct node n);
struct cfn_resource *cfn_resource(struct cfn_template *t, const char *name);
/* Whether a macro makes another template of it, but for loops and the like. */
bool cfn_is_transformed(struct cfn_template *t);
/* The template without the loops around a place in it. */
struct cfn_template *cfn_whole(struct cfn_template *t);

/* --- cloudformation_loop.c: Fn::ForEach */
void cfn_enter_loop(struct cfn_template *t, struct node loop);
/* What a loop's variable is; NULL: there is none of that name. */
const char *cfn_bound(const struct cfn_template *t, const char *name);
/* A text with the variables of the loops around it put in. */
const char *cfn_resolved(struct cfn_template *t, const char *text);
const char *cfn_node_text(struct cfn_template *t, struct node n);

/* --- cloudformation_condition.c */
enum cfn_truth cfn_condition(struct cfn_template *t, const char *name,
    struct place at, const struct condition **literal);
/* IN004, if no condition is so named. */
bool cfn_is_condition(struct cfn_template *t, const char *name,
    struct place at);
/* All of them, for circles that nobody has gone. */
void cfn_check_conditions(struct cfn_template *t);
enum cfn_truth cfn_truth_of(struct cfn_template *t, struct node n,
    const struct condition **literal);
const struct condition *cfn_both(struct cfn *x, const struct condition *a,
    const struct condition *b);
const struct condition *cfn_opposite(struct cfn *x,
    const struct condition *c);
/* Whether the one holds only where the other does not. */
bool cfn_excludes(const struct condition *a, const struct condition *b);
/* Unknown, for a value that is there under a condition alone. */
struct value cfn_depends(struct cfn *x, struct place at,
    const struct condition *when);

/* --- cloudformation_functions.c */
/* Why a null is unknown: CloudFormation takes none, so what was meant is not
 * told; nor is it by a name that nothing has. */
extern const char cfn_null[], cfn_malformed[], cfn_nothing[];

struct cfn_value cfn_eval(struct cfn_template *t, struct node n);
struct cfn_value cfn_unknown(struct place at, const char *why);
struct cfn_value cfn_unknown_of(struct place at, const char *called,
    const char *why);
/* Or unknown, if a part of it is to be looked up ("{{resolve:…}}"). */
struct cfn_value cfn_text(struct place at, const char *text);
struct cfn_value cfn_parameter(struct cfn_template *t, const char *name,
    struct place at);
struct cfn_value cfn_output(struct cfn_template *t, const char *name,
    struct place at);

/* Whether a Ref may name it; and the finding that nothing is so named. */
bool cfn_is_name(struct cfn_template *t, const char *name);
struct cfn_value cfn_undeclared(struct cfn_template *t, const char *name,
    struct place at);
/* Whether there is such a function, without "Fn::"; the finding if not. */
bool cfn_is_function(const char *name);
struct cfn_value cfn_no_function(struct cfn_template *t, struct node n,
    const char *name);

/* --- cloudformation_shapes.c: IN003 where a function, anywhere in a template,
 * is given what it does not take; and what it takes, in words */
void cfn_check_shape(struct cfn_template *t, const char *function,
    struct node argument);
const char *cfn_takes(const char *function);

/* "Sub", "Ref" …: the function that a map of one member is; or NULL. */
const char *cfn_function(struct node n, struct node *argument);

/* IN003, and what is unknown because of it. */
struct cfn_value cfn_refuse(struct cfn_template *t, struct node n,
    const char *text);

/* --- cloudformation_lists.c */
struct cfn_value cfn_zones(struct cfn_template *t, struct node n);
struct cfn_value cfn_blocks(struct cfn_template *t, struct node n);

/* --- cloudformation_text.c */
struct cfn_value cfn_base64(struct cfn_template *t, struct node n);
struct cfn_value cfn_to_json(struct cfn_template *t, struct node n);

/* --- cloudformation_value.c: properties, typed */
struct cfn_value cfn_get(struct cfn_resource *r, const char *property);

/* As if the region were that one, where it is not given: for what is the
 * same, or only another letter, in every region. */
struct cfn_value cfn_get_anywhere(struct cfn_resource *r,
    const char *property, const char *region);

struct cfn_value cfn_member(const struct cfn_value *v, const char *key);

/* The only value that it can have; else unknown. */
struct cfn_value cfn_single(struct cfn *x, struct cfn_value v);

struct cfn_item {
	struct cfn_value value;
	const struct condition *exists;
};
struct cfn_items {
	struct cfn_item *v;
	size_t n, cap;
};
/* Of a list, or of what stands alone for a list of one. */
struct cfn_items cfn_items(struct cfn *x, struct cfn_value v);

/* The things of a kind that a property may mean, each with the condition,
 * beside that of r, under which it does: mostly one. */
struct cfn_owner {
	struct thing *thing;
	const struct condition *when;
};
struct cfn_owners {
	struct cfn_owner *v;
	size_t n, cap;
};
struct cfn_owners cfn_owners(struct cfn *x, struct cfn_resource *r,
    struct cfn_value v, enum kind kind);

/* Whether a condition, *when, makes it AWS::NoValue. */
bool cfn_may_be_absent(struct cfn *x, const struct cfn_value *v,
    const struct condition **when);
/* Of a property that AWS does not do without: what it is if it is there. */
struct cfn_value cfn_required(struct cfn_value v);

struct value cfn_is(const struct cfn_value *v);
struct text_value cfn_text_of(struct cfn *x, struct cfn_value v);
struct flag_value cfn_flag(struct cfn *x, struct cfn_value v);
struct number_value cfn_number(struct cfn *x, struct cfn_value v);
struct cidr_value cfn_cidr(struct cfn *x, struct cfn_value v,
    unsigned family);
struct address_value cfn_address(struct cfn *x, struct cfn_value v,
    unsigned family);

/* The text of a property if it is known; else NULL. */
const char *cfn_word(struct cfn *x, struct cfn_value v);

/* kinds: a bit per kind that it may mean; anything else is a finding. */
struct ref cfn_ref(struct cfn *x, struct cfn_value v, uint32_t kinds);
/* The thing itself, where it is one; or NULL. */
struct thing *cfn_thing(struct cfn *x, const struct cfn_value *v);
/* VEC(struct ref) at to: one for each item; false if nothing is stated.  What
 * AWS chooses where a condition makes it AWS::NoValue is unknown. */
bool cfn_refs(struct cfn *x, void *to, struct cfn_value v, uint32_t kinds);
/* The same of the security groups of what EC2 makes, to whose API an empty
 * list is none: the VPC's default group. */
bool cfn_group_refs(struct cfn *x, void *to, struct cfn_value v);

#define CFN_GATEWAYS							\
	(KIND_BIT(KIND_INTERNET_GATEWAY) | KIND_BIT(KIND_VPN_GATEWAY))
#define CFN_TARGETS							\
	(KIND_BIT(KIND_WORKLOAD) | KIND_BIT(KIND_INTERFACE))
#define CFN_ROUTE_TARGETS						\
	(CFN_GATEWAYS | CFN_TARGETS | KIND_BIT(KIND_NAT_GATEWAY) |	\
	KIND_BIT(KIND_EGRESS_ONLY_GATEWAY) |				\
	KIND_BIT(KIND_TRANSIT_GATEWAY) | KIND_BIT(KIND_ATTACHMENT) |	\
	KIND_BIT(KIND_PEERING) | KIND_BIT(KIND_ENDPOINT))
void cfn_add_ref(struct cfn *x, void *to, struct ref ref);

/* The resource that a property means and that is of that type; or NULL. */
struct cfn_resource *cfn_meant(struct cfn *x, struct cfn_value v);

/* The VPC that a property means, also one of which nothing is known. */
void cfn_live_in(struct cfn *x, struct cfn_resource *r, struct thing *t,
    struct cfn_value v);

/* A place of the property, else of the resource. */
struct place cfn_place(const struct cfn_value *v,
    const struct cfn_resource *r);

/* --- cloudformation_names.c: IN004 and circles, all over the template */
void cfn_check_names(struct cfn_template *t);

/* --- cloudformation_limits.c: IN013 */
void cfn_check_limits(struct cfn_template *t);

/* --- cloudformation_form.c: sections, types, conditions and DependsOn of
 * another kind of value than CloudFormation takes there */
void cfn_check_form(struct cfn_template *t);
/* what: "there are 11 conditions". */
void cfn_flag_limit(struct cfn_template *t, struct place at, enum fact limit,
    size_t n, const char *what);

/* --- cloudformation_refused.c: IN012 */
/* The rows of a type; NULL: there are none. */
const struct refusal *cfn_refusals_of(const char *type);
void cfn_check_refused(struct cfn *x, struct cfn_resource *r);

/* --- cloudformation_order.c: IN010, where a route does not wait */
void cfn_check_order(struct cfn *x, struct cfn_resource *route);

/* --- cloudformation_placed.c */
const struct cfn_placed *cfn_placed_of(const char *type);

/* --- cloudformation_interface.c */
void *cfn_make_interface(struct model *m, struct place at, unsigned island);
void cfn_join_interface(struct cfn *x, struct cfn_resource *r);
/* The addresses that an instance states. */
void cfn_take_addresses(struct cfn *x, struct workload *w,
    struct cfn_resource *r);
/* The subnets, groups and addresses of the interfaces in an instance or a
 * launch template; several in an instance are its interfaces. */
void cfn_take_network_interfaces(struct cfn *x, struct workload *w,
    struct cfn_value list);

/* --- cloudformation_workload.c: whether a resource runs in a VPC at all; where
 * it does so under a condition, that becomes a part of its own */
bool cfn_is_workload(struct cfn *x, struct cfn_resource *r);
/* What a member of a cluster says goes into the cluster. */
void cfn_join_member(struct cfn *x, struct cfn_resource *r);
/* The port of its endpoint: as stated, or what its engine has. */
struct cfn_value cfn_port_of(struct cfn_resource *r, struct place at);

/* What a path ("A.B") leads to, if that is one thing; else absent, or
 * unknown. */
struct cfn_value cfn_at_path(struct cfn *x, struct cfn_resource *r,
    const char *path);
/* What a launch template says of groups, interfaces and addresses. */
void cfn_take_launch_data(struct cfn *x, struct workload *w,
    struct cfn_value data);

/* --- cloudformation_cluster.c: the security group that EKS makes for a
 * cluster.  NULL: r is none in the network. */
struct security_group *cfn_cluster_group(struct cfn *x,
    struct cfn_resource *r);
/* Of a cluster, of its nodes, and of its pods. */
void cfn_take_cluster_groups(struct cfn *x, struct workload *w,
    struct cfn_resource *r);
/* When all rules are there; nothing, if r is no cluster. */
void cfn_finish_cluster(struct cfn *x, struct cfn_resource *r);

/* --- cloudformation_balancer.c: enter r in the target groups it names */
void cfn_register(struct cfn *x, struct cfn_resource *r);

/* --- cloudformation.c: what every thing that is made of a resource has */
void cfn_dress(struct cfn *x, struct cfn_resource *r);

/* --- cloudformation_firewall.c: a target of a route, or where that is one of
 * several endpoints of a firewall, each of them under a condition */
void cfn_add_target(struct cfn *x, struct cfn_items *to,
    struct cfn_item item);

/* --- cloudformation_attributes.c: what Fn::GetAtt gives of a type */
/* Also true of what nothing is known of. */
bool cfn_has_attribute(const struct cfn_resource *r, const char *attribute);
void cfn_check_attribute(struct cfn_template *t, const struct cfn_resource *r,
    const char *attribute, struct place at);

/* --- cloudformation_egress.c: rules that stand apart from their group */
void cfn_set_apart(struct cfn *x, struct cfn_resource *group,
    struct cfn_resource *r, struct group_rule *rule);
void cfn_settle_egress(struct cfn *x, struct cfn_resource *group);

/* --- cloudformation_custom.c: what a resource of one's own may change */
bool cfn_is_custom(const struct cfn_resource *r);
void cfn_join_custom(struct cfn *x, struct cfn_resource *r);
/* Of such a resource, which may give the id of anything that is there: also
 * of what the template makes. */
bool cfn_may_be_any(const struct cfn_value *v);
/* All of that kind, each under the condition that it is meant; none if they
 * are too many. */
void cfn_add_any(struct cfn *x, struct cfn_owners *out,
    struct cfn_resource *r, const struct cfn_item *item, enum kind kind);
/* Whether r is part of something of which that alone is known: it is joined
 * when all others are. */
bool cfn_is_of_any(struct cfn_resource *r);
/* A rule, route or entry whose owner, of that kind, is not in the input: it is
 * counted, and where its owner is not told may be one of any of them. */
void cfn_lose(struct cfn *x, struct cfn_resource *r, const char *owner,
    enum kind kind);
void cfn_say_lost(struct cfn *x);

/* --- cloudformation_unread.c: what is not read, and what it may mean */
void cfn_note_unread(struct cfn *x, struct cfn_resource *r);
/* A type that is known, and has nothing that a network shows. */
bool cfn_is_plain(const char *type);
/* Another stack, of a template that may be given or not. */
bool cfn_is_stack(const struct cfn_resource *r);
/* When all is read. */
void cfn_say_unread(struct cfn *x);

/* Of all that have a row of cloudformation_placed.c. */
extern const struct cfn_type cfn_type_placed;

/* --- types, by file; a row without a name ends a table */
extern const struct cfn_type cfn_types_vpc[], cfn_types_route[],
    cfn_types_gateway[], cfn_types_filter[], cfn_types_transit[],
    cfn_types_workload[], cfn_types_balancer[], cfn_types_firewall[];

#endif
