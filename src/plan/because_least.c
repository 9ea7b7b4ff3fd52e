/* SPDX-License-Identifier: MIT */
#include "plan/because_trying.h"

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
 * What is new is turned back by taking it away: its routes lead nowhere.  What
 * is gone is given back as a copy; where there can be none (of an endpoint or
 * a VPN gateway) it is proved the other way, by applying changes onto the
 * network before, from which it is taken away.  Where neither will do, and of
 * the few changes that cannot be turned (which networks a VPN leads to),
 * nothing is proved: their clauses stay as the trace has them.
 */

enum { OTHERS_MAX = 4 };

/* A bit per part: those that are as after the change. */
typedef unsigned changes;

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

	const struct thing_pair *in = pairing_of(p, t->base,
	    e->subnet == NULL ? NULL : &e->subnet->is);

	return in == t->subnets[BEFORE][side] || in == t->subnets[AFTER][side];
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
					str_addf(&s, " %zu%s", turning_pair(
					    &t->turning, w, h->thing)->number,
					    opening_is_across(h->thing,
					    answers->v[i].from) ? "!" : "");
			str_add_char(&s, '\n');
		}
	}
	return str_text(&s);
}

/* A network is its blocks: what they have not, nobody there has either. */
static bool
is_of_blocks(const struct trying *t)
{
	return t->from->means[t->base].what == SELECTED_NETWORK ||
	    t->to->means[t->base].what == SELECTED_NETWORK;
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
	bool found = false;
	bool asked = !t->moved && (is_of_blocks(t) ||
	    is_asked(&answers, t->out->packet));

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

/* None of it can be left out: what was needed beside another change (a rule
 * in the place of one that went) may not be without it. */
static changes
smallest(struct trying *t, changes made)
{
	changes before;

	do {
		before = made;
		for (size_t i = t->n; i-- > 0;)
			if ((made & 1u << i) != 0 &&
			    is_enough(t, made & ~(1u << i)))
				made &= ~(1u << i);
	} while (made != before);
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
		if ((first & 1u << i) != 0 && !because_is_said(t, t->part[i].clause)) {
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
	    because_is_said(t, t->part[0].clause);
}

/* On one of the two networks; false: not all can be turned there. */
static bool
prove(struct trying *t, const struct trace *const trace[2], bool anyway)
{
	changes all, first;
	bool good;

	t->turning = turning_new(t->g->scratch, t->g->c, t->base);
	if (t->out->kind == OPENING_REROUTES)
		t->way = way_after(t);
	because_collect(t, trace);
	all = (1u << t->n) - 1;
	good = anyway || !t->cannot;
	if (good && !t->too_many && t->n > 0 && !is_plain_case(t) &&
	    *t->g->tries >= t->n * t->n + 2 && is_enough(t, all) &&
	    !is_enough(t, 0)) {
		first = smallest(t, all);
		say(t, first);
		add_others(t, all, first);
	}
	turning_undo(&t->turning, 0);
	return good;
}

void
because_least(const struct comparing *g, const struct diff_node *from,
    const struct diff_node *to, const struct trace *const trace[2],
    enum when open, struct opening *out)
{
	enum when base = trace[BEFORE] != NULL &&
	    (has_gone(g, &trace[BEFORE]->forward) ||
	    has_gone(g, &trace[BEFORE]->back)) ? BEFORE : AFTER;

	/* Where neither will do, as far as the first goes. */
	for (size_t i = 0; i < 3; i++) {
		struct trying t = { .g = g, .from = from, .to = to,
			.out = out, .open = open, .base = i == 1 ?
			(enum when)(1 - base) : base };

		if (prove(&t, trace, i == 2))
			break;
	}
}
