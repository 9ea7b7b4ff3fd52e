/* SPDX-License-Identifier: MIT */

/*
 * Words out of a list, kinds of workloads above all: what was meant by another
 * one, and what to write.
 */

#include "load/spec_read.h"

#include "base/str.h"
#include "model/notices.h"
#include "model/select.h"
#include "text/sanitise.h"

#include <string.h>

enum { SHORT_LIST = 6 };	/* so many words are said each time */

/* What says the engine as well, or is described better than by its kind. */
static const struct {
	const char *wrong, *kind, *more;
} kinds_meant[] = {
	{ "postgres", "rds", ", \"engine\": \"postgres\"" },
	{ "postgresql", "rds", ", \"engine\": \"postgres\"" },
	{ "pg", "rds", ", \"engine\": \"postgres\"" },
	{ "rds_postgres", "rds", ", \"engine\": \"postgres\"" },
	{ "rds_postgresql", "rds", ", \"engine\": \"postgres\"" },
	{ "mysql", "rds", ", \"engine\": \"mysql\"" },
	{ "rds_mysql", "rds", ", \"engine\": \"mysql\"" },
	{ "mariadb", "rds", ", \"engine\": \"mariadb\"" },
	{ "oracle", "rds", ", \"engine\": \"oracle\"" },
	{ "sqlserver", "rds", ", \"engine\": \"sqlserver\"" },
	{ "mssql", "rds", ", \"engine\": \"sqlserver\"" },
	{ "db2", "rds", ", \"engine\": \"db2\"" },
	{ "database", "rds", ", \"engine\": \"…\"" },
	{ "db", "rds", ", \"engine\": \"…\"" },
	{ "sql", "rds", ", \"engine\": \"…\"" },
	{ "aurora_postgresql", "aurora", ", \"engine\": \"aurora-postgresql\"" },
	{ "aurora_postgres", "aurora", ", \"engine\": \"aurora-postgresql\"" },
	{ "aurora_mysql", "aurora", ", \"engine\": \"aurora-mysql\"" },
	{ "redis", "elasticache", ", \"engine\": \"redis\"" },
	{ "valkey", "elasticache", ", \"engine\": \"valkey\"" },
	{ "memcached", "elasticache", ", \"engine\": \"memcached\"" },
	{ "cache", "elasticache", ", \"engine\": \"…\"" },
	{ "pod", "eks_nodes", ": what runs in pods has the addresses of the "
	  "nodes' subnets" },
	{ "pods", "eks_nodes", ": what runs in pods has the addresses of the "
	  "nodes' subnets" },
	{ "stateful_set", "eks_nodes", ": what runs in pods has the addresses of "
	  "the nodes' subnets" },
	{ "daemon_set", "eks_nodes", ": what runs in pods has the addresses of "
	  "the nodes' subnets" },
	{ "deployment", "eks_nodes", ": what runs in pods has the addresses of "
	  "the nodes' subnets" },
	{ "k8s", "eks_nodes", " for the nodes and what runs on them, "
	  "\"eks_cluster\" for the control plane" },
	{ "kubernetes", "eks_nodes", " for the nodes and what runs on them, "
	  "\"eks_cluster\" for the control plane" },
	{ "eks", "eks_cluster", " for the control plane, \"eks_nodes\" for the "
	  "nodes and what runs on them" },
	{ "container", "ecs_service", ", or \"fargate_service\" on Fargate" },
	{ "docker", "ecs_service", ", or \"fargate_service\" on Fargate" },
	{ "task", "ecs_service", ", or \"fargate_service\" on Fargate" },
	{ "service", "ecs_service", ", or \"fargate_service\" on Fargate" },
	{ "ecs", "ecs_service", ", or \"fargate_service\" on Fargate" },
	{ "elb", "classic_load_balancer", ", which an ELB of the first "
	  "generation is, else \"application_load_balancer\" or "
	  "\"network_load_balancer\"" },
	{ NULL, NULL, NULL }
};

/* What people list among workloads and is described elsewhere. */
static const struct {
	const char *wrong, *advice;
} no_workloads[] = {
	{ "nat_gateway", "write it under \"nat_gateways\" of the VPC: "
	  "{ \"subnet\": \"…\" }" },
	{ "natgateway", "write it under \"nat_gateways\" of the VPC: "
	  "{ \"subnet\": \"…\" }" },
	{ "internet_gateway", "write \"internet_gateway\": true in the VPC" },
	{ "igw", "write \"internet_gateway\": true in the VPC" },
	{ "vpc_endpoint", "write it under \"endpoints\" of the VPC" },
	{ "endpoint", "write it under \"endpoints\" of the VPC" },
	{ "transit_gateway", "write it under \"transit_gateways\" at the top "
	  "level" },
	{ "vpn", "write it under \"vpns\" at the top level" },
	{ "vpn_gateway", "write \"vpn_gateway\": true in the VPC" },
	{ "bucket", "S3 is a service of AWS and no workload: leave it out, and "
	  "write \"needs\": [\"s3\"] in what uses it" },
	{ "api_gateway", "it has no interface in the VPC: leave it out" },
	{ "cloudfront", "it has no interface in the VPC: leave it out" },
	{ "cdn", "it has no interface in the VPC: leave it out" },
	{ "dns", "the VPC's resolver is always there: leave it out" },
	{ "subnet", "write it under \"subnets\" of the VPC" },
	{ "on_prem", "write it under \"networks\" at the top level" },
	{ "on_premises", "write it under \"networks\" at the top level" },
	{ "network", "a load balancer is a \"network_load_balancer\"; a network "
	  "stands under \"networks\" at the top level" },
	{ NULL, NULL }
};

static const char *
all_words(struct arena *a, const char *const *words)
{
	struct str list = str_new(a);

	for (size_t i = 0; words[i] != NULL; i++)
		str_addf(&list, "%s%s", i > 0 ? ", " : "", words[i]);
	return str_text(&list);
}

void
spec_list_words(struct spec *s, struct finding *f, const char *const *words)
{
	size_t n;

	for (n = 0; words[n] != NULL; n++)
		;
	if (n > SHORT_LIST && spec_said_before(s, words[0]))
		finding_help(&s->l->findings, f, "the words that may stand "
		    "here are listed with the first such finding");
	else
		finding_help(&s->l->findings, f, "it is one of %s",
		    all_words(s->l->a, words));
}

const char *
spec_service_help(struct spec *s, const char *text)
{
	return !select_is_service(text) ? NULL : arena_printf(s->l->a,
	    "it is a service of AWS and no workload: leave it out, and write "
	    "\"needs\": [\"%s\"] in what uses it",
	    sanitise_text(s->l->a, text));
}

/* "aws_db" and "AWS::RDS::DB" are not looked for: spec_meant() knows them. */
static const char *
kind_advice(struct spec *s, struct node n, const char *text,
    const char *meant)
{
	for (size_t i = 0; no_workloads[i].wrong != NULL; i++)
		if (spec_same_word(no_workloads[i].wrong, text))
			return no_workloads[i].advice;
	if (meant == NULL && select_is_service(text))
		return spec_service_help(s, text);
	for (size_t i = 0; kinds_meant[i].wrong != NULL; i++)
		if (spec_same_word(kinds_meant[i].wrong, text))
			return arena_printf(s->l->a, "write \"%s\": \"%s\"%s",
			    node_key(n), kinds_meant[i].kind,
			    kinds_meant[i].more);
	return NULL;
}

/* The kind that a word stands for, if it says more than that; or NULL. */
static const char *
kind_meant(const char *text)
{
	for (size_t i = 0; kinds_meant[i].wrong != NULL; i++)
		if (spec_same_word(kinds_meant[i].wrong, text))
			return kinds_meant[i].kind;
	return NULL;
}

/* "type": "network" beside it, or Kubernetes' annotation of that name. */
static bool
says_network_balancer(struct spec *s)
{
	static const char *const keys[] = { "type", "load_balancer_type",
		"aws-load-balancer-type", NULL };
	struct node notes = node_get(s->object, "annotations");
	struct node places[2] = { s->object, notes };

	for (size_t i = 0; i < 2; i++)
		for (struct node c = node_first(places[i]); node_exists(c) &&
		    node_kind(places[i]) == NODE_MAP; c = node_next(c)) {
			const char *slash = strrchr(node_key(c), '/');
			const char *key = slash != NULL ? slash + 1 :
			    node_key(c);
			bool is_key = false;

			for (size_t k = 0; keys[k] != NULL; k++)
				is_key |= spec_same_word(keys[k], key);
			if (is_key && (node_text_is(c, "network") ||
			    node_text_is(c, "nlb") ||
			    node_text_is(c, "nlb-ip")))
				return true;
		}
	return false;
}

/* Whether the word for a load balancer leaves open of which kind it is. */
static bool
is_any_balancer(const char *text)
{
	text = spec_without_provider(text);
	return spec_same_word(text, "load_balancer") ||
	    spec_same_word(text, "lb") || spec_same_word(text, "elb_v2");
}

/* The word of words that was probably meant, or NULL. */
static const char *
word_meant(struct spec *s, const char *text, const char *const *words, size_t count,
    bool is_kind)
{
	const char *meant = is_kind ? kind_meant(text) : NULL;
	bool by_alias;

	if (is_kind && is_any_balancer(text) && says_network_balancer(s))
		return workload_type(WORKLOAD_NETWORK_LOAD_BALANCER)->key;
	return meant != NULL ? meant :
	    spec_meant(text, words, count, &by_alias);
}

const char *
spec_kind_of_key(struct spec *s, const char *key)
{
	/* As words for a kind they are clear, as keys they are not. */
	static const char *const other[] = { "router", "routers", "network",
		"nat", "firewall", "internal", "application", "classic",
		"interface", "interfaces", NULL };
	const char *const *words = spec_workload_kinds(s->l->a);
	const char *word = spec_without_provider(key), *meant;
	size_t length = strlen(word);
	bool by_alias;

	for (size_t i = 0; other[i] != NULL; i++)
		if (spec_same_word(other[i], key))
			return NULL;

	/* "instances", "DBInstances" */
	if (length > 1 && (word[length - 1] == 's') && !str_equal(word, "rds")
	    && !str_equal(word, "efs") && !str_equal(word, "eks") &&
	    !str_equal(word, "ecs"))
		word = arena_strndup(s->l->a, word, length - 1);
	meant = kind_meant(word);
	if (meant == NULL)
		meant = spec_meant(word, words, WORKLOAD_KIND_COUNT, &by_alias);
	else
		by_alias = true;
	return meant != NULL && (by_alias || spec_same_word(word, meant)) ?
	    meant : NULL;
}

const char *
spec_kind_help(struct spec *s, const struct spec_key *row, struct node n)
{
	const char *text = node_text(s->l->a, n);
	const char *const *words = spec_workload_kinds(s->l->a);
	enum workload_kind kind;
	const char *meant;

	if (text == NULL || workload_kind_find(text, &kind))
		return NULL;
	meant = word_meant(s, text, words, WORKLOAD_KIND_COUNT, true);
	return meant == NULL ? NULL : arena_printf(s->l->a,
	    "write \"%s\": \"%s\"", row->key, meant);
}

const char *
spec_word_help(struct spec *s, const struct spec_key *row, struct node n)
{
	const char *text = node_text(s->l->a, n), *meant;
	size_t count;

	for (count = 0; text != NULL && row->words[count] != NULL; count++)
		if (str_equal(row->words[count], text))
			return NULL;
	meant = text != NULL ? word_meant(s, text, row->words, count, false) :
	    NULL;
	return meant == NULL ? NULL : arena_printf(s->l->a,
	    "write \"%s\": \"%s\"", row->key, meant);
}

static void
advise_word(struct spec *s, struct finding *f, struct node n,
    const char *meant, const char *const *words)
{
	const char *key = node_key(n);

	if (meant != NULL && key != NULL && *key != '\0')
		finding_help(&s->l->findings, f, "write \"%s\": \"%s\"",
		    sanitise_text(s->l->a, key), meant);
	else if (meant != NULL)
		finding_help(&s->l->findings, f, "write \"%s\"", meant);
	else
		spec_list_words(s, f, words);
}

int
spec_read_word(struct spec *s, struct node n, const char *const *words,
    bool *unknown)
{
	const char *text, *meant, *why, *advice = NULL;
	struct finding *f;
	size_t count;
	bool is_kind = str_equal(words[0],
	    workload_type(WORKLOAD_INSTANCE)->key);

	*unknown = read_unknown(s->l, n, &why);
	if (*unknown)
		return -1;
	text = spec_read_string(s, n, node_kind(n) == NODE_STRING ? "a word" :
	    arena_printf(s->l->a, "one of %s", all_words(s->l->a, words)));
	if (text == NULL)
		return -1;
	for (count = 0; words[count] != NULL; count++)
		if (str_equal(words[count], text))
			return (int)count;
	meant = word_meant(s, text, words, count, is_kind);
	if (is_kind)
		advice = kind_advice(s, n, text, meant);
	f = read_complain(s->l, n, arena_printf(s->l->a, "unknown word "
	    "\"%s\"%s%s%s", sanitise_text(s->l->a, text),
	    meant != NULL ? "; did you mean \"" : "",
	    meant != NULL ? meant : "", meant != NULL ? "\"?" : ""));
	if (advice != NULL)
		finding_help(&s->l->findings, f, "%s", advice);
	else
		advise_word(s, f, n, meant, words);
	/* As with keys: what is said once need not be wrong everywhere. */
	for (size_t i = 0; meant != NULL && i < count; i++)
		if (str_equal(words[i], meant))
			return (int)i;
	return -1;
}

/* -------------------------------------------------------------- engines */

/* The kind that has the engine; NULL: none has. */
const char *
spec_kind_of_engine(const char *engine)
{
	static const enum workload_kind kinds[] = { WORKLOAD_RDS,
		WORKLOAD_AURORA, WORKLOAD_ELASTICACHE };

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (engine_ports(kinds[i], engine) != NULL)
			return workload_type(kinds[i])->key;
	return NULL;
}

static const char *
engine_help(struct spec *s, const struct workload *w)
{
	VEC(const char *) names = { 0 };
	const char *kind = spec_kind_of_engine(w->engine.v), *name;
	struct str list = str_new(s->l->a);
	bool by_alias;

	if (kind != NULL)
		return arena_printf(s->l->a, "it is an engine of \"kind\": "
		    "\"%s\"", kind);
	while ((name = engine_name(w->kind, names.n)) != NULL) {
		str_addf(&list, "%s%s", names.n > 0 ? ", " : "", name);
		vec_push(s->l->a, &names, name);
	}
	name = spec_meant(w->engine.v, names.v, names.n, &by_alias);
	if (name != NULL)
		return arena_printf(s->l->a, "write \"engine\": \"%s\"", name);
	return arena_printf(s->l->a, "the engines of %s are %s",
	    workload_type(w->kind)->key, str_text(&list));
}

/* Engines say what port is served: of another kind's, or one that nobody has,
 * that is not known. */
static void
refuse_engine(struct spec *s, struct workload *w)
{
	struct findings *list = &s->l->findings;
	const char *help = engine_help(s, w);

	finding_help(list, finding_add(list, &notice_wrong_type,
	    w->engine.is.at, "\"engine\": no engine of %s is called \"%s\"",
	    workload_type(w->kind)->key, w->engine.v), "%s", help);
	w->engine.is = value_unknown(w->engine.is.at, read_malformed_reason);
	w->engine.v = NULL;
}

/* It would be read by nobody. */
static void
refuse_any_engine(struct spec *s, const struct workload *w)
{
	const char *kind = spec_kind_of_engine(w->engine.v);
	enum workload_kind of;
	struct finding *f = finding_add(&s->l->findings, &notice_wrong_type,
	    w->engine.is.at, "\"engine\": a workload of \"kind\": \"%s\" has "
	    "none", workload_type(w->kind)->key);

	if (kind != NULL && workload_kind_find(kind, &of))
		finding_help(&s->l->findings, f, "write \"ports\": \"%s\" if "
		    "it runs there, or \"kind\": \"%s\"",
		    engine_ports(of, w->engine.v), kind);
	else
		finding_help(&s->l->findings, f, "leave it out, and write in "
		    "\"ports\" what it serves");
}

void
spec_check_engine(struct spec *s, struct workload *w)
{
	struct node kind = node_get(s->object, "kind");

	if (s->unfit != NULL && *s->unfit)
		return;		/* its kind is not known */
	/* "kind": "postgres" says an engine, and is not read. */
	if (w->engine.is.state == VALUE_ABSENT && node_exists(kind) &&
	    workload_has_engine(w->kind) &&
	    !node_text_is(kind, workload_type(w->kind)->key))
		w->engine.is = read_malformed(kind);
	if (!value_is_known(w->engine.is))
		return;
	if (!workload_has_engine(w->kind)) {
		if (!workload_type(w->kind)->is_data_store)
			refuse_any_engine(s, w);
	} else if (engine_ports(w->kind, w->engine.v) == NULL) {
		refuse_engine(s, w);
	}
}
