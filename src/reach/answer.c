/* SPDX-License-Identifier: MIT */
#include "reach/walk.h"

#include "base/fatal.h"
#include "base/vec.h"

/*
 * A question is walked twice: with what every element may admit, and with
 * what it surely does.  If the first met nothing unknown, the second is the
 * same and is spared.  From the two, and the same of the answers:
 *
 *	yes      surely arrives, surely every answer comes back
 *	no       cannot arrive
 *	one-way  surely arrives, no answer can come back
 *	some     surely arrives, some answer surely comes back, some cannot
 *	unknown  the rest
 */

struct reach *
reach_new(struct arena *a, const struct model *m, const struct routes *routes)
{
	struct reach *r = arena_alloc(a, sizeof *r);

	r->a = a;
	r->m = m;
	r->routes = routes;
	r->filters = filters_new(a, m);
	r->places = places_new(a, m);
	r->transit_views = transit_views_new(a, m);
	return r;
}

const struct places *
reach_places(const struct reach *r)
{
	return r->places;
}

const struct model *
reach_model(const struct reach *r)
{
	return r->m;
}

const struct selector *
reach_selector(struct reach *r)
{
	if (r->selector == NULL)
		r->selector = selector_new(r->a, r->m);
	return r->selector;
}

/* The addresses that stand for the receiver in the question. */
static struct range_set
asked_addresses(struct arena *a, const struct end *to, enum family family)
{
	struct range_set all = to->addresses[FAMILY_INDEX(family)];
	struct range r;

	if (to->by_public && family == IPV4)
		return to->public_addresses;
	if (to->kind != END_SERVICE || range_set_is_empty(all))
		return all;
	/* One address, not known which: any stands for it. */
	r.first = r.last = all.v[0].first;
	return range_set_of_range(a, family, r);
}

/* One run: what arrives, and of that, what is answered. */
struct run {
	struct flow arrives;		/* whether anybody listens or not */
	struct flow heard;		/* … where somebody does */
	struct flow all, any;		/* of heard: answers, whole or at all */
};

struct asking {
	struct walk walk;
	const struct question *q;
	struct flow asked;
	struct port_set listens;
	bool met_unknown;
	struct unknowns unknowns;
	struct blockers blockers;
};

static void
add_way(struct arena *a, struct answer *out, const struct arrival *arrival)
{
	struct way *v = arena_array(a, out->n_ways + 1, sizeof *v);

	for (size_t i = 0; i < out->n_ways; i++)
		v[i] = out->ways[i];
	v[out->n_ways].hops = arrival->path;
	v[out->n_ways].flow = arrival->flow;
	out->ways = v;
	out->n_ways++;
}

static bool
is_balancer(const struct end *e)
{
	return e->workload != NULL &&
	    e->workload->kind == WORKLOAD_NETWORK_LOAD_BALANCER;
}

static void
listen(struct asking *q, struct arrival *arrival, bool blame)
{
	struct walk *w = &q->walk;
	struct hop at = { .kind = HOP_LISTENS, .end = q->q->to,
		.subnet = q->q->to->subnet };
	struct trip t = { .flow = arrival->flow, .path = arrival->path };
	struct flow heard = flow_with_ports(w->a, arrival->flow, q->listens);

	if (q->q->to->workload != NULL)
		at.thing = &q->q->to->workload->is;
	if (is_balancer(q->q->to))
		return;		/* its listeners have been asked on the way */
	if (blame) {
		t.flow = flow_subtract(w->a, arrival->flow, heard);
		walk_block(w, &t, at, "ENI_ADDRESS_RESTRICTION",
		    "does not listen there");
	}
	if (!w->explain)
		arrival->flow = heard;
}

static struct run
run(struct asking *q, enum bound bound, struct answer *ways)
{
	struct walk *w = &q->walk;
	enum family family = q->asked.family;
	struct run out = { flow_empty(family), flow_empty(family),
		flow_empty(family), flow_empty(family) };

	w->bound = bound;
	w->arrivals.v = NULL;
	w->arrivals.n = w->arrivals.cap = 0;
	walk_forward(w, q->asked);
	for (size_t i = 0; i < w->arrivals.n; i++) {
		struct arrival here = w->arrivals.v[i];
		struct flow all, any;

		if (here.undecided && bound == FILTER_SURE)
			continue;
		out.arrives = flow_union(w->a, out.arrives, here.flow);
		if (!here.undecided)
			listen(q, &here, true);
		if (here.unheard || flow_is_empty(here.flow))
			continue;
		out.heard = flow_union(w->a, out.heard, here.flow);
		all = any = here.flow;
		if (!here.undecided) {
			reply_walk(w, &here, bound, &all, &any);
			if (ways != NULL)
				add_way(w->a, ways, &here);
		}
		out.all = flow_union(w->a, out.all, all);
		out.any = flow_union(w->a, out.any, any);
	}
	return out;
}

static void
sort_out(struct arena *a, struct answer *out, const struct run *may,
    const struct run *sure)
{
	struct flow rest;

	out->arrives = sure->arrives;
	out->may_arrive = may->arrives;
	out->yes = sure->all;
	out->no = flow_subtract(a, out->asked, may->heard);
	rest = flow_subtract(a, flow_subtract(a, out->asked, out->yes),
	    out->no);
	out->one_way = flow_subtract(a, flow_intersect(a, rest, sure->heard),
	    may->any);
	out->some = flow_subtract(a, flow_intersect(a, rest, sure->any),
	    may->all);
	out->unknown = flow_subtract(a, flow_subtract(a, rest, out->one_way),
	    out->some);
}

/* Once more, letting everything pass, to see all that stands in the way. */
static void
explain(struct asking *q, struct answer *out)
{
	q->walk.explain = true;
	q->walk.blockers = &q->blockers;
	(void)run(q, FILTER_POSSIBLE, NULL);
	q->walk.explain = false;
	q->walk.blockers = NULL;
	out->blockers = q->blockers;
}

struct answer
reach_ask(struct reach *r, struct arena *a, const struct question *question)
{
	enum family family = question->family;
	struct answer out = { .asked = flow_of(a, question->ports,
	    question->from->addresses[FAMILY_INDEX(family)],
	    asked_addresses(a, question->to, family)) };
	struct asking q = {
		.q = question, .asked = out.asked,
		.listens = end_listens(a, question->to),
		.walk = {
			.r = r, .a = a, .lost_az = question->lost_az,
			.from = question->from, .target = question->to,
			.client_ports = end_ephemeral(question->from)
		}
	};
	struct run may, sure;

	out.asked.family = q.asked.family = family;
	if (flow_is_empty(out.asked)) {
		out.yes = out.some = out.one_way = out.no = out.unknown =
		    out.arrives = out.may_arrive = flow_empty(family);
		return out;
	}
	q.walk.met_unknown = &q.met_unknown;
	q.walk.unknowns = &q.unknowns;
	may = run(&q, FILTER_POSSIBLE, &out);
	sure = q.met_unknown ? run(&q, FILTER_SURE, NULL) : may;
	sort_out(a, &out, &may, &sure);
	if (question->explain && !flow_contains(a, out.yes, out.asked))
		explain(&q, &out);
	out.unknowns = q.unknowns.v;
	out.n_unknowns = q.unknowns.n;
	return out;
}

void
tally_add(struct tally *t, const struct answer *answer)
{
	t->yes |= !flow_is_empty(answer->yes);
	t->some |= !flow_is_empty(answer->some);
	t->one_way |= !flow_is_empty(answer->one_way);
	t->no |= !flow_is_empty(answer->no);
	t->unknown |= !flow_is_empty(answer->unknown);
}

enum verdict
tally_verdict(const struct tally *t)
{
	bool not_yes = t->no || t->one_way || t->some;

	if (t->unknown)
		return (t->yes && not_yes) || t->some ? VERDICT_PARTLY :
		    VERDICT_UNKNOWN;
	if (t->some || (t->yes && not_yes))
		return VERDICT_PARTLY;
	if (t->yes)
		return VERDICT_YES;
	return t->one_way ? VERDICT_ONE_WAY : VERDICT_NO;
}

const char *
verdict_key(enum verdict v)
{
	switch (v) {
	case VERDICT_YES:
		return "yes";
	case VERDICT_PARTLY:
		return "partly";
	case VERDICT_ONE_WAY:
		return "one-way";
	case VERDICT_NO:
		return "no";
	case VERDICT_UNKNOWN:
		return "unknown";
	}
	BUG("no such verdict");
}

const char *
verdict_word(enum verdict v)
{
	switch (v) {
	case VERDICT_YES:
		return "REACHABLE";
	case VERDICT_PARTLY:
		return "PARTLY";
	case VERDICT_ONE_WAY:
		return "ONE-WAY";
	case VERDICT_NO:
		return "BLOCKED";
	case VERDICT_UNKNOWN:
		return "UNKNOWN";
	}
	BUG("no such verdict");
}
