/* SPDX-License-Identifier: MIT */
#include "reach/walk.h"

#include "base/fatal.h"
#include "base/str.h"
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
	r->branch = branch_new(a);
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

	if (to->by_public && !to->by_nat64 && family == IPV4)
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
	struct port_set listens, listens_surely;
	bool met_unknown, took_for_granted;
	const char *condition;
	struct unknowns unknowns;
	struct blockers blockers;
};

static void
add_way(struct arena *a, struct answer *out, const struct arrival *arrival,
    const struct branch *branch)
{
	struct way *v = arena_array(a, out->n_ways + 1, sizeof *v);

	for (size_t i = 0; i < out->n_ways; i++)
		v[i] = out->ways[i];
	v[out->n_ways].hops = arrival->path;
	v[out->n_ways].flow = arrival->flow;
	v[out->n_ways].branch = branch;
	out->ways = v;
	out->n_ways++;
}

/* It is one, or an endpoint for a service behind one. */
static bool
is_balancer(const struct end *e)
{
	return (e->workload != NULL &&
	    e->workload->kind == WORKLOAD_NETWORK_LOAD_BALANCER) ||
	    (e->endpoint != NULL && e->endpoint->own_service != NULL);
}

static void
listen(struct asking *q, struct arrival *arrival, bool blame)
{
	struct walk *w = &q->walk;
	struct blocker b = blocker_listening(q->q->to);
	struct trip t = { .flow = arrival->flow, .path = arrival->path };
	struct flow heard = flow_with_ports(w->a, arrival->flow,
	    w->bound == FILTER_SURE ? q->listens_surely : q->listens);

	if (is_balancer(q->q->to))
		return;		/* its listeners have been asked on the way */
	if (w->bound == FILTER_POSSIBLE)
		walk_note_if_it_matters(w, heard, flow_with_ports(w->a,
		    arrival->flow, q->listens_surely),
		    end_listens_unknown(w->a, q->q->to), NULL);
	if (blame) {
		t.flow = flow_subtract(w->a, arrival->flow, heard);
		walk_block(w, &t, b.at, b.code, b.text);
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
		listen(q, &here, true);
		if (here.unheard || flow_is_empty(here.flow))
			continue;
		out.heard = flow_union(w->a, out.heard, here.flow);
		all = any = here.flow;
		if (!here.undecided) {
			reply_walk(w, &here, bound, &all, &any);
			if (ways != NULL)
				add_way(w->a, ways, &here, w->branch);
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

/* Once more, and for the last time, letting everything pass, to see all that
 * stands in the way. */
static void
explain(struct asking *q, struct answer *out)
{
	q->walk.explain = true;
	q->walk.blockers = &q->blockers;
	(void)run(q, FILTER_POSSIBLE, NULL);
	out->blockers = q->blockers;
}

static void
ask_here(struct asking *q, struct answer *out)
{
	struct run may, sure;

	may = run(q, FILTER_POSSIBLE, out);
	sure = q->met_unknown ? run(q, FILTER_SURE, NULL) : may;
	sort_out(q->walk.a, out, &may, &sure);
	if (q->q->explain && !flow_contains(q->walk.a, out->yes, out->asked))
		explain(q, out);
	out->unknowns = q->unknowns.v;
	out->n_unknowns = q->unknowns.n;
}

static void
nothing_is_known(struct answer *out)
{
	struct flow none = flow_empty(out->asked.family);

	out->unknown = out->may_arrive = out->asked;
	out->yes = out->some = out->one_way = out->no = out->arrives = none;
}

/* Everything that is asked is lost before it begins. */
static void
never_together(struct arena *a, struct answer *out, const struct end *from,
    const struct end *to)
{
	struct flow none = flow_empty(out->asked.family);
	struct blocker b = { .lost = out->asked,
		.at = { .kind = HOP_LOCAL, .thing = &to->interface->is },
		.text = arena_printf(a, "is there only where %s is not",
		    end_title(a, from)) };

	vec_push(a, &out->blockers, b);
	out->no = out->asked;
	out->yes = out->some = out->one_way = out->unknown = out->arrives =
	    out->may_arrive = none;
}

/* ------------------------------------------------------- several branches */

static void
add_unknowns(struct arena *a, struct unknowns *all, const struct answer *from)
{
	for (size_t i = 0; i < from->n_unknowns; i++) {
		bool again = false;

		for (size_t j = 0; j < all->n && !again; j++)
			again = str_equal(all->v[j], from->unknowns[i]);
		if (!again)
			vec_push(a, all, from->unknowns[i]);
	}
}

static void
add_blockers(struct arena *a, struct blockers *all,
    const struct blockers *from)
{
	for (size_t i = 0; i < from->n; i++) {
		struct blocker b = from->v[i];
		bool again = false;

		for (size_t j = 0; j < all->n && !again; j++)
			again = all->v[j].at.kind == b.at.kind &&
			    all->v[j].at.thing == b.at.thing &&
			    all->v[j].at.route == b.at.route &&
			    all->v[j].at.reply == b.at.reply &&
			    all->v[j].at.end == b.at.end;
		b.order = (uint32_t)all->n;
		if (!again)
			vec_push(a, all, b);
	}
}

static void
add_ways(struct arena *a, struct answer *out, const struct answer *x,
    const struct answer *y)
{
	struct way *v = arena_array(a, x->n_ways + y->n_ways, sizeof *v);

	out->n_ways = 0;
	for (size_t i = 0; i < x->n_ways; i++)
		v[out->n_ways++] = x->ways[i];
	for (size_t i = 0; i < y->n_ways; i++)
		v[out->n_ways++] = y->ways[i];
	out->ways = v;
}

/* What two branches agree on; why they do not. */
static struct answer
agreed(struct arena *a, const struct answer *x, const struct answer *y,
    const char *condition)
{
	struct answer out = { .asked = flow_union(a, x->asked, y->asked) };
	struct flow decided;
	struct unknowns why = { 0 };
	struct answer because = { .n_unknowns = 1 };

	out.yes = flow_intersect(a, x->yes, y->yes);
	out.some = flow_intersect(a, x->some, y->some);
	out.one_way = flow_intersect(a, x->one_way, y->one_way);
	out.no = flow_intersect(a, x->no, y->no);
	out.arrives = flow_intersect(a, x->arrives, y->arrives);
	out.may_arrive = flow_union(a, x->may_arrive, y->may_arrive);
	decided = flow_union(a, flow_union(a, out.yes, out.some),
	    flow_union(a, out.one_way, out.no));
	out.unknown = flow_subtract(a, out.asked, decided);
	if (!flow_contains(a, flow_union(a, x->unknown, y->unknown),
	    out.unknown)) {
		because.unknowns = &condition;
		condition = arena_printf(a, "it depends on %s", condition);
		add_unknowns(a, &why, &because);
	}
	add_unknowns(a, &why, x);
	add_unknowns(a, &why, y);
	out.unknowns = why.v;
	out.n_unknowns = why.n;
	out.met_open_zone = x->met_open_zone || y->met_open_zone;
	add_ways(a, &out, x, y);
	add_blockers(a, &out.blockers, &x->blockers);
	add_blockers(a, &out.blockers, &y->blockers);
	return out;
}

struct filters *
reach_filters(struct reach *r, struct branch *w)
{
	if (w->filters == NULL)
		w->filters = filters_new(r->a, r->m, w);
	filters_tell(w->filters, r->reads);
	return w->filters;
}

struct reads *
reach_reads(struct reach *r)
{
	if (r->reads == NULL)
		r->reads = reads_new(r->a, r->m);
	return r->reads;
}

void
reach_prepare(struct reach *r)
{
	filters_prepare(reach_filters(r, r->branch), r->m);
}

/*
 * More conditions than these are not told apart: what hangs on a filter has
 * its bounds all the same, what hangs on something being there is unknown.
 */
enum { CONDITIONS_MAX = 6 };

static struct answer ask_in(struct reach *r, struct arena *a,
    const struct question *question, struct branch *branch);

static struct flow
towards(struct arena *a, struct flow f, struct range_set to)
{
	struct flow all = flow_empty(f.family);

	for (size_t i = 0; i < f.n; i++)
		all = flow_union(a, all, flow_of(a, f.v[i].ports, f.v[i].from,
		    to));
	return all;
}

/* The one address of a service stands for whichever its endpoint has. */
static void
readdress(struct arena *a, struct answer *v, struct range_set to)
{
	struct flow *const flows[] = { &v->asked, &v->yes, &v->some,
		&v->one_way, &v->no, &v->unknown, &v->arrives,
		&v->may_arrive };

	for (size_t i = 0; i < sizeof flows / sizeof *flows; i++)
		*flows[i] = towards(a, *flows[i], to);
}

static struct answer
ask_both(struct reach *r, struct arena *a, const struct question *question,
    struct branch *branch, const char *condition)
{
	struct answer v[2];
	size_t there = question->to->instead == NULL ? 0 :
	    question->to->endpoint->is.exists->negated ? 1 : 0;

	for (size_t i = 0; i < 2; i++)
		v[i] = ask_in(r, a, question,
		    branch_where(r->a, branch, condition, i == 0));
	if (question->to->instead != NULL)
		readdress(a, &v[1 - there], question->to->addresses[
		    FAMILY_INDEX(question->family)]);
	return agreed(a, &v[0], &v[1], condition);
}

/* A service behind an endpoint that may not be there. */
static struct answer
ask_service(struct reach *r, struct arena *a, const struct question *question,
    struct branch *branch)
{
	const struct end *to = question->to;
	const struct condition *c = to->endpoint->is.exists;
	struct question there = *question;
	struct end *endpoint = arena_alloc(a, sizeof *endpoint);

	if (branch_presence(branch, c) == UNDECIDED)
		return ask_both(r, a, question, branch, c->text);
	*endpoint = *to;
	endpoint->instead = NULL;
	there.to = branch_presence(branch, c) == PRESENT ? endpoint :
	    to->instead;
	return ask_in(r, a, &there, branch);
}

static struct answer
ask_in(struct reach *r, struct arena *a, const struct question *question,
    struct branch *branch)
{
	enum family family = question->family;
	struct answer out = { .asked = flow_of(a, question->ports,
	    question->from->addresses[FAMILY_INDEX(family)],
	    asked_addresses(a, question->to, family)) };
	struct asking q = {
		.q = question,
		.listens = end_listens(a, question->to),
		.listens_surely = end_listens_surely(a, question->to),
		.walk = {
			.r = r, .a = a, .lost_az = question->lost_az,
			.branch = branch, .filters = reach_filters(r, branch),
			.client_ports = end_ephemeral(question->from),
			.client_untold = end_ephemeral_unknown(a,
			    question->from)
		}
	};

	if (question->to->instead != NULL)
		return ask_service(r, a, question, branch);
	out.asked.family = family;
	q.asked = out.asked;
	if (flow_is_empty(out.asked)) {
		out.yes = out.some = out.one_way = out.no = out.unknown =
		    out.arrives = out.may_arrive = out.asked;
		return out;
	}
	q.walk.met_unknown = &q.met_unknown;
	q.walk.met_open_zone = &out.met_open_zone;
	q.walk.unknowns = &q.unknowns;
	q.walk.condition = &q.condition;
	q.walk.took_for_granted = &q.took_for_granted;
	q.walk.from = walk_end_there(&q.walk, question->from);
	q.walk.target = walk_end_there(&q.walk, question->to);
	ask_here(&q, &out);
	if (q.condition == NULL)
		return out;
	if (branch->depth >= CONDITIONS_MAX) {
		if (q.took_for_granted)
			nothing_is_known(&out);
		return out;
	}
	return ask_both(r, a, question, branch, q.condition);
}

/* Who is asked about is taken to be there; NULL: the two never are. */
static struct branch *
presume(struct reach *r, struct branch *w, const struct condition *c)
{
	if (w == NULL)
		return NULL;
	switch (branch_presence(w, c)) {
	case PRESENT:
		return w;
	case ABSENT:
		return NULL;
	case UNDECIDED:
		break;
	}
	return branch_where(r->a, w, c->text, !c->negated);
}

struct branch *
reach_presumed(struct reach *r, const struct end *from, const struct end *to)
{
	const struct end *ends[2] = { from, to };
	struct branch *w = r->branch;

	for (size_t i = 0; i < 2; i++) {
		const struct end *e = ends[i];

		if (e->instead != NULL)
			continue;
		if (e->vpc != NULL)
			w = presume(r, w, e->vpc->is.exists);
		if (e->subnet != NULL)
			w = presume(r, w, e->subnet->is.exists);
		if (e->workload != NULL)
			w = presume(r, w, e->workload->is.exists);
		if (e->interface != NULL)
			w = presume(r, w, e->interface->is.exists);
	}
	return w;
}

struct answer
reach_ask(struct reach *r, struct arena *a, const struct question *question)
{
	struct branch *w = reach_presumed(r, question->from, question->to);
	struct answer out;

	if (w != NULL)
		return ask_in(r, a, question, w);
	out = (struct answer){ .asked = flow_of(a, question->ports,
	    question->from->addresses[FAMILY_INDEX(question->family)],
	    asked_addresses(a, question->to, question->family)) };
	out.asked.family = question->family;
	never_together(a, &out, question->from, question->to);
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
