/* SPDX-License-Identifier: MIT */
#include "lock_exercise.h"

#include "base/fatal.h"
#include "load/load.h"
#include "plan/settle.h"
#include "plan/shortage.h"

#include <string.h>

static const char own_plan[] =
    "{\"vpcplan\":1,\"pools\":{\"p\":\"10.64.0.0/14\"},\"vpcs\":{"
    "\"v\":{\"cidr\":\"10.0.0.0/20\",\"ipv6_cidrs\":[\"2001:db8::/60\"],"
    "\"subnets\":{\"app-a\":{\"az\":\"a\",\"size\":24,\"ipv6\":true},"
    "\"app-b\":{\"az\":\"b\",\"size\":24,\"grow\":2},"
    "\"db-a\":{\"az\":\"a\",\"hosts\":50},"
    "\"old\":{\"cidr\":\"10.0.8.0/24\",\"ipv6_only\":false}}},"
    "\"w\":{\"size\":20,\"subnets\":{\"x\":{\"az\":\"a\",\"size\":24}}}}}";

static const struct model *
read_plan(struct arena *a, const char *plan, size_t length)
{
	static const struct load_options options = { .format = "spec" };
	struct load *l = load_new(a, &options);

	if (plan == NULL) {
		plan = own_plan;
		length = sizeof own_plan - 1;
	}
	load_bytes(l, "plan", plan, length, true);
	return load_finish(l);
}

static struct lock *
read_lock(struct arena *a, const char *bytes, size_t length,
    struct lock_problems *problems)
{
	struct files files = files_new(a);
	struct lock *l = lock_read(a, &files, "lock", bytes, length, problems);

	for (size_t i = 0; i < problems->n; i++)
		if (problems->v[i].text == NULL || problems->v[i].mend == NULL)
			BUG("a problem of a lock without what mends it");
	return l;
}

static struct settlement *
settle_plainly(struct arena *a, const struct model *m, const struct lock *l)
{
	static const struct settle_options options = { .fit = FIT_BEST };

	return settle(a, m, l, &options);
}

static const char *
text_of(struct arena *a, const struct lock *l)
{
	struct str s = str_new(a);

	lock_write(&s, l);
	return str_text(&s);
}

/* Who is kept is where the lock has it. */
static void
check_kept(const struct lock *l, const struct settlement *s)
{
	for (size_t i = 0; i < s->v.n; i++) {
		const struct placement *p = &s->v.v[i];
		const struct lock_entry *e = lock_find(l, p->of->kind ==
		    KIND_VPC ? LOCK_VPC : LOCK_SUBNET, p->name);

		if (p->fate == FATE_KEPT && (e == NULL ||
		    !cidr_equal(e->cidr, p->cidr)))
			BUG("something has moved");
	}
}

static void
ask_for_shortages(struct arena *a, const struct model *m,
    const struct settlement *s)
{
	for (size_t i = 0; i < s->grounds.n; i++) {
		struct ipv6_shortage x;

		(void)shortage_of_ipv6(a, s, &s->grounds.v[i], &x);
		if (shortage_is_there(s, &s->grounds.v[i]))
			(void)shortage_of(a, m, s, &s->grounds.v[i]);
	}
}

/* The lock that was made is read again, and nothing is left to do. */
static void
check_again(struct arena *a, const struct model *m,
    const struct settlement *s)
{
	const char *text = text_of(a, s->next);
	struct lock_problems problems = { 0 };
	struct lock *l = read_lock(a, text, strlen(text), &problems);
	const struct settlement *again;

	if (l == NULL || problems.n > 0)
		BUG("the program does not read the lock that it writes");
	lock_overlaps(l, &problems);
	if (problems.n > 0)
		BUG("the lock that was made overlaps");
	again = settle_plainly(a, m, l);
	if (again->problems.n > 0 || strcmp(text_of(a, again->next), text) !=
	    0)
		BUG("settled is not settled");
}

int
lock_exercise(const char *lock, size_t lock_length, const char *plan,
    size_t plan_length)
{
	struct arena *a = arena_new();
	struct lock_problems problems = { 0 };
	struct lock *l = read_lock(a, arena_strndup(a, lock, lock_length),
	    lock_length, &problems);
	const struct model *m = read_plan(a, plan, plan_length);
	const struct settlement *s;
	int settled = 0;

	if (l != NULL && problems.n == 0) {
		s = settle_plainly(a, m, l);
		check_kept(l, s);
		ask_for_shortages(a, m, s);
		settled = s->problems.n == 0 &&
		    s->count[FATE_UNPLACED] == 0;
		if (settled)
			check_again(a, m, s);
	}
	arena_free(a);
	return settled;
}
