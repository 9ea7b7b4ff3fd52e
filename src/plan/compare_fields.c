/* SPDX-License-Identifier: MIT */
#include "plan/compare_fields.h"

#include "base/map.h"
#include "base/str.h"

#include <stdlib.h>

static bool
is_same(const struct trait *x, const struct trait *y)
{
	return str_equal(x->key, y->key) && str_equal(x->value, y->value);
}

static void
add_field(struct arena *a, struct thing_change *c, const struct trait *before,
    const struct trait *after)
{
	struct difference d = { { before, after } };

	vec_push(a, &c->fields, d);
}

/* Rows that the other side has not, in order; both lists are sorted. */
static struct traits
without_common(struct arena *a, const struct traits *x, const struct traits *y,
    uint32_t unseen)
{
	struct traits out = { 0 };
	size_t k = 0;

	for (size_t i = 0; i < x->n; i++) {
		const struct trait *t = &x->v[i];

		if ((unseen >> t->part & 1) != 0)
			continue;
		while (k < y->n && (str_natural_compare(y->v[k].key,
		    t->key) < 0 || (str_equal(y->v[k].key, t->key) &&
		    str_natural_compare(y->v[k].value, t->value) < 0)))
			k++;
		if (k == y->n || !is_same(&y->v[k], t))
			vec_push(a, &out, *t);
	}
	return out;
}

/* The key of an entry of a prefix list. */
#define ENTRY "entry"

typedef const char *key_of_row(struct arena *a, const struct trait *t);

/* Rules of one key: those that are lost, and that are gained. */
struct rules_of {
	struct trait *last[2];
	size_t n[2];
};

static struct cidr
entry_block(const struct trait *t)
{
	return ((const struct cidr_value *)t->of)->v;
}

static int
compare_rows(const void *x, const void *y)
{
	const struct trait *t = x, *u = y;
	int order = str_natural_compare(t->key, u->key);

	if (order != 0)
		return order;
	return str_equal(t->key, ENTRY) ? cidr_compare(entry_block(t),
	    entry_block(u)) : str_natural_compare(t->value, u->value);
}

/* Rows of one key, the last of each side by the key that a function gives. */
static struct map
rows_by(struct arena *a, struct traits rows[2], key_of_row *key)
{
	struct map out = map_new(a);

	for (size_t w = BEFORE; w <= AFTER; w++)
		for (size_t i = 0; i < rows[w].n; i++) {
			struct trait *t = &rows[w].v[i];
			const char *text = key(a, t);
			struct rules_of *of;
			void **slot;

			if (text == NULL)
				continue;
			slot = map_slot(&out, text);
			if (*slot == NULL)
				*slot = arena_alloc(a, sizeof *of);
			of = *slot;
			of->last[w] = t;
			of->n[w]++;
		}
	return out;
}

/* A rule that no other was joined with. */
static bool
is_lone_rule(const struct trait *t)
{
	return t->apart != NULL && t->value[0] == '\0';
}

static const char *
by_peer(struct arena *a, const struct trait *t)
{
	(void)a;
	return is_lone_rule(t) ? t->apart : NULL;
}

/* "ingress tcp/8080". */
static const char *
by_ports(struct arena *a, const struct trait *t)
{
	return is_lone_rule(t) ? arena_printf(a, "%.*s %s",
	    (int)strcspn(t->apart, " "), t->apart, t->ports) : NULL;
}

/* One rule for another of the same key is that rule, altered. */
static bool
join_rules(struct arena *a, struct traits rows[2], key_of_row *key)
{
	struct map by = rows_by(a, rows, key);
	bool joined = false;

	for (size_t i = 0; i < rows[AFTER].n; i++) {
		const char *text = key(a, &rows[AFTER].v[i]);
		const struct rules_of *of = text == NULL ? NULL :
		    map_get(&by, text);

		if (of == NULL || of->n[BEFORE] != 1 || of->n[AFTER] != 1)
			continue;
		for (size_t w = BEFORE; w <= AFTER; w++) {
			struct trait *t = of->last[w];

			t->key = text;
			if (key == by_peer) {
				t->value = t->ports;
				continue;
			}
			t->value = t->apart + strcspn(t->apart, " ") + 1;
			t->apart = NULL;
		}
		joined = true;
	}
	return joined;
}

static bool
is_entry(const struct trait *t)
{
	return t->of != NULL && str_starts_with(t->key, ENTRY " ");
}

/* The only row of these whose block meets that of t; NULL: none, or more. */
static struct trait *
only_meeting(const struct traits *rows, const struct trait *t)
{
	struct trait *out = NULL;

	for (size_t i = 0; i < rows->n; i++) {
		if (!is_entry(&rows->v[i]) || !cidr_overlaps(entry_block(t),
		    entry_block(&rows->v[i])))
			continue;
		if (out != NULL)
			return NULL;
		out = &rows->v[i];
	}
	return out;
}

/* One block for another that contains it, or lies in it, is that entry with
 * another length. */
static bool
join_entries(struct arena *a, struct traits rows[2])
{
	enum { ENTRIES_MAX = 1000 };	/* AWS takes no more in a list */
	VEC(struct trait *) pairs[2] = { { NULL, 0, 0 }, { NULL, 0, 0 } };

	if (rows[BEFORE].n > ENTRIES_MAX || rows[AFTER].n > ENTRIES_MAX)
		return false;
	for (size_t i = 0; i < rows[AFTER].n; i++) {
		struct trait *now = &rows[AFTER].v[i];
		struct trait *then = is_entry(now) ?
		    only_meeting(&rows[BEFORE], now) : NULL;

		if (then == NULL || only_meeting(&rows[AFTER], then) != now)
			continue;
		vec_push(a, &pairs[BEFORE], then);
		vec_push(a, &pairs[AFTER], now);
	}
	for (size_t w = BEFORE; w <= AFTER; w++)
		for (size_t i = 0; i < pairs[w].n; i++) {
			struct trait *t = pairs[w].v[i];

			t->value = t->key + strlen(ENTRY " ");
			t->key = ENTRY;
		}
	return pairs[AFTER].n > 0;
}

/* What is lost and what is gained may be one thing, altered. */
static void
join_altered(struct arena *a, struct traits rows[2])
{
	bool joined;

	if (rows[BEFORE].n == 0 || rows[AFTER].n == 0)
		return;
	joined = join_rules(a, rows, by_peer);
	joined |= join_rules(a, rows, by_ports);
	joined |= join_entries(a, rows);
	for (size_t w = BEFORE; joined && w <= AFTER; w++)
		vec_sort(&rows[w], compare_rows);
}

void
compare_fields(struct arena *a, struct thing_change *c,
    const struct traits *before, const struct traits *after)
{
	uint32_t unseen = before->unseen | after->unseen;
	struct traits rows[2] = { without_common(a, before, after, unseen),
		without_common(a, after, before, unseen) };
	struct traits lost, gained;
	size_t i = 0, k = 0;

	join_altered(a, rows);
	lost = rows[BEFORE];
	gained = rows[AFTER];
	while (i < lost.n || k < gained.n) {
		int order = i == lost.n ? 1 : k == gained.n ? -1 :
		    str_natural_compare(lost.v[i].key, gained.v[k].key);

		add_field(a, c, order <= 0 ? &lost.v[i] : NULL,
		    order >= 0 ? &gained.v[k] : NULL);
		i += order <= 0;
		k += order >= 0;
	}
}

/* Its value is where its key leads. */
static bool
leads(const struct trait *t)
{
	return t->part == TRAIT_ROUTES || t->part == TRAIT_LISTENERS;
}

/* A row as a clause: the key alone where it says all. */
const char *
compare_row_text(struct arena *a, const struct trait *t)
{
	if (t->value[0] == '\0')
		return t->key;
	return arena_printf(a, leads(t) ? "%s -> %s" : "%s %s", t->key,
	    t->value);
}

/* Of yes and no the one that AWS takes for absent is not put down. */
static bool
is_flag(const struct difference *d)
{
	const struct trait *t = d->is[d->is[BEFORE] == NULL];

	return (d->is[BEFORE] == NULL) != (d->is[AFTER] == NULL) &&
	    (str_equal(t->value, "yes") || str_equal(t->value, "no"));
}

const char *
difference_text(struct arena *a, const struct difference *d)
{
	const struct trait *before = d->is[BEFORE], *after = d->is[AFTER];

	if (is_flag(d))
		return arena_printf(a, (before != NULL) ==
		    str_equal((before != NULL ? before : after)->value, "yes")
		    ? "%s no (was yes)" : "%s yes (was no)",
		    (before != NULL ? before : after)->key);
	if (before == NULL)
		return arena_printf(a, "gained %s", compare_row_text(a, after));
	if (after == NULL)
		return arena_printf(a, "lost %s", compare_row_text(a, before));
	if (after->apart != NULL && before->apart != NULL) {
		size_t n = strcspn(after->key, " ");

		/* "ingress", its ports, "from …" */
		return arena_printf(a, "%.*s %s%s (was %s)", (int)n,
		    after->key, after->value, after->key + n, before->value);
	}
	return arena_printf(a, leads(after) ? "%s -> %s (was %s)" :
	    "%s %s (was %s)", after->key, after->value, before->value);
}
