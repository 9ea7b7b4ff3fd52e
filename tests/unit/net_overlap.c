/* SPDX-License-Identifier: MIT */
#include "net/overlap.h"
#include "unit.h"

#include <string.h>

enum { ITEMS = 40, GROUPS = 4, ROUNDS = 1000 };

/* Which pairs were visited, by ids. */
struct visited {
	unsigned char times[ITEMS][ITEMS];
	bool in_order;
	size_t n, limit;
};

static bool
visit(void *context, const struct overlap_item *a,
    const struct overlap_item *b)
{
	struct visited *seen = context;
	int order = addr_compare(a->range.first, b->range.first);

	seen->times[a->id][b->id]++;
	seen->in_order = seen->in_order && (order < 0 || (order == 0 &&
	    addr_compare(a->range.last, b->range.last) >= 0));
	return ++seen->n < seen->limit;
}

static struct overlap_item
random_item(struct unit_random *r, uint32_t id)
{
	enum family f = unit_random_below(r, 2) == 0 ? IPV4 : IPV6;
	struct addr first = addr_from_u64(unit_random_below(r, 80));
	struct addr last = addr_add(first,
	    addr_from_u64(unit_random_below(r, 9)));
	struct overlap_item item = {
		.range = { first, last }, .id = id,
		.group = unit_random_below(r, GROUPS), .family = (uint8_t)f
	};

	if (unit_random_below(r, 2) == 0)
		item.range = (struct range){
			addr_subtract(addr_last(f), last),
			addr_subtract(addr_last(f), first)
		};
	return item;
}

static bool
overlap(const struct overlap_item *a, const struct overlap_item *b)
{
	return a->family == b->family &&
	    addr_compare(a->range.first, b->range.last) <= 0 &&
	    addr_compare(b->range.first, a->range.last) <= 0;
}

START_TEST(each_pair_is_visited_once)
{
	struct unit_random r = { 10 };

	for (int round = 0; round < ROUNDS; round++) {
		struct overlap_item v[ITEMS], given[ITEMS];
		struct visited seen = { .in_order = true, .limit = 100000 };
		size_t n = unit_random_below(&r, ITEMS);
		bool between = round % 2 != 0, good = true;

		for (size_t i = 0; i < n; i++)
			given[i] = v[i] = random_item(&r, (uint32_t)i);
		overlap_pairs(v, n, between, visit, &seen);
		for (size_t i = 0; i < n; i++)
			for (size_t k = 0; k < n; k++) {
				bool asked = i != k && (!between ||
				    given[i].group != given[k].group);
				int times = seen.times[i][k] +
				    seen.times[k][i];

				good = good && times == (asked &&
				    overlap(&given[i], &given[k]));
			}
		ck_assert(good && seen.in_order);
	}
}
END_TEST

START_TEST(a_visit_may_stop)
{
	struct overlap_item v[ITEMS];
	struct visited seen = { .limit = 3 };

	for (uint32_t i = 0; i < ITEMS; i++)
		v[i] = (struct overlap_item){
			.range = { { 0, 0 }, { 0, 0 } }, .id = i,
			.family = IPV4
		};
	overlap_pairs(v, ITEMS, false, visit, &seen);
	ck_assert_uint_eq(seen.n, 3);
}
END_TEST

Suite *suite_overlap(void);

Suite *
suite_overlap(void)
{
	return unit_suite_of("overlap", (const TTest *const[]){
		each_pair_is_visited_once, a_visit_may_stop, NULL });
}
