/* SPDX-License-Identifier: MIT */
#include "reach/reach.h"
#include "reach_network.h"
#include "reach_says.h"
#include "unit.h"

/*
 * Conditions that the input leaves undecided: what all branches agree on is
 * answered, the rest is unknown.
 */

#define MAYBE(what) "'exists': {'maybe': '" what "'}"
#define ENDS								\
	GROUPS("") ", 'workloads': {" INSTANCE("c", "priv", "") ", "	\
	INSTANCE("d", "pub", ", 'public_ip': true") "}"

/* A private subnet whose way out is told by routes; two NAT gateways. */
#define WAYS_OUT(routes)						\
	ONE_VPC("'internet_gateway': 'igw', 'subnets': {"		\
	"'pub': {'az': 'a', 'cidr': '10.0.0.0/24', "			\
	"'route_table': 'public'}, "					\
	"'priv': {'az': 'a', 'cidr': '10.0.1.0/24', "			\
	"'route_table': 'private'}}, "					\
	"'nat_gateways': {'x': {'subnet': 'pub'}, "			\
	"'y': {'subnet': 'pub'}}, 'route_tables': {"			\
	"'public': {'main': true, 'routes': {'0.0.0.0/0': 'igw'}}, "	\
	"'private': {'routes': [" routes "]}}, " ENDS, "")

#define WAY(to, via, maybe)						\
	"{'to': '" to "', 'via': '" via "', " MAYBE(maybe) "}"

static const struct says routes[] = {
	{
		"a route that may be missing",
		WAYS_OUT(WAY("0.0.0.0/0", "x", "A")),
		"c reaches internet on tcp/443", VERDICT_UNKNOWN,
		HOLDS_UNDECIDED
	},
	{
		"opposite conditions, the same answer",
		WAYS_OUT(WAY("0.0.0.0/0", "x", "A") ", "
		    WAY("0.0.0.0/0", "y", "not A")),
		"c reaches internet on tcp/443", VERDICT_YES, HOLDS_YES
	},
	{
		"two conditions that have nothing to do with each other",
		WAYS_OUT(WAY("0.0.0.0/0", "x", "A") ", "
		    WAY("0.0.0.0/0", "y", "B")),
		"c reaches internet on tcp/443", VERDICT_UNKNOWN,
		HOLDS_UNDECIDED
	},
	{
		"a condition elsewhere",
		WAYS_OUT("{'to': '0.0.0.0/0', 'via': 'x'}, "
		    WAY("192.168.0.0/16", "y", "A")),
		"c reaches internet on tcp/443", VERDICT_YES, HOLDS_YES
	},
	{
		"a longer prefix that may be missing, with the same answer",
		WAYS_OUT("{'to': '0.0.0.0/0', 'via': 'x'}, "
		    WAY("8.0.0.0/8", "y", "A")),
		"c reaches 8.8.8.8 on tcp/443", VERDICT_YES, HOLDS_YES
	},
	{
		"a longer prefix that may be missing, with another answer",
		WAYS_OUT("{'to': '0.0.0.0/0', 'via': 'x'}, "
		    WAY("8.0.0.0/8", "blackhole", "A")),
		"c reaches 8.8.8.8 on tcp/443", VERDICT_UNKNOWN,
		HOLDS_UNDECIDED
	},
	{
		"never, whatever holds",
		WAYS_OUT(WAY("0.0.0.0/0", "x", "A")),
		"internet never reaches c", VERDICT_NO, HOLDS_YES
	},
	{ 0 }
};

/* A gateway and what uses it, under one condition. */
#define BUILT(nat, route, more)						\
	ONE_VPC("'internet_gateway': 'igw', 'subnets': {"		\
	"'pub': {'az': 'a', 'cidr': '10.0.0.0/24', "			\
	"'route_table': 'public'}, "					\
	"'priv': {'az': 'a', 'cidr': '10.0.1.0/24', "			\
	"'route_table': 'private'}}, "					\
	"'nat_gateways': {'x': {'subnet': 'pub'" nat "}}, "		\
	"'route_tables': {"						\
	"'public': {'main': true, 'routes': {'0.0.0.0/0': 'igw'}}, "	\
	"'private': {'routes': [{'to': '0.0.0.0/0', 'via': 'x'"		\
	route "}]}}, " GROUPS("") ", 'workloads': {"			\
	INSTANCE("c", "priv", more) ", "				\
	INSTANCE("d", "priv", ", " MAYBE("not A")) "}", "")

static const struct says things[] = {
	{
		"a sender that is there only where its gateway is",
		BUILT(", " MAYBE("A"), ", " MAYBE("A"), ", " MAYBE("A")),
		"c reaches internet on tcp/443", VERDICT_YES, HOLDS_YES
	},
	{
		"a sender that is there only where its gateway is not",
		BUILT(", " MAYBE("A"), "", ", " MAYBE("not A")),
		"c reaches internet on tcp/443", VERDICT_NO, HOLDS_NO
	},
	{
		"a gateway that may be missing",
		BUILT(", " MAYBE("A"), "", ""),
		"c reaches internet on tcp/443", VERDICT_UNKNOWN,
		HOLDS_UNDECIDED
	},
	{
		"two that are never there together",
		BUILT("", "", ", " MAYBE("A")),
		"c never reaches d", VERDICT_NO, HOLDS_YES
	},
	{ 0 }
};

#define FILTERED(rules, entries)					\
	ONE_VPC("'subnets': {'priv': {'cidr': '10.0.1.0/24'}, "		\
	"'pub': {'cidr': '10.0.0.0/24', 'network_acl': 'n'}}, "		\
	"'network_acls': {'n': {'ingress': [" entries "], "		\
	"'egress': ['1 allow all to 0.0.0.0/0']}}, "			\
	"'security_groups': {'open': {'ingress': [" rules "]}}, "	\
	"'workloads': {" INSTANCE("c", "priv", "") ", "			\
	INSTANCE("d", "pub", "") "}", "")
#define RULE(ports, maybe)						\
	"{'ports': '" ports "', 'from': 'anywhere', " MAYBE(maybe) "}"
#define ENTRY(number, action, maybe)					\
	"{'number': " number ", 'action': '" action "', "		\
	"'ports': 'all', 'from': '0.0.0.0/0', " MAYBE(maybe) "}"
#define OPEN_RULE "'all from anywhere'"
#define OPEN_ENTRY "'9 allow all from 0.0.0.0/0'"

static const struct says filters[] = {
	{
		"a rule that may be missing",
		FILTERED(RULE("tcp/443", "A"), OPEN_ENTRY),
		"c reaches d on tcp/443", VERDICT_UNKNOWN, HOLDS_UNDECIDED
	},
	{
		"rules under opposite conditions",
		FILTERED(RULE("tcp/443", "A") ", "
		    RULE("tcp/400-500", "not A"), OPEN_ENTRY),
		"c reaches d on tcp/443", VERDICT_YES, HOLDS_YES
	},
	{
		"a deny that may be missing",
		FILTERED(OPEN_RULE, ENTRY("1", "deny", "A") ", " OPEN_ENTRY),
		"c reaches d on tcp/443", VERDICT_UNKNOWN, HOLDS_UNDECIDED
	},
	{
		"a deny and its exception under one condition",
		FILTERED(OPEN_RULE, ENTRY("1", "allow", "A") ", "
		    ENTRY("2", "deny", "A") ", " OPEN_ENTRY),
		"c reaches d on tcp/443", VERDICT_YES, HOLDS_YES
	},
	{
		"a rule and an entry under opposite conditions",
		FILTERED(RULE("tcp/443", "A"), ENTRY("1", "allow", "not A")),
		"c never reaches d on tcp/443", VERDICT_NO, HOLDS_YES
	},
	{ 0 }
};

/* sqs by an endpoint that may not be there, else by a NAT gateway. */
#define SERVED(nat, more)						\
	ONE_VPC("'dns': {'support': true, 'hostnames': true}, "		\
	"'internet_gateway': 'igw', 'subnets': {"			\
	"'pub': {'az': 'a', 'cidr': '10.0.0.0/24', "			\
	"'route_table': 'public'}, "					\
	"'priv': {'az': 'a', 'cidr': '10.0.1.0/24', "			\
	"'route_table': 'private'}}, "					\
	"'nat_gateways': {'x': {'subnet': 'pub'" nat "}}, "		\
	"'route_tables': {"						\
	"'public': {'main': true, 'routes': {'0.0.0.0/0': 'igw'}}, "	\
	"'private': {'routes': {'0.0.0.0/0': 'x'}}}, "			\
	"'endpoints': {'q': {'service': 'sqs', 'type': 'interface', "	\
	"'subnets': ['priv'], 'security_groups': ['open'], "		\
	MAYBE("A") "}}, " GROUPS("") ", 'workloads': {"			\
	INSTANCE("c", "priv", more) "}", "")

static const struct says services[] = {
	{
		"an endpoint or a NAT gateway",
		SERVED("", ""),
		"c reaches sqs", VERDICT_YES, HOLDS_YES
	},
	{
		"an endpoint or a NAT gateway under the same condition",
		SERVED(", " MAYBE("A"), ""),
		"c reaches sqs", VERDICT_UNKNOWN, HOLDS_UNDECIDED
	},
	{
		"an endpoint and a NAT gateway under opposite conditions",
		SERVED(", " MAYBE("not A"), ""),
		"c reaches sqs", VERDICT_YES, HOLDS_YES
	},
	{ 0 }
};

START_TEST(services_under_conditions)
{
	reach_says(services);
}
END_TEST

START_TEST(routes_under_conditions)
{
	reach_says(routes);
}
END_TEST

START_TEST(things_under_conditions)
{
	reach_says(things);
}
END_TEST

START_TEST(filters_under_conditions)
{
	reach_says(filters);
}
END_TEST

/* ---------------------------------------------------------- associations */

static struct route_table *
table_with(struct network_fixture *f, void *target)
{
	struct route_table *before = f->t, *t;

	t = f->t = model_new_route_table(f->m, f->v->is.at, 1, f->v);
	fixture_local(f, "10.0.0.0/16");
	fixture_route(f, "0.0.0.0/0", target);
	vec_push(f->a, &f->v->route_tables, t);
	f->t = before;
	return t;
}

static struct network_acl *
open_acl(struct network_fixture *f)
{
	struct network_acl *acl = model_new_network_acl(f->m, f->v->is.at, 1,
	    f->v);
	struct acl_entry *e = model_new_acl_entry(f->m, f->v->is.at, EGRESS);

	acl->entries_known = true;
	e->allow = true;
	e->number.is = e->ports.is = e->cidr.is = value_known(f->v->is.at);
	e->number.v = 1;
	e->ports.v = port_set_everything();
	e->cidr.v = cidr_of("0.0.0.0/0");
	vec_push(f->a, &acl->egress, e);
	return acl;
}

/* What bare addresses of the subnet get from the internet. */
static struct tally
ask_internet(struct network_fixture *f)
{
	struct reach *r = reach_new(f->a, f->m, routes_new(f->a, f->m));
	struct selection subnet = { .what = SELECTED_SUBNET,
		.thing = &f->s->is };
	struct selection internet = { .what = SELECTED_INTERNET };
	struct ends from = ends_of(f->a, reach_places(r), &subnet, false,
	    NULL);
	struct ends to = ends_of(f->a, reach_places(r), &internet, true,
	    NULL);
	struct question q = { .from = from.v[0], .to = to.v[0],
		.ports = port_set_of_ports(f->a, PROTOCOL_TCP, 443, 443),
		.family = IPV4 };
	struct answer answer = reach_ask(r, f->a, &q);
	struct tally t = { 0 };

	tally_add(&t, &answer);
	return t;
}

static void
associate(struct network_fixture *f, struct route_table *t,
    const struct condition *c)
{
	struct ref r = { .is = value_known(f->v->is.at), .to = &t->is,
		.exists = c };

	vec_push(f->a, &f->s->table_refs, r);
}

START_TEST(associations_under_opposite_conditions)
{
	static const struct condition yes = { .text = "A" },
	    no = { .text = "A", .negated = true },
	    other = { .text = "B", .negated = true };
	struct network_fixture f = fixture_new();
	struct route_table *x = table_with(&f, &f.vgw->is),
	    *y = table_with(&f, &f.vgw->is), *z = table_with(&f, &f.igw->is);
	const char *why;
	struct tally t;

	f.s->table = NULL;
	f.s->acl = open_acl(&f);
	associate(&f, x, &yes);
	associate(&f, y, &no);
	t = ask_internet(&f);
	ck_assert(!t.unknown);
	ck_assert_int_eq(routes_exposure(routes_new(f.a, f.m), f.s, IPV4,
	    &why), EXPOSURE_PRIVATE);
	ck_assert_ptr_null(why);

	f.s->table_refs.v[1].exists = &other;
	t = ask_internet(&f);
	ck_assert(t.unknown);

	f.s->table_refs.v[1].exists = &no;
	f.s->table_refs.v[1].to = &z->is;
	ck_assert_int_eq(routes_exposure(routes_new(f.a, f.m), f.s, IPV4,
	    &why), EXPOSURE_PRIVATE);
	ck_assert_ptr_nonnull(why);
	arena_free(f.a);
}
END_TEST

unit_suite suite_branch;

Suite *
suite_branch(void)
{
	Suite *suite = suite_create("branch");
	TCase *tests = tcase_create("branch");

	tcase_add_test(tests, routes_under_conditions);
	tcase_add_test(tests, things_under_conditions);
	tcase_add_test(tests, filters_under_conditions);
	tcase_add_test(tests, services_under_conditions);
	tcase_add_test(tests, associations_under_opposite_conditions);
	suite_add_tcase(suite, tests);
	return suite;
}
