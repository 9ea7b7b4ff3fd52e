/* SPDX-License-Identifier: MIT */
#include "plan/allocate.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { REQUESTS = 40, ROUNDS = 1500 };

static const enum fit fits[] = { FIT_FIRST, FIT_LAST, FIT_BEST, FIT_SPARSE };
static const enum allocate_order orders[] = { ALLOCATE_STABLE, ALLOCATE_SIZE,
	ALLOCATE_GIVEN };

static struct cidr
parse(const char *text)
{
	struct cidr c = { .length = 0 };

	ck_assert(cidr_parse(text, strlen(text), &c) == ADDR_OK);
	return c;
}

static struct terrain
terrain_of(struct arena *a, const char *block)
{
	struct terrain t = { .family = IPV4 };

	t.family = parse(block).family;
	vec_push(a, &t.blocks, parse(block));
	return t;
}

static void
take(struct arena *a, struct terrain *t, const char *name, const char *tier,
    struct cidr block)
{
	vec_push(a, &t->taken, ((struct occupied){ block, name, tier }));
}

static const char *
placed_at(const struct request *r)
{
	static char text[CIDR_TEXT_MAX];

	return r->placed ? cidr_format(r->block, text) : "-";
}

/* Inside, aligned, of the size asked for, and overlapping nothing. */
static bool
is_right(const struct terrain *t, const struct request *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool inside = false;

		if (!v[i].placed)
			continue;
		for (size_t k = 0; k < t->blocks.n; k++)
			inside = inside || cidr_contains(t->blocks.v[k],
			    v[i].block);
		if (!inside || v[i].block.length != v[i].length ||
		    !addr_equal(cidr_around(v[i].block.base, t->family,
		    v[i].length).base, v[i].block.base))
			return false;
		for (size_t k = 0; k < t->taken.n; k++)
			if (cidr_overlaps(v[i].block, t->taken.v[k].block))
				return false;
		for (size_t k = 0; k < i; k++)
			if (v[k].placed && cidr_overlaps(v[i].block,
			    v[k].block))
				return false;
	}
	return true;
}

static struct request
random_request(struct arena *a, struct unit_random *r, size_t i)
{
	static const char *const tiers[] = { NULL, "app", "data", "web" };
	const char *tier = tiers[unit_random_below(r, 4)];

	return (struct request){
		.name = arena_printf(a, "%s-%zu", tier != NULL ? tier : "s",
		    i),
		.tier = tier, .length = 20 + unit_random_below(r, 9)
	};
}

static void
random_ground(struct arena *a, struct unit_random *r, struct terrain *t)
{
	t->family = IPV4;
	vec_push(a, &t->blocks, parse("10.0.0.0/18"));
	if (unit_random_below(r, 2) == 0)
		vec_push(a, &t->blocks, parse("100.64.0.0/20"));
	for (size_t i = unit_random_below(r, 8); i > 0; i--) {
		struct request q = random_request(a, r, 100 + i);
		struct addr base = parse("10.0.0.0/18").base;

		base.lo += unit_random_below(r, 1 << 15);
		take(a, t, q.name, q.tier, cidr_around(base, IPV4, q.length));
	}
}

START_TEST(nothing_overlaps_or_leaves_the_ground)
{
	struct unit_random r = { 10 };

	for (int round = 0; round < ROUNDS; round++) {
		struct arena *a = arena_new();
		struct terrain t = { .family = IPV4 };
		struct request v[REQUESTS];
		size_t n = unit_random_below(&r, REQUESTS);

		random_ground(a, &r, &t);
		for (size_t i = 0; i < n; i++)
			v[i] = random_request(a, &r, i);
		allocate(&t, v, n, fits[round % 4], orders[round % 3]);
		ck_assert(is_right(&t, v, n));
		arena_free(a);
	}
}
END_TEST

/* Sizes whose sum is at most that of the block, as powers of two. */
static size_t
fill_block(struct arena *a, struct unit_random *r, struct request *v)
{
	uint64_t left = 1 << 12;	/* of a /20 */
	size_t n = 0;

	while (n < REQUESTS && left >= 16) {
		v[n] = random_request(a, r, n);
		while (UINT64_C(1) << (32 - v[n].length) > left)
			v[n].length++;
		left -= UINT64_C(1) << (32 - v[n].length);
		n++;
	}
	return n;
}

START_TEST(what_fits_by_its_sum_is_placed)
{
	struct unit_random r = { 11 };

	for (int round = 0; round < ROUNDS; round++) {
		struct arena *a = arena_new();
		struct terrain t = terrain_of(a, "10.9.16.0/20");
		struct request v[REQUESTS];
		size_t n = fill_block(a, &r, v);

		allocate(&t, v, n, fits[round % 4], orders[round % 3]);
		for (size_t i = 0; i < n; i++)
			ck_assert(v[i].placed);
		ck_assert(is_right(&t, v, n));
		arena_free(a);
	}
}
END_TEST

START_TEST(the_order_of_names_is_no_matter)
{
	struct unit_random r = { 12 };

	for (int round = 0; round < ROUNDS; round++) {
		struct arena *a = arena_new();
		struct terrain t = { .family = IPV4 };
		struct request v[REQUESTS], w[REQUESTS];
		size_t n = unit_random_below(&r, REQUESTS);

		random_ground(a, &r, &t);
		for (size_t i = 0; i < n; i++)
			v[i] = w[i] = random_request(a, &r, i);
		for (size_t i = n; i > 1; i--) {
			size_t k = unit_random_below(&r, (uint32_t)i);
			struct request swap = w[k];

			w[k] = w[i - 1];
			w[i - 1] = swap;
		}
		allocate(&t, v, n, fits[round % 4], ALLOCATE_STABLE);
		allocate(&t, w, n, fits[round % 4], ALLOCATE_STABLE);
		for (size_t i = 0; i < n; i++)
			for (size_t k = 0; k < n; k++)
				if (strcmp(v[i].name, w[k].name) == 0)
					ck_assert(v[i].placed == w[k].placed &&
					    (!v[i].placed || cidr_equal(
					    v[i].block, w[k].block)));
		arena_free(a);
	}
}
END_TEST

START_TEST(tiers_stay_together)
{
	struct arena *a = arena_new();
	struct terrain t = terrain_of(a, "10.0.0.0/16");
	struct request v[] = {
		{ .name = "web-a", .tier = "web", .length = 24 },
		{ .name = "app-a", .tier = "app", .length = 20 },
		{ .name = "web-b", .tier = "web", .length = 24 },
		{ .name = "app-b", .tier = "app", .length = 20 },
		{ .name = "data-a", .tier = "data", .length = 24 },
		{ .name = "web-c", .tier = "web", .length = 24 },
		{ .name = "app-c", .tier = "app", .length = 20 }
	};
	struct request more = { .name = "web-d", .tier = "web",
		.length = 24 };
	struct cidr summary;
	bool alone = false;
	size_t n = sizeof v / sizeof *v;

	allocate(&t, v, n, FIT_BEST, ALLOCATE_STABLE);
	ck_assert_str_eq(placed_at(&v[1]), "10.0.0.0/20");
	ck_assert_str_eq(placed_at(&v[6]), "10.0.32.0/20");
	ck_assert_str_eq(placed_at(&v[0]), "10.0.64.0/24");
	for (size_t i = 0; i < n; i++)
		take(a, &t, v[i].name, v[i].tier, v[i].block);
	ck_assert(terrain_summary(&t, "app", &summary, &alone) && alone);
	ck_assert(cidr_equal(summary, parse("10.0.0.0/18")));
	ck_assert(terrain_summary(&t, "web", &summary, &alone) && alone);
	ck_assert(cidr_equal(summary, parse("10.0.64.0/22")));
	ck_assert(!terrain_summary(&t, "dmz", &summary, &alone));
	/* A further one comes to stand with its tier. */
	allocate(&t, &more, 1, FIT_BEST, ALLOCATE_STABLE);
	ck_assert_str_eq(placed_at(&more), "10.0.67.0/24");
	ck_assert(more.with_tier);
	arena_free(a);
}
END_TEST

START_TEST(both_families_and_their_ends)
{
	struct arena *a = arena_new();
	struct terrain t = terrain_of(a, "2001:db8:0:ff00::/56");
	struct terrain whole = terrain_of(a, "0.0.0.0/0");
	struct request v[256], all = { .name = "all", .length = 0 };

	for (size_t i = 0; i < 256; i++)
		v[i] = (struct request){ .length = 64,
			.name = arena_printf(a, "s%03zu", i) };
	allocate(&t, v, 256, FIT_BEST, ALLOCATE_STABLE);
	ck_assert_str_eq(placed_at(&v[255]), "2001:db8:0:ffff::/64");
	allocate(&whole, &all, 1, FIT_BEST, ALLOCATE_STABLE);
	ck_assert_str_eq(placed_at(&all), "0.0.0.0/0");
	take(a, &whole, "all", NULL, all.block);
	allocate(&whole, &all, 1, FIT_BEST, ALLOCATE_STABLE);
	ck_assert(!all.placed);
	allocate(&t, v, 0, FIT_BEST, ALLOCATE_STABLE);
	arena_free(a);
}
END_TEST

/* Time is not measured here but bounded: make bench measures. */
START_TEST(a_hundred_thousand_take_no_time)
{
	enum { MANY = 100000 };
	struct arena *a = arena_new();
	struct terrain t = terrain_of(a, "10.0.0.0/8");
	struct request *v = arena_array(a, MANY, sizeof *v);
	struct unit_random r = { 13 };
	clock_t start;

	for (size_t i = 0; i < MANY; i++)
		v[i] = (struct request){
			.name = arena_printf(a, "t%zu-%zu", i / 3, i % 3),
			.tier = arena_printf(a, "t%zu", i / 3),
			.length = 25 + unit_random_below(&r, 4) };
	start = clock();
	allocate(&t, v, MANY, FIT_BEST, ALLOCATE_STABLE);
	if (getenv("UNIT_TIMES") != NULL)
		fprintf(stderr, "100,000 requests: %.3f s\n",
		    (double)(clock() - start) / CLOCKS_PER_SEC);
	ck_assert(clock() - start < 5 * CLOCKS_PER_SEC);
	for (size_t i = 0; i < MANY; i++)
		ck_assert(v[i].placed);
	arena_free(a);
}
END_TEST

Suite *suite_allocate(void);

Suite *
suite_allocate(void)
{
	return unit_suite_of("allocate", (const TTest *const[]){
		nothing_overlaps_or_leaves_the_ground,
		what_fits_by_its_sum_is_placed,
		the_order_of_names_is_no_matter, tiers_stay_together,
		both_families_and_their_ends,
		a_hundred_thousand_take_no_time, NULL });
}
