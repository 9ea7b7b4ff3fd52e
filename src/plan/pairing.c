/* SPDX-License-Identifier: MIT */
#include "plan/pairing.h"

#include "base/map.h"
#include "base/str.h"

#include <stdlib.h>

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
	return p->of[when][t->order];
}

const struct thing_pair *
pairing_of(const struct pairing *p, enum when when, const struct thing *t)
{
	return t != NULL ? pair_of(p, when, t) : NULL;
}

/* ------------------------------------------------------------------ keys */

/* A text for the thing that a key stands in, the same on both sides; NULL if
 * that thing is not paired. */
static const char *
key_of_pair(const struct pairing *p, struct arena *a, enum when when,
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
		scope = key_of_pair(p, a, when, around);
	return scope == NULL ? NULL : arena_printf(a, "%s/%s", scope, t->name);
}

static const char *
text_of_cidr(struct arena *a, const struct cidr_value *v)
{
	char text[CIDR_TEXT_MAX];

	return value_is_known(v->is) ?
	    arena_strdup(a, cidr_format(v->v, text)) : NULL;
}

static const char *
text_of_address(struct arena *a, const struct address_value *v)
{
	char text[ADDR_TEXT_MAX];

	return value_is_known(v->is) && v->family != 0 ?
	    arena_strdup(a, addr_format(v->v, v->family, text)) : NULL;
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
		scope = key_of_pair(p, a, when, &t->vpc->is);
	return scope == NULL ? NULL : arena_printf(a, "%s/%s", scope, block);
}

static int
compare_text(const void *x, const void *y)
{
	return str_natural_compare(*(const char *const *)x,
	    *(const char *const *)y);
}

/* The subnets that share a table or an ACL, whatever their order. */
static const char *
users_of(const struct pairing *p, struct arena *a, enum when when,
    struct subnet *const *v, size_t n)
{
	struct str s = str_new(a);
	VEC(const char *) keys = { 0 };

	for (size_t i = 0; i < n; i++) {
		const char *key = key_of_pair(p, a, when, &v[i]->is);

		if (key == NULL)
			return NULL;
		vec_push(a, &keys, key);
	}
	if (n == 0)
		return NULL;
	vec_sort(&keys, compare_text);
	for (size_t i = 0; i < n; i++)
		str_addf(&s, " %s", keys.v[i]);
	return str_text(&s);
}

/* The workloads that carry a group, whatever their order. */
static const char *
members_of(const struct pairing *p, struct arena *a, enum when when,
    const struct security_group *g)
{
	struct str s = str_new(a);
	VEC(const char *) keys = { 0 };

	for (size_t i = 0; i < g->members.n; i++) {
		const struct workload *w = g->members.v[i]->workload;
		const char *key = w == NULL ? NULL :
		    key_of_pair(p, a, when, &w->is);

		if (key == NULL)
			return NULL;
		vec_push(a, &keys, key);
	}
	if (keys.n == 0)
		return NULL;
	vec_sort(&keys, compare_text);
	for (size_t i = 0; i < keys.n; i++)
		if (i == 0 || !str_equal(keys.v[i], keys.v[i - 1]))
			str_addf(&s, " %s", keys.v[i]);
	return str_text(&s);
}

/* What there is one of in its VPC by its role: "main", "default". */
static const char *
key_in_vpc(const struct pairing *p, struct arena *a, enum when when,
    const struct thing *t)
{
	const struct route_table *r = (const struct route_table *)t;
	const struct network_acl *acl = (const struct network_acl *)t;
	const struct endpoint *e = (const struct endpoint *)t;
	const struct nat_gateway *nat = (const struct nat_gateway *)t;

	switch (t->kind) {
	case KIND_ROUTE_TABLE:
		if (t->vpc->main_table == r)
			return "main";
		return users_of(p, a, when, r->subnets.v, r->subnets.n);
	case KIND_NETWORK_ACL:
		if (acl->is_default)
			return "default";
		return users_of(p, a, when, acl->subnets.v, acl->subnets.n);
	case KIND_SECURITY_GROUP:
		if (((const struct security_group *)t)->is_default)
			return "default";
		return members_of(p, a, when, (const struct security_group *)t);
	case KIND_INTERNET_GATEWAY:
	case KIND_EGRESS_ONLY_GATEWAY:
	case KIND_VPN_GATEWAY:
		return "gateway";
	case KIND_ENDPOINT:
		return value_is_known(e->service.is) ? arena_printf(a,
		    "%d %s", e->type, e->service.v) : NULL;
	case KIND_NAT_GATEWAY:
		return nat->subnet.to == NULL ? "regional" :
		    key_of_pair(p, a, when, nat->subnet.to);
	default:
		return NULL;
	}
}

static const char *
key_of_role(const struct pairing *p, struct arena *a, enum when when,
    const struct thing *t)
{
	const struct peering *peering = (const struct peering *)t;
	const struct attachment *at = (const struct attachment *)t;
	const char *first = NULL, *second = NULL;

	if (t->kind == KIND_PEERING) {
		first = key_of_pair(p, a, when, peering->ends[0].to);
		second = key_of_pair(p, a, when, peering->ends[1].to);
	} else if (t->kind == KIND_ATTACHMENT && at->gateway != NULL) {
		first = key_of_pair(p, a, when, &at->gateway->is);
		second = key_of_pair(p, a, when, at->target.to);
	} else if (t->kind == KIND_BLOCK_PUBLIC_ACCESS) {
		first = t->account == NULL ? "" : t->account;
		second = t->region == NULL ? "" : t->region;
	} else if (t->vpc != NULL) {
		first = key_of_pair(p, a, when, &t->vpc->is);
		second = key_in_vpc(p, a, when, t);
	}
	return first == NULL || second == NULL ? NULL :
	    arena_printf(a, "%s/%s", first, second);
}

/* ----------------------------------------------------------------- steps */

typedef const char *key_function(const struct pairing *p, struct arena *a,
    enum when when, const struct thing *t);

/* In the map of a step: the only one of its key, or this. */
static const struct thing several;

static struct map
keys_of(const struct pairing *p, struct arena *a, enum when when,
    enum kind kind, key_function *key)
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
step(struct pairing *p, struct arena *a, enum kind kind, enum paired_by by,
    key_function *key)
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
			add_pair(p, a, t, partner)->by = by;
	}
}

static void
pair_kind(struct pairing *p, struct arena *a, enum kind kind)
{
	static const struct {
		enum paired_by by;
		key_function *key;
	} steps[] = {
		{ PAIRED_BY_ADDRESS, key_of_address },
		{ PAIRED_BY_ID, key_of_id },
		{ PAIRED_BY_NAME, key_of_name },
		{ PAIRED_BY_CIDR, key_of_cidr },
		{ PAIRED_BY_ROLE, key_of_role }
	};

	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		step(p, a, kind, steps[i].by, steps[i].key);
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

struct pairing *
pairing_new(struct arena *a, const struct model *before,
    const struct model *after)
{
	/* Keys of the others are made of pairs of these. */
	static const enum kind first[] = { KIND_VPC, KIND_SUBNET,
		KIND_TRANSIT_GATEWAY, KIND_WORKLOAD };
	const uint32_t is_first = UINT32_C(1) << KIND_VPC |
	    UINT32_C(1) << KIND_SUBNET |
	    UINT32_C(1) << KIND_TRANSIT_GATEWAY | UINT32_C(1) << KIND_WORKLOAD;
	struct pairing *p = arena_alloc(a, sizeof *p);

	p->model[BEFORE] = before;
	p->model[AFTER] = after;
	p->of[BEFORE] = arena_array(a, before->next_order + 1,
	    sizeof *p->of[BEFORE]);
	p->of[AFTER] = arena_array(a, after->next_order + 1,
	    sizeof *p->of[AFTER]);
	for (size_t i = 0; i < sizeof first / sizeof *first; i++)
		pair_kind(p, a, first[i]);
	for (int kind = 0; kind < KIND_COUNT; kind++)
		if ((is_first >> kind & 1) == 0)
			pair_kind(p, a, (enum kind)kind);
	return p;
}

const char *
pairing_name(const struct pairing *p, struct arena *a, enum when when,
    const struct thing *t, const struct thing *near)
{
	const struct thing_pair *pair = pair_of(p, when, t);
	const struct thing *shown = pair != NULL && pair->is[AFTER] != NULL ?
	    pair->is[AFTER] : t;
	const char *label = thing_label(shown);
	/* Which one it is in may be known on one side alone. */
	const struct vpc *around = shown->vpc != NULL ? shown->vpc : t->vpc;
	bool is_elsewhere = t->vpc != NULL && near != NULL &&
	    near->vpc != NULL && t->vpc != near->vpc;

	if (label[0] == '\0')
		label = arena_printf(a, "the %s%s", t->implicit ?
		    "implicit " : "", kind_name(t->kind));
	return is_elsewhere || (near == NULL && t->vpc != NULL &&
	    shown->among_vpcs) ? arena_printf(a, "%s/%s",
	    thing_label(&around->is), label) : label;
}
