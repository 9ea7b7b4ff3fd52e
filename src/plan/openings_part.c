/* SPDX-License-Identifier: MIT */
#include "plan/openings_part.h"

#include "base/str.h"
#include "model/stand_in.h"

/*
 * People think in subnets: the addresses that an end has in one are told by
 * its name, if the flow is about all of them; what is left, by ranges.
 */

enum { SHOWN = 3 };

/* What an end has in one subnet. */
struct place_of_end {
	const struct subnet *subnet;
	struct range_set addresses;
};

struct places_of_end {
	struct place_of_end *v;
	size_t n, cap;
};

static struct places_of_end
places_of(const struct telling_part *t, enum flow_side side,
    enum family family)
{
	const struct pair_answers *p = t->of->pairs;
	struct arena *a = t->g->scratch;
	struct places_of_end out = { 0 };

	for (size_t i = 0; p != NULL && i < p->n; i++) {
		const struct end *e = side == FLOW_FROM ? p->v[i].from :
		    p->v[i].to;
		struct range_set own;
		size_t k = 0;

		if (p->v[i].family != family || e->subnet == NULL)
			continue;
		own = flow_addresses(a, p->v[i].answer.asked, side);
		while (k < out.n && out.v[k].subnet != e->subnet)
			k++;
		if (k == out.n) {
			struct place_of_end one = { e->subnet, own };

			vec_push(a, &out, one);
		}
		out.v[k].addresses = range_set_union(a, out.v[k].addresses,
		    own);
	}
	return out;
}

static const char *
range_text(struct arena *a, enum family family, struct range r)
{
	char first[CIDR_TEXT_MAX], last[ADDR_TEXT_MAX];
	size_t n;
	const struct cidr *v = range_set_to_cidrs(a, range_set_of_range(a,
	    family, r), &n);

	if (stand_in_holds(family, r.first))
		return addr_equal(r.first, r.last) ? "an address" : "addresses";
	if (n == 1 && addr_equal(r.first, r.last))
		return addr_text(a, r.first, family);
	if (n == 1)
		return cidr_text(a, v[0]);
	return arena_printf(a, "%s-%s", addr_format(r.first, family, first),
	    addr_format(r.last, family, last));
}

static const char *
name_of(const struct telling_part *t, const struct place_of_end *p)
{
	return pairing_name(t->g->c->pairing, t->g->scratch, t->when,
	    &p->subnet->is, &p->subnet->is);
}

/* In which of these it lies, if in one. */
static const char *
where_text(const struct telling_part *t, const struct places_of_end *places,
    struct range r)
{
	for (size_t i = 0; places != NULL && i < places->n; i++)
		if (range_set_contains_range(places->v[i].addresses, r))
			return arena_printf(t->g->scratch, " of subnet %s",
			    name_of(t, &places->v[i]));
	return "";
}

static const char *
ranges_text(const struct telling_part *t, struct range_set all,
    const struct places_of_end *places)
{
	struct str s = str_new(t->g->scratch);

	for (size_t i = 0; i < all.n && i < SHOWN; i++)
		str_addf(&s, "%s%s%s", i > 0 ? ", " : "", range_text(
		    t->g->scratch, all.family, all.v[i]), where_text(t,
		    places, all.v[i]));
	if (all.n > SHOWN)
		str_addf(&s, " and %zu more ranges", all.n - SHOWN);
	return str_text(&s);
}

static const char *
subnet_text(const struct telling_part *t, const struct place_of_end *p)
{
	bool unnamed = t->names_only || (p->addresses.n > 0 &&
	    stand_in_holds(p->addresses.family, p->addresses.v[0].first));

	return unnamed ? arena_printf(t->g->scratch, "subnet %s",
	    name_of(t, p)) : arena_printf(t->g->scratch, "subnet %s (%s)",
	    name_of(t, p), ranges_text(t, p->addresses, NULL));
}

/* What was asked of one side; of the internet, which is what neither network
 * has itself. */
static struct range_set
asked_of(const struct telling_part *t, enum flow_side side,
    enum family family)
{
	const struct pair_answers *p = t->of->pairs;
	struct arena *a = t->g->scratch;
	struct range_set asked = flow_addresses(a, t->of->asked, side);
	const struct end *e = p == NULL || p->n == 0 ? NULL :
	    side == FLOW_FROM ? p->v[0].from : p->v[0].to;

	if (e == NULL || e->kind != END_INTERNET)
		return asked;
	for (size_t w = BEFORE; w <= AFTER; w++)
		asked = range_set_intersect(a, asked, places_internet(
		    reach_places(t->g->r[w]), family));
	return asked;
}

/* The addresses of one side, where they are not all that there are. */
static const char *
side_text(const struct telling_part *t, enum flow_side side,
    struct range_set all)
{
	struct arena *a = t->g->scratch;
	struct places_of_end places = places_of(t, side, all.family);
	struct range_set asked = asked_of(t, side, all.family);
	/* Not those that only stand for the ones it has. */
	struct range_set rest = range_set_intersect(a, all, asked);
	struct str s = str_new(a);
	size_t n = 0;

	if (range_set_is_everything(all) || range_set_equal(rest, asked))
		return NULL;
	if (range_set_is_empty(rest))
		rest = all;
	for (size_t i = 0; i < places.n; i++) {
		if (range_set_is_empty(places.v[i].addresses) ||
		    !range_set_contains(rest, places.v[i].addresses))
			continue;
		rest = range_set_subtract(a, rest, places.v[i].addresses);
		if (n++ < SHOWN)
			str_addf(&s, "%s%s", s.n > 0 ? ", " : "",
			    subnet_text(t, &places.v[i]));
	}
	if (n > SHOWN)
		str_addf(&s, " and %zu more subnets", n - SHOWN);
	if (!range_set_is_empty(rest))
		str_addf(&s, "%s%s", s.n > 0 ? ", " : "", ranges_text(t,
		    rest, &places));
	return arena_printf(a, "%s %s", side == FLOW_FROM ? "from" : "to",
	    str_text(&s));
}

/* Of the product of two sides. */
static const char *
product_text(const struct telling_part *t, struct range_set from,
    struct range_set to)
{
	const char *left = side_text(t, FLOW_FROM, from);
	const char *right = side_text(t, FLOW_TO, to);

	return left == NULL ? right : right == NULL ? left :
	    arena_printf(t->g->scratch, "%s %s", left, right);
}

/* Whatever its ports are; boxes of the same senders are one. */
static struct flow
without_ports(struct arena *a, struct flow f)
{
	struct flow out = flow_empty(f.family);

	for (size_t i = 0; i < f.n; i++)
		out = flow_union(a, out, flow_of(a, port_set_everything(),
		    f.v[i].from, f.v[i].to));
	return out;
}

static const char *
boxes_text(const struct telling_part *t, struct flow f)
{
	struct str s = str_new(t->g->scratch);

	for (size_t i = 0; i < f.n && i < SHOWN; i++) {
		const char *text = product_text(t, f.v[i].from, f.v[i].to);

		if (text == NULL)
			return NULL;
		str_addf(&s, "%s%s", i > 0 ? "; " : "", text);
	}
	if (f.n > SHOWN)
		str_addf(&s, "; and %zu more", f.n - SHOWN);
	return str_text(&s);
}

const char *
opening_part_text(const struct telling_part *t, struct flow f)
{
	struct arena *a = t->g->scratch;
	struct range_set from = flow_addresses(a, f, FLOW_FROM);
	struct range_set to = flow_addresses(a, f, FLOW_TO);
	struct flow bare = without_ports(a, f);
	const char *text = flow_contains(a, bare, flow_of(a,
	    port_set_everything(), from, to)) ? product_text(t, from, to) :
	    boxes_text(t, bare);

	return text == NULL ? NULL : arena_strdup(t->g->a, text);
}
