/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "model/select.h"
#include "unit.h"

#include <string.h>

static const struct place nowhere;

/*
 * VPC shop: subnets app-a, app-c (tier app by their names), db-a (declared
 * tier data), cache (tier cache of one subnet); workloads app, db, s3;
 * interface endpoints sqs-ep and ecr, gateway endpoint s3-gw.  VPC data:
 * subnet db-a, workloads db and batch.  Network office.
 */
struct fixture {
	struct arena *a;
	struct model *m;
	struct vpc *shop, *data;
	struct subnet *cache;
	struct workload *app, *batch, *s3;
	struct endpoint *sqs;
};

static struct vpc *
make_vpc(struct fixture *f, const char *name)
{
	struct vpc *v = model_new_vpc(f->m, nowhere, 1);

	v->is.name = v->is.label = name;
	return v;
}

static struct subnet *
make_subnet(struct fixture *f, struct vpc *v, const char *name,
    const char *tier, bool declared)
{
	struct subnet *s = model_new_subnet(f->m, nowhere, 1, v);

	s->is.name = s->is.label = name;
	s->tier.is = declared ? value_known(nowhere) : value_derived(nowhere);
	s->tier.v = tier;
	return s;
}

static struct workload *
make_workload(struct fixture *f, struct vpc *v, const char *name)
{
	struct workload *w = model_new_workload(f->m, nowhere, 1, v);

	w->is.name = w->is.label = name;
	return w;
}

static struct endpoint *
make_endpoint(struct fixture *f, const char *name, const char *service,
    enum endpoint_type type)
{
	struct endpoint *e = model_new_endpoint(f->m, nowhere, 1, f->shop);

	e->is.name = e->is.label = name;
	e->service.is = value_known(nowhere);
	e->service.v = service;
	e->type = type;
	return e;
}

static struct fixture
fixture(void)
{
	struct fixture f = { .a = arena_new() };
	struct security_group *g;
	struct network *office;
	struct interface *i;

	f.m = model_new(f.a);
	ck_assert_uint_eq(model_new_island(f.m), 1);
	f.shop = make_vpc(&f, "shop");
	f.data = make_vpc(&f, "data");
	make_subnet(&f, f.shop, "app-a", "app", false);
	make_subnet(&f, f.shop, "app-c", "app", false)->is.id = "subnet-0c";
	make_subnet(&f, f.shop, "db-a", "store", true);
	f.cache = make_subnet(&f, f.shop, "cache", "cache", false);
	make_subnet(&f, f.data, "db-a", "db", false);
	f.app = make_workload(&f, f.shop, "app");
	f.app->is.address = "module.app.aws_instance.a[0]";
	make_workload(&f, f.shop, "db");
	make_workload(&f, f.data, "db");
	f.batch = make_workload(&f, f.data, "batch");
	f.s3 = make_workload(&f, f.data, "dynamodb");
	make_workload(&f, f.data, "shop batch");
	make_workload(&f, f.data, "Stack/Web");
	make_workload(&f, f.data, "Stack/Web/Old");
	f.sqs = make_endpoint(&f, "sqs-ep", "sqs", ENDPOINT_INTERFACE);
	make_endpoint(&f, "ecr", "ecr.api", ENDPOINT_INTERFACE);
	make_endpoint(&f, "s3-gw", "s3", ENDPOINT_GATEWAY);
	make_endpoint(&f, "s3", "s3", ENDPOINT_GATEWAY);
	make_endpoint(&f, "theirs", "com.example.orders", ENDPOINT_INTERFACE);
	g = model_new_security_group(f.m, nowhere, 1, f.shop);
	g->is.name = g->is.label = "lonely";
	office = model_new_network(f.m, nowhere, 1);
	office->is.name = office->is.label = "office";
	i = model_new_interface(f.m, nowhere, 1, f.shop);
	i->workload = f.app;
	i->is.name = "out";
	i->is.label = "app.out";
	return f;
}

static enum select_result
find(struct fixture *f, const struct vpc *own, const char *text,
    struct selection *out, const char **why)
{
	return select_find(f->a, selector_new(f->a, f->m), 1, own, text, out,
	    why);
}

static struct selection
found(struct fixture *f, const struct vpc *own, const char *text)
{
	struct selection s = { .name = NULL };
	const char *why = NULL;

	ck_assert_msg(find(f, own, text, &s, &why) == SELECT_OK, "%s: %s",
	    text, why);
	return s;
}

START_TEST(names_mean_things)
{
	static const struct {
		const char *text;
		enum selected what;
	} rows[] = {
		{ "internet", SELECTED_INTERNET },
		{ "10.0.0.0/8", SELECTED_CIDR },
		{ "2001:db8::1", SELECTED_CIDR },
		{ "app", SELECTED_WORKLOAD },
		{ "shop/db", SELECTED_WORKLOAD },
		{ "Stack/Web", SELECTED_WORKLOAD },
		{ "Stack/Web/Old", SELECTED_WORKLOAD },
		{ "workload:data/db", SELECTED_WORKLOAD },
		{ "app.out", SELECTED_INTERFACE },
		{ "sqs-ep", SELECTED_ENDPOINT },
		{ "endpoint:sqs-ep", SELECTED_ENDPOINT },
		{ "app-a", SELECTED_SUBNET },
		{ "subnet-0c", SELECTED_SUBNET },
		{ "shop/db-a", SELECTED_SUBNET },
		{ "cache", SELECTED_SUBNET },
		{ "tier:app", SELECTED_TIER },
		{ "tier:shop/app", SELECTED_TIER },
		{ "store", SELECTED_TIER },
		{ "shop", SELECTED_VPC },
		{ "vpc:data", SELECTED_VPC },
		{ "office", SELECTED_NETWORK },
		{ "net:office", SELECTED_NETWORK },
		{ "sqs", SELECTED_SERVICE },
		{ "s3", SELECTED_SERVICE },
		{ "ecr", SELECTED_SERVICE },
		{ "com.amazonaws.eu-west-1.sts", SELECTED_SERVICE },
		{ "dynamodb", SELECTED_WORKLOAD },
		{ "service:dynamodb", SELECTED_SERVICE },
		{ "service:com.example.orders", SELECTED_SERVICE },
		{ "'shop batch'", SELECTED_WORKLOAD },
		{ "shop batch", SELECTED_WORKLOAD },
		{ "module.app.aws_instance.a[0]", SELECTED_WORKLOAD },
	};
	struct fixture f = fixture();

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		ck_assert_msg(found(&f, NULL, rows[i].text).what ==
		    rows[i].what, "%s", rows[i].text);
	arena_free(f.a);
}
END_TEST

START_TEST(the_right_thing_is_meant)
{
	struct fixture f = fixture();
	struct selection s;

	ck_assert_ptr_eq(found(&f, NULL, "app").thing, &f.app->is);
	ck_assert_ptr_eq(found(&f, NULL, "sqs-ep").thing, &f.sqs->is);
	ck_assert_ptr_eq(found(&f, NULL, "cache").thing, &f.cache->is);
	s = found(&f, NULL, "tier:app");
	ck_assert_ptr_eq(s.vpc, f.shop);
	ck_assert_str_eq(s.name, "app");
	s = found(&f, NULL, "10.0.0.1");
	ck_assert(s.is_address);
	ck_assert_uint_eq(s.cidr.length, 32);
	ck_assert(!found(&f, NULL, "10.0.0.0/32").is_address);
	ck_assert_str_eq(found(&f, NULL, "com.amazonaws.eu-west-1.s3").name,
	    "s3");
	arena_free(f.a);
}
END_TEST

START_TEST(the_own_vpc_comes_first)
{
	struct fixture f = fixture();
	struct selection s;
	const char *why;

	ck_assert_ptr_eq(found(&f, f.shop, "db").thing->vpc, f.shop);
	ck_assert_ptr_eq(found(&f, f.data, "db").thing->vpc, f.data);
	ck_assert_ptr_eq(found(&f, f.shop, "batch").thing, &f.batch->is);
	ck_assert_int_eq(find(&f, NULL, "db", &s, &why), SELECT_AMBIGUOUS);
	arena_free(f.a);
}
END_TEST

START_TEST(what_means_nothing_says_why)
{
	static const struct {
		const char *text;
		enum select_result result;
		const char *mentions;
	} rows[] = {
		{ "ap", SELECT_UNKNOWN_NAME, "did you mean \"app\"" },
		{ "officce", SELECT_UNKNOWN_NAME, "did you mean \"office\"" },
		{ "intrenet", SELECT_UNKNOWN_NAME, "\"internet\"" },
		{ "lonely", SELECT_UNKNOWN_NAME, "is a security group" },
		{ "s3-gw", SELECT_UNKNOWN_NAME, "its service s3" },
		{ "other/app", SELECT_UNKNOWN_NAME, "other/app" },
		{ "tier:db-a", SELECT_UNKNOWN_NAME, "tier:db-a" },
		{ "service:nothing", SELECT_UNKNOWN_NAME, "nothing" },
		{ "sg:lonely", SELECT_MALFORMED, "sg: stands for a security" },
		{ "anywhere", SELECT_MALFORMED, "reserved word" },
		{ "10.0.0.9/8", SELECT_MALFORMED, "10.0.0.9/8" },
		{ "what ever", SELECT_MALFORMED, "not a name" },
		{ "", SELECT_MALFORMED, "empty" },
		{ "db", SELECT_AMBIGUOUS, "a workload (shop/db)" },
		{ "db", SELECT_AMBIGUOUS, "a workload (data/db)" },
		{ "db-a", SELECT_AMBIGUOUS, "a subnet (data/db-a)" },
		{ "'internet'", SELECT_UNKNOWN_NAME, "internet" },
	};
	struct fixture f = fixture();

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct selection s = { .name = "untouched" };
		const char *why = "";
		enum select_result result = find(&f, NULL, rows[i].text, &s,
		    &why);

		ck_assert_msg(result == rows[i].result, "%s: %s",
		    rows[i].text, why);
		ck_assert_msg(strstr(why, rows[i].mentions) != NULL, "%s: %s",
		    rows[i].text, why);
		ck_assert_str_eq(s.name, "untouched");
	}
	arena_free(f.a);
}
END_TEST

START_TEST(a_declared_tier_is_not_beaten)
{
	struct fixture f = fixture();
	struct selection s;
	const char *why;

	make_workload(&f, f.shop, "store");
	ck_assert_int_eq(find(&f, NULL, "store", &s, &why), SELECT_AMBIGUOUS);
	ck_assert_ptr_nonnull(strstr(why, "a workload (workload:store)"));
	ck_assert_ptr_nonnull(strstr(why, "a tier (tier:store)"));
	arena_free(f.a);
}
END_TEST

START_TEST(islands_are_apart)
{
	struct fixture f = fixture();
	struct workload *far = model_new_workload(f.m, nowhere, 2, NULL);
	struct selection s;
	const char *why;

	far->is.name = far->is.label = "far";
	ck_assert_int_eq(find(&f, NULL, "far", &s, &why),
	    SELECT_UNKNOWN_NAME);
	ck_assert_int_eq(select_find(f.a, selector_new(f.a, f.m), 0, NULL,
	    "far", &s, &why), SELECT_OK);
	ck_assert_ptr_eq(s.thing, &far->is);
	arena_free(f.a);
}
END_TEST

START_TEST(services_and_their_families)
{
	ck_assert(select_is_service("s3"));
	ck_assert(select_is_service("ecr"));
	ck_assert(select_is_service("access-analyzer"));
	ck_assert(select_is_service("xray"));
	ck_assert(!select_is_service("app"));
	ck_assert(!select_is_service(""));
	ck_assert(select_serves("ecr.api", "ecr"));
	ck_assert(select_serves("ecr", "ecr"));
	ck_assert(!select_serves("ecr", "ecr.api"));
	ck_assert(!select_serves("s3express", "s3"));
}
END_TEST

Suite *suite_select(void);

Suite *
suite_select(void)
{
	return unit_suite_of("select", (const TTest *const[]){
		names_mean_things, the_right_thing_is_meant,
		the_own_vpc_comes_first, what_means_nothing_says_why,
		a_declared_tier_is_not_beaten, islands_are_apart,
		services_and_their_families, NULL });
}
