/* SPDX-License-Identifier: MIT */
#include "plan/pairing_key.h"

#include "base/map.h"
#include "base/str.h"

const char *
paired_by_word(enum paired_by by)
{
	static const char *const words[] = { "address", "id", "name", "CIDR",
		"place" };

	return words[by];
}

/* The same of a thing that is there. */
static const struct thing_pair *
pair_of(const struct pairing *p, enum when when, const struct thing *t)
{
	while (t->merged_into != NULL)
		t = t->merged_into;
	return t->order < p->orders[when] ? p->of[when][t->order] : NULL;
}

const struct thing_pair *
pairing_of(const struct pairing *p, enum when when, const struct thing *t)
{
	return t != NULL ? pair_of(p, when, t) : NULL;
}

/* ------------------------------------------------------------------ keys */

const char *
pairing_key(const struct pairing *p, struct arena *a, enum when when,
    const struct thing *t)
{
	const struct thing_pair *pair = pairing_of(p, when, t);

	return pair == NULL ? NULL : arena_printf(a, "%zu", pair->number);
}

static const char *
key_of_address(const struct pairing *p, struct arena *a, enum when when,
    const struct thing *t)
{
	(void)p;
	(void)a;
	(void)when;
	return t->address;
}

static const char *
key_of_id(const struct pairing *p, struct arena *a, enum when when,
    const struct thing *t)
{
	(void)p;
	(void)a;
	(void)when;
	return t->id;
}

static const char *
key_of_name(const struct pairing *p, struct arena *a, enum when when,
    const struct thing *t)
{
	const struct thing *around = thing_around(t);
	const char *scope = "";

	if (t->name == NULL)
		return NULL;
	if (around != NULL)
		scope = pairing_key(p, a, when, around);
	return scope == NULL ? NULL : arena_printf(a, "%s/%s", scope, t->name);
}

static const char *
text_of_cidr(struct arena *a, const struct cidr_value *v)
{
	return value_is_known(v->is) ?
	    cidr_text(a, v->v) : NULL;
}

static const char *
text_of_address(struct arena *a, const struct address_value *v)
{
	return value_is_known(v->is) && v->family != 0 ?
	    addr_text(a, v->v, v->family) : NULL;
}

/* The block or address that tells a thing of its kind from the others. */
static const char *
block_of(struct arena *a, const struct thing *t)
{
	const struct vpc *v = (const struct vpc *)t;
	const struct subnet *s = (const struct subnet *)t;
	const struct interface *i = (const struct interface *)t;
	const struct network *n = (const struct network *)t;

	switch (t->kind) {
	case KIND_VPC:
		return v->cidrs.n > 0 ? text_of_cidr(a, &v->cidrs.v[0]) : NULL;
	case KIND_SUBNET:
		return text_of_cidr(a, value_is_known(s->cidr.is) ? &s->cidr :
		    &s->ipv6_cidr);
	case KIND_INTERFACE:
		return i->addresses.n > 0 ?
		    text_of_address(a, &i->addresses.v[0]) : NULL;
	case KIND_ELASTIC_IP:
		return text_of_address(a,
		    &((const struct elastic_ip *)t)->address);
	case KIND_CUSTOMER_GATEWAY:
		return text_of_address(a,
		    &((const struct customer_gateway *)t)->address);
	case KIND_NETWORK:
		return n->cidrs.n > 0 ? text_of_cidr(a, &n->cidrs.v[0]) : NULL;
	default:
		return NULL;
	}
}

static const char *
key_of_cidr(const struct pairing *p, struct arena *a, enum when when,
    const struct thing *t)
{
	const char *block = block_of(a, t), *scope = "";

	if (block == NULL)
		return NULL;
	if (t->vpc != NULL)
		scope = pairing_key(p, a, when, &t->vpc->is);
	return scope == NULL ? NULL : arena_printf(a, "%s/%s", scope, block);
}

/* Several accounts may have the same block. */
static const char *
key_of_account_and_cidr(const struct pairing *p, struct arena *a,
    enum when when, const struct thing *t)
{
	const char *block = key_of_cidr(p, a, when, t);

	return block == NULL || t->account == NULL ? NULL :
	    arena_printf(a, "%s/%s/%s", t->account, t->region == NULL ? "" :
	    t->region, block);
}

/* ----------------------------------------------------------------- steps */

/* In the map of a step: the only one of its key, or this. */
static const struct thing several;

static struct map
keys_of(const struct pairing *p, struct arena *a, enum when when,
    enum kind kind, pairing_key_function *key)
{
	const struct model *m = p->model[when];
	struct map out = map_new(a);

	for (size_t i = 0; i < m->things[kind].n; i++) {
		struct thing *t = m->things[kind].v[i];
		const char *text;
		void **slot;

		if (p->of[when][t->order] != NULL)
			continue;
		text = key(p, a, when, t);
		if (text == NULL)
			continue;
		slot = map_slot(&out, text);
		*slot = *slot == NULL ? (void *)t : (void *)(uintptr_t)&several;
	}
	return out;
}

static struct thing_pair *
add_pair(struct pairing *p, struct arena *a, const struct thing *before,
    const struct thing *after)
{
	struct thing_pair *pair = arena_alloc(a, sizeof *pair);

	pair->is[BEFORE] = before;
	pair->is[AFTER] = after;
	pair->number = p->n;
	if (before != NULL)
		p->of[BEFORE][before->order] = pair;
	if (after != NULL)
		p->of[AFTER][after->order] = pair;
	vec_push(a, p, pair);
	return pair;
}

static void
set_by(struct thing_pair *pair, enum paired_by by, const char *role)
{
	pair->by = by;
	pair->role = role;
}

static void
step(struct pairing *p, struct arena *a, enum kind kind, enum paired_by by,
    pairing_key_function *key, const char *role)
{
	struct map before = keys_of(p, a, BEFORE, kind, key);
	struct map after = keys_of(p, a, AFTER, kind, key);
	const struct model *m = p->model[BEFORE];

	for (size_t i = 0; i < m->things[kind].n; i++) {
		const struct thing *t = m->things[kind].v[i], *partner;
		const char *text;

		if (p->of[BEFORE][t->order] != NULL)
			continue;
		text = key(p, a, BEFORE, t);
		if (text == NULL || map_get(&before, text) == &several)
			continue;
		partner = map_get(&after, text);
		if (partner != NULL && partner != &several)
			set_by(add_pair(p, a, t, partner), by, role);
	}
}

/* Those of one key, in the order of their declaration. */
struct alike {
	VEC(const struct thing *) of[2];	/* by enum when */
};

/* What is alike as often before as after is paired one by one. */
static void
step_in_order(struct pairing *p, struct arena *a,
    const struct pairing_role *role)
{
	struct map by_key = map_new(a);
	VEC(struct alike *) all = { 0 };

	for (size_t w = BEFORE; w <= AFTER; w++) {
		const struct model *m = p->model[w];

		for (size_t i = 0; i < m->things[role->kind].n; i++) {
			const struct thing *t = m->things[role->kind].v[i];
			const char *key = p->of[w][t->order] != NULL ? NULL :
			    role->key(p, a, (enum when)w, t);
			void **slot;

			if (key == NULL)
				continue;
			slot = map_slot(&by_key, key);
			if (*slot == NULL) {
				*slot = arena_alloc(a, sizeof(struct alike));
				vec_push(a, &all, (struct alike *)*slot);
			}
			vec_push(a, &((struct alike *)*slot)->of[w], t);
		}
	}
	for (size_t i = 0; i < all.n; i++)
		for (size_t k = 0; all.v[i]->of[BEFORE].n ==
		    all.v[i]->of[AFTER].n && k < all.v[i]->of[AFTER].n; k++)
			set_by(add_pair(p, a, all.v[i]->of[BEFORE].v[k],
			    all.v[i]->of[AFTER].v[k]), PAIRED_BY_ROLE,
			    role->words);
}

/* The same address, id, name or block. */
static void
pair_kind(struct pairing *p, struct arena *a, enum kind kind)
{
	step(p, a, kind, PAIRED_BY_ADDRESS, key_of_address, NULL);
	step(p, a, kind, PAIRED_BY_ID, key_of_id, NULL);
	step(p, a, kind, PAIRED_BY_NAME, key_of_name, NULL);
	if (kind == KIND_VPC)
		step(p, a, kind, PAIRED_BY_CIDR, key_of_account_and_cidr, NULL);
	step(p, a, kind, PAIRED_BY_CIDR, key_of_cidr, NULL);
}

static void
pair_roles(struct pairing *p, struct arena *a, uint32_t kinds)
{
	for (const struct pairing_role *r = pairing_roles; r->key != NULL; r++)
		if ((kinds >> r->kind & 1) == 0)
			continue;
		else if (r->in_order)
			step_in_order(p, a, r);
		else
			step(p, a, r->kind, PAIRED_BY_ROLE, r->key, r->words);
}

/* What is on one side only. */
static void
add_rest(struct pairing *p, struct arena *a)
{
	for (int kind = 0; kind < KIND_COUNT; kind++)
		for (size_t w = BEFORE; w <= AFTER; w++) {
			const struct model *m = p->model[w];

			for (size_t i = 0; i < m->things[kind].n; i++) {
				const struct thing *t = m->things[kind].v[i];

				if (p->of[w][t->order] == NULL)
					add_pair(p, a, w == BEFORE ? t : NULL,
					    w == AFTER ? t : NULL);
			}
		}
}

static int
compare_pairs(const void *x, const void *y)
{
	const struct thing_pair *b = *(struct thing_pair *const *)x;
	const struct thing_pair *c = *(struct thing_pair *const *)y;
	enum kind first = b->is[b->is[AFTER] != NULL]->kind;
	enum kind second = c->is[c->is[AFTER] != NULL]->kind;

	if (first != second)
		return first < second ? -1 : 1;
	return b->number < c->number ? -1 : b->number > c->number;
}

static struct pairing *
make_empty(struct arena *a, const struct model *before,
    const struct model *after)
{
	struct pairing *p = arena_alloc(a, sizeof *p);

	p->model[BEFORE] = before;
	p->model[AFTER] = after;
	for (size_t i = 0; i < 2; i++) {
		p->orders[i] = p->model[i]->next_order;
		p->of[i] = arena_array(a, p->orders[i], sizeof *p->of[i]);
	}
	return p;
}

struct pairing *
pairing_of_copy(struct arena *a, const struct model *m,
    const struct model *copy)
{
	struct pairing *p = make_empty(a, m, copy);

	for (int kind = 0; kind < KIND_COUNT; kind++)
		for (size_t i = 0; i < m->things[kind].n; i++)
			add_pair(p, a, m->things[kind].v[i],
			    copy->things[kind].v[i]);
	return p;
}

struct pairing *
pairing_new(struct arena *a, const struct model *before,
    const struct model *after)
{
	/* Keys of the others are made of pairs of these. */
	static const enum kind first[] = { KIND_VPC, KIND_TRANSIT_GATEWAY,
		KIND_SUBNET, KIND_WORKLOAD };
	enum { ROUNDS = 2 };
	uint32_t done = 0;
	struct pairing *p = make_empty(a, before, after);

	for (size_t i = 0; i < sizeof first / sizeof *first; i++) {
		pair_kind(p, a, first[i]);
		if (first[i] == KIND_TRANSIT_GATEWAY)
			pair_roles(p, a, UINT32_C(1) << first[i]);
		done |= UINT32_C(1) << first[i];
	}
	for (int kind = 0; kind < KIND_COUNT; kind++)
		if ((done >> kind & 1) == 0)
			pair_kind(p, a, (enum kind)kind);
	/* One role may rest on another: a group on who carries it. */
	for (int i = 0; i < ROUNDS; i++)
		pair_roles(p, a, UINT32_MAX);
	add_rest(p, a);
	vec_sort(p, compare_pairs);
	for (size_t i = 0; i < p->n; i++)
		p->v[i]->number = i;
	return p;
}

/* The side whose name is shown: after, unless only before has one at all. */
static const struct thing *
shown_side(const struct thing_pair *pair, const struct thing *t)
{
	const struct thing *before = pair == NULL ? NULL : pair->is[BEFORE];
	const struct thing *after = pair == NULL ? NULL : pair->is[AFTER];

	if (after == NULL)
		return t;
	return after->name == NULL && before != NULL &&
	    before->name != NULL ? before : after;
}

const char *
pairing_name(const struct pairing *p, struct arena *a, enum when when,
    const struct thing *t, const struct thing *near)
{
	const struct thing *shown = shown_side(pair_of(p, when, t), t);
	const char *label = thing_label(shown);
	/* Which one it is in may be known on one side alone. */
	const struct vpc *around = t->vpc;
	bool is_elsewhere = t->vpc != NULL && near != NULL &&
	    near->vpc != NULL && t->vpc != near->vpc;

	if (label[0] == '\0')
		label = arena_printf(a, "the %s%s", t->implicit ?
		    "implicit " : "", kind_name(t->kind));
	return is_elsewhere || (near == NULL && t->vpc != NULL &&
	    shown->among_vpcs) ? arena_printf(a, "%s/%s",
	    thing_label(shown_side(pair_of(p, when, &around->is),
	    &around->is)), label) : label;
}
