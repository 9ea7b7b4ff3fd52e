/* SPDX-License-Identifier: MIT */
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

static struct ends
some_ends(struct arena *a, const struct reach *r, const struct vpc *v,
    struct unit_random *random, bool to)
{
	const struct model *m = reach_model(r);
	struct ends all = { 0 };

	for (size_t i = 0; i < m->workloads.n; i++) {
		const struct workload *w = m->workloads.v[i];
		struct selection s = { .what = SELECTED_WORKLOAD,
			.thing = &m->workloads.v[i]->is };
		struct ends one;

		if (w->is.vpc != v || !workload_type(w->kind)->has_groups ||
		    unit_random_below(random, 3) == 0)
			continue;
		one = ends_of(a, reach_places(r), &s, to, NULL);
		for (size_t k = 0; k < one.n; k++)
			vec_push(a, &all, one.v[k]);
	}
	return all;
}

static struct cell
pair_by_pair(struct arena *a, struct reach *r, const struct cell_question *q)
{
	struct cell out = { .ports = port_set_empty() };
	struct {
		struct answer *v;
		size_t n, cap;
	} all = { 0 };

	for (size_t i = 0; i < q->from->n; i++)
		for (size_t k = 0; k < q->to->n; k++) {
			struct question one = { .from = q->from->v[i],
				.to = q->to->v[k], .family = q->family,
				.ports = port_set_everything() };
			struct answer answer = reach_ask(r, a, &one);

			if (flow_is_empty(answer.asked))
				continue;
			vec_push(a, &all, answer);
			out.ports = port_set_union(a, out.ports,
			    flow_ports(a, answer.yes));
		}
	for (size_t i = 0; i < all.n; i++)
		out.partly |= !flow_contains(a, all.v[i].yes,
		    flow_with_ports(a, all.v[i].asked, out.ports));
	return out;
}

static size_t
compare(uint64_t number)
{
	struct arena *a = arena_new();
	struct unit_random random = twin_network_seed(number);
	const char *text = twin_network_make(a, &random);
	const struct model *m = read_network(a, text);
	struct reach *r = reach_new(a, m, routes_new(a, m));
	size_t told = 0;

	for (size_t i = 0; i < 2 * m->vpcs.n; i++) {
		const struct vpc *v = m->vpcs.v[i / 2];
		struct ends from = some_ends(a, r, v, &random, false);
		struct ends to = some_ends(a, r, v, &random, true);
		struct cell_question q = { .from = &from, .to = &to,
			.family = i % 2 == 0 ? IPV4 : IPV6 };
		struct cell x, y;

		if (!reach_cell(r, a, &q, &x))
			continue;
		y = pair_by_pair(a, r, &q);
		told += !port_set_is_empty(x.ports);
		ck_assert_msg(port_set_equal(x.ports, y.ports) &&
		    x.partly == y.partly, "network %u, VPC %u: %d, not %d\n"
		    "%s", (unsigned)number, (unsigned)i, (int)x.partly,
		    (int)y.partly, text);
	}
	arena_free(a);
	return told;
}

START_TEST(many_to_many_is_pair_by_pair)
{
	size_t told = 0;

	for (unsigned i = 0; i < NETWORKS; i++)
		told += compare(97000 + i);
	ck_assert_uint_gt(told, NETWORKS / 20);
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
	suite_add_tcase(suite, tests);
	return suite;
}
