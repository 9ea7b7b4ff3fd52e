/* SPDX-License-Identifier: MIT */
#include "plan/because_turn.h"
#include "plan/openings_ask.h"

#include "base/str.h"

/*
 * Which of several changes it takes.
 *
 * The trace of a packet names what decided about it, but not what would have
 * decided in its stead: of two new rules that both admit it, it names one; of
 * a rule that was lost beside one that still admits it, nothing.  So the
 * changes of all that lies on the way and of its ends are tried: in the
 * network after
 * the change some of them are turned back to what they were, and the packet
 * is sent again.  A set of changes is enough if it has the
 * effect while all the others on the way are turned back.  The smallest by
 * inclusion is found by leaving out one after the other, and another one by
 * doing without a change of the first.
 *
 * What is new is turned back by taking it away: its routes lead nowhere.  Of
 * what is gone only a gateway or a peering is given back; else it is proved
 * the other way, by applying changes onto the network before, from which it is
 * taken away.  Where that does not do (an attachment is new and another gone),
 * and of the few changes that cannot be turned (whose ends a peering has),
 * nothing is proved: their clauses stay as the trace has them.
 */

enum { PARTS_MAX = 16, OTHERS_MAX = 4 };

struct part {
	struct change_part is;
	const char *clause;
};

struct trying {
	const struct comparing *g;
	const struct diff_node *from, *to;
	struct opening *out;
	enum when open;
	enum when base;			/* the network that is changed */
	const struct thing_pair *subnets[2];	/* where the packet starts and
						   ends; or NULL */
	const char *way;		/* that it takes after, where that is
					   another; else NULL */
	struct turning turning;
	struct part part[PARTS_MAX];	/* those of the trace's clauses first */
	size_t n;
	bool too_many;
	bool changes;			/* its ports or addresses do on the way,
					   so that others are met, too */
	VEC(const char *) follow;	/* clauses that say what follows */
};

/* A bit per part: those that are as after the change. */
typedef unsigned changes;

/* ------------------------------------------------------ what can be tried */

static const struct trait *
any_side(const struct difference *d)
{
	return d->is[d->is[AFTER] != NULL];
}

static const void *
of_side(const struct difference *d, enum when w)
{
	return d->is[w] == NULL ? NULL : d->is[w]->of;
}

static bool
meets(const struct trying *t, struct cidr block)
{
	const struct packet *p = &t->out->packet;
	struct range r = cidr_range(block);

	return (enum family)block.family == t->out->family &&
	    ((addr_compare(r.first, p->to) <= 0 &&
	    addr_compare(p->to, r.last) <= 0) ||
	    (addr_compare(r.first, p->from) <= 0 &&
	    addr_compare(p->from, r.last) <= 0));
}

/* Whether a rule or route can have to do with the packet. */
static bool
concerns(const struct trying *t, enum kind kind, const void *of)
{
	const struct group_rule *rule = of;
	const struct route *route = of;
	const struct transit_route *transit = of;

	if (of == NULL || t->changes)
		return of != NULL;
	if (kind == KIND_SECURITY_GROUP)
		return !value_is_known(rule->ports->is) ||
		    port_set_has(rule->ports->v, t->out->packet.point);
	if (kind == KIND_ROUTE_TABLE && route->destination ==
	    DESTINATION_CIDR && value_is_known(route->cidr.is))
		return meets(t, route->cidr.v);
	if (kind == KIND_TRANSIT_TABLE && transit->list.to == NULL &&
	    value_is_known(transit->cidr.is))
		return meets(t, transit->cidr.v);
	return true;
}

/* What a plan says for its own sake. */
static bool
lets_nothing_pass(const char *key)
{
	static const char *const keys[] = { "AZ", "count", "hosts",
		"room to grow", "size" };

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (str_equal(key, keys[i]))
			return true;
	return false;
}

static bool
difference_concerns(const struct trying *t, enum kind kind,
    const struct difference *d)
{
	if (any_side(d)->of == NULL)
		return any_side(d)->plain != NULL &&
		    !lets_nothing_pass(any_side(d)->key);
	return concerns(t, kind, of_side(d, BEFORE)) ||
	    concerns(t, kind, of_side(d, AFTER));
}

static bool
is_said(const struct trying *t, const char *clause)
{
	for (size_t i = 0; i < t->out->because.n; i++)
		if (str_equal(t->out->because.v[i], clause))
			return true;
	return false;
}

static void
add_part(struct trying *t, struct change_part p, const char *clause)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct difference *d = t->part[i].is.difference;
		const struct difference *e = p.difference;

		if (t->part[i].is.change != p.change)
			continue;
		if (d == e)
			return;
		/* "anywhere" is one rule, and a line for each family. */
		if (d == NULL || e == NULL || any_side(e)->of == NULL ||
		    of_side(d, BEFORE) != of_side(e, BEFORE) ||
		    of_side(d, AFTER) != of_side(e, AFTER))
			continue;
		if (is_said(t, clause))
			t->part[i] = (struct part){ p, clause };
		return;
	}
	if (t->n == PARTS_MAX)
		t->too_many = true;
	else if (turning_can(&t->turning, &p))
		t->part[t->n++] = (struct part){ p, clause };
}

/* ------------------------------------------------------ parts of a way */

/* A route that is there because of a gateway or endpoint that is a part. */
static bool
follows(const struct trying *t, const struct difference *d)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct part *p = &t->part[i];
		const struct thing *whole = p->is.change->pair->is[t->base];

		if (p->is.difference != NULL || whole == NULL)
			continue;
		for (size_t w = BEFORE; w <= AFTER; w++) {
			const struct route *r = of_side(d, (enum when)w);

			if (r == NULL || !turning_follows(r, whole))
				continue;
			if (r->target.to == whole ||
			    (whole->kind == KIND_VPN && r->target.to ==
			    ((const struct vpn *)whole)->on.to))
				return true;
		}
	}
	return false;
}

static void
add_parts(struct trying *t, const struct thing_change *c, enum kind kind)
{
	for (size_t i = 0; i < c->fields.n; i++) {
		const struct difference *d = &c->fields.v[i];
		const char *clause;

		if (!difference_concerns(t, kind, d))
			continue;
		clause = because_clause(t->g->a, c, d);
		if (kind == KIND_ROUTE_TABLE && follows(t, d))
			vec_push(t->g->scratch, &t->follow, clause);
		else
			add_part(t, (struct change_part){ c, d }, clause);
	}
}

static bool
is_whole(const struct thing_change *c)
{
	return c->kind == CHANGE_ADDED || c->kind == CHANGE_REMOVED;
}

/* An attachment or table of a gateway or VPN that is not there either. */
static bool
is_of_whole(const struct trying *t, const struct thing *of)
{
	const struct attachment *at = of->kind == KIND_ATTACHMENT ?
	    (const struct attachment *)of : NULL;
	const struct thing *around = thing_around(of);

	for (size_t i = 0; i < t->n; i++) {
		const struct part *p = &t->part[i];
		const struct thing *whole = p->is.change->pair->is[t->base];

		if (p->is.difference == NULL && whole != NULL && whole != of &&
		    (whole == around || (at != NULL &&
		    at->target.to == whole)))
			return true;
	}
	return false;
}

/* What packets meet only because something else names it: that decides. */
static bool
is_named(enum kind kind)
{
	return kind == KIND_ROUTE_TABLE || kind == KIND_NETWORK_ACL ||
	    kind == KIND_SECURITY_GROUP || kind == KIND_TRANSIT_TABLE ||
	    kind == KIND_PREFIX_LIST;
}

static void
add_thing(struct trying *t, enum when w, const struct thing *of)
{
	const struct thing_change *c = comparison_of(t->g->c, w, of);

	if (c == NULL)
		return;
	if (!is_whole(c)) {
		add_parts(t, c, of->kind);
		return;
	}
	if (is_named(of->kind) || (w == t->base && is_of_whole(t, of)))
		vec_push(t->g->scratch, &t->follow, because_whole(t->g->a,
		    c));
	else
		add_part(t, (struct change_part){ c, NULL },
		    because_whole(t->g->a, c));
}

/* Wholes first: what is said of others may follow from them. */
static void
add_carrier(struct trying *t, enum when w, const struct thing *of)
{
	const struct attachment *at = (const struct attachment *)of;
	const struct vpn *vpn = (const struct vpn *)of;
	const struct vpn_gateway *vgw = (const struct vpn_gateway *)of;

	if (of->kind == KIND_ATTACHMENT) {
		if (at->gateway != NULL)
			add_thing(t, w, &at->gateway->is);
		if (at->target.to != NULL)
			add_thing(t, w, at->target.to);
	} else if (of->kind == KIND_VPN && vpn->on.to != NULL) {
		add_thing(t, w, vpn->on.to);
	} else if (of->kind == KIND_VPN_GATEWAY) {
		for (size_t i = 0; i < vgw->vpns.n; i++)
			add_thing(t, w, &vgw->vpns.v[i]->is);
	}
	add_thing(t, w, of);
}

static void
add_list(struct trying *t, enum when w, const struct thing *list)
{
	if (list != NULL && list->kind == KIND_PREFIX_LIST)
		add_thing(t, w, list);
}

static void
add_rules_lists(struct trying *t, enum when w, const struct rule_list *list)
{
	for (size_t i = 0; i < list->n; i++) {
		const struct thing *to = group_rule_to(list->v[i]);

		if (to != NULL && to->kind == KIND_PREFIX_LIST &&
		    concerns(t, KIND_SECURITY_GROUP, list->v[i]))
			add_thing(t, w, to);
	}
}

/* Rules, and the lists that they and the routes of tables name. */
static void
add_filter(struct trying *t, enum when w, const struct thing *of)
{
	const struct security_group *g = (const struct security_group *)of;
	const struct route_table *table = (const struct route_table *)of;

	add_thing(t, w, of);
	if (of->kind == KIND_SECURITY_GROUP) {
		add_rules_lists(t, w, &g->ingress);
		add_rules_lists(t, w, &g->egress);
	} else if (of->kind == KIND_ROUTE_TABLE) {
		for (size_t i = 0; i < table->routes.n; i++)
			add_list(t, w, table->routes.v[i]->list.to);
	}
}

static void
add_subnet(struct trying *t, enum when w, const struct subnet *s)
{
	if (s == NULL)
		return;
	add_thing(t, w, &s->is);
	if (s->is.vpc != NULL)
		add_thing(t, w, &s->is.vpc->is);
}

static void
add_end(struct trying *t, enum when w, const struct end *e)
{
	if (e == NULL)
		return;
	if (e->workload != NULL)
		add_thing(t, w, &e->workload->is);
	else if (e->endpoint != NULL)
		add_thing(t, w, &e->endpoint->is);
	else if (e->interface != NULL)
		add_thing(t, w, &e->interface->is);
	if (e->network != NULL)
		add_thing(t, w, &e->network->is);
	add_subnet(t, w, e->subnet);
}

static bool
is_group(const struct hop *h)
{
	return h->kind == HOP_GROUP_IN || h->kind == HOP_GROUP_OUT;
}

static void
add_steps(struct trying *t, enum when w, const struct trace_steps *steps)
{
	for (size_t i = 0; i < steps->n; i++) {
		const struct hop *h = steps->v[i].hop;

		if (opening_is_carried(h))
			add_carrier(t, w, h->thing);
	}
	for (size_t i = 0; i < steps->n; i++) {
		const struct hop *h = steps->v[i].hop;

		if (h->thing != NULL)
			add_filter(t, w, h->thing);
		if (h->transit_route != NULL)
			add_list(t, w, h->transit_route->list.to);
		add_subnet(t, w, h->subnet);
		add_end(t, w, h->end);
		for (size_t k = 0; is_group(h) && h->end != NULL &&
		    k < h->end->groups.n; k++)
			add_filter(t, w, &h->end->groups.v[k]->is);
	}
}

/* ----------------------------------------------------------- whether it works */

static bool
has(struct flow f, struct packet p)
{
	for (size_t i = 0; i < f.n; i++)
		if (port_set_has(f.v[i].ports, p.point) &&
		    range_set_has(f.v[i].from, p.from) &&
		    range_set_has(f.v[i].to, p.to))
			return true;
	return false;
}

static bool
gets_through(const struct trying *t, const struct answer *v, struct packet p)
{
	return has(v->yes, p) || has(v->some, p) ||
	    (t->out->kind == OPENING_ONE_WAY && has(v->one_way, p));
}

static bool
is_in(const struct trying *t, const struct end *e, size_t side)
{
	const struct pairing *p = t->g->c->pairing;

	return pairing_of(p, t->base, e->subnet == NULL ? NULL :
	    &e->subnet->is) == t->subnets[side];
}

static bool
is_asked(const struct pair_answers *answers, struct packet p)
{
	for (size_t i = 0; i < answers->n; i++)
		if (has(answers->v[i].answer.asked, p))
			return true;
	return false;
}

/* Where its ends have other addresses: the same port of those they have. */
static bool
another_gets_through(const struct trying *t, const struct pair_answer *v)
{
	struct packet packet;

	if (v->family != t->out->family || !is_in(t, v->from, 0) ||
	    !is_in(t, v->to, 1) || flow_is_empty(v->answer.asked))
		return false;
	packet = flow_witness(v->answer.asked);
	packet.point = t->out->packet.point;
	return gets_through(t, &v->answer, packet);
}

/* What carries the packet, as a text that is the same in both networks. */
static const char *
way_text(const struct trying *t, struct arena *a, enum when w,
    const struct pair_answers *answers)
{
	struct str s = str_new(a);

	for (size_t i = 0; i < answers->n; i++) {
		const struct answer *v = &answers->v[i].answer;

		for (size_t k = 0; k < v->n_ways; k++) {
			const struct hop *h = v->ways[k].hops;

			if (!has(v->yes, t->out->packet) ||
			    !has(v->ways[k].flow, t->out->packet))
				continue;
			for (; h != NULL; h = h->previous)
				if (opening_is_carried(h) && !h->reply)
					str_addf(&s, " %zu", turning_pair(
					    &t->turning, w, h->thing)->number);
			str_add_char(&s, '\n');
		}
	}
	return str_text(&s);
}

static struct pair_answers
ask(const struct trying *t, struct arena *a, enum when w, struct reach *r)
{
	struct port_range *one = arena_alloc(a, sizeof *one);
	struct asking_pairs q = { .a = a, .r = r,
		.from_means = &t->from->means[w],
		.to_means = &t->to->means[w], .ports_given = true,
		.ports = { 1, one }, .family = (unsigned)t->out->family };

	/* Answers may share it. */
	one->first = one->last = t->out->packet.point;
	q.from = ends_of(a, reach_places(q.r), q.from_means, false, NULL);
	return pairs_ask(&q);
}

/* Whether the packet passes in the base, as it is now; or passes as it does
 * after. */
static bool
passes(const struct trying *t)
{
	struct arena *a = arena_new();
	const struct model *m = t->turning.m;
	struct pair_answers answers = ask(t, a, t->base, reach_new(a, m,
	    routes_new(a, m)));
	bool found = false, asked = is_asked(&answers, t->out->packet);

	if (t->way != NULL)
		found = str_equal(t->way, way_text(t, a, t->base, &answers));
	for (size_t i = 0; t->way == NULL && i < answers.n; i++)
		found |= asked ? gets_through(t, &answers.v[i].answer,
		    t->out->packet) : another_gets_through(t, &answers.v[i]);
	arena_free(a);
	return found;
}

/* Whether these changes have the effect, the others being turned back. */
static bool
is_enough(struct trying *t, changes made)
{
	size_t mark = turning_mark(&t->turning);
	bool found;

	if (*t->g->tries == 0)
		return false;
	--*t->g->tries;
	for (size_t i = 0; i < t->n; i++)
		if (((made & 1u << i) != 0) == (t->base == BEFORE))
			turning_turn(&t->turning, &t->part[i].is);
	found = passes(t) == (t->open == AFTER);
	turning_undo(&t->turning, mark);
	return found;
}

/* ------------------------------------------------------------ the smallest */

static changes
smallest(struct trying *t, changes made)
{
	for (size_t i = t->n; i-- > 0;)
		if ((made & 1u << i) != 0 &&
		    is_enough(t, made & ~(1u << i)))
			made &= ~(1u << i);
	return made;
}

/* The part that a clause of the trace's is about; t->n: none. */
static size_t
part_of(const struct trying *t, const char *clause)
{
	size_t i = 0;

	while (i < t->n && !str_equal(t->part[i].clause, clause))
		i++;
	return i;
}

static const char *
joined(const struct trying *t, changes made)
{
	struct str s = str_new(t->g->a);

	for (size_t i = 0; i < t->n; i++)
		if ((made & 1u << i) != 0)
			str_addf(&s, "%s%s", s.n > 0 ? " and " : "",
			    t->part[i].clause);
	return str_text(&s);
}

static bool
is_following(const struct trying *t, const char *clause)
{
	for (size_t i = 0; i < t->follow.n; i++)
		if (str_equal(t->follow.v[i], clause))
			return true;
	return false;
}

/* In the order of the trace; what it tells alone is not proved. */
static void
say(struct trying *t, changes first)
{
	struct opening *o = t->out;
	size_t n = 0, proved = 0;

	for (size_t i = 0; i < o->because.n; i++) {
		size_t k = part_of(t, o->because.v[i]);

		if ((k < t->n && (first & 1u << k) == 0) ||
		    is_following(t, o->because.v[i]))
			continue;
		proved += k < t->n;
		o->because.v[n++] = o->because.v[i];
	}
	o->because.n = n;
	for (size_t i = 0; i < t->n; i++)
		if ((first & 1u << i) != 0 && !is_said(t, t->part[i].clause)) {
			vec_push(t->g->a, &o->because, t->part[i].clause);
			proved++;
		}
	o->all_needed = o->because.n > 1 && proved == o->because.n;
}

static void
add_others(struct trying *t, changes all, changes first)
{
	changes seen[OTHERS_MAX];
	changes rest;
	size_t n = 0;

	for (size_t i = 0; i < t->n && n < OTHERS_MAX; i++) {
		changes other;
		bool again = false;

		rest = all & ~(1u << i);
		if ((first & 1u << i) == 0 || !is_enough(t, rest))
			continue;
		other = smallest(t, rest);
		for (size_t k = 0; k < n; k++)
			again |= seen[k] == other;
		if (again || other == first)
			continue;
		seen[n++] = other;
		vec_push(t->g->a, &t->out->instead, joined(t, other));
	}
	rest = all & ~first;
	for (size_t i = 0; i < n; i++)
		rest &= ~seen[i];
	/* Of several that are enough alone the rest, too. */
	while (n > 0 && n < OTHERS_MAX && is_enough(t, rest)) {
		changes other = smallest(t, rest);

		/* Else it may not be the smallest. */
		if (*t->g->tries == 0)
			break;
		rest &= ~other;
		seen[n++] = other;
		vec_push(t->g->a, &t->out->instead, joined(t, other));
	}
}

/* Whether something is gone that cannot be given back. */
static bool
has_gone(const struct comparing *g, const struct trace_steps *steps)
{
	struct turning before = turning_new(g->scratch, g->c, BEFORE);

	for (size_t i = 0; i < steps->n; i++) {
		const struct thing *of = steps->v[i].hop->thing;
		const struct thing_change *c = of == NULL ? NULL :
		    comparison_of(g->c, BEFORE, of);

		if (c != NULL && c->kind == CHANGE_REMOVED &&
		    turning_can_take(&before, of))
			return true;
	}
	return false;
}

static const struct thing_pair *
subnet_of(const struct comparing *g, enum when w, const struct end *e)
{
	return pairing_of(g->c->pairing, w, e->subnet == NULL ? NULL :
	    &e->subnet->is);
}

static bool
changes_on_the_way(const struct trace_steps *steps)
{
	for (size_t i = 0; i < steps->n; i++)
		if (steps->v[i].hop->rewrites || steps->v[i].hop->point != 0 ||
		    steps->v[i].hop->kind == HOP_BALANCER)
			return true;
	return false;
}

static void
collect(struct trying *t, const struct trace *const trace[2])
{
	for (size_t w = BEFORE; w <= AFTER; w++)
		t->changes |= trace[w] != NULL &&
		    changes_on_the_way(&trace[w]->forward);
	for (size_t w = BEFORE; w <= AFTER; w++) {
		if (trace[w] == NULL)
			continue;
		add_steps(t, (enum when)w, &trace[w]->forward);
		add_steps(t, (enum when)w, &trace[w]->back);
	}
	for (size_t w = BEFORE; w <= AFTER; w++) {
		if (trace[w] == NULL)
			continue;
		add_end(t, (enum when)w, trace[w]->from);
		add_end(t, (enum when)w, trace[w]->to);
		t->subnets[0] = subnet_of(t->g, (enum when)w,
		    trace[w]->from);
		t->subnets[1] = subnet_of(t->g, (enum when)w, trace[w]->to);
	}
}

static const char *
way_after(const struct trying *t)
{
	struct pair_answers answers = ask(t, t->g->scratch, AFTER,
	    t->g->r[AFTER]);

	return way_text(t, t->g->scratch, AFTER, &answers);
}

/* One change that the trace names, too, needs no proof in a large network. */
static bool
is_plain_case(const struct trying *t)
{
	enum { MANY = 100 };

	return t->n == 1 && t->out->because.n == 1 && *t->g->tries < MANY &&
	    is_said(t, t->part[0].clause);
}

void
because_least(const struct comparing *g, const struct diff_node *from,
    const struct diff_node *to, const struct trace *const trace[2],
    enum when open, struct opening *out)
{
	struct trying t = { .g = g, .from = from, .to = to, .out = out,
		.open = open };
	changes all, first;

	t.base = trace[BEFORE] != NULL &&
	    (has_gone(g, &trace[BEFORE]->forward) ||
	    has_gone(g, &trace[BEFORE]->back)) ? BEFORE : AFTER;
	t.turning = turning_new(g->scratch, g->c, t.base);
	if (out->kind == OPENING_REROUTES)
		t.way = way_after(&t);
	collect(&t, trace);
	all = (1u << t.n) - 1;
	if (!t.too_many && t.n > 0 && !is_plain_case(&t) &&
	    *g->tries >= t.n * t.n + 2 && is_enough(&t, all) &&
	    !is_enough(&t, 0)) {
		first = smallest(&t, all);
		say(&t, first);
		add_others(&t, all, first);
	}
	turning_undo(&t.turning, 0);
}
