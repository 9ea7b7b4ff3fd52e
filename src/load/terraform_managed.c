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

/* A type whose shape is a row; attributes may stand in a block. */
struct managed {
	const char *type;
	enum workload_kind kind;
	const char *block;	/* where the two lists stand; NULL: outside */
	const char *subnets, *groups;
	const char *subnet_group;	/* attribute that names one; or NULL */
	bool needs_block;	/* without it, it is outside of any VPC */
};

static const struct managed rows[] = {
	{ "aws_db_instance", WORKLOAD_RDS, NULL, NULL,
	  "vpc_security_group_ids", "db_subnet_group_name", false },
	{ "aws_rds_cluster", WORKLOAD_AURORA, NULL, NULL,
	  "vpc_security_group_ids", "db_subnet_group_name", false },
	{ "aws_docdb_cluster", WORKLOAD_DOCDB, NULL, NULL,
	  "vpc_security_group_ids", "db_subnet_group_name", false },
	{ "aws_neptune_cluster", WORKLOAD_NEPTUNE, NULL, NULL,
	  "vpc_security_group_ids", "neptune_subnet_group_name", false },
	{ "aws_elasticache_cluster", WORKLOAD_ELASTICACHE, NULL, NULL,
	  "security_group_ids", "subnet_group_name", false },
	{ "aws_elasticache_replication_group", WORKLOAD_ELASTICACHE, NULL,
	  NULL, "security_group_ids", "subnet_group_name", false },
	{ "aws_elasticache_serverless_cache", WORKLOAD_ELASTICACHE, NULL,
	  "subnet_ids", "security_group_ids", NULL, false },
	{ "aws_redshift_cluster", WORKLOAD_REDSHIFT, NULL, NULL,
	  "vpc_security_group_ids", "cluster_subnet_group_name", false },
	{ "aws_opensearch_domain", WORKLOAD_OPENSEARCH, "vpc_options",
	  "subnet_ids", "security_group_ids", NULL, true },
	{ "aws_elasticsearch_domain", WORKLOAD_OPENSEARCH, "vpc_options",
	  "subnet_ids", "security_group_ids", NULL, true },
	{ "aws_msk_cluster", WORKLOAD_MSK, "broker_node_group_info",
	  "client_subnets", "security_groups", NULL, false },
	{ "aws_mq_broker", WORKLOAD_MQ, NULL, "subnet_ids",
	  "security_groups", NULL, false },
	{ "aws_fsx_lustre_file_system", WORKLOAD_FSX, NULL, "subnet_ids",
	  "security_group_ids", NULL, false },
	{ "aws_fsx_windows_file_system", WORKLOAD_FSX, NULL, "subnet_ids",
	  "security_group_ids", NULL, false },
	{ "aws_fsx_ontap_file_system", WORKLOAD_FSX, NULL, "subnet_ids",
	  "security_group_ids", NULL, false },
	{ "aws_fsx_openzfs_file_system", WORKLOAD_FSX, NULL, "subnet_ids",
	  "security_group_ids", NULL, false },
	{ "aws_lambda_function", WORKLOAD_LAMBDA, "vpc_config",
	  "subnet_ids", "security_group_ids", NULL, true },
	{ "aws_ecs_service", WORKLOAD_ECS_SERVICE, "network_configuration",
	  "subnets", "security_groups", NULL, true },
	{ "aws_eks_cluster", WORKLOAD_EKS_CLUSTER, "vpc_config",
	  "subnet_ids", "security_group_ids", NULL, true },
	{ "aws_eks_node_group", WORKLOAD_EKS_NODES, NULL, "subnet_ids", NULL,
	  NULL, false },
	{ "aws_db_proxy", WORKLOAD_RDS, NULL, "vpc_subnet_ids",
	  "vpc_security_group_ids", NULL, false },
	{ "aws_memorydb_cluster", WORKLOAD_ELASTICACHE, NULL, NULL,
	  "security_group_ids", "subnet_group_name", false },
	{ "aws_redshiftserverless_workgroup", WORKLOAD_REDSHIFT, NULL,
	  "subnet_ids", "security_group_ids", NULL, false },
	{ "aws_apigatewayv2_vpc_link", WORKLOAD_INTERFACE, NULL,
	  "subnet_ids", "security_group_ids", NULL, false },
	{ "awscc_apigatewayv2_vpc_link", WORKLOAD_INTERFACE, NULL,
	  "subnet_ids", "security_group_ids", NULL, false },
	{ "awscc_lambda_function", WORKLOAD_LAMBDA, "vpc_config",
	  "subnet_ids", "security_group_ids", NULL, true },
	{ "awscc_rds_db_instance", WORKLOAD_RDS, NULL, NULL,
	  "vpc_security_groups", "db_subnet_group_name", false },
	{ "awscc_rds_db_cluster", WORKLOAD_AURORA, NULL, NULL,
	  "vpc_security_group_ids", "db_subnet_group_name", false },
	{ 0 }
};

static const struct managed *
row_of(const struct terraform_resource *r)
{
	for (const struct managed *row = rows; row->type != NULL; row++)
		if (str_equal(row->type, r->type->name))
			return row;
	return NULL;
}

static struct terraform_value
attribute(struct terraform_resource *r, const struct managed *row,
    const char *key)
{
	if (row->block == NULL)
		return terraform_get(r, key);
	return terraform_member(terraform_first(terraform_get(r,
	    row->block)), key);
}

/* A value that counts only where it is known or written. */
static struct terraform_value
stated(struct terraform_resource *r, const char *key)
{
	struct terraform_value v = terraform_get(r, key), none = { .of = r };

	return terraform_state(v) == VALUE_KNOWN || terraform_is_written(v) ?
	    v : none;
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
	for (size_t i = 0; r == NULL && name != NULL && i < x->groups.n; i++)
		if (str_equal(x->groups.v[i]->type->name, type) &&
		    str_equal(terraform_word(x, terraform_get(
		    x->groups.v[i], "name")), name))
			r = x->groups.v[i];
	return r;
}

/* "aws_db_subnet_group" for "aws_db_instance": what stands for its service. */
static const char *
group_type(const char *type)
{
	static const struct {
		const char *begins, *group;
	} types[] = {
		{ "aws_docdb_", "aws_docdb_subnet_group" },
		{ "aws_neptune_", "aws_neptune_subnet_group" },
		{ "aws_elasticache_", "aws_elasticache_subnet_group" },
		{ "aws_redshift_", "aws_redshift_subnet_group" },
		{ "aws_memorydb_", "aws_memorydb_subnet_group" },
		{ "awscc_rds_", "awscc_rds_db_subnet_group" },
		{ NULL, NULL }
	};

	for (size_t i = 0; types[i].begins != NULL; i++)
		if (str_starts_with(type, types[i].begins))
			return types[i].group;
	return "aws_db_subnet_group";
}

static void
read_subnets(struct terraform *x, struct terraform_resource *r,
    const struct managed *row, struct workload *w)
{
	struct terraform_resource *group;
	struct terraform_value v;

	if (row->subnets != NULL) {
		w->subnets_stated = terraform_stated_refs(x,
		    &w->subnet_refs, attribute(r, row, row->subnets), SUBNET);
		return;
	}
	v = stated(r, row->subnet_group);
	group = subnet_group(x, v, group_type(row->type));
	if (group != NULL) {
		w->subnets_stated = terraform_refs(x, &w->subnet_refs,
		    terraform_get(group, "subnet_ids"), SUBNET);
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

	w->engine = terraform_text(x, stated(r, "engine"));
	if (terraform_state(stated(r, "engine_family")) == VALUE_KNOWN)
		w->engine = engine_of_family(r);
	if (value_is_known(port.is) && port.v > 0 && port.v <= 65535)
		w->ports = tcp_port(x, port);
	w->multi_az = terraform_flag(x, stated(r, "multi_az"));
	w->publicly_accessible = terraform_flag(x, stated(r,
	    "publicly_accessible"));
	w->az = terraform_text(x, stated(r, "availability_zone"));
}

static void
read_service(struct terraform *x, struct terraform_resource *r,
    const struct managed *row, struct workload *w)
{
	struct terraform_value public = attribute(r, row, "assign_public_ip");
	struct terraform_value type = terraform_get(r, "launch_type");
	struct terraform_value first = terraform_member(terraform_first(
	    terraform_get(r, "capacity_provider_strategy")),
	    "capacity_provider");

	if (terraform_text_is(type, "FARGATE") ||
	    terraform_text_is(first, "FARGATE") ||
	    terraform_text_is(first, "FARGATE_SPOT"))
		w->kind = WORKLOAD_FARGATE_SERVICE;
	w->public_ip = terraform_flag(x, public);
	w->count = terraform_number(x, terraform_get(r, "desired_count"));
}

/* AWS makes a group for the cluster, which its nodes carry as well. */
static void
add_cluster_group(struct terraform *x, struct workload *w)
{
	w->groups_stated = true;
	terraform_add_ref(x, &w->group_refs, (struct ref){
	    .is = value_unknown(w->is.at, "the security group that EKS "
	    "makes for the cluster is not in the input") });
}

static void
read_rest(struct terraform *x, struct terraform_resource *r,
    const struct managed *row, struct workload *w)
{
	struct terraform_resource *template;

	switch (w->kind) {
	case WORKLOAD_ECS_SERVICE:
		read_service(x, r, row, w);
		break;
	case WORKLOAD_EKS_CLUSTER:
		add_cluster_group(x, w);
		break;
	case WORKLOAD_EKS_NODES:
		template = terraform_template(x, terraform_get(r,
		    "launch_template"));
		if (template != NULL)
			terraform_take_template(x, w, template);
		if (w->group_refs.n == 0)
			add_cluster_group(x, w);
		break;
	case WORKLOAD_MQ:
		w->publicly_accessible = terraform_flag(x, stated(r,
		    "publicly_accessible"));
		break;
	case WORKLOAD_LAMBDA:
		w->ipv6 = terraform_flag(x, attribute(r, row,
		    "ipv6_allowed_for_dual_stack"));
		break;
	default:
		read_engine(x, r, w);
	}
}

/* The name that people know it by. */
static const char *
own_name(struct terraform *x, struct terraform_resource *r)
{
	static const char *const keys[] = { "identifier",
		"cluster_identifier", "replication_group_id", "cluster_id",
		"function_name", "domain_name", "cluster_name",
		"broker_name", "node_group_name", "name",
		"workgroup_name", "db_instance_identifier", NULL };

	for (size_t i = 0; keys[i] != NULL; i++) {
		const char *name = terraform_word(x, terraform_get(r,
		    keys[i]));

		if (name != NULL)
			return name;
	}
	return NULL;
}

static bool
is_outside(struct terraform_resource *r, const struct managed *row)
{
	struct terraform_value block;

	/* A node of a replication group: the group stands for it. */
	if (row->kind == WORKLOAD_ELASTICACHE && terraform_state(
	    stated(r, "replication_group_id")) != VALUE_ABSENT &&
	    str_equal(row->type, "aws_elasticache_cluster"))
		return true;
	if (!row->needs_block)
		return false;
	block = terraform_get(r, row->block);
	return !node_exists(terraform_first(block).value) &&
	    !terraform_is_written(block);
}

static void
read_managed(struct terraform *x, struct terraform_resource *r)
{
	const struct managed *row = row_of(r);
	struct workload *w;

	if (row == NULL || r->is_data || is_outside(r, row))
		return;
	w = model_new_workload(x->m, r->at, x->island, NULL);
	terraform_make(x, r, &w->is);
	w->kind = row->kind;
	terraform_head(x, r);
	if (w->is.name == NULL)
		w->is.name = own_name(x, r);
	read_subnets(x, r, row, w);
	if (row->groups != NULL)
		w->groups_stated = terraform_stated_refs(x, &w->group_refs,
		    attribute(r, row, row->groups), GROUP) &&
		    w->group_refs.n > 0;
	read_rest(x, r, row, w);
}

static void
join_service(struct terraform *x, struct terraform_resource *r)
{
	if (r->thing == NULL)
		return;
	for (struct terraform_each e = terraform_each(terraform_get(r,
	    "load_balancer")); e.more; terraform_next(&e))
		terraform_register(x, terraform_member(e.v,
		    "target_group_arn"), r->thing, terraform_number(x,
		    terraform_member(e.v, "container_port")));
}

static void
read_subnet_group(struct terraform *x, struct terraform_resource *r)
{
	vec_push(x->a, &x->groups, r);
}

#define MANAGED(type)							\
	{ type, KIND_BIT(KIND_WORKLOAD), NULL, read_managed, NULL }
#define SUBNETS(type)							\
	{ type, KIND_BIT(TERRAFORM_SUBNET_GROUP), NULL,			\
	  read_subnet_group, NULL }

const struct terraform_type terraform_types_managed[] = {
	MANAGED("aws_db_instance"),
	MANAGED("aws_rds_cluster"),
	MANAGED("aws_docdb_cluster"),
	MANAGED("aws_neptune_cluster"),
	MANAGED("aws_elasticache_cluster"),
	MANAGED("aws_elasticache_replication_group"),
	MANAGED("aws_elasticache_serverless_cache"),
	MANAGED("aws_redshift_cluster"),
	MANAGED("aws_opensearch_domain"),
	MANAGED("aws_elasticsearch_domain"),
	MANAGED("aws_msk_cluster"),
	MANAGED("aws_mq_broker"),
	MANAGED("aws_fsx_lustre_file_system"),
	MANAGED("aws_fsx_windows_file_system"),
	MANAGED("aws_fsx_ontap_file_system"),
	MANAGED("aws_fsx_openzfs_file_system"),
	MANAGED("aws_lambda_function"),
	MANAGED("aws_eks_cluster"),
	MANAGED("aws_eks_node_group"),
	{ "aws_ecs_service", KIND_BIT(KIND_WORKLOAD), NULL, read_managed,
	  join_service },
	MANAGED("aws_db_proxy"),
	MANAGED("aws_memorydb_cluster"),
	MANAGED("aws_redshiftserverless_workgroup"),
	MANAGED("aws_apigatewayv2_vpc_link"),
	MANAGED("awscc_apigatewayv2_vpc_link"),
	MANAGED("awscc_lambda_function"),
	MANAGED("awscc_rds_db_instance"),
	MANAGED("awscc_rds_db_cluster"),
	SUBNETS("aws_memorydb_subnet_group"),
	SUBNETS("awscc_rds_db_subnet_group"),
	SUBNETS("aws_db_subnet_group"),
	SUBNETS("aws_docdb_subnet_group"),
	SUBNETS("aws_neptune_subnet_group"),
	SUBNETS("aws_elasticache_subnet_group"),
	SUBNETS("aws_redshift_subnet_group"),
	{ 0 }
};
