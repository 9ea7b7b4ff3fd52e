/* SPDX-License-Identifier: MIT */
#include "load/describe_read.h"

#include "base/str.h"
#include "model/notation.h"

#include <string.h>

/*
 * Databases, caches, functions, file systems and auto scaling groups: what
 * AWS runs in subnets on somebody's behalf.
 */

/* The port that a service says it listens on. */
static void
set_port(struct describe *x, struct workload *w, struct node n)
{
	struct number_value port = { 0 };

	if (node_kind(n) != NODE_NUMBER)
		return;
	describe_number(x, &port, n);
	if (!value_is_known(port.is) || port.v < 1 || port.v > 65535)
		return;
	w->ports.is = value_known(node_place(n));
	w->ports.v = port_set_of_ports(x->a, PROTOCOL_TCP, (unsigned)port.v,
	    (unsigned)port.v);
	w->ports.written = notation_ports_format(x->a, w->ports.v);
}

static struct workload *
new_workload(struct model *m, struct place at, unsigned island,
    enum workload_kind kind)
{
	struct workload *w = model_new_workload(m, at, island, NULL);

	w->kind = kind;
	return w;
}

static void
read_vpc(struct describe *x, struct workload *w, struct node n)
{
	const char *id = NULL;

	if (node_kind(n) == NODE_STRING)
		describe_name(x, &id, n);
	if (id != NULL)
		w->is.vpc = describe_vpc(x, id, node_place(n));
}

/* A subnet group of a database or a cache. */
static void
read_subnet_group(struct describe *x, void *to, struct node n)
{
	struct workload *w = to;
	struct node subnets = node_get(n, "Subnets");

	read_vpc(x, w, node_get(n, "VpcId"));
	if (node_kind(subnets) != NODE_LIST)
		return;
	w->subnets_stated = true;
	describe_refs_by(x, &w->subnet_refs, subnets, "SubnetIdentifier");
}

static void
read_database_groups(struct describe *x, void *to, struct node n)
{
	struct workload *w = to;

	w->groups_stated = true;
	describe_refs_by(x, &w->group_refs, n, "VpcSecurityGroupId");
}

static void
read_database_endpoint(struct describe *x, void *to, struct node n)
{
	set_port(x, to, node_get(n, "Port"));
}

static void
read_database_engine(struct describe *x, void *to, struct node n)
{
	struct workload *w = to;

	describe_text(x, &w->engine, n);
	if (!value_is_known(w->engine.is))
		return;
	if (str_starts_with(w->engine.v, "aurora"))
		w->kind = WORKLOAD_AURORA;
	else if (str_equal(w->engine.v, "docdb"))
		w->kind = WORKLOAD_DOCDB;
	else if (str_equal(w->engine.v, "neptune"))
		w->kind = WORKLOAD_NEPTUNE;
}

static void
read_network_type(struct describe *x, void *to, struct node n)
{
	struct workload *w = to;
	struct text_value family = describe_text_of(x, n);

	w->ipv6.is = family.is;
	if (value_is_known(family.is) && !workload_network_type(family.v,
	    &w->ipv6.v))
		w->ipv6.is = value_unknown(family.is.at, "its network type "
		    "is not known here");
}

static const struct describe_member database_members[] = {
	{ "AvailabilityZone", describe_text, offsetof(struct workload, az),
	  true },
	{ "DBInstanceArn", describe_arn, 0, true },
	{ "DBSubnetGroup", read_subnet_group, 0, false },
	{ "Endpoint", read_database_endpoint, 0, false },
	{ "Engine", read_database_engine, 0, false },
	{ "MultiAZ", describe_flag, offsetof(struct workload, multi_az),
	  false },
	{ "NetworkType", read_network_type, 0, false },
	{ "PubliclyAccessible", describe_flag,
	  offsetof(struct workload, publicly_accessible), false },
	{ "VpcSecurityGroups", read_database_groups, 0, false },
	{ 0 }
};

static void *
make_database(struct model *m, struct place at, unsigned island)
{
	return new_workload(m, at, island, WORKLOAD_RDS);
}

/* These have no tag Name but a name for an id. */
static void
finish_named(struct describe *x, void *made, struct node n)
{
	struct workload *w = made;

	(void)x;
	(void)n;
	if (w->is.name == NULL)
		w->is.name = w->is.id;
}

const struct describe_object describe_object_database = {
	.id = "DBInstanceIdentifier",
	.kind = KIND_WORKLOAD,
	.make = make_database,
	.members = database_members,
	.done = finish_named,
};

/* A cache names its subnet group, which stands in another list. */
static void
read_cache_subnets(struct describe *x, void *to, struct node n)
{
	struct describe_cache cache = { .workload = to };

	describe_name(x, &cache.group, n);
	if (cache.group != NULL)
		vec_push(x->a, &x->caches, cache);
}

static void
read_cache_groups(struct describe *x, void *to, struct node n)
{
	struct workload *w = to;

	w->groups_stated = true;
	describe_refs_by(x, &w->group_refs, n, "SecurityGroupId");
}

static void
read_cache_nodes(struct describe *x, void *to, struct node n)
{
	set_port(x, to, node_get(node_get(node_first(n), "Endpoint"),
	    "Port"));
}

static void
read_cache_endpoint(struct describe *x, void *to, struct node n)
{
	set_port(x, to, node_get(n, "Port"));
}

static const struct describe_member cache_members[] = {
	{ "ARN", describe_arn, 0, true },
	{ "CacheNodes", read_cache_nodes, 0, false },
	{ "CacheSubnetGroupName", read_cache_subnets, 0, false },
	{ "ConfigurationEndpoint", read_cache_endpoint, 0, false },
	{ "Engine", describe_text, offsetof(struct workload, engine),
	  false },
	{ "NetworkType", read_network_type, 0, false },
	{ "SecurityGroups", read_cache_groups, 0, false },
	{ 0 }
};

static void *
make_cache(struct model *m, struct place at, unsigned island)
{
	return new_workload(m, at, island, WORKLOAD_ELASTICACHE);
}

const struct describe_object describe_object_cache = {
	.id = "CacheClusterId",
	.kind = KIND_WORKLOAD,
	.make = make_cache,
	.members = cache_members,
	.done = finish_named,
};

struct describe_subnet_group {
	struct node node;
};

void
describe_read_cache_subnet_group(struct describe *x, struct node n)
{
	struct describe_subnet_group *g = arena_alloc(x->a, sizeof *g);
	struct node member = node_get(n, "CacheSubnetGroupName");
	const char *name = NULL;

	if (node_kind(member) == NODE_STRING)
		describe_name(x, &name, member);
	g->node = n;
	if (name != NULL)
		*map_slot(&x->cache_subnets, name) = g;
}

static const struct describe_member function_members[] = {
	{ "FunctionArn", describe_arn, 0, true },
	{ 0 }
};

static void *
make_function(struct model *m, struct place at, unsigned island)
{
	return new_workload(m, at, island, WORKLOAD_LAMBDA);
}

static void
finish_function(struct describe *x, void *made, struct node n)
{
	struct workload *w = made;
	struct node config = node_get(n, "VpcConfig");
	struct node subnets = node_get(config, "SubnetIds");
	struct node groups = node_get(config, "SecurityGroupIds");
	struct node ipv6 = node_get(config, "Ipv6AllowedForDualStack");

	w->is.name = w->is.id;
	w->subnets_stated = w->groups_stated = true;
	read_vpc(x, w, node_get(config, "VpcId"));
	if (node_kind(subnets) == NODE_LIST)
		describe_refs(x, &w->subnet_refs, subnets);
	if (node_kind(groups) == NODE_LIST)
		describe_refs(x, &w->group_refs, groups);
	if (node_kind(ipv6) == NODE_BOOL)
		describe_flag(x, &w->ipv6, ipv6);
}

static const struct describe_object function = {
	.id = "FunctionName",
	.kind = KIND_WORKLOAD,
	.make = make_function,
	.members = function_members,
	.done = finish_function,
};

/* Most functions run outside of any VPC. */
void
describe_read_function(struct describe *x, struct node n)
{
	struct node subnets = node_get(node_get(n, "VpcConfig"),
	    "SubnetIds");

	if (node_exists(node_first(subnets)))
		describe_thing(x, &function, n);
}

static const struct describe_member cluster_members[] = {
	{ "arn", describe_arn, 0, true },
	{ 0 }
};

static void *
make_cluster(struct model *m, struct place at, unsigned island)
{
	return new_workload(m, at, island, WORKLOAD_EKS_CLUSTER);
}

/* Its control plane carries the group that EKS made beside those given. */
static void
finish_cluster(struct describe *x, void *made, struct node n)
{
	struct workload *w = made;
	struct node config = node_get(n, "resourcesVpcConfig");
	struct node subnets = node_get(config, "subnetIds");
	struct node groups = node_get(config, "securityGroupIds");
	struct node own = node_get(config, "clusterSecurityGroupId");
	struct ref ref = { 0 };

	finish_named(x, made, n);
	w->subnets_stated = w->groups_stated = true;
	read_vpc(x, w, node_get(config, "vpcId"));
	if (node_kind(subnets) == NODE_LIST)
		describe_refs(x, &w->subnet_refs, subnets);
	if (node_kind(groups) == NODE_LIST)
		describe_refs(x, &w->group_refs, groups);
	if (node_kind(own) == NODE_STRING)
		describe_ref(x, &ref, own);
	if (ref.is.state == VALUE_ABSENT)
		ref.is = value_unknown(node_place(n), "the security group that "
		    "EKS makes for the cluster is not told");
	describe_add_ref(x, &w->group_refs, ref);
}

static const struct describe_object cluster = {
	.id = "name",
	.kind = KIND_WORKLOAD,
	.make = make_cluster,
	.members = cluster_members,
	.done = finish_cluster,
};

void
describe_read_cluster(struct describe *x, struct node n)
{
	describe_thing(x, &cluster, n);
}

/* The interfaces of its control plane say whose they are in words. */
static void
finish_clusters(struct describe *x)
{
	static const char words[] = "Amazon EKS ";

	for (size_t i = 0; i < x->m->interfaces.n; i++) {
		struct interface *e = x->m->interfaces.v[i];
		struct workload *w;

		if (e->workload != NULL || e->is.island != x->island ||
		    e->description == NULL ||
		    !str_starts_with(e->description, words))
			continue;
		w = (struct workload *)describe_find(x, KIND_WORKLOAD,
		    e->description + strlen(words));
		if (w == NULL || w->kind != WORKLOAD_EKS_CLUSTER)
			continue;
		e->workload = w;
		w->interfaces_stated = true;
	}
}

static void
read_scaling_subnets(struct describe *x, void *to, struct node n)
{
	struct workload *w = to;
	const char *list = node_text(x->a, n);

	w->subnets_stated = true;
	while (list != NULL && *list != '\0') {
		size_t length = strcspn(list, ",");
		const char *id = arena_strndup(x->a, list, length);

		if (length > 0)
			describe_add_ref(x, &w->subnet_refs,
			    read_ref_text(x->l, node_place(n), id));
		list += length + (list[length] == ',');
	}
}

/* What each of its instances is, as far as the input describes one. */
static void
read_scaled_instances(struct describe *x, void *to, struct node n)
{
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		struct describe_scaled scaled = { .group = to };
		struct node id = node_get(c, "InstanceId");

		if (node_kind(id) == NODE_STRING)
			describe_name(x, &scaled.instance, id);
		if (scaled.instance != NULL)
			vec_push(x->a, &x->scaled, scaled);
	}
}

static void
read_scaling_targets(struct describe *x, void *to, struct node n)
{
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		struct describe_registered r = { .group = to };

		if (node_kind(c) == NODE_STRING)
			describe_name(x, &r.targets, c);
		if (r.targets != NULL)
			vec_push(x->a, &x->registered, r);
	}
}

static const struct describe_member scaling_members[] = {
	{ "AutoScalingGroupARN", describe_arn, 0, true },
	{ "DesiredCapacity", describe_number,
	  offsetof(struct workload, count), true },
	{ "Instances", read_scaled_instances, 0, true },
	{ "MaxSize", describe_number, offsetof(struct workload, max),
	  false },
	{ "TargetGroupARNs", read_scaling_targets, 0, false },
	{ "VPCZoneIdentifier", read_scaling_subnets, 0, false },
	{ 0 }
};

static void *
make_scaling_group(struct model *m, struct place at, unsigned island)
{
	return new_workload(m, at, island, WORKLOAD_AUTO_SCALING_GROUP);
}

const struct describe_object describe_object_auto_scaling_group = {
	.id = "AutoScalingGroupName",
	.kind = KIND_WORKLOAD,
	.make = make_scaling_group,
	.members = scaling_members,
	.done = finish_named,
};

/* A file system, made of its mount targets: one interface each. */
static void
read_mount_interface(struct describe *x, void *to, struct node n)
{
	static const struct describe_member members[] = {
		{ "NetworkInterfaceId", describe_name,
		  offsetof(struct interface, is.id), false },
		{ "SubnetId", describe_ref,
		  offsetof(struct interface, subnet_ref), false },
		{ 0 }
	};
	struct workload *w = to;
	struct interface *e = model_new_interface(x->m, node_place(n),
	    x->island, NULL);
	struct node address = node_get(n, "IpAddress");

	describe_members(x, members, e, n);
	e->is.vpc = w->is.vpc;
	e->is.account = w->is.account;
	e->is.region = w->is.region;
	e->public_ip.is = value_known(node_place(n));
	if (node_kind(address) == NODE_STRING && !node_text_is(address, ""))
		vec_push(x->a, &e->addresses,
		    read_address(x->l, address, IPV4));
	e->workload = w;
	w->interfaces_stated = true;
	vec_push(x->a, &w->interfaces, e);
}

static const struct describe_member mount_members[] = {
	{ 0 }
};

static void *
make_file_system(struct model *m, struct place at, unsigned island)
{
	return new_workload(m, at, island, WORKLOAD_EFS);
}

static void
finish_mount(struct describe *x, void *made, struct node n)
{
	finish_named(x, made, n);
	read_mount_interface(x, made, n);
}

const struct describe_object describe_object_mount_target = {
	.id = "FileSystemId",
	.kind = KIND_WORKLOAD,
	.merges = true,
	.make = make_file_system,
	.members = mount_members,
	.done = finish_mount,
};

static void
take_groups(struct describe *x, struct workload *group,
    const struct workload *instance)
{
	const struct interface *e = instance->interfaces.n > 0
	    ? instance->interfaces.v[0] : NULL;

	if (group->groups_stated)
		return;
	group->groups_stated = true;
	for (size_t i = 0; i < instance->group_refs.n; i++)
		vec_push(x->a, &group->group_refs, instance->group_refs.v[i]);
	for (size_t i = 0; instance->group_refs.n == 0 && e != NULL &&
	    i < e->group_refs.n; i++)
		vec_push(x->a, &group->group_refs, e->group_refs.v[i]);
}

void
describe_finish_managed(struct describe *x)
{
	finish_clusters(x);
	for (size_t i = 0; i < x->caches.n; i++) {
		const struct describe_subnet_group *g = map_get(
		    &x->cache_subnets, x->caches.v[i].group);

		if (g != NULL)
			read_subnet_group(x, x->caches.v[i].workload,
			    g->node);
	}
	for (size_t i = 0; i < x->scaled.n; i++) {
		const struct workload *w = (const struct workload *)
		    describe_find(x, KIND_WORKLOAD, x->scaled.v[i].instance);

		if (w != NULL)
			take_groups(x, x->scaled.v[i].group, w);
	}
	for (size_t i = 0; i < x->registered.n; i++) {
		struct workload *w = x->registered.v[i].group;
		struct ref target = read_ref_text(x->l, w->is.at, w->is.id);

		/* Its id is a name, which other things may have too. */
		target.to = &w->is;
		describe_add_target(x, x->registered.v[i].targets, target,
		    (struct number_value){ 0 });
	}
}
