/* SPDX-License-Identifier: MIT */
#include "model/select_search.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

static int
compare_entries(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;
	int order = strcmp(a->text, b->text);

	if (order != 0)
		return order;
	return a->order < b->order ? -1 : a->order > b->order;
}

static void
add(struct selector *s, const char *text, struct entry e)
{
	if (text == NULL || *text == '\0')
		return;
	e.text = text;
	e.order = s->entries.n;
	vec_push(s->a, &s->entries, e);
}

/* The texts that mean a thing.  An interface of a workload is called by
 * both names (fw.out), as the label has it; that of an instance which the input
 * does not list stands for it. */
static void
add_thing(struct selector *s, struct thing *t)
{
	const struct interface *i = (const struct interface *)t;
	struct entry e = { .thing = t };

	if (t->kind == KIND_INTERFACE && t->implicit)
		return;
	add(s, t->id, e);
	if (!str_equal(t->address, t->id))
		add(s, t->address, e);
	if (t->kind == KIND_INTERFACE && i->workload != NULL) {
		if (!str_equal(t->label, t->id))
			add(s, t->label, e);
	} else if (!str_equal(t->name, t->id) &&
	    !str_equal(t->name, t->address)) {
		add(s, t->name, e);
	}
	if (t->kind == KIND_INTERFACE && i->workload == NULL)
		add(s, i->holder, e);
}

static int
compare_tiers(const void *x, const void *y)
{
	const struct subnet *a = *(struct subnet *const *)x;
	const struct subnet *b = *(struct subnet *const *)y;
	int order = strcmp(a->tier.v, b->tier.v);
	uint32_t u = a->is.vpc != NULL ? a->is.vpc->is.order + 1 : 0;
	uint32_t w = b->is.vpc != NULL ? b->is.vpc->is.order + 1 : 0;

	if (order != 0)
		return order;
	if (u != w)
		return u < w ? -1 : 1;
	return a->is.order < b->is.order ? -1 : a->is.order > b->is.order;
}

/* One entry for the subnets of one VPC that have one tier. */
static void
add_tiers(struct selector *s, const struct model *m)
{
	VEC(struct subnet *) v = { 0 };
	size_t end;

	for (size_t i = 0; i < m->subnets.n; i++)
		if (value_is_known(m->subnets.v[i]->tier.is))
			vec_push(s->a, &v, m->subnets.v[i]);
	vec_sort(&v, compare_tiers);
	for (size_t i = 0; i < v.n; i = end) {
		struct entry e = { .thing = &v.v[i]->is, .is_tier = true,
			.is_default_tier = true };

		for (end = i; end < v.n &&
		    v.v[end]->is.vpc == v.v[i]->is.vpc &&
		    strcmp(v.v[end]->tier.v, v.v[i]->tier.v) == 0; end++)
			if (v.v[end]->tier.is.origin != ORIGIN_DERIVED)
				e.is_default_tier = false;
		e.tier_size = end - i;
		add(s, v.v[i]->tier.v, e);
	}
}

struct selector *
selector_new(struct arena *a, const struct model *m)
{
	struct selector *s = arena_alloc(a, sizeof *s);

	s->a = a;
	for (enum kind kind = 0; kind < KIND_COUNT; kind++)
		for (size_t i = 0; i < m->things[kind].n; i++)
			add_thing(s, m->things[kind].v[i]);
	add_tiers(s, m);
	vec_sort(&s->entries, compare_entries);
	return s;
}

/* What the prefixes of notation mean here. */
static const struct {
	const char *prefix;
	enum kind kind;
	bool is_tier, is_end;
} prefixes[] = {
	{ "endpoint", KIND_ENDPOINT, false, true },
	{ "nat", KIND_NAT_GATEWAY, false, false },
	{ "net", KIND_NETWORK, false, true },
	{ "pl", KIND_PREFIX_LIST, false, false },
	{ "sg", KIND_SECURITY_GROUP, false, false },
	{ "subnet", KIND_SUBNET, false, true },
	{ "tier", KIND_SUBNET, true, true },
	{ "vpc", KIND_VPC, false, true },
	{ "workload", KIND_WORKLOAD, false, true },
};

enum { N_PREFIXES = sizeof prefixes / sizeof prefixes[0] };

const char *
select_prefix(const struct entry *e)
{
	for (size_t i = 0; i < N_PREFIXES; i++)
		if (prefixes[i].kind == e->thing->kind &&
		    prefixes[i].is_tier == e->is_tier)
			return prefixes[i].prefix;
	return NULL;
}

/* Whether it can send or receive packets. */
bool
select_is_end(const struct entry *e)
{
	switch (e->thing->kind) {
	case KIND_ENDPOINT:
		return ((const struct endpoint *)e->thing)->type !=
		    ENDPOINT_GATEWAY;
	case KIND_INTERFACE:
	case KIND_NETWORK:
	case KIND_SUBNET:
	case KIND_VPC:
	case KIND_WORKLOAD:
		return true;
	default:
		return false;
	}
}

static bool
is_called(const struct thing *t, const char *text)
{
	return str_equal(t->name, text) || str_equal(t->id, text) ||
	    str_equal(t->address, text);
}

/* Whether the entry is what a qualified name asks for. */
bool
select_fits(const struct search *q, const struct entry *e)
{
	const struct thing *t = e->thing;
	const char *prefix = select_prefix(e);

	if (q->island != 0 && t->island != q->island)
		return false;
	if (q->name.vpc != NULL && (t->vpc == NULL ||
	    !is_called(&t->vpc->is, q->name.vpc)))
		return false;
	return q->name.prefix == NULL ||
	    (prefix != NULL && strcmp(prefix, q->name.prefix) == 0);
}

/* Behind the last entry; NULL, as the first one then, if there are none. */
const struct entry *
select_end(const struct selector *s)
{
	return s->entries.n > 0 ? s->entries.v + s->entries.n : NULL;
}

const struct entry *
select_first(const struct selector *s, const char *text)
{
	size_t low = 0, high = s->entries.n;

	if (high == 0)
		return NULL;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(s->entries.v[middle].text, text) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return s->entries.v + low;
}

/* Why a name as such can be no end of a flow, or NULL. */
const char *
select_why_no_end(const struct search *q)
{
	const struct name_text *name = &q->name;

	if (name->prefix == NULL && name->vpc == NULL && !name->quoted &&
	    notation_is_reserved(name->name))
		return arena_printf(q->a, "\"%s\" is a reserved word and no "
		    "end of a flow", name->name);
	for (size_t i = 0; name->prefix != NULL && i < N_PREFIXES; i++)
		if (strcmp(name->prefix, prefixes[i].prefix) == 0 &&
		    !prefixes[i].is_end)
			return arena_printf(q->a, "%s: stands for %s, which is "
			    "no end of a flow", name->prefix,
			    kind_with_article(prefixes[i].kind));
	return NULL;
}

/* Whether people name it where they say which way a flow takes. */
bool
select_is_passed(const struct entry *e)
{
	switch (e->thing->kind) {
	case KIND_INTERNET_GATEWAY:
	case KIND_EGRESS_ONLY_GATEWAY:
	case KIND_NAT_GATEWAY:
	case KIND_VPN_GATEWAY:
	case KIND_VPN:
	case KIND_TRANSIT_GATEWAY:
	case KIND_ATTACHMENT:
	case KIND_PEERING:
	case KIND_ENDPOINT:
	case KIND_INTERFACE:
	case KIND_WORKLOAD:
		return true;
	default:
		return false;
	}
}

bool
select_may_be_passed(const struct entry *e)
{
	switch (e->thing->kind) {
	case KIND_VPC:
	case KIND_SUBNET:
	case KIND_NETWORK:
	case KIND_PREFIX_LIST:
	case KIND_ELASTIC_IP:
	case KIND_ENDPOINT_SERVICE:
	case KIND_CUSTOMER_GATEWAY:
		return false;
	default:
		return !e->is_tier;
	}
}
