/* SPDX-License-Identifier: MIT */
#include "plan/openings_pair.h"

#include "plan/openings_common.h"
#include "plan/openings_part.h"

#include "base/str.h"

/* What AWS's services are asked for, and what people think of first. */
enum { HTTPS = 443 };

/* Of the prefix of NAT64: what is inside has its own name. */
static void
leave_internet(struct pair_answers *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		if (p->v[i].to->kind == END_INTERNET)
			p->v[n++] = p->v[i];
	p->n = n;
}

static void
ask(const struct comparing *g, enum when when, const struct diff_node *from,
    const struct diff_node *to, struct passage out[2])
{
	struct pair_answers *answers = arena_alloc(g->scratch,
	    sizeof *answers);
	struct asking_pairs q = { .r = g->r[when], .a = g->scratch,
		.from_means = &from->means[when],
		.to_means = &to->means[when], .ports_given = true,
		.ports = to->means[when].what == SELECTED_SERVICE ?
			port_set_of_ports(g->scratch, PROTOCOL_TCP, HTTPS,
			HTTPS) : port_set_everything() };

	for (size_t f = 0; f < 2; f++) {
		out[f] = (struct passage){ .is = from->is[when] &&
			to->is[when] };
		out[f].asked = out[f].reached = out[f].one_way =
		    out[f].unknown = out[f].missing =
		    out[f].own.reached = out[f].own.one_way =
		    out[f].own.unknown = flow_empty(f == 0 ? IPV4 : IPV6);
	}
	if (!out[0].is)
		return;
	q.from = ends_of(g->scratch, reach_places(q.r), q.from_means, false,
	    NULL);
	*answers = pairs_ask(&q);
	if (to->means[when].what == SELECTED_CIDR)
		leave_internet(answers);
	for (size_t i = 0; i < answers->n; i++) {
		const struct answer *v = &answers->v[i].answer;
		struct passage *p = &out[FAMILY_INDEX(answers->v[i].family)];

		p->asked = flow_union(g->scratch, p->asked, v->asked);
		p->reached = flow_union(g->scratch, p->reached, flow_union(
		    g->scratch, v->yes, v->some));
		p->one_way = flow_union(g->scratch, p->one_way, v->one_way);
		p->unknown = flow_union(g->scratch, p->unknown, v->unknown);
	}
	for (size_t f = 0; f < 2; f++) {
		struct passage *p = &out[f];

		p->pairs = answers;
		p->missing = flow_subtract(g->scratch, flow_subtract(
		    g->scratch, p->asked, p->reached), p->unknown);
		p->full = port_set_subtract(g->scratch, flow_ports(g->scratch,
		    p->reached), flow_ports(g->scratch, flow_subtract(
		    g->scratch, p->asked, p->reached)));
		p->open = flow_ports(g->scratch, p->reached);
		p->shared.missing = p->missing;
		p->shared.full = p->full;
		p->own.reached = p->reached;
		p->own.one_way = p->one_way;
		p->own.unknown = p->unknown;
		p->way = opening_ways_text(g, when, answers, f == 0 ? IPV4 : IPV6);
	}
}

struct pair_of_nodes {
	const struct diff_node *from, *to;
	enum family family;
	const struct passage *of;	/* by enum when */
};

/* Of an end that is somewhere, one does not know where, nothing is known but
 * what gets through for a part of it. */
static void
leave_open(struct arena *a, struct passage of[2],
    const struct pair_of_nodes *p)
{
	for (size_t w = BEFORE; w <= AFTER; w++)
		if (of[w].is && (!diff_node_is_placed(p->from, (enum when)w,
		    p->family) || !diff_node_is_placed(p->to, (enum when)w,
		    p->family)))
			of[w].unknown = flow_union(a, of[w].unknown,
			    flow_subtract(a, of[1 - w].asked,
			    of[w].reached));
}

static bool
is_nothing(struct flow f)
{
	return flow_is_empty(f);
}

/* A subnet is known, and its block of the family is not. */
static bool
is_of_known_subnet(const struct untold_pair *u)
{
	return (u->from->subnet != NULL || u->from->kind != END_INTERFACES) &&
	    (u->to->subnet != NULL || u->to->kind != END_INTERFACES);
}

/* A family in which no address is known in either network: of what may pass
 * in one nothing is decided. */
static void
leave_untold_open(struct arena *a, struct passage of[2])
{
	enum family family = of[AFTER].asked.family;
	struct range_set any = range_set_everything(family);

	if (!is_nothing(of[BEFORE].asked) || !is_nothing(of[AFTER].asked))
		return;
	for (size_t w = BEFORE; w <= AFTER; w++)
		for (size_t i = 0; of[w].pairs != NULL &&
		    i < of[w].pairs->untold_pairs.n; i++) {
			const struct untold_pair *u =
			    &of[w].pairs->untold_pairs.v[i];

			if (u->family == family && is_of_known_subnet(u))
				of[w].unknown = flow_union(a, of[w].unknown,
				    flow_of(a, diff_ports_untold(a, u->from,
				    u->to, family), any, any));
		}
}

static struct port_set
kept_ports(const struct comparing *g, struct port_set x)
{
	/* Out of the scratch arena: operations may share their operands. */
	struct port_range *v = arena_array(g->a, x.n + 1, sizeof *v);

	for (size_t i = 0; i < x.n; i++)
		v[i] = x.v[i];
	return (struct port_set){ x.n, v };
}

/* In which network the packets are that it is about, and what becomes of them
 * there. */
static struct flow
own_flow(const struct pair_of_nodes *p, enum opening_kind kind)
{
	switch (kind) {
	case OPENING_CLOSES:
	case OPENING_MAY_CLOSE:
	case OPENING_NARROWS:
		return p->of[BEFORE].own.reached;
	case OPENING_IS_CLOSED:
		return p->of[BEFORE].own.unknown;
	case OPENING_MAY_OPEN:
		return p->of[AFTER].own.unknown;
	case OPENING_ONE_WAY:
		return p->of[AFTER].own.one_way;
	default:
		return p->of[AFTER].own.reached;
	}
}

static bool
is_lost(enum opening_kind kind)
{
	return kind == OPENING_CLOSES || kind == OPENING_MAY_CLOSE ||
	    kind == OPENING_NARROWS;
}

/* Of a side whose addresses change any stands for it: back to those that it
 * has, where the packet passes; of what is lost, where it does not any more,
 * if they are still somebody's. */
static struct flow
with_own_addresses(struct arena *a, const struct pair_of_nodes *p,
    enum opening_kind kind, struct flow f)
{
	struct flow own = flow_intersect(a, f, own_flow(p, kind));
	struct flow still = flow_intersect(a, f, p->of[AFTER].asked);

	if (is_lost(kind) && !is_nothing(still)) {
		own = flow_intersect(a, own, still);
		return is_nothing(own) ? still : own;
	}
	for (size_t i = 0; is_nothing(own) && i < 2; i++)
		own = flow_intersect(a, f, p->of[1 - i].asked);
	return is_nothing(own) ? f : own;
}

static struct opening *
add(const struct comparing *g, struct openings *out,
    const struct pair_of_nodes *p, enum opening_kind kind, struct flow f)
{
	struct opening *o = arena_alloc(g->a, sizeof *o);

	o->kind = kind;
	o->ends[0] = p->from;
	o->ends[1] = p->to;
	o->from = p->from->title;
	o->to = p->to->title;
	o->addresses[0] = range_set_copy(g->a, flow_addresses(g->scratch, f,
	    FLOW_FROM));
	o->addresses[1] = range_set_copy(g->a, flow_addresses(g->scratch, f,
	    FLOW_TO));
	o->from_outside = p->from->means[AFTER].what == SELECTED_INTERNET;
	o->family = p->family;
	o->ports = kept_ports(g, flow_ports(g->scratch, f));
	o->packet = flow_telling_witness(g->scratch, with_own_addresses(g->scratch,
	    p, kind, f));
	if (is_nothing(p->of[BEFORE].asked) && is_nothing(p->of[AFTER].asked))
		o->packet.from = o->packet.to = addr_first(p->family);
	vec_push(g->a, out, o);
	return o;
}

/* … and why: open is the network where it passes. */
static void
explain(const struct comparing *g, const struct pair_of_nodes *p,
    enum when open, struct opening *o)
{
	because_find(g, p->from, p->to, p->of, open, o);
	because_name_alike(g, p->of, o);
}

/* Which part of all addresses it is about, of those that one side has; of
 * those that nobody has any more, by their subnets. */
static const char *
part_text(const struct comparing *g, const struct passage *of, enum when w,
    struct flow f)
{
	return opening_part_text(&(struct telling_part){ .g = g, .when = w,
	    .of = &of[w], .names_only = w == BEFORE && !is_nothing(
	    of[AFTER].asked) && is_nothing(flow_intersect(g->scratch,
	    flow_intersect(g->scratch, f, of[BEFORE].asked),
	    of[AFTER].asked)) }, f);
}

/* What all reach but for some, told by those: their addresses may be others
 * than before. */
static const char *
rest_text(const struct comparing *g, const struct passage *of, enum when w,
    struct flow f)
{
	return opening_part_text(&(struct telling_part){ .g = g, .when = w,
	    .of = &of[w], .names_only = w == BEFORE }, f);
}

/* Ports that stay open, but for more addresses, or for fewer. */
static void
compare_addresses(const struct comparing *g, struct openings *out,
    const struct pair_of_nodes *p, struct flow gained, struct flow lost,
    struct port_set both)
{
	struct arena *a = g->scratch;
	const struct passage *of = p->of;
	struct flow more = flow_with_ports(a, gained, both);
	struct flow less = flow_with_ports(a, lost, both);
	/* Who is gone and was not reached widens nothing by it; who is new
	 * and is not reached has less than all had. */
	struct port_set now_full = port_set_subtract(a, port_set_intersect(a,
	    both, port_set_subtract(a, of[AFTER].shared.full,
	    of[BEFORE].shared.full)), flow_ports(a, more));
	struct port_set not_full = port_set_subtract(a, port_set_intersect(a,
	    both, port_set_subtract(a, of[BEFORE].full, of[AFTER].full)),
	    flow_ports(a, less));
	struct opening *o;
	struct flow rest;

	if (!is_nothing(more)) {
		o = add(g, out, p, OPENING_WIDENS, more);
		o->is = part_text(g, of, AFTER, more);
		explain(g, p, AFTER, o);
	}
	if (!is_nothing(less)) {
		o = add(g, out, p, OPENING_NARROWS, less);
		o->was = part_text(g, of, BEFORE, less);
		o->one_way = flow_contains(a, of[AFTER].one_way, less);
		explain(g, p, BEFORE, o);
	}
	now_full = port_set_intersect(a, now_full, flow_ports(a,
	    of[BEFORE].shared.missing));
	not_full = port_set_intersect(a, not_full, flow_ports(a,
	    of[AFTER].missing));
	if (!port_set_is_empty(now_full)) {
		rest = flow_with_ports(a, of[BEFORE].shared.missing, now_full);
		o = add(g, out, p, OPENING_WIDENS, rest);
		o->is = rest_text(g, of, BEFORE, rest);
		o->is = o->is == NULL ? "every address reaches every other, "
		    "as not before" : arena_printf(g->a, "%s, before "
		    "not %s", port_set_is_empty(port_set_subtract(a, now_full,
		    of[AFTER].full)) ? "for all" : "for more", o->is);
		o->one_way = flow_contains(a, of[BEFORE].own.one_way, rest);
		explain(g, p, AFTER, o);
	}
	if (!port_set_is_empty(not_full)) {
		rest = flow_with_ports(a, of[AFTER].missing, not_full);
		o = add(g, out, p, OPENING_NARROWS, rest);
		o->was = rest_text(g, of, AFTER, rest);
		o->was = o->was == NULL ? "not every address reaches every "
		    "other any more" : arena_printf(g->a, "not %s", o->was);
		o->one_way = flow_contains(a, of[AFTER].own.one_way, rest);
		explain(g, p, BEFORE, o);
	}
}

static void
compare_undecided(const struct comparing *g, struct openings *out,
    const struct pair_of_nodes *p)
{
	struct arena *a = g->scratch;
	const struct passage *b = &p->of[BEFORE], *n = &p->of[AFTER];
	struct flow open = flow_subtract(a, flow_subtract(a, n->unknown,
	    b->unknown), b->reached);
	struct flow close = flow_intersect(a, n->unknown, b->reached);
	struct flow is_open = flow_intersect(a, b->unknown, n->reached);
	struct flow is_closed = flow_subtract(a, flow_subtract(a, b->unknown,
	    n->unknown), n->reached);
	struct opening *o;

	if (!is_nothing(open)) {
		o = add(g, out, p, OPENING_MAY_OPEN, open);
		explain(g, p, AFTER, o);
	}
	if (!is_nothing(close)) {
		o = add(g, out, p, OPENING_MAY_CLOSE, close);
		explain(g, p, BEFORE, o);
	}
	if (!is_nothing(is_open)) {
		o = add(g, out, p, OPENING_IS_OPEN, is_open);
		explain(g, p, AFTER, o);
	}
	if (!is_nothing(is_closed)) {
		o = add(g, out, p, OPENING_IS_CLOSED, is_closed);
		explain(g, p, BEFORE, o);
	}
}

static void
compare_passages(const struct comparing *g, struct openings *out,
    const struct pair_of_nodes *p)
{
	struct arena *a = g->scratch;
	const struct passage *b = &p->of[BEFORE], *n = &p->of[AFTER];
	struct flow gained = flow_subtract(a, flow_subtract(a, n->reached,
	    b->reached), b->unknown);
	struct flow lost = flow_subtract(a, flow_subtract(a, b->reached,
	    n->reached), n->unknown);
	struct flow half = flow_subtract(a, flow_subtract(a, flow_subtract(a,
	    n->one_way, b->one_way), b->reached), b->unknown);
	struct port_set before = b->open, after = n->open;
	struct port_set both = port_set_intersect(a, before, after);
	struct flow opens = flow_with_ports(a, gained, port_set_complement(a,
	    before));
	struct flow closes = flow_with_ports(a, lost, port_set_complement(a,
	    after));
	struct opening *o;
	size_t others;

	if (!is_nothing(opens)) {
		o = add(g, out, p, port_set_is_empty(both) ? OPENING_OPENS :
		    OPENING_WIDENS, opens);
		o->beside = kept_ports(g, both);
		o->is = part_text(g, p->of, AFTER, opens);
		o->one_way = flow_contains(a, b->one_way, opens);
		explain(g, p, AFTER, o);
	}
	if (!is_nothing(half)) {
		o = add(g, out, p, OPENING_ONE_WAY, half);
		explain(g, p, AFTER, o);
	}
	if (!is_nothing(closes)) {
		o = add(g, out, p, port_set_is_empty(both) ? OPENING_CLOSES :
		    OPENING_NARROWS, closes);
		o->beside = kept_ports(g, both);
		o->was = part_text(g, p->of, BEFORE, closes);
		o->one_way = flow_contains(a, n->one_way, closes);
		explain(g, p, BEFORE, o);
	}
	others = out->n;
	compare_addresses(g, out, p, gained, lost, both);
	compare_undecided(g, out, p);
	if (out->n == others && !port_set_is_empty(both) && b->way != NULL && n->way != NULL &&
	    !str_equal(b->way, n->way)) {
		struct flow rerouted = flow_with_ports(a, flow_intersect(a,
		    n->own.reached, opening_new_ways(g, p->of, p->family)), both);

		o = add(g, out, p, OPENING_REROUTES, is_nothing(rerouted) ?
		    flow_with_ports(a, n->own.reached, both) : rerouted);
		o->ports = kept_ports(g, both);
		explain(g, p, AFTER, o);
		o->was = b->way;
		o->is = n->way;
		o->reroute = opening_reroute_text(g, p->of, p->family);
	}
}

void
openings_of_pair(const struct comparing *g, struct openings *out,
    const struct diff_node *from, const struct diff_node *to)
{
	struct passage answers[2][2];		/* by enum when, family */
	bool passes = false, unknown = false;
	size_t n = out->n;

	for (size_t w = BEFORE; w <= AFTER; w++)
		ask(g, (enum when)w, from, to, answers[w]);
	for (size_t f = 0; f < 2; f++) {
		struct passage of[2] = { answers[BEFORE][f],
			answers[AFTER][f] };
		struct pair_of_nodes p = { from, to, f == 0 ? IPV4 : IPV6,
			of };

		openings_make_comparable(g, of, from, to);
		leave_open(g->scratch, of, &p);
		leave_untold_open(g->scratch, of);
		compare_passages(g, out, &p);
		passes |= !port_set_is_empty(of[AFTER].open);
		unknown |= !is_nothing(of[AFTER].unknown) &&
		    !is_nothing(of[BEFORE].unknown);
	}
	out->unchanged += passes && out->n == n;
	out->undecided += unknown;
}

void
openings_count_pair(const struct comparing *g, struct openings *out,
    const struct diff_node *from, const struct diff_node *to)
{
	struct passage of[2];

	ask(g, AFTER, from, to, of);
	out->unchanged += !is_nothing(of[0].reached) ||
	    !is_nothing(of[1].reached);
	out->undecided += !is_nothing(of[0].unknown) ||
	    !is_nothing(of[1].unknown);
}
