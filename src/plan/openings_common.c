/* SPDX-License-Identifier: MIT */
#include "plan/openings_common.h"

/* What an end has in one subnet, by enum when. */
struct common_place {
	const struct thing_pair *subnet;	/* NULL: in none */
	bool is[2];
	struct range_set addresses[2];
};

/* One side of the pairs asked about: who sends, or who receives. */
struct common_side {
	bool same;			/* it has the same addresses in both */
	bool by_place;			/* else: false: any stand for it, or,
					   outside, those that both have */
	bool outside;
	bool unplaced;			/* it has more than one knows of */
	struct range_set shared;
	struct {
		struct common_place *v;
		size_t n, cap;
	} places;
};

struct common {
	const struct comparing *g;
	struct arena *a;
	enum family family;
	struct common_side side[2];	/* by enum flow_side */
};

/* ------------------------------------------------------------- the places */

static const struct thing_pair *
place_of(const struct common *c, enum when w, const struct end *e)
{
	return e->subnet == NULL ? NULL : pairing_of(c->g->c->pairing, w,
	    &e->subnet->is);
}

static struct common_place *
find_place(const struct common *c, enum flow_side side,
    const struct thing_pair *subnet)
{
	const struct common_side *s = &c->side[side];

	for (size_t i = 0; i < s->places.n; i++)
		if (s->places.v[i].subnet == subnet)
			return &s->places.v[i];
	return NULL;
}

static const struct end *
end_of(const struct pair_answer *v, enum flow_side side)
{
	return side == FLOW_FROM ? v->from : v->to;
}

static void
collect_places(struct common *c, enum flow_side side, enum when w,
    const struct pair_answers *p)
{
	for (size_t i = 0; p != NULL && i < p->n; i++) {
		const struct pair_answer *v = &p->v[i];
		const struct thing_pair *subnet = place_of(c, w, end_of(v,
		    side));
		struct common_place *at;

		if (v->family != c->family || flow_is_empty(v->answer.asked))
			continue;
		at = find_place(c, side, subnet);
		if (at == NULL) {
			struct common_place one = { .subnet = subnet,
				.addresses = { range_set_empty(c->family),
				range_set_empty(c->family) } };

			vec_push(c->a, &c->side[side].places, one);
			at = &c->side[side].places.v[
			    c->side[side].places.n - 1];
		}
		at->is[w] = true;
		at->addresses[w] = range_set_union(c->a, at->addresses[w],
		    flow_addresses(c->a, v->answer.asked, side));
	}
}

static void
compare_side(struct common *c, enum flow_side side,
    const struct passage of[2], const struct diff_node *n)
{
	struct common_side *s = &c->side[side];
	struct range_set asked[2];
	enum selected what = n->means[AFTER].what;

	/* A service is known by its name, whatever that resolves to. */
	s->outside = n->outside && what != SELECTED_SERVICE;
	for (size_t w = 0; w < 2; w++)
		asked[w] = flow_addresses(c->a, of[w].asked, side);
	/* What a network is said to have is its own: more of it is more. */
	s->same = what == SELECTED_NETWORK || range_set_equal(asked[BEFORE],
	    asked[AFTER]);
	if (s->same)
		return;
	s->shared = range_set_intersect(c->a, asked[BEFORE], asked[AFTER]);
	s->unplaced = !diff_node_is_placed(n, BEFORE, c->family) ||
	    !diff_node_is_placed(n, AFTER, c->family);
	if (n->outside)
		return;
	for (size_t w = BEFORE; w <= AFTER; w++)
		collect_places(c, side, (enum when)w, of[w].pairs);
	/* What stands somewhere else altogether is there as a whole. */
	for (size_t i = 0; i < s->places.n; i++)
		s->by_place |= s->places.v[i].is[BEFORE] &&
		    s->places.v[i].is[AFTER];
}

/* -------------------------------------------------------------- the pieces */

/* A flow of one pair of ends: what both networks have of one of them, and
 * what one has. */
struct pieces {
	struct flow both, own;
};

/* Any of these addresses stands for all of them. */
static struct flow
with_any(struct arena *a, struct flow f, enum flow_side side,
    struct range_set any)
{
	struct flow out = flow_empty(f.family);

	for (size_t i = 0; i < f.n; i++)
		out = flow_union(a, out, flow_of(a, f.v[i].ports,
		    side == FLOW_FROM ? any : f.v[i].from,
		    side == FLOW_TO ? any : f.v[i].to));
	return out;
}

/* stand: whether addresses that are others now stand for each other. */
static struct pieces
split(const struct common *c, enum flow_side side,
    const struct thing_pair *subnet, struct flow f, bool stand)
{
	const struct common_side *s = &c->side[side];
	const struct common_place *at = s->by_place ? find_place(c, side,
	    subnet) : NULL;
	struct flow nothing = flow_empty(f.family);
	struct range_set shared;

	if (s->same)
		return (struct pieces){ f, nothing };
	if (s->outside)
		return (struct pieces){ flow_with_addresses(c->a, f, side,
		    s->shared), nothing };
	if (!s->by_place)
		return (struct pieces){ stand ? with_any(c->a, f, side,
		    range_set_everything(f.family)) : f, nothing };
	if (at == NULL || !at->is[BEFORE] || !at->is[AFTER])
		return s->unplaced ? (struct pieces){ f, nothing } :
		    (struct pieces){ nothing, f };
	shared = range_set_intersect(c->a, at->addresses[BEFORE],
	    at->addresses[AFTER]);
	if (range_set_is_empty(shared))
		return (struct pieces){ stand ? with_any(c->a, f, side,
		    range_set_union(c->a, at->addresses[BEFORE],
		    at->addresses[AFTER])) : f, nothing };
	return (struct pieces){ flow_with_addresses(c->a, f, side, shared),
		flow_with_addresses(c->a, f, side, range_set_complement(c->a,
		shared)) };
}

/* What of all answers is of ends that are shared on both sides, by whether
 * their own side is. */
struct quarters {
	struct flow of[2][2];		/* from, to: 0: both networks have it */
};

enum { SHARED, OWN };

static struct quarters
quarters_none(enum family family)
{
	struct flow nothing = flow_empty(family);

	return (struct quarters){ { { nothing, nothing },
		{ nothing, nothing } } };
}

static void
add_quarters(const struct common *c, struct quarters *q, enum when w,
    const struct pair_answer *v, struct flow f, bool stand)
{
	struct pieces from = split(c, FLOW_FROM, place_of(c, w, v->from), f,
	    stand);
	struct flow half[2] = { from.both, from.own };

	for (size_t i = 0; i < 2; i++) {
		struct pieces to = split(c, FLOW_TO, place_of(c, w, v->to),
		    half[i], stand);

		q->of[i][SHARED] = flow_union(c->a, q->of[i][SHARED], to.both);
		q->of[i][OWN] = flow_union(c->a, q->of[i][OWN], to.own);
	}
}

static struct flow
quarters_sum(const struct common *c, const struct quarters *q)
{
	return flow_union(c->a, flow_union(c->a, q->of[SHARED][SHARED],
	    q->of[SHARED][OWN]), flow_union(c->a, q->of[OWN][SHARED],
	    q->of[OWN][OWN]));
}

/* Theirs, as if those that they alone have had the addresses of ours. */
static struct flow
on_our_ground(const struct common *c, struct flow theirs, size_t from,
    size_t to)
{
	struct range_set any = range_set_everything(c->family);

	if (from == OWN)
		theirs = with_any(c->a, theirs, FLOW_FROM, any);
	return to == OWN ? with_any(c->a, theirs, FLOW_TO, any) : theirs;
}

/* What both have is told, and of what one has what nobody of the other had. */
static struct quarters
quarters_told(const struct common *c, const struct quarters *q,
    struct flow theirs)
{
	struct quarters out = *q;

	for (size_t i = 0; i < 3; i++) {
		size_t from = i > 0 ? OWN : SHARED, to = i != 1 ? OWN : SHARED;

		out.of[from][to] = flow_subtract(c->a, q->of[from][to],
		    on_our_ground(c, theirs, from, to));
	}
	return out;
}

static struct flow
quarters_sum_told(const struct common *c, const struct quarters *q,
    struct flow theirs)
{
	struct quarters told = quarters_told(c, q, theirs);

	return quarters_sum(c, &told);
}

/* Of what one alone has, what the other may have had undecided. */
static struct flow
left_undecided(const struct common *c, const struct quarters *told,
    struct flow unknown)
{
	struct flow out = flow_empty(c->family);

	for (size_t i = 0; i < 3; i++) {
		size_t from = i > 0 ? OWN : SHARED, to = i != 1 ? OWN : SHARED;

		out = flow_union(c->a, out, flow_intersect(c->a,
		    told->of[from][to], on_our_ground(c, unknown, from, to)));
	}
	return out;
}

/* ----------------------------------------------------------- the passages */

struct quartered {
	struct quarters reached, one_way, unknown;
	struct quarters asked, arrives, open;	/* as they are */
};

static struct quartered
quartered(const struct common *c, enum when w, const struct passage *of)
{
	struct quarters none = quarters_none(c->family);
	struct quartered out = { none, none, none, none, none, none };

	for (size_t i = 0; of->pairs != NULL && i < of->pairs->n; i++) {
		const struct pair_answer *v = &of->pairs->v[i];
		struct flow reached = flow_union(c->a, v->answer.yes,
		    v->answer.some);

		if (v->family != c->family)
			continue;
		add_quarters(c, &out.reached, w, v, reached, true);
		add_quarters(c, &out.one_way, w, v, v->answer.one_way, true);
		add_quarters(c, &out.unknown, w, v, v->answer.unknown, true);
		add_quarters(c, &out.asked, w, v, v->answer.asked, false);
		add_quarters(c, &out.arrives, w, v, reached, false);
		add_quarters(c, &out.open, w, v, v->answer.unknown, false);
	}
	return out;
}

/* Of what both have, whom nothing reaches, and the ports that reach all. */
static void
measure_shared(const struct common *c, struct passage *p,
    const struct quartered *q)
{
	struct flow reached = q->arrives.of[SHARED][SHARED];
	struct flow left = flow_subtract(c->a, q->asked.of[SHARED][SHARED],
	    reached);

	p->shared.missing = flow_subtract(c->a, left,
	    q->open.of[SHARED][SHARED]);
	p->shared.full = port_set_subtract(c->a, flow_ports(c->a, reached),
	    flow_ports(c->a, left));
}

void
openings_make_comparable(const struct comparing *g, struct passage of[2],
    const struct diff_node *from, const struct diff_node *to)
{
	struct common c = { .g = g, .a = g->scratch,
		.family = of[AFTER].asked.family };
	struct quartered q[2];
	struct quarters told[2];
	struct flow reached[2], one_way[2], unknown[2];

	/* A family that one side does not have at all is no other address. */
	if (flow_is_empty(of[BEFORE].asked) || flow_is_empty(of[AFTER].asked))
		return;
	compare_side(&c, FLOW_FROM, of, from);
	compare_side(&c, FLOW_TO, of, to);
	if (c.side[FLOW_FROM].same && c.side[FLOW_TO].same)
		return;
	for (size_t w = BEFORE; w <= AFTER; w++) {
		q[w] = quartered(&c, (enum when)w, &of[w]);
		reached[w] = quarters_sum(&c, &q[w].reached);
		one_way[w] = flow_union(c.a, reached[w], quarters_sum(&c,
		    &q[w].one_way));
		unknown[w] = quarters_sum(&c, &q[w].unknown);
		of[w].open = flow_ports(c.a, reached[w]);
		measure_shared(&c, &of[w], &q[w]);
	}
	for (size_t w = BEFORE; w <= AFTER; w++) {
		told[w] = quarters_told(&c, &q[w].reached, reached[1 - w]);
		of[w].reached = quarters_sum(&c, &told[w]);
		of[w].one_way = quarters_sum_told(&c, &q[w].one_way,
		    one_way[1 - w]);
		of[w].unknown = quarters_sum_told(&c, &q[w].unknown,
		    flow_union(c.a, reached[1 - w], unknown[1 - w]));
	}
	for (size_t w = BEFORE; w <= AFTER; w++)
		of[w].unknown = flow_union(c.a, of[w].unknown, left_undecided(
		    &c, &told[1 - w], unknown[w]));
}
