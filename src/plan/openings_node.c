/* SPDX-License-Identifier: MIT */
#include "plan/openings_touch.h"

#include "base/map.h"
#include "base/str.h"
#include "model/facts.h"
#include "text/sanitise.h"

static void
add(struct arena *a, struct diff_nodes *list, struct diff_node n)
{
	n.title = sanitise_text(a, n.title);
	vec_push(a, list, n);
}

static enum selected
selected_as(enum kind kind)
{
	switch (kind) {
	case KIND_WORKLOAD:
		return SELECTED_WORKLOAD;
	case KIND_ENDPOINT:
		return SELECTED_ENDPOINT;
	case KIND_INTERFACE:
		return SELECTED_INTERFACE;
	default:
		return SELECTED_NETWORK;
	}
}

/* Interfaces that are nobody's, and endpoints that have some. */
static bool
is_node(const struct thing *t)
{
	const struct interface *i = (const struct interface *)t;

	switch (t->kind) {
	case KIND_WORKLOAD:
	case KIND_NETWORK:
		return true;
	case KIND_ENDPOINT:
		return ((const struct endpoint *)t)->type ==
		    ENDPOINT_INTERFACE;
	case KIND_INTERFACE:
		return !t->implicit && i->workload == NULL &&
		    i->endpoint == NULL;
	default:
		return false;
	}
}

static void
add_things(struct arena *a, struct diff_nodes *list,
    const struct comparison *c)
{
	for (size_t i = 0; i < c->pairing->n; i++) {
		const struct thing_pair *pair = c->pairing->v[i];
		enum when there = pair->is[AFTER] != NULL ? AFTER : BEFORE;
		const struct thing *t = pair->is[there];
		struct diff_node n = { 0 };

		if (!is_node(t))
			continue;
		n.title = pairing_name(c->pairing, a, there, t, NULL);
		n.outside = t->kind == KIND_NETWORK;
		n.sends = t->kind != KIND_ENDPOINT;
		for (size_t w = BEFORE; w <= AFTER; w++) {
			n.is[w] = pair->is[w] != NULL;
			n.means[w].what = selected_as(t->kind);
			/* A selection is of a model that is const here. */
			n.means[w].thing = (struct thing *)(uintptr_t)
			    pair->is[w];
		}
		add(a, list, n);
	}
}

/* A name makes a tier, and where one side has no name there is none. */
static bool
has_tier(const struct comparison *c, enum when when, const struct subnet *s)
{
	const struct thing_pair *pair = pairing_of(c->pairing, when, &s->is);
	const struct subnet *other = (const struct subnet *)
	    pair->is[when == BEFORE ? AFTER : BEFORE];

	return value_is_known(s->tier.is) &&
	    (other == NULL || value_is_known(other->tier.is));
}

static bool
is_inhabited(const struct subnet *s)
{
	for (size_t i = 0; i < s->interfaces.n; i++)
		if (s->interfaces.v[i]->workload != NULL ||
		    is_node(&s->interfaces.v[i]->is))
			return true;
	return false;
}

/* Which tiers are one: all subnets of the one are all of the other, under
 * another name.  From "vpc/tier" of one side to the tier of the other. */
struct tiers {
	struct map other[2];		/* of BEFORE, of AFTER */
};

static const char several_tiers[] = "";

static const char *
tier_key(struct arena *a, const struct comparison *c, enum when when,
    const struct subnet *s, const char *tier)
{
	return arena_printf(a, "%zu/%s", pairing_of(c->pairing, when,
	    &s->is.vpc->is)->number, tier);
}

static void
note_tier(struct arena *a, struct tiers *t, const struct comparison *c,
    const struct subnet *const of[2])
{
	for (size_t w = BEFORE; w <= AFTER; w++) {
		void **slot = map_slot(&t->other[w], tier_key(a, c,
		    (enum when)w, of[w], of[w]->tier.v));
		const char *there = of[1 - w]->tier.v;

		*slot = (void *)(uintptr_t)(*slot == NULL ||
		    str_equal(*slot, there) ? there : several_tiers);
	}
}

static struct tiers
tiers_of(struct arena *a, const struct comparison *c)
{
	struct tiers t = { { map_new(a), map_new(a) } };

	for (size_t i = 0; i < c->pairing->n; i++) {
		const struct thing_pair *pair = c->pairing->v[i];
		const struct subnet *of[2] = {
			(const struct subnet *)pair->is[BEFORE],
			(const struct subnet *)pair->is[AFTER] };

		if (of[BEFORE] != NULL && of[AFTER] != NULL &&
		    of[BEFORE]->is.kind == KIND_SUBNET &&
		    of[BEFORE]->is.vpc != NULL && of[AFTER]->is.vpc != NULL &&
		    value_is_known(of[BEFORE]->tier.is) &&
		    value_is_known(of[AFTER]->tier.is))
			note_tier(a, &t, c, of);
	}
	return t;
}

/* What a tier is called after, where it is the same one. */
static const char *
tier_after(struct arena *a, const struct tiers *t,
    const struct comparison *c, enum when when, const struct subnet *s)
{
	const char *after, *back;

	if (when == AFTER)
		return s->tier.v;
	after = map_get(&t->other[BEFORE], tier_key(a, c, when, s,
	    s->tier.v));
	if (after == NULL || after == several_tiers)
		return s->tier.v;
	back = map_get(&t->other[AFTER], tier_key(a, c, when, s, after));
	return back != NULL && str_equal(back, s->tier.v) ? after :
	    s->tier.v;
}

/*
 * Whether there may be somebody in a VPC whom the input does not list: where
 * one side alone says that there is nobody, that is no change.
 */
static bool
is_untold(const struct comparison *c, const struct thing_pair *vpc)
{
	for (size_t w = BEFORE; w <= AFTER; w++)
		if (vpc->is[w] != NULL && model_is_complete(
		    c->pairing->model[w], KIND_INTERFACE,
		    (const struct vpc *)vpc->is[w]))
			return false;
	return true;
}

/* The node of a subnet's tier, or of itself; its number from 1 is in seen. */
static struct diff_node *
node_of_subnet(struct arena *a, struct diff_nodes *list,
    const struct comparison *c, enum when when, struct subnet *s,
    const struct tiers *tiers, struct map *seen)
{
	struct vpc *v = s->is.vpc;
	const char *tier = has_tier(c, when, s) ? tier_after(a, tiers, c,
	    when, s) : NULL;
	struct diff_node n = { .sends = true };
	struct diff_node *node;
	void **slot = map_slot(seen, tier != NULL ? arena_printf(a,
	    "tier %s", tier_key(a, c, when, s, tier)) : arena_printf(a,
	    "subnet %zu", pairing_of(c->pairing, when, &s->is)->number));

	if (*slot == NULL) {
		n.title = tier == NULL ? pairing_name(c->pairing, a, when,
		    &s->is, NULL) : v->is.among_vpcs ? arena_printf(a,
		    "%s/%s", pairing_name(c->pairing, a, when, &v->is, NULL),
		    tier) : tier;
		add(a, list, n);
		*slot = (void *)(uintptr_t)list->n;
	}
	node = &list->v[(uintptr_t)*slot - 1];
	node->is[when] = true;
	node->means[when] = tier != NULL ? (struct selection){
		.what = SELECTED_TIER, .vpc = v, .name = s->tier.v } :
	    (struct selection){ .what = SELECTED_SUBNET, .thing = &s->is };
	node->means[when].is_said = is_untold(c, pairing_of(c->pairing, when,
	    &v->is));
	return node;
}

static void
add_subnets(struct arena *a, struct diff_nodes *list,
    const struct comparison *c, enum when when,
    const struct tiers *tiers, struct map *seen)
{
	const struct model *m = c->pairing->model[when];

	for (size_t i = 0; i < m->subnets.n; i++) {
		struct subnet *s = m->subnets.v[i];

		if (s->is.vpc != NULL)
			node_of_subnet(a, list, c, when, s, tiers,
			    seen)->inhabited |= is_inhabited(s);
	}
}

/* Workloads speak for their tier, also if they are there on one side only. */
static void
leave_out_inhabited(struct diff_nodes *list)
{
	size_t n = 0;

	for (size_t i = 0; i < list->n; i++)
		if (!list->v[i].inhabited)
			list->v[n++] = list->v[i];
	list->n = n;
}

/* Whether a service's name means the endpoint, inside of its VPC. */
static bool
has_the_name(const struct thing *t)
{
	const struct endpoint *e = (const struct endpoint *)t;
	const struct vpc *v = t == NULL ? NULL : t->vpc;

	return v != NULL && (fact_state_carries(e->state) ||
	    fact_state_is_unknown(e->state)) &&
	    flag_or(e->private_dns, true) &&
	    flag_or(v->dns_support, true) && flag_or(v->dns_hostnames,
	    flag_or(v->is_default, false));
}

static bool
is_of_one_service(const struct thing_pair *pair)
{
	const struct endpoint *x = (const struct endpoint *)pair->is[BEFORE];
	const struct endpoint *y = (const struct endpoint *)pair->is[AFTER];

	return x == NULL || y == NULL || str_equal(x->service.v, y->service.v);
}

/* A service is asked for by its name: what that means may have changed. */
static bool
is_asked_for(const struct comparison *c, enum when w,
    const struct endpoint *e)
{
	const struct thing_pair *pair;

	if (!value_is_known(e->service.is) || e->type == ENDPOINT_GATEWAY)
		return value_is_known(e->service.is);
	pair = pairing_of(c->pairing, w, &e->is);
	return e->type == ENDPOINT_INTERFACE &&
	    select_is_service(e->service.v) &&
	    (has_the_name(pair->is[BEFORE]) != has_the_name(pair->is[AFTER])
	    || !is_of_one_service(pair));
}

static void
add_services(struct arena *a, struct diff_nodes *list,
    const struct comparison *c)
{
	struct map seen = map_new(a);

	for (size_t w = BEFORE; w <= AFTER; w++) {
		const struct model *m = c->pairing->model[w];

		for (size_t i = 0; i < m->endpoints.n; i++) {
			const struct endpoint *e = m->endpoints.v[i];
			struct diff_node n = { .outside = true,
				.is = { true, true } };

			if (!is_asked_for(c, (enum when)w, e) ||
			    *map_slot(&seen, e->service.v) != NULL)
				continue;
			n.touched = e->type != ENDPOINT_GATEWAY;
			*map_slot(&seen, e->service.v) = m->endpoints.v[i];
			n.title = e->service.v;
			n.means[BEFORE].what = SELECTED_SERVICE;
			n.means[BEFORE].name = e->service.v;
			n.means[AFTER] = n.means[BEFORE];
			add(a, list, n);
		}
	}
}

static bool
has_nat64(const struct model *m)
{
	for (size_t i = 0; i < m->route_tables.n; i++) {
		const struct route_table *t = m->route_tables.v[i];

		for (size_t k = 0; k < t->routes.n; k++)
			if (t->routes.v[k]->destination == DESTINATION_CIDR &&
			    value_is_known(t->routes.v[k]->cidr.is) &&
			    cidr_contains(fact_nat64_prefix(),
			    t->routes.v[k]->cidr.v))
				return true;
	}
	return false;
}

/* What IPv6 alone reaches of the IPv4 internet, where somebody has a route to
 * it. */
static void
add_nat64(struct arena *a, struct diff_nodes *list,
    const struct comparison *c)
{
	struct diff_node n = { .title = "internet (NAT64)",
		.outside = true, .is = { true, true } };

	if (!has_nat64(c->pairing->model[BEFORE]) &&
	    !has_nat64(c->pairing->model[AFTER]))
		return;
	n.means[BEFORE] = n.means[AFTER] = (struct selection){
		.what = SELECTED_CIDR, .cidr = fact_nat64_prefix() };
	add(a, list, n);
}

struct diff_nodes
diff_nodes_of(struct arena *a, const struct comparison *c)
{
	struct diff_nodes list = { 0 };
	struct map seen = map_new(a);
	struct tiers tiers = tiers_of(a, c);

	add(a, &list, (struct diff_node){ .title = "internet",
	    .outside = true, .sends = true, .is = { true, true },
	    .means = { { .what = SELECTED_INTERNET },
	    { .what = SELECTED_INTERNET } } });
	add_things(a, &list, c);
	add_subnets(a, &list, c, BEFORE, &tiers, &seen);
	add_subnets(a, &list, c, AFTER, &tiers, &seen);
	leave_out_inhabited(&list);
	add_services(a, &list, c);
	add_nat64(a, &list, c);
	diff_nodes_touch(a, c, &list);
	return list;
}
