/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "load/load.h"
#include "load/spec.h"
#include "unit.h"

#include <string.h>

/* A plan in memory, read and linked. */
static struct load *
read_plan(struct arena *a, const char *text)
{
	static const struct load_options options;
	struct load *l = load_new(a, &options);

	load_bytes(l, "plan.json", text, strlen(text), true);
	load_finish(l);
	findings_sort(&l->findings);
	return l;
}

static const char *
in_vpc(struct arena *a, const char *members)
{
	return arena_printf(a, "{\"vpcplan\": 1, \"vpcs\": {\"shop\": "
	    "{\"cidr\": \"10.0.0.0/16\", %s}}}", members);
}

static const char *
first_message(const struct load *l)
{
	return l->findings.n > 0 ? l->findings.v[0]->message : "nothing";
}

/* --------------------------------------------------------------- values */

START_TEST(values_have_their_own_places)
{
	struct arena *a = arena_new();
	const char *text = in_vpc(a, "\"subnets\": {\"app-a\": {\"az\": \"a\", "
	    "\"cidr\": \"10.0.1.0/24\"}}");
	struct load *l = read_plan(a, text);
	const struct subnet *s = l->model->subnets.v[0];

	ck_assert_uint_eq(l->findings.n, 0);
	ck_assert_uint_eq(s->cidr.is.at.offset,
	    (uint32_t)(strstr(text, "\"10.0.1.0/24\"") - text));
	ck_assert_uint_eq(s->az.is.at.offset,
	    (uint32_t)(strstr(text, "\"a\",") - text));
	ck_assert_uint_eq(s->is.at.offset,
	    (uint32_t)(strstr(text, "{\"az\"") - text));
	arena_free(a);
}
END_TEST

START_TEST(unknown_values_keep_their_reason)
{
	struct arena *a = arena_new();
	struct load *l = read_plan(a, in_vpc(a, "\"subnets\": {\"x\": {"
	    "\"cidr\": {\"unknown\": \"known after apply\", \"//\": \"\"}, "
	    "\"public_ip\": {\"unknown\": \"a parameter\"}, "
	    "\"route_table\": {\"unknown\": \"an import\"}}}"));
	const struct subnet *s = l->model->subnets.v[0];

	ck_assert_uint_eq(l->findings.n, 0);
	ck_assert(value_is_unknown(s->cidr.is));
	ck_assert_str_eq(s->cidr.is.why, "known after apply");
	ck_assert(value_is_unknown(s->public_ip.is));
	ck_assert_uint_eq(s->table_refs.n, 1);
	ck_assert_str_eq(s->table_refs.v[0].is.why, "an import");
	arena_free(a);
}
END_TEST

START_TEST(malformed_values_are_unknown_and_not_zero)
{
	struct arena *a = arena_new();
	struct load *l = read_plan(a, in_vpc(a, "\"subnets\": {\"x\": {"
	    "\"cidr\": \"10.0.1/24\"}}, \"workloads\": {\"w\": {\"kind\": "
	    "\"instance\", \"subnets\": [\"x\"], \"count\": \"6\"}}"));

	ck_assert(value_is_unknown(l->model->subnets.v[0]->cidr.is));
	ck_assert(value_is_unknown(l->model->workloads.v[0]->count.is));
	arena_free(a);
}
END_TEST

START_TEST(a_list_that_is_unknown_is_not_whole)
{
	struct arena *a = arena_new();
	struct load *l = read_plan(a, in_vpc(a, "\"route_tables\": "
	    "{\"unknown\": \"in another stack\"}, \"subnets\": {\"x\": "
	    "{\"cidr\": \"10.0.1.0/24\", \"route_table\": \"theirs\"}}"));
	const struct vpc *v = l->model->vpcs.v[0];

	ck_assert_uint_eq(l->findings.n, 0);
	ck_assert(!model_is_complete(l->model, KIND_ROUTE_TABLE, v));
	ck_assert(model_is_complete(l->model, KIND_SUBNET, v));
	ck_assert_ptr_null(v->main_table);
	arena_free(a);
}
END_TEST

START_TEST(incomplete_holds_for_the_vpc_it_stands_in)
{
	struct arena *a = arena_new();
	struct load *l = read_plan(a, "{\"vpcplan\": 1, \"vpcs\": {"
	    "\"a\": {\"cidr\": \"10.0.0.0/16\", "
	    "\"incomplete\": [\"workloads\"]}, "
	    "\"b\": {\"cidr\": \"10.1.0.0/16\"}}}");

	ck_assert(!model_is_complete(l->model, KIND_WORKLOAD,
	    l->model->vpcs.v[0]));
	ck_assert(model_is_complete(l->model, KIND_WORKLOAD,
	    l->model->vpcs.v[1]));
	arena_free(a);
}
END_TEST

START_TEST(owners_come_from_the_vpc_or_the_top)
{
	struct arena *a = arena_new();
	struct load *l = read_plan(a, "{\"vpcs\": {"
	    "\"a\": {\"cidr\": \"10.0.0.0/16\", \"subnets\": {\"x\": "
	    "{\"cidr\": \"10.0.0.0/24\"}}, \"region\": \"eu-west-1\"}, "
	    "\"b\": {\"cidr\": \"10.1.0.0/16\"}}, "
	    "\"region\": \"us-east-1\", \"vpcplan\": 1}");

	ck_assert_str_eq(l->model->vpcs.v[0]->is.region, "eu-west-1");
	ck_assert_str_eq(l->model->subnets.v[0]->is.region, "eu-west-1");
	ck_assert_str_eq(l->model->vpcs.v[1]->is.region, "us-east-1");
	arena_free(a);
}
END_TEST

START_TEST(conditions_and_their_opposites)
{
	struct arena *a = arena_new();
	struct load *l = read_plan(a, in_vpc(a, "\"subnets\": {"
	    "\"a\": {\"size\": 24, \"exists\": {\"maybe\": \"IsProd\"}}, "
	    "\"b\": {\"size\": 24, \"exists\": {\"maybe\": \"not IsProd\"}}, "
	    "\"c\": {\"size\": 24, \"exists\": true}}"));
	struct subnet *const *v = l->model->subnets.v;

	ck_assert_str_eq(v[0]->is.exists->text, "IsProd");
	ck_assert(!v[0]->is.exists->negated);
	ck_assert_str_eq(v[1]->is.exists->text, "IsProd");
	ck_assert(v[1]->is.exists->negated);
	ck_assert_ptr_null(v[2]->is.exists);
	arena_free(a);
}
END_TEST

/* ------------------------------------------------------------ complaints */

static const struct {
	const char *members;		/* of a VPC */
	const char *code, *message;	/* message: a part of it */
} wrong[] = {
	{ "\"subnets\": {\"a\": {\"cird\": \"10.0.0.0/24\"}}", "IN002",
	  "unknown key \"cird\" in subnet \"a\"; did you mean \"cidr\"?" },
	{ "\"subnets\": {\"a\": {\"cidr\": \"10.0.0.0/24\", \"AvailabilityZone\""
	  ": \"a\"}}", "IN002", "did you mean \"az\"?" },
	{ "\"peerings\": {}", "IN002", "it belongs at the top level" },
	{ "\"subnets\": {\"a\": {}}", "IN003",
	  "subnet \"a\" has no \"cidr\", \"size\", \"hosts\" or" },
	{ "\"subnets\": {\"a\": {\"cidr\": \"10.0.0.0/24\", \"size\": 24}}",
	  "IN003", "takes one of \"cidr\", \"size\" or \"hosts\"" },
	{ "\"subnets\": [{\"cidr\": \"10.0.0.0/24\"}]", "IN003",
	  "\"subnets\": expected an object keyed by name, found a list" },
	{ "\"subnets\": {\"a\": {\"cidr\": \"10.0.65.0/19\"}}", "AD002",
	  "10.0.65.0/19 has host bits set: AWS makes it 10.0.64.0/19" },
	{ "\"subnets\": {\"a\": {\"cidr\": \"2001:db8::/64\"}}", "AD001",
	  "is an IPv6 block where AWS takes an IPv4 block" },
	{ "\"subnets\": {\"a\": {\"size\": 24, \"exposure\": \"Public\"}}",
	  "IN003", "did you mean \"public\"?" },
	{ "\"workloads\": {\"w\": {\"kind\": \"alb\", \"subnets\": []}}",
	  "IN003", "did you mean \"application_load_balancer\"?" },
	{ "\"security_groups\": {\"g\": {\"ingress\": [\"tcp/443\"]}}",
	  "IN003", "expected \"PORTS from PEER\"" },
	{ "\"security_groups\": {\"g\": {\"ingress\": [\"tcp/70000 from "
	  "self\"]}}", "SG011", "a port goes from 0 to 65535" },
	{ "\"security_groups\": {\"g\": {\"ingress\": [\"tcp/1 from "
	  "internet\"]}}", "IN003", "\"internet\" cannot be the peer" },
	{ "\"security_groups\": {\"g\": {\"ingress\": [\"tcp/1 from "
	  "10.0.0.9\"]}}", "AD001", "\"10.0.0.9\" is not a CIDR block" },
	{ "\"route_tables\": {\"t\": {\"routes\": [{\"to\": "
	  "\"0.0.0.0/0\"}]}}", "RT001",
	  "the route 0.0.0.0/0 of route table \"t\" has no target" },
	{ "\"route_tables\": {\"t\": {\"routes\": {\"0.0.0.0/0\": [\"a\", "
	  "\"b\"]}}}", "RT001", "has more than one target" },
	{ "\"network_acls\": {\"n\": {\"ingress\": [\"100 allow all from "
	  "app\"]}}", "AD001", "a network ACL knows no groups" },
};

START_TEST(one_fault_is_one_complaint)
{
	struct arena *a = arena_new();
	struct load *l = read_plan(a, in_vpc(a, wrong[_i].members));

	ck_assert_msg(l->findings.n == 1, "%zu findings, %s", l->findings.n,
	    first_message(l));
	ck_assert_str_eq(l->findings.v[0]->notice->code, wrong[_i].code);
	ck_assert_msg(strstr(first_message(l), wrong[_i].message) != NULL,
	    "%s", first_message(l));
	arena_free(a);
}
END_TEST

START_TEST(a_misspelt_key_is_read_as_the_one_that_was_meant)
{
	struct arena *a = arena_new();
	struct load *l = read_plan(a, in_vpc(a, "\"route_table\": {\"app\": "
	    "{\"main\": true}}, \"subnets\": {\"x\": {\"cidr\": "
	    "\"10.0.0.0/24\", \"route_table\": \"app\"}}"));

	ck_assert_uint_eq(l->findings.n, 1);
	ck_assert_str_eq(l->findings.v[0]->notice->code, "IN002");
	ck_assert_ptr_eq(l->model->subnets.v[0]->table,
	    l->model->route_tables.v[0]);
	arena_free(a);
}
END_TEST

START_TEST(another_version_is_said)
{
	struct arena *a = arena_new();
	struct load *l = read_plan(a, "{\"vpcplan\": 2, \"vpcs\": {}}");

	ck_assert_uint_eq(l->findings.n, 1);
	ck_assert_ptr_nonnull(strstr(first_message(l), "version 1"));
	arena_free(a);
}
END_TEST

START_TEST(names_are_safe_to_print)
{
	struct arena *a = arena_new();
	struct load *l = read_plan(a, in_vpc(a, "\"subnets\": {"
	    "\"a\\u001b[31m\\u202e\": {\"size\": 24}}"));

	ck_assert_str_eq(l->model->subnets.v[0]->is.name, "a?[31m?");
	arena_free(a);
}
END_TEST

/* --------------------------------------------------------------- intent */

START_TEST(needs_are_expectations)
{
	struct arena *a = arena_new();
	struct load *l = read_plan(a, in_vpc(a, "\"subnets\": {\"x\": "
	    "{\"size\": 24}}, \"workloads\": {\"my app\": {\"kind\": "
	    "\"lambda\", \"subnets\": [\"x\"], \"needs\": [\"s3\"]}}"));
	const struct expectation *e;

	ck_assert_uint_eq(l->model->expectations.n, 1);
	e = l->model->expectations.v[0];
	ck_assert_str_eq(e->text,
	    "workload:'my app' reaches s3 on tcp/443");
	ck_assert_ptr_eq(e->vpc, l->model->vpcs.v[0]);
	arena_free(a);
}
END_TEST

/* An object says what a sentence says, and why. */
static const struct {
	const char *object, *sentence;
} objects[] = {
	{ "{\"from\": \"a\", \"to\": \"b\"}", "a reaches b" },
	{ "{\"from\": \"a\", \"to\": \"b\", \"never\": true}",
	  "a never reaches b" },
	{ "{\"from\": \"a\", \"to\": \"b\", \"only\": \"from\"}",
	  "only a reaches b" },
	{ "{\"from\": \"my a\", \"to\": \"10.0.0.0/8\", \"on\": \"tcp/80\"}",
	  "'my a' reaches 10.0.0.0/8 on tcp/80" },
	{ "{\"from\": \"a\", \"to\": \"b\", \"only\": true, \"over\": \"ipv6\", "
	  "\"via\": [\"igw\"], \"not_via\": \"nat\", \"surviving\": true}",
	  "a reaches b only over ipv6 via igw not via nat surviving any az" },
};

START_TEST(expectations_as_objects)
{
	struct arena *a = arena_new();
	struct load *l = read_plan(a, arena_printf(a, "{\"vpcplan\": 1, "
	    "\"vpcs\": {}, \"expect\": [%s]}", objects[_i].object));

	ck_assert_msg(l->findings.n == 0, "%s", first_message(l));
	ck_assert_str_eq(l->model->expectations.v[0]->text,
	    objects[_i].sentence);
	arena_free(a);
}
END_TEST

START_TEST(half_an_expectation_is_none)
{
	struct arena *a = arena_new();
	struct load *l = read_plan(a, "{\"vpcplan\": 1, \"vpcs\": {}, "
	    "\"expect\": [{\"from\": \"a\", \"to\": \"b\", \"never\": "
	    "\"yes\"}]}");

	ck_assert_uint_eq(l->findings.n, 1);
	ck_assert_uint_eq(l->model->expectations.n, 0);
	arena_free(a);
}
END_TEST

START_TEST(suppressions_hold_for_their_object)
{
	struct arena *a = arena_new();
	const char *text = in_vpc(a, "\"subnets\": {\"x\": {\"size\": 24, "
	    "\"ignore\": [{\"rule\": \"SN001\", \"reason\": \"NET-12\"}]}}");
	struct load *l = read_plan(a, text);
	const struct suppression *s = l->model->suppressions.v[0];

	ck_assert_uint_eq(s->from,
	    (uint32_t)(strstr(text, "{\"size\"") - text));
	ck_assert_uint_eq(s->to,
	    (uint32_t)(strstr(text, "}]}}") + 3 - text));
	ck_assert_ptr_null(s->pattern);
	arena_free(a);
}
END_TEST

Suite *suite_spec(void);

Suite *
suite_spec(void)
{
	Suite *s = suite_create("spec");
	TCase *t = tcase_create("spec");

	tcase_add_test(t, values_have_their_own_places);
	tcase_add_test(t, unknown_values_keep_their_reason);
	tcase_add_test(t, malformed_values_are_unknown_and_not_zero);
	tcase_add_test(t, a_list_that_is_unknown_is_not_whole);
	tcase_add_test(t, incomplete_holds_for_the_vpc_it_stands_in);
	tcase_add_test(t, owners_come_from_the_vpc_or_the_top);
	tcase_add_test(t, conditions_and_their_opposites);
	tcase_add_loop_test(t, one_fault_is_one_complaint, 0,
	    sizeof wrong / sizeof *wrong);
	tcase_add_test(t, a_misspelt_key_is_read_as_the_one_that_was_meant);
	tcase_add_test(t, another_version_is_said);
	tcase_add_test(t, names_are_safe_to_print);
	tcase_add_test(t, needs_are_expectations);
	tcase_add_loop_test(t, expectations_as_objects, 0,
	    sizeof objects / sizeof *objects);
	tcase_add_test(t, half_an_expectation_is_none);
	tcase_add_test(t, suppressions_hold_for_their_object);
	suite_add_tcase(s, t);
	return s;
}
