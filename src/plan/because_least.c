/* SPDX-License-Identifier: MIT */
#include "plan/openings_ask.h"

#include "base/str.h"

#include <string.h>

/*
 * Which of several changes it takes.
 *
 * The trace of a packet names what decided about it, but not what would have
 * decided in its stead: of two new rules that both admit it, it names one; of
 * a rule that was lost beside one that still admits it, nothing.  So the
 * changed rules, entries and routes that lie on the way, the tables and ACLs
 * of its subnets and the groups of its ends are tried: in the network after
 * the change some of them are turned back to what they were, and the packet
 * is sent again.  A set of changes is enough if it has the
 * effect while all the others on the way are turned back.  The smallest by
 * inclusion is found by leaving out one after the other, and another one by
 * doing without a change of the first.
 *
 * A gateway, peering or block of public access that is new is turned back by
 * taking it away: its routes lead nowhere.  One that is gone cannot be given
 * back; then it is proved the other way, by applying changes onto the network
 * before, from which it is taken away.  Where some are new and others gone,
 * and of changes of other kinds (a subnet's block), nothing is proved: their
 * clauses stay as the trace has them.
 */

enum { PARTS_MAX = 10, OTHERS_MAX = 4 };

struct part {
	const struct thing_change *change;
	const struct difference *difference;	/* NULL: the whole thing */
	const char *clause;
};

struct trying {
	const struct comparing *g;
	const struct diff_node *from, *to;
	struct opening *out;
	enum when open;
	enum when base;			/* the network that is changed */
	struct part part[PARTS_MAX];	/* those of the trace's clauses first */
	size_t n;
	bool too_many;
};

/* A bit per part: those that are as after the change. */
typedef unsigned changes;

/* ------------------------------------------------------ what can be tried */

static const void *
of_side(const struct part *p, enum when w)
{
	const struct trait *t = p->difference == NULL ? NULL :
	    p->difference->is[w];

	return t == NULL ? NULL : t->of;
}

/* Whether a rule, entry or route can have to do with the packet. */
static bool
concerns(const struct trying *t, enum kind kind, const void *of)
{
	const struct group_rule *rule = of;
	const struct route *route = of;
	const struct packet *p = &t->out->packet;

	if (of == NULL)
		return false;
	if (kind == KIND_SECURITY_GROUP)
		return !value_is_known(rule->ports->is) ||
		    port_set_has(rule->ports->v, p->point);
	if (kind == KIND_ROUTE_TABLE && route->destination ==
	    DESTINATION_CIDR && value_is_known(route->cidr.is)) {
		struct range r = cidr_range(route->cidr.v);

		return (enum family)route->cidr.v.family ==
		    t->out->family &&
		    ((addr_compare(r.first, p->to) <= 0 &&
		    addr_compare(p->to, r.last) <= 0) ||
		    (addr_compare(r.first, p->from) <= 0 &&
		    addr_compare(p->from, r.last) <= 0));
	}
	return true;
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
add_part(struct trying *t, const struct thing_change *c,
    const struct difference *d, const char *clause)
{
	struct part p = { c, d, clause };

	for (size_t i = 0; i < t->n; i++) {
		/* "anywhere" is one rule, and a line for each family. */
		if (t->part[i].change != c || d == NULL ||
		    t->part[i].difference == NULL ||
		    of_side(&t->part[i], BEFORE) != of_side(&p, BEFORE) ||
		    of_side(&t->part[i], AFTER) != of_side(&p, AFTER))
			continue;
		if (is_said(t, clause))
			t->part[i] = p;
		return;
	}
	if (t->n == PARTS_MAX)
		t->too_many = true;
	else
		t->part[t->n++] = p;
}

/* --------------------------------------------------------- turning back */

/* The groups that an interface carried, to be given back. */
struct carried {
	struct interface *by;
	struct security_group **v;
	size_t n, cap;
};

struct routes_dead {
	VEC(struct route *) v;
};

/* What was taken out and put in, to be undone in the opposite order. */
struct turned {
	struct thing *of;
	struct carried *carried;	/* of those that carry groups */
	size_t n_carried;
	struct routes_dead *dead;	/* of a whole thing */
	enum block_mode mode;
	void *out, *in;
	enum direction direction;
	size_t at;			/* where the one stood */
};

/* Take one out of a list, put another one in where it stood; NULL: none. */
#define SWAP(a, list, x) do {						\
	size_t at_ = (x)->at;						\
									\
	for (size_t i_ = 0; (x)->out != NULL && i_ < (list)->n; i_++)	\
		if ((list)->v[i_] == (x)->out)				\
			at_ = i_;					\
	if ((x)->out != NULL) {						\
		memmove((list)->v + at_, (list)->v + at_ + 1,		\
		    ((list)->n - at_ - 1) * sizeof (list)->v[0]);	\
		(list)->n--;						\
	}								\
	if (at_ > (list)->n)						\
		at_ = (list)->n;					\
	if ((x)->in != NULL) {						\
		vec_push(a, list, (x)->in);				\
		memmove((list)->v + at_ + 1, (list)->v + at_,		\
		    ((list)->n - at_ - 1) * sizeof (list)->v[0]);	\
		(list)->v[at_] = (x)->in;				\
	}								\
	(x)->at = at_;							\
} while (0)

/* What a subnet comes under: a table, or an ACL. */
static void
swap_subnet(struct subnet *s, const struct turned *x)
{
	const struct thing *t = x->in;

	if (t->kind == KIND_ROUTE_TABLE)
		s->table = x->in;
	else
		s->acl = x->in;
}

static bool
carries_groups(enum kind kind)
{
	return kind == KIND_WORKLOAD || kind == KIND_INTERFACE ||
	    kind == KIND_ENDPOINT;
}

struct carriers {
	struct interface *const *v;
	size_t n;
};

static struct carriers
carriers_of(struct thing **t)
{
	const struct workload *w = (const struct workload *)*t;
	const struct endpoint *e = (const struct endpoint *)*t;

	if ((*t)->kind == KIND_INTERFACE)
		return (struct carriers){ (struct interface **)t, 1 };
	return (*t)->kind == KIND_WORKLOAD ?
	    (struct carriers){ w->interfaces.v, w->interfaces.n } :
	    (struct carriers){ e->interfaces.v, e->interfaces.n };
}

/* One group less, or one more, on all interfaces of a thing. */
static void
change_groups(struct arena *a, struct turned *x)
{
	struct carriers all = carriers_of(&x->of);

	x->n_carried = all.n;
	x->carried = arena_array(a, all.n, sizeof *x->carried);
	for (size_t i = 0; i < all.n; i++) {
		struct interface *n = all.v[i];

		x->carried[i] = (struct carried){ n, n->groups.v, n->groups.n,
			n->groups.cap };
		n->groups.v = NULL;
		n->groups.n = n->groups.cap = 0;
		for (size_t k = 0; k < x->carried[i].n; k++)
			if (x->carried[i].v[k] != x->out)
				vec_push(a, &n->groups, x->carried[i].v[k]);
		if (x->in != NULL)
			vec_push(a, &n->groups, (struct security_group *)
			    x->in);
	}
}

static void
give_back_groups(const struct turned *x)
{
	for (size_t i = 0; i < x->n_carried; i++) {
		x->carried[i].by->groups.v = x->carried[i].v;
		x->carried[i].by->groups.n = x->carried[i].n;
		x->carried[i].by->groups.cap = x->carried[i].cap;
	}
}

static void
swap(struct arena *a, struct turned *x)
{
	struct security_group *g = (struct security_group *)x->of;
	struct network_acl *acl = (struct network_acl *)x->of;
	struct route_table *table = (struct route_table *)x->of;

	if (x->of->kind == KIND_SUBNET)
		swap_subnet((struct subnet *)x->of, x);
	else if (x->of->kind == KIND_ROUTE_TABLE)
		SWAP(a, &table->routes, x);
	else if (x->of->kind == KIND_NETWORK_ACL && x->direction == INGRESS)
		SWAP(a, &acl->ingress, x);
	else if (x->of->kind == KIND_NETWORK_ACL)
		SWAP(a, &acl->egress, x);
	else if (x->direction == INGRESS)
		SWAP(a, &g->ingress, x);
	else
		SWAP(a, &g->egress, x);
}

#define OWN(list, what) do {						\
	for (size_t i_ = 0; i_ < (list)->n; i_++)			\
		if ((list)->v[i_] == (what))				\
			return (list)->v[i_];				\
	return NULL;							\
} while (0)

/* The same rule, entry or route, as its list has it: to be put back. */
static void *
own(struct thing *of, enum direction direction, const void *part)
{
	struct security_group *g = (struct security_group *)of;
	struct network_acl *acl = (struct network_acl *)of;
	struct route_table *table = (struct route_table *)of;

	if (of->kind == KIND_ROUTE_TABLE)
		OWN(&table->routes, part);
	if (of->kind == KIND_NETWORK_ACL && direction == INGRESS)
		OWN(&acl->ingress, part);
	if (of->kind == KIND_NETWORK_ACL)
		OWN(&acl->egress, part);
	if (direction == INGRESS)
		OWN(&g->ingress, part);
	OWN(&g->egress, part);
}

static struct thing *
own_thing(const struct trying *t, const struct thing *of)
{
	const struct model *m = reach_model(t->g->r[t->base]);

	OWN(&m->things[of->kind], of);
}

static enum when
other(const struct trying *t)
{
	return t->base == AFTER ? BEFORE : AFTER;
}

/* What the base calls what the other network does; false: it has not. */
static bool
in_base(const struct trying *t, struct ref *r)
{
	const struct thing_pair *pair;

	if (r->to == NULL)
		return true;
	pair = pairing_of(t->g->c->pairing, other(t), r->to);
	r->to = pair == NULL || pair->is[t->base] == NULL ? NULL :
	    own_thing(t, pair->is[t->base]);
	return r->to != NULL;
}

/*
 * A copy of what is there in the other network, of the base.  NULL where that has no
 * such target or peer any more: it would lead nowhere and admit nobody.
 */
static void *
as_it_was(const struct trying *t, struct thing *now, const void *of)
{
	struct arena *a = t->g->scratch;

	if (of == NULL)
		return NULL;
	if (now->kind == KIND_SECURITY_GROUP) {
		struct group_rule *r = arena_alloc(a, sizeof *r);
		struct ref peer;

		*r = *(const struct group_rule *)of;
		peer = group_rule_peer(r);
		if (peer.to == NULL)
			return r;
		if (!in_base(t, &peer))
			return NULL;
		group_rule_set_to(r, peer.to);
		return r;
	}
	if (now->kind == KIND_ROUTE_TABLE) {
		struct route *r = arena_alloc(a, sizeof *r);

		*r = *(const struct route *)of;
		r->table = (struct route_table *)now;
		return in_base(t, &r->target) && in_base(t, &r->list) ? r :
		    NULL;
	} else {
		struct acl_entry *e = arena_alloc(a, sizeof *e);

		*e = *(const struct acl_entry *)of;
		return e;
	}
}

static enum direction
direction_of(enum kind kind, const void *of)
{
	if (kind == KIND_SECURITY_GROUP)
		return ((const struct group_rule *)of)->direction;
	return kind == KIND_NETWORK_ACL ?
	    ((const struct acl_entry *)of)->direction : INGRESS;
}

/* The thing of the base that is this in the other network; or NULL. */
static struct thing *
in_base_of(const struct trying *t, const struct thing *was)
{
	const struct thing_pair *pair = pairing_of(t->g->c->pairing, other(t),
	    was);

	return pair == NULL || pair->is[t->base] == NULL ? NULL :
	    own_thing(t, pair->is[t->base]);
}

/* A subnet under its former table or ACL; interfaces with former groups. */
static struct turned
turn_place_back(const struct trying *t, const struct part *p)
{
	const void *was = of_side(p, other(t)), *is = of_side(p, t->base);
	struct turned x = {
		.of = own_thing(t, p->change->pair->is[t->base]),
		.out = is == NULL ? NULL : own_thing(t, is),
		.in = was == NULL ? NULL : in_base_of(t, was) };

	if (carries_groups(x.of->kind))
		change_groups(t->g->scratch, &x);
	else
		swap(t->g->a, &x);
	return x;
}

/*
 * Whether a difference is such, and can be turned back: what it came under is
 * still there; a group that is lost or gained is so by all that the thing has.
 */
static bool
is_place(const struct trying *t, const struct thing_change *c,
    const struct difference *d)
{
	const void *of[2];
	struct thing *now = own_thing(t, c->pair->is[t->base]);
	struct carriers all;

	for (size_t w = BEFORE; w <= AFTER; w++)
		of[w] = d->is[w] == NULL ? NULL : d->is[w]->of;
	if (now == NULL || (of[other(t)] != NULL &&
	    in_base_of(t, of[other(t)]) == NULL))
		return false;
	if (now->kind == KIND_SUBNET)
		return of[BEFORE] != NULL && of[AFTER] != NULL;
	if (!carries_groups(now->kind) || !str_starts_with(
	    d->is[of[AFTER] != NULL]->key, "security group "))
		return false;
	all = carriers_of(&now);
	for (size_t i = 0; i < all.n; i++)
		if (!all.v[i]->groups_known || (i > 0 &&
		    all.v[i]->groups.n != all.v[0]->groups.n))
			return false;
	return all.n > 0;
}

/* Whether a thing can be taken away, so that only it is missing. */
static bool
can_go(const struct trying *t, const struct thing *of)
{
	const struct model *m = reach_model(t->g->r[t->base]);

	switch (of->kind) {
	case KIND_INTERNET_GATEWAY:
		return of->vpc != NULL && of->vpc->internet_gateways.n == 1 &&
		    model_is_complete(m, of->kind, of->vpc);
	case KIND_NAT_GATEWAY:
	case KIND_EGRESS_ONLY_GATEWAY:
	case KIND_PEERING:
	case KIND_BLOCK_PUBLIC_ACCESS:
		return true;
	default:
		return false;
	}
}

/* What leads to it leads nowhere. */
static struct turned
take_away(const struct trying *t, struct thing *of)
{
	const struct model *m = reach_model(t->g->r[t->base]);
	struct arena *a = t->g->scratch;
	struct turned x = { .of = of,
		.dead = arena_alloc(a, sizeof *x.dead) };

	if (of->kind == KIND_BLOCK_PUBLIC_ACCESS) {
		struct block_public_access *b =
		    (struct block_public_access *)of;

		x.mode = b->mode;
		b->mode = BLOCK_OFF;
	}
	if (of->kind == KIND_INTERNET_GATEWAY)
		of->vpc->internet_gateways.n = 0;
	for (size_t i = 0; i < m->route_tables.n; i++)
		for (size_t k = 0; k < m->route_tables.v[i]->routes.n; k++) {
			struct route *r = m->route_tables.v[i]->routes.v[k];

			if (r->target.to != of || r->is_blackhole)
				continue;
			r->is_blackhole = true;
			vec_push(a, &x.dead->v, r);
		}
	return x;
}

static void
put_back(const struct turned *x)
{
	if (x->of->kind == KIND_BLOCK_PUBLIC_ACCESS)
		((struct block_public_access *)x->of)->mode = x->mode;
	if (x->of->kind == KIND_INTERNET_GATEWAY)
		x->of->vpc->internet_gateways.n = 1;
	for (size_t i = 0; i < x->dead->v.n; i++)
		x->dead->v.v[i]->is_blackhole = false;
}

/* In the base, this part as the other network has it. */
static struct turned
turn(const struct trying *t, const struct part *p)
{
	const void *was = of_side(p, other(t)), *is = of_side(p, t->base);
	const struct thing *now = p->change->pair->is[t->base];
	struct turned x = { .of = own_thing(t, now) };

	if (p->difference == NULL)
		return take_away(t, x.of);
	if (now->kind == KIND_SUBNET || carries_groups(now->kind))
		return turn_place_back(t, p);
	x.direction = direction_of(now->kind, is != NULL ? is : was);
	x.out = is == NULL ? NULL : own(x.of, x.direction, is);
	x.in = as_it_was(t, x.of, was);
	swap(t->g->a, &x);
	return x;
}

static void
turn_forth(const struct trying *t, struct turned *x)
{
	void *in = x->in;

	if (x->dead != NULL) {
		put_back(x);
		return;
	}
	if (x->carried != NULL) {
		give_back_groups(x);
		return;
	}
	x->in = x->out;
	x->out = in;
	swap(t->g->a, x);
}

/* ------------------------------------------------------ parts of a way */

static void
add_parts(struct trying *t, enum when w, const struct thing *of)
{
	const struct thing_change *c = comparison_of(t->g->c, w, of);

	bool lists = of->kind == KIND_SECURITY_GROUP ||
	    of->kind == KIND_NETWORK_ACL || of->kind == KIND_ROUTE_TABLE;

	if (c == NULL || c->kind != CHANGE_CHANGED || (!lists &&
	    of->kind != KIND_SUBNET && !carries_groups(of->kind)))
		return;
	for (size_t i = 0; i < c->fields.n; i++) {
		const struct difference *d = &c->fields.v[i];
		const struct trait *is[2] = { d->is[BEFORE], d->is[AFTER] };

		if ((is[BEFORE] != NULL && is[BEFORE]->of == NULL) ||
		    (is[AFTER] != NULL && is[AFTER]->of == NULL))
			continue;
		if (!lists && !is_place(t, c, d))
			continue;
		if (concerns(t, of->kind, is[BEFORE] == NULL ? NULL :
		    is[BEFORE]->of) || concerns(t, of->kind,
		    is[AFTER] == NULL ? NULL : is[AFTER]->of))
			add_part(t, c, d, because_clause(t->g->a, c, d));
	}
}

static const struct thing *
carrier_of(const struct end *e)
{
	return e->workload != NULL ? &e->workload->is :
	    e->endpoint != NULL ? &e->endpoint->is : &e->interface->is;
}

/* Gateways and the like that one network has not. */
static const struct thing_change *
whole_of(const struct trying *t, enum when w, const struct thing *of)
{
	const struct thing_change *c = of == NULL ? NULL :
	    comparison_of(t->g->c, w, of);

	return c != NULL && (c->kind == CHANGE_ADDED ||
	    c->kind == CHANGE_REMOVED) && can_go(t, of) ? c : NULL;
}

static void
add_whole(struct trying *t, const struct thing_change *c)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->part[i].change == c)
			return;
	add_part(t, c, NULL, because_whole(t->g->a, c));
}

static void
add_steps(struct trying *t, enum when w, const struct trace_steps *steps)
{
	for (size_t i = 0; i < steps->n; i++) {
		const struct hop *h = steps->v[i].hop;
		bool group = h->kind == HOP_GROUP_IN ||
		    h->kind == HOP_GROUP_OUT;

		const struct thing_change *whole = w != t->base ? NULL :
		    whole_of(t, w, h->thing);

		if (whole != NULL)
			add_whole(t, whole);
		else if (h->thing != NULL)
			add_parts(t, w, h->thing);
		if (h->subnet != NULL)
			add_parts(t, w, &h->subnet->is);
		if (group && h->end != NULL && h->end->interface != NULL)
			add_parts(t, w, carrier_of(h->end));
		for (size_t k = 0; group && h->end != NULL &&
		    k < h->end->groups.n; k++)
			add_parts(t, w, &h->end->groups.v[k]->is);
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

/* Whether the packet passes in the base, as it is now. */
static bool
passes(const struct trying *t)
{
	struct arena *a = arena_new();
	const struct model *m = reach_model(t->g->r[t->base]);
	struct packet packet = t->out->packet;
	struct port_range one = { packet.point, packet.point };
	struct asking_pairs q = { .a = a,
		.r = reach_new(a, m, routes_new(a, m)),
		.from_means = &t->from->means[t->base],
		.to_means = &t->to->means[t->base], .ports_given = true,
		.ports = { 1, &one }, .family = (unsigned)t->out->family };
	struct pair_answers answers;
	bool found = false;

	q.from = ends_of(a, reach_places(q.r), q.from_means, false, NULL);
	answers = pairs_ask(&q);
	for (size_t i = 0; i < answers.n; i++) {
		const struct answer *v = &answers.v[i].answer;

		found |= has(v->yes, packet) || has(v->some, packet) ||
		    (t->out->kind == OPENING_ONE_WAY &&
		    has(v->one_way, packet));
	}
	arena_free(a);
	return found;
}

/* Whether these changes have the effect, the others being turned back. */
static bool
is_enough(const struct trying *t, changes made)
{
	struct turned turned[PARTS_MAX];
	size_t n = 0;
	bool found;

	if (*t->g->tries == 0)
		return false;
	--*t->g->tries;
	for (size_t i = 0; i < t->n; i++)
		if (((made & 1u << i) != 0) == (t->base == BEFORE))
			turned[n++] = turn(t, &t->part[i]);
	found = passes(t) == (t->open == AFTER);
	while (n-- > 0)
		turn_forth(t, &turned[n]);
	return found;
}

/* ------------------------------------------------------------ the smallest */

static changes
smallest(const struct trying *t, changes made)
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

/* In the order of the trace; what it tells alone is not proved. */
static void
say(struct trying *t, changes first)
{
	struct opening *o = t->out;
	size_t n = 0, proved = 0;

	for (size_t i = 0; i < o->because.n; i++) {
		size_t k = part_of(t, o->because.v[i]);

		if (k < t->n && (first & 1u << k) == 0)
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
has_gone(const struct trying *t, const struct trace_steps *steps)
{
	struct trying before = *t;

	before.base = BEFORE;
	for (size_t i = 0; i < steps->n; i++)
		if (whole_of(&before, BEFORE, steps->v[i].hop->thing) != NULL)
			return true;
	return false;
}

void
because_least(const struct comparing *g, const struct diff_node *from,
    const struct diff_node *to, const struct trace *const trace[2],
    enum when open, struct opening *out)
{
	struct trying t = { .g = g, .from = from, .to = to, .out = out,
		.open = open };
	changes all, first;

	if (trace[BEFORE] == NULL || trace[AFTER] == NULL)
		return;
	t.base = has_gone(&t, &trace[BEFORE]->forward) ||
	    has_gone(&t, &trace[BEFORE]->back) ? BEFORE : AFTER;
	for (size_t w = BEFORE; w <= AFTER; w++) {
		add_steps(&t, (enum when)w, &trace[w]->forward);
		add_steps(&t, (enum when)w, &trace[w]->back);
	}
	all = (1u << t.n) - 1;
	if (t.too_many || t.n < 2 || *g->tries < t.n * t.n + 2 ||
	    !is_enough(&t, all) || is_enough(&t, 0))
		return;
	first = smallest(&t, all);
	say(&t, first);
	add_others(&t, all, first);
}
