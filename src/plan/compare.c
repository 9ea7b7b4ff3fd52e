/* SPDX-License-Identifier: MIT */
#include "plan/compare.h"

#include "base/map.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

const char *
change_kind_word(enum change_kind kind)
{
	static const char *const words[] = { "added", "removed", "changed",
		"moved", "replaced" };

	return words[kind];
}

const struct thing_change *
comparison_of(const struct comparison *c, enum when when,
    const struct thing *t)
{
	const struct thing_pair *pair = pairing_of(c->pairing, when, t);

	return pair == NULL ? NULL : c->of[pair->number];
}

/* --------------------------------------------------------------- fields */

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

static void
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
static const char *
row_text(struct arena *a, const struct trait *t)
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
		return arena_printf(a, "gained %s", row_text(a, after));
	if (after == NULL)
		return arena_printf(a, "lost %s", row_text(a, before));
	if (after->apart != NULL && before->apart != NULL) {
		size_t n = strcspn(after->key, " ");

		/* "ingress", its ports, "from …" */
		return arena_printf(a, "%.*s %s%s (was %s)", (int)n,
		    after->key, after->value, after->key + n, before->value);
	}
	return arena_printf(a, leads(after) ? "%s -> %s (was %s)" :
	    "%s %s (was %s)", after->key, after->value, before->value);
}

/* --------------------------------------------------------------- things */

/* What nobody wrote and that follows from what stands elsewhere. */
static bool
is_passed_over(const struct thing *t)
{
	const struct interface *i = (const struct interface *)t;

	if (t->kind == KIND_INTERFACE)
		return t->implicit || i->workload != NULL ||
		    i->endpoint != NULL;
	return t->implicit && t->kind != KIND_ROUTE_TABLE;
}

/* A pair of which neither is said.  An interface is its owner's on any. */
static bool
is_pair_passed_over(const struct thing *before, const struct thing *after)
{
	if (before == NULL || after == NULL || after->kind == KIND_INTERFACE)
		return is_passed_over(after != NULL ? after : before);
	return is_passed_over(before) && is_passed_over(after);
}

/* Whether absence on the other side means that it is not there. */
static bool
is_seen(const struct comparison *c, const struct thing *t, enum when other)
{
	const struct pairing *p = c->pairing;
	const struct thing_pair *vpc = t->vpc == NULL ? NULL :
	    pairing_of(p, other == BEFORE ? AFTER : BEFORE, &t->vpc->is);

	/* A plan says itself what it makes and what it takes away. */
	if (t->change == (other == BEFORE ? CHANGE_CREATE : CHANGE_DELETE))
		return true;
	if (vpc != NULL && vpc->is[other] == NULL)
		return c->of[vpc->number] != NULL;
	return model_is_complete(p->model[other], t->kind, vpc == NULL ? NULL :
	    (const struct vpc *)vpc->is[other]);
}

static bool
has_field(const struct thing_change *c, const char *key)
{
	for (size_t i = 0; i < c->fields.n; i++)
		if (c->fields.v[i].is[BEFORE] != NULL &&
		    c->fields.v[i].is[AFTER] != NULL &&
		    str_equal(c->fields.v[i].is[BEFORE]->key, key))
			return true;
	return false;
}

/* The input says so, or takes the one away and makes the other. */
static bool
is_made_anew(const struct thing_change *c)
{
	return c->pair->is[AFTER]->change == CHANGE_REPLACE ||
	    (c->pair->is[BEFORE]->change == CHANGE_DELETE &&
	    c->pair->is[AFTER]->change == CHANGE_CREATE);
}

/* What lives in a subnet whose addresses change. */
static void
add_inhabitants(struct arena *a, struct thing_change *c,
    const struct subnet *s, bool surely)
{
	const struct thing *last = NULL;

	for (size_t i = 0; i < s->interfaces.n; i++) {
		const struct interface *n = s->interfaces.v[i];
		const struct thing *t = n->workload != NULL ?
		    &n->workload->is : n->endpoint != NULL ?
		    &n->endpoint->is : &n->is;

		if (t != last)
			vec_push(a, &c->along, (const char *)arena_printf(a,
			    "%s %s other addresses", thing_title(a, t),
			    surely ? "gets" : "may get"));
		last = t;
	}
}

/* Whether the world sees a NAT gateway under the same address as before. */
static void
add_egress(struct arena *a, struct thing_change *c)
{
	const struct nat_gateway *n = (const struct nat_gateway *)
	    c->pair->is[AFTER];
	bool stays = n->addresses.n > 0 && !has_field(c, "address");

	for (size_t i = 0; i < c->fields.n; i++)
		for (size_t w = BEFORE; w <= AFTER; w++)
			if (c->fields.v[i].is[w] != NULL && str_starts_with(
			    c->fields.v[i].is[w]->key, "address "))
				stays = false;
	vec_push(a, &c->along, (const char *)(stays ?
	    "its Elastic IP stays, its private address changes" :
	    "the address that others see changes"));
}

/* Else one does not know whether its addresses change. */
static bool
has_known_blocks(const struct thing_change *c)
{
	const struct subnet *then = (const struct subnet *)
	    c->pair->is[BEFORE];
	const struct subnet *now = (const struct subnet *)c->pair->is[AFTER];

	return value_is_known(then->cidr.is) && value_is_known(now->cidr.is);
}

/* A block that grew or shrank where it is: the subnet is made anew, and nobody
 * has to make room for it. */
static bool
is_resized(const struct thing_change *c)
{
	const struct subnet *then = (const struct subnet *)
	    c->pair->is[BEFORE];
	const struct subnet *now = (const struct subnet *)c->pair->is[AFTER];

	return cidr_overlaps(then->cidr.v, now->cidr.v);
}

static void
classify(struct arena *a, struct thing_change *c)
{
	const struct thing *after = c->pair->is[AFTER];

	if (after->kind == KIND_SUBNET && (has_field(c, "CIDR") ||
	    is_made_anew(c))) {
		bool moves = has_known_blocks(c);

		c->kind = is_made_anew(c) || (moves && is_resized(c)) ?
		    CHANGE_REPLACED : moves ? CHANGE_MOVED :
		    CHANGE_CHANGED;
		add_inhabitants(a, c, (const struct subnet *)after, moves);
	} else if (is_made_anew(c)) {
		c->kind = CHANGE_REPLACED;
		if (after->kind == KIND_NAT_GATEWAY)
			add_egress(a, c);
	}
}

/* What is new or gone is nowhere else to be seen: what it says of itself. */
static void
add_facts(const struct pairing *p, struct arena *a, enum when there,
    struct thing_change *c)
{
	enum { SHOWN = 12 };
	const struct thing *t = c->pair->is[there];
	struct traits all = traits_of(p, a, there, t);
	size_t n = 0;

	/* Whose it is, and where: of a VPC that may be news. */
	if (t->kind == KIND_VPC && t->account != NULL)
		vec_push(a, &c->along, arena_printf(a, "account %s",
		    t->account));
	if (t->kind == KIND_VPC && t->region != NULL)
		vec_push(a, &c->along, arena_printf(a, "Region %s",
		    t->region));
	for (size_t i = 0; i < all.n; i++)
		/* The title says it. */
		if (!str_equal(all.v[i].key, "kind") && n++ < SHOWN)
			vec_push(a, &c->along, row_text(a, &all.v[i]));
	if (n > SHOWN)
		vec_push(a, &c->along, arena_printf(a, "and %zu more",
		    n - SHOWN));
}

static void
compare_traits(struct comparison *c, struct arena *a, struct thing_change *out)
{
	const struct thing_pair *pair = out->pair;
	struct traits of[2];

	for (size_t w = BEFORE; w <= AFTER; w++)
		of[w] = traits_of(c->pairing, a, (enum when)w, pair->is[w]);
	compare_fields(a, out, &of[BEFORE], &of[AFTER]);
	c->touched[pair->number] = of[BEFORE].unseen != of[AFTER].unseen ||
	    out->fields.n > 0;
}

static struct thing_change *
change_of(struct comparison *c, struct arena *a, const struct thing_pair *pair)
{
	const struct pairing *p = c->pairing;
	struct thing_change *out = arena_alloc(a, sizeof *out);
	enum when there = pair->is[AFTER] != NULL ? AFTER : BEFORE;

	out->pair = pair;
	out->title = pairing_name(p, a, there, pair->is[there], NULL);
	if (pair->is[BEFORE] == NULL || pair->is[AFTER] == NULL) {
		out->kind = there == AFTER ? CHANGE_ADDED : CHANGE_REMOVED;
		c->touched[pair->number] = true;
		add_facts(p, a, there, out);
		return out;
	}
	out->kind = CHANGE_CHANGED;
	if (!traits_are_same(pair, p))
		compare_traits(c, a, out);
	if (!str_equal(thing_label(pair->is[BEFORE]),
	    thing_label(pair->is[AFTER])) && pair->is[BEFORE]->name != NULL &&
	    pair->is[AFTER]->name != NULL)
		out->was = thing_label(pair->is[BEFORE]);
	classify(a, out);
	return out->fields.n > 0 || out->was != NULL ||
	    out->kind != CHANGE_CHANGED ? out : NULL;
}

static int
compare_changes(const void *x, const void *y)
{
	const struct thing_change *a = *(struct thing_change *const *)x;
	const struct thing_change *b = *(struct thing_change *const *)y;
	const struct thing *t = a->pair->is[a->pair->is[AFTER] != NULL];
	const struct thing *u = b->pair->is[b->pair->is[AFTER] != NULL];
	const char *v = t->vpc == NULL ? t->kind == KIND_VPC ?
	    thing_label(t) : "" : thing_label(&t->vpc->is);
	const char *w = u->vpc == NULL ? u->kind == KIND_VPC ?
	    thing_label(u) : "" : thing_label(&u->vpc->is);
	int order = str_natural_compare(v, w);

	if (order != 0)
		return order;
	if (t->kind != u->kind)
		return t->kind < u->kind ? -1 : 1;
	order = str_natural_compare(a->title, b->title);
	return order != 0 ? order :
	    (a->pair->number > b->pair->number) -
	    (a->pair->number < b->pair->number);
}

static void
compare_pair(struct comparison *c, struct arena *a,
    const struct thing_pair *pair)
{
	const struct thing *before = pair->is[BEFORE];
	const struct thing *after = pair->is[AFTER];
	const struct thing *any = after != NULL ? after : before;
	struct thing_change unsaid = { .pair = pair };
	struct thing_change *change;

	if (is_pair_passed_over(before, after) || (any->implicit &&
	    (before == NULL || after == NULL))) {
		/* Of its interfaces the workload speaks, as far as they are
		 * not told apart. */
		if (before == NULL || after == NULL)
			c->touched[pair->number] = any->kind !=
			    KIND_INTERFACE;
		else if (any->kind == KIND_INTERFACE &&
		    !traits_are_same(pair, c->pairing))
			compare_traits(c, a, &unsaid);
		return;
	}
	if ((before == NULL && !is_seen(c, after, BEFORE)) ||
	    (after == NULL && !is_seen(c, before, AFTER))) {
		c->touched[pair->number] = true;
		c->unseen++;
		return;
	}
	change = change_of(c, a, pair);
	if (change == NULL) {
		c->unchanged++;
		return;
	}
	c->of[pair->number] = change;
	vec_push(a, c, change);
}

static struct comparison *
make_empty(struct arena *a, const struct pairing *p)
{
	struct comparison *c = arena_alloc(a, sizeof *c);

	c->pairing = p;
	c->of = arena_array(a, p->n + 1, sizeof *c->of);
	c->touched = arena_array(a, p->n + 1, sizeof *c->touched);
	return c;
}

struct comparison *
compare_things(struct arena *a, const struct pairing *p,
    const struct thing *const *v, size_t n)
{
	struct comparison *c = make_empty(a, p);

	c->unchanged = p->n - n;
	for (size_t i = 0; i < n; i++)
		compare_pair(c, a, pairing_of(p, AFTER, v[i]));
	vec_sort(c, compare_changes);
	return c;
}

struct comparison *
compare_models(struct arena *a, const struct pairing *p)
{
	struct comparison *c = make_empty(a, p);

	for (size_t i = 0; i < p->n; i++)
		compare_pair(c, a, p->v[i]);
	vec_sort(c, compare_changes);
	return c;
}
