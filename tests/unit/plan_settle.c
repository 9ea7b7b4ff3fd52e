/* SPDX-License-Identifier: MIT */
#include "load/load.h"
#include "plan/settle.h"
#include "unit.h"

#include <string.h>

/*
 * A plan that people change at random: subnets come, go, come back, change
 * their size, and are released.  After each change it is settled, with its
 * names in another order each time.
 */

enum { NAMES = 14, STEPS = 60, ROUNDS = 30 };

struct toy {
	struct arena *a;
	struct unit_random random;
	unsigned size[NAMES];		/* 0: it is not there */
	unsigned grow[NAMES];
	const char *release;		/* or NULL */
	struct lock *lock;
};

static const char *const names[NAMES] = {
	"app-a", "app-b", "app-c", "app-d", "web-a", "web-b", "web-c",
	"data-a", "data-b", "data-c", "bastion", "x", "y", "z"
};

/* The plan as a spec, its subnets from a random one on. */
static const char *
spec_of(struct toy *t)
{
	struct str s = str_new(t->a);
	size_t first = unit_random_below(&t->random, NAMES);
	bool comma = false;

	str_add(&s, "{\"vpcplan\":1,\"vpcs\":{\"v\":{\"cidr\":"
	    "\"10.0.0.0/20\",\"subnets\":{");
	for (size_t k = 0; k < NAMES; k++) {
		size_t i = (first + k) % NAMES;

		if (t->size[i] == 0)
			continue;
		str_addf(&s, "%s\"%s\":{\"size\":%u,\"grow\":%u",
		    comma ? "," : "", names[i], t->size[i], t->grow[i]);
		if (strchr(names[i], '-') != NULL)
			str_addf(&s, ",\"az\":\"%s\"",
			    strchr(names[i], '-') + 1);
		str_add_char(&s, '}');
		comma = true;
	}
	str_add(&s, "}}}}");
	return str_text(&s);
}

static struct settlement *
settle_spec(struct toy *t, const char *spec, unsigned rooms)
{
	static const struct load_options none;
	struct load *l = load_new(t->a, &none);
	struct settle_options o = { .fit = FIT_BEST, .reserve_azs = rooms,
		.order = ALLOCATE_STABLE, .release = &t->release,
		.n_release = t->release != NULL };

	load_bytes(l, "plan", spec, strlen(spec), true);
	return settle(t->a, load_finish(l), t->lock, &o);
}

static void
change(struct toy *t)
{
	size_t i = unit_random_below(&t->random, NAMES);

	t->release = NULL;
	switch (unit_random_below(&t->random, 6)) {
	case 0:
	case 1:
	case 2:
		if (t->size[i] == 0) {
			t->size[i] = 23 + unit_random_below(&t->random, 6);
			t->grow[i] = 1 + unit_random_below(&t->random, 2);
		}
		break;
	case 3:
		t->size[i] = 0;
		break;
	case 4:
		if (t->size[i] != 0)
			t->size[i] = 23 + unit_random_below(&t->random, 6);
		break;
	default:
		for (int k = 0; t->lock != NULL && k < LOCK_KINDS; k++) {
			const char *name = arena_printf(t->a, "v/%s",
			    names[i]);

			if (lock_find(t->lock, (enum lock_kind)k, name) !=
			    NULL)
				t->release = name;
		}
	}
}

static const char *
text_of(const struct lock *l)
{
	struct str s = str_new(l->a);

	lock_write(&s, l);
	return str_text(&s);
}

/* Who was there and is there with the same size has the same block. */
static void
check_stays(const struct toy *t, const struct settlement *s)
{
	for (size_t i = 0; t->lock != NULL && i < s->v.n; i++) {
		const struct placement *p = &s->v.v[i];
		const struct lock_entry *old = lock_find(t->lock,
		    LOCK_SUBNET, p->name);

		if (old == NULL || (t->release != NULL &&
		    strcmp(t->release, p->name) == 0))
			continue;
		if (old->cidr.length == p->length)
			ck_assert(cidr_equal(old->cidr, p->cidr));
		else
			ck_assert(cidr_overlaps(old->cidr, p->cidr));
	}
}

/* Nothing overlaps, tombstones and rooms included; all lies inside. */
static void
check_lock(const struct lock *l)
{
	struct cidr whole = { .length = 0 };

	ck_assert(cidr_parse("10.0.0.0/20", 11, &whole) == ADDR_OK);
	for (size_t i = 0; i < l->v.n; i++) {
		const struct lock_entry *x = l->v.v[i];
		struct cidr block = x->keeps.family != 0 ? x->keeps : x->cidr;

		ck_assert(cidr_contains(whole, block));
		for (size_t k = 0; k < i; k++) {
			const struct lock_entry *y = l->v.v[k];

			ck_assert(!cidr_overlaps(block, y->keeps.family != 0 ?
			    y->keeps : y->cidr));
		}
	}
}

/* One change; false if it cannot be settled. */
static bool
step(struct toy *t, unsigned rooms)
{
	struct settlement *s, *again;
	struct files files = files_new(t->a);
	struct lock_problems problems = { 0 };
	const char *text;

	change(t);
	s = settle_spec(t, spec_of(t), rooms);
	check_stays(t, s);
	/* In another order of names it is the same. */
	text = text_of(s->next);
	ck_assert_str_eq(text, text_of(settle_spec(t, spec_of(t),
	    rooms)->next));
	if (s->problems.n > 0 || s->count[FATE_UNPLACED] > 0)
		return false;
	check_lock(s->next);
	/* Read again it is the same, and nothing is left to do. */
	t->lock = lock_read(t->a, &files, "lock", text, strlen(text),
	    &problems);
	ck_assert(t->lock != NULL && problems.n == 0);
	t->release = NULL;
	again = settle_spec(t, spec_of(t), 0);
	ck_assert_str_eq(text, text_of(again->next));
	ck_assert_uint_eq(again->count[FATE_ADDED], 0);
	return true;
}

START_TEST(nothing_ever_moves)
{
	for (int round = 0; round < ROUNDS; round++) {
		struct toy t = { .random = { (uint64_t)round + 1 } };
		int settled = 0;

		t.a = arena_new();
		for (int i = 0; i < STEPS; i++) {
			unsigned size[NAMES];

			memcpy(size, t.size, sizeof size);
			if (step(&t, round % 3 == 0))
				settled++;
			else	/* it is not written, and changed back */
				memcpy(t.size, size, sizeof size);
		}
		ck_assert_int_gt(settled, STEPS / 2);
		arena_free(t.a);
	}
}
END_TEST

START_TEST(the_lock_reads_what_it_writes)
{
	static const char text[] =
	    "{\n"
	    "  \"vpcplan_lock\": 1,\n"
	    "  \"vpcs\": {\n"
	    "    \"v\": { \"cidr\": \"10.0.0.0/16\", \"why\": \"size 16\" }\n"
	    "  },\n"
	    "  \"subnets\": {\n"
	    "    \"v/a2\": { \"cidr\": \"10.0.0.0/24\", \"ipv6_cidr\": "
	    "\"2001:db8::/64\", \"keeps\": \"10.0.0.0/23\", \"why\": "
	    "\"size 24\" },\n"
	    "    \"v/a10\": { \"ipv6_cidr\": \"2001:db8:0:1::/64\", "
	    "\"why\": \"\" }\n"
	    "  },\n"
	    "  \"tombstones\": {\n"
	    "    \"w/x\": { \"cidr\": \"10.0.0.0/24\", \"why\": \"\" }\n"
	    "  }\n"
	    "}\n";
	struct arena *a = arena_new();
	struct files files = files_new(a);
	struct lock_problems problems = { 0 };
	struct lock *l = lock_read(a, &files, "lock", text, sizeof text - 1,
	    &problems);

	ck_assert(l != NULL && problems.n == 0);
	ck_assert_str_eq(text_of(l), text);
	/* The same block in two VPCs is none of two VPCs' business. */
	lock_overlaps(l, &problems);
	ck_assert_uint_eq(problems.n, 0);
	arena_free(a);
}
END_TEST

Suite *suite_settle(void);

Suite *
suite_settle(void)
{
	return unit_suite_of("settle", (const TTest *const[]){
		nothing_ever_moves, the_lock_reads_what_it_writes, NULL });
}
