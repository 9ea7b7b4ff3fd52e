/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_MODEL_MODEL_H
#define VPCPLAN_MODEL_MODEL_H

/*
 * All of a network: what the readers found, tied together by model_link().
 *
 * A reader only makes things (model_new_…) and fills in values and
 * unresolved references.  model_link(), the single place that does so,
 * resolves names, reports what they do not mean, adds what AWS adds where
 * that is certain (main table, local routes, default ACL, default group,
 * default egress, interfaces of workloads), and sorts.  From then on the
 * model is const.
 */

#include "base/map.h"
#include "base/names.h"
#include "diag/finding.h"
#include "diag/suppression.h"
#include "model/doubt.h"
#include "model/facts.h"
#include "model/intent.h"
#include "model/transit.h"
#include "model/workload.h"
#include "net/range_set.h"

struct quota {
	const char *key;	/* "security_group_rules" */
	struct number_value n;
};

/* What is said about an island's lists: a bit per kind. */
struct completeness {
	uint32_t whole, partial;
	uint32_t partial_in_vpcs;	/* in some VPC, the list of it is not */
};

/* What the input has, may carry traffic, and no answer speaks of. */
struct unread {
	const char *type;	/* "AWS::DAX::Cluster" */
	size_t n;		/* how many */
	struct place at;	/* the first */
	const char *help;	/* what to do about it, or NULL */
	const char *unsettled;	/* it was read, and what of it is not known;
				   NULL: it was not read */
};

/* "2 resources of type X are not looked into: no answer speaks of them", or
 * "2 resources of type X are read, but …". */
const char *unread_text(struct arena *a, const struct unread *u);

struct model {
	struct arena *a;
	struct names names;
	struct map ports;	/* text: struct ports_value *, of many rules */
	const char *name;	/* the plan's, or NULL */
	struct place at;	/* its root, or nowhere */

	VEC(struct vpc *) vpcs;
	VEC(struct subnet *) subnets;
	VEC(struct route_table *) route_tables;
	VEC(struct internet_gateway *) internet_gateways;
	VEC(struct egress_only_gateway *) egress_only_gateways;
	VEC(struct nat_gateway *) nat_gateways;
	VEC(struct vpn_gateway *) vpn_gateways;
	VEC(struct customer_gateway *) customer_gateways;
	VEC(struct vpn *) vpns;
	VEC(struct transit_gateway *) transit_gateways;
	VEC(struct attachment *) attachments;
	VEC(struct transit_table *) transit_tables;
	VEC(struct peering *) peerings;
	VEC(struct endpoint *) endpoints;
	VEC(struct endpoint_service *) endpoint_services;
	VEC(struct prefix_list *) prefix_lists;
	VEC(struct network_acl *) network_acls;
	VEC(struct security_group *) security_groups;
	VEC(struct interface *) interfaces;
	VEC(struct elastic_ip *) elastic_ips;
	VEC(struct workload *) workloads;
	VEC(struct network *) networks;
	VEC(struct block_public_access *) blocks;

	VEC(struct thing *) things[KIND_COUNT];	/* the same, by kind */

	VEC(struct expectation *) expectations;
	size_t expectations_unread;	/* that could not be read */
	VEC(struct expectation *) expectations_half;	/* of them, with names
					   that were read: they demand nothing */
	VEC(struct quota) quotas;
	VEC(struct address_pool *) pools;
	VEC(struct inference) inferences;	/* ask model_inferences() */
	VEC(struct untold) untold;
	struct suppressions suppressions;
	VEC(struct unread) unread;

	VEC(struct completeness) complete;	/* by island; ask
						   model_is_complete() */
	unsigned islands;	/* number of islands made so far */
	uint32_t next_order;
	bool linked;
	bool has_stand_ins;	/* see model/stand_in.h */
	bool names_own_blocks;	/* some cidr_value has block_of */
	struct range_set amazon_choice;	/* … what they stand for is in it */
};

struct model *model_new(struct arena *a);

/* A number (from 1) for things whose names do not meet other files'. */
unsigned model_new_island(struct model *m);

/*
 * Makers: a zeroed thing of the kind, entered into the model, with its
 * place, VPC (or NULL) and island.
 */
struct vpc *model_new_vpc(struct model *m, struct place at, unsigned island);
struct subnet *model_new_subnet(struct model *m, struct place at,
    unsigned island, struct vpc *v);
struct route_table *model_new_route_table(struct model *m, struct place at,
    unsigned island, struct vpc *v);
struct internet_gateway *model_new_internet_gateway(struct model *m,
    struct place at, unsigned island, struct vpc *v);
struct egress_only_gateway *model_new_egress_only_gateway(struct model *m,
    struct place at, unsigned island, struct vpc *v);
struct nat_gateway *model_new_nat_gateway(struct model *m, struct place at,
    unsigned island, struct vpc *v);
struct vpn_gateway *model_new_vpn_gateway(struct model *m, struct place at,
    unsigned island, struct vpc *v);
struct customer_gateway *model_new_customer_gateway(struct model *m,
    struct place at, unsigned island);
struct vpn *model_new_vpn(struct model *m, struct place at, unsigned island);
struct transit_gateway *model_new_transit_gateway(struct model *m,
    struct place at, unsigned island);
struct attachment *model_new_attachment(struct model *m, struct place at,
    unsigned island);
struct transit_table *model_new_transit_table(struct model *m,
    struct place at, unsigned island);
struct peering *model_new_peering(struct model *m, struct place at,
    unsigned island);
struct endpoint *model_new_endpoint(struct model *m, struct place at,
    unsigned island, struct vpc *v);
struct endpoint_service *model_new_endpoint_service(struct model *m,
    struct place at, unsigned island, struct vpc *v);
struct prefix_list *model_new_prefix_list(struct model *m, struct place at,
    unsigned island);
struct network_acl *model_new_network_acl(struct model *m, struct place at,
    unsigned island, struct vpc *v);
struct security_group *model_new_security_group(struct model *m,
    struct place at, unsigned island, struct vpc *v);
struct interface *model_new_interface(struct model *m, struct place at,
    unsigned island, struct vpc *v);
struct elastic_ip *model_new_elastic_ip(struct model *m, struct place at,
    unsigned island);
struct workload *model_new_workload(struct model *m, struct place at,
    unsigned island, struct vpc *v);
struct network *model_new_network(struct model *m, struct place at,
    unsigned island);
struct block_public_access *model_new_block_public_access(struct model *m,
    struct place at, unsigned island);

/*
 * The default group and the default ACL of a VPC that the input creates, with
 * what AWS puts into them: for readers whose input names them; where none
 * does, link adds them.
 */
struct security_group *model_new_default_group(struct model *m,
    struct vpc *v);
struct network_acl *model_new_default_acl(struct model *m, struct vpc *v);

/*
 * The table that a transit gateway has from the start, for what is associated
 * and propagated by default: that which it has already, or a new one, where
 * no other resource of the input makes it.
 */
struct transit_table *model_default_transit_table(struct model *m,
    struct transit_gateway *g);

/*
 * The security group that EKS makes with the cluster of that name, which its
 * control plane and its nodes carry; and that it lets everything out to a
 * family, for which the page has the cluster's own alone: surely, or that is
 * not told.
 */
struct security_group *model_new_cluster_group(struct model *m,
    struct workload *cluster, const char *name);
void model_open_cluster_group(struct model *m, struct security_group *g,
    enum family family, bool surely);

/* A zeroed route, entry: memory only, the caller adds it. */
struct route *model_new_route(struct model *m, struct place at);
struct acl_entry *model_new_acl_entry(struct model *m, struct place at,
    enum direction direction);

/* The rule of a draft, for its group's list: the caller adds it. */
struct group_rule *model_new_group_rule(struct model *m,
    const struct rule_draft *d);

/*
 * The one copy of kinds of traffic that many rules state: known ones by their
 * text, without a place; it lives as the model.
 */
const struct ports_value *model_keep_ports(struct model *m,
    const struct ports_value *ports);

/*
 * Say that the list of a kind is whole, or that it is not: in one VPC, or
 * (v NULL) in the whole island, inside and outside of its VPCs.  "Not whole"
 * wins over "whole", in whichever order the two are said.
 */
void model_declare_complete(struct model *m, enum kind kind, unsigned island,
    struct vpc *v);
void model_declare_incomplete(struct model *m, enum kind kind,
    unsigned island, struct vpc *v);

/* A number of AWS's as the plan or the configuration has it, else as it is. */
int64_t model_fact(const struct model *m, enum fact f);

/*
 * Whether absence of a thing of that kind in that VPC proves anything; with
 * v NULL: anywhere, in any island.  Every rule that rests on absence asks
 * this.
 */
bool model_is_complete(const struct model *m, enum kind kind,
    const struct vpc *v);

/* The same for one island, inside and outside of its VPCs. */
bool model_island_is_complete(const struct model *m, enum kind kind,
    unsigned island);

/* Whether an island (0: any) says itself that its list of a kind is not whole;
 * one of which nothing is said is neither. */
bool model_island_is_partial(const struct model *m, enum kind kind,
    unsigned island);

/*
 * Tie everything together; findings (IN004-IN007) go to the list.  Call once.
 */
const struct model *model_link(struct model *m, struct findings *findings);

#endif
