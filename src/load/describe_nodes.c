/* SPDX-License-Identifier: MIT */
#include "load/describe_read.h"

#include "base/str.h"

/*
 * Node groups of EKS, and Client VPNs.  Of both the interfaces belong to
 * others: instances of an auto scaling group, and whatever a VPN has in the
 * subnets that it is associated with.
 */

static struct workload *
workload_of(struct describe *x, const char *id, enum workload_kind kind)
{
	struct workload *w = id == NULL ? NULL : (struct workload *)
	    describe_find(x, KIND_WORKLOAD, id);

	return w != NULL && w->kind == kind ? w : NULL;
}

static const char *
word_of(struct describe *x, struct node n)
{
	const char *word = NULL;

	if (node_kind(n) == NODE_STRING)
		describe_name(x, &word, n);
	return word;
}

/* ----------------------------------------------------------- node groups */

static void
read_scaling(struct describe *x, void *to, struct node n)
{
	static const struct describe_member members[] = {
		{ "desiredSize", describe_number,
		  offsetof(struct workload, count), true },
		{ "maxSize", describe_number, offsetof(struct workload, max),
		  false },
		{ 0 }
	};

	describe_members(x, members, to, n);
}

static const struct describe_member node_members[] = {
	{ "nodegroupArn", describe_arn, 0, true },
	{ "nodegroupName", describe_words, offsetof(struct workload, is.name),
	  false },
	{ "scalingConfig", read_scaling, 0, false },
	{ "subnets", describe_refs, offsetof(struct workload, subnet_refs),
	  false },
	{ 0 }
};

static void *
make_nodes(struct model *m, struct place at, unsigned island)
{
	struct workload *w = model_new_workload(m, at, island, NULL);

	w->kind = WORKLOAD_EKS_NODES;
	return w;
}

/*
 * Nodes carry the group that EKS makes for the cluster and the one for remote
 * access, if that is on; but those that their launch template names, if it
 * names any ("Customize managed nodes with launch templates", EKS guide, read
 * 2026-11-29).
 */
static void
take_groups(struct describe *x, struct workload *w, struct node n)
{
	struct node remote = node_get(node_get(n, "resources"),
	    "remoteAccessSecurityGroup");
	const char *name = word_of(x, node_get(n, "clusterName"));
	const struct workload *cluster = workload_of(x, name,
	    WORKLOAD_EKS_CLUSTER);
	struct ref group = { 0 };

	w->groups_stated = true;
	if (cluster != NULL)
		w->is.vpc = cluster->is.vpc;
	if (node_kind(node_get(n, "launchTemplate")) == NODE_MAP)
		group.is = value_unknown(node_place(n), "whether its launch "
		    "template names security groups is not told");
	else if (cluster != NULL && cluster->group_refs.n > 0)
		group = cluster->group_refs.v[cluster->group_refs.n - 1];
	else
		group.is = value_unknown(node_place(n), "the security group "
		    "of its cluster is not in the input (aws eks "
		    "describe-cluster)");
	describe_add_ref(x, &w->group_refs, group);
	if (node_kind(remote) == NODE_STRING) {
		describe_ref(x, &group, remote);
		describe_add_ref(x, &w->group_refs, group);
	}
}

static void
finish_nodes(struct describe *x, void *made, struct node n)
{
	struct workload *w = made;

	w->subnets_stated = w->subnet_refs.n > 0;
	take_groups(x, w, n);
}

static const struct describe_object nodes = {
	.id = "nodegroupArn",
	.kind = KIND_WORKLOAD,
	.make = make_nodes,
	.members = node_members,
	.done = finish_nodes,
};

void
describe_read_nodes(struct describe *x, struct node n)
{
	vec_push(x->a, &x->node_groups, n);
}

/* Its auto scaling groups stand for it, where they are in the input. */
static bool
is_told_already(struct describe *x, struct node n)
{
	struct node list = node_get(node_get(n, "resources"),
	    "autoScalingGroups");
	bool any = false;

	for (struct node c = node_first(list); node_exists(c);
	    c = node_next(c)) {
		struct workload *w = workload_of(x, word_of(x, node_get(c,
		    "name")), WORKLOAD_AUTO_SCALING_GROUP);

		if (w == NULL)
			continue;
		w->kind = WORKLOAD_EKS_NODES;
		if (!w->groups_stated)
			take_groups(x, w, n);
		any = true;
	}
	return any;
}

void
describe_finish_nodes(struct describe *x)
{
	for (size_t i = 0; i < x->node_groups.n; i++)
		if (!is_told_already(x, x->node_groups.v[i]))
			describe_thing(x, &nodes, x->node_groups.v[i]);
}

/* ------------------------------------------------------------ Client VPNs */

static void
read_vpn_groups(struct describe *x, void *to, struct node n)
{
	struct workload *w = to;

	describe_refs(x, &w->group_refs, n);
}

static const struct describe_member vpn_members[] = {
	{ "SecurityGroupIds", read_vpn_groups, 0, false },
	{ 0 }
};

static void *
make_vpn(struct model *m, struct place at, unsigned island)
{
	struct workload *w = model_new_workload(m, at, island, NULL);

	w->kind = WORKLOAD_INTERFACE;
	w->public_ip.is = w->ipv6.is = value_derived(at);
	return w;
}

static void
finish_vpn(struct describe *x, void *made, struct node n)
{
	struct workload *w = made;
	const char *vpc = word_of(x, node_get(n, "VpcId"));

	if (w->is.name == NULL)
		w->is.name = w->is.id;
	if (vpc != NULL)
		w->is.vpc = describe_vpc(x, vpc, node_place(n));
	vec_push(x->a, &x->client_vpns, w);
}

static const struct describe_object client_vpn = {
	.id = "ClientVpnEndpointId",
	.kind = KIND_WORKLOAD,
	.make = make_vpn,
	.members = vpn_members,
	.done = finish_vpn,
};

static bool
is_gone(struct node n)
{
	struct node code = node_get(node_get(n, "Status"), "Code");

	return node_text_is(code, "deleted") ||
	    node_text_is(code, "deleting") ||
	    node_text_is(code, "disassociated");
}

void
describe_read_client_vpn(struct describe *x, struct node n)
{
	if (!is_gone(n))
		describe_thing(x, &client_vpn, n);
}

void
describe_read_client_network(struct describe *x, struct node n)
{
	vec_push(x->a, &x->client_networks, n);
}

void
describe_finish_client_vpns(struct describe *x)
{
	for (size_t i = 0; i < x->client_networks.n; i++) {
		struct node n = x->client_networks.v[i];
		struct workload *w = workload_of(x, word_of(x, node_get(n,
		    "ClientVpnEndpointId")), WORKLOAD_INTERFACE);
		struct node subnet = node_get(n, "TargetNetworkId");
		struct ref ref = { 0 };

		if (w == NULL || is_gone(n) ||
		    node_kind(subnet) != NODE_STRING)
			continue;
		describe_ref(x, &ref, subnet);
		describe_add_ref(x, &w->subnet_refs, ref);
	}
	for (size_t i = 0; i < x->client_vpns.n; i++) {
		struct workload *w = x->client_vpns.v[i];

		if (w->subnet_refs.n == 0)
			describe_add_ref(x, &w->subnet_refs, (struct ref){
			    .is = value_unknown(w->is.at, "which subnets it "
			    "is associated with is not in the input (aws ec2 "
			    "describe-client-vpn-target-networks)") });
		read_client_vpn(x->m, w);
	}
}
