/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LOAD_DESCRIBE_READ_H
#define VPCPLAN_LOAD_DESCRIBE_READ_H

/*
 * What the files of the describe reader share.
 *
 * A list of AWS's ("Subnets") is a row of the table in describe_lists.c; its
 * elements are objects, and what an object may hold is a table of members.
 * One walk over the members of an element fills in a struct of the model;
 * members without a row are passed over, since AWS adds some every month.
 *
 * The world of these files is open: what they do not say is unknown.
 */

#include "load/read.h"

struct describe;
struct kept;
struct describe_in_table;
struct describe_list_entry;
struct describe_listener;

/*
 * One member of an object.  at is the offset of the value in the struct of
 * the model; read gets base + at.  null is never handed to it.
 */
struct describe_member {
	const char *key;
	void (*read)(struct describe *x, void *to, struct node n);
	size_t at;
	bool drifts;	/* changes by itself: no part of what the thing is */
};

struct describe_object {
	const char *id;		/* the member that holds its id: "SubnetId" */
	enum kind kind;
	bool merges;	/* several lists tell of it, each a part */
	void *(*make)(struct model *m, struct place at, unsigned island);
	const struct describe_member *members;	/* a row without key ends it */
	/* What follows from several members together; or NULL. */
	void (*done)(struct describe *x, void *made, struct node n);
};

/*
 * When a list that is whole proves that what it does not hold is not there.
 * Nobody can see whether the call was filtered; so a list says something
 * about the VPCs that occur in it alone, and where each VPC has a default
 * thing of the kind, only about those whose default is there.
 */
enum describe_proof {
	PROOF_NONE,
	PROOF_BY_VPC,
	PROOF_BY_DEFAULT
};

/* A list as a response of AWS holds it. */
struct describe_list {
	const char *key;	/* "Subnets" */
	const char *collected;	/* "subnets": what collectors call it; NULL */
	const char *sign;	/* of a key that others use too: what the
				   first element, or the object, must have;
				   or NULL */
	const struct describe_object *object;
	/* Reads an element that is not one thing; object is NULL then. */
	void (*read)(struct describe *x, struct node element);
	enum describe_proof proof;
	/* What is lost, of a list that is not modelled but carries traffic;
	 * object and read are NULL then.  NULL too: of no importance. */
	const char *matters;
	bool is_object;		/* no list: one object */
};

/* A row without key ends it. */
extern const struct describe_list describe_lists[];

/* A thing that was read whole, for the case that it comes again. */
struct describe_seen {
	struct thing *thing;
	struct node node;
	const struct describe_object *object;
};

/* The rules of one group from describe-security-group-rules. */
struct describe_rules {
	const char *group;
	struct place at;
	struct rule_list ingress, egress;
	bool partial;
	bool several;	/* from several files, which may overlap */
};

/* What can be settled only when all files are read. */
struct describe_hop {		/* a route through an instance */
	struct route *route;
	struct ref instance;
};

struct describe_nat_table {	/* a regional NAT gateway's own table */
	struct nat_gateway *nat;
	const char *table;
};

struct describe_attached {	/* an interface and the instance it is on */
	struct interface *interface;
	const char *instance;
};

struct describe_owned {		/* an interface that an endpoint names */
	struct endpoint *endpoint;
	const char *interface;
};

struct describe_health;

struct describe_cache {		/* a cache and its subnet group */
	struct workload *workload;
	const char *group;
};

struct describe_scaled {	/* an instance of an auto scaling group */
	struct workload *group;
	const char *instance;
};

struct describe_registered {	/* a target group that one fills */
	struct workload *group;
	const char *targets;
};

struct describe {
	struct load *l;
	struct model *m;
	struct arena *a;
	unsigned island;

	struct map vpcs;	/* id: struct vpc *, described or mentioned */
	struct map seen[KIND_COUNT];	/* id: struct describe_seen * */
	struct map ports;	/* "tcp/1/443": const struct ports_value * */
	const struct ports_value **single_ports[2];	/* of TCP, UDP; NULL:
							   not asked for yet */
	struct map rules;	/* group id: struct describe_rules * */
	VEC(struct describe_rules *) rules_of_groups;
	VEC(const struct kept *) reservations;
	VEC(struct describe_hop) hops;
	VEC(struct describe_nat_table) nat_tables;
	VEC(struct node) gone;	/* NAT gateways that are deleted */
	VEC(struct node) nat_interfaces;
	struct map of_nats;	/* interface id: struct nat_gateway * */
	VEC(struct describe_attached) attached;
	VEC(struct describe_owned) owned;
	VEC(const struct describe_in_table *) in_tables;
	VEC(const struct describe_list_entry *) list_entries;
	VEC(struct describe_listener *) listeners;
	struct map targets;	/* ARN: struct describe_targets * */
	VEC(struct describe_cache) caches;
	struct map cache_subnets;	/* name: describe_subnet_group * */
	VEC(struct describe_scaled) scaled;
	VEC(struct describe_registered) registered;
	VEC(struct describe_health *) health;
	VEC(struct node) node_groups, client_networks;
	VEC(struct workload *) client_vpns;
	struct map blocks;	/* "account region": block_public_access */

	/* of the document that is being read */
	const char *file;
	bool partial;		/* its lists are not whole */
	bool claims;		/* its elements are whole things */
	const char *account, *region;	/* of what does not state one; or
				   NULL */
	const char *targets_of;	/* ARN of the target group whose health it
				   tells; or NULL */
	bool nameless;		/* it was said that its name has no id */
};

/* --- describe_folder.c: account and region of the files below a folder */
void describe_take_folder(struct describe *x, const char *path);

/* --- describe_member.c: the walk, and the forms of values */

/* Read the members of n by a table into base. */
void describe_members(struct describe *x,
    const struct describe_member *members, void *base, struct node n);

/* Read an element as a thing of the model: what it made, or NULL. */
void *describe_thing(struct describe *x, const struct describe_object *o,
    struct node n);

/* The same into a thing that was made already. */
void describe_fill(struct describe *x, const struct describe_object *o,
    void *made, struct node n);

/* Call read for each element of a list; IN003 if it is none. */
void describe_each(struct describe *x, void *to, struct node n,
    void (*read)(struct describe *x, void *to, struct node element));

/* Forms; the comment names the type at "to". */
void describe_name(struct describe *x, void *to, struct node n);
						/* const char *; "" is absent */
void describe_words(struct describe *x, void *to, struct node n);
						/* the same, for people alone:
						   what cannot be decoded comes
						   with "?" in its place */
void describe_text(struct describe *x, void *to, struct node n);
						/* struct text_value */
void describe_state(struct describe *x, void *to, struct node n);
						/* const char *, in lower case;
						   NULL: available or active */
void describe_flag(struct describe *x, void *to, struct node n);
						/* struct flag_value */
void describe_true(struct describe *x, void *to, struct node n);	/* bool */
void describe_number(struct describe *x, void *to, struct node n);
						/* struct number_value */
void describe_cidr4(struct describe *x, void *to, struct node n);
						/* struct cidr_value */
void describe_cidr6(struct describe *x, void *to, struct node n);
void describe_cidr(struct describe *x, void *to, struct node n);
						/* of either family */
void describe_ref(struct describe *x, void *to, struct node n);	/* struct ref */

/* The region and account of a thing, from its ARN. */
void describe_arn(struct describe *x, void *to, struct node n);

/* VEC(struct ref): from a list of names, or of objects with that member. */
void describe_refs(struct describe *x, void *to, struct node n);
void describe_refs_by(struct describe *x, void *to, struct node n,
    const char *key);
void describe_groups(struct describe *x, void *to, struct node n);
					/* … with "GroupId" */
void describe_add_ref(struct describe *x, void *to, struct ref ref);

/* A text that is known, at the place of its node. */
struct text_value describe_text_of(struct describe *x, struct node n);

/* --- describe_vpc.c */

/* The VPC with that id: the one described, or one that is only mentioned. */
struct vpc *describe_vpc(struct describe *x, const char *id, struct place at);
void describe_read_vpc(struct describe *x, struct node n);
bool describe_read_vpc_attribute(struct describe *x, struct node root);
void describe_read_reservation(struct describe *x, struct node n);
void describe_finish_vpcs(struct describe *x);
void describe_finish_reservations(struct describe *x);

/* "eu-west-1" of "eu-west-1a", "us-west-2" of "us-west-2-lax-1a"; or NULL. */
const char *describe_region(struct describe *x, const char *zone);

/* --- describe_gateway.c */
void describe_read_nat(struct describe *x, struct node n);
void describe_finish_nats(struct describe *x);

/* --- describe_routing.c */
void describe_finish_routes(struct describe *x);

/* --- describe_filter.c, describe_rules.c */
/* What a rule says of its traffic; shared, so a known one has no place. */
const struct ports_value *describe_ports(struct describe *x,
    struct place at, const char *protocol, struct number_value from,
    struct number_value to);
void describe_read_rule(struct describe *x, struct node n);
void describe_finish_rules(struct describe *x);

/* --- describe_interface.c */
void describe_read_interface(struct describe *x, struct node n);
void describe_read_instance(struct describe *x, struct node n);
void describe_read_instances(struct describe *x, struct node n);
void describe_finish_interfaces(struct describe *x);

/* --- describe_endpoint.c */
void describe_finish_endpoints(struct describe *x);

/* --- describe_transit.c */
void describe_read_propagation(struct describe *x, struct node n);
void describe_read_transit_route(struct describe *x, struct node n);
void describe_finish_transit(struct describe *x);

/* --- describe_remote.c */
void describe_read_vpn(struct describe *x, struct node n);
void describe_read_list_entry(struct describe *x, struct node n);
void describe_read_block(struct describe *x, struct node n);
void describe_read_exclusion(struct describe *x, struct node n);
void describe_read_flow_log(struct describe *x, struct node n);
void describe_finish_lists(struct describe *x);

/* --- describe_balancer.c */
void describe_read_listener(struct describe *x, struct node n);
void describe_read_target_group(struct describe *x, struct node n);
/* Say that a thing is among the targets of a group that was described; port:
 * with which it is registered, if that is said. */
void describe_add_target(struct describe *x, const char *group,
    struct ref target, struct number_value port);
void describe_finish_balancers(struct describe *x);

/* --- describe_health.c */
void describe_read_health(struct describe *x, struct node n);
void describe_finish_health(struct describe *x);

/* --- describe_managed.c */
void describe_read_function(struct describe *x, struct node n);
void describe_read_cluster(struct describe *x, struct node n);
void describe_read_cache_subnet_group(struct describe *x, struct node n);
void describe_finish_managed(struct describe *x);

/* --- describe_nodes.c */
void describe_read_nodes(struct describe *x, struct node n);
void describe_finish_nodes(struct describe *x);
void describe_read_client_vpn(struct describe *x, struct node n);
void describe_read_client_network(struct describe *x, struct node n);
void describe_finish_client_vpns(struct describe *x);

/* --- describe.c */

/*
 * The id that begins so and stands in the name of the file ("pl-0a1b" in
 * "entries-pl-0a1b.json"), for output that does not say what it is of; NULL.
 */
const char *describe_id_in_name(struct describe *x, const char *begins);

/* --- describe_same.c */

/*
 * A number for what the members with a row say, however they are ordered;
 * never 0 or 1.  Absent, null, false, "" and empty lists are all the same:
 * an older CLI leaves out what a newer one prints as false.
 */
uint64_t describe_content(const struct describe_object *o, struct node n);

/* The thing with that id that was read whole, or NULL. */
struct thing *describe_find(const struct describe *x, enum kind kind,
    const char *id);

/* Enter a thing that was made from what other things say of it. */
void describe_remember(struct describe *x, struct thing *t);

extern const struct describe_object describe_object_vpc,
    describe_object_subnet, describe_object_route_table,
    describe_object_internet_gateway, describe_object_egress_only_gateway,
    describe_object_nat_gateway, describe_object_elastic_ip,
    describe_object_network_acl, describe_object_security_group,
    describe_object_interface, describe_object_instance,
    describe_object_endpoint, describe_object_vpn_gateway,
    describe_object_transit_gateway, describe_object_transit_table,
    describe_object_attachment, describe_object_peering_attachment,
    describe_object_peering, describe_object_customer_gateway,
    describe_object_prefix_list, describe_object_load_balancer,
    describe_object_classic_load_balancer, describe_object_database,
    describe_object_cache, describe_object_auto_scaling_group,
    describe_object_mount_target;

#endif
