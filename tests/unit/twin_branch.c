/* SPDX-License-Identifier: MIT */
#include "twin_network.h"

#include "load/load.h"
#include "plan/mend.h"
#include "unit.h"

#include <string.h>

/*
 * Random networks of which some routes, rules and entries hang on conditions:
 * the answer must be what all the networks without conditions agree on, that
 * these stand for.  And random questions whose answer is to be mended: the
 * mended network must say yes, and what is not mended must be as before.
 * And answers hang on no rules but those that they say they have read.
 */

enum { NETWORKS = 60, CONDITIONS = 2, WORLDS = 1 << CONDITIONS,
	QUESTIONS = 12 };

static const struct condition conditions[2 * CONDITIONS] = {
	{ .text = "A" }, { .text = "A", .negated = true },
	{ .text = "B" }, { .text = "B", .negated = true }
};

static const struct model *
read_network(struct arena *a, const char *text)
{
	struct load_options options = { .format = NULL };
	struct load *l = load_new(a, &options);

	load_bytes(l, "made.json", text, strlen(text), true);
	return load_finish(l);
}

/* In one world of WORLDS; -1: with the conditions themselves. */
static bool
is_there(const struct condition *c, int world)
{
	bool holds = world >> (c->text[0] - 'A') & 1;

	return holds != c->negated;
}

#define PUT(m, one, c)		((one)->exists = (c))
#define PUT_ON_RULE(m, one, c)						\
	group_rule_set_exists((m)->a, (one), (c))

#define SORT_OUT(m, list, r, percent, world, put) do {			\
	size_t kept_ = 0;						\
									\
	for (size_t i_ = 0; i_ < (list)->n; i_++) {			\
		const struct condition *c_ = &conditions[		\
		    unit_random_below((r), 2 * CONDITIONS)];		\
		bool chosen_ = unit_random_below((r), 100) < (percent);	\
									\
		if (chosen_ && (world) < 0)				\
			put((m), (list)->v[i_], c_);			\
		if (!chosen_ || (world) < 0 || is_there(c_, (world)))	\
			(list)->v[kept_++] = (list)->v[i_];		\
	}								\
	(list)->n = kept_;						\
} while (0)

/* Put conditions on some things; or leave out what is not there in a world. */
static void
put_conditions(const struct model *m, uint64_t number, int world)
{
	struct unit_random r = twin_network_seed(number + 7);

	for (size_t i = 0; i < m->route_tables.n; i++)
		SORT_OUT(m, &m->route_tables.v[i]->routes, &r, 30, world, PUT);
	for (size_t i = 0; i < m->network_acls.n; i++) {
		SORT_OUT(m, &m->network_acls.v[i]->ingress, &r, 20, world,
		    PUT);
		SORT_OUT(m, &m->network_acls.v[i]->egress, &r, 20, world,
		    PUT);
	}
	for (size_t i = 0; i < m->security_groups.n; i++) {
		SORT_OUT(m, &m->security_groups.v[i]->ingress, &r, 20, world,
		    PUT_ON_RULE);
		SORT_OUT(m, &m->security_groups.v[i]->egress, &r, 20, world,
		    PUT_ON_RULE);
	}
}

/* One side of a question: an interface, or the internet. */
static const struct end *
some_end(struct arena *a, const struct reach *reach, uint32_t which, bool to)
{
	const struct model *m = reach_model(reach);
	struct selection s = { .what = SELECTED_INTERNET };

	if (which > 0)
		return end_of_interface(a,
		    m->interfaces.v[which % m->interfaces.n]);
	return ends_of(a, reach_places(reach), &s, to, NULL).v[0];
}

static struct answer
ask(struct arena *a, struct reach *reach, uint32_t from, uint32_t to,
    enum family family)
{
	struct question q = { .from = some_end(a, reach, from, false),
		.to = some_end(a, reach, to, true),
		.ports = port_set_everything(), .family = family };

	return reach_ask(reach, a, &q);
}

static void
agree(struct arena *a, struct answer *all, const struct answer *one)
{
	all->yes = flow_intersect(a, all->yes, one->yes);
	all->no = flow_intersect(a, all->no, one->no);
	all->one_way = flow_intersect(a, all->one_way, one->one_way);
	all->some = flow_intersect(a, all->some, one->some);
	all->arrives = flow_intersect(a, all->arrives, one->arrives);
	all->may_arrive = flow_union(a, all->may_arrive, one->may_arrive);
}

static bool
same(struct arena *a, const struct answer *x, const struct answer *y)
{
	return flow_equal(a, x->yes, y->yes) && flow_equal(a, x->no, y->no) &&
	    flow_equal(a, x->one_way, y->one_way) &&
	    flow_equal(a, x->some, y->some) &&
	    flow_equal(a, x->arrives, y->arrives) &&
	    flow_equal(a, x->may_arrive, y->may_arrive);
}

static struct reach *
network_in(struct arena *a, const char *text, uint64_t number, int world)
{
	const struct model *m = read_network(a, text);

	put_conditions(m, number, world);
	return reach_new(a, m, routes_new(a, m));
}

static void
compare_branches(uint64_t number, size_t *undecided)
{
	struct arena *a = arena_new();
	struct unit_random r = twin_network_seed(number);
	const char *text = twin_network_make(a, &r);
	struct reach *maybe = network_in(a, text, number, -1);
	struct reach *in[WORLDS];
	uint32_t n = (uint32_t)reach_model(maybe)->interfaces.n;

	for (int i = 0; i < WORLDS; i++)
		in[i] = network_in(a, text, number, i);
	for (unsigned i = 0; i < QUESTIONS; i++) {
		uint32_t from = unit_random_below(&r, n + 1);
		uint32_t to = unit_random_below(&r, n + 1);
		enum family family = unit_random_below(&r, 4) > 0 ? IPV4 :
		    IPV6;
		struct answer x = ask(a, maybe, from, to, family);
		struct answer y = ask(a, in[0], from, to, family);

		for (int k = 1; k < WORLDS; k++) {
			struct answer one = ask(a, in[k], from, to, family);

			agree(a, &y, &one);
		}
		*undecided += !flow_is_empty(x.unknown);
		ck_assert_msg(same(a, &x, &y), "network %u: from %u to %u, "
		    "family %d\n%s", (unsigned)number, from, to, (int)family,
		    text);
	}
	arena_free(a);
}

START_TEST(a_condition_is_both_of_its_branches)
{
	size_t undecided = 0;

	for (unsigned i = 0; i < NETWORKS; i++)
		compare_branches(90000 + i, &undecided);
	ck_assert_uint_gt(undecided, NETWORKS);
}
END_TEST

/* ------------------------------------------------------------- mending */

static struct pair_answers
ask_pairs(struct arena *a, const struct model *m,
    const struct asking_pairs *asking)
{
	struct asking_pairs again = *asking;

	again.r = reach_new(a, m, routes_new(a, m));
	again.from = ends_of(a, reach_places(again.r), asking->from_means,
	    false, NULL);
	return pairs_ask(&again);
}

static void
mend_some(uint64_t number, size_t *asked, size_t *mended)
{
	struct arena *a = arena_new();
	struct unit_random r = twin_network_seed(number);
	const char *text = twin_network_make(a, &r);
	const struct model *m = read_network(a, text);
	uint32_t n = (uint32_t)m->workloads.n;

	for (unsigned i = 0; i < QUESTIONS / 2; i++) {
		struct selection from = { .what = SELECTED_WORKLOAD,
			.thing = &m->workloads.v[unit_random_below(&r, n)]
			->is };
		struct selection to = { .what = SELECTED_WORKLOAD,
			.thing = &m->workloads.v[unit_random_below(&r, n)]
			->is };
		struct asking_pairs asking = { .a = a, .from_means = &from,
			.to_means = &to, .ports_given = true,
			.ports = port_set_of_ports(a, PROTOCOL_TCP, 443, 443)
		};
		struct pair_answers before, after;
		struct mend mend;

		if (unit_random_below(&r, 4) == 0)
			from.what = SELECTED_INTERNET;
		asking.r = reach_new(a, m, routes_new(a, m));
		before = ask_pairs(a, m, &asking);
		if (before.n == 0 || pairs_verdict(&before) == VERDICT_YES)
			continue;
		mend = mend_find(&asking);
		after = ask_pairs(a, m, &asking);
		ck_assert_msg(pairs_verdict(&before) ==
		    pairs_verdict(&after), "network %u: not as before\n%s",
		    (unsigned)number, text);
		*asked += 1;
		*mended += mend.works;
		mend_apply(m, &mend);
		after = ask_pairs(a, m, &asking);
		ck_assert_msg(!mend.works ||
		    pairs_verdict(&after) == VERDICT_YES,
		    "network %u: not mended\n%s", (unsigned)number, text);
		mend_undo(&mend);
	}
	arena_free(a);
}

START_TEST(what_is_mended_works)
{
	size_t asked = 0, mended = 0;

	for (unsigned i = 0; i < NETWORKS; i++)
		mend_some(95000 + i, &asked, &mended);
	ck_assert_uint_gt(mended * 4, asked);
}
END_TEST

/* ------------------------------------------------------ what answers read */

/* A group or an ACL. */
static struct thing *
some_filter(const struct model *m, struct unit_random *r)
{
	size_t groups = m->security_groups.n;
	size_t i = unit_random_below(r, (uint32_t)(groups +
	    m->network_acls.n));

	return i < groups ? &m->security_groups.v[i]->is :
	    &m->network_acls.v[i - groups]->is;
}

static void
forget_rules(struct thing *t)
{
	struct security_group *g = (struct security_group *)t;
	struct network_acl *acl = (struct network_acl *)t;

	if (t->kind == KIND_SECURITY_GROUP)
		g->ingress.n = g->egress.n = 0;
	else
		acl->ingress.n = acl->egress.n = 0;
}

static void
compare_reads(uint64_t number, size_t *unread, size_t *changed)
{
	struct arena *a = arena_new();
	struct unit_random r = twin_network_seed(number);
	const char *text = twin_network_make(a, &r);
	struct reach *full = network_in(a, text, number, -1);
	struct reach *less = network_in(a, text, number, -1);
	const struct model *m = reach_model(full);
	uint32_t n = (uint32_t)m->interfaces.n;
	uint64_t state = number + 1;
	struct unit_random twice[2] = { { state }, { state } };
	const struct thing *gone = some_filter(m, &twice[0]);

	forget_rules(some_filter(reach_model(less), &twice[1]));
	for (unsigned i = 0; i < QUESTIONS; i++) {
		uint32_t from = unit_random_below(&r, n + 1);
		uint32_t to = unit_random_below(&r, n + 1);
		struct read_list read;
		struct answer x, y;

		reads_begin(reach_reads(full));
		x = ask(a, full, from, to, IPV4);
		read = reads_taken(reach_reads(full), a);
		y = ask(a, less, from, to, IPV4);
		if (!same(a, &x, &y)) {
			ck_assert_msg(read_list_has(&read, gone), "network "
			    "%u: from %u to %u: %s was not read\n%s",
			    (unsigned)number, from, to, gone->label, text);
			*changed += 1;
		} else if (!read_list_has(&read, gone)) {
			*unread += 1;
		}
	}
	arena_free(a);
}

START_TEST(an_answer_hangs_on_rules_that_it_has_read)
{
	size_t unread = 0, changed = 0;

	for (unsigned i = 0; i < 4 * NETWORKS; i++)
		compare_reads(97000 + i, &unread, &changed);
	ck_assert_uint_gt(unread, 4 * NETWORKS);
	ck_assert_uint_gt(changed, NETWORKS);
}
END_TEST

unit_suite suite_twin_branch;

Suite *
suite_twin_branch(void)
{
	Suite *suite = suite_create("twin_branch");
	TCase *tests = tcase_create("twin_branch");

	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, a_condition_is_both_of_its_branches);
	tcase_add_test(tests, what_is_mended_works);
	tcase_add_test(tests, an_answer_hangs_on_rules_that_it_has_read);
	suite_add_tcase(suite, tests);
	return suite;
}
