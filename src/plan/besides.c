/* SPDX-License-Identifier: MIT */
#include "plan/besides.h"

#include "base/str.h"
#include "model/notation.h"
#include "plan/openings.h"
#include "plan/openings_node.h"

/* ------------------------------------------------------- who was asked for */

static bool
is_inside(const struct end *e)
{
	return e->kind == END_INTERFACES || e->kind == END_ADDRESSES ||
	    e->kind == END_NOWHERE;
}

static bool
is_by_place(const struct selection *s)
{
	return s->what == SELECTED_SUBNET || s->what == SELECTED_TIER ||
	    s->what == SELECTED_VPC || s->what == SELECTED_CIDR;
}

/* Planned workloads of a subnet stand for the same addresses, and are not the
 * same: asked is what y belongs to. */
static bool
are_of_one_place(const struct end *x, const struct end *y,
    const struct selection *asked)
{
	if (is_inside(x) && is_inside(y))
		return x->vpc == y->vpc && (is_by_place(asked) ||
		    (x->workload == y->workload &&
		    x->endpoint == y->endpoint && x->kind == y->kind));
	return x->kind == y->kind && x->network == y->network &&
	    str_equal(x->service, y->service);
}

static bool
are_the_same(const struct selection *x, const struct selection *y)
{
	return x->what == y->what && x->thing == y->thing &&
	    x->vpc == y->vpc && str_equal(x->name, y->name) &&
	    (x->what != SELECTED_CIDR || cidr_equal(x->cidr, y->cidr));
}

struct looking {
	struct arena *a;
	const struct asking_pairs *asked;
	const struct opening *o;
};

/* Of an end that was asked about: a service is resolved where it is called. */
static struct ends
ends_asked(const struct looking *x, bool to)
{
	const struct asking_pairs *q = x->asked;

	return ends_of(x->a, reach_places(q->r), to ? q->to_means :
	    q->from_means, to, to && q->from.n > 0 ? q->from.v[0] : NULL);
}

/* Whether side of the opening is nothing but what was asked about as end. */
static bool
is_asked_about(const struct looking *x, size_t side, bool to)
{
	const struct selection *means = &x->o->ends[side]->means[AFTER];
	const struct selection *asked = to ? x->asked->to_means :
	    x->asked->from_means;
	size_t f = FAMILY_INDEX(x->o->family);
	struct ends of, ends;

	if (are_the_same(means, asked))
		return true;
	of = ends_of(x->a, reach_places(x->asked->r), means, side == 1,
	    x->asked->from.n > 0 ? x->asked->from.v[0] : NULL);
	ends = ends_asked(x, to);
	for (size_t i = 0; i < of.n; i++) {
		struct range_set left = range_set_intersect(x->a,
		    x->o->addresses[side], of.v[i]->addresses[f]);

		for (size_t k = 0; k < ends.n; k++)
			if (are_of_one_place(of.v[i], ends.v[k], asked))
				left = range_set_subtract(x->a, left,
				    ends.v[k]->addresses[f]);
		if (!range_set_is_empty(left))
			return false;
	}
	return of.n > 0;
}

/* The targets of a balancer that was asked for, which its clients reach. */
static bool
is_behind(const struct looking *x)
{
	const struct selection *to = x->asked->to_means;
	const struct thing *t = x->o->ends[1]->means[AFTER].thing;
	const struct workload *w = (const struct workload *)to->thing;

	if (to->what != SELECTED_WORKLOAD || t == NULL)
		return false;
	for (size_t i = 0; i < w->listeners.n; i++)
		for (size_t k = 0; k < w->listeners.v[i]->targets.n; k++)
			if (w->listeners.v[i]->targets.v[k].to == t)
				return true;
	return false;
}

/* ------------------------------------------------------ what was asked for */

/* Routes, entries of ACLs: they do not know one connection from another. */
static bool
is_coarse(const struct mend *mend)
{
	for (size_t i = 0; i < mend->edits.n; i++)
		if (mend->edits.v[i].kind != MENDING_GROUP_RULE)
			return true;
	return false;
}

/* Where no ports were asked for and TO states none, any will do. */
static struct port_set
ports_asked(struct arena *a, const struct asking_pairs *asked)
{
	struct ends to;
	struct port_set all = port_set_empty();

	if (asked->ports_given)
		return asked->ports;
	to = ends_of(a, reach_places(asked->r), asked->to_means, true, NULL);
	for (size_t i = 0; i < to.n; i++) {
		struct port_set one = pairs_default_ports(a, to.v[i]);

		if (port_set_is_empty(one))
			return port_set_everything();
		all = port_set_union(a, all, one);
	}
	return all;
}

/* Tiers and subnets stand for addresses where nobody is. */
static bool
is_opened(const struct opening *o)
{
	for (size_t i = 0; i < 2; i++)
		if (o->ends[i]->means[AFTER].what == SELECTED_TIER ||
		    o->ends[i]->means[AFTER].what == SELECTED_SUBNET)
			return false;
	return o->kind == OPENING_OPENS || o->kind == OPENING_ONE_WAY ||
	    o->kind == OPENING_MAY_OPEN || o->kind == OPENING_IS_OPEN ||
	    o->kind == OPENING_WIDENS;
}

static void
judge(const struct looking *x, struct port_set ports, bool coarse,
    struct besides *out)
{
	const struct opening *o = x->o;
	bool from = is_asked_about(x, 0, false);
	bool same = from && is_asked_about(x, 1, true);
	struct port_set more = same ? port_set_subtract(x->a, o->ports,
	    ports) : o->ports;
	bool along = same ? coarse : (from && is_behind(x)) ||
	    (coarse && is_asked_about(x, 0, true) &&
	    is_asked_about(x, 1, false));
	const char *text = arena_printf(x->a, "%s -> %s on %s", o->from,
	    o->to, notation_ports_format_of(x->a, more, o->family));

	if (port_set_is_empty(more))
		return;
	if (along)
		vec_push(x->a, &out->along, text);
	else
		vec_push(x->a, &out->others, text);
}

struct edited {
	const struct thing **v;
	size_t n, cap;
};

static void
add_edited(struct arena *a, struct edited *list, const struct thing *t)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->v[i] == t)
			return;
	vec_push(a, list, t);
}

/* What is edited, and what goes along with it: the workload of an interface,
 * the table that an endpoint is put into.  Else nothing may differ. */
static const struct comparison *
compare_edited(struct arena *a, const struct pairing *p,
    const struct mend *mend)
{
	struct edited edited = { 0 };

	for (size_t i = 0; i < mend->edits.n; i++) {
		const struct thing *of = mend->edits.v[i].of;
		const struct interface *e = (const struct interface *)of;

		add_edited(a, &edited, of);
		if (mend->edits.v[i].endpoint_table != NULL)
			add_edited(a, &edited,
			    &mend->edits.v[i].endpoint_table->is);
		if (of->kind == KIND_INTERFACE && e->workload != NULL)
			add_edited(a, &edited, &e->workload->is);
	}
	return compare_things(a, p, edited.v, edited.n);
}

struct besides
besides_find(struct arena *a, const struct pairing *p, struct reach *before,
    const struct asking_pairs *asked, const struct mend *mend)
{
	struct reach *const r[2] = { before, asked->r };
	const struct comparison *c = compare_edited(a, p, mend);
	struct openings all = openings_find(a, c, r);
	struct port_set ports = ports_asked(a, asked);
	struct besides out = { { NULL, 0, 0 }, { NULL, 0, 0 } };

	for (size_t i = 0; i < all.n; i++) {
		struct looking x = { a, asked, all.v[i] };

		if (is_opened(all.v[i]))
			judge(&x, ports, is_coarse(mend), &out);
	}
	return out;
}

static const char *
list(struct arena *a, const char *const *v, size_t n)
{
	enum { SHOWN = 3 };
	struct str s = str_new(a);

	for (size_t i = 0; i < n && i < SHOWN; i++)
		str_addf(&s, "%s%s", i > 0 ? ", " : "", v[i]);
	if (n > SHOWN)
		str_addf(&s, " and %zu more", n - SHOWN);
	return n == 0 ? NULL : str_text(&s);
}

const char *
besides_others(struct arena *a, const struct besides *b)
{
	return list(a, b->others.v, b->others.n);
}

const char *
besides_along(struct arena *a, const struct besides *b)
{
	return list(a, b->along.v, b->along.n);
}
