/* SPDX-License-Identifier: MIT */
#include "plan/openings_ask.h"

#include "base/str.h"

/* Which ways packets take: what carries them, by the names of both sides. */

bool
opening_is_carried(const struct hop *h)
{
	switch (h->kind) {
	case HOP_INTERNET_GATEWAY:
	case HOP_EGRESS_ONLY_GATEWAY:
	case HOP_NAT_GATEWAY:
	case HOP_PEERING:
	case HOP_ATTACHMENT:
	case HOP_VPN:
	case HOP_ENDPOINT:
	case HOP_APPLIANCE:
		return h->thing != NULL;
	default:
		return false;
	}
}

/* Where a thing stands in one AZ: that. */
static const char *
az_of_thing(const struct thing *t)
{
	const struct nat_gateway *n = (const struct nat_gateway *)t;

	return t->kind == KIND_NAT_GATEWAY && n->subnet.to != NULL ?
	    ((const struct subnet *)n->subnet.to)->az_key : NULL;
}

bool
opening_is_across(const struct thing *carrier, const struct end *from)
{
	const char *az = az_of_thing(carrier), *own = end_az(from);

	return az != NULL && own != NULL && !str_equal(az, own);
}

/* What carries it, as people say it: not by the attachments of a transit
 * gateway, but by that; with its kind where a name alone could be anybody's. */
static const char *
carrier_text(const struct comparing *g, enum when when, const struct hop *h)
{
	const struct thing *t = h->thing;
	const char *name;

	if (t->kind == KIND_ATTACHMENT &&
	    ((const struct attachment *)t)->gateway != NULL)
		t = &((const struct attachment *)t)->gateway->is;
	name = pairing_name(g->c->pairing, g->a, when, t, NULL);
	switch (t->kind) {
	case KIND_ENDPOINT:
	case KIND_TRANSIT_GATEWAY:
	case KIND_PEERING:
	case KIND_VPN:
	case KIND_VPN_GATEWAY:
		return arena_printf(g->a, "%s %s", kind_name(t->kind), name);
	default:
		return name;
	}
}

static const char *
way_text(const struct comparing *g, enum when when, const struct hop *last,
    const struct end *from)
{
	struct str s = str_new(g->a);
	const char *previous = NULL;
	VEC(const struct hop *) hops = { 0 };

	for (const struct hop *h = last; h != NULL; h = h->previous) {
		/* Behind a NAT gateway there always is one. */
		bool implied = hops.n > 0 && h->kind == HOP_NAT_GATEWAY &&
		    hops.v[hops.n - 1]->kind == HOP_INTERNET_GATEWAY;

		if (implied)
			hops.n--;
		if (opening_is_carried(h) && !h->reply)
			vec_push(g->scratch, &hops, h);
	}
	for (size_t i = hops.n; i-- > 0; ) {
		const char *text = carrier_text(g, when, hops.v[i]);

		/* In by one attachment, out by another. */
		if (previous != NULL && str_equal(text, previous))
			continue;
		previous = text;
		str_addf(&s, "%s%s%s", s.n > 0 ? ", " : "", text,
		    opening_is_across(hops.v[i]->thing, from) ?
		    " in another AZ" : "");
	}
	return s.n == 0 ? "directly" : str_text(&s);
}

static int
compare_text(const void *x, const void *y)
{
	return str_natural_compare(*(const char *const *)x,
	    *(const char *const *)y);
}

const char *
opening_ways_text(const struct comparing *g, enum when when,
    const struct pair_answers *p, enum family family)
{
	struct str s = str_new(g->a);
	VEC(const char *) ways = { 0 };

	for (size_t i = 0; i < p->n; i++) {
		const struct answer *v = &p->v[i].answer;

		for (size_t k = 0; p->v[i].family == family &&
		    k < v->n_ways; k++)
			if (!flow_is_empty(flow_intersect(g->scratch,
			    v->ways[k].flow, v->yes)))
				vec_push(g->scratch, &ways, way_text(g, when,
				    v->ways[k].hops, p->v[i].from));
	}
	vec_sort(&ways, compare_text);
	for (size_t i = 0; i < ways.n; i++)
		if (i == 0 || !str_equal(ways.v[i], ways.v[i - 1]))
			str_addf(&s, "%s%s", s.n > 0 ? " or " : "",
			    ways.v[i]);
	return s.n == 0 ? NULL : str_text(&s);
}

static bool
has_way(const struct comparing *g, const struct pair_answers *p,
    enum family family, const char *way)
{
	for (size_t i = 0; i < p->n; i++)
		for (size_t k = 0; p->v[i].family == family &&
		    k < p->v[i].answer.n_ways; k++)
			if (str_equal(way, way_text(g, BEFORE,
			    p->v[i].answer.ways[k].hops, p->v[i].from)))
				return true;
	return false;
}

struct flow
opening_new_ways(const struct comparing *g, const struct passage of[2],
    enum family family)
{
	struct flow out = flow_empty(family);
	const struct pair_answers *p[2] = { of[BEFORE].pairs,
		of[AFTER].pairs };

	for (size_t i = 0; i < p[AFTER]->n; i++) {
		const struct pair_answer *v = &p[AFTER]->v[i];

		for (size_t k = 0; v->family == family &&
		    k < v->answer.n_ways; k++) {
			struct flow f = flow_intersect(g->scratch,
			    v->answer.ways[k].flow, v->answer.yes);
			const char *way = way_text(g, AFTER,
			    v->answer.ways[k].hops, v->from);

			if (!flow_is_empty(f) && !has_way(g, p[BEFORE], family,
			    way))
				out = flow_union(g->scratch, out, f);
		}
	}
	return out;
}
