/* SPDX-License-Identifier: MIT */
#include "model/notation.h"
#include "model/workload.h"
#include "unit.h"

#include <string.h>

START_TEST(every_kind_of_workload_is_found_by_its_key)
{
	struct arena *a = arena_new();

	for (enum workload_kind k = 0; k < WORKLOAD_KIND_COUNT; k++) {
		const struct workload_type *t = workload_type(k);
		enum workload_kind found;
		struct port_set ports;

		ck_assert_ptr_nonnull(t->key);
		ck_assert_ptr_nonnull(t->words);
		ck_assert_ptr_nonnull(t->short_word);
		ck_assert_uint_gt(t->rank, 0);
		ck_assert(workload_kind_find(t->key, &found));
		ck_assert_int_eq(found, k);
		if (t->ports != NULL)
			ck_assert_ptr_null(notation_ports_parse(a, t->ports,
			    &ports, NULL));
		for (enum workload_kind other = 0; other < k; other++)
			ck_assert_uint_ne(workload_type(other)->rank,
			    t->rank);
	}
	arena_free(a);
}
END_TEST

START_TEST(no_other_key_is_a_kind)
{
	enum workload_kind kind = WORKLOAD_MQ;

	ck_assert(!workload_kind_find("load_balancer", &kind));
	ck_assert(!workload_kind_find("Instance", &kind));
	ck_assert_int_eq(kind, WORKLOAD_MQ);
}
END_TEST

START_TEST(engines_serve_their_ports)
{
	static const struct {
		enum workload_kind kind;
		const char *engine, *ports;
	} rows[] = {
		{ WORKLOAD_RDS, "mysql", "tcp/3306" },
		{ WORKLOAD_RDS, "mariadb", "tcp/3306" },
		{ WORKLOAD_RDS, "postgres", "tcp/5432" },
		{ WORKLOAD_RDS, "sqlserver", "tcp/1433" },
		{ WORKLOAD_RDS, "sqlserver-ee", "tcp/1433" },
		{ WORKLOAD_RDS, "oracle", "tcp/1521" },
		{ WORKLOAD_RDS, "oracle-se2", "tcp/1521" },
		{ WORKLOAD_AURORA, "aurora", "tcp/3306" },
		{ WORKLOAD_AURORA, "aurora-mysql", "tcp/3306" },
		{ WORKLOAD_AURORA, "aurora-postgresql", "tcp/5432" },
		{ WORKLOAD_AURORA, "postgres", "tcp/5432" },
		{ WORKLOAD_ELASTICACHE, "redis", "tcp/6379" },
		{ WORKLOAD_ELASTICACHE, "valkey", "tcp/6379" },
		{ WORKLOAD_ELASTICACHE, "memcached", "tcp/11211" },
		{ WORKLOAD_ELASTICACHE, "mysql", NULL },
		{ WORKLOAD_RDS, "redis", NULL },
		{ WORKLOAD_RDS, "cockroach", NULL },
		{ WORKLOAD_RDS, NULL, NULL },
		{ WORKLOAD_INSTANCE, "mysql", NULL },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const char *ports = engine_ports(rows[i].kind,
		    rows[i].engine);

		if (rows[i].ports == NULL)
			ck_assert_ptr_null(ports);
		else
			ck_assert_pstr_eq(ports, rows[i].ports);
	}
}
END_TEST

START_TEST(only_some_kinds_may_be_public)
{
	ck_assert(!workload_type(WORKLOAD_LAMBDA)->can_be_public);
	ck_assert(!workload_type(WORKLOAD_ECS_SERVICE)->can_be_public);
	ck_assert(!workload_type(WORKLOAD_EFS)->can_be_public);
	ck_assert(workload_type(WORKLOAD_FARGATE_SERVICE)->can_be_public);
	ck_assert(workload_type(WORKLOAD_INSTANCE)->can_be_public);
}
END_TEST

START_TEST(only_appliances_forward_by_default)
{
	for (enum workload_kind k = 0; k < WORKLOAD_KIND_COUNT; k++)
		ck_assert(workload_type(k)->source_check ==
		    (k != WORKLOAD_APPLIANCE && k != WORKLOAD_NAT_INSTANCE));
}
END_TEST

START_TEST(only_balancers_below_http_go_without_groups)
{
	for (enum workload_kind k = 0; k < WORKLOAD_KIND_COUNT; k++)
		ck_assert(workload_type(k)->has_groups ==
		    (k != WORKLOAD_NETWORK_LOAD_BALANCER &&
		    k != WORKLOAD_GATEWAY_LOAD_BALANCER));
}
END_TEST

START_TEST(a_cache_is_called_by_its_engine)
{
	struct workload w = { .kind = WORKLOAD_ELASTICACHE };
	struct place at = { 0 };

	ck_assert_str_eq(workload_short_word(&w), "Cache");
	w.engine.is = value_known(at);
	w.engine.v = "redis";
	ck_assert_str_eq(workload_short_word(&w), "Redis");
	w.kind = WORKLOAD_RDS;
	w.engine.v = "mysql";
	ck_assert_str_eq(workload_short_word(&w), "RDS");
}
END_TEST

Suite *suite_kinds(void);

Suite *
suite_kinds(void)
{
	return unit_suite_of("kinds", (const TTest *const[]){
		every_kind_of_workload_is_found_by_its_key,
		no_other_key_is_a_kind, engines_serve_their_ports,
		only_some_kinds_may_be_public,
		only_appliances_forward_by_default,
		only_balancers_below_http_go_without_groups,
		a_cache_is_called_by_its_engine, NULL });
}
