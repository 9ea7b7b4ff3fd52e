/* SPDX-License-Identifier: MIT */
#include "lint/exposed.h"

#include "lint/words.h"
#include "model/stand_in.h"
#include "reach/end.h"
#include "reach/reach.h"

#include <stdlib.h>

/* Members come by thousands and are of few sorts: what the internet meets on
 * its way to them is the subnet and the kind of address. */
struct member {
	struct interface *x;
	const struct thing *who;	/* the workload, endpoint or interface */
	bool is_public;
};

const struct thing *
exposed_owner(const struct interface *x)
{
	if (x->workload != NULL)
		return &x->workload->is;
	return x->endpoint != NULL ? &x->endpoint->is : &x->is;
}

const struct thing *
exposed_member_in(const struct security_group *g, const struct subnet *s)
{
	for (size_t i = 0; i < g->members.n; i++)
		if (g->members.v[i]->subnet == s)
			return exposed_owner(g->members.v[i]);
	return NULL;
}

static struct member
describe(struct interface *x)
{
	struct member m = { .x = x, .who = exposed_owner(x) };

	m.is_public = x->public_addresses.n > 0 ||
	    flag_or(x->public_ip, false);
	return m;
}

static int
compare_members(const void *x, const void *y)
{
	const struct member *a = x, *b = y;
	uint32_t s = a->x->subnet != NULL ? a->x->subnet->is.order : 0;
	uint32_t t = b->x->subnet != NULL ? b->x->subnet->is.order : 0;

	if (s != t)
		return s < t ? -1 : 1;
	if (a->is_public != b->is_public)
		return a->is_public ? -1 : 1;
	/* A balancer's listeners and a workload's kind matter as well. */
	if ((a->x->workload == NULL) != (b->x->workload == NULL))
		return a->x->workload == NULL ? -1 : 1;
	if (a->x->workload != NULL && a->who != b->who)
		return a->who->order < b->who->order ? -1 : 1;
	return (a->x->is.order > b->x->is.order) -
	    (a->x->is.order < b->x->is.order);
}

static bool
are_alike(const struct member *a, const struct member *b)
{
	return a->x->subnet == b->x->subnet &&
	    a->is_public == b->is_public &&
	    a->x->workload == b->x->workload;
}

/* -------------------------------------------------------------- declared */

static bool
is_facing_balancer(const struct workload *w)
{
	return w != NULL && flag_or(workload_faces_internet(w), false);
}

static bool
is_internal_balancer(const struct workload *w)
{
	return w != NULL && workload_type(w->kind)->is_load_balancer &&
	    value_is_known(w->scheme.is) && str_equal(w->scheme.v, "internal");
}

static bool
has_listener(const struct workload *w, struct port_set ports)
{
	for (size_t i = 0; i < w->listeners.n; i++) {
		int64_t port = number_or(w->listeners.v[i]->port, -1);

		if (port >= 0 && port <= 65535 &&
		    (port_set_has(ports, port_point(PROTOCOL_TCP,
		    (unsigned)port)) || port_set_has(ports,
		    port_point(PROTOCOL_UDP, (unsigned)port))))
			return true;
	}
	return false;
}

/* Whether somebody expects the internet to reach it on these kinds. */
static bool
is_expected(const struct lint *l, const struct thing *who,
    struct port_set ports)
{
	for (size_t i = 0; i < l->m->expectations.n; i++) {
		const struct expectation *e = l->m->expectations.v[i];

		if (e->verb == REACHES && str_equal(e->from, "internet") &&
		    str_equal(e->to, thing_label(who)) &&
		    value_is_known(e->ports.is) &&
		    port_set_contains(e->ports.v, ports))
			return true;
	}
	return false;
}

/* -------------------------------------------------------------- the path */

/*
 * Whether packets arrive and answers get back, were anybody to listen.  Where
 * all answers are lost no connection comes about, and the group is open to
 * less than it looks.
 */
static bool
is_open(const struct answer *answer)
{
	if (!flow_is_empty(answer->yes) || !flow_is_empty(answer->some))
		return true;
	return !flow_is_empty(answer->arrives) &&
	    flow_is_empty(answer->one_way) && flow_is_empty(answer->unknown);
}

/* Whether all that may arrive does, and is surely not answered. */
static bool
is_one_way(struct arena *a, const struct answer *answer)
{
	return flow_is_empty(answer->unknown) &&
	    !flow_is_empty(answer->one_way) &&
	    flow_contains(a, answer->arrives, answer->may_arrive);
}

/* What connections are made with: an error message of ICMP wants no answer
 * and proves no way back. */
static struct port_set
connecting(struct arena *a, struct port_set ports)
{
	return port_set_intersect(a, ports, port_set_union(a,
	    port_set_of_protocol(a, PROTOCOL_TCP),
	    port_set_of_protocol(a, PROTOCOL_UDP)));
}

static struct exposure_found
ask(struct lint *l, const struct member *m, struct port_set ports,
    enum family family)
{
	const struct places *places = reach_places(lint_reach(l));
	struct selection internet = { .what = SELECTED_INTERNET };
	struct selection member = { .what = SELECTED_INTERFACE,
		.thing = &m->x->is };
	struct exposure_found found = { .is = EXPOSED_NO, .who = m->who };
	struct arena *a = arena_new();
	struct ends from = ends_of(a, places, &internet, false, NULL), to;

	to = ends_of(a, places, &member, true, from.v[0]);
	for (size_t i = 0; i < to.n && found.is != EXPOSED_YES; i++) {
		struct question q = { .from = from.v[0], .to = to.v[i],
			.ports = connecting(a, ports), .family = family };
		struct answer answer = reach_ask(lint_reach(l), a, &q);

		if (range_set_is_empty(to.v[i]->addresses[FAMILY_INDEX(
		    family)]) && (family == IPV4 ? to.v[i]->untold != NULL &&
		    to.v[i]->is_public != CERTAINLY_NOT :
		    to.v[i]->untold_ipv6 != NULL)) {
			found.is = EXPOSED_MAYBE;
		} else if (is_open(&answer)) {
			struct packet p = flow_witness(answer.arrives);

			found.is = EXPOSED_YES;
			found.witness = arena_printf(l->a, "%s from %s",
			    words_point(l->a, p.point),
			    stand_in_address(l->a, l->m, family, p.from));
		} else if (!flow_is_empty(answer.may_arrive)) {
			enum exposed is = is_one_way(a, &answer) ?
			    EXPOSED_ONE_WAY : EXPOSED_MAYBE;

			found.is = is > found.is ? is : found.is;
		}
	}
	arena_free(a);
	return found;
}

/* A balancer takes nothing but what it listens for. */
static bool
is_deaf(const struct workload *w, struct port_set ports)
{
	return w != NULL && workload_type(w->kind)->is_load_balancer &&
	    w->listeners_known && !has_listener(w, ports);
}

/* What the internet does with one member. */
static struct exposure_found
judge(struct lint *l, const struct member *m, struct port_set ports)
{
	static const enum family families[] = { IPV4, IPV6 };
	const struct workload *w = m->x->workload;
	struct exposure_found best = { .is = EXPOSED_NO, .who = m->who };

	if (is_deaf(w, ports))
		return best;
	/* Where nobody said in which subnet, nobody can tell: but a balancer
	 * that is internal has no address on the internet in any. */
	if (m->x->subnet == NULL) {
		best.is = is_internal_balancer(w) ? EXPOSED_NO : EXPOSED_MAYBE;
		return best;
	}
	for (size_t i = 0; i < 2; i++) {
		struct exposure_found found = ask(l, m, ports, families[i]);

		if (found.is > best.is)
			best = found;
	}
	/* Where it stands is not known, nor what leads there. */
	if (best.is == EXPOSED_NO && m->x->subnet == NULL)
		best.is = EXPOSED_MAYBE;
	if (best.is == EXPOSED_YES && (is_facing_balancer(w) ||
	    is_expected(l, m->who, ports)))
		best.is = EXPOSED_DECLARED;
	return best;
}

struct exposure_found
exposed_through(struct lint *l, const struct security_group *g,
    struct port_set ports)
{
	struct arena *a = arena_new();
	struct member *v = arena_array(a, g->members.n, sizeof *v);
	struct exposure_found best = { .is = EXPOSED_NO };
	size_t deaf = 0;

	for (size_t i = 0; i < g->members.n; i++) {
		v[i] = describe(g->members.v[i]);
		if (is_deaf(v[i].x->workload, ports))
			deaf++;
	}
	if (g->members.n > 1)
		qsort(v, g->members.n, sizeof *v, compare_members);
	for (size_t i = 0; i < g->members.n; i++) {
		struct exposure_found found;

		if (i > 0 && are_alike(&v[i - 1], &v[i]))
			continue;
		found = judge(l, &v[i], ports);
		/* What was declared excuses nobody else. */
		if (found.is == EXPOSED_YES) {
			best = found;
			break;
		}
		if (best.who == NULL || found.is > best.is)
			best = found;
	}
	/* What all of them never take waits for no route. */
	if (deaf > 0 && deaf == g->members.n)
		best.is = EXPOSED_DECLARED;
	arena_free(a);
	return best;
}

struct exposure_found
exposed_interface(struct lint *l, struct interface *x, struct port_set ports)
{
	struct member m = describe(x);

	return judge(l, &m, ports);
}
