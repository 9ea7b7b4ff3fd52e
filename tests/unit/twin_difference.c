/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "model/notation.h"
#include "plan/openings.h"
#include "plan/openings_node.h"
#include "twin_change.h"
#include "twin_place.h"

#include <string.h>

/*
 * The difference of two random networks against the naive twin, packet by
 * packet: what the twin says opened or closed must be among the openings, and
 * the packet that an opening names must fare in both as its kind says.  A pair
 * that fails is printed by "twin.t change NUMBER".
 */

enum { NETWORKS = 150, PAIRS = 60, PACKETS = 6 };

struct difference_of {
	struct arena *a;
	unsigned number;
	struct twin_engine of[2];	/* by enum when */
	struct openings openings;
	size_t packets, changed;
};

/* ------------------------------------------------------------ one packet */

struct sent {
	const char *name[2];
	const struct selection *from[2], *to[2];	/* by enum when */
	enum family family;
	uint32_t point;
	struct addr source, target;
};

static const struct end *
end_with(const struct ends *all, enum family family, struct addr a)
{
	for (size_t i = 0; i < all->n; i++)
		if (range_set_has(all->v[i]->addresses[FAMILY_INDEX(family)],
		    a))
			return all->v[i];
	return NULL;
}

static bool
is_balancer(const struct end *e)
{
	return e->workload != NULL &&
	    e->workload->kind == WORKLOAD_NETWORK_LOAD_BALANCER;
}

/* A balancer is asked about by its name, which is that of the nodes that
 * serve: one that does is enough. */
static enum twin_verdict
of_any_node(const struct twin_question *q, const struct ends *nodes,
    enum family family)
{
	enum twin_verdict best = TWIN_NO;

	for (size_t i = 0; i < nodes->n; i++) {
		const struct range_set own =
		    nodes->v[i]->addresses[FAMILY_INDEX(family)];
		struct twin_question one = *q;
		enum twin_verdict v;

		if (own.n == 0)
			continue;
		one.to = twin_place_of(nodes->v[i], family,
		    addr_equal(own.v[0].first, q->from.address) ?
		    own.v[0].last : own.v[0].first);
		v = twin_ask(&one).verdict;
		if (v == TWIN_DOUBT)
			return v;
		if (v > best)
			best = v;
	}
	return best;
}

/* What the twin says of it in one network; doubt where it cannot be asked. */
static enum twin_verdict
verdict(const struct difference_of *d, enum when w, const struct sent *s)
{
	const struct places *places = reach_places(d->of[w].r);
	struct ends from = ends_of(d->a, places, s->from[w], false, NULL);
	const struct end *x = end_with(&from, s->family, s->source), *y;
	struct ends to;
	struct twin_question q = { .m = d->of[w].m, .family = s->family,
		.protocol = s->point >> 16, .port = s->point & 0xffff };

	if (x == NULL)
		return TWIN_DOUBT;
	to = ends_of(d->a, places, s->to[w], true, x);
	y = end_with(&to, s->family, s->target);
	q.from = twin_place_of(x, s->family, s->source);
	if (to.n > 0 && is_balancer(to.v[0]))
		return of_any_node(&q, &to, s->family);
	if (y == NULL || (x->vpc != NULL &&
	    x->vpc == y->vpc && addr_equal(s->source, s->target)))
		return TWIN_DOUBT;
	q.to = twin_place_of(y, s->family, s->target);
	return twin_ask(&q).verdict;
}

static bool
is_reached(enum twin_verdict v)
{
	return v == TWIN_YES || v == TWIN_SOME;
}

static const char *
sent_text(const struct difference_of *d, const struct sent *s)
{
	char from[ADDR_TEXT_MAX], to[ADDR_TEXT_MAX];
	struct port_range one = { s->point, s->point };

	return arena_printf(d->a, "network %u, %s from %s (%s) to %s (%s)",
	    d->number, notation_ports_format(d->a,
	    (struct port_set){ 1, &one }), s->name[0],
	    addr_format(s->source, s->family, from), s->name[1],
	    addr_format(s->target, s->family, to));
}

/* ------------------------------------------- from the openings to the twin */

static void
check_opening(struct difference_of *d, const struct opening *o)
{
	struct sent s = { .family = o->family, .point = o->packet.point,
		.source = o->packet.from, .target = o->packet.to,
		.name = { o->from, o->to } };
	enum twin_verdict is[2];
	bool opens = o->kind == OPENING_OPENS || o->kind == OPENING_WIDENS;
	bool closes = o->kind == OPENING_CLOSES ||
	    o->kind == OPENING_NARROWS;

	for (size_t w = BEFORE; w <= AFTER; w++) {
		s.from[w] = &o->ends[0]->means[w];
		s.to[w] = &o->ends[1]->means[w];
		is[w] = verdict(d, (enum when)w, &s);
		if (is[w] == TWIN_DOUBT)
			return;
	}
	d->packets++;
	if (opens || closes)
		ck_assert_msg(is_reached(is[BEFORE]) == closes &&
		    is_reached(is[AFTER]) == opens,
		    "%s: %s, but the twin says %s, then %s",
		    sent_text(d, &s), opening_word(o->kind),
		    twin_verdict_name(is[BEFORE]),
		    twin_verdict_name(is[AFTER]));
	if (o->kind == OPENING_ONE_WAY)
		ck_assert_msg(is[AFTER] == TWIN_ONE_WAY &&
		    is[BEFORE] != TWIN_ONE_WAY, "%s: opens one way, but the "
		    "twin says %s, then %s", sent_text(d, &s),
		    twin_verdict_name(is[BEFORE]),
		    twin_verdict_name(is[AFTER]));
	if (o->kind == OPENING_REROUTES)
		ck_assert_msg(is_reached(is[BEFORE]) &&
		    is_reached(is[AFTER]), "%s is rerouted, and does not pass",
		    sent_text(d, &s));
}

/* ------------------------------------------- from the twin to the openings */

static bool
is_same(const struct selection *x, const struct selection *y)
{
	return x->what == y->what && x->thing == y->thing;
}

/* One address stands for all that the name means. */
static bool
is_by_name(const struct selection *s)
{
	return s->what == SELECTED_SERVICE || (s->what == SELECTED_WORKLOAD &&
	    ((const struct workload *)s->thing)->kind ==
	    WORKLOAD_NETWORK_LOAD_BALANCER);
}

static bool
is_told(const struct difference_of *d, const struct sent *s, bool opened)
{
	for (size_t i = 0; i < d->openings.n; i++) {
		const struct opening *o = d->openings.v[i];
		bool kind = opened ? o->kind == OPENING_OPENS ||
		    o->kind == OPENING_WIDENS : o->kind == OPENING_CLOSES ||
		    o->kind == OPENING_NARROWS;

		if (kind && o->family == s->family &&
		    is_same(&o->ends[0]->means[AFTER], s->from[AFTER]) &&
		    is_same(&o->ends[1]->means[AFTER], s->to[AFTER]) &&
		    port_set_has(o->ports, s->point) &&
		    range_set_has(o->addresses[0], s->source) &&
		    (is_by_name(s->to[AFTER]) ||
		    range_set_has(o->addresses[1], s->target)))
			return true;
	}
	return false;
}

static void
check_packet(struct difference_of *d, const struct sent *s)
{
	enum twin_verdict before = verdict(d, BEFORE, s);
	enum twin_verdict after = verdict(d, AFTER, s);

	if (before == TWIN_DOUBT || after == TWIN_DOUBT)
		return;
	d->packets++;
	if (is_reached(before) == is_reached(after))
		return;
	d->changed++;
	ck_assert_msg(is_told(d, s, is_reached(after)),
	    "%s: the twin says %s, then %s, and no opening has it",
	    sent_text(d, s), twin_verdict_name(before),
	    twin_verdict_name(after));
}

static uint32_t
choose_point(struct unit_random *r, enum family family)
{
	const uint32_t some[] = {
		port_point(PROTOCOL_TCP, 443), port_point(PROTOCOL_TCP, 22),
		port_point(PROTOCOL_TCP, 80), port_point(PROTOCOL_TCP, 5432),
		port_point(PROTOCOL_TCP, 8080), port_point(PROTOCOL_UDP, 53),
		port_point(PROTOCOL_TCP, 40000), family == IPV4 ?
		    port_point(PROTOCOL_ICMP, 8 << 8) :
		    port_point(PROTOCOL_ICMPV6, 128 << 8)
	};

	return some[unit_random_below(r, sizeof some / sizeof some[0])];
}

static struct addr
choose_address(struct unit_random *r, struct range_set all)
{
	struct range in = all.v[unit_random_below(r, (uint32_t)all.n)];
	struct addr a = addr_add(in.first, addr_from_u64(unit_random_below(r,
	    250)));

	return unit_random_below(r, 2) == 0 || addr_compare(a, in.last) > 0 ?
	    in.first : a;
}

static bool
select_in(const struct difference_of *d, enum when w, const char *name,
    struct selection *out)
{
	const char *why;

	return select_find(d->a, reach_selector(d->of[w].r), 0, NULL, name,
	    out, &why) == SELECT_OK;
}

/* Who is compared: workloads, endpoints, networks, services that a gateway
 * endpoint leads to, the internet. */
static const char *
choose_name(const struct difference_of *d, struct unit_random *r)
{
	static const char *const outside[] = { "internet", "internet",
		"office", "lab" };
	const struct model *m = d->of[AFTER].m;
	uint32_t n = (uint32_t)m->workloads.n;
	uint32_t i = unit_random_below(r, n + (uint32_t)m->endpoints.n + 3);
	const struct endpoint *e;

	if (i < n)
		return m->workloads.v[i]->is.name;
	e = i < n + m->endpoints.n ? m->endpoints.v[i - n] : NULL;
	if (e != NULL && e->type == ENDPOINT_INTERFACE)
		return e->is.name;
	if (e != NULL && e->type == ENDPOINT_GATEWAY)
		return arena_printf(d->a, "service:%s", e->service.v);
	return outside[unit_random_below(r, sizeof outside /
	    sizeof outside[0])];
}

/* What others do among themselves is nobody's question; nor what endpoints
 * and services do, which open no flows. */
static bool
is_outside(const struct selection *s)
{
	return s->what == SELECTED_INTERNET || s->what == SELECTED_NETWORK ||
	    s->what == SELECTED_SERVICE;
}

/* What an instance sends to itself meets no filter: no opening tells of it. */
static bool
is_one_host(const struct selection *s)
{
	const struct workload *w = (const struct workload *)s->thing;

	return s->what == SELECTED_WORKLOAD && w->kind == WORKLOAD_INSTANCE &&
	    w->interfaces.n == 1 && number_or(w->count, 1) == 1;
}

static void
check_pair(struct difference_of *d, struct unit_random *r)
{
	const char *name[2] = { choose_name(d, r), choose_name(d, r) };
	struct selection s[2][2];
	struct ends from, to;

	for (size_t w = BEFORE; w <= AFTER; w++)
		for (size_t i = 0; i < 2; i++)
			if (!select_in(d, (enum when)w, name[i], &s[w][i]))
				return;
	if (s[AFTER][0].what == SELECTED_ENDPOINT ||
	    s[AFTER][0].what == SELECTED_SERVICE ||
	    (is_outside(&s[AFTER][0]) && is_outside(&s[AFTER][1])) ||
	    (is_same(&s[AFTER][0], &s[AFTER][1]) && is_one_host(&s[AFTER][0])))
		return;
	from = ends_of(d->a, reach_places(d->of[AFTER].r), &s[AFTER][0],
	    false, NULL);
	if (from.n == 0)
		return;
	to = ends_of(d->a, reach_places(d->of[AFTER].r), &s[AFTER][1], true,
	    from.v[0]);
	for (unsigned i = 0; i < PACKETS && to.n > 0; i++) {
		struct sent k = { .name = { name[0], name[1] }, .family =
			unit_random_below(r, 4) == 0 ? IPV6 : IPV4 };
		struct range_set x = from.v[unit_random_below(r,
		    (uint32_t)from.n)]->addresses[FAMILY_INDEX(k.family)];
		struct range_set y = to.v[unit_random_below(r,
		    (uint32_t)to.n)]->addresses[FAMILY_INDEX(k.family)];

		if (x.n == 0 || y.n == 0)
			continue;
		for (size_t w = BEFORE; w <= AFTER; w++) {
			k.from[w] = &s[w][0];
			k.to[w] = &s[w][1];
		}
		/* Services are compared by HTTPS alone. */
		k.point = s[AFTER][1].what == SELECTED_SERVICE ?
		    port_point(PROTOCOL_TCP, 443) : choose_point(r, k.family);
		k.source = choose_address(r, x);
		k.target = choose_address(r, y);
		check_packet(d, &k);
	}
}

static void
compare_one(unsigned number, size_t *packets, size_t *changed)
{
	struct arena *a = arena_new();
	struct unit_random r;
	struct difference_of d = { .a = a, .number = number };
	struct reach *engines[2];
	const char *text[2];

	r = twin_change_make(a, number, text);
	for (size_t w = BEFORE; w <= AFTER; w++) {
		d.of[w] = twin_engine_read(a, text[w]);
		engines[w] = d.of[w].r;
	}
	d.openings = openings_find(a, compare_models(a, pairing_new(a,
	    d.of[BEFORE].m, d.of[AFTER].m)), (struct reach *const[2]){
	    engines[BEFORE], engines[AFTER] });
	for (size_t i = 0; i < d.openings.n; i++)
		check_opening(&d, d.openings.v[i]);
	for (unsigned i = 0; i < PAIRS; i++)
		check_pair(&d, &r);
	*packets += d.packets;
	*changed += d.changed;
	arena_free(a);
}

START_TEST(the_difference_is_the_twins)
{
	size_t packets = 0, changed = 0;

	for (unsigned i = 1; i <= NETWORKS; i++)
		compare_one(i, &packets, &changed);
	ck_assert_uint_gt(packets, (size_t)NETWORKS * 100);
	ck_assert_uint_gt(changed, NETWORKS);
}
END_TEST

unit_suite suite_twin_difference;

Suite *
suite_twin_difference(void)
{
	const TTest *const tests[] = { the_difference_is_the_twins, NULL };

	return unit_suite_of("twin_difference", tests);
}
