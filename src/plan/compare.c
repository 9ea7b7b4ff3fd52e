/* SPDX-License-Identifier: MIT */
#include "plan/compare_fields.h"

#include "base/str.h"

#include <stdlib.h>

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
			vec_push(a, &c->along, compare_row_text(a, &all.v[i]));
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
