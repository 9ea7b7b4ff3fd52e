/* SPDX-License-Identifier: MIT */
#include "reach/cell.h"

#include "base/str.h"
#include "base/vec.h"
#include "reach/cell_crowds.h"
#include "reach/cell_sorts.h"
#include "reach/cell_way.h"
#include "reach/lanes.h"
#include "reach/walk.h"

/* A crowd in one family. */
struct side {
	struct lanes lanes;
	struct ends left;		/* those with addresses */
	struct sorts *sorts;		/* of all; NULL: not yet asked for */
};

struct crowd {
	struct crowd_asked asked;
	struct ends ends;
	struct filters *filters;
	bool is_plain;
	bool has_groups;		/* somebody's groups are asked */
	bool may_have_groups;		/* who has the addresses is not known */
	struct side *sides[2][2];	/* by family, and fine; NULL: not yet */
};

/* Lanes between which the same ways lie: one join for all of them. */
struct field {
	struct cell_way way;
	struct joining *joined;		/* NULL: nothing can get through */
	bool is_inside;			/* what more gets through inside of a
					   subnet that has ways of its own */
};

struct fields {
	struct field *v;
	size_t n, cap;
};

struct summing {
	struct arena *a;
	struct crowd *from_crowd, *to_crowd;
	struct port_set ports;
	enum family family;
	struct side *from, *to;
	size_t *row, *column;		/* of each lane: the first like it */
	struct cell_way *ways;		/* from one lane to one: i * n + k */
	struct fields fields;		/* of both families */
};

/* ----------------------------------------------------- who may take part */

static bool
is_known(const struct crowd *c, const struct end *e)
{
	return filter_groups_unknown(c->filters, e->groups,
	    c->asked.receives ? INGRESS : EGRESS) == NULL;
}

/* Interfaces that nothing but their groups and what they listen to tells
 * apart from others of their subnet. */
static bool
is_plain_interface(const struct crowd *c, const struct end *e)
{
	const struct workload *w = e->workload;

	return e->subnet != NULL && e->subnet->is.exists == NULL &&
	    e->vpc != NULL && e->vpc->is.exists == NULL &&
	    e->endpoint == NULL && e->interface->maybe_groups.n == 0 &&
	    e->interface->is.exists == NULL && e->groups.known &&
	    (w == NULL || (w->is.exists == NULL &&
	    workload_type(w->kind)->has_groups &&
	    (!workload_type(w->kind)->is_load_balancer ||
	    (c->asked.receives && w->kind == WORKLOAD_APPLICATION_LOAD_BALANCER)))) &&
	    is_known(c, e);
}

static bool
is_plain(const struct crowd *c, const struct end *e)
{
	if (e->by_public || e->by_nat64 || e->maybe != NULL || e->untold != NULL ||
	    e->untold_ipv6 != NULL || e->instead != NULL ||
	    (e->workload != NULL && e->workload->ephemeral_why != NULL) ||
	    (c->asked.receives && end_listens_unknown(c->asked.a, e) != NULL))
		return false;
	switch (e->kind) {
	case END_INTERFACES:
		return is_plain_interface(c, e);
	case END_ADDRESSES:
		return e->subnet != NULL && e->subnet->is.exists == NULL &&
		    e->vpc != NULL && e->vpc->is.exists == NULL;
	case END_INTERNET:
		return true;
	case END_NETWORK:	/* packets by one of several VPNs are copies */
		return c->asked.receives || e->network->vpns.n < 2;
	case END_NOWHERE:
	case END_SERVICE:
	case END_HOST_SERVICE:
		break;
	}
	return false;
}

static bool
all_plain(const struct crowd *c)
{
	for (size_t i = 0; i < c->ends.n; i++)
		if (!is_plain(c, c->ends.v[i]) || (c->ends.n > 1 &&
		    c->ends.v[i]->kind == END_INTERNET))
			return false;
	return true;
}

struct crowd *
crowd_new(const struct crowd_asked *asked, const struct ends *ends)
{
	struct crowd *c = arena_alloc(asked->a, sizeof *c);

	c->asked = *asked;
	c->ends = *ends;
	c->filters = reach_filters(asked->r, asked->r->branch);
	c->is_plain = all_plain(c);
	for (size_t i = 0; i < c->ends.n; i++) {
		const struct end *e = c->ends.v[i];

		c->has_groups |= e->kind == END_INTERFACES;
		c->may_have_groups |= e->kind == END_ADDRESSES &&
		    !e->groups.known;
	}
	return c;
}

/* ------------------------------------------------------------------ sides */

static bool
is_left(const struct crowd *c, enum family family, const struct end *e)
{
	return (c->asked.family == 0 || c->asked.family == (unsigned)family) &&
	    (c->asked.lost_az == NULL ||
	    !str_equal(end_az(e), c->asked.lost_az)) &&
	    !range_set_is_empty(e->addresses[FAMILY_INDEX(family)]);
}

/* The internet addresses by IPv4 nobody who has IPv6 and no public address. */
static bool
is_passed_over(const struct crowd *from, enum family family,
    const struct end *e)
{
	return family == IPV4 && from->asked.family == 0 &&
	    from->ends.n > 0 && from->ends.v[0]->kind == END_INTERNET &&
	    e->kind == END_INTERFACES && e->is_public == CERTAINLY_NOT &&
	    !range_set_is_empty(e->addresses[1]) &&
	    !range_set_is_empty(from->ends.v[0]->addresses[1]);
}

static struct side *
side_new(struct arena *a, struct crowd *c, enum family family, bool fine,
    const struct crowd *from)
{
	struct side *s = arena_alloc(a, sizeof *s);

	s->left.v = arena_array(a, c->ends.n, sizeof *s->left.v);
	for (size_t i = 0; i < c->ends.n; i++)
		if (is_left(c, family, c->ends.v[i]) && (from == NULL ||
		    !is_passed_over(from, family, c->ends.v[i])))
			s->left.v[s->left.n++] = c->ends.v[i];
	s->lanes = lanes_of(c->asked.r, a, &s->left, fine);
	return s;
}

static struct side *
side_of(struct crowd *c, enum family family, bool fine)
{
	struct side **s = &c->sides[FAMILY_INDEX(family)][fine];

	if (*s == NULL)
		*s = side_new(c->asked.a, c, family, fine, NULL);
	return *s;
}

/* Those who receive, in memory of a if it hangs on who sends who they are. */
static struct side *
receiving_side(struct summing *u, enum family family, bool fine)
{
	struct crowd *c = u->to_crowd;

	for (size_t i = 0; i < c->ends.n; i++)
		if (is_passed_over(u->from_crowd, family, c->ends.v[i]))
			return side_new(u->a, c, family, fine,
			    u->from_crowd);
	return side_of(c, family, fine);
}

static struct sorts *
sort_out(struct arena *a, const struct crowd *c, enum family family,
    const struct ends *ends)
{
	const struct model *m = c->asked.r->m;
	struct sorts_made made = { .a = a, .filters = c->filters,
		.family = family, .receive = c->asked.receives };

	for (size_t i = 0; i < m->security_groups.n; i++) {
		uint32_t order = m->security_groups.v[i]->is.order;
		uint32_t end = made.first_group + made.n_groups;

		if (i == 0 || order < made.first_group)
			made.first_group = order;
		if (i == 0 || order >= end)
			end = order + 1;
		made.n_groups = end - made.first_group;
	}
	return sorts_new(&made, ends);
}

/* ------------------------------------------------------------------- ways */

/* Whether packets of one lane to the other may leave a subnet for another. */
static bool
is_between(const struct lane *from, const struct lane *to)
{
	return from->n_subnets != 1 || to->n_subnets != 1 ||
	    from->members.v[0]->subnet != to->members.v[0]->subnet;
}

static struct end *
end_of(struct arena *a, const struct crowd *c, const struct lane *l,
    bool in_place)
{
	struct end *e = lane_end(a, l, 0, l->members.n, in_place);

	if (c->asked.receives)
		e->workload = NULL;	/* listens to everything */
	return e;
}

static const struct end *
as_one(struct crowd *c, struct lane *l)
{
	if (l->as_one == NULL)
		l->as_one = end_of(c->asked.a, c, l, false);
	return l->as_one;
}

static bool
ask_way(struct summing *u, struct lane *from, struct lane *to,
    struct cell_way *out)
{
	const struct crowd_asked *asked = &u->from_crowd->asked;
	struct cell_way_question q = { .r = asked->r, .a = u->a,
		.family = u->family, .ports = u->ports,
		.lost_az = asked->lost_az };

	if (is_between(from, to)) {
		q.from = as_one(u->from_crowd, from);
		q.to = as_one(u->to_crowd, to);
		if (lane_overlaps(u->a, from, q.to, u->family) ||
		    lane_overlaps(u->a, to, q.from, u->family))
			return false;
	} else {
		q.from = end_of(u->a, u->from_crowd, from, true);
		q.to = end_of(u->a, u->to_crowd, to, true);
	}
	return cell_way_ask(&q, out);
}

static bool
find_ways(struct summing *u)
{
	size_t n = u->to->lanes.n;

	u->ways = arena_array(u->a, u->from->lanes.n * n, sizeof *u->ways);
	for (size_t i = 0; i < u->from->lanes.n; i++)
		for (size_t k = 0; k < n; k++)
			if (!ask_way(u, &u->from->lanes.v[i],
			    &u->to->lanes.v[k], &u->ways[i * n + k]))
				return false;
	return true;
}

/* --------------------------------------------------------- the fields */

static struct sorts *
sorts_of(struct summing *u, struct crowd *c, struct side *s,
    const struct ends *ends)
{
	if (ends->n < s->left.n)
		return sort_out(u->a, c, u->family, ends);
	if (s->sorts == NULL)
		s->sorts = sort_out(c->asked.a, c, u->family, &s->left);
	return s->sorts;
}

static void
add_field(struct summing *u, const struct cell_way *way,
    const struct ends *from, const struct ends *to, bool is_inside)
{
	struct field f = { .way = *way, .is_inside = is_inside };

	if (!port_set_is_empty(way->yes))
		f.joined = cell_join(u->a, sorts_of(u, u->from_crowd,
		    u->from, from), sorts_of(u, u->to_crowd, u->to, to),
		    way->yes);
	vec_push(u->a, &u->fields, f);
}

/* Of the lanes that are like lane first, all members. */
static struct ends
members_like(const struct summing *u, const struct side *side,
    const size_t *row, size_t first)
{
	struct ends all = { 0 };

	for (size_t i = first; i < side->lanes.n; i++) {
		const struct ends *own = &side->lanes.v[i].members;

		for (size_t k = 0; row[i] == first && k < own->n; k++)
			vec_push(u->a, &all, own->v[k]);
	}
	return all;
}

static bool
rows_are_alike(const struct summing *u, size_t i, size_t j)
{
	size_t n = u->to->lanes.n;

	for (size_t k = 0; k < n; k++)
		if (!cell_way_equal(&u->ways[i * n + k], &u->ways[j * n + k]))
			return false;
	return true;
}

static bool
columns_are_alike(const struct summing *u, size_t i, size_t j)
{
	size_t n = u->to->lanes.n;

	for (size_t k = 0; k < u->from->lanes.n; k++)
		if (!cell_way_equal(&u->ways[k * n + i], &u->ways[k * n + j]))
			return false;
	return true;
}

static size_t *
find_rows(const struct summing *u, size_t n, bool (*are_alike)(
    const struct summing *u, size_t i, size_t j))
{
	size_t *row = arena_array(u->a, n, sizeof *row);

	for (size_t i = 0; i < n; i++) {
		row[i] = i;
		for (size_t j = 0; j < i && row[i] == i; j++)
			if (row[j] == j && are_alike(u, i, j))
				row[i] = j;
	}
	return row;
}

static void
add_fields(struct summing *u)
{
	size_t n = u->to->lanes.n;

	u->row = find_rows(u, u->from->lanes.n, rows_are_alike);
	u->column = find_rows(u, n, columns_are_alike);
	for (size_t i = 0; i < u->from->lanes.n; i++) {
		struct ends from;

		if (u->row[i] != i)
			continue;
		from = members_like(u, u->from, u->row, i);
		for (size_t k = 0; k < n; k++) {
			struct ends to;

			if (u->column[k] != k)
				continue;
			to = members_like(u, u->to, u->column, k);
			add_field(u, &u->ways[i * n + k], &from, &to, false);
		}
	}
}

/* -------------------------------------------------- inside of one subnet */

static struct lane
part_of(const struct lane *l, size_t first, size_t end)
{
	struct lane part = *l;

	part.members.v += first;
	part.members.n = end - first;
	part.n_subnets = 1;
	part.as_one = NULL;
	return part;
}

/*
 * What stays on the wire of a subnet meets no ACL and no route, so that at
 * least that gets through which gets from there to another one.
 */
static bool
add_inside(struct summing *u, struct lane *from, struct lane *to,
    const struct cell_way *between)
{
	struct cell_way inside;

	if (!ask_way(u, from, to, &inside))
		return false;
	if (cell_way_equal(&inside, between))
		return true;
	if (!port_set_contains(inside.yes, between->yes) ||
	    !port_set_is_empty(inside.lost) ||
	    !port_set_is_empty(between->lost))
		return false;
	add_field(u, &inside, &from->members, &to->members, true);
	return true;
}

static bool
add_insides_of(struct summing *u, const struct lane *from,
    const struct lane *to, const struct cell_way *between)
{
	size_t k = 0, end;

	if (from->is_alone || to->is_alone || !is_between(from, to))
		return true;
	for (size_t i = 0; i < from->members.n; i = end) {
		const struct subnet *s = from->members.v[i]->subnet;
		struct lane mine, theirs;

		end = lane_subnet_end(from, i);
		while (k < to->members.n && to->members.v[k]->subnet != s &&
		    to->members.v[k]->subnet->is.order < s->is.order)
			k++;
		if (k == to->members.n || to->members.v[k]->subnet != s)
			continue;
		mine = part_of(from, i, end);
		theirs = part_of(to, k, lane_subnet_end(to, k));
		if (!add_inside(u, &mine, &theirs, between))
			return false;
	}
	return true;
}

static bool
add_insides(struct summing *u)
{
	size_t n = u->to->lanes.n;

	for (size_t i = 0; i < u->from->lanes.n; i++)
		for (size_t k = 0; k < n; k++)
			if (!add_insides_of(u, &u->from->lanes.v[i],
			    &u->to->lanes.v[k], &u->ways[i * n + k]))
				return false;
	return true;
}

/* ---------------------------------------------------------------- the sum */

/* In which lanes references to groups count is known inside of a VPC alone. */
static bool
names_do_not_matter(struct summing *u)
{
	size_t n = u->to->lanes.n;

	for (size_t i = 0; i < u->from->lanes.n; i++)
		for (size_t k = 0; k < n; k++) {
			const struct cell_way *w = &u->ways[i * n + k];

			if (!w->is_local && !port_set_is_empty(w->taken))
				return !cell_ends_refer(u->a,
				    u->from_crowd->asked.r, &u->from->left,
				    &u->to->left);
		}
	return true;
}

static bool
one_family(struct summing *u)
{
	for (size_t fine = 0; fine < 2; fine++) {
		if (fine > 0) {
			u->from = side_of(u->from_crowd, u->family, true);
			u->to = receiving_side(u, u->family, true);
		}
		if (find_ways(u) && names_do_not_matter(u)) {
			add_fields(u);
			return add_insides(u);
		}
	}
	return false;
}

/* Whether there are pairs in a family: takes it up if so. */
static bool
has_pairs(struct summing *u, enum family family)
{
	u->family = family;
	if (!reach_is_of_family(u->ports, family))
		return false;
	u->from = side_of(u->from_crowd, family, false);
	u->to = receiving_side(u, family, false);
	return u->from->left.n > 0 && u->to->left.n > 0;
}

static void
sum_ports(const struct summing *u, struct cell *out)
{
	for (size_t i = 0; i < u->fields.n; i++) {
		const struct field *f = &u->fields.v[i];

		if (f->joined != NULL)
			out->ports = port_set_union(u->a, out->ports,
			    cell_join_ports(f->joined));
		out->routed |= f->way.is_routed;
	}
}

static void
sum_partly(const struct summing *u, struct cell *out)
{
	for (size_t i = 0; i < u->fields.n && !out->partly; i++) {
		const struct field *f = &u->fields.v[i];

		if (!f->is_inside)
			out->partly = f->joined == NULL ||
			    !cell_join_is_whole(f->joined, out->ports);
	}
}

/* What all ways have in common that anybody takes: where they differ, it has
 * to be known of each whether anybody does. */
static bool
sum_passed(const struct summing *u, struct cell *out)
{
	bool alike = true;

	out->passed = CELL_PASSED;
	for (size_t i = 0; i < u->fields.n; i++) {
		const struct cell_way *w = &u->fields.v[i].way;

		if (port_set_is_empty(w->taken))
			continue;
		alike &= out->passed == CELL_PASSED ||
		    w->passed == out->passed;
		out->passed = w->passed;
	}
	if (!alike)
		out->passed = CELL_PASSED;
	for (size_t i = 0; i < u->fields.n && !alike; i++) {
		const struct field *f = &u->fields.v[i];

		if (port_set_is_empty(f->way.taken))
			continue;
		if (f->joined != NULL &&
		    !port_set_is_empty(cell_join_ports(f->joined)))
			out->passed &= f->way.passed;
		else if (!port_set_equal(f->way.taken, f->way.yes))
			return false;
	}
	return true;
}

/* Nothing is answered: whether it is told that nothing arrives, either. */
static bool
arrives_nowhere(const struct summing *u)
{
	for (size_t i = 0; i < u->fields.n; i++)
		if (!port_set_is_empty(u->fields.v[i].way.lost))
			return false;
	return true;
}

static bool
tell(struct summing *u, struct cell *out)
{
	sum_ports(u, out);
	if (port_set_is_empty(out->ports))
		return arrives_nowhere(u);
	sum_partly(u, out);
	return sum_passed(u, out);
}

bool
reach_cell(struct arena *a, struct crowd *from, struct crowd *to,
    struct port_set ports, struct cell *out)
{
	static const enum family families[] = { IPV4, IPV6 };
	struct summing u = { .a = a, .from_crowd = from, .to_crowd = to,
		.ports = ports };
	const struct cell_question q = { .from = &from->ends, .to = &to->ends,
		.ports = ports, .lost_az = from->asked.lost_az };
	bool pairs[2], told = true;

	*out = (struct cell){ .ports = port_set_empty() };
	/* Rules may refer to groups that nobody knows of. */
	if (!from->is_plain || !to->is_plain ||
	    (from->may_have_groups && to->has_groups) ||
	    (to->may_have_groups && from->has_groups))
		return false;
	for (size_t i = 0; i < 2; i++) {
		pairs[i] = has_pairs(&u, families[i]);
		told = told && (!pairs[i] || one_family(&u));
	}
	out->nobody = !pairs[0] && !pairs[1];
	if (told)
		return tell(&u, out);
	return pairs[0] != pairs[1] && cell_by_crowds(from->asked.r, a, &q,
	    families[pairs[0] ? 0 : 1], out);
}
