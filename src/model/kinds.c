/* SPDX-License-Identifier: MIT */
#include "model/workload.h"

#include "base/fatal.h"
#include "base/str.h"

#include <string.h>

/*
 * What each kind of workload is, to a network.
 *
 * Sources.  Ports: the services' own defaults, as the RDS, ElastiCache,
 * Redshift, DocumentDB, Neptune, OpenSearch, MSK, MQ and EFS guides state
 * them.  Addresses and zones: "Application Load Balancers" (two AZs, eight
 * free addresses), "Working with a DB instance in a VPC" (two AZs), "EKS
 * network requirements" (two AZs, two interfaces and more).  Public addresses:
 * "Giving Lambda functions access to resources in a VPC" and "Amazon ECS task
 * networking" (never one).  Ephemeral ports: "Network ACLs" (load balancers,
 * NAT and Lambda use 1024-65535).  Rank: the order in which a diagram lists
 * what a subnet holds; kinds that the order does not name stand with their
 * kin, or last.
 */

#define TYPE(k, w, s) .key = (k), .words = (w), .short_word = (s)

static const struct workload_type types[WORKLOAD_KIND_COUNT] = {
	[WORKLOAD_INSTANCE] = {
		TYPE("instance", "instance", "EC2"),
		.can_be_public = true, .takes_ipv6 = true,
		.source_check = true, .has_groups = true, .rank = 40,
	},
	[WORKLOAD_AUTO_SCALING_GROUP] = {
		TYPE("auto_scaling_group", "auto scaling group", "ASG"),
		.can_be_public = true, .takes_ipv6 = true,
		.source_check = true, .has_groups = true, .rank = 50,
	},
	[WORKLOAD_APPLICATION_LOAD_BALANCER] = {
		TYPE("application_load_balancer", "application load balancer",
		    "ALB"),
		.addresses = 8, .zones = 2, .is_load_balancer = true,
		.can_be_public = true, .source_check = true,
		.wide_ephemeral = true, .has_groups = true, .rank = 10,
	},
	[WORKLOAD_NETWORK_LOAD_BALANCER] = {
		TYPE("network_load_balancer", "network load balancer", "NLB"),
		.addresses = 1, .is_load_balancer = true,
		.can_be_public = true, .source_check = true,
		.wide_ephemeral = true, .rank = 20,
	},
	[WORKLOAD_GATEWAY_LOAD_BALANCER] = {
		TYPE("gateway_load_balancer", "gateway load balancer", "GWLB"),
		.addresses = 1, .is_load_balancer = true,
		.source_check = true, .wide_ephemeral = true, .rank = 21,
	},
	[WORKLOAD_CLASSIC_LOAD_BALANCER] = {
		TYPE("classic_load_balancer", "classic load balancer", "CLB"),
		.addresses = 8, .is_load_balancer = true,
		.can_be_public = true, .source_check = true,
		.wide_ephemeral = true, .has_groups = true, .rank = 22,
	},
	[WORKLOAD_RDS] = {
		TYPE("rds", "RDS database", "RDS"),
		.addresses = 1, .zones = 2, .is_data_store = true,
		.can_be_public = true, .source_check = true,
		.has_groups = true, .rank = 90,
	},
	[WORKLOAD_AURORA] = {
		TYPE("aurora", "Aurora cluster", "Aurora"),
		.addresses = 1, .zones = 2, .is_data_store = true,
		.can_be_public = true, .source_check = true,
		.has_groups = true, .rank = 91,
	},
	[WORKLOAD_ELASTICACHE] = {
		TYPE("elasticache", "ElastiCache cluster", "Cache"),
		.addresses = 1, .is_data_store = true,
		.source_check = true, .has_groups = true, .rank = 100,
	},
	[WORKLOAD_REDSHIFT] = {
		TYPE("redshift", "Redshift cluster", "Redshift"),
		.ports = "tcp/5439", .addresses = 1, .is_data_store = true,
		.can_be_public = true, .source_check = true,
		.has_groups = true, .rank = 140,
	},
	[WORKLOAD_DOCDB] = {
		TYPE("docdb", "DocumentDB cluster", "DocDB"),
		.ports = "tcp/27017", .addresses = 1, .zones = 2,
		.is_data_store = true, .source_check = true,
		.has_groups = true, .rank = 141,
	},
	[WORKLOAD_NEPTUNE] = {
		TYPE("neptune", "Neptune cluster", "Neptune"),
		.ports = "tcp/8182", .addresses = 1, .zones = 2,
		.is_data_store = true, .source_check = true,
		.has_groups = true, .rank = 142,
	},
	[WORKLOAD_OPENSEARCH] = {
		TYPE("opensearch", "OpenSearch domain", "OpenSearch"),
		.ports = "tcp/443", .addresses = 1, .is_data_store = true,
		.source_check = true, .has_groups = true, .rank = 143,
	},
	[WORKLOAD_MSK] = {
		TYPE("msk", "MSK cluster", "MSK"),
		.ports = "tcp/9092,9094,9096,9098", .addresses = 1,
		.is_data_store = true, .can_be_public = true,
		.source_check = true, .has_groups = true, .rank = 144,
	},
	[WORKLOAD_MQ] = {
		TYPE("mq", "MQ broker", "MQ"),
		.ports = "tcp/5671,61617", .addresses = 1,
		.is_data_store = true, .can_be_public = true,
		.source_check = true, .has_groups = true, .rank = 145,
	},
	[WORKLOAD_EFS] = {
		TYPE("efs", "EFS file system", "EFS"),
		.ports = "tcp/2049", .addresses = 1, .is_data_store = true,
		.source_check = true, .has_groups = true, .rank = 110,
	},
	[WORKLOAD_FSX] = {
		TYPE("fsx", "FSx file system", "FSx"),
		.addresses = 1, .is_data_store = true,
		.source_check = true, .has_groups = true, .rank = 111,
	},
	[WORKLOAD_LAMBDA] = {
		TYPE("lambda", "Lambda function", "Lambda"),
		.serves_none = true, .addresses = 1, .source_check = true,
		.wide_ephemeral = true, .has_groups = true, .rank = 80,
	},
	[WORKLOAD_ECS_SERVICE] = {
		TYPE("ecs_service", "ECS service", "ECS"),
		.source_check = true, .has_groups = true, .rank = 60,
	},
	[WORKLOAD_FARGATE_SERVICE] = {
		TYPE("fargate_service", "Fargate service", "Fargate"),
		.can_be_public = true, .source_check = true,
		.has_groups = true, .rank = 61,
	},
	[WORKLOAD_EKS_CLUSTER] = {
		TYPE("eks_cluster", "EKS cluster", "EKS"),
		.ports = "tcp/443", .addresses = 2, .zones = 2,
		.source_check = true, .has_groups = true, .rank = 70,
	},
	[WORKLOAD_EKS_NODES] = {
		TYPE("eks_nodes", "EKS node group", "EKS nodes"),
		.can_be_public = true, .takes_ipv6 = true,
		.source_check = true, .has_groups = true, .rank = 71,
	},
	[WORKLOAD_APPLIANCE] = {
		TYPE("appliance", "appliance", "appliance"),
		.can_be_public = true, .takes_ipv6 = true,
		.has_groups = true, .rank = 41,
	},
	[WORKLOAD_NAT_INSTANCE] = {
		TYPE("nat_instance", "NAT instance", "NAT instance"),
		.can_be_public = true, .takes_ipv6 = true,
		.wide_ephemeral = true, .has_groups = true, .rank = 31,
	},
	[WORKLOAD_INTERFACE] = {
		TYPE("interface", "network interface", "ENI"),
		.can_be_public = true, .takes_ipv6 = true,
		.source_check = true, .has_groups = true, .rank = 130,
	},
};

/*
 * Engines by the beginning of their names: RDS writes "sqlserver-ee",
 * "oracle-se2-cdb", "aurora-postgresql", people write "postgres".  Ports:
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/
 * API_CreateDBInstance.html
 */
static const struct engine {
	const char *begins;
	const char *ports;
	enum workload_kind of;	/* elasticache; else rds, and aurora as well */
	bool whole;		/* nothing may follow */
	const char *name;	/* as people write it; NULL: not proposed */
	const char *short_word;	/* where diagrams say the engine */
} engines[] = {
	{ "aurora-mysql", "tcp/3306", WORKLOAD_AURORA, false, "aurora-mysql", NULL },
	{ "aurora-postgres", "tcp/5432", WORKLOAD_AURORA, false, "aurora-postgresql", NULL },
	{ "aurora", "tcp/3306", WORKLOAD_AURORA, true, NULL, NULL },
	{ "db2", "tcp/50000", WORKLOAD_RDS, false, "db2", NULL },
	{ "mariadb", "tcp/3306", WORKLOAD_RDS, false, "mariadb", NULL },
	{ "mysql", "tcp/3306", WORKLOAD_RDS, false, "mysql", NULL },
	{ "oracle", "tcp/1521", WORKLOAD_RDS, false, "oracle", NULL },
	{ "custom-oracle", "tcp/1521", WORKLOAD_RDS, false, NULL, NULL },
	{ "postgres", "tcp/5432", WORKLOAD_RDS, false, "postgres", NULL },
	{ "sqlserver", "tcp/1433", WORKLOAD_RDS, false, "sqlserver", NULL },
	{ "custom-sqlserver", "tcp/1433", WORKLOAD_RDS, false, NULL, NULL },
	{ "memcached", "tcp/11211", WORKLOAD_ELASTICACHE, false, "memcached", "Memcached" },
	{ "redis", "tcp/6379", WORKLOAD_ELASTICACHE, false, "redis", "Redis" },
	{ "valkey", "tcp/6379", WORKLOAD_ELASTICACHE, false, "valkey", "Valkey" },
};

enum { ENGINES = sizeof engines / sizeof engines[0] };

static const char *const listener_protocols[] = {
	[LISTENER_TCP] = "tcp",
	[LISTENER_UDP] = "udp",
	[LISTENER_TLS] = "tls",
	[LISTENER_TCP_UDP] = "tcp_udp",
};

const struct workload_type *
workload_type(enum workload_kind kind)
{
	if (kind >= WORKLOAD_KIND_COUNT)
		BUG("no such kind of workload");
	return &types[kind];
}

bool
workload_kind_find(const char *key, enum workload_kind *out)
{
	for (enum workload_kind k = 0; k < WORKLOAD_KIND_COUNT; k++) {
		if (str_equal(types[k].key, key)) {
			*out = k;
			return true;
		}
	}
	return false;
}

struct flag_value
workload_faces_internet(const struct workload *w)
{
	const struct workload_type *type = workload_type(w->kind);
	struct flag_value facing = { .is = value_implicit() };

	if (!type->is_load_balancer || !type->can_be_public)
		return facing;
	if (w->scheme.is.state != VALUE_ABSENT)
		facing.is = w->scheme.is;
	facing.v = !value_is_known(w->scheme.is) ||
	    str_equal(w->scheme.v, "internet-facing");
	return facing;
}

struct flag_value
interface_denies_internet(const struct interface *e)
{
	const struct workload *w = e->workload;
	struct flag_value denies = { .is = value_implicit() };

	if (e->denial_stated) {
		denies.v = e->denies_internet;
		return denies;
	}
	if (w == NULL || !workload_type(w->kind)->is_load_balancer ||
	    !workload_type(w->kind)->can_be_public)
		return denies;
	if (w->denies_internet.is.state != VALUE_ABSENT)
		return w->denies_internet;
	if (value_is_unknown(w->scheme.is))
		denies.is = w->scheme.is;
	denies.v = value_is_known(w->scheme.is) &&
	    str_equal(w->scheme.v, "internal");
	if (denies.v && !w->is.created)	/* who made it may have said no */
		denies.is = value_unknown(w->is.at,
		    "the input does not hold its attributes");
	return denies;
}

bool
workload_has_engine(enum workload_kind kind)
{
	return kind == WORKLOAD_RDS || kind == WORKLOAD_AURORA ||
	    kind == WORKLOAD_ELASTICACHE;
}

static bool
is_named(const struct engine *e, const char *name)
{
	return e->whole ? str_equal(e->begins, name) :
	    str_starts_with(name, e->begins);
}

static const struct engine *
engine_find(enum workload_kind kind, const char *name)
{
	bool caches = kind == WORKLOAD_ELASTICACHE;

	if (name == NULL || !workload_has_engine(kind))
		return NULL;
	for (size_t i = 0; i < ENGINES; i++)
		if ((engines[i].of == WORKLOAD_ELASTICACHE) == caches &&
		    is_named(&engines[i], name))
			return &engines[i];
	return NULL;
}

const char *
engine_ports(enum workload_kind kind, const char *engine)
{
	const struct engine *e = engine_find(kind, engine);

	return e != NULL ? e->ports : NULL;
}

const char *
engine_name(enum workload_kind kind, size_t i)
{
	for (size_t j = 0; j < ENGINES; j++)
		if (engines[j].of == kind && engines[j].name != NULL &&
		    i-- == 0)
			return engines[j].name;
	return NULL;
}

/* RDS and DMS say it in capitals, the caches in small letters.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/
 * API_CreateDBInstance.html
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/
 * API_CreateCacheCluster.html */
bool
workload_network_type(const char *word, bool *ipv6)
{
	static const struct {
		const char *word;
		bool ipv6;
	} words[] = {
		{ "IPV4", false }, { "DUAL", true }, { "IPV6", true },
		{ "ipv4", false }, { "dual_stack", true }, { "ipv6", true },
		{ NULL, false }
	};

	for (size_t i = 0; words[i].word != NULL; i++)
		if (str_equal(words[i].word, word)) {
			*ipv6 = words[i].ipv6;
			return true;
		}
	return false;
}

const char *
workload_short_word(const struct workload *w)
{
	const struct engine *e = NULL;

	if (value_is_known(w->engine.is))
		e = engine_find(w->kind, w->engine.v);
	if (e != NULL && e->short_word != NULL)
		return e->short_word;
	return workload_type(w->kind)->short_word;
}

const char *
listener_protocol_name(enum listener_protocol p)
{
	return listener_protocols[p];
}
