/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "base/vec.h"
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

static const struct model *
read_spec(struct arena *a)
{
	static const struct load_options options = { .format = NULL };
	struct load *l = load_new(a, &options);
	const char *text = write_spec(a);
	const struct model *m;

	load_bytes(l, "spec.json", text, strlen(text), true);
	m = load_finish(l);
	ck_assert_uint_eq(l->complaints.n, 0);
	ck_assert_uint_gt(m->expectations.n, 900);
	return m;
}

START_TEST(what_was_asked_before_changes_no_outcome)
{
	struct arena *a = arena_new();
	const struct model *m = read_spec(a);
	struct reach *r;
	struct outcomes all;
	size_t held = 0;

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

/* One edit, which adds what is in adds. */
static struct mend
mend_with(struct arena *a, struct thing *of, enum mending_kind kind,
    enum direction direction, const struct mending *adds)
{
	struct mend out = { .works = true };
	struct mending e = *adds;

	e.kind = kind;
	e.of = of;
	e.direction = direction;
	vec_push(a, &out.edits, e);
	return out;
}

/* Among those that edits do not touch are some, and all are as if asked. */
static void
compare_after(struct arena *a, const struct model *m,
    const struct outcomes *before, const struct mend *mend)
{
	struct reach *r;
	struct outcomes after, all;
	size_t kept = 0, turned = 0;

	mend_apply(m, mend);
	r = reach_new(a, m, routes_new(a, m));
	after = expect_all_after(r, a, before, mend);
	r = reach_new(a, m, routes_new(a, m));
	all = expect_all(r, a, EXPECT_ANSWERS);
	mend_undo(mend);
	ck_assert_uint_eq(after.n, all.n);
	for (size_t i = 0; i < all.n; i++) {
		check_same(&after.v[i], &all.v[i]);
		kept += !expect_hangs_on(&before->v[i], mend);
		turned += all.v[i].holds != before->v[i].holds;
	}
	ck_assert_uint_gt(kept, 100);
	ck_assert_uint_gt(turned, 0);
}

static struct thing *
called(const struct model *m, enum kind kind, const char *name)
{
	for (size_t i = 0; i < m->things[kind].n; i++)
		if (str_equal(m->things[kind].v[i]->name, name))
			return m->things[kind].v[i];
	ck_abort_msg("there is no %s", name);
}

START_TEST(what_edits_do_not_touch_is_not_asked_again)
{
	struct arena *a = arena_new();
	const struct model *m = read_spec(a);
	struct security_group *web = (struct security_group *)called(m,
	    KIND_SECURITY_GROUP, "web");
	struct security_group *db = (struct security_group *)called(m,
	    KIND_SECURITY_GROUP, "db");
	struct network_acl *acl = (struct network_acl *)called(m,
	    KIND_NETWORK_ACL, "b");
	struct reach *r = reach_new(a, m, routes_new(a, m));
	struct outcomes before = expect_all(r, a, EXPECT_ANSWERS);
	struct mending rule = { .rule = web->ingress.v[0] };
	struct acl_entry first = *acl->ingress.v[1];
	struct mending entry = { .entry = &first };
	struct mend mend = mend_with(a, &db->is, MENDING_GROUP_RULE, INGRESS,
	    &rule);

	compare_after(a, m, &before, &mend);
	rule.rule = db->ingress.v[0];
	mend = mend_with(a, &web->is, MENDING_GROUP_RULE, INGRESS, &rule);
	compare_after(a, m, &before, &mend);
	first.number.v = 1;
	mend = mend_with(a, &acl->is, MENDING_ACL_ENTRY, INGRESS, &entry);
	compare_after(a, m, &before, &mend);
	mend = mend_with(a, &acl->is, MENDING_ACL_ENTRY, EGRESS, &entry);
	compare_after(a, m, &before, &mend);
	arena_free(a);
}
END_TEST

/* It may make another of an end: of anybody, therefore. */
START_TEST(everything_hangs_on_a_route)
{
	struct arena *a = arena_new();
	struct outcome o = { .holds = HOLDS_YES };
	struct mending nothing = { .kind = MENDING_ROUTE };
	struct mend mend = mend_with(a, NULL, MENDING_ROUTE, INGRESS,
	    &nothing);

	ck_assert(expect_hangs_on(&o, &mend));
	mend.edits.v[0].kind = MENDING_SOURCE_CHECK;
	ck_assert(expect_hangs_on(&o, &mend));
	mend.edits.v[0].kind = MENDING_GROUP_RULE;
	ck_assert(!expect_hangs_on(&o, &mend));
	arena_free(a);
}
END_TEST

Suite *suite_expect(void);

Suite *
suite_expect(void)
{
	return unit_suite_of("expect", (const TTest *const[]){
		what_was_asked_before_changes_no_outcome,
		what_edits_do_not_touch_is_not_asked_again,
		everything_hangs_on_a_route, NULL });
}
