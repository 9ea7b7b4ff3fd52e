/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "load/load.h"
#include "plan/expect.h"
#include "unit.h"

#include <string.h>

/*
 * Many sentences about few ends: each gets the outcome that it has alone,
 * whatever was asked before it.  Quotes are single here.
 */

static const char begin[] =
"{'vpcplan': 1, 'vpcs': {'v': {'cidr': '10.0.0.0/16',\n"
" 'internet_gateway': true,\n"
" 'subnets': {\n"
"  'a': {'az': 'a', 'cidr': '10.0.0.0/24', 'route_table': 'pub'},\n"
"  'b': {'az': 'b', 'cidr': '10.0.1.0/24', 'route_table': 'in',\n"
"   'network_acl': 'b'},\n"
"  'c': {'az': 'c', 'cidr': '10.0.2.0/24', 'route_table': 'in'}},\n"
" 'route_tables': {'pub': {'routes': {'0.0.0.0/0': 'igw'}},\n"
"  'in': {'routes': {'192.168.0.0/16': {'target': {'unknown': 'later'}}}}},\n"
" 'network_acls': {'b': {\n"
"  'ingress': ['90 deny tcp/5000-5009 from 10.0.0.0/24',\n"
"   '100 allow all from 10.0.0.0/16'],\n"
"  'egress': ['100 allow tcp/1024-65535 to 10.0.0.0/24',\n"
"   '110 allow all to 10.0.2.0/24']}},\n"
" 'security_groups': {\n"
"  'web': {'ingress': ['tcp/443 from anywhere', 'icmp from anywhere']},\n"
"  'db': {'ingress': ['tcp/5000-5100 from web', 'udp/53 from 10.0.2.0/24']}},\n"
" 'workloads': {\n"
"  'web': {'kind': 'auto_scaling_group', 'subnets': ['a', 'c'],\n"
"   'security_groups': ['web'], 'public_ip': true},\n"
"  'db': {'kind': 'auto_scaling_group', 'subnets': ['b', 'c'],\n"
"   'security_groups': ['db']},\n"
"  'lb': {'kind': 'network_load_balancer', 'subnets': ['a', 'c'],\n"
"   'listeners': {'tcp/443': 'web'}}}}},\n"
" 'networks': {'office': {'cidrs': ['192.168.0.0/24']}},\n"
" 'expect': [";

static const char *const ends[] = { "web", "db", "lb", "internet", "office",
	"10.0.2.9", NULL };
static const char *const clauses[] = { "", " on all", " on tcp/443",
	" on tcp/5005", " on tcp/5050", " on tcp/5000-5100", " on udp/53",
	" on icmp", " on tcp/5050 over ipv4", " on tcp/5050 only",
	" on tcp/443 via igw", " on tcp/5050 not via igw",
	" on tcp/443 surviving any az", " on tcp/5020", NULL };

static const char *
write_spec(struct arena *a)
{
	struct str out = str_new(a);
	char *text;

	str_add(&out, begin);
	for (size_t c = 0; clauses[c] != NULL; c++)
		for (size_t f = 0; ends[f] != NULL; f++)
			for (size_t t = 0; ends[t] != NULL; t++)
				str_addf(&out, "'%s reaches %s%s', "
				    "'%s never reaches %s%s',\n", ends[f],
				    ends[t], clauses[c], ends[f], ends[t],
				    c > 0 && c < 9 ? clauses[c] : "");
	str_add(&out, "'web reaches db on tcp/5050']}");
	text = arena_strdup(a, str_text(&out));
	for (char *p = text; (p = strchr(p, '\'')) != NULL; )
		*p = '"';
	return text;
}

static void
check_same(const struct outcome *x, const struct outcome *y)
{
	ck_assert_ptr_eq(x->of, y->of);
	ck_assert_msg(x->holds == y->holds, "%s", x->of->text);
	ck_assert_msg(x->verdict == y->verdict, "%s", x->of->text);
	ck_assert_msg(x->failure == y->failure, "%s", x->of->text);
	ck_assert_msg(x->vacuous == y->vacuous, "%s", x->of->text);
	ck_assert_msg(str_equal(x->because, y->because), "%s", x->of->text);
	ck_assert_msg(str_equal(x->witness, y->witness), "%s", x->of->text);
	ck_assert_msg(str_equal(x->path, y->path), "%s", x->of->text);
	ck_assert_msg(str_equal(x->from, y->from), "%s", x->of->text);
	ck_assert_msg(str_equal(x->to, y->to), "%s", x->of->text);
	ck_assert_msg(str_equal(x->on, y->on), "%s", x->of->text);
	ck_assert_uint_eq(x->way.n, y->way.n);
	ck_assert_uint_eq(x->blockers.n, y->blockers.n);
}

START_TEST(what_was_asked_before_changes_no_outcome)
{
	static const struct load_options options = { .format = NULL };
	struct arena *a = arena_new();
	struct load *l = load_new(a, &options);
	const char *text = write_spec(a);
	const struct model *m;
	struct reach *r;
	struct outcomes all;
	size_t held = 0;

	load_bytes(l, "spec.json", text, strlen(text), true);
	m = load_finish(l);
	ck_assert_uint_eq(l->complaints.n, 0);
	ck_assert_uint_gt(m->expectations.n, 900);
	r = reach_new(a, m, routes_new(a, m));
	all = expect_all(r, a, EXPECT_BLOCKERS);
	ck_assert_uint_eq(all.n, m->expectations.n);
	for (size_t i = 0; i < all.n; i++) {
		struct outcome alone = expect_one(r, a, m->expectations.v[i],
		    EXPECT_BLOCKERS);

		check_same(&all.v[i], &alone);
		held += alone.holds == HOLDS_YES;
	}
	ck_assert_uint_gt(held, 100);
	ck_assert_uint_lt(held, all.n - 100);
	arena_free(a);
}
END_TEST

Suite *suite_expect(void);

Suite *
suite_expect(void)
{
	return unit_suite_of("expect", (const TTest *const[]){
		what_was_asked_before_changes_no_outcome, NULL });
}
