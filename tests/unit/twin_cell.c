/* SPDX-License-Identifier: MIT */
#include "twin_chosen.h"
#include "twin_crowd.h"
#include "twin_network.h"

#include "load/load.h"
#include "reach/cell.h"
#include "unit.h"

#include <string.h>

/* Many to many at once, and pair by pair: the same. */

enum { NETWORKS = 400 };

static const struct model *
read_network(struct arena *a, const char *text)
{
	struct load_options options = { .format = NULL };
	struct load *l = load_new(a, &options);

	load_bytes(l, "made.json", text, strlen(text), true);
	return load_finish(l);
}

static void
add_ends(struct arena *a, const struct reach *r, const struct selection *s,
    bool to, struct ends *all)
{
	struct ends one = ends_of(a, reach_places(r), s, to, NULL);

	for (size_t i = 0; i < one.n; i++)
		vec_push(a, all, one.v[i]);
}

/* A VPC, or some workloads of one or of all. */
static void
add_workloads(struct arena *a, const struct reach *r, const struct vpc *v,
    struct unit_random *random, bool to, struct ends *all)
{
	const struct model *m = reach_model(r);
	bool balancers = unit_random_below(random, 4) == 0;

	for (size_t i = 0; i < m->workloads.n; i++) {
		const struct workload *w = m->workloads.v[i];
		struct selection s = { .what = SELECTED_WORKLOAD,
			.thing = &m->workloads.v[i]->is };

		if ((v == NULL || w->is.vpc == v) && (balancers ||
		    workload_type(w->kind)->has_groups) &&
		    unit_random_below(random, 3) != 0)
			add_ends(a, r, &s, to, all);
	}
}

static struct ends
some_ends(struct arena *a, const struct reach *r, struct unit_random *random,
    bool to)
{
	const struct model *m = reach_model(r);
	struct vpc *v = m->vpcs.v[unit_random_below(random,
	    (unsigned)m->vpcs.n)];
	struct selection s = { .what = SELECTED_INTERNET };
	struct ends all = { 0 };

	switch (unit_random_below(random, 8)) {
	case 0:
		break;
	case 1:
		if (m->networks.n == 0)
			break;
		s.what = SELECTED_NETWORK;
		s.thing = &m->networks.v[0]->is;
		break;
	case 2:
		s.what = SELECTED_VPC;
		s.thing = &v->is;
		break;
	case 3:
		s.what = SELECTED_SUBNET;
		for (size_t i = 0; i < v->subnets.n; i++) {
			s.thing = &v->subnets.v[i]->is;
			add_ends(a, r, &s, to, &all);
		}
		return all;
	default:
		add_workloads(a, r, unit_random_below(random, 4) == 0 ? NULL :
		    v, random, to, &all);
		return all;
	}
	add_ends(a, r, &s, to, &all);
	return all;
}

struct cell_question {
	struct reach *r;
	struct arena *a;
	const struct ends *from, *to;
	struct port_set ports;
	unsigned family;
};

static struct crowd *
crowd_of(const struct cell_question *q, const struct ends *ends, bool to)
{
	const struct crowd_asked asked = { .r = q->r, .a = q->a,
		.receives = to, .family = q->family };

	return crowd_new(&asked, ends);
}

/* ----------------------------------------------------------- pair by pair */

struct one_by_one {
	struct cell cell;
	bool unknown, lost;
	struct {
		struct answer *v;
		size_t n, cap;
	} all;
};

/* Whether the internet would rather use IPv6 (plan/pairs.c). */
static bool
is_passed_over(const struct cell_question *q, const struct question *one)
{
	const struct end *to = one->to;

	return one->family == IPV4 && one->from->kind == END_INTERNET &&
	    to->kind == END_INTERFACES && to->is_public == CERTAINLY_NOT &&
	    q->family == 0 && !range_set_is_empty(to->addresses[1]) &&
	    !range_set_is_empty(one->from->addresses[1]);
}

static unsigned
passed_by(const struct way *w)
{
	unsigned passed = 0;

	for (const struct hop *h = w->hops; h != NULL; h = h->previous)
		if (!h->reply)
			passed |= 1u << h->kind & CELL_PASSED;
	return passed;
}

static void
add_answer(struct arena *a, struct one_by_one *sum, const struct answer *v)
{
	bool stopped = false;

	for (size_t i = 0; i < v->blockers.n; i++)
		stopped |= !hop_is_filter(v->blockers.v[i].at.kind) &&
		    !v->blockers.v[i].at.reply;
	for (size_t i = 0; i < v->n_ways; i++)
		sum->cell.passed &= passed_by(&v->ways[i]);
	sum->cell.nobody = false;
	sum->cell.routed |= !stopped;
	sum->unknown |= !flow_is_empty(v->unknown);
	sum->lost |= !flow_is_empty(v->some) || !flow_is_empty(v->one_way);
	sum->cell.ports = port_set_union(a, sum->cell.ports,
	    flow_ports(a, v->yes));
	vec_push(a, &sum->all, *v);
}

static struct one_by_one
pair_by_pair(const struct cell_question *q)
{
	struct arena *a = q->a;
	struct one_by_one sum = { .cell = { .ports = port_set_empty(),
		.nobody = true, .passed = CELL_PASSED } };

	for (size_t i = 0; i < 2 * q->from->n * q->to->n; i++) {
		struct question one = { .from = q->from->v[i / 2 / q->to->n],
			.to = q->to->v[i / 2 % q->to->n],
			.family = i % 2 == 0 ? IPV4 : IPV6,
			.ports = q->ports, .explain = true };
		struct answer answer;

		if ((q->family != 0 && q->family != (unsigned)one.family) ||
		    is_passed_over(q, &one))
			continue;
		answer = reach_ask(q->r, a, &one);
		if (!flow_is_empty(answer.asked))
			add_answer(a, &sum, &answer);
	}
	for (size_t i = 0; i < sum.all.n; i++)
		sum.cell.partly |= !port_set_is_empty(sum.cell.ports) &&
		    !flow_contains(a, sum.all.v[i].yes, flow_with_ports(a,
		    sum.all.v[i].asked, sum.cell.ports));
	return sum;
}

static struct port_set
some_ports(struct arena *a, struct unit_random *random)
{
	return unit_random_below(random, 4) != 0 ? port_set_everything() :
	    port_set_of_protocol(a, PROTOCOL_TCP);
}

/* How often what was told of, by what it was. */
struct told {
	size_t cells, open, passed, six, stopped;
};

static void
count(struct told *n, const struct cell_question *q, const struct cell *c)
{
	bool open = !port_set_is_empty(c->ports);

	n->cells++;
	n->open += open;
	n->passed += open && c->passed != 0;
	n->six += open && q->family == 6;
	n->stopped += !open && !c->nobody;
}

static void
check_same(const struct cell_question *q, struct told *told,
    const char *label, const char *text)
{
	struct cell x;
	struct one_by_one y;
	bool open;

	if (!reach_cell(q->a, crowd_of(q, q->from, false),
	    crowd_of(q, q->to, true), q->ports, &x))
		return;
	y = pair_by_pair(q);
	count(told, q, &x);
	open = !port_set_is_empty(x.ports);
	ck_assert_msg(!y.unknown && (open || !y.lost), "%s: not known\n%s",
	    label, text);
	ck_assert_msg(port_set_equal(x.ports, y.cell.ports) &&
	    x.partly == y.cell.partly && x.nobody == y.cell.nobody &&
	    (open || x.nobody || x.routed == y.cell.routed) &&
	    (!open || x.passed == y.cell.passed), "%s: family %u, partly %d "
	    "%d, nobody %d %d, routed %d %d, passed %x %x, ports %d\n%s",
	    label, q->family, x.partly, y.cell.partly, x.nobody,
	    y.cell.nobody, x.routed, y.cell.routed, x.passed, y.cell.passed,
	    port_set_equal(x.ports, y.cell.ports), text);
}

enum { CELLS = 6 };

static void
compare(uint64_t number, const char *(*make)(struct arena *a,
    struct unit_random *random), struct told *told)
{
	struct arena *a = arena_new();
	struct unit_random random = twin_network_seed(number);
	const char *text = make(a, &random);
	const struct model *m = read_network(a, text);
	struct reach *r = reach_new(a, m, routes_new(a, m));

	for (size_t i = 0; i < CELLS; i++) {
		static const unsigned families[] = { 0, 0, 4, 6 };
		struct ends from = some_ends(a, r, &random, false);
		struct ends to = some_ends(a, r, &random, true);
		struct cell_question q = { .r = r, .a = a, .from = &from,
			.to = &to,
			.ports = some_ports(a, &random),
			.family = families[unit_random_below(&random, 4)] };

		check_same(&q, told, arena_printf(a, "network %u, "
		    "cell %u", (unsigned)number, (unsigned)i), text);
	}
	arena_free(a);
}

/* Cells of every sort are among those that are told without the pairs. */
static void
check_told(const struct told *told)
{
	ck_assert_uint_gt(told->cells, 2 * NETWORKS);
	ck_assert_uint_gt(told->open, NETWORKS / 2);
	ck_assert_uint_gt(told->passed, NETWORKS / 10);
	ck_assert_uint_gt(told->six, NETWORKS / 20);
	ck_assert_uint_gt(told->stopped, NETWORKS / 2);
}

START_TEST(many_to_many_is_pair_by_pair)
{
	struct told told = { 0 };

	for (unsigned i = 0; i < NETWORKS; i++)
		compare(97000 + i, twin_network_make, &told);
	check_told(&told);
}
END_TEST

START_TEST(crowds_are_pair_by_pair)
{
	struct told told = { 0 };

	for (unsigned i = 0; i < NETWORKS; i++)
		compare(98000 + i, twin_crowd_make, &told);
	check_told(&told);
}
END_TEST

START_TEST(many_are_pair_by_pair_in_blocks_yet_to_be_chosen)
{
	struct told told = { 0 };

	for (unsigned i = 0; i < NETWORKS; i++)
		compare(99000 + i, twin_chosen_make, &told);
	check_told(&told);
}
END_TEST

unit_suite suite_twin_cell;

Suite *
suite_twin_cell(void)
{
	Suite *suite = suite_create("twin_cell");
	TCase *tests = tcase_create("twin_cell");

	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, many_to_many_is_pair_by_pair);
	tcase_add_test(tests, crowds_are_pair_by_pair);
	tcase_add_test(tests, many_are_pair_by_pair_in_blocks_yet_to_be_chosen);
	suite_add_tcase(suite, tests);
	return suite;
}
