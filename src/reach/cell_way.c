/* SPDX-License-Identifier: MIT */
#include "reach/cell_way.h"

#include "reach/cell.h"
#include "reach/walk.h"

/* ------------------------------------------------------------ what is on it */

static bool
is_local_hop(const struct hop *h)
{
	return h->kind == HOP_ACL_IN || h->kind == HOP_ACL_OUT ||
	    h->kind == HOP_LOCAL || (h->kind == HOP_ROUTE &&
	    h->route != NULL && h->route->target_kind == TARGET_LOCAL);
}

static unsigned
passed_by(const struct way *w)
{
	unsigned passed = 0;

	for (const struct hop *h = w->hops; h != NULL; h = h->previous)
		if (!h->reply)
			passed |= 1u << h->kind & CELL_PASSED;
	return passed;
}

/* Whether nothing on it may have asked for the sender's groups, and who
 * receives sees the sender's address, if that has groups to ask. */
static bool
is_blind(const struct way *w, const struct end *to)
{
	for (const struct hop *h = w->hops; h != NULL; h = h->previous)
		if (h->kind == HOP_APPLIANCE || h->kind == HOP_BALANCER ||
		    (h->rewrites && h->side == FLOW_FROM && !h->reply &&
		    to->kind == END_INTERFACES))
			return false;
	return true;
}

static bool
follow_ways(const struct answer *answer, const struct end *to,
    struct cell_way *out)
{
	out->is_local = true;
	for (size_t i = 0; i < answer->n_ways; i++) {
		const struct way *w = &answer->ways[i];
		unsigned passed = passed_by(w);

		if (!is_blind(w, to) || (i > 0 && passed != out->passed))
			return false;
		out->passed = passed;
		for (const struct hop *h = w->hops; h != NULL; h = h->previous)
			out->is_local &= is_local_hop(h);
	}
	return true;
}

/* ----------------------------------------------- the same for all addresses */

/* Of a flow that is a product with all addresses, the ports. */
static bool
ports_of(const struct cell_way_question *q, const struct answer *answer,
    struct flow f, struct port_set *out)
{
	*out = flow_ports(q->a, f);
	return flow_contains(q->a, f, flow_with_ports(q->a, answer->asked,
	    *out));
}

static struct flow
taken_by(struct arena *a, const struct answer *answer)
{
	struct flow all = flow_empty(answer->asked.family);

	for (size_t i = 0; i < answer->n_ways; i++)
		all = flow_union(a, all, answer->ways[i].flow);
	return all;
}

/* Whether a flow has some ports for each pair of addresses. */
static bool
is_for_all(struct arena *a, struct flow asked, struct flow f)
{
	for (size_t i = 0; i < f.n; i++)
		asked = flow_subtract(a, asked, flow_of(a,
		    port_set_everything(), f.v[i].from, f.v[i].to));
	return flow_is_empty(asked);
}

/*
 * Whether something else than a filter stops some of it: of all pairs of
 * addresses, or of none.
 */
static bool
find_stops(const struct cell_way_question *q, const struct answer *answer,
    struct cell_way *out)
{
	struct flow stopped = flow_empty(answer->asked.family);
	const struct blockers *b = &answer->blockers;

	for (size_t i = 0; i < b->n; i++) {
		enum hop_kind kind = b->v[i].at.kind;

		if (kind == HOP_GROUP_IN || kind == HOP_GROUP_OUT)
			return false;
		if (!hop_is_filter(kind) && !b->v[i].at.reply)
			stopped = flow_union(q->a, stopped, b->v[i].lost);
	}
	out->is_routed = flow_is_empty(stopped);
	return out->is_routed || is_for_all(q->a, answer->asked, stopped);
}

static bool
make_way(const struct cell_way_question *q, const struct answer *answer,
    struct cell_way *out)
{
	return flow_is_empty(answer->unknown) &&
	    ports_of(q, answer, answer->yes, &out->yes) &&
	    ports_of(q, answer, flow_union(q->a, answer->some,
	    answer->one_way), &out->lost) &&
	    ports_of(q, answer, taken_by(q->a, answer), &out->taken) &&
	    follow_ways(answer, q->to, out) && find_stops(q, answer, out);
}

/* Whether something stops something, so that it has to be asked what. */
static bool
is_stopped(const struct cell_way_question *q, const struct answer *answer)
{
	return !flow_contains(q->a, taken_by(q->a, answer), answer->asked);
}

/* The internet has thousands of ranges, and a walk many flows of them: none
 * of that outlives its question. */
bool
cell_way_ask(const struct cell_way_question *q, struct cell_way *out)
{
	struct cell_way_question in = *q;
	struct question question = { .from = q->from, .to = q->to,
		.family = q->family, .ports = q->ports,
		.lost_az = q->lost_az };
	struct answer answer;
	bool good;

	*out = (struct cell_way){ .passed = 0 };
	in.a = arena_new();
	answer = reach_ask(q->r, in.a, &question);
	if (is_stopped(&in, &answer)) {
		question.explain = true;
		arena_free(in.a);
		in.a = arena_new();
		answer = reach_ask(q->r, in.a, &question);
	}
	good = make_way(&in, &answer, out);
	out->yes = port_set_copy(q->a, out->yes);
	out->lost = port_set_copy(q->a, out->lost);
	out->taken = port_set_copy(q->a, out->taken);
	arena_free(in.a);
	return good;
}

bool
cell_way_equal(const struct cell_way *x, const struct cell_way *y)
{
	return x->passed == y->passed && x->is_local == y->is_local &&
	    x->is_routed == y->is_routed && port_set_equal(x->yes, y->yes) &&
	    port_set_equal(x->lost, y->lost) &&
	    port_set_equal(x->taken, y->taken);
}

/* ------------------------------------------------------------- references */

struct looking {
	const unsigned char *carried;	/* groups, by order of declaration */
	bool found;
};

static void
look(void *context, const struct security_group *to,
    const struct port_set *ports)
{
	struct looking *l = context;

	l->found |= l->carried[to->is.order] && !port_set_is_empty(*ports);
}

static bool
refer(struct arena *a, struct reach *r, const struct ends *who,
    enum direction direction, const struct ends *others)
{
	unsigned char *carried = arena_array(a, r->m->next_order, 1);
	struct looking l = { .carried = carried };

	for (size_t i = 0; i < others->n; i++)
		for (size_t k = 0; k < others->v[i]->groups.n; k++)
			carried[others->v[i]->groups.v[k]->is.order] = 1;
	for (size_t i = 0; i < who->n && !l.found; i++)
		filter_each_reference(reach_filters(r, r->branch),
		    who->v[i]->groups, direction, look, &l);
	return l.found;
}

bool
cell_ends_refer(struct arena *a, struct reach *r, const struct ends *from,
    const struct ends *to)
{
	return refer(a, r, to, INGRESS, from) ||
	    refer(a, r, from, EGRESS, to);
}
