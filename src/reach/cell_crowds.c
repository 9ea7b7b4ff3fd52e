/* SPDX-License-Identifier: MIT */
#include "reach/cell_crowds.h"

#include "base/str.h"
#include "base/vec.h"
#include "reach/walk.h"

/*
 * Many to many inside of a VPC where a route or an ACL tells addresses apart:
 * each way is asked with the addresses of a crowd of senders, and each
 * receiver's rules are laid over it once for all of them; senders that rules
 * name come one by one.
 */

/* Senders of one subnet that let out the same, by address. */
struct crowd {
	const struct end *first;
	struct service_set out;		/* what their rules admit by CIDR */
	struct range_set addresses;	/* of all of them */
	VEC(const struct end *) members;
	bool refers;			/* rules of some of them name groups,
					   outwards */
};

struct crowds {
	struct crowd *v;
	size_t n, cap;
};

struct adding_up {
	struct reach *r;
	struct arena *a;
	const struct cell_question *q;
	enum family family;
	struct filters *filters;
	struct crowds crowds;
	unsigned char *named;		/* by group: the receiver's rules name it */
	size_t senders;
	struct cell *out;
	struct flow through;		/* let_through(): what gets through */
	size_t open;			/* pairs with anything open */
	VEC(struct flow) whole;		/* of those: all that is open */
	VEC(struct flow) asked;		/* … and the addresses of the pair */
};

static size_t
index_of(enum family family)
{
	return FAMILY_INDEX(family);
}

/* ----------------------------------------------------- who may take part */

static bool
is_left(const struct adding_up *u, const struct end *e)
{
	return (u->q->lost_az == NULL ||
	    !str_equal(end_az(e), u->q->lost_az)) &&
	    !range_set_is_empty(e->addresses[index_of(u->family)]);
}

/* ---------------------------------------------------------------- crowds */

static bool
same_service_set(struct service_set x, struct service_set y)
{
	if (x.n != y.n)
		return false;
	for (size_t i = 0; x.v != y.v && i < x.n; i++)
		if (x.v[i].ports.first != y.v[i].ports.first ||
		    x.v[i].ports.last != y.v[i].ports.last ||
		    !range_set_equal(x.v[i].peers, y.v[i].peers))
			return false;
	return true;
}

static bool
belongs(const struct crowd *c, const struct end *e, struct service_set out)
{
	struct port_range x = end_ephemeral(c->first), y = end_ephemeral(e);

	return c->first->subnet == e->subnet && !c->first->is_routed &&
	    !e->is_routed &&
	    c->first->source_check == e->source_check &&
	    x.first == y.first && x.last == y.last &&
	    same_service_set(c->out, out);
}

static void
add_sender(struct adding_up *u, const struct end *e)
{
	struct service_set out = filter_groups(u->filters, e->groups, EGRESS,
	    u->family, FILTER_SURE);
	struct crowd *c = NULL, fresh = { .first = e, .out = out };

	fresh.addresses = range_set_empty(u->family);
	for (size_t i = u->crowds.n; c == NULL && i-- > 0; )
		if (belongs(&u->crowds.v[i], e, out))
			c = &u->crowds.v[i];
	if (c == NULL) {
		vec_push(u->a, &u->crowds, fresh);
		c = &u->crowds.v[u->crowds.n - 1];
	}
	c->addresses = range_set_union(u->a, c->addresses,
	    e->addresses[index_of(u->family)]);
	vec_push(u->a, &c->members, e);
	c->refers |= !port_set_is_empty(filter_references(u->filters,
	    e->groups, EGRESS, (struct group_list){ .known = false },
	    FILTER_POSSIBLE));
	u->senders++;
}

/* ------------------------------------------------------------- the way */

static bool
is_local_way(const struct hop *h)
{
	for (; h != NULL; h = h->previous)
		if (h->kind != HOP_ACL_IN && h->kind != HOP_ACL_OUT &&
		    h->kind != HOP_LOCAL && h->kind != HOP_GROUP_IN &&
		    h->kind != HOP_GROUP_OUT && (h->kind != HOP_ROUTE ||
		    h->route == NULL ||
		    h->route->target_kind != TARGET_LOCAL))
			return false;
	return true;
}

/* What gets from senders at these addresses to receivers at those if no group
 * is asked; false if that is not all there is to it. */
static bool
way_for(struct adding_up *u, const struct end *from,
    struct range_set from_addresses, const struct end *to,
    struct range_set to_addresses, struct flow *open)
{
	struct end *f = arena_alloc(u->a, sizeof *f);
	struct end *t = arena_alloc(u->a, sizeof *t);
	struct question q = { .from = f, .to = t, .family = u->family,
		.ports = u->q->ports, .lost_az = u->q->lost_az };
	struct answer answer;

	*f = *from;
	f->addresses[index_of(u->family)] = from_addresses;
	*t = *to;
	t->addresses[index_of(u->family)] = to_addresses;
	t->workload = NULL;		/* listens to everything */
	f->unfiltered = t->unfiltered = true;
	answer = reach_ask(u->r, u->a, &q);
	for (size_t i = 0; i < answer.n_ways; i++)
		if (!is_local_way(answer.ways[i].hops))
			return false;
	u->out->routed |= answer.n_ways > 0;
	*open = answer.yes;
	return flow_is_empty(answer.unknown) &&
	    flow_is_empty(answer.one_way) && flow_is_empty(answer.some);
}

static bool
way_between(struct adding_up *u, const struct crowd *c, const struct end *to,
    struct flow *open)
{
	return way_for(u, c->first, c->addresses, to,
	    to->addresses[index_of(u->family)], open);
}

/* ------------------------------------------------------------- receivers */

/* So many senders, of these addresses together, get a flow through. */
static void
count(struct adding_up *u, struct flow f, struct range_set from,
    struct range_set to, size_t senders)
{
	if (flow_is_empty(f))
		return;
	u->open += senders;
	u->out->ports = port_set_union(u->a, u->out->ports,
	    flow_ports(u->a, f));
	vec_push(u->a, &u->whole, f);
	vec_push(u->a, &u->asked, flow_of(u->a, u->q->ports, from, to));
}

/* What a sender gets through that rules name; f NULL: what those get through
 * together whom none names, by their addresses. */
static void
let_through(struct adding_up *u, const struct crowd *c, const struct end *f,
    const struct end *t, struct flow mine)
{
	struct service_set in = filter_groups(u->filters, t->groups, INGRESS,
	    u->family, FILTER_SURE);
	struct flow out = flow_filter(u->a, mine, FLOW_TO, c->out), kept;

	if (f != NULL)
		out = flow_union(u->a, out, flow_with_ports(u->a, mine,
		    filter_references(u->filters, f->groups, EGRESS,
		    t->groups, FILTER_SURE)));
	kept = flow_filter(u->a, out, FLOW_FROM, in);
	if (f != NULL)
		kept = flow_union(u->a, kept, flow_with_ports(u->a, out,
		    filter_references(u->filters, t->groups, INGRESS,
		    f->groups, FILTER_SURE)));
	u->through = flow_with_ports(u->a, kept, end_listens(u->a, t));
}

static bool
is_named(struct adding_up *u, const struct crowd *c, const struct end *f,
    const struct end *t)
{
	for (size_t i = 0; i < f->groups.n; i++)
		if (u->named[f->groups.v[i]->is.order])
			return true;
	return c->refers &&
	    filter_refers(u->filters, f->groups, EGRESS, t->groups);
}

static struct range_set
unnamed_addresses(struct adding_up *u, const struct crowd *c,
    const struct end *t)
{
	size_t family = index_of(u->family);
	VEC(struct range) all = { 0 };
	const struct range *before = NULL;

	for (size_t i = 0; i < c->members.n; i++) {
		const struct end *f = c->members.v[i];
		struct range_set from = f->addresses[family];

		if (is_named(u, c, f, t))
			continue;
		/* Planned ones have any address of their subnet, all alike. */
		for (size_t k = 0; k < from.n; k++) {
			if (before != NULL &&
			    addr_equal(before->first, from.v[k].first) &&
			    addr_equal(before->last, from.v[k].last))
				continue;
			before = &from.v[k];
			vec_push(u->a, &all, from.v[k]);
		}
	}
	return range_set_of_ranges(u->a, u->family, all.v, all.n);
}

static bool
one_crowd(struct adding_up *u, const struct crowd *c, const struct end *t)
{
	size_t family = index_of(u->family), others = 0;
	struct range_set to = t->addresses[family], rest = c->addresses;
	struct flow open;

	if (!way_between(u, c, t, &open))
		return false;
	for (size_t i = 0; i < c->members.n; i++) {
		const struct end *f = c->members.v[i];
		struct range_set from = f->addresses[family];

		if (is_named(u, c, f, t)) {
			let_through(u, c, f, t, flow_with_addresses(u->a,
			    open, FLOW_FROM, from));
			count(u, u->through, from, to, 1);
			continue;
		}
		others++;
	}
	if (others == 0)
		return true;
	if (others < c->members.n)
		rest = unnamed_addresses(u, c, t);
	let_through(u, c, NULL, t, flow_with_addresses(u->a, open, FLOW_FROM,
	    rest));
	count(u, u->through, rest, to, others);
	return true;
}

/* Everybody everybody, on all the ports that anybody has? */
static bool
is_whole(struct adding_up *u, size_t pairs)
{
	if (u->open < pairs)
		return false;
	for (size_t i = 0; i < u->whole.n; i++)
		if (!flow_contains(u->a, u->whole.v[i], flow_with_ports(u->a,
		    u->asked.v[i], u->out->ports)))
			return false;
	return true;
}

static bool
all_inside(const struct ends *ends, const struct vpc *v)
{
	for (size_t i = 0; i < ends->n; i++)
		if (ends->v[i]->kind != END_INTERFACES ||
		    ends->v[i]->vpc != v)
			return false;
	return true;
}

bool
cell_by_crowds(struct reach *r, struct arena *a, const struct cell_question *q,
    enum family family, struct cell *out)
{
	struct adding_up u = { .r = r, .a = a, .q = q, .family = family,
		.out = out, .filters = reach_filters(r, r->branch) };
	const struct vpc *v = q->from->n > 0 ? q->from->v[0]->vpc : NULL;
	size_t receivers = 0;

	*out = (struct cell){ .ports = port_set_empty() };
	if (v == NULL || !all_inside(q->from, v) || !all_inside(q->to, v))
		return false;
	u.named = arena_array(a, r->m->next_order, 1);
	for (size_t i = 0; i < q->from->n; i++)
		if (is_left(&u, q->from->v[i]))
			add_sender(&u, q->from->v[i]);
	for (size_t i = 0; i < q->to->n; i++) {
		if (!is_left(&u, q->to->v[i]))
			continue;
		receivers++;
		filter_mark_referred(u.filters, q->to->v[i]->groups, INGRESS,
		    u.named, 1);
		for (size_t k = 0; k < u.crowds.n; k++)
			if (!one_crowd(&u, &u.crowds.v[k], q->to->v[i]))
				return false;
		filter_mark_referred(u.filters, q->to->v[i]->groups, INGRESS,
		    u.named, 0);
	}
	out->partly = !port_set_is_empty(out->ports) &&
	    !is_whole(&u, u.senders * receivers);
	return out->routed || !port_set_is_empty(out->ports);
}
