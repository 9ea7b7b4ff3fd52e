/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

#include "base/str.h"
#include "model/notation.h"

/*
 * Databases, caches and the like: they name their subnets, or a group of
 * subnets, and their security groups.
 */

#define GROUP		KIND_BIT(KIND_SECURITY_GROUP)
#define SUBNET		KIND_BIT(KIND_SUBNET)

static struct ports_value
tcp_port(struct terraform *x, struct number_value port)
{
	struct ports_value p = { .is = port.is };

	p.v = port_set_of_ports(x->a, PROTOCOL_TCP, (unsigned)port.v,
	    (unsigned)port.v);
	p.written = notation_ports_format(x->a, p.v);
	return p;
}

static const struct terraform_placed *
row_of(const struct terraform_resource *r)
{
	for (const struct terraform_placed *row = terraform_placed;
	    row->type != NULL; row++)
		if (str_equal(row->type, r->type->name))
			return row;
	return NULL;
}

/* "a.b": b of the first block a. */
static struct terraform_value
at_path(struct terraform *x, struct terraform_resource *r, const char *path)
{
	struct terraform_value v = { .of = r, .key = path };
	struct terraform_path p;

	if (!terraform_path_parse(x->a, path, &p))
		return v;
	v = terraform_get(r, p.v[0].text);
	for (size_t i = 1; i < p.n; i++)
		v = terraform_member(terraform_first(v), p.v[i].text);
	return v;
}

/* What stands in the block of its row. */
static struct terraform_value
attribute(struct terraform *x, struct terraform_resource *r,
    const struct terraform_placed *row, const char *key)
{
	return at_path(x, r, row->block == NULL ? key :
	    arena_printf(x->a, "%s.%s", row->block, key));
}

/* A value that counts only where it is known or written. */
static struct terraform_value
stated(struct terraform_resource *r, const char *key)
{
	struct terraform_value v = terraform_get(r, key), none = { .of = r };

	return terraform_state(v) == VALUE_KNOWN || terraform_is_written(v) ?
	    v : none;
}

static const char *
group_key(struct arena *a, const char *type, const char *name)
{
	return arena_printf(a, "%s %s", type, name);
}

/* Groups of subnets are known by their names, which other kinds have too. */
static struct terraform_resource *
subnet_group(struct terraform *x, struct terraform_value v,
    const char *type)
{
	const char *name = terraform_word(x, v);
	struct terraform_resource *r = NULL;

	if (terraform_state(v) != VALUE_ABSENT)
		r = terraform_find_written(x, v,
		    KIND_BIT(TERRAFORM_SUBNET_GROUP));
	if (r == NULL && name != NULL)
		r = map_get(&x->groups, group_key(x->a, type, name));
	return r;
}

static void
read_subnets(struct terraform *x, struct terraform_resource *r,
    const struct terraform_placed *row, struct workload *w)
{
	struct terraform_resource *group;
	struct terraform_value v;

	if (row->subnets != NULL) {
		v = attribute(x, r, row, row->subnets);
		w->subnets_stated = str_ends_with(row->subnets, "_id") ?
		    terraform_one_ref(x, &w->subnet_refs, v, SUBNET) :
		    terraform_stated_refs(x, &w->subnet_refs, v, SUBNET);
		return;
	}
	if (row->by_group == NULL)
		return;
	v = at_path(x, r, row->by_group);
	if (terraform_state(v) != VALUE_KNOWN && !terraform_is_written(v))
		return;
	group = subnet_group(x, v, row->group_type);
	if (group != NULL) {
		w->subnets_stated = terraform_refs(x, &w->subnet_refs,
		    terraform_get(group, "subnet_ids"), SUBNET);
		terraform_pass_notes(x, group, &w->is);
	} else if (terraform_state(v) != VALUE_ABSENT) {
		w->subnets_stated = true;
		terraform_add_ref(x, &w->subnet_refs, (struct ref){
		    .is = value_unknown(r->at, "its subnet group is not in "
		    "the input") });
	}
}

/* A proxy speaks what stands behind it. */
static struct text_value
engine_of_family(struct terraform_resource *r)
{
	static const char *const families[][2] = { { "MYSQL", "mysql" },
		{ "POSTGRESQL", "postgres" }, { "SQLSERVER", "sqlserver-se" } };
	struct terraform_value v = stated(r, "engine_family");
	struct text_value engine = { .is = value_unknown(r->at,
	    "a family of engines that is not known") };

	for (size_t i = 0; i < sizeof families / sizeof *families; i++)
		if (terraform_text_is(v, families[i][0])) {
			engine.is = value_derived(r->at);
			engine.v = families[i][1];
		}
	return engine;
}

static void
read_engine(struct terraform *x, struct terraform_resource *r,
    struct workload *w)
{
	struct number_value port = terraform_number(x, stated(r, "port"));
	struct text_value family = terraform_text(x, stated(r,
	    "network_type"));

	w->engine = terraform_text(x, stated(r, "engine"));
	if (terraform_state(stated(r, "engine_family")) == VALUE_KNOWN)
		w->engine = engine_of_family(r);
	if (value_is_known(port.is) && port.v > 0 && port.v <= 65535)
		w->ports = tcp_port(x, port);
	w->multi_az = terraform_flag(x, stated(r, "multi_az"));
	w->publicly_accessible = terraform_flag(x, stated(r,
	    "publicly_accessible"));
	w->az = terraform_text(x, stated(r, "availability_zone"));
	w->ipv6.is = family.is;
	if (value_is_known(family.is) && !workload_network_type(family.v,
	    &w->ipv6.v))
		w->ipv6.is = value_unknown(family.is.at, "its network type "
		    "is not known here");
}

static void
read_service(struct terraform *x, struct terraform_resource *r,
    const struct terraform_placed *row, struct workload *w)
{
	struct terraform_value public = attribute(x, r, row,
	    "assign_public_ip");
	struct terraform_value type = terraform_get(r, "launch_type");
	struct terraform_value first = terraform_member(terraform_first(
	    terraform_get(r, "capacity_provider_strategy")),
	    "capacity_provider");

	if (terraform_text_is(type, "FARGATE") ||
	    terraform_text_is(first, "FARGATE") ||
	    terraform_text_is(first, "FARGATE_SPOT"))
		w->kind = WORKLOAD_FARGATE_SERVICE;
	if (terraform_text_is(public, "ENABLED") ||
	    terraform_text_is(public, "DISABLED"))
		w->public_ip = (struct flag_value){ .is = value_derived(r->at),
			.v = terraform_text_is(public, "ENABLED") };
	else
		w->public_ip = terraform_flag(x, public);
	w->count = terraform_number(x, terraform_get(r, "desired_count"));
}

static void
read_rest(struct terraform *x, struct terraform_resource *r,
    const struct terraform_placed *row, struct workload *w)
{
	switch (w->kind) {
	case WORKLOAD_ECS_SERVICE:
		read_service(x, r, row, w);
		break;
	case WORKLOAD_EKS_CLUSTER:
		terraform_read_cluster(x, r);
		break;
	case WORKLOAD_EKS_NODES:
		terraform_read_nodes(x, r);
		break;
	case WORKLOAD_MQ:
		w->publicly_accessible = terraform_flag(x, stated(r,
		    "publicly_accessible"));
		break;
	case WORKLOAD_LAMBDA:
		w->ipv6 = terraform_flag(x, attribute(x, r, row,
		    "ipv6_allowed_for_dual_stack"));
		break;
	default:
		read_engine(x, r, w);
		if (w->kind == WORKLOAD_INTERFACE)
			w->public_ip = w->publicly_accessible;
	}
}

/* The name that people know it by. */
static const char *
own_name(struct terraform *x, struct terraform_resource *r)
{
	/* What is of a cluster names that as well. */
	static const char *const keys[] = { "node_group_name",
		"fargate_profile_name", "identifier",
		"cluster_identifier", "replication_group_id", "cluster_id",
		"function_name", "domain_name", "cluster_name",
		"broker_name", "name",
		"workgroup_name", "db_instance_identifier",
		"compute_environment_name", "service_name",
		"replication_instance_id", "replication_config_identifier",
		"vpc_connector_name", "description", NULL };

	for (size_t i = 0; keys[i] != NULL; i++) {
		const char *name = terraform_word(x, terraform_get(r,
		    keys[i]));

		if (name != NULL)
			return name;
	}
	return NULL;
}

static bool
is_outside(struct terraform *x, struct terraform_resource *r,
    const struct terraform_placed *row)
{
	struct terraform_value block;

	/* A node of a replication group: the group stands for it. */
	if (row->kind == WORKLOAD_ELASTICACHE && terraform_state(
	    stated(r, "replication_group_id")) != VALUE_ABSENT &&
	    str_equal(r->type->name, "aws_elasticache_cluster"))
		return true;
	if (!row->needs_block)
		return false;
	block = at_path(x, r, row->block);
	if (node_kind(block.value) == NODE_LIST)
		return !node_exists(node_first(block.value));
	return terraform_state(block) == VALUE_ABSENT ||
	    (terraform_state(block) == VALUE_UNKNOWN &&
	    !terraform_is_written(block));
}

/* What its row states beside its places. */
static void
take_row(struct terraform *x, struct terraform_resource *r,
    const struct terraform_placed *row, struct workload *w)
{
	struct terraform_value own = { .of = r };

	if (row->addresses != NULL)
		own = attribute(x, r, row, row->addresses);
	if (row->is_private) {
		w->public_ip.is = w->ipv6.is = value_derived(r->at);
		w->public_ip.v = node_exists(node_first(own.value)) ||
		    terraform_state(own) == VALUE_UNKNOWN;
	}
	if (w->public_ip.v)
		terraform_use_carried(x, r);
	if (row->ports != NULL && w->ports.is.state == VALUE_ABSENT &&
	    notation_ports_parse(x->a, row->ports, &w->ports.v, NULL) ==
	    NULL) {
		w->ports.is = value_derived(r->at);
		w->ports.written = row->ports;
	}
	if (row->own_group == NULL)
		return;
	terraform_use_carried(x, r);
	w->groups_stated = true;
	terraform_add_ref(x, &w->group_refs, (struct ref){
	    .is = value_unknown(r->at, row->own_group) });
}

void
terraform_read_placed(struct terraform *x, struct terraform_resource *r)
{
	const struct terraform_placed *row = row_of(r);
	struct workload *w;

	if (row == NULL || r->is_data)
		return;
	if (is_outside(x, r, row)) {
		/* It may name subnets elsewhere. */
		if (row->needs_block)
			terraform_enter_unread(x, r->type->name, *r);
		return;
	}
	w = model_new_workload(x->m, r->at, x->island, NULL);
	terraform_make(x, r, &w->is);
	w->kind = row->kind;
	terraform_head(x, r);
	if (w->is.name == NULL)
		w->is.name = own_name(x, r);
	read_subnets(x, r, row, w);
	if (row->groups != NULL)
		w->groups_stated = terraform_stated_refs(x, &w->group_refs,
		    attribute(x, r, row, row->groups), GROUP) &&
		    w->group_refs.n > 0;
	read_rest(x, r, row, w);
	take_row(x, r, row, w);
	if (str_equal(row->type, "aws_ec2_client_vpn_endpoint"))
		read_client_vpn(x->m, w);
}

/*
 * Tasks without a network of their own are on instances of their cluster, at
 * a port of those: the task definition states it, or ECS chooses it when it
 * starts one ("Network modes", bridge, ECS guide, read 2026-11-29).
 */
static void
register_hosts(struct terraform *x, struct terraform_resource *r,
    struct terraform_value list)
{
	const char *name = read_clean(x->l, r->address);
	struct ref host = { .is = value_unknown(r->at, read_intern(x->l,
	    arena_printf(x->a, "on which instances %s runs its tasks is not "
	    "in the input", name))) };
	struct number_value port = { .is = value_unknown(r->at, read_intern(
	    x->l, arena_printf(x->a, "at which port of an instance a task of "
	    "%s answers, its task definition says or ECS chooses", name))) };

	for (struct terraform_each e = terraform_each(list); e.more;
	    terraform_next(&e))
		terraform_register_ref(x, terraform_member(e.v,
		    "target_group_arn"), host, port);
}

void
terraform_join_service(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_value list = terraform_get(r, "load_balancer");

	if (r->thing == NULL) {
		register_hosts(x, r, list);
		return;
	}
	if (terraform_state(list) == VALUE_UNKNOWN &&
	    terraform_is_written(list))
		terraform_register(x, terraform_member(list,
		    "target_group_arn"), r->thing,
		    (struct number_value){ 0 });
	for (struct terraform_each e = terraform_each(list); e.more;
	    terraform_next(&e))
		terraform_register(x, terraform_member(e.v,
		    "target_group_arn"), r->thing, terraform_number(x,
		    terraform_member(e.v, "container_port")));
}

/* ---------------------------------------------------- what adds to others */

/* A cluster by its name, which states show alone. */
static struct workload *
cluster_of(struct terraform *x, struct terraform_value v)
{
	struct terraform_resource *r = terraform_find_written(x, v,
	    KIND_BIT(KIND_WORKLOAD));

	if (r == NULL)
		r = terraform_with_name(x, TERRAFORM_NAMED_CLUSTER,
		    terraform_word(x, v));
	return r != NULL && r->thing != NULL &&
	    r->thing->kind == KIND_WORKLOAD ? (struct workload *)r->thing :
	    NULL;
}

/* An instance of a cluster stands where that does; it alone says whether it
 * has a public address. */
void
terraform_join_member(struct terraform *x, struct terraform_resource *r)
{
	struct workload *w = cluster_of(x, terraform_get(r,
	    "cluster_identifier"));
	struct flag_value public = terraform_stated_flag(x, terraform_get(r,
	    "publicly_accessible"));

	if (w == NULL || r->is_data)
		return;
	if (flag_or(public, false) || (value_is_unknown(public.is) &&
	    !flag_or(w->publicly_accessible, false)))
		w->publicly_accessible = public;
}

/* A Client VPN has an interface in each network that it is associated with. */
void
terraform_join_client_network(struct terraform *x,
    struct terraform_resource *r)
{
	struct thing *t = terraform_ref(x, terraform_get(r,
	    "client_vpn_endpoint_id"), KIND_BIT(KIND_WORKLOAD)).to;
	struct workload *w = (struct workload *)t;

	if (t == NULL || t->kind != KIND_WORKLOAD || r->is_data)
		return;
	w->subnets_stated = true;
	terraform_add_ref(x, &w->subnet_refs, terraform_ref(x, terraform_get(r,
	    "subnet_id"), SUBNET));
}

void
terraform_read_subnet_group(struct terraform *x, struct terraform_resource *r)
{
	const char *name = terraform_word(x, terraform_get(r,
	    str_starts_with(r->type->name, "aws_dms_") ?
	    "replication_subnet_group_id" : "name"));
	void **slot;

	if (name == NULL)
		return;
	slot = map_slot(&x->groups, group_key(x->a, r->type->name, name));
	if (*slot == NULL)
		*slot = r;
}
